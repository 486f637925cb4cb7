// Package wire is what the adapters of the chat platforms share: words that must fit into a limit, and
// requests over HTTP that must tell whether they arrived.
package wire

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Guard is U+2060 WORD JOINER: it has no width, no line breaks at it, and it is no space, so that a
// character of a platform's markup beside it no longer touches what it would format.
const Guard = "\u2060"

// Ellipsis ends words that were cut.
const Ellipsis = "…"

// Units counts a string in UTF-16 code units, as JavaScript does, which is never less than its runes.
func Units(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// Fit writes words, cleaned by [Clean], piece by piece, a piece for each rune, and stops with an ellipsis
// before they get longer than limit in [Units]; a piece is never cut.
func Fit(words string, limit int, piece func(all []rune, i int, r rune) string) string {
	all := []rune(Clean(words))
	var out strings.Builder
	used, safe := 0, 0 // safe is the length in bytes at which an ellipsis still fits
	for i, r := range all {
		p := piece(all, i, r)
		if used+Units(p) > limit {
			return strings.TrimRightFunc(out.String()[:safe], unicode.IsSpace) + Ellipsis
		}
		out.WriteString(p)
		used += Units(p)
		if used <= limit-Units(Ellipsis) {
			safe = out.Len()
		}
	}
	return out.String()
}

// Cut shortens words to one line of at most limit [Units], and escapes nothing.
func Cut(words string, limit int) string {
	return Fit(OneLine(words), limit, func(_ []rune, _ int, r rune) string { return string(r) })
}

// Clean drops what no message should carry: invalid UTF-8, control characters other than a newline, and
// the marks that reverse the direction of the text after them.
func Clean(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t':
			return ' '
		case r == utf8.RuneError, unicode.IsControl(r), r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
			return -1
		default:
			return r
		}
	}, strings.ToValidUTF8(s, "")))
}

// OneLine joins lines, for a place where a newline would end the markup around it.
func OneLine(s string) string { return strings.Join(strings.Fields(Clean(s)), " ") }
