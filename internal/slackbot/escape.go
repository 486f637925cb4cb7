package slackbot

import (
	"unicode"

	"github.com/oceanbot/oceanbot/internal/wire"
)

// plain prepares words for a plain_text object, where nothing formats: control characters leave, and
// &, < and > are written as Slack's documents ask for text that it is given
// (https://docs.slack.dev/messaging/formatting-message-text/#escaping). It is cut to limit.
func plain(words string, limit int) string {
	return wire.Fit(words, limit, func(_ []rune, _ int, r rune) string { return escapeRune(r) })
}

// mrkdwn prepares words for a mrkdwn object: as [plain] does, and what would format is held apart from
// the words around it, so that they are shown as they were typed. It is cut to limit.
func mrkdwn(words string, limit int) string {
	return wire.Fit(words, limit, func(all []rune, i int, r rune) string {
		if formats(all, i) {
			return wire.Guard + escapeRune(r) + wire.Guard
		}
		return escapeRune(r)
	})
}

// preformatted prepares lines for a ``` block; the three backticks that would end it are held apart.
func preformatted(lines string, limit int) string {
	return wire.Fit(lines, limit, func(all []rune, i int, r rune) string {
		if r == '`' && i > 0 && all[i-1] == '`' {
			return wire.Guard + "`"
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
