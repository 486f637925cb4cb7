package ocean_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/oceansim"
)

// bubble makes a service and a client without a network, for a bubble of its own time.
func bubble(t *testing.T, tune ...func(*ocean.Config)) *world {
	t.Helper()
	opts := oceansim.Options{Now: func() time.Time { return noon }}
	sim := oceansim.New(opts)
	sim.Seed(noon)
	client, log := newClient(t, "http://ocean.example/ocean", append([]func(*ocean.Config){func(c *ocean.Config) {
		c.Transport, c.Now = direct{sim}, opts.Now
	}}, tune...)...)
	return &world{sim, client, log}
}

// writes are one call of each kind of write, that would be done.
func writes(w *world) map[oceansim.Op]func(context.Context) error {
	trip := w.Trips(driver)[0]
	periods := w.Periods(driver)
	future := periods[len(periods)-1].ExtensionID
	return map[oceansim.Op]func(context.Context) error{
		oceansim.OpSavePeriod: func(ctx context.Context) error {
			return w.client.CreateExceptionnelle(ctx, driver, ocean.Periode{Debut: saturday(9), Fin: saturday(10), Description: "Médecin"})
		},
		oceansim.OpDropPeriod: func(ctx context.Context) error { return w.client.DeleteExceptionnelle(ctx, future) },
		oceansim.OpSaveHours: func(ctx context.Context) error {
			return w.client.ReplaceRecurrentes(ctx, driver, []ocean.Plage{{Jour: ocean.Lundi, Debut: 60, Fin: 120}}, noon.Add(time.Hour), time.Time{})
		},
		oceansim.OpDropHours: func(ctx context.Context) error {
			return w.client.DeleteRecurrentes(ctx, driver, w.Week(driver)[0].ID)
		},
		oceansim.OpPosteriori: func(ctx context.Context) error {
			return w.client.SetEtapePrivacy(ctx, ocean.EtapeKey{IDEtape: trip.ID, NumeroEmbarque: 2001, CodeExploitant: oceansim.DemoExploitant}, true)
		},
	}
}

func TestWritesOverEveryStatus(t *testing.T) {
	t.Parallel()
	outcomes := map[int]ocean.Outcome{
		400: ocean.NotDone, 401: ocean.NotDone, 403: ocean.NotDone, 404: ocean.NotDone, 405: ocean.NotDone,
		408: ocean.Unknown, 409: ocean.Unknown, 422: ocean.NotDone, 429: ocean.NotDone, 302: ocean.Unknown,
		500: ocean.Unknown, 501: ocean.Unknown, 502: ocean.Unknown, 503: ocean.Unknown, 504: ocean.Unknown, 202: ocean.Unknown,
	}
	requests := map[int]int{401: 2, 429: 4} // all others: one
	for status, outcome := range outcomes {
		synctest.Test(t, func(t *testing.T) {
			w := bubble(t, func(c *ocean.Config) { c.DateZone = ocean.DateZoneOffset })
			for op, write := range writes(w) {
				w.Inject(oceansim.Fault{Op: op, Status: status, Count: -1})
				err := write(ctx)
				if got := ocean.OutcomeOf(err); got != outcome || err == nil {
					t.Errorf("%s, %d: %s (%v), want %s", op, status, got, err, outcome)
				}
				want := max(1, requests[status])
				if got := w.Count(op); got != want {
					t.Errorf("%s, %d: sent %d times, want %d", op, status, got, want)
				}
			}
		})
	}
}

// TestWritesThatBreakOff: cut or answered 500, before the work or after it: unknown, and sent once.
func TestWritesThatBreakOff(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]oceansim.Fault{
		"cut before": {Cut: true}, "cut after": {Cut: true, After: true},
		"500 before": {Status: 500}, "500 after": {Status: 500, After: true}, "late": {Late: true},
	} {
		w := newWorld(t, oceansim.Options{})
		for op, write := range writes(w) {
			must(t, w.client.Login(ctx)) // so that the write goes over a connection that was used before
			fault.Op = op
			w.Inject(fault)
			err := write(ctx)
			if ocean.OutcomeOf(err) != ocean.Unknown || !errors.Is(err, ocean.ErrUnavailable) {
				t.Errorf("%s, %s: got %v, %s", name, op, err, ocean.OutcomeOf(err))
			}
			if got := w.Count(op); got != 1 {
				t.Errorf("%s, %s: sent %d times", name, op, got)
			}
		}
	}
}

