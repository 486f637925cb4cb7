package slackbot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/patrickmn/go-cache"
	"github.com/sirupsen/logrus"
	"github.com/slack-go/slack"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/wire"
)

// Why [Bot.Mail] has no address to give.
var (
	// ErrNoMail: the profile shows none. Slack also leaves it out where the bot lacks the scope
	// users:read.email (https://docs.slack.dev/reference/scopes/users.read.email).
	ErrNoMail = errors.New("the Slack profile has no mail address")
	// ErrScope: the bot may not read profiles at all (https://docs.slack.dev/reference/scopes/users.read).
	ErrScope = errors.New("the Slack app lacks a scope")
	// ErrOutsider: a bot, a deleted account, or a guest from another workspace, whose mail address is
	// not this company's to vouch for (https://docs.slack.dev/apis/slack-connect).
	ErrOutsider = errors.New("the Slack user is not a member of this workspace")
)

// Mail gives the mail address of a person's profile: https://docs.slack.dev/reference/methods/users.info.
func (b *Bot) Mail(ctx context.Context, user chat.User) (string, error) {
	if user.Platform != chat.Slack {
		return "", fmt.Errorf("slack: %q is nobody in Slack", user.Key())
	}
	profile, err := b.profile(ctx, user.ID)
	if err != nil {
		return "", err
	}
	switch {
	case profile.Deleted, profile.IsBot, profile.IsStranger:
		return "", fmt.Errorf("slack: %s: %w", user.Key(), ErrOutsider)
	case profile.Profile.Email == "":
		return "", fmt.Errorf("slack: %s: %w", user.Key(), ErrNoMail)
	default:
		return profile.Profile.Email, nil
	}
}

// profile reads a profile, or remembers it.
func (b *Bot) profile(ctx context.Context, id string) (*slack.User, error) {
	if profile := b.knownProfile(id); profile != nil {
		return profile, nil
	}
	profile, err := b.api.GetUserInfoContext(ctx, id) // asks for the locale too
	if err != nil {
		var answer slack.SlackErrorResponse
		if errors.As(err, &answer) && answer.Err == "missing_scope" {
			return nil, fmt.Errorf("slack: users.info: %w: %s", ErrScope, answer.Needed)
		}
		return nil, fmt.Errorf("slack: users.info: %w", wire.Scrub(err))
	}
	b.profiles.Set(id, profile, cache.DefaultExpiration)
	return profile, nil
}

// knownProfile is the profile as far as it needn't be asked for; nil where it is not known.
func (b *Bot) knownProfile(id string) *slack.User {
	if known, ok := b.profiles.Get(id); ok {
		if profile, ok := known.(*slack.User); ok {
			return profile
		}
	}
	return nil
}

// knownLang is a person's language as far as it needn't be asked for.
func (b *Bot) knownLang(id string) i18n.Lang {
	if profile := b.knownProfile(id); profile != nil {
		if spoken, ok := i18n.ParseLang(profile.Locale); ok {
			return spoken
		}
	}
	return b.cfg.DefaultLang
}

// tongue gives a person's language and zone; what the profile doesn't tell, or can't be read, is the
// default. It never keeps a request from being done.
func (b *Bot) tongue(ctx context.Context, id string, log logrus.FieldLogger) (i18n.Lang, *time.Location) {
	lang, zone := b.cfg.DefaultLang, b.cfg.DefaultZone
	ctx, cancel := context.WithTimeout(ctx, b.cfg.ProfileLimit)
	defer cancel()
	profile, err := b.profile(ctx, id)
	if err != nil {
		log.WithError(err).Warn("slack: language and zone are the defaults")
		return lang, zone
	}
	if spoken, ok := i18n.ParseLang(profile.Locale); ok {
		lang = spoken
	}
	// LoadLocation knows "" and "Local", and Slack means neither.
	if named := profile.TZ; named != "" && named != "Local" {
		if loaded, err := time.LoadLocation(named); err == nil {
			zone = loaded
		}
	}
	return lang, zone
}
