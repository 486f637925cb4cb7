package nlp

import (
	"time"

	"github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// bound is an end of a period on the wall clock: a day and a minute of it. A moment that was counted
// from now is an instant already.
type bound struct {
	day, min int
	abs      time.Time
}

// wall makes a bound; minutes past midnight run over to the next days.
func wall(day, minute int) bound {
	for minute >= minutesOfDay {
		day, minute = day+1, minute-minutesOfDay
	}
	for minute < 0 {
		day, minute = day-1, minute+minutesOfDay
	}
	return bound{day: day, min: minute}
}

const minutesOfDay = 24 * 60

// civil gives the day and the minute of an instant in a zone.
func civil(t time.Time, loc *time.Location) (day, minute int) {
	t = t.In(loc)
	y, m, d := t.Date()
	return grammar.DayNumber(y, m, d), t.Hour()*60 + t.Minute()
}

// instant gives the moment at which the wall clock shows the bound, and whether the clocks had a say:
// a time that doesn't exist becomes the first moment after the gap ([HourMissing]), of a time that exists
// twice the earlier one is taken ([HourTwice]).
func (b bound) instant(loc *time.Location) (at time.Time, moved Implied) {
	if !b.abs.IsZero() {
		return b.abs.In(loc), 0
	}
	y, m, d := grammar.Civil(b.day)
	t := time.Date(y, m, d, b.min/60, b.min%60, 0, 0, loc)
	if day, minute := civil(t, loc); day != b.day || minute != b.min {
		// In the gap. [time.Date] answers on one side of it or the other.
		start, end := t.ZoneBounds()
		if want := time.Date(y, m, d, b.min/60, b.min%60, 0, 0, time.UTC); wallUTC(t).Before(want) {
			return end.In(loc), HourMissing
		}
		return start.In(loc), HourMissing
	}
	start, end := t.ZoneBounds()
	if !start.IsZero() {
		// The same wall time just before the clocks went back?
		_, now := t.Zone()
		_, before := start.Add(-time.Second).In(loc).Zone()
		if earlier := t.Add(time.Duration(now-before) * time.Second); before > now && earlier.Before(start) {
			return earlier, HourTwice
		}
	}
	if !end.IsZero() {
		_, now := t.Zone()
		_, after := end.In(loc).Zone()
		if after < now && !t.Add(time.Duration(now-after)*time.Second).Before(end) {
			return t, HourTwice
		}
	}
	return t, 0
}

// wallUTC gives what the wall clock shows at t as if it were UTC, to compare wall times with.
func wallUTC(t time.Time) time.Time {
	y, m, d := t.Date()
	return time.Date(y, m, d, t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
}

// changes tells whether the offset of the zone changes between two moments.
func changes(from, to time.Time, loc *time.Location) bool {
	at := from.In(loc)
	_, before := at.Zone()
	for !to.IsZero() {
		_, end := at.ZoneBounds()
		if end.IsZero() || !end.Before(to) {
			return false
		}
		if !end.After(at) {
			// [time.Time.ZoneBounds] stands still at the turn of some years of which only the rule is
			// known, such as 2077 in Paris.
			end = at.Add(24 * time.Hour)
		}
		at = end.In(loc)
		if _, now := at.Zone(); now != before && at.Before(to) {
			return true
		}
	}
	return false
}
