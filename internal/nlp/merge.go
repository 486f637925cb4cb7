package nlp

import (
	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// How two points that speak of one moment become one.

// inside tells whether a clock time lies in a part of the day.
func inside(b g.Point, part g.Part) bool {
	within(&b, part)
	from, to := part.Hours()
	return b.Minute >= from && b.Minute < to
}

// hour gives a point with a part of the day its hour.
func (p *parser) hour(n *node, j, count int) int {
	if !mergeTime(&n.Point, g.Point{Timed: true, Minute: 60 * count, Half12: g.Clock12}) {
		return j
	}
	return j + 1
}

// merge adds what b says to a where the two complete each other.
func (p *parser) merge(a *g.Point, b g.Point) bool {
	if a.IsCount() || a.IsLength() || a.When == g.Moment || b.When == g.Moment || a.When == g.Run || b.When == g.Run {
		return false
	}
	if limits(a, &b) {
		return false
	}
	merged := *a
	if b.HasDate() || b.Set != 0 {
		switch {
		case !a.HasDate() && a.Set == 0:
			mergeDate(&merged, b)
		case !mergeDates(&merged, b, p.today):
			return false
		}
	}
	if b.HasTime() || b.Part == g.WholeDay {
		if !mergeTime(&merged, b) {
			return false
		}
	}
	merged.Habit = a.Habit || b.Habit
	merged.Every = a.Every || b.Every
	merged.Impossible = merged.Impossible || a.Impossible || b.Impossible
	merged.Loose = false
	*a = merged
	return true
}

// limits tells whether one point says how long the habit of the other lasts, so that they are two things:
// `tous les soirs en décembre`. A week or weekend takes its days and hours.
func limits(a, b *g.Point) bool {
	if a.When == g.OnWeekday || a.When == g.InUnit && (a.Every || a.Unit == g.WeekendUnit) {
		return false
	}
	return a.IsHabit() && b.HasDate() && b.When != g.OnWeekday || b.IsHabit() && a.HasDate()
}

// mergeDate gives a point that has only a time the date of another.
func mergeDate(a *g.Point, b g.Point) {
	b.Timed, b.Minute, b.Part, b.Half12, b.Length = a.Timed, a.Minute, a.Part, a.Half12, a.Length
	b.Article = b.Article || a.Article
	*a = b
}

// bareWeekday tells whether a point is one day of the week, without `prochain` or `tous les`.
func bareWeekday(p *g.Point) bool {
	return p.When == g.OnWeekday && p.Mod == g.Bare && !p.IsHabit()
}

// isWeek tells whether a point is a week of the calendar.
func isWeek(p *g.Point) bool { return p.When == g.InUnit && p.Unit == g.WeekUnit }

// mergeDates puts two dates together that name one day: a weekday and a date, a weekday and its week.
func mergeDates(a *g.Point, b g.Point, today int) bool {
	if b.HasTime() && a.HasTime() {
		return false
	}
	switch {
	case bareWeekday(a) && (b.When == g.Dated || b.When == g.Relative || b.When == g.Feast):
		weekdayOf(a, b)
	case (a.When == g.Dated || a.When == g.Relative) && bareWeekday(&b) && !a.HasWeekday:
		a.Weekday, a.HasWeekday = b.Weekday, true
	case a.When == g.OnWeekday && !a.IsHabit() && isWeek(&b) && b.Mod != g.Bare && !b.Loose && !b.Every:
		a.When, a.Unit, a.Mod, a.HasWeekday = g.InUnit, g.WeekUnit, b.Mod, true
	case isWeek(a):
		return mergeWeek(a, b)
	case a.When == g.Relative && b.When == g.Dated:
		// `demain 26 novembre`: tomorrow, and no other day
		y, m, d := g.Civil(g.AddMonths(today, a.Months) + a.Offset)
		a.Impossible = a.Impossible || b.Day != d || b.Month != 0 && b.Month != m || b.Year != 0 && b.Year != y
	default:
		return false
	}
	return true
}

// weekdayOf gives a weekday the date that it is the weekday of: `vendredi 27 novembre`.
func weekdayOf(a *g.Point, b g.Point) {
	day := *a
	*a = b
	if day.Timed || day.Part != g.NoPart {
		a.Part, a.Timed, a.Minute, a.Half12 = day.Part, day.Timed, day.Minute, day.Half12
	}
	a.Weekday, a.HasWeekday = day.Weekday, true
}

// mergeWeek gives a week one of its days: `la semaine prochaine lundi`.
func mergeWeek(a *g.Point, b g.Point) bool {
	if a.HasWeekday || a.Loose || !bareWeekday(&b) {
		return false
	}
	a.Weekday, a.HasWeekday = b.Weekday, true
	return true
}

// mergeTime gives a point a time of day, or makes the one that it has more exact: `demain matin à 9h`.
func mergeTime(a *g.Point, b g.Point) bool {
	switch {
	case !a.HasTime() && b.HasTime():
		a.Timed, a.Minute, a.Part, a.Half12, a.Length = b.Timed, b.Minute, b.Part, b.Half12, g.Length{}
	case b.Part == g.WholeDay && !a.HasTime():
		a.Part = g.WholeDay
	case a.Part == g.WholeDay && b.Timed:
		return false
	case !a.Timed && b.Timed:
		a.Timed, a.Minute, a.Half12 = true, b.Minute, b.Half12
		within(a, a.Part)
	case a.Timed && !b.Timed && a.Part == g.NoPart:
		within(a, b.Part)
		a.Part = b.Part
	default:
		return false
	}
	return true
}

// within moves a clock time into the part of the day that it was said with: `ce soir à 8h` is 20:00,
// `tonight at 1am` is past midnight.
func within(a *g.Point, part g.Part) {
	h := a.Minute / 60
	switch part {
	case g.Afternoon:
		if h < 12 && a.Half12 != g.Said12 {
			a.Minute += 12 * 60
		}
	case g.Evening:
		switch {
		case a.Half12 == g.Said12 && h >= 6, h >= 12:
		case h < 4, a.Half12 == g.Said12:
			a.Minute += minutesOfDay
		default:
			a.Minute += 12 * 60
		}
	case g.Night:
		switch {
		case h >= 12, a.Half12 == g.Said12 && h > 8:
		case h <= 8:
			a.Minute += minutesOfDay
		default:
			a.Minute += 12 * 60
		}
	case g.Morning, g.NoPart, g.WholeDay:
	default:
	}
	if a.Minute/60 != h {
		a.Moved = true
	}
	if part != g.NoPart && part != g.WholeDay {
		a.Half12 = g.Said12
	}
}
