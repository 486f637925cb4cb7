package nlp

import (
	"strings"
	"unicode"

	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// reason gives what surrounds the date, as it was typed: without command words and politeness, and
// without the marks that joined it to the date.
func (p *parser) reason() string {
	var parts []string
	start := 0 // item
	for _, s := range p.segments {
		parts = p.rest(parts, start, s.first)
		start = s.last
	}
	parts = p.rest(parts, start, len(p.items))
	return strings.Join(parts, " ")
}

// rest adds the text of some items.
func (p *parser) rest(parts []string, first, last int) []string {
	for first < last {
		n := 0
		if first == 0 {
			n = p.leads(first, last)
		}
		if n == 0 && p.isNoise(first) {
			n = 1
		}
		if n == 0 {
			break
		}
		first += n
	}
	for last > first && p.isNoise(last-1) {
		last--
	}
	if first == last {
		return parts
	}
	text := p.piece(first, last)
	if last == len(p.items) {
		text = p.text[p.items[first].Left:] // with signs that make no token
	}
	text = strings.TrimFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || strings.ContainsRune(",;:-–—/→.!?|", r)
	})
	if text == "" {
		return parts
	}
	return append(parts, text)
}

// isNoise tells whether an item at the edge of the reason says nothing.
func (p *parser) isNoise(i int) bool {
	t := p.tok(i)
	switch {
	case p.items[i].isPoint:
		return false // a number, or a word that was no date after all
	case t.Shape == g.Mark && t.Text == "?" && p.items[i].Text != "?":
		return false // a sign that was not typed to join anything, such as an emoji
	case t.Shape == g.Mark && t.Text != "(" && t.Text != ")":
		return true
	case t.Is(g.Noise):
		s, _ := t.As(g.Noise)
		return s.V == 0
	case t.Is(g.Of), t.Is(g.From), t.Is(g.On), t.Is(g.At), t.Is(g.And), t.Is(g.Article), t.Is(g.For):
		// A connector that has lost what it connected.
		return i == len(p.items)-1 || p.begins(i+1)
	case t.Is(g.Whole):
		return p.begins(i+1) || p.tok(i+1).Is(g.Of) && p.begins(i+2)
	default:
		return false
	}
}

// leads tells how many items are only the opening of a request: `mets-moi en privé`, `put me in private`.
func (p *parser) leads(first, last int) int {
	for i := last; i > first; i-- {
		if !p.allNoise(first, i) {
			continue
		}
		if s, ok := p.tok(i - 1).As(g.Noise); i == last || ok && s.V == 0 {
			return i - first
		}
	}
	return 0
}

func (p *parser) allNoise(first, last int) bool {
	for i := first; i < last; i++ {
		t := p.tok(i)
		if p.items[i].isPoint || !t.Is(g.Noise) && t.Shape != g.Mark && !t.Is(g.On) && !t.Is(g.In) && !t.Is(g.Article) && !t.Is(g.At) && !t.Is(g.From) && !t.Is(g.This) {
			return false
		}
	}
	return true
}
