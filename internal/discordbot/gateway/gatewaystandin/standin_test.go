package gatewaystandin_test

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"github.com/oceanbot/oceanbot/internal/discordbot/gateway/gatewaystandin"
)

// patience is what a test waits for anything: a machine may be slow.
const patience = 40 * time.Second

// toStandin sends discordgo's requests to a stand-in: the addresses of discordgo are fixed.
type toStandin struct {
	api       string
	transport http.RoundTripper
}

func (s toStandin) RoundTrip(r *http.Request) (*http.Response, error) {
	there, err := url.Parse(s.api + strings.TrimPrefix(r.URL.Path, "/api/v"+discordgo.APIVersion))
	if err != nil {
		return nil, fmt.Errorf("the stand-in's address: %w", err)
	}
	r = r.Clone(r.Context())
	r.URL, r.Host = there, there.Host
	return s.transport.RoundTrip(r)
}

func newSession(t *testing.T, g *gatewaystandin.Gateway) *discordgo.Session {
	t.Helper()
	s, err := discordgo.New("Bot " + gatewaystandin.Token)
	if err != nil {
		t.Fatal(err)
	}
	transport := &http.Transport{}
	t.Cleanup(transport.CloseIdleConnections)
	s.Client = &http.Client{Transport: toStandin{g.APIURL(), transport}}
	s.Identify.Token = gatewaystandin.Token
	s.Identify.Intents = discordgo.IntentDirectMessages
	s.ShouldReconnectOnError = false
	return s
}

