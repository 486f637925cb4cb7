package main

import (
	"context"
	"io"
	"net/http/httptest"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/sirupsen/logrus"
	"golang.org/x/tools/txtar"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/commands"
	"github.com/oceanbot/oceanbot/internal/console"
	"github.com/oceanbot/oceanbot/internal/discordbot/discordstandin"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/ledger"
	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/oceansim"
	"github.com/oceanbot/oceanbot/internal/store"
	"github.com/oceanbot/oceanbot/internal/trips"
)

// step is a line of a conversation, and what Slack showed for it.
type step struct {
	line        string
	user, words string
	typed       bool
	title       string // of the card, with the sign of its tone
	public      bool
}

// stepsOf reads a conversation's steps from what Slack showed.
func stepsOf(t *testing.T, shown string) []step {
	t.Helper()
	var steps []step
	lines := strings.Split(shown, "\n")
	for i := 0; i+2 < len(lines); i++ {
		at := strings.IndexAny(lines[i], ">!")
		if at < 1 || !strings.HasPrefix(lines[i+1], "  (for ") {
			continue
		}
		steps = append(steps, step{
			line: lines[i], user: lines[i][:at], words: strings.TrimSpace(lines[i][at+1:]), typed: lines[i][at] == '>',
			public: lines[i+1] == "  (for the channel)", title: strings.TrimSpace(lines[i+2]),
		})
	}
	if len(steps) == 0 {
		t.Fatal("Slack showed nothing")
	}
	return steps
}

// TestConversationsEverywhere plays the conversations that TestConversations holds in Slack in Discord and in the
// console too: each step shows a card of the same title to the same people, and OCEAN has the same in the end.
func TestConversationsEverywhere(t *testing.T) {
	t.Parallel()
	scripts, err := filepath.Glob("testdata/conversations/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("there are no conversations: %v", err)
	}
	for _, path := range scripts {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		parts := map[string]string{}
		for _, file := range archive.Files {
			parts[file.Name] = string(file.Data)
		}
		steps := stepsOf(t, parts["slack"])
		name := strings.TrimSuffix(filepath.Base(path), ".txtar")
		t.Run("discord/"+name, func(t *testing.T) {
			t.Parallel()
			same(t, parts["ocean"], playInDiscord(t, steps))
		})
		t.Run("console/"+name, func(t *testing.T) {
			t.Parallel()
			same(t, parts["ocean"], playInConsole(t, steps))
		})
	}
}

func same(t *testing.T, want, got string) {
	t.Helper()
	if strings.TrimSpace(want) != strings.TrimSpace(got) {
		t.Errorf("OCEAN has\n%s\nwant, as in Slack\n%s", got, want)
	}
}

// inDiscord gives the command that a line typed in Slack is in Discord: French names are localisations there, and
// everything that follows is one option.
func inDiscord(line string) (command string, options []discordstandin.Option) {
	command, rest, _ := strings.Cut(strings.TrimPrefix(line, "/"), " ")
	switch command {
	case "prive":
		command = "private"
	case "trajet":
		command = "trip"
	}
	name := "when"
	if command == "ocean" {
		name = "what"
	}
	if rest != "" {
		options = []discordstandin.Option{{Name: name, Value: rest}}
	}
	return command, options
}

func playInDiscord(t *testing.T, steps []step) string {
	t.Helper()
	s := newDiscordStand(t)
	if code := s.stop(); code != 0 { // the fleet is read at start
		t.Fatalf("exit code %d", code)
	}
	s.populate()
	s.start()
	people := map[string]string{"emma": emmaDiscord, "louis": louisDiscord, "boss": bossDiscord, "nobody": alienDiscord}
	var card discordstandin.Message
	for _, step := range steps {
		user := people[step.user]
		if step.typed {
			command, options := inDiscord(step.words)
			card = s.types(user, command, options...)
		} else {
			button := ""
			for _, b := range card.Buttons() {
				if button == "" && strings.HasPrefix(b.Label, step.words) {
					button = b.Label
				}
			}
			card = s.presses(user, card, button)
		}
		s.shows(user, card)
		if step.public {
			if card = s.next(); card.For != "" {
				t.Errorf("%s: for %s alone", step.line, card.For)
			}
		}
		if title, _, _ := strings.Cut(card.Shown(), "\n"); title != step.title {
			t.Errorf("%s: shown %q, want as in Slack %q", step.line, title, step.title)
		}
	}
	return s.inOcean()
}

