package commands

import (
	"context"
	"strconv"
	"strings"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/ledger"
	"github.com/oceanbot/oceanbot/internal/nlp"
)

// cancel proposes to delete a period, named by its number in the list or by a phrase that meets it.
func (s *session) cancel(ctx context.Context, rest string) (chat.Message, error) {
	if rest == "" {
		lead := i18n.CancelHow(s.Lang, s.typed("prive annule 1", "private cancel 1"), s.typed("prive annule samedi", "private cancel Saturday"))
		return inform(chat.Unclear, s.say(i18n.NeedMoreTitle), lead), nil
	}
	number, after, byNumber := cutNumber(rest)
	byNumber = byNumber && after == ""
	var result nlp.Result
	if !byNumber {
		result = s.parse(rest)
		switch result.Kind {
		case nlp.Recurring:
			return s.removeHours(ctx, result)
		case nlp.None:
			if result.Refusal == nil || result.Refusal.Start.IsZero() {
				return s.refuse(rest, result, s.typed("prive annule samedi", "private cancel Saturday")), nil
			}
			result.Start = result.Refusal.Start // a lone instant is enough to name a period
		case nlp.Period:
		}
	}
	who, err := s.person(ctx)
	if err != nil {
		return chat.Message{}, err
	}
	recorded, err := s.periods(ctx, who)
	if err != nil {
		return chat.Message{}, err
	}
	if byNumber {
		target, why, err := s.numbered(ctx, number, recorded)
		if err != nil || !why.IsZero() {
			return why, err
		}
		return s.proposeDelete(ctx, who, target)
	}
	return s.cancelThen(ctx, who, result, recorded)
}

// cancelThen proposes to delete the one period that meets a time, or asks which of several.
func (s *session) cancelThen(
	ctx context.Context, who identity.Person, result nlp.Result, recorded []ledger.Period,
) (chat.Message, error) {
	end := result.End
	if end.IsZero() {
		end = result.Start.Add(1)
	}
	var meant []ledger.Period
	for _, p := range s.ahead(recorded) {
		if p.Overlaps(result.Start, end) {
			meant = append(meant, p)
		}
	}
	asked := i18n.Span(s.Lang, result.Start, result.End, s.now)
	switch len(meant) {
	case 0:
		return inform(chat.Neutral, s.say(i18n.NoneThenTitle), i18n.NoneThen(s.Lang, asked, s.typed("prive liste", "private list"))), nil
	case 1:
		return s.proposeDelete(ctx, who, meant[0])
	default:
		return s.listCard(ctx, s.say(i18n.WhichTitle), i18n.WhichOne(s.Lang, asked), meant)
	}
}

// proposeDelete shows a period that is to be deleted. What has begun can't be.
func (s *session) proposeDelete(ctx context.Context, who identity.Person, p ledger.Period) (chat.Message, error) {
	card := chat.Card{
		Tone: chat.Ask, Title: s.say(i18n.DeleteTitle), Fields: s.periodFields(p.Start, p.End, p.Reason),
		Footer: s.say(i18n.UnchangedFooter),
	}
	if p.Over(s.now) {
		return inform(chat.Bad, s.say(i18n.OverTitle), s.say(i18n.OverLead)), nil
	}
	if p.Begun(s.now) {
		return inform(chat.Bad, s.say(i18n.BegunTitle), s.say(i18n.BegunLead)), nil
	}
	draft, err := s.keepDraft(ctx, who, ledger.Intent{Kind: ledger.Delete, Target: p})
	if err != nil {
		return chat.Message{}, err
	}
	card.Buttons = s.choice(draft, i18n.ConfirmDelete, i18n.KeepButton, chat.Danger)
	return chat.Message{Card: card}, nil
}

// cutNumber reads a number at the head of a text, as a person writes it: "2", "#2", "n°2".
func cutNumber(text string) (number int, rest string, ok bool) {
	word, rest := cutWord(text)
	for _, mark := range []string{"numéro", "numero", "number", "n°", "no.", "#"} {
		if after, found := strings.CutPrefix(strings.ToLower(word), mark); found {
			if word = after; word == "" {
				word, rest = cutWord(rest)
			}
			break
		}
	}
	number, err := strconv.Atoi(word)
	return number, rest, err == nil
}
