package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/oceanbot/oceanbot/internal/oceansim"
	"github.com/oceanbot/oceanbot/internal/slackbot/slackstandin"
)

// The people of these tests: who they are in Slack, and in OCEAN.
const (
	emma   = "U0EMMA"
	louis  = "U0LOUIS"
	nobody = "U0NOBODY"

	emmaID  int64 = 1110009001
	louisID int64 = 1110009002

	channel = "C0FLEET"
)

const startOfTest = "2026-11-25T10:00:00+01:00" // a Wednesday

// stand is the bot's world: OCEAN and Slack on loopback, and `bot serve` between them, a process of its own.
type stand struct {
	t     *testing.T
	slack *slackstandin.Slack
	ocean *oceansim.Server
	env   []string

	clock   *simClock
	process *exec.Cmd
	base    string // the bot's address
	logs    *logs
	read    chan struct{} // closed once all that the process wrote is in logs
}

// simClock is the simulator's clock. The bot's begins anew whenever its process does, so this one does too, right
// after: on a busy machine OCEAN would be seconds ahead of the bot else, and begin its periods in the bot's future.
type simClock struct {
	start time.Time

	mu    sync.Mutex
	began time.Time
}

func newSimClock(start time.Time) *simClock { return &simClock{start: start, began: time.Now()} }

func (c *simClock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.start.Add(time.Since(c.began))
}

func (c *simClock) restart() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.began = time.Now()
}

// patience bounds every wait of these tests; nothing waits that long unless it fails.
const testPatience = 40 * time.Second

// newStand starts the bot, with settings besides those that every test has.
func newStand(t *testing.T, settings ...string) *stand {
	t.Helper()
	start, err := time.Parse(time.RFC3339, startOfTest)
	if err != nil {
		t.Fatal(err)
	}
	s := &stand{t: t, slack: slackstandin.Start(t), logs: &logs{}, clock: newSimClock(start)}
	s.slack.AddUser(slackstandin.User{ID: emma, Name: "emma", Mail: "Emma@Example.com", Locale: "en-GB", Zone: "Europe/Paris"})
	s.slack.AddUser(slackstandin.User{ID: louis, Name: "louis", Mail: "louis@example.com", Locale: "fr-FR", Zone: "Europe/Paris"})
	s.slack.AddUser(slackstandin.User{ID: nobody, Name: "nobody", Mail: "nobody@example.com", Locale: "en-GB", Zone: "Europe/Paris"})

	s.ocean = oceansim.New(oceansim.Options{Now: s.clock.now, CustomerID: 21})
	s.ocean.AddIndividu(oceansim.Individu{ID: emmaID, Nom: "Smith", Prenom: "Emma", Email: "emma@example.com"})
	s.ocean.AddIndividu(oceansim.Individu{ID: louisID, Nom: "Petit", Prenom: "Louis", UserEmail: "louis@example.com"})
	server := httptest.NewServer(s.ocean)
	t.Cleanup(server.Close)
	s.env = []string{
		"OCEAN_BASE_URL=" + server.URL, "OCEAN_LOGIN=" + oceansim.DemoLogin, "OCEAN_PASSWORD=" + oceansim.DemoPassword,
		"OCEAN_CUSTOMER_ID=21", "OCEAN_RATE=1000",
		"SLACK_BOT_TOKEN=" + slackstandin.BotToken, "SLACK_SIGNING_SECRET=" + slackstandin.SigningSecret,
		"SLACK_API_URL=" + s.slack.APIURL(), "DATABASE_URL=sqlite:" + filepath.Join(t.TempDir(), "bot.db"),
		"HTTP_ADDR=127.0.0.1:0", "BOT_NOW=" + startOfTest, "LOG_FORMAT=json", "LOG_LEVEL=debug",
	}
	s.env = append(s.env, settings...)
	s.start()
	return s
}

// start starts the bot and waits until it is ready.
func (s *stand) start() {
	s.t.Helper()
	s.launch()
	s.eventually("the bot is ready", func() bool { return s.get("/readyz") == http.StatusOK })
}

