// Package grammar is what every language of dates has in common: how a text becomes tokens, what a word
// can mean, what a point in time is, and the rules that need no language.
//
// A rule looks at the tokens from one place on and says which point they make and how many of them it
// took; the longest answer wins. Every rule is also a [rules.Rule] of github.com/olebedev/when, whose
// contract (a match with borders, an applier that fills a context) fits single points well. What that
// engine does with several matches is not used: it adds days of 24 hours, knows no past and no ranges,
// and finds words inside of words.
package grammar

import (
	"time"

	"github.com/olebedev/when/rules"
)

// Sentence is a text that has been cut into tokens.
type Sentence struct {
	Text   string
	Tokens []Token
	French bool // decides where the two languages differ
}

// at gives the token at i, or an empty one past the end.
func (s *Sentence) at(i int) *Token {
	if i < 0 || i >= len(s.Tokens) {
		return &nothing
	}
	return &s.Tokens[i]
}

var nothing = Token{Shape: Mark}

// glued tells whether the token at i stands right after the one before it.
func (s *Sentence) glued(i int) bool {
	return i > 0 && i < len(s.Tokens) && s.Tokens[i].Start == s.Tokens[i-1].End
}

// Rule reads one kind of point.
type Rule struct {
	Name string
	// Begins has the classes of the words with which such a point can begin, so that the rule isn't asked
	// about others.
	Begins Classes
	// Read gives the point that begins at token i and how many tokens it takes; 0 is no match.
	Read func(s *Sentence, i int) (Point, int)
}

// Classes is a set of classes, one bit each. The bit of NoClass stands for digits.
type Classes uint64

// Any makes a set of classes.
func Any(of ...Class) Classes {
	var set Classes
	for _, c := range of {
		set |= 1 << c
	}
	return set
}

// Digits stands for a number in digits, Numbers for one in words too, and Which for what stands in front of
// a noun and says which one is meant: `le`, `next`, `this`.
var (
	Digits  = Any(NoClass)
	Numbers = Digits | Any(Cardinal)
	Which   = Any(Article, Next, Last, This)
)

// timely is what a date or an hour has in it.
var timely = Numbers | Any(Weekday, Month, Day, PartOfDay, DayAndPart, Noon, Midnight, Weekend, HolidayName, Until)

// begins gives the classes of a token, to be compared with those of a rule.
func (t *Token) begins() Classes {
	if t.Shape == Number {
		return t.classes | Digits
	}
	return t.classes
}

// Longest tries the rules at token i; the longest match wins, and of equals the first.
func Longest(list []Rule, s *Sentence, i int) (best Point, n int) {
	first := s.at(i).begins()
	for k := range list {
		if list[k].Begins&first == 0 {
			continue
		}
		if p, m := list[k].Read(s, i); m > n {
			best, n = p, m
		}
	}
	return best, n
}

// Upstream makes a rule of `when` out of one of ours.
func (r Rule) Upstream(d *Dictionary, french bool) rules.Rule {
	return upstream{rule: r, words: d, french: french}
}

type upstream struct {
	rule   Rule
	words  *Dictionary
	french bool
}

// Find implements rules.Rule: the first match in the text, with borders in bytes.
func (u upstream) Find(text string) *rules.Match {
	s := &Sentence{Text: text, Tokens: u.words.Read(text), French: u.french}
	for i := range s.Tokens {
		p, n := u.rule.Read(s, i)
		if n == 0 || p == (Point{}) || p.Impossible || p.Loose || p.HasCount {
			continue
		}
		left, right := s.Tokens[i].Start, s.Tokens[i+n-1].End
		return &rules.Match{
			Left: left, Right: right, Text: text[left:right],
			Captures: []string{text[left:right]},
			Applier: func(_ *rules.Match, c *rules.Context, _ *rules.Options, ref time.Time) (bool, error) {
				return p.Fill(c, ref), nil
			},
		}
	}
	return nil
}

// Fill writes the beginning of the point into a context of `when`, as absolute values: the civil date
// and time of day, never a number of hours. It tells whether there was anything to write.
func (p *Point) Fill(c *rules.Context, ref time.Time) bool {
	filled := false
	if p.HasDate() {
		y, m, d := ref.Date()
		span, ok := p.Days(DayNumber(y, m, d), 0, Metropole)
		if !ok {
			return false
		}
		year, month, day := Civil(span.From)
		mon := int(month)
		c.Year, c.Month, c.Day = &year, &mon, &day
		filled = true
	}
	minute := p.Minute
	if !p.Timed {
		minute, _ = p.Part.Hours()
	}
	if p.HasTime() {
		h, m, s := minute/60, minute%60, 0
		c.Hour, c.Minute, c.Second = &h, &m, &s
		filled = true
	}
	return filled
}
