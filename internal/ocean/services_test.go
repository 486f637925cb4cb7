package ocean_test

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/oceansim"
)

func TestIndividusByCriteria(t *testing.T) {
	t.Parallel()
	w := newWorld(t, oceansim.Options{})
	for criteria, want := range map[ocean.Criteria]int{
		ocean.AllIndividus: 13, ocean.WithUser: 1, ocean.WithoutUser: 12, ocean.WithVehicle: 11, ocean.WithEntite: 13, ocean.WithGSM: 0,
	} {
		var got []ocean.Fiche
		must(t, w.client.Individus(ctx, criteria, func(f ocean.Fiche) error { got = append(got, f); return nil }))
		if len(got) != want {
			t.Errorf("%s: %d fiches, want %d", criteria, len(got), want)
		}
		if criteria != ocean.AllIndividus {
			continue
		}
		camille := ocean.Fiche{
			Individu: ocean.Individu{ID: driver, Nom: "Martin", Prenom: "Camille", Matricule: "M001", Email: "camille.martin@demo.example"},
			Entite:   ocean.Entite{ID: oceansim.DemoEntiteIDF, Nom: "Île-de-France"},
			Vehicle: &ocean.Vehicle{
				ID: oceansim.DemoDriver().VehicleID, Immatriculation: "AA-101-DM", NumeroEmbarque: 2001, PrivacyEnabled: true,
				Marque: "Renault", Modele: "Mégane",
			},
		}
		if diff := cmp.Diff(camille, got[0]); diff != "" {
			t.Error(diff)
		}
		if got[3].Individu.Email != "" || got[3].Utilisateur == nil || got[3].Utilisateur.Email != oceansim.DemoAccountEmail {
			t.Errorf("the mail of the account is missing: %+v", got[3])
		}
		if got[6].Vehicle.PrivacyEnabled || !got[12].Individu.Supprime {
			t.Errorf("got %+v and %+v", got[6], got[12])
		}
	}
}

func TestIndividusStopsWhenTheCallerDoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, oceansim.Options{})
	enough, n := errors.New("enough"), 0
	err := w.client.Individus(ctx, ocean.AllIndividus, func(ocean.Fiche) error {
		n++
		return enough
	})
	if !errors.Is(err, enough) || n != 1 || w.Count(oceansim.OpIndividus) != 1 {
		t.Errorf("%v after %d fiches and %d requests", err, n, w.Count(oceansim.OpIndividus))
	}
}

// fiches writes a list of n individus.
func fiches(w io.Writer, from, n int) {
	for i := from; i < n; i++ {
		if i > 0 {
			_, _ = io.WriteString(w, ",")
		}
		_, _ = fmt.Fprintf(w, `{"individu":{"id":%d,"nomInd":"Nom%d","prenomInd":"Prénom","email":"p%d@demo.example","suppressionLogique":false},`+
			`"entite":{"id":%d,"nom":"Agence"},"utilisateur":null,"propSpecifiqueDTO":{"adresse":%q,"numeroPermis":"123"},`+
			`"vehicleFieldsDTO":{"id":%d,"immatriculation":"AA-1-BB","privacyEnabled":true}}`, i+1, i, i, i%40, strings.Repeat("x", 400), i+1)
	}
}

// TestIndividusThatBreakOff: the second attempt shows nobody twice.
func TestIndividusThatBreakOff(t *testing.T) {
	t.Parallel()
	var attempts atomic.Int32
	served := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/authenticate2") {
			_, _ = io.WriteString(w, `{"token":"t"}`)
			return
		}
		_, _ = io.WriteString(w, "[")
		if attempts.Add(1) == 1 {
			fiches(w, 0, 70)
			_ = http.NewResponseController(w).Flush()
			panic(http.ErrAbortHandler)
		}
		fiches(w, 0, 100)
		_, _ = io.WriteString(w, "]")
	}))
	t.Cleanup(served.Close)
	client, _ := newClient(t, served.URL)
	seen := map[int64]int{}
	must(t, client.Individus(ctx, ocean.AllIndividus, func(f ocean.Fiche) error { seen[f.Individu.ID]++; return nil }))
	if len(seen) != 100 || attempts.Load() != 2 {
		t.Errorf("%d people in %d attempts", len(seen), attempts.Load())
	}
	for id, n := range seen {
		if n != 1 {
			t.Errorf("%d was shown %d times", id, n)
		}
	}
}