// launch starts the bot and waits until it listens.
func (s *stand) launch() {
	s.t.Helper()
	s.process = exec.Command("bot", "serve")
	s.process.Env = s.env
	s.process.Dir = s.t.TempDir()
	output, err := s.process.StderrPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.process.Start(); err != nil {
		s.t.Fatal(err)
	}
	process, read := s.process, make(chan struct{})
	s.read = read
	s.t.Cleanup(func() {
		_ = process.Process.Kill()
		<-read // Wait closes the pipe: what isn't read by then is lost
		_ = process.Wait()
		if s.t.Failed() {
			s.t.Log(s.logs.String())
		}
	})
	address := make(chan string, 1)
	go func() {
		defer close(read)
		s.logs.read(output, address)
	}()
	select {
	case s.base = <-address:
		if s.clock != nil {
			s.clock.restart()
		}
	case <-time.After(testPatience):
		s.t.Fatal("the bot doesn't listen")
	}
}

// stop asks the bot to stop and gives its exit code.
func (s *stand) stop() int {
	s.t.Helper()
	if err := s.process.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	<-s.read
	err := s.process.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		s.t.Fatal(err)
	}
	return s.process.ProcessState.ExitCode()
}

// kill ends the bot as a power cut would.
func (s *stand) kill() {
	s.t.Helper()
	if err := s.process.Process.Kill(); err != nil {
		s.t.Fatal(err)
	}
	<-s.read
	_ = s.process.Wait()
}

func (s *stand) get(path string) int {
	s.t.Helper()
	request, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, s.base+path, http.NoBody)
	if err != nil {
		s.t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0
	}
	_ = response.Body.Close()
	return response.StatusCode
}

func (s *stand) eventually(what string, happened func() bool) {
	s.t.Helper()
	for deadline := time.Now().Add(testPatience); !happened(); {
		if time.Now().After(deadline) {
			s.t.Fatalf("it never came to pass that %s", what)
		}
		time.Sleep(10 * time.Millisecond) // another process is watched from outside
	}
}

// deliver sends something to the bot, and wants it acknowledged.
func (s *stand) deliver(d slackstandin.Delivery) {
	s.t.Helper()
	status, body, err := d.Send(s.t.Context(), s.base)
	if err != nil || status != http.StatusOK || body != "" {
		s.t.Fatalf("not acknowledged: status %d, body %q, %v", status, body, err)
	}
}

// next waits for the bot's next message.
func (s *stand) next() slackstandin.Message {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.t.Context(), testPatience)
	defer cancel()
	message, err := s.slack.Next(ctx)
	if err != nil {
		s.t.Fatal(err)
	}
	return message
}

// types a command and gives the answer.
func (s *stand) types(user, text string) slackstandin.Message {
	s.t.Helper()
	s.deliver(s.slack.Command(user, channel, "/private", text))
	return s.next()
}

// pressing builds a press on a button.
func (s *stand) pressing(user string, card slackstandin.Message, button string) slackstandin.Delivery {
	s.t.Helper()
	press, err := s.slack.Press(user, card, button)
	if err != nil {
		s.t.Fatalf("pressing %s: %v\n%s", button, err, card.Shown())
	}
	return press
}

// presses a button and gives the answer.
func (s *stand) presses(user string, card slackstandin.Message, button string) slackstandin.Message {
	s.t.Helper()
	s.deliver(s.pressing(user, card, button))
	return s.next()
}

// shows wants words on a card that only its asker sees.
func (s *stand) shows(card slackstandin.Message, words ...string) {
	s.t.Helper()
	if !card.Ephemeral {
		s.t.Errorf("not for the asker alone: %s", card.Shown())
	}
	for _, w := range words {
		if !strings.Contains(card.Shown(), w) {
			s.t.Errorf("%q is not on the card:\n%s", w, card.Shown())
		}
	}
}

// recorded wants exactly these periods of a person in OCEAN.
func (s *stand) recorded(individu int64, want ...string) {
	s.t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		s.t.Fatal(err)
	}
	periods := s.ocean.Periods(individu)
	got := make([]string, 0, len(periods))
	for _, p := range periods {
		const layout = "Mon 2 Jan 15:04"
		got = append(got, strings.TrimSpace(p.Debut.In(zone).Format(layout)+" - "+p.Fin.In(zone).Format(layout)+" "+p.Description))
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		s.t.Errorf("OCEAN has recorded %q, want %q", got, want)
	}
}

