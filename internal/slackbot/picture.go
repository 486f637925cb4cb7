package slackbot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/patrickmn/go-cache"
	"github.com/slack-go/slack"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/wire"
)

// How a picture is shown in Slack:
//
//   - It is uploaded as a file of the bot's own and shared nowhere, so nobody can open, list or find it
//     (https://docs.slack.dev/reference/methods/files.completeUploadExternal: without a channel "the
//     file will be private"). An image block of the answer refers to it by its id, and so shows it to
//     those who see the message, which for a person's own hours is that person
//     (https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object).
//   - Slack takes in an uploaded file after it has said ok; until then a message that refers to it is
//     refused with invalid_blocks (https://github.com/slackapi/java-slack-sdk/issues/1349). Only
//     files.info tells when it is done, and the scope of that would let the bot read everybody's files.
//     So the bot waits a little, and a little more where Slack refuses the message.
//   - A card whose picture does not work out is shown with its text in a fixed width. The answer is
//     never lost for a picture, and never given twice.
//   - A message for one person's eyes is gone when they load Slack anew; its file is deleted after an
//     hour, and when the bot stops. Only a crash leaves a file behind, which is as private as before. A
//     message that lasts, in a direct conversation or for a whole channel, keeps its picture.

// pictureWaits are the waits before each try to show a picture. A response_url takes five messages: the
// tries and the text that may follow them must be fewer.
var pictureWaits = []time.Duration{500 * time.Millisecond, 1500 * time.Millisecond, 2500 * time.Millisecond} //nolint:gochecknoglobals // a constant

// How long deleting takes at most: one file, and all that are left at the end.
const (
	deleteLimit = 10 * time.Second
	tidyLimit   = 3 * time.Second
)

// invalidBlocks is Slack's word for a message with a block that it doesn't take.
const invalidBlocks = "invalid_blocks"

// deliver brings a message to a person as [Bot.send] does, with its file, and its picture where that can be shown.
func (b *Bot) deliver(ctx context.Context, o origin, user string, m chat.Message, lang i18n.Lang, replace bool) error {
	m.Card = b.withFile(ctx, o, user, m.Card, lang)
	if m.Card.Picture != nil {
		lasting := o.public || o.direct || (o.hasCard && !o.ephemeral)
		if done, err := b.illustrate(ctx, o, user, m.Card, lang, replace, lasting); done {
			return err
		}
	}
	return b.send(ctx, o, user, render(m.Card, lang, ""), replace)
}

// illustrate sends a card with its picture. Where done is false, Slack has surely not taken it, or it
// takes the place of another, so that it may be sent in another form.
func (b *Bot) illustrate(
	ctx context.Context, o origin, user string, card chat.Card, lang i18n.Lang, replace, lasting bool,
) (done bool, err error) {
	file, err := b.upload(ctx, card.Picture)
	if err != nil {
		b.deleteLater(file)
		b.noPicture(err)
		return false, nil
	}
	for _, wait := range pictureWaits {
		select {
		case <-b.cfg.After(wait):
		case <-ctx.Done():
			b.deleteLater(file)
			return false, nil
		}
		err = b.send(ctx, o, user, render(card, lang, file), replace)
		if err == nil || !refusedBlocks(err) {
			break
		}
	}
	if err == nil {
		b.blind.Store(false)
		if !lasting {
			b.deleteLater(file)
		}
		return true, nil
	}
	b.deleteLater(file)
	if !replace && errors.As(err, &wire.UnsureError{}) {
		return true, err
	}
	b.noPicture(err)
	return false, nil
}

// refusedBlocks tells whether it was the message itself that Slack didn't take.
func refusedBlocks(err error) bool {
	var answer slack.SlackErrorResponse
	return errors.As(err, &answer) && answer.Err == invalidBlocks
}

// noPicture says why there is none, loudly the first time only: what is wrong stays wrong, a scope that
// is missing above all.
func (b *Bot) noPicture(err error) {
	log := b.cfg.Log.WithError(err)
	if b.blind.Swap(true) {
		log.Debug("slack: a card was shown without its picture")
		return
	}
	log.Warn("slack: a card was shown without its picture, as text; further ones are not logged until a picture works (it needs the scope files:write)")
}

// upload gives the id of the file that a picture became; with an error too, where there may be one.
func (b *Bot) upload(ctx context.Context, p *chat.Picture) (file string, err error) {
	name := p.Name
	if name == "" {
		name = "picture.png"
	}
	id, err := b.put(ctx, name, p.PNG)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(ctx, uploadLimit)
	defer cancel()
	_, err = b.api.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{
		Files: []slack.FileSummary{{ID: id, Title: name}},
	})
	if err != nil {
		return id, fmt.Errorf("files.completeUploadExternal: %w", wire.Scrub(err))
	}
	return id, nil
}

// deleteLater has a file deleted when nobody looks at it any more.
func (b *Bot) deleteLater(file string) {
	if file != "" {
		b.pictures.Set(file, struct{}{}, cache.DefaultExpiration)
	}
}

// deleteFile is https://docs.slack.dev/reference/methods/files.delete. A file that could not be deleted
// stays what it was, the bot's own.
func (b *Bot) deleteFile(file string, _ any) {
	ctx, cancel := context.WithTimeout(b.desk.Context(), deleteLimit)
	defer cancel()
	if err := b.api.DeleteFileContext(ctx, file); err != nil {
		b.cfg.Log.WithError(wire.Scrub(err)).Debug("slack: a picture could not be deleted")
	}
}

// tidy deletes the files that are left, as far as the time suffices.
func (b *Bot) tidy(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, tidyLimit)
	defer cancel()
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.pictures.DeleteExpired()
		for file := range b.pictures.Items() {
			if ctx.Err() != nil {
				return
			}
			b.pictures.Delete(file)
		}
	}()
	select {
	case <-done:
	case <-ctx.Done():
	}
}
