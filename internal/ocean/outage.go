package ocean

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/sirupsen/logrus"
	"github.com/sony/gobreaker/v2"
)

const (
	// outageAfter is after how many requests in a row without an answer, or answered 5xx, no more are sent.
	outageAfter = 5
	// probeAfter is how long then until one request is let through to see whether OCEAN is back. It is short:
	// what became of a write is read back within seconds of OCEAN's return.
	probeAfter = 3 * time.Second
)

// errOutage is why a call isn't sent during an outage.
var errOutage = fmt.Errorf("%w: it didn't answer just now, so it wasn't asked", ErrUnavailable)

// outage knows whether OCEAN is there at all, so that while it isn't, people are told so at once instead of
// after a queue of time-outs.
type outage struct {
	breaker *gobreaker.TwoStepCircuitBreaker[struct{}]
	slow    time.Duration // a probe that takes longer has failed
}

// errWithdrawn is the verdict on a request that its caller gave up: it says nothing of OCEAN.
var errWithdrawn = errors.New("given up by the caller")

// newOutage makes an outage of a service that is there. opened is called, under a lock, where it goes away.
func newOutage(log logrus.FieldLogger, slow time.Duration, opened func()) *outage {
	var since time.Time
	return &outage{slow: slow, breaker: gobreaker.NewTwoStepCircuitBreaker[struct{}](gobreaker.Settings{
		MaxRequests: 1,
		Timeout:     probeAfter,
		ReadyToTrip: func(counts gobreaker.Counts) bool { return counts.ConsecutiveFailures >= outageAfter },
		IsExcluded:  func(err error) bool { return errors.Is(err, errWithdrawn) },
		OnStateChange: func(_ string, from, to gobreaker.State) {
			switch {
			case from == gobreaker.StateClosed:
				since = time.Now()
				log.WithField("requests", outageAfter).Error("OCEAN: no answer to several requests in a row: calls fail at once until it is back")
				opened()
			case to == gobreaker.StateClosed:
				log.WithField("after", time.Since(since).Round(time.Second)).Info("OCEAN: is back")
			}
		},
	})}
}

// away tells whether a request would not be let through now.
func (o *outage) away() bool {
	switch o.breaker.State() {
	case gobreaker.StateOpen:
		return true
	case gobreaker.StateHalfOpen:
		counts := o.breaker.Counts()
		return counts.Requests > counts.TotalExclusions
	case gobreaker.StateClosed:
	}
	return false
}

// allow lets a request through or gives [errOutage]. done must be called with what came of it.
func (o *outage) allow() (done func(error), err error) {
	report, err := o.breaker.Allow()
	if err != nil {
		return nil, errOutage
	}
	if o.breaker.State() != gobreaker.StateHalfOpen {
		return report, nil
	}
	// A list may take minutes to come. As a probe it would keep everybody waiting: it goes on, but the
	// verdict doesn't wait for it.
	var once sync.Once
	first := func(err error) { once.Do(func() { report(err) }) }
	patience := time.AfterFunc(o.slow, func() { first(context.DeadlineExceeded) })
	return func(err error) {
		patience.Stop()
		first(err)
	}, nil
}

// verdict says what an exchange tells of OCEAN: nil is that it is there, whatever it answered.
func verdict(ctx context.Context, err error) error {
	e, ok := errors.AsType[*Error](err)
	switch {
	case !ok:
		return nil
	case e.Status >= http.StatusInternalServerError:
		return e
	case ctx.Err() != nil:
		return errWithdrawn // not the time limit of the call, but the patience of the caller
	case e.cut && !errors.Is(e, errCutShort): // an answer that is whole and makes no sense is an answer
		return e
	}
	return nil
}

// attempt sends one request in its turn, unless OCEAN is away.
func (c *Client) attempt(ctx context.Context, call call, exchange func() error) error {
	if c.outage.away() {
		return notSent(call.op, errOutage)
	}
	if err := c.turn(ctx, call.op); err != nil {
		return err
	}
	done, err := c.outage.allow()
	if err != nil {
		c.turns.giveBack()
		return notSent(call.op, err)
	}
	err = exchange()
	done(verdict(ctx, err))
	return err
}