func TestAnswersThatAreNoLists(t *testing.T) {
	t.Parallel()
	for body, ok := range map[string]bool{
		"null": true, "[]": true, "[null]": true, `[{}]`: true, "": false, "{}": false, "true": false, `"x"`: false,
		"[": false, `[{"debut":"soon"}]`: false, "<html>": false, `[{"debut":99999999999999999}]`: false,
	} {
		_, err := answering(t, 200, body).Exceptionnelles(ctx, 1)
		if (err == nil) != ok || err != nil && !errors.Is(err, ocean.ErrUnreadable) {
			t.Errorf("%q: %v", body, err)
		}
	}
	for body, want := range map[string]string{
		`[{"extension":{"id":"18524"},"debut":"1829692800000","fin":null,"description":null,"unknown":{"a":[1]}}]`: "2027-12-25T00:00:00Z",
		`[{"extension":{"id":18524.0},"debut":"2027-12-25T01:00:00.000+01:00","individu":null}]`:                   "2027-12-25T00:00:00Z",
	} {
		got, err := answering(t, 200, body).Exceptionnelles(ctx, 1)
		must(t, err)
		if got[0].ExtensionID != 18524 || got[0].Debut.Format(time.RFC3339) != want || !got[0].Fin.IsZero() {
			t.Errorf("%s: got %+v", body, got)
		}
	}
}

func TestTooLargeAnAnswer(t *testing.T) {
	t.Parallel()
	_, err := answering(t, 200, "["+strings.Repeat(" ", 17<<20)+"]").Exceptionnelles(ctx, 1)
	if !errors.Is(err, ocean.ErrTooLarge) {
		t.Error(err)
	}
}

func TestBooleanInEveryForm(t *testing.T) {
	t.Parallel()
	for _, form := range oceansim.BooleanForms() {
		w := newWorld(t, oceansim.Options{Boolean: form})
		create := writes(w)[oceansim.OpSavePeriod]
		if err := create(ctx); err != nil {
			t.Errorf("form %d: %v", form, err)
		}
		w.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Refuse: true})
		if err := create(ctx); !errors.Is(err, ocean.ErrRefused) || ocean.OutcomeOf(err) != ocean.NotDone {
			t.Errorf("form %d: a no reads as %v", form, err)
		}
	}
	empty := oceansim.BooleanEmpty
	w := newWorld(t, oceansim.Options{})
	w.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Boolean: &empty})
	if err := writes(w)[oceansim.OpSavePeriod](ctx); ocean.OutcomeOf(err) != ocean.Unknown {
		t.Errorf("an empty answer is no yes: %v", err)
	}
}

func TestDeleteTakes204AndABody(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status int
		body   string
		want   ocean.Outcome
	}{{204, "", ocean.Done}, {200, "", ocean.Done}, {200, "{}", ocean.Done}, {200, "true", ocean.Done}, {200, "false", ocean.Unknown}, {202, "", ocean.Unknown}} {
		if got := ocean.OutcomeOf(answering(t, c.status, c.body).DeleteExceptionnelle(ctx, 1)); got != c.want {
			t.Errorf("%d %q: %s, want %s", c.status, c.body, got, c.want)
		}
	}
}

