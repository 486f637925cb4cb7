package commands

import (
	"context"
	"strings"
	"time"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/ledger"
)

// pro proposes to end the private period that is running: its end is moved to now, and what has passed
// of it stays private.
func (s *session) pro(ctx context.Context, rest string) (chat.Message, error) {
	switch first, _ := cutWord(rest); strings.ToLower(first) {
	case "", "now", "maintenant":
	default:
		lead := i18n.ProTakesNothing(s.Lang, s.typed("pro", "pro"),
			s.typed("prive change 1 jusqu'à 20h", "private change 1 until 20h"), s.typed("trajet hier 14h pro", "trip yesterday 14h pro"))
		return inform(chat.Unclear, s.say(i18n.NotUnderstoodTitle), lead), nil
	}
	who, recorded, weekly, err := s.privateTime(ctx)
	if err != nil {
		return chat.Message{}, err
	}
	var running []ledger.Period
	for _, p := range recorded {
		if p.Begun(s.now) && !p.Over(s.now) && p.Extension != 0 {
			running = append(running, p)
		}
	}
	until := weekly.runningUntil(s.now)
	switch {
	case len(running) == 0 && until.IsZero():
		return inform(chat.Neutral, s.say(i18n.ProAlreadyTitle), s.say(i18n.ProAlreadyLead)), nil
	case len(running) == 0:
		lead := i18n.ProRecurring(s.Lang, i18n.MomentEnd(s.Lang, s.zoned(until)),
			s.typed("prive horaires", "private hours"), s.typed("trajet aujourd'hui pro", "trip today pro"))
		return inform(chat.Neutral, s.say(i18n.ProRecurringTitle), lead), nil
	}
	return s.proposeEnd(ctx, who, running, until)
}

// proposeEnd shows the running periods that are to end, and whether the driver stays private all the same.
func (s *session) proposeEnd(
	ctx context.Context, who identity.Person, running []ledger.Period, recurring time.Time,
) (chat.Message, error) {
	card := chat.Card{Tone: chat.Ask, Title: s.say(i18n.ProTitle), Footer: s.say(i18n.ProFooter)}
	var chain []ledger.Intent
	for _, p := range running {
		chain = append(chain, ledger.Intent{Kind: ledger.Update, Start: p.Start, Reason: p.Reason, Target: p, EndNow: true})
		card.Fields = append(card.Fields, chat.Field{Name: s.say(i18n.BeforeLabel), Value: join(s.span(p), p.Reason)})
	}
	card.Fields = append(card.Fields, chat.Field{Name: s.say(i18n.ProUntilLabel), Value: s.say(i18n.ProUntilNow)})
	if !recurring.IsZero() {
		card.Notes = append(card.Notes, chat.Note{Text: i18n.ProStillRecurring(s.Lang, i18n.MomentEnd(s.Lang, s.zoned(recurring))), Loud: true})
	}
	draft, err := s.keepDraft(ctx, who, follow(chain))
	if err != nil {
		return chat.Message{}, err
	}
	card.Buttons = s.choice(draft, i18n.ProButton, i18n.CancelButton, chat.Primary)
	return chat.Message{Card: card}, nil
}

// runningUntil is until when recurring hours run that are running at an instant; zero where none are.
func (w week) runningUntil(now time.Time) time.Time {
	for _, sp := range w.between(now, now.Add(horizon)) {
		if !sp.start.After(now) && sp.end.After(now) {
			return sp.end
		}
	}
	return time.Time{}
}
