package commands

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/ledger"
	"github.com/oceanbot/oceanbot/internal/store"
)

// draftTime is how long a card waits for its press.
const draftTime = 30 * time.Minute

// What the argument of a delete or change action means.
const (
	draftArg     = "d" // a draft to be shown
	extensionArg = "x" // an extension of the driver's own
	groupArg     = "h" // some of the driver's own recurring hours
)

// keepDraft keeps an intent until its press, and gives the draft's id.
func (s *session) keepDraft(ctx context.Context, who identity.Person, intent ledger.Intent) (string, error) {
	id := rand.Text()
	return id, s.keepDraftAs(ctx, id, "", who.IndividuID, intent)
}

// keepDraftAs keeps a draft under an id. Of those that share a card, one works at most.
func (s *session) keepDraftAs(ctx context.Context, id, card string, individuID int64, intent ledger.Intent) error {
	encoded, err := json.Marshal(intent)
	if err != nil {
		return fmt.Errorf("encoding a draft: %w", err)
	}
	err = s.Store.PutDraft(ctx, store.Draft{
		ID: id, Card: card, Owner: s.User.Key(), IndividuID: individuID, Intent: encoded,
		CreatedAt: s.now, ExpiresAt: s.now.Add(draftTime),
	})
	if err != nil {
		return fmt.Errorf("keeping a card's draft: %w", err)
	}
	return nil
}

// choice are the buttons under a card that waits: do it, something else, leave it.
func (s *session) choice(draft string, do, leave i18n.Text, style chat.Style, others ...chat.Button) []chat.Button {
	buttons := []chat.Button{{Action: chat.NewAction(chat.Confirm, draft), Label: s.say(do), Style: style}}
	buttons = append(buttons, others...)
	return append(buttons, chat.Button{Action: chat.NewAction(chat.Cancel, draft), Label: s.say(leave)})
}

// periodFields spell a period out: weekday, date, hour, length, zone, reason.
func (s *session) periodFields(start, end time.Time, reason string) []chat.Field {
	start, end = s.zoned(start), s.zoned(end)
	fields := []chat.Field{{Name: s.say(i18n.FromLabel), Value: i18n.Moment(s.Lang, start)}}
	if end.IsZero() {
		fields = append(fields, chat.Field{Name: s.say(i18n.ToLabel), Value: s.say(i18n.OpenEnd)})
	} else {
		fields = append(fields,
			chat.Field{Name: s.say(i18n.ToLabel), Value: i18n.MomentEnd(s.Lang, end)},
			chat.Field{Name: s.say(i18n.LengthLabel), Value: i18n.Length(s.Lang, start, end)})
	}
	if reason == "" {
		reason = s.say(i18n.NoReason)
	}
	return append(fields,
		chat.Field{Name: s.say(i18n.ZoneLabel), Value: i18n.ZoneName(start, end)},
		chat.Field{Name: s.say(i18n.ReasonLabel), Value: reason})
}

// span writes a period in one line.
func (s *session) span(p ledger.Period) string {
	return i18n.Span(s.Lang, s.zoned(p.Start), s.zoned(p.End), s.now)
}

// outcome is the card that tells what became of the writes of a press.
func (s *session) outcome(ctx context.Context, entries ...ledger.Entry) chat.Message {
	// What was done is told in full, with what can be done about it, also where the request's time is up.
	ctx = context.WithoutCancel(ctx)
	receipts := make([]string, len(entries))
	for i, entry := range entries {
		receipts[i] = entry.Receipt()
	}
	message := chat.Message{Replace: true, Receipt: strings.Join(receipts, " ")}
	switch first := entries[0]; {
	case first.Intent.Kind == ledger.SetHours:
		message.Card = s.hoursOutcome(ctx, entries)
	case first.Intent.Kind == ledger.Reclassify:
		message.Card = s.tripOutcome(ctx, entries)
	case len(entries) > 1 || len(first.Intent.Then) > 0:
		message.Card = s.chainOutcome(ctx, entries)
	default:
		message.Card = s.periodOutcome(ctx, first)
	}
	return message
}

