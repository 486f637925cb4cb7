package oceansim

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// What the demonstration logs in with, and the defaults of [Options].
const (
	DemoLogin      = "demo"
	DemoPassword   = "demo-ocean"
	DemoCustomerID = 1110000000
)

// tokenLife is how long a token is good for, by the clock of [Options].
const tokenLife = 12 * time.Hour

// maxBody is how much of a request's body is read.
const maxBody = 1 << 20

// DateZones is which forms of a date's zone are accepted. Others are answered 400.
type DateZones uint8

// The forms of a date's zone.
const (
	BothZones  DateZones = iota // +0000 and Z
	OffsetOnly                  // +0000
	LetterOnly                  // Z
)

// Options is how the service behaves; the zero value works.
type Options struct {
	// Now is the service's clock; nil is time.Now.
	Now func() time.Time
	// Zone is that of the weekly hours; nil is Europe/Paris, or UTC on a machine that doesn't know it.
	Zone *time.Location
	// Login and Password are those accepted; empty are DemoLogin and DemoPassword.
	Login, Password string
	// CustomerID, where set, must be the customerId of every call; 0 takes any and none.
	CustomerID int64
	// DateZones is which forms of a date are accepted.
	DateZones DateZones
	// Boolean is how a write's answer is written.
	Boolean BooleanForm
	// PasswordDays is passwordExpirationRemainingDays of a login; 0 is 90.
	PasswordDays int
	// OneToken lets a login revoke the tokens before it.
	OneToken bool
	// MapsAsArrays writes the maps of an analysis as arrays of {key, value}.
	MapsAsArrays bool
	// WithoutRows leaves out an analysis's rows by driver and vehicle: only totals remain.
	WithoutRows bool
	// EverybodysTrips has an analysis answer about everybody, whatever its filter asks for.
	EverybodysTrips bool
	// PeriodKeys are the keys under which an analysis counts private and professional use; empty are
	// VIE_PRIVEE and VIE_PROFESSIONNELLE.
	PeriodKeys [2]string
	// OnlyAsked fills in of an individu's user, entité and vehicle only the part that the criteria asks for: none
	// where there is no criteria.
	OnlyAsked bool
	// ListClosed lists recurring hours whose validity has ended too.
	ListClosed bool
	// EndOfDay2359 writes the end of a day as 23:59 rather than 24:00 when reading.
	EndOfDay2359 bool
	// FicheJourShowsPrivate lists trips too that fell into private hours; OCEAN may leave them out.
	FicheJourShowsPrivate bool
	// Positions is how the dates, hours and states of a day's trips are written.
	Positions PositionForm
	// AnalysisOfAll lets an analysis forget its filter of persons.
	AnalysisOfAll bool
	// AnalysisSplits counts one half of each étape as private, in a row of its own.
	AnalysisSplits bool
	// Sleep waits out a latency that was asked for; nil waits really, and ends with the request.
	Sleep func(context.Context, time.Duration)
}

// Server is the service. Its zero value isn't ready: use [New].
type Server struct {
	opts Options

	mu       sync.Mutex
	seq      int64
	tokens   map[string]time.Time
	fleet    fleet
	faults   []*Fault
	late     []func()
	requests []*Request
}

// Op names a service, for faults and counts.
type Op string

// The services.
const (
	OpLogin       Op = "login"
	OpIndividus   Op = "individus"
	OpListPeriods Op = "exceptional list"
	OpSavePeriod  Op = "exceptional save" // creates, or changes where extensionIdToUpdate is there
	OpDropPeriod  Op = "exceptional delete"
	OpListHours   Op = "recurring list"
	OpSaveHours   Op = "recurring save"
	OpDropHours   Op = "recurring delete"
	OpPosteriori  Op = "a posteriori"
	OpFicheJour   Op = "ficheJour"
	OpVehicles    Op = "vehicles"
	OpEntities    Op = "entities"
	OpAnalyse     Op = "analysis"
	OpUnknown     Op = "unknown" // no such service
)

// Ops gives every service.
func Ops() []Op {
	return []Op{
		OpLogin, OpIndividus, OpListPeriods, OpSavePeriod, OpDropPeriod, OpListHours, OpSaveHours, OpDropHours,
		OpPosteriori, OpFicheJour, OpVehicles, OpEntities, OpAnalyse,
	}
}

// Writes tells whether a service changes something of a driver's.
func (op Op) Writes() bool {
	return slices.Contains([]Op{OpSavePeriod, OpDropPeriod, OpSaveHours, OpDropHours, OpPosteriori}, op)
}

// Request is one request that came in.
type Request struct {
	At     time.Time
	Method string
	Path   string
	Op     Op
	Query  url.Values
	Status int // what was answered; 0 where the connection was cut
}

