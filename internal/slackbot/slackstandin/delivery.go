package slackstandin

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Delivery is a request that Slack sends to an app. The methods that change one give a copy.
type Delivery struct {
	Path        string
	ContentType string
	Body        []byte
	Header      http.Header // besides the signature
	at          time.Time   // of the signature; zero is now
	secret      string
	unsigned    bool
}

// Stale gives it a signature that is good, and six minutes old.
func (d Delivery) Stale() Delivery { return d.SignedAt(time.Now().Add(-6 * time.Minute)) }

// SignedAt gives it a good signature of another time.
func (d Delivery) SignedAt(at time.Time) Delivery {
	d.at = at
	return d
}

// Forged gives it a signature that somebody made who doesn't know the secret.
func (d Delivery) Forged() Delivery {
	d.secret = "somebody else's"
	return d
}

// Unsigned takes its signature away.
func (d Delivery) Unsigned() Delivery {
	d.unsigned = true
	return d
}

// Again is the same thing delivered once more: https://docs.slack.dev/apis/events-api/#retries.
func (d Delivery) Again(n int) Delivery {
	d.Header = maps.Clone(d.Header)
	if d.Header == nil {
		d.Header = make(http.Header)
	}
	d.Header.Set("X-Slack-Retry-Num", strconv.Itoa(n))
	d.Header.Set("X-Slack-Retry-Reason", "http_timeout")
	return d
}

// Request builds the signed request for an app at base:
// https://docs.slack.dev/authentication/verifying-requests-from-slack.
func (d Delivery) Request(ctx context.Context, base string) (*http.Request, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimRight(base, "/")+d.Path, bytes.NewReader(d.Body))
	if err != nil {
		return nil, fmt.Errorf("building a delivery: %w", err)
	}
	maps.Copy(req.Header, d.Header)
	req.Header.Set("Content-Type", d.ContentType)
	req.Header.Set("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)")
	if d.unsigned {
		return req, nil
	}
	at, secret := d.at, d.secret
	if at.IsZero() {
		at = time.Now()
	}
	if secret == "" {
		secret = SigningSecret
	}
	stamp := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	_, _ = fmt.Fprintf(mac, "v0:%s:%s", stamp, d.Body)
	req.Header.Set("X-Slack-Request-Timestamp", stamp)
	req.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	return req, nil
}