// TestTransportSendsNoWriteTwice: the server takes the request on a connection that was used before, does the
// work and closes. net/http would send a GET again then.
func TestTransportSendsNoWriteTwice(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { _ = listener.Close() })
	var deletes, posts, connections atomic.Int32
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			connections.Add(1)
			go func() {
				defer conn.Close()
				reader := bufio.NewReader(conn)
				for {
					r, err := http.ReadRequest(reader)
					if err != nil {
						return
					}
					_, _ = io.Copy(io.Discard, r.Body)
					switch {
					case strings.HasSuffix(r.URL.Path, "/authenticate2"):
						const body = `{"token":"t"}`
						_, _ = fmt.Fprintf(conn, "HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s", len(body), body)
					case r.Method == http.MethodDelete:
						deletes.Add(1)
						return
					case r.Method == http.MethodPost:
						posts.Add(1)
						return
					default:
						_, _ = io.WriteString(conn, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]")
					}
				}
			}()
		}
	}()
	client, _ := newClient(t, "http://"+listener.Addr().String())
	warm := func() {
		before := connections.Load()
		_, err := client.Exceptionnelles(ctx, 1)
		must(t, err)
		_, err = client.Exceptionnelles(ctx, 1)
		must(t, err)
		if connections.Load() > before+1 {
			t.Fatal("connections are not used again, so nothing is tested")
		}
	}
	warm()
	if err := client.DeleteExceptionnelle(ctx, 5); ocean.OutcomeOf(err) != ocean.Unknown {
		t.Errorf("delete: %v, %s", err, ocean.OutcomeOf(err))
	}
	warm()
	if err := client.CreateExceptionnelle(ctx, 1, ocean.Periode{Debut: saturday(1), Fin: saturday(2)}); ocean.OutcomeOf(err) != ocean.Unknown {
		t.Errorf("create: %v, %s", err, ocean.OutcomeOf(err))
	}
	warm()
	if err := client.ReplaceRecurrentes(ctx, 1, nil, time.Time{}, time.Time{}); ocean.OutcomeOf(err) != ocean.Unknown {
		t.Errorf("replace: %v, %s", err, ocean.OutcomeOf(err))
	}
	if deletes.Load() != 1 || posts.Load() != 2 {
		t.Errorf("%d deletes and %d posts arrived, want 1 and 2", deletes.Load(), posts.Load())
	}
}

// reads are one call of each kind of read.
func reads(w *world) map[oceansim.Op]func(context.Context) error {
	return map[oceansim.Op]func(context.Context) error{
		oceansim.OpIndividus: func(ctx context.Context) error {
			return w.client.Individus(ctx, ocean.AllIndividus, func(ocean.Fiche) error { return nil })
		},
		oceansim.OpListPeriods: func(ctx context.Context) error { _, err := w.client.Exceptionnelles(ctx, driver); return err },
		oceansim.OpListHours:   func(ctx context.Context) error { _, err := w.client.Recurrentes(ctx, driver); return err },
		oceansim.OpVehicles:    func(ctx context.Context) error { _, err := w.client.Vehicles(ctx, ""); return err },
		oceansim.OpEntities:    func(ctx context.Context) error { _, err := w.client.Entities(ctx); return err },
		oceansim.OpFicheJour: func(ctx context.Context) error {
			_, err := w.client.FicheJour(ctx, oceansim.DemoDriver().VehicleID, noon)
			return err
		},
		oceansim.OpAnalyse: func(ctx context.Context) error {
			_, err := w.client.Analyse(ctx, ocean.AnalyseQuery{Debut: noon.AddDate(0, -1, 0), Fin: noon})
			return err
		},
	}
}

