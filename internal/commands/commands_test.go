package commands_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/commands"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/ledger"
	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/oceansim"
	"github.com/oceanbot/oceanbot/internal/store"
	"github.com/oceanbot/oceanbot/internal/trips"
)

const driverID int64 = 1110000403

// people is an identity whose answer a test sets.
type people struct {
	mu   sync.Mutex
	who  map[string]int64
	fail error
}

func (p *people) Resolve(_ context.Context, user chat.User) (identity.Person, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.fail != nil {
		return identity.Person{}, p.fail
	}
	id, ok := p.who[user.ID]
	if !ok {
		return identity.Person{}, identity.ErrNobody
	}
	return identity.Person{IndividuID: id}, nil
}

// rig is a bot in front of a simulated OCEAN, with a clock of its own.
type rig struct {
	t      *testing.T
	bot    *commands.Bot
	ocean  *oceansim.Server
	people *people
	grants grants
	sent   []chat.Message
	remake func()
	file   string // the database's
	logged journal

	mu   sync.Mutex
	time time.Time
}

func paris(t *testing.T) *time.Location {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	return zone
}

func newRig(t *testing.T, options ...func(*oceansim.Options)) *rig {
	t.Helper()
	r := &rig{t: t, people: &people{who: map[string]int64{"U1": driverID, "U2": 1110000404, "U3": driverID}}}
	r.time = time.Date(2026, 11, 25, 10, 0, 0, 0, paris(t))
	opts := oceansim.Options{Now: r.now}
	for _, change := range options {
		change(&opts)
	}
	r.ocean = oceansim.New(opts)
	r.ocean.AddIndividu(oceansim.Individu{ID: driverID, Prenom: "Vie", Nom: "Privée", Email: "vie@demo.example"})
	server := httptest.NewServer(r.ocean)
	t.Cleanup(server.Close)
	log := logrus.New()
	log.SetOutput(io.MultiWriter(t.Output(), &r.logged))
	log.SetLevel(logrus.DebugLevel)
	client, err := ocean.New(ocean.Config{
		BaseURL: server.URL, Login: oceansim.DemoLogin, Password: oceansim.DemoPassword, Rate: 1e6, Now: r.now, Log: log,
	})
	if err != nil {
		t.Fatal(err)
	}
	r.grants = grants{}
	directory := identity.New(client, nil, r.now, log)
	t.Cleanup(directory.Wait)
	finder := trips.New(trips.Config{OCEAN: client, Fleet: directory, Now: r.now, Log: log})
	r.file = filepath.Join(t.TempDir(), "bot.db")
	path := store.Scheme + r.file
	var db *store.DB
	r.remake = func() {
		if db != nil {
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
		}
		if db, err = store.Open(t.Context(), path); err != nil {
			t.Fatal(err)
		}
		r.bot = commands.New(commands.Config{
			OCEAN: client, OCEANZone: paris(t), Trips: finder, Store: db, Identity: r.people, Now: r.now,
			Managers: r.grants, Directory: directory, Log: log,
			Ledger:    ledger.New(ledger.Config{OCEAN: client, Store: db, Now: r.now, Log: log}),
			Notifiers: map[chat.Platform]chat.Notifier{chat.Slack: r},
		})
	}
	r.remake()
	t.Cleanup(func() { _ = db.Close() })
	return r
}

// Notify implements chat.Notifier.
func (r *rig) Notify(_ context.Context, _ chat.Address, m chat.Message) error {
	r.sent = append(r.sent, m)
	return nil
}

func (r *rig) now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.time
}

func (r *rig) pass(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.time = r.time.Add(d)
}

func (r *rig) request(user string) chat.Request {
	return chat.Request{
		User: chat.User{Platform: chat.Slack, ID: user}, Lang: i18n.English, Zone: paris(r.t),
		ReplyTo: chat.Address{User: chat.User{Platform: chat.Slack, ID: user}},
	}
}

// types a command as U1.
func (r *rig) types(text string) chat.Message {
	r.t.Helper()
	request := r.request("U1")
	request.Text = text
	return r.bot.Handle(r.t.Context(), request)
}

// presses the first button with a verb, as U1.
func (r *rig) presses(card chat.Message, verb chat.Verb) chat.Message {
	r.t.Helper()
	return r.pressesAs("U1", card, verb)
}

func (r *rig) pressesAs(user string, card chat.Message, verb chat.Verb) chat.Message {
	r.t.Helper()
	for _, button := range card.Card.AllButtons() {
		if v, _ := button.Action.Split(); v == verb {
			request := r.request(user)
			request.Action = button.Action
			return r.bot.Handle(r.t.Context(), request)
		}
	}
	r.t.Fatalf("no button to %s on: %s", verb, card.Card.Summary(i18n.English))
	return chat.Message{}
}

