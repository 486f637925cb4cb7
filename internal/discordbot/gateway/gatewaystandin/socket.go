package gatewaystandin

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// The kinds of messages: https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-opcodes.
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opPresence       = 3
	opResume         = 6
	opReconnect      = 7
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatAck   = 11
)

// The codes that a connection is closed with:
// https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes.
const (
	closeUnknownError      = 4000
	closeUnknownOp         = 4001
	closeDecode            = 4002
	closeNotAuthenticated  = 4003
	closeRefused           = 4004
	closeAlready           = 4005
	closeInvalidSeq        = 4007
	closeRate              = 4008
	closeInvalidVersion    = 4012
	closeInvalidIntents    = 4013
	closeDisallowedIntents = 4014
)

// The limits: https://docs.discord.com/developers/events/gateway#sending-events and #rate-limiting.
const (
	maxPayload = 4096
	maxEvents  = 120 // in a minute; heartbeats are counted otherwise
)

// The privileged intents, which are not granted here, and all that there are: https://docs.discord.com/developers/events/gateway#gateway-intents.
const (
	privilegedIntents = 1<<1 | 1<<8 | 1<<15
	allIntents        = 1<<17 - 1 | 1<<20 | 1<<21 | 1<<24 | 1<<25
)

// slow is what a client's machine may be late by.
const slow = 40 * time.Second

// connection is one websocket.
type connection struct {
	gateway *Gateway
	conn    *websocket.Conn
	path    string
	plan    Plan
	attempt *Attempt

	interval time.Duration
	hello    time.Time

	// These are under the gateway's lock.
	session *session
	silent  bool // nothing is sent any more, nor understood
	noAcks  bool
	asks    int   // heartbeats that were asked for
	events  int   // what the client sent, without heartbeats
	beat    int64 // the number that the last heartbeat told
}

type message struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
}

// serveSocket serves one connection until it ends.
func (g *Gateway) serveSocket(w http.ResponseWriter, r *http.Request) {
	c := &connection{gateway: g, path: r.URL.Path, attempt: &Attempt{At: time.Now()}}
	g.locked(func() {
		g.attempts = append(g.attempts, c.attempt)
		if len(g.plans) > 0 {
			c.plan, g.plans = g.plans[0], g.plans[1:]
		}
		c.interval, c.noAcks, c.silent = g.heartbeat, c.plan.NoAcks, c.plan.NoHello
	})
	if c.plan.Refuse != 0 {
		g.locked(func() { c.attempt.Over = true })
		http.Error(w, "refused", c.plan.Refuse)
		return
	}
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		g.locked(func() { g.complainf("no websocket was asked for: %v", err) })
		return // the upgrader has answered
	}
	c.conn = conn
	defer func() { _ = conn.Close() }()
	query := r.URL.Query()
	switch {
	case query.Get("v") != "9" && query.Get("v") != "10":
		c.refusef(closeInvalidVersion, "the version is %q", query.Get("v"))
	case query.Get("encoding") != "json":
		c.refusef(closeDecode, "the encoding is %q", query.Get("encoding"))
	case !c.plan.NoHello:
		c.hello = time.Now()
		c.write(map[string]any{"op": opHello, "s": nil, "t": nil, "d": map[string]any{
			"heartbeat_interval": c.interval.Milliseconds(), "_trace": []string{"standin"},
		}})
	}
	if c.plan.Dead {
		<-g.over
		return
	}
	err = c.read()
	g.locked(func() {
		c.attempt.Over = true
		if g.live == c {
			g.live = nil
		}
		if closed, ok := errors.AsType[*websocket.CloseError](err); ok && closed.Code != websocket.CloseAbnormalClosure && closed.Code != websocket.CloseNoStatusReceived {
			c.attempt.Code = closed.Code
		}
		// https://docs.discord.com/developers/events/gateway#disconnecting
		if c.session != nil && (c.attempt.Code == websocket.CloseNormalClosure || c.attempt.Code == websocket.CloseGoingAway) {
			c.session.ended = true
		}
	})
}

// read takes what the client sends until it is gone.
func (c *connection) read() error {
	for {
		if err := c.conn.SetReadDeadline(time.Now().Add(2*c.interval + slow)); err != nil {
			return fmt.Errorf("reading: %w", err)
		}
		_, data, err := c.conn.ReadMessage()
		if err != nil {
			return err
		}
		var deaf bool
		c.gateway.locked(func() { deaf = c.silent })
		if deaf {
			continue
		}
		var m message
		if len(data) > maxPayload || json.Unmarshal(data, &m) != nil {
			c.refusef(closeDecode, "a message of %d bytes that is none, or too long", len(data))
			continue
		}
		c.receive(m)
	}
}

