package ocean_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/oceansim"
)

func TestConformanceOfIndividus(t *testing.T) {
	t.Parallel()
	list := func(s *stand, criteria ocean.Criteria) (got []ocean.Fiche, err error) {
		err = s.client.Individus(ctx, criteria, func(f ocean.Fiche) error { got = append(got, f); return nil })
		return got, err
	}
	for _, criteria := range []ocean.Criteria{
		ocean.AllIndividus, ocean.WithUser, ocean.WithoutUser, ocean.WithEntite, ocean.WithGSM, ocean.WithVehicle,
	} {
		t.Run("it is a POST, with one criteria or none: "+string(criteria), func(t *testing.T) {
			t.Parallel()
			s := newStand(t)
			s.answers(200, "[]")
			_, err := list(s, criteria)
			must(t, err)
			want := "POST /individus/list"
			if criteria != "" {
				want += "?criteria=" + string(criteria)
			}
			s.want(t, want)
		})
	}
	t.Run("what nobody asked for may be missing or null", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		s.answers(200, `[{"individu":{"id":1}},{"individu":{"id":2,"nomInd":null,"email":null,"suppressionLogique":null},"entite":null,"utilisateur":null,"groupe":null,
			"fonctionnalites":null,"propSpecifiqueDTO":null,"vehicleFieldsDTO":null},{"individu":null},{},null,{"new":[{}],"individu":{"id":3,"new":{}}}]`)
		got, err := list(s, "")
		must(t, err)
		want := []ocean.Fiche{{Individu: ocean.Individu{ID: 1}}, {Individu: ocean.Individu{ID: 2}}, {Individu: ocean.Individu{ID: 3}}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("what propSpecifiqueDTO holds is not read, whatever it is", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		for _, private := range []string{`{"adresse":"rue Secrète","id":7,"individu":{"id":8}}`, `"rue Secrète"`, `[1,{"numeroPermis":"Secrète"}]`, "null", "1e999"} {
			s.answers(200, `[{"individu":{"id":1},"propSpecifiqueDTO":`+private+`}]`)
			got, err := list(s, "")
			must(t, err)
			if len(got) != 1 || got[0].Individu.ID != 1 || strings.Contains(fmt.Sprintf("%+v", got), "Secrète") {
				t.Errorf("%+v", got)
			}
		}
	})
	t.Run("a deleted one says so", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		s.answers(200, `[{"individu":{"id":1,"suppressionLogique":true}},{"individu":{"id":2,"suppressionLogique":"true"}}]`)
		got, err := list(s, "")
		must(t, err)
		if !got[0].Individu.Supprime || !got[1].Individu.Supprime {
			t.Errorf("%+v", got)
		}
	})
	t.Run("a vehicle has no private mode only where OCEAN says so", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		for value, want := range map[string]bool{`"privacyEnabled":false,`: false, `"privacyEnabled":true,`: true, `"privacyEnabled":null,`: true, "": true} {
			s.answers(200, `[{"individu":{"id":1},"vehicleFieldsDTO":{`+value+`"id":5}}]`)
			got, err := list(s, ocean.WithVehicle)
			must(t, err)
			if got[0].Vehicle == nil || got[0].Vehicle.PrivacyEnabled != want {
				t.Errorf("%q: %+v", value, got[0].Vehicle)
			}
		}
	})
}