// silent wants that the bot says nothing more: whatever is under way is finished by a clean stop.
func (s *stand) silent(messages int) {
	s.t.Helper()
	if code := s.stop(); code != 0 {
		s.t.Errorf("the bot stopped with exit code %d", code)
	}
	if got := len(s.slack.Messages()); got != messages {
		s.t.Errorf("the bot sent %d messages, want %d", got, messages)
		for _, m := range s.slack.Messages() {
			s.t.Log(m.Text)
		}
	}
}

// logs collects what the bot writes.
type logs struct {
	mu    sync.Mutex
	lines []string
}

func (l *logs) read(from io.Reader, address chan<- string) {
	for lines := bufio.NewScanner(from); lines.Scan(); {
		l.mu.Lock()
		l.lines = append(l.lines, lines.Text())
		l.mu.Unlock()
		var entry struct{ Msg, Address string }
		if json.Unmarshal(lines.Bytes(), &entry) == nil && entry.Msg == "listening" {
			address <- "http://" + entry.Address
		}
	}
}

func (l *logs) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.lines, "\n")
}

func TestADriverCreatesChangesAndCancels(t *testing.T) {
	t.Parallel()
	s := newStand(t)

	card := s.types(emma, "from Friday 18h to Monday, at my <!channel> sister&amp;brother's")
	s.shows(card, "please confirm", "Friday 27 November 2026, 18:00", "Monday 30 November 2026, 00:00", "2 d 6 h", "Europe/Paris",
		"at my <!channel> sister&brother's")
	if strings.Contains(card.Text+string(card.Blocks), "<!channel>") {
		t.Error("what was typed can mention the channel")
	}
	s.recorded(emmaID)

	done := s.presses(emma, card, "confirm:")
	s.shows(done, "Recorded in OCEAN", "Friday 27 November 2026, 18:00")
	if done.Replaces != card.ID {
		t.Error("the outcome must stand in the place of the card")
	}
	s.recorded(emmaID, "Fri 27 Nov 18:00 - Mon 30 Nov 00:00 at my <!channel> sister&brother's")

	s.shows(s.types(emma, "list"), "Fri 27 Nov 18:00 → Mon 30 Nov 00:00")

	change := s.types(emma, "change 1 to Saturday 10:00-16:00")
	s.shows(change, "Change this private period?", "Saturday 28 November 2026, 10:00")
	changed := s.presses(emma, change, "confirm:")
	s.shows(changed, "The change is recorded")
	s.recorded(emmaID, "Sat 28 Nov 10:00 - Sat 28 Nov 16:00 at my <!channel> sister&brother's")

	back := s.presses(emma, changed, "undo:")
	s.shows(back, "The change is recorded", "Friday 27 November 2026, 18:00")
	s.recorded(emmaID, "Fri 27 Nov 18:00 - Mon 30 Nov 00:00 at my <!channel> sister&brother's")

	cancel := s.types(emma, "cancel 1")
	s.shows(cancel, "Delete this private period?")
	s.shows(s.presses(emma, cancel, "confirm:"), "deleted in OCEAN")
	s.recorded(emmaID)
	s.silent(8)
	if strings.Contains(s.logs.String(), "sister") {
		t.Error("the reason was logged")
	}
}

func TestAnotherLanguageAndACancel(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	s.deliver(s.slack.Command(louis, channel, "/prive", "de vendredi 18h à lundi 8h chez ma sœur"))
	card := s.next()
	s.shows(card, "à confirmer", "vendredi 27 novembre 2026, 18:00", "lundi 30 novembre 2026, 08:00", "chez ma sœur")
	s.shows(s.presses(louis, card, "cancel:"), "Annulé")
	s.shows(s.presses(louis, card, "confirm:"), "Annulé")
	s.recorded(louisID)
}

