package discordbot_test

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
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
	"github.com/oceanbot/oceanbot/internal/discordbot"
	"github.com/oceanbot/oceanbot/internal/discordbot/discordstandin"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/secret"
)

// The people of these tests.
const (
	fr = "80351110224678912"
	en = "80351110224678913"
)

// rig is a bot on a loopback address, with a stand-in for Discord and a handler that the test decides.
type rig struct {
	t       *testing.T
	ctx     context.Context //nolint:containedctx // the test's
	discord *discordstandin.Discord
	bot     *discordbot.Bot
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
	complete func(chat.Completion) []chat.Choice
	ask      func(i18n.Lang, chat.Action) *chat.Question
	requests chan chat.Request
	told     chan string
}

func (h *handler) Handle(ctx context.Context, r chat.Request) chat.Message {
	h.requests <- r
	return h.answer(ctx, r)
}

func (h *handler) Told(_ context.Context, receipt string) { h.told <- receipt }

func (h *handler) Complete(_ context.Context, c chat.Completion) []chat.Choice { return h.complete(c) }

func (h *handler) Ask(lang i18n.Lang, action chat.Action) *chat.Question {
	if h.ask == nil {
		return nil
	}
	return h.ask(lang, action)
}

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

func replacing(title string) chat.Message {
	m := card(title)
	m.Replace = true
	return m
}

func newRig(t *testing.T, change ...func(*discordbot.Config)) *rig {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), 40*time.Second)
	t.Cleanup(cancel)
	logger, hook := logtest.NewNullLogger()
	logger.SetLevel(logrus.DebugLevel)
	r := &rig{
		t: t, ctx: ctx, discord: discordstandin.Start(t),
		// Far from the real time, which signatures alone follow.
		clock:   &clock{now: time.Date(2031, time.March, 5, 9, 0, 0, 0, time.UTC)},
		working: make(chan time.Time, 1),
		waits:   make(chan time.Duration, 100),
		handler: &handler{answer: says(card("Fait")), requests: make(chan chat.Request, 100), told: make(chan string, 100)},
		log:     hook,
	}
	r.discord.SetClock(r.clock.Now)
	r.discord.AddUser(discordstandin.User{ID: fr, Name: "camille", Locale: "fr", Roles: []string{"1234"}})
	r.discord.AddUser(discordstandin.User{ID: en, Name: "emma", Locale: "en-GB"})
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	key, err := hex.DecodeString(r.discord.PublicKey())
	if err != nil {
		t.Fatal(err)
	}
	cfg := discordbot.Config{
		Token: secret.Text(discordstandin.BotToken), ApplicationID: discordstandin.ApplicationID, PublicKey: ed25519.PublicKey(key),
		APIURL: r.discord.APIURL() + "/",
		Common: adapter.Common{
			DefaultLang: i18n.French, DefaultZone: paris, Handler: r.handler, Now: r.clock.Now, Log: logger,
			WorkingAfter: 3500 * time.Millisecond,
			After: func(d time.Duration) <-chan time.Time {
				if d == 3500*time.Millisecond {
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
	if r.bot, err = discordbot.New(cfg); err != nil {
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

// noSecrets fails where the log shows the bot's token or an interaction's.
func (r *rig) noSecrets() {
	for _, entry := range r.log.AllEntries() {
		line, err := entry.String()
		if err != nil {
			r.t.Error(err)
		}
		for _, secret := range []string{discordstandin.BotToken, "aW50ZXJhY3Rpb246", "s3cr3t"} {
			if strings.Contains(line, secret) {
				r.t.Errorf("the log shows %q: %s", secret, line)
			}
		}
	}
}

// send delivers an interaction and gives its first answer.
func (r *rig) send(v discordstandin.Delivery) discordstandin.Answer {
	r.t.Helper()
	answer, err := r.discord.Send(r.ctx, r.url, v)
	if err != nil || answer.Status != http.StatusOK {
		r.t.Fatalf("answered %+v, %v", answer, err)
	}
	return answer
}

// command types /private and wants "is thinking", for the asker alone.
func (r *rig) command(when string) {
	r.t.Helper()
	if a := r.send(r.discord.Command(fr, "private", discordstandin.Option{Name: "when", Value: when})); a.Type != 5 || a.Flags != 64 {
		r.t.Fatalf("answered %+v, want a deferred answer for the asker alone", a)
	}
}

func (r *rig) pressing(m discordstandin.Message, button string) discordstandin.Delivery {
	r.t.Helper()
	v, err := r.discord.Press(fr, m, button)
	if err != nil {
		r.t.Fatal(err)
	}
	return v
}

// press presses a button and wants it acknowledged.
func (r *rig) press(m discordstandin.Message, button string) {
	r.t.Helper()
	if a := r.send(r.pressing(m, button)); a.Type != 6 {
		r.t.Fatalf("answered %+v, want a deferred update", a)
	}
}

func (r *rig) next() discordstandin.Message {
	r.t.Helper()
	m, err := r.discord.Next(r.ctx)
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
	if got := len(r.discord.Messages()); got != sent {
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
