package oceansim_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/oceanbot/oceanbot/internal/oceansim"
)

// noon is a Monday, 12:00 in Paris.
var noon = time.Date(2026, time.November, 23, 11, 0, 0, 0, time.UTC)

func seeded(opts oceansim.Options) *oceansim.Server {
	if opts.Now == nil {
		opts.Now = func() time.Time { return noon }
	}
	sim := oceansim.New(opts)
	sim.Seed(noon)
	return sim
}

// ask makes one request, with a token where there is one, and gives status and body.
func ask(sim http.Handler, token, method, path, body string) (int, string) {
	r := httptest.NewRequest(method, "http://ocean.example/ocean/restapi"+path, strings.NewReader(body))
	if token != "" {
		r.Header.Set("X-Auth-Token", token)
	}
	w := httptest.NewRecorder()
	sim.ServeHTTP(w, r)
	answer, _ := io.ReadAll(w.Body)
	return w.Code, string(answer)
}

func login(t testing.TB, sim http.Handler) string {
	t.Helper()
	status, body := ask(sim, "", http.MethodPost, "/auth/authenticate2", `{"login":"demo","password":"demo-ocean"}`)
	var answer struct{ Token string }
	if err := json.Unmarshal([]byte(body), &answer); err != nil || status != http.StatusCreated || answer.Token == "" {
		t.Fatalf("login: %d %s", status, body)
	}
	return answer.Token
}

const (
	periods = "/vieprivee/v1/horairesViePriveeExceptionnellesIndividu"
	period  = "/vieprivee/v1/horaireViePriveeExceptionnelleIndividu"
	hours   = "/vieprivee/v1/horairesViePriveeRecurrentesIndividu"
)

