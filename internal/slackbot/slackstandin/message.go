package slackstandin

import (
	"encoding/json"
	"strings"
)

// Message is what Slack would show.
type Message struct {
	ID        string // its ts; a message that replaces another has the other's
	Via       string // "response_url", "chat.postEphemeral" or "chat.postMessage"
	Channel   string // where; a user's id for a direct message by chat.postMessage
	User      string // who sees it
	Ephemeral bool   // nobody else does
	Replaces  string // the ID of the card whose place it takes
	Thread    string
	Text      string // the fallback, as it was sent
	// ResponseType is what a message at a response_url asked for; nothing means ephemeral.
	ResponseType string
	Blocks       json.RawMessage
	blocks       []block
}

// Button is a button of a message.
type Button struct {
	Label    string // as it is read
	ActionID string
	Value    string
	Style    string
	BlockID  string
}

// readBlocks reads the blocks of a message; ok is false where they are none.
func readBlocks(raw []byte) (blocks []block, ok bool) {
	if len(raw) == 0 {
		return nil, true
	}
	return blocks, json.Unmarshal(raw, &blocks) == nil
}

// Buttons gives the buttons in reading order.
func (m Message) Buttons() []Button {
	var buttons []Button
	for _, b := range m.blocks {
		if b.Type != "actions" {
			continue
		}
		for _, e := range b.Elements {
			if e.Type == "button" && e.Text.object != nil {
				buttons = append(buttons, Button{
					Label: read(e.Text.object.Text), ActionID: e.ActionID, Value: e.Value, Style: e.Style, BlockID: b.BlockID,
				})
			}
		}
	}
	return buttons
}

// Button finds a button by its label, or by how its action_id begins.
func (m Message) Button(labelOrAction string) (Button, bool) {
	for _, b := range m.Buttons() {
		if b.Label == labelOrAction {
			return b, true
		}
	}
	for _, b := range m.Buttons() {
		if strings.HasPrefix(b.ActionID, labelOrAction) {
			return b, true
		}
	}
	return Button{}, false
}

// Shown gives all the text of the message's blocks as a person reads it, a line for each text object;
// markup stays as it was sent.
func (m Message) Shown() string {
	var lines []string
	for _, b := range m.blocks {
		for _, t := range b.texts() {
			lines = append(lines, read(t.Text))
		}
	}
	return strings.Join(lines, "\n")
}

// read undoes the entities, and drops the guards that have no width.
func read(text string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&", "\u2060", "").Replace(text)
}
