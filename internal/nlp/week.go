package nlp

import (
	"slices"
	"time"

	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// weekly is hours of the week on their way.
type weekly struct {
	group // being read

	done  []group // read before it
	skip  g.Set
	from  Date
	until Date
}

// group is days with their hours: a phrase has one, or several with hours of their own (`Mondays from 6pm
// to 8pm and Thursdays from noon to 2pm`).
type group struct {
	days       []habit
	hours      []*segment // ranges of hours for all of the days
	long       stretch    // instead of days and hours
	hoursFirst bool       // the hours were said before the days
}

// habit is some days with the hours that were said for them alone.
type habit struct {
	set     g.Set
	weekend bool // begins on Friday evening
	open    bool // its hours must be said: `tous les midis`
	part    g.Part
}

// week makes hours of the week of the segments.
func (p *parser) week() Result {
	w := weekly{}
	for i := range p.segments {
		s := &p.segments[i]
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
		for i := range s.points {
			h, ok := daysOf(&s.points[i])
			if !ok {
				return false
			}
			w.skip |= h.set
		}
		return true
	case single:
		return p.habitPoint(w, s, &s.a)
	case list:
		return p.habitList(w, s)
	case span:
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

// cutPart takes `à partir de 19h` or `jusqu'à 22h` beside a part of the day as one end of the hours.
func (w *weekly) cutPart(s *segment) bool {
	if w.hours != nil || len(w.days) != 1 || w.days[0].part == g.NoPart || w.days[0].part == g.WholeDay {
		return false
	}
	from, to := w.days[0].part.Hours()
	hours := &segment{kind: span, first: s.first, last: s.last}
	hours.a.Timed, hours.b.Timed = true, true
	if s.kind == until {
		within(&s.b.Point, w.days[0].part)
		hours.a.Minute, hours.b.Minute = from, s.b.Minute
	} else {
		within(&s.a.Point, w.days[0].part)
		hours.a.Minute, hours.b.Minute = s.a.Minute, to
	}
	if hours.a.Minute < from || hours.b.Minute > to || hours.a.Minute >= hours.b.Minute {
		return false
	}
	w.newHours(hours)
	return true
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

// complete tells whether every group has its days, and its hours where there are several.
func (w *weekly) complete() bool {
	if len(w.done) == 0 {
		return len(w.days) > 0
	}
	for _, gr := range append(w.done, w.group) {
		if len(gr.days) == 0 {
			return false
		}
		for _, h := range gr.days {
			if len(gr.hours) == 0 && h.part == g.NoPart {
				return false
			}
		}
	}
	return true
}

// newDays begins a group where days follow hours that have their days already.
func (w *weekly) newDays(h habit) {
	if len(w.days) > 0 && len(w.hours) > 0 && !w.hoursFirst && h.set != 0 && h.set != g.AllDays && w.days[0].set != g.AllDays && w.days[0].set != 0 {
		w.done, w.group = append(w.done, w.group), group{}
	}
}

// newHours adds hours; they begin a group where they follow days that have their hours already.
func (w *weekly) newHours(s *segment) {
	if len(w.days) > 0 && len(w.hours) > 0 && w.hoursFirst {
		w.done, w.group = append(w.done, w.group), group{}
	}
	if len(w.days) == 0 {
		w.hoursFirst = true
	}
	w.hours = append(w.hours, s)
}

// add adds days. A part of the day without days belongs to the days that stand beside it.
func (w *weekly) add(h habit) {
	w.newDays(h)
	if h.set == 0 {
		for i := range w.days {
			if w.days[i].part == g.NoPart {
				w.days[i].part = h.part
			}
		}
		if len(w.days) == 0 {
			w.days = append(w.days, h)
		}
		return
	}
	if len(w.days) == 1 && w.days[0].set == 0 {
		h.part = w.days[0].part
		w.days[0] = h
		return
	}
	// `tous les soirs en semaine`: the days narrow what `tous` said.
	if len(w.days) == 1 && w.days[0].set == g.AllDays && h.part == g.NoPart && !h.weekend {
		h.part = w.days[0].part
		w.days[0] = h
		return
	}
	if len(w.days) == 1 && h.set == g.AllDays && w.days[0].part == g.NoPart {
		w.days[0].part = h.part
		return
	}
	w.days = append(w.days, h)
}

// daysOf gives the days of the week that a point names.
func daysOf(n *node) (habit, bool) {
	h := habit{part: n.Part, open: n.Hourless}
	switch {
	case n.Set != 0:
		h.set = n.Set
	case n.When == g.OnWeekday && n.Mod == g.Bare && n.Offset == 0:
		h.set = 1 << n.Weekday
	case n.When == g.InUnit && n.Unit == g.WeekendUnit && n.Mod == g.Bare && n.Day == 0 && n.Holiday == 0:
		h.set, h.weekend = g.EndDays, n.Part == g.NoPart
	case n.When == g.NoDay && n.Part != g.NoPart:
		if n.Every || n.Habit || n.Article {
			h.set = g.AllDays
		}
	default:
		return habit{}, false
	}
	return h, true
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
	case !s.a.HasDate() && s.a.Set == 0 && s.a.Timed && s.b.Timed && s.b.late && s.b.IsHabit():
		return p.hoursThenDays(w, s)
	case !s.a.HasDate() && !s.b.HasDate() && s.a.Set == 0 && s.b.Set == 0:
		return p.takeHours(w, s)
	case w.nightly(s), w.stretch(s):
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

// fromTo gives the days of the week from one to another, both included.
func fromTo(first, last time.Weekday) g.Set {
	set := g.Set(1) << last
	for d := first; d != last; d = (d + 1) % 7 {
		set |= 1 << d
	}
	return set
}

// takeHours adds a range of hours.
func (p *parser) takeHours(w *weekly, s *segment) bool {
	if !p.harmonise(&s.a, &s.b, false) || !s.a.Timed || !s.b.Timed {
		return false
	}
	w.newHours(s)
	return true
}

// nightly takes a stretch that names its days itself: `every Thursday 6pm to Friday 8am`.
func (w *weekly) nightly(s *segment) bool {
	if !s.a.IsHabit() || s.a.When != g.OnWeekday || !s.a.Timed || !bareWeekday(&s.b.Point) || len(w.days) > 0 {
		return false
	}
	w.add(habit{set: 1 << s.a.Weekday})
	return w.stretch(s)
}

// stretch takes hours that run over several days of the week: `every Friday from 6pm to Monday 8am`,
// `every weekend from Friday 6pm to Monday 8am`.
func (w *weekly) stretch(s *segment) bool {
	if s.b.When != g.OnWeekday || s.b.Mod != g.Bare || w.hours != nil || w.long.to != 0 || len(w.days) != 1 || s.b.Offset != 0 {
		return false
	}
	day := s.a.Weekday
	switch {
	case s.a.When == g.OnWeekday && s.a.Mod == g.Bare && s.a.Timed:
		if d := &w.days[0]; !d.weekend && d.set != 1<<day {
			return false
		}
	case s.a.When == g.NoDay && s.a.Timed:
		for day = 0; day < 7 && w.days[0].set != 1<<day; day++ {
		}
		if day == 7 {
			return false
		}
	default:
		return false
	}
	days := (int(s.b.Weekday) - int(day) + 7) % 7
	to := days*minutesOfDay + s.b.Minute
	if !s.b.Timed && s.b.Part != g.NoPart {
		from, _ := s.b.Part.Hours()
		to += from
	}
	if days == 0 && to <= s.a.Minute {
		return false
	}
	w.long = stretch{day: day, from: s.a.Minute, to: to}
	return true
}

// stretch is hours that run over several days of the week, in minutes from the midnight of the first.
type stretch struct {
	day      time.Weekday
	from, to int
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

// grid lays the hours out over the week, Monday first.
func (w *weekly) grid() ([]Hours, bool) {
	var out []Hours
	put := func(day time.Weekday, from, to int) {
		if to > minutesOfDay {
			out = append(out, Hours{(day + 1) % 7, max(0, from-minutesOfDay), to - minutesOfDay})
			to = minutesOfDay
		}
		if from < to {
			out = append(out, Hours{day, from, to})
		}
	}
	for _, gr := range append(w.done, w.group) {
		if !gr.lay(w.skip, put) {
			return nil, false
		}
	}
	return merge(out), true
}

// lay puts the hours of a group into the week.
func (gr *group) lay(skip g.Set, put func(day time.Weekday, from, to int)) bool {
	if gr.long.to != 0 {
		day := gr.long.day
		for from, to := gr.long.from, gr.long.to; to > 0; from, to, day = from-minutesOfDay, to-minutesOfDay, (day+1)%7 {
			put(day, max(from, 0), min(to, minutesOfDay))
		}
		return skip == 0 && gr.hours == nil
	}
	for _, h := range gr.days {
		set := h.set
		if set == 0 {
			set = g.AllDays
		}
		for day := range time.Weekday(7) {
			switch {
			case h.weekend && gr.hours == nil && day == time.Friday && !skip.Has(day) && !skip.Has(time.Saturday):
				put(day, 18*60, minutesOfDay)
			case !set.Has(day), skip.Has(day):
			case gr.hours != nil:
				for _, r := range gr.hours {
					from, to := hoursWithin(r.a.Point, r.b.Point, h.part)
					if to <= from {
						to += minutesOfDay
					}
					if to <= from || to > from+minutesOfDay {
						return false
					}
					put(day, from, to)
				}
			case h.open:
				return false
			default:
				from, to := h.part.Hours()
				put(day, from, to)
			}
		}
	}
	return true
}

// hoursWithin gives the minutes of a range of hours that was said with a part of the day: `every evening
// from 7 to 10`.
func hoursWithin(a, b g.Point, part g.Part) (from, to int) {
	if part != g.NoPart && part != g.WholeDay && (a.Minute < 12*60 || a.Half12 != g.Clock24) {
		within(&a, part)
		within(&b, part)
	}
	return a.Minute, b.Minute
}

// merge puts hours in the order of the week and joins those that touch within a day.
func merge(in []Hours) []Hours {
	slices.SortFunc(in, func(a, b Hours) int {
		if x, y := (a.Day+6)%7, (b.Day+6)%7; x != y {
			return int(x) - int(y)
		}
		return a.From - b.From
	})
	out := in[:0]
	for _, h := range in {
		if n := len(out); n > 0 && out[n-1].Day == h.Day && h.From <= out[n-1].To {
			out[n-1].To = max(out[n-1].To, h.To)
			continue
		}
		out = append(out, h)
	}
	return out
}
