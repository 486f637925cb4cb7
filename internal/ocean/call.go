package ocean

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// The limits of an answer's size.
const (
	limitBoolean = 1 << 20
	limitRead    = 16 << 20
	limitLarge   = 512 << 20
)

// tokenHeader is X-AUTH-TOKEN, as net/http writes it; the case of a header means nothing.
const tokenHeader = "X-Auth-Token" //nolint:gosec // the name of a header

// The names of parameters that several services take.
const (
	paramIndividu = "individuId"
	paramDebut    = "dateDebut"
	paramFin      = "dateFin"
)

// The bounds of trying again.
const (
	maxTries = 4
	// maxWait is the longest wait that is sat through. Where OCEAN asks for more the caller is told.
	maxWait = 30 * time.Second
	// maxPause bounds how long one 429 holds up every call.
	maxPause = time.Minute
)

// call is one use of one service.
type call struct {
	op     string // what is being done, for errors and logs
	method string
	path   string // from /restapi on
	query  url.Values
	dates  []dateParam
	body   []byte // JSON, or nil
	write  bool   // changes something: never sent again unless OCEAN did nothing
	limit  int64
	within time.Duration
	// read takes the body of a success. It may be called once for each attempt.
	read func(status int, body io.Reader) error
	// again tells whether a read that was taken in part may be tried again; nil is yes.
	again func() bool
	// private is what must not be repeated from OCEAN's message.
	private []string
}

// do makes a call: renews the token, writes the dates as OCEAN wants them, tries again what may be.
func (c *Client) do(ctx context.Context, call call) error {
	return c.retrying(ctx, call, func() error {
		err := c.inEitherForm(ctx, call)
		if call.write {
			c.writes.Add(1)
		}
		return err
	})
}

// retrying makes an attempt, and more where that may be, with growing waits or the one that OCEAN asks for.
func (c *Client) retrying(ctx context.Context, call call, attempt func() error) error {
	waits := backoff.NewExponentialBackOff()
	waits.InitialInterval, waits.MaxInterval, waits.Multiplier = 250*time.Millisecond, 5*time.Second, 2
	waits.Reset()
	for try := 1; ; try++ {
		err := attempt()
		if err == nil {
			return nil
		}
		var e *Error
		if !errors.As(err, &e) || try == maxTries || !call.mayRetry(e) || c.outage.away() {
			return err
		}
		wait := waits.NextBackOff()
		if e.RetryAfter > 0 {
			wait = e.RetryAfter
		}
		if ends := deadlineOf(ctx); wait > maxWait || ctx.Err() != nil || !ends.IsZero() && time.Until(ends) <= wait {
			return err
		}
		c.log.WithFields(fields(call.op, e)).WithField("wait", wait.Round(time.Millisecond)).Warn("OCEAN: trying again")
		if sleep(ctx, wait) != nil {
			return err
		}
	}
}

// mayRetry: a 429 did nothing, so even a write may follow; all else only where the call is a read.
func (call *call) mayRetry(e *Error) bool {
	if errors.Is(e, ErrCredentials) {
		return false
	}
	if call.write {
		return e.Status == http.StatusTooManyRequests && e.Outcome == NotDone
	}
	return e.temporary() && (call.again == nil || call.again())
}

// inEitherForm makes a call with its dates in the form that OCEAN is known to accept, or, while that isn't
// known, in the one and, after a 400, in the other.
func (c *Client) inEitherForm(ctx context.Context, call call) error {
	form, sure := c.dates.current()
	err := c.authorized(ctx, call, form)
	if sure || !hasDate(call.dates) {
		return err
	}
	if answered(err, http.StatusBadRequest) {
		second := c.authorized(ctx, call, DateZoneLetter)
		if answered(second, http.StatusBadRequest) {
			return err // it wasn't the form: the first answer is as good
		}
		form, err = DateZoneLetter, second
	}
	// A read that finds nothing has understood the dates all the same.
	if (err == nil || !call.write && answered(err, http.StatusNotFound)) && c.dates.remember(form) {
		c.log.WithField("form", string(form)).Info("OCEAN: accepts the zone of dates in this form")
	}
	return err
}

// answered tells whether the call itself, and not the login for it, was answered with a status.
func answered(err error, status int) bool {
	var e *Error
	return errors.As(err, &e) && e.Status == status
}

// authorized makes a call with a token, and once more with a new one if it was answered 401, which did nothing.
func (c *Client) authorized(ctx context.Context, call call, form DateZone) error {
	token, err := c.token(ctx, call.op, "")
	if err != nil {
		return err
	}
	err = c.exchange(ctx, call, token, form)
	if !answered(err, http.StatusUnauthorized) {
		return err
	}
	token, renewal := c.token(ctx, call.op, token)
	if renewal != nil {
		return renewal
	}
	return c.exchange(ctx, call, token, form)
}

// exchange sends one request and reads its answer.
func (c *Client) exchange(ctx context.Context, call call, token string, form DateZone) error {
	query := url.Values{}
	maps.Copy(query, call.query)
	if c.customer != 0 {
		query.Set("customerId", id(c.customer))
	}
	addDates(query, call.dates, form)
	return c.attempt(ctx, call, func() error { return c.send(ctx, call, token, query) })
}

