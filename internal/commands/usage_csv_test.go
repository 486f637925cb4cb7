package commands_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/oceansim"
	"github.com/oceanbot/oceanbot/internal/usage"
)

// names gives the first column of a file, and how the file is called.
func (r *rig) names(answer chat.Message) (file, names string) {
	r.t.Helper()
	f := answer.Card.File
	if f == nil {
		r.t.Fatalf("there is no file: %+v", answer.Card)
	}
	var first []string
	for line := range strings.Lines(strings.TrimPrefix(string(f.Data), "\ufeff")) {
		cell, _, _ := strings.Cut(strings.TrimSpace(line), ",")
		first = append(first, cell)
	}
	return f.Name, strings.Join(first, "|")
}

func TestUsageAsCSV(t *testing.T) {
	t.Parallel()
	r := newFleet(t)
	r.people.who["U1"] = camille
	for _, c := range []struct {
		user, text, title string
		public            bool
		file, names       string
	}{
		{"BOSS", "usage team csv", "The whole fleet's usage", true, "usage-2026-11-01_2026-11-25.csv", "Driver|Camille Mai|Camille Martin|Louis Petit"},
		{"BOSS", "usage équipe en CSV le mois dernier", "The whole fleet's usage", true, "usage-2026-10-01_2026-10-31.csv", "Driver|Camille Martin"},
		{"BOSS", "usage team last month by driver csv", "The whole fleet's usage", true, "usage-2026-10-01_2026-10-31.csv", "Driver|Camille Martin"},
		{"LYON", "usage team csv", "Your team's usage", true, "usage-2026-11-01_2026-11-25.csv", "Driver|Camille Mai|Camille Martin"},
		{"LYON", "usage entity Lyon Est as a csv file", "Usage: Lyon Est", true, "usage-2026-11-01_2026-11-25.csv", "Driver|Camille Mai|Camille Martin"},
		{"BOSS", "usage vehicle AA-101-DM csv", "Usage: AA-101-DM", true, "usage-2026-11-01_2026-11-25.csv", "Vehicle|AA-101-DM"},
		{"BOSS", "usage Louis Petit yesterday csv", "Usage: Louis Petit", true, "usage-2026-11-24.csv", "Driver|Louis Petit"},
		{"U1", "usage yesterday au format csv", "Your usage", false, "usage-2026-11-24.csv", ""},
	} {
		answer := r.asks(c.user, c.text)
		r.tells(answer, c.public, c.title)
		file, names := r.names(answer)
		if file != c.file || c.names != "" && names != c.names {
			t.Errorf("%q: %s with %s", c.text, file, names)
		}
		if text := string(answer.Card.File.Data); strings.Contains(text, "Secrète") || strings.Contains(text, "Cachée") {
			t.Errorf("%q: a place is in the file", c.text)
		}
	}
}

func TestUsageAsCSVInFrench(t *testing.T) {
	t.Parallel()
	r := newFleet(t)
	r.ocean.AddIndividu(oceansim.Individu{ID: camille, Prenom: "=HYPERLINK(1)", Nom: "É;té", Matricule: "M1", EntiteID: lyon, VehicleID: 71})
	request := r.request("LYON")
	request.Lang, request.Text = i18n.French, "usage équipe csv"
	answer := r.bot.Handle(t.Context(), request)
	want := "\ufeffConducteur;Distance (km);Au volant (h:mm:ss);Privé (km);Privé (h:mm:ss);Part privée de la distance (%);Part privée du temps (%);" +
		"Professionnel (km);Professionnel (h:mm:ss);Autre (km);Autre (h:mm:ss);Carburant (L);Électricité (kWh);Coût;Début;Fin\r\n" +
		"\"'=HYPERLINK(1) É;té\";100,000;1:40:00;25,000;0:25:00;25,00;25,00;75,000;1:15:00;0,000;0:00:00;5,00;;;2026-11-01 00:00;2026-11-25 10:00\r\n" +
		"Camille Mai;8,000;0:08:00;0,000;0:00:00;0,00;0,00;8,000;0:08:00;0,000;0:00:00;0,40;;;2026-11-01 00:00;2026-11-25 10:00\r\n"
	if answer.Card.File == nil {
		t.Fatalf("no file: %+v", answer)
	}
	if diff := cmp.Diff(want, string(answer.Card.File.Data)); diff != "" {
		t.Error(diff)
	}
}

// TestAFileNeedsTheRightsOfItsCard: asking for a file opens nothing.
func TestAFileNeedsTheRightsOfItsCard(t *testing.T) {
	t.Parallel()
	r := newFleet(t)
	for _, text := range []string{"usage team csv", "usage csv Louis", "usage <@U2> csv", "usage vehicle AA-101-DM csv", "usage entity Lyon Est in csv"} {
		answer := r.asks("U1", text)
		r.tells(answer, false, "For managers only", "OCEAN was asked nothing")
		if asked := r.ocean.Requests(); len(asked) != 0 || answer.Card.File != nil {
			t.Errorf("%q: OCEAN was asked %d times, and there is a file: %t", text, len(asked), answer.Card.File != nil)
			r.ocean.ForgetRequests()
		}
	}
	r.tells(r.asks("LYON", "usage Louis csv"), false, "Not found")
	if answer := r.asks("BOSS", "usage team"); answer.Card.File != nil {
		t.Error("nobody asked for a file")
	}
	// What the card says to type next asks for the same.
	r.tells(r.asks("BOSS", "usage Camille yesterday csv"), false, "Who is it?", "`/usage M2 yesterday csv`")
	r.tells(r.asks("BOSS", "usage team csv"), true, "`/usage team last month csv`")
	for _, text := range []string{"usage team by vehicle csv", "usage team by entity csv", "usage subscribe weekly csv"} {
		r.tells(r.asks("BOSS", text), false, "isn't available")
	}
}

func TestEveryColumnHasItsName(t *testing.T) {
	t.Parallel()
	if got := 1 + len(i18n.UsageColumns); got != usage.Columns {
		t.Errorf("%d names for %d columns", got, usage.Columns)
	}
}
