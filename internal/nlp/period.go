package nlp

import (
	"time"

	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// plan is one period before it is known which day it begins on.
type plan struct {
	a, b     *node // start and end; b nil: the whole of a
	fromNow  bool  // there is no start: now
	toNow    bool  // there is no end: now
	open     bool  // a start that asks for an end
	included bool
	length   g.Length
	points   []node // of a list
}

// period makes one period of segments that don't recur.
func (p *parser) period() Result {
	pl, r := p.plan()
	if r != nil {
		return p.refused(r)
	}
	return p.resolve(pl)
}

// parts is what the segments say of one period.
type parts struct {
	main     *segment // a point, a range or a list
	day      *segment // a day that the hours of main belong to
	end, dur *segment
}

// plan puts the segments together.
func (p *parser) plan() (plan, *Refusal) {
	var x parts
	for i := range p.segments {
		if s := &p.segments[i]; !x.take(s) {
			return p.misfit(s)
		}
	}
	if x.day != nil {
		give(x.main, &x.day.a)
		for _, n := range x.main.nodes() {
			if n.Impossible {
				return plan{}, &Refusal{Code: Impossible, Piece: p.piece(x.main.first, x.main.last)}
			}
		}
		if pl, ok := x.restOfPart(); ok {
			return pl, nil
		}
	}
	switch {
	case x.main == nil:
		return p.planFromNow(x.end, x.dur)
	case x.dur != nil:
		return p.planLength(x)
	case x.end != nil:
		return p.planEnd(x.main, x.end)
	default:
		return p.planAlone(x.main)
	}
}

// misfit refuses a segment that the others have no place for.
func (p *parser) misfit(s *segment) (plan, *Refusal) {
	return plan{}, &Refusal{Code: NotUnderstood, Piece: p.piece(s.first, s.last)}
}

// take finds the place of a segment among the others; it is false where there is none.
func (x *parts) take(s *segment) bool {
	switch s.kind {
	case single, span, list, from, since:
		return x.takeMain(s)
	case until:
		if x.end != nil {
			return false
		}
		x.end = s
		return true
	case length:
		if x.dur != nil {
			return false
		}
		x.dur = s
		return true
	case except, weeks:
		return false
	default:
		return false
	}
}

// takeMain takes a point, a range or a list: as the period, or beside the one that was taken already.
func (x *parts) takeMain(s *segment) bool {
	main := x.main
	switch {
	case main == nil:
		x.main = s
	case x.day != nil:
		return false
	case oneNight(main, s):
		main.a.When, main.a.Weekday, main.a.HasWeekday = g.OnWeekday, s.a.Weekday, true
	case inWeek(main, s):
		for _, n := range s.nodes() {
			n.When, n.Unit, n.Mod = g.InUnit, g.WeekUnit, main.a.Mod
		}
		x.main = s
	case sameHour(main, s):
		main.a.Timed = false
		x.day, x.main = main, s
	case lonelyDay(main) && hoursOnly(s):
		x.day, x.main = main, s
	case lonelyDay(s) && hoursOnly(main):
		x.day = s
	default:
		return false
	}
	return true
}

// restOfPart plans `ce soir à partir de 19h`: the evening says when it ends.
func (x *parts) restOfPart() (plan, bool) {
	part := x.day.a.Part
	if x.main.kind != from || part == g.NoPart || part == g.WholeDay || x.end != nil || x.dur != nil {
		return plan{}, false
	}
	b := x.main.a
	_, b.Minute = part.Hours()
	b.Timed = true
	return plan{a: &x.main.a, b: &b}, true
}

// planFromNow plans an end or a length alone: `jusqu'à 20h`, `pendant 2 h`.
func (p *parser) planFromNow(end, dur *segment) (plan, *Refusal) {
	pl := plan{fromNow: true}
	switch {
	case end == nil && dur == nil:
		return plan{}, &Refusal{Code: NoDate}
	case dur == nil:
		pl.b, pl.included = &end.b, end.included
		if pl.b.IsCount() || pl.b.IsLength() {
			return p.misfit(end)
		}
	case end != nil || !dur.led:
		return p.misfit(dur)
	default:
		pl.length = dur.a.Length
	}
	p.res.Implied |= StartNow
	return pl, nil
}

// planLength plans a start with a length: `demain 18h pendant 2h`.
func (p *parser) planLength(x parts) (plan, *Refusal) {
	if x.end != nil || x.main.kind == span || x.main.kind == list || x.main.kind == since {
		return p.misfit(x.dur)
	}
	a := &x.main.a
	if !a.HasTime() && a.When != g.Moment && x.dur.a.Length.Minutes != 0 {
		return p.misfit(x.dur) // two hours of a day, and nobody said which
	}
	return plan{a: a, length: x.dur.a.Length}, nil
}

// planEnd plans a start and an end that were said apart: `vendredi 18h, jusqu'à lundi`.
func (p *parser) planEnd(main, end *segment) (plan, *Refusal) {
	if main.kind == span || main.kind == list {
		return p.misfit(end)
	}
	if main.kind == single && lonelyDay(main) && end.b.Timed && !end.b.HasDate() && main.a.When == g.Relative && main.a.Part != g.NoPart {
		// `ce soir jusqu'à 22h`
		start := main.a
		start.Timed = true
		start.Minute, _ = main.a.Part.Hours()
		within(&end.b.Point, main.a.Part)
		return plan{a: &start, b: &end.b}, nil
	}
	if !p.harmonise(&main.a, &end.b, main.article) {
		return p.misfit(end)
	}
	return plan{a: &main.a, b: &end.b, included: end.included}, nil
}

// planAlone plans a point, a range or a list that nothing stands beside.
func (p *parser) planAlone(s *segment) (plan, *Refusal) {
	switch s.kind {
	case single:
		return plan{a: &s.a}, nil
	case from:
		return plan{a: &s.a, open: true}, nil
	case since:
		return plan{a: &s.a, toNow: true}, nil
	case span:
		shareWeek(&s.a, &s.b)
		if !p.harmonise(&s.a, &s.b, s.article || s.led && s.a.IsCount() && s.b.When == g.Dated) {
			return p.misfit(s)
		}
		for _, n := range s.nodes() {
			if n.Impossible {
				return plan{}, &Refusal{Code: Impossible, Piece: p.piece(n.first, n.last)}
			}
		}
		return plan{a: &s.a, b: &s.b, included: s.included}, nil
	case list:
		if !shareMonth(s.points) {
			return p.misfit(s)
		}
		return plan{a: &s.points[0], points: s.points}, nil
	case until, length, except, weeks:
		return p.misfit(s)
	default:
		return p.misfit(s)
	}
}

// shareWeek gives the start of a range the week that was said with its end: `Monday to Friday next week`.
func shareWeek(a, b *node) {
	fromMonday := func(d time.Weekday) int { return (int(d) + 6) % 7 }
	if bareWeekday(&a.Point) && isWeek(&b.Point) && b.HasWeekday && b.Mod != g.Bare && fromMonday(a.Weekday) <= fromMonday(b.Weekday) {
		a.When, a.Unit, a.Mod, a.Offset = g.InUnit, g.WeekUnit, b.Mod, b.Offset
	}
}

// shareMonth gives the days of a list the month that was said once.
func shareMonth(points []node) bool {
	var month *node
	for i := range points {
		if points[i].When == g.Dated && points[i].Month != 0 {
			month = &points[i]
		}
	}
	for i := range points {
		n := &points[i]
		if n.IsCount() {
			n.asDay()
			if n.Impossible {
				return false
			}
		}
		if n.When == g.Dated && n.Month == 0 && month != nil {
			n.Month, n.Year = month.Month, month.Year
		}
		if i > 0 && !n.HasDate() && n.Part != g.NoPart { // `samedi matin et après-midi`
			part := n.Part
			first, last := n.first, n.last
			*n = points[i-1]
			n.Part, n.first, n.last = part, first, last
		}
	}
	return true
}

// lonelyDay tells whether a segment is a day that hours can belong to.
func lonelyDay(s *segment) bool {
	if s.kind != single || s.a.Timed || !s.a.HasDate() {
		return s.kind == single && !s.a.Timed && s.a.Part != g.NoPart
	}
	switch s.a.When {
	case g.Relative, g.OnWeekday, g.Dated, g.Feast:
		return true
	case g.InUnit:
		return s.a.HasWeekday
	default:
		return false
	}
}

// sameHour tells whether an hour of a day is said again as the start of a range: `ce midi de 12h à 14h`.
func sameHour(main, s *segment) bool {
	return main.kind == single && main.a.HasDate() && main.a.Timed && s.kind == span && hoursOnly(s) && s.a.Timed && s.a.Minute == main.a.Minute
}

// inWeek tells whether days of the week were said with the week that they are of: `la semaine prochaine
// de lundi à mercredi`.
func inWeek(week, days *segment) bool {
	return week.kind == single && week.a.When == g.InUnit && week.a.Unit == g.WeekUnit && week.a.Mod != g.Bare &&
		!week.a.HasWeekday && !week.a.Loose && days.kind == span &&
		days.a.When == g.OnWeekday && days.a.Mod == g.Bare && days.b.When == g.OnWeekday && days.b.Mod == g.Bare
}

// oneNight tells whether a night was said with the two days that it joins: `la nuit de vendredi à samedi`.
func oneNight(night, days *segment) bool {
	return night.kind == single && !night.a.HasDate() && night.a.Part == g.Night && !night.a.Timed &&
		days.kind == span && plainDay(&days.a) && plainDay(&days.b) && (days.a.Weekday+1)%7 == days.b.Weekday
}

// hoursOnly tells whether a segment is hours without a day at its start.
func hoursOnly(s *segment) bool {
	switch s.kind {
	case span:
		return !s.a.HasDate() && (s.a.Timed || s.a.IsCount() && s.b.Timed)
	case single, from:
		return s.a.Timed && !s.a.HasDate()
	default:
		return false
	}
}

// give gives hours the day that they belong to, and lets its part of the day settle them.
func give(s *segment, day *node) {
	if s.kind == span && s.a.IsCount() {
		s.a.asHour(s.b.Half12)
	}
	if s.kind == span && s.b.IsCount() {
		s.b.asHour(s.a.Half12)
	}
	part := day.Part
	d := day.Point
	// `ce soir de 22h à 6h` needs no help; `ce soir de 8h à 10h` does.
	plain := s.kind == span && s.b.Timed && !s.b.HasDate() && s.a.Half12 == g.Clock24 && s.b.Half12 == g.Clock24 && s.a.Minute/60 >= 12
	if part != g.NoPart && part != g.WholeDay && !plain {
		within(&s.a.Point, part)
		if s.kind == span && s.b.Timed && !s.b.HasDate() {
			within(&s.b.Point, part)
		}
	}
	if !d.HasDate() {
		return
	}
	d.Impossible = d.Impossible || s.a.Impossible
	d.Timed, d.Minute, d.Half12, d.Part, d.Length = s.a.Timed, s.a.Minute, s.a.Half12, g.NoPart, g.Length{}
	s.a.Point = d
}

// extent gives the wall-clock ends of one point on its k-th day.
func (p *parser) extent(n *node, today, k int) (start, end bound, ok bool) {
	switch n.When {
	case g.Moment:
		at := p.now.Add(time.Duration(n.Offset) * time.Minute)
		day, minute := civil(at, p.loc)
		b := bound{day: day, min: minute, abs: at}
		return b, b, true
	case g.Run:
		return p.run(n)
	case g.SoFar:
		u := g.Point{When: g.InUnit, Unit: n.Unit, Mod: g.ModThis}
		days, found := u.Days(p.today, 0, p.o.Region)
		day, minute := civil(p.now, p.loc)
		return wall(days.From, 0), bound{day: day, min: minute, abs: p.now}, found
	default:
	}
	days, ok := n.Days(today, k, p.o.Region)
	if !ok {
		return bound{}, bound{}, false
	}
	if n.HasWeekday && n.When != g.OnWeekday && n.When != g.InUnit && g.WeekdayOf(days.From) != n.Weekday {
		return bound{}, bound{}, false
	}
	switch {
	case n.Timed:
		b := wall(days.From, n.Minute)
		return b, b, true
	case n.Part != g.NoPart && n.Part != g.WholeDay:
		from, to := n.Part.Hours()
		return wall(days.From, from), wall(days.To-1, to), true
	case n.When == g.InUnit && n.Unit == g.WeekendUnit && !n.HasWeekday:
		return wall(days.From, 18*60), wall(days.To, 0), true
	default:
		return wall(days.From, 0), wall(days.To, 0), true
	}
}

// run gives the next or last n units: whole days from the next midnight, hours from now.
func (p *parser) run(n *node) (start, end bound, ok bool) {
	count := n.Offset
	l := n.Unit.Times(max(count, -count))
	if l.Minutes != 0 {
		here := bound{abs: p.now}
		here.day, here.min = civil(p.now, p.loc)
		sign := 1
		if count < 0 {
			sign = -1
		}
		there := bound{abs: p.now.Add(time.Duration(sign*l.Minutes) * time.Minute)}
		there.day, there.min = civil(there.abs, p.loc)
		if sign < 0 {
			return there, here, true
		}
		return here, there, true
	}
	if n.Unit == g.WeekendUnit || l.IsZero() {
		return bound{}, bound{}, false
	}
	if count > 0 {
		first := p.today + 1
		return wall(first, 0), wall(g.AddMonths(first, l.Months)+l.Days, 0), true
	}
	return wall(g.AddMonths(p.today, -l.Months)-l.Days, 0), wall(p.today, 0), true
}
