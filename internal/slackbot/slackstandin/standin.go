// Package slackstandin is Slack for tests: the Web API, the response_urls and the signed requests that
// Slack sends, in memory and over HTTP, so that tests use the real client.
//
// It is as strict as Slack's documents (https://docs.slack.dev): it wants the token, the content type
// and the scopes, checks every block of every message against Block Kit's limits, counts the uses of a
// response_url and knows its age. What it refuses is answered as Slack would, and is also kept as a
// complaint, so that a test can fail on something that the bot shrugged off.
//
// Faults can be asked of it: a slow answer, 429, 500 before or after the work, a cut connection.
package slackstandin

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// What the stand-in is set up with; all of it is made up.
const (
	BotToken      = "xoxb-standin-0123456789"
	AppToken      = "xapp-standin-0123456789"
	SigningSecret = "8f742231b10e8888abcd99yyyzzz85a5"
	TeamID        = "T0OCEAN"
	AppID         = "A0OCEAN"
	BotUser       = "U0BOT"
	BotID         = "B0BOT"
)

// Scopes are what the app was granted, unless [Slack.Grant] says otherwise.
var Scopes = []string{"app_mentions:read", "chat:write", "commands", "files:write", "im:history", "usergroups:read", "users:read", "users:read.email"} //nolint:gochecknoglobals // a constant

// User is a member of the workspace.
type User struct {
	ID, Name, Mail string
	Locale, Zone   string // "fr-FR", "Europe/Paris"
	Bot, Deleted   bool
	Stranger       bool // of another workspace, in a shared channel
}

// Fault is what goes wrong with a method ("users.info", "chat.postEphemeral", "response_url", "upload", …).
type Fault struct {
	Times      int             // how often; 0 means always
	Hold       <-chan struct{} // the answer waits until this is closed
	Status     int             // an HTTP status in the place of an answer
	RetryAfter int             // seconds, with status 429
	Error      string          // {"ok": false, "error": …}
	Cut        bool            // the connection ends without an answer
	AfterWork  bool            // what was asked is done before it goes wrong
}

// Slack is the stand-in. [Start] makes one.
type Slack struct {
	url    string
	mu     sync.Mutex
	now    func() time.Time
	change chan struct{} // closed, and made anew, whenever something happens

	users      map[string]User
	channels   map[string]bool // id → is the bot a member?
	groups     map[string][]string
	scopes     []string
	faults     map[string][]*Fault
	hooks      map[string]*hook
	triggers   map[string]*trigger
	messages   []Message
	views      []View
	files      map[string]*File
	shared     []*File // into conversations, in order
	refusals   int     // of messages that refer to a new file
	calls      []string
	complaints []string
	serial     int
	read       int // how many messages Next has given
	readViews  int

	socket  *websocket.Conn // the last one that was opened
	writing sync.Mutex      // one write at a time
	acked   map[string]bool // envelopes
}

type trigger struct {
	made time.Time
	used bool
}

// Start serves a stand-in on loopback until the test ends, and fails the test where complaints are
// left that it has not taken with [Slack.Complaints].
func Start(tb testing.TB) *Slack {
	tb.Helper()
	s := New()
	server := httptest.NewServer(s)
	s.SetURL(server.URL)
	tb.Cleanup(func() {
		server.Close()
		for _, c := range s.Complaints() {
			tb.Errorf("Slack complains: %s", c)
		}
	})
	return s
}

// New gives a stand-in with two people, U0FR and U0EN, and a channel, C0FLEET, that the bot is in. It
// must be told its address with [Slack.SetURL].
func New() *Slack {
	return &Slack{
		now:    time.Now,
		change: make(chan struct{}),
		users: map[string]User{
			"U0FR": {ID: "U0FR", Name: "camille", Mail: "camille.durand@example.com", Locale: "fr-FR", Zone: "Europe/Paris"},
			"U0EN": {ID: "U0EN", Name: "emma", Mail: "emma.smith@example.com", Locale: "en-GB", Zone: "Europe/London"},
		},
		channels: map[string]bool{"C0FLEET": true},
		scopes:   slices.Clone(Scopes),
		groups:   make(map[string][]string),
		faults:   make(map[string][]*Fault),
		hooks:    make(map[string]*hook),
		triggers: make(map[string]*trigger),
		files:    make(map[string]*File),
		acked:    make(map[string]bool),
	}
}

// SetURL tells the stand-in where it is served.
func (s *Slack) SetURL(url string) { s.url = strings.TrimRight(url, "/") }

// APIURL is the base of its Web API.
func (s *Slack) APIURL() string { return s.url + "/api/" }

// SetClock gives it another clock, for the age of response_urls and triggers; signatures carry the
// real time.
func (s *Slack) SetClock(now func() time.Time) { s.locked(func() { s.now = now }) }

// AddUser adds or changes a person.
func (s *Slack) AddUser(u User) { s.locked(func() { s.users[u.ID] = u }) }

// AddChannel adds a channel, with the bot in it or not.
func (s *Slack) AddChannel(id string, joined bool) { s.locked(func() { s.channels[id] = joined }) }

// SetGroup says who is in a user group.
func (s *Slack) SetGroup(id string, members ...string) { s.locked(func() { s.groups[id] = members }) }

