package commands

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/ledger"
	"github.com/oceanbot/oceanbot/internal/store"
)

// press does what a button says, for whoever pressed it: they are authorised anew, and a card that was
// somebody else's does nothing for them.
func (s *session) press(ctx context.Context) (chat.Message, error) {
	verb, arg := s.Action.Split()
	switch verb {
	case chat.Confirm:
		return s.confirm(ctx, arg)
	case chat.Cancel:
		return s.forget(ctx, arg)
	case chat.Undo:
		return s.undo(ctx, arg)
	case chat.Delete, chat.Change:
		if draft, ok := strings.CutPrefix(arg, draftArg); ok {
			return s.otherReading(ctx, draft)
		}
		return s.listed(ctx, verb, arg)
	case chat.TripPrivate, chat.TripPro:
		return s.tripPressed(ctx, verb, arg)
	default:
		return s.expired(), nil
	}
}

func (s *session) expired() chat.Message {
	message := inform(chat.Neutral, s.say(i18n.ExpiredTitle), s.say(i18n.ExpiredLead))
	message.Replace = true
	return message
}

func (s *session) notYours() chat.Message {
	return inform(chat.Bad, s.say(i18n.NotYoursTitle), s.say(i18n.NotYoursLead))
}

func (s *session) forgotten() chat.Message {
	message := inform(chat.Neutral, s.say(i18n.ForgottenTitle), s.say(i18n.ForgottenLead))
	message.Replace = true
	return message
}

// draft finds what a press is about. Where it can't be pressed, the message says why.
func (s *session) draft(ctx context.Context, id string) (store.Draft, chat.Message, error) {
	draft, err := s.Store.Draft(ctx, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return draft, s.expired(), nil
	case err != nil:
		return draft, chat.Message{}, fmt.Errorf("finding what a press is about: %w", err)
	case draft.Owner != s.User.Key():
		return draft, s.notYours(), nil
	case draft.UsedAt.IsZero() && draft.DroppedAt.IsZero() && !draft.ExpiresAt.After(s.now):
		return draft, s.expired(), nil
	default: // of one that was used or dropped it is told what became of it
		return draft, chat.Message{}, nil
	}
}

// confirm makes the write that a card shows. The same press again tells the same outcome.
func (s *session) confirm(ctx context.Context, id string) (chat.Message, error) {
	draft, why, err := s.draft(ctx, id)
	if err != nil || !why.IsZero() {
		return why, err
	}
	if !draft.DroppedAt.IsZero() {
		return s.dropped(ctx, draft)
	}
	var intent ledger.Intent
	if err := json.Unmarshal(draft.Intent, &intent); err != nil {
		return chat.Message{}, fmt.Errorf("decoding a draft: %w", err)
	}
	if intent.Kind == ledger.Reclassify && draft.UsedAt.IsZero() {
		if own, err := s.stillOwn(ctx, draft.IndividuID, intent); err != nil {
			return chat.Message{}, err
		} else if !own {
			return s.tripGone(), nil
		}
	}
	return s.write(ctx, ledger.Press{
		ID: string(chat.Confirm) + ":" + id, DraftID: id, IndividuID: draft.IndividuID, Intent: intent,
	})
}

// dropped answers a press on a choice that works no more: the card was cancelled, or another of its
// choices was taken, whose outcome is then told again.
func (s *session) dropped(ctx context.Context, draft store.Draft) (chat.Message, error) {
	if draft.Card == "" {
		return s.forgotten(), nil
	}
	used, err := s.Store.UsedOf(ctx, draft.Card)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return s.forgotten(), nil
	case err != nil:
		return chat.Message{}, fmt.Errorf("finding what became of a card: %w", err)
	}
	return s.confirm(ctx, used)
}

// forget drops what a card shows.
func (s *session) forget(ctx context.Context, id string) (chat.Message, error) {
	draft, why, err := s.draft(ctx, id)
	if err != nil || !why.IsZero() {
		return why, err
	}
	if err := s.Store.DropDraft(ctx, draft.ID, s.now); errors.Is(err, store.ErrDraftClosed) {
		return s.confirm(ctx, id) // it was confirmed before: tell what became of that
	} else if err != nil {
		return chat.Message{}, fmt.Errorf("cancelling a card: %w", err)
	}
	return s.forgotten(), nil
}

// undo takes back what a press has written.
func (s *session) undo(ctx context.Context, id string) (chat.Message, error) {
	entry, err := s.Ledger.ByID(ctx, id)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return s.expired(), nil
	case err != nil:
		return chat.Message{}, fmt.Errorf("finding what to undo: %w", err)
	case entry.Owner != s.User:
		return s.notYours(), nil
	}
	press := ledger.Press{ID: string(chat.Undo) + ":" + id, IndividuID: entry.IndividuID}
	// It may have been undone by the press before this one: then its outcome is told again.
	done, err := s.Ledger.ByPress(ctx, press.ID)
	switch {
	case err == nil:
		press.Intent = done.Intent
		return s.write(ctx, press)
	case !errors.Is(err, store.ErrNotFound):
		return chat.Message{}, fmt.Errorf("finding out whether it was undone: %w", err)
	}
	entries, err := s.chainOf(ctx, entry)
	if err != nil {
		return chat.Message{}, err
	}
	if entry.Intent.Kind == ledger.SetHours {
		return s.undoHours(ctx, press, entries)
	}
	intent, possible := inverse(entries, s.now)
	if !possible {
		return inform(chat.Bad, s.say(i18n.BegunTitle), s.say(i18n.UndoTooLateLead)), nil
	}
	press.Intent = intent
	return s.write(ctx, press)
}

