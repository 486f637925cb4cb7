package ledger

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/hours"
	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/oceansim"
	"github.com/oceanbot/oceanbot/internal/secret"
	"github.com/oceanbot/oceanbot/internal/store"
)

// driver is whose periods most tests write.
const driver int64 = 11100004030

// world is OCEAN, a store, the processes of the bot that come and go on it, and what its people remember
// of what they were told. It stands in a synctest bubble, so its clock is a fake one.
type world struct {
	t    testing.TB
	sim  *oceansim.Server
	url  string        // of the store
	back atomic.Int64  // nanoseconds by how much the clock of the bot was set back
	poll time.Duration // how often Run looks; 0 is the default

	mu     sync.Mutex
	told   map[string][]telling
	mute   func() error // what a telling fails with
	lines  []string     // what happened, for failures
	portal map[int64]Period
}

// telling is one time that a person was told an outcome: by the answer to a press, or unasked.
type telling struct {
	entry   Entry
	unasked bool
}

func newWorld(t testing.TB, url string) *world {
	t.Helper()
	w := &world{
		t: t, sim: oceansim.New(oceansim.Options{}), url: url, poll: testPoll,
		told: map[string][]telling{}, portal: map[int64]Period{},
	}
	w.sim.AddIndividu(oceansim.Individu{ID: driver})
	t.Cleanup(func() {
		if !t.Failed() {
			return
		}
		for _, line := range w.lines {
			t.Log(line)
		}
	})
	return w
}

const inMemory = store.Scheme + ":memory:"

func onDisk(t testing.TB) string {
	t.Helper()
	return store.Scheme + filepath.Join(t.TempDir(), "bot.db")
}

// notef keeps a line that is shown where a test fails.
func (w *world) notef(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.lines = append(w.lines, time.Now().Format("15:04:05.000 ")+fmt.Sprintf(format, args...))
}

// remember is a person being told.
func (w *world) remember(entry Entry, unasked bool) {
	w.notef("told (unasked: %v) %s %s %q late: %v %+v", unasked, entry.ID[:4], entry.Intent.Kind, entry.Outcome, entry.Late, entry.Recorded)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.told[entry.ID] = append(w.told[entry.ID], telling{entry, unasked})
}

// tellings are the times that a person was told the outcome of a write.
func (w *world) tellings(id string) []telling {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.told[id])
}

// process is one life of the bot.
type process struct {
	*world

	ledger *Ledger
	client *ocean.Client
	db     *store.DB
	dead   atomic.Bool
	away   atomic.Bool                  // OCEAN can't be reached
	behind atomic.Int64                 // nanoseconds by how much its own clock is behind the others
	step   atomic.Pointer[func(string)] // called at every step that the process makes
	ctx    context.Context              //nolint:containedctx // it is the life of the process
	stop   context.CancelFunc
}

func (w *world) start() *process {
	w.t.Helper()
	db, err := store.Open(w.t.Context(), w.url)
	if err != nil {
		w.t.Fatal(err)
	}
	p := &process{world: w, db: db}
	p.ctx, p.stop = context.WithCancel(context.WithoutCancel(w.t.Context()))
	silent := logrus.New()
	silent.SetOutput(io.Discard)
	p.client, err = ocean.New(ocean.Config{
		BaseURL: "http://ocean.example", Login: oceansim.DemoLogin, Password: secret.Text(oceansim.DemoPassword),
		Rate: 1e6, Transport: p, Log: silent,
	})
	if err != nil {
		w.t.Fatal(err)
	}
	times := DefaultTimes
	if w.poll != 0 {
		times.Poll = w.poll
	}
	p.ledger = New(Config{OCEAN: p.client, Store: db, Log: silent, Now: p.now, Times: times})
	w.t.Cleanup(p.end)
	return p
}

// end stops a process in an orderly way.
func (p *process) end() {
	p.dead.Store(true)
	_ = p.db.Close()
	p.stop()
}

// crash ends a process at once: nothing that it does from here on leaves a trace anywhere.
func (p *process) crash() {
	p.notef("crash")
	p.end()
}

// steps counts what a process does, and lets it crash at one of its steps.
func (p *process) crashAt(step int) {
	var n atomic.Int64
	f := func(string) {
		if int(n.Add(1)) == step {
			p.crash()
		}
	}
	p.step.Store(&f)
}

