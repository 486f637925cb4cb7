package chat_test

import (
	"testing"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
)

func TestUserKeys(t *testing.T) {
	t.Parallel()
	user := chat.User{Platform: chat.Slack, ID: "U0ABC"}
	if got, ok := chat.ParseUser(user.Key()); !ok || got != user {
		t.Errorf("%q became %+v, %v", user.Key(), got, ok)
	}
	for _, wrong := range []string{"", "slack", "slack:", ":U0ABC"} {
		if _, ok := chat.ParseUser(wrong); ok {
			t.Errorf("%q was taken for a user", wrong)
		}
	}
}

func TestActions(t *testing.T) {
	t.Parallel()
	if verb, arg := chat.NewAction(chat.Confirm, "a:b").Split(); verb != chat.Confirm || arg != "a:b" {
		t.Errorf("got %q and %q", verb, arg)
	}
	if verb, arg := chat.Action("share").Split(); verb != "share" || arg != "" {
		t.Errorf("got %q and %q", verb, arg)
	}
}

func TestSummaryHasEverythingThatIsShown(t *testing.T) {
	t.Parallel()
	card := chat.Card{
		Title: "Title", Lead: "lead", Fields: []chat.Field{{Name: "From", Value: "62% %d"}},
		Items: []chat.Item{{Title: "item", Detail: "detail"}}, Notes: []chat.Note{{Text: "note"}},
	}
	if got, want := card.Summary(i18n.English), "Title · lead · From: 62% %d · item detail · note"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := card.Summary(i18n.French), "Title · lead · From : 62% %d · item detail · note"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestZeroMessagesSayNothing(t *testing.T) {
	t.Parallel()
	if !(chat.Message{Replace: true}).IsZero() || (chat.Message{Card: chat.Card{Code: "x"}}).IsZero() {
		t.Error("a message is zero where its card is empty, and only then")
	}
}
