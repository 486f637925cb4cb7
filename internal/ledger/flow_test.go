package ledger

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/hours"
	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/oceansim"
	"github.com/oceanbot/oceanbot/internal/store"
)

// in plays a story in a bubble with a clock of its own, on a store in memory.
func in(t *testing.T, story func(t *testing.T, p *process)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, inMemory)
		w.poll = 5 * time.Second
		story(t, w.start().run())
	})
}

// dropRow is a SetHours that takes all of one row away, and so deletes it.
const dropRow = Kind("hours") + ", a row"

// kinds are the kinds of writes, each with the service that makes it.
var kinds = map[Kind]oceansim.Op{
	Create: oceansim.OpSavePeriod, Update: oceansim.OpSavePeriod, Delete: oceansim.OpDropPeriod,
	SetHours: oceansim.OpSaveHours, dropRow: oceansim.OpDropHours, Reclassify: oceansim.OpPosteriori,
}

// exceptionals and recurrings are the kinds that can be read back, each with the service that reads them.
var (
	exceptionals = []Kind{Create, Update, Delete}
	recurrings   = []Kind{SetHours, dropRow}
	readable     = slices.Concat(exceptionals, recurrings)
)

func reads(kind Kind) oceansim.Op {
	if slices.Contains(recurrings, kind) {
		return oceansim.OpListHours
	}
	return oceansim.OpListPeriods
}

// prepare records what a write of a kind needs, and gives it and what is recorded then.
func (w *world) prepare(kind Kind) (intent Intent, initial truth) {
	now := time.Now().UTC().Truncate(time.Second)
	day := now.Add(24 * time.Hour)
	w.sim.AddPeriod(driver, day.Add(48*time.Hour), day.Add(50*time.Hour), "dentist")
	if kind == Update || kind == Delete {
		w.sim.AddPeriod(driver, day, day.Add(2*time.Hour), "gym")
	}
	for _, jour := range []string{"LUNDI", "JEUDI"} {
		w.sim.AddHours(oceansim.Hours{IndividuID: driver, Jour: jour, Debut: 720, Fin: 840, Du: now.Add(-time.Hour)})
	}
	w.sim.AddVehicle(oceansim.Vehicle{ID: 7, NumeroEmbarque: 70, CodeExploitant: "X", PrivacyEnabled: true})
	trip := w.sim.AddTrip(oceansim.Trip{VehicleID: 7, IndividuID: driver, Debut: now.Add(-26 * time.Hour), Fin: now.Add(-25 * time.Hour), Metres: 9000})
	initial = w.truth(driver)
	monday, friday := ocean.Plage{Jour: ocean.Lundi, Debut: 720, Fin: 840}, ocean.Plage{Jour: ocean.Vendredi, Debut: 1080, Fin: 1440}
	thursday := ocean.Plage{Jour: ocean.Jeudi, Debut: 720, Fin: 840}
	switch kind {
	case Create:
		return Intent{Kind: kind, Start: day.Add(time.Hour), End: day.Add(5 * time.Hour), Reason: "pool"}, initial
	case Update:
		return Intent{Kind: kind, Start: day.Add(time.Hour), End: day.Add(5 * time.Hour), Reason: "pool", Target: initial.periods[1]}, initial
	case Delete:
		return Intent{Kind: kind, Target: initial.periods[1]}, initial
	case SetHours:
		return w.setHours(driver, []ocean.Plage{monday, thursday, friday}, now), initial
	case dropRow:
		return w.setHours(driver, []ocean.Plage{thursday}, now), initial
	case Reclassify:
		return Intent{Kind: kind, Private: true, Trip: &Trip{Etape: trip, Embarque: 70, Exploitant: "X", Start: now.Add(-26 * time.Hour), Length: time.Hour, Meters: 9000}}, initial
	}
	w.t.Fatalf("there is no kind %q", kind)
	return Intent{}, initial
}

// setHours is a card that shows what is recorded now, and another week from an instant on.
func (w *world) setHours(individuID int64, week []ocean.Plage, from time.Time) Intent {
	shown := w.truth(individuID).hours
	goal := shown.Replaced(week, hours.Validity{From: from})
	return Intent{Kind: SetHours, Hours: &HoursChange{Shown: shown, Goal: goal, Week: week, From: from}}
}

