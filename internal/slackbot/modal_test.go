package slackbot_test

import (
	"strings"
	"testing"
	"time"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/slackbot/slackstandin"
)

// asking brings a list with a button that asks a question in front of U0FR.
func (r *rig) asking() slackstandin.Message {
	r.t.Helper()
	r.handler.answer = says(chat.Message{Card: chat.Card{Title: "Périodes", Items: []chat.Item{{
		Number: 1, Title: "ven. 18:00", Buttons: []chat.Button{{
			Action: "change:abc", Label: "Modifier 1", Question: &chat.Question{
				Title: "Modifier", Label: "Nouvelle période", Hint: "de samedi 10h à 16h", Submit: "Proposer", Close: "Laisser",
			},
		}},
	}}}})
	r.command("list")
	receive(r, r.handler.requests)
	return r.next()
}

func TestQuestion(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	list := r.asking()
	press := r.press(list, "Modifier 1")
	r.deliver(press)
	r.deliver(press.Again(1))
	view, err := r.slack.NextView(r.ctx)
	if err != nil {
		t.Fatal(err)
	}
	if view.Title != "Modifier" || view.Label != "Nouvelle période" || view.Placeholder != "de samedi 10h à 16h" {
		t.Errorf("asked %+v", view)
	}
	pressed := r.clock.Now()
	r.clock.Advance(10 * time.Minute) // the response_url stays the press's, and as old
	m := card("Modifier la période ?", confirm)
	m.Replace = true // and yet the list stays
	r.handler.answer = says(m)
	submission, err := r.slack.Submit("U0FR", view, "samedi 10h &lt;16h&gt;")
	if err != nil {
		t.Fatal(err)
	}
	r.deliver(submission)
	r.deliver(submission.Again(1))
	got := receive(r, r.handler.requests)
	if got.Action != "change:abc" || got.Input != "samedi 10h <16h>" || got.ReplyTo.Channel != "C0FLEET" ||
		got.ReplyTo.URL == "" || !got.ReplyTo.Until.Equal(pressed.Add(30*time.Minute)) ||
		!strings.HasPrefix(got.Delivery, "slack:submission:") {
		t.Errorf("request %+v", got)
	}
	if answer := r.next(); answer.Via != "response_url" || answer.Replaces != "" || !answer.Ephemeral || answer.User != "U0FR" {
		t.Errorf("answered %+v", answer)
	}
	r.nothingMore(2)
	if len(r.handler.requests) != 0 {
		t.Error("the press itself was delivered, or the submission twice")
	}
}

func TestQuestionThatDoesNotOpen(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	list := r.asking()
	r.slack.Break("views.open", slackstandin.Fault{Error: "expired_trigger_id"})
	r.deliver(r.press(list, "Modifier 1"))
	answer := r.next()
	if answer.Replaces != "" || !strings.Contains(answer.Shown(), "de samedi 10h à 16h") {
		t.Errorf("answered %+v", answer)
	}
	r.nothingMore(2)
}

func TestDialogsOfOthersAreLeftAlone(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, view := range []slackstandin.View{
		{ID: "V1", CallbackID: "somebody's", PrivateMetadata: `{"action":"confirm:1"}`},
		{ID: "V2", CallbackID: "question", PrivateMetadata: "not JSON"},
		{ID: "V3", CallbackID: "question", PrivateMetadata: "{}"},
	} {
		d, err := r.slack.Submit("U0FR", view, "x")
		if err != nil {
			t.Fatal(err)
		}
		r.deliver(d)
	}
	r.nothingMore(0)
	if len(r.handler.requests) != 0 {
		t.Error("the handler was asked")
	}
}
