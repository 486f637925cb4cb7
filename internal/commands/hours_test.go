package commands_test

import (
	"bytes"
	"fmt"
	"image/png"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/hours"
	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/oceansim"
)

// pressLabel presses the button whose label begins with some words, as U1.
func (r *rig) pressLabel(card chat.Message, label string) chat.Message {
	r.t.Helper()
	for _, button := range card.Card.AllButtons() {
		if strings.HasPrefix(button.Label, label) {
			request := r.request("U1")
			request.Action = button.Action
			return r.bot.Handle(r.t.Context(), request)
		}
	}
	r.t.Fatalf("no button %q on %+v", label, card.Card.AllButtons())
	return chat.Message{}
}

// week wants exactly these recurring hours, from a moment on, as rules.
func (r *rig) week(at time.Time, want ...string) {
	r.t.Helper()
	var rows []ocean.Recurrente
	for _, h := range r.ocean.Week(driverID) {
		rows = append(rows, ocean.Recurrente{Plage: ocean.Plage{Jour: ocean.Jour(h.Jour), Debut: h.Debut, Fin: h.Fin}, ValideDu: h.Du, ValideAu: h.Au})
	}
	got := []string{}
	for _, g := range hours.Groups(hours.Of(rows, r.now().Add(-time.Minute)).At(at)) {
		got = append(got, fmt.Sprintf("%v %g+%g", g.Days, float64(g.From)/60, float64(g.Last)/60))
	}
	if diff := cmp.Diff(append([]string{}, want...), got); diff != "" {
		r.t.Errorf("OCEAN's week: %s", diff)
	}
}

func (r *rig) addHours(jour string, from, to int, until time.Time) {
	r.ocean.AddHours(oceansim.Hours{IndividuID: driverID, Jour: jour, Debut: from * 60, Fin: to * 60, Du: r.now().AddDate(0, -1, 0), Au: until})
}

func TestRecurringHoursFromASentence(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	card := r.types("private every weekday 18h-8h")
	r.shows(card, "please confirm", "Monday to Friday, 18:00 → 08:00 the next day", "without end", "Before: none", "Europe/Paris")
	r.week(r.now())
	done := r.presses(card, chat.Confirm)
	r.shows(done, "are recorded in OCEAN", "Recorded: Monday to Friday, 18:00 → 08:00 the next day", "[Undo]")
	if !done.Replace || done.Receipt == "" {
		t.Error("the outcome must stand in the place of the card, and be noted as told")
	}
	r.week(r.now().Add(time.Minute), "[LUNDI MARDI MERCREDI JEUDI VENDREDI] 18+14")

	r.pass(time.Minute)
	more := r.types("prive tous les week-ends")
	r.shows(more, "Before: Monday to Friday, 18:00 → 08:00 the next day", "After: ", "Friday, 18:00 → Sunday 24:00")
	r.shows(r.presses(more, chat.Confirm), "are recorded")
	r.week(r.now().Add(time.Minute), "[LUNDI MARDI MERCREDI JEUDI] 18+14", "[VENDREDI] 18+54")

	r.shows(r.types("private every weekday 18h-8h"), "recorded already")
	r.shows(r.presses(more, chat.Confirm), "are recorded") // pressed again, it is told again
	if n := r.ocean.CountWrites(); n != 2 {
		t.Errorf("%d writes were sent, want 2", n)
	}
	r.shows(r.types("private status"), "Professional right now", "Wed 25 Nov 18:00")
	r.shows(r.types("private every Monday 12h-14h gym"), "no reason with regular hours")
}

func TestRecurringHoursKeepTheValidityOfOthers(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	newYear := time.Date(2027, 1, 1, 0, 0, 0, 0, paris(t))
	r.addHours("LUNDI", 12, 14, newYear)
	card := r.types("private every Friday afternoon")
	r.shows(card, "Your other hours keep their dates", "Monday, 12:00 → 14:00 (until Thursday 31 December 2026, included)", "Friday, 12:00 → 18:00")
	done := r.presses(card, chat.Confirm)
	r.shows(done, "are recorded in OCEAN", "Monday, 12:00 → 14:00 (until Thursday 31 December 2026, included)")
	r.week(r.now().Add(time.Minute), "[LUNDI] 12+2", "[VENDREDI] 12+6")
	r.week(newYear, "[VENDREDI] 12+6")
	if n := r.ocean.Count(oceansim.OpSaveHours); n != 2 {
		t.Errorf("%d weeks were written, want one for each validity", n)
	}
	if receipts := strings.Fields(done.Receipt); len(receipts) != 2 {
		t.Errorf("the receipts of both writes must be there: %q", done.Receipt)
	}
	r.shows(r.presses(done, chat.Undo), "are recorded in OCEAN")
	r.week(r.now().Add(time.Minute), "[LUNDI] 12+2")
	r.week(newYear)
}