// rest lets everything come to its end, and checks the invariant.
func (p *process) rest(initial truth) {
	p.t.Helper()
	p.finish()
	p.check(driver, initial, false)
}

// readBack stands for the service that reads a kind of write back.
const readBack oceansim.Op = "read back"

// flow is one fault of one write, and what is told of it.
type flow struct {
	fault   oceansim.Fault // Op is the write's own service where it is empty
	told    Outcome        // by the answer to the press
	later   Outcome        // unasked; Open for never
	late    time.Duration  // after which the late work is done
	took    time.Duration  // at least, until the answer
	quick   time.Duration  // at most; 0 is the time of a press
	sent    int            // requests of the write; 0 is one
	kinds   []Kind         // empty is all
	trip    Outcome        // of a reclassification; empty is the same as of the others
	message string
}

func TestOneFault(t *testing.T) {
	t.Parallel()
	empty := oceansim.BooleanEmpty
	saves := []Kind{Create, Update}
	answered := []Kind{Create, Update, SetHours, Reclassify} // with a Boolean
	for name, test := range map[string]flow{
		"a clear yes":                      {told: Recorded, quick: time.Second},
		"a clear no":                       {fault: oceansim.Fault{Refuse: true}, told: Refused, quick: time.Second, kinds: answered},
		"a 200 that says no":               {fault: oceansim.Fault{Refuse: true}, told: Lost, took: DefaultTimes.Settle, kinds: []Kind{Delete, dropRow}},
		"400":                              {fault: oceansim.Fault{Status: 400, Count: -1, Body: `{"message":"Non"}`}, told: Refused, quick: time.Second, sent: -1, message: "Non"},
		"403":                              {fault: oceansim.Fault{Status: 403}, told: Refused, quick: time.Second},
		"429":                              {fault: oceansim.Fault{Status: 429}, told: Recorded, quick: 2 * time.Second, sent: 2},
		"429 with a wait":                  {fault: oceansim.Fault{Status: 429, RetryAfter: "12"}, told: Recorded, took: 12 * time.Second, quick: 13 * time.Second, sent: 2},
		"429 with too long a wait":         {fault: oceansim.Fault{Status: 429, RetryAfter: "300"}, told: Lost, quick: 2 * time.Minute},
		"429 again and again":              {fault: oceansim.Fault{Status: 429, Count: -1}, told: Lost, sent: -1},
		"429 with a wait, and then cut":    {fault: oceansim.Fault{Status: 429, RetryAfter: "20"}, told: Recorded, took: 20 * time.Second, sent: 2},
		"500 before the work":              {fault: oceansim.Fault{Status: 500}, told: Lost, took: DefaultTimes.Settle, trip: Unknown},
		"500 after the work":               {fault: oceansim.Fault{Status: 500, After: true}, told: Recorded, quick: time.Second, trip: Unknown},
		"cut before the work":              {fault: oceansim.Fault{Cut: true}, told: Lost, took: DefaultTimes.Settle, trip: Unknown},
		"cut after the work":               {fault: oceansim.Fault{Cut: true, After: true}, told: Recorded, quick: time.Second, trip: Unknown},
		"slow, but in time":                {fault: oceansim.Fault{Latency: 9 * time.Second}, told: Recorded, took: 9 * time.Second, quick: 10 * time.Second},
		"a time-out, done soon":            {fault: oceansim.Fault{Latency: 14 * time.Second}, told: Recorded, took: 14 * time.Second, quick: 20 * time.Second, trip: Unknown},
		"a time-out, done late":            {fault: oceansim.Fault{Late: true, Latency: 30 * time.Second}, told: Lost, later: Recorded, late: 2 * time.Minute, trip: Unknown},
		"a 504, done late":                 {fault: oceansim.Fault{Late: true}, told: Lost, later: Recorded, late: 4 * time.Minute, trip: Unknown},
		"a 504, done late in a wrong zone": {fault: oceansim.Fault{Late: true, Shift: -time.Hour}, told: Lost, later: Differs, late: time.Minute, kinds: saves},
		"an expired token":                 {fault: oceansim.Fault{ExpireToken: true}, told: Recorded, quick: time.Second, sent: 2},
		"no answer to rely on":             {fault: oceansim.Fault{Boolean: &empty}, told: Recorded, quick: time.Second, kinds: answered, trip: Unknown},
		"a wrong zone":                     {fault: oceansim.Fault{Shift: time.Hour}, told: Differs, quick: time.Second, kinds: saves},
		"a wrong zone, and a 500":          {fault: oceansim.Fault{Shift: -2 * time.Hour, Status: 500, After: true}, told: Differs, quick: time.Second, kinds: saves},
		"the read-back fails for a while":  {fault: oceansim.Fault{Op: readBack, Status: 500, Skip: 1, Count: 9}, told: Recorded, took: 3 * time.Second, kinds: readable},
		"the read-back fails for long":     {fault: oceansim.Fault{Op: readBack, Status: 500, Skip: 1, Count: 20}, told: Unknown, later: Recorded, kinds: readable},
	} {
		for kind, op := range kinds {
			if len(test.kinds) > 0 && !slices.Contains(test.kinds, kind) || (len(name)+len(kind))%stride != 0 {
				continue
			}
			t.Run(name+"/"+string(kind), func(t *testing.T) {
				t.Parallel()
				in(t, func(t *testing.T, p *process) { test.play(t, p, kind, op) })
			})
		}
	}
}

