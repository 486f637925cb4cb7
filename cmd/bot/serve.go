package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/commands"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/ledger"
	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/slackbot"
	"github.com/oceanbot/oceanbot/internal/store"
	"github.com/oceanbot/oceanbot/internal/trips"
)

func serveCommand(w world) *cobra.Command {
	var config string
	command := &cobra.Command{
		Use:   "serve",
		Short: "Run the bot on every chat platform that is set up",
		RunE: func(cmd *cobra.Command, _ []string) error {
			r, err := openSettings(w, config)
			if err != nil {
				return err
			}
			c := readCommon(r, w.Stderr)
			oceanConfig := readOcean(r)
			chats := readChats(r, c)
			if err := problems(r); err != nil {
				return err
			}
			return serve(cmd.Context(), c, oceanConfig, chats)
		},
	}
	command.Flags().StringVar(&config, "config", "", "a YAML file with settings (also BOT_CONFIG)")
	return command
}

// stopTime is how long a stop may take in all; work that isn't finished by then is concluded from the
// journal at the next start.
const stopTime = 8 * time.Second

// serve runs the bot until ctx ends.
func serve(ctx context.Context, c common, oceanConfig ocean.Config, chats chatSettings) (err error) {
	db, err := store.Open(ctx, c.database)
	if err != nil {
		return fmt.Errorf("DATABASE_URL: %w", err)
	}
	defer func() { err = errors.Join(err, db.Close()) }()

	oceanConfig.Now, oceanConfig.Log = c.now, c.log
	client, err := ocean.New(oceanConfig)
	if err != nil {
		return fmt.Errorf("preparing OCEAN: %w", err)
	}
	talk, err := newPlatforms(chats)
	if err != nil {
		return err
	}
	people := identity.New(client, talk.mailers, time.Now, c.log,
		identity.WithLinks(db))
	writes := ledger.New(ledger.Config{OCEAN: client, Store: db, Now: c.now, Log: c.log})
	found := trips.New(trips.Config{
		OCEAN: client, Fleet: people, Exploitant: c.exploitant, UsageOf: c.keys.Of, Now: c.now, Log: c.log,
	})
	bot := commands.New(commands.Config{
		OCEAN: client, OCEANZone: oceanConfig.Zone, Trips: found, Ledger: writes, Store: db, Identity: people,
		Managers: identity.NewManagers(c.managers, talk.groups), Directory: people, UsageKeys: c.keys,
		Notifiers: talk.notifiers(), Holidays: c.holidays, Now: c.now, Log: c.log,
	})
	checks := map[string]check{"ocean": client.Login, "database": db.Ping}
	mux := http.NewServeMux()
	for _, p := range talk.all {
		p.bot.SetHandler(bot)
		p.bot.Routes(mux)
		maps.Copy(checks, p.checks)
	}
	ready := newReadiness(checks)
	ready.routes(mux)
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", c.address)
	if err != nil {
		return fmt.Errorf("HTTP_ADDR: listening: %w", err)
	}
	server := &http.Server{
		Handler: mux, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 15 * time.Second,
		WriteTimeout: 30 * time.Second, IdleTimeout: 2 * time.Minute, MaxHeaderBytes: 64 << 10,
	}
	c.log.WithField("address", listener.Addr().String()).Info("listening")

	background, stopBackground := context.WithCancel(context.WithoutCancel(ctx))
	defer stopBackground()
	var running sync.WaitGroup
	running.Go(func() { ready.until(background, c.log) })
	running.Go(func() { people.Run(background) })
	running.Go(func() { writes.Run(background, bot.Tell) })
	running.Go(func() { tidy(background, db, c) })

	served := make(chan error, 2) // HTTP, and the only platform
	go func() { served <- fmt.Errorf("serving HTTP: %w", server.Serve(listener)) }()
	listening, stopListening := context.WithCancel(background)
	defer stopListening()
	for _, p := range talk.all {
		for _, keep := range p.runs {
			running.Go(func() {
				if err := keep(listening); err != nil {
					talk.lost(err, served, c.log)
				}
			})
		}
	}
	select {
	case err = <-served:
	case <-ctx.Done():
		c.log.Info("stopping; finishing what is under way")
	}
	ready.stop()
	stopListening()
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTime)
	defer cancel()
	if stopErr := errors.Join(server.Shutdown(stopping), talk.shutdown(stopping)); stopErr != nil {
		c.log.WithError(stopErr).Warn("not everything under way could be finished; the journal has it, and the next start concludes it")
	}
	stopBackground()
	within(stopping, running.Wait)
	within(stopping, people.Wait)
	c.log.Info("stopped")
	return err
}

// within waits for something until ctx ends: what only reads, or waits for somebody else, is no reason to
// stop later.
func within(ctx context.Context, wait func()) {
	done := make(chan struct{})
	go func() { defer close(done); wait() }()
	select {
	case <-done:
	case <-ctx.Done():
	}
}

// slackMail tells identity in its own words why Slack has no mail for somebody.
type slackMail struct{ slack *slackbot.Bot }

// Mail implements [identity.Mailer].
func (m slackMail) Mail(ctx context.Context, user chat.User) (string, error) {
	mail, err := m.slack.Mail(ctx, user)
	if errors.Is(err, slackbot.ErrNoMail) || errors.Is(err, slackbot.ErrOutsider) {
		return "", fmt.Errorf("%w: %w", identity.ErrNoMail, err)
	}
	return mail, err
}

// tidy forgets what the store needn't keep, at start and every hour.
func tidy(ctx context.Context, db *store.DB, c common) {
	every := time.NewTicker(time.Hour)
	defer every.Stop()
	for {
		if err := db.Purge(ctx, c.now()); err != nil && ctx.Err() == nil {
			c.log.WithError(err).Error("the store could not be tidied")
		}
		select {
		case <-ctx.Done():
			return
		case <-every.C:
		}
	}
}
