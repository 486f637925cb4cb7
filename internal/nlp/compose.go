package nlp

import (
	"slices"

	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// compose makes one meaning of the segments.
func (p *parser) compose() Result {
	p.dropLoose()
	p.mark()
	for i := range p.segments {
		for _, n := range p.segments[i].nodes() {
			if n.Impossible {
				return p.refuse(Impossible, p.piece(n.first, n.last))
			}
		}
	}
	if r := p.tooLoose(); r != nil {
		return p.refused(r)
	}
	if r := p.halfRange(); r != nil {
		return p.refused(r)
	}
	if len(p.segments) == 0 {
		return p.refuse(NoDate, "")
	}
	if p.farewell() {
		return p.refuse(NoDate, "")
	}
	p.cutOff()
	p.everyWeek()
	if p.recurs() {
		return p.week()
	}
	return p.period()
}

// nodes gives the points of a segment.
func (s *segment) nodes() []*node {
	switch s.kind {
	case span:
		return []*node{&s.a, &s.b}
	case until:
		return []*node{&s.b}
	case list, except:
		out := make([]*node, len(s.points))
		for i := range s.points {
			out[i] = &s.points[i]
		}
		return out
	case single, from, since, length:
		return []*node{&s.a}
	case weeks:
		return nil
	default:
		return nil
	}
}

// dropLoose gives the words that are dates only in company back to the reason: `mon`, `Avril`, `semaine`.
func (p *parser) dropLoose() {
	_, rest := p.reason()
	alone := len(p.segments) == 1 && rest == nil
	dated := false // a segment beside a bare `week-end` says the days itself
	for _, s := range p.segments {
		dated = dated || s.kind == span && s.a.HasDate() && !s.a.IsHabit() && !s.b.IsHabit()
	}
	kept := p.segments[:0]
	for i, s := range p.segments {
		if n := &s.a; dated && s.kind == single && n.Unit == g.WeekendUnit && n.Mod == g.Bare && n.Day == 0 && n.Holiday == 0 && !n.IsHabit() && !n.HasTime() {
			for j := s.first; j < s.last; j++ {
				p.items[j].point.Loose = true
			}
			continue // `week-end à la mer, de vendredi 18h à dimanche`
		}
		// `Wed 12-2pm`
		hours := bareWeekday(&s.a.Point) && i+1 < len(p.segments) && p.segments[i+1].first == s.last && hoursOnly(&p.segments[i+1])
		if len(p.segments) == 1 && rest != nil && p.bareMonth(&s) {
			continue // `Juin Dupont`
		}
		if s.kind == single && s.a.Loose && !s.a.HasTime() && !hours && (!alone || !s.saysItself()) {
			continue
		}
		kept = append(kept, s)
	}
	p.segments = kept
}

// bareMonth tells whether a segment is the name of a month and nothing else.
func (p *parser) bareMonth(s *segment) bool {
	it, before := &p.items[s.first], p.tok(s.first-1)
	return !before.Is(g.Vague) && !before.Is(g.EndOf) && s.kind == single && s.last-s.first == 1 && it.to-it.from == 1 && s.a.When == g.InUnit && s.a.Month != 0
}

// saysItself tells whether a loose word is a date when nothing else is said: `mai`, not `semaine`.
func (s *segment) saysItself() bool {
	return s.last-s.first == 1 && (s.a.When != g.InUnit || s.a.Month != 0 || s.a.Unit == g.WeekendUnit)
}

// mark notes which words were understood.
func (p *parser) mark() {
	for _, s := range p.segments {
		p.res.Understood = append(p.res.Understood, Span{p.items[s.first].Start, p.items[s.last-1].End})
	}
}

// recurs tells whether the phrase speaks of hours of the week.
func (p *parser) recurs() bool {
	hours, days := 0, 0
	for i := range p.segments {
		s := &p.segments[i]
		switch s.kind {
		case except:
			continue
		case weeks:
			return true
		default:
		}
		for _, n := range s.nodes() {
			if n.IsHabit() || habitual(n, s) {
				return true
			}
		}
		if p.partOfDays(s) {
			return true
		}
		if s.kind == span && !s.a.HasDate() && !s.b.HasDate() {
			hours++
		}
		if s.kind == span && plainDay(&s.a) && plainDay(&s.b) {
			days++
		}
	}
	// `du lundi au vendredi de 8h à 18h`: no single period has hours twice.
	return hours >= 1 && days == 1
}

// cutOff makes a start that asks for its end of a day with a connector behind it, and no more: `lundi à`.
func (p *parser) cutOff() {
	last := len(p.items) - 1
	s := &p.segments[len(p.segments)-1]
	if t := p.tok(last); s.kind == single && s.last == last && t.Shape == g.Word && (t.Is(g.To) || t.Is(g.Until)) {
		s.kind = from
	}
}

// farewell tells whether nothing is said but `à demain`, `merci, à lundi`: a day that somebody goes away until.
func (p *parser) farewell() bool {
	s := &p.segments[0]
	if len(p.segments) > 1 || s.kind != single || s.a.Timed || s.a.IsHabit() || p.tok(s.first).Text != "a" || !p.s.French {
		return false
	}
	for i := range s.first {
		if t := p.tok(i); t.Shape != g.Mark && !t.Is(g.Noise) {
			return false
		}
	}
	return s.a.When == g.Relative || s.a.When == g.OnWeekday || s.a.When == g.InUnit && s.a.Month == 0 && s.a.Mod == g.ModNext
}

// everyWeek makes habits of the days that were said beside `chaque semaine`, `every week`.
func (p *parser) everyWeek() {
	if !slices.ContainsFunc(p.segments, func(s segment) bool { return s.kind == weeks }) {
		return
	}
	for i := range p.segments {
		if p.partOfDays(&p.segments[i]) {
			continue // recurs already
		}
		for _, n := range p.segments[i].nodes() {
			if bareWeekday(&n.Point) || n.When == g.InUnit && n.Unit == g.WeekendUnit && n.Mod == g.Bare && n.Day == 0 && n.Holiday == 0 {
				n.Every = true
			}
		}
	}
}

// habitual tells whether a point with a French article names a habit: `le lundi`, `le soir`.
func habitual(n *node, s *segment) bool {
	if !n.Article || s.kind != single && s.kind != list {
		return false
	}
	return n.When == g.OnWeekday && n.Mod == g.Bare && n.Offset == 0 ||
		n.When == g.NoDay && n.Part != g.NoPart && n.Part != g.WholeDay && !n.Timed
}

// plainDay tells whether a point is a day of the week and nothing else.
func plainDay(n *node) bool {
	return n.When == g.OnWeekday && n.Mod == g.Bare && !n.HasTime() && n.Offset == 0
}
