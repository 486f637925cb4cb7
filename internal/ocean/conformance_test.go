package ocean_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/oceansim"
)

// The conformance tests hold the client to what OCEAN's documents say of each service, trap by trap: what is
// sent, to the letter, and what is made of each answer that the documents allow. One file a service; what
// holds for all of them is here. Statuses, time limits and outcomes of every call are in call_test.go, the
// login in login_test.go, the documents' samples in golden_test.go, and what the simulator refuses in its own
// tests.

// wire is what a service was sent.
type wire struct {
	Method, Path string
	Query        url.Values
	Header       http.Header
	Body         string
}

// stand is a service that answers everything in one way, and keeps what it was sent after the login.
type stand struct {
	client *ocean.Client
	sent   []wire
	status int
	body   string
}

func newStand(t *testing.T, tune ...func(*ocean.Config)) *stand {
	t.Helper()
	s := &stand{status: http.StatusOK, body: "true"}
	s.client, _ = newClient(t, "http://ocean.example/ocean", append([]func(*ocean.Config){func(c *ocean.Config) {
		c.CustomerID = 1110000000
		c.Transport = direct{http.HandlerFunc(s.serve)}
	}}, tune...)...)
	return s
}

func (s *stand) serve(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/authenticate2") {
		w.WriteHeader(http.StatusCreated)
		_, _ = io.WriteString(w, `{"token":"t0","passwordExpirationRemainingDays":90,"additionalAccountData":{}}`)
		return
	}
	body, _ := io.ReadAll(r.Body)
	s.sent = append(s.sent, wire{r.Method, r.URL.Path, r.URL.Query(), r.Header, string(body)})
	w.Header().Set("Content-Type", "application/json;charset=utf-8")
	w.WriteHeader(s.status)
	_, _ = io.WriteString(w, s.body)
}

// want compares the last request: "METHOD /path?query", the query decoded and sorted, the customer left out.
func (s *stand) want(t *testing.T, request string) {
	t.Helper()
	if len(s.sent) == 0 {
		t.Fatal("nothing was sent")
	}
	last := s.sent[len(s.sent)-1]
	if got := last.Query.Get("customerId"); got != "1110000000" {
		t.Errorf("customerId %q", got)
	}
	last.Query.Del("customerId")
	query, err := url.QueryUnescape(last.Query.Encode())
	must(t, err)
	got := last.Method + " " + strings.TrimPrefix(last.Path, "/ocean/restapi")
	if query != "" {
		got += "?" + query
	}
	if got != request {
		t.Errorf("sent\n\t%s, want\n\t%s", got, request)
	}
}

// wantBody compares the last request's body, as JSON.
func (s *stand) wantBody(t *testing.T, body string) {
	t.Helper()
	var got, want any
	must(t, json.Unmarshal([]byte(s.sent[len(s.sent)-1].Body), &got))
	must(t, json.Unmarshal([]byte(body), &want))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// answers sets what is answered.
func (s *stand) answers(status int, body string) { s.status, s.body = status, body }

func TestConformanceOfTheGroundRules(t *testing.T) {
	t.Parallel()
	t.Run("the token is in X-AUTH-TOKEN and nowhere else", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		must(t, s.client.DeleteExceptionnelle(ctx, 18524))
		sent := s.sent[0]
		if sent.Header.Get("X-Auth-Token") != "t0" || strings.Contains(sent.Query.Encode()+sent.Body, "t0") {
			t.Errorf("%+v", sent)
		}
	})
	t.Run("JSON goes as application/json;charset=utf-8", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		must(t, s.client.ReplaceRecurrentes(ctx, 1110000403, nil, time.Time{}, time.Time{}))
		if got := s.sent[0].Header.Get("Content-Type"); got != "application/json;charset=utf-8" {
			t.Error(got)
		}
	})
	t.Run("without a customer none is sent", func(t *testing.T) {
		t.Parallel()
		s := newStand(t, func(c *ocean.Config) { c.CustomerID = 0 })
		must(t, s.client.DeleteExceptionnelle(ctx, 18524))
		if _, there := s.sent[0].Query["customerId"]; there {
			t.Errorf("%v", s.sent[0].Query)
		}
	})
	t.Run("an id keeps all its digits", func(t *testing.T) {
		t.Parallel()
		const large = 9007199254740993 // no float64
		s := newStand(t)
		must(t, s.client.DeleteExceptionnelle(ctx, large))
		s.want(t, "DELETE /vieprivee/v1/horairesViePriveeExceptionnellesIndividu?horaireExtensionIds=9007199254740993")
		s.answers(200, `[{"extension":{"id":9007199254740993}},{"extension":{"id":"9007199254740993"}}]`)
		got, err := s.client.Exceptionnelles(ctx, large)
		must(t, err)
		if len(got) != 2 || got[0].ExtensionID != large || got[1].ExtensionID != large {
			t.Errorf("%+v", got)
		}
	})
	t.Run("the login is a POST whose body has login and password, 200 or 201", func(t *testing.T) {
		t.Parallel()
		for _, status := range []int{200, 201} {
			var sent wire
			client, _ := newClient(t, "http://ocean.example/ocean", func(c *ocean.Config) {
				c.CustomerID = 5
				c.Transport = direct{http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					body, _ := io.ReadAll(r.Body)
					sent = wire{r.Method, r.URL.Path, r.URL.Query(), r.Header, string(body)}
					w.WriteHeader(status)
					_, _ = io.WriteString(w, `{"token":"t","passwordExpirationRemainingDays":null,"additionalAccountData":null,"new":{}}`)
				})}
			})
			must(t, client.Login(ctx))
			want := `{"login":"` + oceansim.DemoLogin + `","password":"` + oceansim.DemoPassword + `"}`
			if sent.Method != http.MethodPost || sent.Path != "/ocean/restapi/auth/authenticate2" || len(sent.Query) > 0 || sent.Body != want {
				t.Errorf("%+v", sent)
			}
		}
	})
	t.Run("a 400 shows OCEAN's message, cleaned", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		s.answers(400, `{"oceanStatus":"badParameters","message":"Utilisateur n'a pas d'Individu !"}`)
		var e *ocean.Error
		if err := s.client.DeleteExceptionnelle(ctx, 1); !errors.As(err, &e) || e.Code != "badParameters" || e.Message != "Utilisateur n'a pas d'Individu !" {
			t.Errorf("%#v", e)
		}
	})
}

