package commands_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/oceansim"
)

func TestOverlapsCanBeKeptMergedOrReplaced(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		add    func(r *rig)
		typed  string
		press  string
		shows  []string
		want   []string
		undone []string // nil where it can't be undone
	}{
		"kept": {
			func(r *rig) { r.add(72*time.Hour, 82*time.Hour, "sister") }, "private Saturday 18h to Sunday 12h dinner", "Keep both",
			[]string{"Recorded in OCEAN"},
			[]string{"Sat 28 Nov 10:00 → Sat 28 Nov 20:00 sister", "Sat 28 Nov 18:00 → Sun 29 Nov 12:00 dinner"},
			[]string{"Sat 28 Nov 10:00 → Sat 28 Nov 20:00 sister"},
		},
		"merged": {
			func(r *rig) { r.add(72*time.Hour, 82*time.Hour, "sister") }, "private Saturday 18h to Sunday 12h dinner",
			"Merge: Sat 28 Nov 10:00 → Sun 29 Nov 12:00",
			[]string{"The change is recorded"},
			[]string{"Sat 28 Nov 10:00 → Sun 29 Nov 12:00 sister ; dinner"},
			[]string{"Sat 28 Nov 10:00 → Sat 28 Nov 20:00 sister"},
		},
		"three merged": {
			func(r *rig) { r.add(72*time.Hour, 74*time.Hour, "a"); r.add(76*time.Hour, 78*time.Hour, "") },
			"private Saturday 11h-15h", "Merge: Sat 28 Nov 10:00 → Sat 28 Nov 16:00",
			[]string{"All of it is recorded", "changed", "deleted"},
			[]string{"Sat 28 Nov 10:00 → Sat 28 Nov 16:00 a"},
			[]string{"Sat 28 Nov 10:00 → Sat 28 Nov 12:00 a", "Sat 28 Nov 14:00 → Sat 28 Nov 16:00"},
		},
		"merged with a running one": {
			func(r *rig) { r.add(-time.Hour, 2*time.Hour, "doctor") }, "private 11h-15h", "Merge: Wed 25 Nov 09:00 → Wed 25 Nov 15:00",
			[]string{"The change is recorded"},
			[]string{"Wed 25 Nov 09:00 → Wed 25 Nov 15:00 doctor"},
			[]string{"Wed 25 Nov 09:00 → Wed 25 Nov 12:00 doctor"},
		},
		"replaced": {
			func(r *rig) { r.add(72*time.Hour, 82*time.Hour, "sister"); r.add(90*time.Hour, 99*time.Hour, "b") },
			"private Saturday 18h to Sunday 12h dinner", "Replace",
			[]string{"All of it is recorded"},
			[]string{"Sat 28 Nov 18:00 → Sun 29 Nov 12:00 dinner"},
			[]string{"Sat 28 Nov 10:00 → Sat 28 Nov 20:00 sister", "Sun 29 Nov 04:00 → Sun 29 Nov 13:00 b"},
		},
		"a running one replaced": {
			func(r *rig) { r.add(-time.Hour, 5*time.Hour, "doctor") }, "private 13h-20h home", "Replace",
			[]string{"All of it is recorded"},
			[]string{"Wed 25 Nov 09:00 → Wed 25 Nov 13:00 doctor", "Wed 25 Nov 13:00 → Wed 25 Nov 20:00 home"},
			[]string{"Wed 25 Nov 09:00 → Wed 25 Nov 15:00 doctor"},
		},
		"a running one becomes the new one": {
			func(r *rig) { r.add(-time.Hour, 5*time.Hour, "doctor") }, "private until 12h home", "Replace",
			[]string{"The change is recorded"},
			[]string{"Wed 25 Nov 09:00 → Wed 25 Nov 12:00 home"},
			[]string{"Wed 25 Nov 09:00 → Wed 25 Nov 15:00 doctor"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			test.add(r)
			card := r.types(test.typed)
			r.shows(card, "Overlaps a period that is recorded already", "[Keep both]", "[Cancel]")
			done := r.pressLabel(card, test.press)
			r.shows(done, append(test.shows, "[Undo]")...)
			r.recorded(test.want...)
			// Of the choices of a card one works: the others tell what became of it.
			writes := r.ocean.CountWrites()
			for _, label := range []string{"Keep both", "Replace", "Cancel"} {
				r.shows(r.pressLabel(card, label), test.shows...)
			}
			if n := r.ocean.CountWrites(); n != writes {
				t.Errorf("another choice of the card was written: %d writes, want %d", n, writes)
			}
			r.presses(done, chat.Undo)
			r.recorded(test.undone...)
		})
	}
}

