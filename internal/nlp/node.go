package nlp

import (
	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// node reads one point, with everything around it that belongs to the same moment: `tous les lundis
// matin`, `vendredi 27 novembre à 18h`, `the evening of Dec 24`. It gives the item after it, or 0. A bare
// number is given only where counts allows it.
func (p *parser) node(i int, counts bool) (node, int) {
	n := node{first: i}
	o, ok := p.opening(i)
	if !ok {
		return node{}, 0
	}
	i = o.end
	q := p.pointAt(i)
	if q == nil {
		if t := p.tok(i); o.every && t.Is(g.UnitWord) {
			return p.everyUnit(n, i, t)
		}
		return node{}, 0
	}
	n.Point = *q
	n.Every = n.Every || o.every
	n.Loose = n.Loose && (!o.every || n.When != g.OnWeekday)
	// `le lundi` is every Monday; `le` of `le 24` and `the Monday` say nothing.
	n.Article = o.article && p.tok(i-1).Text == "le"
	if q.IsCount() {
		if day, next := p.dayWithHour(&n, i, counts); next > 0 {
			return day, next
		}
		if o.dayArticle && p.tok(i-1).Is(g.DayArticle) {
			n.asDay()
		} else if !counts {
			return node{}, 0
		}
	}
	n.alt = p.swappable(i)
	n.dayish = p.tok(n.first - 1).Is(g.DayArticle)
	i = p.joinAll(&n, i+1)
	i += p.modAfter(&n, i)
	n.last = i
	if n.Every && (n.When == g.Dated || n.When == g.Relative || n.When == g.Feast) {
		n.Impossible = true
	}
	return n, i
}

// opening is the small words in front of a point: `tous les`, `le`, `à`.
type opening struct {
	every, article, dayArticle bool
	end                        int // the item after them
}

// opening reads the small words at an item; it is false where there are too many of them.
func (p *parser) opening(first int) (o opening, ok bool) {
	for i := first; ; i++ {
		t := p.tok(i)
		switch {
		case t.Is(g.Every):
			o.every = true
		case t.Is(g.Article) && !t.Is(g.To) && !t.Is(g.From):
			o.article, o.dayArticle = true, true
		case t.Is(g.DayArticle) && p.pointAt(i+1) != nil && i > first:
			o.dayArticle = true
		case t.Is(g.On) && !t.Is(g.AgoBefore), t.Is(g.At) && (!t.Is(g.To) || i == first):
		default:
			o.end = i
			return o, true
		}
		if i-first > 3 {
			return opening{}, false
		}
	}
}

// dayWithHour reads a bare number behind `du` that has an hour of its own, and so is a day: `du 24 à 18h`.
func (p *parser) dayWithHour(n *node, i int, counts bool) (node, int) {
	if i != n.first || !counts || !p.tok(i-1).Is(g.DayArticle) {
		return node{}, 0
	}
	day := node{Point: n.Point, first: i}
	day.asDay()
	next := p.join(&day, i+1)
	if next == i+1 || !day.HasTime() {
		return node{}, 0
	}
	day.last = next
	return day, next
}

// joinAll adds all the points that follow and speak of the same moment.
func (p *parser) joinAll(n *node, i int) int {
	for {
		j := p.join(n, i)
		if j == i {
			return i
		}
		i = j
	}
}

// modAfter takes `prochain` that belongs to everything before it: `samedi matin prochain`, `le 4 décembre
// prochain`. It tells how many items that took.
func (p *parser) modAfter(n *node, i int) int {
	t := p.tok(i)
	if !t.Is(g.Next) && !t.Is(g.Last) || p.pointAt(i+1) != nil {
		return 0
	}
	switch {
	case bareWeekday(&n.Point) && n.Offset == 0:
		n.Mod = g.ModNext
		if t.Is(g.Last) {
			n.Mod = g.ModLast
		}
		n.Article = false
		return 1
	case (n.When == g.Dated || n.When == g.Feast) && n.Year == 0:
		n.Mod = g.ModNext
		if t.Is(g.Last) {
			n.Mod = g.ModLast
		}
		return 1
	default:
		return 0
	}
}

// everyUnit reads `tous les jours`, `every day`.
func (p *parser) everyUnit(n node, i int, t *g.Token) (node, int) {
	n.Every = true
	if u, _ := t.Unit(); u != g.DayUnit {
		return node{}, 0
	}
	n.Set = g.AllDays
	i = p.joinAll(&n, i+1)
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

// linking is the small words between two points.
type linking struct{ comma, at, to, of bool }

// linking reads the small words at an item and gives the item of the point behind them, or 0 where the two
// points are two things.
func (p *parser) linking(i int) (l linking, next int) {
	j := i
	for ; j < i+4 && p.pointAt(j) == nil; j++ {
		t := p.tok(j)
		switch {
		case t.Is(g.And), t.Is(g.Of) && t.Is(g.Starting): // `dès`, which folds to `des`
			return l, 0
		case t.Text == ",":
			l.comma = true
		case t.Is(g.At):
			l.at = true
			l.to = l.to || t.Is(g.To)
		case t.Is(g.Of):
			l.of = true
		case t.Is(g.For) && p.lengthAt(j+1):
			return l, 0 // `vendredi pendant 2 heures`
		case t.Is(g.On), t.Is(g.Article), t.Is(g.Whole):
		default:
			return l, 0
		}
	}
	if p.pointAt(j) == nil {
		return l, 0
	}
	return l, j
}

// join adds the next point to n where both speak of one moment, over the small words between them. It
// gives the item after what it took.
func (p *parser) join(n *node, i int) int {
	l, j := p.linking(i)
	if j == 0 {
		return i
	}
	b := *p.pointAt(j)
	switch {
	case l.of && isWeek(&b) && b.Loose && (n.Set == g.AllDays && !n.HasTime() || n.IsHabit() && n.When == g.NoDay && !n.Timed):
		return j + 1 // `every day of the week`
	case b.IsCount():
		if next := p.joinCount(n, l, j, b.Count); next > 0 {
			return next
		}
		return i
	case b.IsLength(), l.of && p.ofSeparates(n, &b, j), l.to && p.toSeparates(n, &b, j), p.apart(n, &b, l, j):
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

// apart tells whether two points that could be one are two.
func (p *parser) apart(n *node, b *g.Point, l linking, j int) bool {
	switch {
	case l.comma && n.When == g.Relative && n.Months == 0 && bareWeekday(b):
		return g.WeekdayOf(p.today+n.Offset) != b.Weekday // `demain, vendredi et samedi`
	case n.HasDate():
		return false
	case bareWeekday(b) && n.IsHabit():
		return p.rangeFollows(j + 1) // `every evening Monday to Thursday`
	default:
		// `18h-20h en décembre`: no hour of a month
		return n.Timed && b.When == g.InUnit && b.Unit != g.WeekendUnit && !b.HasWeekday
	}
}

// joinCount adds a bare number: a day to a weekday, an hour to a part of the day. It gives the item after
// it, or 0.
func (p *parser) joinCount(n *node, l linking, j, count int) int {
	if p.firstOfHours(j) {
		return 0
	}
	// `le soir du 24`
	if l.of && n.Part != g.NoPart && !n.HasDate() && !n.Timed && !n.IsHabit() && p.tok(j-1).Is(g.DayArticle) && !p.rangeFollows(j+1) {
		n.When, n.Day, n.Impossible = g.Dated, count, count < 1 || count > 31
		n.Article = false
		return j + 1
	}
	// `vendredi 27`: the day of the month, unless it is the first of two hours.
	if bareWeekday(&n.Point) && !n.HasTime() && l == (linking{}) && count >= 1 && count <= 31 && p.head(j).Shape == g.Number {
		n.When, n.Day, n.Loose, n.Article = g.Dated, count, false, false
		return j + 1
	}
	// `tonight at 8`: an hour, since the part of the day says which.
	if l.at && n.Part != g.NoPart && n.Part != g.WholeDay && !n.Timed && count <= 12 {
		return p.hour(n, j, count)
	}
	return 0
}

// ofSeparates tells whether `de` before b begins something else.
func (p *parser) ofSeparates(n *node, b *g.Point, j int) bool {
	if !b.HasDate() && (b.Part == g.NoPart || !n.HasDate() || n.HasTime() || b.Timed) {
		return true // `demain de 9h`: a range begins
	}
	// `le soir du 24 au 26`
	return p.rangeFollows(j+1) && (n.When != g.OnWeekday || b.When != g.InUnit)
}

// toSeparates tells whether `à` before b begins the end of a range, rather than saying an hour.
func (p *parser) toSeparates(n *node, b *g.Point, j int) bool {
	hour := b.HasTime() && !b.HasDate()
	switch {
	case n.HasDate() && !n.Timed && n.Part != g.NoPart && n.Part != g.WholeDay && b.Timed && !b.HasDate():
		return !inside(*b, n.Part) // `de demain matin à 18h`
	case !hour, n.Set == 0 && (!n.HasDate() || n.HasTime()):
		return true
	case b.Timed:
		return p.tok(j-1).Text == "au"
	default:
		return p.head(j-1).Text == "a"
	}
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
	if limits(a, &b) {
		return false
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
func mergeDates(a *g.Point, b g.Point) bool {
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
	case a.When == g.Relative && b.When == g.Dated && !a.HasWeekday:
		*a = b
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
