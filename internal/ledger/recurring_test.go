package ledger

import (
	"errors"
	"testing"
	"time"

	"github.com/oceanbot/oceanbot/internal/hours"
	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/oceansim"
)

// TestALostWeek: a change of the week leaves no mark but the week itself, so what a later write or
// another lost one has left must not be taken for it.
func TestALostWeek(t *testing.T) {
	t.Parallel()
	lost := func(t *testing.T, p *process, press string, intent Intent, fault oceansim.Fault) Entry {
		t.Helper()
		fault.Op = oceansim.OpSaveHours
		p.sim.Inject(fault)
		entry, err := p.press(press, driver, intent)
		if err != nil || entry.Outcome != Lost {
			t.Fatalf("got %q, %v", entry.Outcome, err)
		}
		return entry
	}
	tuesday := []ocean.Plage{{Jour: ocean.Mardi, Debut: 60, Fin: 120}}
	told := func(t *testing.T, p *process, entry Entry, want ...Outcome) {
		t.Helper()
		var got []Outcome
		for _, telling := range p.tellings(entry.ID) {
			got = append(got, telling.entry.Outcome)
		}
		if len(got) != len(want) || got[len(got)-1] != want[len(want)-1] {
			t.Errorf("told was %q, want %q", got, want)
		}
	}
	for name, story := range map[string]func(t *testing.T, p *process, intent Intent, initial truth){
		"and made again": func(t *testing.T, p *process, intent Intent, initial truth) {
			first := lost(t, p, "first", intent, oceansim.Fault{Cut: true})
			if second, err := p.press("second", driver, intent); err != nil || second.Outcome != Recorded {
				t.Fatalf("got %q, %v", second.Outcome, err)
			}
			p.rest(initial)
			told(t, p, first, Lost)
		},
		"and another one made": func(t *testing.T, p *process, intent Intent, initial truth) {
			first := lost(t, p, "first", intent, oceansim.Fault{Cut: true})
			if second, err := p.press("second", driver, p.setHours(driver, tuesday, time.Now())); err != nil || second.Outcome != Recorded {
				t.Fatalf("got %q, %v", second.Outcome, err)
			}
			p.rest(initial)
			told(t, p, first, Lost)
		},
		"and undone by its late arrival": func(t *testing.T, p *process, intent Intent, initial truth) {
			first := lost(t, p, "first", intent, oceansim.Fault{Late: true})
			second, err := p.press("second", driver, p.setHours(driver, tuesday, time.Now()))
			if err != nil || second.Outcome != Recorded {
				t.Fatalf("got %q, %v", second.Outcome, err)
			}
			p.sim.RunLate()
			p.rest(initial)
			told(t, p, first, Lost, Recorded)
		},
		"and two arrive late": func(t *testing.T, p *process, intent Intent, initial truth) {
			first := lost(t, p, "first", intent, oceansim.Fault{Late: true})
			second := lost(t, p, "second", p.setHours(driver, tuesday, time.Now()), oceansim.Fault{Late: true})
			p.sim.RunLate()
			p.rest(initial)
			told(t, p, first, Lost)
			told(t, p, second, Lost, Recorded)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in(t, func(t *testing.T, p *process) {
				intent, initial := p.prepare(SetHours)
				story(t, p, intent, initial)
			})
		})
	}
}

func TestAWeekThatCameOutOtherwise(t *testing.T) {
	t.Parallel()
	in(t, func(t *testing.T, p *process) {
		_, initial := p.prepare(SetHours)
		intent := p.setHours(driver, []ocean.Plage{{Jour: ocean.Mardi, Debut: 60, Fin: 120}}, time.Now().Add(48*time.Hour))
		p.sim.Inject(oceansim.Fault{Op: oceansim.OpSaveHours, Shift: 2 * time.Hour})
		entry, err := p.press("once", driver, intent)
		if err != nil || entry.Outcome != Differs {
			t.Fatalf("got %q, %v", entry.Outcome, err)
		}
		if is := p.truth(driver).hours; !entry.Hours.Equal(is) || entry.Hours.Equal(intent.Hours.Goal) {
			t.Errorf("told was %v, recorded is %v", entry.Hours, is)
		}
		p.rest(initial)
	})
}

func TestAWeekIsCheckedAtThePress(t *testing.T) {
	t.Parallel()
	in(t, func(t *testing.T, p *process) {
		intent, initial := p.prepare(SetHours)
		again := p.setHours(driver, initial.hours.At(time.Now()), time.Now())
		var already *AlreadyError
		if _, err := p.press("the same", driver, again); !errors.As(err, &already) || !already.Hours.Equal(initial.hours) {
			t.Errorf("what is recorded already gives %v", err)
		}
		over := intent
		change := *intent.Hours
		change.Until = time.Now().Add(time.Minute)
		over.Hours = &change
		if _, err := p.press("over", driver, over); !errors.Is(err, ErrPast) {
			t.Errorf("a validity that is over in a minute gives %v", err)
		}
		p.sim.AddHours(oceansim.Hours{IndividuID: driver, Jour: "DIMANCHE", Debut: 0, Fin: 60, Du: time.Now()})
		var stale *StaleError
		if _, err := p.press("stale", driver, intent); !errors.As(err, &stale) || len(stale.Hours[0].Week) != 3 {
			t.Errorf("a week that has changed gives %v", err)
		}
		if n := p.sim.CountWrites(); n != 0 {
			t.Errorf("%d writes were sent", n)
		}
	})
}

// TestTheWritesOfOnePress: those that follow the first are made whatever it has left, and the last one is
// held against what the press was for.
func TestTheWritesOfOnePress(t *testing.T) {
	t.Parallel()
	in(t, func(t *testing.T, p *process) {
		_, initial := p.prepare(SetHours)
		now := time.Now().UTC().Truncate(time.Second)
		month := now.AddDate(0, 1, 0)
		tuesday := []ocean.Plage{{Jour: ocean.Mardi, Debut: 60, Fin: 120}}
		goal := initial.hours.With(tuesday, hours.Validity{From: now}).Without(initial.hours.At(now), hours.Validity{From: month})
		steps := hours.Steps(initial.hours, goal)
		if len(steps) != 2 {
			t.Fatalf("steps: %v", steps)
		}
		for n, step := range steps {
			change := &HoursChange{Shown: initial.hours, Goal: goal, Follows: n > 0, Week: step.Week, From: step.From, Until: step.Until}
			intent := Intent{Kind: SetHours, Hours: change}
			if n == 0 {
				intent.Then = []Intent{{Kind: SetHours}}
			}
			if n == 1 {
				// In between OCEAN forgets the far future.
				far := p.setHours(driver, nil, month)
				if err := p.client.ReplaceRecurrentes(p.ctx, driver, nil, far.Hours.From, time.Time{}); err != nil {
					t.Fatal(err)
				}
			}
			entry, err := p.press([]string{"x", "x/1"}[n], driver, intent)
			want := []Outcome{Recorded, Differs}[n]
			if err != nil || entry.Outcome != want {
				t.Fatalf("step %d: %q, %v", n, entry.Outcome, err)
			}
		}
	})
}
