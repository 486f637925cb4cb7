package commands_test

import (
	"bytes"
	"context"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/ledger"
	"github.com/oceanbot/oceanbot/internal/oceansim"
)

const (
	otherID  int64 = 1110000404
	carID    int64 = 11100007010
	hospital       = "Hôpital Saint-Fictif, 3 rue du Secret"
	depot          = "Dépôt des Peupliers"
)

// journal keeps what was logged.
type journal struct {
	mu      sync.Mutex
	written bytes.Buffer
}

func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.written.Write(b)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.written.String()
}

// newTripRig is a rig whose driver shares a car with U2; it is Wednesday 10:00.
func newTripRig(t *testing.T, options ...func(*oceansim.Options)) *rig {
	t.Helper()
	r := newRig(t, options...)
	r.ocean.AddEntite(oceansim.Entite{ID: 5, Nom: "Ouest"})
	r.ocean.AddVehicle(oceansim.Vehicle{
		ID: carID, Immatriculation: "AA-001-AA", NumeroEmbarque: 21, CodeExploitant: "77", PrivacyEnabled: true, EntiteID: 5,
	})
	r.ocean.AddIndividu(oceansim.Individu{ID: driverID, Prenom: "Vie", Nom: "Privée", Matricule: "M1", EntiteID: 5, VehicleID: carID})
	r.ocean.AddIndividu(oceansim.Individu{ID: otherID, Prenom: "Une", Nom: "Autre", Matricule: "M2", EntiteID: 5, VehicleID: carID})
	return r
}

// drives has a trip driven by the driver, of half an hour and 12.3 km; the clock is "24 15:04", in Paris.
func (r *rig) drives(clock string) int64 { return r.drivesAs(driverID, clock) }

func (r *rig) drivesAs(who int64, clock string) int64 {
	r.t.Helper()
	start, err := time.ParseInLocation("2006-01 02 15:04", "2026-11 "+clock, paris(r.t))
	if err != nil {
		r.t.Fatal(err)
	}
	return r.ocean.AddTrip(oceansim.Trip{
		IndividuID: who, VehicleID: carID, Debut: start, Fin: start.Add(30 * time.Minute), Metres: 12345, From: depot, To: hospital,
	})
}

// asked wants exactly these trips of the driver to be asked for, as "1:private", by their order.
func (r *rig) asked(want ...string) {
	r.t.Helper()
	got := []string{}
	for n, trip := range r.ocean.Trips(driverID) {
		if trip.Asked != nil {
			got = append(got, strings.Repeat("I", n+1)+map[bool]string{true: " private", false: " pro"}[*trip.Asked])
		}
	}
	if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
		r.t.Errorf("what OCEAN was asked: %s", diff)
	}
}

func (r *rig) hides(card chat.Message, words ...string) {
	r.t.Helper()
	for _, w := range words {
		if strings.Contains(card.Card.Summary(i18n.English)+card.Card.Footer, w) {
			r.t.Errorf("%q is on the card: %s", w, card.Card.Summary(i18n.English))
		}
	}
}

func verbsOf(card chat.Message) []string {
	verbs := []string{}
	for _, b := range card.Card.AllButtons() {
		verb, _ := b.Action.Split()
		verbs = append(verbs, string(verb))
	}
	return verbs
}

func TestATripIsMadePrivateAndBack(t *testing.T) {
	t.Parallel()
	r := newTripRig(t)
	r.drives("24 13:45")
	card := r.types("trip yesterday 14h private")
	r.shows(card, "Count this trip as private?", "Tue 24 Nov 13:45 → 14:15", "30 min", "12.3 km", depot+" → "+hospital, "AA-001-AA",
		"Nothing is changed yet", "[Ask for “private”]")
	r.asked()
	done := r.presses(card, chat.Confirm)
	r.shows(done, "OCEAN answered yes", "count this trip as private", "no way to read back", "Tue 24 Nov 13:45 → 14:15", "[Undo]")
	r.asked("I private")
	// The same press again tells the same, and asks nothing.
	r.shows(r.presses(card, chat.Confirm), "OCEAN answered yes")
	back := r.presses(done, chat.Undo)
	r.shows(back, "OCEAN answered yes", "count this trip as professional")
	r.asked("I pro")
	if n := r.ocean.Count(oceansim.OpPosteriori); n != 2 {
		t.Errorf("OCEAN was asked %d times, want twice", n)
	}
	var keys []string
	for _, q := range r.ocean.Requests() {
		if q.Op == oceansim.OpPosteriori {
			keys = append(keys, q.Query.Get("numeroEmbarque")+" "+q.Query.Get("codeExploitant")+" "+q.Query.Get("privacy"))
		}
	}
	if diff := cmp.Diff([]string{"21 77 true", "21 77 false"}, keys); diff != "" {
		t.Error(diff)
	}
}

