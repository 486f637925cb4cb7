package slackbot

import (
	"context"
	"errors"
	"fmt"
	"regexp"

	"github.com/slack-go/slack"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/wire"
)

// How the file of a card gets to people in Slack:
//
//   - A message can't be given a file: a file is shared into a conversation, and is a message of its own there
//     (https://docs.slack.dev/reference/methods/files.completeUploadExternal). It goes first, so that the card,
//     which follows, tells the truth about it.
//   - What everybody may see is shared where it was asked, with the title of the card as its comment. Where the
//     bot may not share there, whoever asked gets it in a direct message.
//   - What one person may see can't be shared where others are, and an ephemeral message holds no file. So it
//     goes into the direct conversation with that person, under a line that says what it is; that line also
//     tells the id of the conversation, which sharing needs and for which no further scope is then needed.
//   - A card whose file does not get through says so. It is never shared twice: where it stays open whether
//     Slack took it, the card says that.
//
// A shared file stays, as the person who asked for it wants; it is theirs to delete.

// maxComment is how long the words above a file may be; a title is shorter.
const maxComment = 300

// shareable are the ids of conversations that a file can be shared into; a person's is none of them.
var shareable = regexp.MustCompile(`^[CGDZ][A-Z0-9]+$`)

// Why a file was not shared.
var (
	errNotUploaded    = errors.New("the file was not uploaded")
	errNoConversation = errors.New("Slack told no conversation that a file can be shared into") //nolint:staticcheck // Slack is a name
)

// withFile shares the file of a card, and gives the card with a sentence where the file is not beside it.
func (b *Bot) withFile(ctx context.Context, o origin, user string, card chat.Card, lang i18n.Lang) chat.Card {
	if card.File == nil {
		return card
	}
	f := *card.File
	f.Name = wire.FileName(f.Name, "file")
	card.File = nil
	private := b.directly(user, card.Title, f.Name, lang)
	here := func(context.Context) (string, error) { return o.channel, nil }

	var told i18n.Text
	var err error
	switch {
	case o.direct:
		err = b.share(ctx, f, card.Title, "", here)
	case o.public && o.channel != "":
		err = b.share(ctx, f, card.Title, o.thread, here)
		if err != nil && !errors.Is(err, errNotUploaded) && !errors.As(err, &wire.UnsureError{}) {
			b.cfg.Log.WithError(err).Info("slack: a file could not be shared where it was asked for, so it goes to who asked")
			told = i18n.FileWentToAsker(f.Name)
			err = b.share(ctx, f, "", "", private)
		}
	default:
		told = i18n.FileIsInDirect(f.Name)
		err = b.share(ctx, f, "", "", private)
	}
	note := chat.Note{Text: told.In(lang)}
	if err != nil {
		b.cfg.Log.WithError(err).Warn("slack: a card was shown without its file (sharing one needs the scope files:write)")
		note = chat.Note{Text: i18n.FileFailed(f.Name).In(lang), Loud: true}
		if errors.As(err, &wire.UnsureError{}) {
			note.Text = i18n.FileUnsure(f.Name).In(lang)
		}
	}
	if note.Text != "" {
		card.Notes = append([]chat.Note{note}, card.Notes...)
	}
	return card
}

// directly opens the direct conversation with a person, by a line that says which file follows, and gives its
// id. https://docs.slack.dev/reference/methods/chat.postMessage answers with it.
func (b *Bot) directly(user, title, file string, lang i18n.Lang) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		line := render(chat.Card{Title: title, Lead: i18n.FileFollows(file).In(lang)}, lang, "")
		channel, _, err := b.api.PostMessageContext(ctx, user, options(line, "")...)
		if err != nil {
			// Whatever became of the line, the file was not shared.
			return "", fmt.Errorf("chat.postMessage: %w", wire.Scrub(err))
		}
		return channel, nil
	}
}

// share uploads a file and shares it into a conversation, which is asked for once the file is there. An error
// matches errNotUploaded where it didn't get so far, and [wire.UnsureError] where it may be shared all the same.
func (b *Bot) share(
	ctx context.Context, f chat.File, comment, thread string, conversation func(context.Context) (string, error),
) error {
	id, err := b.put(ctx, f.Name, f.Data)
	if err != nil {
		return fmt.Errorf("%w: %w", errNotUploaded, err)
	}
	channel, err := conversation(ctx)
	if err != nil {
		return err
	}
	if !shareable.MatchString(channel) {
		return errNoConversation
	}
	ctx, cancel := context.WithTimeout(ctx, uploadLimit)
	defer cancel()
	_, err = b.api.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{
		Files: []slack.FileSummary{{ID: id, Title: f.Name}}, Channel: channel, ThreadTimestamp: thread,
		InitialComment: mrkdwn(comment, maxComment),
	})
	if err != nil {
		return fmt.Errorf("files.completeUploadExternal: %w", judge(err))
	}
	return nil
}
