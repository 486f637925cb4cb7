package main

import (
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/adapter"
	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/nlp"
	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/settings"
	"github.com/oceanbot/oceanbot/internal/slackbot"
	"github.com/oceanbot/oceanbot/internal/store"
	"github.com/oceanbot/oceanbot/internal/usage"
)

// known are the names that a settings file may hold.
var known = []string{
	"OCEAN_BASE_URL", "OCEAN_LOGIN", "OCEAN_PASSWORD", "OCEAN_CUSTOMER_ID", "OCEAN_TIMEZONE", "OCEAN_DATE_ZONE",
	"OCEAN_CODE_EXPLOITANT", "OCEAN_RATE", "OCEAN_PERIOD_KEYS",
	"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL",
	"DISCORD_BOT_TOKEN", "DISCORD_APPLICATION_ID", "DISCORD_PUBLIC_KEY", "DISCORD_GUILD_ID", "DISCORD_API_URL",
	"DATABASE_URL", "HTTP_ADDR", "BOT_TIMEZONE", "BOT_LANG", "BOT_HOLIDAYS", "BOT_NOW", "LOG_LEVEL", "LOG_FORMAT",
}

// openSettings reads the environment, .env and the YAML file of --config or BOT_CONFIG.
func openSettings(w world, config string) (*settings.Reader, error) {
	if config == "" {
		for _, pair := range w.Environ {
			if value, ok := strings.CutPrefix(pair, "BOT_CONFIG="); ok {
				config = value
			}
		}
	}
	reader, err := settings.New(w.Environ, settings.Files{
		DotEnv: ".env", YAML: config, Known: known, Nested: []string{"managers", "digests"},
	})
	if err != nil {
		return nil, usageError{err}
	}
	return reader, nil
}

// common are the settings of the bot itself.
type common struct {
	database string
	address  string
	zone     *time.Location
	lang     i18n.Lang
	holidays nlp.Region
	now      func() time.Time
	managers []identity.Grant
	keys     usage.Keys // what OCEAN's period keys stand for
	// exploitant is the codeExploitant of trips whose own record names none.
	exploitant string
	log        *logrus.Logger
}

func readCommon(r *settings.Reader, logs io.Writer) common {
	c := common{
		database:   readDatabase(r),
		address:    readAddress(r),
		zone:       r.Zone("BOT_TIMEZONE", "Europe/Paris"),
		lang:       r.Lang("BOT_LANG", i18n.French),
		holidays:   readHolidays(r),
		now:        clockFrom(r.Time("BOT_NOW")),
		managers:   readManagers(r),
		keys:       readPeriodKeys(r),
		exploitant: r.String("OCEAN_CODE_EXPLOITANT", ""),
		log:        logrus.New(),
	}
	c.log.SetOutput(logs)
	level, err := logrus.ParseLevel(r.String("LOG_LEVEL", "info"))
	if err != nil {
		r.Problemf("LOG_LEVEL", "%q is not one of debug, info, warn, error", r.String("LOG_LEVEL", ""))
	}
	c.log.SetLevel(level)
	if r.OneOf("LOG_FORMAT", "text", "text", "json") == "json" {
		c.log.SetFormatter(&logrus.JSONFormatter{})
	} else {
		c.log.SetFormatter(&logrus.TextFormatter{FullTimestamp: true, DisableColors: true})
	}
	return c
}

// readHolidays gives the region whose holidays are meant by name.
func readHolidays(r *settings.Reader) nlp.Region {
	names := nlp.RegionNames()
	region, _ := nlp.ParseRegion(r.OneOf("BOT_HOLIDAYS", names[0], names...)) // one of them
	return region
}

// readPeriodKeys gives what an operator says of period keys whose names don't tell.
func readPeriodKeys(r *settings.Reader) usage.Keys {
	const name = "OCEAN_PERIOD_KEYS"
	keys, err := usage.ParseKeys(r.String(name, ""))
	if err != nil {
		r.Problemf(name, "%v", err)
	}
	return keys
}

// readManagers gives the managers of the YAML file.
func readManagers(r *settings.Reader) []identity.Grant {
	var grants []identity.Grant
	for _, m := range r.Managers() {
		grant := identity.Grant{
			SlackGroup: m.SlackGroup, DiscordRole: m.DiscordRole,
			Scope: identity.Scope{All: m.All, Entities: m.Entities},
		}
		switch {
		case m.Slack != "":
			grant.User = chat.User{Platform: chat.Slack, ID: m.Slack}
		case m.Discord != "":
			grant.User = chat.User{Platform: chat.Discord, ID: m.Discord}
		}
		grants = append(grants, grant)
	}
	return grants
}

