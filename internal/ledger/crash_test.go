package ledger

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"github.com/oceanbot/oceanbot/internal/oceansim"
)

// crashFaults are what goes on in OCEAN while the bot crashes.
var crashFaults = map[string]oceansim.Fault{
	"nothing else":             {},
	"cut before the work":      {Cut: true},
	"500 after the work":       {Status: 500, After: true},
	"done after the crash":     {Latency: 4 * time.Second},
	"done long after":          {Late: true},
	"recorded in a wrong zone": {Shift: time.Hour, Boolean: new(oceansim.BooleanForm)},
}

// TestCrashAtEachStep crashes the bot at the first, the second, … of all the steps of a write, down to the
// telling, and starts it anew on the same store.
func TestCrashAtEachStep(t *testing.T) {
	t.Parallel()
	for kind, op := range kinds {
		for name, fault := range crashFaults {
			if fault.Shift != 0 && kind != Create && kind != Update {
				continue
			}
			t.Run(string(kind)+"/"+name, func(t *testing.T) {
				t.Parallel()
				fault.Op = op
				steps := 1
				for crashed := true; crashed && !t.Failed(); steps += stride {
					synctest.Test(t, func(t *testing.T) { crashed = crashStory(t, kind, fault, steps) })
				}
				if steps < 8 {
					t.Errorf("there were only %d steps", steps)
				}
			})
		}
	}
}

// crashStory crashes at one step, and tells whether the story was so long.
func crashStory(t *testing.T, kind Kind, fault oceansim.Fault, step int) (crashed bool) {
	t.Helper()
	w := newWorld(t, onDisk(t))
	w.poll = 6 * time.Second
	p := w.start()
	intent, initial := w.prepare(kind)
	w.sim.Inject(fault)
	p.crashAt(step)
	p.pressAndDie(intent)
	crashed = p.dead.Load()
	w.mu.Lock()
	noted := len(w.told) == 0 // else the crash came between the telling and its note
	w.mu.Unlock()

	time.Sleep(time.Second)
	p = w.start().run()
	time.Sleep(30 * time.Second)
	w.sim.RunLate()
	p.finish()
	p.check(driver, initial, !noted)
	concluded := p.conclusions(driver)
	if sent := p.sim.CountWrites(); sent > len(concluded) {
		t.Errorf("%d were sent, and %d are in the journal", sent, len(concluded))
	}
	// Whatever was in the journal, the same press is not made again; what wasn't is made now.
	w.sim.ClearFaults()
	entry, err := p.press("once", driver, intent)
	if err != nil || (len(concluded) == 1 && entry.ID != concluded[0].id) {
		t.Errorf("pressed again: %+v, %v", entry, err)
	}
	p.check(driver, initial, !noted)
	if t.Failed() {
		t.Logf("crashed at step %d", step)
	}
	return crashed
}

// TestCrashAroundTheTelling: whoever was told and crashed before it was noted tells it again; whoever
// crashed before telling it tells it then.
func TestCrashAroundTheTelling(t *testing.T) {
	t.Parallel()
	for at, times := range map[string]int{"tell": 1, "told": 2} {
		t.Run(at, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, onDisk(t))
				p := w.start()
				intent, initial := w.prepare(Create)
				entry, err := p.ledger.Do(p.ctx, Press{ID: "once", IndividuID: driver, Intent: intent})
				if err != nil {
					t.Fatal(err)
				}
				crash := func(step string) {
					if step == at {
						p.crash()
					}
				}
				p.step.Store(&crash)
				p.run()
				time.Sleep(time.Minute)
				p = w.start().run()
				p.finish()
				p.check(driver, initial, true)
				if told := p.tellings(entry.ID); len(told) != times {
					t.Errorf("told %+v", told)
				}
			})
		})
	}
}

// TestPressAgainAfterACrash waits for what the crash left open.
func TestPressAgainAfterACrash(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]struct {
		oceansim.Fault

		outcome Outcome
	}{
		"done": {oceansim.Fault{Cut: true, After: true}, Recorded},
		"lost": {oceansim.Fault{Cut: true}, Lost},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, onDisk(t))
				p := w.start()
				intent, initial := w.prepare(Create)
				fault.Op = oceansim.OpSavePeriod
				w.sim.Inject(fault.Fault)
				atWrite := func(step string) {
					if step == "answer" && w.sim.CountWrites() > 0 {
						p.crash()
					}
				}
				p.step.Store(&atWrite)
				p.pressAndDie(intent)
				p = w.start().run()
				entry, err := p.press("once", driver, intent)
				if err != nil || entry.Outcome != fault.outcome {
					t.Errorf("got %q, %v", entry.Outcome, err)
				}
				p.finish()
				p.check(driver, initial, true)
			})
		})
	}
}