func (test flow) play(t *testing.T, p *process, kind Kind, op oceansim.Op) {
	t.Helper()
	intent, initial := p.prepare(kind)
	if test.fault.Op == "" {
		test.fault.Op = op
	}
	if test.fault.Op == readBack {
		test.fault.Op = reads(kind)
	}
	if kind == Reclassify && test.trip != Open {
		test.told, test.later, test.took = test.trip, Open, 0 // its answer is all there is
	}
	p.sim.Inject(test.fault)
	began := time.Now()
	entry, err := p.press("once", driver, intent)
	took := time.Since(began)
	if err != nil {
		t.Fatal(err)
	}
	if entry.Outcome != test.told || entry.Message != test.message {
		t.Errorf("the answer is %q %q, want %q %q", entry.Outcome, entry.Message, test.told, test.message)
	}
	if most := max(test.quick, time.Millisecond); took < test.took || (test.quick != 0 && took > most) || took > DefaultTimes.Live+time.Second {
		t.Errorf("the answer took %v", took)
	}
	if test.fault.Count < 0 {
		p.sim.ClearFaults()
	}
	time.Sleep(test.late)
	p.sim.RunLate()
	p.rest(initial)
	tellings := p.tellings(entry.ID)
	switch {
	case test.later == Open && len(tellings) != 1:
		t.Errorf("it was told %d times", len(tellings))
	case test.later != Open && (len(tellings) != 2 || tellings[1].entry.Outcome != test.later || !tellings[1].entry.Late):
		t.Errorf("later %q was not told, but %+v", test.later, tellings)
	}
	if sent := p.sim.Count(op); test.sent >= 0 && sent != max(test.sent, 1) {
		t.Errorf("it was sent %d times", sent)
	}
}

