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
	// `les lundi et jeudi` is as much a habit as `les lundis et jeudis`.
	n.Article = o.article && (p.tok(i-1).Text == "le" || p.tok(i-1).Text == "les" && bareWeekday(q))
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
	case n.Timed && !n.HasDate() && p.hoursOfPart(n, b, j):
		return true // `de 8h à 10h demain matin`: both hours are of the morning
	case n.Timed && !n.HasDate() && bareWeekday(b) && p.listOfDays(j):
		return true // `12h-13h30 le lundi et le jeudi`: the hours of both
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

// hoursOfPart tells whether n is the end of hours that both belong to the part of a day behind them: then the day
// is said of both, and not of the end alone as in `de 22h à 6h demain matin`.
func (p *parser) hoursOfPart(n *node, b *g.Point, j int) bool {
	part := b.Part
	if q := p.pointAt(j + 1); part == g.NoPart && q != nil && !q.HasDate() && !q.Timed && !q.IsHabit() {
		part = q.Part
	}
	c, a := p.tok(n.first-1), p.pointAt(n.first-2)
	connects := c.Is(g.To) || c.Is(g.Until) || c.Is(g.And) || c.Text == "-"
	if part == g.NoPart || part == g.WholeDay || !b.HasDate() || b.Timed || b.IsHabit() || !connects || a == nil || a.HasDate() {
		return false
	}
	for k := range n.first - 2 {
		if q := p.pointAt(k); q != nil && (q.HasDate() || q.HasTime() || q.Set != 0) {
			return false
		}
	}
	start, end := *a, n.Point
	if start.IsCount() {
		start.Timed, start.Minute, start.Half12 = true, 60*start.Count, g.Clock12
	}
	if !start.Timed {
		return false
	}
	within(&start, part)
	within(&end, part)
	return start.Minute < end.Minute && (start.Minute < 12*60) == (part == g.Morning)
}

// listOfDays tells whether the day at j is the first of several that have an article each.
func (p *parser) listOfDays(j int) bool {
	sep := p.separator(j + 1)
	if sep == 0 || p.tok(j-1).Text != "le" || p.tok(j+1+sep).Text != "le" {
		return false
	}
	q := p.pointAt(j + 2 + sep)
	return q != nil && bareWeekday(q)
}

// joinCount adds a bare number: a day to a weekday, an hour to a part of the day. It gives the item after
// it, or 0.
func (p *parser) joinCount(n *node, l linking, j, count int) int {
	if p.firstOfHours(j, n, count) {
		return 0
	}
	// `le soir du 24`
	if l.of && n.Part != g.NoPart && !n.HasDate() && !n.Timed && !n.IsHabit() && p.tok(j-1).Is(g.DayArticle) && !p.rangeFollows(j+1) {
		n.When, n.Day, n.Impossible = g.Dated, count, count < 1 || count > 31
		n.Article = false
		return j + 1
	}
	// `vendredi 27`: the day of the month, unless it is the first of two hours.
	if bareWeekday(&n.Point) && (!n.HasTime() || n.late) && l == (linking{}) && count >= 1 && count <= 31 && p.head(j).Shape == g.Number {
		n.When, n.Day, n.Loose, n.Article = g.Dated, count, false, false
		return j + 1
	}
	// `demain jeudi 26`
	if n.When == g.Relative && n.HasWeekday && !n.HasTime() && l == (linking{}) && p.head(j).Shape == g.Number && !p.rangeFollows(j+1) &&
		p.merge(&n.Point, g.Point{When: g.Dated, Day: count}) {
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

// comes tells whether the next such day of a month is that day of the week: `vendredi 4 à 18h` may then be an hour
// of the fourth.
func (p *parser) comes(n *node, count int) bool {
	if count > 24 {
		return true
	}
	for day := p.today; bareWeekday(&n.Point) && day < p.today+62; day++ {
		if _, _, d := g.Civil(day); d == count {
			return g.WeekdayOf(day) == n.Weekday
		}
	}
	return false
}

// firstOfHours tells whether the number at i is the first of two hours: `18-20h`, `18 à 20h`.
func (p *parser) firstOfHours(i int, n *node, count int) bool {
	t := p.tok(i + 1)
	if t.Text != "-" && !t.Is(g.To) && !t.Is(g.And) && !t.Is(g.Until) {
		return false
	}
	q := p.pointAt(i + 2)
	if q == nil || !q.IsCount() {
		return q != nil && q.Timed && !q.HasDate() && (!t.Is(g.Until) || t.Is(g.To)) && (t.Text != "a" || !p.comes(n, count))
	}
	// `Monday 9 to 5` is no ninth of a month, nor are these hours; `vendredi 27 au 29` are days.
	return t.Text == "-" || !t.Is(g.DayArticle) && !t.Is(g.And) && q.Count <= 24 && p.pointAt(i).Count <= 24
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