func TestRecurringHoursWithTheirOwnValidity(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.addHours("LUNDI", 12, 14, time.Time{})
	card := r.types("private every weekend from 1 December until 31 December")
	r.shows(card, "from Tuesday 1 December 2026, until Thursday 31 December 2026, included")
	r.presses(card, chat.Confirm)
	r.week(time.Date(2026, 11, 30, 23, 0, 0, 0, paris(t)), "[LUNDI] 12+2")
	r.week(time.Date(2026, 12, 1, 0, 0, 0, 0, paris(t)), "[LUNDI] 12+2", "[VENDREDI] 18+54")
	r.week(time.Date(2027, 1, 1, 0, 0, 0, 0, paris(t)), "[LUNDI] 12+2")
	r.shows(r.types("private hours"), "Friday, 18:00 → Sunday 24:00", "from Tuesday 1 December 2026")
	r.shows(r.types("private every Monday until 1 November 2026"), "This is over")
}

func TestRecurringHoursAreRemoved(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		act  func(r *rig) chat.Message // gives the card to confirm
		left []string
		sent oceansim.Op
	}{
		"by sentence, a part of a stretch": {
			func(r *rig) chat.Message { return r.types("private cancel every Wednesday afternoon") },
			[]string{"[LUNDI] 12+2", "[MERCREDI] 10+2", "[MERCREDI] 18+2"},
			oceansim.OpSaveHours,
		},
		"by sentence, a whole row": {
			func(r *rig) chat.Message { return r.types("prive annule tous les lundis") },
			[]string{"[MERCREDI] 10+10"},
			oceansim.OpDropHours,
		},
		"by number": {
			func(r *rig) chat.Message { r.types("private hours"); return r.types("private hours cancel 2") },
			[]string{"[LUNDI] 12+2"},
			oceansim.OpDropHours,
		},
		"by number, unseen": {
			func(r *rig) chat.Message { return r.types("private hours delete 1") },
			[]string{"[MERCREDI] 10+10"},
			oceansim.OpDropHours,
		},
		"by its button": {
			func(r *rig) chat.Message { return r.presses(r.types("private hours"), chat.Delete) },
			[]string{"[MERCREDI] 10+10"},
			oceansim.OpDropHours,
		},
		"all": {
			func(r *rig) chat.Message { return r.types("private hours clear") },
			nil, oceansim.OpSaveHours,
		},
		"all, in French": {
			func(r *rig) chat.Message { return r.types("prive horaires efface") },
			nil, oceansim.OpSaveHours,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			r.addHours("LUNDI", 12, 14, time.Time{})
			r.addHours("MERCREDI", 10, 20, time.Time{})
			card := test.act(r)
			r.shows(card, "Delete", "Before: Monday, 12:00 → 14:00", "After: ", "[Keep it]")
			if n := r.ocean.CountWrites(); n != 0 {
				t.Fatalf("%d writes before the press", n)
			}
			done := r.presses(card, chat.Confirm)
			r.shows(done, "in OCEAN", "Recorded: ")
			r.week(r.now().Add(time.Minute), test.left...)
			if r.ocean.Count(test.sent) != 1 || r.ocean.CountWrites() != 1 {
				t.Errorf("%d writes, %d of them %s", r.ocean.CountWrites(), r.ocean.Count(test.sent), test.sent)
			}
			r.pass(time.Minute)
			r.shows(r.presses(done, chat.Undo), "Recorded: Monday, 12:00 → 14:00")
			r.week(r.now().Add(time.Minute), "[LUNDI] 12+2", "[MERCREDI] 10+10")
		})
	}
}

func TestRecurringHoursSayWhatIsWrong(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.shows(r.types("private hours clear"), "No regular private hours", "`/private every weekday 18h-8h`")
	r.shows(r.types("private cancel every Monday"), "No regular private hours")
	r.addHours("LUNDI", 12, 14, time.Time{})
	for typed, words := range map[string]string{
		"private hours cancel 2":               "There is no number 2",
		"private hours cancel":                 "Say which ones to delete",
		"private hours cancel every Sunday":    "None of your regular private hours",
		"private hours cancel the cat":         "I didn't understand",
		"private hours whatever":               "I didn't understand",
		"private hours every Monday 12h-14h":   "recorded already",
		"private change 1 to every Monday 12h": "There is no number 1",
	} {
		r.shows(r.types(typed), words)
	}
	if n := r.ocean.CountWrites(); n != 0 {
		t.Errorf("%d writes", n)
	}
}

