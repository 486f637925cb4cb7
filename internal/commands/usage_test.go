package commands_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/oceansim"
)

// grants are the managers of a test: what they may see, by the user's id.
type grants map[string]identity.Scope

func (g grants) Scope(_ context.Context, user chat.User, _ []string) (identity.Scope, bool, error) {
	scope, ok := g[user.ID]
	return scope, ok, nil
}

// The people and entities of these tests.
const (
	lyon, nantes int64 = 1110000102, 1110000103

	camille, otherCamille, louis int64 = 1110000501, 1110000502, 1110000503
)

// newFleet is a rig with two entities and trips of four people. U1 drives, U2 is Louis; BOSS looks after
// everybody and LYON after one entity.
func newFleet(t *testing.T, options ...func(*oceansim.Options)) *rig {
	t.Helper()
	r := newRig(t, options...)
	r.grants["BOSS"] = identity.Scope{All: true}
	r.grants["LYON"] = identity.Scope{Entities: []int64{lyon}}
	r.people.who["U2"], r.people.who["BOSS"], r.people.who["LYON"] = louis, otherCamille, otherCamille
	r.ocean.AddEntite(oceansim.Entite{ID: lyon, Nom: "Lyon Est"})
	r.ocean.AddEntite(oceansim.Entite{ID: nantes, Nom: "Nantes"})
	for _, i := range []oceansim.Individu{
		{ID: camille, Prenom: "Camille", Nom: "Martin", Matricule: "M1", EntiteID: lyon, VehicleID: 71},
		{ID: otherCamille, Prenom: "Camille", Nom: "Mai", Matricule: "M2", EntiteID: lyon},
		{ID: louis, Prenom: "Louis", Nom: "Petit", EntiteID: nantes, VehicleID: 72},
	} {
		r.ocean.AddIndividu(i)
	}
	r.ocean.AddVehicle(oceansim.Vehicle{ID: 71, Immatriculation: "AA-101-DM", EntiteID: lyon, NumeroEmbarque: 1})
	r.ocean.AddVehicle(oceansim.Vehicle{ID: 72, Immatriculation: "BB-202-DM", EntiteID: nantes, NumeroEmbarque: 2})
	trip := func(who, car int64, daysAgo, kilometres int, private bool) {
		start := r.now().AddDate(0, 0, -daysAgo)
		r.ocean.AddTrip(oceansim.Trip{
			IndividuID: who, VehicleID: car, Debut: start, Fin: start.Add(time.Duration(kilometres) * time.Minute),
			Metres: int64(kilometres) * 1000, Private: private, From: "Place Secrète", To: "Rue Cachée",
		})
	}
	trip(camille, 71, 1, 75, false)
	trip(camille, 72, 2, 25, true) // in another vehicle
	trip(camille, 71, 40, 1200, true)
	trip(otherCamille, 71, 3, 8, false)
	trip(louis, 72, 4, 60, true)
	return r
}

func (r *rig) asks(user, text string) chat.Message {
	r.t.Helper()
	request := r.request(user)
	request.Text = text
	return r.bot.Handle(r.t.Context(), request)
}

// tells wants words on a card that is for everybody, or for the asker alone; all of the card counts.
func (r *rig) tells(card chat.Message, public bool, words ...string) {
	r.t.Helper()
	text := strings.ReplaceAll(card.Card.Summary(i18n.English)+" "+card.Card.Code+" "+card.Card.Footer, "\u00a0", " ")
	for _, w := range words {
		if !strings.Contains(text, w) {
			r.t.Errorf("%q is not on the card: %s", w, text)
		}
	}
	if card.Public != public {
		r.t.Errorf("public is %v: %s", card.Public, text)
	}
	for _, secret := range []string{"Secrète", "Cachée", "htmlTable", "%!"} {
		if strings.Contains(text, secret) {
			r.t.Errorf("%q is on the card: %s", secret, text)
		}
	}
}

// analyses tells how often OCEAN was asked for an analysis, and forgets it.
func (r *rig) analyses() int {
	n := r.ocean.Count(oceansim.OpAnalyse)
	r.ocean.ForgetRequests()
	return n
}