// Grant sets the scopes of the app's token.
func (s *Slack) Grant(scopes ...string) { s.locked(func() { s.scopes = scopes }) }

// Break makes a method fail; several faults of a method come one after the other.
func (s *Slack) Break(method string, f Fault) {
	s.locked(func() { s.faults[method] = append(s.faults[method], &f) })
}

// Mend ends the faults of a method.
func (s *Slack) Mend(method string) { s.locked(func() { delete(s.faults, method) }) }

// Calls tells which methods were called, in order; posts to a response_url are "response_url".
func (s *Slack) Calls() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.calls)
}

// Complaints gives, and forgets, what was refused because it was not as Slack's documents want it.
func (s *Slack) Complaints() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	taken := s.complaints
	s.complaints = nil
	return taken
}

// Messages gives every message that was taken.
func (s *Slack) Messages() []Message {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.messages)
}

// Next waits for the next message that was taken and gives it.
func (s *Slack) Next(ctx context.Context) (Message, error) {
	var next Message
	err := s.await(ctx, "message", func() bool {
		if s.read == len(s.messages) {
			return false
		}
		next = s.messages[s.read]
		s.read++
		return true
	})
	return next, err
}

// NextView waits for the next dialog that was opened and gives it.
func (s *Slack) NextView(ctx context.Context) (View, error) {
	var next View
	err := s.await(ctx, "dialog", func() bool {
		if s.readViews == len(s.views) {
			return false
		}
		next = s.views[s.readViews]
		s.readViews++
		return true
	})
	return next, err
}

// Called waits until a method was called so many times in all.
func (s *Slack) Called(ctx context.Context, method string, times int) error {
	return s.await(ctx, "call of "+method, func() bool {
		n := 0
		for _, c := range s.calls {
			if c == method {
				n++
			}
		}
		return n >= times
	})
}

func (s *Slack) await(ctx context.Context, what string, happened func() bool) error {
	for {
		s.mu.Lock()
		ok, change := happened(), s.change
		s.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-change:
		case <-ctx.Done():
			return fmt.Errorf("waiting for a %s: %w; calls so far: %v; complaints: %v",
				what, ctx.Err(), s.Calls(), s.peekComplaints())
		}
	}
}

func (s *Slack) peekComplaints() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.complaints)
}

// locked does something, and tells who waits.
func (s *Slack) locked(do func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	do()
	close(s.change)
	s.change = make(chan struct{})
}

// complainf keeps what was wrong; the caller holds the lock.
func (s *Slack) complainf(format string, args ...any) {
	s.complaints = append(s.complaints, fmt.Sprintf(format, args...))
}

// next numbers things; the caller holds the lock.
func (s *Slack) next() int {
	s.serial++
	return s.serial
}

// timestamp is a ts as Slack writes it; the caller holds the lock.
func (s *Slack) timestamp() string {
	return strconv.FormatInt(s.now().Unix(), 10) + fmt.Sprintf(".%06d", s.next())
}

// ServeHTTP implements [http.Handler]: the Web API under /api/, the response_urls under /hooks/, uploads under
// /upload/.
func (s *Slack) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == socketPath {
		s.serveSocket(w, r)
		return
	}
	method, isAPI := strings.CutPrefix(r.URL.Path, "/api/")
	isUpload := strings.HasPrefix(r.URL.Path, uploadPath)
	switch {
	case isUpload:
		method = "upload"
	case !isAPI:
		method = "response_url"
	}
	s.locked(func() { s.calls = append(s.calls, method) })
	fault := s.fault(method)
	if fault.Hold != nil {
		select {
		case <-fault.Hold:
		case <-r.Context().Done():
			return
		}
	}
	wrong := fault.Status != 0 || fault.Error != "" || fault.Cut
	if wrong && !fault.AfterWork {
		fail(w, fault)
		return
	}
	answer := httptest.NewRecorder()
	switch {
	case isAPI:
		s.serveAPI(answer, r, method)
	case isUpload:
		s.serveUpload(answer, r)
	default:
		s.serveHook(answer, r)
	}
	if wrong {
		fail(w, fault)
		return
	}
	maps.Copy(w.Header(), answer.Header())
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
}

// fault takes the fault that is due, if any.
func (s *Slack) fault(method string) Fault {
	s.mu.Lock()
	defer s.mu.Unlock()
	due := s.faults[method]
	if len(due) == 0 {
		return Fault{}
	}
	f := *due[0]
	if due[0].Times > 0 {
		if due[0].Times--; due[0].Times == 0 {
			s.faults[method] = due[1:]
		}
	}
	return f
}

func fail(w http.ResponseWriter, f Fault) {
	switch {
	case f.Cut:
		panic(http.ErrAbortHandler)
	case f.Status != 0:
		if f.RetryAfter > 0 {
			w.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
		}
		http.Error(w, http.StatusText(f.Status), f.Status)
	default:
		answer(w, map[string]any{"ok": false, "error": f.Error})
	}
}

func answer(w http.ResponseWriter, body map[string]any) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	_ = json.NewEncoder(w).Encode(body) //nolint:errchkjson // maps of strings, and whoever asked may be gone
}
