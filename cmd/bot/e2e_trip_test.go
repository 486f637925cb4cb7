package main

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/oceanbot/oceanbot/internal/oceansim"
	"github.com/oceanbot/oceanbot/internal/slackbot/slackstandin"
)

const (
	sharedCar int64 = 1110007001
	clinic          = "Clinique Saint-Fictif, 3 rue du Secret"
)

// shareCar has Emma and Louis share a car. OCEAN tells so only after the bot has read who there is.
func (s *stand) shareCar() {
	s.t.Helper()
	s.ocean.AddEntite(oceansim.Entite{ID: 5, Nom: "Ouest"})
	s.ocean.AddVehicle(oceansim.Vehicle{
		ID: sharedCar, Immatriculation: "AA-001-AA", NumeroEmbarque: 21, CodeExploitant: "77", PrivacyEnabled: true, EntiteID: 5,
	})
	s.ocean.AddIndividu(oceansim.Individu{ID: emmaID, Nom: "Smith", Prenom: "Emma", Email: "emma@example.com", VehicleID: sharedCar, EntiteID: 5})
	s.ocean.AddIndividu(oceansim.Individu{ID: louisID, Nom: "Petit", Prenom: "Louis", UserEmail: "louis@example.com", VehicleID: sharedCar, EntiteID: 5})
}

// drive has somebody drive for half an hour from an hour of yesterday, in Paris.
func (s *stand) drive(individu int64, clock string) {
	s.t.Helper()
	start, err := time.Parse(time.RFC3339, "2026-11-24T"+clock+":00+01:00")
	if err != nil {
		s.t.Fatal(err)
	}
	s.ocean.AddTrip(oceansim.Trip{
		IndividuID: individu, VehicleID: sharedCar, Debut: start, Fin: start.Add(30 * time.Minute), Metres: 12300, From: "Dépôt des Peupliers", To: clinic,
	})
}

func (s *stand) trip(user, command, text string) slackstandin.Message {
	s.t.Helper()
	s.deliver(s.slack.Command(user, channel, command, text))
	return s.next()
}

// askedFor wants what OCEAN was asked for Emma's trips, in their order: "private", "pro", or nothing.
func (s *stand) askedFor(want ...string) {
	s.t.Helper()
	var got []string
	for _, trip := range s.ocean.Trips(emmaID) {
		switch {
		case trip.Asked == nil:
			got = append(got, "")
		case *trip.Asked:
			got = append(got, "private")
		default:
			got = append(got, "pro")
		}
	}
	if strings.Join(got, ",") != strings.Join(want, ",") {
		s.t.Errorf("OCEAN was asked for %q, want %q", got, want)
	}
}

func TestADriverReclassifiesTrips(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	s.shareCar()
	s.drive(emmaID, "08:00")
	s.drive(louisID, "11:00")
	s.drive(emmaID, "13:45")

	card := s.trip(emma, "/trip", "yesterday 14h private")
	s.shows(card, "Count this trip as private?", "Tue 24 Nov 13:45 → 14:15", "12.3 km", clinic, "AA-001-AA")
	s.askedFor("", "")
	s.shows(s.presses(louis, card, "confirm:"), "n'est pas la vôtre")
	done := s.presses(emma, card, "confirm:")
	s.shows(done, "OCEAN answered yes")
	s.askedFor("", "private")
	s.shows(s.presses(emma, done, "undo:"), "OCEAN answered yes", "professional")
	s.askedFor("", "pro")

	list := s.trip(emma, "/trajet", "liste hier")
	s.shows(list, "Your trips", "08:00 → 08:30", "13:45 → 14:15")
	if strings.Contains(list.Shown(), "11:00") {
		t.Error("Louis's trip is shown to Emma")
	}
	s.shows(s.presses(louis, list, "trip_private:"), "n'est pas la vôtre")
	one := s.presses(emma, list, "trip_private:")
	s.shows(one, "Count this trip as private?", "08:00 → 08:30")
	if one.Replaces != "" {
		t.Error("the list was taken away")
	}
	s.shows(s.presses(emma, one, "confirm:"), "OCEAN answered yes")
	s.askedFor("private", "pro")
	s.shows(s.trip(louis, "/trajet", "hier matin pro"), "Compter ce trajet comme professionnel ?", "11:00 → 11:30")

	// A clean stop, and then nothing of a place is on the disk or in the log.
	s.silent(9)
	s.noPlace()
}

