package ocean_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/oceansim"
)

// TestOneIdenticalReadIsUnderWay: of every kind of read; whoever leaves takes nothing from the others.
func TestOneIdenticalReadIsUnderWay(t *testing.T) {
	t.Parallel()
	for _, op := range oceansim.Ops() {
		if op.Writes() || op == oceansim.OpLogin {
			continue
		}
		synctest.Test(t, func(t *testing.T) {
			w := bubble(t)
			must(t, w.client.Login(ctx))
			read := reads(w)[op]
			w.Inject(oceansim.Fault{Op: op, Latency: 5 * time.Second, Count: -1})
			first, leave := context.WithCancel(ctx)
			left, done := make(chan error), make(chan error)
			go func() { left <- read(first) }()
			synctest.Wait()
			for range 10 {
				go func() { done <- read(ctx) }()
			}
			synctest.Wait()
			leave()
			if err := <-left; !errors.Is(err, context.Canceled) {
				t.Errorf("%s: who left got %v", op, err)
			}
			for range 10 {
				must(t, <-done)
			}
			if got := w.Count(op); got != 1 {
				t.Errorf("%s: %d requests, want 1", op, got)
			}
			// Where all leave, the read is given up, and the next one is a new one.
			first, leave = context.WithCancel(ctx)
			go func() { left <- read(first) }()
			synctest.Wait()
			leave()
			<-left
			must(t, read(ctx))
			if got := w.Count(op); got != 3 {
				t.Errorf("%s: %d requests, want 3", op, got)
			}
		})
	}
}

// TestAPressIsNotStuckBehindBackgroundWork: what it wants is under way already, as background work that waits
// for its turn behind everybody else.
func TestAPressIsNotStuckBehindBackgroundWork(t *testing.T) {
	t.Parallel()
	for _, op := range []oceansim.Op{oceansim.OpListPeriods, oceansim.OpIndividus} {
		synctest.Test(t, func(t *testing.T) {
			w := bubble(t, func(c *ocean.Config) { c.Rate = 1 })
			must(t, w.client.Login(ctx))
			read := reads(w)[op]
			done, others := make(chan error), make(chan error)
			go func() { done <- read(ocean.Background(ctx)) }()
			synctest.Wait()
			for range 6 {
				go func() { _, err := w.client.Recurrentes(ctx, driver); others <- err }()
				go func() { others <- w.client.DeleteExceptionnelle(ctx, 1) }()
			}
			synctest.Wait()
			start := time.Now()
			go func() { done <- read(ocean.Press(ctx)) }()
			must(t, <-done)
			must(t, <-done)
			if waited := time.Since(start); waited > time.Second {
				t.Errorf("%s: the press waited %s", op, waited)
			}
			if got := w.Count(op); got != 1 {
				t.Errorf("%s: %d requests, want 1", op, got)
			}
			for range 12 {
				<-others
			}
		})
	}
}

// TestWhoIsLateForAListGetsAWholeOne: it is shown as it arrives, so who comes later waits for the next.
func TestWhoIsLateForAListGetsAWholeOne(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := bubble(t)
		var early, late []int64
		begun, done := make(chan struct{}), make(chan error)
		goOn := make(chan struct{})
		go func() {
			done <- w.client.Individus(ctx, ocean.AllIndividus, func(f ocean.Fiche) error {
				if early = append(early, f.Individu.ID); len(early) == 1 {
					close(begun)
					<-goOn
				}
				return nil
			})
		}()
		<-begun
		go func() {
			done <- w.client.Individus(ctx, ocean.AllIndividus, func(f ocean.Fiche) error {
				late = append(late, f.Individu.ID)
				return nil
			})
		}()
		time.Sleep(time.Second)
		if got := w.Count(oceansim.OpIndividus); got != 1 || len(late) != 0 {
			t.Errorf("%d lists under way", got)
		}
		close(goOn)
		must(t, <-done)
		must(t, <-done)
		if len(early) != 13 || !slices.Equal(early, late) {
			t.Errorf("shown %v and %v", early, late)
		}
		// One listener's error is their own.
		enough := errors.New("enough")
		w.Inject(oceansim.Fault{Op: oceansim.OpIndividus, Latency: time.Second})
		go func() {
			if err := w.client.Individus(ctx, ocean.AllIndividus, func(ocean.Fiche) error { return enough }); !errors.Is(err, enough) {
				t.Error(err)
			}
			done <- nil
		}()
		n := 0
		must(t, w.client.Individus(ctx, ocean.AllIndividus, func(ocean.Fiche) error { n++; return nil }))
		must(t, <-done)
		if n != 13 || w.Count(oceansim.OpIndividus) != 3 {
			t.Errorf("shown %d, %d requests", n, w.Count(oceansim.OpIndividus))
		}
	})
}

// TestASharedReadKnowsHowLongItsCallersWait: where OCEAN asks for a longer wait they are told at once.
func TestASharedReadKnowsHowLongItsCallersWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := bubble(t)
		must(t, w.client.Login(ctx))
		w.Inject(oceansim.Fault{Op: oceansim.OpListPeriods, Latency: time.Second, Status: 429, RetryAfter: "20"})
		short, cancel := context.WithTimeout(ctx, 5*time.Second)
		defer cancel()
		errs := make(chan error)
		for range 2 {
			go func() { _, err := w.client.Exceptionnelles(short, driver); errs <- err }()
		}
		start := time.Now()
		for range 2 {
			if err := <-errs; !errors.Is(err, ocean.ErrRateLimited) || time.Since(start) > 2*time.Second {
				t.Errorf("%v after %s", err, time.Since(start))
			}
		}
		time.Sleep(time.Minute)
		w.Inject(oceansim.Fault{Op: oceansim.OpListPeriods, Latency: time.Second, Status: 429, RetryAfter: "20"})
		go func() { _, err := w.client.Exceptionnelles(ctx, driver); errs <- err }()
		must(t, <-errs)
	})
}
