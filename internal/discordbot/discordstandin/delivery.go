package discordstandin

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The kinds of interaction and of first answers:
// https://discord.com/developers/docs/interactions/receiving-and-responding.
const (
	kindPing         = 1
	kindCommand      = 2
	kindComponent    = 3
	kindAutocomplete = 4
	kindModal        = 5

	answerPong           = 1
	answerMessage        = 4
	answerThinking       = 5
	answerDeferredUpdate = 6
	answerUpdate         = 7
	answerCompletions    = 8
	answerModal          = 9
)

// interaction is one that was made, and what became of it.
type interaction struct {
	id, token, user, channel string
	kind                     int
	made                     time.Time
	card                     string // the message of the pressed button
	cardFor                  string // who alone sees that
	answered                 int    // the kind of its first answer; 0 is none yet
	private                  bool   // that answer is for the asker alone
	original                 string // the message that is edited as @original
	loading                  bool   // "is thinking" is what is shown
}

// Delivery is an interaction that Discord sends to an application. The methods that change one give a copy.
type Delivery struct {
	Body     []byte
	token    string
	at       time.Time // of the signature; zero is now
	forged   bool
	unsigned bool
}

// Stale gives it a signature that is good, and six minutes old.
func (v Delivery) Stale() Delivery { return v.SignedAt(time.Now().Add(-6 * time.Minute)) }

// SignedAt gives it a good signature of another time.
func (v Delivery) SignedAt(at time.Time) Delivery {
	v.at = at
	return v
}

// Forged gives it a signature that somebody made who doesn't know the key.
func (v Delivery) Forged() Delivery {
	v.forged = true
	return v
}

// Unsigned takes its signature away.
func (v Delivery) Unsigned() Delivery {
	v.unsigned = true
	return v
}

// Answer is what an application answered to an interaction at once.
type Answer struct {
	Status  int
	Type    int
	Flags   int
	Choices []Choice
	Modal   *Modal
}

// Choice is a completion that is offered.
type Choice struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Modal is a dialog that was opened.
type Modal struct {
	CustomID string
	Title    string
	Label    string
	Hint     string
	input    string
	channel  string
}

// Send delivers an interaction to the application at base, and takes its first answer.
func (d *Discord) Send(ctx context.Context, base string, v Delivery) (Answer, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimRight(base, "/")+"/discord/interactions", bytes.NewReader(v.Body))
	if err != nil {
		return Answer{}, fmt.Errorf("building a delivery: %w", err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "Discord-Interactions/1.0 (+https://discord.com)")
	if !v.unsigned {
		at, key := v.at, d.private
		if at.IsZero() {
			at = time.Now()
		}
		if v.forged {
			if _, key, err = ed25519.GenerateKey(nil); err != nil {
				return Answer{}, fmt.Errorf("making a key: %w", err)
			}
		}
		stamp := strconv.FormatInt(at.Unix(), 10)
		req.Header.Set("X-Signature-Timestamp", stamp)
		req.Header.Set("X-Signature-Ed25519", hex.EncodeToString(ed25519.Sign(key, append([]byte(stamp), v.Body...))))
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return Answer{}, fmt.Errorf("delivering: %w", err)
	}
	defer func() { _ = resp.Body.Close() }()
	said, err := io.ReadAll(resp.Body)
	if err != nil {
		return Answer{}, fmt.Errorf("reading the answer: %w", err)
	}
	if resp.StatusCode != http.StatusOK {
		return Answer{Status: resp.StatusCode}, nil
	}
	var answer Answer
	d.locked(func() {
		if kind := resp.Header.Get("Content-Type"); !strings.HasPrefix(kind, "application/json") {
			d.complainf("an answer of type %q", kind)
		}
		answer, err = d.takeAnswer(v.token, said)
	})
	answer.Status = resp.StatusCode
	return answer, err
}

var errAnswer = errors.New("the first answer is not one")

