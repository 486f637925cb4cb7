package slackbot_test

import (
	"context"
	"strings"
	"testing"

	"github.com/oceanbot/oceanbot/internal/slackbot"
	"github.com/oceanbot/oceanbot/internal/slackbot/slackstandin"
)

func TestSocketMode(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *slackbot.Config) { c.AppToken = slackstandin.AppToken })
	ctx, stop := context.WithCancel(r.ctx)
	defer stop()
	ended := make(chan error, 1)
	go func() { ended <- r.bot.Run(ctx) }()
	send := func(d slackstandin.Delivery) {
		t.Helper()
		if err := r.slack.SendSocket(r.ctx, d); err != nil {
			t.Fatal(err)
		}
	}
	r.handler.answer = says(card("Enregistrer ?", confirm))
	command := r.slack.Command("U0FR", "C0FLEET", "/private", "friday &lt;18h")
	send(command)
	send(command) // once more, and left alone
	if got := receive(r, r.handler.requests); got.Text != "private friday <18h" || got.User.ID != "U0FR" {
		t.Errorf("request %+v", got)
	}
	shown := r.next()
	r.handler.answer = says(replacing("Enregistré"))
	send(r.press(shown, "Confirmer"))
	if got := receive(r, r.handler.requests); got.Action != "confirm:1" {
		t.Errorf("request %+v", got)
	}
	if m := r.next(); m.Replaces != shown.ID {
		t.Errorf("answered %+v", m)
	}
	if err := r.slack.Disconnect(r.ctx); err != nil {
		t.Fatal(err)
	}
	send(r.slack.Mention("U0FR", "C0FLEET", "private list")) // on the next socket
	if got := receive(r, r.handler.requests); got.Text != "private list" {
		t.Errorf("request %+v", got)
	}
	r.next()
	// What nobody asked the bot is acknowledged and left alone.
	send(r.slack.Event(map[string]any{"type": "a_type_of_next_year", "user": "U0FR"}))
	stop()
	if err := receive(r, ended); err != nil {
		t.Errorf("Run: %v", err)
	}
	r.nothingMore(3)
}

func TestSocketModeWithoutAToken(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if err := r.bot.Run(r.ctx); err == nil || !strings.Contains(err.Error(), "app token") {
		t.Errorf("Run: %v", err)
	}
	wrong := newRig(t, func(c *slackbot.Config) { c.AppToken = "xapp-wrong" })
	if err := wrong.bot.Run(wrong.ctx); err == nil || strings.Contains(err.Error(), "xapp-wrong") {
		t.Errorf("Run: %v", err)
	}
	wrong.slack.Complaints()
}
