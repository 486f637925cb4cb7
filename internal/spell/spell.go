// Package spell finds the word that a mistyped one was meant to be.
//
// A typo is one of four slips of the fingers: a letter too many, one too few, a wrong one, or two
// neighbours swapped. The distance between two words is the least number of such slips, and how many
// are forgiven depends on the length: in a short word one slip already makes another word.
// Case and accents never count.
package spell

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Slips gives how many slips are forgiven between words of which the longer has n letters.
func Slips(n int) int {
	switch {
	case n <= 3:
		return 0
	case n <= 7:
		return 1
	default:
		return 2
	}
}

// List is words that are looked through again and again. It may be used from many goroutines.
type List struct {
	words  []string
	folded [][]rune
}

// NewList makes a list of words.
func NewList(words []string) *List {
	l := &List{words: words, folded: make([][]rune, len(words))}
	for i, w := range words {
		l.folded[i] = fold(w)
	}
	return l
}

// Nearest gives the words of the list that are nearest to word, within what a word of that length
// allows: none gives nil, several that are equally near are all given, in the order of the list.
// A word of the list that equals word but for case and accents is always the only answer.
func (l *List) Nearest(word string) []string {
	w := fold(word)
	if len(w) == 0 {
		return nil
	}
	var (
		best  = -1
		found []string
	)
	for i, f := range l.folded {
		limit := Slips(max(len(w), len(f)))
		if d := len(w) - len(f); d > limit || -d > limit {
			continue
		}
		d := distance(w, f)
		if d > limit || best >= 0 && d > best {
			continue
		}
		if d != best {
			best, found = d, nil
		}
		found = append(found, l.words[i])
	}
	return found
}

// Nearest gives the words nearest to word, as [List.Nearest] does, of words that are looked through once.
func Nearest(word string, words []string) []string { return NewList(words).Nearest(word) }

// Fold gives a text without case or accents, so that two that a person takes for the same are the same.
func Fold(s string) string { return string(fold(s)) }

// fold gives the letters of a word without case or accents.
func fold(s string) []rune {
	ascii := true
	for i := range len(s) {
		if s[i] >= 0x80 {
			ascii = false
			break
		}
	}
	if ascii {
		return []rune(strings.ToLower(s))
	}
	out := make([]rune, 0, len(s))
	for _, r := range norm.NFKD.String(s) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'œ' || r == 'Œ':
			out = append(out, 'o', 'e')
		case r == 'æ' || r == 'Æ':
			out = append(out, 'a', 'e')
		default:
			out = append(out, unicode.ToLower(r))
		}
	}
	return out
}

// distance is the optimal string alignment distance: Damerau's, where no piece is edited twice.
func distance(a, b []rune) int {
	var buf [3][24]int
	var before, last, row []int
	if n := len(b) + 1; n > len(buf[0]) {
		before, last, row = make([]int, n), make([]int, n), make([]int, n)
	} else {
		before, last, row = buf[0][:n], buf[1][:n], buf[2][:n]
	}
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