func TestReadsOverEveryStatus(t *testing.T) {
	t.Parallel()
	for status, again := range map[int]bool{
		400: false, 403: false, 405: false, 409: false, 422: false, 302: false,
		429: true, 500: true, 501: true, 502: true, 503: true, 504: true, 599: true, 0: true, // 0 is a cut connection
	} {
		synctest.Test(t, func(t *testing.T) {
			w := bubble(t)
			for op, read := range reads(w) {
				w.Inject(oceansim.Fault{Op: op, Status: status, Cut: status == 0, Count: 2})
				err := read(ctx)
				want := 1
				if again {
					want = 3
				}
				if got := w.Count(op); got != want || (err == nil) != again {
					t.Errorf("%s, %d: asked %d times, want %d; %v", op, status, got, want, err)
				}
				w.ClearFaults()
				w.ForgetRequests()
				w.Inject(oceansim.Fault{Op: op, Status: status, Cut: status == 0, Count: -1})
				if err := read(ctx); err == nil || w.Count(op) > 4 {
					t.Errorf("%s, %d: must end, asked %d times: %v", op, status, w.Count(op), err)
				}
				w.ClearFaults()
				time.Sleep(6 * time.Second) // until it is seen whether OCEAN is back
				must(t, read(ctx))
				w.ForgetRequests()
			}
		})
	}
}

func TestRetryAfterIsHonoured(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := bubble(t)
		for op, call := range map[oceansim.Op]func(context.Context) error{
			oceansim.OpEntities:   reads(w)[oceansim.OpEntities],
			oceansim.OpSavePeriod: writes(w)[oceansim.OpSavePeriod],
		} {
			w.Inject(oceansim.Fault{Op: op, Status: 429, RetryAfter: "7"})
			start := time.Now()
			must(t, call(ctx))
			if waited := time.Since(start); waited < 7*time.Second || waited > 8*time.Second {
				t.Errorf("%s: waited %s, want 7 s", op, waited)
			}
			// Longer than anybody wants to wait: told at once, and OCEAN is left alone meanwhile.
			w.Inject(oceansim.Fault{Op: op, Status: 429, RetryAfter: "50"})
			start = time.Now()
			err := call(ctx)
			var e *ocean.Error
			if !errors.As(err, &e) || e.RetryAfter != 50*time.Second || ocean.OutcomeOf(err) != ocean.NotDone || time.Since(start) > time.Second {
				t.Errorf("%s: got %v after %s", op, err, time.Since(start))
			}
			n := w.Count(op)
			if err := call(ctx); !errors.Is(err, ocean.ErrRateLimited) || w.Count(op) != n {
				t.Errorf("%s: asked although OCEAN wanted a wait: %v", op, err)
			}
			time.Sleep(time.Minute)
			must(t, call(ctx))
			// A deadline before the end of the wait: told at once, with what OCEAN said.
			w.Inject(oceansim.Fault{Op: op, Status: 429, RetryAfter: "20"})
			short, cancel := context.WithTimeout(ctx, 5*time.Second)
			start = time.Now()
			if err := call(short); !errors.Is(err, ocean.ErrRateLimited) || time.Since(start) > time.Second {
				t.Errorf("%s: got %v after %s", op, err, time.Since(start))
			}
			cancel()
			time.Sleep(time.Minute)
		}
	})
}

func TestCallsThatNeverLeft(t *testing.T) {
	t.Parallel()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	must(t, listener.Close())
	client, _ := newClient(t, "http://"+listener.Addr().String())
	short, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
	defer cancel()
	if err := client.DeleteExceptionnelle(short, 5); ocean.OutcomeOf(err) != ocean.NotDone {
		t.Errorf("no login possible: %v, %s", err, ocean.OutcomeOf(err))
	}

	w := newWorld(t, oceansim.Options{})
	must(t, w.client.Login(ctx))
	ended, cancel := context.WithCancel(ctx)
	cancel()
	for op, write := range writes(w) {
		if err := write(ended); ocean.OutcomeOf(err) != ocean.NotDone || !errors.Is(err, context.Canceled) || w.Count(op) != 0 {
			t.Errorf("%s with a context that has ended: %v, %s", op, err, ocean.OutcomeOf(err))
		}
	}
}