// noPlace wants no place in the database or the log.
func (s *stand) noPlace() {
	s.t.Helper()
	var kept strings.Builder
	for _, setting := range s.env {
		path, ok := strings.CutPrefix(setting, "DATABASE_URL=sqlite:")
		if !ok {
			continue
		}
		files, err := filepath.Glob(path + "*")
		if err != nil {
			s.t.Fatal(err)
		}
		for _, name := range files {
			b, err := os.ReadFile(name)
			if err != nil {
				s.t.Fatal(err)
			}
			kept.Write(b)
		}
	}
	stored := kept.String()
	if !strings.Contains(stored, "reclassify") {
		s.t.Error("the journal isn't where this test looks")
	}
	for _, place := range []string{"Saint-Fictif", "rue du Secret", "Peupliers"} {
		if strings.Contains(stored, place) || strings.Contains(s.logs.String(), place) {
			s.t.Errorf("%q was stored or logged", place)
		}
	}
}

// TestTripsByTheirDayAlone: no analysis can be had, so OCEAN_CODE_EXPLOITANT is the étape's third key; and the
// answer never comes.
func TestTripsByTheirDayAlone(t *testing.T) {
	t.Parallel()
	s := newStand(t, "OCEAN_CODE_EXPLOITANT=77")
	s.shareCar()
	s.drive(emmaID, "13:45")
	s.ocean.Inject(oceansim.Fault{Op: oceansim.OpAnalyse, Status: http.StatusForbidden, Count: -1})
	card := s.trip(emma, "/trip", "private yesterday 14h")
	s.shows(card, "Count this trip as private?")
	s.ocean.Inject(oceansim.Fault{Op: oceansim.OpPosteriori, Cut: true, After: true})
	s.shows(s.presses(emma, card, "confirm:"), "It isn't known whether it is done", "OCEAN portal")
	s.shows(s.presses(emma, card, "confirm:"), "It isn't known whether it is done")
	var asked []string
	for _, q := range s.ocean.Requests() {
		if q.Op == oceansim.OpPosteriori {
			asked = append(asked, q.Query.Get("numeroEmbarque")+" "+q.Query.Get("codeExploitant")+" "+q.Query.Get("privacy"))
		}
	}
	if len(asked) != 1 || asked[0] != "21 77 true" {
		t.Errorf("OCEAN was asked %q", asked)
	}
	s.eventually("the operator is told", func() bool { return strings.Contains(s.logs.String(), `"level":"error"`) })
	s.silent(3)
	s.noPlace()
}

// TestKilledWhileATripIsAskedFor: what became of it can't be read back, and is told as it is.
func TestKilledWhileATripIsAskedFor(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	s.shareCar()
	s.drive(emmaID, "13:45")
	card := s.trip(emma, "/trip", "yesterday 14h private")
	s.ocean.Inject(oceansim.Fault{Op: oceansim.OpPosteriori, Latency: time.Second})
	s.deliver(s.pressing(emma, card, "confirm:"))
	s.eventually("OCEAN is asked", func() bool { return s.ocean.Count(oceansim.OpPosteriori) == 1 })
	s.kill()
	s.start()
	told := s.next()
	s.shows(told, "It isn't known whether it is done", "left without an answer", "Tue 24 Nov 13:45")
	s.shows(s.presses(emma, card, "confirm:"), "It isn't known whether it is done")
	if n := s.ocean.Count(oceansim.OpPosteriori); n != 1 {
		t.Errorf("OCEAN was asked %d times", n)
	}
	s.silent(3)
}

// TestALongListOfTripsFits: as many trips as a list shows, between places with long addresses, are all there
// with their buttons within Slack's limits, which the stand-in keeps.
func TestALongListOfTripsFits(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	s.shareCar()
	address := strings.Repeat("Zone d'activités des Peupliers & du Moulin, ", 6)
	start := time.Date(2026, time.November, 24, 5, 0, 0, 0, time.UTC)
	for n := range 15 {
		s.ocean.AddTrip(oceansim.Trip{
			IndividuID: emmaID, VehicleID: sharedCar, Debut: start.Add(time.Duration(n) * time.Hour),
			Fin: start.Add(time.Duration(n)*time.Hour + 30*time.Minute), Metres: 123456, From: address, To: address,
		})
	}
	list := s.trip(emma, "/trip", "review")
	s.shows(list, "Tue 24 Nov 06:00", "Tue 24 Nov 20:00", "Peupliers")
	if n := len(list.Buttons()); n != 15*2+2 {
		t.Errorf("%d buttons", n)
	}
}
