package ledger

import (
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/oceanbot/oceanbot/internal/hours"
	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/oceansim"
)

var jours = []string{"LUNDI", "MARDI", "MERCREDI", "JEUDI", "VENDREDI", "SAMEDI", "DIMANCHE"}

var onlySeed = flag.Uint64("seed", 0, "play this one schedule alone")

// TestSchedules plays thousands of random schedules: a random state, random writes with faults at random
// steps, double presses, writes at the same time, people in the portal, and in a third of them crashes at
// any instant. Then the faults end, and what people were told must be what OCEAN has recorded.
func TestSchedules(t *testing.T) {
	t.Parallel()
	const batch = 25 // schedules that share a bubble and a store, each with a driver of its own
	if *onlySeed != 0 {
		playAll(t, *onlySeed, 1)
		return
	}
	for first := uint64(1); first <= schedules; first += batch {
		t.Run(strconv.FormatUint(first, 10), func(t *testing.T) {
			t.Parallel()
			playAll(t, first, batch)
		})
	}
}

func playAll(t *testing.T, first, count uint64) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		crashes := (first/25)%3 == 0
		url := inMemory
		if crashes {
			url = onDisk(t)
		}
		w := newWorld(t, url)
		w.poll = 8 * time.Second // most of the time is spent on looking whether there is work
		p := w.start().run()
		for seed := first; seed < first+count; seed++ {
			s := &schedule{
				world: w, process: p, seed: seed, crashes: crashes, driver: driver + int64(seed),
				random: rand.New(rand.NewPCG(seed, 1)),
			}
			s.play()
			p = s.process
			if t.Failed() {
				t.Logf("go test ./internal/ledger -run TestSchedules -seed %d", seed)
				return
			}
		}
	})
}

// schedule is one story of a driver's writes.
type schedule struct {
	*world

	process *process
	seed    uint64
	crashes bool
	driver  int64
	random  *rand.Rand
	presses sync.WaitGroup
	known   sync.Map // the entries that presses gave, by id, to be undone or tried again
	trips   []int64
}

func (s *schedule) chance(percent int) bool { return s.random.IntN(100) < percent }

func (s *schedule) upTo(most time.Duration) time.Duration {
	return time.Duration(s.random.Int64N(int64(most))).Truncate(time.Millisecond)
}

func (s *schedule) play() {
	s.lines, s.portal = nil, map[int64]Period{}
	s.sim.ForgetRequests()
	s.sim.AddIndividu(oceansim.Individu{ID: s.driver})
	now := time.Now().Truncate(time.Second)
	for n := range s.random.IntN(3) {
		start := now.Add(2*time.Hour + s.upTo(72*time.Hour))
		s.sim.AddPeriod(s.driver, start, start.Add(time.Hour), fmt.Sprintf("first-%03d", n))
	}
	if s.chance(30) {
		s.sim.AddPeriod(s.driver, now.Add(-time.Hour), now.Add(6*time.Hour), "running")
	}
	for range s.random.IntN(4) {
		h := oceansim.Hours{IndividuID: s.driver, Jour: jours[s.random.IntN(len(jours))], Debut: 60 * s.random.IntN(12), Du: now.Add(-time.Hour)}
		h.Fin = h.Debut + 60*(1+s.random.IntN(12))
		if s.chance(25) {
			h.Au = now.Add(24 * time.Hour * time.Duration(1+s.random.IntN(60)))
		}
		s.sim.AddHours(h)
	}
	s.sim.AddVehicle(oceansim.Vehicle{ID: s.driver, NumeroEmbarque: s.driver, PrivacyEnabled: true})
	for n := range 2 {
		began := now.Add(-time.Duration(n+2) * time.Hour)
		s.trips = append(s.trips, s.sim.AddTrip(oceansim.Trip{VehicleID: s.driver, IndividuID: s.driver, Debut: began, Fin: began.Add(time.Hour)}))
	}
	initial := s.truth(s.driver)
	s.mu.Lock()
	s.mute = nil
	if s.chance(20) {
		failing := now.Add(s.upTo(5 * time.Minute))
		s.mute = func() error {
			if time.Now().Before(failing) {
				return errors.New("the platform is away")
			}
			return nil
		}
	}
	s.mu.Unlock()

	for range 2 + s.random.IntN(5) {
		for range s.random.IntN(4) {
			s.fault()
		}
		if s.crashes && s.chance(30) {
			s.process.crashAt(1 + s.random.IntN(14))
		}
		s.process.away.Store(s.chance(5))
		s.write()
		if s.chance(60) {
			s.presses.Wait()
		}
		time.Sleep(s.upTo(time.Minute))
		s.sim.RunLate()
		if s.chance(50) {
			s.sim.ClearFaults()
		}
		if s.process.dead.Load() {
			time.Sleep(s.upTo(time.Minute))
			s.process = s.start().run()
		}
	}
	s.presses.Wait()
	s.sim.ClearFaults()
	s.sim.RunLate()
	s.process.step.Store(nil)
	s.process.away.Store(false)
	if s.process.dead.Load() {
		s.process = s.start().run()
	}
	s.process.finish()
	s.process.check(s.driver, initial, s.crashes)
}

