package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime"
	"sync"
	"time"

	"github.com/gorilla/websocket"
)

// maxPayload limits what Discord may send at once, in bytes; the largest real one, a READY, has some hundred
// thousand.
const maxPayload = 16 << 20

// maxInterval is more time between heartbeats than Discord would ever want, in milliseconds.
const maxInterval = int64(time.Hour / time.Millisecond)

// closeToResume is sent where the session should live on: with 1000 or 1001 Discord would end it,
// https://docs.discord.com/developers/events/gateway#disconnecting.
const closeToResume = 4000

// link is one connection. All but the reading happens on one goroutine, which [link.stay] runs on.
type link struct {
	cfg     Config
	conn    *websocket.Conn
	session *session
	desk    *desk
	api     *api

	identified time.Time // when IDENTIFY was sent
	since      time.Time // when events began to flow

	patience *time.Timer   // for HELLO, then for READY or RESUMED
	interval time.Duration // between heartbeats; 0 before HELLO
	beat     *time.Timer   // the next heartbeat
	ack      *time.Timer   // the time for its acknowledgement
	waiting  bool          // for that
}

// incoming is what the reading goroutine gives: a message, or how it ended.
type incoming struct {
	payload payload
	err     error
}

func dial(ctx context.Context, cfg Config, address string) (*link, error) {
	ctx, cancel := context.WithTimeout(ctx, cfg.Times.Dial)
	defer cancel()
	dialer := websocket.Dialer{
		Proxy:          http.ProxyFromEnvironment,
		NetDialContext: (&net.Dialer{}).DialContext,
	}
	conn, resp, err := dialer.DialContext(ctx, address, http.Header{"User-Agent": {userAgent}})
	if resp != nil {
		_ = resp.Body.Close()
	}
	if err != nil {
		if resp != nil {
			return nil, fmt.Errorf("opening the websocket: it was answered with %d", resp.StatusCode)
		}
		return nil, fmt.Errorf("opening the websocket: %w", err)
	}
	conn.SetReadLimit(maxPayload)
	// The library would send Discord's own code back at once, and 1000 or 1001 would end the session;
	// [link.leave] answers instead.
	conn.SetCloseHandler(func(int, string) error { return nil })
	return &link{cfg: cfg, conn: conn}, nil
}

// stay serves the connection until it ends, and tells how long events had flowed and why they no longer
// do. Nothing of it is left afterwards.
func (l *link) stay(ctx context.Context) (time.Duration, error) {
	messages, done := make(chan incoming), make(chan struct{})
	var reader sync.WaitGroup
	reader.Go(func() { l.read(messages, done) })
	l.patience = time.NewTimer(l.cfg.Times.Hello)
	l.beat, l.ack = stopped(), stopped()
	err := l.serve(ctx, messages)
	var lived time.Duration
	if !l.since.IsZero() {
		lived = time.Since(l.since)
		l.desk.connected(false)
	}
	l.leave(ctx, err, messages)
	close(done)
	_ = l.conn.Close()
	reader.Wait()
	for _, timer := range []*time.Timer{l.patience, l.beat, l.ack} {
		timer.Stop()
	}
	return lived, err
}

// stopped is a timer that has yet to be set.
func stopped() *time.Timer {
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	return timer
}

// read reads until the connection ends.
func (l *link) read(messages chan<- incoming, done <-chan struct{}) {
	for {
		var in incoming
		_, data, err := l.conn.ReadMessage()
		if err != nil {
			in.err = ended(err)
		} else if err := json.Unmarshal(data, &in.payload); err != nil {
			in.err = fmt.Errorf("reading a message: %w", err)
		}
		select {
		case messages <- in:
		case <-done:
			return
		}
		if in.err != nil {
			return
		}
	}
}

// leave says goodbye. Only where the bot stops does it wait for Discord to have read that.
func (l *link) leave(ctx context.Context, why error, messages <-chan incoming) {
	code := closeToResume
	if ctx.Err() != nil || errors.Is(why, errSessionGone) {
		code = websocket.CloseNormalClosure
	}
	deadline := time.Now().Add(l.cfg.Times.Goodbye)
	err := l.conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), deadline)
	if err != nil || ctx.Err() == nil {
		return
	}
	timer := time.NewTimer(time.Until(deadline))
	defer timer.Stop()
	for {
		select {
		case in := <-messages:
			if in.err != nil {
				return
			}
		case <-timer.C:
			return
		}
	}
}

