package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/ledger"
	"github.com/oceanbot/oceanbot/internal/store"
)

// A press may need several writes: two periods that become one, hours that hold until different days.
// OCEAN has no transaction, so they are made one after the other, each with a row of the journal of its
// own. Each row carries what was to follow it, so that whatever happens in between, it is known and told
// what was left undone, and one press does the rest.

// follow puts intents behind each other under one press. There is at least one.
func follow(intents []ledger.Intent) ledger.Intent {
	first := intents[0]
	first.Then = intents[1:]
	return first
}

// nextPress names the press of the write that follows the one under a press.
func nextPress(press string) string {
	base, step, found := strings.Cut(press, "/")
	n, err := strconv.Atoi(step)
	if !found || err != nil {
		n = 0
	}
	return base + "/" + strconv.Itoa(n+1)
}

// goesOn tells whether the writes behind an entry are to be made: where one was not made as asked, the
// next was meant for another state. Trips have nothing to do with each other, and a week that came out
// otherwise is put right by those that follow.
func goesOn(entry ledger.Entry) bool {
	switch entry.Intent.Kind {
	case ledger.Reclassify:
		return true
	case ledger.SetHours:
		return entry.Outcome == ledger.Recorded || entry.Outcome == ledger.Differs
	case ledger.Create, ledger.Update, ledger.Delete:
	}
	return entry.Outcome == ledger.Recorded
}

// chain makes the writes of a press. An error is that of the first one that could not even be begun; the
// entries are those before it.
func (s *session) chain(ctx context.Context, press ledger.Press) ([]ledger.Entry, error) {
	var entries []ledger.Entry
	for {
		entry, err := s.Ledger.Do(ctx, press)
		if err != nil {
			return entries, err //nolint:wrapcheck // notWritten tells its errors apart
		}
		entries = append(entries, entry)
		if len(entry.Intent.Then) == 0 || !goesOn(entry) {
			return entries, nil
		}
		press.ID, press.DraftID, press.Intent = nextPress(press.ID), "", follow(entry.Intent.Then)
	}
}

// chainOf finds the entries that followed one under the same press.
func (s *session) chainOf(ctx context.Context, first ledger.Entry) ([]ledger.Entry, error) {
	entries := []ledger.Entry{first}
	for last := first; len(last.Intent.Then) > 0; last = entries[len(entries)-1] {
		next, err := s.Ledger.ByPress(ctx, nextPress(last.Press))
		if errors.Is(err, store.ErrNotFound) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("finding the writes of a press: %w", err)
		}
		entries = append(entries, next)
	}
	return entries, nil
}

// inverse takes back what the entries of a press have made, the last one first.
func inverse(entries []ledger.Entry, now time.Time) (ledger.Intent, bool) {
	var intents []ledger.Intent
	for _, entry := range slices.Backward(entries) {
		if entry.Outcome != ledger.Recorded && entry.Outcome != ledger.Differs {
			continue
		}
		back, ok := entry.Inverse(now)
		if !ok {
			return ledger.Intent{}, false
		}
		intents = append(intents, back)
	}
	if len(intents) == 0 {
		return ledger.Intent{}, false
	}
	return follow(intents), true
}

// undone are the intents that entries leave to be made, and whether that is so because a process died
// between two of them.
func (s *session) undone(ctx context.Context, entries []ledger.Entry) (rest []ledger.Intent, cutOff bool) {
	last := entries[len(entries)-1]
	rest = last.Intent.Then
	if len(rest) == 0 || !goesOn(last) {
		return rest, false
	}
	// Told unasked, an entry comes alone; the next one may well have been made.
	if _, err := s.Ledger.ByPress(ctx, nextPress(last.Press)); err == nil {
		return nil, false
	}
	return rest, true
}