func (p *process) stepped(what string) {
	if f := p.step.Load(); f != nil && !p.dead.Load() {
		(*f)(what)
	}
}

func (p *process) now() time.Time {
	p.stepped("now")
	return time.Now().Add(-time.Duration(p.back.Load() + p.behind.Load()))
}

// RoundTrip implements [http.RoundTripper]: the way to OCEAN. Like a real server, OCEAN goes on with its
// work where a client has gone.
func (p *process) RoundTrip(req *http.Request) (*http.Response, error) {
	p.stepped("request")
	if p.dead.Load() || p.away.Load() {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	}
	var body []byte
	if req.Body != nil {
		var err error
		if body, err = io.ReadAll(req.Body); err != nil {
			return nil, err
		}
	}
	served := req.Clone(context.WithoutCancel(req.Context()))
	served.Body = io.NopCloser(bytes.NewReader(body))
	answers := make(chan *http.Response, 1)
	go func() { answers <- serve(p.sim, served) }()
	select {
	case answer := <-answers:
		p.stepped("answer")
		if answer == nil || p.dead.Load() {
			return nil, io.ErrUnexpectedEOF
		}
		p.notef("%s %s %s: %d", req.Method, req.URL.Path[strings.LastIndex(req.URL.Path, "/")+1:],
			req.URL.Query().Get("description")+req.URL.Query().Get("horaireExtensionIds"), answer.StatusCode)
		return answer, nil
	case <-req.Context().Done():
		return nil, req.Context().Err()
	}
}

// serve gives a handler's answer, or nil where it cuts the connection.
func serve(h http.Handler, req *http.Request) (answer *http.Response) {
	defer func() {
		if r := recover(); r != nil && r != http.ErrAbortHandler { //nolint:errorlint // it is a panic's value
			panic(r)
		}
	}()
	recorder := httptest.NewRecorder()
	h.ServeHTTP(recorder, req)
	return recorder.Result()
}

// run lets the process look after its journal until it ends.
func (p *process) run() *process {
	go p.ledger.Run(p.ctx, func(_ context.Context, entry Entry) error {
		p.stepped("tell")
		if p.dead.Load() {
			return errors.New("nobody is there to tell it")
		}
		p.mu.Lock()
		mute := p.mute
		p.mu.Unlock()
		if mute != nil {
			if err := mute(); err != nil {
				return err
			}
		}
		p.remember(entry, true)
		p.stepped("told")
		return nil
	})
	return p
}

// press makes a press, and tells its outcome as the bot does in its answer.
func (p *process) press(id string, individuID int64, intent Intent) (Entry, error) {
	return p.pressDraft(Press{
		ID: id, Owner: chat.User{Platform: "test", ID: "U1"}, IndividuID: individuID, Intent: intent,
	})
}

// pressAndDie makes a press in a process that may crash before there is an answer.
func (p *process) pressAndDie(intent Intent) {
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		_, _ = p.press("once", driver, intent)
	}()
	select {
	case <-answered:
	case <-p.ctx.Done():
	}
}

func (p *process) pressDraft(press Press) (Entry, error) {
	entry, err := p.ledger.Do(p.ctx, press)
	p.stepped("done")
	if p.dead.Load() {
		return entry, errors.New("the process is dead")
	}
	if err != nil {
		p.notef("press %s: %v", press.ID, err)
		return entry, err
	}
	p.remember(entry, false)
	if err := p.ledger.Told(p.ctx, entry.Receipt()); err != nil && !p.dead.Load() {
		p.t.Error(err)
	}
	return entry, nil
}

// recorded is what OCEAN has in truth.
func (w *world) recorded(individuID int64) []Period {
	var periods []Period
	for _, p := range w.sim.Periods(individuID) {
		periods = append(periods, Period{Extension: p.ExtensionID, Start: p.Debut, End: p.Fin, Reason: p.Description})
	}
	return sorted(periods)
}

// truth is what OCEAN has of a driver: periods, recurring hours, and what it was asked of trips.
type truth struct {
	periods []Period
	hours   hours.Schedule
	trips   map[int64]bool
}