// TestNoConnectionIsNotDone: the token is there, the server is gone.
func TestNoConnectionIsNotDone(t *testing.T) {
	t.Parallel()
	sim := oceansim.New(oceansim.Options{})
	served := httptest.NewServer(sim)
	client, _ := newClient(t, served.URL)
	must(t, client.Login(ctx))
	served.CloseClientConnections()
	served.Close()
	for range 3 { // the first may still meet the connection that was kept
		err := client.DeleteExceptionnelle(ctx, 5)
		if ocean.OutcomeOf(err) == ocean.NotDone {
			if strings.Contains(err.Error(), "horaireExtensionIds") {
				t.Error(err)
			}
			return
		}
	}
	t.Error("a connection that can't be opened must be told as not done")
}

func TestTimeLimits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := bubble(t)
		for op, write := range writes(w) {
			w.Inject(oceansim.Fault{Op: op, Latency: time.Hour, Count: -1})
			start := time.Now()
			err := write(ctx)
			if waited := time.Since(start); waited.Round(time.Millisecond) != ocean.DefaultWriteTimeout {
				t.Errorf("%s: gave up after %s", op, waited)
			}
			if ocean.OutcomeOf(err) != ocean.Unknown || w.Count(op) != 1 {
				t.Errorf("%s: %v, %s, sent %d times", op, err, ocean.OutcomeOf(err), w.Count(op))
			}
		}
		w.ClearFaults()
		time.Sleep(6 * time.Second) // until it is seen whether OCEAN is back
		must(t, w.client.Login(ctx))
		must(t, reads(w)[oceansim.OpEntities](ctx))
		w.Inject(oceansim.Fault{Op: oceansim.OpListHours, Latency: time.Hour})
		_, err := w.client.Recurrentes(ctx, driver)
		must(t, err) // the second attempt
	})
}

func TestRateOfRequests(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := bubble(t, func(c *ocean.Config) { c.Rate = 5 })
		start := time.Now()
		for range 20 {
			_, err := w.client.Entities(ctx)
			must(t, err)
		}
		if took := time.Since(start); took < 3900*time.Millisecond || took > 4100*time.Millisecond {
			t.Errorf("21 requests took %s at 5 a second, want 4 s", took)
		}
	})
}

func TestRedirectsAreNotFollowed(t *testing.T) {
	t.Parallel()
	var elsewhere atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) }))
	t.Cleanup(other.Close)
	served := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/authenticate2") {
			_, _ = io.WriteString(w, `{"token":"t"}`)
			return
		}
		http.Redirect(w, r, other.URL, http.StatusTemporaryRedirect)
	}))
	t.Cleanup(served.Close)
	client, _ := newClient(t, served.URL)
	if _, err := client.Entities(ctx); err == nil || !strings.Contains(err.Error(), "redirect") {
		t.Errorf("got %v", err)
	}
	if err := client.DeleteExceptionnelle(ctx, 1); ocean.OutcomeOf(err) != ocean.Unknown {
		t.Errorf("got %v", err)
	}
	if elsewhere.Load() != 0 {
		t.Error("a redirect was followed")
	}
}

// TestErrorsTellNothingPersonal tries every way to fail and looks for what must not be told.
func TestErrorsTellNothingPersonal(t *testing.T) {
	t.Parallel()
	const reason = "Rendez-vous chez l'oncologue"
	synctest.Test(t, func(t *testing.T) {
		for _, f := range []oceansim.Fault{
			{Status: 400, Body: `{"oceanStatus":"bad","message":"no: ` + reason + `"}`},
			{Status: 400, Body: `{"oceanStatus":"bad","message":"no: Rendez-vous+chez+l%27oncologue"}`},
			{Status: 500, Body: "<html>" + reason},
			{Status: 429},
			{Status: 401, Count: -1},
			{Cut: true},
			{Status: 302},
			{Latency: time.Hour},
			{Status: 200, Body: reason},
			{Status: 200, Body: `{"message":"` + reason + `"}`},
		} {
			w := bubble(t)
			f.Op, f.Count = oceansim.OpSavePeriod, -1
			w.Inject(f)
			err := w.client.CreateExceptionnelle(ctx, driver, ocean.Periode{Debut: saturday(9), Fin: saturday(10), Description: reason})
			if err == nil {
				t.Fatal("no error")
			}
			said := []string{fmt.Sprintf("%v %+v %#v %s", err, err, err, w.log)}
			for inner := err; inner != nil; inner = errors.Unwrap(inner) {
				said = append(said, inner.Error())
			}
			told := strings.Join(said, "\n")
			for _, secret := range []string{"oncologue", "description", "?", "ocean.example", "simulated-", oceansim.DemoPassword, "restapi"} {
				if strings.Contains(told, secret) {
					t.Errorf("%+v tells %q: %s", f, secret, told)
				}
			}
		}
	})
}