func TestAListLeadsToTheSameCards(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	s.presses(emma, s.types(emma, "Saturday 10:00-12:00 gym"), "confirm:")
	list := s.types(emma, "list")
	s.shows(list, "gym")
	remove := s.presses(emma, list, "delete:")
	s.shows(remove, "Delete this private period?", "gym")
	s.deliver(s.pressing(emma, list, "change:"))
	ctx, cancel := context.WithTimeout(t.Context(), testPatience)
	defer cancel()
	dialog, err := s.slack.NextView(ctx)
	if err != nil {
		t.Fatal(err)
	}
	submit, err := s.slack.Submit(emma, dialog, "until 13h")
	if err != nil {
		t.Fatal(err)
	}
	s.deliver(submit)
	change := s.next()
	s.shows(change, "Change this private period?", "Saturday 28 November 2026, 10:00", "Saturday 28 November 2026, 13:00", "gym")
	s.shows(s.presses(emma, change, "confirm:"), "The change is recorded")
	// The other card shows the period as it was.
	s.shows(s.presses(emma, remove, "confirm:"), "has changed meanwhile")
	s.recorded(emmaID, "Sat 28 Nov 10:00 - Sat 28 Nov 13:00 gym")
}

func TestOnlySlackIsListenedTo(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	command := s.slack.Command(emma, channel, "/private", "tonight")
	for name, d := range map[string]slackstandin.Delivery{
		"forged": command.Forged(), "stale": command.Stale(), "unsigned": command.Unsigned(),
	} {
		if status, _, err := d.Send(t.Context(), s.base); err != nil || status != http.StatusUnauthorized {
			t.Errorf("%s: status %d, %v; want 401", name, status, err)
		}
	}
	s.silent(0)
}

func TestDeliveredAgainShowsOneCardAndHasOneEffect(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	command := s.slack.Command(emma, channel, "/private", "Saturday 10:00-12:00")
	s.deliver(command)
	s.deliver(command.Again(1))
	card := s.next()
	press := s.pressing(emma, card, "confirm:")
	s.deliver(press)
	s.deliver(press.Again(1))
	s.shows(s.next(), "Recorded in OCEAN")
	// A restart forgets what is in memory, not what was delivered.
	if code := s.stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	s.start()
	s.deliver(command.Again(2))
	s.deliver(press.Again(2))
	s.recorded(emmaID, "Sat 28 Nov 10:00 - Sat 28 Nov 12:00")
	s.silent(2)
	if n := s.ocean.Count(oceansim.OpSavePeriod); n != 1 {
		t.Errorf("OCEAN was asked %d times to record it", n)
	}
}

func TestADoublePressHasOneEffect(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	card := s.types(emma, "Saturday 10:00-12:00")
	s.ocean.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Latency: 300 * time.Millisecond})
	first, second := s.pressing(emma, card, "confirm:"), s.pressing(emma, card, "confirm:")
	s.deliver(first)
	s.deliver(second)
	s.shows(s.next(), "Recorded in OCEAN")
	s.shows(s.next(), "Recorded in OCEAN")
	s.recorded(emmaID, "Sat 28 Nov 10:00 - Sat 28 Nov 12:00")
	if n := s.ocean.Count(oceansim.OpSavePeriod); n != 1 {
		t.Errorf("OCEAN was asked %d times to record it", n)
	}
}

func TestAnotherPersonsPressDoesNothing(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	card := s.types(emma, "Saturday 10:00-12:00")
	refused := s.presses(louis, card, "confirm:")
	s.shows(refused, "n'est pas la vôtre")
	if refused.Replaces != "" {
		t.Error("the owner's card was taken away from her")
	}
	s.recorded(emmaID)
	s.recorded(louisID)
	done := s.presses(emma, card, "confirm:")
	s.shows(done, "Recorded in OCEAN")
	s.shows(s.presses(louis, done, "undo:"), "n'est pas la vôtre")
	list := s.types(emma, "list")
	s.shows(s.presses(louis, list, "delete:"), "n'existe plus")
	s.recorded(emmaID, "Sat 28 Nov 10:00 - Sat 28 Nov 12:00")
}

func TestWhoIsNotKnownWritesNothing(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	s.shows(s.types(nobody, "Saturday 10:00-12:00"), "can't tell who you are", "Nobody in OCEAN has the mail")
	if n := s.ocean.CountWrites(); n != 0 {
		t.Errorf("OCEAN was written to %d times", n)
	}
	for range 5 {
		s.types(emma, "list")
	}
	if n := s.ocean.Count(oceansim.OpIndividus); n != 1 {
		t.Errorf("the fleet was fetched %d times, want once for all the commands", n)
	}
}

