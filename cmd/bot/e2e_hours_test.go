package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/oceanbot/oceanbot/internal/oceansim"
	"github.com/oceanbot/oceanbot/internal/slackbot/slackstandin"
)

// TestKilledBetweenTwoWritesOfAPress cuts the power while the second of two writes is under way, which OCEAN
// then never does. What became of each is told unasked, and what is missing is one press away.
func TestKilledBetweenTwoWritesOfAPress(t *testing.T) {
	t.Parallel()
	s := newConversation(t)
	start, err := time.Parse(time.RFC3339, startOfTest)
	if err != nil {
		t.Fatal(err)
	}
	s.ocean.AddHours(oceansim.Hours{IndividuID: emmaID, Jour: "LUNDI", Debut: 720, Fin: 840, Du: start.AddDate(0, -1, 0), Au: start.AddDate(0, 2, 0)})
	card := s.types(emma, "every Friday afternoon")
	s.ocean.Inject(oceansim.Fault{Op: oceansim.OpSaveHours, Skip: 1, Latency: time.Second, Status: http.StatusServiceUnavailable})
	s.deliver(s.pressing(emma, card, "Confirm"))
	s.eventually("the second is under way", func() bool { return s.ocean.Count(oceansim.OpSaveHours) == 2 })
	s.kill()
	s.start()
	told := []slackstandin.Message{s.next(), s.next()}
	if strings.Contains(told[0].Shown(), "has not recorded") {
		told[0], told[1] = told[1], told[0]
	}
	s.shows(told[0], "News of what you asked for", "are recorded in OCEAN", "Friday, 12:00 → 18:00")
	s.shows(told[1], "has not recorded")
	s.shows(s.presses(emma, told[1], "Try again"), "are recorded in OCEAN")
	want := strings.Join([]string{
		"emma week LUNDI 12:00-14:00", // until now, which is past and stays
		"emma week LUNDI 12:00-14:00", "emma week VENDREDI 12:00-18:00", "emma week VENDREDI 12:00-18:00",
	}, "\n")
	if got := strings.TrimSpace(s.inOcean()); got != want {
		t.Errorf("OCEAN has\n%s\nwant\n%s", got, want)
	}
	if n := s.ocean.Count(oceansim.OpSaveHours); n != 3 {
		t.Errorf("%d weeks were sent, want 3", n)
	}
}

// TestAWeekToldAsItIs: OCEAN does the work and answers 500, the press comes twice, and somebody else presses.
func TestAWeekToldAsItIs(t *testing.T) {
	t.Parallel()
	s := newConversation(t)
	card := s.types(emma, "every weekday 18h-8h")
	s.shows(s.presses(louis, card, "Confirm"), "n'est pas la vôtre")
	if got := s.inOcean(); got != "" {
		t.Fatalf("somebody else's press has recorded\n%s", got)
	}
	s.ocean.Inject(oceansim.Fault{Op: oceansim.OpSaveHours, Status: http.StatusInternalServerError, After: true})
	s.shows(s.presses(emma, card, "Confirm"), "are recorded in OCEAN", "Monday to Friday, 18:00 → 08:00 the next day")
	s.shows(s.presses(emma, card, "Confirm"), "are recorded in OCEAN")
	if n := s.ocean.Count(oceansim.OpSaveHours); n != 1 {
		t.Errorf("the week was sent %d times", n)
	}
	s.ocean.Inject(oceansim.Fault{Op: oceansim.OpSaveHours, Status: http.StatusInternalServerError})
	s.shows(s.presses(emma, s.types(emma, "every Sunday"), "Confirm"), "Working on it") // it may still arrive
	s.shows(s.next(), "has not recorded", "Try again")
	s.shows(s.types(emma, "every blursday 18h-8h"), "blursday")
	if got := strings.Count(s.inOcean(), "\n"); got != 10 {
		t.Errorf("OCEAN has %d rows:\n%s", got, s.inOcean())
	}
}