// takeAnswer checks a first answer and notes it; the caller holds the lock.
func (d *Discord) takeAnswer(token string, said []byte) (Answer, error) {
	var body struct {
		Type int `json:"type"`
		Data struct {
			Flags      int               `json:"flags"`
			Choices    []json.RawMessage `json:"choices"`
			CustomID   string            `json:"custom_id"`
			Title      string            `json:"title"`
			Components json.RawMessage   `json:"components"`
		} `json:"data"`
	}
	if err := json.Unmarshal(said, &body); err != nil {
		d.complainf("an answer that is no JSON: %q", said)
		return Answer{}, errAnswer
	}
	answer := Answer{Type: body.Type, Flags: body.Data.Flags}
	if token == "" { // a PING
		if body.Type != answerPong {
			d.complainf("a PING was answered with type %d", body.Type)
		}
		return answer, nil
	}
	in := d.interactions[token]
	allowed := map[int][]int{
		kindCommand:      {answerMessage, answerThinking, answerModal},
		kindComponent:    {answerMessage, answerThinking, answerDeferredUpdate, answerUpdate, answerModal},
		kindAutocomplete: {answerCompletions},
		kindModal:        {answerMessage, answerThinking, answerDeferredUpdate, answerUpdate},
	}
	if !slices.Contains(allowed[in.kind], body.Type) {
		d.complainf("an interaction of type %d can't be answered with type %d", in.kind, body.Type)
		return answer, errAnswer
	}
	switch body.Type {
	case answerCompletions:
		answer.Choices = d.takeChoices(body.Data.Choices)
	case answerModal:
		modal, err := d.takeModal(body.Data.CustomID, body.Data.Title, body.Data.Components)
		if err != nil {
			return answer, err
		}
		modal.channel = in.channel
		answer.Modal = modal
	}
	if in.answered == 0 { // a second delivery of the same changes nothing
		in.answered, in.private = body.Type, body.Data.Flags&64 != 0
		in.loading = body.Type == answerThinking
		in.original = in.card
		if in.loading {
			in.original = d.id()
		}
	}
	return answer, nil
}

func (d *Discord) takeChoices(raw []json.RawMessage) []Choice {
	if len(raw) > 25 {
		d.complainf("%d choices, at most 25 are allowed", len(raw))
	}
	var choices []Choice
	for _, r := range raw {
		var c Choice
		if err := json.Unmarshal(r, &c); err != nil {
			d.complainf("a choice: %v", err)
		}
		d.within("a choice's name", c.Name, 1, 100)
		d.within("a choice's value", c.Value, 1, 100)
		choices = append(choices, c)
	}
	return choices
}

func (d *Discord) takeModal(customID, title string, components json.RawMessage) (*Modal, error) {
	d.within("a modal's custom_id", customID, 1, 100)
	d.within("a modal's title", title, 1, 45)
	var rows []struct {
		Type       int `json:"type"`
		Components []struct {
			Type        int    `json:"type"`
			CustomID    string `json:"custom_id"`
			Label       string `json:"label"`
			Style       int    `json:"style"`
			Placeholder string `json:"placeholder"`
			MinLength   int    `json:"min_length"`
			MaxLength   int    `json:"max_length"`
		} `json:"components"`
	}
	if err := json.Unmarshal(components, &rows); err != nil || len(rows) != 1 || rows[0].Type != 1 || len(rows[0].Components) != 1 {
		d.complainf("a modal of %s", components)
		return nil, errAnswer
	}
	in := rows[0].Components[0]
	if in.Type != 4 || in.Style < 1 || in.Style > 2 || in.MinLength < 0 || in.MaxLength > 4000 {
		d.complainf("a text input of %+v", in)
	}
	d.within("a text input's custom_id", in.CustomID, 1, 100)
	d.within("a text input's label", in.Label, 1, 45)
	d.within("a text input's placeholder", in.Placeholder, 0, 100)
	return &Modal{CustomID: customID, Title: title, Label: in.Label, Hint: in.Placeholder, input: in.CustomID}, nil
}

// Ping is how Discord tries an address: https://discord.com/developers/docs/interactions/overview#setting-up-an-endpoint-acknowledging-ping-requests.
func (d *Discord) Ping() Delivery {
	return Delivery{Body: encode(map[string]any{"id": "1", "application_id": ApplicationID, "type": kindPing, "version": 1, "token": "ping"})}
}

// Option is a value of an option of a command.
type Option struct {
	Name, Value string
	Focused     bool
}

// Command is a slash command, typed in the server's channel.
func (d *Discord) Command(user, name string, options ...Option) Delivery {
	return d.interact(user, Channel, kindCommand, map[string]any{"id": "1", "name": name, "type": 1, "options": optionsOf(options)}, nil)
}

// CommandIn is a slash command typed in a direct message to the bot.
func (d *Discord) CommandIn(user, channel, name string, options ...Option) Delivery {
	return d.interact(user, channel, kindCommand, map[string]any{"id": "1", "name": name, "type": 1, "options": optionsOf(options)}, nil)
}

// Autocomplete is what is sent while an option, the last one, is being typed.
func (d *Discord) Autocomplete(user, name string, options ...Option) Delivery {
	options[len(options)-1].Focused = true
	return d.interact(user, Channel, kindAutocomplete, map[string]any{"id": "1", "name": name, "type": 1, "options": optionsOf(options)}, nil)
}

// UserCommand is a command of the menu on a person.
func (d *Discord) UserCommand(user, name, target string) Delivery {
	return d.interact(user, Channel, kindCommand, map[string]any{
		"id": "1", "name": name, "type": 2, "target_id": target,
		"resolved": map[string]any{"users": map[string]any{target: map[string]any{"id": target, "username": "somebody"}}},
	}, nil)
}

