package nlp

import (
	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// What keeps a phrase from being recorded: words that blur a date, and pieces of dates that found no place.

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
	case t.Is(g.Between) && p.begins(i+1):
		return &Refusal{Code: NotUnderstood, Piece: p.piece(i, i+1)} // `entre lundi et`, and no more
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
		if t := p.tok(before).Text; t == "," || t == ":" {
			before-- // `Monday, 9 to 5`
		}
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
