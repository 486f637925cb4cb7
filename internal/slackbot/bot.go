// Package slackbot is the bot in Slack: it turns what Slack sends into a [chat.Request] and a
// [chat.Message] into what Slack shows.
//
// Slack calls the bot over HTTP for three things, each signed: a slash command, an interaction (a
// press, a submitted dialog) and an event (a mention, a direct message). All of them go the same way:
//
//	signature → body → parsed → acknowledged with an empty 200 → work → answer
//
// Nothing waits before the acknowledgement, because Slack gives up after three seconds: no database,
// no network. What follows runs on its own, has its own time limit, and is finished before the bot
// stops. Slack may deliver the same thing twice; the delivery's id travels with the request so that
// the commands can tell, after a restart too, and a memory of the last minutes spares them most of it.
//
// An answer goes to the response_url that came with the request, which lives for thirty minutes and
// five messages; after that as an ephemeral message in the channel, and where the bot is not in that
// channel, as a direct message. It is never shown to anybody but who asked.
//
// Slack's documents are at https://docs.slack.dev.
package slackbot

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	"github.com/patrickmn/go-cache"
	"github.com/slack-go/slack"
	"golang.org/x/sync/singleflight"

	"github.com/oceanbot/oceanbot/internal/adapter"
	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/secret"
	"github.com/oceanbot/oceanbot/internal/wire"
)

// Config is what a [Bot] needs. The zero value of everything from HTTP on is what production wants.
type Config struct {
	// Common is what every adapter needs. Its language and zone are for people whose profile doesn't tell, or can't
	// be read. The freshness of signatures is always judged by the real clock.
	adapter.Common

	// BotToken is the xoxb-… token (https://docs.slack.dev/authentication/tokens/#bot).
	BotToken secret.Text
	// SigningSecret proves that a request is Slack's; without it [Bot.Routes] serves nothing.
	SigningSecret secret.Text
	// AppToken is the xapp-… token of Socket Mode; only [Bot.Run] needs it.
	AppToken secret.Text
	// APIURL is the base of the Web API, with or without a slash at its end; empty is Slack's own.
	// Only where it is set may a response_url be anything but https on Slack's host.
	APIURL string

	// HTTP reaches Slack.
	HTTP *http.Client
	// ProfileLimit is the time that reading a profile may keep a request waiting.
	ProfileLimit time.Duration
	// GroupLife is how long the members of a user group are remembered, so how long somebody who left it
	// may still count as one.
	GroupLife time.Duration
	// PictureLife is how long the picture of a message for one person's eyes is kept in Slack.
	PictureLife time.Duration
}

// The defaults of [Config].
const (
	defaultProfileLimit = 3 * time.Second
	defaultHTTPTimeout  = 15 * time.Second
	// Slack lets the method be called some twenty times a minute (https://docs.slack.dev/apis/web-api/rate-limits, tier 2).
	defaultGroupLife   = 2 * time.Minute
	defaultPictureLife = time.Hour
)

// How long things are remembered.
const (
	profileLife = 10 * time.Minute
	sweepEvery  = 5 * time.Minute
)

// Bot is the bot in Slack. Its methods may be called at the same time.
type Bot struct {
	cfg       Config
	desk      *adapter.Desk
	api       *slack.Client
	transport *patient     // for response_urls
	profiles  *cache.Cache // user id → *slack.User
	groups    *cache.Cache // user group id → []string, the ids of its members
	reads     singleflight.Group
	uses      *cache.Cache // response_url, hashed → how often it was used
	pictures  *cache.Cache // ids of files that are deleted when they leave it
	blind     atomic.Bool  // pictures can't be shown, and the log says so
}

// New checks the settings and gives a bot that has not talked to Slack yet.
func New(cfg Config) (*Bot, error) {
	if !cfg.BotToken.IsSet() {
		return nil, errors.New("slack: the bot token is not set")
	}
	if cfg.APIURL != "" {
		base, err := url.Parse(cfg.APIURL)
		if err != nil || !wire.IsWeb(base) || base.Host == "" {
			return nil, errors.New("slack: the API URL is not an http(s) address")
		}
	}
	cfg.Fill()
	if cfg.HTTP == nil {
		cfg.HTTP = &http.Client{Timeout: defaultHTTPTimeout}
	}
	adapter.OrElse(&cfg.ProfileLimit, defaultProfileLimit)
	adapter.OrElse(&cfg.GroupLife, defaultGroupLife)
	adapter.OrElse(&cfg.PictureLife, defaultPictureLife)

	transport := &patient{client: withoutRedirects(cfg.HTTP), after: cfg.After}
	options := []slack.Option{slack.OptionHTTPClient(transport)}
	if cfg.APIURL != "" {
		options = append(options, slack.OptionAPIURL(strings.TrimRight(cfg.APIURL, "/")+"/"))
	}
	if cfg.AppToken.IsSet() {
		options = append(options, slack.OptionAppLevelToken(cfg.AppToken.Reveal()))
	}
	b := &Bot{
		cfg:       cfg,
		desk:      adapter.NewDesk(chat.Slack, cfg.Common),
		api:       slack.New(cfg.BotToken.Reveal(), options...),
		transport: transport,
		profiles:  cache.New(profileLife, sweepEvery),
		groups:    cache.New(cfg.GroupLife, sweepEvery),
		uses:      cache.New(responseURLLife, sweepEvery),
		pictures:  cache.New(cfg.PictureLife, min(sweepEvery, cfg.PictureLife)),
	}
	b.pictures.OnEvicted(b.deleteFile)
	return b, nil
}

// SetHandler says who does what people ask for, where the handler itself needs the bot and so can only
// be made after it. Until then requests are answered with 503.
func (b *Bot) SetHandler(h chat.Handler) {
	b.desk.SetHandler(h)
}

// Check asks Slack whether the token is good: https://docs.slack.dev/reference/methods/auth.test.
func (b *Bot) Check(ctx context.Context) error {
	if _, err := b.api.AuthTestContext(ctx); err != nil {
		return fmt.Errorf("slack: auth.test: %w", wire.Scrub(err))
	}
	return nil
}

// Scopes gives what the token was granted: https://docs.slack.dev/authentication/installing-with-oauth#scopes
// names the header that says so.
func (b *Bot) Scopes(ctx context.Context) ([]string, error) {
	answer, err := b.api.AuthTestContext(ctx)
	if err != nil {
		return nil, fmt.Errorf("slack: auth.test: %w", wire.Scrub(err))
	}
	return strings.FieldsFunc(answer.Header.Get("X-Oauth-Scopes"), func(r rune) bool { return r == ',' || r == ' ' }), nil
}

// Shutdown lets no new work in and waits for what is under way, answers included. Where ctx ends
// first, what is left is told to stop and the error says so.
func (b *Bot) Shutdown(ctx context.Context) error {
	return b.desk.Shutdown(ctx, b.tidy)
}
