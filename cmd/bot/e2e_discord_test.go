package main

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanbot/oceanbot/internal/discordbot/discordstandin"
	"github.com/oceanbot/oceanbot/internal/discordbot/gateway/gatewaystandin"
	"github.com/oceanbot/oceanbot/internal/oceansim"
)

// The people of these tests: who they are in Discord.
const (
	emmaDiscord  = "80351110224678911"
	louisDiscord = "80351110224678912"
	bossDiscord  = "80351110224678913"
	alienDiscord = "80351110224678914"
	bossRole     = "290926798626358111"
)

// discordStand is OCEAN and Discord on loopback, and `bot serve` between them, a process of its own.
type discordStand struct {
	*stand

	discord *discordstandin.Discord
	gateway *gatewaystandin.Gateway // where interactions come through it
}

// newDiscordStand starts the bot, with Discord alone, and settings besides those that every test has.
func newDiscordStand(t *testing.T, settings ...string) *discordStand {
	t.Helper()
	start, err := time.Parse(time.RFC3339, startOfTest)
	if err != nil {
		t.Fatal(err)
	}
	s := &discordStand{stand: &stand{t: t, logs: &logs{}, clock: newSimClock(start)}, discord: discordstandin.New(), gateway: gatewaystandin.Start(t)}
	for _, u := range []discordstandin.User{
		{ID: emmaDiscord, Name: "emma", Locale: "en-GB"},
		{ID: louisDiscord, Name: "louis", Locale: "fr"},
		{ID: bossDiscord, Name: "boss", Locale: "en-US", Roles: []string{bossRole}},
		{ID: alienDiscord, Name: "alien", Locale: "en-US"},
	} {
		s.discord.AddUser(u)
	}
	platform := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/api/v10/gateway") {
			s.gateway.ServeHTTP(w, r)
			return
		}
		s.discord.ServeHTTP(w, r)
	}))
	s.discord.SetURL(platform.URL)
	t.Cleanup(func() {
		platform.Close()
		for _, c := range s.discord.Complaints() {
			t.Errorf("Discord complains: %s", c)
		}
	})

	s.ocean = oceansim.New(oceansim.Options{Now: s.clock.now, CustomerID: 21})
	s.ocean.AddIndividu(oceansim.Individu{ID: emmaID, Nom: "Smith", Prenom: "Emma", Email: "emma@example.com"})
	s.ocean.AddIndividu(oceansim.Individu{ID: louisID, Nom: "Petit", Prenom: "Louis", UserEmail: "louis@example.com"})
	s.ocean.AddIndividu(oceansim.Individu{ID: bossID, Nom: "Chef", Prenom: "Anne", Email: "boss@example.com"})
	server := httptest.NewServer(s.ocean)
	t.Cleanup(server.Close)
	config := filepath.Join(t.TempDir(), "bot.yaml")
	if err := os.WriteFile(config, []byte("managers:\n  - discord_role: \""+bossRole+"\"\n    scope: all\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	s.env = append([]string{
		"OCEAN_BASE_URL=" + server.URL, "OCEAN_LOGIN=" + oceansim.DemoLogin, "OCEAN_PASSWORD=" + oceansim.DemoPassword,
		"OCEAN_CUSTOMER_ID=21", "OCEAN_RATE=1000",
		"DISCORD_BOT_TOKEN=" + discordstandin.BotToken, "DISCORD_APPLICATION_ID=" + discordstandin.ApplicationID,
		"DISCORD_PUBLIC_KEY=" + s.discord.PublicKey(), "DISCORD_API_URL=" + s.discord.APIURL() + "/",
		"DATABASE_URL=sqlite:" + filepath.Join(t.TempDir(), "bot.db"), "BOT_CONFIG=" + config,
		"HTTP_ADDR=127.0.0.1:0", "BOT_NOW=" + startOfTest, "LOG_FORMAT=json", "LOG_LEVEL=debug",
	}, settings...)
	s.link(emmaDiscord, "1110009001")
	s.link(louisDiscord, "1110009002")
	s.link(bossDiscord, "1110009004")
	s.start()
	return s
}

// link says from the shell who somebody is.
func (s *discordStand) link(user, individu string) {
	s.t.Helper()
	link := exec.Command("bot", "identity", "link", "discord:"+user, individu)
	link.Env, link.Dir = s.env, s.t.TempDir()
	if out, err := link.CombinedOutput(); err != nil {
		s.t.Fatalf("linking: %v\n%s", err, out)
	}
}

