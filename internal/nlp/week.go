package nlp

import (
	"slices"
	"time"

	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// week makes hours of the week of the segments.
func (p *parser) week() Result {
	w := weekly{}
	for i := range p.segments {
		s := &p.segments[i]
		if i > 0 && p.narrowsApart(&w, &p.segments[i-1], s) {
			return p.refuse(NotUnderstood, p.piece(p.segments[i-1].last, s.last))
		}
		if !p.habits(&w, s) {
			if s.startsOnly() {
				return p.refuse(NeedsEnd, p.piece(s.first, s.last)) // `tous les lundis à 9h`
			}
			return p.refuse(NotUnderstood, p.piece(s.first, s.last))
		}
		for _, n := range s.nodes() {
			if n.Impossible {
				return p.refuse(Impossible, p.piece(n.first, n.last))
			}
		}
	}
	if !w.complete() {
		return p.refuse(NotUnderstood, p.piece(p.segments[0].first, p.segments[len(p.segments)-1].last))
	}
	if !w.from.IsZero() && !w.until.IsZero() && w.until.before(w.from) {
		last := p.segments[len(p.segments)-1]
		return p.refuse(EndBeforeStart, p.piece(last.first, last.last))
	}
	grid, ok := w.grid()
	if !ok {
		return p.refuse(NotUnderstood, p.piece(p.segments[0].first, p.segments[len(p.segments)-1].last))
	}
	r := p.res
	r.Kind, r.Week, r.From, r.Until = Recurring, grid, w.from, w.until
	r.Reason, r.Unread = p.reason()
	if len(grid) == 0 {
		return p.refuse(NotUnderstood, p.piece(p.segments[0].first, p.segments[len(p.segments)-1].last))
	}
	return r
}

// narrowsApart tells whether days would narrow `tous les jours` although a word stands between them that nobody
// understood, and that may turn their meaning round: `tous les jours sans le dimanche`.
func (p *parser) narrowsApart(w *weekly, before, s *segment) bool {
	if len(w.days) != 1 || w.days[0].set != g.AllDays || s.kind != single && s.kind != list {
		return false
	}
	if h, ok := daysOf(s.nodes()[0]); !ok || h.set == 0 || h.set == g.AllDays {
		return false
	}
	for i := before.last; i < s.first; i++ {
		if t := p.tok(i); t.Shape == g.Word && (t.Senses == nil || t.Is(g.Plain) || t.Is(g.Name)) {
			return true
		}
	}
	return false
}

// startsOnly tells whether a segment is an hour at which something begins, and nobody said until when.
func (s *segment) startsOnly() bool {
	return (s.kind == single || s.kind == from) && s.a.Timed
}

func (d Date) before(o Date) bool {
	return g.DayNumber(d.Year, d.Month, d.Day) < g.DayNumber(o.Year, o.Month, o.Day)
}

// habits adds what a segment says; it is false where that has no place.
func (p *parser) habits(w *weekly, s *segment) bool {
	switch s.kind {
	case except:
		return p.leaveOut(w, s)
	case single:
		return p.habitPoint(w, s, &s.a)
	case list:
		return p.habitList(w, s)
	case span:
		if s.onlyCounts() && s.article { // `tous les soirs du 5 au 20`
			return p.harmonise(&s.a, &s.b, true) && p.valid(w, &s.a, &s.b)
		}
		return p.habitSpan(w, s)
	case from:
		if s.a.Timed && !s.a.HasDate() {
			return w.cutPart(s)
		}
		return p.valid(w, &s.a, nil)
	case until:
		if s.b.Timed && !s.b.HasDate() {
			return w.cutPart(s)
		}
		return p.valid(w, nil, &s.b)
	case weeks:
		return true
	case since, length:
		return false
	default:
		return false
	}
}

// leaveOut takes days out of the week, or parts of them: `sauf le mercredi après-midi`.
func (p *parser) leaveOut(w *weekly, s *segment) bool {
	for i := range s.points {
		n := &s.points[i]
		h, ok := daysOf(n)
		switch {
		case !ok:
			return false
		case h.part == g.NoPart, h.part == g.WholeDay:
			w.skip |= h.set
		case h.set == 0 || p.partApart(n):
			return false // `sauf le mercredi le soir`: evenings, or all but one of them?
		default:
			for day := range time.Weekday(7) {
				if h.set.Has(day) {
					from, to := h.part.Hours()
					w.cut = append(w.cut, Hours{day, from, min(to, minutesOfDay)})
					if to > minutesOfDay {
						w.cut = append(w.cut, Hours{(day + 1) % 7, 0, to - minutesOfDay})
					}
				}
			}
		}
	}
	return true
}

// partOfDays tells whether a range is days of the week with a part of each: `du lundi au vendredi le soir`, but
// not `de lundi à vendredi soir`.
func (p *parser) partOfDays(s *segment) bool {
	return s.kind == span && plainDay(&s.a) && bareWeekday(&s.b.Point) && s.b.Offset == 0 && !s.b.Timed &&
		s.b.Part != g.NoPart && s.b.Part != g.WholeDay && p.partApart(&s.b)
}

// partApart tells whether a small word stands between a day and its part: `le mercredi le soir`, `Wednesday in
// the evening`.
func (p *parser) partApart(n *node) bool {
	tokens := p.s.Tokens[p.items[n.first].from:p.items[n.last-1].to]
	day := slices.IndexFunc(tokens, func(t g.Token) bool { return t.Is(g.Weekday) })
	for _, t := range tokens[day+1:] {
		if !t.Is(g.PartOfDay) || t.Is(g.Meridiem) {
			return true
		}
	}
	return false
}

// habitPoint adds days, or the validity where the point is a date.
func (p *parser) habitPoint(w *weekly, s *segment, n *node) bool {
	if h, ok := daysOf(n); ok && (n.IsHabit() || habitual(n, s) || n.When == g.NoDay) {
		if n.Timed {
			return false // an hour without an end
		}
		w.add(h)
		return true
	}
	if n.HasTime() || n.When != g.InUnit && n.When != g.Run && n.When != g.Moment {
		return false // a lone day is no validity
	}
	return p.valid(w, n, n)
}

// habitList adds several days; what was said of one part of the day at the end serves all of them.
func (p *parser) habitList(w *weekly, s *segment) bool {
	last := &s.points[len(s.points)-1]
	shared := last.Part
	for i := range s.points[:len(s.points)-1] {
		if s.points[i].Part != g.NoPart {
			shared = g.NoPart
		}
	}
	for i := range s.points {
		n := &s.points[i]
		h, ok := daysOf(n)
		if !ok || n.Timed {
			return false
		}
		if h.part == g.NoPart && shared != g.NoPart {
			h.part, h.weekend = shared, false
		}
		if h.set == 0 { // `le matin et le soir`
			return false
		}
		if i == 0 {
			w.newDays(h)
		}
		w.days = append(w.days, h)
	}
	return true
}

// habitSpan adds a range: of weekdays, of hours, or of dates between which the rest is valid.
func (p *parser) habitSpan(w *weekly, s *segment) bool {
	switch {
	case (s.a.IsHabit() || s.a.Article && s.a.When == g.OnWeekday) && s.a.Timed && (s.b.Timed || s.b.IsCount()) && !s.b.HasDate():
		return p.daysThenHours(w, s)
	case !s.a.HasDate() && s.a.Set == 0 && (s.a.Timed || s.a.IsCount()) && s.b.Timed && s.b.late && s.b.IsHabit():
		return p.hoursThenDays(w, s)
	case !s.a.HasDate() && !s.b.HasDate() && s.a.Set == 0 && s.b.Set == 0:
		return p.takeHours(w, s)
	case w.nightly(s), w.stretch(s):
		return true
	case p.partOfDays(s) && len(w.days) == 0:
		w.add(habit{set: fromTo(s.a.Weekday, s.b.Weekday), part: s.b.Part})
		return true
	case plainDay(&s.a) && plainDay(&s.b) && (len(w.days) == 0 || len(w.days) == 1 && w.days[0].set == g.AllDays):
		w.add(habit{set: fromTo(s.a.Weekday, s.b.Weekday)})
		return true
	case s.a.HasTime() || s.b.HasTime():
		return false
	default:
		return p.harmonise(&s.a, &s.b, s.article) && p.valid(w, &s.a, &s.b)
	}
}

// daysThenHours takes a range whose first hour was read with the days: `every weekday 18h-8h`.
func (p *parser) daysThenHours(w *weekly, s *segment) bool {
	if s.b.IsCount() {
		s.b.asHour(s.a.Half12)
	}
	h, ok := daysOf(&s.a)
	if !ok {
		return false
	}
	h.part, h.weekend = g.NoPart, false
	w.add(h)
	s.a.When, s.a.Set = g.NoDay, 0
	return p.takeHours(w, s)
}

// hoursThenDays takes a range whose last hour was read with the days: `18h-20h en semaine`.
func (p *parser) hoursThenDays(w *weekly, s *segment) bool {
	days := s.b
	days.Timed, days.Part = false, g.NoPart
	h, ok := daysOf(&days)
	if !ok || !p.harmonise(&s.a, &s.b, false) {
		return false
	}
	s.b.When, s.b.Set = g.NoDay, 0
	w.newHours(s)
	h.weekend = false
	w.add(h)
	return true
}

// takeHours adds a range of hours.
func (p *parser) takeHours(w *weekly, s *segment) bool {
	if !p.harmonise(&s.a, &s.b, false) || !s.a.Timed || !s.b.Timed {
		return false
	}
	w.newHours(s)
	return true
}

// valid sets the days between which the hours apply: of either end, nil is none.
func (p *parser) valid(w *weekly, a, b *node) bool {
	first := p.today
	if a != nil && a.When == g.Moment {
		// `from now on`
		w.from = dateOf(p.today)
		if b == a {
			return a.Offset == 0
		}
		a = nil
	}
	for _, n := range []*node{a, b} {
		if n != nil && n.Unit == g.WeekendUnit && n.Mod == g.Bare && n.Day == 0 && n.Holiday == 0 {
			return false // `les soirs de week-end`: which evenings?
		}
	}
	if a != nil {
		if !w.from.IsZero() || a.HasTime() {
			return false
		}
		start, _, ok := p.extent(a, p.today, 0)
		if !ok {
			return false
		}
		w.from = dateOf(start.day)
		first = start.day
	}
	if b == nil {
		return true
	}
	if !w.until.IsZero() || b.HasTime() {
		return false
	}
	if a == nil && !w.from.IsZero() {
		first = g.DayNumber(w.from.Year, w.from.Month, w.from.Day)
	}
	ref := first
	if !b.Shifts() {
		ref = p.today
	}
	k := 0
	if a != nil && a != b && b.When == g.OnWeekday && a.When == g.OnWeekday && a.Weekday == b.Weekday {
		k = 1
	}
	_, end, ok := p.extent(b, ref, k)
	if !ok {
		return false
	}
	w.until = dateOf(end.day - 1)
	if end.min > 0 {
		w.until = dateOf(end.day)
	}
	return true
}

func dateOf(day int) Date {
	y, m, d := g.Civil(day)
	return Date{y, m, d}
}