func TestRecurringHoursThatChangedMeanwhile(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.addHours("LUNDI", 12, 14, time.Time{})
	card, listed := r.types("private every Friday afternoon"), r.types("private hours")
	r.addHours("MARDI", 1, 2, time.Time{})
	r.shows(r.presses(card, chat.Confirm), "have changed meanwhile", "Tuesday, 01:00 → 02:00")
	again := r.types("private every Friday afternoon")
	done := r.presses(again, chat.Confirm)
	r.shows(done, "are recorded")
	r.shows(r.presses(listed, chat.Delete), "Delete these regular hours?", "Monday, 12:00 → 14:00") // its id in OCEAN is another one now
	r.addHours("DIMANCHE", 1, 2, time.Time{})
	r.shows(r.presses(done, chat.Undo), "have changed meanwhile")
	r.shows(r.pressesAs("U2", done, chat.Undo), "isn't yours")
	r.shows(r.pressesAs("U2", again, chat.Confirm), "isn't yours")
}

func TestTheWeekIsDrawn(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.addHours("MARDI", 18, 24, time.Time{})
	r.add(48*time.Hour, 50*time.Hour, "gym") // Friday 10:00-12:00
	card := r.types("private hours").Card
	if card.Picture == nil {
		t.Fatal("there is no picture")
	}
	if _, err := png.Decode(bytes.NewReader(card.Picture.PNG)); err != nil {
		t.Error(err)
	}
	for _, words := range []string{"Week of 23 November 2026", "18:00–24:00", "10:00–12:00", "today"} {
		if !strings.Contains(card.Picture.Alt, words) {
			t.Errorf("%q is not in %q", words, card.Picture.Alt)
		}
	}
	for _, row := range []string{
		"    Tue 24 ····································████████████",
		"  > Wed 25 ················································",
		"    Fri 27 ····················▒▒▒▒························",
	} {
		if !strings.Contains(card.Code, strings.TrimLeft(row, " ")) {
			t.Errorf("%q is not in\n%s", row, card.Code)
		}
	}
}

func TestAWeekThatIsNotClear(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.addHours("LUNDI", 12, 14, time.Time{})
	card := r.types("private every Friday from 1 December until 31 December")
	r.ocean.Inject(oceansim.Fault{Op: oceansim.OpSaveHours, Shift: time.Hour})
	r.shows(r.presses(card, chat.Confirm), "something else than asked for", "Asked for: ", "Recorded: ")
	refused := r.types("private every Sunday")
	r.ocean.Inject(oceansim.Fault{Op: oceansim.OpSaveHours, Status: http.StatusForbidden})
	message := r.presses(refused, chat.Confirm)
	r.shows(message, "OCEAN refused", "[Try again]")
	r.shows(r.presses(message, chat.Confirm), "are recorded in OCEAN")
}

// TestABrokenChain: the second of two writes is refused. What was done is told, and the rest is a press away.
func TestABrokenChain(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	newYear := time.Date(2027, 1, 1, 0, 0, 0, 0, paris(t))
	r.addHours("LUNDI", 12, 14, newYear)
	card := r.types("private every Friday afternoon")
	r.ocean.Inject(oceansim.Fault{Op: oceansim.OpSaveHours, Skip: 1, Status: http.StatusForbidden})
	broken := r.presses(card, chat.Confirm)
	r.shows(broken, "Only a part of it is done", "[Try again]", "[Undo]")
	r.week(r.now().Add(time.Minute), "[LUNDI] 12+2")
	r.week(newYear, "[VENDREDI] 12+6")
	r.shows(r.presses(card, chat.Confirm), "Only a part of it is done") // the same press tells it again
	r.shows(r.presses(broken, chat.Confirm), "are recorded in OCEAN")
	r.week(r.now().Add(time.Minute), "[LUNDI] 12+2", "[VENDREDI] 12+6")
	r.week(newYear, "[VENDREDI] 12+6")
	if n := r.ocean.CountWrites(); n != 3 {
		t.Errorf("%d writes, want 3 with the one that was refused", n)
	}
}
