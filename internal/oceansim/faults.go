package oceansim

import (
	"context"
	"net/http"
	"strconv"
	"time"
)

// BooleanForm is how a Boolean is written.
type BooleanForm uint8

// The forms of a Boolean.
const (
	BooleanPlain   BooleanForm = iota // true
	BooleanText                       // "true"
	BooleanCapital                    // "True"
	BooleanObject                     // {"boolean":true}
	BooleanArray                      // [{"boolean":true}]
	BooleanBare                       // { True }, which is no JSON
	BooleanLoose                      // [ { boolean:true } ], which is no JSON either
	BooleanEmpty                      // nothing at all: no answer to rely on
)

// BooleanForms gives every form that says yes or no.
func BooleanForms() []BooleanForm {
	return []BooleanForm{
		BooleanPlain, BooleanText, BooleanCapital, BooleanObject, BooleanArray, BooleanBare, BooleanLoose,
	}
}

func (f BooleanForm) write(yes bool) []byte {
	word, capital := strconv.FormatBool(yes), "False"
	if yes {
		capital = "True"
	}
	switch f {
	case BooleanPlain:
		return []byte(word)
	case BooleanText:
		return []byte(`"` + word + `"`)
	case BooleanCapital:
		return []byte(`"` + capital + `"`)
	case BooleanObject:
		return []byte(`{"boolean":` + word + `}`)
	case BooleanArray:
		return []byte(`[{"boolean":` + word + `}]`)
	case BooleanBare:
		return []byte("{\n " + capital + "\n}")
	case BooleanLoose:
		return []byte("[\n  {\n  boolean:" + word + "\n  }\n]")
	case BooleanEmpty:
		return nil
	}
	return nil
}

// Fault is something that goes wrong, or is answered in an unusual way, for the requests of a service. Its
// zero fields do nothing, so faults combine: a latency and then a 500 after the work.
type Fault struct {
	// Op is the service; empty is every service but the login.
	Op Op
	// Skip lets as many requests pass first.
	Skip int
	// Count is how many requests it happens to; 0 is one, below 0 is all.
	Count int

	// Latency is waited before anything else.
	Latency time.Duration
	// ExpireToken makes every token worthless before the request is looked at.
	ExpireToken bool
	// Status is answered instead of the service's own.
	Status int
	// RetryAfter is that header's value.
	RetryAfter string
	// Body is the body beside Status.
	Body string
	// Cut closes the connection instead of answering.
	Cut bool
	// After does the work before Status or Cut.
	After bool
	// Late answers Status, or 504, without the work, which is done when [Server.RunLate] is called.
	Late bool
	// Say no: a write does nothing and answers false.
	Refuse bool
	// Boolean overrides how a Boolean is written.
	Boolean *BooleanForm
	// Shift moves the instants of an exceptional period or a validity as they are recorded: a service that
	// misreads the zone.
	Shift time.Duration
}

// Inject asks for a fault. Several for one service happen one after another.
func (s *Server) Inject(f Fault) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.Count == 0 {
		f.Count = 1
	}
	s.faults = append(s.faults, &f)
}

// ClearFaults takes back what was asked for and hasn't happened.
func (s *Server) ClearFaults() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = nil
}

// RunLate does the work of the requests that were answered too early, in order.
func (s *Server) RunLate() {
	s.mu.Lock()
	late := s.late
	s.late = nil
	s.mu.Unlock()
	for _, work := range late {
		work()
	}
}

// takeFault gives the fault that happens to a request, or one that does nothing. The server is locked.
func (s *Server) takeFault(op Op) *Fault {
	for _, f := range s.faults {
		if f.Op != op && (f.Op != "" || op == OpLogin) || f.Count == 0 {
			continue
		}
		if f.Skip > 0 {
			f.Skip--
			continue
		}
		if f.Count > 0 {
			f.Count--
		}
		return f
	}
	return &Fault{}
}

// withFault answers a request, with its fault. Status 0 cuts the connection.
func (s *Server) withFault(ctx context.Context, f *Fault, work func() reply) reply {
	if f.Latency > 0 {
		s.opts.Sleep(ctx, f.Latency)
	}
	if f.ExpireToken {
		s.ExpireTokens()
	}
	instead := reply{status: f.Status, body: []byte(f.Body), header: http.Header{}}
	if f.RetryAfter != "" {
		instead.header.Set("Retry-After", f.RetryAfter)
	}
	switch {
	case f.Late:
		s.mu.Lock()
		s.late = append(s.late, func() { work() })
		s.mu.Unlock()
		if f.Status == 0 && !f.Cut {
			instead.status = http.StatusGatewayTimeout
		}
		return instead
	case f.After && (f.Status != 0 || f.Cut):
		work()
		return instead
	case f.Status != 0 || f.Cut:
		return instead
	}
	return work()
}

// colour does a service's work in the way that a fault wants it. The server is locked.
func (f *Fault) colour(s *Server, op Op, work func() reply) reply {
	before := s.opts.Boolean
	defer func() { s.opts.Boolean, s.fleet.shift = before, 0 }()
	if f.Boolean != nil {
		s.opts.Boolean = *f.Boolean
	}
	if f.Refuse && op.Writes() {
		return s.boolean(false)
	}
	s.fleet.shift = f.Shift
	return work()
}

// boolean answers a write.
func (s *Server) boolean(yes bool) reply {
	return reply{status: http.StatusOK, body: s.opts.Boolean.write(yes)}
}
