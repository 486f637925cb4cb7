package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/oceanbot/oceanbot/internal/oceansim"
	"github.com/oceanbot/oceanbot/internal/slackbot/slackstandin"
)

// TestConversations holds the conversations of testdata/conversations through the bot in Slack, and
// compares every card with the golden one, and what OCEAN has in the end.
//
// A line of a script is somebody who types ("emma> /private list") or presses a button of the last card
// ("emma! Confirm"; the beginning of its label is enough). With -update the golden parts are written anew.
func TestConversations(t *testing.T) {
	t.Parallel()
	scripts, err := filepath.Glob("testdata/conversations/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("there are no conversations: %v", err)
	}
	for _, path := range scripts {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			t.Parallel()
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			parts := map[string]string{}
			for _, file := range archive.Files {
				parts[file.Name] = string(file.Data)
			}
			s := newConversation(t)
			got := map[string]string{"slack": s.converse(parts["script"]), "ocean": s.inOcean()}
			for _, name := range slices.Sorted(maps.Keys(got)) {
				if *update {
					continue
				}
				if want := strings.TrimSpace(parts[name]); strings.TrimSpace(got[name]) != want {
					t.Errorf("%s: got\n%s\nwant\n%s", name, got[name], want)
				}
			}
			if *update {
				archive.Files = []txtar.File{
					{Name: "script", Data: []byte(parts["script"])}, {Name: "slack", Data: []byte(got["slack"])}, {Name: "ocean", Data: []byte(got["ocean"])},
				}
				if err := os.WriteFile(path, txtar.Format(archive), 0o600); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// newConversation is a stand with Emma, who speaks English, Louis, who speaks French, and a manager. Both
// drivers have a car and the same three trips behind them.
func newConversation(t *testing.T) *stand {
	t.Helper()
	config := filepath.Join(t.TempDir(), "bot.yaml")
	if err := os.WriteFile(config, []byte(managersYAML), 0o600); err != nil {
		t.Fatal(err)
	}
	s := newStand(t, "BOT_CONFIG="+config)
	if code := s.stop(); code != 0 { // the fleet is read at start
		t.Fatalf("exit code %d", code)
	}
	s.slack.SetGroup("S0LEADS", lead)
	s.slack.AddUser(slackstandin.User{ID: boss, Name: "boss", Mail: "boss@example.com", Locale: "en-GB", Zone: "Europe/Paris"})
	s.populate()
	s.start()
	return s
}

// populate has OCEAN know them.
func (s *stand) populate() {
	s.t.Helper()
	s.ocean.AddEntite(oceansim.Entite{ID: entity, Nom: "Lyon"})
	s.ocean.AddIndividu(oceansim.Individu{ID: bossID, Nom: "Chef", Prenom: "Anne", Email: "boss@example.com", EntiteID: entity})
	for n, driver := range []oceansim.Individu{
		{ID: emmaID, Nom: "Smith", Prenom: "Emma", Email: "emma@example.com"},
		{ID: louisID, Nom: "Petit", Prenom: "Louis", UserEmail: "louis@example.com"},
	} {
		car := int64(7001 + n)
		s.ocean.AddVehicle(oceansim.Vehicle{
			ID: car, Immatriculation: fmt.Sprintf("AA-%d-AA", 101+n), NumeroEmbarque: car, CodeExploitant: "77", PrivacyEnabled: true, EntiteID: entity,
		})
		driver.EntiteID, driver.VehicleID = entity, car
		s.ocean.AddIndividu(driver)
		for _, began := range []string{"2026-11-23T08:10:00+01:00", "2026-11-24T08:00:00+01:00", "2026-11-24T14:00:00+01:00"} {
			start, err := time.Parse(time.RFC3339, began)
			if err != nil {
				s.t.Fatal(err)
			}
			s.ocean.AddTrip(oceansim.Trip{
				IndividuID: driver.ID, VehicleID: car, Debut: start, Fin: start.Add(30 * time.Minute), Metres: 12_300, From: "Dépôt", To: "Atelier",
			})
		}
	}
	s.ocean.ForgetRequests()
}

// converse plays a script, and gives what was said.
func (s *stand) converse(script string) string {
	s.t.Helper()
	people := map[string]string{"emma": emma, "louis": louis, "boss": boss, "nobody": nobody}
	var said strings.Builder
	var card slackstandin.Message
	files := 0
	for line := range strings.Lines(script) {
		line = strings.TrimSpace(line)
		at := strings.IndexAny(line, ">!")
		if at < 0 || line[0] == '#' {
			continue
		}
		user, words := people[line[:at]], strings.TrimSpace(line[at+1:])
		if user == "" {
			s.t.Fatalf("nobody is called %q", line[:at])
		}
		if line[at] == '>' {
			command, text, _ := strings.Cut(words, " ")
			s.deliver(s.slack.Command(user, channel, command, text))
		} else {
			s.deliver(s.pressing(user, card, s.labelled(card, words)))
		}
		card = s.next()
		aside := ""
		if card.Channel == user { // the line above a file in the direct conversation
			aside = "  (to " + line[:at] + " directly) " + strings.ReplaceAll(card.Shown(), "\n", " · ") + "\n"
			card = s.next()
		}
		who := "for " + line[:at] + " alone"
		if !card.Ephemeral {
			who = "for the channel"
		}
		fmt.Fprintf(&said, "%s\n%s%s  (%s)\n", line, aside, s.newFiles(&files), who)
		for shown := range strings.SplitSeq(card.Shown(), "\n") {
			said.WriteString(strings.TrimRight("  "+shown, " ") + "\n")
		}
		for _, picture := range card.Pictures() {
			said.WriteString("  [picture: " + picture.Alt + "]\n")
		}
		var labels []string
		for _, button := range card.Buttons() {
			labels = append(labels, "["+button.Label+"]")
		}
		said.WriteString(strings.TrimRight("  "+strings.Join(labels, " "), " ") + "\n\n")
	}
	return said.String()
}

// newFiles shows the files that were shared since there were so many.
func (s *stand) newFiles(seen *int) string {
	var shown strings.Builder
	shared := s.slack.Shared()
	for _, f := range shared[*seen:] {
		fmt.Fprintf(&shown, "  [file in %s: %s]\n", f.Channel, strings.TrimSpace(f.Name+" "+f.Comment))
		for row := range strings.Lines(strings.TrimPrefix(string(f.Content), "\ufeff")) {
			shown.WriteString("    " + strings.TrimRight(row, "\r\n") + "\n")
		}
	}
	*seen = len(shared)
	return shown.String()
}

// labelled finds a button by the beginning of its label.
func (s *stand) labelled(card slackstandin.Message, beginning string) string {
	s.t.Helper()
	for _, button := range card.Buttons() {
		if strings.HasPrefix(button.Label, beginning) {
			return button.Label
		}
	}
	s.t.Fatalf("no button %q on\n%s", beginning, card.Shown())
	return ""
}

// inOcean is what OCEAN has of the two drivers.
func (s *stand) inOcean() string {
	s.t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		s.t.Fatal(err)
	}
	var is strings.Builder
	for _, driver := range []struct {
		name string
		id   int64
	}{{"emma", emmaID}, {"louis", louisID}} {
		for _, p := range s.ocean.Periods(driver.id) {
			const layout = "Mon 2 Jan 15:04"
			fmt.Fprintln(&is, driver.name, "period", p.Debut.In(zone).Format(layout), "-", p.Fin.In(zone).Format(layout), p.Description)
		}
		for _, h := range s.ocean.Week(driver.id) {
			if h.Au.IsZero() || h.Au.Sub(h.Du) > time.Hour {
				fmt.Fprintf(&is, "%s week %s %02d:%02d-%02d:%02d\n", driver.name, h.Jour, h.Debut/60, h.Debut%60, h.Fin/60, h.Fin%60)
			}
		}
		for _, trip := range s.ocean.Trips(driver.id) {
			if trip.Asked != nil {
				fmt.Fprintln(&is, driver.name, "trip", trip.Debut.In(zone).Format("Mon 15:04"), "private:", *trip.Asked)
			}
		}
	}
	return is.String()
}
