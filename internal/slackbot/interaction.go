package slackbot

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"

	"github.com/slack-go/slack"

	"github.com/oceanbot/oceanbot/internal/chat"
)

// interaction is what the bot reads of an interaction payload; Slack sends much more, and may send
// more still. https://docs.slack.dev/reference/interaction-payloads/block_actions-payload and
// https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload.
type interaction struct {
	Type        slack.InteractionType `json:"type"`
	TriggerID   string                `json:"trigger_id"`
	ResponseURL string                `json:"response_url"`
	User        struct {
		ID string `json:"id"`
	} `json:"user"`
	Channel struct {
		ID string `json:"id"`
	} `json:"channel"`
	Container struct {
		MessageTS   string `json:"message_ts"`
		ChannelID   string `json:"channel_id"`
		IsEphemeral bool   `json:"is_ephemeral"`
	} `json:"container"`
	Actions []struct {
		ActionID string `json:"action_id"`
		Type     string `json:"type"`
		Value    string `json:"value"`
	} `json:"actions"`
	View struct {
		ID              string `json:"id"`
		Hash            string `json:"hash"`
		CallbackID      string `json:"callback_id"`
		PrivateMetadata string `json:"private_metadata"`
		State           struct {
			Values map[string]map[string]struct {
				Value string `json:"value"`
			} `json:"values"`
		} `json:"state"`
	} `json:"view"`
}

// serveInteraction takes a press or a submitted dialog:
// https://docs.slack.dev/interactivity/handling-user-interaction#payloads.
func (b *Bot) serveInteraction(w http.ResponseWriter, r *http.Request, body []byte) error {
	form, err := parseForm(r.Header.Get("Content-Type"), body)
	if err != nil {
		return err
	}
	t, ok, err := parseInteraction([]byte(form.Get("payload")))
	if err != nil {
		return err
	}
	if !ok {
		acknowledge(w)
		return nil
	}
	return b.take(w, r, t)
}

// parseInteraction gives ok == false for what the bot has no use for.
func parseInteraction(raw []byte) (t task, ok bool, err error) {
	var payload interaction
	if err := json.Unmarshal(raw, &payload); err != nil {
		return task{}, false, fmt.Errorf("%w: the payload: %w", errMalformed, err)
	}
	if payload.User.ID == "" {
		return task{}, false, fmt.Errorf("%w: an interaction of nobody", errMalformed)
	}
	switch payload.Type {
	case slack.InteractionTypeBlockActions:
		t, ok = payload.press()
	case slack.InteractionTypeViewSubmission:
		t, ok = payload.submission()
	default: // the bot offers nothing else than buttons and one dialog
	}
	return t, ok, nil
}

func (p interaction) press() (task, bool) {
	if len(p.Actions) == 0 || p.Actions[0].ActionID == "" {
		return task{}, false
	}
	pressed := p.Actions[0]
	carried := decodeValue(pressed.Value)
	t := task{
		delivery: deliveryID("press", p.TriggerID),
		user:     p.User.ID,
		action:   chat.Action(pressed.ActionID),
		origin: origin{
			channel:     p.Channel.ID,
			responseURL: p.ResponseURL,
			hasCard:     true,
			card:        p.Container.MessageTS,
			ephemeral:   p.Container.IsEphemeral,
		},
	}
	if t.origin.channel == "" {
		t.origin.channel = p.Container.ChannelID
	}
	if carried.Action != "" {
		t.action = carried.Action
	}
	if carried.Question != nil {
		t.question = &question{Question: *carried.Question, trigger: p.TriggerID}
	}
	return t, true
}

func (p interaction) submission() (task, bool) {
	if p.View.CallbackID != modalCallback {
		return task{}, false
	}
	var meta modalMetadata
	if json.Unmarshal([]byte(p.View.PrivateMetadata), &meta) != nil || meta.Action == "" {
		return task{}, false
	}
	id := p.TriggerID
	if id == "" {
		id = p.View.ID + ":" + p.View.Hash
	}
	return task{
		delivery: deliveryID("submission", id),
		user:     p.User.ID,
		action:   meta.Action,
		input:    strings.TrimSpace(entities.Replace(p.View.State.Values[modalBlock][modalInput].Value)),
		origin:   origin{channel: meta.Channel, responseURL: meta.URL, until: meta.Until},
	}, true
}
