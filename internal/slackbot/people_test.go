package slackbot_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/secret"
	"github.com/oceanbot/oceanbot/internal/slackbot"
	"github.com/oceanbot/oceanbot/internal/slackbot/slackstandin"
)

func TestMail(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.slack.AddUser(slackstandin.User{ID: "U0NOMAIL", Name: "nobody"})
	r.slack.AddUser(slackstandin.User{ID: "U0GONE", Mail: "gone@example.com", Deleted: true})
	r.slack.AddUser(slackstandin.User{ID: "U0ELSE", Mail: "boss@example.com", Stranger: true})
	for id, want := range map[string]error{
		"U0FR": nil, "U0NOMAIL": slackbot.ErrNoMail, "U0GONE": slackbot.ErrOutsider, "U0ELSE": slackbot.ErrOutsider,
	} {
		mail, err := r.bot.Mail(r.ctx, chat.User{Platform: chat.Slack, ID: id})
		if !errors.Is(err, want) || (want == nil) != (mail == "camille.durand@example.com") {
			t.Errorf("%s: %q, %v; want %v", id, mail, err, want)
		}
	}
	if _, err := r.bot.Mail(r.ctx, chat.User{Platform: chat.Discord, ID: "U0FR"}); err == nil {
		t.Error("no error for somebody in Discord")
	}
	if _, err := r.bot.Mail(r.ctx, chat.User{Platform: chat.Slack, ID: "U0NOBODY"}); err == nil {
		t.Error("no error for nobody")
	}
	// What was read is remembered.
	r.slack.Break("users.info", slackstandin.Fault{Status: 500})
	if mail, err := r.bot.Mail(r.ctx, chat.User{Platform: chat.Slack, ID: "U0FR"}); err != nil || mail == "" {
		t.Errorf("%q, %v", mail, err)
	}
}

func TestMailWithoutScopes(t *testing.T) {
	t.Parallel()
	user := chat.User{Platform: chat.Slack, ID: "U0FR"}
	r := newRig(t)
	r.slack.Grant("chat:write")
	if _, err := r.bot.Mail(r.ctx, user); !errors.Is(err, slackbot.ErrScope) || !strings.Contains(err.Error(), "users:read") {
		t.Errorf("without users:read: %v", err)
	}
	r.slack.Grant("chat:write", "users:read")
	if _, err := r.bot.Mail(r.ctx, user); !errors.Is(err, slackbot.ErrNoMail) {
		t.Errorf("without users:read.email: %v", err)
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *slackbot.Config) { c.APIURL = strings.TrimRight(c.APIURL, "/") })
	if err := r.bot.Check(r.ctx); err != nil {
		t.Error(err)
	}
	if scopes, err := r.bot.Scopes(r.ctx); err != nil || !slices.Equal(scopes, slackstandin.Scopes) {
		t.Errorf("scopes %v, %v", scopes, err)
	}
	wrong := newRig(t, func(c *slackbot.Config) { c.BotToken = "xoxb-wrong" })
	err := wrong.bot.Check(wrong.ctx)
	if err == nil || !strings.Contains(err.Error(), "invalid_auth") || strings.Contains(err.Error(), "xoxb-wrong") {
		t.Errorf("a wrong token: %v", err)
	}
	wrong.slack.Complaints()
}

func TestNewWantsGoodSettings(t *testing.T) {
	t.Parallel()
	for name, cfg := range map[string]slackbot.Config{
		"no token":       {SigningSecret: "s"},
		"no address":     {BotToken: "xoxb-1", APIURL: "slack.com/api"},
		"another scheme": {BotToken: "xoxb-1", APIURL: "ftp://slack.com/api"},
	} {
		if _, err := slackbot.New(cfg); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := slackbot.New(slackbot.Config{BotToken: secret.Text("xoxb-1")}); err != nil {
		t.Error(err)
	}
}
