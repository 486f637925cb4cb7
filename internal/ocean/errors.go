package ocean

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"
	"unicode"
	"unicode/utf8"
)

// Errors that callers tell apart with errors.Is. Each matches an [*Error].
var (
	// ErrCredentials: OCEAN refused the login and the password (401, 403 or 404 of authenticate2).
	ErrCredentials = errors.New("OCEAN refused the login and password")
	// ErrRefused: OCEAN answered a write with false. Nothing was done.
	ErrRefused = errors.New("OCEAN said no")
	// ErrUnreadable: OCEAN answered with something that is not what its documents describe.
	ErrUnreadable = errors.New("OCEAN's answer can't be read")
	// ErrTooLarge: OCEAN's answer is larger than the limit of that call.
	ErrTooLarge = errors.New("OCEAN's answer is too large")
	// ErrInvalid: the request was not sent, because it makes no sense (an end before its start, an id 0).
	ErrInvalid = errors.New("invalid request")
	// ErrBadRequest: OCEAN answered 400.
	ErrBadRequest = errors.New("OCEAN answered 400")
	// ErrUnauthorized: OCEAN answered 401, even with a new token.
	ErrUnauthorized = errors.New("OCEAN answered 401")
	// ErrForbidden: OCEAN answered 403: the account lacks a right.
	ErrForbidden = errors.New("OCEAN answered 403")
	// ErrNotFound: OCEAN answered 404.
	ErrNotFound = errors.New("OCEAN answered 404")
	// ErrRateLimited: OCEAN answered 429, or did so a moment ago and its wait isn't over.
	ErrRateLimited = errors.New("OCEAN answered 429")
	// ErrUnavailable: OCEAN answered 5xx, or not at all.
	ErrUnavailable = errors.New("OCEAN is unavailable")
	// errUndated: an instant that OCEAN gave can't be read. It matches ErrUnreadable too.
	errUndated = fmt.Errorf("%w: an instant in no known form", ErrUnreadable)
)

// Outcome says what an error of a write means for OCEAN's state.
type Outcome uint8

// The three outcomes of a write.
const (
	// Unknown: it may have been done or not, now or in a moment. Read back.
	Unknown Outcome = iota
	// Done: OCEAN gave a clear yes.
	Done
	// NotDone: OCEAN gave a clear no, or was never asked.
	NotDone
)

// String names the outcome for logs.
func (o Outcome) String() string {
	switch o {
	case Done:
		return "done"
	case NotDone:
		return "not done"
	case Unknown:
		return "unknown"
	}
	return "unknown"
}

// OutcomeOf says what became of a write that returned err: nil is [Done]; a definite refusal, or a call
// that never left, is [NotDone]; anything else, errors of other packages included, is [Unknown].
func OutcomeOf(err error) Outcome {
	if err == nil {
		return Done
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Outcome
	}
	return Unknown
}

// Error is every error that this package returns from a call, so that one place decides what it means.
// Its text holds no address, query, token, password or reason.
type Error struct {
	// Op says what was being done, in English: "create exceptional period".
	Op string
	// Status is the HTTP status, 0 where there was no answer.
	Status int
	// Code is the oceanStatus of the body, as in "badParameters"; often empty.
	Code string
	// Message is OCEAN's message to people, cleaned of markup and control characters and cut; often empty.
	Message string
	// RetryAfter is how long OCEAN asked to wait, 0 where it didn't say.
	RetryAfter time.Duration
	// Outcome is what it means for OCEAN's state if the call was a write.
	Outcome Outcome

	cause error
	cut   bool // the exchange broke off: a read may be tried again
}

// Error implements error.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString("ocean: " + e.Op)
	if e.Status != 0 {
		b.WriteString(": OCEAN answered " + strconv.Itoa(e.Status))
	}
	if e.Code != "" {
		b.WriteString(" " + e.Code)
	}
	if e.Message != "" {
		b.WriteString(": " + e.Message)
	}
	if e.cause != nil {
		b.WriteString(": " + e.cause.Error())
	}
	return b.String()
}

// Unwrap gives the cause: a context error, a dial error, a failed login, or one of this package's errors.
func (e *Error) Unwrap() error { return e.cause }

// Is matches the errors of this package that stand for a status.
func (e *Error) Is(target error) bool {
	if e.cause == ErrCredentials {
		return false // its status is the login's, and says nothing of what was asked for
	}
	switch target {
	case ErrBadRequest:
		return e.Status == http.StatusBadRequest
	case ErrUnauthorized:
		return e.Status == http.StatusUnauthorized
	case ErrForbidden:
		return e.Status == http.StatusForbidden
	case ErrNotFound:
		return e.Status == http.StatusNotFound
	case ErrRateLimited:
		return e.Status == http.StatusTooManyRequests
	case ErrUnavailable:
		return e.Status >= http.StatusInternalServerError || e.cut
	}
	return false
}

// temporary tells whether the same read may succeed a moment later.
func (e *Error) temporary() bool {
	return e.Status == http.StatusTooManyRequests || e.Status >= http.StatusInternalServerError || e.cut
}

// invalid is the error of a request that makes no sense and was not sent.
func invalid(op, why string) error {
	return &Error{Op: op, Outcome: NotDone, cause: fmt.Errorf("%w: %s", ErrInvalid, why)}
}

