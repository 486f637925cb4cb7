package ocean_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/oceansim"
)

func (w *world) read(n int64) error {
	_, err := w.client.Exceptionnelles(ctx, driver+n)
	return err
}

// logged counts the lines of the log that hold a text.
func (w *world) logged(text string) int { return strings.Count(w.log.String(), text) }

func TestAnOutageIsToldAtOnce(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]oceansim.Fault{
		"500": {Status: 500}, "503": {Status: 503}, "cut": {Cut: true}, "silence": {Latency: time.Hour},
	} {
		synctest.Test(t, func(t *testing.T) {
			w := bubble(t)
			calls := writes(w)
			must(t, w.client.Login(ctx))
			fault.Count = -1
			w.Inject(fault)
			for range 2 { // of four attempts each
				if err := w.read(0); !errors.Is(err, ocean.ErrUnavailable) && !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("%s: %v", name, err)
				}
			}
			if got := w.Count(oceansim.OpListPeriods); got != 5 {
				t.Errorf("%s: %d requests until it was an outage, want 5", name, got)
			}
			w.ForgetRequests()
			start := time.Now()
			for op, write := range calls {
				err := write(ctx)
				var e *ocean.Error
				if !errors.As(err, &e) || !errors.Is(err, ocean.ErrUnavailable) || ocean.OutcomeOf(err) != ocean.NotDone {
					t.Errorf("%s, %s: %v, %s", name, op, err, ocean.OutcomeOf(err))
				}
			}
			for op, read := range reads(w) {
				if err := read(ctx); !errors.Is(err, ocean.ErrUnavailable) {
					t.Errorf("%s, %s: %v", name, op, err)
				}
			}
			if waited := time.Since(start); waited > 0 || len(w.Requests()) != 0 {
				t.Errorf("%s: %d requests, and %s until it was told", name, len(w.Requests()), waited)
			}
			// Every few seconds one request is let through.
			for range 10 {
				time.Sleep(21 * time.Second)
				together(t, 20, func(n int64) error {
					if err := w.read(n); err == nil {
						return errors.New("an answer out of nowhere")
					}
					return nil
				})
			}
			if got := len(w.Requests()); got != 10 {
				t.Errorf("%s: %d requests for 10 probes", name, got)
			}
			w.ClearFaults()
			time.Sleep(6 * time.Second)
			must(t, w.read(0))
			together(t, 20, w.read)
			for op, write := range calls {
				if err := write(ctx); err != nil {
					t.Errorf("%s, %s: %v", name, op, err)
				}
			}
			if opened, closed := w.logged("calls fail at once"), w.logged("OCEAN: is back"); opened != 1 || closed != 1 {
				t.Errorf("%s: logged %d and %d times:\n%s", name, opened, closed, w.log)
			}
		})
	}
}

// TestAnOutageOfTheLogin: without a token nothing can be asked, and that is an outage too.
func TestAnOutageOfTheLogin(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := bubble(t)
		w.Inject(oceansim.Fault{Op: oceansim.OpLogin, Status: http.StatusBadGateway, Count: -1})
		for range 10 {
			if err := w.read(0); !errors.Is(err, ocean.ErrUnavailable) || ocean.OutcomeOf(err) != ocean.NotDone {
				t.Error(err)
			}
		}
		if got := w.Count(oceansim.OpLogin); got != 5 {
			t.Errorf("%d logins, want 5", got)
		}
		w.ClearFaults()
		time.Sleep(6 * time.Second)
		must(t, w.read(0))
	})
}

// TestAnswersAreNoOutage: a service that says no is there, and so is one that makes no sense.
func TestAnswersAreNoOutage(t *testing.T) {
	t.Parallel()
	for _, fault := range []oceansim.Fault{{Status: 400}, {Status: 401}, {Status: 403}, {Status: 404}, {Status: 429}, {Status: 200}, {Status: 200, Body: "<html>"}} {
		synctest.Test(t, func(t *testing.T) {
			w := bubble(t)
			fault.Op, fault.Count = oceansim.OpListHours, -1
			w.Inject(fault)
			for range 10 {
				_, _ = w.client.Recurrentes(ctx, driver)
			}
			if got := w.Count(oceansim.OpListHours); got < 10 {
				t.Errorf("%+v: asked %d times", fault, got)
			}
			must(t, w.read(0))
		})
	}
}

// TestWhoeverLeavesIsNoOutage: it is not OCEAN's fault that somebody doesn't wait.
func TestWhoeverLeavesIsNoOutage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := bubble(t)
		must(t, w.client.Login(ctx))
		w.Inject(oceansim.Fault{Op: oceansim.OpDropPeriod, Latency: 5 * time.Second, Count: -1})
		for range 10 {
			leaving, leave := context.WithTimeout(ctx, time.Second)
			if err := w.client.DeleteExceptionnelle(leaving, 1); ocean.OutcomeOf(err) != ocean.Unknown {
				t.Error(err)
			}
			leave()
		}
		must(t, w.read(0))
		// Neither is a probe that is given up a verdict: the next call is the probe then.
		w.Inject(oceansim.Fault{Op: oceansim.OpListPeriods, Status: 500, Count: 5})
		for range 2 {
			_ = w.read(0)
		}
		time.Sleep(6 * time.Second)
		leaving, leave := context.WithTimeout(ctx, time.Second)
		defer leave()
		if err := w.client.DeleteExceptionnelle(leaving, 1); ocean.OutcomeOf(err) != ocean.Unknown {
			t.Error(err)
		}
		must(t, w.read(0))
	})
}

// TestAnOutageEmptiesTheQueue: nobody waits for a turn only to be told that there is nothing to be had.
func TestAnOutageEmptiesTheQueue(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := bubble(t, func(c *ocean.Config) { c.Rate = 1 })
		must(t, w.client.Login(ctx))
		w.Inject(oceansim.Fault{Cut: true, Count: -1})
		start := time.Now()
		together(t, 100, func(n int64) error {
			err := w.client.DeleteExceptionnelle(ctx, n+1)
			if waited := time.Since(start); err == nil || waited > 5*time.Second {
				return fmt.Errorf("%w after %s", err, waited)
			}
			return nil
		})
		if got := w.Count(oceansim.OpDropPeriod); got != 5 {
			t.Errorf("%d requests, want 5", got)
		}
	})
}

// TestASlowProbeKeepsNobodyWaiting: a list that takes a minute is let through to see whether OCEAN is back.
func TestASlowProbeKeepsNobodyWaiting(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := bubble(t)
		must(t, w.client.Login(ctx))
		w.Inject(oceansim.Fault{Op: oceansim.OpListPeriods, Status: 500, Count: 5})
		for range 2 {
			_ = w.read(0)
		}
		time.Sleep(6 * time.Second)
		w.Inject(oceansim.Fault{Op: oceansim.OpIndividus, Latency: time.Minute})
		listed := make(chan error)
		go func() { listed <- reads(w)[oceansim.OpIndividus](ctx) }()
		synctest.Wait()
		if err := w.read(0); !errors.Is(err, ocean.ErrUnavailable) {
			t.Errorf("beside a probe: %v", err)
		}
		time.Sleep(ocean.DefaultReadTimeout + 6*time.Second)
		must(t, w.read(0))
		must(t, <-listed)
	})
}