func TestRecurringHours(t *testing.T) {
	t.Parallel()
	for _, opts := range []oceansim.Options{{}, {EndOfDay2359: true}, {DateZones: oceansim.LetterOnly}} {
		w := newWorld(t, opts)
		before, err := w.client.Recurrentes(ctx, driver)
		must(t, err)
		if len(before) != 4 || before[0].Plage != (ocean.Plage{Jour: ocean.Lundi, Debut: 19 * 60, Fin: 24 * 60}) || !before[0].ValideAu.IsZero() {
			t.Fatalf("got %+v", before)
		}
		week := append(make([]ocean.Plage, 0, 1+len(before)), ocean.Plage{Jour: ocean.Dimanche, Debut: 0, Fin: 1440})
		for _, r := range before {
			week = append(week, r.Plage)
		}
		must(t, w.client.ReplaceRecurrentes(ctx, driver, week, before[0].ValideDu, time.Time{}))
		after, err := w.client.Recurrentes(ctx, driver)
		must(t, err)
		if len(after) != 5 || !after[0].ValideDu.Equal(noon) || after[4].Plage != week[0] {
			t.Fatalf("got %+v", after)
		}
		if err := w.client.DeleteRecurrentes(ctx, driver, before[0].ID); !errors.Is(err, ocean.ErrBadRequest) {
			t.Errorf("an id from before the last write: %v", err)
		}
		must(t, w.client.DeleteRecurrentes(ctx, driver, after[0].ID))
		rest, err := w.client.Recurrentes(ctx, driver)
		must(t, err)
		if len(rest) != 4 || rest[0].Jour != ocean.Mardi {
			t.Errorf("got %+v", rest)
		}
		must(t, w.client.ReplaceRecurrentes(ctx, driver, nil, time.Time{}, time.Time{}))
		none, err := w.client.Recurrentes(ctx, driver)
		must(t, err)
		if len(none) != 0 {
			t.Errorf("got %+v", none)
		}
	}
}

func TestInvalidRequestsAreNotSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, oceansim.Options{})
	week := func(p ocean.Plage) error {
		return w.client.ReplaceRecurrentes(ctx, driver, []ocean.Plage{p}, time.Time{}, time.Time{})
	}
	for i, err := range []error{
		w.client.CreateExceptionnelle(ctx, 0, ocean.Periode{Debut: noon, Fin: noon.Add(1)}),
		w.client.CreateExceptionnelle(ctx, driver, ocean.Periode{Debut: noon, Fin: noon.Add(time.Millisecond)}),
		w.client.CreateExceptionnelle(ctx, driver, ocean.Periode{Debut: noon}),
		w.client.UpdateExceptionnelle(ctx, driver, 0, ocean.Periode{Debut: noon, Fin: noon.Add(time.Hour)}),
		w.client.DeleteExceptionnelle(ctx, 0),
		w.client.DeleteRecurrentes(ctx, 0, 1),
		w.client.DeleteRecurrentes(ctx, driver, 0),
		week(ocean.Plage{Jour: "MONDAY", Debut: 0, Fin: 1}),
		week(ocean.Plage{Jour: ocean.Lundi, Debut: 2, Fin: 1}),
		week(ocean.Plage{Jour: ocean.Lundi, Debut: 0, Fin: 1441}),
		w.client.ReplaceRecurrentes(ctx, driver, nil, noon, noon),
		w.client.SetEtapePrivacy(ctx, ocean.EtapeKey{IDEtape: 1}, true),
	} {
		if !errors.Is(err, ocean.ErrInvalid) || ocean.OutcomeOf(err) != ocean.NotDone {
			t.Errorf("%d: %v, %s", i, err, ocean.OutcomeOf(err))
		}
	}
	if got := len(w.Requests()); got != 0 {
		t.Errorf("%d requests were sent", got)
	}
}

