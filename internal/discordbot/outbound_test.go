package discordbot_test

import (
	"bytes"
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/discordbot"
	"github.com/oceanbot/oceanbot/internal/discordbot/discordstandin"
)

var confirm = chat.Button{Action: "confirm:1", Label: "Confirmer", Style: chat.Primary}

// proposed brings a card with a confirm button in front of fr.
func (r *rig) proposed() discordstandin.Message {
	r.t.Helper()
	r.handler.answer = says(card("Enregistrer ?", confirm, chat.Button{Action: "cancel:1", Label: "Annuler"}))
	r.command("vendredi 18h")
	receive(r, r.handler.requests)
	return r.next()
}

func TestAnAnswerTakesThePlaceOfThinking(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	shown := r.proposed()
	if shown.Via != "PATCH original" || shown.For != fr || shown.Replaces != "" {
		t.Errorf("shown %+v", shown)
	}
}

func TestPressReplacesItsCard(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	shown := r.proposed()
	m := replacing("Enregistré")
	m.Receipt = "journal-7"
	r.handler.answer = says(m)
	r.press(shown, "Confirmer")
	if got := receive(r, r.handler.requests); got.Action != "confirm:1" || got.Text != "" || got.User.ID != fr {
		t.Errorf("request %+v", got)
	}
	if done := r.next(); done.Replaces != shown.ID || done.For != fr || len(done.Buttons()) != 0 {
		t.Errorf("answered %+v", done)
	}
	if receipt := receive(r, r.handler.told); receipt != "journal-7" {
		t.Errorf("told %q", receipt)
	}
	r.nothingMore(2)
}

func TestPressWithAnAnswerOfItsOwn(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	shown := r.proposed()
	r.handler.answer = says(card("Ce n'est pas à vous"))
	r.press(shown, "confirm")
	if m := r.next(); m.Replaces != "" || m.For != fr || m.Via != "POST webhook" {
		t.Errorf("answered %+v", m)
	}
}

func TestWhatIsForEverybody(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	m := card("Usage de l'équipe")
	m.Public = true
	r.handler.answer = says(m)
	if a := r.send(r.discord.Command(fr, "usage", option("who", "team"))); a.Flags != 64 {
		t.Errorf("the first answer must not be public: %+v", a)
	}
	own, public := r.next(), r.next()
	if own.For != fr || public.For != "" || public.Channel != discordstandin.Channel {
		t.Errorf("own %+v, public %+v", own, public)
	}
	r.nothingMore(1) // the asker's own is gone
}

func TestWhatIsForEverybodyButCannotBeShown(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	m := card("Usage de l'équipe")
	m.Public, m.Receipt = true, "r1"
	r.handler.answer = says(m)
	r.discord.Break("POST webhook", discordstandin.Fault{Status: http.StatusForbidden, Code: 50013})
	r.send(r.discord.Command(fr, "usage", option("who", "team")))
	if own := r.next(); own.For != fr {
		t.Errorf("own %+v", own)
	}
	if receipt := receive(r, r.handler.told); receipt != "r1" {
		t.Errorf("told %q", receipt)
	}
	r.nothingMore(1)
}

func TestNothingToSay(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.handler.answer = says(chat.Message{})
	r.command("liste")
	r.nothingMore(0)
}

func TestLongWorkShowsThatItIsUnderWay(t *testing.T) {
	t.Parallel()
	for name, answer := range map[string]chat.Message{
		"and then the result": replacing("Enregistré"),
		"and never stays, even where the answer is a card of its own": card("Ce n'est pas à vous"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			shown := r.proposed()
			release := make(chan struct{})
			r.handler.answer = func(context.Context, chat.Request) chat.Message {
				<-release
				return answer
			}
			r.press(shown, "Confirmer")
			receive(r, r.handler.requests)
			r.working <- time.Time{}
			if working := r.next(); working.Replaces != shown.ID || len(working.Buttons()) != 0 || !strings.Contains(working.Shown(), "J'y travaille") {
				t.Errorf("meanwhile %+v", working)
			}
			close(release)
			if got := r.next(); got.Replaces != shown.ID || !strings.Contains(got.Shown(), answer.Card.Title) {
				t.Errorf("in the end %+v", got)
			}
			r.nothingMore(3)
		})
	}
}