// send is the exchange itself. Nothing above it sees a request or a response.
func (c *Client) send(ctx context.Context, call call, token string, query url.Values) error {
	ctx, cancel := context.WithTimeout(ctx, call.within)
	defer cancel()
	var asked, connected atomic.Bool
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true) },
	})
	address := c.base + call.path
	if len(query) > 0 {
		address += "?" + query.Encode()
	}
	var body io.Reader
	if call.body != nil {
		body = bytes.NewReader(call.body)
	}
	req, err := http.NewRequestWithContext(traced, call.method, address, body)
	if err != nil {
		return notSent(call.op, errors.New("the request can't be made"))
	}
	req.GetBody = nil // what was sent is not sent again by the transport
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", "oceanbot")
	if call.body != nil {
		req.Header.Set("Content-Type", "application/json;charset=utf-8")
	}
	if token != "" {
		req.Header.Set(tokenHeader, token)
	}
	resp, err := c.http.Do(req)
	if err != nil {
		// A transport that isn't traced may have sent it: then only a failed dial is sure.
		opened := connected.Load() || !asked.Load() && !isDial(err)
		return fromTransport(call.op, err, opened)
	}
	limited := &limitedBody{body: resp.Body, left: call.limit}
	defer func() {
		_, _ = io.CopyN(io.Discard, resp.Body, maxErrorBody) // what is left, so that the connection can be used again
		_ = resp.Body.Close()
	}()
	if e := fromResponse(call.op, resp, slices.Concat(call.private, []string{token})); e != nil {
		if e.Status == http.StatusTooManyRequests {
			c.turns.hold(e.RetryAfter)
		}
		return e
	}
	if err := call.read(resp.StatusCode, limited); err != nil {
		return fromBody(call.op, resp.StatusCode, err, limited.err)
	}
	return nil
}

// fromBody is the error of an answer whose status was fine and whose body was not. An error that is
// already complete passes.
func fromBody(op string, status int, err, broke error) error {
	if _, ok := errors.AsType[*Error](err); ok {
		return err
	}
	e := &Error{Op: op, Status: status, Outcome: Unknown, cause: err}
	switch {
	case broke != nil:
		e.cause, e.cut = cleanCause(broke), !errors.Is(broke, ErrTooLarge)
	case errors.Is(err, errCutShort):
		e.cut = true
	}
	return e
}

// limitedBody is a body that ends in an error rather than in silence where it is too large, and that
// remembers how it broke.
type limitedBody struct {
	body io.Reader
	left int64
	err  error
}

func (l *limitedBody) Read(p []byte) (int, error) {
	if l.left <= 0 {
		// Exactly as large as the limit is still fine.
		var one [1]byte
		if n, err := l.body.Read(one[:]); n == 0 && err != nil {
			return 0, l.remember(err)
		}
		return 0, l.remember(ErrTooLarge)
	}
	if int64(len(p)) > l.left {
		p = p[:l.left]
	}
	n, err := l.body.Read(p)
	l.left -= int64(n)
	if err != nil {
		err = l.remember(err)
	}
	return n, err
}

func (l *limitedBody) remember(err error) error {
	if !errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		l.err = err
	}
	return err
}

// asBoolean reads the answer of a write that answers a Boolean: nil for a clear yes, [ErrRefused] for a
// clear no, [ErrUnreadable] with an unknown outcome for anything else.
func asBoolean(op string, private []string) func(int, io.Reader) error {
	return func(status int, body io.Reader) error {
		b, err := io.ReadAll(body)
		if err != nil {
			return err
		}
		switch yes, ok := readBoolean(b); {
		case !ok:
			e := &Error{Op: op, Status: status, Outcome: Unknown, cause: ErrUnreadable}
			e.Code, e.Message = oceanStatus(b, private)
			return e
		case !yes:
			return &Error{Op: op, Status: status, Outcome: NotDone, cause: ErrRefused}
		}
		return nil
	}
}

// asDeleted takes the answer of a delete: 204, with or without a body, is done. So is 200, unless its body
// is a clear no, of which the documents know nothing.
func asDeleted(op string) func(int, io.Reader) error {
	return func(status int, body io.Reader) error {
		switch status {
		case http.StatusNoContent:
			return nil
		case http.StatusOK:
			b, err := io.ReadAll(body)
			if err != nil {
				return nil //nolint:nilerr // the status has said it
			}
			if yes, ok := readBoolean(b); ok && !yes {
				return &Error{Op: op, Status: status, Outcome: Unknown, cause: ErrRefused}
			}
			return nil
		}
		return &Error{Op: op, Status: status, Outcome: Unknown, cause: ErrUnreadable}
	}
}

// isDial tells whether an error came from opening a connection.
func isDial(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}

// fields are what a log line may tell of an error.
func fields(op string, e *Error) map[string]any {
	f := map[string]any{"op": op}
	if e.Status != 0 {
		f["status"] = strconv.Itoa(e.Status)
	}
	if e.cause != nil {
		f["cause"] = e.cause.Error()
	}
	return f
}

// sleep waits, or gives the context's error where that ends first.
func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err() //nolint:wrapcheck // the caller says what was being done
	}
}
