package grammar

import "time"

// Span is a run of days, the last one not included.
type Span struct{ From, To int }

// Shifts tells whether the point can mean another day when the nearest one doesn't fit: `vendredi` can,
// `vendredi prochain` and `demain` can't.
func (p *Point) Shifts() bool {
	switch p.When {
	case NoDay:
		return true
	case OnWeekday:
		return p.Mod == Bare
	case Dated, Feast, Ponts:
		return p.Year == 0 && p.Mod == Bare
	case InUnit:
		return p.Mod == Bare && p.Year == 0
	default:
		return false
	}
}

// Days gives the days of the point's date as seen from a day: for k = 0 the first that isn't over, for
// k = 1 the next one, for k = -1 the one before. A point that doesn't shift has the same days for every k.
// It is false where there is no such day.
func (p *Point) Days(today, k int, r Region) (Span, bool) {
	switch p.When {
	case NoDay:
		return one(today+k, true)
	case Relative:
		d := today + p.Offset
		if p.Months != 0 {
			d = AddMonths(d, p.Months)
		}
		return one(d, true)
	case OnWeekday:
		return p.weekday(today, k)
	case Dated:
		return p.dated(today, k)
	case Feast:
		return p.yearly(today, k, func(year int) (Span, bool) {
			d, ok := p.Holiday.Day(year, r)
			return Span{d + p.Offset, d + p.Offset + 1}, ok
		})
	case Ponts:
		return p.yearly(today, k, func(year int) (Span, bool) { return p.Holiday.bridge(year, r) })
	case InUnit:
		return p.unit(today, k, r)
	case Moment, Run, Following, SoFar:
		return Span{}, false
	default:
		return Span{}, false
	}
}

func one(d int, ok bool) (Span, bool) { return Span{d, d + 1}, ok }

// bridge gives the days off around a holiday: with the weekend, and the day between them.
func bridge(d int) Span {
	switch WeekdayOf(d) {
	case time.Thursday:
		return Span{d, d + 4}
	case time.Friday:
		return Span{d, d + 3}
	case time.Monday:
		return Span{d - 2, d + 1}
	case time.Tuesday:
		return Span{d - 3, d + 1}
	case time.Saturday, time.Sunday, time.Wednesday:
		return Span{d, d + 1} // there is nothing to bridge
	default:
		return Span{d, d + 1}
	}
}

func (p *Point) weekday(today, k int) (Span, bool) {
	ahead := (int(p.Weekday) - int(WeekdayOf(today)) + 7) % 7
	switch p.Mod {
	case ModNext:
		if ahead == 0 {
			ahead = 7
		}
		return one(today+ahead+p.Offset, true)
	case ModLast:
		return one(today+ahead-7, true)
	case ModThis, Bare:
		return one(today+ahead+7*k+p.Offset, true)
	default:
		return Span{}, false
	}
}

// dated gives a day of a month. What was not said runs: the years, or the months.
func (p *Point) dated(today, k int) (Span, bool) {
	if p.Year != 0 {
		return one(DayNumber(p.Year, p.Month, p.Day), p.Day >= 1 && p.Day <= DaysIn(p.Year, p.Month))
	}
	if p.Month != 0 {
		return p.yearly(today, k, func(year int) (Span, bool) {
			return one(DayNumber(year, p.Month, p.Day), p.Day >= 1 && p.Day <= DaysIn(year, p.Month))
		})
	}
	y, m, _ := Civil(today)
	return p.modded(today, k, func(i int) (Span, bool) {
		first := DayNumber(y, m+time.Month(i), 1)
		fy, fm, _ := Civil(first)
		return one(first+p.Day-1, p.Day >= 1 && p.Day <= DaysIn(fy, fm))
	})
}

// yearly gives the days that come once a year.
func (p *Point) yearly(today, k int, of func(year int) (Span, bool)) (Span, bool) {
	if p.Year != 0 {
		return of(p.Year)
	}
	y, _, _ := Civil(today)
	return p.modded(today, k, func(i int) (Span, bool) { return of(y + i) })
}

