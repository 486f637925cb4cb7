package discordbot

import (
	"encoding/json"
	"strings"

	"github.com/bwmarrin/discordgo"
	"github.com/patrickmn/go-cache"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/wire"
)

// inputID is the custom_id of the one line that a dialog asks for. The dialog's own custom_id is the action of
// the button that opened it.
const inputID = "answer"

// questionOf is what a button asks before its press counts; nil where it asks nothing. Discord's buttons carry
// no more than their action, so the handler is asked; what was shown lately is remembered besides.
func (b *Bot) questionOf(handler chat.Handler, t task) *chat.Question {
	if asker, ok := handler.(chat.Asker); ok {
		if question := asker.Ask(t.lang, t.action); question != nil {
			return question
		}
	}
	if known, ok := b.questions.Get(questionKey(t.action, t.lang)); ok {
		if question, ok := known.(chat.Question); ok {
			return &question
		}
	}
	return nil
}

// remember keeps the questions of a card that is shown.
func (b *Bot) remember(card chat.Card, lang i18n.Lang) {
	for _, button := range card.AllButtons() {
		if button.Question != nil {
			b.questions.Set(questionKey(button.Action, lang), *button.Question, cache.DefaultExpiration)
		}
	}
}

func questionKey(action chat.Action, lang i18n.Lang) string {
	return string(lang) + " " + string(action)
}

// modal is https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal.
type modal struct {
	CustomID   string                       `json:"custom_id"`
	Title      string                       `json:"title"`
	Components []discordgo.MessageComponent `json:"components"`
}

// dialog asks a button's question.
func dialog(action chat.Action, q chat.Question, lang i18n.Lang) response {
	return response{Type: discordgo.InteractionResponseModal, Data: modal{
		CustomID: string(action),
		Title:    orText(q.Title, maxModalTitle, lang),
		Components: []discordgo.MessageComponent{discordgo.ActionsRow{Components: []discordgo.MessageComponent{
			discordgo.TextInput{
				CustomID: inputID, Label: orText(q.Label, maxInputLabel, lang), Style: discordgo.TextInputShort,
				Placeholder: plain(wire.OneLine(q.Hint), maxPlaceholder), Required: true, MinLength: 1, MaxLength: maxInput,
			},
		}}},
	}}
}

func orText(words string, limit int, lang i18n.Lang) string {
	if text := plain(wire.OneLine(words), limit); text != "" {
		return text
	}
	return plain(i18n.QuestionTitle.In(lang), limit)
}

// typedInto finds what was typed into the dialog's line, in whatever components stand around it.
func typedInto(components json.RawMessage) string {
	var tree any
	if json.Unmarshal(components, &tree) != nil {
		return ""
	}
	var find func(node any) string
	find = func(node any) string {
		switch node := node.(type) {
		case []any:
			for _, n := range node {
				if found := find(n); found != "" {
					return found
				}
			}
		case map[string]any:
			if value, ok := node["value"].(string); ok && node["custom_id"] == inputID {
				return strings.TrimSpace(value)
			}
			if found := find(node["components"]); found != "" {
				return found
			}
			return find(node["component"])
		}
		return ""
	}
	return find(tree)
}
