package commands

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/ledger"
	"github.com/oceanbot/oceanbot/internal/nlp"
	"github.com/oceanbot/oceanbot/internal/ocean"
)

// maxReason is how many characters of a reason are recorded. OCEAN's page names no limit; a reason is a
// few words, and what is longer is more likely a mistake.
const maxReason = 120

// private records an exceptional period, or does one of the verbs that belong to it.
func (s *session) private(ctx context.Context, rest string) (chat.Message, error) {
	first, after := cutWord(rest)
	if first == "" {
		return s.help(ctx, "")
	}
	if v, ok := pick(privateVerbs(), first); ok {
		return v.do(s, ctx, after)
	}
	result := s.parse(rest)
	switch result.Kind {
	case nlp.Recurring:
		return s.addHours(ctx, rest, result)
	case nlp.None:
		return s.refuse(rest, result, s.example()), nil
	case nlp.Period:
	}
	switch {
	case result.End.IsZero() && result.Start.After(s.now):
		return s.needsEnd(result.Start), nil
	case !result.End.After(s.now):
		trip := s.typed("trajet "+rest+" privé", "trip "+rest+" private")
		return inform(chat.Bad, s.say(i18n.OverTitle), i18n.OverTrip(s.Lang, trip)), nil
	}
	who, err := s.person(ctx)
	if err != nil {
		return chat.Message{}, err
	}
	return s.proposeCreate(ctx, who, rest, result)
}

// refuse answers a phrase that gives no period: a misspelled verb is more likely than a wrong date where
// there is no date at all.
func (s *session) refuse(text string, result nlp.Result, example string) chat.Message {
	first, rest := cutWord(text)
	if refusal := result.Refusal; refusal == nil || refusal.Code == nlp.NoDate || (refusal.Code == nlp.NotUnderstood && len(strings.Fields(rest)) <= 1) {
		if meant := s.suggestions(privateVerbs(), first, "private"); len(meant) > 0 {
			return inform(chat.Unclear, s.say(i18n.NotUnderstoodTitle), i18n.DidYouMean(s.Lang, meant))
		}
	}
	title := i18n.NotUnderstoodTitle
	if result.Refusal != nil && result.Refusal.Code == nlp.NeedsEnd {
		title = i18n.NeedMoreTitle
	}
	return inform(chat.Unclear, s.say(title), Refusal(s.Lang, result.Refusal, example))
}

func (s *session) needsEnd(start time.Time) chat.Message {
	refusal := &nlp.Refusal{Code: nlp.NeedsEnd, Start: start}
	return inform(chat.Unclear, s.say(i18n.NeedMoreTitle), Refusal(s.Lang, refusal, s.example()))
}

// proposeCreate shows a new period, and each other reading of the phrase one press away.
func (s *session) proposeCreate(
	ctx context.Context, who identity.Person, typed string, result nlp.Result,
) (chat.Message, error) {
	reason, cut := cutReason(result.Reason)
	intent := ledger.Intent{Kind: ledger.Create, Start: result.Start.UTC(), End: result.End.UTC(), Reason: reason}
	card, met, err := s.createCard(ctx, who, intent)
	if err != nil {
		return chat.Message{}, err
	}
	if cut {
		card.Notes = append(card.Notes, chat.Note{Text: i18n.ReasonCut(s.Lang, maxReason)})
	}
	card.Notes = append(card.Notes, s.understood(result, typed)...)
	var others []chat.Button
	for _, reading := range result.Others {
		if reading.End.IsZero() || !reading.End.After(s.now) {
			continue
		}
		other := intent
		other.Start, other.End = reading.Start.UTC(), reading.End.UTC()
		draft := rand.Text()
		if err := s.keepDraftAs(ctx, draft, draft, who.IndividuID, other); err != nil {
			return chat.Message{}, err
		}
		others = append(others, chat.Button{
			Action: chat.NewAction(chat.Change, draftArg+draft),
			Label:  i18n.InsteadButton(s.Lang, i18n.Span(s.Lang, reading.Start, reading.End, s.now)),
		})
	}
	if err := s.createButtons(ctx, who, &card, rand.Text(), intent, met, others...); err != nil {
		return chat.Message{}, err
	}
	return chat.Message{Card: card}, nil
}

