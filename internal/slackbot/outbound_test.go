package slackbot_test

import (
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
	"github.com/oceanbot/oceanbot/internal/slackbot"
	"github.com/oceanbot/oceanbot/internal/slackbot/slackstandin"
)

var confirm = chat.Button{Action: "confirm:1", Label: "Confirmer", Style: chat.Primary}

// proposed brings a card with a confirm button in front of U0FR.
func (r *rig) proposed() slackstandin.Message {
	r.t.Helper()
	r.handler.answer = says(card("Enregistrer ?", confirm, chat.Button{Action: "cancel:1", Label: "Annuler"}))
	r.command("vendredi 18h")
	receive(r, r.handler.requests)
	return r.next()
}

func replacing(title string) chat.Message {
	m := card(title)
	m.Replace = true
	return m
}

func TestPressReplacesItsCard(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	shown := r.proposed()
	m := replacing("Enregistré")
	m.Receipt = "journal-7"
	r.handler.answer = says(m)
	r.deliver(r.press(shown, "Confirmer"))
	got := receive(r, r.handler.requests)
	if got.Action != "confirm:1" || !got.IsPress() || got.Text != "" || got.User.ID != "U0FR" ||
		!strings.HasPrefix(got.Delivery, "slack:press:") {
		t.Errorf("request %+v", got)
	}
	if answer := r.next(); answer.Replaces != shown.ID || !answer.Ephemeral || len(answer.Buttons()) != 0 {
		t.Errorf("answered %+v", answer)
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
	r.deliver(r.press(shown, "confirm"))
	if answer := r.next(); answer.Replaces != "" || !answer.Ephemeral || answer.User != "U0FR" {
		t.Errorf("answered %+v", answer)
	}
}

func TestPressOnADirectMessageKeepsItOne(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.handler.answer = says(card("Enregistrer ?", confirm))
	r.deliver(r.slack.DirectMessage("U0FR", "private vendredi 18h"))
	shown := r.next()
	r.handler.answer = says(replacing("Enregistré"))
	r.deliver(r.press(shown, "Confirmer"))
	if answer := r.next(); answer.Replaces != shown.ID || answer.Ephemeral || answer.ResponseType != "" {
		t.Errorf("answered %+v", answer)
	}
}

func TestNothingToSay(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.handler.answer = says(chat.Message{})
	r.command("list")
	r.nothingMore(0)
}

func TestLongWorkShowsThatItIsUnderWay(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name   string
		answer chat.Message
	}{
		{"and then the result", replacing("Enregistré")},
		{"and never stays, even where the answer is a card of its own", card("Ce n'est pas à vous")},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			shown := r.proposed()
			release := make(chan struct{})
			r.handler.answer = func(context.Context, chat.Request) chat.Message {
				<-release
				return tc.answer
			}
			r.deliver(r.press(shown, "Confirmer"))
			receive(r, r.handler.requests)
			r.working <- time.Time{}
			working := r.next()
			if working.Replaces != shown.ID || len(working.Buttons()) != 0 || !strings.Contains(working.Text, "J'y travaille") {
				t.Errorf("meanwhile %+v", working)
			}
			close(release)
			if got := r.next(); got.Replaces != shown.ID || !strings.Contains(got.Text, tc.answer.Card.Title) {
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
	r.deliver(r.press(shown, "Confirmer"))
	receive(r, r.handler.requests)
	r.deliver(r.press(shown, "Confirmer"))
	receive(r, r.handler.requests)
	r.working <- time.Time{} // the first press takes it
	if working := r.next(); working.Replaces != shown.ID {
		t.Errorf("meanwhile %+v", working)
	}
	r.working <- time.Time{} // and the second leaves it
	first <- replacing("Enregistré")
	if got := r.next(); got.Replaces != shown.ID || !strings.Contains(got.Text, "Enregistré") {
		t.Errorf("the first press: %+v", got)
	}
	second <- card("C'est déjà fait")
	if got := r.next(); got.Replaces != "" {
		t.Errorf("the result was replaced by %+v", got)
	}
	r.nothingMore(4)
}

func TestAListStaysWhileAPressOnItTakesLong(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.handler.answer = says(chat.Message{Card: chat.Card{Title: "Périodes", Items: []chat.Item{
		{Number: 1, Title: "ven. 18:00", Buttons: []chat.Button{{Action: "delete:1", Label: "Supprimer 1"}}},
	}}})
	r.command("list")
	list := r.next()
	receive(r, r.handler.requests)
	release := make(chan struct{})
	r.handler.answer = func(context.Context, chat.Request) chat.Message {
		<-release
		return card("Supprimer ?", confirm)
	}
	r.working <- time.Time{}
	r.deliver(r.press(list, "Supprimer 1"))
	receive(r, r.handler.requests)
	close(release)
	if got := r.next(); got.Replaces != "" {
		t.Errorf("the list was replaced by %+v", got)
	}
	r.nothingMore(2)
}

func TestPanicIsAnsweredAndLoggedOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.handler.answer = func(context.Context, chat.Request) chat.Message { panic("boom") }
	r.command("list")
	if m := r.next(); !strings.Contains(m.Text, "mal passé") {
		t.Errorf("answered %q", m.Text)
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

func TestResponseURLRunsOut(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.slack.AddChannel("C0ELSE", false)
	r.handler.answer = says(chat.Message{})
	r.deliver(r.slack.Command("U0FR", "C0ELSE", "/private", "list"))
	address := receive(r, r.handler.requests).ReplyTo
	address.Channel = "C0FLEET"
	tell := func(want string) {
		t.Helper()
		if err := r.bot.Notify(r.ctx, address, card("Enregistré")); err != nil {
			t.Fatal(err)
		}
		if m := r.next(); m.Via != want || m.User != "U0FR" {
			t.Errorf("told by %s, want %s: %+v", m.Via, want, m)
		}
	}
	for range 5 {
		tell("response_url")
	}
	tell("chat.postEphemeral") // the stand-in complains of a sixth use
	address.Channel = "C0ELSE"
	tell("chat.postMessage")
	address.Channel = ""
	tell("chat.postMessage")
	address.URL = ""
	tell("chat.postMessage")
}

func TestResponseURLExpires(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.handler.answer = says(chat.Message{})
	r.command("list")
	address := receive(r, r.handler.requests).ReplyTo
	r.clock.Advance(30 * time.Minute)
	before := len(r.slack.Calls())
	if err := r.bot.Notify(r.ctx, address, card("Enregistré")); err != nil {
		t.Fatal(err)
	}
	if m := r.next(); m.Via != "chat.postEphemeral" {
		t.Errorf("told by %s", m.Via)
	}
	if calls := r.slack.Calls()[before:]; slices.Contains(calls, "response_url") {
		t.Errorf("the dead response_url was tried: %v", calls)
	}
	// Where the bot can't know, because it was restarted, Slack says so.
	address.Until = time.Time{}
	if err := r.bot.Notify(r.ctx, address, card("Enregistré")); err != nil {
		t.Fatal(err)
	}
	if m := r.next(); m.Via != "chat.postEphemeral" {
		t.Errorf("told by %s", m.Via)
	}
}

func TestFaultsOfAResponseURL(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name    string
		fault   slackstandin.Fault
		replace bool
		want    []string // by which ways it was shown
	}{
		{"500, then well", slackstandin.Fault{Times: 1, Status: 500}, false, []string{"response_url"}},
		{"500 for long", slackstandin.Fault{Status: 500}, false, []string{"chat.postEphemeral"}},
		{"404", slackstandin.Fault{Status: 404}, false, []string{"chat.postEphemeral"}},
		{"429", slackstandin.Fault{Times: 2, Status: 429, RetryAfter: 7}, false, []string{"response_url"}},
		{"an error in a 200", slackstandin.Fault{Error: "used_url"}, false, []string{"chat.postEphemeral"}},
		{"cut after a new card was shown", slackstandin.Fault{Times: 1, Cut: true, AfterWork: true}, false, []string{"response_url"}},
		{"502 after a new card was shown", slackstandin.Fault{Times: 1, Status: 502, AfterWork: true}, false, []string{"response_url"}},
		{"cut before a result was shown", slackstandin.Fault{Times: 1, Cut: true}, true, []string{"response_url"}},
		{"cut after a result was shown", slackstandin.Fault{Times: 1, Cut: true, AfterWork: true}, true, []string{"response_url", "response_url"}},
		{"cut for long before a result was shown", slackstandin.Fault{Cut: true}, true, []string{"chat.postEphemeral"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			shown := r.proposed()
			m := card("Voilà")
			m.Replace = tc.replace
			r.handler.answer = says(m)
			r.slack.Break("response_url", tc.fault)
			r.deliver(r.press(shown, "Confirmer"))
			if err := r.bot.Shutdown(r.ctx); err != nil {
				t.Fatal(err)
			}
			shownBy := r.slack.Messages()[1:]
			ways := make([]string, 0, len(shownBy))
			for _, m := range shownBy {
				ways = append(ways, m.Via)
			}
			if !slices.Equal(ways, tc.want) {
				t.Errorf("shown by %v, want %v", ways, tc.want)
			}
			if tc.fault.RetryAfter > 0 {
				if wait := receive(r, r.waits); wait != 7*time.Second {
					t.Errorf("waited %s, want what Slack asked for", wait)
				}
			}
		})
	}
}

// A new card is tried again where there was no connection at all, and that is no use of the address.
func TestNoConnection(t *testing.T) {
	t.Parallel()
	var refusals atomic.Int32
	r := newRig(t, func(c *slackbot.Config) {
		c.HTTP = &http.Client{Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
			if strings.HasPrefix(req.URL.Path, "/hooks/") && refusals.Add(-1) >= 0 {
				return nil, &net.OpError{Op: "dial", Net: "tcp", Err: errors.New("connection refused")}
			}
			return http.DefaultTransport.RoundTrip(req)
		})}
	})
	r.handler.answer = says(chat.Message{})
	r.command("list")
	address := receive(r, r.handler.requests).ReplyTo
	for range 5 {
		refusals.Store(2)
		if err := r.bot.Notify(r.ctx, address, card("Enregistré")); err != nil {
			t.Fatal(err)
		}
		if m := r.next(); m.Via != "response_url" {
			t.Errorf("told by %s", m.Via)
		}
	}
	r.nothingMore(5)
}