func TestOCEANAway(t *testing.T) {
	t.Parallel()
	for _, kind := range readable {
		t.Run("before the write/"+string(kind), func(t *testing.T) {
			t.Parallel()
			in(t, func(t *testing.T, p *process) {
				intent, initial := p.prepare(kind)
				err := p.db.PutDraft(p.ctx, store.Draft{ID: "d", Owner: "test:U1", ExpiresAt: time.Now().Add(time.Hour)})
				if err != nil {
					t.Fatal(err)
				}
				press := Press{
					ID: "once", DraftID: "d", Owner: chat.User{Platform: "test", ID: "U1"}, IndividuID: driver, Intent: intent,
				}
				p.away.Store(true)
				if _, err := p.pressDraft(press); err == nil {
					t.Fatal("there was no error")
				}
				if _, err := p.ledger.ByPress(p.ctx, "once"); !errors.Is(err, store.ErrNotFound) {
					t.Fatalf("it is in the journal: %v", err)
				}
				if draft, err := p.db.Draft(p.ctx, "d"); err != nil || !draft.UsedAt.IsZero() {
					t.Fatalf("the draft can't be used any more: %+v, %v", draft, err)
				}
				p.away.Store(false)
				if entry, err := p.pressDraft(press); err != nil || entry.Outcome != Recorded {
					t.Fatalf("the same press gives %q, %v", entry.Outcome, err)
				}
				if draft, err := p.db.Draft(p.ctx, "d"); err != nil || draft.UsedAt.IsZero() {
					t.Errorf("the draft was not used up: %+v, %v", draft, err)
				}
				p.rest(initial)
			})
		})
		t.Run("after the write/"+string(kind), func(t *testing.T) {
			t.Parallel()
			in(t, func(t *testing.T, p *process) {
				intent, initial := p.prepare(kind)
				p.sim.Inject(oceansim.Fault{Op: kinds[kind], Cut: true, After: true})
				step := func(what string) {
					if what == "answer" && p.sim.CountWrites() > 0 {
						p.away.Store(true)
					}
				}
				p.step.Store(&step)
				entry, err := p.press("once", driver, intent)
				if err != nil || entry.Outcome != Unknown {
					t.Fatalf("got %q, %v", entry.Outcome, err)
				}
				time.Sleep(10 * time.Minute)
				if told := p.tellings(entry.ID); len(told) != 1 {
					t.Errorf("something was told while nothing could be known: %+v", told)
				}
				p.step.Store(nil)
				p.away.Store(false)
				p.rest(initial)
				if told := p.tellings(entry.ID); len(told) != 2 || told[1].entry.Outcome != Recorded {
					t.Errorf("told %+v", told)
				}
			})
		})
	}
}

func TestWritesAtTheSameTime(t *testing.T) {
	t.Parallel()
	t.Run("one press ten times, and again later", func(t *testing.T) {
		t.Parallel()
		for kind, op := range kinds {
			in(t, func(t *testing.T, p *process) {
				intent, initial := p.prepare(kind)
				p.sim.Inject(oceansim.Fault{Op: op, Latency: 3 * time.Second})
				var presses sync.WaitGroup
				var ids sync.Map
				for range 10 {
					presses.Go(func() {
						entry, err := p.press("once", driver, intent)
						if err != nil || entry.Outcome != Recorded {
							t.Errorf("got %q, %v", entry.Outcome, err)
						}
						ids.Store(entry.ID, true)
					})
				}
				presses.Wait()
				time.Sleep(time.Hour)
				if entry, err := p.press("once", driver, intent); err != nil || entry.Outcome != Recorded {
					t.Errorf("an hour later: %q, %v", entry.Outcome, err)
				} else {
					ids.Store(entry.ID, true)
				}
				n := 0
				ids.Range(func(any, any) bool { n++; return true })
				if n != 1 || p.sim.CountWrites() != 1 {
					t.Errorf("%d entries, %d requests", n, p.sim.CountWrites())
				}
				p.rest(initial)
			})
		}
	})
	// Both writes take five seconds in OCEAN.
	for name, test := range map[string]struct {
		other int64
		took  time.Duration
	}{
		"two writes of one driver queue":      {driver, 10 * time.Second},
		"two writes of two drivers are apart": {driver + 1, 5 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in(t, func(t *testing.T, p *process) {
				p.sim.AddIndividu(oceansim.Individu{ID: driver + 1})
				p.sim.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Latency: 5 * time.Second, Count: 2})
				intent, initial := p.prepare(Create)
				second := Intent{Kind: Create, Start: intent.Start.Add(time.Hour), End: intent.End.Add(time.Hour), Reason: "sauna"}
				began := time.Now()
				var presses sync.WaitGroup
				for id, intent := range map[int64]Intent{driver: intent, -test.other: second} {
					presses.Go(func() {
						if entry, err := p.press(strconv.FormatInt(id, 10), max(id, -id), intent); err != nil || entry.Outcome != Recorded {
							t.Errorf("got %q, %v", entry.Outcome, err)
						}
					})
				}
				presses.Wait()
				if took := time.Since(began).Truncate(time.Second); took != test.took {
					t.Errorf("they took %v, want %v", took, test.took)
				}
				if test.other == driver {
					p.rest(initial)
				}
			})
		})
	}
	t.Run("somebody writes the like in the portal", func(t *testing.T) {
		t.Parallel()
		in(t, func(t *testing.T, p *process) {
			intent, initial := p.prepare(Create)
			p.sim.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Latency: 3 * time.Second, Cut: true, After: true})
			go func() {
				time.Sleep(time.Second)
				made := Period{Start: intent.Start, End: intent.End.Add(time.Hour), Reason: "school"}
				made.Extension = p.sim.AddPeriod(driver, made.Start, made.End, made.Reason)
				p.portal[made.Extension] = made
			}()
			entry, err := p.press("once", driver, intent)
			if err != nil || entry.Outcome != Recorded || entry.Recorded.Reason != "pool" {
				t.Errorf("got %+v, %v", entry, err)
			}
			p.rest(initial)
		})
	})
	t.Run("somebody writes something else in the portal, and ours is lost", func(t *testing.T) {
		t.Parallel()
		in(t, func(t *testing.T, p *process) {
			intent, initial := p.prepare(Create)
			p.sim.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Cut: true})
			made := Period{Start: intent.Start.Add(7 * time.Minute), End: intent.End.Add(time.Hour), Reason: "school"}
			made.Extension = p.sim.AddPeriod(driver, made.Start, made.End, made.Reason)
			p.portal[made.Extension] = made
			if entry, err := p.press("once", driver, intent); err != nil || entry.Outcome != Lost {
				t.Errorf("got %+v, %v", entry, err)
			}
			p.rest(initial)
		})
	})
}

