package discordbot

import (
	"strings"
	"unicode"

	"github.com/oceanbot/oceanbot/internal/wire"
)

// plain prepares words for a place where nothing formats: a footer, a button, a dialog. It is cut to limit.
func plain(words string, limit int) string {
	return wire.Fit(words, limit, func(_ []rune, _ int, r rune) string { return string(r) })
}

// markdown prepares words for a place where Discord reads its markdown, so that they are shown as they were
// typed: nothing in them formats, mentions or links. It is cut to limit.
//
// https://discord.com/developers/docs/reference#message-formatting and
// https://support.discord.com/hc/en-us/articles/210298617
func markdown(words string, limit int) string {
	return wire.Fit(words, limit, escapeRune)
}

func escapeRune(all []rune, i int, r rune) string {
	switch r {
	case '\\', '*', '_', '~', '`', '|', '[', '<':
		return `\` + string(r)
	case '#', '>', '-', '+':
		if opensLine(all, i) {
			return `\` + string(r)
		}
	case '.', ')':
		if numbersLine(all, i) {
			return `\` + string(r)
		}
	case ':':
		if hasPrefix(all, i+1, "//") {
			return `\:` // https://… stays words
		}
	case '@':
		if hasPrefix(all, i+1, "everyone") || hasPrefix(all, i+1, "here") {
			return "@" + wire.Guard
		}
	}
	return string(r)
}

// opensLine tells whether nothing but space, or other marks that open a line, stands before a character.
func opensLine(all []rune, i int) bool {
	for j := i - 1; j >= 0 && all[j] != '\n'; j-- {
		if !unicode.IsSpace(all[j]) && !strings.ContainsRune("#>-+", all[j]) {
			return false
		}
	}
	return true
}

// numbersLine tells whether a line begins with a number that ends here: "1. " would become a list.
func numbersLine(all []rune, i int) bool {
	j := i - 1
	for j >= 0 && unicode.IsDigit(all[j]) {
		j--
	}
	return j < i-1 && opensLine(all, j+1)
}

func hasPrefix(all []rune, i int, prefix string) bool {
	for _, r := range prefix {
		if i >= len(all) || unicode.ToLower(all[i]) != r {
			return false
		}
		i++
	}
	return true
}

// preformatted prepares lines for a ``` block; backticks that could end it are held apart.
func preformatted(lines string, limit int) string {
	return wire.Fit(lines, limit, func(all []rune, i int, r rune) string {
		if r == '`' && i > 0 && all[i-1] == '`' {
			return wire.Guard + "`"
		}
		return string(r)
	})
}
