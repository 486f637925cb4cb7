package slackbot_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/slackbot"
	"github.com/oceanbot/oceanbot/internal/slackbot/slackstandin"
)

func TestSignature(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	good := r.slack.Command("U0FR", "C0FLEET", "/private", "list")
	tampered := func(d slackstandin.Delivery, name, value string) func() (*http.Request, error) {
		return func() (*http.Request, error) {
			req, err := d.Request(r.ctx, r.url)
			if err == nil {
				req.Header.Set(name, value)
			}
			return req, err
		}
	}
	asIs := func(d slackstandin.Delivery) func() (*http.Request, error) {
		return func() (*http.Request, error) { return d.Request(r.ctx, r.url) }
	}
	big := good
	big.Body = []byte(strings.Repeat("x", 2<<20))
	otherBody := good
	otherBody.Body = append([]byte("user_id=U0BOSS&"), good.Body...)
	for _, tc := range []struct {
		name    string
		request func() (*http.Request, error)
		want    int
	}{
		{"forged", asIs(good.Forged()), http.StatusUnauthorized},
		{"unsigned", asIs(good.Unsigned()), http.StatusUnauthorized},
		{"stale", asIs(good.Stale()), http.StatusUnauthorized},
		{"from the future", asIs(good.SignedAt(time.Now().Add(6 * time.Minute))), http.StatusUnauthorized},
		{"no timestamp", tampered(good, "X-Slack-Request-Timestamp", ""), http.StatusUnauthorized},
		{"another timestamp", tampered(good, "X-Slack-Request-Timestamp", "1"), http.StatusUnauthorized},
		{"no version", tampered(good, "X-Slack-Signature", "abcdef"), http.StatusUnauthorized},
		{"no hex", tampered(good, "X-Slack-Signature", "v0=zz"), http.StatusUnauthorized},
		{"a stale and malformed event", asIs(slackstandin.Delivery{Path: slackbot.EventsPath, Body: []byte("{")}.Stale()), http.StatusUnauthorized},
		{"too large", asIs(big), http.StatusRequestEntityTooLarge},
		{"too large and forged by its headers", asIs(big.Unsigned()), http.StatusUnauthorized},
		{"no form", tampered(good, "Content-Type", "text/plain"), http.StatusBadRequest},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			req, err := tc.request()
			if err != nil {
				t.Fatal(err)
			}
			resp, err := http.DefaultClient.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
			if resp.StatusCode != tc.want {
				t.Errorf("status %d, want %d", resp.StatusCode, tc.want)
			}
		})
	}
	t.Run("another body", func(t *testing.T) {
		t.Parallel()
		signed, err := good.Request(r.ctx, r.url)
		if err != nil {
			t.Fatal(err)
		}
		req, err := otherBody.Request(r.ctx, r.url)
		if err != nil {
			t.Fatal(err)
		}
		req.Header = signed.Header
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusUnauthorized {
			t.Errorf("status %d, want 401", resp.StatusCode)
		}
	})
	t.Cleanup(func() {
		if n := len(r.handler.requests); n != 0 {
			t.Errorf("the handler was asked %d times", n)
		}
		if calls := r.slack.Calls(); len(calls) != 0 {
			t.Errorf("Slack was asked: %v", calls)
		}
	})
}

func TestOldButFreshSignature(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.deliver(r.slack.Command("U0FR", "C0FLEET", "/private", "list").SignedAt(time.Now().Add(-4 * time.Minute)))
	if got := receive(r, r.handler.requests).Text; got != "private list" {
		t.Errorf("asked %q", got)
	}
}

func TestAcknowledgedBeforeAnything(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	release := make(chan struct{})
	r.slack.Break("users.info", slackstandin.Fault{Times: 1, Hold: release})
	done := make(chan struct{})
	r.handler.answer = func(context.Context, chat.Request) chat.Message {
		<-done
		return card("Enfin")
	}
	r.command("list") // comes back although neither Slack nor the handler answers
	close(release)
	receive(r, r.handler.requests)
	if n := len(r.slack.Messages()); n != 0 {
		t.Fatalf("%d messages already", n)
	}
	close(done)
	if m := r.next(); !strings.Contains(m.Text, "Enfin") {
		t.Errorf("answered %q", m.Text)
	}
}

