package trips_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/oceansim"
	"github.com/oceanbot/oceanbot/internal/trips"
)

const (
	anne  int64 = 1110000403
	bruno int64 = 1110000404
	car   int64 = 11100007010
	van   int64 = 11100007011
)

// now is a Wednesday, 10:00 in Paris.
var now = time.Date(2026, time.November, 25, 9, 0, 0, 0, time.UTC)

// at is an hour of the day before, in UTC.
func at(hour, minute int) time.Time {
	return time.Date(2026, time.November, 24, hour, minute, 0, 0, time.UTC)
}

// fleet is a fleet as a test wants it.
type fleet map[int64]holding

type holding struct {
	who    ocean.Individu
	cars   []ocean.Vehicle
	shared []int64
}

func (f fleet) Drives(_ context.Context, id int64) (ocean.Individu, []ocean.Vehicle, []int64, error) {
	h := f[id]
	return h.who, h.cars, h.shared, nil
}

// rig is a finder in front of a simulated OCEAN: Anne drives the car, Bruno the van.
type rig struct {
	*oceansim.Server
	*trips.Finder

	t     *testing.T
	fleet fleet
	log   bytes.Buffer
}

func newRig(t *testing.T, opts oceansim.Options) *rig {
	t.Helper()
	opts.Now = func() time.Time { return now }
	r := &rig{t: t, Server: oceansim.New(opts), fleet: fleet{}}
	r.AddEntite(oceansim.Entite{ID: 5, Nom: "Ouest"})
	for _, v := range []oceansim.Vehicle{
		{ID: car, Immatriculation: "AA-001-AA", NumeroEmbarque: 21, CodeExploitant: "77", PrivacyEnabled: true, EntiteID: 5},
		{ID: van, Immatriculation: "BB-002-BB", NumeroEmbarque: 22, CodeExploitant: "77", PrivacyEnabled: false, EntiteID: 5},
	} {
		r.AddVehicle(v)
	}
	r.AddIndividu(oceansim.Individu{ID: anne, Prenom: "Anne", Nom: "Le Roux", Matricule: "M1", EntiteID: 5, VehicleID: car})
	r.AddIndividu(oceansim.Individu{ID: bruno, Prenom: "Bruno", Nom: "Roux", Matricule: "M2", EntiteID: 5, VehicleID: van})
	r.fleet[anne] = holding{
		who:  ocean.Individu{ID: anne, Prenom: "Anne", Nom: "Le Roux", Matricule: "M1"},
		cars: []ocean.Vehicle{{ID: car, Immatriculation: "AA-001-AA", NumeroEmbarque: 21, PrivacyEnabled: true}},
	}
	server := httptest.NewServer(r.Server)
	t.Cleanup(server.Close)
	log := logrus.New()
	log.SetOutput(&r.log)
	client, err := ocean.New(ocean.Config{
		BaseURL: server.URL, Login: oceansim.DemoLogin, Password: oceansim.DemoPassword, Rate: 1e6,
		Now: opts.Now, Log: log, ReadTimeout: 10 * time.Second,
	})
	if err != nil {
		t.Fatal(err)
	}
	r.Finder = trips.New(trips.Config{OCEAN: client, Fleet: r.fleet, Exploitant: "setting", Now: opts.Now, Log: log})
	return r
}

// drives has a trip driven, of an hour and 12 km.
func (r *rig) drives(t oceansim.Trip) int64 {
	if t.VehicleID == 0 {
		t.VehicleID = car
	}
	if t.IndividuID == 0 {
		t.IndividuID = anne
	}
	if t.Fin.IsZero() {
		t.Fin = t.Debut.Add(time.Hour)
	}
	t.Metres, t.From, t.To = 12000, "Dépôt secret", "Clinique secrète"
	return r.AddTrip(t)
}

func (r *rig) find(who int64, from, to time.Time) trips.Found {
	r.t.Helper()
	found, err := r.Find(r.t.Context(), who, from, to)
	if err != nil {
		r.t.Fatal(err)
	}
	if strings.Contains(r.log.String(), "secr") || strings.Contains(fmt.Sprintf("%+v %#v", found, found), "secr"+"ète") {
		r.t.Error("a place was written down")
	}
	return found
}