// notSent is the error of a call that ended before anything was sent.
func notSent(op string, cause error) *Error {
	return &Error{Op: op, Outcome: NotDone, cause: cause}
}

// fromTransport is the error of an exchange that broke off before a status came. connected tells whether
// a connection was ever there to send on.
func fromTransport(op string, err error, connected bool) *Error {
	e := &Error{Op: op, Outcome: Unknown, cause: cleanCause(err), cut: !errors.Is(err, context.Canceled)}
	if !connected {
		e.Outcome = NotDone
	}
	return e
}

var errBroken = errors.New("the connection broke")

// cleanCause keeps what a caller can use of a transport's error and leaves behind its text, which holds
// the address with its query.
func cleanCause(err error) error {
	var (
		op   *net.OpError
		host *net.DNSError
		nerr net.Error
	)
	switch {
	case errors.Is(err, ErrTooLarge):
		return ErrTooLarge
	case errors.Is(err, context.Canceled):
		return fmt.Errorf("given up: %w", context.Canceled)
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &nerr) && nerr.Timeout():
		return fmt.Errorf("no answer in time: %w", context.DeadlineExceeded)
	case errors.As(err, &host):
		return errors.New("the host of OCEAN_BASE_URL is not known here")
	case errors.As(err, &op) && op.Op == "dial":
		if errors.Is(err, syscall.ECONNREFUSED) {
			return fmt.Errorf("no connection: %w", syscall.ECONNREFUSED)
		}
		return errors.New("no connection")
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("%w: %w", errBroken, io.ErrUnexpectedEOF)
	case errors.Is(err, syscall.ECONNRESET):
		return fmt.Errorf("%w: %w", errBroken, syscall.ECONNRESET)
	case strings.Contains(err.Error(), "tls:"), strings.Contains(err.Error(), "x509:"):
		return errors.New("no trusted TLS connection to OCEAN")
	}
	return errBroken
}

// maxErrorBody is how much of an error's body is looked at.
const maxErrorBody = 64 << 10

// maxMessage is how many characters of OCEAN's message are kept.
const maxMessage = 200

// fromResponse is the one place where a response becomes an error: nil for the statuses in which the
// services answer what they were asked, 200, 201, 202 and 204. The body of an error is read here; private
// holds what must not be repeated from it.
func fromResponse(op string, resp *http.Response, private []string) *Error {
	switch resp.StatusCode {
	case http.StatusOK, http.StatusCreated, http.StatusAccepted, http.StatusNoContent:
		return nil
	}
	e := &Error{Op: op, Status: resp.StatusCode, Outcome: outcomeOfStatus(resp.StatusCode)}
	e.RetryAfter = retryAfter(resp.Header)
	body, _ := io.ReadAll(io.LimitReader(resp.Body, maxErrorBody)) // a broken body of an error leaves the status
	e.Code, e.Message = oceanStatus(body, private)
	if resp.StatusCode >= 300 && resp.StatusCode < 400 {
		e.cause = errors.New("a redirect, which is not followed: check OCEAN_BASE_URL")
	}
	return e
}

// outcomeOfStatus: 4xx is a refusal, but for those that say that the server didn't wait or found
// something there already.
func outcomeOfStatus(status int) Outcome {
	switch {
	case status == http.StatusRequestTimeout, status == http.StatusConflict, status == 499:
		return Unknown
	case status >= 400 && status < 500:
		return NotDone
	}
	return Unknown
}

// oceanStatus reads {"oceanStatus":…,"message":…}. Any other body gives nothing.
func oceanStatus(body []byte, private []string) (code, message string) {
	var wire struct {
		OceanStatus text `json:"oceanStatus"`
		Message     text `json:"message"`
	}
	if json.Unmarshal(body, &wire) != nil {
		return "", ""
	}
	return cleanText(string(wire.OceanStatus), 60, private), cleanText(string(wire.Message), maxMessage, private)
}

var markup = regexp.MustCompile(`<[^>]*>?`)

// cleanText makes one line of plain text of what a service said: no markup, no control or invisible
// characters, none of what is private, at most limit characters.
func cleanText(s string, limit int, private []string) string {
	if len(s) > maxErrorBody {
		s = s[:maxErrorBody]
	}
	for _, p := range private {
		if len(p) > 2 {
			s = strings.ReplaceAll(s, p, "…")
		}
	}
	s = markup.ReplaceAllString(s, " ")
	s = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.IsControl(r):
			return ' '
		case !unicode.IsPrint(r), r == utf8.RuneError, r == '<', r == '>':
			return -1
		}
		return r
	}, s)
	s = strings.Join(strings.Fields(s), " ")
	if utf8.RuneCountInString(s) > limit {
		s = string([]rune(s)[:limit-1]) + "…"
	}
	return s
}

// retryAfter reads the header in its two forms, seconds and date; 0 where there is none or it is past.
func retryAfter(h http.Header) time.Duration {
	v := strings.TrimSpace(h.Get("Retry-After"))
	if v == "" {
		return 0
	}
	if seconds, err := strconv.ParseInt(v, 10, 32); err == nil {
		return max(0, time.Duration(seconds)*time.Second)
	}
	if at, err := http.ParseTime(v); err == nil {
		return max(0, time.Until(at))
	}
	return 0
}
