package nlp

import (
	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// node reads one point, with everything around it that belongs to the same moment: `tous les lundis
// matin`, `vendredi 27 novembre à 18h`, `the evening of Dec 24`. It gives the item after it, or 0. A bare
// number is given only where counts allows it.
func (p *parser) node(i int, counts bool) (node, int) {
	n := node{first: i}
	every, article, dayArticle := false, false, false
	for ; ; i++ {
		t := p.tok(i)
		switch {
		case t.Is(g.Every):
			every = true
		case t.Is(g.Article) && !t.Is(g.To) && !t.Is(g.From):
			article, dayArticle = true, true
		case t.Is(g.DayArticle) && p.pointAt(i+1) != nil && i > n.first:
			dayArticle = true
		case t.Is(g.On) && !t.Is(g.AgoBefore), t.Is(g.At) && (!t.Is(g.To) || i == n.first):
		default:
			goto found
		}
		if i-n.first > 3 {
			return node{}, 0
		}
	}
found:
	q := p.pointAt(i)
	if q == nil {
		if t := p.tok(i); every && t.Is(g.UnitWord) {
			return p.everyUnit(n, i, t)
		}
		return node{}, 0
	}
	n.Point = *q
	n.Every = n.Every || every
	// `le lundi` is every Monday; `le` of `le 24` and `the Monday` say nothing.
	n.Article = article && p.tok(i-1).Text == "le"
	if q.IsCount() {
		if connector := p.tok(i - 1); i == n.first && connector.Is(g.DayArticle) && counts {
			// `du 24 à 18h`: with an hour of its own, the number is a day.
			day := node{Point: g.Point{When: g.Dated, Day: q.Count, Impossible: q.Count < 1 || q.Count > 31}, first: i}
			if next := p.join(&day, i+1); next > i+1 && day.HasTime() {
				day.last = next
				return day, next
			}
		}
		if dayArticle && p.tok(i-1).Is(g.DayArticle) {
			n.Point = g.Point{When: g.Dated, Day: q.Count, Impossible: q.Count < 1 || q.Count > 31}
		} else if !counts {
			return node{}, 0
		}
	}
	n.alt = p.swappable(i)
	n.dayish = p.tok(n.first - 1).Is(g.DayArticle)
	i++
	for {
		j := p.join(&n, i)
		if j == i {
			break
		}
		i = j
	}
	// `samedi matin prochain`, `le 4 décembre prochain`
	if t := p.tok(i); (t.Is(g.Next) || t.Is(g.Last)) && p.pointAt(i+1) == nil {
		switch {
		case n.When == g.OnWeekday && n.Mod == g.Bare && !n.IsHabit() && n.Offset == 0:
			n.Mod = g.ModNext
			if t.Is(g.Last) {
				n.Mod = g.ModLast
			}
			n.Article = false
			i++
		case n.When == g.Dated && n.Year == 0 && t.Is(g.Next):
			i++
		}
	}
	n.last = i
	if n.Every && (n.When == g.Dated || n.When == g.Relative || n.When == g.Feast) {
		n.Impossible = true
	}
	return n, i
}

// everyUnit reads `tous les jours`, `every day`, `chaque semaine`.
func (p *parser) everyUnit(n node, i int, t *g.Token) (node, int) {
	u, _ := t.As(g.UnitWord)
	n.Every = true
	switch g.Unit(u.V) {
	case g.DayUnit:
		n.Set = g.AllDays
	case g.WeekUnit:
		n.When, n.Unit = g.InUnit, g.WeekUnit
	default:
		return node{}, 0
	}
	i++
	for {
		j := p.join(&n, i)
		if j == i {
			break
		}
		i = j
	}
	n.last = i
	return n, i
}

// swappable tells whether the item is a date such as 03/04, which many English speakers mean the other
// way round.
func (p *parser) swappable(i int) bool {
	t := p.head(i)
	q := p.pointAt(i)
	return q != nil && !p.s.French && q.When == g.Dated && q.Month != 0 && t.Shape == g.Number &&
		t.Value <= 12 && t.Digits <= 2 && p.s.Token(p.items[i].from+1).Text == "/" && q.Day != int(q.Month)
}

// join adds the next point to n where both speak of one moment, over the small words between them. It
// gives the item after what it took.
func (p *parser) join(n *node, i int) int {
	var comma, at, to, of, and bool
	j := i
	for ; j < i+4 && p.pointAt(j) == nil; j++ {
		t := p.tok(j)
		switch {
		case t.Text == ",":
			comma = true
		case t.Is(g.At):
			at = true
			to = to || t.Is(g.To)
		case t.Is(g.Of):
			of = true
		case t.Is(g.For) && p.lengthAt(j+1):
			return i // `vendredi pendant 2 heures`
		case t.Is(g.On), t.Is(g.Article):
		case t.Is(g.Whole):
		default:
			return i
		}
		and = and || t.Is(g.And)
	}
	q := p.pointAt(j)
	if q == nil || and {
		return i
	}
	b := *q
	switch {
	case of && n.Set == g.AllDays && b.When == g.InUnit && b.Unit == g.WeekUnit && b.Loose && !n.HasTime():
		return j + 1 // `every day of the week`
	case b.IsCount():
		// `vendredi 27`: the day of the month, unless it is the first of two hours.
		if n.When == g.OnWeekday && n.Mod == g.Bare && !n.IsHabit() && !n.HasTime() && !at && !of && !comma &&
			b.Count >= 1 && b.Count <= 31 && !p.firstOfHours(j) && p.head(j).Shape == g.Number {
			n.When, n.Day, n.Loose, n.Article = g.Dated, b.Count, false, false
			return j + 1
		}
		// `tonight at 8`: an hour, since the part of the day says which.
		if at && n.Part != g.NoPart && n.Part != g.WholeDay && !n.Timed && b.Count <= 12 && !p.firstOfHours(j) {
			return p.hour(n, j, b.Count)
		}
		return i
	case b.IsLength():
		return i
	case of && !b.HasDate() && !(b.Part != g.NoPart && n.HasDate() && !n.HasTime() && !b.Timed):
		return i // `demain de 9h`: a range begins
	case of && p.rangeFollows(j+1) && !(n.When == g.OnWeekday && b.When == g.InUnit):
		return i // `le soir du 24 au 26`
	case to && n.HasDate() && !n.Timed && n.Part != g.NoPart && n.Part != g.WholeDay && b.Timed && !b.HasDate():
		if !inside(b, n.Part) {
			return i // `de demain matin à 18h`
		}
	case to && !(n.HasDate() && !n.HasTime() && !b.HasDate() && b.HasTime()) && !(n.Set != 0 && b.HasTime() && !b.HasDate()):
		return i
	case to && !b.Timed && p.head(j-1).Text == "a":
		return i
	case to && p.tok(j-1).Text == "au" && b.Timed:
		return i
	}
	before := n.HasTime()
	if !p.merge(&n.Point, b) {
		return i
	}
	n.late = before && (b.HasDate() || b.Set != 0) && !b.HasTime()
	n.alt = n.alt || p.swappable(j)
	return j + 1
}

// lengthAt tells whether the item can be read as a length.
func (p *parser) lengthAt(i int) bool {
	q := p.pointAt(i)
	return q != nil && !q.Length.IsZero()
}

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

// firstOfHours tells whether the number at i is the first of two hours: `18-20h`, `18 à 20h`.
func (p *parser) firstOfHours(i int) bool {
	t := p.tok(i + 1)
	if t.Text != "-" && !t.Is(g.To) && !t.Is(g.And) {
		return false
	}
	q := p.pointAt(i + 2)
	return q != nil && (q.Timed && !q.HasDate() || q.IsCount() && t.Text == "-")
}

// rangeFollows tells whether a connector and an end stand at i.
func (p *parser) rangeFollows(i int) bool {
	t := p.tok(i)
	if !t.Is(g.To) && !t.Is(g.Until) && t.Text != "-" {
		return false
	}
	for j := i + 1; j < i+3; j++ {
		if q := p.pointAt(j); q != nil {
			return !t.Is(g.At) || q.HasDate() || q.IsCount()
		}
	}
	return false
}

// merge adds what b says to a where the two complete each other.
func (p *parser) merge(a *g.Point, b g.Point) bool {
	if a.IsCount() || a.IsLength() || a.When == g.Moment || b.When == g.Moment || a.When == g.Run || b.When == g.Run {
		return false
	}
	// How long a habit lasts is said beside it: `tous les soirs en décembre`.
	if a.IsHabit() && b.HasDate() && b.When != g.OnWeekday && a.When != g.OnWeekday || b.IsHabit() && a.HasDate() && a.When != g.OnWeekday {
		if !(a.When == g.InUnit && a.Every) && !(a.When == g.InUnit && a.Unit == g.WeekendUnit) {
			return false
		}
	}
	merged := *a
	if b.HasDate() || b.Set != 0 {
		switch {
		case !a.HasDate() && a.Set == 0:
			mergeDate(&merged, b)
		case !mergeDates(&merged, b):
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

// mergeDate gives a point that has only a time the date of another.
func mergeDate(a *g.Point, b g.Point) {
	b.Timed, b.Minute, b.Part, b.Half12, b.Length = a.Timed, a.Minute, a.Part, a.Half12, a.Length
	b.Article = b.Article || a.Article
	*a = b
}

// mergeDates puts two dates together that name one day: a weekday and a date, a weekday and its week.
func mergeDates(a *g.Point, b g.Point) bool {
	if b.HasTime() && a.HasTime() {
		return false
	}
	switch {
	case a.When == g.OnWeekday && a.Mod == g.Bare && !a.IsHabit() && (b.When == g.Dated || b.When == g.Relative || b.When == g.Feast):
		w := a.Weekday
		part, timed, minute, half := a.Part, a.Timed, a.Minute, a.Half12
		*a = b
		if timed || part != g.NoPart {
			a.Part, a.Timed, a.Minute, a.Half12 = part, timed, minute, half
		}
		a.Weekday, a.HasWeekday = w, true
	case (a.When == g.Dated || a.When == g.Relative) && b.When == g.OnWeekday && b.Mod == g.Bare && !b.IsHabit() && !a.HasWeekday:
		a.Weekday, a.HasWeekday = b.Weekday, true
	case a.When == g.OnWeekday && b.When == g.InUnit && b.Unit == g.WeekUnit && !a.IsHabit() && b.Mod != g.Bare && !b.Loose && !b.Every:
		a.When, a.Unit, a.Mod, a.HasWeekday = g.InUnit, g.WeekUnit, b.Mod, true
	case a.When == g.InUnit && a.Unit == g.WeekUnit && !a.HasWeekday && !a.Loose && b.When == g.OnWeekday && b.Mod == g.Bare && !b.IsHabit() && !a.Every:
		a.Weekday, a.HasWeekday = b.Weekday, true
	case a.When == g.InUnit && a.Unit == g.WeekUnit && a.Every && b.When == g.OnWeekday:
		*a = b
		a.Every = true
	case a.When == g.Relative && b.When == g.Dated && !a.HasWeekday:
		*a = b
	default:
		return false
	}
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