func TestConformanceOfDates(t *testing.T) {
	t.Parallel()
	paris := time.FixedZone("Paris", 3600)
	period := ocean.Periode{
		Debut: time.Date(2027, time.December, 25, 1, 0, 0, 999, paris), Fin: time.Date(2027, time.December, 26, 1, 0, 0, 0, paris), Description: "NOEL",
	}
	const path = "POST /vieprivee/v1/horaireViePriveeExceptionnelleIndividu?"
	for form, want := range map[ocean.DateZone]string{
		ocean.DateZoneOffset: "dateDebut=25/12/2027 00:00:00 +0000&dateFin=26/12/2027 00:00:00 +0000",
		ocean.DateZoneLetter: "dateDebut=25/12/2027 00:00:00 Z&dateFin=26/12/2027 00:00:00 Z",
		ocean.DateZoneAuto:   "dateDebut=25/12/2027 00:00:00 +0000&dateFin=26/12/2027 00:00:00 +0000",
	} {
		t.Run("the instant is in UTC, its zone written "+string(form), func(t *testing.T) {
			t.Parallel()
			s := newStand(t, func(c *ocean.Config) { c.DateZone = form })
			must(t, s.client.CreateExceptionnelle(ctx, 1110000004, period))
			s.want(t, path+want+"&description=NOEL&individuId=1110000004")
		})
	}
	t.Run("a plus sign in a date is escaped", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, oceansim.Options{DateZones: oceansim.OffsetOnly})
		must(t, w.client.CreateExceptionnelle(ctx, driver+3, ocean.Periode{Debut: saturday(9), Fin: saturday(10)}))
	})
	t.Run("a read finds the form out as a write does", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, oceansim.Options{DateZones: oceansim.LetterOnly})
		for range 2 { // of somebody who has none: 404
			_, err := w.client.ExceptionnellesBetween(ctx, driver+3, saturday(1), saturday(2))
			must(t, err)
		}
		if got := w.Count(oceansim.OpListPeriods); got != 3 {
			t.Errorf("%d requests, want 3", got)
		}
		must(t, w.client.CreateExceptionnelle(ctx, driver+3, ocean.Periode{Debut: saturday(9), Fin: saturday(10)}))
		if got := w.Count(oceansim.OpSavePeriod); got != 1 {
			t.Errorf("%d requests, want 1: the form is known", got)
		}
	})
	t.Run("a write that is answered 404 teaches no form", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, oceansim.Options{DateZones: oceansim.LetterOnly})
		w.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Status: 404})
		if err := w.client.CreateExceptionnelle(ctx, driver, ocean.Periode{Debut: saturday(9), Fin: saturday(10)}); !errors.Is(err, ocean.ErrNotFound) {
			t.Error(err)
		}
		must(t, w.client.CreateExceptionnelle(ctx, driver, ocean.Periode{Debut: saturday(9), Fin: saturday(10)}))
	})
	t.Run("replies are epoch milliseconds, and null is open", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		s.answers(200, `[{"extension":{"id":1},"debut":1829692800000,"fin":null}]`)
		got, err := s.client.Exceptionnelles(ctx, 1)
		must(t, err)
		if !got[0].Debut.Equal(period.Debut.Truncate(time.Second)) || !got[0].Fin.IsZero() {
			t.Errorf("%+v", got)
		}
	})
}