func (s *discordStand) send(v discordstandin.Delivery) discordstandin.Answer {
	s.t.Helper()
	answer, err := s.discord.Send(s.t.Context(), s.base, v)
	if err != nil || answer.Status != http.StatusOK {
		s.t.Fatalf("answered %+v, %v", answer, err)
	}
	return answer
}

func (s *discordStand) next() discordstandin.Message {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), testPatience)
	defer cancel()
	m, err := s.discord.Next(ctx)
	if err != nil {
		s.t.Fatal(err)
	}
	return m
}

func when(words string) discordstandin.Option {
	return discordstandin.Option{Name: "when", Value: words}
}

// types a command and gives the answer.
func (s *discordStand) types(user, command string, options ...discordstandin.Option) discordstandin.Message {
	s.t.Helper()
	if a := s.send(s.discord.Command(user, command, options...)); a.Type != 5 || a.Flags != 64 {
		s.t.Errorf("the first answer is %+v, want one for the asker alone", a)
	}
	return s.next()
}

func (s *discordStand) pressing(user string, card discordstandin.Message, button string) discordstandin.Delivery {
	s.t.Helper()
	press, err := s.discord.Press(user, card, button)
	if err != nil {
		s.t.Fatalf("pressing %s: %v\n%s", button, err, card.Shown())
	}
	return press
}

// presses a button and gives the answer.
func (s *discordStand) presses(user string, card discordstandin.Message, button string) discordstandin.Message {
	s.t.Helper()
	s.send(s.pressing(user, card, button))
	return s.next()
}

// shows wants words on a card that only one person sees.
func (s *discordStand) shows(user string, card discordstandin.Message, words ...string) {
	s.t.Helper()
	if card.For != user {
		s.t.Errorf("not for %s alone but for %q: %s", user, card.For, card.Shown())
	}
	for _, w := range words {
		if !strings.Contains(card.Shown(), w) {
			s.t.Errorf("%q is not on the card:\n%s", w, card.Shown())
		}
	}
}

// silent wants that the bot says nothing more: whatever is under way is finished by a clean stop.
func (s *discordStand) silent(messages int) {
	s.t.Helper()
	if code := s.stop(); code != 0 {
		s.t.Errorf("the bot stopped with exit code %d", code)
	}
	if got := len(s.discord.Messages()); got != messages {
		s.t.Errorf("the bot sent %d messages, want %d", got, messages)
	}
}

func TestDiscordConversations(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		lang, user            string
		private, list, change string
		to, cancel            string
	}{
		{"en", emmaDiscord, "from Friday 18h to Monday, at my <@1> *sister*'s", "list", "Saturday 10:00-16:00", "change 1 to Sunday 9:00-11:00", "cancel 1"},
		{"fr", louisDiscord, "de vendredi 18h à lundi 8h, chez ma _sœur_ @everyone", "liste", "samedi 10h-16h", "change 1 en dimanche 9h-11h", "annule 1"},
	} {
		t.Run(tc.lang, func(t *testing.T) {
			t.Parallel()
			s := newDiscordStand(t)
			var said []string
			note := func(did string, m discordstandin.Message) discordstandin.Message {
				t.Helper()
				s.shows(tc.user, m)
				said = append(said, "> "+did+"\n"+m.Shown()+"\n")
				return m
			}
			command := func(words string) discordstandin.Message {
				t.Helper()
				return note("/private "+words, s.types(tc.user, "private", when(words)))
			}
			press := func(card discordstandin.Message, button string) discordstandin.Message {
				t.Helper()
				return note("["+strings.TrimSuffix(button, ":")+"]", s.presses(tc.user, card, button))
			}
			card := command(tc.private)
			done := press(card, "confirm:")
			if done.Replaces != card.ID {
				t.Error("the outcome must stand in the place of the card")
			}
			list := command(tc.list)
			dialog := s.send(s.pressing(tc.user, list, "change:"))
			if dialog.Modal == nil {
				t.Fatalf("a change asks for a period first: %+v", dialog)
			}
			said = append(said, "> [change]\n"+dialog.Modal.Title+"\n"+dialog.Modal.Label+" ("+dialog.Modal.Hint+")\n")
			s.send(s.discord.Submit(tc.user, dialog.Modal, tc.change))
			changed := press(note(tc.change, s.next()), "confirm:")
			press(changed, "undo:")
			press(command(tc.to), "cancel:")
			press(command(tc.cancel), "confirm:")
			command("statut")
			s.silent(11)
			if strings.Contains(s.logs.String(), "sister") || strings.Contains(s.logs.String(), "sœur") {
				t.Error("the reason was logged")
			}
			golden(t, filepath.Join("testdata", "discord_"+tc.lang+".golden"), strings.Join(said, "\n"))
		})
	}
}

