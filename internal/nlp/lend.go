package nlp

import (
	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// What the ends of a range lend each other.

// harmonise lets the ends of a range lend each other what was said once: the month, the year, the half
// of the day, and whether a bare number is a day or an hour. It is false where they don't fit.
func (p *parser) harmonise(a, b *node, article bool) bool {
	if !settleCounts(a, b, article) {
		return false
	}
	if a.When == g.Dated && b.When == g.Dated {
		lendMonth(a, b)
		lendMonth(b, a)
		lendYear(a, b)
	}
	if a.When == g.InUnit && b.When == g.InUnit && a.Month != 0 && b.Month != 0 {
		lendYear(a, b)
	}
	halves(a, b)
	return true
}

// settleCounts makes days or hours of bare numbers at the ends of a range, by the end that says what it is.
func settleCounts(a, b *node, article bool) bool {
	switch {
	case a.IsCount() && b.IsCount():
		if !article {
			return false
		}
		a.asDay()
		b.asDay()
	case a.IsCount():
		return settleStart(a, b)
	case b.IsCount():
		return settleEnd(a, b)
	}
	return true
}

// settleStart settles a bare number at the start: `18-20h`, `24-26 décembre`.
func settleStart(a, b *node) bool {
	switch {
	case b.Timed && (!b.HasDate() || b.late):
		a.asHour(b.Half12)
	case b.When == g.Dated:
		a.asDay()
	default:
		return false
	}
	return true
}

// settleEnd settles a bare number at the end: `6pm-8`, `du 24 décembre au 26`.
func settleEnd(a, b *node) bool {
	switch {
	case a.When == g.Dated && (b.dayish || b.Count > 24):
		b.asDay()
	case a.Timed:
		b.asHour(a.Half12)
		if a.HasDate() && b.Minute <= a.Minute && a.Half12 != g.Said12 && b.Minute/60 > 0 && b.Minute/60 < 25 && a.Minute/60 > 24 {
			return false
		}
	case a.When == g.Dated && !a.HasTime():
		b.asDay()
	default:
		return false
	}
	return true
}

// lendMonth gives a day without a month that of the other, and its year.
func lendMonth(to, by *node) {
	if to.Month != 0 || by.Month == 0 {
		return
	}
	to.Month = by.Month
	if to.Year == 0 {
		to.Year = by.Year
	}
}

// lendYear gives the start of a range the year of its end, or the one before: `du 24 décembre au 2
// janvier 2027`.
func lendYear(a, b *node) {
	if a.Year != 0 || b.Year == 0 {
		return
	}
	a.Year = b.Year
	if a.Month > b.Month {
		a.Year--
	}
}

func (n *node) asDay() {
	n.Point = g.Point{When: g.Dated, Day: n.Count, Impossible: n.Count < 1 || n.Count > 31}
}

func (n *node) asHour(other g.Half12) {
	half := g.Clock24
	if other != g.Clock24 && n.Count <= 12 {
		half = g.Clock12
	}
	n.Timed, n.Minute, n.Half12, n.HasCount = true, 60*n.Count, half, false
	n.Impossible = n.Count > 24
	n.Count = 0
}

// halves settles hours that can be of the morning or the afternoon by their partner: `2 to 4pm`, `from
// noon to 1:30`, `10 to 2pm`.
func halves(a, b *node) {
	if !a.Timed || !b.Timed {
		return
	}
	sameDay := !b.HasDate() || b.late
	switch {
	case a.Moved && b.Half12 != g.Said12 && sameDay:
		if later := b.Minute + 720; b.Minute < 720 && later > a.Minute {
			b.Minute = later // `ce soir à 8h jusqu'à 10h`
		}
	case (a.Half12 == g.Clock12 || b.Spoken && a.Half12 == g.Clock24) && b.Half12 == g.Said12 && b.Minute < minutesOfDay && sameDay:
		if later := a.Minute%720 + 720; b.Minute >= 720 && later < b.Minute && a.Minute < 720 {
			a.Minute = later
		}
	case (a.Half12 == g.Said12 && b.Half12 == g.Clock12 || a.Half12 == g.Said12 && a.Minute == 12*60 && b.Half12 == g.Clock24 && b.Minute < 5*60) && sameDay && a.Minute < minutesOfDay:
		if later := b.Minute + 720; b.Minute <= a.Minute && later > a.Minute && b.Minute < 720 && later < minutesOfDay {
			b.Minute = later
		}
	}
}