// every service, as method and path.
func services() [][2]string {
	return [][2]string{
		{"POST", "/individus/list"},
		{"GET", periods},
		{"POST", period},
		{"DELETE", periods},
		{"GET", hours},
		{"POST", hours},
		{"DELETE", hours},
		{"POST", "/vieprivee/v1/etapeViePriveePosteriori"},
		{"GET", "/mobility/v1/ficheJour"},
		{"GET", "/mobility/v1/entities"},
		{"GET", "/vehicule_engin/vehicles"}, //nolint:misspell // OCEAN's spelling
		{"POST", "/analyse/preformattedPrivacy"},
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	at := noon
	sim := seeded(oceansim.Options{Now: func() time.Time { return at }})
	if status, _ := ask(sim, "", http.MethodPost, "/auth/authenticate2", `{"login":"demo","password":"wrong"}`); status != 401 {
		t.Errorf("bad credentials: %d", status)
	}
	first, second := login(t, sim), login(t, sim)
	for _, s := range services() {
		for _, token := range []string{"", "made-up"} {
			if status, _ := ask(sim, token, s[0], s[1], ""); status != 401 {
				t.Errorf("%s %s with token %q: %d", s[0], s[1], token, status)
			}
		}
		if status, _ := ask(sim, first, s[0], s[1], ""); status == 401 {
			t.Errorf("%s %s: another login must not revoke a token by itself", s[0], s[1])
		}
	}
	at = at.Add(12 * time.Hour)
	if status, _ := ask(sim, second, "GET", "/mobility/v1/entities", ""); status != 401 {
		t.Errorf("after 12 hours: %d", status)
	}
	alone := seeded(oceansim.Options{OneToken: true})
	old := login(t, alone)
	login(t, alone)
	if status, _ := ask(alone, old, "GET", "/mobility/v1/entities", ""); status != 401 {
		t.Errorf("after another login that revokes: %d", status)
	}
}

// TestStrictness: what the documents forbid is answered 400, or 404 where there is nothing at all.
func TestStrictness(t *testing.T) {
	t.Parallel()
	sim := seeded(oceansim.Options{})
	token := login(t, sim)
	driver := strconv.FormatInt(oceansim.DemoDriver().IndividuID, 10)
	dates := func(from, to string) string {
		return "&dateDebut=" + url.QueryEscape(from) + "&dateFin=" + url.QueryEscape(to)
	}
	good := dates("28/11/2026 09:00:00 +0000", "28/11/2026 18:00:00 Z")
	for _, c := range []struct {
		method, path, body string
		want               int
	}{
		{"POST", period + "?individuId=" + driver + good, "", 200},
		{"POST", periods + "?individuId=" + driver + good, "", 404}, // plural
		{"GET", period + "?individuId=" + driver, "", 404},
		{"DELETE", period + "?horaireExtensionIds=1", "", 404},
		{"POST", period + "?individuId=1" + good, "", 400},
		{"POST", period + "?x=1" + good, "", 400},
		{"POST", period + "?individuId=" + driver, "", 400},
		{"POST", period + "?individuId=" + driver + dates("28/11/2026 09:00:00", "28/11/2026 18:00:00"), "", 400},
		{"POST", period + "?individuId=" + driver + dates("28/11/2026 09:00:00 +0100", "28/11/2026 18:00:00 +0100"), "", 400},
		{"POST", period + "?individuId=" + driver + dates("2026-11-28T09:00:00Z", "2026-11-28T18:00:00Z"), "", 400},
		{"POST", period + "?individuId=" + driver + dates("31/02/2027 09:00:00 Z", "01/03/2027 18:00:00 Z"), "", 400},
		{"POST", period + "?individuId=" + driver + "&dateDebut=28/11/2026+09:00:00++0000&dateFin=28/11/2026+18:00:00+Z", "", 400}, // an unescaped +
		{"GET", periods, "", 400},
		{"GET", periods + "?individuId=12345", "", 404},
		{"DELETE", periods, "", 400},
		{"DELETE", periods + "?horaireExtensionIds=x", "", 400},
		{"DELETE", periods + "?horaireExtensionIds=1,2", "", 400},
		{"DELETE", hours + "?individuId=" + driver + "&horaireIndividuIds=1&horaireIndividuIds=2", "", 400},
		{"POST", "/auth/authenticate?login=demo&password=demo-ocean", "", 404}, // deprecated
		{"POST", hours + "?individuId=" + driver, `{}`, 400},
		{"POST", hours + "?individuId=" + driver, `{"innerMap":{"map":{"MONDAY":{"VIE_PRIVEE":[{}]}}}}`, 400},
		{"POST", hours + "?individuId=" + driver, `{"innerMap":{"map":{"LUNDI":{"VIE_PRIVEE":[{"idJourSemaine":"MARDI","typeHoraires":"VIE_PRIVEE","debutHeure":1,"debutMinute":0,"finHeure":2,"finMinute":0}]}}}}`, 400},
		{"DELETE", hours + "?individuId=" + driver, "", 400},
		{"POST", "/individus/list?criteria=ALL", "", 400},
		{"GET", "/mobility/v1/ficheJour?vehId=11100007010&date=2026-11-23", "", 400},
		{"POST", "/analyse/preformattedPrivacy", `{"filter":{},"renderMode":"BY_DRIVER_WITHOUT_HORAIRE_SYNTHESIS","criteria":"WITHOUT_GEOLOCATION","periode":{"debut":1,"fin":2}}`, 400},
		{"POST", "/analyse/preformattedPrivacy", `{"filter":{},"renderMode":"BY_DRIVER_WITHOUT_HORAIRE_SYNTHESIS","criteria":"WIHOUT_GEOLOCATION","periode":{"debut":1,"fin":2}}`, 200},
	} {
		if status, body := ask(sim, token, c.method, c.path, c.body); status != c.want {
			t.Errorf("%s %s: %d %s, want %d", c.method, c.path, status, body, c.want)
		}
	}
}

// TestSeed: the fleet is the same for the same now, whatever the time of day, and keeps what is promised of it.
func TestSeed(t *testing.T) {
	t.Parallel()
	for hour := range 24 * 14 {
		now := noon.Add(time.Duration(hour) * time.Hour)
		sim := oceansim.New(oceansim.Options{Now: func() time.Time { return now }})
		sim.Seed(now)
		future := slices.DeleteFunc(sim.Periods(oceansim.DemoDriver().IndividuID), func(p oceansim.Period) bool { return !p.Debut.After(now) })
		if len(future) != oceansim.DemoDriver().FuturePeriods || future[0].Description == "" {
			t.Fatalf("%s: %d periods to come", now, len(future))
		}
		for _, i := range sim.Individus() {
			for _, trip := range sim.Trips(i.ID) {
				if trip.Fin.After(now) || !trip.Debut.Before(trip.Fin) || trip.Metres <= 0 {
					t.Fatalf("%s: an implausible trip: %+v", now, trip)
				}
			}
		}
	}
	one, two := seeded(oceansim.Options{}), seeded(oceansim.Options{})
	for _, i := range one.Individus() {
		if diff := cmp.Diff(one.Trips(i.ID), two.Trips(i.ID)); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff(one.Periods(i.ID), two.Periods(i.ID), cmp.AllowUnexported(oceansim.Period{})); diff != "" {
			t.Error(diff)
		}
	}
	mails := map[string]int{}
	for _, i := range one.Individus() {
		if !i.Supprime {
			mails[i.Email]++
		}
	}
	if mails[oceansim.DemoSharedEmail] != 2 || mails[oceansim.DemoDeletedEmail] != 0 || mails[oceansim.DemoDriver().Email] != 1 {
		t.Errorf("got %v", mails)
	}
}

// TestPastNeverChanges makes writes of all kinds at random, in random order, and looks whether anything that
// was private or not before now has become different.
func TestPastNeverChanges(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		now := noon
		sim := oceansim.New(oceansim.Options{Now: func() time.Time { return now }, Zone: time.UTC})
		sim.AddIndividu(oceansim.Individu{ID: 1})
		_, body := ask(sim, "", http.MethodPost, "/auth/authenticate2", `{"login":"demo","password":"demo-ocean"}`)
		var answer struct{ Token string }
		_ = json.Unmarshal([]byte(body), &answer)
		write := func(at time.Time) string { return url.QueryEscape(at.Format("02/01/2006 15:04:05") + " +0000") }
		var past []bool // hour by hour from noon on
		for range rapid.IntRange(1, 12).Draw(t, "steps") {
			from := noon.Add(time.Duration(rapid.IntRange(-5, 10).Draw(t, "from")) * time.Hour)
			to := from.Add(time.Duration(rapid.IntRange(-1, 6).Draw(t, "length")) * time.Hour)
			dates := "&dateDebut=" + write(from) + "&dateFin=" + write(to)
			known := sim.Periods(1)
			pick := func() oceansim.Period {
				return known[rapid.IntRange(0, len(known)-1).Draw(t, "which")]
			}
			switch op := rapid.IntRange(0, 4).Draw(t, "op"); {
			case op == 0:
				ask(sim, answer.Token, "POST", period+"?individuId=1"+dates, "")
			case op == 1 && len(known) > 0:
				ask(sim, answer.Token, "POST", period+"?individuId=1&extensionIdToUpdate="+strconv.FormatInt(pick().ExtensionID, 10)+dates, "")
			case op == 2 && len(known) > 0:
				ask(sim, answer.Token, "DELETE", periods+"?horaireExtensionIds="+strconv.FormatInt(pick().ExtensionID, 10), "")
			case op == 3:
				ask(sim, answer.Token, "POST", hours+"?individuId=1"+dates, `{"innerMap":{"map":{"LUNDI":{"VIE_PRIVEE":[{"idJourSemaine":"LUNDI","typeHoraires":"VIE_PRIVEE","debutHeure":0,"debutMinute":0,"finHeure":23,"finMinute":59}]}}}}`)
			default:
				if week := sim.Week(1); len(week) > 0 {
					ask(sim, answer.Token, "DELETE", hours+"?individuId=1&horaireIndividuIds="+strconv.FormatInt(week[len(week)-1].ID, 10), "")
				}
			}
			for i, was := range past {
				if at := noon.Add(time.Duration(i) * time.Hour); private(sim, at) != was {
					t.Fatalf("%s was private: %t, and is now the opposite", at, was)
				}
			}
			now = now.Add(time.Hour)
			past = append(past, private(sim, now.Add(-time.Hour)))
		}
	})
}

