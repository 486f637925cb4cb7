package ocean

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The date and the hour of a position are text without a documented form. What has been seen, and what is
// read: `07/02/2025` and `07:16:15`; the one holding both, with a zone or without; ISO 8601; epoch
// milliseconds; `7h16`. Where no zone is written it is UTC. What fits none of these is no instant at all: a
// trip at a wrong hour would be worse than one without.

var positionText = regexp.MustCompile(`^` +
	`(?:(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2}))?` + // a day
	`(?:(?:^|[Tt\s,]+)(\d{1,2})(?:[:hH](\d{2})(?:[:mM](\d{2})s?(?:[.,]\d+)?)?|[hH]))?` + // a clock time
	`\s*(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?$`) // a zone

// moment is what a text of a position says.
type moment struct {
	year, month, day     int // 0 where it has none
	hour, minute, second int
	clock                bool // it has a clock time
	zone                 *time.Location
}

// midnight tells a date that was written as an instant from a clock time that means something.
func (m moment) midnight() bool { return m.hour == 0 && m.minute == 0 && m.second == 0 }

// readMoment reads one text; ok is false where it is in no known form. Nothing at all is a moment too.
func readMoment(s string) (m moment, ok bool) {
	if ms, err := strconv.ParseInt(s, 10, 64); err == nil && len(s) >= 12 && ms >= 0 && ms <= maxMillis {
		at := time.UnixMilli(ms).UTC()
		return moment{at.Year(), int(at.Month()), at.Day(), at.Hour(), at.Minute(), at.Second(), true, time.UTC}, true
	}
	part := positionText.FindStringSubmatch(s)
	if part == nil {
		return moment{}, false
	}
	number := func(i int) int {
		n, _ := strconv.Atoi(part[i]) // digits, or nothing
		return n
	}
	m = moment{year: number(1), month: number(2), day: number(3), hour: number(7), minute: number(8), second: number(9), clock: part[7] != ""}
	if part[4] != "" {
		m.day, m.month, m.year = number(4), number(5), number(6)
		if len(part[6]) == 2 {
			m.year += 2000
		}
	}
	switch zone := strings.ReplaceAll(part[10], ":", ""); {
	case zone == "":
	case zone[0] == '+' || zone[0] == '-':
		hours, _ := strconv.Atoi(zone[1:3])
		minutes, _ := strconv.Atoi(zone[3:])
		if hours > 14 || minutes > 59 {
			return moment{}, false
		}
		offset := hours*3600 + minutes*60
		if zone[0] == '-' {
			offset = -offset
		}
		m.zone = time.FixedZone("", offset)
	default:
		m.zone = time.UTC
	}
	if m.hour > 23 || m.minute > 59 || m.second > 59 || (m.year == 0 && m.day != 0) {
		return moment{}, false
	}
	return m, true
}

// positionTime reads the date and the hour of a position, in UTC; zero where it can't be read.
func positionTime(date, heure string) time.Time {
	day, dayOK := readMoment(strings.TrimSpace(date))
	clock, clockOK := readMoment(strings.TrimSpace(heure))
	switch {
	case !dayOK && (!clockOK || clock.day == 0), !clockOK && !day.clock:
		return time.Time{}
	case !dayOK:
		day = clock
	case !clockOK:
		clock = day
	}
	if day.day == 0 {
		day.year, day.month, day.day = clock.year, clock.month, clock.day
	}
	// A date that was written as an instant has a midnight that says nothing beside a clock time.
	if day.clock && (!clock.clock || !day.midnight()) {
		clock = day
	}
	if day.day == 0 || !clock.clock {
		return time.Time{}
	}
	zone := time.UTC
	switch {
	case clock.zone != nil:
		zone = clock.zone
	case day.zone != nil:
		zone = day.zone
	}
	at := time.Date(day.year, time.Month(day.month), day.day, clock.hour, clock.minute, clock.second, 0, zone)
	if at.Day() != day.day || int(at.Month()) != day.month {
		return time.Time{} // 31/02
	}
	return at.UTC()
}
