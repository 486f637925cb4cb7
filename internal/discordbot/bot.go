// Package discordbot is the bot in Discord: it turns what Discord sends into a [chat.Request] and a
// [chat.Message] into what Discord shows.
//
// What people do comes as an interaction (a command, a press, a submitted dialog, letters typed into an
// option) or, for direct messages and mentions, as a message. Interactions come over HTTP, signed, or through
// the gateway; messages through the gateway alone. All of them go the same way:
//
//	parsed → answered at once ("is thinking") → work → the answer itself
//
// Nothing waits before the first answer, because Discord gives up after three seconds: no database, no
// network. Whether everybody sees an answer is decided by that first one and can't change later, so it is for
// the asker alone, always; what is meant for everybody is sent as a message of its own once the work is done.
//
// The answer goes to the webhook that comes with an interaction and lives for fifteen minutes, after that as a
// direct message. Nothing that the bot says mentions anybody.
//
// Discord's documents are at https://discord.com/developers/docs.
package discordbot

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/patrickmn/go-cache"

	"github.com/oceanbot/oceanbot/internal/adapter"
	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/secret"
	"github.com/oceanbot/oceanbot/internal/wire"
)

// Config is what a [Bot] needs. The zero value of everything from Transport on is what production wants.
type Config struct {
	// Common is what every adapter needs. Its language is for people whose client speaks neither language of the
	// bot, its zone is everybody's, since Discord tells no zone. Where its handler is a [chat.Completer] or a
	// [chat.Asker] too, it is asked for completions and questions. The freshness of signatures is always judged by
	// the real clock.
	adapter.Common

	// Token is the bot's token (https://discord.com/developers/docs/reference#authentication), without "Bot ".
	Token secret.Text
	// ApplicationID is the application's id, a snowflake.
	ApplicationID string
	// PublicKey proves that a request is Discord's; without it [Bot.Routes] serves nothing.
	PublicKey ed25519.PublicKey
	// GuildID is where commands are registered; empty registers them globally.
	GuildID string
	// APIURL is the base of the REST API with its version, with or without a slash at its end; empty is
	// [DefaultAPIURL].
	APIURL string

	// Transport reaches Discord.
	Transport http.RoundTripper
}

// defaultHTTPTimeout is how long Discord may take to begin its answer.
const defaultHTTPTimeout = 15 * time.Second

// How long things are remembered.
const (
	tongueLife   = 30 * 24 * time.Hour
	questionLife = 24 * time.Hour
	sweepEvery   = 5 * time.Minute
)

// Bot is the bot in Discord. Its methods may be called at the same time.
type Bot struct {
	cfg       Config
	desk      *adapter.Desk
	client    *http.Client
	tongues   *cache.Cache // user id → i18n.Lang, as their client last said
	questions *cache.Cache // action and language → what its button asks, where the handler doesn't know

	mu   sync.Mutex
	self string // the bot's user id, once known
}

// New checks the settings and gives a bot that has not talked to Discord yet.
func New(cfg Config) (*Bot, error) {
	if !cfg.Token.IsSet() {
		return nil, errors.New("discord: the bot token is not set")
	}
	if cfg.ApplicationID == "" {
		return nil, errors.New("discord: the application id is not set")
	}
	if len(cfg.PublicKey) != 0 && len(cfg.PublicKey) != ed25519.PublicKeySize {
		return nil, errors.New("discord: the public key has the wrong length")
	}
	cfg.APIURL = strings.TrimRight(cfg.APIURL, "/")
	if cfg.APIURL == "" {
		cfg.APIURL = DefaultAPIURL
	}
	if base, err := url.Parse(cfg.APIURL); err != nil || !wire.IsWeb(base) {
		return nil, errors.New("discord: the API URL is not an http(s) address")
	}
	cfg.Fill()
	if cfg.Transport == nil {
		cfg.Transport = http.DefaultTransport
		if usual, ok := http.DefaultTransport.(*http.Transport); ok {
			own := usual.Clone()
			own.ResponseHeaderTimeout = defaultHTTPTimeout
			cfg.Transport = own
		}
	}
	return &Bot{
		cfg:  cfg,
		desk: adapter.NewDesk(chat.Discord, cfg.Common),
		client: &http.Client{
			Transport: &transport{base: cfg.APIURL, next: cfg.Transport, after: cfg.After},
			// The token must not be sent on to somewhere else.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		tongues:   cache.New(tongueLife, sweepEvery),
		questions: cache.New(questionLife, sweepEvery),
	}, nil
}

// SetHandler says who does what people ask for, where the handler itself needs the bot and so can only be made
// after it. Until then requests are answered with 503.
func (b *Bot) SetHandler(h chat.Handler) {
	b.desk.SetHandler(h)
}

// Check asks Discord whether the token is good, and learns who the bot is:
// https://discord.com/developers/docs/resources/user#get-current-user.
func (b *Bot) Check(ctx context.Context) error {
	me, err := b.session().User("@me", discordgo.WithContext(ctx))
	if err != nil {
		return fmt.Errorf("discord: users/@me: %w", wire.Scrub(err))
	}
	b.SetSelf(me.ID)
	return nil
}

// SetSelf tells the bot its own user id, by which it is mentioned, where somebody else learned it first.
func (b *Bot) SetSelf(id string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.self = id
}

// isSelf tells whether an id is the bot's own. That of the application is the same but for the oldest ones.
func (b *Bot) isSelf(id string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return id == b.cfg.ApplicationID || (b.self != "" && id == b.self)
}

// Shutdown lets no new work in and waits for what is under way, answers included. Where ctx ends first, what is
// left is told to stop and the error says so.
func (b *Bot) Shutdown(ctx context.Context) error {
	return b.desk.Shutdown(ctx, nil)
}

// tongue is a person's language: that of their client where the bot speaks it.
func (b *Bot) tongue(user, locale string) i18n.Lang {
	if spoken, ok := i18n.ParseLang(locale); ok {
		b.tongues.SetDefault(user, spoken)
		return spoken
	}
	if locale == "" {
		return b.knownTongue(user)
	}
	return b.cfg.DefaultLang
}

// knownTongue is the language of somebody whose client said it with an earlier interaction: messages, unlike
// interactions, don't tell.
func (b *Bot) knownTongue(user string) i18n.Lang {
	if known, ok := b.tongues.Get(user); ok {
		if lang, ok := known.(i18n.Lang); ok {
			return lang
		}
	}
	return b.cfg.DefaultLang
}
