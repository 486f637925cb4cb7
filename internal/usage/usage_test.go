package usage_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/usage"
)

// row is a row of an analysis, with as many seconds as metres.
func row(driver, vehicle int64, metres map[string]int64) ocean.Ligne {
	lengths := map[string]time.Duration{}
	for key, m := range metres {
		lengths[key] = time.Duration(m) * time.Second
	}
	return ocean.Ligne{
		Individu: ocean.Individu{ID: driver}, Vehicle: ocean.Vehicle{ID: vehicle},
		Mesures: ocean.Mesures{DistanceM: metres, Duree: lengths, ConsoL: 1.5, Cout: math.NaN()},
	}
}

func figures(metres int64) usage.Figures {
	return usage.Figures{Metres: metres, Time: time.Duration(metres) * time.Second}
}

func TestSum(t *testing.T) {
	t.Parallel()
	detailed := row(1, 1, map[string]int64{"VIE_PRIVEE": 10, "VIE_PROFESSIONNELLE": 20})
	detailed.Details = []ocean.Ligne{row(1, 1, map[string]int64{"VIE_PRIVEE": 10})}
	keys, err := usage.ParseKeys("perso=private, Trajet Domicile=pro")
	if err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		rows []ocean.Ligne
		want usage.Summary
	}{
		"nothing":            {nil, usage.Summary{}},
		"details are a part": {[]ocean.Ligne{detailed}, usage.Summary{Private: figures(10), Professional: figures(20), Litres: 1.5}},
		"unknown keys stay apart, and are never private": {
			[]ocean.Ligne{row(1, 1, map[string]int64{"PRIVE": 1, "HORS_HORAIRE": 2, "": 4, "x%d": 8}), row(1, 2, map[string]int64{"HORS_HORAIRE": 16, "NIL": 0})},
			usage.Summary{Private: figures(1), Others: []usage.Other{{figures(4), ""}, {figures(18), "HORS_HORAIRE"}, {figures(8), "x%d"}}, Litres: 3},
		},
		"keys that a setting explains": {
			[]ocean.Ligne{row(1, 1, map[string]int64{"PERSO": 1, "Perso ": 2, "TRAJET DOMICILE": 4, "private": 8, "Pro": 16})},
			usage.Summary{Private: figures(11), Professional: figures(20), Litres: 1.5},
		},
		"what can't be": {
			[]ocean.Ligne{row(1, 1, map[string]int64{"PRIVE": -5, "PRO": math.MaxInt64}), row(1, 1, map[string]int64{"PRO": math.MaxInt64})},
			usage.Summary{Professional: usage.Figures{Metres: math.MaxInt64}, Litres: 3},
		},
	} {
		got := usage.Sum(keys, test.rows...)
		if diff := cmp.Diff(test.want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		want := test.want.Private.Plus(test.want.Professional)
		for _, o := range test.want.Others {
			want = want.Plus(o.Figures)
		}
		if got.Total() != want || got.Total().Metres < 0 {
			t.Errorf("%s: in all %+v, want %+v", name, got.Total(), want)
		}
	}
}

func TestShares(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		private, rest int64
		percent, lies int
		known         bool
	}{
		{0, 0, 0, 0, false},
		{0, 10, 0, 0, true},
		{10, 0, 100, 0, true},
		{1, 100_000, 1, -1, true},
		{100_000, 1, 99, 1, true},
		{1, 99, 1, 0, true},
		{99, 1, 99, 0, true},
		{1, 2, 33, 0, true},
		{2, 1, 67, 0, true},
		{125, 875, 13, 0, true}, // half a percent is rounded up
		{math.MaxInt64, math.MaxInt64, 100, 0, true},
	} {
		s := usage.Sum(nil, row(1, 1, map[string]int64{"PRIVE": test.private, "AUTRE": test.rest}))
		share := s.PrivateDistance()
		percent, lies := share.Percent()
		if percent != test.percent || lies != test.lies || share.Known() != test.known {
			t.Errorf("%d of %d: %d %d %v", test.private, test.rest, percent, lies, share.Known())
		}
	}
	byTime := usage.Summary{Private: usage.Figures{Time: time.Minute}, Professional: usage.Figures{Metres: 1, Time: 3 * time.Minute}}
	if percent, _ := byTime.PrivateTime().Percent(); percent != 25 {
		t.Errorf("a quarter of the time is %d percent", percent)
	}
}

