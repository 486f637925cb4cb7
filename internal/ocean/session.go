package ocean

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/oceanbot/oceanbot/internal/secret"
)

const (
	// tokenLife is how long a token is good for.
	tokenLife = 12 * time.Hour
	// tokenMargin is how long before that it is renewed.
	tokenMargin = 10 * time.Minute
	// passwordWarning is from how many remaining days on the password's end is warned of.
	passwordWarning = 14
	// warnEvery is how often it is warned of at most, however many logins there are.
	warnEvery = 24 * time.Hour
	// refusalHold is how long bad credentials are not tried again; it doubles each time up to
	// maxRefusalHold, so that an account isn't locked by us.
	refusalHold    = time.Minute
	maxRefusalHold = 16 * time.Minute
)

// session holds the token, and makes one login of all that are wanted at once.
type session struct {
	login    string
	password secret.Text
	now      func() time.Time

	mu      sync.Mutex
	token   string
	since   time.Time
	running *loginFlight
	refused *refusal
	warned  time.Time // when the password's end was last warned of
}

// loginFlight is a login under way.
type loginFlight struct {
	done  chan struct{}
	token string
	err   error
}

// refusal remembers that the credentials are bad, by the clock of this machine.
type refusal struct {
	err   error
	until time.Time
	hold  time.Duration
}

// Login makes sure that there is a token, and asks OCEAN for one if there is none or it has grown old. It is
// what readiness and diagnosis call. Bad credentials give [ErrCredentials]; OCEAN is then not asked again
// for a minute, then two, and so on.
//
// POST /restapi/auth/authenticate2, see
// https://v3.oceansystem.com/ocean/restapi/common/openapi/explorer#?route=post-/auth/authenticate2
func (c *Client) Login(ctx context.Context) error {
	_, err := c.token(ctx, "log in", "")
	return err
}

// token gives a token other than the one that was refused; "" is none. However many callers wait, one login
// is made. Its errors mean that the call for which the token was wanted was not made.
func (c *Client) token(ctx context.Context, op, refused string) (string, error) {
	if err := ctx.Err(); err != nil {
		return "", notSent(op, err)
	}
	s := &c.session
	s.mu.Lock()
	if s.token != "" && s.token != refused && s.age() < tokenLife-tokenMargin {
		defer s.mu.Unlock()
		return s.token, nil
	}
	if s.refused != nil && time.Now().Before(s.refused.until) {
		defer s.mu.Unlock()
		return "", loginFailed(op, s.refused.err)
	}
	flight := s.running
	if flight == nil {
		flight = &loginFlight{done: make(chan struct{})}
		s.running = flight
		// The login belongs to all who wait for it, not to the first.
		go c.runLogin(context.WithoutCancel(ctx), flight)
	}
	s.mu.Unlock()

	select {
	case <-flight.done:
	case <-ctx.Done():
		return "", notSent(op, ctx.Err())
	}
	if flight.err != nil {
		return "", loginFailed(op, flight.err)
	}
	return flight.token, nil
}

// age is how old the token is; one from the future, after a clock was set back, is as good as new.
func (s *session) age() time.Duration { return s.now().Sub(s.since) }

// loginFailed says of a call that it was not made, since the login for it failed.
func loginFailed(op string, err error) error {
	failed := &Error{Op: op, Outcome: NotDone, cause: err}
	if e, ok := errors.AsType[*Error](err); ok {
		failed.RetryAfter = e.RetryAfter // not the status, which would be taken for the call's
	}
	return failed
}

// runLogin makes a login and hands its token, or its error, to all who wait.
func (c *Client) runLogin(ctx context.Context, flight *loginFlight) {
	// All wait for it, so it is as urgent as the most urgent of them may be.
	ctx, cancel := context.WithTimeout(Press(ctx), 3*c.writeTimeout)
	defer cancel()
	token, err := c.authenticate(ctx)
	s := &c.session
	s.mu.Lock()
	defer s.mu.Unlock()
	switch {
	case err == nil:
		s.token, s.since, s.refused = token, s.now(), nil
	case errors.Is(err, ErrCredentials):
		hold := refusalHold
		if s.refused != nil {
			hold = min(2*s.refused.hold, maxRefusalHold)
		}
		s.token, s.refused = "", &refusal{err: err, until: time.Now().Add(hold), hold: hold}
	default:
		s.token = ""
	}
	flight.token, flight.err = token, err
	s.running = nil
	close(flight.done)
}

// authenticate asks for a token. Asking twice does no harm, so it is tried again like a read.
func (c *Client) authenticate(ctx context.Context) (string, error) {
	const op = "log in"
	body, err := json.Marshal(struct { //nolint:gosec // a login is the one place where a password is sent
		Login    string `json:"login"`
		Password string `json:"password"`
	}{c.session.login, c.session.password.Reveal()})
	if err != nil {
		return "", notSent(op, fmt.Errorf("write the login: %w", ErrInvalid))
	}
	var answer loginAnswer
	login := call{
		op: op, method: http.MethodPost, path: "/restapi/auth/authenticate2", body: body,
		limit: limitBoolean, within: c.writeTimeout,
		private: []string{c.session.password.Reveal(), c.session.login},
		read: func(_ int, body io.Reader) (err error) {
			answer, err = readLogin(body)
			return err
		},
	}
	err = c.retrying(ctx, login, func() error {
		return c.attempt(ctx, login, func() error { return c.send(ctx, login, "", nil) })
	})
	if e, ok := errors.AsType[*Error](err); ok {
		switch e.Status {
		case http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound:
			e.cause = ErrCredentials
			c.log.WithField("status", e.Status).Error("OCEAN: the login and password are refused: check OCEAN_LOGIN and OCEAN_PASSWORD")
		}
	}
	if err != nil {
		return "", err
	}
	if answer.dated {
		c.warnOfPassword(answer.days)
	}
	return answer.token, nil
}

// loginAnswer is what a login answers, as far as it is of use.
type loginAnswer struct {
	token string
	days  int64 // until the password ends
	dated bool  // OCEAN said how many
}

// readLogin reads the answer of a login. Without a token, or with one that no header can hold, it is none.
func readLogin(body io.Reader) (loginAnswer, error) {
	var wire struct {
		Token text            `json:"token"`
		Days  json.RawMessage `json:"passwordExpirationRemainingDays"`
	}
	if err := readJSON(body, &wire); err != nil {
		return loginAnswer{}, err
	}
	if wire.Token == "" || strings.ContainsFunc(string(wire.Token), unicode.IsControl) {
		return loginAnswer{}, fmt.Errorf("%w: no token in it", ErrUnreadable)
	}
	answer := loginAnswer{token: string(wire.Token)}
	var days text
	if len(wire.Days) > 0 && days.UnmarshalJSON(wire.Days) == nil {
		whole, _, _ := strings.Cut(string(days), ".")
		n, err := strconv.ParseInt(whole, 10, 64)
		answer.days, answer.dated = n, err == nil
	}
	return answer, nil
}

// warnOfPassword tells operators before the password ends, once a day. 0 is what the documents show as an example and
// what an account without expiry may answer; it is told of too, since it may as well be the last day.
func (c *Client) warnOfPassword(days int64) {
	if days > passwordWarning {
		return
	}
	s := &c.session
	s.mu.Lock()
	now := s.now()
	due := s.warned.IsZero() || now.Sub(s.warned) >= warnEvery || now.Before(s.warned)
	if due {
		s.warned = now
	}
	s.mu.Unlock()
	if !due {
		return
	}
	c.log.WithField("days", days).Warn("OCEAN: the password of the account ends soon")
}