func TestTripsOfADayAndTheirPrivacy(t *testing.T) {
	t.Parallel()
	w := newWorld(t, oceansim.Options{})
	trip := w.Trips(driver)[0]
	got, err := w.client.FicheJour(ctx, trip.VehicleID, trip.Debut)
	must(t, err)
	want := ocean.Trajet{
		IDEtape: trip.ID, Debut: trip.Debut.UTC(), Fin: trip.Fin.UTC(), Duree: trip.Fin.Sub(trip.Debut), DistanceM: trip.Metres,
		Conducteur: ocean.Conducteur{Nom: "Martin", Prenom: "Camille", Matricule: "M001"},
	}
	got[0].Depart, got[0].Arrivee = "", ""
	if diff := cmp.Diff(want, got[0]); diff != "" {
		t.Error(diff)
	}
	car, err := w.client.Vehicles(ctx, "AA-101-DM")
	must(t, err)
	if len(car) != 1 || car[0].Chauffeur == nil || car[0].Chauffeur.ID != driver || car[0].Entite.Nom != "Île-de-France" {
		t.Fatalf("got %+v", car)
	}
	key := ocean.EtapeKey{IDEtape: trip.ID, NumeroEmbarque: car[0].Vehicle.NumeroEmbarque}
	for _, private := range []bool{true, false} {
		must(t, w.client.SetEtapePrivacy(ctx, key, private))
		if asked := w.Trips(driver)[0].Asked; asked == nil || *asked != private {
			t.Errorf("asked %v, want %t", asked, private)
		}
	}
	without := w.Trips(driver + 6)[0]
	err = w.client.SetEtapePrivacy(ctx, ocean.EtapeKey{IDEtape: without.ID, NumeroEmbarque: 2007}, true)
	if !errors.Is(err, ocean.ErrBadRequest) {
		t.Errorf("a vehicle without private mode: %v", err)
	}
	entities, err := w.client.Entities(ctx)
	must(t, err)
	if len(entities) != 3 {
		t.Errorf("got %+v", entities)
	}
}

func TestPositionsInEveryForm(t *testing.T) {
	t.Parallel()
	for _, c := range [][3]string{
		{"07/02/2025", "07:16:15", "2025-02-07T07:16:15Z"},
		{"07/02/2025 07:16:15 +0000", "08:16", "2025-02-07T07:16:15Z"},
		{"07/02/2025", "07:16:15 +0100", "2025-02-07T06:16:15Z"},
		{"07/02/2025", "07:16", "2025-02-07T07:16:00Z"},
		{"2025-02-07T07:16:15.000Z", "", "2025-02-07T07:16:15Z"},
		{"1738912575000", "", "2025-02-07T07:16:15Z"},
		{"2025-02-07T00:00:00.000Z", "07:16:15", "2025-02-07T07:16:15Z"},
		{"2025-02-07T00:00:00+01:00", "07:16:15", "2025-02-07T06:16:15Z"},
		{"2025-02-07", "07:16:15.250", "2025-02-07T07:16:15Z"},
		{"2025-02-07", "07:16:15Z", "2025-02-07T07:16:15Z"},
		{"07-02-2025", "7h16", "2025-02-07T07:16:00Z"},
		{"07.02.25", "7h", "2025-02-07T07:00:00Z"},
		{"1738886400000", "07:16:15", "2025-02-07T07:16:15Z"},
		{"", "07/02/2025 07:16:15", "2025-02-07T07:16:15Z"},
		{"07/02/2025", "07/02/2025 07:16:15 +0000", "2025-02-07T07:16:15Z"},
		{"07/02/2025 00:30:00 +0100", "", "2025-02-06T23:30:00Z"},
		{"07/02/2025", "", "0001-01-01T00:00:00Z"},
		{"", "07:16:15", "0001-01-01T00:00:00Z"},
		{"31/02/2025", "07:16:15", "0001-01-01T00:00:00Z"},
		{"07/02/2025", "25:16", "0001-01-01T00:00:00Z"},
		{"yesterday", "7h", "0001-01-01T00:00:00Z"},
	} {
		body := fmt.Sprintf(`{"fjRows":[null,{"type":"P"},{"id":1,"type":"T","dureeMs":null,"posDeb":{"date":%q,"heure":%q,"fullAddress":{"street":"Rue","city":"Ville"}},"posFin":null}]}`, c[0], c[1])
		got, err := answering(t, 200, body).FicheJour(ctx, 1, noon)
		must(t, err)
		if len(got) != 1 || got[0].Debut.Format(time.RFC3339) != c[2] || got[0].Depart.Reveal() != "Rue, Ville" {
			t.Errorf("%v: got %+v", c, got)
		}
		if strings.Contains(fmt.Sprintf("%+v", got), "Ville") {
			t.Error("an address was printed")
		}
	}
}