// New makes a service without a fleet: see [Server.Seed] and the Add methods.
func New(opts Options) *Server {
	if opts.Now == nil {
		opts.Now = time.Now
	}
	if opts.Zone == nil {
		opts.Zone = time.UTC
		if paris, err := time.LoadLocation("Europe/Paris"); err == nil {
			opts.Zone = paris
		}
	}
	if opts.Login == "" {
		opts.Login = DemoLogin
	}
	if opts.Password == "" {
		opts.Password = DemoPassword
	}
	if opts.PasswordDays == 0 {
		opts.PasswordDays = 90
	}
	if opts.PeriodKeys == [2]string{} {
		opts.PeriodKeys = [2]string{"VIE_PRIVEE", "VIE_PROFESSIONNELLE"}
	}
	if opts.Sleep == nil {
		opts.Sleep = func(ctx context.Context, d time.Duration) {
			select {
			case <-time.After(d):
			case <-ctx.Done():
			}
		}
	}
	return &Server{opts: opts, seq: 90000, tokens: make(map[string]time.Time), fleet: newFleet()}
}

// reply is an answer before it is written.
type reply struct {
	status int
	body   []byte
	header http.Header
}

// service is one service's work. The server is locked.
type service func(s *Server, query url.Values, body []byte) reply

type route struct {
	op Op
	do service
}

// routes by method and path.
func routes() map[string]route {
	const vieprivee = "/restapi/vieprivee/v1/"
	return map[string]route{
		"POST /restapi/auth/authenticate2":                                 {OpLogin, (*Server).authenticate},
		"POST /restapi/individus/list":                                     {OpIndividus, (*Server).individus},
		"GET " + vieprivee + "horairesViePriveeExceptionnellesIndividu":    {OpListPeriods, (*Server).listPeriods},
		"POST " + vieprivee + "horaireViePriveeExceptionnelleIndividu":     {OpSavePeriod, (*Server).savePeriod},
		"DELETE " + vieprivee + "horairesViePriveeExceptionnellesIndividu": {OpDropPeriod, (*Server).dropPeriods},
		"GET " + vieprivee + "horairesViePriveeRecurrentesIndividu":        {OpListHours, (*Server).listHours},
		"POST " + vieprivee + "horairesViePriveeRecurrentesIndividu":       {OpSaveHours, (*Server).saveHours},
		"DELETE " + vieprivee + "horairesViePriveeRecurrentesIndividu":     {OpDropHours, (*Server).dropHours},
		"POST " + vieprivee + "etapeViePriveePosteriori":                   {OpPosteriori, (*Server).posteriori},
		"GET /restapi/mobility/v1/ficheJour":                               {OpFicheJour, (*Server).ficheJour},
		"GET /restapi/mobility/v1/entities":                                {OpEntities, (*Server).entities},
		"GET /restapi/vehicule_engin/vehicles":                             {OpVehicles, (*Server).vehicles},
		"POST /restapi/analyse/preformattedPrivacy":                        {OpAnalyse, (*Server).analyse},
	}
}

// ServeHTTP implements [http.Handler]. The services stand at /restapi, under any prefix: a base address may
// end in /ocean or not.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := r.URL.Path
	if at := strings.Index(path, "/restapi/"); at > 0 {
		path = path[at:]
	}
	found, ok := routes()[r.Method+" "+path]
	if !ok {
		found = route{OpUnknown, func(*Server, url.Values, []byte) reply { return noService(path) }}
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	body, readErr := io.ReadAll(io.LimitReader(r.Body, maxBody))

	s.mu.Lock()
	fault := s.takeFault(found.op)
	record := &Request{At: s.opts.Now(), Method: r.Method, Path: path, Op: found.op, Query: query}
	s.requests = append(s.requests, record)
	s.mu.Unlock()

	work := func() reply {
		s.mu.Lock()
		defer s.mu.Unlock()
		switch {
		case err != nil || readErr != nil:
			return bad("unreadable request")
		case found.op != OpLogin && found.op != OpUnknown:
			if refused := s.admit(r, query); refused != nil {
				return *refused
			}
		}
		return fault.colour(s, found.op, func() reply { return found.do(s, query, body) })
	}
	answer := s.withFault(r.Context(), fault, work)
	s.mu.Lock()
	record.Status = answer.status // it may have been forgotten since
	s.mu.Unlock()
	if answer.status == 0 {
		panic(http.ErrAbortHandler) // net/http closes the connection without an answer
	}
	maps.Copy(w.Header(), answer.header)
	if len(answer.body) > 0 && w.Header().Get("Content-Type") == "" {
		w.Header().Set("Content-Type", "application/json;charset=utf-8")
	}
	w.WriteHeader(answer.status)
	if r.Method != http.MethodHead && answer.status != http.StatusNoContent {
		_, _ = w.Write(answer.body) // a client that has left is no concern of the service
	}
}

