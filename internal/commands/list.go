package commands

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/ledger"
	"github.com/oceanbot/oceanbot/internal/store"
)

// maxListed is how many periods a list shows: more than a driver plans, less than a Slack message holds.
const maxListed = 15

// list shows the driver's periods that aren't over, numbered.
func (s *session) list(ctx context.Context, _ string) (chat.Message, error) {
	who, err := s.person(ctx)
	if err != nil {
		return chat.Message{}, err
	}
	recorded, err := s.periods(ctx, who)
	if err != nil {
		return chat.Message{}, err
	}
	ahead := s.ahead(recorded)
	if len(ahead) == 0 {
		return inform(chat.Neutral, s.say(i18n.ListEmptyTitle), i18n.ListEmptyLead(s.Lang, s.example())), nil
	}
	return s.listCard(ctx, s.say(i18n.ListTitle), "", ahead)
}

// listCard shows periods, numbered, and remembers which number was which.
func (s *session) listCard(ctx context.Context, title, lead string, periods []ledger.Period) (chat.Message, error) {
	card := chat.Card{Title: title, Lead: lead}
	shown := periods[:min(len(periods), maxListed)]
	ids := make([]int64, 0, len(shown))
	for n, p := range shown {
		ids = append(ids, p.Extension)
		card.Items = append(card.Items, s.listItem(n+1, p))
	}
	if more := len(periods) - len(shown); more > 0 {
		card.Notes = append(card.Notes, chat.Note{Text: i18n.ListMore(s.Lang, more)})
	}
	if err := s.Store.PutListing(ctx, s.User.Key(), ids, s.now); err != nil {
		return chat.Message{}, fmt.Errorf("remembering a list: %w", err)
	}
	card.Footer = i18n.ListFooter(s.Lang, s.typed("prive annule 1", "private cancel 1"), s.changeExample())
	return chat.Message{Card: card}, nil
}

func (s *session) listItem(number int, p ledger.Period) chat.Item {
	item := chat.Item{Number: number, Title: s.span(p)}
	begun := p.Begun(s.now)
	if begun {
		item.Detail = s.say(i18n.RunningNow)
	}
	if !p.End.IsZero() {
		item.Detail = join(item.Detail, i18n.Length(s.Lang, s.zoned(p.Start), s.zoned(p.End)))
	}
	item.Detail = join(item.Detail, p.Reason)
	if p.Extension == 0 {
		return item // OCEAN gave nothing to name it by: it can be seen, and no more
	}
	arg := extensionArg + strconv.FormatInt(p.Extension, 10)
	change := chat.NewAction(chat.Change, arg)
	item.Buttons = []chat.Button{{Action: change, Label: s.say(i18n.ChangeButton), Question: s.Ask(s.Lang, change)}}
	if !begun {
		item.Buttons = append(item.Buttons, chat.Button{
			Action: chat.NewAction(chat.Delete, arg), Label: s.say(i18n.DeleteButton), Style: chat.Danger,
		})
	}
	return item
}

// Ask implements [chat.Asker]: the change button of a list asks what the period is to become.
func (b *Bot) Ask(lang i18n.Lang, action chat.Action) *chat.Question {
	verb, arg := action.Split()
	if verb != chat.Change || !strings.HasPrefix(arg, extensionArg) {
		return nil
	}
	return &chat.Question{
		Title: i18n.AskChangeTitle.In(lang), Label: i18n.AskChangeLabel.In(lang), Hint: i18n.AskChangeHint.In(lang),
		Submit: i18n.AskChangeSubmit.In(lang), Close: i18n.CancelButton.In(lang),
	}
}

var _ chat.Asker = (*Bot)(nil)

func join(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	default:
		return a + " · " + b
	}
}

// numbered finds the period that a number means: the one that the asker's last list showed under it, or,
// where they have seen none, the one that a list would show. A message says why there is none.
func (s *session) numbered(
	ctx context.Context, number int, recorded []ledger.Period,
) (ledger.Period, chat.Message, error) {
	ahead := s.ahead(recorded)
	ids, err := s.Store.Listing(ctx, s.User.Key())
	switch {
	case errors.Is(err, store.ErrNotFound):
		for _, p := range ahead[:min(len(ahead), maxListed)] {
			ids = append(ids, p.Extension)
		}
	case err != nil:
		return ledger.Period{}, chat.Message{}, fmt.Errorf("finding what was number %d: %w", number, err)
	}
	if number < 1 || number > len(ids) {
		lead := i18n.NoNumber(s.Lang, number, len(ids), s.typed("prive liste", "private list"))
		return ledger.Period{}, inform(chat.Unclear, s.say(i18n.NotUnderstoodTitle), lead), nil
	}
	for _, p := range recorded {
		if p.Extension == ids[number-1] {
			return p, chat.Message{}, nil
		}
	}
	if len(ahead) == 0 {
		return ledger.Period{}, inform(chat.Bad, s.say(i18n.GoneTitle), s.say(i18n.GoneLead)), nil
	}
	gone, err := s.listCard(ctx, s.say(i18n.GoneTitle), s.say(i18n.GoneLead), ahead)
	return ledger.Period{}, gone, err
}