func (c *connection) receive(m message) {
	if m.Op != opHeartbeat {
		var events int
		c.gateway.locked(func() { c.events++; events = c.events })
		if events > maxEvents {
			c.refusef(closeRate, "%d events", events)
			return
		}
	}
	switch m.Op {
	case opHeartbeat:
		c.takeBeat(m.Data)
	case opIdentify:
		c.takeIdentify(m.Data)
	case opResume:
		c.takeResume(m.Data)
	case opPresence:
		if c.session == nil {
			c.refusef(closeNotAuthenticated, "op %d before IDENTIFY", m.Op)
		}
	default:
		c.refusef(closeUnknownOp, "op %d", m.Op)
	}
}

// takeBeat is https://docs.discord.com/developers/events/gateway#sending-heartbeats.
func (c *connection) takeBeat(data json.RawMessage) {
	var number *int64
	if err := json.Unmarshal(data, &number); err != nil {
		c.refusef(closeDecode, "a heartbeat that tells %s", data)
		return
	}
	acknowledge := true
	c.gateway.locked(func() {
		c.attempt.Beats++
		if most := 1 + int(time.Since(c.hello)/c.interval) + c.asks; c.attempt.Beats > most {
			c.gateway.complainf("%d heartbeats where %d are due", c.attempt.Beats, most)
		}
		var told, sent int64
		if number != nil {
			told = *number
			if told == 0 {
				c.gateway.complainf("a heartbeat tells the number 0, not null")
			}
		}
		if c.session != nil {
			sent = int64(len(c.session.events))
		}
		if told < c.beat || told > sent {
			c.gateway.complainf("a heartbeat tells the number %d, after %d, and %d were sent", told, c.beat, sent)
		}
		c.beat = told
		acknowledge = !c.noAcks
	})
	if acknowledge {
		c.write(map[string]any{"op": opHeartbeatAck})
	}
}

// takeIdentify is https://docs.discord.com/developers/events/gateway-events#identify.
func (c *connection) takeIdentify(data json.RawMessage) {
	var d struct {
		Token      string            `json:"token"`
		Properties map[string]string `json:"properties"`
		Intents    *int64            `json:"intents"`
	}
	if err := json.Unmarshal(data, &d); err != nil {
		c.refusef(closeDecode, "an IDENTIFY that can't be read: %v", err)
		return
	}
	g := c.gateway
	var left int
	g.locked(func() {
		c.attempt.Began = true
		left = g.remaining
		g.remaining = max(0, g.remaining-1)
	})
	switch {
	case c.session != nil:
		c.refusef(closeAlready, "a second IDENTIFY")
	case c.path != "/":
		c.refusef(closeNotAuthenticated, "IDENTIFY at %s", c.path)
	case d.Token != Token:
		c.refusef(closeRefused, "IDENTIFY with another token")
	case left == 0:
		c.refusef(closeRefused, "IDENTIFY, and no new session is left")
	case d.Intents == nil || *d.Intents&^allIntents != 0:
		c.refusef(closeInvalidIntents, "IDENTIFY without intents, or with some that there aren't")
	case *d.Intents&privilegedIntents != 0:
		c.refusef(closeDisallowedIntents, "IDENTIFY with privileged intents")
	case d.Properties["os"]+d.Properties["$os"] == "" || d.Properties["browser"]+d.Properties["$browser"] == "":
		c.refusef(closeDecode, "IDENTIFY without properties")
	default:
		c.answer(c.begin)
	}
}

// takeResume is https://docs.discord.com/developers/events/gateway-events#resume.
func (c *connection) takeResume(data json.RawMessage) {
	var d struct {
		Token     string `json:"token"`
		SessionID string `json:"session_id"`
		Seq       *int64 `json:"seq"`
	}
	if err := json.Unmarshal(data, &d); err != nil || d.Seq == nil {
		c.refusef(closeDecode, "a RESUME that can't be read: %v", err)
		return
	}
	g := c.gateway
	var known *session
	var sent int64
	g.locked(func() {
		c.attempt.Resumed = true
		if known = g.sessions[d.SessionID]; known != nil {
			sent = int64(len(known.events))
		}
	})
	switch {
	case c.session != nil:
		c.refusef(closeAlready, "a second RESUME")
	case d.Token != Token:
		c.refusef(closeRefused, "RESUME with another token")
	case known == nil || known.ended:
		g.locked(func() { g.complainf("RESUME of a session that is no more") })
		c.write(map[string]any{"op": opInvalidSession, "d": false})
	case c.path != "/resume/"+d.SessionID:
		c.refusef(closeNotAuthenticated, "RESUME at %s", c.path)
	case *d.Seq < 1 || *d.Seq > sent:
		c.refusef(closeInvalidSeq, "RESUME after event %d of %d", *d.Seq, sent)
	default:
		c.answer(func() { c.resume(known, *d.Seq) })
	}
}