func TestAnalyse(t *testing.T) {
	t.Parallel()
	from := noon.AddDate(0, -1, 0)
	for _, opts := range []oceansim.Options{{}, {MapsAsArrays: true}, {PeriodKeys: [2]string{"PRIVATE_USE", "HORS_HORAIRES"}}, {WithoutRows: true}} {
		w := newWorld(t, opts)
		for _, mode := range []ocean.RenderMode{ocean.ByDriverSynthesis, ocean.ByDriverDetail, ocean.ByVehicleSynthesis, ocean.ByVehicleHoraireDetail} {
			got, err := w.client.Analyse(ctx, ocean.AnalyseQuery{Persons: []int64{driver}, Mode: mode, Debut: from, Fin: noon})
			must(t, err)
			var metres, private int64
			trips := 0
			for _, trip := range w.Trips(driver) {
				if trip.Debut.Before(from) {
					continue
				}
				trips++
				metres += trip.Metres
				if trip.Private {
					private += trip.Metres
				}
			}
			tree := got.ParConducteur
			if strings.HasPrefix(string(mode), "BY_VEHICLE") {
				tree = got.ParVehicule
			}
			sum := func(lines ...ocean.Ligne) (all, inPrivate int64) {
				for _, l := range lines {
					for key, m := range l.DistanceM {
						all += m
						if ocean.UsageOf(key) == ocean.Privee {
							inPrivate += m
						}
					}
				}
				return all, inPrivate
			}
			if all, inPrivate := sum(*tree.Cumul); all != metres || inPrivate != private {
				t.Errorf("%s: total %d, %d; want %d, %d", mode, all, inPrivate, metres, private)
			}
			if opts.WithoutRows {
				if len(tree.Lignes) != 0 {
					t.Errorf("%s: rows out of nowhere: %+v", mode, tree.Lignes)
				}
				continue
			}
			if all, inPrivate := sum(tree.Lignes...); all != metres || inPrivate != private || private == 0 {
				t.Errorf("%s: rows %d, %d; want %d, %d", mode, all, inPrivate, metres, private)
			}
			if strings.HasSuffix(string(mode), "DETAIL") {
				first := w.Trips(driver)[len(w.Trips(driver))-trips]
				line := tree.Lignes[0]
				if len(tree.Lignes) != trips || line.Etape == nil || line.Etape.IDEtape != first.ID ||
					line.Etape.NumeroEmbarque != 2001 || line.Etape.CodeExploitant != oceansim.DemoExploitant || !line.Etape.Debut.Equal(first.Debut) {
					t.Errorf("%s: %d rows of %d trips, first %+v", mode, len(tree.Lignes), trips, line.Etape)
				}
			}
		}
	}
}

// TestAnalyseDoesNotCountTwice: a row inside a row is a part of it, and the total of an entité that names a
// driver is still a total.
func TestAnalyseDoesNotCountTwice(t *testing.T) {
	t.Parallel()
	const bean = `{"driver":{"individu":{"id":7}},"total":{"distanceInMeterByPeriodMap":{"PRIVE":10}}`
	got, err := answering(t, 200, `[null,{"new":1,"synthesisTreeByDriver":{"nodes":{"1":{"content":{"entityTotal":`+bean+`},
		"chauffeursByIdDriverAndPeriodeBean":{"map":[{"key":{"id":7},"value":`+bean+`,"days":[`+bean+`}]}}]}}}},
		"entityTotalCumul":`+bean+`}},"synthesisTreeByVehicle":null,"htmlTable":"<table>"}]`).Analyse(ctx, ocean.AnalyseQuery{Debut: noon, Fin: noon.Add(1)})
	must(t, err)
	tree := got.ParConducteur
	if len(tree.Lignes) != 1 || len(tree.Lignes[0].Details) != 1 || tree.Lignes[0].DistanceM["PRIVE"] != 10 || tree.Cumul == nil {
		t.Errorf("got %+v", got)
	}
}

