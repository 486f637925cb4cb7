// Package gatewaystandin is Discord's gateway for tests: the addresses where it is asked for and the
// websocket, in memory and on loopback, so that tests use a real client.
//
// It is as strict as Discord's documents (https://docs.discord.com/developers/events/gateway): it wants
// the token, the version and the encoding, IDENTIFY or RESUME before anything else, each at its own
// address, heartbeats that tell the number of the last event and don't come too often, a session that
// was not ended with 1000 or 1001 for RESUME, and no more new sessions than it allows. What it refuses
// is answered as Discord would, and is also kept as a complaint.
//
// What goes wrong is asked of it: before, for the connections to come, as a [Plan] each; or for the one
// that is there, with [Gateway.Reconnect], [Gateway.Close] and their like.
package gatewaystandin

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// What the stand-in is set up with; all of it is made up.
const (
	Token         = "standin.gateway.0123456789"
	ApplicationID = "100000000000000001"
	BotUser       = "100000000000000002"
)

// standardHeartbeat is what Discord tells nowadays.
const standardHeartbeat = 41250 * time.Millisecond

// Answer is what an IDENTIFY or a RESUME is answered with.
type Answer int

// The answers. The first is READY or RESUMED, as it should be.
const (
	Properly         Answer = iota
	WithReconnect           // op 7
	WithInvalid             // op 9, and the session is no more
	WithNotNow              // op 9, and the session may be resumed
	WithSilence             // nothing
	WithHeartbeatAsk        // op 1, and then as it should be
)

// Plan is what a connection does wrong; the zero Plan does nothing wrong.
type Plan struct {
	Refuse   int    // an HTTP status in the place of a websocket
	NoHello  bool   // it stays quiet from the beginning
	Dead     bool   // after HELLO it neither says nor hears anything until the test ends, not even a goodbye
	Answer   Answer // to IDENTIFY or RESUME
	Close    int    // to IDENTIFY or RESUME: closed with this code
	NoAcks   bool   // heartbeats are not acknowledged
	Restless bool   // op 7 right after READY or RESUMED
}

// Attempt is what happened with a connection.
type Attempt struct {
	At      time.Time // when the client asked for the websocket
	Resumed bool      // it sent RESUME
	Began   bool      // it sent IDENTIFY
	Live    bool      // it was answered properly
	Beats   int       // heartbeats
	Over    bool      // the client is gone
	Code    int       // what the client closed with; 0 where it didn't say
}

// Gateway is the stand-in. [Start] makes one.
type Gateway struct {
	url     string
	writing sync.Mutex    // one write at a time, and events in the order of their numbers; taken before mu
	mu      sync.Mutex    // over all that follows
	change  chan struct{} // closed, and made anew, whenever something happens

	heartbeat  time.Duration
	plans      []Plan
	statuses   []int // of the API
	remaining  int   // new sessions that are left
	resetAfter time.Duration
	noBot      bool // the API knows only /gateway

	sessions   map[string]*session
	current    *session // the last that began
	attempts   []*Attempt
	asked      int // how often the API was asked for the gateway
	live       *connection
	over       chan struct{} // the test is
	complaints []string
	serial     int
}

// session is what Discord keeps, for a while, of a client that is gone.
type session struct {
	id     string
	events []json.RawMessage // the nth has the number n+1
	ended  bool
}

// Start serves a stand-in on loopback until the test ends, and fails the test where complaints are
// left that it has not taken with [Gateway.Complaints].
func Start(tb testing.TB) *Gateway {
	tb.Helper()
	g := &Gateway{
		change: make(chan struct{}), heartbeat: standardHeartbeat, remaining: 1000,
		sessions: make(map[string]*session), over: make(chan struct{}),
	}
	server := httptest.NewServer(g)
	g.url = server.URL
	tb.Cleanup(func() {
		g.locked(func() {
			if g.live != nil {
				_ = g.live.conn.Close()
			}
		})
		close(g.over)
		server.CloseClientConnections()
		server.Close()
		for _, c := range g.Complaints() {
			tb.Errorf("the gateway complains: %s", c)
		}
	})
	return g
}

// APIURL is the base of the REST API, with its version.
func (g *Gateway) APIURL() string { return g.url + "/api/v10" }

// SetHeartbeat sets the time between two heartbeats for connections to come.
func (g *Gateway) SetHeartbeat(d time.Duration) { g.locked(func() { g.heartbeat = d }) }

// Next adds plans for the connections to come, in their order.
func (g *Gateway) Next(plans ...Plan) { g.locked(func() { g.plans = append(g.plans, plans...) }) }

// FailAPI has the next questions to the API answered with these statuses.
func (g *Gateway) FailAPI(statuses ...int) {
	g.locked(func() { g.statuses = append(g.statuses, statuses...) })
}

