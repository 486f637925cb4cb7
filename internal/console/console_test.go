package console_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/console"
	"github.com/oceanbot/oceanbot/internal/i18n"
)

// scripted answers each request with the next card, and remembers what it was asked.
type scripted struct {
	cards    []chat.Message
	requests []chat.Request
	told     []string
}

func (s *scripted) Handle(_ context.Context, r chat.Request) chat.Message {
	s.requests = append(s.requests, r)
	if len(s.cards) == 0 {
		return chat.Message{}
	}
	next := s.cards[0]
	s.cards = s.cards[1:]
	return next
}

func (s *scripted) Told(_ context.Context, receipt string) { s.told = append(s.told, receipt) }

func talk(t *testing.T, handler *scripted, input string) string {
	t.Helper()
	var out strings.Builder
	c := console.New(console.Config{
		Handler: handler, In: strings.NewReader(input), Out: &out, Echo: true,
		User: chat.User{Platform: chat.Console, ID: "driver"}, Lang: i18n.English, Zone: time.UTC,
	})
	if err := c.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestNumbersPressTheButtonsOfTheLastCard(t *testing.T) {
	t.Parallel()
	list := chat.Message{Card: chat.Card{
		Title: "List",
		Items: []chat.Item{{Number: 1, Title: "one", Buttons: []chat.Button{
			{Action: "change:x1", Label: "Change", Question: &chat.Question{Label: "New period", Hint: "Saturday"}},
			{Action: "delete:x1", Label: "Delete"},
		}}},
		Buttons: []chat.Button{{Action: "cancel:d", Label: "Leave"}},
	}}
	handler := &scripted{cards: []chat.Message{list, {Card: chat.Card{Title: "status"}}, list, {Card: chat.Card{Title: "done"}, Replace: true, Receipt: "w1"}}}
	out := talk(t, handler, "private list\nstatus\n[2]\n1\nSaturday 10-12\n3\n")
	var did []string
	for _, r := range handler.requests {
		did = append(did, strings.TrimSpace(r.Text+" "+string(r.Action)+" "+r.Input))
	}
	// The status card has no buttons, so 2 is still the list's. The last 3 finds no button any more: its
	// card was replaced.
	want := []string{"private list", "status", "delete:x1", "change:x1 Saturday 10-12"}
	if diff := cmp.Diff(want, did); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(out, "The last card has no button 3.") {
		t.Errorf("nothing was said about a button that isn't there:\n%s", out)
	}
	if diff := cmp.Diff([]string{"w1"}, handler.told); diff != "" {
		t.Errorf("receipts: %s", diff)
	}
}

func TestWhatWasTypedCannotMoveTheCursor(t *testing.T) {
	t.Parallel()
	card := console.Render(chat.Card{Title: "a\x1b[2Jb", Fields: []chat.Field{{Name: "Reason", Value: "x\ny\u009b1m\x07"}}})
	if strings.ContainsAny(card, "\x1b\u009b\x07") {
		t.Errorf("control characters went through: %q", card)
	}
	// A value may have lines, which stay in its column.
	if want := "┌ · a [2Jb\n│ Reason  x\n│         y 1m\n└\n"; card != want {
		t.Errorf("got %q, want %q", card, want)
	}
}

func TestRender(t *testing.T) {
	t.Parallel()
	got := console.Render(chat.Card{
		Tone: chat.Ask, Title: "Private period: please confirm", Lead: "Look:",
		Fields:  []chat.Field{{Name: "From", Value: "Friday"}, {Name: "Reason", Value: "62% %d"}},
		Notes:   []chat.Note{{Text: "small"}, {Text: "loud", Loud: true}},
		Code:    "a\nb",
		Buttons: []chat.Button{{Action: "confirm:1", Label: "Confirm"}, {Action: "cancel:1", Label: "Cancel"}},
		Footer:  "foot",
	})
	want := `┌ ? Private period: please confirm
│ Look:
│ From    Friday
│ Reason  62% %d
│
│   a
│   b
│
│ · small
│ ! loud
│ foot
└ [1] Confirm  [2] Cancel
`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestNotifyInterrupts(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	c := console.New(console.Config{Handler: &scripted{}, In: strings.NewReader(""), Out: &out, Lang: i18n.French, Zone: time.UTC})
	if err := c.Notify(t.Context(), chat.Address{}, chat.Message{Card: chat.Card{Title: "Nouvelles"}}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(out.String(), "Nouvelles") || !strings.HasSuffix(out.String(), "> ") {
		t.Errorf("got %q", out.String())
	}
}

func TestPictureIsTextHere(t *testing.T) {
	t.Parallel()
	got := console.Render(chat.Card{
		Title: "Hours", Code: "  0 6\n> ██··", Picture: &chat.Picture{Name: "week.png", Alt: "alt", PNG: []byte("PNG")},
		Items: []chat.Item{{Number: 1, Title: "every Monday"}},
	})
	want := "┌ · Hours\n│\n│     0 6\n│   > ██··\n│\n│  1. every Monday\n"
	if !strings.HasPrefix(got, want) {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestAFileIsTextUnderTheCard(t *testing.T) {
	t.Parallel()
	card := chat.Card{Title: "Usage", File: &chat.File{
		Name: "us\x1bage.csv", MIME: "text/csv; charset=utf-8", Data: []byte("\ufeffa;b\r\n\x1b[2Jé;1\r\n"),
	}}
	if diff := cmp.Diff("┌ · Usage\n└\n── us age.csv ──\na;b\n [2Jé;1\n", console.Render(card)); diff != "" {
		t.Error(diff)
	}
	card.File = &chat.File{Name: "week.png", MIME: "image/png", Data: []byte("\x89PNG")}
	if diff := cmp.Diff("┌ · Usage\n└\n── week.png ──\n", console.Render(card)); diff != "" {
		t.Error(diff)
	}
}