// shows wants words on a card.
func (r *rig) shows(card chat.Message, words ...string) {
	r.t.Helper()
	parts := []string{card.Card.Summary(i18n.English), card.Card.Footer}
	for _, button := range card.Card.AllButtons() {
		parts = append(parts, "["+button.Label+"]")
	}
	text := strings.Join(parts, " ")
	for _, w := range words {
		if !strings.Contains(text, w) {
			r.t.Errorf("%q is not on the card: %s", w, text)
		}
	}
}

// recorded wants exactly these periods of the driver.
func (r *rig) recorded(want ...string) {
	r.t.Helper()
	periods := r.ocean.Periods(driverID)
	got := make([]string, 0, len(periods))
	for _, p := range periods {
		got = append(got, strings.TrimSpace(i18n.Span(i18n.English, p.Debut.In(paris(r.t)), p.Fin.In(paris(r.t)), r.now())+" "+p.Description))
	}
	if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
		r.t.Errorf("what OCEAN has recorded: %s", diff)
	}
}

// add has a period recorded from elsewhere, in hours from now.
func (r *rig) add(from, to time.Duration, reason string) {
	r.ocean.AddPeriod(driverID, r.now().Add(from), r.now().Add(to), reason)
}

func TestACardExpiresAfterHalfAnHourAndSaysSo(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	card := r.types("private Saturday 10:00-12:00")
	r.pass(30*time.Minute - time.Second)
	late := r.types("private Sunday 10:00-12:00")
	r.shows(r.presses(card, chat.Confirm), "Recorded in OCEAN")
	r.pass(30 * time.Minute)
	r.shows(r.presses(late, chat.Confirm), "expired", "30 minutes", "Nothing was recorded")
	r.shows(r.presses(late, chat.Cancel), "expired")
	// A card that was used still tells what became of it.
	r.shows(r.presses(card, chat.Confirm), "Recorded in OCEAN")
	r.recorded("Sat 28 Nov 10:00 → Sat 28 Nov 12:00")
}

func TestAPressSurvivesARestart(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	card := r.types("private Saturday 10:00-12:00")
	r.remake()
	done := r.presses(card, chat.Confirm)
	r.shows(done, "Recorded in OCEAN")
	r.remake()
	r.shows(r.presses(card, chat.Confirm), "Recorded in OCEAN")
	r.shows(r.presses(done, chat.Undo), "deleted in OCEAN")
	r.shows(r.presses(done, chat.Undo), "deleted in OCEAN")
	r.recorded()
}

func TestAPressIsAuthorisedAnew(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	card := r.types("private Saturday 10:00-12:00")
	r.shows(r.pressesAs("U2", card, chat.Confirm), "isn't yours")
	r.shows(r.pressesAs("U2", card, chat.Cancel), "isn't yours")
	// A second chat account of the same driver is somebody else all the same.
	r.shows(r.pressesAs("U3", card, chat.Confirm), "isn't yours")
	// Whoever pressed has become somebody else in OCEAN, or nobody, since the card was shown.
	r.people.who["U1"] = 1110000405
	r.shows(r.presses(card, chat.Confirm), "isn't yours")
	for err, words := range map[error]string{
		identity.ErrDeleted: "restore it", identity.ErrSeveral: "Several people", identity.ErrNobody: "Nobody in OCEAN", identity.ErrNoMail: "no mail",
		identity.ErrLinkLost: "isn't in OCEAN", identity.ErrNotLinked: "INDIVIDUID",
	} {
		r.people.fail = err
		r.shows(r.presses(card, chat.Confirm), "can't tell who you are", words)
	}
	r.people.fail = nil
	r.recorded()
	if n := r.ocean.CountWrites(); n != 0 {
		t.Errorf("OCEAN was written to %d times", n)
	}
}

func TestUndoWorksUntilThePeriodBegins(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	done := r.presses(r.types("private today 12:00-14:00"), chat.Confirm)
	r.pass(2 * time.Hour)
	r.shows(r.presses(done, chat.Undo), "begun")
	r.recorded("Wed 25 Nov 12:00 → Wed 25 Nov 14:00")
	again := r.presses(r.types("private tomorrow 12:00-14:00 gym"), chat.Confirm)
	undone := r.presses(again, chat.Undo)
	r.shows(undone, "deleted", "gym")
	r.shows(r.presses(undone, chat.Undo), "Recorded in OCEAN", "gym")
	r.recorded("Wed 25 Nov 12:00 → Wed 25 Nov 14:00", "Thu 26 Nov 12:00 → Thu 26 Nov 14:00 gym")
}

