package discordbot

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/wire"
)

// origin is where a request came from, and so where its answer goes.
type origin struct {
	channel  string
	guild    bool   // the channel is one of a server, and not a direct message
	token    string // of the interaction; empty for a message
	until    time.Time
	fresh    bool   // the first answer went out just now, so Discord may not know of it yet
	thinking bool   // the first answer was "is thinking": the answer takes its place
	hasCard  bool   // a press: the card of its button can be replaced
	card     string // its id
	message  string // the message that was written to the bot
}

// Why somebody was not reached, or a webhook was not used.
var (
	errNotReached = errors.New("the person was not reached")
	errNoHook     = errors.New("there is no interaction to answer")
	errExpired    = errors.New("the interaction is older than fifteen minutes")
)

// How often, and after how long, a request that may be repeated is sent again.
var backoff = []time.Duration{300 * time.Millisecond, time.Second, 3 * time.Second}

// way is one way to a person.
type way func(ctx context.Context) error

// deliver brings a message to a person, by the first way that works: in the place of "is thinking" or of the
// pressed card, as a message of the interaction's own, as a direct message.
//
// Where it stays open whether Discord took it, a message that replaces another goes on to the next way, because
// the person must learn how it ended; a new one doesn't, because two same cards would be one too many.
func (b *Bot) deliver(ctx context.Context, o origin, user string, m chat.Message, lang i18n.Lang) error {
	b.remember(m.Card, lang)
	card, s := render(m.Card, lang), b.session()
	edit := func(ctx context.Context) error { return b.edit(ctx, s, o, card) }
	private := func(ctx context.Context) error { return b.follow(ctx, s, o, card, discordgo.MessageFlagsEphemeral) }
	direct := func(ctx context.Context) error { return b.direct(ctx, s, user, card) }
	switch {
	case o.token == "" && o.message != "" && !o.guild:
		return try(ctx, true, func(ctx context.Context) error { return b.post(ctx, s, o.channel, card, nil) })
	case o.token == "" && o.message != "":
		return b.answerMention(ctx, s, o, direct, lang)
	case o.token == "":
		return try(ctx, false, direct)
	case m.Public:
		return b.publish(ctx, s, o, card, edit, direct)
	case o.thinking || m.Replace:
		return try(ctx, true, edit, private, direct)
	default:
		return try(ctx, false, private, direct)
	}
}

// try goes the ways until one works. again says that a message which perhaps arrived may go another way too.
func try(ctx context.Context, again bool, ways ...way) error {
	var failed []error
	for _, attempt := range ways {
		err := attempt(ctx)
		if err == nil {
			return nil
		}
		failed = append(failed, err)
		if ctx.Err() != nil || (!again && errors.As(err, &wire.UnsureError{})) {
			break
		}
	}
	return fmt.Errorf("discord: %w: %w", errNotReached, errors.Join(failed...))
}

// publish shows a message to everybody where it was asked for. The first answer was for the asker alone, and
// that can't change, nor does the message that follows "is thinking" at once become public: Discord would put
// it in the place of that (https://discord.com/developers/docs/interactions/receiving-and-responding#create-followup-message).
// So the asker gets it first, then everybody, and then the asker's own goes. Whatever fails, the asker has it.
func (b *Bot) publish(ctx context.Context, s *discordgo.Session, o origin, card rendered, edit, direct way) error {
	if o.thinking {
		if err := try(ctx, true, edit, direct); err != nil {
			return err
		}
	}
	if err := b.follow(ctx, s, o, card, 0); err != nil {
		if o.thinking {
			b.cfg.Log.WithError(err).Warn("discord: what is for everybody could be shown to the asker alone")
			return nil
		}
		return fmt.Errorf("discord: %w: %w", errNotReached, err)
	}
	if o.thinking {
		address := discordgo.EndpointWebhookMessage(b.cfg.ApplicationID, o.token, "@original")
		if _, err := s.RequestRaw(http.MethodDelete, address, "", nil, address, 0, discordgo.WithContext(ctx)); err != nil {
			b.cfg.Log.WithError(wire.Scrub(err)).Warn("discord: the asker sees twice what is for everybody")
		}
	}
	return nil
}

// answerMention answers, by a direct message, whoever mentioned the bot in a channel: what concerns one person
// is not said in front of all. Where Discord lets no direct message through, a line in the channel says so.
func (b *Bot) answerMention(ctx context.Context, s *discordgo.Session, o origin, direct way, lang i18n.Lang) error {
	err := try(ctx, true, direct)
	if err == nil || statusOf(err) == 0 {
		return err
	}
	card := render(chat.Card{Tone: chat.Warning, Title: i18n.DiscordNoDirect.In(lang), Lead: i18n.DiscordNoDirectMore.In(lang)}, lang)
	if sayErr := b.post(ctx, s, o.channel, card, &discordgo.MessageReference{MessageID: o.message}); sayErr != nil {
		err = errors.Join(err, sayErr)
	}
	return err
}

// hookOf is where an interaction takes answers, relative to the API; empty where there is no interaction.
func (b *Bot) hookOf(token string) string {
	if token == "" {
		return ""
	}
	return "webhooks/" + b.cfg.ApplicationID + "/" + token
}

// tokenOf reads what [Bot.hookOf] wrote.
func (b *Bot) tokenOf(hook string) string {
	token, ok := strings.CutPrefix(hook, "webhooks/"+b.cfg.ApplicationID+"/")
	if !ok || strings.ContainsAny(token, "/?#%") {
		return ""
	}
	return token
}

