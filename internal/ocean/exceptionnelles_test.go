package ocean_test

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/oceansim"
)

func TestExceptionalPeriodIsCreatedChangedAndDeleted(t *testing.T) {
	t.Parallel()
	w := newWorld(t, oceansim.Options{CustomerID: oceansim.DemoCustomerID}, func(c *ocean.Config) { c.CustomerID = oceansim.DemoCustomerID })
	const who = driver + 3 // she has none yet
	none, err := w.client.Exceptionnelles(ctx, who)
	must(t, err)
	if len(none) != 0 {
		t.Fatalf("404 must read as none, got %v", none)
	}
	must(t, w.client.CreateExceptionnelle(ctx, who, ocean.Periode{Debut: saturday(9), Fin: saturday(18), Description: "Chez ma sœur + l'été & 100 %"}))
	got, err := w.client.Exceptionnelles(ctx, who)
	must(t, err)
	recorded := w.Periods(who)
	want := []ocean.Exceptionnelle{{
		ExtensionID: recorded[0].ExtensionID, Debut: saturday(9), Fin: saturday(18),
		Description: "Chez ma sœur + l'été & 100 %", IndividuID: who, UtilisateurID: 2000000015,
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
	must(t, w.client.UpdateExceptionnelle(ctx, who, got[0].ExtensionID, ocean.Periode{Debut: saturday(10), Fin: saturday(16), Description: "Plus court"}))
	got, err = w.client.ExceptionnellesBetween(ctx, who, saturday(0), saturday(23))
	must(t, err)
	want[0].Debut, want[0].Fin, want[0].Description = saturday(10), saturday(16), "Plus court"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
	must(t, w.client.DeleteExceptionnelle(ctx, got[0].ExtensionID))
	if left := w.Periods(who); len(left) != 0 {
		t.Fatalf("still there: %v", left)
	}
}

func TestNothingPastChanges(t *testing.T) {
	t.Parallel()
	w := newWorld(t, oceansim.Options{})
	past := w.AddPeriod(driver, noon.Add(-48*time.Hour), noon.Add(-24*time.Hour), "past")
	running := w.AddPeriod(driver, noon.Add(-time.Hour), noon.Add(time.Hour), "running")
	for name, call := range map[string]func() error{
		"create what is past": func() error {
			return w.client.CreateExceptionnelle(ctx, driver, ocean.Periode{Debut: noon.Add(-2 * time.Hour), Fin: noon.Add(-time.Hour)})
		},
		"delete what is past":    func() error { return w.client.DeleteExceptionnelle(ctx, past) },
		"delete what is running": func() error { return w.client.DeleteExceptionnelle(ctx, running) },
		"move a past start": func() error {
			return w.client.UpdateExceptionnelle(ctx, driver, running, ocean.Periode{Debut: noon.Add(-30 * time.Minute), Fin: noon.Add(time.Hour)})
		},
		"end before now": func() error {
			return w.client.UpdateExceptionnelle(ctx, driver, running, ocean.Periode{Debut: noon.Add(-time.Hour), Fin: noon.Add(-time.Minute)})
		},
		"change what is past": func() error {
			return w.client.UpdateExceptionnelle(ctx, driver, past, ocean.Periode{Debut: noon, Fin: noon.Add(time.Hour)})
		},
		"somebody else's": func() error {
			return w.client.UpdateExceptionnelle(ctx, driver+1, running, ocean.Periode{Debut: noon.Add(-time.Hour), Fin: noon.Add(time.Hour)})
		},
		"the outer id": func() error { return w.client.DeleteExceptionnelle(ctx, w.Periods(driver)[0].OuterID) },
		"the horaire's id": func() error {
			return w.client.DeleteExceptionnelle(ctx, w.Periods(driver)[0].HoraireIDs[0])
		},
	} {
		before := w.Periods(driver)
		err := call()
		if !errors.Is(err, ocean.ErrBadRequest) || ocean.OutcomeOf(err) != ocean.NotDone {
			t.Errorf("%s: got %v, %s", name, err, ocean.OutcomeOf(err))
		}
		if diff := cmp.Diff(before, w.Periods(driver), cmp.AllowUnexported(oceansim.Period{})); diff != "" {
			t.Errorf("%s changed something: %s", name, diff)
		}
	}
	must(t, w.client.UpdateExceptionnelle(ctx, driver, running, ocean.Periode{Debut: noon.Add(-time.Hour), Fin: noon, Description: "ended"}))
	must(t, w.client.CreateExceptionnelle(ctx, driver+3, ocean.Periode{Debut: noon.Add(-time.Hour), Fin: noon.Add(time.Hour)}))
	if got := w.Periods(driver + 3)[0].Debut; !got.Equal(noon) {
		t.Errorf("a start in the past must be cut to now, got %s", got)
	}
}
