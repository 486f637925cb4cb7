package grammar

import (
	"slices"
	"time"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/aa"
	"github.com/rickar/cal/v2/fr"
)

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
	SaintBarthelemy
	SaintMartin
)

// regions are their names in settings.
var regions = [...]string{
	"metropole", "alsace-moselle", "guadeloupe", "martinique", "guyane", "reunion", "mayotte", "saint-barthelemy", "saint-martin",
}

// RegionNames gives the names of the regions, that of the zero Region first.
func RegionNames() []string { return slices.Clone(regions[:]) }

// ParseRegion gives the region of a name in lower case, as [RegionNames] has it; "" is metropolitan France.
func ParseRegion(name string) (r Region, ok bool) {
	if name == "" {
		return Metropole, true
	}
	i := slices.Index(regions[:], name)
	return Region(max(i, 0)), i >= 0 //nolint:gosec // there are nine
}

// goodFriday tells whether Good Friday is a holiday there: by the local law of Alsace and Moselle, and by
// custom in the Antilles.
func (r Region) goodFriday() bool { return r == AlsaceMoselle || r == Guadeloupe || r == Martinique }

// bridge gives the days off around the feast in a year: with the weekend, and the day between them.
func (h Holiday) bridge(year int, r Region) (Span, bool) {
	if h == Easter {
		// The weekend of Easter has its days off beside it already.
		monday, ok := EasterMonday.Day(year, r)
		s := Span{monday - 2, monday + 1}
		if r.goodFriday() {
			s.From--
		}
		return s, ok
	}
	if h == Pentecost {
		h = PentecostMonday
	}
	d, ok := h.Day(year, r)
	s := bridge(d)
	return s, ok && s.To-s.From > 1
}

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

// abolition is the day of the abolition of slavery, which every overseas region keeps on its own date (Code du travail, L3422-2).
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
	case SaintBarthelemy:
		return DayNumber(year, time.October, 9), true
	case SaintMartin:
		return DayNumber(year, time.May, 28), true
	case Metropole, AlsaceMoselle:
		return 0, false
	default:
		return 0, false
	}
}