// admit checks token and customer; nil lets the request pass.
func (s *Server) admit(r *http.Request, query url.Values) *reply {
	issued, ok := s.tokens[r.Header.Get("X-Auth-Token")]
	if !ok || s.opts.Now().Sub(issued) >= tokenLife {
		return &reply{status: http.StatusUnauthorized}
	}
	given := query.Get("customerId")
	if given == "" && s.opts.CustomerID == 0 {
		return nil
	}
	customer, err := strconv.ParseInt(given, 10, 64)
	if err != nil {
		refused := bad("customerId")
		return &refused
	}
	if s.opts.CustomerID != 0 && customer != s.opts.CustomerID {
		return &reply{status: http.StatusForbidden}
	}
	return nil
}

// authenticate answers a token. Earlier ones go on, unless the options say otherwise.
func (s *Server) authenticate(_ url.Values, body []byte) reply {
	var given struct{ Login, Password string }
	if json.Unmarshal(body, &given) != nil {
		return bad("login")
	}
	login := subtle.ConstantTimeCompare([]byte(given.Login), []byte(s.opts.Login))
	password := subtle.ConstantTimeCompare([]byte(given.Password), []byte(s.opts.Password))
	if login&password != 1 {
		return reply{status: http.StatusUnauthorized}
	}
	if s.opts.OneToken {
		clear(s.tokens)
	}
	token := fmt.Sprintf("simulated-%d", s.next())
	s.tokens[token] = s.opts.Now()
	answer := answerJSON(map[string]any{
		"token": token, "passwordExpirationRemainingDays": s.opts.PasswordDays, "additionalAccountData": map[string]any{},
	})
	answer.status = http.StatusCreated
	return answer
}

// next gives a new id. All ids come from one row, so that an id of the wrong kind is never one of the right kind.
func (s *Server) next() int64 {
	s.seq++
	return s.seq
}

// now is the service's clock in whole seconds, in which it counts.
func (s *Server) now() time.Time { return s.opts.Now().UTC().Truncate(time.Second) }

// ExpireTokens makes every token that was given out worthless, as another login may.
func (s *Server) ExpireTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.tokens)
}

// Requests gives what came in so far, in order.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	requests := make([]Request, 0, len(s.requests))
	for _, r := range s.requests {
		requests = append(requests, *r)
	}
	return requests
}

// Count tells how many requests for a service came in.
func (s *Server) Count(op Op) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, r := range s.requests {
		if r.Op == op {
			n++
		}
	}
	return n
}

// CountWrites tells how many requests came in that want to change something.
func (s *Server) CountWrites() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, r := range s.requests {
		if r.Op.Writes() {
			n++
		}
	}
	return n
}

// ForgetRequests empties the record of requests.
func (s *Server) ForgetRequests() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests = nil
}

// bad is a 400 in OCEAN's own words.
func bad(message string) reply {
	r := answerJSON(map[string]string{"oceanStatus": "badParameters", "message": message})
	r.status = http.StatusBadRequest
	return r
}

// noService is what a servlet container says of an address that it doesn't know: a page.
func noService(path string) reply {
	return reply{
		status: http.StatusNotFound,
		body:   []byte("<html><body><h1>HTTP Status 404</h1></body></html>"),
		header: http.Header{"Content-Type": {"text/html;charset=utf-8"}, "X-No-Service": {path}},
	}
}

// nothing is how the vieprivee services say that there is nothing.
func nothing() reply { return reply{status: http.StatusNotFound} }

func answerJSON(v any) reply {
	body, err := json.Marshal(v)
	if err != nil {
		return reply{status: http.StatusInternalServerError}
	}
	return reply{status: http.StatusOK, body: body}
}

// int64Param reads a parameter that must be there, once.
func int64Param(query url.Values, name string) (int64, bool) {
	v, err := strconv.ParseInt(query.Get(name), 10, 64)
	return v, err == nil && len(query[name]) == 1
}

// dateParam reads a date; present tells whether it is there at all.
func (s *Server) dateParam(query url.Values, name string) (at time.Time, present, ok bool) {
	given := query.Get(name)
	if given == "" {
		return time.Time{}, false, true
	}
	zones := map[DateZones][]string{BothZones: {"+0000", "Z"}, OffsetOnly: {"+0000"}, LetterOnly: {"Z"}}
	for _, zone := range zones[s.opts.DateZones] {
		if at, err := time.Parse("02/01/2006 15:04:05 "+zone, given); err == nil && strings.HasSuffix(given, " "+zone) {
			return at.UTC(), true, true
		}
	}
	return time.Time{}, true, false
}
