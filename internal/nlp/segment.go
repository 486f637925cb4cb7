package nlp

import (
	"strings"

	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// kind says what a segment adds to the phrase.
type kind uint8

const (
	single kind = iota // a point
	list               // points that stand side by side: `samedi et dimanche`
	span               // from a point to a point
	until              // an end alone
	from               // a start alone
	since              // a start in the past, up to now
	length             // a duration
	except             // days that are left out
	weeks              // `chaque semaine`: what stands beside it recurs
)

// node is a point with what its surroundings say about it.
type node struct {
	g.Point

	first, last int  // items
	dayish      bool // a word before it makes a bare number a day: `au 26`
	late        bool // the date came after the time: `9h demain`
	alt         bool // a numeric date that the other language reads the other way round
}

// segment is a piece of the phrase that says one thing.
type segment struct {
	kind        kind
	first, last int // items
	a, b        node
	points      []node // of list and except
	included    bool   // the end is included by a word: `inclus`, `through`
	led         bool   // a word opened it: `from`, `du`, `pendant`
	article     bool   // `du lundi au vendredi`
}

// segment reads the segment that begins at an item, and gives the item after it.
func (p *parser) segment(i int) (segment, int) {
	t := p.tok(i)
	switch {
	case t.Is(g.Except):
		return p.except(i)
	case t.Is(g.Since):
		return p.since(i)
	case t.Is(g.Between):
		return p.between(i)
	case t.Is(g.Until), t.Is(g.Through):
		return p.until(i)
	case t.Is(g.EveryWeek):
		return segment{kind: weeks}, i + 1
	case t.Is(g.Alternate), t.Is(g.Vague):
		return segment{}, 0
	}
	if t.Is(g.For) {
		if n, next := p.lengthOfLater(i + 1); next > 0 {
			return segment{kind: length, a: n, led: true}, next
		}
		if n, next := p.node(i+1, false); next > 0 && !n.Length.IsZero() && !n.HasDate() {
			n.Impossible = false // 48 hours are no clock time, and need not be one
			return segment{kind: length, a: n, led: true}, next
		}
		if q := p.pointAt(i + 1); q == nil && p.tok(i+1).Is(g.Article) {
			if n, next := p.node(i+2, false); next > 0 && n.IsLength() {
				return segment{kind: length, a: n, led: true}, next
			}
		}
	}
	if t.Is(g.From) || t.Is(g.Starting) {
		if s, next := p.from(i); next > 0 {
			return s, next
		}
	}
	return p.plain(i, false)
}

// lengthOfLater reads hours that last from an hour of the day behind them: `2h samedi à partir de 10h`, `for 2
// hours on Saturday from 10am`.
func (p *parser) lengthOfLater(i int) (node, int) {
	q := p.pointAt(i)
	if q == nil || q.Length.IsZero() || q.HasDate() {
		return node{}, 0
	}
	n, next := p.node(i, false)
	if next == 0 || !n.HasDate() || !p.startsHere(next) {
		return node{}, 0
	}
	if start, _ := p.node(next+1, false); !start.Timed || start.HasDate() {
		return node{}, 0
	}
	return node{Point: g.Point{Length: q.Length}, first: i, last: i + 1}, i + 1
}

// except reads `sauf le mercredi`, `except Monday and Friday`.
func (p *parser) except(i int) (segment, int) {
	s := segment{kind: except}
	next := i + 1
	for {
		n, after := p.node(next, false)
		if after == 0 {
			break
		}
		if d, ok := p.dayOnly(n, after); ok {
			n, after = d, d.last
		}
		s.points = append(s.points, n)
		next = after
		sep := p.separator(next)
		if sep == 0 {
			break
		}
		if _, more := p.node(next+sep, false); more == 0 {
			break
		}
		next += sep
	}
	if len(s.points) == 0 {
		return segment{}, 0
	}
	return s, next
}

// since reads `depuis lundi`, with an end or without.
func (p *parser) since(i int) (segment, int) {
	a, next := p.node(i+1, false)
	if next == 0 {
		return segment{}, 0
	}
	if a.IsLength() || !a.HasDate() && p.saysHours(a) {
		// `depuis 3 jours`, `since 2 hours`
		a.Point = g.FromNow(a.Length, -1)
		return segment{kind: since, a: a}, next
	}
	if b, after, included := p.ending(next, false); after > 0 {
		s := segment{kind: span, a: a, b: b, included: included, led: true}
		return s, after
	}
	return segment{kind: since, a: a}, next
}

// saysHours tells whether a clock time was said with a word that is a length as well: `2 heures`.
func (p *parser) saysHours(n node) bool {
	if n.Length.IsZero() || !n.Timed {
		return false
	}
	for _, it := range p.items[n.first:n.last] {
		for i := it.from; i < it.to; i++ {
			if t := p.s.Token(i).Text; t == "heures" || t == "heure" || t == "hours" {
				return true
			}
		}
	}
	return false
}

// between reads `entre 14h et 18h`.
func (p *parser) between(i int) (segment, int) {
	a, next := p.node(i+1, true)
	if next == 0 {
		return segment{}, 0
	}
	if c := p.tok(next); !c.Is(g.And) && !c.Is(g.To) && c.Text != "-" {
		return segment{}, 0
	}
	b, after := p.node(next+1, true)
	if after == 0 {
		return segment{}, 0
	}
	s := segment{kind: span, a: a, b: b, led: true}
	if s.onlyCounts() && !p.countsAreHours(&s) {
		return segment{}, 0
	}
	after, s.included = p.inclusive(after)
	return s, after
}

// until reads an end alone.
func (p *parser) until(i int) (segment, int) {
	if b, next := p.endOfUnit(i + 1); next > 0 {
		return segment{kind: until, b: b, included: true}, next
	}
	b, next := p.node(i+1, p.tok(i).Is(g.DayArticle))
	if next == 0 {
		b, next = p.hourBeforePart(i + 1)
	}
	if next == 0 {
		return segment{}, 0
	}
	if b.IsCount() {
		b.Point = g.Point{When: g.Dated, Day: b.Count, Impossible: b.Count < 1 || b.Count > 31}
	}
	if strings.HasPrefix(p.tok(i).Text, "d") && !b.HasDate() && (b.IsLength() || p.saysHours(b)) {
		b.Point = g.FromNow(b.Length, 1) // `d'ici deux heures`
	}
	s := segment{kind: until, b: b, included: p.tok(i).Is(g.Through)}
	after, included := p.inclusive(next)
	s.included = s.included || included
	return s, after
}

// hourBeforePart reads an hour that the part of the day behind it makes one: `8 tonight`.
func (p *parser) hourBeforePart(i int) (node, int) {
	q := p.pointAt(i)
	if q == nil || !q.IsCount() || q.Count > 12 || q.Count < 1 {
		return node{}, 0
	}
	b, next := p.node(i+1, false)
	if next == 0 || b.Timed || b.When != g.Relative || b.Part == g.NoPart || b.Part == g.WholeDay {
		return node{}, 0
	}
	b.first = i
	p.hour(&b, i, q.Count)
	return b, next
}

// from reads what `de`, `du`, `from` or `à partir de` opens.
func (p *parser) from(i int) (segment, int) {
	t := p.tok(i)
	starting := t.Is(g.Starting)
	next := i + 1
	if t.Is(g.On) || p.tok(next).Is(g.On) {
		next++ // `starting on Monday`
	}
	s, after := p.plain(next, true)
	if after == 0 {
		return segment{}, 0
	}
	s.led = true
	s.article = t.Is(g.DayArticle)
	switch s.kind {
	case single:
		if s.a.IsCount() {
			if !s.article {
				return segment{}, 0
			}
			s.a.Point = g.Point{When: g.Dated, Day: s.a.Count, Impossible: s.a.Count < 1 || s.a.Count > 31}
		}
		if s.a.IsLength() {
			return segment{}, 0
		}
		if starting || t.Text == "from" {
			s.kind = from
		}
		return s, after
	case span:
		if s.onlyCounts() && !s.article && !p.countsAreHours(&s) {
			return segment{}, 0
		}
		return s, after
	default:
		return s, after
	}
}

// onlyCounts tells whether both ends are bare numbers.
func (s *segment) onlyCounts() bool { return s.a.IsCount() && s.b.IsCount() }

// countsAreHours makes hours of two bare numbers where a part of the day beside them says so: `tomorrow
// morning from 8 to 10`.
func (p *parser) countsAreHours(s *segment) bool {
	for k := range p.items {
		q := p.pointAt(k)
		if q == nil || k >= s.a.first && k < s.b.last || q.Part == g.NoPart || q.Part == g.WholeDay {
			continue
		}
		if s.a.Count > 24 || s.b.Count > 24 {
			return false
		}
		s.a.Point = g.Point{Timed: true, Minute: 60 * s.a.Count, Half12: g.Clock12}
		s.b.Point = g.Point{Timed: true, Minute: 60 * s.b.Count, Half12: g.Clock12}
		return true
	}
	return false
}