func readAddress(r *settings.Reader) string { return r.Address("HTTP_ADDR", "127.0.0.1:8080") }

func readDatabase(r *settings.Reader) string {
	const name = "DATABASE_URL"
	value := r.String(name, store.Scheme+"data/bot.db")
	switch {
	case strings.HasPrefix(value, "postgres://"), strings.HasPrefix(value, "postgresql://"):
		r.Problemf(name, "PostgreSQL is not supported yet; use %sdata/bot.db", store.Scheme)
	case !strings.HasPrefix(value, store.Scheme) || value == store.Scheme:
		r.Problemf(name, "this is not the address of a database, like %sdata/bot.db", store.Scheme)
	}
	return value
}

// clockFrom is a clock that begins at an instant and runs on from there, or the real one.
func clockFrom(start time.Time) func() time.Time {
	if start.IsZero() {
		return time.Now
	}
	began := time.Now()
	return func() time.Time { return start.Add(time.Since(began)) }
}

func readOcean(r *settings.Reader) ocean.Config {
	c := ocean.Config{
		BaseURL:    r.URL("OCEAN_BASE_URL", "https://v3.oceansystem.com/ocean"),
		Login:      r.String("OCEAN_LOGIN", ""),
		Password:   r.Secret("OCEAN_PASSWORD"),
		CustomerID: r.Int64("OCEAN_CUSTOMER_ID"),
		Zone:       r.Zone("OCEAN_TIMEZONE", "Europe/Paris"),
		DateZone:   ocean.DateZone(r.OneOf("OCEAN_DATE_ZONE", "auto", "auto", "+0000", "Z")),
		Rate:       r.Rate("OCEAN_RATE", 5),
	}
	if strings.HasSuffix(c.BaseURL, "/restapi") {
		r.Problemf("OCEAN_BASE_URL", "leave /restapi away; it is added")
	}
	if c.Login == "" {
		r.Problemf("OCEAN_LOGIN", "it is not set; it is the login of the bot's own OCEAN account")
	}
	if !c.Password.IsSet() && !r.Has("OCEAN_PASSWORD") {
		r.Problemf("OCEAN_PASSWORD", "it is not set; OCEAN_PASSWORD_FILE may name a file that holds it")
	}
	return c
}

// adapter gives what the adapters of all platforms need.
func (c common) adapter() adapter.Common {
	return adapter.Common{DefaultLang: c.lang, DefaultZone: c.zone, Now: c.now, Log: c.log}
}

// readSlack gives Slack's settings, and whether Slack is set up at all.
func readSlack(r *settings.Reader, c common) (config slackbot.Config, ok bool) {
	const botToken, signingSecret, appToken = "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN" //nolint:gosec // names
	if !r.Has(botToken) && !r.Has(signingSecret) && !r.Has(appToken) {
		return slackbot.Config{}, false
	}
	config = slackbot.Config{
		BotToken:      r.Secret(botToken),
		SigningSecret: r.Secret(signingSecret),
		AppToken:      r.Secret(appToken),
		APIURL:        r.URL("SLACK_API_URL", ""),
		Common:        c.adapter(),
	}
	switch {
	case !r.Has(botToken):
		r.Problemf(botToken, "it is not set, and Slack's other settings need it; it begins with xoxb-")
	case config.BotToken.IsSet() && !strings.HasPrefix(config.BotToken.Reveal(), "xoxb-"):
		r.Problemf(botToken, "this is not a bot token; it begins with xoxb-")
	}
	switch {
	case !r.Has(signingSecret) && !r.Has(appToken):
		r.Problemf(signingSecret, "it is not set; Slack shows it under Basic Information (or set %s for Socket Mode)", appToken)
	case config.AppToken.IsSet() && !strings.HasPrefix(config.AppToken.Reveal(), "xapp-"):
		r.Problemf(appToken, "this is not an app-level token; it begins with xapp-")
	}
	return config, true
}

// problems makes a usage error of what was wrong with the settings.
func problems(r *settings.Reader) error {
	err := r.Err()
	if err == nil {
		return nil
	}
	return usageError{fmt.Errorf("these settings are wrong:\n%w", err)}
}
