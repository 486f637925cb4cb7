package main

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/discordbot"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/settings"
	"github.com/oceanbot/oceanbot/internal/slackbot"
)

// chatSettings are those of the chat platforms; nil is one that isn't set up.
type chatSettings struct {
	slack   *slackbot.Config
	discord *discordbot.Config
}

// readChats reads the settings of every platform, and wants at least one.
func readChats(r *settings.Reader, c common) chatSettings {
	var s chatSettings
	if config, ok := readSlack(r, c); ok {
		s.slack = &config
	}
	if config, ok := readDiscord(r, c); ok {
		s.discord = &config
	}
	if s.slack == nil && s.discord == nil {
		r.Problemf("SLACK_BOT_TOKEN", "no chat platform is set up: set it and SLACK_SIGNING_SECRET or SLACK_APP_TOKEN, "+
			"or DISCORD_BOT_TOKEN and DISCORD_APPLICATION_ID, or try `bot demo`")
	}
	return s
}

// chatBot is the bot on a platform.
type chatBot interface {
	chat.Notifier
	SetHandler(h chat.Handler)
	Routes(mux *http.ServeMux)
	Shutdown(ctx context.Context) error
}

// upkeep is something that a platform has running until ctx ends. An error means that trying again is no use.
type upkeep func(ctx context.Context) error

// platform is a chat platform that is set up.
type platform struct {
	name   chat.Platform
	bot    chatBot
	checks map[string]check
	runs   []upkeep
}

// platforms are all of them, with what only Slack can tell.
type platforms struct {
	all     []platform
	mailers map[chat.Platform]identity.Mailer
	groups  identity.Groups
}

func newPlatforms(s chatSettings) (platforms, error) {
	p := platforms{mailers: map[chat.Platform]identity.Mailer{}}
	if s.slack != nil {
		slack, err := slackbot.New(*s.slack)
		if err != nil {
			return platforms{}, fmt.Errorf("preparing Slack: %w", err)
		}
		one := platform{name: chat.Slack, bot: slack, checks: map[string]check{"slack": slack.Check}}
		if s.slack.AppToken.IsSet() {
			one.runs = []upkeep{func(ctx context.Context) error {
				if err := slack.Run(ctx); err != nil {
					return fmt.Errorf("SLACK_APP_TOKEN: %w", err)
				}
				return nil
			}}
		}
		p.all = append(p.all, one)
		p.mailers[chat.Slack], p.groups = slackMail{slack}, slack
	}
	if s.discord != nil {
		one, err := newDiscord(*s.discord)
		if err != nil {
			return platforms{}, err
		}
		p.all = append(p.all, one)
	}
	return p, nil
}

// notifiers reach people on each platform.
func (p platforms) notifiers() map[chat.Platform]chat.Notifier {
	all := map[chat.Platform]chat.Notifier{}
	for _, one := range p.all {
		all[one.name] = one.bot
	}
	return all
}

// shutdown finishes what is under way everywhere, at the same time.
func (p platforms) shutdown(ctx context.Context) error {
	stopped := make(chan error, len(p.all))
	for _, one := range p.all {
		go func() { stopped <- one.bot.Shutdown(ctx) }()
	}
	var err error
	for range p.all {
		err = errors.Join(err, <-stopped)
	}
	return err
}

// lost tells of a platform that can't be listened to any more. It ends the bot where there is no other: people
// on the others would be no better off for it.
func (p platforms) lost(err error, served chan<- error, log logrus.FieldLogger) {
	if len(p.all) == 1 {
		served <- err
		return
	}
	log.WithError(err).Error("this chat platform is not listened to any more; the others are")
}