func (w *world) truth(individuID int64) truth {
	now := time.Now().UTC().Truncate(time.Second)
	var rows []ocean.Recurrente
	for _, h := range w.sim.Week(individuID) {
		rows = append(rows, ocean.Recurrente{
			Plage: ocean.Plage{Jour: ocean.Jour(h.Jour), Debut: h.Debut, Fin: h.Fin}, ValideDu: h.Du, ValideAu: h.Au,
		})
	}
	is := truth{periods: w.recorded(individuID), hours: hours.Of(rows, now), trips: map[int64]bool{}}
	for _, t := range w.sim.Trips(individuID) {
		if t.Asked != nil {
			is.trips[t.ID] = *t.Asked
		}
	}
	return is
}

func sorted(periods []Period) []Period {
	slices.SortFunc(periods, func(a, b Period) int { return int(a.Extension - b.Extension) })
	return periods
}

// conclusion is the last that the audit trail says of a write.
type conclusion struct {
	id  string
	seq int64
}

// conclusions are the writes of a driver in the order in which their last outcomes were noted.
func (p *process) conclusions(individuID int64) []conclusion {
	p.t.Helper()
	trail, err := p.db.Audit(p.ctx)
	if err != nil {
		p.t.Fatal(err)
	}
	last := map[string]int64{}
	for _, line := range trail {
		var detail struct{ Write string }
		if err := json.Unmarshal(line.Detail, &detail); err != nil {
			p.t.Fatal(err)
		}
		if line.IndividuID == individuID {
			last[detail.Write] = line.Seq
		}
	}
	var all []conclusion
	for id, seq := range last {
		all = append(all, conclusion{id, seq})
	}
	slices.SortFunc(all, func(a, b conclusion) int { return int(a.seq - b.seq) })
	return all
}

// idle tells whether nothing of the journal is to be looked at or told any more.
func (p *process) idle() bool {
	p.t.Helper()
	open, err := p.db.WritesToLookAt(p.ctx, forever)
	untold, untoldErr := p.db.WritesUntold(p.ctx, forever)
	if err := errors.Join(err, untoldErr); err != nil {
		p.t.Fatal(err)
	}
	return len(open)+len(untold) == 0
}

// finish waits until everything has come to its end, and for as long as something is told once more that
// is believed to be untold.
func (p *process) finish() {
	p.t.Helper()
	time.Sleep(DefaultTimes.Tell + 30*time.Second)
	for began := time.Now(); !p.idle() && time.Since(began) < 3*time.Hour; {
		time.Sleep(30 * time.Second)
	}
	synctest.Wait()
}

// check is the invariant: what people were told last of each write makes, of what was recorded in the
// beginning and in the portal, exactly what OCEAN has recorded in the end; every write was concluded and
// told; none was sent more than once; the audit trail is whole. crashed forgives that somebody was told
// twice, which a crash between the telling and its note brings about.
func (p *process) check(individuID int64, initial truth, crashed bool) {
	p.t.Helper()
	open, err := p.db.WritesToLookAt(p.ctx, forever)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, row := range open {
		p.t.Errorf("write %.4s is still looked at: outcome %q, at %v", row.ID, row.Outcome, row.LookAt)
	}
	untold, err := p.db.WritesUntold(p.ctx, forever)
	if err != nil {
		p.t.Fatal(err)
	}
	for _, row := range untold {
		p.t.Errorf("write %.4s was not told: outcome %q", row.ID, row.Outcome)
	}
	if _, err := p.db.VerifyAudit(p.ctx); err != nil {
		p.t.Error(err)
	}
	expected := slices.Clone(initial.periods)
	week, trips, unsure := initial.hours, maps.Clone(initial.trips), map[int64]bool{}
	for _, made := range p.portal {
		expected = append(expected, made)
	}
	begun := map[string]int{}
	for _, c := range p.conclusions(individuID) {
		entry, err := p.ledger.ByID(p.ctx, c.id)
		if err != nil {
			p.t.Fatal(err)
		}
		begun[keyOf(entry.Intent)]++
		tellings := p.tellings(c.id)
		if len(tellings) == 0 {
			p.t.Errorf("write %.4s: nobody was told", c.id)
			continue
		}
		p.checkTellings(tellings, crashed)
		switch last := tellings[len(tellings)-1].entry; {
		case last.Outcome != entry.Outcome || !last.Recorded.same(entry.Recorded) || !last.Hours.Equal(entry.Hours):
			p.t.Errorf("write %.4s: the last that was told is %q %v, the journal has %q %v", c.id, last.Outcome, last.Recorded, entry.Outcome, entry.Recorded)
		case last.Outcome == Unknown && last.Intent.Kind == Reclassify:
			unsure[last.Intent.Trip.Etape] = true
		case last.Outcome == Recorded && last.Intent.Kind == Reclassify:
			trips[last.Intent.Trip.Etape] = last.Intent.Private
			if shadowed, err := p.ledger.Overshadowed(p.ctx, last); err != nil {
				p.t.Error(err)
			} else if !shadowed { // else the person was told that it may be undone
				delete(unsure, last.Intent.Trip.Etape)
			}
		case (last.Outcome == Recorded || last.Outcome == Differs) && last.Intent.Kind == SetHours:
			week = last.Hours
		case last.Outcome == Recorded || last.Outcome == Differs:
			expected = last.apply(expected)
		case last.Outcome == Unknown || last.Outcome == Open:
			p.t.Errorf("write %.4s: the last that was told is %q", c.id, last.Outcome)
		}
	}
	if got := p.recorded(individuID); !slices.EqualFunc(got, sorted(expected), func(a, b Period) bool { return a.Extension == b.Extension && a.same(b) }) {
		p.t.Errorf("OCEAN has recorded\n\t%v\nand people were told\n\t%v", got, expected)
	}
	is := p.truth(individuID)
	since := time.Now().Add(startSlack)
	if !is.hours.Since(since).Equal(week.Since(since)) {
		p.t.Errorf("OCEAN has the week\n\t%v\nand people were told\n\t%v", is.hours, week)
	}
	for etape := range unsure {
		delete(is.trips, etape)
		delete(trips, etape)
	}
	if !maps.Equal(is.trips, trips) {
		p.t.Errorf("OCEAN was asked of trips %v, and people were told %v", is.trips, trips)
	}
	p.checkSent(begun)
}