// KnowOnlyGateway has the API answer 404 to /gateway/bot.
func (g *Gateway) KnowOnlyGateway() { g.locked(func() { g.noBot = true }) }

// AllowSessions sets how many new sessions are left, and after what time there are a thousand again.
func (g *Gateway) AllowSessions(remaining int, resetAfter time.Duration) {
	g.locked(func() { g.remaining, g.resetAfter = remaining, resetAfter })
}

// Asked tells how often the API was asked where the gateway is.
func (g *Gateway) Asked() (times int) {
	g.locked(func() { times = g.asked })
	return times
}

// Attempts gives what happened so far.
func (g *Gateway) Attempts() (all []Attempt) {
	g.locked(func() { all = g.copied() })
	return all
}

func (g *Gateway) copied() []Attempt {
	all := make([]Attempt, 0, len(g.attempts))
	for _, a := range g.attempts {
		all = append(all, *a)
	}
	return all
}

// Await waits until something is true of what happened so far.
func (g *Gateway) Await(ctx context.Context, what string, is func([]Attempt) bool) error {
	return g.await(ctx, what, func() bool { return is(g.copied()) })
}

// AwaitLive waits until events can flow.
func (g *Gateway) AwaitLive(ctx context.Context) error {
	return g.await(ctx, "connection", func() bool { return g.live != nil })
}

// Complaints gives what the client did wrong so far, and forgets it.
func (g *Gateway) Complaints() (all []string) {
	g.locked(func() { all, g.complaints = g.complaints, nil })
	return all
}

func (g *Gateway) complainf(format string, values ...any) {
	g.complaints = append(g.complaints, fmt.Sprintf(format, values...))
}

// locked does something and wakes whoever waits.
func (g *Gateway) locked(do func()) {
	g.mu.Lock()
	defer g.mu.Unlock()
	do()
	close(g.change)
	g.change = make(chan struct{})
}

func (g *Gateway) await(ctx context.Context, what string, is func() bool) error {
	for {
		g.mu.Lock()
		now, change := is(), g.change
		g.mu.Unlock()
		if now {
			return nil
		}
		select {
		case <-change:
		case <-ctx.Done():
			return fmt.Errorf("waiting for a %s: %w; so far: %+v", what, ctx.Err(), g.Attempts())
		}
	}
}

// ServeHTTP implements http.Handler.
func (g *Gateway) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	version, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/api/"), "/")
	switch {
	case r.URL.Path == "/" || strings.HasPrefix(r.URL.Path, "/resume/"):
		g.serveSocket(w, r)
	case r.Method == http.MethodGet && slices.Contains([]string{"v9", "v10"}, version) && (path == "gateway" || path == "gateway/bot"):
		g.serveAddress(w, r, path == "gateway/bot")
	default:
		g.locked(func() { g.complainf("nobody asks %s %s", r.Method, r.URL.Path) })
		fail(w, http.StatusNotFound)
	}
}

// serveAddress is https://docs.discord.com/developers/events/gateway#get-gateway-bot and the address without "bot",
// which wants no token.
func (g *Gateway) serveAddress(w http.ResponseWriter, r *http.Request, bot bool) {
	g.locked(func() {
		g.asked++
		switch agent := r.UserAgent(); {
		case !strings.HasPrefix(agent, "DiscordBot (") || !strings.Contains(agent, ", "):
			g.complainf("the user agent %q has not the form that Discord wants", agent)
		case len(g.statuses) > 0:
			status := g.statuses[0]
			g.statuses = g.statuses[1:]
			fail(w, status)
			return
		case bot && g.noBot:
			fail(w, http.StatusNotFound)
			return
		case bot && r.Header.Get("Authorization") != "Bot "+Token:
			fail(w, http.StatusUnauthorized)
			return
		}
		answer := map[string]any{"url": "ws" + strings.TrimPrefix(g.url, "http")}
		if bot {
			answer["shards"] = 1
			answer["session_start_limit"] = map[string]any{
				"total": 1000, "remaining": g.remaining, "reset_after": g.resetAfter.Milliseconds(), "max_concurrency": 1,
			}
			if g.remaining == 0 {
				g.remaining = 1000 // the client waits before it asks again
			}
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(answer)
	})
}

func fail(w http.ResponseWriter, status int) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	answer := map[string]any{"message": fmt.Sprintf("%d: %s", status, http.StatusText(status)), "code": 0}
	if status == http.StatusTooManyRequests {
		answer = map[string]any{"message": "You are being rate limited.", "retry_after": 0.05, "global": false}
	}
	_ = json.NewEncoder(w).Encode(answer) //nolint:errchkjson // it can be
}