// TestAnalyseInSeveralResults: results of the layout that was asked for are parts of a whole; those of
// another one hold the same once more.
func TestAnalyseInSeveralResults(t *testing.T) {
	t.Parallel()
	result := func(mode, metres string) string {
		total := `"total":{"distanceInMeterByPeriodMap":[{"key":"PRIVE","value":` + metres + `}],"durationInSecByPeriodMap":{"PRIVE":60}},"consoL":1.5`
		return `{"mode":` + mode + `,"synthesisTreeByDriver":{"entityTotalCumul":{` + total + `},"nodes":{"1":{"content":{"a":[
			{"driver":{"individu":{"id":7}},` + total + `}]}}}}}`
	}
	const asked, other = `"BY_DRIVER_WITHOUT_HORAIRE_SYNTHESIS"`, `"BY_DRIVER_WITH_HORAIRE_SYNTHESIS"`
	for _, c := range []struct {
		results []string
		metres  int64
	}{
		{[]string{result(asked, "10"), result(asked, "5")}, 15},
		{[]string{result(asked, "10"), result(other, "10")}, 10},
		{[]string{result(other, "10"), result(asked, "10")}, 10},
		{[]string{result("null", "10")}, 10},
		{[]string{result(`"synthesis"`, "10")}, 10},
	} {
		body := "[" + strings.Join(c.results, ",") + "]"
		got, err := answering(t, 200, body).Analyse(ctx, ocean.AnalyseQuery{Debut: noon, Fin: noon.Add(time.Hour)})
		must(t, err)
		var rows int64
		for _, l := range got.ParConducteur.Lignes {
			rows += l.DistanceM["PRIVE"]
		}
		if cumul := got.ParConducteur.Cumul; cumul == nil || cumul.DistanceM["PRIVE"] != c.metres || rows != c.metres ||
			cumul.Duree["PRIVE"] != time.Duration(len(got.ParConducteur.Lignes))*time.Minute ||
			cumul.ConsoL != 1.5*float64(len(got.ParConducteur.Lignes)) {
			t.Errorf("%s: total %+v, rows %d; want %d", body, cumul, rows, c.metres)
		}
	}
}

// TestAnalyseAsksOnlyForWhatIsWanted: a filter that isn't wanted isn't sent, a criteria is spelled as OCEAN
// spells it, an id keeps all its digits.
func TestAnalyseAsksOnlyForWhatIsWanted(t *testing.T) {
	t.Parallel()
	bodies := make(chan string, 1)
	served := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if strings.HasSuffix(r.URL.Path, "/authenticate2") {
			_, _ = io.WriteString(w, `{"token":"t"}`)
			return
		}
		bodies <- string(body)
		_, _ = io.WriteString(w, "[]")
	}))
	t.Cleanup(served.Close)
	client, _ := newClient(t, served.URL)
	from := time.UnixMilli(1747063827938)
	for want, q := range map[string]ocean.AnalyseQuery{
		`{"filter":{},"renderMode":"BY_DRIVER_WITHOUT_HORAIRE_SYNTHESIS","criteria":"ALL","periode":{"debut":1747063827938,"fin":1747063827939}}`: {},
		`{"filter":{"persons":[9007199254740993]},"renderMode":"BY_VEHICLE_WITHOUT_HORAIRE_SYNTHESIS","criteria":"WIHOUT_GEOLOCATION","periode":{"debut":1747063827938,"fin":1747063827939}}`: {
			Persons: []int64{9007199254740993}, Mode: ocean.ByVehicleSynthesis, Criteria: ocean.NotGeolocated,
		},
		`{"filter":{"entities":[1,2],"vehicleIds":[3]},"renderMode":"BY_DRIVER_WITHOUT_HORAIRE_SYNTHESIS","criteria":"GEOLOCATION","periode":{"debut":1747063827938,"fin":1747063827939}}`: {
			Entities: []int64{1, 2}, VehicleIDs: []int64{3}, Groups: []int64{}, Criteria: ocean.Geolocated,
		},
	} {
		q.Debut, q.Fin = from, from.Add(time.Millisecond)
		if _, err := client.Analyse(ctx, q); err != nil {
			t.Fatal(err)
		}
		if got := <-bodies; got != want {
			t.Errorf("sent %s\nwant %s", got, want)
		}
	}
}