func TestFaultsOfAnEphemeralMessage(t *testing.T) {
	t.Parallel()
	to := chat.Address{User: chat.User{Platform: chat.Slack, ID: "U0FR"}, Channel: "C0FLEET"}
	for _, tc := range []struct {
		name    string
		fault   slackstandin.Fault
		replace bool
		reached bool
		want    int // how often it was shown
	}{
		{"500", slackstandin.Fault{Status: 500}, false, true, 1},
		{"502 after a new card was shown", slackstandin.Fault{Status: 502, AfterWork: true}, false, false, 1},
		{"502 before a result was shown", slackstandin.Fault{Status: 502}, true, true, 1},
		{"cut after a new card was shown", slackstandin.Fault{Cut: true, AfterWork: true}, false, false, 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.slack.Break("chat.postEphemeral", tc.fault)
			m := card("Enregistré")
			m.Replace = tc.replace
			if err := r.bot.Notify(r.ctx, to, m); (err == nil) != tc.reached {
				t.Errorf("Notify: %v", err)
			}
			r.nothingMore(tc.want)
		})
	}
}

func TestRateLimitOfTheWebAPI(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.slack.Break("chat.postEphemeral", slackstandin.Fault{Times: 1, Status: 429, RetryAfter: 2})
	to := chat.Address{User: chat.User{Platform: chat.Slack, ID: "U0FR"}, Channel: "C0FLEET"}
	m := card("Enregistré")
	m.Receipt = "r1"
	if err := r.bot.Notify(r.ctx, to, m); err != nil {
		t.Fatal(err)
	}
	if m := r.next(); m.Via != "chat.postEphemeral" {
		t.Errorf("told by %s", m.Via)
	}
	if wait := receive(r, r.waits); wait != 2*time.Second {
		t.Errorf("waited %s", wait)
	}
	if receipt := receive(r, r.handler.told); receipt != "r1" {
		t.Errorf("told %q", receipt)
	}
}

