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
	case !draft.UsedAt.IsZero():
		return draft, chat.Message{}, nil // its outcome is told again
	case !draft.DroppedAt.IsZero():
		return draft, s.forgotten(), nil
	case !draft.ExpiresAt.After(s.now):
		return draft, s.expired(), nil
	default:
		return draft, chat.Message{}, nil
	}
}

// confirm makes the write that a card shows. The same press again tells the same outcome.
func (s *session) confirm(ctx context.Context, id string) (chat.Message, error) {
	draft, why, err := s.draft(ctx, id)
	if err != nil || !why.IsZero() {
		return why, err
	}
	var intent ledger.Intent
	if err := json.Unmarshal(draft.Intent, &intent); err != nil {
		return chat.Message{}, fmt.Errorf("decoding a draft: %w", err)
	}
	return s.write(ctx, ledger.Press{
		ID: string(chat.Confirm) + ":" + id, DraftID: id, IndividuID: draft.IndividuID, Intent: intent,
	})
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

// undo takes a write back.
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
	intent, possible := entry.Inverse(s.now)
	if !possible {
		// It may have been undone in time, by the press before this one.
		if done, err := s.Ledger.ByPress(ctx, press.ID); err == nil {
			return s.outcome(ctx, done), nil
		}
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
	entry, err := s.Ledger.Do(ctx, press)
	var stale *ledger.StaleError
	var already *ledger.AlreadyError
	switch {
	case errors.As(err, &stale):
		return s.stale(stale), nil
	case errors.As(err, &already):
		message := inform(chat.Neutral, s.say(i18n.AlreadyTitle), s.say(i18n.AlreadyLead))
		message.Card.Fields = s.periodFields(already.Recorded.Start, already.Recorded.End, already.Recorded.Reason)
		message.Replace = true
		return message, nil
	case errors.Is(err, ledger.ErrPast):
		message := inform(chat.Bad, s.say(i18n.OverTitle), s.say(i18n.OverLead))
		if press.Intent.Kind == ledger.Delete {
			message = inform(chat.Bad, s.say(i18n.BegunTitle), s.say(i18n.BegunLead))
		}
		message.Replace = true
		return message, nil
	case errors.Is(err, store.ErrDraftClosed):
		return s.forgotten(), nil
	case err != nil:
		return chat.Message{}, fmt.Errorf("writing to OCEAN: %w", err)
	}
	return s.outcome(ctx, entry), nil
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
	if !draft.UsedAt.IsZero() {
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
	card, err := s.createCard(ctx, who, intent)
	if err != nil {
		return chat.Message{}, err
	}
	card.Buttons = s.choice(id, i18n.ConfirmButton, i18n.CancelButton, chat.Primary)
	return chat.Message{Card: card, Replace: true}, nil
}

// listed proposes what a button of a list says, for a period that must be the presser's own.
func (s *session) listed(ctx context.Context, verb chat.Verb, arg string) (chat.Message, error) {
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
