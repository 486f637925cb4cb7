package nlp

import (
	"time"

	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// Where a period ends, once it is known where it begins.

// plus adds a length: hours as they elapse, days and months by the calendar.
func (p *parser) plus(b bound, l g.Length) bound {
	if l.Minutes != 0 {
		at, _ := b.instant(p.loc)
		at = at.Add(time.Duration(l.Minutes) * time.Minute)
		day, minute := civil(at, p.loc)
		return bound{day: day, min: minute, abs: at}
	}
	return bound{day: g.AddMonths(b.day, l.Months) + l.Days, min: b.min}
}

// touching joins days that stand side by side.
func (p *parser) touching(points []node, start, end bound) found {
	for i := 1; i < len(points); i++ {
		n := &points[i]
		f := found{}
		ok := false
		for k := -1; k <= 2 && !ok; k++ {
			var a, b bound
			ref := end.day
			if !n.Shifts() {
				ref = p.today
			}
			a, b, ok = p.extent(n, ref, k)
			if ok && (a.day != end.day || a.min != end.min) {
				ok = false
				continue
			}
			f.end = b
		}
		if !ok {
			return found{why: NotUnderstood, piece: n}
		}
		end = f.end
	}
	return found{start: start, end: end}
}

// endOf finds the end of a range that begins at start; a is nil where it begins now.
func (p *parser) endOf(a *node, start bound, b *node, included bool) found {
	f := found{start: start}
	hourA := a == nil || a.HasTime() || a.When == g.Moment || a.When == g.InUnit && a.Unit == g.WeekendUnit
	clockA := a == nil || a.Timed || a.When == g.Moment
	switch b.When {
	case g.NoDay:
		return sameDay(f, a, b, clockA, included)
	case g.Moment:
		f.end, _, _ = p.extent(b, p.today, 0)
		return f
	case g.Following:
		f.end = nextDay(start, b, included || !hourA)
		return f
	default:
	}
	// A date behind the hours belongs to both of them: `9h-11h demain`.
	if b.late && a != nil && a.When == g.NoDay && a.Timed && b.Timed {
		return p.lateDay(f, a, b)
	}
	// The last one is included: a part of the day after a part, a day after a day.
	whole := !b.Timed && (included || !hourA || !clockA && b.HasTime())
	for k := -1; k <= farthest; k++ {
		var done bool
		if f, done = p.endOn(f, a, b, k, whole, clockA); done {
			return f
		}
	}
	if f.why == 0 {
		f.why, f.piece = EndBeforeStart, b
	}
	return f
}

// nextDay gives the end of a range on the day after its start: `le lendemain 8h`.
func nextDay(start bound, b *node, included bool) bound {
	if b.Timed {
		return wall(start.day+1, b.Minute)
	}
	from, to := b.Part.Hours()
	if included {
		return wall(start.day+1, to)
	}
	return wall(start.day+1, from)
}

// endOn tries the k-th such day as the end of a range, and tells whether that settles it. With whole, the
// day or its part is included.
func (p *parser) endOn(f found, a, b *node, k int, whole, clockA bool) (found, bool) {
	ref := f.start.day
	if !b.Shifts() {
		ref = p.today
	}
	from, to, ok := p.extent(b, ref, k)
	if !ok {
		if f.why == 0 {
			f.why, f.piece = Impossible, b
		}
		return f, !b.Shifts()
	}
	f.end, f.last = from, whole
	if whole {
		f.end = to
	}
	switch {
	case f.fits(b, from.day, clockA):
		f.why, f.piece = 0, nil
		if k >= 0 && a != nil && backwards(a, b, f) {
			f.why, f.piece = EndBeforeStart, b
		}
		return f, true
	case b.When == g.OnWeekday && b.Mod == g.ModNext && from.day <= f.start.day:
		f.end = wall(from.day+7*((f.start.day-from.day)/7+1), f.end.min)
		return f, true
	case !b.Shifts():
		f.why, f.piece = EndBeforeStart, b
		return f, true
	default:
		return f, false
	}
}

// fits tells whether an end on that day can be the end of the range.
func (f *found) fits(b *node, day int, clockA bool) bool {
	later := f.end.day > f.start.day || f.end.day == f.start.day && f.end.min > f.start.min
	if b.When == g.OnWeekday && day <= f.start.day {
		// An end day is the first such day after the start; with hours, it may be the start's own.
		return later && b.HasTime() && clockA && day == f.start.day
	}
	return later
}

// backwards tells whether two dates without a year were said in the wrong order, rather than across the
// turn of the year: the same month, or more than half a year.
func backwards(a, b *node, f found) bool {
	if a.When != g.Dated || a.Month == 0 || b.When != g.Dated || b.Month == 0 || b.Year != 0 {
		return false
	}
	if a.Month == b.Month && b.Day < a.Day {
		return true
	}
	return (b.Month < a.Month) && f.end.day-f.start.day > 184
}

// sameDay finds an end that has hours and no day: on the start's day, or the next one where that would
// not be after the start.
func sameDay(f found, a, b *node, clockA, included bool) found {
	minute := b.Minute
	if !b.Timed {
		from, to := b.Part.Hours()
		minute = from
		if included || !clockA {
			minute = to
		}
	}
	f.end = wall(f.start.day, minute)
	if f.end.day < f.start.day || f.end.day == f.start.day && f.end.min <= f.start.min {
		f.end = wall(f.start.day+1, minute)
		f.next = true
	}
	if a != nil && !a.HasTime() && a.When != g.Moment && a.When != g.OnWeekday && a.When != g.Relative && a.When != g.Dated && a.When != g.Feast {
		f.why, f.piece = NotUnderstood, b
	}
	return f
}

// lateDay gives hours the day that was said behind them.
func (p *parser) lateDay(f found, a, b *node) found {
	if b.Minute > a.Minute && p.o.Prefer == Past && b.Shifts() {
		return p.lateDayPast(f, a, b)
	}
	if b.Minute > a.Minute {
		for k := range farthest {
			from, _, ok := p.extent(b, p.today, k)
			if !ok {
				break
			}
			f.start, f.end = wall(from.day-boolDay(b.Minute == minutesOfDay), a.Minute), from
			if at, _ := f.end.instant(p.loc); at.After(p.o.Now) || !b.Shifts() || p.o.Prefer == Past {
				return f
			}
		}
		f.why, f.piece = Impossible, b
		return f
	}
	if b.When == g.Relative {
		f.end, _, _ = p.extent(b, p.today, 0)
		f.start = wall(f.end.day-1, a.Minute)
		return f
	}
	f.why, f.piece = NotUnderstood, b
	return f
}

// lateDayPast gives hours the latest such day on which they have begun.
func (p *parser) lateDayPast(f found, a, b *node) found {
	for k := 1; k > -farthest; k-- {
		from, _, ok := p.extent(b, p.today, k)
		if !ok {
			continue
		}
		f.start, f.end = wall(from.day-boolDay(b.Minute == minutesOfDay), a.Minute), from
		if at, _ := f.start.instant(p.loc); !at.After(p.o.Now) {
			return f
		}
	}
	f.why, f.piece = Impossible, b
	return f
}

func boolDay(b bool) int {
	if b {
		return 1
	}
	return 0
}