func TestDoublePressKeepsTheResult(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	shown := r.proposed()
	first, second := make(chan chat.Message), make(chan chat.Message)
	both := make(chan chan chat.Message, 2)
	both <- first
	both <- second
	r.handler.answer = func(context.Context, chat.Request) chat.Message { return <-<-both }
	r.press(shown, "Confirmer")
	receive(r, r.handler.requests)
	r.press(shown, "Confirmer")
	receive(r, r.handler.requests)
	r.working <- time.Time{} // the first press takes it
	r.next()
	r.working <- time.Time{} // and the second leaves it
	first <- replacing("Enregistré")
	r.next()
	second <- card("C'est déjà fait")
	if got := r.next(); got.Replaces != "" {
		t.Errorf("the result was replaced by %+v", got)
	}
}

func TestAListStaysWhileAPressOnItTakesLong(t *testing.T) {
	t.Parallel()
	for _, action := range []chat.Action{"delete:1", "change:1"} {
		t.Run(string(action), func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.handler.answer = says(chat.Message{Card: chat.Card{Title: "Périodes", Items: []chat.Item{
				{Number: 1, Title: "ven. 18:00", Buttons: []chat.Button{{Action: action, Label: "Bouton"}}},
			}}})
			r.command("liste")
			list := r.next()
			receive(r, r.handler.requests)
			release := make(chan struct{})
			r.handler.answer = func(context.Context, chat.Request) chat.Message {
				<-release
				return card("Supprimer ?", confirm)
			}
			r.working <- time.Time{}
			r.press(list, "Bouton 1")
			receive(r, r.handler.requests)
			close(release)
			if got := r.next(); got.Replaces != "" {
				t.Errorf("the list was replaced by %+v", got)
			}
			r.nothingMore(2)
		})
	}
}

func TestPanicIsAnsweredAndLoggedOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.handler.answer = func(context.Context, chat.Request) chat.Message { panic("boom") }
	r.command("liste")
	if m := r.next(); !strings.Contains(m.Shown(), "mal passé") {
		t.Errorf("answered %q", m.Shown())
	}
	r.nothingMore(1)
	logged := 0
	for _, e := range r.log.AllEntries() {
		if strings.Contains(e.Message, "boom") {
			logged++
		}
	}
	if logged != 1 {
		t.Errorf("logged %d times", logged)
	}
}

func TestTheTokenIsGoodForFifteenMinutes(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.handler.answer = says(chat.Message{})
	r.proposed()
	r.handler.answer = says(chat.Message{})
	r.command("liste")
	address := receive(r, r.handler.requests).ReplyTo
	tell := func(want string) {
		t.Helper()
		if err := r.bot.Notify(r.ctx, address, card("Enregistré")); err != nil {
			t.Fatal(err)
		}
		if m := r.next(); m.Via != want || m.For != fr {
			t.Errorf("told by %s, want %s: %+v", m.Via, want, m)
		}
	}
	tell("POST webhook")
	r.clock.Advance(15*time.Minute - time.Second)
	tell("POST webhook")
	r.clock.Advance(time.Second)
	before := len(r.discord.Calls())
	tell("POST messages")
	if calls := r.discord.Calls()[before:]; slices.Contains(calls, "POST webhook") {
		t.Errorf("the dead token was tried: %v", calls)
	}
	// Where the bot can't know, Discord says so.
	address.Until = time.Time{}
	tell("POST messages")
	address.URL = ""
	tell("POST messages")
	for _, foreign := range []string{"https://evil.example/x", "webhooks/1/x", "webhooks/" + discordstandin.ApplicationID + "/../../users/@me"} {
		address.URL = foreign
		tell("POST messages")
	}
}

