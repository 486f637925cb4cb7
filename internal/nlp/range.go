package nlp

import (
	"slices"

	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// Ranges and lists: what stands between points and behind them.

// separator tells how many items separate two points of a list at i: `,`, `et`, `, and`.
func (p *parser) separator(i int) int {
	switch {
	case p.tok(i).Text == "," && p.tok(i+1).Is(g.And):
		return 2
	case p.tok(i).Text == ",", p.tok(i).Text == "/", p.tok(i).Is(g.And):
		return 1
	default:
		return 0
	}
}

// endOfUnit reads `la fin du mois`, `the end of next week`.
func (p *parser) endOfUnit(i int) (node, int) {
	if !p.tok(i).Is(g.EndOf) {
		return node{}, 0
	}
	b, next := p.node(i+1, false)
	if next == 0 || b.When != g.InUnit && b.Part != g.WholeDay && b.When != g.Relative && !bareWeekday(&b.Point) || b.HasTime() || b.HasWeekday && b.When != g.OnWeekday {
		return node{}, 0
	}
	b.Loose = false
	return b, next
}

// inclusive takes `inclus` behind an end, and the remark with which the bot explains a midnight: `00:00 (fin
// du mardi)`.
func (p *parser) inclusive(i int) (next int, included bool) {
	switch {
	case p.tok(i).Is(g.Inclusive):
		return i + 1, true
	case p.tok(i).Text == "(" && p.tok(i+1).Is(g.EndOf) && p.tok(i+3).Text == ")":
		if q := p.pointAt(i + 2); q != nil && bareWeekday(q) {
			return i + 4, false
		}
		return i, false
	case (p.tok(i).Text == "(" || p.tok(i).Text == ",") && p.tok(i+1).Is(g.Inclusive):
		if p.tok(i+2).Text == ")" {
			return i + 3, true
		}
		return i + 2, true
	default:
		return i, false
	}
}

// plain reads a point, a range or a list that no word opened (opened: one did, and is read already).
func (p *parser) plain(i int, opened bool) (segment, int) {
	a, next := p.node(i, true)
	if next == 0 {
		return segment{}, 0
	}
	if b, after, included := p.endBehind(&a, next, opened); after > 0 {
		s := segment{kind: span, a: a, b: b, included: included}
		after = p.trailingYear(&s, after)
		switch {
		case a.IsLength() && !b.IsLength():
			return segment{kind: length, a: a}, next
		case b.IsLength():
		case a.IsHabit() && a.When == g.OnWeekday && a.Timed && bareWeekday(&b.Point) && b.Timed:
			return s, after // `every Thursday 6pm to Friday 8am`
		case (a.IsHabit() || a.Article && a.When == g.OnWeekday) && (b.HasDate() || b.IsCount() && b.dayish && !a.Timed) && !b.IsHabit():
			// `tous les soirs jusqu'au 18`: how long the habit lasts, not its hours
		case s.onlyCounts() && !opened && !p.countsAreHours(&s):
			return segment{}, 0
		default:
			return s, after
		}
	}
	if a.IsLength() || !a.Length.IsZero() && !a.HasDate() && p.startsHere(next) {
		a.Impossible = false
		return segment{kind: length, a: a}, next
	}
	if n, after := p.lengthOfLater(i); after > 0 {
		return segment{kind: length, a: n}, after
	}
	if s, after := p.series(a, next); after > 0 {
		return s, after
	}
	if a.IsCount() && !opened {
		return segment{}, 0
	}
	after, _ := p.inclusive(next)
	return segment{kind: single, a: a}, after
}

// trailingYear takes the year behind a range of days: `December 1-3, 2026`.
func (p *parser) trailingYear(s *segment, i int) int {
	if s.a.When != g.Dated || s.a.Month == 0 || s.a.Year != 0 || !s.b.IsCount() || s.a.HasTime() {
		return i
	}
	j := i
	if p.tok(j).Text == "," {
		j++
	}
	if t := p.tok(j); t.Year() {
		s.a.Year = t.Value
		return j + 1
	}
	return i
}

// startsHere tells whether a word follows after which hours are a length: `2h à partir de 18h`.
func (p *parser) startsHere(i int) bool {
	t := p.tok(i)
	return t.Is(g.Starting) || t.Text == "from"
}

// endBehind reads the end of a range that begins at a, with a connector or without.
func (p *parser) endBehind(a *node, i int, opened bool) (b node, next int, included bool) {
	if b, next, included = p.ending(i, opened); next > 0 {
		return b, next, included
	}
	b, next = p.beside(a, i)
	return b, next, false
}

// ending reads the connector and the end of a range.
func (p *parser) ending(i int, opened bool) (b node, next int, included bool) {
	c := p.tok(i)
	j := i + 1
	switch {
	case c.Is(g.Through):
		included = !c.Is(g.Until) && !c.Is(g.To)
	case c.Is(g.To), c.Is(g.Until):
	case c.Text == "-", c.Text == "~":
	case c.Text == "," && p.tok(j).Is(g.Until), c.Is(g.And) && p.tok(j).Is(g.Until):
		included = p.tok(j).Is(g.Through)
		c, j = p.tok(j), j+1
	default:
		return node{}, 0, false
	}
	if c.Text == "a" && !p.s.French && !opened && p.head(j).Shape != g.Number && p.pointAt(j) == nil {
		return node{}, 0, false
	}
	if b, next = p.endOfUnit(j); next > 0 {
		return b, next, true
	}
	b, next = p.node(j, true)
	if next == 0 {
		return node{}, 0, false
	}
	// `Monday to Friday 9am to 5pm`: the hour belongs to the hours that follow.
	if day, ok := p.dayOnly(b, next); ok {
		return day, day.last, included
	}
	after, inc := p.inclusive(next)
	return b, after, included || inc
}

// beside reads an end that no connector joins to its start, `vendredi 18h lundi 8h`, `demain 9h 12h`: two hours
// on end that can be nothing else. What may be a length (`demain 14h 2h`) or two of many (`le lundi 9h le jeudi
// 9h`) is no end.
func (p *parser) beside(a *node, i int) (node, int) {
	if p.tok(i).Text == "/" { // `14h/16h`
		i++
	}
	if q := p.pointAt(i); q == nil || !a.Timed || a.Minute < 6*60 || a.IsHabit() && !a.HasDate() && a.Set == 0 {
		return node{}, 0
	}
	b, next := p.node(i, false)
	switch {
	case next == 0, !b.Timed, b.When == g.Moment, b.IsHabit(), b.Article:
		return node{}, 0
	case b.HasDate() && !b.late && (!a.HasDate() || a.IsHabit() || a.Article || a.late):
		return node{}, 0
	case (!b.HasDate() || b.late) && (b.Minute <= a.Minute || b.late && a.HasDate()):
		return node{}, 0
	default:
		return b, next
	}
}

// dayOnly takes the hour away from a weekday when it is the first of two hours that follow.
func (p *parser) dayOnly(b node, next int) (node, bool) {
	i := b.first + p.lead(b.first)
	day := p.pointAt(i)
	if !b.Timed || b.late || day == nil || day.Timed || !weekdayOrEnd(&b.Point) || !weekdayOrEnd(day) {
		return node{}, false
	}
	end, _, _ := p.ending(next, true)
	if !end.Timed || end.HasDate() {
		return node{}, false
	}
	n := node{Point: *day, first: b.first, last: i + 1}
	n.Article = b.Article
	return n, true
}

// weekdayOrEnd tells whether a point is a day of the week or a weekend.
func weekdayOrEnd(p *g.Point) bool {
	return p.When == g.OnWeekday || p.When == g.InUnit && p.Unit == g.WeekendUnit
}

// lead tells how many small words stand before the point at i.
func (p *parser) lead(i int) int {
	n := 0
	for n < 3 && p.pointAt(i+n) == nil {
		n++
	}
	return n
}

// series reads points side by side.
func (p *parser) series(a node, next int) (segment, int) {
	s := segment{kind: list, points: []node{a}}
	if a.Timed || !a.HasDate() && !a.IsCount() && a.Part == g.NoPart && a.Set == 0 {
		return segment{}, 0
	}
	for {
		b, after := p.another(&a, next)
		if after == 0 {
			break
		}
		s.points = append(s.points, b)
		next = after
	}
	if len(s.points) < 2 || s.countsAlone() {
		return segment{}, 0
	}
	return s, next
}

// another reads a separator and one more point of a series that began with a.
func (p *parser) another(a *node, i int) (node, int) {
	sep := p.separator(i)
	if sep == 0 && !p.dayAfterDay(i) {
		return node{}, 0
	}
	habits := a.IsHabit() || a.Article
	b, next := p.node(i+sep, true)
	// `Tuesday and Thursday evenings`
	habits = habits || bareWeekday(&a.Point) && !a.HasTime() && b.When == g.OnWeekday && b.Habit && !b.Every && !b.Timed && b.Part != g.NoPart
	if next == 0 || b.IsHabit() && !habits || b.IsLength() || b.Timed && !b.HasDate() || b.When == g.Moment {
		return node{}, 0
	}
	if d, ok := p.dayOnly(b, next); ok && habits {
		b, next = d, d.last
	}
	if b.HasDate() && !b.HasTime() && !habits {
		if e, end, _ := p.ending(next, false); end > 0 && !e.Timed {
			return node{}, 0 // a range begins here
		}
	}
	return b, next
}

// dayAfterDay tells whether a day of the week stands right behind the one before it: `samedi dimanche`.
func (p *parser) dayAfterDay(i int) bool {
	a, b := p.pointAt(i-1), p.pointAt(i)
	if a == nil || b == nil || !bareWeekday(a) || !bareWeekday(b) || a.HasTime() || b.HasTime() || (a.Weekday+1)%7 != b.Weekday {
		return false
	}
	// `mer jeu`, but not `à la mer jeudi`
	return !a.Loose && !b.Loose || len(p.head(i-1).Text) <= 3 && len(p.head(i).Text) <= 3
}

// countsAlone tells whether a list has bare numbers and no date that makes days of them.
func (s *segment) countsAlone() bool {
	first, last := &s.points[0], &s.points[len(s.points)-1]
	return first.When != g.Dated && last.When != g.Dated &&
		slices.ContainsFunc(s.points, func(n node) bool { return n.IsCount() })
}
