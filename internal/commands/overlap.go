package commands

import (
	"context"
	"crypto/rand"
	"strings"
	"time"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/ledger"
)

// createButtons puts the choices under a card that proposes a period: record it, and where it meets
// others that are recorded, make one of them or put it in their place. One of the choices works, once.
func (s *session) createButtons(
	ctx context.Context, who identity.Person, card *chat.Card, draft string, intent ledger.Intent, met []ledger.Period,
	others ...chat.Button,
) error {
	if err := s.keepDraftAs(ctx, draft, draft, who.IndividuID, intent); err != nil {
		return err
	}
	confirm := i18n.ConfirmButton
	if len(met) > 0 {
		confirm = i18n.KeepBothButton
	}
	var choices []chat.Button
	offer := func(chain []ledger.Intent, label string, notes ...string) error {
		id := rand.Text()
		if err := s.keepDraftAs(ctx, id, draft, who.IndividuID, follow(chain)); err != nil {
			return err
		}
		choices = append(choices, chat.Button{Action: chat.NewAction(chat.Confirm, id), Label: label})
		for _, note := range notes {
			card.Notes = append(card.Notes, chat.Note{Text: note})
		}
		return nil
	}
	if chain, ok := merging(intent, met, s.now); ok {
		span := s.span(intentPeriod(chain[0]))
		if err := offer(chain, i18n.MergeButton(s.Lang, span), i18n.MergeNote(s.Lang, span)); err != nil {
			return err
		}
	}
	if chain, ok := replacing(intent, met, s.now); ok {
		note := i18n.ReplaceNote
		if last := chain[len(chain)-1]; last.Kind == ledger.Create {
			note = i18n.ReplaceBegunNote
		}
		if err := offer(chain, s.say(i18n.ReplaceButton), s.say(note)); err != nil {
			return err
		}
	}
	card.Buttons = s.choice(draft, confirm, i18n.CancelButton, chat.Primary, append(choices, others...)...)
	return nil
}

// target chooses which of some periods is changed while the others go: the running one, since what has
// begun can't be deleted. ok is false where two have begun, or OCEAN gave one nothing to name it by.
func target(met []ledger.Period, now time.Time) (changed ledger.Period, gone []ledger.Period, ok bool) {
	for _, p := range met {
		switch {
		case p.Extension == 0, p.Begun(now) && changed.Begun(now) && changed.Extension != 0:
			return ledger.Period{}, nil, false
		case changed.Extension == 0:
			changed = p
		case p.Begun(now):
			changed, gone = p, append(gone, changed)
		default:
			gone = append(gone, p)
		}
	}
	return changed, gone, changed.Extension != 0
}

func deletions(gone []ledger.Period) []ledger.Intent {
	var chain []ledger.Intent
	for _, p := range gone {
		chain = append(chain, ledger.Intent{Kind: ledger.Delete, Target: p})
	}
	return chain
}

// merging makes one period of a new one and those that it meets: one of them grows, then the others go,
// so that at no moment less is private than before.
func merging(intent ledger.Intent, met []ledger.Period, now time.Time) ([]ledger.Intent, bool) {
	changed, gone, ok := target(met, now)
	if !ok {
		return nil, false
	}
	merged := ledger.Intent{Kind: ledger.Update, Start: intent.Start, End: intent.End, Target: changed}
	reasons := []string{}
	for _, p := range met {
		if p.End.IsZero() {
			return nil, false // OCEAN takes no period without an end
		}
		if p.Start.Before(merged.Start) {
			merged.Start = p.Start
		}
		if p.End.After(merged.End) {
			merged.End = p.End
		}
		if p.Reason != "" && p.Reason != intent.Reason {
			reasons = append(reasons, p.Reason)
		}
	}
	if intent.Reason != "" {
		reasons = append(reasons, intent.Reason)
	}
	merged.Reason, _ = cutReason(strings.Join(reasons, " ; "))
	if len(gone) == 0 && merged.Start.Equal(changed.Start) && merged.End.Equal(changed.End) {
		return nil, false // it lies within the other: there is nothing to make of them
	}
	return append([]ledger.Intent{merged}, deletions(gone)...), true
}

// replacing puts a new period in the place of those that it meets. A running one can't go: it is ended
// where the new one begins, or becomes the new one where that begins at once.
func replacing(intent ledger.Intent, met []ledger.Period, now time.Time) ([]ledger.Intent, bool) {
	changed, gone, ok := target(met, now)
	if !ok {
		return nil, false
	}
	become := ledger.Intent{Kind: ledger.Update, Start: intent.Start, End: intent.End, Reason: intent.Reason, Target: changed}
	switch {
	case !changed.Begun(now):
	case intent.Start.After(now):
		become.Start, become.End, become.Reason = changed.Start, intent.Start, changed.Reason
		chain := append([]ledger.Intent{become}, deletions(gone)...)
		return append(chain, ledger.Intent{Kind: ledger.Create, Start: intent.Start, End: intent.End, Reason: intent.Reason}), true
	default:
		become.Start = changed.Start
	}
	if len(gone) == 0 && become.Start.Equal(changed.Start) && become.End.Equal(changed.End) && become.Reason == changed.Reason {
		return nil, false
	}
	return append([]ledger.Intent{become}, deletions(gone)...), true
}