func TestTheWishMayStandAnywhere(t *testing.T) {
	t.Parallel()
	r := newTripRig(t)
	r.drives("24 13:45")
	for _, text := range []string{
		"trip yesterday 14h private", "trip private yesterday 14h", "trajet hier 14h privé", "trajet perso hier à 14h",
		"trip yesterday 14h as private", "trajet hier 14h en privé", "TRAJET HIER 14H PRIVE", "trip yesterday private 14h",
		"trajet hier après-midi perso", "trip from yesterday 13h private",
	} {
		r.shows(r.types(text), "Count this trip as private?")
	}
	for _, text := range []string{"trip yesterday 14h pro", "trajet pro hier 14h", "trip yesterday 14h professional", "trajet hier 14h professionnel"} {
		r.shows(r.types(text), "Count this trip as professional?", "counts it as professional already")
	}
	r.shows(r.types("trip yesterday 14h blue private"), "“blue” was not understood", "Count this trip as private?")
}

func TestSeveralTripsAreAskedAbout(t *testing.T) {
	t.Parallel()
	r := newTripRig(t)
	r.drives("23 08:00")
	r.drives("23 10:00")
	r.drives("23 17:00")
	which := r.types("trajet lundi matin perso")
	r.shows(which, "Which trip?", "Mon 23 Nov 08:00 → 08:30", "Mon 23 Nov 10:00 → 10:30", hospital, "[All 2 private]")
	r.hides(which, "17:00")
	if diff := cmp.Diff([]string{"trip_private", "trip_private", "trip_private"}, verbsOf(which)); diff != "" {
		t.Error(diff)
	}
	one := r.pressesNth(which, 1)
	r.shows(one, "Count this trip as private?", "Mon 23 Nov 10:00 → 10:30")
	r.shows(r.presses(one, chat.Cancel), "Cancelled")
	r.asked()
	both := r.pressesNth(which, 2)
	r.shows(both, "Count these trips as private?", "2 trips · 1 h · 24.7 km", "Mon 23 Nov 08:00", "Mon 23 Nov 10:00")
	done := r.presses(both, chat.Confirm)
	r.shows(done, "OCEAN answered yes", "count these trips as private", "Mon 23 Nov 08:00 → 08:30", "Mon 23 Nov 10:00 → 10:30")
	r.asked("I private", "II private")
	r.shows(r.presses(done, chat.Undo), "count these trips as professional")
	r.asked("I pro", "II pro")
	// An instant between two trips may be either.
	r.shows(r.types("trip Monday 9:15 private"), "Which trip?", "may be the one of", "08:00 → 08:30", "10:00 → 10:30")
	// Close to one alone it is that one, and the card says so.
	r.shows(r.types("trip Monday 16:30 private"), "Count this trip as private?", "No trip was under way", "17:00 → 17:30")
	// Far from all of them, those of the day are shown.
	far := r.types("trip Monday 20h private")
	r.shows(far, "Which trip?", "None of your trips is close", "08:00 → 08:30", "17:00 → 17:30")
	if len(far.Card.Buttons) != 0 {
		t.Error("all of what wasn't asked for is offered")
	}
}

// pressesNth presses a button of a card by its place.
func (r *rig) pressesNth(card chat.Message, n int) chat.Message {
	r.t.Helper()
	request := r.request("U1")
	request.Action = card.Card.AllButtons()[n].Action
	return r.bot.Handle(r.t.Context(), request)
}