func TestCommand(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	d := r.slack.Command("U0EN", "C0FLEET", "/private", "friday 18h, R&amp;D &lt;urgent&gt; with <@U0FR|camille> in <#C0FLEET|fleet>, see <https://x.example/a|x.example/a>")
	r.deliver(d)
	got := receive(r, r.handler.requests)
	user := chat.User{Platform: chat.Slack, ID: "U0EN"}
	want := chat.Request{
		User: user, Lang: i18n.English, Zone: london,
		Text:    "private friday 18h, R&D <urgent> with @camille in #fleet, see x.example/a",
		ReplyTo: chat.Address{User: user, Channel: "C0FLEET", Until: r.clock.Now().Add(30 * time.Minute)},
	}
	if !strings.HasPrefix(got.Delivery, "slack:command:") || !strings.HasPrefix(got.ReplyTo.URL, "http") {
		t.Errorf("delivery %q, response_url %q", got.Delivery, got.ReplyTo.URL)
	}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(chat.Request{}, "Delivery", "ReplyTo.URL"),
		cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() })); diff != "" {
		t.Errorf("request (-want +got):\n%s", diff)
	}
	m := r.next()
	if m.Via != "response_url" || !m.Ephemeral || m.User != "U0EN" || m.Replaces != "" {
		t.Errorf("answered %+v", m)
	}
	r.deliver(r.slack.Command("U0EN", "C0FLEET", "/pro", ""))
	if got := receive(r, r.handler.requests).Text; got != "pro" {
		t.Errorf("asked %q", got)
	}
}

func TestSSLCheck(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.deliver(r.slack.SSLCheck())
	r.nothingMore(0)
	if n := len(r.handler.requests); n != 0 {
		t.Errorf("the handler was asked %d times", n)
	}
}

func TestRedelivery(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.handler.answer = says(card("Enregistrer ?", chat.Button{Action: "confirm:1", Label: "Confirmer"}))
	command := r.slack.Command("U0FR", "C0FLEET", "/private", "list")
	mention := r.slack.Mention("U0FR", "C0FLEET", "private list")
	r.deliver(command)
	press := r.press(r.next(), "confirm")
	for _, d := range []slackstandin.Delivery{command.Again(1), press, press.Again(1), press, mention, mention.Again(1), mention.Again(2)} {
		r.deliver(d)
	}
	r.nothingMore(3)
	if n := len(r.handler.requests); n != 3 {
		t.Errorf("the handler was asked %d times, want 3", n)
	}
}

func TestLanguageAndZoneFallBack(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name  string
		setup func(*slackstandin.Slack)
		user  string
		lang  i18n.Lang
		zone  string
	}{
		{"from the profile", func(*slackstandin.Slack) {}, "U0EN", i18n.English, "Europe/London"},
		{"users.info refuses", func(s *slackstandin.Slack) {
			s.Break("users.info", slackstandin.Fault{Error: "fatal_error"})
		}, "U0EN", i18n.French, "Europe/Paris"},
		{"users.info breaks", func(s *slackstandin.Slack) {
			s.Break("users.info", slackstandin.Fault{Cut: true})
		}, "U0EN", i18n.French, "Europe/Paris"},
		{"no scope", func(s *slackstandin.Slack) { s.Grant("chat:write", "commands") }, "U0EN", i18n.French, "Europe/Paris"},
		{"nobody", func(*slackstandin.Slack) {}, "U0NOBODY", i18n.French, "Europe/Paris"},
		{"a language that the bot doesn't speak, a zone that nobody knows", func(s *slackstandin.Slack) {
			s.AddUser(slackstandin.User{ID: "U0DE", Locale: "de-DE", Zone: "Mars/Olympus"})
		}, "U0DE", i18n.French, "Europe/Paris"},
		{"half a profile", func(s *slackstandin.Slack) {
			s.AddUser(slackstandin.User{ID: "U0US", Zone: "America/New_York"})
		}, "U0US", i18n.French, "America/New_York"},
		{"Local is no zone", func(s *slackstandin.Slack) {
			s.AddUser(slackstandin.User{ID: "U0L", Locale: "en-US", Zone: "Local"})
		}, "U0L", i18n.English, "Europe/Paris"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			tc.setup(r.slack)
			r.deliver(r.slack.Command(tc.user, "C0FLEET", "/private", "list"))
			got := receive(r, r.handler.requests)
			if got.Lang != tc.lang || got.Zone.String() != tc.zone {
				t.Errorf("%s, %s; want %s, %s", got.Lang, got.Zone, tc.lang, tc.zone)
			}
			r.next()
		})
	}
}

