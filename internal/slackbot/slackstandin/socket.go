package slackstandin

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/gorilla/websocket"
)

// socketPath is where apps.connections.open sends an app: https://docs.slack.dev/apis/events-api/using-socket-mode.
const socketPath = "/socket"

// serveSocket says hello and then reads acknowledgements.
func (s *Slack) serveSocket(w http.ResponseWriter, r *http.Request) {
	if r.URL.Query().Get("ticket") == "" {
		http.Error(w, "no ticket", http.StatusForbidden)
		return
	}
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	defer func() { _ = conn.Close() }()
	if s.write(conn, map[string]any{
		"type": "hello", "num_connections": 1, "connection_info": map[string]any{"app_id": AppID},
	}) != nil {
		return
	}
	s.locked(func() { s.socket = conn })
	for {
		var ack struct {
			EnvelopeID string          `json:"envelope_id"`
			Payload    json.RawMessage `json:"payload"`
		}
		if err := conn.ReadJSON(&ack); err != nil {
			s.locked(func() {
				if s.socket == conn {
					s.socket = nil
				}
			})
			return
		}
		s.locked(func() {
			if ack.EnvelopeID == "" || len(ack.Payload) > 0 && string(ack.Payload) != "null" {
				s.complainf("socket: an acknowledgement should be an envelope_id and nothing else")
			}
			s.acked[ack.EnvelopeID] = true
		})
	}
}

func (s *Slack) write(conn *websocket.Conn, v any) error {
	s.writing.Lock()
	defer s.writing.Unlock()
	if err := conn.WriteJSON(v); err != nil {
		return fmt.Errorf("writing to the socket: %w", err)
	}
	return nil
}

// SendSocket delivers the same thing through Socket Mode, and waits for its acknowledgement.
func (s *Slack) SendSocket(ctx context.Context, d Delivery) error {
	envelope, err := d.envelope()
	if err != nil {
		return err
	}
	var conn *websocket.Conn
	if err := s.await(ctx, "socket", func() bool {
		conn = s.socket
		return conn != nil
	}); err != nil {
		return err
	}
	s.mu.Lock()
	id := fmt.Sprintf("envelope-%d", s.next())
	s.mu.Unlock()
	envelope["envelope_id"] = id
	if err := s.write(conn, envelope); err != nil {
		return err
	}
	return s.await(ctx, "acknowledgement", func() bool { return s.acked[id] })
}

// Disconnect asks the app to open a new socket, as Slack does every few hours.
func (s *Slack) Disconnect(ctx context.Context) error {
	var conn *websocket.Conn
	if err := s.await(ctx, "socket", func() bool {
		conn, s.socket = s.socket, nil
		return conn != nil
	}); err != nil {
		return err
	}
	return s.write(conn, map[string]any{"type": "disconnect", "reason": "refresh_requested"})
}

// errNoEnvelope is a delivery that has no form in Socket Mode.
var errNoEnvelope = errors.New("not for Socket Mode")

func (d Delivery) envelope() (map[string]any, error) {
	form, err := url.ParseQuery(string(d.Body))
	if err != nil && d.Path != "/slack/events" {
		return nil, fmt.Errorf("reading a delivery: %w", err)
	}
	switch d.Path {
	case "/slack/commands":
		fields := make(map[string]string)
		for name := range form {
			fields[name] = form.Get(name)
		}
		return map[string]any{"type": "slash_commands", "accepts_response_payload": true, "payload": fields}, nil
	case "/slack/interactions":
		return map[string]any{
			"type": "interactive", "accepts_response_payload": true, "payload": json.RawMessage(form.Get("payload")),
		}, nil
	case "/slack/events":
		return map[string]any{
			"type": "events_api", "accepts_response_payload": false, "payload": json.RawMessage(d.Body),
			"retry_attempt": 0, "retry_reason": "",
		}, nil
	default:
		return nil, errNoEnvelope
	}
}