// checkTellings: unasked only what is news, and marked as a correction where it corrects something.
func (w *world) checkTellings(tellings []telling, crashed bool) {
	w.t.Helper()
	for n, now := range tellings {
		id := now.entry.ID
		if n == 0 {
			if now.entry.Late && !crashed {
				w.t.Errorf("write %.4s: the first telling is called late", id)
			}
			continue
		}
		before := tellings[n-1].entry
		changed := before.Outcome != now.entry.Outcome || !before.Recorded.same(now.entry.Recorded)
		if now.unasked && !changed && !crashed {
			w.t.Errorf("write %.4s: %q was told twice", id, now.entry.Outcome)
		}
		if changed && !now.entry.Late && !crashed {
			w.t.Errorf("write %.4s: %q after %q isn't called late", id, now.entry.Outcome, before.Outcome)
		}
	}
}

// keyOf names what a request asks for.
func keyOf(i Intent) string {
	switch {
	case i.Kind == Reclassify:
		return fmt.Sprint("trip ", i.Trip.Etape, " ", i.Private)
	case i.Kind == SetHours && i.Hours.Row != 0:
		return fmt.Sprint("row ", i.Hours.Row)
	case i.Kind == SetHours:
		return "week"
	}
	if i.Kind == Delete {
		return fmt.Sprint("delete ", i.Target.Extension)
	}
	if i.Kind == Update {
		return fmt.Sprint("update ", i.Target.Extension, " ", i.Reason)
	}
	return "create " + i.Reason
}

// checkSent: of every write at most one request reached OCEAN that may have done anything.
func (w *world) checkSent(begun map[string]int) {
	w.t.Helper()
	sent := map[string]int{}
	for _, r := range w.sim.Requests() {
		if !r.Op.Writes() || slices.Contains([]int{400, 401, 403, 429}, r.Status) {
			continue
		}
		key := "create " + r.Query.Get("description")
		if extension := r.Query.Get("extensionIdToUpdate"); extension != "" {
			key = "update " + extension + " " + r.Query.Get("description")
		}
		if extension := r.Query.Get("horaireExtensionIds"); extension != "" {
			key = "delete " + extension
		}
		if other, ok := map[oceansim.Op]string{
			oceansim.OpPosteriori: "trip " + r.Query.Get("idEtape") + " " + r.Query.Get("privacy"),
			oceansim.OpDropHours:  "row " + r.Query.Get("horaireIndividuIds"),
			oceansim.OpSaveHours:  "week",
		}[r.Op]; ok {
			key = other
		}
		sent[key]++
	}
	for key, n := range sent {
		if n > begun[key] {
			w.t.Errorf("%q was sent %d times for %d writes", key, n, begun[key])
		}
	}
}