// finds wants exactly these étapes of somebody, yesterday.
func (r *rig) finds(who int64, want ...int64) trips.Found {
	r.t.Helper()
	found := r.find(who, at(0, 0), at(24, 0))
	got := make([]int64, 0, len(found.Trips))
	for _, t := range found.Trips {
		got = append(got, t.Key.IDEtape)
	}
	if diff := cmp.Diff(append([]int64{}, want...), got); diff != "" {
		r.t.Error(diff)
	}
	return found
}

func TestATripHasTheBestOfBothViews(t *testing.T) {
	t.Parallel()
	for _, arrays := range []bool{false, true} {
		r := newRig(t, oceansim.Options{MapsAsArrays: arrays, Positions: oceansim.PositionsLocal})
		id := r.drives(oceansim.Trip{Debut: at(13, 0)})
		found := r.finds(anne, id)
		got := found.Trips[0]
		if got.From.Reveal() != "Dépôt secret" || got.To.Reveal() != "Clinique secrète" {
			t.Errorf("from %q to %q", got.From.Reveal(), got.To.Reveal())
		}
		got.From, got.To = "", ""
		want := trips.Trip{
			Key:     ocean.EtapeKey{IDEtape: id, NumeroEmbarque: 21, CodeExploitant: "77"},
			Vehicle: r.fleet[anne].cars[0],
			// The fiche's hours are an hour late, on the wall of Paris and taken as UTC; the analysis knows better.
			Start: at(13, 0), End: at(14, 0), Length: time.Hour, Meters: 12000, Counted: ocean.Pro,
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if found.FicheOnly || found.Untimed != 0 || len(found.Vehicles) != 1 {
			t.Errorf("found %+v", found)
		}
	}
}

func TestTheFicheAloneDoes(t *testing.T) {
	t.Parallel()
	for name, without := range map[string]func(*rig){
		"refused": func(r *rig) {
			r.Inject(oceansim.Fault{Op: oceansim.OpAnalyse, Status: http.StatusForbidden, Count: -1})
		},
		"broken": func(r *rig) { r.Inject(oceansim.Fault{Op: oceansim.OpAnalyse, Status: 200, Body: "<html>", Count: -1}) },
		"empty":  func(r *rig) { r.Inject(oceansim.Fault{Op: oceansim.OpAnalyse, Status: 200, Body: "[]", Count: -1}) },
	} {
		for _, form := range oceansim.PositionForms() {
			r := newRig(t, oceansim.Options{Positions: form})
			without(r)
			id := r.drives(oceansim.Trip{Debut: at(13, 0)})
			found := r.finds(anne, id)
			got := found.Trips[0]
			if !got.Start.Equal(at(13, 0)) || !got.End.Equal(at(14, 0)) || !found.FicheOnly || got.Counted != ocean.Autre {
				t.Errorf("%s, form %d: %+v", name, form, got)
			}
			if want := (ocean.EtapeKey{IDEtape: id, NumeroEmbarque: 21, CodeExploitant: "setting"}); got.Key != want {
				t.Errorf("%s, form %d: %+v", name, form, got.Key)
			}
		}
	}
}

func TestWhatIsPrivateAlreadyIsFoundByTheAnalysis(t *testing.T) {
	t.Parallel()
	r := newRig(t, oceansim.Options{})
	first, second := r.drives(oceansim.Trip{Debut: at(8, 0), Private: true}), r.drives(oceansim.Trip{Debut: at(13, 0)})
	got := r.finds(anne, first, second).Trips[0]
	if got.Counted != ocean.Privee || got.Vehicle.ID != car || got.Length != time.Hour || got.Meters != 12000 || !got.CanChange() {
		t.Errorf("got %+v", got)
	}
	r.Inject(oceansim.Fault{Op: oceansim.OpAnalyse, Status: http.StatusForbidden, Count: -1})
	r.finds(anne, second)
}

func TestAnEtapeInTwoRowsIsOneTrip(t *testing.T) {
	t.Parallel()
	for _, shows := range []bool{false, true} {
		r := newRig(t, oceansim.Options{AnalysisSplits: true, FicheJourShowsPrivate: shows})
		id := r.drives(oceansim.Trip{Debut: at(13, 0), Private: true})
		got := r.finds(anne, id).Trips[0]
		if got.Counted != ocean.Autre || got.Length != time.Hour || got.Meters != 12000 {
			t.Errorf("got %+v", got)
		}
	}
}

func TestARowInsideARowOfTheSameEtapeIsAPartOfIt(t *testing.T) {
	t.Parallel()
	r := newRig(t, oceansim.Options{})
	id := r.drives(oceansim.Trip{Debut: at(13, 0), Private: true})
	bean := func(seconds int, inside string) string {
		return fmt.Sprintf(`{"driver":{"individu":{"id":%d},"affectedEtape":{"idEtape":%d,"numeroEmbarque":21,"debut":"2026-11-24T13:00:00.000Z"}},
			"vehicle":{"id":%d},"total":{"durationInSecByPeriodMap":{"VIE_PRIVEE":%d}},"inside":[%s]}`, anne, id, car, seconds, inside)
	}
	r.Inject(oceansim.Fault{
		Op: oceansim.OpAnalyse, Status: 200, Count: -1,
		Body: `[{"synthesisTreeByDriver":{"rows":[` + bean(3600, bean(1800, "")+","+bean(1800, "")) + `]}}]`,
	})
	if got := r.finds(anne, id).Trips[0]; got.Length != time.Hour || got.Counted != ocean.Privee {
		t.Errorf("got %+v", got)
	}
}

// TestNobodyElsesTripIsEverFound: a shared car, with every way in which a row tells whose it is, or doesn't.
func TestNobodyElsesTripIsEverFound(t *testing.T) {
	t.Parallel()
	for _, opts := range []oceansim.Options{{}, {AnalysisOfAll: true}, {WithoutRows: true}, {FicheJourShowsPrivate: true}} {
		r := newRig(t, opts)
		mine := r.drives(oceansim.Trip{Debut: at(8, 0)})
		his := r.drives(oceansim.Trip{Debut: at(10, 0), IndividuID: bruno})
		r.drives(oceansim.Trip{Debut: at(11, 0), IndividuID: bruno, Private: true})
		if found := r.finds(anne, mine); !found.IsAnothers(his, 21) || found.IsAnothers(mine, 21) {
			t.Error("whose the trips are isn't told apart")
		}
		unnamed := r.drives(oceansim.Trip{Debut: at(13, 0), Unnamed: true})
		r.drives(oceansim.Trip{Debut: at(15, 0), Unnamed: true, IndividuID: bruno})
		if opts.WithoutRows {
			// Another's row shows that the car is shared: what names nobody may be his.
			r.finds(anne, mine)
			continue
		}
		// The analysis knows by id whose the nameless ones are.
		r.finds(anne, mine, unnamed)
	}
}

func TestANamelessRowIsTheDriversWhereNobodyElseHasTheCar(t *testing.T) {
	t.Parallel()
	r := newRig(t, oceansim.Options{WithoutRows: true})
	id := r.drives(oceansim.Trip{Debut: at(8, 0), Unnamed: true})
	r.finds(anne, id)
	holds := r.fleet[anne]
	holds.shared = []int64{car}
	r.fleet[anne] = holds
	r.finds(anne)
}

func TestNamesAreComparedAsPeopleWriteThem(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		who   ocean.Individu
		found bool
	}{
		"the same matricule":      {ocean.Individu{Nom: "Renamed", Matricule: "m1 "}, true},
		"another matricule":       {ocean.Individu{Nom: "Le Roux", Prenom: "Anne", Matricule: "M7"}, false},
		"no matricule":            {ocean.Individu{Nom: "LE-ROUX", Prenom: "ànne"}, true},
		"leading zeros":           {ocean.Individu{Matricule: "00M1"}, true},
		"both names in one field": {ocean.Individu{Nom: "Anne Le Roux"}, true},
		"another first name":      {ocean.Individu{Nom: "Le Roux", Prenom: "Anna"}, false},
		"nothing to compare with": {ocean.Individu{}, false},
	} {
		r := newRig(t, oceansim.Options{WithoutRows: true})
		id := r.drives(oceansim.Trip{Debut: at(8, 0)})
		holds := r.fleet[anne]
		holds.who = test.who
		r.fleet[anne] = holds
		if got := r.find(anne, at(0, 0), at(24, 0)).Trips; (len(got) == 1 && got[0].Key.IDEtape == id) != test.found {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func TestVehiclesComeFromWhereTheyAreKnown(t *testing.T) {
	t.Parallel()
	r := newRig(t, oceansim.Options{})
	// Bruno isn't in the fleet's list with his van: the list of vehicles names him as its chauffeur.
	id := r.drives(oceansim.Trip{Debut: at(8, 0), IndividuID: bruno, VehicleID: van})
	got := r.finds(bruno, id).Trips[0]
	if got.CanChange() || got.Vehicle.Immatriculation != "BB-002-BB" || got.Vehicle.PrivacyEnabled {
		t.Errorf("a van without private mode: %+v", got)
	}
	// Anne borrowed it: the analysis says so, and which of its rows are hers.
	mine, borrowed := r.drives(oceansim.Trip{Debut: at(9, 0)}), r.drives(oceansim.Trip{Debut: at(10, 0), VehicleID: van})
	found := r.finds(anne, mine, borrowed)
	if got := found.Trips[1]; got.Vehicle.ID != van || got.Key.NumeroEmbarque != 22 || !got.From.IsSet() || len(found.Vehicles) != 2 {
		t.Errorf("a borrowed van: %+v", got)
	}
	if n := r.Count(oceansim.OpVehicles); n != 1 {
		t.Errorf("the vehicles were listed %d times, want once for all", n)
	}
	// A list of individus may leave the number of the device out.
	holds := r.fleet[anne]
	holds.cars = []ocean.Vehicle{{ID: car, PrivacyEnabled: true}}
	r.fleet[anne] = holds
	if got := r.finds(anne, mine, borrowed).Trips[0]; got.Key.NumeroEmbarque != 21 {
		t.Errorf("got %+v", got.Key)
	}
	if _, err := r.Find(t.Context(), 99, at(0, 0), at(24, 0)); !errors.Is(err, trips.ErrNoVehicle) {
		t.Errorf("nobody's vehicle: %v", err)
	}
}

func TestWhoHasAVehicleMayBeKnownByIndividusAlone(t *testing.T) {
	t.Parallel()
	r := newRig(t, oceansim.Options{WithoutRows: true})
	id := r.drives(oceansim.Trip{Debut: at(8, 0), IndividuID: bruno, VehicleID: van, Unnamed: true})
	r.Inject(oceansim.Fault{Op: oceansim.OpVehicles, Status: 200, Body: "[]", Count: -1})
	r.finds(bruno, id)
	r.finds(bruno, id)
	if n := r.Count(oceansim.OpIndividus); n != 1 {
		t.Errorf("the individus were listed %d times, want once for all", n)
	}
	// Another rig, in which the van is Anne's too: nobody is named, so it may be hers.
	r = newRig(t, oceansim.Options{WithoutRows: true})
	r.drives(oceansim.Trip{Debut: at(8, 0), IndividuID: bruno, VehicleID: van, Unnamed: true})
	r.Inject(oceansim.Fault{Op: oceansim.OpVehicles, Status: 200, Body: "[]", Count: -1})
	r.AddIndividu(oceansim.Individu{ID: anne, Prenom: "Anne", Nom: "Le Roux", VehicleID: van})
	r.finds(bruno)
	// Without any list there is no telling, and no guessing.
	r = newRig(t, oceansim.Options{})
	r.Inject(oceansim.Fault{Op: oceansim.OpVehicles, Status: http.StatusForbidden, Count: -1})
	if _, err := r.Find(t.Context(), bruno, at(0, 0), at(24, 0)); !errors.Is(err, ocean.ErrForbidden) {
		t.Errorf("no list of vehicles: %v", err)
	}
	id = r.drives(oceansim.Trip{Debut: at(8, 0)})
	r.drives(oceansim.Trip{Debut: at(10, 0), VehicleID: van})
	if found := r.find(anne, at(0, 0), at(24, 0)); len(found.Trips) != 2 || found.Trips[0].Key.IDEtape != id {
		t.Errorf("her own car is known, and the van by the analysis: %+v", found)
	}
}

func TestALocalDayIsTwoDaysOfOCEAN(t *testing.T) {
	t.Parallel()
	r := newRig(t, oceansim.Options{WithoutRows: true})
	id := r.drives(oceansim.Trip{Debut: at(-1, 30), Fin: at(0, 20)}) // 00:30 in Paris, the day before in UTC
	late := r.drives(oceansim.Trip{Debut: at(22, 30), Fin: at(23, 40)})
	found := r.find(anne, at(-1, 0), at(23, 0))
	got := found.Between(at(-1, 0), at(23, 0))
	if len(got) != 2 || got[0].Key.IDEtape != id || got[1].Key.IDEtape != late {
		t.Errorf("got %+v", got)
	}
	days := map[string]bool{}
	for _, q := range r.Requests() {
		if q.Op == oceansim.OpFicheJour {
			days[q.Query.Get("date")] = true
		}
	}
	if diff := cmp.Diff(map[string]bool{"23/11/2026": true, "24/11/2026": true}, days); diff != "" {
		t.Error(diff)
	}
}

func TestMissingParts(t *testing.T) {
	t.Parallel()
	r := newRig(t, oceansim.Options{WithoutRows: true})
	id := r.drives(oceansim.Trip{Debut: at(8, 0), Open: true})
	if got := r.finds(anne, id).Trips[0]; !got.End.Equal(at(9, 0)) || got.To.IsSet() {
		t.Errorf("without an end: %+v", got)
	}
	r = newRig(t, oceansim.Options{WithoutRows: true, Positions: oceansim.PositionsNone})
	r.drives(oceansim.Trip{Debut: at(8, 0)})
	if found := r.finds(anne); found.Untimed != 1 {
		t.Errorf("a trip without an hour: %+v", found)
	}
	r = newRig(t, oceansim.Options{Positions: oceansim.PositionsNone})
	id = r.drives(oceansim.Trip{Debut: at(8, 0)})
	if found := r.finds(anne, id); !found.Trips[0].Start.Equal(at(8, 0)) || !found.Trips[0].End.Equal(at(9, 0)) {
		t.Errorf("the analysis knows its hour: %+v", found)
	}
}

func TestFailuresComeBack(t *testing.T) {
	t.Parallel()
	r := newRig(t, oceansim.Options{})
	r.drives(oceansim.Trip{Debut: at(8, 0)})
	r.Inject(oceansim.Fault{Op: oceansim.OpFicheJour, Status: http.StatusForbidden, Count: -1})
	if _, err := r.Find(t.Context(), anne, at(0, 0), at(24, 0)); !errors.Is(err, ocean.ErrForbidden) {
		t.Errorf("the fiche is refused: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Find(ctx, anne, at(0, 0), at(24, 0)); !errors.Is(err, context.Canceled) {
		t.Errorf("given up: %v", err)
	}
	if found, err := r.Find(t.Context(), anne, now.Add(time.Hour), now.Add(2*time.Hour)); err != nil || len(found.Trips) != 0 {
		t.Errorf("the future: %+v, %v", found, err)
	}
}

func TestWhichTripsAPhraseMeans(t *testing.T) {
	t.Parallel()
	r := newRig(t, oceansim.Options{})
	early, noon, late := r.drives(oceansim.Trip{Debut: at(7, 0)}), r.drives(oceansim.Trip{Debut: at(12, 0)}), r.drives(oceansim.Trip{Debut: at(14, 0)})
	found := r.finds(anne, early, noon, late)
	for name, test := range map[string]struct {
		at      time.Time
		want    []int64
		underWy bool
	}{
		"under way":            {at(12, 30), []int64{noon}, true},
		"at its start":         {at(12, 0), []int64{noon}, true},
		"at its end":           {at(13, 0), []int64{noon}, true},
		"between two":          {at(13, 30), []int64{noon, late}, false},
		"nearest by":           {at(15, 20), []int64{late}, false},
		"far from all of them": {at(10, 0), nil, false},
	} {
		meant, underWay := found.At(test.at)
		var got []int64
		for _, trip := range meant {
			got = append(got, trip.Key.IDEtape)
		}
		if diff := cmp.Diff(test.want, got); diff != "" || underWay != test.underWy {
			t.Errorf("%s: %s, under way: %t", name, diff, underWay)
		}
	}
	if got := found.Between(at(8, 0), at(14, 0)); len(got) != 1 || got[0].Key.IDEtape != noon {
		t.Errorf("trips that only touch a period are not in it: %+v", got)
	}
	if got := found.Between(at(7, 59), at(14, 1)); len(got) != 3 {
		t.Errorf("got %+v", got)
	}
}
