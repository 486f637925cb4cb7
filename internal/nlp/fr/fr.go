// Package fr is French as people type it about dates: a dictionary, and the rules that only French has.
//
// [Upstream] gives the same as rules of github.com/olebedev/when, fit for its folder rules/fr.
package fr

import (
	"github.com/olebedev/when/rules"

	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// Rules are the French rules, in order.
var Rules = []g.Rule{
	{Name: "il y a", Begins: g.Any(g.AgoBefore), Read: ago},
	{Name: "dans 3 jours", Begins: g.Any(g.In), Read: g.Ahead},
	{Name: "les 3 prochains jours", Begins: g.Numbers | g.Which, Read: g.Units},
	{Name: "les 3 jours suivants", Begins: g.Numbers | g.Any(g.Article), Read: g.Trailing},
}

// Upstream gives the rules for single points, the shared ones included, as rules of `when`.
func Upstream() []rules.Rule {
	words := g.NewDictionary(Words)
	out := make([]rules.Rule, 0, len(Rules)+len(g.Shared))
	for _, list := range [][]g.Rule{Rules, g.Shared} {
		for _, r := range list {
			out = append(out, r.Upstream(words, true))
		}
	}
	return out
}

// ago reads `il y a 2 heures`, `il y a 3 jours`.
func ago(s *g.Sentence, i int) (g.Point, int) {
	if !s.Token(i).Is(g.AgoBefore) {
		return g.Point{}, 0
	}
	l, n := g.LengthAt(s, i+1)
	if n == 0 {
		return g.Point{}, 0
	}
	return g.FromNow(l, -1), n + 1
}
