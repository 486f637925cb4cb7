package ocean

import (
	"fmt"
	"net/url"
	"sync/atomic"
	"time"
)

// DateZone is how the zone of a date parameter is written. The instant is always in UTC.
type DateZone string

// The three values of OCEAN_DATE_ZONE.
const (
	// DateZoneAuto writes +0000 first; a call with a date that is answered 400 is made once more with Z,
	// and what was accepted is remembered.
	DateZoneAuto DateZone = "auto"
	// DateZoneOffset writes +0000, as the documented Java pattern means it.
	DateZoneOffset DateZone = "+0000"
	// DateZoneLetter writes Z, as the documents' examples have it.
	DateZoneLetter DateZone = "Z"
)

// ParseDateZone reads a value of OCEAN_DATE_ZONE; empty is [DateZoneAuto].
func ParseDateZone(s string) (DateZone, error) {
	switch z := DateZone(s); z {
	case "":
		return DateZoneAuto, nil
	case DateZoneAuto, DateZoneOffset, DateZoneLetter:
		return z, nil
	}
	return "", fmt.Errorf("%w: OCEAN_DATE_ZONE is %q, want auto, +0000 or Z", ErrInvalid, s)
}

// dateLayout is dd/MM/yyyy HH:mm:ss; the zone follows.
const dateLayout = "02/01/2006 15:04:05"

// formatDate writes an instant as a query parameter of vieprivee. OCEAN counts in seconds.
func formatDate(at time.Time, zone DateZone) string {
	return at.UTC().Format(dateLayout) + " " + string(zone)
}

// dateParam is a query parameter that holds an instant, written late because its form is found out.
type dateParam struct {
	name string
	at   time.Time
}

// addDates writes the dates into the query. A zero instant is left out.
func addDates(query url.Values, dates []dateParam, zone DateZone) {
	for _, d := range dates {
		if !d.at.IsZero() {
			query.Set(d.name, formatDate(d.at, zone))
		}
	}
}

// hasDate tells whether a date is sent at all.
func hasDate(dates []dateParam) bool {
	for _, d := range dates {
		if !d.at.IsZero() {
			return true
		}
	}
	return false
}

// dateZone remembers which form OCEAN accepts.
type dateZone struct {
	setting  DateZone
	accepted atomic.Pointer[DateZone]
}

// current gives the form to write, and whether another may be tried after a 400.
func (z *dateZone) current() (form DateZone, sure bool) {
	if z.setting == DateZoneOffset || z.setting == DateZoneLetter {
		return z.setting, true
	}
	if form := z.accepted.Load(); form != nil {
		return *form, true
	}
	return DateZoneOffset, false
}

// remember keeps the first form that was accepted and tells whether that is news.
func (z *dateZone) remember(form DateZone) bool {
	if _, sure := z.current(); sure {
		return false
	}
	return z.accepted.CompareAndSwap(nil, &form)
}