func TestListsAndReview(t *testing.T) {
	t.Parallel()
	r := newTripRig(t)
	r.shows(r.types("trip list last weekend"), "No trip found", "vehicle AA-001-AA", "Fri 20 Nov 18:00 → Mon 23 Nov 00:00", "may take a while")
	r.drives("18 08:00")
	r.drives("21 11:00")
	r.drives("25 08:00")
	list := r.types("trip list last weekend")
	r.shows(list, "Your trips", "Sat 21 Nov 11:00 → 11:30", "12.3 km", depot, hospital, "counted as professional", "Places are shown to you alone")
	if diff := cmp.Diff([]string{"trip_private", "trip_pro"}, verbsOf(list)); diff != "" {
		t.Error(diff)
	}
	r.shows(r.types("trip 1 private"), "Count this trip as private?", "Sat 21 Nov 11:00")
	review := r.types("trip review")
	r.shows(review, "Sat 21 Nov 11:00", "Wed 25 Nov 08:00", "[All 2 private]", "[All 2 professional]")
	r.hides(review, "18 Nov")
	r.shows(r.types("trajet 2 pro"), "Count this trip as professional?", "Wed 25 Nov 08:00")
	r.shows(r.types("trip 2"), "Your trips", "Wed 25 Nov 08:00")
	r.shows(r.types("trip 3 private"), "no trip number 3", "from 1 to 1")
	// A list of periods doesn't take the numbers of the trips away.
	r.add(48*time.Hour, 50*time.Hour, "ahead")
	r.types("private list")
	r.shows(r.types("trip 1 private"), "Count this trip as private?", "Wed 25 Nov 08:00")
	r.shows(r.types("trip list"), "Sat 21 Nov 11:00", "Wed 25 Nov 08:00")
	r.shows(r.types("trip list today"), "Wed 25 Nov 08:00")
	for _, text := range []string{"trip last private", "trajet privé dernier trajet", "trip my last trip as private"} {
		r.shows(r.types(text), "Count this trip as private?", "Wed 25 Nov 08:00")
	}
	last := r.types("trip le dernier")
	r.shows(last, "Your trips", "Wed 25 Nov 08:00")
	r.hides(last, "21 Nov 11:00")
}

func TestALongListShowsTheNewestAndSaysSo(t *testing.T) {
	t.Parallel()
	r := newTripRig(t)
	for _, day := range []string{"21 ", "22 ", "23 ", "24 "} {
		for _, hour := range []string{"08:00", "10:00", "12:00", "14:00", "16:00"} {
			r.drives(day + hour)
		}
	}
	list := r.types("trip review")
	if len(list.Card.Items) != 15 {
		t.Errorf("%d trips are shown", len(list.Card.Items))
	}
	r.shows(list, "Only the last 15 are shown; there are 5 more", "[All 15 private]")
	card := r.pressesNth(list, len(list.Card.AllButtons())-2)
	r.shows(card, "Count these trips as private?", "15 trips")
	r.shows(r.presses(card, chat.Confirm), "OCEAN answered yes")
	if n := r.ocean.Count(oceansim.OpPosteriori); n != 15 {
		t.Errorf("OCEAN was asked %d times", n)
	}
}

func TestPhrasesThatNameNoTrip(t *testing.T) {
	t.Parallel()
	r := newTripRig(t)
	for text, words := range map[string][]string{
		"trip":                            {"Say when", "`/trip yesterday 14h private`", "`/trip review`"},
		"trip private":                    {"Say when"},
		"trip tomorrow private":           {"still ahead", "`/private from Friday 18h to Monday 8h`"},
		"trip tomorrow 10h private":       {"still ahead"},
		"trip every Monday private":       {"not hours that recur"},
		"trip the blue one private":       {"didn't understand", "neither a date nor a time", "`/trip yesterday 14h private`"},
		"trip reviw":                      {"`/trip review`"},
		"trip lst":                        {"`/trip list`"},
		"trip 31 November private":        {"doesn't exist"},
		"trip list this year":             {"Too long", "31 days"},
		"trip 1 private":                  {"no trip number 1", "see a list first"},
		"trip yesterday 14h private":      {"No trip found", "Tuesday 24 November 2026, 14:00"},
		"trip help":                       {"What I can do"},
		"trajet samedi prochain privé":    {"still ahead"},
		"trip from Monday 8h to 9h perso": {"No trip found"},
	} {
		r.shows(r.types(text), words...)
	}
	if n := r.ocean.CountWrites(); n != 0 {
		t.Errorf("OCEAN was written to %d times", n)
	}
}