// alive tells why the webhook of an interaction can't be used, without using it.
func (b *Bot) alive(o origin) error {
	switch {
	case o.token == "":
		return errNoHook
	case !o.until.IsZero() && !b.cfg.Now().Before(o.until):
		return errExpired
	default:
		return nil
	}
}

// edit puts a card in the place of the first answer, or of the pressed card:
// https://discord.com/developers/docs/interactions/receiving-and-responding#edit-original-interaction-response.
func (b *Bot) edit(ctx context.Context, s *discordgo.Session, o origin, card rendered) error {
	if err := b.alive(o); err != nil {
		return err
	}
	address := discordgo.EndpointWebhookMessage(b.cfg.ApplicationID, o.token, "@original")
	return b.withOrWithout(card, func(card rendered) error {
		return b.repeat(ctx, o.fresh, true, func() error {
			return wrap("editing the answer", send(ctx, s, http.MethodPatch, address, card.message(true), card.files()))
		})
	})
}

// follow sends a further message of an interaction:
// https://discord.com/developers/docs/interactions/receiving-and-responding#create-followup-message.
func (b *Bot) follow(ctx context.Context, s *discordgo.Session, o origin, card rendered, flags discordgo.MessageFlags) error {
	if err := b.alive(o); err != nil {
		return err
	}
	address := discordgo.EndpointWebhookToken(b.cfg.ApplicationID, o.token)
	return b.withOrWithout(card, func(card rendered) error {
		m := card.message(false)
		m.Flags = flags
		return b.repeat(ctx, o.fresh, false, func() error {
			return wrap("following up", send(ctx, s, http.MethodPost, address, m, card.files()))
		})
	})
}

// direct sends a direct message: https://discord.com/developers/docs/resources/user#create-dm.
func (b *Bot) direct(ctx context.Context, s *discordgo.Session, user string, card rendered) error {
	var channel *discordgo.Channel
	err := b.repeat(ctx, false, true, func() (err error) {
		channel, err = s.UserChannelCreate(user, discordgo.WithContext(ctx))
		if err != nil {
			return fmt.Errorf("opening a direct message: %w", judge(err))
		}
		return nil
	})
	if err != nil {
		// The message itself was never sent.
		if unsure, ok := errors.AsType[wire.UnsureError](err); ok {
			err = unsure.Err
		}
		return err
	}
	return b.post(ctx, s, channel.ID, card, nil)
}

// post writes into a channel. A nonce lets Discord know a message again that it has taken already, so it may be
// sent again: https://discord.com/developers/docs/resources/message#create-message.
func (b *Bot) post(ctx context.Context, s *discordgo.Session, channel string, card rendered, to *discordgo.MessageReference) error {
	address := discordgo.EndpointChannelMessages(channel)
	return b.withOrWithout(card, func(card rendered) error {
		m := card.message(false)
		m.Reference = to
		m.Nonce, m.EnforceNonce = rand.Text()[:maxNonce], true
		return b.repeat(ctx, false, true, func() error {
			return wrap("writing a message", send(ctx, s, http.MethodPost, address, m, card.files()))
		})
	})
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}

// repeat sends a request again after a failure that may pass: any where that is harmless, else only where it is
// clear that Discord has not taken it. To a fresh interaction Discord may not know yet that it was answered.
func (b *Bot) repeat(ctx context.Context, fresh, harmless bool, send func() error) error {
	for n := 0; ; n++ {
		err := send()
		if err == nil || n == len(backoff) {
			return err
		}
		status, code := statusOf(err), codeOf(err)
		passes := wire.NeverSent(err) && !errors.Is(err, errForeign) || (status >= 500 && !wire.Ambiguous(status)) ||
			(fresh && status == http.StatusNotFound && code != codeUnknownMessage)
		if errors.As(err, &wire.UnsureError{}) {
			passes = harmless
		}
		if !passes {
			return err
		}
		select {
		case <-b.cfg.After(backoff[n]):
		case <-ctx.Done():
			return err
		}
	}
}

// answerFirst sends the first answer to an interaction that came through the gateway:
// https://discord.com/developers/docs/interactions/receiving-and-responding#create-interaction-response.
func (b *Bot) answerFirst(in interaction, first response) error {
	ctx, cancel := context.WithTimeout(b.desk.Context(), answerTime)
	defer cancel()
	s := b.session()
	address := discordgo.EndpointInteractionResponse(in.ID, in.Token)
	unsure := false
	return b.repeat(ctx, false, true, func() error {
		_, err := s.RequestWithBucketID(http.MethodPost, address, first, address, discordgo.WithContext(ctx))
		if err == nil || unsure && codeOf(err) == codeAlreadyAnswered { // it had arrived after all
			return nil
		}
		err = judge(err)
		unsure = unsure || errors.As(err, &wire.UnsureError{})
		return wrap("answering an interaction", err)
	})
}

// Notify implements [chat.Notifier]: it reaches a person unasked, through the webhook of the interaction while
// it lives, else by a direct message.
func (b *Bot) Notify(ctx context.Context, to chat.Address, m chat.Message) error {
	if m.IsZero() {
		return nil
	}
	if to.User.Platform != chat.Discord || to.User.ID == "" {
		return fmt.Errorf("discord: %w: %q is nobody in Discord", errNotReached, to.User.Key())
	}
	o := origin{channel: to.Channel, token: b.tokenOf(to.URL), until: to.Until}
	m.Public = false
	return b.desk.Notify(ctx, m, func(ctx context.Context) error {
		return b.deliver(ctx, o, to.User.ID, m, b.knownTongue(to.User.ID))
	})
}

var _ chat.Notifier = (*Bot)(nil)
