package main

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/discordbot"
	"github.com/oceanbot/oceanbot/internal/discordbot/gateway"
	"github.com/oceanbot/oceanbot/internal/settings"
)

// readDiscord gives Discord's settings, and whether Discord is set up at all.
func readDiscord(r *settings.Reader, c common) (config discordbot.Config, ok bool) {
	const token, application, key, guild = "DISCORD_BOT_TOKEN", "DISCORD_APPLICATION_ID", "DISCORD_PUBLIC_KEY", "DISCORD_GUILD_ID" //nolint:gosec // names
	if !r.Has(token) && !r.Has(application) && !r.Has(key) {
		return discordbot.Config{}, false
	}
	config = discordbot.Config{
		Token:         r.Secret(token),
		ApplicationID: readSnowflake(r, application),
		GuildID:       readSnowflake(r, guild),
		APIURL:        r.URL("DISCORD_API_URL", ""),
		Common:        c.adapter(),
	}
	switch {
	case !r.Has(token):
		r.Problemf(token, "it is not set, and Discord's other settings need it; Discord shows it under Bot")
	case strings.HasPrefix(config.Token.Reveal(), "Bot "):
		r.Problemf(token, `leave "Bot " away; it is added`)
	}
	if !r.Has(application) {
		r.Problemf(application, "it is not set, and Discord's other settings need it; Discord shows it under General Information")
	}
	if written := r.String(key, ""); written != "" {
		decoded, err := hex.DecodeString(written)
		if err != nil || len(decoded) != ed25519.PublicKeySize {
			r.Problemf(key, "this is not a public key; Discord shows its 64 hexadecimal digits under General Information")
		}
		config.PublicKey = decoded
	}
	return config, true
}

// readSnowflake reads an id as Discord writes them: https://discord.com/developers/docs/reference#snowflakes.
func readSnowflake(r *settings.Reader, name string) string {
	id := r.String(name, "")
	if id != "" && (len(id) > 20 || strings.Trim(id, "0123456789") != "") {
		r.Problemf(name, "%q is not an id of Discord, which has digits only", id)
	}
	return id
}

// newDiscord prepares Discord: interactions over HTTP where their public key is known, else through the gateway.
func newDiscord(config discordbot.Config) (platform, error) {
	bot, err := discordbot.New(config)
	if err != nil {
		return platform{}, fmt.Errorf("preparing Discord: %w", err)
	}
	p := platform{
		name: chat.Discord, bot: bot, checks: map[string]check{"discord": bot.Check},
		runs: []upkeep{func(ctx context.Context) error {
			register(ctx, bot, config.Log)
			return nil
		}},
	}
	if len(config.PublicKey) == 0 {
		var connected atomic.Bool
		p.checks["discord gateway"] = func(context.Context) error {
			if !connected.Load() {
				return errors.New("the gateway has not connected yet")
			}
			return nil
		}
		p.runs = append(p.runs, func(ctx context.Context) error { return listen(ctx, bot, config, &connected) })
	}
	return p, nil
}

// register sees to the commands at start; Discord may be away just then.
func register(ctx context.Context, bot *discordbot.Bot, log logrus.FieldLogger) {
	for pause := time.Second; ; pause = min(2*pause, 5*time.Minute) {
		attempt, cancel := context.WithTimeout(ctx, time.Minute)
		err := bot.Register(attempt)
		cancel()
		if err == nil || ctx.Err() != nil {
			return
		}
		log.WithError(err).Error("Discord's commands could not be registered; tried again in " + pause.String())
		select {
		case <-ctx.Done():
			return
		case <-time.After(pause):
		}
	}
}

// listen keeps the gateway open until ctx ends; an error is one that the operator must see to.
func listen(ctx context.Context, bot *discordbot.Bot, config discordbot.Config, connected *atomic.Bool) error {
	take := func(what string, take func([]byte) error) func(json.RawMessage) {
		return func(raw json.RawMessage) {
			if err := take(raw); err != nil {
				config.Log.WithError(err).WithField("event", what).Warn("discord: could not take an event")
			}
		}
	}
	err := gateway.Run(ctx, gateway.Config{
		Token: config.Token, APIURL: config.APIURL, Log: config.Log,
		Ready: func(r *discordgo.Ready) {
			if r.User != nil {
				bot.SetSelf(r.User.ID)
			}
		},
		Connected: func(now bool) {
			if now {
				connected.Store(true)
			}
		},
		Interaction: take("interaction", bot.TakeInteraction), Message: take("message", bot.TakeMessage),
	})
	if err != nil {
		return fmt.Errorf("DISCORD_BOT_TOKEN: %w", err)
	}
	return nil
}