func TestProfileIsRemembered(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for range 3 {
		r.command("list")
		r.next()
	}
	reads := 0
	for _, c := range r.slack.Calls() {
		if c == "users.info" {
			reads++
		}
	}
	if reads != 1 {
		t.Errorf("the profile was read %d times", reads)
	}
}

func TestEvents(t *testing.T) {
	t.Parallel()
	t.Run("mention", func(t *testing.T) {
		t.Parallel()
		r := newRig(t)
		r.deliver(r.slack.Mention("U0FR", "C0FLEET", "private vendredi 18h avec <@U0EN> &amp; co"))
		got := receive(r, r.handler.requests)
		if want := "private vendredi 18h avec <@U0EN> & co"; got.Text != want {
			t.Errorf("asked %q, want %q", got.Text, want)
		}
		if !strings.HasPrefix(got.Delivery, "slack:event:Ev") || got.ReplyTo.Channel != "C0FLEET" || got.ReplyTo.URL != "" {
			t.Errorf("request %+v", got)
		}
		if m := r.next(); m.Via != "chat.postEphemeral" || m.User != "U0FR" || m.Channel != "C0FLEET" {
			t.Errorf("answered %+v", m)
		}
	})
	t.Run("mention where the bot is no member", func(t *testing.T) {
		t.Parallel()
		r := newRig(t)
		r.slack.AddChannel("C0ELSE", false)
		r.deliver(r.slack.Mention("U0FR", "C0ELSE", "help"))
		if m := r.next(); m.Via != "chat.postMessage" || m.Channel != "U0FR" {
			t.Errorf("answered %+v", m)
		}
	})
	t.Run("direct message", func(t *testing.T) {
		t.Parallel()
		r := newRig(t)
		r.deliver(r.slack.DirectMessage("U0FR", "private list"))
		if got := receive(r, r.handler.requests); got.Text != "private list" {
			t.Errorf("asked %q", got.Text)
		}
		if m := r.next(); m.Via != "chat.postMessage" || m.Channel != "D0FR" {
			t.Errorf("answered %+v", m)
		}
	})
	t.Run("what is nobody talking to the bot", func(t *testing.T) {
		t.Parallel()
		r := newRig(t)
		for _, event := range []map[string]any{
			{"type": "message", "channel_type": "im", "user": "U0FR", "channel": "D0FR", "text": "x", "bot_id": "B0"},
			{"type": "message", "channel_type": "im", "user": slackstandin.BotUser, "channel": "D0FR", "text": "x"},
			{"type": "message", "channel_type": "im", "user": "U0FR", "channel": "D0FR", "text": "x", "subtype": "message_changed"},
			{"type": "message", "channel_type": "im", "channel": "D0FR", "text": "x"},
			{"type": "message", "channel_type": "channel", "user": "U0FR", "channel": "C0FLEET", "text": "x"},
			{"type": "reaction_added", "user": "U0FR"},
		} {
			r.deliver(r.slack.Event(event))
		}
		r.nothingMore(0)
		if n := len(r.handler.requests); n != 0 {
			t.Errorf("the handler was asked %d times", n)
		}
	})
	t.Run("url_verification", func(t *testing.T) {
		t.Parallel()
		r := newRig(t)
		status, body, err := r.slack.Challenge("3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P").Send(r.ctx, r.url)
		if err != nil || status != http.StatusOK || body != "3eZbrw1aBm2rZgRNFdxV2595E9CY3gmdALWMmHkvFXO7tYXAYM8P" {
			t.Errorf("%d %q %v", status, body, err)
		}
	})
}
