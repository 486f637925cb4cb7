package nlp

import (
	"slices"

	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// compose makes one meaning of the segments.
func (p *parser) compose() Result {
	p.dropLoose()
	p.mark()
	for i := range p.segments {
		for _, n := range p.segments[i].nodes() {
			if n.Impossible {
				return p.refuse(Impossible, p.piece(n.first, n.last))
			}
		}
	}
	if r := p.tooLoose(); r != nil {
		return p.refused(r)
	}
	if r := p.halfRange(); r != nil {
		return p.refused(r)
	}
	if len(p.segments) == 0 {
		return p.refuse(NoDate, "")
	}
	p.cutOff()
	p.everyWeek()
	if p.recurs() {
		return p.week()
	}
	return p.period()
}

// nodes gives the points of a segment.
func (s *segment) nodes() []*node {
	switch s.kind {
	case span:
		return []*node{&s.a, &s.b}
	case until:
		return []*node{&s.b}
	case list, except:
		out := make([]*node, len(s.points))
		for i := range s.points {
			out[i] = &s.points[i]
		}
		return out
	case single, from, since, length:
		return []*node{&s.a}
	case weeks:
		return nil
	default:
		return nil
	}
}

// dropLoose gives the words that are dates only in company back to the reason: `mon`, `Avril`, `semaine`.
func (p *parser) dropLoose() {
	_, rest := p.reason()
	alone := len(p.segments) == 1 && rest == nil
	dated := false // a segment beside a bare `week-end` says the days itself
	for _, s := range p.segments {
		dated = dated || s.kind == span && s.a.HasDate() && !s.a.IsHabit() && !s.b.IsHabit()
	}
	kept := p.segments[:0]
	for i, s := range p.segments {
		if n := &s.a; dated && s.kind == single && n.Unit == g.WeekendUnit && n.Mod == g.Bare && n.Day == 0 && n.Holiday == 0 && !n.IsHabit() && !n.HasTime() {
			for j := s.first; j < s.last; j++ {
				p.items[j].point.Loose = true
			}
			continue // `week-end à la mer, de vendredi 18h à dimanche`
		}
		// `Wed 12-2pm`
		hours := bareWeekday(&s.a.Point) && i+1 < len(p.segments) && p.segments[i+1].first == s.last && hoursOnly(&p.segments[i+1])
		if len(p.segments) == 1 && rest != nil && p.bareMonth(&s) {
			continue // `Juin Dupont`
		}
		if s.kind == single && s.a.Loose && !s.a.HasTime() && !hours && (!alone || !s.saysItself()) {
			continue
		}
		kept = append(kept, s)
	}
	p.segments = kept
}

// bareMonth tells whether a segment is the name of a month and nothing else.
func (p *parser) bareMonth(s *segment) bool {
	it, before := &p.items[s.first], p.tok(s.first-1)
	return !before.Is(g.Vague) && !before.Is(g.EndOf) && s.kind == single && s.last-s.first == 1 && it.to-it.from == 1 && s.a.When == g.InUnit && s.a.Month != 0
}

// saysItself tells whether a loose word is a date when nothing else is said: `mai`, not `semaine`.
func (s *segment) saysItself() bool {
	return s.last-s.first == 1 && (s.a.When != g.InUnit || s.a.Month != 0 || s.a.Unit == g.WeekendUnit)
}

// mark notes which words were understood.
func (p *parser) mark() {
	for _, s := range p.segments {
		p.res.Understood = append(p.res.Understood, Span{p.items[s.first].Start, p.items[s.last-1].End})
	}
}

// tooLoose refuses what can't be recorded: words that blur a date, recurrence that isn't weekly, and
// points that found no place.
func (p *parser) tooLoose() *Refusal {
	for i := range p.items {
		if p.covered(i) {
			continue
		}
		if r := p.blur(i); r != nil {
			return r
		}
		if c := p.leftOver(i); c != 0 {
			end := i + 1
			if q := p.pointAt(i + 2); q != nil && q.IsCount() && !p.covered(i+2) && p.pointAt(i+1) == nil {
				end = i + 3 // both hours of `demain 8-12`
			}
			return &Refusal{Code: c, Piece: p.piece(i, end)}
		}
	}
	return nil
}

// blur refuses a word that makes what stands beside it too loose: `tous les deux lundis`, `vers lundi`.
func (p *parser) blur(i int) *Refusal {
	t := p.tok(i)
	switch {
	case t.Is(g.Alternate), t.Is(g.Every) && p.head(i+1).Is(g.UnitWord):
		return &Refusal{Code: NotWeekly, Piece: p.piece(i, min(i+2, len(p.items)))}
	case t.Is(g.Every) && p.begins(i+2):
		return &Refusal{Code: NotUnderstood, Piece: p.piece(i, i+2)}
	case vagueBeside(t) && (p.begins(i+1) || p.ends(i) || p.begins(i+2)):
		return &Refusal{Code: Vague, Piece: p.piece(i, i+1)}
	case t.Is(g.Except) && p.recurs() && t.Text != "but" && t.Text != "save":
		return &Refusal{Code: NotUnderstood, Piece: p.piece(i, min(i+2, len(p.items)))}
	case t.Is(g.EndOf) && p.ends(i):
		return &Refusal{Code: Vague, Piece: p.piece(i, i+1)}
	case t.Is(g.Meridiem) && t.End-t.Start <= 4 && p.ends(i):
		return &Refusal{Code: Vague, Piece: p.piece(i, i+1)} // `demain am`, in French the morning or the afternoon
	case t.Is(g.Vague) && p.trails(i):
		return &Refusal{Code: Vague, Piece: p.piece(i, i+1)}
	case (t.Is(g.Vague) || t.Is(g.EndOf)) && p.opensDate(i):
		end := i + 2
		for _, s := range p.segments {
			if s.first == i+1 || s.first == i+2 {
				end = s.last
			}
		}
		code := Vague
		if v, ok := t.As(g.Vague); ok && v.V == 2 {
			code = NotUnderstood
		}
		return &Refusal{Code: code, Piece: p.piece(i, min(end, len(p.items)))}
	default:
		return nil
	}
}

// trails tells whether a word is the last of what was said of a date: `le week-end d'après`, `demain tard`.
func (p *parser) trails(i int) bool {
	if next := p.head(i + 1); i+1 < len(p.items) && next.Shape != g.Mark {
		return false
	}
	return p.ends(i) || p.tok(i-1).Is(g.Of) && p.ends(i-1)
}

// opensDate tells whether a segment begins behind a word, perhaps over an article: `fin de la semaine`,
// `mid-December`.
func (p *parser) opensDate(i int) bool {
	if p.begins(i + 1) {
		return true
	}
	over, word := p.tok(i+1), p.tok(i)
	small := over.Is(g.Of) || over.Is(g.Article)
	if word.Is(g.Vague) {
		small = small || over.Is(g.EndOf) || over.Text == "-"
	}
	return small && p.begins(i+2)
}

// leftOver tells what is wrong with a point, or a word that is part of one, that no segment has taken: 0 is
// nothing.
func (p *parser) leftOver(i int) Code {
	t, q := p.tok(i), p.pointAt(i)
	switch {
	case q == nil:
		if t.Shape == g.Number && t.Digits == 4 && !t.Year() && p.ends(i) && p.wantsYear(i) {
			return Impossible // `24 décembre 2999`
		}
		if (t.Year() || t.Is(g.Next) || t.Is(g.Last)) && p.touches(i) {
			return NotUnderstood
		}
	case q.IsCount():
		if p.stray(i) {
			return NotUnderstood
		}
	case q.Loose && q.When == g.InUnit && q.Month == 0 && p.ofUnit(i):
		return NotUnderstood // `le dernier vendredi du mois`
	case q.IsLength(), q.Loose:
	case q.Impossible:
		return Impossible
	case q.Habit, q.HasDate(), q.Timed:
		return NotUnderstood
	}
	return 0
}

// wantsYear tells whether a segment ends at an item behind which a year can stand.
func (p *parser) wantsYear(i int) bool {
	for _, s := range p.segments {
		if s.last != i {
			continue
		}
		for _, n := range s.nodes() {
			if n.last == i && !n.HasTime() && n.Year == 0 && (n.When == g.Dated || n.When == g.InUnit || n.When == g.Feast) {
				return true
			}
		}
	}
	return false
}

// ofUnit tells whether a unit of the calendar narrows the date that stands before it: `du mois`, `of the year`.
func (p *parser) ofUnit(i int) bool {
	j := i - 1
	for p.tok(j).Is(g.Article) && !p.tok(j).Is(g.Of) {
		j--
	}
	return p.tok(j).Is(g.Of) && p.ends(j)
}

// stray tells whether a bare number stands beside a date, so that it was hardly meant as a reason:
// `demain 9-17`, and not `salle 12 demain` or `demain 2 rendez-vous`.
func (p *parser) stray(i int) bool {
	small := func(j int) bool {
		t := p.tok(j)
		return t.Text == "-" || t.Text == "/" || t.Is(g.At) || t.Is(g.To) || t.Is(g.From) || t.Is(g.Between) || t.Is(g.Until)
	}
	before, after := i-1, i+1
	for small(before) {
		before--
	}
	for small(after) {
		after++
	}
	if q := p.pointAt(after); q != nil && q.IsCount() {
		return p.covered(before)
	}
	if p.covered(after) {
		return after > i+1 || before < 0 || p.tok(before).Shape != g.Word
	}
	return p.covered(before) && (after >= len(p.items) || p.tok(after).Shape == g.Mark || before < i-1)
}

// touches tells whether a segment ends or begins beside an item, a comma aside.
func (p *parser) touches(i int) bool {
	return p.begins(i+1) || p.ends(i) || p.tok(i-1).Text == "," && p.ends(i-1)
}

// halfRange refuses a date that a connector joins to something that was not understood: `du prmier au
// trois janvier` is not the third.
func (p *parser) halfRange() *Refusal {
	for i := range p.segments {
		s := &p.segments[i]
		if s.kind != single || !s.a.HasDate() || s.a.When == g.Feast || s.a.When == g.InUnit {
			continue
		}
		first := p.tok(s.first)
		before := p.tok(s.first - 1)
		open := first.Text == "au" && s.first > 0 || before.Is(g.To) && !before.Is(g.At) || before.Is(g.Until)
		if open && s.first > 0 && !p.ends(s.first-1) {
			return &Refusal{Code: NotUnderstood, Piece: p.piece(0, s.last)}
		}
	}
	return nil
}

// vagueBeside tells whether a word blurs the date on either side of it: `demain en fin de journée`.
func vagueBeside(t *g.Token) bool {
	v, ok := t.As(g.Vague)
	return ok && v.V == 1
}

// ends tells whether a segment ends at an item, small words aside.
func (p *parser) ends(i int) bool {
	for p.tok(i-1).Is(g.On) || p.tok(i-1).Is(g.At) || p.tok(i-1).Is(g.Article) {
		i--
	}
	for _, s := range p.segments {
		if s.last == i {
			return true
		}
	}
	return false
}

// begins tells whether a segment begins at an item.
func (p *parser) begins(i int) bool {
	for _, s := range p.segments {
		if s.first == i {
			return true
		}
	}
	return false
}

// recurs tells whether the phrase speaks of hours of the week.
func (p *parser) recurs() bool {
	hours, days := 0, 0
	for i := range p.segments {
		s := &p.segments[i]
		switch s.kind {
		case except:
			continue
		case weeks:
			return true
		default:
		}
		for _, n := range s.nodes() {
			if n.IsHabit() || habitual(n, s) {
				return true
			}
		}
		if s.kind == span && !s.a.HasDate() && !s.b.HasDate() {
			hours++
		}
		if s.kind == span && plainDay(&s.a) && plainDay(&s.b) {
			days++
		}
	}
	// `du lundi au vendredi de 8h à 18h`: no single period has hours twice.
	return hours >= 1 && days == 1
}

// cutOff makes a start that asks for its end of a day with a connector behind it, and no more: `lundi à`.
func (p *parser) cutOff() {
	last := len(p.items) - 1
	s := &p.segments[len(p.segments)-1]
	if t := p.tok(last); s.kind == single && s.last == last && t.Shape == g.Word && (t.Is(g.To) || t.Is(g.Until)) {
		s.kind = from
	}
}

// everyWeek makes habits of the days that were said beside `chaque semaine`, `every week`.
func (p *parser) everyWeek() {
	if !slices.ContainsFunc(p.segments, func(s segment) bool { return s.kind == weeks }) {
		return
	}
	for i := range p.segments {
		for _, n := range p.segments[i].nodes() {
			if bareWeekday(&n.Point) {
				n.Every = true
			}
		}
	}
}

// habitual tells whether a point with a French article names a habit: `le lundi`, `le soir`.
func habitual(n *node, s *segment) bool {
	if !n.Article || s.kind != single && s.kind != list {
		return false
	}
	return n.When == g.OnWeekday && n.Mod == g.Bare && n.Offset == 0 ||
		n.When == g.NoDay && n.Part != g.NoPart && n.Part != g.WholeDay && !n.Timed
}

// plainDay tells whether a point is a day of the week and nothing else.
func plainDay(n *node) bool {
	return n.When == g.OnWeekday && n.Mod == g.Bare && !n.HasTime() && n.Offset == 0
}

// harmonise lets the ends of a range lend each other what was said once: the month, the year, the half
// of the day, and whether a bare number is a day or an hour. It is false where they don't fit.
func (p *parser) harmonise(a, b *node, article bool) bool {
	if !settleCounts(a, b, article) {
		return false
	}
	if a.When == g.Dated && b.When == g.Dated {
		lendMonth(a, b)
		lendMonth(b, a)
		lendYear(a, b)
	}
	if a.When == g.InUnit && b.When == g.InUnit && a.Month != 0 && b.Month != 0 {
		lendYear(a, b)
	}
	halves(a, b)
	return true
}

// settleCounts makes days or hours of bare numbers at the ends of a range, by the end that says what it is.
func settleCounts(a, b *node, article bool) bool {
	switch {
	case a.IsCount() && b.IsCount():
		if !article {
			return false
		}
		a.asDay()
		b.asDay()
	case a.IsCount():
		return settleStart(a, b)
	case b.IsCount():
		return settleEnd(a, b)
	}
	return true
}

// settleStart settles a bare number at the start: `18-20h`, `24-26 décembre`.
func settleStart(a, b *node) bool {
	switch {
	case b.Timed && (!b.HasDate() || b.late):
		a.asHour(b.Half12)
	case b.When == g.Dated:
		a.asDay()
	default:
		return false
	}
	return true
}

// settleEnd settles a bare number at the end: `6pm-8`, `du 24 décembre au 26`.
func settleEnd(a, b *node) bool {
	switch {
	case a.When == g.Dated && (b.dayish || b.Count > 24):
		b.asDay()
	case a.Timed:
		b.asHour(a.Half12)
		if a.HasDate() && b.Minute <= a.Minute && a.Half12 != g.Said12 && b.Minute/60 > 0 && b.Minute/60 < 25 && a.Minute/60 > 24 {
			return false
		}
	case a.When == g.Dated && !a.HasTime():
		b.asDay()
	default:
		return false
	}
	return true
}

// lendMonth gives a day without a month that of the other, and its year.
func lendMonth(to, by *node) {
	if to.Month != 0 || by.Month == 0 {
		return
	}
	to.Month = by.Month
	if to.Year == 0 {
		to.Year = by.Year
	}
}

// lendYear gives the start of a range the year of its end, or the one before: `du 24 décembre au 2
// janvier 2027`.
func lendYear(a, b *node) {
	if a.Year != 0 || b.Year == 0 {
		return
	}
	a.Year = b.Year
	if a.Month > b.Month {
		a.Year--
	}
}

func (n *node) asDay() {
	n.Point = g.Point{When: g.Dated, Day: n.Count, Impossible: n.Count < 1 || n.Count > 31}
}

func (n *node) asHour(other g.Half12) {
	half := g.Clock24
	if other != g.Clock24 && n.Count <= 12 {
		half = g.Clock12
	}
	n.Timed, n.Minute, n.Half12, n.HasCount = true, 60*n.Count, half, false
	n.Impossible = n.Count > 24
	n.Count = 0
}

// halves settles hours that can be of the morning or the afternoon by their partner: `2 to 4pm`, `from
// noon to 1:30`, `10 to 2pm`.
func halves(a, b *node) {
	if !a.Timed || !b.Timed {
		return
	}
	sameDay := !b.HasDate() || b.late
	switch {
	case a.Moved && b.Half12 != g.Said12 && sameDay:
		if later := b.Minute + 720; b.Minute < 720 && later > a.Minute {
			b.Minute = later // `ce soir à 8h jusqu'à 10h`
		}
	case (a.Half12 == g.Clock12 || b.Spoken && a.Half12 == g.Clock24) && b.Half12 == g.Said12 && b.Minute < minutesOfDay && sameDay:
		if later := a.Minute%720 + 720; b.Minute >= 720 && later < b.Minute && a.Minute < 720 {
			a.Minute = later
		}
	case (a.Half12 == g.Said12 && b.Half12 == g.Clock12 || a.Half12 == g.Said12 && a.Minute == 12*60 && b.Half12 == g.Clock24 && b.Minute < 5*60) && sameDay && a.Minute < minutesOfDay:
		if later := b.Minute + 720; b.Minute <= a.Minute && later > a.Minute && b.Minute < 720 && later < minutesOfDay {
			b.Minute = later
		}
	}
}