// golden compares a text with a file, or writes it there.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s (-want +got):\n%s", file, diff)
	}
}

func TestOnlyDiscordIsListenedTo(t *testing.T) {
	t.Parallel()
	s := newDiscordStand(t)
	if a := s.send(s.discord.Ping()); a.Type != 1 {
		t.Errorf("a PING is answered %+v", a)
	}
	command := s.discord.Command(emmaDiscord, "private", when("tonight"))
	for name, v := range map[string]discordstandin.Delivery{
		"forged": command.Forged(), "stale": command.Stale(), "unsigned": command.Unsigned(), "a forged ping": s.discord.Ping().Forged(),
	} {
		if a, err := s.discord.Send(t.Context(), s.base, v); err != nil || a.Status != http.StatusUnauthorized {
			t.Errorf("%s: %+v, %v; want 401", name, a, err)
		}
	}
	s.silent(0)
}

func TestDiscordDeliversAgain(t *testing.T) {
	t.Parallel()
	s := newDiscordStand(t)
	command := s.discord.Command(emmaDiscord, "private", when("Saturday 10:00-12:00"))
	s.send(command)
	s.send(command)
	card := s.next()
	press := s.pressing(emmaDiscord, card, "confirm:")
	s.send(press)
	s.send(press)
	s.shows(emmaDiscord, s.next(), "Recorded in OCEAN")
	if code := s.stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	s.start()
	s.send(command)
	s.send(press)
	s.recorded(emmaID, "Sat 28 Nov 10:00 - Sat 28 Nov 12:00")
	s.silent(2)
	if n := s.ocean.Count(oceansim.OpSavePeriod); n != 1 {
		t.Errorf("OCEAN was asked %d times to record it", n)
	}
}

func TestWhoIsNotLinkedInDiscord(t *testing.T) {
	t.Parallel()
	s := newDiscordStand(t)
	s.shows(alienDiscord, s.types(alienDiscord, "private", when("tonight")), "discord:"+alienDiscord, "bot identity link")
	card := s.types(emmaDiscord, "private", when("Saturday 10:00-12:00"))
	refused := s.presses(louisDiscord, card, "confirm:")
	s.shows(louisDiscord, refused, "n'est pas la vôtre")
	s.recorded(emmaID)
	if n := s.ocean.CountWrites(); n != 0 {
		t.Errorf("OCEAN was written to %d times", n)
	}
}

func TestARoleOpensTheTeamsFigures(t *testing.T) {
	t.Parallel()
	s := newDiscordStand(t)
	who := discordstandin.Option{Name: "who", Value: "all"}
	s.shows(bossDiscord, s.types(bossDiscord, "usage", who, when("this month")))
	if public := s.next(); public.For != "" || public.Channel != discordstandin.Channel {
		t.Errorf("a manager's summary goes where it was asked: %+v", public)
	}
	before := s.ocean.Count(oceansim.OpAnalyse)
	s.shows(emmaDiscord, s.types(emmaDiscord, "usage", who, when("this month")))
	// Whoever lost the role lost the right with it.
	s.discord.AddUser(discordstandin.User{ID: bossDiscord, Name: "boss", Locale: "en-US"})
	s.shows(bossDiscord, s.types(bossDiscord, "usage", who, when("this month")))
	if got := s.ocean.Count(oceansim.OpAnalyse); got != before {
		t.Errorf("OCEAN was asked %d times about others", got-before)
	}
	s.silent(3)
}

func TestDiscordAttachesTheFigures(t *testing.T) {
	t.Parallel()
	s := newDiscordStand(t)
	csv := discordstandin.Option{Name: "format", Value: "csv"}
	own := s.types(louisDiscord, "usage", when("ce mois-ci"), csv)
	s.shows(louisDiscord, own, "Votre usage")
	const name = "usage-2026-11-01_2026-11-25.csv"
	if text := string(own.Files[name]); !strings.HasPrefix(text, "\ufeffConducteur;Distance (km);") || strings.Count(text, "\n") != 2 {
		t.Errorf("the files are %v: %s", own.Kinds, text)
	}
	s.shows(bossDiscord, s.types(bossDiscord, "usage", discordstandin.Option{Name: "who", Value: "team"}, when("this month"), csv))
	public := s.next()
	if text := string(public.Files[name]); public.For != "" || !strings.HasPrefix(text, "\ufeffDriver,Distance (km),") {
		t.Errorf("for %q, the files are %v: %s", public.For, public.Kinds, text)
	}
	refused := s.types(emmaDiscord, "usage", discordstandin.Option{Name: "who", Value: "team"}, csv)
	s.shows(emmaDiscord, refused, "For managers only")
	if len(refused.Files) != 0 {
		t.Errorf("the files are %v", refused.Kinds)
	}
}

