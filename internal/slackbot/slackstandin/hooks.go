package slackstandin

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"time"
)

// A response_url takes five messages within thirty minutes:
// https://docs.slack.dev/interactivity/handling-user-interaction#message_responses.
const (
	hookUses = 5
	hookLife = 30 * time.Minute
)

// hook is a response_url.
type hook struct {
	made    time.Time
	uses    int
	user    string
	channel string
	card    *Message // the message whose button was pressed
}

// newHook gives a fresh response_url; the caller holds the lock.
func (s *Slack) newHook(user, channel string, card *Message) string {
	path := fmt.Sprintf("/hooks/actions/%s/%d/s3cr3t%d", TeamID, s.next(), s.next())
	s.hooks[path] = &hook{made: s.now(), user: user, channel: channel, card: card}
	return s.url + path
}

// serveHook takes a message at a response_url.
func (s *Slack) serveHook(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(r.Body)
	s.locked(func() {
		refuse := func(status int, code string, complain bool) {
			if complain {
				s.complainf("response_url: %s", code)
			}
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_ = json.NewEncoder(w).Encode(map[string]any{"ok": false, "error": code})
		}
		h, ok := s.hooks[r.URL.Path]
		kind, _, typeErr := mime.ParseMediaType(r.Header.Get("Content-Type"))
		switch {
		case !ok:
			refuse(http.StatusNotFound, "unknown response_url", true)
			return
		case r.Method != http.MethodPost || err != nil:
			refuse(http.StatusBadRequest, "invalid_payload", true)
			return
		case typeErr != nil || kind != "application/json":
			refuse(http.StatusBadRequest, "invalid_content_type", true)
			return
		case s.now().Sub(h.made) >= hookLife:
			refuse(http.StatusNotFound, "expired_url", false)
			return
		case h.uses >= hookUses:
			refuse(http.StatusNotFound, "used_url", true)
			return
		}
		var body struct {
			ResponseType    string          `json:"response_type"`
			ReplaceOriginal bool            `json:"replace_original"`
			DeleteOriginal  bool            `json:"delete_original"`
			Text            string          `json:"text"`
			Blocks          json.RawMessage `json:"blocks"`
		}
		if json.Unmarshal(raw, &body) != nil {
			refuse(http.StatusBadRequest, "invalid_payload", true)
			return
		}
		switch body.ResponseType {
		case "", "ephemeral", "in_channel":
		default:
			refuse(http.StatusBadRequest, "invalid response_type", true)
			return
		}
		m := Message{
			ID: s.timestamp(), Via: "response_url", Channel: h.channel, User: h.user, Text: body.Text,
			Ephemeral: body.ResponseType != "in_channel", ResponseType: body.ResponseType,
		}
		if body.ReplaceOriginal && h.card != nil {
			m.Replaces, m.ID, m.Ephemeral = h.card.ID, h.card.ID, h.card.Ephemeral
		}
		if !s.check(&m, body.Blocks) {
			refuse(http.StatusNotFound, "invalid_blocks", false) // 404, strangely: https://github.com/slackapi/java-slack-sdk/issues/1349
			return
		}
		h.uses++
		s.messages = append(s.messages, m)
		w.Header().Set("Content-Type", "text/plain")
		_, _ = io.WriteString(w, "ok")
	})
}