// chainOutcome tells what became of several writes of exceptional periods.
func (s *session) chainOutcome(ctx context.Context, entries []ledger.Entry) chat.Card {
	card := chat.Card{Tone: chat.Good, Title: s.say(i18n.AllDoneTitle), Lead: s.say(i18n.RecordedLead)}
	for _, entry := range entries {
		period, said := s.step(entry)
		card.Fields = append(card.Fields, chat.Field{Name: s.span(period), Value: s.say(said)})
	}
	rest := s.brokenOff(ctx, &card, entries, i18n.DiffersLead)
	for _, intent := range rest {
		card.Fields = append(card.Fields, chat.Field{Name: s.span(intentPeriod(intent)), Value: s.say(i18n.StepNotBegun)})
	}
	if _, ok := inverse(entries, s.now); ok {
		card.Buttons = append(card.Buttons, chat.Button{Action: chat.NewAction(chat.Undo, entries[0].ID), Label: s.say(i18n.UndoButton)})
		card.Footer = s.say(i18n.ChainFooter)
	}
	return card
}

// brokenOff says on the card of a chain where it broke off, if it did, with the way to go on, and gives
// what is left undone. differs is what is said where the last write came out otherwise.
func (s *session) brokenOff(ctx context.Context, card *chat.Card, entries []ledger.Entry, differs i18n.Text) []ledger.Intent {
	last := entries[len(entries)-1]
	rest, cutOff := s.undone(ctx, entries)
	switch {
	case last.Outcome == ledger.Differs:
		card.Tone, card.Title, card.Lead = chat.Warning, s.say(i18n.DiffersTitle), s.say(differs)
	case last.Outcome != ledger.Recorded:
		s.notDoneCard(card, last)
		if last.Outcome == ledger.Refused || last.Outcome == ledger.Lost {
			if again, ok := s.tryAgain(ctx, last); ok {
				card.Buttons = append(card.Buttons, again)
			}
		}
	case cutOff:
		card.Tone = chat.Warning
		card.Notes = append(card.Notes, chat.Note{Text: s.say(i18n.RestNotDone), Loud: true})
		if button, ok := s.doRest(ctx, last, rest); ok {
			card.Buttons = append(card.Buttons, button)
		}
	}
	if len(entries) > 1 && last.Outcome != ledger.Recorded || cutOff {
		card.Title = s.say(i18n.PartDoneTitle)
	}
	return rest
}

// doRest offers the writes that a press left undone.
func (s *session) doRest(ctx context.Context, last ledger.Entry, rest []ledger.Intent) (chat.Button, bool) {
	id := "rest-" + last.ID
	if err := s.keepDraftAs(ctx, id, "", last.IndividuID, follow(rest)); err != nil {
		s.Log.WithError(err).Error("the rest of a press could not be offered")
		return chat.Button{}, false
	}
	return chat.Button{Action: chat.NewAction(chat.Confirm, id), Label: s.say(i18n.ContinueButton), Style: chat.Primary}, true
}

// step says in a word what became of one write, and of which period.
func (s *session) step(entry ledger.Entry) (ledger.Period, i18n.Text) {
	period := intentPeriod(entry.Intent)
	switch entry.Outcome {
	case ledger.Recorded:
		switch entry.Intent.Kind {
		case ledger.Delete:
			return period, i18n.StepDeleted
		case ledger.Update:
			return entry.Recorded, i18n.StepChanged
		case ledger.Create, ledger.SetHours, ledger.Reclassify:
		}
		return entry.Recorded, i18n.StepCreated
	case ledger.Differs:
		return entry.Recorded, i18n.StepDiffers
	case ledger.Refused:
		return period, i18n.StepRefused
	case ledger.Lost:
		return period, i18n.StepLost
	case ledger.Unknown, ledger.Open:
	}
	return period, i18n.StepUnknown
}

// intentPeriod is the period that an intent is about.
func intentPeriod(intent ledger.Intent) ledger.Period {
	if intent.Kind == ledger.Delete {
		return intent.Target
	}
	return ledger.Period{Start: intent.Start, End: intent.End, Reason: intent.Reason}
}
