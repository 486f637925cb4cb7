// Package i18n holds every sentence that the bot says, in French and in English, and how it writes
// dates, lengths and lists.
//
// A sentence is a Go value or function that gives a [Text]: both languages stand side by side, a
// misspelled key does not compile, and what varies is a typed argument. What the bot *understands*
// lives elsewhere (packages nlp/fr and nlp/en).
//
// The strings are plain text, never markup: the chat platforms' adapters escape and lay them out.
package i18n

import (
	"fmt"
	"strings"

	"golang.org/x/text/language"
)

// Lang is a language that the bot speaks: [French] or [English].
type Lang string

// The languages that the bot speaks. French is the one of the house: what is neither is French.
const (
	French  Lang = "fr"
	English Lang = "en"
)

// ParseLang reads a language tag as chat platforms write it ("fr-FR", "en_GB", "en"). A tag of a
// language that the bot doesn't speak, or no tag at all, gives ok == false.
func ParseLang(tag string) (lang Lang, ok bool) {
	parsed, err := language.Parse(strings.ReplaceAll(tag, "_", "-"))
	if err != nil {
		return "", false
	}
	base, confidence := parsed.Base()
	if confidence == language.No {
		return "", false
	}
	switch lang := Lang(base.String()); lang {
	case French, English:
		return lang, true
	default:
		return "", false
	}
}

// Text is one sentence in both languages.
type Text struct{ FR, EN string }

// In gives the sentence in a language; anything but [English] is French.
func (t Text) In(lang Lang) string {
	if lang == English {
		return t.EN
	}
	return t.FR
}

// IsZero tells whether there is nothing to say.
func (t Text) IsZero() bool { return t == Text{} }

// both builds a sentence from two formats that take the same arguments. The formats are constants of
// this package, never a person's words.
func both(fr, en string, args ...any) Text {
	return Text{FR: fmt.Sprintf(fr, args...), EN: fmt.Sprintf(en, args...)}
}

// plural picks a word by number. In French zero and one are singular, in English only one is.
func plural(lang Lang, n int, one, many string) string {
	if n == 1 || (n == 0 && lang != English) {
		return one
	}
	return many
}

// Or joins choices as a person would say them: "a, b ou c", "a, b or c".
func Or(lang Lang, choices []string) string {
	word := " ou "
	if lang == English {
		word = " or "
	}
	return joined(choices, word)
}

// joined puts a word between the last two things, and commas between the others.
func joined(things []string, word string) string {
	switch len(things) {
	case 0:
		return ""
	case 1:
		return things[0]
	default:
		return strings.Join(things[:len(things)-1], ", ") + word + things[len(things)-1]
	}
}

// quote sets words of a person, or of a command, apart from the sentence around them.
func quote(lang Lang, words string) string {
	if lang == English {
		return "“" + words + "”"
	}
	return "« " + words + " »"
}
