// Package en is English as people type it about dates: a dictionary, and the rules that only English has.
package en

import (
	"github.com/olebedev/when/rules"

	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// Rules are the English rules, in order.
var Rules = []g.Rule{
	{Name: "2 hours ago", Begins: g.Numbers | g.Any(g.Half), Read: ago},
	{Name: "in 2 hours", Begins: g.Any(g.In), Read: g.Ahead},
	{Name: "the next 3 days", Begins: g.Numbers | g.Which, Read: g.Units},
	{Name: "half past six", Begins: g.Numbers | g.Any(g.Half, g.Quarter), Read: past},
	{Name: "six thirty pm", Begins: g.Any(g.Cardinal), Read: spoken},
}

// Upstream gives the rules for single points, the shared ones included, as rules of `when`.
func Upstream() []rules.Rule {
	words := g.NewDictionary(Words)
	out := make([]rules.Rule, 0, len(Rules)+len(g.Shared))
	for _, list := range [][]g.Rule{Rules, g.Shared} {
		for _, r := range list {
			out = append(out, r.Upstream(words, false))
		}
	}
	return out
}

// ago reads `two hours ago`, `3 days ago`, and their mirror `two hours from now`.
func ago(s *g.Sentence, i int) (g.Point, int) {
	l, n := g.LengthAt(s, i)
	switch t := s.Token(i + n); {
	case n == 0:
		return g.Point{}, 0
	case t.Is(g.AgoAfter):
		return g.FromNow(l, -1), n + 1
	case t.Is(g.NowWord) && t.Text == "from" && !s.Token(i-1).Is(g.For):
		return g.FromNow(l, 1), n + 1
	default:
		return g.Point{}, 0
	}
}

// past reads `half past six`, `quarter to seven`, `ten past noon`, `20 past 6 pm`.
func past(s *g.Sentence, i int) (g.Point, int) {
	minute, j := minutesBeside(s, i)
	if j == i {
		return g.Point{}, 0
	}
	switch t := s.Token(j); {
	case t.Is(g.Past):
	case t.Text == "to" && (s.Token(i).Is(g.Quarter) || !s.Token(i-1).Is(g.From) && !s.Token(i-1).Is(g.Between)):
		minute = -minute
	default:
		return g.Point{}, 0
	}
	j++
	p, ok := hourBeside(s, j)
	if !ok {
		return g.Point{}, 0
	}
	if s.Token(j).Is(g.Midnight) && minute < 0 {
		p.Minute = 24 * 60
	}
	j++
	if s.Token(j).Text == "o clock" || s.Token(j).Text == "oclock" {
		j++
	}
	if p.Half12 == g.Clock12 {
		j += s.MeridiemAt(j, &p)
		if p.Half12 == g.Said12 && p.Minute == 12*60 && minute < 0 && s.Token(j-1).Text == "am" {
			p.Minute = 24 * 60
		}
	}
	p.Minute += minute
	if p.Minute < 0 {
		p.Minute += 24 * 60
	}
	return p, j - i
}

// minutesBeside reads the minutes before `past` or `to`, and gives the token after them; i is none.
func minutesBeside(s *g.Sentence, i int) (minute, j int) {
	switch t := s.Token(i); {
	case t.Is(g.Half):
		return 30, i + 1
	case t.Is(g.Quarter):
		return 15, i + 1
	case t.Is(g.Cardinal) && t.Text == "a" && s.Token(i+1).Is(g.Quarter):
		return 15, i + 2
	}
	m, ok := s.Number(i)
	if !ok || m < 1 || m > 59 {
		return 0, i
	}
	j = i + 1
	if u, is := s.Token(j).Unit(); is && u == g.Minute {
		j++
	} else if s.Token(i).Shape == g.Number && m%5 != 0 {
		return 0, i
	}
	if !s.Token(j).Is(g.Past) && !s.Token(i).Is(g.Cardinal) && s.Token(j).Text == "to" {
		return 0, i // `from 10 to 6pm` is two hours, not ten minutes before six
	}
	return m, j
}

// hourBeside reads the hour after `past` or `to`; midnight is the beginning of a day.
func hourBeside(s *g.Sentence, j int) (p g.Point, ok bool) {
	p = g.Point{Timed: true, Half12: g.Said12}
	switch t := s.Token(j); {
	case t.Is(g.Noon):
		p.Minute = 12 * 60
		return p, true
	case t.Is(g.Midnight):
		return p, true
	}
	h, ok := s.Number(j)
	if !ok || h > 24 || h < 1 || s.Token(j).Digits > 2 {
		return g.Point{}, false
	}
	p.Minute, p.Half12 = 60*h, g.Clock12
	if h > 12 {
		p.Half12 = g.Clock24
	}
	return p, true
}

// spoken reads an hour and minutes in words: `six thirty`, `six thirty pm`, `eight fifteen am`.
func spoken(s *g.Sentence, i int) (g.Point, int) {
	h, ok := s.Token(i).As(g.Cardinal)
	if !ok || h.V < 1 || h.V > 12 || s.Token(i).Text == "a" || s.Token(i).Text == "an" {
		return g.Point{}, 0
	}
	m, ok := s.Token(i + 1).As(g.Cardinal)
	if !ok || m.V < 10 || m.V > 59 || !s.Token(i+1).Space {
		return g.Point{}, 0
	}
	p := g.Point{Timed: true, Half12: g.Clock12, Minute: 60*h.V + m.V}
	n := s.MeridiemAt(i+2, &p)
	if n == 0 {
		return g.Point{}, 0
	}
	return p, 2 + n
}