// modded counts the occurrences of what comes again and again, or takes the one that `prochain` or `dernier`
// means: the first that begins after today, the latest that is over.
func (p *Point) modded(today, k int, of func(step int) (Span, bool)) (Span, bool) {
	switch p.Mod {
	case ModLast:
		return nth(today, -1, of)
	case ModNext:
		s, ok := nth(today, 0, of)
		if ok && s.From <= today {
			return nth(today, 1, of)
		}
		return s, ok
	case Bare, ModThis:
	default:
	}
	return nth(today, k, of)
}

// nth counts the occurrences of something that comes in every step, or in most: 0 is the first that is
// not over at the beginning of today, 1 the one after it, -1 the one before it.
func nth(today, k int, of func(step int) (Span, bool)) (Span, bool) {
	const far = 40 // steps: more than the 8 years without a 29 February around 2100
	dir, start := 1, -1
	if k < 0 {
		dir, start, k = -1, 1, -k-1
	}
	for i := start; i*dir <= far; i += dir {
		s, ok := of(i)
		over := ok && s.To <= today
		if !ok || over == (dir > 0) {
			continue
		}
		if k == 0 {
			return s, true
		}
		k--
	}
	return Span{}, false
}

// unit gives a calendar week, weekend, month, quarter or year.
func (p *Point) unit(today, k int, r Region) (Span, bool) {
	step := k
	switch p.Mod {
	case ModNext:
		step = 1
	case ModLast:
		step = -1
	case ModThis:
		step = 0
	case Bare:
	default:
		return Span{}, false
	}
	step += p.Offset
	y, m, _ := Civil(today)
	switch p.Unit {
	case WeekUnit, WeekendUnit:
		return p.week(today, step, r)
	case MonthUnit:
		if p.Month == 0 {
			return months(y, m, step, 1), true
		}
		return p.yearly(today, k, func(year int) (Span, bool) { return months(year, p.Month, 0, 1), true })
	case QuarterUnit:
		if p.Number == 0 {
			return months(y, (m-1)/3*3+1, 3*step, 3), true
		}
		return p.yearly(today, k, func(year int) (Span, bool) {
			return months(year, time.Month(3*p.Number-2), 0, 3), p.Number <= 4
		})
	case YearUnit:
		if p.Year != 0 {
			return months(p.Year, time.January, 0, 12), true
		}
		return months(y+step, time.January, 0, 12), true
	case DayUnit:
		return one(today+step, true)
	case NoUnit, Minute, Hour:
		return Span{}, false
	default:
		return Span{}, false
	}
}

func months(y int, m time.Month, step, n int) Span {
	return Span{DayNumber(y, m+time.Month(step), 1), DayNumber(y, m+time.Month(step+n), 1)}
}

func (p *Point) week(today, step int, r Region) (Span, bool) {
	monday := Monday(today) + 7*step
	switch {
	case p.Holiday != NoHoliday:
		near, ok := p.yearly(today, 0, func(year int) (Span, bool) {
			d, has := p.Holiday.Day(year, r)
			return Span{d, d + 1}, has
		})
		if !ok {
			return Span{}, false
		}
		monday = Monday(near.From)
	case p.Day != 0:
		near, ok := p.dated(today, 0)
		if !ok {
			return Span{}, false
		}
		monday = Monday(near.From)
	case p.Number != 0:
		numbered, ok := p.yearly(today, step, func(year int) (Span, bool) {
			first := isoWeek(year, p.Number)
			return Span{first, first + 7}, p.Number >= 1 && first < isoWeek(year+1, 1)
		})
		if !ok {
			return Span{}, false
		}
		monday = numbered.From
	}
	if p.HasWeekday {
		return one(monday+(int(p.Weekday)+6)%7, true)
	}
	if p.Unit == WeekendUnit {
		return Span{monday + 4, monday + 7}, true
	}
	return Span{monday, monday + 7}, true
}

// isoWeek gives the Monday of a numbered week: week 1 holds 4 January.
func isoWeek(year, number int) int { return Monday(DayNumber(year, time.January, 4)) + 7*(number-1) }