// lastCard knows the last card that a console has shown, by whose order its buttons are numbered.
type lastCard struct {
	chat.Handler

	shown chan chat.Message
}

func (l lastCard) Handle(ctx context.Context, r chat.Request) chat.Message {
	m := l.Handler.Handle(ctx, r)
	l.shown <- m
	return m
}

// mails are those of the people of the console.
type mails map[string]string

func (m mails) Mail(_ context.Context, user chat.User) (string, error) {
	if mail, ok := m[user.ID]; ok {
		return mail, nil
	}
	return "", identity.ErrNoMail
}

func playInConsole(t *testing.T, steps []step) string {
	t.Helper()
	s, bot := newConsoleBot(t)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(t.Context()), testPatience)
	t.Cleanup(cancel)
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	type seat struct {
		keys *io.PipeWriter
		last lastCard
	}
	seats := map[string]seat{}
	for name, lang := range map[string]i18n.Lang{"emma": i18n.English, "louis": i18n.French, "boss": i18n.English, "nobody": i18n.English} {
		in, keys := io.Pipe()
		seat := seat{keys: keys, last: lastCard{bot, make(chan chat.Message, 1)}}
		terminal := console.New(console.Config{
			Handler: seat.last, In: in, Out: io.Discard, User: chat.User{Platform: chat.Console, ID: name}, Lang: lang, Zone: zone,
		})
		ended := make(chan error, 1)
		go func() { ended <- terminal.Run(ctx) }()
		t.Cleanup(func() {
			_ = keys.Close()
			if err := <-ended; err != nil {
				t.Errorf("%s's console: %v", name, err)
			}
		})
		seats[name] = seat
	}
	var buttons []chat.Button
	for _, step := range steps {
		seat, line := seats[step.user], strings.TrimPrefix(step.words, "/")
		if !step.typed {
			line = ""
			for n, b := range buttons {
				if line == "" && strings.HasPrefix(b.Label, step.words) {
					line = strconv.Itoa(n + 1)
				}
			}
		}
		if _, err := io.WriteString(seat.keys, line+"\n"); err != nil {
			t.Fatal(err)
		}
		var m chat.Message
		select {
		case m = <-seat.last.shown:
		case <-ctx.Done():
			t.Fatalf("%s: no answer", step.line)
		}
		buttons = m.Card.AllButtons()
		if !strings.HasSuffix(step.title, m.Card.Title) && step.user != "nobody" {
			t.Errorf("%s: shown %q, want as in Slack %q", step.line, m.Card.Title, step.title)
		}
	}
	return s.inOcean()
}

// newConsoleBot is the bot in this process, in front of the same OCEAN as elsewhere.
func newConsoleBot(t *testing.T) (*stand, *commands.Bot) {
	t.Helper()
	start, err := time.Parse(time.RFC3339, startOfTest)
	if err != nil {
		t.Fatal(err)
	}
	clock := clockFrom(start)
	s := &stand{t: t, ocean: oceansim.New(oceansim.Options{Now: clock})}
	s.populate()
	server := httptest.NewServer(s.ocean)
	t.Cleanup(server.Close)
	log := logrus.New()
	log.SetOutput(io.Discard)
	db, err := store.Open(t.Context(), store.Scheme+":memory:")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	client, err := ocean.New(ocean.Config{
		BaseURL: server.URL, Login: oceansim.DemoLogin, Password: oceansim.DemoPassword, Zone: zone, Rate: 1000, Now: clock, Log: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	people := identity.New(client, map[chat.Platform]identity.Mailer{chat.Console: mails{
		"emma": "emma@example.com", "louis": "louis@example.com", "boss": "boss@example.com",
	}}, time.Now, log)
	t.Cleanup(people.Wait)
	managers := identity.NewManagers([]identity.Grant{{User: chat.User{Platform: chat.Console, ID: "boss"}, Scope: identity.Scope{All: true}}}, nil)
	return s, commands.New(commands.Config{
		OCEAN: client, OCEANZone: zone, Trips: trips.New(trips.Config{OCEAN: client, Fleet: people, Now: clock, Log: log}),
		Ledger: ledger.New(ledger.Config{OCEAN: client, Store: db, Now: clock, Log: log}), Store: db, Identity: people,
		Managers: managers, Directory: people, Notifiers: map[chat.Platform]chat.Notifier{}, Now: clock, Log: log,
	})
}