func TestNotifyFails(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, method := range []string{"response_url", "chat.postEphemeral", "chat.postMessage"} {
		r.slack.Break(method, slackstandin.Fault{Cut: true})
	}
	r.handler.answer = says(chat.Message{})
	r.command("list")
	address := receive(r, r.handler.requests).ReplyTo
	m := replacing("Enregistré")
	m.Receipt = "r1"
	err := r.bot.Notify(r.ctx, address, m)
	if err == nil {
		t.Fatal("no error although nobody was reached")
	}
	for _, secret := range []string{address.URL, "/hooks/", slackstandin.BotToken} {
		if strings.Contains(err.Error(), secret) {
			t.Errorf("the error shows %q: %v", secret, err)
		}
	}
	if len(r.handler.told) != 0 {
		t.Error("told although nobody was reached")
	}
	for _, nobody := range []chat.User{{}, {Platform: chat.Slack}, {Platform: chat.Discord, ID: "80351110224678912"}} {
		if err := r.bot.Notify(r.ctx, chat.Address{User: nobody}, m); err == nil {
			t.Errorf("no error for %+v", nobody)
		}
	}
}

// Without an API of the operator's own, a response_url leads to Slack or nowhere.
func TestForeignResponseURL(t *testing.T) {
	t.Parallel()
	asked := make(chan string, 10)
	transport := roundTrip(func(req *http.Request) (*http.Response, error) {
		asked <- req.URL.Scheme + "://" + req.URL.Host + req.URL.Path
		return nil, errors.New("no network here")
	})
	r := newRig(t, func(c *slackbot.Config) {
		c.APIURL = ""
		c.HTTP = &http.Client{Transport: transport}
	})
	for address, trusted := range map[string]bool{
		"https://hooks.slack.com/actions/T0/1/x":     true,
		"https://HOOKS.slack.com:443/actions/T0/1/x": true,
		"http://hooks.slack.com/actions/T0/1/x":      false,
		"https://hooks.slack.com:8443/x":             false,
		"https://hooks.slack.com.evil.example/x":     false,
		"https://hooks.slack.com@evil.example/x":     false,
		"https://evil.example/hooks.slack.com":       false,
		"https://user:pw@hooks.slack.com/x":          false,
		"http://169.254.169.254/latest/meta-data/":   false,
		"http://127.0.0.1:8080/":                     false,
		"file:///etc/passwd":                         false,
		"//hooks.slack.com/x":                        false,
		"https://hooks.slack.com/%zz":                false,
	} {
		err := r.bot.Notify(r.ctx, chat.Address{User: chat.User{Platform: chat.Slack, ID: "U0FR"}, URL: address}, replacing("x"))
		if err == nil || strings.Contains(err.Error(), address) {
			t.Errorf("%s: %v", address, err)
		}
		posted := false
		for len(asked) > 0 {
			if a := <-asked; a != "https://slack.com/api/chat.postMessage" {
				posted = true
			}
		}
		if posted != trusted {
			t.Errorf("%s: posted %t, want %t", address, posted, trusted)
		}
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(req *http.Request) (*http.Response, error) { return f(req) }

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	asked := make(chan string, 1000)
	r := newRig(t, func(c *slackbot.Config) {
		c.HTTP = &http.Client{Transport: roundTrip(func(req *http.Request) (*http.Response, error) {
			asked <- req.URL.Host
			return &http.Response{
				StatusCode: http.StatusTemporaryRedirect, Body: http.NoBody, Request: req,
				Header: http.Header{"Location": {"http://169.254.169.254/"}},
			}, nil
		})}
	})
	to := chat.Address{User: chat.User{Platform: chat.Slack, ID: "U0FR"}, URL: "https://hooks.slack.com/x"}
	if err := r.bot.Notify(r.ctx, to, card("x")); err == nil {
		t.Error("no error")
	}
	for len(asked) > 0 {
		if host := <-asked; host == "169.254.169.254" {
			t.Error("followed a redirect")
		}
	}
}

func TestShutdownFinishesWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	release := make(chan struct{})
	r.handler.answer = func(ctx context.Context, _ chat.Request) chat.Message {
		<-release
		if ctx.Err() != nil {
			return card("Abandonné")
		}
		return card("Terminé")
	}
	r.command("list")
	receive(r, r.handler.requests)

	stopped := make(chan error, 1)
	go func() { stopped <- r.bot.Shutdown(r.ctx) }()
	for { // until it has begun
		status, _, err := r.slack.Command("U0FR", "C0FLEET", "/private", "status").Send(r.ctx, r.url)
		if err != nil {
			t.Fatal(err)
		}
		if status == http.StatusServiceUnavailable {
			break
		}
		if status != http.StatusOK {
			t.Fatalf("status %d", status)
		}
	}
	if status, _, _ := r.slack.Command("U0FR", "C0FLEET", "/private", "status").Forged().Send(r.ctx, r.url); status != http.StatusUnauthorized {
		t.Errorf("a forged request gets %d while stopping", status)
	}
	select {
	case err := <-stopped:
		t.Fatalf("stopped before the work was done: %v", err)
	default:
	}
	close(release)
	if err := receive(r, stopped); err != nil {
		t.Errorf("Shutdown: %v", err)
	}
	if m := r.next(); !strings.Contains(m.Text, "Terminé") {
		t.Errorf("answered %q", m.Text)
	}
}

func TestShutdownGivesUp(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.handler.answer = func(ctx context.Context, _ chat.Request) chat.Message {
		<-ctx.Done()
		return chat.Message{}
	}
	r.command("list")
	receive(r, r.handler.requests)
	expired, cancel := context.WithCancel(r.ctx)
	cancel()
	if err := r.bot.Shutdown(expired); !errors.Is(err, context.Canceled) {
		t.Errorf("Shutdown: %v", err)
	}
}

func TestNoHandlerYet(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *slackbot.Config) { c.Handler = nil })
	d := r.slack.Command("U0FR", "C0FLEET", "/private", "list")
	if status, _, err := d.Send(r.ctx, r.url); err != nil || status != http.StatusServiceUnavailable {
		t.Errorf("%d, %v", status, err)
	}
	r.bot.SetHandler(r.handler)
	r.deliver(d)
	r.next()
}