// Send delivers it and gives the answer.
func (d Delivery) Send(ctx context.Context, base string) (status int, body string, err error) {
	req, err := d.Request(ctx, base)
	if err != nil {
		return 0, "", err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return 0, "", fmt.Errorf("delivering: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	said, err := io.ReadAll(resp.Body)
	if err != nil {
		return 0, "", fmt.Errorf("reading the acknowledgement: %w", err)
	}
	return resp.StatusCode, string(said), nil
}

func form(path string, values url.Values) Delivery {
	return Delivery{Path: path, ContentType: "application/x-www-form-urlencoded", Body: []byte(values.Encode())}
}

// Command is a slash command, typed by a person in a channel; text is as Slack sends it, with &amp;,
// &lt; and &gt;: https://docs.slack.dev/interactivity/implementing-slash-commands.
func (s *Slack) Command(user, channel, command, text string) Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	return form("/slack/commands", url.Values{
		"token": {"deprecated"}, "team_id": {TeamID}, "team_domain": {"ocean"}, "channel_id": {channel},
		"channel_name": {"fleet"}, "user_id": {user}, "user_name": {s.users[user].Name}, "command": {command},
		"text": {text}, "api_app_id": {AppID}, "is_enterprise_install": {"false"},
		"response_url": {s.newHook(user, channel, nil)}, "trigger_id": {s.newTrigger()},
	})
}

// SSLCheck is how Slack tries the certificate of a command's address.
func (s *Slack) SSLCheck() Delivery {
	return form("/slack/commands", url.Values{"ssl_check": {"1"}, "token": {"deprecated"}})
}

// newTrigger gives a fresh trigger_id; the caller holds the lock.
func (s *Slack) newTrigger() string {
	id := fmt.Sprintf("%d.%d.%x", s.next(), s.now().Unix(), sha256.Sum256([]byte(strconv.Itoa(s.serial))))
	s.triggers[id] = &trigger{made: s.now()}
	return id
}

// ErrNoButton means that a message has no such button.
var ErrNoButton = errors.New("the message has no such button")

// Press is a press on a button of a message, found as [Message.Button] does:
// https://docs.slack.dev/reference/interaction-payloads/block_actions-payload.
func (s *Slack) Press(user string, m Message, labelOrAction string) (Delivery, error) {
	button, ok := m.Button(labelOrAction)
	if !ok {
		return Delivery{}, fmt.Errorf("%w: %q is none of %+v", ErrNoButton, labelOrAction, m.Buttons())
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	channel := m.Channel
	if _, isPerson := s.users[channel]; isPerson {
		channel = s.directChannel(user)
	}
	action := map[string]any{
		"type": "button", "action_id": button.ActionID, "block_id": button.BlockID,
		"text":      map[string]any{"type": "plain_text", "text": button.Label, "emoji": true},
		"action_ts": s.timestamp(),
	}
	if button.Value != "" {
		action["value"] = button.Value
	}
	if button.Style != "" {
		action["style"] = button.Style
	}
	payload := map[string]any{
		"type": "block_actions", "api_app_id": AppID, "token": "deprecated",
		"team":       map[string]any{"id": TeamID, "domain": "ocean"},
		"enterprise": nil, "is_enterprise_install": false,
		"user":    map[string]any{"id": user, "username": s.users[user].Name, "name": s.users[user].Name, "team_id": TeamID},
		"channel": map[string]any{"id": channel, "name": "fleet"},
		"container": map[string]any{
			"type": "message", "message_ts": m.ID, "channel_id": channel, "is_ephemeral": m.Ephemeral,
		},
		"trigger_id": s.newTrigger(), "response_url": s.newHook(user, channel, &m),
		"state": map[string]any{"values": map[string]any{}}, "actions": []any{action},
	}
	if !m.Ephemeral { // of an ephemeral message Slack sends nothing back
		payload["message"] = map[string]any{"type": "message", "ts": m.ID, "text": m.Text, "blocks": m.Blocks}
	}
	return interaction(payload)
}

// directChannel is the conversation between a person and the bot; the caller holds the lock.
func (s *Slack) directChannel(user string) string {
	id := "D" + strings.TrimLeft(user, "UW")
	s.channels[id] = true
	return id
}

// Submit sends a dialog with what was typed into it:
// https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload#view_submission.
func (s *Slack) Submit(user string, v View, typed string) (Delivery, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return interaction(map[string]any{
		"type": "view_submission", "api_app_id": AppID, "token": "deprecated",
		"team":                  map[string]any{"id": TeamID, "domain": "ocean"},
		"user":                  map[string]any{"id": user, "username": s.users[user].Name, "name": s.users[user].Name, "team_id": TeamID},
		"trigger_id":            s.newTrigger(),
		"is_enterprise_install": false, "enterprise": nil, "response_urls": []any{},
		"view": map[string]any{
			"id": v.ID, "hash": v.Hash, "type": "modal", "callback_id": v.CallbackID,
			"private_metadata": v.PrivateMetadata,
			"state": map[string]any{"values": map[string]any{
				v.BlockID: map[string]any{v.ActionID: map[string]any{"type": "plain_text_input", "value": typed}},
			}},
		},
	})
}

func interaction(payload map[string]any) (Delivery, error) {
	encoded, err := json.Marshal(payload)
	if err != nil {
		return Delivery{}, fmt.Errorf("encoding a payload: %w", err)
	}
	return form("/slack/interactions", url.Values{"payload": {string(encoded)}}), nil
}

// Mention is a message in a channel that begins with the bot's name:
// https://docs.slack.dev/reference/events/app_mention.
func (s *Slack) Mention(user, channel, text string) Delivery {
	return s.Event(map[string]any{
		"type": "app_mention", "user": user, "channel": channel, "text": "<@" + BotUser + "> " + text,
	})
}

// DirectMessage is a message to the bot: https://docs.slack.dev/reference/events/message.im.
func (s *Slack) DirectMessage(user, text string) Delivery {
	s.mu.Lock()
	channel := s.directChannel(user)
	s.mu.Unlock()
	return s.Event(map[string]any{
		"type": "message", "channel_type": "im", "user": user, "channel": channel, "text": text,
	})
}

// Event is an event as it is given, in its envelope: https://docs.slack.dev/apis/events-api/.
func (s *Slack) Event(event map[string]any) Delivery {
	s.mu.Lock()
	defer s.mu.Unlock()
	event["ts"], event["event_ts"] = s.timestamp(), s.timestamp()
	return eventBody(map[string]any{
		"type": "event_callback", "token": "deprecated", "team_id": TeamID, "api_app_id": AppID,
		"event_id": fmt.Sprintf("Ev%08d", s.next()), "event_time": s.now().Unix(), "event": event,
		"authorizations": []any{map[string]any{"team_id": TeamID, "user_id": BotUser, "is_bot": true}},
	})
}

// Challenge is how Slack asks whether an address is the app's:
// https://docs.slack.dev/reference/events/url_verification.
func (s *Slack) Challenge(challenge string) Delivery {
	return eventBody(map[string]any{"type": "url_verification", "token": "deprecated", "challenge": challenge})
}

func eventBody(body map[string]any) Delivery {
	encoded, err := json.Marshal(body)
	if err != nil {
		encoded = []byte("null") // a test that gives an event which JSON can't hold sees it refused
	}
	return Delivery{Path: "/slack/events", ContentType: "application/json", Body: encoded}
}
