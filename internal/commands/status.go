package commands

import (
	"context"
	"time"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
)

// horizon is how far ahead the status looks.
const horizon = 14 * 24 * time.Hour

// status answers "am I private now?": exceptional periods and recurring hours together, until when, and
// what comes next.
func (s *session) status(ctx context.Context, _ string) (chat.Message, error) {
	_, recorded, weekly, err := s.privateTime(ctx)
	if err != nil {
		return chat.Message{}, err
	}
	end := s.now.Add(horizon)
	private := merge(append(exceptions(recorded), weekly.between(s.now, end)...))
	card := chat.Card{Title: s.say(i18n.StatusProTitle)}
	var next *span
	for i, sp := range private {
		running := !sp.start.After(s.now) && (sp.end.IsZero() || sp.end.After(s.now))
		switch {
		case running:
			card.Tone, card.Title = chat.Good, s.say(i18n.StatusPrivateTitle)
			card.Fields = append(card.Fields, chat.Field{Name: s.say(i18n.BecauseLabel), Value: s.say(because(sp))})
			if sp.end.IsZero() || sp.end.After(end) {
				card.Lead = s.say(i18n.StatusNoEndLead)
			} else {
				card.Lead = i18n.StatusUntil(s.Lang, i18n.MomentEnd(s.Lang, s.zoned(sp.end)))
			}
		case next == nil && sp.start.After(s.now) && sp.start.Before(end):
			next = &private[i]
		}
	}
	if next != nil {
		if card.Lead == "" {
			card.Lead = i18n.StatusUntil(s.Lang, i18n.Moment(s.Lang, s.zoned(next.start)))
		}
		value := i18n.NextPrivate(s.Lang, i18n.Span(s.Lang, s.zoned(next.start), s.zoned(next.end), s.now))
		card.Fields = append(card.Fields, chat.Field{Name: s.say(i18n.NextLabel), Value: value})
	} else {
		card.Fields = append(card.Fields, chat.Field{Name: s.say(i18n.NextLabel), Value: s.say(i18n.NextNothing)})
	}
	card.Fields = append(card.Fields, chat.Field{Name: s.say(i18n.ZoneLabel), Value: i18n.ZoneName(s.now, time.Time{})})
	return chat.Message{Card: card}, nil
}

func because(sp span) i18n.Text {
	switch {
	case sp.exception && sp.recurring:
		return i18n.ByBoth
	case sp.exception:
		return i18n.ByException
	default:
		return i18n.ByRecurring
	}
}
