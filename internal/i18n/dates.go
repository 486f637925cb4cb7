package i18n

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// calendar is how one language names days and months; both slices are indexed as package time does.
type calendar struct {
	days, shortDays     [7]string
	months, shortMonths [13]string
}

var frenchCalendar = calendar{
	days:      [7]string{"dimanche", "lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi"},
	shortDays: [7]string{"dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."},
	months: [13]string{
		"", "janvier", "février", "mars", "avril", "mai", "juin",
		"juillet", "août", "septembre", "octobre", "novembre", "décembre",
	},
	shortMonths: [13]string{
		"", "janv.", "févr.", "mars", "avr.", "mai", "juin",
		"juil.", "août", "sept.", "oct.", "nov.", "déc.",
	},
}

var englishCalendar = calendar{
	days:      [7]string{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"},
	shortDays: [7]string{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"},
	months: [13]string{
		"", "January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December",
	},
	shortMonths: [13]string{"", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"},
}

func calendarOf(lang Lang) *calendar {
	if lang == English {
		return &englishCalendar
	}
	return &frenchCalendar
}

// Weekday names a day of the week: "vendredi", "Friday".
func Weekday(lang Lang, day time.Weekday) string { return calendarOf(lang).days[day] }

// Moment spells an instant out in the zone that it carries: "vendredi 27 novembre 2026, 18:00". Where
// it is a midnight that ends something, use [MomentEnd].
func Moment(lang Lang, t time.Time) string {
	names := calendarOf(lang)
	return fmt.Sprintf("%s %s %s %d, %s", names.days[t.Weekday()], dayNumber(lang, t.Day()),
		names.months[t.Month()], t.Year(), t.Format("15:04"))
}

// MomentEnd is [Moment] for the end of a period: a midnight says whose day it ends, because
// "Monday 00:00" is read by many as the end of Monday.
func MomentEnd(lang Lang, t time.Time) string {
	spelled := Moment(lang, t)
	if t.Hour() != 0 || t.Minute() != 0 {
		return spelled
	}
	before := Weekday(lang, t.AddDate(0, 0, -1).Weekday())
	if lang == English {
		return spelled + " (the end of " + before + ")"
	}
	return spelled + " (fin du " + before + ")"
}

// Span writes a period in one line, the way it can also be typed: "ven. 27 nov. 18:00 → lun. 30 nov.
// 00:00". A year is written only where it differs from the one of now.
func Span(lang Lang, start, end, now time.Time) string {
	if end.IsZero() {
		return shortMoment(lang, start, now) + " →"
	}
	return shortMoment(lang, start, now) + " → " + shortMoment(lang, end, now)
}

func shortMoment(lang Lang, t, now time.Time) string {
	names := calendarOf(lang)
	year := ""
	if t.Year() != now.Year() {
		year = fmt.Sprintf(" %d", t.Year())
	}
	return fmt.Sprintf("%s %d %s%s %s", names.shortDays[t.Weekday()], t.Day(),
		names.shortMonths[t.Month()], year, t.Format("15:04"))
}

// dayNumber writes the day of a month; French says "1er".
func dayNumber(lang Lang, day int) string {
	if day == 1 && lang != English {
		return "1er"
	}
	return strconv.Itoa(day)
}

// Length writes how long a period is, in calendar days and then elapsed hours: "2 j 6 h", "45 min".
// Days are days of the calendar in the zone of start, so a whole day is one day even when the clocks
// change in it.
func Length(lang Lang, start, end time.Time) string {
	days := 0
	for !start.AddDate(0, 0, days+1).After(end) {
		days++
	}
	rest := end.Sub(start.AddDate(0, 0, days)).Round(time.Minute)
	hours, minutes := int(rest.Hours()), int(rest.Minutes())%60
	dayUnit := "j"
	if lang == English {
		dayUnit = "d"
	}
	var parts []string
	for _, part := range []struct {
		n    int
		unit string
	}{{days, dayUnit}, {hours, "h"}, {minutes, "min"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.unit))
		}
	}
	if len(parts) == 0 {
		return "0 min"
	}
	return strings.Join(parts, " ")
}

// ZoneName says in which zone a period is meant: "Europe/Paris (UTC+1)", and both offsets where they
// change between start and end.
func ZoneName(start, end time.Time) string {
	first, last := offset(start), offset(end)
	if first == last || end.IsZero() {
		return fmt.Sprintf("%s (%s)", start.Location(), first)
	}
	return fmt.Sprintf("%s (%s → %s)", start.Location(), first, last)
}

func offset(t time.Time) string {
	_, seconds := t.Zone()
	sign := '+'
	if seconds < 0 {
		sign, seconds = '−', -seconds
	}
	if minutes := seconds / 60 % 60; minutes != 0 {
		return fmt.Sprintf("UTC%c%d:%02d", sign, seconds/3600, minutes)
	}
	return fmt.Sprintf("UTC%c%d", sign, seconds/3600)
}

// ShortDay names a day in as little room as a table has: "ven. 27", "Fri 27".
func ShortDay(lang Lang, t time.Time) string {
	return fmt.Sprintf("%s %d", calendarOf(lang).shortDays[t.Weekday()], t.Day())
}
