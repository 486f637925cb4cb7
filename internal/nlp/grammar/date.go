package grammar

import (
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/fr"
)

// A date is counted here in days since 1 January 1970, whatever zone they are lived in: with whole
// numbers, "three days later" never meets a clock change.

// DayNumber gives the number of a date. A day or month out of its range runs over, as in [time.Date].
func DayNumber(year int, month time.Month, day int) int {
	return int(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsOfDay)
}

// Civil gives the date of a day's number.
func Civil(n int) (year int, month time.Month, day int) {
	return time.Unix(int64(n)*secondsOfDay, 0).UTC().Date()
}

// WeekdayOf gives the day of the week of a day's number.
func WeekdayOf(n int) time.Weekday { return time.Weekday(((n+4)%7 + 7) % 7) }

// Monday gives the Monday of the calendar week that a day is in.
func Monday(n int) int { return n - (int(WeekdayOf(n))+6)%7 }

// DaysIn gives the length of a month; month 0 stands for "any", which has 31 days, and year 0 for
// "any", in which February has 29.
func DaysIn(year int, month time.Month) int {
	switch month {
	case 0:
		return 31
	case time.February:
		if year == 0 || year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case time.April, time.June, time.September, time.November:
		return 30
	default:
		return 31
	}
}

const secondsOfDay = 24 * 60 * 60

// AddMonths gives the same day of the month n months later, or that month's last day where it is shorter.
func AddMonths(day, n int) int {
	y, m, d := Civil(day)
	first := DayNumber(y, m+time.Month(n), 1)
	fy, fm, _ := Civil(first)
	return first + min(d, DaysIn(fy, fm)) - 1
}

// Region chooses the calendar of holidays.
type Region uint8

// The regions of France whose holidays differ. The zero Region is metropolitan France.
const (
	Metropole Region = iota
	AlsaceMoselle
	Guadeloupe
	Martinique
	Guyane
	Reunion
	Mayotte
)

// calendar says who computes each feast: the French list where it has it, the Christian ones otherwise.
var calendar = map[Holiday]*cal.Holiday{
	NewYear:         fr.NouvelAn,
	GoodFriday:      aa.GoodFriday,
	EasterMonday:    fr.LundiDePâques,
	Labour:          fr.FêteDuTravail,
	Victory:         fr.FêteDeLaVictoire,
	Ascension:       fr.Ascension,
	PentecostMonday: fr.LundiDePentecôte,
	National:        fr.FêteNationale,
	Assumption:      fr.Assomption,
	AllSaints:       fr.Toussaint,
	Armistice:       fr.Armistice1918,
	Christmas:       fr.Noël,
}

// beside says which feasts are told from a neighbour.
var beside = map[Holiday]struct {
	of   Holiday
	days int
}{
	Easter:       {EasterMonday, -1},
	Pentecost:    {PentecostMonday, -1},
	BoxingDay:    {Christmas, 1},
	ChristmasEve: {Christmas, -1},
}

// Day gives the day on which the feast falls in a year, and whether the region has it at all.
func (h Holiday) Day(year int, r Region) (day int, ok bool) {
	if b, is := beside[h]; is {
		day, ok = b.of.Day(year, r)
		return day + b.days, ok
	}
	switch h {
	case NewYearsEve:
		return DayNumber(year, time.December, 31), true
	case Abolition:
		return abolition(year, r)
	default:
	}
	c := calendar[h]
	if c == nil {
		return 0, false
	}
	actual, _ := c.Calc(year)
	if actual.IsZero() {
		return 0, false
	}
	y, m, d := actual.Date()
	return DayNumber(y, m, d), true
}

// abolition is the day of the abolition of slavery, which every overseas département keeps on its own date.
func abolition(year int, r Region) (day int, ok bool) {
	switch r {
	case Guadeloupe:
		return DayNumber(year, time.May, 27), true
	case Martinique:
		return DayNumber(year, time.May, 22), true
	case Guyane:
		return DayNumber(year, time.June, 10), true
	case Reunion:
		return DayNumber(year, time.December, 20), true
	case Mayotte:
		return DayNumber(year, time.April, 27), true
	case Metropole, AlsaceMoselle:
		return 0, false
	default:
		return 0, false
	}
}
