package slackbot_test

import (
	"context"
	"testing"
	"time"

	"github.com/oceanbot/oceanbot/internal/chat"
)

// public is an answer for everybody who is there.
func public(title string) chat.Message {
	m := card(title)
	m.Public, m.Receipt = true, "journal-9"
	return m
}

func TestAPublicAnswerIsShownWhereItWasAsked(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.handler.answer = says(public("Usage de l'équipe"))
	r.deliver(r.slack.Command("U0FR", "C0FLEET", "/usage", "équipe"))
	if got := receive(r, r.handler.requests).Text; got != "usage équipe" {
		t.Errorf("asked %q", got)
	}
	if m := r.next(); m.Via != "response_url" || m.Ephemeral || m.ResponseType != "in_channel" || m.Channel != "C0FLEET" {
		t.Errorf("answered %+v", m)
	}
	if receipt := receive(r, r.handler.told); receipt != "journal-9" {
		t.Errorf("told %q", receipt)
	}
	// The very next answer is for the asker alone again.
	r.handler.answer = says(card("Votre usage"))
	r.deliver(r.slack.Command("U0FR", "C0FLEET", "/usage", ""))
	if m := r.next(); !m.Ephemeral || m.ResponseType != "ephemeral" {
		t.Errorf("answered %+v", m)
	}
	r.nothingMore(2)
}

func TestAPublicAnswerToAMention(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.slack.AddChannel("C0FLEET", true)
	r.handler.answer = says(public("Usage de l'équipe"))
	r.deliver(r.slack.Mention("U0FR", "C0FLEET", "usage <@U0EN|emma>"))
	if got := receive(r, r.handler.requests).Text; got != "usage <@U0EN>" {
		t.Errorf("asked %q", got)
	}
	if m := r.next(); m.Via != "chat.postMessage" || m.Ephemeral || m.Channel != "C0FLEET" {
		t.Errorf("answered %+v", m)
	}
	r.deliver(r.slack.DirectMessage("U0FR", "usage équipe"))
	if m := r.next(); m.Via != "chat.postMessage" || m.Ephemeral {
		t.Errorf("answered %+v", m)
	}
}

// TestAPublicAnswerThatComesLate goes to the channel all the same, and where the bot may not write there
// to the asker alone.
func TestAPublicAnswerThatComesLate(t *testing.T) {
	t.Parallel()
	for joined, channel := range map[bool]string{true: "C0FLEET", false: "U0FR"} {
		r := newRig(t)
		r.slack.AddChannel("C0FLEET", joined)
		r.handler.answer = func(context.Context, chat.Request) chat.Message {
			r.clock.Advance(31 * time.Minute)
			return public("Usage de l'équipe")
		}
		r.deliver(r.slack.Command("U0FR", "C0FLEET", "/usage", "équipe"))
		if m := r.next(); m.Via != "chat.postMessage" || m.Ephemeral || m.Channel != channel {
			t.Errorf("answered %+v", m)
		}
	}
}

// TestAPublicAnswerToAPress stands beside the card, which stays the asker's own.
func TestAPublicAnswerToAPress(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	shown := r.proposed()
	m := public("Partagé")
	m.Replace = true
	r.handler.answer = says(m)
	r.deliver(r.press(shown, "Confirmer"))
	if m := r.next(); m.Replaces != "" || m.Ephemeral || m.ResponseType != "in_channel" {
		t.Errorf("answered %+v", m)
	}
	r.nothingMore(2)
}

func TestAPublicAnswerEndsTheCardThatSaysWorking(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	shown := r.proposed()
	release := make(chan struct{})
	r.handler.answer = func(context.Context, chat.Request) chat.Message {
		<-release
		return public("Partagé")
	}
	r.deliver(r.press(shown, "Confirmer"))
	receive(r, r.handler.requests)
	r.working <- time.Time{}
	r.next() // working
	close(release)
	if m := r.next(); m.Replaces != "" || m.Ephemeral {
		t.Errorf("answered %+v", m)
	}
	if m := r.next(); m.Replaces != shown.ID || !m.Ephemeral {
		t.Errorf("the card that says working is still there: %+v", m)
	}
	r.nothingMore(4)
}
