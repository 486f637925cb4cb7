package nlp

import (
	"slices"
	"time"

	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// The hours of a week, once it is known which days they are of.

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
	return without(merge(out), w.cut), true
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

// without takes hours out of a week.
func without(week, cut []Hours) []Hours {
	for _, c := range cut {
		var out []Hours
		for _, h := range week {
			if h.Day != c.Day || h.To <= c.From || c.To <= h.From {
				out = append(out, h)
				continue
			}
			if h.From < c.From {
				out = append(out, Hours{h.Day, h.From, c.From})
			}
			if c.To < h.To {
				out = append(out, Hours{h.Day, c.To, h.To})
			}
		}
		week = out
	}
	return week
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