// TestDiscordgo shows that a client which isn't ours finds here what it finds at Discord.
func TestDiscordgo(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	g := gatewaystandin.Start(t)
	s := newSession(t, g)
	messages := make(chan *discordgo.MessageCreate, 1)
	s.AddHandler(func(_ *discordgo.Session, m *discordgo.MessageCreate) { messages <- m })
	if err := s.Open(); err != nil {
		t.Fatal(err)
	}
	if err := g.Emit(ctx, "MESSAGE_CREATE", map[string]any{"id": "1", "content": "bonjour"}); err != nil {
		t.Fatal(err)
	}
	select {
	case m := <-messages:
		if m.Content != "bonjour" {
			t.Errorf("got %+v", m)
		}
	case <-ctx.Done():
		t.Fatal("no message came")
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := g.Await(ctx, "goodbye", func(all []gatewaystandin.Attempt) bool {
		return all[0].Over && all[0].Code == websocket.CloseNormalClosure
	}); err != nil {
		t.Error(err)
	}
}

// TestDiscordgoHangs shows why its Session is not used: op 7 in answer to IDENTIFY makes Open wait for a
// lock that it holds. Where this fails discordgo was mended, and the package comment of gateway is out of
// date.
func TestDiscordgoHangs(t *testing.T) {
	t.Parallel()
	g := gatewaystandin.Start(t)
	g.Next(gatewaystandin.Plan{Answer: gatewaystandin.WithReconnect})
	s := newSession(t, g)
	opened := make(chan error, 1)
	go func() { opened <- s.Open() }() // this goroutine is left behind
	for end := time.Now().Add(patience); !waitsForItself(); {
		select {
		case err := <-opened:
			t.Fatalf("Open came back, with %v", err)
		default:
			if time.Now().After(end) {
				t.Fatal("Open neither came back nor waits for its own lock")
			}
			runtime.Gosched()
		}
	}
	if s.TryLock() {
		t.Error("the lock is free")
	}
}

// waitsForItself tells whether a goroutine is inside Open, which holds the lock, and waits for it in
// CloseWithCode.
func waitsForItself() bool {
	stacks := make([]byte, 1<<20)
	for stack := range strings.SplitSeq(string(stacks[:runtime.Stack(stacks, true)]), "\n\n") {
		if strings.Contains(stack, "(*RWMutex).Lock(") && strings.Contains(stack, "discordgo.(*Session).CloseWithCode(") &&
			strings.Contains(stack, "discordgo.(*Session).Open(") {
			return true
		}
	}
	return false
}

// TestStrictness has a client do everything wrong.
func TestStrictness(t *testing.T) {
	t.Parallel()
	const (
		identify = `{"op":2,"d":{"token":"` + gatewaystandin.Token + `","intents":4096,"properties":{"os":"linux","browser":"b","device":"d"}}}`
		wrong    = `{"op":2,"d":{"token":"wrong","intents":4096,"properties":{"os":"linux","browser":"b","device":"d"}}}`
		resume   = `{"op":6,"d":{"token":"` + gatewaystandin.Token + `","session_id":"session1","seq":%d}}`
	)
	privileged, unknown := strings.Replace(identify, "4096", "32768", 1), strings.Replace(identify, "4096", "536870912", 1)
	for name, c := range map[string]struct {
		address string
		sends   []string
		code    int
	}{
		"no version":            {"/?encoding=json", nil, 4012},
		"no encoding":           {"/?v=10", nil, 4002},
		"not JSON":              {"", []string{"hello"}, 4002},
		"too long":              {"", []string{`{"op":1,"d":null,"x":"` + strings.Repeat("x", 4096) + `"}`}, 4002},
		"unknown op":            {"", []string{`{"op":99}`}, 4001},
		"presence first":        {"", []string{`{"op":3,"d":{}}`}, 4003},
		"another token":         {"", []string{wrong}, 4004},
		"twice":                 {"", []string{identify, identify}, 4005},
		"privileged intents":    {"", []string{privileged}, 4014},
		"unknown intents":       {"", []string{unknown}, 4013},
		"no properties":         {"", []string{`{"op":2,"d":{"token":"` + gatewaystandin.Token + `","intents":1}}`}, 4002},
		"RESUME elsewhere":      {"", []string{fmt.Sprintf(resume, 1)}, 4003},
		"RESUME of the future":  {"/resume/session1?v=10&encoding=json", []string{fmt.Sprintf(resume, 9)}, 4007},
		"IDENTIFY where not to": {"/resume/session1?v=10&encoding=json", []string{identify}, 4003},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := gatewaystandin.Start(t)
			base := "ws" + strings.TrimSuffix(strings.TrimPrefix(g.APIURL(), "http"), "/api/v10")
			first := connect(t, base+"/?v=10&encoding=json")
			send(t, first, identify) // session1
			if _, _, err := first.ReadMessage(); err != nil {
				t.Fatal(err)
			}
			if err := g.AwaitLive(t.Context()); err != nil {
				t.Fatal(err)
			}
			if c.address == "" {
				c.address = "/?v=10&encoding=json"
			}
			conn := connect(t, base+c.address)
			for _, text := range c.sends {
				send(t, conn, text)
			}
			for {
				if _, _, err := conn.ReadMessage(); err != nil {
					if !websocket.IsCloseError(err, c.code) {
						t.Errorf("got %v, want %d", err, c.code)
					}
					break
				}
			}
			if len(g.Complaints()) == 0 {
				t.Error("no complaint")
			}
		})
	}
}

// TestStrictAboutHeartbeats has too many of them, or numbers that never were.
func TestStrictAboutHeartbeats(t *testing.T) {
	t.Parallel()
	for name, beats := range map[string][]string{
		"too many":            {`{"op":1,"d":null}`, `{"op":1,"d":null}`},
		"an unknown number":   {`{"op":1,"d":7}`},
		"a number of nothing": {`{"op":1,"d":0}`},
	} {
		g := gatewaystandin.Start(t)
		conn := connect(t, "ws"+strings.TrimSuffix(strings.TrimPrefix(g.APIURL(), "http"), "/api/v10")+"/?v=10&encoding=json")
		for _, beat := range beats {
			send(t, conn, beat)
		}
		for range 1 + len(beats) { // HELLO and acknowledgements
			if _, _, err := conn.ReadMessage(); err != nil {
				t.Fatal(err)
			}
		}
		if len(g.Complaints()) == 0 {
			t.Errorf("%s: no complaint", name)
		}
	}
}

func connect(t *testing.T, address string) *websocket.Conn {
	t.Helper()
	conn, resp, err := websocket.DefaultDialer.DialContext(t.Context(), address, nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	return conn
}

func send(t *testing.T, conn *websocket.Conn, text string) {
	t.Helper()
	if err := conn.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		t.Fatal(err)
	}
}