// createCard spells a period out that is to be recorded, and gives the periods that it meets.
func (s *session) createCard(
	ctx context.Context, who identity.Person, intent ledger.Intent,
) (card chat.Card, met []ledger.Period, err error) {
	recorded, err := s.periods(ctx, who)
	if err != nil {
		return chat.Card{}, nil, err
	}
	start, end := s.zoned(intent.Start), s.zoned(intent.End)
	var notes []chat.Note
	if start.Before(s.now.Truncate(time.Minute)) {
		start = s.now
		notes = append(notes, chat.Note{Text: s.say(i18n.CutToNow), Loud: true})
	}
	card = chat.Card{
		Tone:   chat.Ask,
		Title:  s.say(i18n.CreateTitle),
		Fields: s.periodFields(start, end, intent.Reason),
		Notes:  append(notes, s.periodNotes(ctx, who, start, end, recorded, 0)...),
		Footer: s.say(i18n.NothingYetFooter),
	}
	if intent.Reason != "" {
		card.Notes = append(card.Notes, chat.Note{Text: s.say(i18n.ReasonSeen)})
	}
	return card, s.meeting(recorded, start, end, 0), nil
}

// meeting are the recorded periods that share time with a period and aren't over, but for one.
func (s *session) meeting(recorded []ledger.Period, start, end time.Time, except int64) []ledger.Period {
	var met []ledger.Period
	for _, p := range recorded {
		if p.Extension != except && p.Overlaps(start, end) && !p.Over(s.now) {
			met = append(met, p)
		}
	}
	return met
}

// periodNotes are the remarks that a period deserves before the press: what it overlaps, but for the
// period that it changes, and a change of the clocks.
func (s *session) periodNotes(
	ctx context.Context, who identity.Person, start, end time.Time, recorded []ledger.Period, except int64,
) []chat.Note {
	var notes []chat.Note
	for _, p := range s.meeting(recorded, start, end, except) {
		notes = append(notes, chat.Note{Text: i18n.Overlap(s.Lang, s.span(p), p.Reason), Loud: true})
	}
	weekly, err := s.recurring(ctx, who)
	switch {
	case err != nil:
		s.Log.WithError(err).Warn("the recurring hours could not be read for a preview")
		notes = append(notes, chat.Note{Text: s.say(i18n.RecurringUnread), Loud: true})
	default:
		switch covered := overlapOf(weekly.between(start, end), start, end); {
		case covered >= end.Sub(start):
			notes = append(notes, chat.Note{Text: s.say(i18n.RecurringCover)})
		case covered > 0:
			notes = append(notes, chat.Note{Text: s.say(i18n.RecurringOverlap)})
		}
	}
	if _, before := start.Zone(); !end.IsZero() {
		if _, after := end.Zone(); before != after {
			notes = append(notes, chat.Note{Text: s.say(i18n.ClockChanges)})
		}
	}
	return notes
}

// periods reads the driver's exceptional periods, by start.
func (s *session) periods(ctx context.Context, who identity.Person) ([]ledger.Period, error) {
	recorded, err := s.OCEAN.Exceptionnelles(ctx, who.IndividuID)
	if err != nil {
		return nil, fmt.Errorf("reading the driver's exceptional periods: %w", err)
	}
	// A deletion names no individu, so nobody else's period may ever come near a button.
	recorded = slices.DeleteFunc(recorded, func(e ocean.Exceptionnelle) bool {
		return e.IndividuID != 0 && e.IndividuID != who.IndividuID
	})
	return ledger.Periods(recorded), nil
}

// ahead are the periods that aren't over, by start: those that a list shows.
func (s *session) ahead(recorded []ledger.Period) []ledger.Period {
	var ahead []ledger.Period
	for _, p := range recorded {
		if !p.Over(s.now) {
			ahead = append(ahead, p)
		}
	}
	return ahead
}

func cutReason(reason string) (kept string, cut bool) {
	runes := []rune(strings.TrimSpace(reason))
	if len(runes) <= maxReason {
		return string(runes), false
	}
	return strings.TrimSpace(string(runes[:maxReason])), true
}