func TestConformanceOfVehiclesAndEntities(t *testing.T) {
	t.Parallel()
	t.Run("vehicles: all, or one by its plate", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		s.answers(200, `[{"vehicle":{"id":5,"numeroEmbarque":"2001","immatriculation":"AA-101-DM","privacyEnabled":false},"chauffeur":{"id":7},"entite":{"id":1,"nom":"Lyon"}},
			{"vehicle":{"id":6},"chauffeur":null,"entite":null},{"vehicle":null},{},null]`)
		got, err := s.client.Vehicles(ctx, "AA-101-DM")
		must(t, err)
		s.want(t, "GET /vehicule_engin/vehicles?immatriculation=AA-101-DM")
		want := []ocean.VehicleFiche{
			{Vehicle: ocean.Vehicle{ID: 5, NumeroEmbarque: 2001, Immatriculation: "AA-101-DM"}, Chauffeur: &ocean.Individu{ID: 7}, Entite: ocean.Entite{ID: 1, Nom: "Lyon"}},
			{Vehicle: ocean.Vehicle{ID: 6, PrivacyEnabled: true}},
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		_, err = s.client.Vehicles(ctx, "")
		must(t, err)
		s.want(t, "GET /vehicule_engin/vehicles")
	})
	t.Run("entities stand in an object", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		s.answers(200, `{"entities":[{"id":1110000101,"nom":"Lyon"},null,{"nom":"?"},{"id":2,"nom":null}],"new":1}`)
		got, err := s.client.Entities(ctx)
		must(t, err)
		s.want(t, "GET /mobility/v1/entities")
		if diff := cmp.Diff([]ocean.Entite{{ID: 1110000101, Nom: "Lyon"}, {ID: 2}}, got); diff != "" {
			t.Error(diff)
		}
	})
	t.Run("404 is none", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		s.answers(404, "")
		cars, err := s.client.Vehicles(ctx, "")
		must(t, err)
		entities, err := s.client.Entities(ctx)
		must(t, err)
		trips, err := s.client.FicheJour(ctx, 1, noon)
		must(t, err)
		if len(cars)+len(entities)+len(trips) != 0 {
			t.Error(cars, entities, trips)
		}
	})
}

func TestConformanceOfTrips(t *testing.T) {
	t.Parallel()
	t.Run("the day is a date in UTC", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		s.answers(200, `{"fjRows":[]}`)
		_, err := s.client.FicheJour(ctx, 11100007010, time.Date(2026, time.November, 24, 0, 30, 0, 0, time.FixedZone("Paris", 3600)))
		must(t, err)
		s.want(t, "GET /mobility/v1/ficheJour?date=23/11/2026&vehId=11100007010")
	})
	t.Run("rows that are no trips are left out, and null is none", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		for body, want := range map[string]int{
			`{"fjRows":[{"id":1,"type":"T"},{"id":2,"type":"A"},{"id":3,"type":null},{"id":4},null]}`: 1, `{"fjRows":null}`: 0, `{}`: 0,
		} {
			s.answers(200, body)
			got, err := s.client.FicheJour(ctx, 1, noon)
			must(t, err)
			if len(got) != want {
				t.Errorf("%s: %+v", body, got)
			}
		}
	})
	t.Run("addresses don't print", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		s.answers(200, `{"fjRows":[{"id":1,"type":"T","posDeb":{"fullAddress":{"address":"3 rue Secrète"},"latitudeY":48.123456,"longitudeX":2.123456}}]}`)
		got, err := s.client.FicheJour(ctx, 1, noon)
		must(t, err)
		if printed := fmt.Sprintf("%v %+v %#v", got, got, got); strings.Contains(printed, "Secrète") || strings.Contains(printed, "123456") {
			t.Error(printed)
		}
		if got[0].Depart.Reveal() != "3 rue Secrète" {
			t.Errorf("%q", got[0].Depart.Reveal())
		}
	})
	for private, want := range map[bool]string{true: "true", false: "false"} {
		t.Run("a posteriori names the three keys, privacy="+want, func(t *testing.T) {
			t.Parallel()
			s := newStand(t)
			s.answers(200, "[\n  {\n  boolean:true\n  }\n]")
			must(t, s.client.SetEtapePrivacy(ctx, ocean.EtapeKey{IDEtape: 1110000401, NumeroEmbarque: 2, CodeExploitant: "1110000001"}, private))
			s.want(t, "POST /vieprivee/v1/etapeViePriveePosteriori?codeExploitant=1110000001&idEtape=1110000401&numeroEmbarque=2&privacy="+want)
		})
	}
	t.Run("a posteriori without a codeExploitant leaves it out", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		must(t, s.client.SetEtapePrivacy(ctx, ocean.EtapeKey{IDEtape: 1, NumeroEmbarque: 2}, true))
		s.want(t, "POST /vieprivee/v1/etapeViePriveePosteriori?idEtape=1&numeroEmbarque=2&privacy=true")
	})
	t.Run("a posteriori of a vehicle without private mode is refused", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, oceansim.Options{})
		trip := w.Trips(driver + 6)[0]
		err := w.client.SetEtapePrivacy(ctx, ocean.EtapeKey{IDEtape: trip.ID, NumeroEmbarque: 2007}, true)
		if !errors.Is(err, ocean.ErrBadRequest) || ocean.OutcomeOf(err) != ocean.NotDone {
			t.Error(err)
		}
	})
}

