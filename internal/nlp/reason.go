package nlp

import (
	"strings"
	"unicode"

	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// reason gives what surrounds the date, as it was typed: without command words and politeness, and
// without the marks that joined it to the date. It tells where its pieces stood, too.
func (p *parser) reason() (string, []Span) {
	var spans []Span
	start := 0 // item
	for _, s := range p.segments {
		spans = p.rest(spans, start, s.first)
		start = s.last
	}
	spans = p.rest(spans, start, len(p.items))
	parts := make([]string, len(spans))
	for i, s := range spans {
		parts[i] = p.text[s.Start:s.End]
	}
	return strings.Join(parts, " "), spans
}

// rest adds the place of the text of some items.
func (p *parser) rest(spans []Span, first, last int) []Span {
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
	for last > first && p.isNoise(last-1) && !p.closes(last-1) && !p.bound(last-1) {
		last--
	}
	if first == last {
		return spans
	}
	s := Span{p.items[first].Start, p.items[last-1].End}
	if last == len(p.items) {
		s.End = len(p.text) // with signs that make no token
	}
	text := p.text[s.Start:s.End]
	s.Start += len(text) - len(strings.TrimLeftFunc(text, unicode.IsSpace))
	s.End -= len(text) - len(strings.TrimRightFunc(text, unicode.IsSpace))
	if s.Start >= s.End {
		return spans
	}
	return append(spans, s)
}

// joints are the marks that join a reason to a date, or end a sentence. Every other mark is part of what
// was typed: `62%`, `*urgent*`, `<b>`.
const joints = ",;:-/→.!?|"

// binders are the marks that bind a word to what stands before it.
const binders = "%&+*#@="

// inNames tells whether a mark can stand in the name of an emoji: `:woman-running:`, `:+1:`.
func inNames(t *g.Token) bool { return t.Text == "_" || t.Text == "-" || t.Text == "+" }

func isJoint(t *g.Token) bool { return t.Shape == g.Mark && strings.Contains(joints, t.Text) }

// isNoise tells whether an item at the edge of the reason says nothing.
func (p *parser) isNoise(i int) bool {
	t := p.tok(i)
	switch {
	case p.items[i].isPoint:
		return false // a number, or a word that was no date after all
	case t.Shape == g.Mark && t.Text == "?" && p.piece(i, i+1) != "?":
		return false // a sign that was not typed to join anything, such as an emoji
	case t.Shape == g.Mark:
		return isJoint(t) && !p.emoji(i) || p.aroundDate(i) || t.Text != "(" && t.Text != ")" && !p.typedInto(i)
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

// typedInto tells whether a mark belongs to a word of the reason: it stands against one, other marks
// aside, or behind a number (`62 %`). A mark that stands alone or against the date doesn't.
func (p *parser) typedInto(i int) bool {
	if p.head(i-1).Shape == g.Number && !p.covered(i-1) {
		return true
	}
	before, after := i-1, i+1
	for p.glued(before) && p.isMark(before) {
		before--
	}
	for p.glued(after-1) && p.isMark(after) {
		after++
	}
	return p.glued(before) && !p.isMark(before) && !p.covered(before) ||
		p.glued(after-1) && !p.isMark(after) && !p.covered(after)
}

// aroundDate tells whether a bracket is one of two around a date alone: `kiné (demain 14h-15h)`.
func (p *parser) aroundDate(i int) bool {
	for _, s := range p.segments {
		if (i == s.first-1 || i == s.last) && p.tok(s.first-1).Text == "(" && p.tok(s.last).Text == ")" {
			return true
		}
	}
	return false
}

// emoji tells whether a colon is one of two around the name of an emoji: `:tada:`, as chats write it.
func (p *parser) emoji(i int) bool {
	if p.tok(i).Text != ":" {
		return false
	}
	for _, step := range [...]int{1, -1} {
		letters := false
		j := i + step
		for ; p.glued(min(j, j-step)) && !p.covered(j) && (!p.isMark(j) || inNames(p.tok(j))); j += step {
			letters = letters || p.head(j).Shape == g.Word
		}
		if letters && p.glued(min(j, j-step)) && p.tok(j).Text == ":" {
			return true
		}
	}
	return false
}

// closes tells whether an item ends the text and joins nothing there, though it would before a date:
// `62% d`, `plan A`.
func (p *parser) closes(i int) bool {
	t := p.tok(i)
	return i == len(p.items)-1 && !isJoint(t) && !t.Is(g.Noise)
}

// bound tells whether a mark binds a word to what stands before it, so that it is no command: `100% perso`.
func (p *parser) bound(i int) bool {
	t := p.tok(i - 1)
	return p.tok(i).Is(g.Noise) && t.Shape == g.Mark && t.Text != "" && strings.Contains(binders, t.Text)
}

// isMark tells whether an item is a punctuation mark.
func (p *parser) isMark(i int) bool {
	return i >= 0 && i < len(p.items) && p.head(i).Shape == g.Mark
}

// glued tells whether no space stands between an item and the one after it.
func (p *parser) glued(i int) bool {
	return i >= 0 && i+1 < len(p.items) && p.items[i].End == p.items[i+1].Start
}

// covered tells whether an item belongs to a segment.
func (p *parser) covered(i int) bool {
	for _, s := range p.segments {
		if i >= s.first && i < s.last {
			return true
		}
	}
	return false
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