func TestOverlapsThatLeaveNoChoice(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.add(72*time.Hour, 82*time.Hour, "sister")
	card := r.types("private Saturday 12h-14h")
	for _, button := range card.Card.Buttons {
		if button.Label[:3] == "Mer" {
			t.Errorf("what lies within another one is offered to be merged: %s", button.Label)
		}
	}
	r = newRig(t)
	r.add(-2*time.Hour, 2*time.Hour, "a")
	r.add(-time.Hour, 3*time.Hour, "b")
	if buttons := r.types("private 11h-15h").Card.Buttons; len(buttons) != 2 {
		t.Errorf("two running ones can't become one: %+v", buttons)
	}
}

func TestAMergeThatBreaksOff(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.add(72*time.Hour, 74*time.Hour, "a")
	r.add(76*time.Hour, 78*time.Hour, "b")
	card := r.types("private Saturday 11h-15h")
	r.ocean.Inject(oceansim.Fault{Op: oceansim.OpDropPeriod, Status: http.StatusForbidden})
	broken := r.pressLabel(card, "Merge")
	r.shows(broken, "Only a part of it is done", "OCEAN refused", "[Try again]")
	r.recorded("Sat 28 Nov 10:00 → Sat 28 Nov 16:00 a ; b", "Sat 28 Nov 14:00 → Sat 28 Nov 16:00 b")
	r.shows(r.pressLabel(broken, "Try again"), "deleted in OCEAN")
	r.recorded("Sat 28 Nov 10:00 → Sat 28 Nov 16:00 a ; b")
}

func TestProEndsWhatIsRunning(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.shows(r.types("pro"), "You are professional already")
	r.add(-time.Hour, 5*time.Hour, "doctor")
	r.add(26*time.Hour, 27*time.Hour, "later")
	card := r.types("pro")
	r.shows(card, "End this private period now?", "Wed 25 Nov 09:00 → Wed 25 Nov 15:00 · doctor", "[End it now]")
	r.pass(10 * time.Minute)
	done := r.presses(card, chat.Confirm)
	r.shows(done, "The private period is over", "Wednesday 25 November 2026, 10:10", "[Private again]")
	periods := r.ocean.Periods(driverID)
	if end := periods[0].Fin.Sub(r.now()); end <= 0 || end > 11*time.Second || !periods[0].Debut.Equal(r.now().Add(-70*time.Minute)) || periods[0].Description != "doctor" {
		t.Errorf("the period is %+v", periods[0])
	}
	r.pass(10 * time.Minute)
	r.shows(r.types("pro"), "You are professional already")
	r.shows(r.presses(card, chat.Confirm), "The private period is over")
	r.shows(r.presses(done, chat.Undo), "Recorded in OCEAN", "Wednesday 25 November 2026, 10:20", "Wednesday 25 November 2026, 15:00")
	if n := r.ocean.CountWrites(); n != 2 {
		t.Errorf("%d writes, want 2", n)
	}
}

func TestProEndsAllThatIsRunningAndSaysWhatGoesOn(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.addHours("MERCREDI", 8, 12, time.Time{})
	lead := r.types("pro")
	r.shows(lead, "These are your regular hours", "until Wednesday 25 November 2026, 12:00", "`/trip today pro`")
	r.add(-time.Hour, 5*time.Hour, "a")
	r.add(-2*time.Hour, 3*time.Hour, "b")
	card := r.types("/pro")
	r.shows(card, "You will stay private until Wednesday 25 November 2026, 12:00")
	done := r.presses(card, chat.Confirm)
	r.shows(done, "All of it is recorded")
	for _, p := range r.ocean.Periods(driverID) {
		if p.Fin.After(r.now().Add(11 * time.Second)) {
			t.Errorf("%+v goes on", p)
		}
	}
}