func TestNoVehicle(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.shows(r.types("trip yesterday 14h private"), "No vehicle", "fleet manager")
	r.shows(r.types("trip review"), "No vehicle")
}

func TestAVehicleWithoutPrivateModeSaysSo(t *testing.T) {
	t.Parallel()
	r := newTripRig(t)
	r.ocean.AddVehicle(oceansim.Vehicle{ID: carID, Immatriculation: "AA-001-AA", NumeroEmbarque: 21, CodeExploitant: "77", EntiteID: 5})
	r.drives("24 13:45")
	r.drives("24 17:45")
	card := r.types("trip yesterday 14h private")
	r.shows(card, "no private mode", "AA-001-AA", "Tue 24 Nov 13:45")
	list := r.types("trip list yesterday")
	r.shows(list, "no private mode", "13:45", "17:45")
	r.shows(r.types("trip 1 private"), "no private mode")
	if len(card.Card.AllButtons())+len(list.Card.AllButtons()) != 0 {
		t.Error("something is offered all the same")
	}
}

func TestSeveralVehiclesAreToldApart(t *testing.T) {
	t.Parallel()
	r := newTripRig(t)
	const van = carID + 1
	r.ocean.AddVehicle(oceansim.Vehicle{ID: van, Immatriculation: "BB-002-BB", NumeroEmbarque: 22, CodeExploitant: "77", EntiteID: 5})
	r.ocean.AddIndividu(oceansim.Individu{ID: driverID, Prenom: "Vie", Nom: "Privée", Matricule: "M1", EntiteID: 5, VehicleID: van})
	r.shows(r.types("trip list yesterday"), "No trip found", "vehicles AA-001-AA, BB-002-BB")
	r.drives("24 08:00")
	r.ocean.AddTrip(oceansim.Trip{IndividuID: driverID, VehicleID: van, Debut: r.now().Add(-20 * time.Hour), Fin: r.now().Add(-19 * time.Hour)})
	list := r.types("trip list yesterday")
	r.shows(list, "AA-001-AA", "BB-002-BB", "BB-002-BB has no private mode", "14:00 → 15:00")
	if diff := cmp.Diff([]string{"trip_private", "trip_pro"}, verbsOf(list)); diff != "" {
		t.Error(diff)
	}
}

func TestTripsWithoutAnHourAreCounted(t *testing.T) {
	t.Parallel()
	r := newTripRig(t, func(o *oceansim.Options) { o.Positions, o.WithoutRows = oceansim.PositionsNone, true })
	r.drives("24 08:00")
	r.shows(r.types("trip list yesterday"), "No trip found", "1 trip without a readable hour")
}