func TestOwnUsageIsForOneselfAlone(t *testing.T) {
	t.Parallel()
	for name, option := range map[string]func(*oceansim.Options){
		"as it is":       func(*oceansim.Options) {},
		"maps as arrays": func(o *oceansim.Options) { o.MapsAsArrays = true },
		"no rows":        func(o *oceansim.Options) { o.WithoutRows = true },
		"everybody":      func(o *oceansim.Options) { o.EverybodysTrips = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newFleet(t, option)
			r.people.who["U1"] = camille
			r.tells(r.asks("U1", "usage"), false, "Your usage", "From: Sunday 1 November 2026, 00:00",
				"To: Wednesday 25 November 2026, 10:00 (so far)", "Europe/Paris (UTC+1)", "Distance: 100 km", "Driving: 1 h 40 min",
				"Private: 25 km · 25 min", "Professional: 75 km · 1 h 15 min", "25% of the distance, 25% of the time", "Fuel: 5 L",
				"the month so far", "`/usage last month`", "Only you")
			r.tells(r.asks("U1", "usage last month"), false, "Thursday 1 October 2026, 00:00", "Sunday 1 November 2026, 00:00 (the end of Saturday)",
				"Distance: 1,200 km", "20 h", "100% of the distance")
			r.tells(r.asks("U1", "usage me depuis lundi"), false, "Monday 23 November 2026, 00:00", "Distance: 100 km")
			r.tells(r.asks("U1", "usage 2 November"), false, "counts no trip")
			r.tells(r.asks("U1", "usage <@U1> yesterday"), false, "Distance: 75 km", "0% of the distance")
			r.tells(r.asks("U1", "usage 2026"), false, "Thursday 1 January 2026, 00:00", "Distance: 1,300 km")
			r.tells(r.asks("U1", "usage this year"), false, "Distance: 1,300 km", "10:00 (so far)")
		})
	}
}

func TestUsageInFrench(t *testing.T) {
	t.Parallel()
	r := newFleet(t)
	request := r.request("BOSS")
	request.Lang, request.Text = i18n.French, "usage équipe cette année"
	answer := r.bot.Handle(t.Context(), request)
	r.tells(answer, true, "Usage de toute la flotte", "1 368 km", "94 % de la distance", "Conducteurs: 3", "ni trajet, ni lieu", "100 % privé")
}

// TestOthersAreRefusedBeforeOceanIsAskedAnything: not even who they are.
func TestOthersAreRefusedBeforeOceanIsAskedAnything(t *testing.T) {
	t.Parallel()
	r := newFleet(t)
	for _, text := range []string{
		"usage Camille Martin", "usage Camille Martin last month", "usage last month Camille", "usage Louis hier", "usage M1", "usage of Camille",
		"usage <@U2>", "usage <@U2|louis> last month", "usage last month for <@U2>", "usage @louis", "usage team", "usage équipe le mois dernier",
		"usage my team", "usage mon équipe", "usage l'équipe", "usage all", "usage all last month", "usage tous hier", "usage tout le monde",
		"usage everybody", "usage entity Lyon Est", "usage entité 1110000102", "usage vehicle AA-101-DM", "usage véhicule AA-101-DM hier",
		"usage team by driver", "usage Samdy Lefort", "usage 1110000501",
	} {
		r.tells(r.asks("U1", text), false, "For managers only", "OCEAN was asked nothing", "`/usage`")
		if asked := r.ocean.Requests(); len(asked) != 0 {
			t.Errorf("%q: OCEAN was asked %v", text, asked[0].Path)
			r.ocean.ForgetRequests()
		}
	}
	// A right that is taken away is gone at the next command.
	r.tells(r.asks("LYON", "usage M1"), true, "Usage: Camille Martin")
	delete(r.grants, "LYON")
	r.analyses()
	r.tells(r.asks("LYON", "usage M1"), false, "For managers only")
	if n := r.analyses(); n != 0 {
		t.Errorf("OCEAN was asked %d times", n)
	}
}

func TestAManagerAsksForADriver(t *testing.T) {
	t.Parallel()
	for _, option := range []func(*oceansim.Options){
		func(*oceansim.Options) {}, func(o *oceansim.Options) { o.WithoutRows, o.MapsAsArrays = true, true },
	} {
		r := newFleet(t, option)
		for _, text := range []string{
			"usage Camille Martin", "usage martin camille this month", "usage M1", "usage for Martin ce mois-ci", "usage this month Camille Martin",
			"usage of M1", "usage 1110000501", "usage @Martin",
		} {
			r.tells(r.asks("BOSS", text), true, "Usage: Camille Martin", "Distance: 100 km", "25% of the distance", "Totals only", "no place")
			r.tells(r.asks("LYON", text), true, "Usage: Camille Martin", "Distance: 100 km")
		}
		r.tells(r.asks("BOSS", "usage <@U2>"), true, "Usage: Louis Petit", "Distance: 60 km", "100% of the distance")
		r.tells(r.asks("BOSS", "usage Louis 2026"), true, "Usage: Louis Petit", "Distance: 60 km")
		r.tells(r.asks("BOSS", "usage Camille Mai"), true, "Usage: Camille Mai", "Distance: 8 km")
		r.tells(r.asks("BOSS", "usage Louis last month"), true, "Usage: Louis Petit", "counts no trip")
		// One's own is for oneself, for managers too.
		r.tells(r.asks("BOSS", "usage"), false, "Your usage", "Distance: 8 km")
		r.tells(r.asks("BOSS", "usage novembre"), false, "Your usage")
		r.analyses()
		for _, text := range []string{"usage Louis", "usage Louis Petit hier", "usage <@U2>", "usage Nobody", "usage 1110000503"} {
			if text == "usage <@U2>" {
				r.tells(r.asks("LYON", text), false, "Not found", "can't tell for sure")
			} else {
				r.tells(r.asks("LYON", text), false, "Not found", "No driver that you look after")
			}
		}
		r.tells(r.asks("BOSS", "usage <@STRANGER>"), false, "Not found", "can't tell for sure")
		r.tells(r.asks("BOSS", "usage Camille last month"), false, "Who is it?", "Camille Mai: M2 · Lyon Est", "Camille Martin: M1", "`/usage M2 last month`")
		if n := r.analyses(); n != 0 {
			t.Errorf("OCEAN was asked for %d analyses of people who weren't meant", n)
		}
	}
}

