package ocean_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanbot/oceanbot/internal/ocean"
)

// answering makes a client of a service that logs anybody in and answers all else with a body.
func answering(t *testing.T, status int, body string) *ocean.Client {
	t.Helper()
	client, _ := newClient(t, "http://ocean.example/ocean", func(c *ocean.Config) {
		c.Transport = direct{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.URL.Path == "/ocean/restapi/auth/authenticate2" {
				w.WriteHeader(http.StatusCreated)
				_, _ = io.WriteString(w, `{"token":"t","passwordExpirationRemainingDays":90,"additionalAccountData":{}}`)
				return
			}
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		})}
	})
	return client
}

func sample(t testing.TB, name string) string {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestSampleIndividus(t *testing.T) {
	t.Parallel()
	var got []ocean.Fiche
	must(t, answering(t, 200, sample(t, "individus.json")).Individus(ctx, ocean.AllIndividus, func(f ocean.Fiche) error {
		got = append(got, f)
		return nil
	}))
	want := []ocean.Fiche{{
		Individu:    ocean.Individu{Nom: "nomInd", Prenom: "prenomInd", Matricule: "matriculeInd", Email: "email"},
		Entite:      ocean.Entite{Nom: "nom"},
		Utilisateur: &ocean.Utilisateur{Email: "emailUti", Login: "loginUti"},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSampleExceptionnelles(t *testing.T) {
	t.Parallel()
	got, err := answering(t, 200, sample(t, "exceptionnelles.json")).Exceptionnelles(ctx, 1110000004)
	must(t, err)
	want := []ocean.Exceptionnelle{{
		ExtensionID: 18524, Description: "NOEL", IndividuID: 1110000004, UtilisateurID: 2000000015,
		Debut: time.Date(2027, time.December, 25, 0, 0, 0, 0, time.UTC),
		Fin:   time.Date(2027, time.December, 26, 0, 0, 0, 0, time.UTC),
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSampleRecurrentes(t *testing.T) {
	t.Parallel()
	got, err := answering(t, 200, sample(t, "recurrentes.json")).Recurrentes(ctx, 1110000403)
	must(t, err)
	since := time.Date(2025, time.December, 31, 23, 0, 0, 0, time.UTC) // the new year of Paris
	want := []ocean.Recurrente{
		{ID: 1110000002, Plage: ocean.Plage{Jour: ocean.Lundi, Fin: 8 * 60}, ValideDu: since, Type: "VIE_PRIVEE", IndividuID: 1110000403},
		{ID: 1110000004, Plage: ocean.Plage{Jour: ocean.Mardi, Fin: 8 * 60}, ValideDu: since, Type: "VIE_PRIVEE", IndividuID: 1110000403},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSampleAnalyse(t *testing.T) {
	t.Parallel()
	got, err := answering(t, 200, sample(t, "analyse.json")).Analyse(ctx, ocean.AnalyseQuery{Debut: noon, Fin: noon.Add(time.Hour)})
	must(t, err)
	if len(got.ParConducteur.Lignes) != 0 || len(got.ParVehicule.Lignes) != 0 {
		t.Errorf("id 0 is nobody, got rows %+v", got)
	}
	if got.ParConducteur.Cumul == nil || got.ParVehicule.Cumul == nil || got.ParConducteur.Cumul.Jour != "dayDate" {
		t.Errorf("the totals of the roots are missing: %+v", got)
	}
}

// TestSampleWeekIsWhatIsSent compares the body that is sent with the one of the founding page.
func TestSampleWeekIsWhatIsSent(t *testing.T) {
	t.Parallel()
	bodies := make(chan []byte, 1)
	served := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if r.URL.Path == "/restapi/auth/authenticate2" {
			_, _ = io.WriteString(w, `{"token":"t"}`)
			return
		}
		bodies <- body
		_, _ = io.WriteString(w, "true")
	}))
	t.Cleanup(served.Close)
	client, _ := newClient(t, served.URL)
	must(t, client.ReplaceRecurrentes(ctx, driver, []ocean.Plage{
		{Jour: ocean.Lundi, Debut: 0, Fin: 8 * 60},
		{Jour: ocean.Lundi, Debut: 12 * 60, Fin: 13*60 + 30},
		{Jour: ocean.Lundi, Debut: 18 * 60, Fin: 24 * 60},
	}, time.Time{}, time.Time{}))
	var got, want any
	must(t, json.Unmarshal(<-bodies, &got))
	must(t, json.Unmarshal([]byte(sample(t, "semaine.json")), &want))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