func TestNobodyElsesTripIsShownOrChanged(t *testing.T) {
	t.Parallel()
	r := newTripRig(t)
	r.drives("24 08:00")
	theirs := r.drivesAs(otherID, "24 13:45")
	list := r.types("trip list yesterday")
	r.shows(list, "08:00 → 08:30")
	r.hides(list, "13:45")
	// Somebody else's press, on the list and on the card.
	card := r.types("trip yesterday 8h private")
	r.shows(r.pressesAs("U2", list, chat.TripPrivate), "isn't yours")
	r.shows(r.pressesAs("U2", card, chat.Confirm), "isn't yours")
	// A button that was tampered with finds nothing: theirs isn't among the driver's own.
	mine := list.Card.AllButtons()[0].Action
	parts := strings.Split(string(mine), ".")
	start := r.ocean.Trips(otherID)[0].Debut.Unix()
	parts[1], parts[3] = itoa(theirs), itoa(start)
	request := r.request("U1")
	request.Action = chat.Action(strings.Join(parts, "."))
	r.shows(r.bot.Handle(t.Context(), request), "This trip is gone")
	for _, forged := range []string{"", "e", "e1110000403", "x1110000403.2.3", "p1110000403.1", "p1110000403.0.99999999999", "eabc"} {
		request.Action = chat.NewAction(chat.TripPrivate, forged)
		r.shows(r.bot.Handle(t.Context(), request), "expired")
	}
	// Whoever pressed has become somebody else in OCEAN since.
	r.people.who["U1"] = otherID
	r.shows(r.presses(list, chat.TripPrivate), "isn't yours")
	r.shows(r.presses(card, chat.Confirm), "isn't yours")
	if n := r.ocean.CountWrites(); n != 0 {
		t.Errorf("OCEAN was written to %d times", n)
	}
}

func TestATripThatIsSomebodyElsesNowIsLeftAlone(t *testing.T) {
	t.Parallel()
	r := newTripRig(t)
	id := r.drives("24 13:45")
	card := r.types("trip yesterday 14h private")
	r.ocean.Inject(oceansim.Fault{Op: oceansim.OpFicheJour, Status: http.StatusBadRequest})
	away := r.presses(card, chat.Confirm)
	r.shows(away, "doesn't answer", "[Try again]")
	given := r.ocean.Trips(driverID)[0]
	given.ID, given.IndividuID = id, otherID
	r.ocean.AddTrip(given)
	r.shows(r.presses(away, chat.Confirm), "This trip is gone")
	if n := r.ocean.CountWrites(); n != 0 {
		t.Errorf("OCEAN was written to %d times", n)
	}
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }

func TestAnUnknownIsToldAndNotRepeated(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]oceansim.Fault{
		"cut after the work":  {Cut: true, After: true},
		"cut before the work": {Cut: true},
		"a 500":               {Status: http.StatusInternalServerError},
	} {
		r := newTripRig(t)
		r.drives("24 13:45")
		card := r.types("trip yesterday 14h private")
		fault.Op = oceansim.OpPosteriori
		r.ocean.Inject(fault)
		told := r.presses(card, chat.Confirm)
		r.shows(told, "It isn't known whether it is done", "Nothing was repeated", "OCEAN portal", "Tue 24 Nov 13:45")
		r.shows(r.presses(card, chat.Confirm), "It isn't known whether it is done")
		if n := r.ocean.Count(oceansim.OpPosteriori); n != 1 || len(told.Card.AllButtons()) != 0 {
			t.Errorf("%s: OCEAN was asked %d times, buttons %v", name, n, verbsOf(told))
		}
		if !strings.Contains(r.logged.String(), "level=error") {
			t.Errorf("%s: the operator isn't told", name)
		}
	}
}

// TestAnUnknownMayStillArrive: after an unclear request, a yes to the opposite is not the last word.
func TestAnUnknownMayStillArrive(t *testing.T) {
	t.Parallel()
	r := newTripRig(t)
	r.drives("24 13:45")
	r.ocean.Inject(oceansim.Fault{Op: oceansim.OpPosteriori, Late: true})
	r.shows(r.presses(r.types("trip yesterday 14h private"), chat.Confirm), "It isn't known whether it is done")
	r.pass(time.Minute)
	r.shows(r.presses(r.types("trip yesterday 14h pro"), chat.Confirm), "OCEAN answered yes", "may still arrive")
	r.pass(time.Hour)
	again := r.presses(r.types("trip yesterday 14h pro"), chat.Confirm)
	r.shows(again, "OCEAN answered yes")
	if strings.Contains(again.Card.Summary(i18n.English), "may still arrive") {
		t.Error("after an hour nothing arrives any more")
	}
}