func TestOceanMessageIsCleaned(t *testing.T) {
	t.Parallel()
	_, err := answering(t, 400, `{"oceanStatus":"badParameters","message":"<b>Utilisateur</b> n'a\u0000 pas\n d'Individu !`+strings.Repeat("x", 1000)+`","new":1}`).Recurrentes(ctx, 1)
	var e *ocean.Error
	if !errors.As(err, &e) || e.Code != "badParameters" || !strings.HasPrefix(e.Message, "Utilisateur n'a pas d'Individu !") || len([]rune(e.Message)) != 200 {
		t.Errorf("got %#v", e)
	}
	for _, body := range []string{"", "null", "[]", "<html>", `{"message":{"a":1}}`, "\xff\xfe", `{"message":null}`} {
		_, err := answering(t, 400, body).Recurrentes(ctx, 1)
		if !errors.As(err, &e) || e.Status != 400 || e.Message != "" {
			t.Errorf("%q: got %#v", body, e)
		}
	}
}

func TestCustomerGoesEverywhere(t *testing.T) {
	t.Parallel()
	w := newWorld(t, oceansim.Options{CustomerID: oceansim.DemoCustomerID}, func(c *ocean.Config) { c.CustomerID = oceansim.DemoCustomerID })
	for op, call := range reads(w) {
		if err := call(ctx); err != nil {
			t.Errorf("%s: %v", op, err)
		}
	}
	for op, call := range writes(w) {
		if err := call(ctx); err != nil {
			t.Errorf("%s: %v", op, err)
		}
	}
	for _, r := range w.Requests() {
		if given := r.Query.Get("customerId"); r.Op != oceansim.OpLogin && given != strconv.Itoa(oceansim.DemoCustomerID) {
			t.Errorf("%s: customerId %q", r.Op, given)
		}
	}
}

func TestDateZones(t *testing.T) {
	t.Parallel()
	create := func(w *world) error {
		return w.client.CreateExceptionnelle(ctx, driver+3, ocean.Periode{Debut: saturday(9), Fin: saturday(10)})
	}
	for _, c := range []struct {
		name     string
		setting  ocean.DateZone
		accepted oceansim.DateZones
		ok       bool
		requests int // for two creations
	}{
		{"auto and both", ocean.DateZoneAuto, oceansim.BothZones, true, 2},
		{"auto and +0000", "", oceansim.OffsetOnly, true, 2},
		{"auto and Z", ocean.DateZoneAuto, oceansim.LetterOnly, true, 3},
		{"+0000 and Z", ocean.DateZoneOffset, oceansim.LetterOnly, false, 2},
		{"Z and +0000", ocean.DateZoneLetter, oceansim.OffsetOnly, false, 2},
		{"Z and Z", ocean.DateZoneLetter, oceansim.LetterOnly, true, 2},
	} {
		w := newWorld(t, oceansim.Options{DateZones: c.accepted}, func(cfg *ocean.Config) { cfg.DateZone = c.setting })
		for range 2 {
			if err := create(w); (err == nil) != c.ok {
				t.Errorf("%s: %v", c.name, err)
			}
		}
		if got := w.Count(oceansim.OpSavePeriod); got != c.requests {
			t.Errorf("%s: %d requests, want %d", c.name, got, c.requests)
		}
		if logged := strings.Contains(w.log.String(), "form="); logged != (c.ok && c.setting != ocean.DateZoneLetter) {
			t.Errorf("%s: logged %t: %s", c.name, logged, w.log)
		}
		if c.ok && !w.Periods(driver + 3)[0].Debut.Equal(saturday(9)) {
			t.Errorf("%s: recorded %v", c.name, w.Periods(driver+3))
		}
	}
}