// write hands a press to the ledger and tells what became of it.
func (s *session) write(ctx context.Context, press ledger.Press) (chat.Message, error) {
	who, err := s.person(ctx)
	if err != nil {
		return chat.Message{}, err
	}
	if who.IndividuID != press.IndividuID {
		return s.notYours(), nil
	}
	press.Owner = s.User
	press.Reply = ledger.Reply{To: s.ReplyTo, Lang: s.Lang, Zone: s.Zone.String()}
	entries, err := s.chain(ctx, press)
	if len(entries) > 0 {
		if err != nil {
			s.Log.WithError(err).WithField("press", press.ID).Warn("a press has written a part of what it was for")
		}
		return s.outcome(ctx, entries...), nil
	}
	return s.notWritten(ctx, press, err)
}

// notWritten says why a press has written nothing.
func (s *session) notWritten(ctx context.Context, press ledger.Press, err error) (chat.Message, error) {
	var stale *ledger.StaleError
	var already *ledger.AlreadyError
	var message chat.Message
	switch {
	case errors.As(err, &stale) && press.Intent.Kind == ledger.SetHours:
		message = s.hoursNow(chat.Bad, i18n.HoursStaleTitle, i18n.HoursStaleLead, stale.Hours)
	case errors.As(err, &stale):
		return s.stale(stale), nil
	case errors.As(err, &already) && press.Intent.Kind == ledger.SetHours:
		message = s.hoursNow(chat.Neutral, i18n.AlreadyTitle, i18n.HoursAlreadyLead, already.Hours)
	case errors.As(err, &already):
		message = inform(chat.Neutral, s.say(i18n.AlreadyTitle), s.say(i18n.AlreadyLead))
		message.Card.Fields = s.periodFields(already.Recorded.Start, already.Recorded.End, already.Recorded.Reason)
	case errors.Is(err, ledger.ErrPast) && press.Intent.Kind == ledger.Delete:
		message = inform(chat.Bad, s.say(i18n.BegunTitle), s.say(i18n.BegunLead))
	case errors.Is(err, ledger.ErrPast):
		message = inform(chat.Bad, s.say(i18n.OverTitle), s.say(i18n.OverLead))
	case errors.Is(err, ledger.ErrBusy):
		message = inform(chat.Bad, s.say(i18n.BusyTitle), s.say(i18n.BusyLead))
		message.Card.Buttons = []chat.Button{{Action: s.Action, Label: s.say(i18n.TryAgainButton), Style: chat.Primary}}
	case errors.Is(err, store.ErrDraftClosed):
		// Another press on the same card was faster.
		draft, err := s.Store.Draft(ctx, press.DraftID)
		if err != nil {
			return chat.Message{}, fmt.Errorf("finding what became of a card: %w", err)
		}
		return s.dropped(ctx, draft)
	default:
		return chat.Message{}, fmt.Errorf("writing to OCEAN: %w", err)
	}
	message.Replace = true
	return message, nil
}

func (s *session) stale(e *ledger.StaleError) chat.Message {
	message := inform(chat.Bad, s.say(i18n.GoneTitle), s.say(i18n.GoneLead))
	if !e.Gone {
		message = inform(chat.Bad, s.say(i18n.StaleTitle), s.say(i18n.StaleLead))
		message.Card.Fields = s.periodFields(e.Now.Start, e.Now.End, e.Now.Reason)
	}
	message.Replace = true
	return message
}

// otherReading shows the other reading of a phrase in the place of the first one.
func (s *session) otherReading(ctx context.Context, id string) (chat.Message, error) {
	draft, why, err := s.draft(ctx, id)
	if err != nil || !why.IsZero() {
		return why, err
	}
	if !draft.UsedAt.IsZero() || !draft.DroppedAt.IsZero() {
		return s.confirm(ctx, id)
	}
	var intent ledger.Intent
	if err := json.Unmarshal(draft.Intent, &intent); err != nil {
		return chat.Message{}, fmt.Errorf("decoding a draft: %w", err)
	}
	who, err := s.person(ctx)
	if err != nil {
		return chat.Message{}, err
	}
	card, met, err := s.createCard(ctx, who, intent)
	if err != nil {
		return chat.Message{}, err
	}
	if err := s.createButtons(ctx, who, &card, id, intent, met); err != nil {
		return chat.Message{}, err
	}
	return chat.Message{Card: card, Replace: true}, nil
}

// listed proposes what a button of a list says, for a period that must be the presser's own.
func (s *session) listed(ctx context.Context, verb chat.Verb, arg string) (chat.Message, error) {
	if group, ok := strings.CutPrefix(arg, groupArg); ok && verb == chat.Delete {
		return s.hoursListed(ctx, group)
	}
	extension, err := strconv.ParseInt(strings.TrimPrefix(arg, extensionArg), 10, 64)
	if err != nil {
		return s.expired(), nil //nolint:nilerr // a button that this version doesn't make
	}
	who, err := s.person(ctx)
	if err != nil {
		return chat.Message{}, err
	}
	recorded, err := s.periods(ctx, who)
	if err != nil {
		return chat.Message{}, err
	}
	for _, p := range recorded {
		if p.Extension != extension {
			continue
		}
		if verb == chat.Delete {
			return s.proposeDelete(ctx, who, p)
		}
		return s.proposeChange(ctx, who, p, s.Input, recorded, s.changeExample())
	}
	return inform(chat.Bad, s.say(i18n.GoneTitle), s.say(i18n.GoneLead)), nil
}