// TestTriedAgain: a lost write arrives after all, before or after the person has tried again.
func TestTriedAgain(t *testing.T) {
	t.Parallel()
	for _, kind := range readable {
		op := kinds[kind]
		for _, arrives := range []string{"never", "before", "during", "after"} {
			t.Run(string(kind)+"/"+arrives, func(t *testing.T) {
				t.Parallel()
				in(t, func(t *testing.T, p *process) {
					intent, initial := p.prepare(kind)
					p.sim.Inject(oceansim.Fault{Op: op, Late: true})
					first, err := p.press("first", driver, intent)
					if err != nil || first.Outcome != Lost {
						t.Fatalf("got %q, %v", first.Outcome, err)
					}
					if arrives == "before" {
						p.sim.RunLate()
					}
					if arrives == "during" {
						p.sim.Inject(oceansim.Fault{Op: op, Latency: 2 * time.Second})
						time.AfterFunc(time.Second, p.sim.RunLate)
					}
					second, err := p.press("second", driver, first.Intent)
					if arrives == "before" {
						if err == nil {
							t.Errorf("what is there already was made again: %q", second.Outcome)
						}
					} else if err != nil {
						t.Fatal(err)
					}
					if arrives == "after" {
						p.sim.RunLate()
					}
					p.rest(initial)
				})
			})
		}
	}
}

// TestAnotherChangeAfterALostOne: what a later write made is not taken for the late work of a lost one.
func TestAnotherChangeAfterALostOne(t *testing.T) {
	t.Parallel()
	for name, second := range map[string]func(Intent) Intent{
		"change": func(i Intent) Intent {
			i.End, i.Reason = i.End.Add(time.Hour), "sauna"
			return i
		},
		"the same change": func(i Intent) Intent { return i },
		"delete":          func(i Intent) Intent { return Intent{Kind: Delete, Target: i.Target} },
	} {
		for _, first := range []Kind{Update, Delete} {
			t.Run(string(first)+", then "+name, func(t *testing.T) {
				t.Parallel()
				in(t, func(t *testing.T, p *process) {
					intent, initial := p.prepare(first)
					p.sim.Inject(oceansim.Fault{Op: kinds[first], Cut: true})
					lost, err := p.press("first", driver, intent)
					if err != nil || lost.Outcome != Lost {
						t.Fatalf("got %q, %v", lost.Outcome, err)
					}
					again := Intent{Kind: Update, Start: intent.Target.Start, End: intent.Target.End, Reason: "tea", Target: intent.Target}
					if first == Update {
						again = intent
					}
					if entry, err := p.press("second", driver, second(again)); err != nil || entry.Outcome != Recorded {
						t.Fatalf("got %q, %v", entry.Outcome, err)
					}
					p.rest(initial)
					if told := p.tellings(lost.ID); len(told) != 1 {
						t.Errorf("of the lost one was told %+v", told)
					}
				})
			})
		}
	}
}