func TestConformanceOfTheAnalysis(t *testing.T) {
	t.Parallel()
	ask := ocean.AnalyseQuery{Debut: time.UnixMilli(1747063827938), Fin: time.UnixMilli(1747150227938)}
	t.Run("a filter that isn't wanted is left out", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		s.answers(200, "[]")
		_, err := s.client.Analyse(ctx, ask)
		must(t, err)
		s.want(t, "POST /analyse/preformattedPrivacy")
		s.wantBody(t, `{"filter":{},"renderMode":"BY_DRIVER_WITHOUT_HORAIRE_SYNTHESIS","criteria":"ALL","periode":{"debut":1747063827938,"fin":1747150227938}}`)
	})
	t.Run("the criteria without geolocation has no first T", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		s.answers(200, "[]")
		q := ask
		q.Criteria, q.Mode = ocean.NotGeolocated, ocean.ByDriverVehicleFuncDetail
		q.Persons, q.Entities, q.Groups, q.VehicleIDs = []int64{7001}, []int64{123}, []int64{1001}, []int64{9007199254740993}
		_, err := s.client.Analyse(ctx, q)
		must(t, err)
		s.want(t, "POST /analyse/preformattedPrivacy")
		want := `{"filter":{"persons":[7001],"entities":[123],"groups":[1001],"vehicleIds":[9007199254740993]},` +
			`"renderMode":"BY_DRIVER_VEHICLE_FUNCTION_WITH_HORAIRE_DETAIL","criteria":"WIHOUT_GEOLOCATION","periode":{"debut":1747063827938,"fin":1747150227938}}`
		if got := s.sent[0].Body; got != want {
			t.Errorf("%s", got)
		}
	})
	for name, maps := range map[string]string{"an object": `{"VIE_PRIVEE":10,"PRO_HORAIRE":5,"X":2}`, "an array": `[{"key":"VIE_PRIVEE","value":10},{"key":"PRO_HORAIRE","value":"5"},{"key":"X","value":2}]`} {
		t.Run("a map may come as "+name, func(t *testing.T) {
			t.Parallel()
			s := newStand(t)
			s.answers(200, `[{"mode":"BY_DRIVER_WITHOUT_HORAIRE_SYNTHESIS","synthesisTreeByDriver":{"nodes":{},"entityTotalCumul":{"total":{"distanceInMeterByPeriodMap":`+maps+`}},
				"content":{"chauffeursByIdDriverAndPeriodeBean":{"map":`+
				map[string]string{"an object": `{"7":{`, "an array": `[{"key":"7","value":{`}[name]+
				`"driver":{"individu":{"id":7}},"total":{"distanceInMeterByPeriodMap":`+maps+`}}`+map[string]string{"an object": `}`, "an array": `}]`}[name]+`}}},"htmlTable":"<b>"}]`)
			got, err := s.client.Analyse(ctx, ask)
			must(t, err)
			want := map[string]int64{"VIE_PRIVEE": 10, "PRO_HORAIRE": 5, "X": 2}
			if tree := got.ParConducteur; len(tree.Lignes) != 1 || tree.Cumul == nil {
				t.Fatalf("%+v", got)
			}
			if diff := cmp.Diff([]map[string]int64{want, want}, []map[string]int64{got.ParConducteur.Lignes[0].DistanceM, got.ParConducteur.Cumul.DistanceM}); diff != "" {
				t.Error(diff)
			}
		})
	}
	t.Run("what a key stands for", func(t *testing.T) {
		t.Parallel()
		for key, want := range map[string]ocean.Usage{
			"PRIVE": ocean.Privee, "vie_privee": ocean.Privee, "PRO": ocean.Pro, "PROFESSIONNEL": ocean.Pro, "HORS_HORAIRE": ocean.Autre, "": ocean.Autre,
		} {
			if got := ocean.UsageOf(key); got != want {
				t.Errorf("%q: %d, want %d", key, got, want)
			}
		}
	})
}
