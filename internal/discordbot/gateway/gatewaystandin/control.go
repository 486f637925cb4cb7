package gatewaystandin

import (
	"context"
	"encoding/json"
)

// Emit sends an event over the connection that is there, or keeps it for when the client resumes. It
// waits until there was a session.
func (g *Gateway) Emit(ctx context.Context, kind string, data any) error {
	var s *session
	if err := g.await(ctx, "session", func() bool {
		s = g.current
		return s != nil
	}); err != nil {
		return err
	}
	g.writing.Lock()
	defer g.writing.Unlock()
	g.locked(func() {
		event := s.add(kind, data)
		if c := g.live; c != nil && c.session == s && !c.silent {
			c.send(event)
		}
	})
	return nil
}

// Reconnect asks the client to connect anew (op 7).
func (g *Gateway) Reconnect(ctx context.Context) error {
	return g.strike(ctx, func(c *connection) { c.write(map[string]any{"op": opReconnect, "d": nil}) })
}

// Invalidate tells the client that its session is no more, or can't go on here (op 9).
func (g *Gateway) Invalidate(ctx context.Context, resumable bool) error {
	return g.strike(ctx, func(c *connection) {
		if !resumable {
			g.locked(func() { c.session.ended = true })
		}
		c.write(map[string]any{"op": opInvalidSession, "d": resumable})
	})
}

// Close closes the connection with a code.
func (g *Gateway) Close(ctx context.Context, code int) error {
	return g.strike(ctx, func(c *connection) { c.close(code) })
}

// Drop cuts the connection without a word.
func (g *Gateway) Drop(ctx context.Context) error {
	return g.strike(ctx, func(c *connection) { _ = c.conn.Close() })
}

// GoSilent leaves the connection open and says nothing over it any more.
func (g *Gateway) GoSilent(ctx context.Context) error {
	return g.strike(ctx, func(c *connection) { g.locked(func() { c.silent = true }) })
}

// StopAcks acknowledges no more heartbeats; events go on, and the connection stays the one for them.
func (g *Gateway) StopAcks(ctx context.Context) error {
	return g.reach(ctx, func(c *connection) { g.locked(func() { c.noAcks = true }) })
}

// AskHeartbeat asks the client for a heartbeat right now (op 1).
func (g *Gateway) AskHeartbeat(ctx context.Context) error {
	return g.reach(ctx, func(c *connection) { c.ask() })
}

// SendRaw sends something as it is.
func (g *Gateway) SendRaw(ctx context.Context, raw string) error {
	return g.reach(ctx, func(c *connection) { c.write(json.RawMessage(raw)) })
}

// reach does something with the connection that is there, or will be.
func (g *Gateway) reach(ctx context.Context, do func(*connection)) error {
	var c *connection
	if err := g.await(ctx, "connection", func() bool {
		c = g.live
		return c != nil
	}); err != nil {
		return err
	}
	do(c)
	return nil
}

// strike does it too, and then that connection is no longer the one for events.
func (g *Gateway) strike(ctx context.Context, do func(*connection)) error {
	return g.reach(ctx, func(c *connection) {
		g.locked(func() {
			if g.live == c {
				g.live = nil
			}
		})
		do(c)
	})
}