func TestTelling(t *testing.T) {
	t.Parallel()
	t.Run("fails at first", func(t *testing.T) {
		t.Parallel()
		in(t, func(t *testing.T, p *process) {
			intent, initial := p.prepare(Create)
			var tries atomic.Int64
			p.mute = func() error {
				if tries.Add(1) < 5 {
					return errors.New("the platform is away")
				}
				return nil
			}
			// Nobody takes the answer.
			entry, err := p.ledger.Do(p.ctx, Press{ID: "once", IndividuID: driver, Intent: intent})
			if err != nil || entry.Outcome != Recorded {
				t.Fatalf("got %q, %v", entry.Outcome, err)
			}
			time.Sleep(DefaultTimes.Tell - time.Second)
			if tries.Load() != 0 {
				t.Error("it was told while its request may still tell it")
			}
			p.rest(initial)
			if told := p.tellings(entry.ID); len(told) != 1 || !told[0].unasked || tries.Load() != 5 {
				t.Errorf("told %+v in %d tries", told, tries.Load())
			}
		})
	})
	t.Run("is not repeated", func(t *testing.T) {
		t.Parallel()
		in(t, func(t *testing.T, p *process) {
			intent, initial := p.prepare(Create)
			entry, err := p.press("once", driver, intent)
			if err != nil {
				t.Fatal(err)
			}
			p.rest(initial)
			if told := p.tellings(entry.ID); len(told) != 1 {
				t.Errorf("told %+v", told)
			}
		})
	})
	t.Run("never works, and is tried ever more rarely", func(t *testing.T) {
		t.Parallel()
		in(t, func(t *testing.T, p *process) {
			intent, _ := p.prepare(Create)
			var tries atomic.Int64
			p.mute = func() error {
				tries.Add(1)
				return errors.New("the person has left")
			}
			if _, err := p.ledger.Do(p.ctx, Press{ID: "once", IndividuID: driver, Intent: intent}); err != nil {
				t.Fatal(err)
			}
			time.Sleep(4 * time.Hour)
			if n := tries.Load(); n < 15 || n > 30 {
				t.Errorf("it was tried %d times in four hours", n)
			}
		})
	})
}

// TestLostOnesMeet: a first write is lost and arrives while OCEAN is busy with a second one, which is
// lost too and arrives later. Each is told its own work, not the other's.
func TestLostOnesMeet(t *testing.T) {
	t.Parallel()
	for _, kind := range []Kind{Create, Update} {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			in(t, func(t *testing.T, p *process) {
				intent, initial := p.prepare(kind)
				p.sim.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Latency: 30 * time.Second})
				p.sim.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Late: true})
				longer := intent
				longer.End = longer.End.Add(time.Hour)
				var ids []string
				for n, intent := range []Intent{intent, longer} {
					entry, err := p.press(strconv.Itoa(n), driver, intent)
					if err != nil || entry.Outcome != Lost {
						t.Fatalf("write %d: got %q, %v", n, entry.Outcome, err)
					}
					ids = append(ids, entry.ID)
				}
				if kind == Update {
					time.Sleep(20 * time.Second) // Run sees the first, which the second undoes
				}
				p.sim.RunLate()
				p.rest(initial)
				for n, id := range ids {
					if told := p.tellings(id); len(told) != 2 || told[1].entry.Outcome != Recorded {
						t.Errorf("of write %d was told %+v", n, told)
					}
				}
			})
		})
	}
}