func TestAnAnswerAfterFifteenMinutesIsADirectMessage(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.handler.answer = func(context.Context, chat.Request) chat.Message {
		r.clock.Advance(16 * time.Minute)
		return card("Enfin")
	}
	r.command("liste")
	if m := r.next(); m.Via != "POST messages" || m.For != fr {
		t.Errorf("answered %+v", m)
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		route   string
		fault   discordstandin.Fault
		replace bool
		want    []string // by which ways it was shown
	}{
		{"500, then well", "PATCH original", discordstandin.Fault{Times: 1, Status: 500}, true, []string{"PATCH original"}},
		{"not known yet, then well", "PATCH original", discordstandin.Fault{Times: 2, Status: 404, Code: 10015}, true, []string{"PATCH original"}},
		{"the card is gone", "PATCH original", discordstandin.Fault{Status: 404, Code: 10008}, true, []string{"POST webhook"}},
		{"429", "PATCH original", discordstandin.Fault{Times: 2, Status: 429, RetryAfter: 1.5}, true, []string{"PATCH original"}},
		{"cut after a result was shown", "PATCH original", discordstandin.Fault{Times: 1, Cut: true, AfterWork: true}, true, []string{"PATCH original", "PATCH original"}},
		{"cut for long before a result was shown", "PATCH original", discordstandin.Fault{Cut: true}, true, []string{"POST webhook"}},
		{"502 after a new card was shown", "POST webhook", discordstandin.Fault{Times: 1, Status: 502, AfterWork: true}, false, []string{"POST webhook"}},
		{"cut after a new card was shown", "POST webhook", discordstandin.Fault{Times: 1, Cut: true, AfterWork: true}, false, []string{"POST webhook"}},
		{"500 for long before a new card was shown", "POST webhook", discordstandin.Fault{Status: 500}, false, []string{"POST messages"}},
		{"401", "POST webhook", discordstandin.Fault{Status: 401, Code: 50027}, false, []string{"POST messages"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			shown := r.proposed()
			m := card("Voilà")
			m.Replace = tc.replace
			r.handler.answer = says(m)
			r.discord.Break(tc.route, tc.fault)
			r.press(shown, "Confirmer")
			if err := r.bot.Shutdown(r.ctx); err != nil {
				t.Fatal(err)
			}
			var ways []string
			for _, m := range r.discord.Messages()[1:] {
				ways = append(ways, m.Via)
			}
			if !slices.Equal(ways, tc.want) {
				t.Errorf("shown by %v, want %v", ways, tc.want)
			}
			if tc.fault.RetryAfter > 0 {
				if wait := receive(r, r.waits); wait < 1500*time.Millisecond || wait > 2*time.Second {
					t.Errorf("waited %s, want what Discord asked for", wait)
				}
			}
		})
	}
}

// A direct message has a nonce, so one that perhaps arrived is sent again and shown once.
func TestADirectMessageIsShownOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.discord.Break("POST messages", discordstandin.Fault{Times: 2, Cut: true, AfterWork: true})
	m := card("Enregistré")
	m.Receipt = "r1"
	if err := r.bot.Notify(r.ctx, chat.Address{User: chat.User{Platform: chat.Discord, ID: fr}}, m); err != nil {
		t.Fatal(err)
	}
	if receipt := receive(r, r.handler.told); receipt != "r1" {
		t.Errorf("told %q", receipt)
	}
	r.nothingMore(1)
}

func TestNotifyFails(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.handler.answer = says(chat.Message{})
	r.command("liste")
	address := receive(r, r.handler.requests).ReplyTo
	r.discord.AddUser(discordstandin.User{ID: fr, Closed: true})
	r.clock.Advance(time.Hour)
	m := card("Enregistré")
	m.Receipt = "r1"
	err := r.bot.Notify(r.ctx, address, m)
	if err == nil {
		t.Fatal("no error although nobody was reached")
	}
	for _, secret := range []string{address.URL, "aW50ZXJhY3Rpb246", discordstandin.BotToken} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the error shows %q: %v", secret, err)
		}
	}
	if len(r.handler.told) != 0 {
		t.Error("told although nobody was reached")
	}
	for _, nobody := range []chat.User{{}, {Platform: chat.Discord}, {Platform: chat.Slack, ID: "U1"}} {
		if err := r.bot.Notify(r.ctx, chat.Address{User: nobody}, m); err == nil {
			t.Errorf("no error for %+v", nobody)
		}
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

// Without an API of the operator's own, everything leads to Discord; and no error shows a token.
func TestDiscordsOwnAddress(t *testing.T) {
	t.Parallel()
	asked := make(chan string, 10)
	r := newRig(t, func(c *discordbot.Config) {
		c.APIURL = ""
		c.Transport = roundTrip(func(req *http.Request) (*http.Response, error) {
			asked <- req.URL.String()
			return nil, errors.New("no network here")
		})
	})
	if err := r.bot.Check(r.ctx); err == nil || strings.Contains(err.Error(), "https://") {
		t.Errorf("Check: %v", err)
	}
	if got := receive(r, asked); got != "https://discord.com/api/v10/users/@me" {
		t.Errorf("asked %s", got)
	}
}

// A new card is tried again where there was no connection at all.
func TestNoConnection(t *testing.T) {
	t.Parallel()
	var refusals atomic.Int32
	r := newRig(t, func(c *discordbot.Config) {
		c.Transport = roundTrip(func(req *http.Request) (*http.Response, error) {
			if refusals.Add(-1) >= 0 {
				return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
			}
			return http.DefaultTransport.RoundTrip(req)
		})
	})
	shown := r.proposed()
	refusals.Store(2)
	r.handler.answer = says(card("Voilà"))
	r.press(shown, "Confirmer")
	if m := r.next(); m.Via != "POST webhook" {
		t.Errorf("shown by %s", m.Via)
	}
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *discordbot.Config) {
		c.Transport = roundTrip(func(req *http.Request) (*http.Response, error) {
			if req.URL.Host == "169.254.169.254" {
				t.Error("followed a redirect")
			}
			return &http.Response{
				StatusCode: http.StatusTemporaryRedirect, Status: "307", Body: http.NoBody, Request: req,
				Header: http.Header{"Location": {"http://169.254.169.254/"}},
			}, nil
		})
	})
	if err := r.bot.Check(r.ctx); err == nil {
		t.Error("no error")
	}
}