func TestARefusedTripIsToldInOceansWords(t *testing.T) {
	t.Parallel()
	r := newTripRig(t)
	r.drives("24 13:45")
	card := r.types("trip yesterday 14h private")
	r.ocean.Inject(oceansim.Fault{
		Op: oceansim.OpPosteriori, Status: http.StatusBadRequest, Body: `{"oceanStatus":"bad","message":"Étape verrouillée"}`,
	})
	refused := r.presses(card, chat.Confirm)
	r.shows(refused, "OCEAN refused", "counted as before", "Étape verrouillée", "[Try again]")
	r.shows(r.presses(refused, chat.Confirm), "OCEAN answered yes")
	r.asked("I private")
}

func TestOfSeveralTripsEachIsToldForItself(t *testing.T) {
	t.Parallel()
	r := newTripRig(t)
	r.drives("24 08:00")
	r.drives("24 12:00")
	r.drives("24 17:00")
	list := r.types("trip list yesterday")
	card := r.pressesNth(list, 6)
	r.shows(card, "3 trips")
	r.ocean.Inject(oceansim.Fault{Op: oceansim.OpPosteriori, Skip: 1, Refuse: true})
	r.ocean.Inject(oceansim.Fault{Op: oceansim.OpPosteriori, Skip: 1, Cut: true})
	part := r.presses(card, chat.Confirm)
	r.shows(part, "didn't say yes to everything", "[Try again]", "[Undo]")
	var said []string
	for _, item := range part.Card.Items {
		said = append(said, item.Title+": "+item.Detail)
	}
	want := []string{
		"Tue 24 Nov 08:00 → 08:30: 12.3 km · OCEAN answered yes",
		"Tue 24 Nov 12:00 → 12:30: 12.3 km · OCEAN answered no",
		"Tue 24 Nov 17:00 → 17:30: 12.3 km · no clear answer: look in the OCEAN portal",
	}
	if diff := cmp.Diff(want, said); diff != "" {
		t.Error(diff)
	}
	r.asked("I private")
	// Only what was surely not done is offered again, and only what was done is undone.
	r.shows(r.presses(part, chat.Confirm), "OCEAN answered yes", "12:00 → 12:30")
	r.asked("I private", "II private")
	r.shows(r.presses(part, chat.Undo), "count this trip as professional", "08:00 → 08:30")
	r.asked("I pro", "II private")
	if n := r.ocean.Count(oceansim.OpPosteriori); n != 5 {
		t.Errorf("OCEAN was asked %d times", n)
	}
}

func TestTripsWithoutTheAnalysis(t *testing.T) {
	t.Parallel()
	r := newTripRig(t)
	r.drives("24 13:45")
	r.ocean.Inject(oceansim.Fault{Op: oceansim.OpAnalyse, Status: http.StatusForbidden, Count: -1})
	card := r.types("trip yesterday 14h private")
	r.shows(card, "Count this trip as private?", "OCEAN's analysis told nothing")
	done := r.presses(card, chat.Confirm)
	r.shows(done, "OCEAN answered yes")
	// The view of the day leaves it out now; what was done is undone all the same.
	r.shows(r.types("trip list yesterday"), "No trip found", "may be missing here")
	r.shows(r.presses(done, chat.Undo), "OCEAN answered yes")
	r.asked("I pro")
	r.ocean.Inject(oceansim.Fault{Op: oceansim.OpFicheJour, Status: http.StatusForbidden, Count: -1})
	r.shows(r.types("trip list yesterday"), "no access to OCEAN")
}

