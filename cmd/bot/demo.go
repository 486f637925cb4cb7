package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/mattn/go-isatty"
	"github.com/sirupsen/logrus"
	"github.com/spf13/cobra"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/commands"
	"github.com/oceanbot/oceanbot/internal/console"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/ledger"
	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/oceansim"
	"github.com/oceanbot/oceanbot/internal/store"
	"github.com/oceanbot/oceanbot/internal/trips"
)

// demoFlags are the flags of `bot demo`.
type demoFlags struct{ now, zone, lang, as string }

func demoCommand(w world) *cobra.Command {
	var flags demoFlags
	command := &cobra.Command{
		Use:   "demo",
		Short: "Try the bot here, against a simulated OCEAN; nothing needs to be set up",
		RunE:  func(cmd *cobra.Command, _ []string) error { return demo(cmd.Context(), w, flags) },
	}
	command.Flags().StringVar(&flags.now, "now", "", "what time it is at the start, RFC 3339 (default: now)")
	command.Flags().StringVar(&flags.zone, "tz", "Europe/Paris", "your time zone")
	command.Flags().StringVar(&flags.lang, "lang", "fr", "the language of the answers: fr or en")
	command.Flags().StringVar(&flags.as, "as", "driver", "who you are: driver or manager")
	return command
}

func demo(ctx context.Context, w world, flags demoFlags) (err error) {
	zone, err := time.LoadLocation(flags.zone)
	if err != nil {
		return usageError{fmt.Errorf("--tz: %q is not the name of a time zone, like Europe/Paris", flags.zone)}
	}
	lang := i18n.Lang(flags.lang)
	if lang != i18n.French && lang != i18n.English {
		return usageError{fmt.Errorf("--lang: %q is neither fr nor en", flags.lang)}
	}
	var start time.Time
	if flags.now != "" {
		if start, err = time.Parse(time.RFC3339, flags.now); err != nil {
			return usageError{fmt.Errorf("--now: %q is not a time like 2026-11-25T10:00:00+01:00", flags.now)}
		}
	}
	who := oceansim.DemoDriver()
	switch flags.as {
	case "driver":
	case "manager":
		who = oceansim.DemoManager()
	default:
		return usageError{fmt.Errorf("--as: %q is neither driver nor manager", flags.as)}
	}

	clock := clockFrom(start)
	log := logrus.New()
	log.SetOutput(io.Discard) // a conversation is no place for a log
	sim, stop, err := startSimulator(ctx, clock)
	if err != nil {
		return err
	}
	defer stop()
	db, err := store.Open(ctx, store.Scheme+":memory:")
	if err != nil {
		return fmt.Errorf("opening the demo's database: %w", err)
	}
	defer func() { _ = db.Close() }()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		return fmt.Errorf("finding OCEAN's time zone: %w", err)
	}
	client, err := ocean.New(ocean.Config{
		BaseURL: sim, Login: oceansim.DemoLogin, Password: oceansim.DemoPassword, Zone: paris,
		Rate: 1000, Now: clock, Log: log, // it is our own simulator that is spoken to
	})
	if err != nil {
		return fmt.Errorf("preparing the demo's OCEAN: %w", err)
	}

	user := chat.User{Platform: chat.Console, ID: flags.as}
	people := identity.New(client, map[chat.Platform]identity.Mailer{chat.Console: demoMail(who.Email)}, time.Now, log)
	writes := ledger.New(ledger.Config{OCEAN: client, Store: db, Now: clock, Log: log})
	managers := identity.NewManagers([]identity.Grant{
		{User: chat.User{Platform: chat.Console, ID: "manager"}, Scope: identity.Scope{All: true}},
	}, nil)
	notifiers := map[chat.Platform]chat.Notifier{}
	found := trips.New(trips.Config{OCEAN: client, Fleet: people, Now: clock, Log: log})
	bot := commands.New(commands.Config{
		OCEAN: client, OCEANZone: paris, Trips: found, Ledger: writes, Store: db, Identity: people,
		Managers: managers, Directory: people, Notifiers: notifiers, Now: clock, Log: log,
	})
	terminal := console.New(console.Config{
		Handler: bot, In: w.Stdin, Out: w.Stdout, Echo: !isTerminal(w.Stdin), User: user, Lang: lang, Zone: zone,
	})
	notifiers[chat.Console] = terminal

	if _, err := fmt.Fprintln(w.Stdout, i18n.DemoWelcome(lang, who.Prenom+" "+who.Nom, i18n.Moment(lang, clock().In(zone)), zone.String())); err != nil {
		return fmt.Errorf("greeting: %w", err)
	}
	background, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { defer close(done); writes.Run(background, bot.Tell) }()
	err = terminal.Run(ctx)
	cancel()
	<-done
	if err != nil {
		return fmt.Errorf("talking: %w", err)
	}
	return nil
}

// demoMail is the mail of whoever speaks in the demo.
type demoMail string

// Mail implements [identity.Mailer].
func (m demoMail) Mail(context.Context, chat.User) (string, error) { return string(m), nil }

// startSimulator serves OCEAN's simulator on a free port of this machine, and gives its base URL.
func startSimulator(ctx context.Context, clock func() time.Time) (base string, stop func(), err error) {
	sim := oceansim.New(oceansim.Options{Now: clock})
	sim.Seed(clock())
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, fmt.Errorf("starting the demo's OCEAN: %w", err)
	}
	server := &http.Server{Handler: sim, ReadHeaderTimeout: 5 * time.Second}
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = server.Serve(listener) // ends with ErrServerClosed
	}()
	return "http://" + listener.Addr().String(), func() { _ = server.Close(); <-served }, nil
}

func isTerminal(in io.Reader) bool {
	file, ok := in.(*os.File)
	return ok && isatty.IsTerminal(file.Fd())
}