// TestARowThatWasConcludedMeanwhile: Run has read a row as open, and its driver's live write concludes it
// before Run comes to look at it.
func TestARowThatWasConcludedMeanwhile(t *testing.T) {
	t.Parallel()
	for outcome, fault := range map[Outcome]oceansim.Fault{
		Refused:  {Op: oceansim.OpSavePeriod, Latency: 3 * time.Second, Refuse: true},
		Recorded: {Op: oceansim.OpSavePeriod, Latency: 3 * time.Second},
	} {
		synctest.Test(t, func(t *testing.T) {
			p := newWorld(t, inMemory).start()
			intent, initial := p.prepare(Create)
			p.sim.Inject(fault)
			looked := make(chan struct{})
			go func() {
				defer close(looked)
				time.Sleep(time.Second)
				rows, err := p.db.WritesToLookAt(p.ctx, forever)
				if err != nil || len(rows) != 1 {
					t.Errorf("there are %d rows, %v", len(rows), err)
					return
				}
				r := runner{Ledger: p.ledger, seen: map[string]time.Time{}}
				for range 3 {
					time.Sleep(time.Minute)
					if concluded, err := r.lookAt(p.ctx, rows[0]); concluded || err != nil {
						t.Errorf("it was concluded again: %v", err)
					}
				}
			}()
			if entry, err := p.press("once", driver, intent); err != nil || entry.Outcome != outcome {
				t.Errorf("got %q, %v", entry.Outcome, err)
			}
			<-looked
			p.rest(initial)
		})
	}
}

// TestTwoProcesses work on one store.
func TestTwoProcesses(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]oceansim.Fault{
		"slow":            {Latency: 9 * time.Second},
		"after a wait":    {Status: 429, RetryAfter: "25"},
		"done, then mute": {Latency: 8 * time.Second, Cut: true, After: true},
		"lost":            {Cut: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, onDisk(t))
				one, other := w.start().run(), w.start().run()
				intent, initial := w.prepare(Create)
				fault.Op = oceansim.OpSavePeriod
				w.sim.Inject(fault)
				var presses sync.WaitGroup
				for n, p := range []*process{one, other} {
					presses.Go(func() {
						time.Sleep(time.Duration(n) * 4 * time.Second)
						if entry, err := p.press("once", driver, intent); err != nil || entry.Outcome == Open || entry.Outcome == Unknown {
							t.Errorf("process %d: got %q, %v", n, entry.Outcome, err)
						}
					})
				}
				presses.Wait()
				one.rest(initial)
			})
		})
	}
}

// TestTwoProcessesOneLineCut: the process that made a write can't read OCEAN for a while. Another one,
// which can, leaves it alone.
func TestTwoProcessesOneLineCut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, onDisk(t))
		one := w.start().run()
		w.start().run()
		intent, initial := w.prepare(Create)
		w.sim.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Cut: true, After: true})
		cut := func(step string) {
			if step == "answer" && w.sim.CountWrites() == 1 && one.away.CompareAndSwap(false, true) {
				time.AfterFunc(20*time.Second, func() {
					one.step.Store(nil)
					one.away.Store(false)
				})
			}
		}
		one.step.Store(&cut)
		time.Sleep(1500 * time.Millisecond) // between two looks of the other one
		entry, err := one.press("once", driver, intent)
		if err != nil || entry.Outcome != Recorded {
			t.Errorf("got %q, %v", entry.Outcome, err)
		}
		one.rest(initial)
		if told := one.tellings(entry.ID); len(told) != 1 {
			t.Errorf("told %+v", told)
		}
	})
}

