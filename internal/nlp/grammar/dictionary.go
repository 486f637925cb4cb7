package grammar

import (
	"slices"
	"strings"

	"github.com/oceanbot/oceanbot/internal/spell"
)

// Entry is a line of a dictionary: words that mean the same, separated by a bar, written as people do.
type Entry struct {
	Words string
	Sense Sense
	// Typos tells that the words are long and rare enough to be recognised when mistyped.
	Typos bool
}

// Dictionary knows the words of several languages together, so that a phrase may mix them.
type Dictionary struct {
	roots map[string]*node
	long  []string            // words that are recognised when mistyped
	near  *spell.List         // the same
	means map[string][]string // a folded word: the words of near that mean the same
}

type node struct {
	senses []Sense
	next   map[string]*node
}

// NewDictionary makes one dictionary out of several lists.
func NewDictionary(lists ...[]Entry) *Dictionary {
	d := &Dictionary{roots: map[string]*node{}, means: map[string][]string{}}
	for _, list := range lists {
		for _, e := range list {
			for w := range strings.SplitSeq(e.Words, "|") {
				d.add(w, e)
			}
		}
	}
	d.near = spell.NewList(d.long)
	return d
}

func (d *Dictionary) add(phrase string, e Entry) {
	level := d.roots
	var last *node
	for _, t := range Tokens(phrase) {
		if t.Shape == Mark {
			continue
		}
		n := level[t.Text]
		if n == nil {
			n = &node{}
			level[t.Text] = n
		}
		if n.next == nil {
			n.next = map[string]*node{}
		}
		last, level = n, n.next
	}
	if last == nil {
		return
	}
	if e.Typos && !strings.ContainsAny(phrase, " '-") && !slices.Contains(d.long, phrase) {
		d.long = append(d.long, phrase)
	}
	if !slices.Contains(last.senses, e.Sense) {
		last.senses = append(last.senses, e.Sense)
	}
}

// Nearest gives the words that a word which is in no dictionary may have been meant to be: none, one,
// or several that differ in meaning.
func (d *Dictionary) Nearest(word string) []string {
	if len(word) < 4 {
		return nil
	}
	found := slices.DeleteFunc(d.near.Nearest(word), func(w string) bool {
		// Nobody mistypes the first letter but by swapping it with the second; names often differ in
		// nothing else (`Manche` and `dimanche`).
		f := Tokens(w)[0].Text
		return f[0] != word[0] && (f[0] != word[1] || f[1] != word[0])
	})
	if len(found) < 2 {
		return found
	}
	out := found[:1]
	for _, w := range found[1:] {
		same := false
		for _, o := range out {
			same = same || d.sense(o) == d.sense(w)
		}
		if !same {
			out = append(out, w)
		}
	}
	return out
}

func (d *Dictionary) sense(word string) Sense {
	toks := Tokens(word)
	if len(toks) == 0 {
		return Sense{}
	}
	if n := d.roots[toks[0].Text]; n != nil && len(n.senses) > 0 {
		s := n.senses[0]
		s.Plural = false
		return s
	}
	return Sense{}
}

// Senses gives what one word means.
func (d *Dictionary) Senses(word string) []Sense {
	toks := Tokens(word)
	if len(toks) != 1 {
		return nil
	}
	if n := d.roots[toks[0].Text]; n != nil {
		return n.senses
	}
	return nil
}

// Read cuts a text into tokens and gives each its senses, the longest phrase of the dictionary first.
// The tokens of such a phrase become one.
func (d *Dictionary) Read(text string) []Token {
	return d.join(Tokens(text))
}

// ReadMended reads a text in which some words, by the offset at which they begin, were meant to be others: they
// make phrases as those do (`en semiane`).
func (d *Dictionary) ReadMended(text string, meant map[int]string) []Token {
	toks := Tokens(text)
	for i := range toks {
		if w := Tokens(meant[toks[i].Start]); len(w) == 1 {
			toks[i].Text = w[0].Text
		}
	}
	return d.join(toks)
}

// join gives tokens their senses and makes phrases one token each, in place.
func (d *Dictionary) join(toks []Token) []Token {
	out := toks[:0]
	for i := 0; i < len(toks); {
		t := toks[i]
		senses, n := d.longest(toks, i)
		if n > 0 {
			t.Mean(senses)
			t.End = toks[i+n-1].End
			if n > 1 {
				t.Shape = Word
			}
			i += n
			// The dot of an abbreviation belongs to it.
			if i < len(toks) && toks[i].Text == "." && toks[i].Start == t.End && abbreviates(senses) &&
				(i+1 == len(toks) || toks[i+1].Space || toks[i+1].Shape == Mark) {
				t.End = toks[i].End
				i++
			}
		} else {
			i++
		}
		out = append(out, t)
	}
	return out
}

func abbreviates(senses []Sense) bool {
	for _, s := range senses {
		switch s.Class {
		case Weekday, Month, Meridiem, HourMark, MinuteMark, UnitWord, OrdinalMark:
			return true
		default:
		}
	}
	return false
}

// longest gives the senses of the longest phrase that begins at token i, and how many tokens it has.
func (d *Dictionary) longest(toks []Token, i int) (senses []Sense, n int) {
	if toks[i].Shape == Mark {
		switch toks[i].Text {
		case "→":
			return arrowSenses, 1
		case ">":
			if i > 0 && toks[i].Space && i+1 < len(toks) && toks[i+1].Space { // not the sign of a quotation or of a tag
				return arrowSenses, 1
			}
			return nil, 0
		case "&", "+":
			return andSenses, 1
		case "@":
			return atSenses, 1
		default:
			return nil, 0
		}
	}
	at := d.roots[toks[i].Text]
	for j := i; at != nil; {
		if at.senses != nil {
			senses, n = at.senses, j-i+1
		}
		if len(at.next) == 0 {
			break
		}
		j++
		// `week-end` and `p.m.` are phrases whose words are held together by marks.
		if j+1 < len(toks) && (toks[j].Text == "-" || toks[j].Text == ".") && !toks[j].Space && !toks[j+1].Space {
			j++
		}
		if j >= len(toks) || toks[j].Shape == Mark {
			break
		}
		at = at.next[toks[j].Text]
	}
	return senses, n
}

var (
	arrowSenses = []Sense{{Class: To}}
	andSenses   = []Sense{{Class: And}}
	atSenses    = []Sense{{Class: At}}
)