func TestSlowOceanIsAcknowledgedLongBefore(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	card := s.types(emma, "Saturday 10:00-12:00")
	s.ocean.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Latency: 5 * time.Second})
	s.deliver(s.pressing(emma, card, "confirm:"))
	// It is acknowledged, and OCEAN hasn't done anything yet.
	s.recorded(emmaID)
	working := s.next()
	if len(working.Buttons()) != 0 || working.Replaces != card.ID {
		t.Errorf("while it takes long, the card must lose its buttons: %s", working.Shown())
	}
	s.shows(s.next(), "Recorded in OCEAN")
	s.recorded(emmaID, "Sat 28 Nov 10:00 - Sat 28 Nov 12:00")
}

func TestA500AfterTheWorkIsToldAsItIs(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	card := s.types(emma, "Saturday 10:00-12:00")
	s.ocean.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Status: http.StatusInternalServerError, After: true})
	s.shows(s.presses(emma, card, "confirm:"), "Recorded in OCEAN")
	s.recorded(emmaID, "Sat 28 Nov 10:00 - Sat 28 Nov 12:00")
	if n := s.ocean.Count(oceansim.OpSavePeriod); n != 1 {
		t.Errorf("OCEAN was asked %d times to record it", n)
	}
}

func TestAWrongZoneIsLoud(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	card := s.types(emma, "Saturday 10:00-12:00")
	s.ocean.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Shift: -time.Hour})
	s.shows(s.presses(emma, card, "confirm:"), "something else than asked for", "Sat 28 Nov 10:00", "Sat 28 Nov 09:00")
	s.eventually("the operator is told", func() bool { return strings.Contains(s.logs.String(), `"level":"error"`) })
}

// TestKilledBetweenTheCallAndItsAnswer cuts the power while OCEAN works, twice: once it has done the
// work by the time the bot is back, once it never will have.
func TestKilledBetweenTheCallAndItsAnswer(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault oceansim.Fault
		told  string
		want  []string
	}{
		"done":     {oceansim.Fault{Latency: time.Second}, "Recorded in OCEAN", []string{"Sat 28 Nov 10:00 - Sat 28 Nov 12:00"}},
		"not done": {oceansim.Fault{Latency: time.Second, Status: http.StatusServiceUnavailable}, "has not recorded", nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newStand(t)
			card := s.types(emma, "Saturday 10:00-12:00")
			// The simulator works on where its caller has gone.
			test.fault.Op = oceansim.OpSavePeriod
			s.ocean.Inject(test.fault)
			s.deliver(s.pressing(emma, card, "confirm:"))
			s.eventually("OCEAN is asked", func() bool { return s.ocean.Count(oceansim.OpSavePeriod) == 1 })
			s.kill()
			s.start()
			told := s.next()
			s.shows(told, test.told, "left without an answer")
			s.recorded(emmaID, test.want...)
			// The card from before the crash tells the same, and does nothing again.
			s.shows(s.presses(emma, card, "confirm:"), test.told)
			if n := s.ocean.Count(oceansim.OpSavePeriod); n != 1 {
				t.Errorf("OCEAN was asked %d times to record it", n)
			}
			s.silent(3)
		})
	}
}

func TestServeStopsCleanlyAndFinishesWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	if s.get("/healthz") != http.StatusOK {
		t.Error("it doesn't say that it lives")
	}
	card := s.types(emma, "Saturday 10:00-12:00")
	s.ocean.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Latency: time.Second})
	s.deliver(s.pressing(emma, card, "confirm:"))
	s.eventually("OCEAN is asked", func() bool { return s.ocean.Count(oceansim.OpSavePeriod) == 1 })
	s.silent(2)
	s.recorded(emmaID, "Sat 28 Nov 10:00 - Sat 28 Nov 12:00")
	audit := exec.Command("bot", "audit", "verify")
	audit.Env, audit.Dir = s.env, t.TempDir()
	if out, err := audit.CombinedOutput(); err != nil || !strings.Contains(string(out), "1 entries") {
		t.Errorf("audit verify: %v\n%s", err, out)
	}
	if text := s.logs.String(); strings.Contains(text, slackstandin.BotToken) || strings.Contains(text, oceansim.DemoPassword) {
		t.Error("a secret was logged")
	}
}

