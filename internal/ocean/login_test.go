package ocean_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/oceansim"
)

// clock is a clock that tests set.
type clock struct{ nanos atomic.Int64 }

func newClock(at time.Time) *clock {
	c := new(clock)
	c.nanos.Store(at.UnixNano())
	return c
}

func (c *clock) Now() time.Time          { return time.Unix(0, c.nanos.Load()).UTC() }
func (c *clock) Advance(d time.Duration) { c.nanos.Add(int64(d)) }

// together runs a call many times at once and waits for all.
func together(t *testing.T, times int, call func(n int64) error) {
	t.Helper()
	var all sync.WaitGroup
	for n := range int64(times) {
		all.Go(func() {
			if err := call(n); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
}

func TestManyCallsOneLogin(t *testing.T) {
	t.Parallel()
	at := newClock(noon)
	// The transport answers 401 late, so that all calls are under way with the old token when the first is refused.
	w := newWorld(t, oceansim.Options{Now: at.Now})
	read := func(n int64) error { _, err := w.client.Exceptionnelles(ctx, driver+n); return err }
	together(t, 40, read)
	if got := w.Count(oceansim.OpLogin); got != 1 {
		t.Fatalf("%d logins at the start, want 1", got)
	}
	w.ExpireTokens()
	together(t, 40, read)
	if got := w.Count(oceansim.OpLogin); got != 2 {
		t.Errorf("%d logins after all tokens were revoked, want 2", got)
	}
	at.Advance(11*time.Hour + 55*time.Minute)
	before := w.Count(oceansim.OpListPeriods)
	together(t, 40, read)
	if got := w.Count(oceansim.OpLogin); got != 3 {
		t.Errorf("%d logins after nearly 12 hours, want 3", got)
	}
	if got := w.Count(oceansim.OpListPeriods) - before; got != 40 {
		t.Errorf("%d requests, want 40: the token must be renewed before it ends", got)
	}
}

// TestLate401CausesNoLogin: a 401 that belongs to an old token comes back when a newer one is already there.
func TestLate401CausesNoLogin(t *testing.T) {
	t.Parallel()
	var logins atomic.Int32
	slow, arrived := make(chan struct{}), make(chan struct{})
	served := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/authenticate2"):
			n := logins.Add(1)
			_ = json.NewEncoder(w).Encode(map[string]any{"token": strings.Repeat("x", int(n))})
		case r.Header.Get("X-Auth-Token") == "x":
			if r.URL.Query().Get("individuId") == "1" {
				close(arrived)
				<-slow
			}
			w.WriteHeader(http.StatusUnauthorized)
		default:
			_, _ = io.WriteString(w, "[]")
		}
	}))
	t.Cleanup(served.Close)
	client, _ := newClient(t, served.URL)
	late := make(chan error)
	go func() { _, err := client.Exceptionnelles(ctx, 1); late <- err }()
	<-arrived
	_, err := client.Exceptionnelles(ctx, 2) // is refused, renews
	must(t, err)
	close(slow)
	must(t, <-late)
	if got := logins.Load(); got != 2 {
		t.Errorf("%d logins, want 2", got)
	}
}

func TestWriteSurvivesAnExpiredToken(t *testing.T) {
	t.Parallel()
	w := newWorld(t, oceansim.Options{})
	must(t, w.client.Login(ctx))
	w.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, ExpireToken: true})
	must(t, w.client.CreateExceptionnelle(ctx, driver+3, ocean.Periode{Debut: saturday(9), Fin: saturday(10)}))
	if got := len(w.Periods(driver + 3)); got != 1 {
		t.Errorf("%d periods, want 1", got)
	}
}

func TestUnauthorizedWithANewTokenIsTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t, oceansim.Options{})
	w.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Status: 401, Count: -1})
	err := w.client.CreateExceptionnelle(ctx, driver, ocean.Periode{Debut: saturday(9), Fin: saturday(10)})
	if !errors.Is(err, ocean.ErrUnauthorized) || ocean.OutcomeOf(err) != ocean.NotDone {
		t.Errorf("got %v, %s", err, ocean.OutcomeOf(err))
	}
	if got := w.Count(oceansim.OpSavePeriod); got != 2 {
		t.Errorf("%d requests, want 2", got)
	}
}

func TestBadCredentialsAreNotHammered(t *testing.T) {
	t.Parallel()
	for _, status := range []int{401, 403, 404} {
		synctest.Test(t, func(t *testing.T) {
			sim := oceansim.New(oceansim.Options{})
			client, log := newClient(t, "http://ocean.example", func(c *ocean.Config) { c.Transport = direct{sim} })
			sim.Inject(oceansim.Fault{Op: oceansim.OpLogin, Status: status, Count: -1})
			for range 20 {
				_, err := client.Exceptionnelles(ctx, driver)
				if !errors.Is(err, ocean.ErrCredentials) || ocean.OutcomeOf(err) != ocean.NotDone || errors.Is(err, ocean.ErrNotFound) {
					t.Fatalf("%d: got %v", status, err)
				}
			}
			if got := sim.Count(oceansim.OpLogin); got != 1 {
				t.Errorf("%d: %d logins, want 1", status, got)
			}
			time.Sleep(61 * time.Second)
			if err := client.Login(ctx); !errors.Is(err, ocean.ErrCredentials) {
				t.Errorf("%d: got %v", status, err)
			}
			if got := sim.Count(oceansim.OpLogin); got != 2 {
				t.Errorf("%d: %d logins after a minute, want 2", status, got)
			}
			sim.ClearFaults()
			time.Sleep(3 * time.Minute)
			must(t, client.Login(ctx))
			if strings.Contains(log.String(), oceansim.DemoPassword) {
				t.Error("the password is in the log")
			}
		})
	}
}

func TestLoginIsTriedAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		sim := oceansim.New(oceansim.Options{})
		client, _ := newClient(t, "http://ocean.example", func(c *ocean.Config) { c.Transport = direct{sim} })
		sim.Inject(oceansim.Fault{Op: oceansim.OpLogin, Status: 503, Count: 1})
		sim.Inject(oceansim.Fault{Op: oceansim.OpLogin, Cut: true, Count: 1})
		must(t, client.Login(ctx))
		if got := sim.Count(oceansim.OpLogin); got != 3 {
			t.Errorf("%d logins, want 3", got)
		}
	})
}

func TestAWriteWhoseLoginFailsIsNotDone(t *testing.T) {
	t.Parallel()
	for _, status := range []int{400, 429, 500} {
		synctest.Test(t, func(t *testing.T) {
			sim := oceansim.New(oceansim.Options{})
			client, _ := newClient(t, "http://ocean.example", func(c *ocean.Config) { c.Transport = direct{sim} })
			sim.Inject(oceansim.Fault{Op: oceansim.OpLogin, Status: status, Count: -1})
			err := client.DeleteExceptionnelle(ctx, 1)
			if ocean.OutcomeOf(err) != ocean.NotDone {
				t.Errorf("%d: got %v, %s", status, err, ocean.OutcomeOf(err))
			}
			if sim.CountWrites() != 0 {
				t.Errorf("%d: a write was sent without a token", status)
			}
		})
	}
}

func TestPasswordThatEndsSoonIsWarnedOf(t *testing.T) {
	t.Parallel()
	for days, warned := range map[int]bool{3: true, 14: true, 15: false, 90: false} {
		w := newWorld(t, oceansim.Options{PasswordDays: days})
		must(t, w.client.Login(ctx))
		if got := strings.Contains(w.log.String(), "ends soon"); got != warned {
			t.Errorf("%d days: warned %t, want %t", days, got, warned)
		}
	}
}

func TestThePasswordIsWarnedOfOnceADay(t *testing.T) {
	t.Parallel()
	at := newClock(noon)
	w := newWorld(t, oceansim.Options{Now: at.Now, PasswordDays: 3})
	for day, want := range []int{1, 1, 2, 2, 3} { // every 12 hours and a little
		for range 3 {
			w.ExpireTokens()
			must(t, w.read(0))
		}
		if got := strings.Count(w.log.String(), "ends soon"); got != want {
			t.Errorf("after %d half days: warned %d times, want %d", day, got, want)
		}
		at.Advance(12*time.Hour + time.Minute)
	}
}

// TestEveryCallIsRefusedOnceMore: where OCEAN takes no token at all, each call makes one login and ends; the
// next one logs in anew, so that nothing sticks once OCEAN takes tokens again.
func TestEveryCallIsRefusedOnceMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t, oceansim.Options{})
	must(t, w.client.Login(ctx))
	const calls = 20
	w.Inject(oceansim.Fault{Op: oceansim.OpListPeriods, ExpireToken: true, Count: -1})
	for range calls {
		if err := w.read(0); !errors.Is(err, ocean.ErrUnauthorized) {
			t.Fatal(err)
		}
	}
	if logins, reads := w.Count(oceansim.OpLogin), w.Count(oceansim.OpListPeriods); logins > 2*calls || reads != 2*calls {
		t.Errorf("%d logins and %d reads for %d calls", logins, reads, calls)
	}
	w.ClearFaults()
	must(t, w.read(0))
}

// TestALoginOutlivesWhoeverAskedForIt: the caller who caused it leaves; the others get their token.
func TestALoginOutlivesWhoeverAskedForIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := bubble(t)
		must(t, w.client.Login(ctx))
		w.ExpireTokens()
		w.Inject(oceansim.Fault{Op: oceansim.OpLogin, Latency: 2 * time.Second})
		leaving, leave := context.WithTimeout(ctx, time.Second)
		defer leave()
		left, done := make(chan error), make(chan error)
		go func() { left <- w.client.DeleteExceptionnelle(leaving, 1) }()
		synctest.Wait()
		for n := range int64(10) {
			go func() { done <- w.read(n) }()
		}
		if err := <-left; !errors.Is(err, context.DeadlineExceeded) || ocean.OutcomeOf(err) != ocean.NotDone {
			t.Errorf("who left got %v, %s", err, ocean.OutcomeOf(err))
		}
		for range 10 {
			must(t, <-done)
		}
		if got := w.Count(oceansim.OpLogin); got != 2 {
			t.Errorf("%d logins, want 2", got)
		}
	})
}