func TestByDriver(t *testing.T) {
	t.Parallel()
	a := ocean.Analyse{ParConducteur: ocean.Arbre{Lignes: []ocean.Ligne{
		row(2, 1, map[string]int64{"PRIVE": 1}), row(1, 1, map[string]int64{"PRO": 2}), row(2, 5, map[string]int64{"PRO": 4}),
		row(0, 6, map[string]int64{"PRO": 8}),
	}}}
	rows := usage.Drivers(a)
	var got []string
	for _, of := range usage.ByDriver(nil, rows) {
		got = append(got, time.Duration(of.ID).String()+" "+of.Total().Time.String())
	}
	if diff := cmp.Diff([]string{"1ns 2s", "2ns 5s"}, got); diff != "" {
		t.Error(diff)
	}
	if total := usage.Whole(nil, a).Total(); total != figures(15) {
		t.Errorf("what nobody is known to have driven is missing in %+v", total)
	}
}

// TestNothingIsCountedTwice: an analysis holds the same figures in its rows, in the totals of its entités
// and perhaps in both trees.
func TestNothingIsCountedTwice(t *testing.T) {
	t.Parallel()
	total, empty := row(0, 0, map[string]int64{"PRIVE": 3}), row(0, 0, nil)
	mine, theirs := row(1, 1, map[string]int64{"PRIVE": 3}), row(2, 1, map[string]int64{"PRIVE": 30})
	everybodys, nobodys := row(0, 0, map[string]int64{"PRIVE": 33}), row(0, 0, map[string]int64{"PRIVE": 1})
	both := ocean.Arbre{Lignes: []ocean.Ligne{mine}, Cumul: &total}
	for name, test := range map[string]struct {
		a    ocean.Analyse
		want int64
	}{
		"nothing at all":                {ocean.Analyse{}, 0},
		"rows and a total":              {ocean.Analyse{ParConducteur: both}, 3},
		"both trees":                    {ocean.Analyse{ParConducteur: both, ParVehicule: both}, 3},
		"the other tree alone":          {ocean.Analyse{ParVehicule: both}, 3},
		"a total alone":                 {ocean.Analyse{ParConducteur: ocean.Arbre{Cumul: &total}}, 3},
		"a total that says nothing":     {ocean.Analyse{ParConducteur: ocean.Arbre{Cumul: &empty, Lignes: []ocean.Ligne{mine}}}, 3},
		"rows twice, and a right total": {ocean.Analyse{ParConducteur: ocean.Arbre{Cumul: &total, Lignes: []ocean.Ligne{mine, mine}}}, 3},
		"a total of more than me":       {ocean.Analyse{ParConducteur: ocean.Arbre{Cumul: &everybodys, Lignes: []ocean.Ligne{mine}}}, 3},
		"rows that name nobody":         {ocean.Analyse{ParConducteur: ocean.Arbre{Cumul: &everybodys, Lignes: []ocean.Ligne{mine, nobodys}}}, 4},
		"somebody else's rows too":      {ocean.Analyse{ParConducteur: ocean.Arbre{Cumul: &theirs, Lignes: []ocean.Ligne{mine, theirs}}}, 3},
	} {
		if got := usage.Driver(nil, test.a, 1).Private.Metres; got != test.want {
			t.Errorf("%s: %d metres, want %d", name, got, test.want)
		}
		if got := usage.Vehicle(nil, test.a, 1).Private.Metres; got != test.want && name != "somebody else's rows too" {
			t.Errorf("%s, by vehicle: %d metres, want %d", name, got, test.want)
		}
	}
	other := ocean.Analyse{ParVehicule: ocean.Arbre{Cumul: &theirs, Lignes: []ocean.Ligne{mine, row(1, 9, map[string]int64{"PRIVE": 30})}}}
	if got := usage.Vehicle(nil, other, 1).Private.Metres; got != 3 {
		t.Errorf("another vehicle's rows were counted: %d", got)
	}
}

func TestParseKeys(t *testing.T) {
	t.Parallel()
	for _, wrong := range []string{"PERSO", "PERSO=", "PERSO=yes", "=private", "A=pro,a=private", "PERSO=private;A=pro"} {
		if keys, err := usage.ParseKeys(wrong); !errors.Is(err, usage.ErrKeys) {
			t.Errorf("%q gives %v, %v", wrong, keys, err)
		}
	}
	keys, err := usage.ParseKeys(" hors vie privee = professional ,, A=Privé ")
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]ocean.Usage{
		"HORS VIE PRIVEE": ocean.Pro, "a": ocean.Privee, "VIE_PRIVEE": ocean.Privee, "B": ocean.Autre, "": ocean.Autre,
	} {
		if got := keys.Of(key); got != want {
			t.Errorf("%q is %d, want %d", key, got, want)
		}
	}
}