func TestNoPlaceIsStoredOrLogged(t *testing.T) {
	t.Parallel()
	r := newTripRig(t)
	r.drives("24 08:00")
	r.drives("24 13:45")
	list := r.types("trip list yesterday")
	r.shows(list, hospital, depot)
	r.presses(list, chat.TripPrivate)
	done := r.presses(r.types("trip yesterday 14h private"), chat.Confirm)
	r.hides(done, "Hôpital", "Dépôt")
	r.presses(done, chat.Undo)
	r.presses(r.pressesNth(list, 4), chat.Confirm)
	r.ocean.Inject(oceansim.Fault{Op: oceansim.OpPosteriori, Cut: true})
	r.presses(r.types("trip yesterday 8h pro"), chat.Confirm)
	r.remake() // the database is on the disk, in one file
	files, err := filepath.Glob(r.file + "*")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	var kept bytes.Buffer
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		kept.Write(b)
	}
	stored := kept.String()
	if !strings.Contains(stored, "reclassify") {
		t.Error("the journal isn't where this test looks")
	}
	for _, place := range []string{"Saint-Fictif", "Peupliers", "du Secret", "latitude"} {
		if strings.Contains(stored, place) || strings.Contains(r.logged.String(), place) {
			t.Errorf("%q was stored or logged", place)
		}
	}
	for _, m := range r.sent {
		r.hides(m, "Hôpital")
	}
	if !slices.Contains(verbsOf(list), "trip_pro") {
		t.Error("the list offers nothing")
	}
}

// TestWhatACrashCutOffIsTold: of two trips one was asked for when the power went; the news offer the other.
func TestWhatACrashCutOffIsTold(t *testing.T) {
	t.Parallel()
	r := newTripRig(t)
	r.drives("24 08:00")
	r.drives("24 13:45")
	var intents []ledger.Intent
	for _, trip := range r.ocean.Trips(driverID) {
		intents = append(intents, ledger.Intent{Kind: ledger.Reclassify, Private: true, Trip: &ledger.Trip{
			Etape: trip.ID, Embarque: 21, Exploitant: "77", Start: trip.Debut, Length: 30 * time.Minute, Meters: trip.Metres,
		}})
	}
	intents[0].Then = intents[1:]
	entry := ledger.Entry{
		ID: "w1", Press: "confirm:gone", Owner: chat.User{Platform: chat.Slack, ID: "U1"}, IndividuID: driverID,
		Intent: intents[0], Outcome: ledger.Unknown,
		Reply: ledger.Reply{To: chat.Address{User: chat.User{Platform: chat.Slack, ID: "U1"}}, Lang: i18n.English, Zone: "Europe/Paris"},
	}
	if err := r.bot.Tell(t.Context(), entry); err != nil {
		t.Fatal(err)
	}
	r.shows(r.sent[0], "left without an answer", "didn't say yes to everything", "08:00 → 08:30", "no clear answer",
		"13:45 → 14:15", "not asked yet", "[Ask for the rest]")
	r.hides(r.sent[0], "Hôpital")
	r.shows(r.presses(r.sent[0], chat.Confirm), "OCEAN answered yes", "13:45 → 14:15")
	r.asked("II private")
}

// TestWhatThereWasNoTimeForIsOfferedAgain: the request's time is up while the second of three is asked for.
func TestWhatThereWasNoTimeForIsOfferedAgain(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	r := newTripRig(t, func(o *oceansim.Options) { o.Sleep = func(context.Context, time.Duration) { cancel() } })
	for _, clock := range []string{"24 08:00", "24 12:00", "24 17:00"} {
		r.drives(clock)
	}
	card := r.pressesNth(r.types("trip list yesterday"), 6)
	r.ocean.Inject(oceansim.Fault{Op: oceansim.OpPosteriori, Skip: 1, Latency: time.Hour})
	request := r.request("U1")
	request.Action = card.Card.Buttons[0].Action
	part := r.bot.Handle(ctx, request)
	r.shows(part, "didn't say yes to everything", "not asked yet", "[Ask for the rest]", "[Undo]")
	r.asked("I private", "II private")
	r.shows(r.presses(part, chat.Confirm), "OCEAN answered yes", "17:00 → 17:30")
	r.asked("I private", "II private", "III private")
	// The first card knows of all three that it can reach.
	undone := r.presses(part, chat.Undo)
	r.shows(undone, "OCEAN answered yes")
	if got := undone.Card.Items[0].Title; got != "Tue 24 Nov 08:00 → 08:30" {
		t.Errorf("the first one is %q", got)
	}
	r.asked("I pro", "II pro", "III private")
	if n := r.ocean.Count(oceansim.OpPosteriori); n != 5 {
		t.Errorf("OCEAN was asked %d times", n)
	}
}