func TestWhatBeginsInThePastBeginsNow(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	card := r.types("private today")
	r.shows(card, "Wednesday 25 November 2026, 10:00", "begins now")
	r.pass(10 * time.Minute)
	done := r.presses(card, chat.Confirm)
	r.shows(done, "Recorded in OCEAN", "25 November 2026, 10:10")
	if len(done.Card.Buttons) != 0 {
		t.Error("what has begun can't be undone, and yet there is a button")
	}
	r.recorded("Wed 25 Nov 10:10 → Thu 26 Nov 00:00")
	r.shows(r.types("private yesterday"), "This is over")
	card = r.types("private until 10:20")
	r.pass(15 * time.Minute)
	r.shows(r.presses(card, chat.Confirm), "This is over")
}

func TestOverlapsAreShownBeforeThePress(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.add(72*time.Hour, 74*time.Hour, "gym")
	r.ocean.AddHours(oceansim.Hours{IndividuID: driverID, Jour: "SAMEDI", Debut: 9 * 60, Fin: 18 * 60, Du: r.now().AddDate(0, -1, 0)})
	r.shows(r.types("private Saturday 11:00-16:00"), "Overlaps", "Sat 28 Nov 10:00 → Sat 28 Nov 12:00 (gym)", "cover all of this time")
	r.shows(r.types("private Saturday 11:00-20:00"), "cover a part of this time")
	// Hours that are not valid then are no overlap.
	r.ocean.AddHours(oceansim.Hours{IndividuID: driverID, Jour: "DIMANCHE", Debut: 0, Fin: 24 * 60, Du: r.now().AddDate(0, 1, 0)})
	r.ocean.AddHours(oceansim.Hours{
		IndividuID: driverID, Jour: "DIMANCHE", Debut: 0, Fin: 24 * 60, Du: r.now().AddDate(0, -2, 0), Au: r.now().AddDate(0, 0, 1),
	})
	card := r.types("private Sunday 11:00-16:00")
	if len(card.Card.Notes) != 0 {
		t.Errorf("remarks on a period that meets nothing: %+v", card.Card.Notes)
	}
}

func TestTheSamePeriodTwiceIsRecordedOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	first, second := r.types("private Saturday 10:00-12:00"), r.types("private Saturday 10:00-12:00")
	r.shows(r.presses(first, chat.Confirm), "Recorded in OCEAN")
	r.shows(r.presses(second, chat.Confirm), "recorded already", "Nothing was added")
	r.recorded("Sat 28 Nov 10:00 → Sat 28 Nov 12:00")
}

func TestNumbersMeanWhatTheLastListShowed(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.shows(r.types("private cancel 1"), "no number 1", "no period lies ahead")
	r.shows(r.types("private list"), "No private period ahead")
	r.add(48*time.Hour, 50*time.Hour, "second")
	r.add(72*time.Hour, 74*time.Hour, "third")
	r.add(-2*time.Hour, 2*time.Hour, "running")
	r.add(-20*time.Hour, -18*time.Hour, "over")
	list := r.types("private list")
	r.shows(list, "running now", "second", "third")
	titles := make([]string, 0, len(list.Card.Items))
	for _, item := range list.Card.Items {
		titles = append(titles, item.Detail)
	}
	if diff := cmp.Diff([]string{"running now · 4 h · running", "2 h · second", "2 h · third"}, titles); diff != "" {
		t.Error(diff)
	}
	// Somebody records an earlier one in the portal; 2 is still what was shown as 2.
	r.add(24*time.Hour, 26*time.Hour, "from the portal")
	r.shows(r.types("private cancel 2"), "Delete this", "second")
	r.shows(r.types("private cancel #2"), "Delete this", "second")
	r.shows(r.types("prive annule n° 2"), "Delete this", "second")
	r.shows(r.types("private cancel 1"), "has begun")
	r.shows(r.types("private cancel 4"), "from 1 to 3")
	r.shows(r.types("private cancel 0"), "from 1 to 3")
	card := r.types("private cancel 2")
	r.shows(r.presses(card, chat.Confirm), "deleted")
	r.shows(r.types("private cancel 2"), "gone", "third", "from the portal")
}