func TestDiscordCompletesAndRegisters(t *testing.T) {
	t.Parallel()
	s := newDiscordStand(t, "DISCORD_GUILD_ID="+discordstandin.Guild)
	s.eventually("the commands are registered", func() bool {
		commands, _ := s.discord.Registered(discordstandin.Guild)
		return len(commands) == 7
	})
	a := s.send(s.discord.Autocomplete(louisDiscord, "private", when("vendredi 18h à lundi")))
	if a.Type != 8 || len(a.Choices) == 0 || a.Choices[0].Name != "ven. 27 nov. 18:00 → lun. 30 nov. 00:00 · 2 j 6 h" {
		t.Fatalf("completed %+v", a)
	}
	card := s.types(louisDiscord, "private", when(a.Choices[0].Value))
	s.shows(louisDiscord, s.presses(louisDiscord, card, "confirm:"), "C'est enregistré")
	s.recorded(louisID, "Fri 27 Nov 18:00 - Mon 30 Nov 00:00")
	if code := s.stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	s.start()
	s.silent(2)
	if _, writes := s.discord.Registered(discordstandin.Guild); writes != 1 {
		t.Errorf("the commands were written %d times", writes)
	}
}

func TestTheSameThroughTheGateway(t *testing.T) {
	t.Parallel()
	s := newDiscordStand(t, "DISCORD_PUBLIC_KEY=")
	emit := func(kind string, event []byte) discordstandin.Message {
		t.Helper()
		if err := s.gateway.Emit(t.Context(), kind, json.RawMessage(event)); err != nil {
			t.Fatal(err)
		}
		return s.next()
	}
	card := emit("INTERACTION_CREATE", s.discord.Command(emmaDiscord, "private", when("Saturday 10:00-12:00")).Event())
	s.shows(emmaDiscord, card, "please confirm")
	s.shows(emmaDiscord, emit("INTERACTION_CREATE", s.pressing(emmaDiscord, card, "confirm:").Event()), "Recorded in OCEAN")
	list := emit("MESSAGE_CREATE", s.discord.DirectMessage(emmaDiscord, "private list"))
	s.shows(emmaDiscord, list, "Sat 28 Nov 10:00")
	if err := s.gateway.Drop(t.Context()); err != nil {
		t.Fatal(err)
	}
	mention := emit("MESSAGE_CREATE", s.discord.Mention(emmaDiscord, "@ private Sunday 10:00-12:00"))
	s.shows(emmaDiscord, mention, "please confirm")
	s.shows(emmaDiscord, emit("INTERACTION_CREATE", s.pressing(emmaDiscord, mention, "confirm:").Event()), "Recorded in OCEAN")
	s.recorded(emmaID, "Sat 28 Nov 10:00 - Sat 28 Nov 12:00", "Sun 29 Nov 10:00 - Sun 29 Nov 12:00")
	if a, err := s.discord.Send(t.Context(), s.base, s.discord.Ping()); err != nil || a.Status != http.StatusNotFound {
		t.Errorf("without a public key the route answers %+v, %v; want 404", a, err)
	}
	if !slices.Contains(s.discord.Calls(), "GET commands") {
		t.Error("the commands were not looked at")
	}
	s.silent(5)
}

// A crash while OCEAN works is told in Discord too, unasked.
func TestDiscordIsToldAfterACrash(t *testing.T) {
	t.Parallel()
	s := newDiscordStand(t)
	card := s.types(emmaDiscord, "private", when("Saturday 10:00-12:00"))
	s.ocean.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Latency: time.Second})
	s.send(s.pressing(emmaDiscord, card, "confirm:"))
	s.eventually("OCEAN is asked", func() bool { return s.ocean.Count(oceansim.OpSavePeriod) == 1 })
	s.kill()
	s.start()
	s.shows(emmaDiscord, s.next(), "Recorded in OCEAN", "left without an answer")
	s.recorded(emmaID, "Sat 28 Nov 10:00 - Sat 28 Nov 12:00")
}
