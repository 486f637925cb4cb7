package slackbot

import (
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// guard is U+2060 WORD JOINER: it has no width, no line breaks at it, and it is no space, so that a
// character of Slack's markup beside it no longer touches the word that it would format.
const guard = "\u2060"

const ellipsis = "…"

// units counts a string as JavaScript does, which is never less than its runes.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// plain prepares words for a plain_text object, where nothing formats: control characters leave, and
// &, < and > are written as Slack's documents ask for text that it is given
// (https://docs.slack.dev/messaging/formatting-message-text/#escaping). It is cut to limit.
func plain(words string, limit int) string {
	return fit(words, limit, func(_ []rune, _ int, r rune) string { return escapeRune(r) })
}

// mrkdwn prepares words for a mrkdwn object: as [plain] does, and what would format is held apart from
// the words around it, so that they are shown as they were typed. It is cut to limit.
func mrkdwn(words string, limit int) string {
	return fit(words, limit, func(all []rune, i int, r rune) string {
		if formats(all, i) {
			return guard + escapeRune(r) + guard
		}
		return escapeRune(r)
	})
}

// preformatted prepares lines for a ``` block; the three backticks that would end it are held apart.
func preformatted(lines string, limit int) string {
	return fit(lines, limit, func(all []rune, i int, r rune) string {
		if r == '`' && i > 0 && all[i-1] == '`' {
			return guard + "`"
		}
		return escapeRune(r)
	})
}

func escapeRune(r rune) string {
	switch r {
	case '&':
		return "&amp;"
	case '<':
		return "&lt;"
	case '>':
		return "&gt;"
	default:
		return string(r)
	}
}

// formats tells whether Slack could take the character for markup: * _ ~ and ` count where they stand
// at the edge of a word, > where it opens a line.
func formats(all []rune, i int) bool {
	switch all[i] {
	case '*', '_', '~', '`':
		before, after := i > 0 && isWord(all[i-1]), i+1 < len(all) && isWord(all[i+1])
		spaced := (i == 0 || unicode.IsSpace(all[i-1])) && (i+1 == len(all) || unicode.IsSpace(all[i+1]))
		return before != after || (!before && !spaced)
	case '>':
		for j := i - 1; j >= 0; j-- {
			if all[j] == '\n' {
				return true
			}
			if !unicode.IsSpace(all[j]) {
				return false
			}
		}
		return true
	default:
		return false
	}
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// fit writes words piece by piece, a piece for each rune, and stops with an ellipsis before they get
// longer than limit; a piece is never cut.
func fit(words string, limit int, piece func(all []rune, i int, r rune) string) string {
	all := []rune(clean(words))
	var out strings.Builder
	used, safe := 0, 0 // safe is the length in bytes at which an ellipsis still fits
	for i, r := range all {
		p := piece(all, i, r)
		if used+units(p) > limit {
			return strings.TrimRightFunc(out.String()[:safe], unicode.IsSpace) + ellipsis
		}
		out.WriteString(p)
		used += units(p)
		if used <= limit-units(ellipsis) {
			safe = out.Len()
		}
	}
	return out.String()
}

// clean drops what no message should carry: invalid UTF-8, control characters other than a newline,
// and the marks that reverse the direction of the text after them.
func clean(s string) string {
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