func TestAManagerAsksForATeam(t *testing.T) {
	t.Parallel()
	for name, option := range map[string]func(*oceansim.Options){
		"as it is":       func(*oceansim.Options) {},
		"maps as arrays": func(o *oceansim.Options) { o.MapsAsArrays = true },
		"no rows":        func(o *oceansim.Options) { o.WithoutRows = true },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newFleet(t, option)
			for _, text := range []string{"usage team", "usage équipe", "usage tous", "usage my team this month", "usage all by driver"} {
				r.tells(r.asks("BOSS", text), true, "The whole fleet's usage", "Distance: 168 km", "51% of the distance", "Drivers: 3",
					"Camille Martin  100 km   25% private", "Camille Mai       8 km    0% private", "Louis Petit      60 km  100% private")
			}
			for _, text := range []string{"usage équipe le mois dernier", "usage tous le mois dernier", "usage all last month", "usage team October"} {
				r.tells(r.asks("BOSS", text), true, "The whole fleet's usage", "Thursday 1 October 2026", "Distance: 1,200 km", "Drivers: 1")
			}
			for _, text := range []string{"usage all week", "usage tout le mois", "usage all month"} {
				r.tells(r.asks("BOSS", text), false, "Your usage", "so far")
			}
			card := r.asks("LYON", "usage équipe")
			r.tells(card, true, "Your team's usage", "Distance: 108 km", "23% of the distance", "Drivers: 2", "Camille Martin  100 km")
			if strings.Contains(card.Card.Code, "Louis") {
				t.Error("somebody else's driver is on the card")
			}
			r.tells(r.asks("BOSS", "usage entity lyon est"), true, "Usage: Lyon Est", "Distance: 108 km", "Drivers: 2")
			r.tells(r.asks("BOSS", "usage entité Nantes depuis lundi"), true, "Usage: Nantes", "counts no trip")
			r.tells(r.asks("LYON", "usage entity 1110000102 since 1 October"), true, "Usage: Lyon Est", "Distance: 1,308 km")
			r.analyses()
			r.tells(r.asks("LYON", "usage entity Nantes"), false, "Not found", "no entity “Nantes”", "Yours: Lyon Est")
			r.tells(r.asks("LYON", "usage entity 1110000103"), false, "Not found")
			if n := r.analyses(); n != 0 {
				t.Errorf("OCEAN was asked for %d analyses", n)
			}
		})
	}
}

// TestNobodyElsesDriverIsEverCounted: a manager of one entity sees no figure of another, even where OCEAN
// answers about everybody.
func TestNobodyElsesDriverIsEverCounted(t *testing.T) {
	t.Parallel()
	r := newFleet(t, func(o *oceansim.Options) { o.EverybodysTrips = true })
	for _, text := range []string{"usage team", "usage entity Lyon Est"} {
		card := r.asks("LYON", text)
		r.tells(card, true, "Distance: 108 km", "Drivers: 2")
		if strings.Contains(card.Card.Code, "Louis") {
			t.Error("somebody else's driver is on the card")
		}
	}
	r.tells(r.asks("LYON", "usage M1"), true, "Distance: 100 km")
	r.tells(r.asks("LYON", "usage vehicle AA-101-DM"), true, "Distance: 83 km")
}