// TestClockSetBack: the machine comes up with a clock that is behind the journal.
func TestClockSetBack(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		fault   oceansim.Fault
		step    string
		outcome Outcome
	}{
		"open and done":       {oceansim.Fault{}, "answer", Recorded},
		"open and lost":       {oceansim.Fault{Cut: true}, "answer", Lost},
		"concluded, not told": {oceansim.Fault{}, "done", Recorded},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, onDisk(t))
				p := w.start()
				intent, _ := w.prepare(Create)
				test.fault.Op = oceansim.OpSavePeriod
				w.sim.Inject(test.fault)
				crash := func(step string) {
					if step == test.step && w.sim.CountWrites() > 0 {
						p.crash()
					}
				}
				p.step.Store(&crash)
				p.pressAndDie(intent)
				w.back.Store(int64(3 * time.Hour))
				p = w.start().run()
				time.Sleep(time.Minute)
				synctest.Wait()
				entry, err := p.ledger.ByPress(p.ctx, "once")
				if err != nil || entry.Outcome != test.outcome {
					t.Fatalf("got %q, %v", entry.Outcome, err)
				}
				if told := p.tellings(entry.ID); len(told) != 1 {
					t.Errorf("told %+v", told)
				}
			})
		})
	}
}

// TestClockSetBackUnderWay: the clock of a running bot is set back before somebody was told.
func TestClockSetBackUnderWay(t *testing.T) {
	t.Parallel()
	in(t, func(t *testing.T, p *process) {
		intent, _ := p.prepare(Create)
		time.Sleep(time.Minute)
		entry, err := p.ledger.Do(p.ctx, Press{ID: "once", IndividuID: driver, Intent: intent})
		if err != nil {
			t.Fatal(err)
		}
		p.back.Store(int64(3 * time.Hour))
		time.Sleep(time.Minute)
		if told := p.tellings(entry.ID); len(told) != 1 {
			t.Errorf("told %+v", told)
		}
	})
}

// TestStillOnItsWay: the bot crashes right after it has sent a write, which OCEAN does only after the next
// life of the bot has looked for it in vain.
func TestStillOnItsWay(t *testing.T) {
	t.Parallel()
	for _, kind := range readable {
		op := kinds[kind]
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, onDisk(t))
				p := w.start()
				intent, initial := w.prepare(kind)
				w.sim.Inject(oceansim.Fault{Op: op, Latency: p.ledger.lease() + 9*time.Second})
				time.AfterFunc(time.Second, p.crash)
				p.pressAndDie(intent)
				p = w.start().run()
				p.finish()
				p.check(driver, initial, false)
				if entry, err := p.ledger.ByPress(p.ctx, "once"); err != nil || len(p.tellings(entry.ID)) != 1 {
					t.Errorf("told %+v, %v", p.tellings(entry.ID), err)
				}
			})
		})
	}
}

// TestStoreFails between the write and its conclusion: the journal is behind, and catches up.
func TestStoreFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, onDisk(t))
		p := w.start()
		intent, initial := w.prepare(Create)
		closing := func(step string) {
			if step == "answer" && w.sim.CountWrites() > 0 {
				_ = p.db.Close()
			}
		}
		p.step.Store(&closing)
		entry, err := p.ledger.Do(p.ctx, Press{ID: "once", IndividuID: driver, Intent: intent})
		if err != nil || entry.Outcome != Unknown {
			t.Errorf("got %q, %v", entry.Outcome, err)
		}
		p.end()
		p = w.start().run()
		p.finish()
		p.check(driver, initial, false)
	})
}

// TestThePersonLeaves while OCEAN works: the write is seen through.
func TestThePersonLeaves(t *testing.T) {
	t.Parallel()
	in(t, func(t *testing.T, p *process) {
		intent, initial := p.prepare(Create)
		p.sim.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Latency: 5 * time.Second})
		ctx, leave := context.WithTimeout(p.ctx, time.Second)
		defer leave()
		entry, err := p.ledger.Do(ctx, Press{ID: "once", IndividuID: driver, Intent: intent})
		if err != nil || entry.Outcome != Recorded {
			t.Errorf("got %q, %v", entry.Outcome, err)
		}
		// One who leaves while waiting in the queue has pressed nothing.
		p.sim.Inject(oceansim.Fault{Op: oceansim.OpDropPeriod, Latency: 5 * time.Second})
		done := make(chan struct{})
		go func() {
			defer close(done)
			undo, _ := entry.Inverse(time.Now())
			if entry, err := p.press("undo", driver, undo); err != nil || entry.Outcome != Recorded {
				t.Errorf("undone: %q, %v", entry.Outcome, err)
			}
		}()
		time.Sleep(time.Second)
		ctx, leave = context.WithTimeout(p.ctx, time.Second)
		defer leave()
		if _, err := p.ledger.Do(ctx, Press{ID: "twice", IndividuID: driver, Intent: intent}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v", err)
		}
		<-done
		p.rest(initial)
		if got := fmt.Sprint(p.recorded(driver)); got != fmt.Sprint(initial.periods) {
			t.Errorf("after the undo there is %s", got)
		}
	})
}
