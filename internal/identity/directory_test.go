package identity_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/oceansim"
)

// staff is a fleet of two entities, with somebody who was deleted and somebody without a mail.
func staff(r *rig) {
	r.ocean.AddEntite(oceansim.Entite{ID: 10, Nom: "Lyon"})
	r.ocean.AddEntite(oceansim.Entite{ID: 20, Nom: "Nantes"})
	for _, i := range []oceansim.Individu{
		{ID: 1, Prenom: "Camille", Nom: "Martin", Matricule: "M001", EntiteID: 10, Email: "a@demo.example"},
		{ID: 2, Prenom: "Camille", Nom: "Martin-Dupré", Matricule: "M002", EntiteID: 20},
		{ID: 3, Prenom: "Hélène", Nom: "Roussel", Matricule: "42", EntiteID: 10, UserLogin: "hroussel"},
		{ID: 4, Prenom: "Hélène", Nom: "Partie", Supprime: true, EntiteID: 10},
		{ID: 42, Prenom: "Marc-Antoine", Nom: "Le Goff"},
	} {
		r.ocean.AddIndividu(i)
	}
}

func ids(members []identity.Member) []int64 {
	found := []int64{}
	for _, m := range members {
		found = append(found, m.IndividuID)
	}
	return found
}

func TestNamed(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	staff(r)
	all, lyon := identity.Scope{All: true}, identity.Scope{Entities: []int64{10}}
	for _, test := range []struct {
		scope identity.Scope
		words string
		want  []int64
	}{
		{all, "Camille", []int64{1, 2}},
		{all, "camille MARTIN", []int64{1}}, // exactly: not the other one too
		{all, "Martin Camille", []int64{1}},
		{all, "dupre", []int64{2}},
		{all, "martin dupré", []int64{2}},
		{all, "helene", []int64{3}}, // nobody who was deleted
		{all, "Hélène Roussel", []int64{3}},
		{all, "marc antoine le goff", []int64{42}},
		{all, "m002", []int64{2}},
		{all, "42", []int64{3}}, // a matricule before an id
		{all, "2", []int64{2}},
		{all, "Camille Roussel", []int64{}},
		{all, "cam", []int64{}},
		{all, " -- ", []int64{}},
		{all, "", []int64{}},
		{lyon, "Camille", []int64{1}},
		{lyon, "M002", []int64{}},
		{lyon, "2", []int64{}},
		{lyon, "Le Goff", []int64{}}, // of no entity
		{identity.Scope{}, "Camille", []int64{}},
	} {
		got, err := r.Named(t.Context(), test.scope, test.words)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(test.want, ids(got)); diff != "" {
			t.Errorf("%q within %v: %s", test.words, test.scope, diff)
		}
	}
	everybody, err := r.Within(t.Context(), all)
	if diff := cmp.Diff([]int64{42, 1, 2, 3}, ids(everybody)); diff != "" || err != nil {
		t.Error(diff, err)
	}
	some, err := r.Within(t.Context(), lyon)
	if diff := cmp.Diff([]int64{1, 3}, ids(some)); diff != "" || err != nil {
		t.Error(diff, err)
	}
	if m, ok, err := r.Member(t.Context(), lyon, 3); !ok || err != nil || m.Name() != "Hélène Roussel" || m.Entity.Nom != "Lyon" {
		t.Errorf("found %+v, %v, %v", m, ok, err)
	}
	for _, id := range []int64{2, 4, 99} {
		if m, ok, err := r.Member(t.Context(), lyon, id); ok || err != nil {
			t.Errorf("%d: found %+v, %v", id, m, err)
		}
	}
	if n := r.ocean.Count(oceansim.OpIndividus); n != 1 {
		t.Errorf("the fleet was fetched %d times, want once for all", n)
	}
}

// TestEntitiesThatCameLater: where OCEAN leaves the entities out of the list, it is asked for them, once,
// and only when somebody's rights depend on them.
func TestEntitiesThatCameLater(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.ocean.AddIndividu(oceansim.Individu{ID: 1, Prenom: "Anne", Nom: "Roux", EntiteID: 10, Email: "anne@demo.example"})
	if _, err := r.Within(t.Context(), identity.Scope{All: true}); err != nil {
		t.Fatal(err)
	}
	r.ocean.AddEntite(oceansim.Entite{ID: 10, Nom: "Lyon"}) // as if it had been left out
	for range 2 {
		got, err := r.Within(t.Context(), identity.Scope{Entities: []int64{10}})
		if err != nil || len(got) != 1 || got[0].Entity.Nom != "Lyon" {
			t.Errorf("found %+v, %v", got, err)
		}
	}
	if n := r.ocean.Count(oceansim.OpIndividus); n != 2 {
		t.Errorf("the fleet was fetched %d times, want twice", n)
	}
}

// TestAFleetThatIsToldInParts: OCEAN may leave out what its criteria doesn't ask for.
func TestAFleetThatIsToldInParts(t *testing.T) {
	t.Parallel()
	r := newRigOf(t, oceansim.Options{OnlyAsked: true})
	staff(r)
	lyon := identity.Scope{Entities: []int64{10}}
	r.ocean.AddIndividu(oceansim.Individu{ID: 5, UserEmail: "account@demo.example"})
	if got, err := r.Resolve(t.Context(), slackUser("account@demo.example")); err != nil || got.IndividuID != 5 {
		t.Errorf("the mail of an account: %+v, %v", got, err)
	}
	for range 2 {
		some, err := r.Within(t.Context(), lyon)
		if diff := cmp.Diff([]int64{1, 3}, ids(some)); diff != "" || err != nil {
			t.Error(diff, err)
		}
		if m, ok, err := r.Member(t.Context(), lyon, 3); !ok || err != nil || m.Entity.Nom != "Lyon" {
			t.Errorf("%+v, %t, %v", m, ok, err)
		}
		if _, ok, err := r.Member(t.Context(), lyon, 2); ok || err != nil {
			t.Errorf("somebody of another entity: %t, %v", ok, err)
		}
	}
	// A newer fleet learns its entities too.
	r.pass(11 * time.Minute)
	_, _ = r.Within(t.Context(), lyon)
	r.Wait()
	if some, err := r.Within(t.Context(), lyon); err != nil || len(some) != 2 {
		t.Errorf("%+v, %v", some, err)
	}
	if n := r.ocean.Count(oceansim.OpIndividus); n != 6 {
		t.Errorf("the list was asked for %d times, want 6: all, users, entities, twice", n)
	}
}
