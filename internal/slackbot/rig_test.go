package slackbot_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sirupsen/logrus"
	logtest "github.com/sirupsen/logrus/hooks/test"

	"github.com/oceanbot/oceanbot/internal/adapter"
	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/slackbot"
	"github.com/oceanbot/oceanbot/internal/slackbot/slackstandin"
)

// rig is a bot on a loopback address, with a stand-in for Slack and a handler that the test decides.
type rig struct {
	t       *testing.T
	ctx     context.Context //nolint:containedctx // the test's
	slack   *slackstandin.Slack
	bot     *slackbot.Bot
	url     string
	handler *handler
	clock   *clock
	working chan time.Time // firing it is three seconds going by
	waits   chan time.Duration
	log     *logtest.Hook
}

// handler records what it is asked and answers what the test wants.
type handler struct {
	answer   func(context.Context, chat.Request) chat.Message
	requests chan chat.Request
	told     chan string
}

func (h *handler) Handle(ctx context.Context, r chat.Request) chat.Message {
	h.requests <- r
	return h.answer(ctx, r)
}

func (h *handler) Told(_ context.Context, receipt string) { h.told <- receipt }

type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// says answers everything with one message.
func says(m chat.Message) func(context.Context, chat.Request) chat.Message {
	return func(context.Context, chat.Request) chat.Message { return m }
}

// card is a message with a title and buttons.
func card(title string, buttons ...chat.Button) chat.Message {
	return chat.Message{Card: chat.Card{Tone: chat.Ask, Title: title, Buttons: buttons}}
}

func newRig(t *testing.T, change ...func(*slackbot.Config)) *rig {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 30*time.Second)
	t.Cleanup(cancel)
	logger, hook := logtest.NewNullLogger()
	logger.SetLevel(logrus.DebugLevel)
	r := &rig{
		t: t, ctx: ctx, slack: slackstandin.Start(t),
		// Far from the real time, which signatures alone follow.
		clock:   &clock{now: time.Date(2031, time.March, 5, 9, 0, 0, 0, time.UTC)},
		working: make(chan time.Time, 1),
		waits:   make(chan time.Duration, 100),
		handler: &handler{answer: says(card("Fait")), requests: make(chan chat.Request, 100), told: make(chan string, 100)},
		log:     hook,
	}
	r.slack.SetClock(r.clock.Now)
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	cfg := slackbot.Config{
		BotToken: slackstandin.BotToken, SigningSecret: slackstandin.SigningSecret, APIURL: r.slack.APIURL(),

		Common: adapter.Common{
			DefaultLang: i18n.French, DefaultZone: paris, Handler: r.handler, Now: r.clock.Now, Log: logger,
			WorkingAfter: 3 * time.Second,
			After: func(d time.Duration) <-chan time.Time {
				if d == 3*time.Second {
					return r.working
				}
				r.waits <- d
				now := make(chan time.Time, 1)
				now <- time.Time{}
				return now
			},
		},
	}
	for _, c := range change {
		c(&cfg)
	}
	if r.bot, err = slackbot.New(cfg); err != nil {
		t.Fatal(err)
	}
	mux := http.NewServeMux()
	r.bot.Routes(mux)
	server := httptest.NewServer(mux)
	r.url = server.URL
	t.Cleanup(func() {
		server.Close()
		if err := r.bot.Shutdown(ctx); err != nil {
			t.Errorf("Shutdown: %v", err)
		}
		r.noSecrets()
	})
	return r
}

// noSecrets fails where the log shows a token, the signing secret or a response_url.
func (r *rig) noSecrets() {
	for _, entry := range r.log.AllEntries() {
		line, err := entry.String()
		if err != nil {
			r.t.Error(err)
		}
		for _, secret := range []string{slackstandin.BotToken, slackstandin.SigningSecret, "/hooks/", "s3cr3t"} {
			if strings.Contains(line, secret) {
				r.t.Errorf("the log shows %q: %s", secret, line)
			}
		}
	}
}

// deliver sends something of Slack's and wants it acknowledged with an empty 200.
func (r *rig) deliver(d slackstandin.Delivery) {
	r.t.Helper()
	status, body, err := d.Send(r.ctx, r.url)
	if err != nil || status != http.StatusOK || body != "" {
		r.t.Fatalf("acknowledged with %d %q, %v; want an empty 200", status, body, err)
	}
}

func (r *rig) command(text string) {
	r.t.Helper()
	r.deliver(r.slack.Command("U0FR", "C0FLEET", "/private", text))
}

func (r *rig) press(m slackstandin.Message, button string) slackstandin.Delivery {
	r.t.Helper()
	d, err := r.slack.Press("U0FR", m, button)
	if err != nil {
		r.t.Fatal(err)
	}
	return d
}

func (r *rig) next() slackstandin.Message {
	r.t.Helper()
	m, err := r.slack.Next(r.ctx)
	if err != nil {
		r.t.Fatal(err)
	}
	return m
}

// nothingMore finishes all work and fails where a message was sent that the test has not seen.
func (r *rig) nothingMore(sent int) {
	r.t.Helper()
	if err := r.bot.Shutdown(r.ctx); err != nil {
		r.t.Fatal(err)
	}
	if got := len(r.slack.Messages()); got != sent {
		r.t.Errorf("%d messages were sent, want %d", got, sent)
	}
}

func receive[T any](r *rig, ch <-chan T) T {
	r.t.Helper()
	select {
	case v := <-ch:
		return v
	case <-r.ctx.Done():
		r.t.Fatalf("nothing came: %v", r.ctx.Err())
		panic("unreachable")
	}
}