// periodOutcome tells what became of a write of an exceptional period.
func (s *session) periodOutcome(ctx context.Context, entry ledger.Entry) chat.Card {
	card := chat.Card{Tone: chat.Good}
	switch entry.Outcome {
	case ledger.Recorded:
		s.recordedCard(&card, entry)
	case ledger.Differs:
		card.Tone, card.Title, card.Lead = chat.Warning, s.say(i18n.DiffersTitle), s.say(i18n.DiffersLead)
		card.Fields = []chat.Field{
			{Name: s.say(i18n.AskedLabel), Value: i18n.Span(s.Lang, s.zoned(entry.Intent.Start), s.zoned(entry.Intent.End), s.now)},
			{Name: s.say(i18n.RecordedLabel), Value: s.span(entry.Recorded)},
			{Name: s.say(i18n.ZoneLabel), Value: i18n.ZoneName(s.zoned(entry.Recorded.Start), s.zoned(entry.Recorded.End))},
		}
	case ledger.Refused, ledger.Lost, ledger.Unknown, ledger.Open:
		s.notDoneCard(&card, entry)
		card.Fields = s.intentFields(entry.Intent)
	}
	switch entry.Outcome {
	case ledger.Recorded, ledger.Differs:
		if _, ok := entry.Inverse(s.now); ok {
			undo, footer := i18n.UndoButton, i18n.UndoFooter
			switch {
			case entry.Intent.EndNow:
				undo, footer = i18n.PrivateAgainLabel, i18n.ProUndoFooter
			case entry.Recorded.Begun(s.now):
				footer = i18n.ChainFooter
			}
			card.Buttons = []chat.Button{{Action: chat.NewAction(chat.Undo, entry.ID), Label: s.say(undo)}}
			card.Footer = strings.TrimSpace(card.Footer + " " + s.say(footer))
		}
	case ledger.Refused, ledger.Lost:
		if again, ok := s.tryAgain(ctx, entry); ok {
			card.Buttons = []chat.Button{again}
		}
	case ledger.Unknown, ledger.Open:
	}
	return card
}

// notDoneCard begins the card of a write that was not made, or of which that isn't known.
func (s *session) notDoneCard(card *chat.Card, entry ledger.Entry) {
	switch entry.Outcome {
	case ledger.Refused:
		card.Tone, card.Title, card.Lead = chat.Bad, s.say(i18n.RefusedTitle), s.say(i18n.RefusedLead)
		if entry.Message != "" {
			card.Notes = []chat.Note{{Text: i18n.OceanSays(s.Lang, entry.Message)}}
		}
	case ledger.Lost:
		card.Tone, card.Title, card.Lead = chat.Bad, s.say(i18n.LostTitle), s.say(i18n.LostLead)
	case ledger.Unknown, ledger.Open:
		card.Tone, card.Title, card.Lead = chat.Warning, s.say(i18n.UnknownTitle), s.say(i18n.UnknownLead)
	case ledger.Recorded, ledger.Differs:
	}
}

func (s *session) recordedCard(card *chat.Card, entry ledger.Entry) {
	recorded := entry.Recorded
	switch entry.Intent.Kind {
	case ledger.SetHours, ledger.Reclassify:
		return // they have cards of their own
	case ledger.Create:
		card.Title = s.say(i18n.CreatedTitle)
	case ledger.Update:
		card.Title = s.say(i18n.ChangedTitle)
		if entry.Intent.EndNow {
			card.Title = s.say(i18n.ProEndedTitle)
		}
		card.Fields = []chat.Field{{Name: s.say(i18n.BeforeLabel), Value: s.span(entry.Intent.Target)}}
	case ledger.Delete:
		card.Title, card.Lead = s.say(i18n.DeletedTitle), s.say(i18n.WasItLead)
		card.Fields = s.periodFields(recorded.Start, recorded.End, recorded.Reason)
		return
	}
	card.Lead = s.say(i18n.RecordedLead)
	if recorded.Begun(s.now) && !recorded.Over(s.now) && !entry.Intent.EndNow {
		card.Footer = i18n.EndsWith(s.Lang, s.typed("pro", "pro"))
	}
	card.Fields = append(card.Fields, s.periodFields(recorded.Start, recorded.End, recorded.Reason)...)
	if recorded.Reason == "" && entry.Intent.Reason != "" {
		card.Notes = []chat.Note{{Text: s.say(i18n.ReasonMissing), Loud: true}}
	}
}

func (s *session) intentFields(intent ledger.Intent) []chat.Field {
	if intent.Kind == ledger.Delete {
		return s.periodFields(intent.Target.Start, intent.Target.End, intent.Target.Reason)
	}
	return s.periodFields(intent.Start, intent.End, intent.Reason)
}

// tryAgain offers a write once more that was surely not made. Its draft's id comes from the write's, so
// that a card that is shown twice offers one press.
func (s *session) tryAgain(ctx context.Context, entry ledger.Entry) (chat.Button, bool) {
	id := "again-" + entry.ID
	if err := s.keepDraftAs(ctx, id, "", entry.IndividuID, entry.Intent); err != nil {
		s.Log.WithError(err).Error("a write that was not made could not be offered again")
		return chat.Button{}, false
	}
	return chat.Button{
		Action: chat.NewAction(chat.Confirm, id), Label: s.say(i18n.TryAgainButton), Style: chat.Primary,
	}, true
}