// MessageCommand is a command of the menu on a message.
func (d *Discord) MessageCommand(user, name, content string) Delivery {
	return d.interact(user, Channel, kindCommand, map[string]any{
		"id": "1", "name": name, "type": 3, "target_id": "77",
		"resolved": map[string]any{"messages": map[string]any{"77": map[string]any{"id": "77", "content": content, "components": []any{map[string]any{"type": 99}}}}},
	}, nil)
}

func optionsOf(options []Option) []any {
	all := []any{}
	for _, o := range options {
		option := map[string]any{"name": o.Name, "type": 3, "value": o.Value}
		if o.Focused {
			option["focused"] = true
		}
		all = append(all, option)
	}
	return all
}

// ErrNoButton means that a message has no such button.
var ErrNoButton = errors.New("the message has no such button")

// Press is a press on a button of a message, found as [Message.Button] does.
func (d *Discord) Press(user string, m Message, labelOrAction string) (Delivery, error) {
	button, ok := m.Button(labelOrAction)
	if !ok {
		return Delivery{}, fmt.Errorf("%w: %q is none of %+v", ErrNoButton, labelOrAction, m.Buttons())
	}
	return d.interact(user, m.Channel, kindComponent, map[string]any{"custom_id": button.CustomID, "component_type": 2}, &m), nil
}

// Submit sends a dialog with what was typed into it, as Discord does.
func (d *Discord) Submit(user string, modal *Modal, typed string) Delivery {
	input := map[string]any{"type": 4, "id": 2, "custom_id": modal.input, "value": typed}
	return d.interact(user, modal.channel, kindModal, map[string]any{
		"custom_id":  modal.CustomID,
		"components": []any{map[string]any{"type": 1, "id": 1, "components": []any{input}}},
	}, nil)
}

func (d *Discord) interact(user, channel string, kind int, data map[string]any, card *Message) Delivery {
	var v Delivery
	d.locked(func() {
		person := d.users[user]
		if person.ID == "" {
			person = User{ID: user, Name: "user" + user, Locale: "en-US"}
		}
		in := &interaction{id: d.id(), user: user, channel: channel, kind: kind, made: d.now()}
		in.token = "aW50ZXJhY3Rpb246" + in.id
		who := map[string]any{"id": person.ID, "username": person.Name, "discriminator": "0", "global_name": person.Name}
		body := map[string]any{
			"id": in.id, "application_id": ApplicationID, "type": kind, "version": 1, "token": in.token,
			"channel_id": channel, "locale": person.Locale, "data": data, "app_permissions": "562949953601536",
			"authorizing_integration_owners": map[string]any{"0": Guild}, "entitlements": []any{},
		}
		if _, isDirect := d.direct[channel]; isDirect {
			body["user"], body["context"] = who, 1
		} else {
			roles := person.Roles
			if roles == nil {
				roles = []string{}
			}
			body["guild_id"], body["guild_locale"], body["context"] = Guild, "en-US", 0
			body["member"] = map[string]any{"user": who, "roles": roles, "permissions": "2147483647"}
		}
		if card != nil {
			in.card, in.cardFor = card.ID, card.For
			body["message"] = map[string]any{"id": card.ID, "channel_id": channel, "type": 0, "content": "", "components": []any{map[string]any{"type": 99}}}
		}
		d.interactions[in.token] = in
		v = Delivery{Body: encode(body), token: in.token}
	})
	return v
}

// DirectMessage is the event of a direct message to the bot:
// https://discord.com/developers/docs/events/gateway-events#message-create.
func (d *Discord) DirectMessage(user, content string) []byte {
	var event []byte
	d.locked(func() {
		event = encode(map[string]any{
			"id": d.id(), "type": 0, "channel_id": d.directChannel(user), "content": content, "mentions": []any{},
			"author": map[string]any{"id": user, "username": d.users[user].Name},
		})
	})
	return event
}

// Mention is the event of a message in the server's channel that mentions the bot, and where @ stands in it, the
// bot is named.
func (d *Discord) Mention(user, content string) []byte {
	var event []byte
	d.locked(func() {
		event = encode(map[string]any{
			"id": d.id(), "type": 0, "channel_id": Channel, "guild_id": Guild,
			"content":  strings.ReplaceAll(content, "@", "<@"+BotUser+">"),
			"mentions": []any{map[string]any{"id": BotUser, "username": "ocean", "bot": true}},
			"author":   map[string]any{"id": user, "username": d.users[user].Name},
			"member":   map[string]any{"roles": d.users[user].Roles},
		})
	})
	return event
}

// directChannel is the channel between the bot and a person; the caller holds the lock.
func (d *Discord) directChannel(user string) string {
	for channel, who := range d.direct {
		if who == user {
			return channel
		}
	}
	channel := d.id()
	d.direct[channel] = user
	return channel
}

// Event wraps an interaction as the gateway's INTERACTION_CREATE carries it.
func (v Delivery) Event() []byte { return v.Body }

func encode(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err) // maps of strings
	}
	return raw
}