// TestWritesOfOneDriverQueueInAllProcesses: two presses of a driver in two processes at once are made one
// after the other, whatever their kinds, and the second sees what the first has left.
func TestWritesOfOneDriverQueueInAllProcesses(t *testing.T) {
	t.Parallel()
	for kind, op := range kinds {
		t.Run(string(kind), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, onDisk(t))
				one, other := w.start().run(), w.start().run()
				intent, initial := w.prepare(kind)
				w.sim.Inject(oceansim.Fault{Op: op, Latency: 5 * time.Second})
				began := time.Now()
				var presses sync.WaitGroup
				presses.Go(func() {
					if entry, err := one.press("first", driver, intent); err != nil || entry.Outcome != Recorded {
						t.Errorf("got %q, %v", entry.Outcome, err)
					}
				})
				presses.Go(func() {
					time.Sleep(time.Second)
					second := Intent{Kind: Create, Start: began.Add(time.Hour), End: began.Add(2 * time.Hour), Reason: "sauna"}
					if entry, err := other.press("second", driver, second); err != nil || entry.Outcome != Recorded {
						t.Errorf("got %q, %v", entry.Outcome, err)
					}
					if time.Since(began) < 5*time.Second {
						t.Error("the second did not wait for the first")
					}
				})
				presses.Wait()
				one.rest(initial)
			})
		})
	}
	t.Run("and don't wait for a dead one", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			w := newWorld(t, onDisk(t))
			one, other := w.start(), w.start().run()
			intent, initial := w.prepare(Create)
			w.sim.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Latency: 2 * time.Second})
			time.AfterFunc(time.Second, one.crash)
			one.pressAndDie(intent)
			second := Intent{Kind: Create, Start: time.Now().Add(time.Hour), End: time.Now().Add(2 * time.Hour), Reason: "sauna"}
			if entry, err := other.press("second", driver, second); err != nil || entry.Outcome != Recorded {
				t.Errorf("got %q, %v", entry.Outcome, err)
			}
			other.rest(initial)
		})
	})
	t.Run("and are refused where that takes too long", func(t *testing.T) {
		t.Parallel()
		in(t, func(t *testing.T, p *process) {
			intent, initial := p.prepare(Create)
			p.sim.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Latency: 9 * time.Second})
			var presses sync.WaitGroup
			presses.Go(func() { _, _ = p.press("first", driver, intent) })
			time.Sleep(time.Second)
			impatient, cancel := context.WithTimeout(p.ctx, time.Second)
			defer cancel()
			second := Intent{Kind: Create, Start: intent.Start.Add(9 * time.Hour), End: intent.End.Add(9 * time.Hour), Reason: "sauna"}
			if _, err := p.ledger.Do(impatient, Press{ID: "second", IndividuID: driver, Intent: second}); !errors.Is(err, ErrBusy) {
				t.Errorf("got %v", err)
			}
			presses.Wait()
			p.rest(initial)
		})
	})
}

// TestOneProcessTells: what nobody was told is told by one of the processes that find it.
func TestOneProcessTells(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, onDisk(t))
		one := w.start()
		intent, initial := w.prepare(Create)
		entry, err := one.ledger.Do(one.ctx, Press{ID: "once", IndividuID: driver, Intent: intent})
		if err != nil {
			t.Fatal(err)
		}
		one.crash()
		time.Sleep(time.Minute)
		slow := func() error { time.Sleep(7 * time.Second); return nil }
		w.mute = slow
		processes := []*process{w.start().run(), w.start().run(), w.start().run()}
		time.Sleep(time.Minute)
		if told := w.tellings(entry.ID); len(told) != 1 {
			t.Errorf("it was told %d times", len(told))
		}
		processes[0].rest(initial)
	})
}

// TestTwoProcessesWithClocksOfTheirOwn: bots whose clock was set at their start are not at the same time.
// They leave each other's writes and tellings alone all the same.
func TestTwoProcessesWithClocksOfTheirOwn(t *testing.T) {
	t.Parallel()
	for _, behind := range []time.Duration{time.Hour, -time.Hour, 30 * time.Second} {
		t.Run(behind.String(), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newWorld(t, onDisk(t))
				one, other := w.start().run(), w.start()
				other.behind.Store(int64(behind))
				other.run()
				intent, initial := w.prepare(Create)
				w.sim.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Latency: 9 * time.Second})
				began := time.Now()
				var presses sync.WaitGroup
				presses.Go(func() {
					entry, err := one.ledger.Do(one.ctx, Press{ID: "first", Owner: chat.User{Platform: "test", ID: "U1"}, IndividuID: driver, Intent: intent})
					if err != nil || entry.Outcome != Recorded {
						t.Errorf("got %q, %v", entry.Outcome, err)
					}
					time.Sleep(5 * time.Second) // it takes a while to tell it
					one.remember(entry, false)
					if err := one.ledger.Told(one.ctx, entry.Receipt()); err != nil {
						t.Error(err)
					}
				})
				presses.Go(func() {
					time.Sleep(time.Second)
					second := Intent{Kind: Create, Start: began.Add(100 * time.Hour), End: began.Add(102 * time.Hour), Reason: "sauna"}
					if entry, err := other.press("second", driver, second); err != nil || entry.Outcome != Recorded || time.Since(began) < 9*time.Second {
						t.Errorf("after %v: %q, %v", time.Since(began), entry.Outcome, err)
					}
				})
				presses.Wait()
				one.rest(initial)
			})
		})
	}
}