// TestABadRequestTeachesNoForm: one without dates is not tried again, and a refusal of both forms teaches nothing.
func TestABadRequestTeachesNoForm(t *testing.T) {
	t.Parallel()
	w := newWorld(t, oceansim.Options{DateZones: oceansim.LetterOnly})
	if err := w.client.DeleteExceptionnelle(ctx, 1); !errors.Is(err, ocean.ErrBadRequest) || w.Count(oceansim.OpDropPeriod) != 1 {
		t.Errorf("%v, %d requests", err, w.Count(oceansim.OpDropPeriod))
	}
	past := ocean.Periode{Debut: noon.Add(-2 * time.Hour), Fin: noon.Add(-time.Hour)}
	for range 2 {
		if err := w.client.CreateExceptionnelle(ctx, driver, past); !errors.Is(err, ocean.ErrBadRequest) {
			t.Error(err)
		}
	}
	if got := w.Count(oceansim.OpSavePeriod); got != 4 {
		t.Errorf("%d requests, want 4", got)
	}
	must(t, w.client.CreateExceptionnelle(ctx, driver, ocean.Periode{Debut: saturday(9), Fin: saturday(10)}))
}

func TestIdenticalReadsAreOne(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := bubble(t)
		must(t, w.client.Login(ctx))
		w.Inject(oceansim.Fault{Op: oceansim.OpListPeriods, Latency: time.Second, Count: -1})
		read := func(ctx context.Context) error { _, err := w.client.Exceptionnelles(ctx, driver); return err }
		// The first caller leaves; the others still get their answer.
		leaving, cancel := context.WithCancel(ctx)
		left := make(chan error)
		go func() { left <- read(leaving) }()
		synctest.Wait()
		done := make(chan error)
		for range 5 {
			go func() { done <- read(ctx) }()
		}
		synctest.Wait()
		cancel()
		if err := <-left; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		for range 5 {
			must(t, <-done)
		}
		if got := w.Count(oceansim.OpListPeriods); got != 1 {
			t.Errorf("%d requests, want 1", got)
		}
		// A read after a write joins no read that began before it.
		go func() { done <- read(ctx) }()
		synctest.Wait()
		must(t, w.client.CreateExceptionnelle(ctx, driver, ocean.Periode{Debut: saturday(9), Fin: saturday(10)}))
		must(t, read(ctx))
		must(t, <-done)
		if got := w.Count(oceansim.OpListPeriods); got != 3 {
			t.Errorf("%d requests, want 3", got)
		}
	})
}

func TestNew(t *testing.T) {
	t.Parallel()
	good := ocean.Config{Login: "l", Password: "p"}
	if _, err := ocean.New(good); err != nil {
		t.Error(err)
	}
	for setting, spoil := range map[string]func(*ocean.Config){
		"OCEAN_LOGIN":       func(c *ocean.Config) { c.Login = "" },
		"OCEAN_PASSWORD":    func(c *ocean.Config) { c.Password = "" },
		"OCEAN_BASE_URL":    func(c *ocean.Config) { c.BaseURL = "ftp://x" },
		"OCEAN_DATE_ZONE":   func(c *ocean.Config) { c.DateZone = "UTC" },
		"OCEAN_RATE":        func(c *ocean.Config) { c.Rate = -1 },
		"OCEAN_CUSTOMER_ID": func(c *ocean.Config) { c.CustomerID = -1 },
	} {
		cfg := good
		spoil(&cfg)
		if _, err := ocean.New(cfg); !errors.Is(err, ocean.ErrInvalid) || !strings.Contains(err.Error(), setting) {
			t.Errorf("%s: got %v", setting, err)
		}
	}
}
