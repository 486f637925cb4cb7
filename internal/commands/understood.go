package commands

import (
	"strings"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/nlp"
)

// understood are the remarks of a card on how a phrase was read: words that were taken for typos, which
// words were the date, and what was not said and decided by rule.
func (s *session) understood(result nlp.Result, typed string) []chat.Note {
	sentences := Understood(s.Lang, result, typed)
	notes := make([]chat.Note, len(sentences))
	for i, sentence := range sentences {
		notes[i].Text = sentence
	}
	return notes
}

// understoodChange are the same for a phrase that changes a period: what it leaves out stays as it was.
func (s *session) understoodChange(result nlp.Result, typed string) []chat.Note {
	result.Implied &^= nlp.StartNow | nlp.Day
	return s.understood(result, typed)
}

// corrections say only which words were taken for typos.
func (s *session) corrections(result nlp.Result, typed string) []chat.Note {
	return s.understood(nlp.Result{Corrected: result.Corrected}, typed)
}

// Understood tells in sentences how a phrase was read, beyond the dates that it gave. typed is the phrase
// as it was parsed.
func Understood(lang i18n.Lang, result nlp.Result, typed string) []string {
	var out []string
	for _, fix := range result.Corrected {
		if word := piecesOf(typed, fix.Span); word != "" {
			out = append(out, i18n.TakenFor(lang, word, fix.Word))
		}
	}
	if words := piecesOf(typed, result.Understood...); words != "" && len(result.Unread) > 0 {
		out = append(out, i18n.ReadAs(lang, words))
	}
	if implied := impliedBy(lang, result); implied != "" {
		out = append(out, implied)
	}
	for _, hour := range []struct {
		what nlp.Implied
		text i18n.Text
	}{{nlp.HourMissing, i18n.HourMissing}, {nlp.HourTwice, i18n.HourTwice}} {
		if result.Implied&hour.what != 0 {
			out = append(out, hour.text.In(lang))
		}
	}
	return out
}

// impliedBy says what the phrase left out, in one line.
func impliedBy(lang i18n.Lang, result nlp.Result) string {
	var out []string
	implied := result.Implied
	switch {
	case implied&nlp.Month != 0:
		out = append(out, i18n.ImpliedMonth(lang, result.Start))
	case implied&nlp.Year != 0:
		out = append(out, i18n.ImpliedYear(lang, result.Start))
	}
	for _, unsaid := range []struct {
		what nlp.Implied
		text i18n.Text
	}{
		{nlp.StartNow, i18n.ImpliedStart},
		{nlp.Day, i18n.ImpliedDay},
		{nlp.NextDay, i18n.ImpliedNextDay},
		{nlp.LastIncluded, i18n.ImpliedLastDay},
	} {
		if implied&unsaid.what != 0 {
			out = append(out, unsaid.text.In(lang))
		}
	}
	return strings.Join(out, " ")
}

// piecesOf cuts pieces out of a phrase. Places outside of it give nothing.
func piecesOf(typed string, places ...nlp.Span) string {
	var pieces []string
	for _, place := range places {
		if place.Start >= 0 && place.End <= len(typed) && place.Start < place.End {
			pieces = append(pieces, typed[place.Start:place.End])
		}
	}
	return strings.Join(pieces, " … ")
}
