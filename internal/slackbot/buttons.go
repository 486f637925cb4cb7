package slackbot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"github.com/slack-go/slack"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/wire"
)

// buttonValue is what a button carries beside its action_id, in its value: the question that is asked
// before the press counts, and the action itself where the action_id could not be it.
type buttonValue struct {
	Action   chat.Action    `json:"action,omitempty"`
	Question *chat.Question `json:"question,omitempty"`
}

// buttonRows sets buttons in at most so many rows.
func (l *layout) buttonRows(buttons []chat.Button, rows int) []slack.Block {
	var elements []slack.BlockElement
	for _, b := range buttons {
		if len(elements) == rows*maxActions {
			break
		}
		if element := l.button(b); element != nil {
			elements = append(elements, element)
		}
	}
	var blocks []slack.Block
	for len(elements) > 0 {
		n := min(maxActions, len(elements))
		blocks = append(blocks, slack.NewActionBlock("", elements[:n]...))
		elements = elements[n:]
	}
	return blocks
}

// button gives nil for a button that can't be shown: one without an action, or with one that is too
// long for everything that Slack would send back.
func (l *layout) button(b chat.Button) slack.BlockElement {
	if b.Action == "" {
		return nil
	}
	var carried buttonValue
	id := string(b.Action)
	if wire.Units(id) > maxActionID || l.taken[id] {
		carried.Action = b.Action
		id = l.freeID(b.Action)
	}
	if b.Question != nil {
		question := shorten(*b.Question)
		carried.Question = &question
	}
	value, err := encodeValue(carried)
	if err != nil || wire.Units(value) > maxValue {
		return nil
	}
	l.taken[id] = true
	label := plain(wire.OneLine(b.Label), maxButtonText)
	if label == "" {
		label = wire.Ellipsis
	}
	element := slack.NewButtonBlockElement(id, value, plainText(label))
	switch b.Style {
	case chat.Primary:
		element.Style = slack.StylePrimary
	case chat.Danger:
		element.Style = slack.StyleDanger
	case chat.Plain:
	}
	return element
}

// freeID gives an action_id that begins with the action's verb and is not in use yet.
func (l *layout) freeID(action chat.Action) string {
	verb, _ := action.Split()
	word := plain(string(verb), maxActionID/2)
	for n := 2; ; n++ {
		if id := word + ":~" + strconv.Itoa(n); !l.taken[id] {
			return id
		}
	}
}

// shorten keeps a question within what a modal can show, and so within what a button can carry.
func shorten(q chat.Question) chat.Question {
	return chat.Question{
		Title:  wire.Cut(q.Title, maxModalTitle),
		Label:  wire.Cut(q.Label, maxModalLabel),
		Hint:   wire.Cut(q.Hint, maxPlaceholder),
		Submit: wire.Cut(q.Submit, maxModalTitle),
		Close:  wire.Cut(q.Close, maxModalTitle),
	}
}

func encodeValue(v buttonValue) (string, error) {
	if v == (buttonValue{}) {
		return "", nil
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", fmt.Errorf("encoding the value of a button: %w", err)
	}
	return string(bytes.TrimSpace(out.Bytes())), nil
}

// decodeValue reads what [encodeValue] wrote; anything else is a button without a question.
func decodeValue(value string) buttonValue {
	var v buttonValue
	if value == "" || json.Unmarshal([]byte(value), &v) != nil {
		return buttonValue{}
	}
	return v
}