func TestAManagerAsksForAVehicle(t *testing.T) {
	t.Parallel()
	r := newFleet(t)
	for _, text := range []string{"usage vehicle AA-101-DM", "usage véhicule aa 101 dm ce mois", "usage car aa101dm"} {
		r.tells(r.asks("LYON", text), true, "Usage: AA-101-DM", "Distance: 83 km", "0% of the distance")
	}
	r.tells(r.asks("BOSS", "usage vehicle BB-202-DM"), true, "Distance: 85 km")
	r.analyses()
	r.tells(r.asks("LYON", "usage vehicle BB-202-DM"), false, "Not found", "“BB-202-DM”")
	r.tells(r.asks("BOSS", "usage vehicle"), false, "Something is missing", "`/usage vehicle AA-101-DM`")
	r.tells(r.asks("BOSS", "usage entity"), false, "Something is missing", "`/usage entity Lyon`")
	if n := r.analyses(); n != 0 {
		t.Errorf("OCEAN was asked for %d analyses", n)
	}
}

func TestPeriodsThatAreNone(t *testing.T) {
	t.Parallel()
	r := newFleet(t)
	for text, words := range map[string]string{
		"usage next month":       "still lies ahead",
		"usage 31 November":      "doesn't exist",
		"usage every Monday":     "about one period",
		"usage team by vehicle":  "isn't available",
		"usage subscribe weekly": "isn't available",
		"usage 18h":              "until when?",
	} {
		r.tells(r.asks("U1", text), false, words)
	}
	r.tells(r.asks("BOSS", "usage team 31 November"), false, "doesn't exist")
	r.tells(r.asks("BOSS", "usage team next month"), false, "still lies ahead")
	r.tells(r.asks("BOSS", "usage team last month xyzzy"), false, "don't understand “xyzzy”")
	if n := r.analyses(); n != 0 {
		t.Errorf("OCEAN was asked %d times", n)
	}
	r.tells(r.asks("U1", "usage yesterdya"), false, "Your usage", "“yesterdya” was understood as “yesterday”")
	r.tells(r.asks("BOSS", "usage yesterdya"), false, "Your usage", "“yesterdya” was understood as “yesterday”")
}

// TestKeysThatNobodyKnows are counted and shown under their own name, and are never private.
func TestKeysThatNobodyKnows(t *testing.T) {
	t.Parallel()
	r := newFleet(t, func(o *oceansim.Options) { o.PeriodKeys = [2]string{"100%d_DETENTE", "VIE_PRO"} })
	r.tells(r.asks("BOSS", "usage M1"), true, "Distance: 100 km", "Private: 0 km · 0 min", "Professional: 75 km", "“100%d_DETENTE”: 25 km · 25 min",
		"0% of the distance", "in the total, and not in private")
}

func TestAnalysisTheOtherWayRound(t *testing.T) {
	t.Parallel()
	r := newFleet(t)
	r.ocean.Inject(oceansim.Fault{Op: oceansim.OpAnalyse, Status: 403})
	r.tells(r.asks("BOSS", "usage M1"), false, "OCEAN")
}

// TestWhatNobodyDrove: what OCEAN counts in its total and in no driver's line is told.
func TestWhatNobodyDrove(t *testing.T) {
	t.Parallel()
	r := newFleet(t)
	r.ocean.AddIndividu(oceansim.Individu{ID: 5, Prenom: "Without", Nom: "Entity"})
	r.ocean.AddTrip(oceansim.Trip{IndividuID: 5, Debut: r.now().Add(-time.Hour), Fin: r.now().Add(-time.Minute), Metres: 7000})
	r.tells(r.asks("BOSS", "usage team"), true, "Distance: 175 km", "Drivers: 3", "7 km of the total stand in no driver's line")
}

// TestALargeTeam is cut to what a card holds.
func TestALargeTeam(t *testing.T) {
	t.Parallel()
	for _, withoutRows := range []bool{false, true} {
		r := newFleet(t, func(o *oceansim.Options) { o.WithoutRows = withoutRows })
		for n := range 70 {
			id := camille + 100 + int64(n)
			r.ocean.AddIndividu(oceansim.Individu{ID: id, Prenom: fmt.Sprintf("Zoé %02d", n), Nom: "Nom à Rallonge-Interminable", EntiteID: nantes})
			r.ocean.AddTrip(oceansim.Trip{IndividuID: id, Debut: r.now().Add(-time.Hour), Fin: r.now().Add(-time.Minute), Metres: 1000})
		}
		card := r.asks("BOSS", "usage team")
		if withoutRows {
			r.tells(card, true, "Distance: 238 km", "too many to be asked")
			if n := r.analyses(); n != 1 {
				t.Errorf("OCEAN was asked %d times", n)
			}
			continue
		}
		r.tells(card, true, "Distance: 238 km", "Drivers: 73", "43 more drivers", "`/usage NAME`")
		lines := strings.Split(card.Card.Code, "\n")
		if diff := cmp.Diff(30, len(lines)); diff != "" {
			t.Error(diff)
		}
	}
}