func TestTheSameOverSocketMode(t *testing.T) {
	t.Parallel()
	s := newStand(t, "SLACK_SIGNING_SECRET=", "SLACK_APP_TOKEN="+slackstandin.AppToken)
	ctx, cancel := context.WithTimeout(t.Context(), testPatience)
	defer cancel()
	send := func(d slackstandin.Delivery) slackstandin.Message {
		t.Helper()
		if err := s.slack.SendSocket(ctx, d); err != nil {
			t.Fatal(err)
		}
		return s.next()
	}
	card := send(s.slack.Command(emma, channel, "/private", "Saturday 10:00-12:00"))
	s.shows(card, "please confirm")
	s.shows(send(s.pressing(emma, card, "confirm:")), "Recorded in OCEAN")
	s.recorded(emmaID, "Sat 28 Nov 10:00 - Sat 28 Nov 12:00")
	if status, _, err := s.slack.Command(emma, channel, "/private", "list").Send(ctx, s.base); err != nil || status != http.StatusNotFound {
		t.Errorf("without a signing secret the HTTP route answers %d, %v; want 404", status, err)
	}
	s.silent(2)
}

func TestAMentionAndADirectMessageDoTheSame(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	s.deliver(s.slack.Mention(emma, channel, "private Saturday 10:00-12:00"))
	card := s.next()
	s.shows(card, "please confirm")
	s.shows(s.presses(emma, card, "confirm:"), "Recorded in OCEAN")
	s.deliver(s.slack.DirectMessage(emma, "private list"))
	if list := s.next(); !strings.Contains(list.Shown(), "Sat 28 Nov 10:00") || list.Channel == channel {
		t.Errorf("a direct message is answered there: %s in %s", list.Shown(), list.Channel)
	}
	s.recorded(emmaID, "Sat 28 Nov 10:00 - Sat 28 Nov 12:00")
}

func TestServeIsNotReadyWithoutOcean(t *testing.T) {
	t.Parallel()
	slack := slackstandin.Start(t)
	s := &stand{t: t, slack: slack, logs: &logs{}}
	away := httptest.NewServer(http.NotFoundHandler())
	away.Close()
	s.env = []string{
		"OCEAN_BASE_URL=" + away.URL, "OCEAN_LOGIN=a", "OCEAN_PASSWORD=b",
		"SLACK_BOT_TOKEN=" + slackstandin.BotToken, "SLACK_SIGNING_SECRET=" + slackstandin.SigningSecret,
		"SLACK_API_URL=" + slack.APIURL(), "DATABASE_URL=sqlite::memory:", "HTTP_ADDR=127.0.0.1:0", "LOG_FORMAT=json",
	}
	s.launch()
	s.eventually("Slack has answered", func() bool { return strings.Contains(s.logs.String(), `"what":"slack"`) })
	if got := s.get("/readyz"); got != http.StatusServiceUnavailable {
		t.Errorf("/readyz is %d without OCEAN, want 503", got)
	}
	if got := s.get("/healthz"); got != http.StatusOK {
		t.Errorf("/healthz is %d, want 200", got)
	}
	if code := s.stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// TestServeStopsInTimeWhateverIsUnderWay: a fleet that takes a minute to fetch keeps nobody waiting at the end.
func TestServeStopsInTimeWhateverIsUnderWay(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	if code := s.stop(); code != 0 {
		t.Fatalf("exit code %d", code)
	}
	s.ocean.ForgetRequests()
	s.ocean.Inject(oceansim.Fault{Op: oceansim.OpIndividus, Latency: time.Minute, Count: -1})
	s.start()
	s.deliver(s.slack.Command(emma, channel, "/private", "list")) // somebody waits for it too
	s.eventually("the fleet is asked for", func() bool { return s.ocean.Count(oceansim.OpIndividus) > 0 })
	began := time.Now()
	if code := s.stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("the stop took %v", took)
	}
}