// fault asks for a random fault of a random service.
func (s *schedule) fault() {
	pick := func(of ...time.Duration) time.Duration { return of[s.random.IntN(len(of))] }
	ops := []oceansim.Op{
		oceansim.OpSavePeriod, oceansim.OpSavePeriod, oceansim.OpSavePeriod, oceansim.OpDropPeriod, oceansim.OpDropPeriod,
		oceansim.OpListPeriods, oceansim.OpListPeriods, oceansim.OpLogin, "",
		oceansim.OpSaveHours, oceansim.OpSaveHours, oceansim.OpDropHours, oceansim.OpListHours, oceansim.OpPosteriori,
	}
	f := oceansim.Fault{Op: ops[s.random.IntN(len(ops))], Skip: s.random.IntN(3), Count: 1 + s.random.IntN(4)}
	switch s.random.IntN(12) {
	case 0, 1:
		f.Status, f.After = []int{500, 502, 503, 504, 408}[s.random.IntN(5)], s.chance(50)
	case 2, 3:
		f.Cut, f.After = true, s.chance(50)
	case 4:
		f.Status, f.RetryAfter = http.StatusTooManyRequests, []string{"", "1", "7", "25", "50"}[s.random.IntN(5)]
	case 5:
		f.Late, f.Cut = true, s.chance(50)
	case 6:
		f.Latency = s.upTo(70 * time.Second)
	case 7:
		f.Latency, f.Cut, f.After = s.upTo(20*time.Second), true, true
	case 8:
		f.ExpireToken = true
	case 9:
		f.Refuse = true
	case 10:
		form := oceansim.BooleanForm(s.random.IntN(8))
		f.Boolean, f.Shift = &form, pick(0, 0, time.Hour, -2*time.Hour)
	case 11:
		f.Status = []int{400, 403}[s.random.IntN(2)]
	}
	if s.chance(8) {
		f.Shift = pick(time.Hour, -2*time.Hour)
	}
	s.notef("fault %+v", f)
	s.sim.Inject(f)
}

// write presses something, perhaps more than once, and perhaps without waiting.
func (s *schedule) write() {
	intent, ok := s.intent()
	if !ok {
		return
	}
	id := fmt.Sprintf("%d-%d", s.seed, s.random.Int64())
	times := 1
	if s.chance(25) {
		times += 1 + s.random.IntN(3)
	}
	s.notef("press %s %d times: %s %v–%v %s of %+v", id, times, intent.Kind, intent.Start, intent.End, intent.Reason, intent.Target)
	p := s.process
	pauses := make([]time.Duration, times)
	for n := 1; n < times; n++ {
		if s.chance(50) {
			pauses[n] = s.upTo(30 * time.Second)
		}
	}
	for _, pause := range pauses {
		s.presses.Go(func() {
			time.Sleep(pause)
			if p.dead.Load() {
				return
			}
			if entry, err := p.press(id, s.driver, intent); err == nil {
				s.known.Store(entry.ID, entry)
			}
		})
	}
}

