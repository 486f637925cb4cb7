package slackbot

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/wire"
)

// A button with a question opens a dialog; what is typed there comes back as a submission, which
// carries in its private_metadata whose press it was: https://docs.slack.dev/surfaces/modals.
const (
	modalCallback = "question"
	modalBlock    = "question"
	modalInput    = "answer"
)

// question is what a press asks before it counts.
type question struct {
	chat.Question

	trigger string // opens one dialog within three seconds
}

// modalMetadata travels through Slack and back.
type modalMetadata struct {
	Action  chat.Action `json:"action"`
	Channel string      `json:"channel,omitempty"`
	URL     string      `json:"url,omitempty"`
	Until   time.Time   `json:"until,omitzero"`
}

// ask opens the dialog of a button at once, because its trigger is good for three seconds only; where
// that fails, a sentence says what can be typed instead.
func (j *job) ask(ctx context.Context) chat.Message {
	j.lang = j.bot.knownLang(j.task.user)
	view, err := j.view()
	if err == nil {
		_, err = j.bot.api.OpenViewContext(ctx, j.task.question.trigger, view)
	}
	if err == nil {
		return chat.Message{}
	}
	j.log.WithError(wire.Scrub(err)).Warn("slack: could not open a dialog")
	j.lang, _ = j.bot.tongue(ctx, j.task.user, j.log)
	card := chat.Card{Tone: chat.Warning, Title: i18n.NoDialog.In(j.lang), Lead: i18n.PressAgain.In(j.lang)}
	if hint := j.task.question.Hint; hint != "" {
		card.Lead = i18n.TypeInstead(hint).In(j.lang)
	}
	return chat.Message{Card: card}
}

// view is https://docs.slack.dev/reference/views/modal-views.
func (j *job) view() (slack.ModalViewRequest, error) {
	q, lang := j.task.question, j.lang
	metadata := modalMetadata{
		Action:  j.task.action,
		Channel: j.task.origin.channel,
		URL:     j.task.origin.responseURL,
		Until:   j.task.origin.until,
	}
	meta, err := json.Marshal(metadata)
	if err == nil && wire.Units(string(meta)) > maxPrivateMetadata {
		metadata.URL = "" // there are other ways to the person
		meta, err = json.Marshal(metadata)
	}
	if err != nil {
		return slack.ModalViewRequest{}, fmt.Errorf("encoding the metadata of a dialog: %w", err)
	}
	input := slack.NewPlainTextInputBlockElement(nil, modalInput).WithMinLength(1).WithMaxLength(maxInput)
	if hint := plain(wire.OneLine(q.Hint), maxPlaceholder); hint != "" {
		input.Placeholder = plainText(hint)
	}
	input.FocusOnLoad = true
	label := orText(q.Label, maxModalLabel, i18n.QuestionTitle, lang)
	return slack.ModalViewRequest{
		Type:            slack.VTModal,
		CallbackID:      modalCallback,
		Title:           orText(q.Title, maxModalTitle, i18n.QuestionTitle, lang),
		Submit:          orText(q.Submit, maxModalTitle, i18n.SubmitButton, lang),
		Close:           orText(q.Close, maxModalTitle, i18n.CloseButton, lang),
		PrivateMetadata: string(meta),
		Blocks: slack.Blocks{BlockSet: []slack.Block{
			slack.NewInputBlock(modalBlock, label, nil, input),
		}},
	}, nil
}

func orText(words string, limit int, otherwise i18n.Text, lang i18n.Lang) *slack.TextBlockObject {
	if text := plain(wire.OneLine(words), limit); text != "" {
		return plainText(text)
	}
	return plainText(plain(otherwise.In(lang), limit))
}