func TestCancelByPhrase(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.add(72*time.Hour, 74*time.Hour, "gym")
	r.add(76*time.Hour, 78*time.Hour, "pool")
	r.shows(r.types("private cancel Saturday 10:00"), "Delete this", "gym")
	which := r.types("private cancel Saturday")
	r.shows(which, "Which one?", "gym", "pool")
	r.shows(r.types("private cancel 2"), "Delete this", "pool")
	r.shows(r.types("private cancel Sunday"), "None of your private periods")
	r.shows(r.types("private cancel the blue one"), "didn't understand", "neither a date nor a time")
}

func TestChangeKeepsWhatIsNotNamed(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.add(72*time.Hour, 74*time.Hour, "gym")
	r.add(-2*time.Hour, 2*time.Hour, "running")
	r.types("private list") // 1 is the running one, 2 is Saturday 10:00-12:00
	for phrase, words := range map[string][]string{
		"to Sunday 14h-15h":      {"Sunday 29 November 2026, 14:00", "Sunday 29 November 2026, 15:00", "gym"},
		"en dimanche 14h-15h":    {"Sunday 29 November 2026, 14:00", "gym"},
		"à dimanche 14h-15h":     {"Sunday 29 November 2026, 14:00", "gym"},
		"until 13h":              {"Saturday 28 November 2026, 10:00", "Saturday 28 November 2026, 13:00", "gym"},
		"until Sunday 8am":       {"Saturday 28 November 2026, 10:00", "Sunday 29 November 2026, 08:00", "gym"},
		"to 14:00-16:00":         {"Saturday 28 November 2026, 14:00", "Saturday 28 November 2026, 16:00", "gym"},
		"to Sunday 14h-15h pool": {"Sunday 29 November 2026, 14:00", "pool"},
	} {
		r.shows(r.types("private change 2 "+phrase), append(words, "Change this private period?", "Before: Sat 28 Nov 10:00")...)
	}
	r.shows(r.types("private change 1 to Sunday 14h-15h"), "Its beginning can't be changed")
	running := r.types("private change 1 until 11h")
	r.shows(running, "Wednesday 25 November 2026, 08:00", "Wednesday 25 November 2026, 11:00")
	r.shows(r.presses(running, chat.Confirm), "The change is recorded")
	r.recorded("Wed 25 Nov 08:00 → Wed 25 Nov 11:00 running", "Sat 28 Nov 10:00 → Sat 28 Nov 12:00 gym")
	r.shows(r.types("private change 2"), "what it becomes")
	r.shows(r.types("private change Saturday"), "what it becomes")
	r.shows(r.types("private change 2 to yesterday"), "This is over")
	r.shows(r.types("private change 2 to 31 February"), "doesn't exist")
}

func TestTheOtherReadingIsOnePressAway(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.pass(57 * time.Hour) // Friday 19:00
	card := r.types("private Friday")
	r.shows(card, "Friday 27 November 2026, 19:00", "[Rather Fri 4 Dec 00:00 → Sat 5 Dec 00:00]")
	other := r.presses(card, chat.Change)
	r.shows(other, "Friday 4 December 2026, 00:00", "please confirm")
	if !other.Replace {
		t.Error("the other reading must stand in the place of the first")
	}
	r.presses(other, chat.Confirm)
	r.recorded("Fri 4 Dec 00:00 → Sat 5 Dec 00:00")
}

func TestStatus(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.shows(r.types("private status"), "Professional right now", "nothing planned")
	r.ocean.AddHours(oceansim.Hours{IndividuID: driverID, Jour: "MERCREDI", Debut: 18 * 60, Fin: 24 * 60, Du: r.now().AddDate(0, -1, 0)})
	r.ocean.AddHours(oceansim.Hours{IndividuID: driverID, Jour: "JEUDI", Debut: 0, Fin: 8 * 60, Du: r.now().AddDate(0, -1, 0)})
	r.shows(r.types("private status"), "Professional right now", "Until Wednesday 25 November 2026, 18:00", "Wed 25 Nov 18:00 → Thu 26 Nov 08:00")
	r.add(9*time.Hour, 30*time.Hour, "")
	r.pass(10 * time.Hour)
	r.shows(r.types("prive statut"), "Private right now", "Until Thursday 26 November 2026, 16:00", "an exceptional period and your regular hours")
	r.pass(20 * time.Hour)
	r.shows(r.types("private status"), "Professional right now")
}