// private tells whether an instant is private by what is recorded.
func private(sim *oceansim.Server, at time.Time) bool {
	for _, p := range sim.Periods(1) {
		if !at.Before(p.Debut) && at.Before(p.Fin) {
			return true
		}
	}
	for _, h := range sim.Week(1) {
		if at.Weekday() == time.Monday && !at.Before(h.Du) && (h.Au.IsZero() || at.Before(h.Au)) {
			return true
		}
	}
	return false
}

func TestFaults(t *testing.T) {
	t.Parallel()
	sim := seeded(oceansim.Options{})
	token := login(t, sim)
	who := oceansim.DemoDriver().IndividuID
	create := func() (int, string) {
		return ask(sim, token, "POST", period+"?individuId="+strconv.FormatInt(who, 10)+
			"&dateDebut="+url.QueryEscape("28/11/2026 09:00:00 Z")+"&dateFin="+url.QueryEscape("28/11/2026 18:00:00 Z"), "")
	}
	count := len(sim.Periods(who))
	for _, c := range []struct {
		fault  oceansim.Fault
		status int
		done   int
	}{
		{oceansim.Fault{Status: 500}, 500, 0},
		{oceansim.Fault{Status: 500, After: true}, 500, 1},
		{oceansim.Fault{Status: 429, RetryAfter: "3"}, 429, 0},
		{oceansim.Fault{Refuse: true}, 200, 0},
		{oceansim.Fault{Late: true}, 504, 0},
		{oceansim.Fault{Skip: 1, Status: 500}, 200, 1},
		{oceansim.Fault{Shift: -time.Hour}, 500, 0}, // the one that was skipped comes first
		{oceansim.Fault{}, 200, 1},                  // and now the shift
	} {
		c.fault.Op = oceansim.OpSavePeriod
		sim.Inject(c.fault)
		status, body := create()
		if done := len(sim.Periods(who)) - count; status != c.status || done != c.done {
			t.Errorf("%+v: %d %s, %d done", c.fault, status, body, done)
		}
		count = len(sim.Periods(who))
	}
	shifted := slices.ContainsFunc(sim.Periods(who), func(p oceansim.Period) bool { return p.Debut.Hour() == 8 && p.Fin.Hour() == 17 })
	if !shifted {
		t.Error("nothing was recorded an hour off")
	}
	sim.RunLate()
	if got := len(sim.Periods(who)); got != count+1 {
		t.Errorf("%d periods after the late work, want %d", got, count+1)
	}
}
