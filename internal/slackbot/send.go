package slackbot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/wire"
)

// origin is where a request came from, and so where its answer goes.
type origin struct {
	channel     string
	thread      string // the thread that the bot was mentioned in
	direct      bool   // a direct message to the bot: everything said there is between the two
	responseURL string
	until       time.Time // after which the response_url is dead
	hasCard     bool      // a press: the card of its button can be replaced
	card        string    // its ts
	ephemeral   bool      // that card is an ephemeral message
	public      bool      // the answer is for everybody who is there
}

// errNotReached says that no way led to the person.
var errNotReached = errors.New("the person was not reached")

// send brings a message to a person, by the first way that works: the response_url, an ephemeral
// message where the request came from, a direct message. One for everybody goes to where the request came
// from as an ordinary message, and is never shown elsewhere than to whoever asked.
//
// Where it stays open whether Slack took it, a message that replaces a card goes on to the next way,
// because the person must learn how it ended; a new one doesn't, because two same cards would be one
// too many. A message that Slack doesn't understand is understood on no other way either.
func (b *Bot) send(ctx context.Context, o origin, user string, card rendered, replace bool) error {
	var failed []error
	for _, way := range b.ways(o, user, card, replace) {
		err := way(ctx)
		if err == nil {
			return nil
		}
		failed = append(failed, err)
		if ctx.Err() != nil || refusedBlocks(err) || (!replace && errors.As(err, &wire.UnsureError{})) {
			break
		}
	}
	return fmt.Errorf("slack: %w: %w", errNotReached, errors.Join(failed...))
}

func (b *Bot) ways(o origin, user string, card rendered, replace bool) []func(context.Context) error {
	var ways []func(context.Context) error
	if o.responseURL != "" {
		ways = append(ways, func(ctx context.Context) error { return b.respond(ctx, o, card, replace) })
	}
	switch {
	case o.direct, o.public && o.channel != "":
		ways = append(ways, func(ctx context.Context) error { return b.post(ctx, o.channel, o.thread, card) })
	case o.channel != "":
		ways = append(ways, func(ctx context.Context) error { return b.postEphemeral(ctx, o, user, card) })
	}
	return append(ways, func(ctx context.Context) error { return b.post(ctx, user, "", card) })
}

// post is https://docs.slack.dev/reference/methods/chat.postMessage; with a user's id in the place of
// a channel's it is a direct message.
func (b *Bot) post(ctx context.Context, channel, thread string, card rendered) error {
	if _, _, err := b.api.PostMessageContext(ctx, channel, options(card, thread)...); err != nil {
		return fmt.Errorf("chat.postMessage: %w", judge(err))
	}
	return nil
}

// postEphemeral is https://docs.slack.dev/reference/methods/chat.postEphemeral.
func (b *Bot) postEphemeral(ctx context.Context, o origin, user string, card rendered) error {
	if _, err := b.api.PostEphemeralContext(ctx, o.channel, user, options(card, o.thread)...); err != nil {
		return fmt.Errorf("chat.postEphemeral: %w", judge(err))
	}
	return nil
}

func options(card rendered, thread string) []slack.MsgOption {
	opts := []slack.MsgOption{
		slack.MsgOptionText(card.text, false), // it is escaped already
		slack.MsgOptionBlocks(card.blocks...),
		slack.MsgOptionDisableLinkUnfurl(),
		slack.MsgOptionDisableMediaUnfurl(),
	}
	if thread != "" {
		opts = append(opts, slack.MsgOptionTS(thread))
	}
	return opts
}

// judge tells an answer of Slack's, which is a clear no, from a failure that leaves it open.
func judge(err error) error {
	var answer slack.SlackErrorResponse
	var limited *slack.RateLimitedError
	var status slack.StatusCodeError
	refused := errors.As(err, &status) && !wire.Ambiguous(status.Code)
	if refused || errors.As(err, &answer) || errors.As(err, &limited) || wire.NeverSent(err) {
		return wire.Scrub(err)
	}
	return wire.UnsureError{Err: wire.Scrub(err)}
}

// Notify implements [chat.Notifier]: it reaches a person unasked, through the response_url of the
// request while it lives, else by an ephemeral or a direct message.
func (b *Bot) Notify(ctx context.Context, to chat.Address, m chat.Message) error {
	if m.IsZero() {
		return nil
	}
	if to.User.Platform != chat.Slack || to.User.ID == "" {
		return fmt.Errorf("slack: %w: %q is nobody in Slack", errNotReached, to.User.Key())
	}
	lang := b.knownLang(to.User.ID)
	o := origin{channel: to.Channel, responseURL: to.URL, until: to.Until, hasCard: true, ephemeral: true}
	return b.desk.Notify(ctx, m, func(ctx context.Context) error {
		return b.deliver(ctx, o, to.User.ID, m, lang, m.Replace)
	})
}

var _ chat.Notifier = (*Bot)(nil)