func TestAPictureIsAFileOfTheMessage(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	png := append([]byte("\x89PNG\r\n"), bytes.Repeat([]byte{7}, 3000)...)
	list := chat.Message{Card: chat.Card{
		Title: "Semaine", Code: "LUN 18:00", Picture: &chat.Picture{Name: "Ma semaine.PNG", Alt: "lundi 18:00 à 24:00", PNG: png},
		Buttons: []chat.Button{confirm},
	}}
	r.handler.answer = says(list)
	r.command("horaires")
	shown := r.next()
	if !bytes.Equal(shown.Files["ma-semaine.png"], png) || shown.Alt["ma-semaine.png"] != "lundi 18:00 à 24:00" ||
		shown.Embeds[0].Image.URL != "attachment://ma-semaine.png" || strings.Contains(shown.Shown(), "LUN") {
		t.Errorf("shown %+v", shown)
	}
	r.handler.answer = says(replacing("Fait"))
	r.press(shown, "Confirmer")
	if m := r.next(); len(m.Files) != 0 || m.Embeds[0].Image.URL != "" {
		t.Errorf("the picture stayed: %+v", m)
	}
	m := list
	if err := r.bot.Notify(r.ctx, chat.Address{User: chat.User{Platform: chat.Discord, ID: fr}}, m); err != nil {
		t.Fatal(err)
	}
	if got := r.next(); !bytes.Equal(got.Files["ma-semaine.png"], png) {
		t.Error("no picture in a direct message")
	}
}

func TestRegistering(t *testing.T) {
	t.Parallel()
	for name, guild := range map[string]string{"globally": "", "in a guild": discordstandin.Guild} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t, func(c *discordbot.Config) { c.GuildID = guild })
			if guild != "" {
				r.discord.SetCommands("", discordstandin.Command{"id": "1", "name": "private", "type": 1}, discordstandin.Command{"id": "2", "name": "else", "type": 1})
			}
			if same, err := r.bot.Registered(r.ctx); err != nil || same {
				t.Errorf("before: %v, %v", same, err)
			}
			for range 2 {
				if err := r.bot.Register(r.ctx); err != nil {
					t.Fatal(err)
				}
			}
			commands, writes := r.discord.Registered(guild)
			if writes != 1 || len(commands) != 7 {
				t.Errorf("written %d times, %d commands", writes, len(commands))
			}
			if same, err := r.bot.Registered(r.ctx); err != nil || !same {
				t.Errorf("after: %v, %v", same, err)
			}
			if guild != "" {
				if left, _ := r.discord.Registered(""); len(left) != 1 || left[0]["name"] != "else" {
					t.Errorf("globally there are %v", left)
				}
			}
			// A change by hand is undone.
			commands[0]["description"] = "changed"
			r.discord.SetCommands(guild, commands...)
			if err := r.bot.Register(r.ctx); err != nil {
				t.Fatal(err)
			}
			if _, writes := r.discord.Registered(guild); writes != 2 {
				t.Errorf("written %d times", writes)
			}
		})
	}
}

func TestGlobalCommandsOfOursGoAtOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *discordbot.Config) { c.GuildID = discordstandin.Guild })
	r.discord.SetCommands("", discordstandin.Command{"id": "1", "name": "private", "type": 1}, discordstandin.Command{"id": "2", "name": "pro", "type": 1})
	if err := r.bot.Register(r.ctx); err != nil {
		t.Fatal(err)
	}
	if left, _ := r.discord.Registered(""); len(left) != 0 {
		t.Errorf("globally there are %v", left)
	}
	if slices.Contains(r.discord.Calls(), "DELETE command") {
		t.Error("one by one")
	}
}

func TestAWrongTokenIsAnError(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *discordbot.Config) { c.Token = "s3cr3t" })
	for _, err := range []error{r.bot.Check(r.ctx), r.bot.Register(r.ctx)} {
		if err == nil || strings.Contains(err.Error(), "s3cr3t") {
			t.Errorf("%v", err)
		}
	}
}