func TestOceanAwayLeavesTheCardAlive(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	card := r.types("private Saturday 10:00-12:00")
	r.ocean.Inject(oceansim.Fault{Op: oceansim.OpListPeriods, Status: http.StatusForbidden})
	r.shows(r.presses(card, chat.Confirm), "no access to OCEAN")
	r.ocean.Inject(oceansim.Fault{Op: oceansim.OpListPeriods, Status: http.StatusBadRequest})
	away := r.presses(card, chat.Confirm)
	r.shows(away, "doesn't answer", "Press again", "[Try again]")
	r.recorded()
	r.shows(r.presses(away, chat.Confirm), "Recorded in OCEAN")
	r.recorded("Sat 28 Nov 10:00 → Sat 28 Nov 12:00")
}

func TestARefusalIsToldInOceansWords(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	card := r.types("private Saturday 10:00-12:00")
	r.ocean.Inject(oceansim.Fault{
		Op: oceansim.OpSavePeriod, Status: http.StatusForbidden, Body: `{"oceanStatus":"badRights","message":"Droits <b>insuffisants</b> !"}`,
	})
	refused := r.presses(card, chat.Confirm)
	r.shows(refused, "OCEAN refused", "Droits insuffisants !", "[Try again]")
	r.recorded()
	r.shows(r.presses(refused, chat.Confirm), "Recorded in OCEAN")
}

func TestVerbsAndTypos(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for text, words := range map[string]string{
		"private lst":                   "`/private list`",
		"private statsu":                "`/private status`",
		"private":                       "What I can do",
		"":                              "What I can do",
		"/help":                         "What I can do",
		"ocean aide":                    "What I can do",
		"ocean hlep":                    "`/help`",
		"privat from Friday":            "`/private`",
		"make me a coffee":              "`/ocean help`",
		"tonight":                       "please confirm",
		"PRIVATE TONIGHT":               "please confirm",
		"privée ce soir":                "please confirm",
		"private every Monday":          "Monday, all day",
		"pro":                           "You are professional already",
		"pro until 20h":                 "takes nothing else",
		"private hours":                 "No regular private hours",
		"private hours cler":            "`/private hours clear`",
		"private from Friday 18h":       "until when?",
		"private samdi":                 "“samdi” was understood as “",
		"private mardi dernier à 18h45": "`/trip mardi dernier à 18h45 private`",
		"list":                          "No private period ahead",
		"private 25h":                   "25h",
	} {
		r.shows(r.types(text), words)
	}
}

func TestDeliveredTwiceIsDoneOnce(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	request := r.request("U1")
	request.Text, request.Delivery = "private Saturday 10:00-12:00", "slack:command:1"
	if r.bot.Handle(t.Context(), request).IsZero() {
		t.Error("the first delivery got no answer")
	}
	r.remake()
	if again := r.bot.Handle(t.Context(), request); !again.IsZero() {
		t.Errorf("the second delivery got an answer: %+v", again)
	}
}

func TestTellBringsNewsOfAPress(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	entry := ledger.Entry{
		ID: "w1", Owner: chat.User{Platform: chat.Slack, ID: "U1"}, IndividuID: driverID, Outcome: ledger.Lost,
		Intent: ledger.Intent{Kind: ledger.Create, Start: r.now().Add(time.Hour), End: r.now().Add(2 * time.Hour)},
		Reply:  ledger.Reply{To: chat.Address{User: chat.User{Platform: chat.Slack, ID: "U1"}}, Lang: i18n.English, Zone: "Europe/Paris"},
	}
	if err := r.bot.Tell(t.Context(), entry); err != nil {
		t.Fatal(err)
	}
	r.shows(r.sent[0], "has not recorded it", "left without an answer", "Wednesday 25 November 2026, 11:00", "[Try again]")
	if r.sent[0].Replace {
		t.Error("news replaces no card")
	}
	entry.Outcome, entry.Late, entry.Recorded = ledger.Recorded, true, ledger.Period{Start: entry.Intent.Start, End: entry.Intent.End}
	if err := r.bot.Tell(t.Context(), entry); err != nil {
		t.Fatal(err)
	}
	r.shows(r.sent[1], "Recorded in OCEAN", "no longer true")
	entry.Reply.To.User.Platform = "telegram"
	if err := r.bot.Tell(t.Context(), entry); err == nil || errors.Is(err, context.Canceled) {
		t.Errorf("a platform that isn't there: %v", err)
	}
}

func TestALongReasonIsCutAndSaidToBe(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	card := r.types("private Saturday 10:00-12:00 " + strings.Repeat("é", 300))
	r.shows(card, "cut to 120 characters", strings.Repeat("é", 120))
	r.presses(card, chat.Confirm)
	r.recorded("Sat 28 Nov 10:00 → Sat 28 Nov 12:00 " + strings.Repeat("é", 120))
}