// intent is something that the driver may press now.
func (s *schedule) intent() (Intent, bool) {
	now := time.Now().UTC().Truncate(time.Second)
	reason := fmt.Sprintf("%04d-%06d", s.seed, s.random.IntN(1e6))
	start := now.Add(10*time.Minute + s.upTo(48*time.Hour)).Truncate(time.Second)
	if s.chance(15) {
		start = now.Add(-s.upTo(time.Minute)).Truncate(time.Second)
	}
	end := start.Add(20*time.Minute + s.upTo(5*time.Hour)).Truncate(time.Second)
	recorded := s.recorded(s.driver)
	var target Period
	if len(recorded) > 0 {
		target = recorded[s.random.IntN(len(recorded))]
	}
	if _, portal := s.portal[target.Extension]; portal {
		target = Period{}
	}
	var earlier []Entry
	s.known.Range(func(_, entry any) bool {
		earlier = append(earlier, entry.(Entry))
		return true
	})
	slices.SortFunc(earlier, func(a, b Entry) int { return a.BegunAt.Compare(b.BegunAt) })
	switch s.random.IntN(12) {
	case 0, 1, 2:
		return s.hoursIntent(now), true
	case 3:
		trip := s.trips[s.random.IntN(len(s.trips))]
		return Intent{Kind: Reclassify, Private: s.chance(50), Trip: &Trip{Etape: trip, Embarque: s.driver}}, true
	}
	switch kind := s.random.IntN(10); {
	case kind == 0: // somebody works in the portal, whose periods are like nobody's
		p := Period{Start: start.Add(7 * time.Minute), End: start.Add(8*time.Minute + time.Second), Reason: "portal"}
		p.Extension = s.sim.AddPeriod(s.driver, p.Start, p.End, p.Reason)
		s.portal[p.Extension] = p
		s.notef("portal %+v", p)
		return Intent{}, false
	case kind <= 3 && len(earlier) > 0:
		entry := earlier[s.random.IntN(len(earlier))]
		if lost := slices.IndexFunc(earlier, func(e Entry) bool { return e.Outcome == Lost }); lost >= 0 && s.chance(50) {
			entry = earlier[lost]
		}
		if entry.Outcome == Lost || entry.Outcome == Refused {
			return entry.Intent, true // tried again
		}
		if entry.Intent.Kind == SetHours {
			back := s.setHours(s.driver, entry.hoursBefore.At(now), now)
			return back, true
		}
		return entry.Inverse(now)
	case kind <= 5 && target.Extension != 0 && target.Begun(now):
		return Intent{Kind: Update, Start: target.Start, End: end, Reason: reason, Target: target}, end.After(now)
	case kind <= 5 && target.Extension != 0:
		return Intent{Kind: Update, Start: start, End: end, Reason: reason, Target: target}, true
	case kind <= 7 && target.Extension != 0:
		return Intent{Kind: Delete, Target: target}, true
	default:
		return Intent{Kind: Create, Start: start, End: end, Reason: reason}, true
	}
}

// hoursIntent adds or takes away some hours of the week, perhaps for some weeks only, as a card would.
func (s *schedule) hoursIntent(now time.Time) Intent {
	from := 60 * s.random.IntN(23)
	asked := []ocean.Plage{{
		Jour: ocean.Jours()[s.random.IntN(7)], Debut: from, Fin: from + 60*(1+s.random.IntN(24-from/60)),
	}}
	shown := s.truth(s.driver).hours
	validity := hours.Validity{From: now}
	if s.chance(30) {
		validity.From = now.Add(24 * time.Hour * time.Duration(s.random.IntN(20)))
	}
	if s.chance(30) {
		validity.Until = validity.From.Add(24 * time.Hour * time.Duration(1+s.random.IntN(30)))
	}
	goal := shown.With(asked, validity)
	if s.chance(40) && len(shown) > 0 {
		goal = shown.Without(shown[0].Week[:1], hours.Validity{From: now})
	}
	steps := hours.Steps(shown, goal)
	if len(steps) == 0 {
		return s.setHours(s.driver, nil, now)
	}
	// The first step of a press; those that follow it are the commands' to press.
	return Intent{Kind: SetHours, Hours: &HoursChange{
		Shown: shown, Goal: shown.Replaced(steps[0].Week, steps[0].Validity), Week: steps[0].Week, From: steps[0].From, Until: steps[0].Until,
	}}
}
