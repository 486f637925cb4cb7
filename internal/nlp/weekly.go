package nlp

import (
	"time"

	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// What has been said of a week so far.

// weekly is hours of the week on their way.
type weekly struct {
	group // being read

	done  []group // read before it
	skip  g.Set
	cut   []Hours // left out of days that stay
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

// fromTo gives the days of the week from one to another, both included.
func fromTo(first, last time.Weekday) g.Set {
	set := g.Set(1) << last
	for d := first; d != last; d = (d + 1) % 7 {
		set |= 1 << d
	}
	return set
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