// answer does what was planned, or what is proper.
func (c *connection) answer(properly func()) {
	if c.plan.Close != 0 {
		c.close(c.plan.Close)
		return
	}
	switch c.plan.Answer {
	case WithReconnect:
		c.write(map[string]any{"op": opReconnect, "d": nil})
	case WithInvalid:
		c.write(map[string]any{"op": opInvalidSession, "d": false})
	case WithNotNow:
		c.write(map[string]any{"op": opInvalidSession, "d": true})
	case WithSilence:
		c.gateway.locked(func() { c.silent = true })
	case WithHeartbeatAsk:
		c.ask()
		properly()
	case Properly:
		properly()
	}
}

// ask asks for a heartbeat.
func (c *connection) ask() {
	c.gateway.locked(func() { c.asks++ })
	c.write(map[string]any{"op": opHeartbeat, "d": nil})
}

// begin answers READY: https://docs.discord.com/developers/events/gateway-events#ready.
func (c *connection) begin() {
	g := c.gateway
	c.gateway.writing.Lock()
	defer c.gateway.writing.Unlock()
	g.locked(func() {
		g.serial++
		s := &session{id: fmt.Sprintf("session%d", g.serial)}
		g.sessions[s.id], g.current, c.session = s, s, s
		c.send(s.add("READY", map[string]any{
			"v": 10, "session_id": s.id, "session_type": "normal",
			"resume_gateway_url": "ws" + strings.TrimPrefix(g.url, "http") + "/resume/" + s.id,
			"user":               map[string]any{"id": BotUser, "username": "oceanbot", "discriminator": "0000", "bot": true},
			"guilds":             []any{map[string]any{"id": "100000000000000003", "unavailable": true}},
			"application":        map[string]any{"id": ApplicationID, "flags": 0},
			"private_channels":   []any{},
		}))
		c.flows()
	})
}

// resume sends what was missed, and RESUMED: https://docs.discord.com/developers/events/gateway-events#resumed.
func (c *connection) resume(s *session, after int64) {
	c.gateway.writing.Lock()
	defer c.gateway.writing.Unlock()
	c.gateway.locked(func() {
		c.session = s
		for _, event := range s.events[after:] {
			c.send(event)
		}
		c.send(s.add("RESUMED", map[string]any{"_trace": []string{"standin"}}))
		c.flows()
	})
}

// flows makes the connection the one that events go to.
func (c *connection) flows() {
	c.attempt.Live = true
	if c.plan.Restless {
		data, _ := json.Marshal(map[string]any{"op": opReconnect, "d": nil}) //nolint:errchkjson // it can be
		c.send(data)
		return
	}
	c.gateway.live = c
}

// add makes an event and gives it its number.
func (s *session) add(kind string, data any) json.RawMessage {
	event, err := json.Marshal(map[string]any{"op": opDispatch, "t": kind, "s": len(s.events) + 1, "d": data})
	if err != nil {
		panic(err) // a test's data
	}
	s.events = append(s.events, event)
	return event
}

// write sends a message, unless the connection is to be silent.
func (c *connection) write(v any) {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	c.gateway.writing.Lock()
	defer c.gateway.writing.Unlock()
	silent := false
	c.gateway.locked(func() { silent = c.silent })
	if !silent {
		c.send(data)
	}
}

// send needs the lock for writing. A client that is gone is noticed by reading.
func (c *connection) send(data []byte) {
	_ = c.conn.SetWriteDeadline(time.Now().Add(slow))
	_ = c.conn.WriteMessage(websocket.TextMessage, data)
}

// refusef complains and closes.
func (c *connection) refusef(code int, format string, values ...any) {
	c.gateway.locked(func() { c.gateway.complainf(format, values...) })
	c.close(code)
}

// close says why, and leaves it to the client to hang up, as nothing gets lost then.
func (c *connection) close(code int) {
	c.gateway.locked(func() { c.silent = true })
	_ = c.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, "standin"), time.Now().Add(slow))
}