// serve does what is due until there is a reason to end.
func (l *link) serve(ctx context.Context, messages <-chan incoming) error {
	for {
		var err error
		select {
		case <-ctx.Done():
			return ctx.Err()
		case in := <-messages:
			if err = in.err; err == nil {
				err = l.receive(in.payload)
			}
		case <-l.patience.C:
			err = errNoAnswer
			if l.interval == 0 {
				err = errNoHello
			}
		case <-l.beat.C:
			if l.waiting {
				err = errNoAck
				break
			}
			l.beat.Reset(l.interval)
			err = l.sendBeat()
		case <-l.ack.C:
			err = errNoAck
		}
		if err != nil {
			return err
		}
	}
}

// receive takes a message.
func (l *link) receive(p payload) error {
	if l.interval == 0 && p.Op != opHello && p.Op != opReconnect && p.Op != opInvalidSession {
		return fmt.Errorf("op %d came before HELLO", p.Op)
	}
	switch p.Op {
	case opDispatch:
		return l.dispatch(p)
	case opHeartbeat: // Discord wants one now
		return l.sendBeat()
	case opReconnect:
		return errReconnect
	case opInvalidSession:
		var resumable bool
		if json.Unmarshal(p.Data, &resumable) == nil && resumable && l.session.id != "" {
			return errNotNow
		}
		return errSessionGone
	case opHello:
		return l.greet(p.Data)
	case opHeartbeatAck:
		l.waiting = false
		l.ack.Stop()
	}
	return nil // kinds of messages that are not yet invented
}

// greet answers HELLO: with who the bot is, and with heartbeats, the first after a random part of
// the time between two, https://docs.discord.com/developers/events/gateway#sending-heartbeats.
func (l *link) greet(data json.RawMessage) error {
	var h hello
	if err := json.Unmarshal(data, &h); err != nil || h.HeartbeatInterval <= 0 || h.HeartbeatInterval > maxInterval {
		return errors.New("HELLO tells no time between heartbeats, or one that can't be")
	}
	if l.interval != 0 {
		return nil // once more, which changes nothing
	}
	l.interval = time.Duration(h.HeartbeatInterval) * time.Millisecond
	l.beat.Reset(upTo(l.interval))
	l.patience.Reset(l.cfg.Times.Answer)
	token := l.cfg.Token.Reveal()
	if l.session.id != "" {
		return l.send(opResume, resume{Token: token, SessionID: l.session.id, Seq: l.session.seq})
	}
	l.identified = time.Now()
	return l.send(opIdentify, identify{
		Token: token, Intents: Intents,
		Properties: identifyProperties{OS: runtime.GOOS, Browser: "oceanbot", Device: "oceanbot"},
	})
}

// dispatch takes an event.
func (l *link) dispatch(p payload) error {
	if p.Seq != nil {
		l.session.seq = *p.Seq
	}
	if l.since.IsZero() {
		l.patience.Reset(l.cfg.Times.Answer) // events that were missed may take a while
	}
	switch p.Type {
	case "READY":
		var r ready
		if err := json.Unmarshal(p.Data, &r); err != nil || r.SessionID == "" {
			return errors.New("READY tells no session")
		}
		l.session.id = r.SessionID
		if address, err := l.api.address(r.ResumeURL); err == nil {
			l.session.address = address
		} // else it is resumed where it began
		l.desk.ready(p.Data)
		l.flows("a new session")
	case "RESUMED":
		l.flows("resumed")
	default:
		l.desk.deliver(p)
	}
	return nil
}

// flows notes that events flow from now on.
func (l *link) flows(how string) {
	l.patience.Stop()
	l.session.failed = 0
	l.since = time.Now()
	l.cfg.Log.WithField("session", how).Info("discord: the gateway is connected")
	l.desk.connected(true)
}

// sendBeat sends a heartbeat with the number of the last event.
func (l *link) sendBeat() error {
	var last any
	if l.session.seq > 0 {
		last = l.session.seq
	}
	if !l.waiting {
		l.waiting = true
		l.ack.Reset(min(l.cfg.Times.Ack, l.interval))
	}
	return l.send(opHeartbeat, last)
}

func (l *link) send(op int, data any) error {
	if err := l.conn.SetWriteDeadline(time.Now().Add(l.cfg.Times.Write)); err != nil {
		return fmt.Errorf("sending op %d: %w", op, err)
	}
	if err := l.conn.WriteJSON(outgoing{Op: op, Data: data}); err != nil {
		return fmt.Errorf("sending op %d: %w", op, err)
	}
	return nil
}
