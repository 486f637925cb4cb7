package commands

import (
	"time"

	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/nlp"
)

// parse reads a phrase as the asker means it at this moment.
func (s *session) parse(text string) nlp.Result { return s.parseAt(s.now, nlp.Date{}, text) }

// parseAt reads a phrase as it is meant at another moment. Hours without a day are on the anchor, where
// there is one.
func (s *session) parseAt(now time.Time, anchor nlp.Date, text string) nlp.Result {
	lang := nlp.French
	if s.Lang == i18n.English {
		lang = nlp.English
	}
	return nlp.Parse(text, nlp.Options{Now: now, Lang: lang, Anchor: anchor, Region: s.Holidays})
}

// Refusal turns the reason why a phrase gives nothing into a sentence. example is a phrase that works.
func Refusal(lang i18n.Lang, refusal *nlp.Refusal, example string) string {
	if refusal == nil {
		return i18n.NoDate(lang, example)
	}
	switch refusal.Code {
	case nlp.NoDate:
		return i18n.NoDate(lang, example)
	case nlp.Impossible:
		return i18n.Impossible(lang, refusal.Piece) + " " + i18n.ForExample(lang, example)
	case nlp.EndBeforeStart:
		return i18n.EndBeforeStart(lang, refusal.Piece) + " " + i18n.ForExample(lang, example)
	case nlp.NeedsEnd:
		start := ""
		if !refusal.Start.IsZero() {
			start = i18n.Moment(lang, refusal.Start)
		}
		return i18n.NeedsEnd(lang, start, example)
	case nlp.AmbiguousTypo:
		return i18n.AmbiguousWord(lang, refusal.Piece, refusal.Choices)
	case nlp.NotWeekly:
		return i18n.NotWeekly(lang, refusal.Piece) + " " + i18n.ForExample(lang, example)
	case nlp.Vague:
		return i18n.Vague(lang, refusal.Piece, example)
	case nlp.NotUnderstood:
	}
	if refusal.Piece == "" {
		return i18n.NoDate(lang, example)
	}
	return i18n.PieceNotUnderstood(lang, refusal.Piece, example)
}

// ExamplePhrase is a phrase that works, to be shown beside one that doesn't.
func ExamplePhrase(lang i18n.Lang) string {
	if lang == i18n.English {
		return "from Friday 18h to Monday 8h"
	}
	return "de vendredi 18h à lundi 8h"
}

// example is a whole command that works.
func (s *session) example() string {
	return s.typed("prive "+ExamplePhrase(i18n.French), "private "+ExamplePhrase(i18n.English))
}

// zoned puts an instant on the asker's wall; the zero time stays zero.
func (s *session) zoned(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(s.Zone)
}
