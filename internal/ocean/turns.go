package ocean

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"time"
)

// eldest is how often a turn goes to whoever has waited longest, instead of to the most urgent: so nobody
// waits forever, and background work takes an eighth of the rate from people at most.
const eldest = 8

// turns hands out the right to send a request: one every so often, to the most urgent call that waits, and
// of several to the one that came first. golang.org/x/time/rate serves in the order of asking and can't be
// asked to do otherwise, hence this.
type turns struct {
	every time.Duration

	mu      sync.Mutex
	next    time.Time // no turn comes before
	paused  time.Time // OCEAN asked to be left alone until then
	waiting []*waiter // in the order in which they came
	served  int       // how many of those who had to wait got a turn
	armed   bool      // serve will be called
}

type waiter struct {
	who  *standing
	ends time.Time  // the deadline of the call; zero is none
	turn chan error // gets nil for a turn, or why there is none
}

// pausedError tells that OCEAN asked to be left alone for longer than the call may wait.
type pausedError struct{ wait time.Duration }

func (e *pausedError) Error() string { return "not sent: OCEAN asked to wait" }

// newTurns makes turns of a rate in requests a second.
func newTurns(rate float64) *turns {
	return &turns{every: time.Duration(float64(time.Second) / rate)}
}

// wait waits for a turn. Its errors mean that there was none: that of ctx, or of a deadline that would pass
// before the turn comes, a *pausedError, or what refuseAll was given.
func (t *turns) wait(ctx context.Context) error {
	if err := ctx.Err(); err != nil {
		return err //nolint:wrapcheck // the caller says what was being done
	}
	w := &waiter{who: standingOf(ctx), ends: deadlineOf(ctx), turn: make(chan error, 1)}
	if at, err := t.queue(w); at || err != nil {
		return err
	}
	select {
	case err := <-w.turn:
		if err == nil && ctx.Err() != nil {
			t.giveBack()
			return ctx.Err() //nolint:wrapcheck // likewise
		}
		return err
	case <-ctx.Done():
		if !t.leave(w) && <-w.turn == nil {
			t.giveBack()
		}
		return ctx.Err() //nolint:wrapcheck // likewise
	}
}

// queue gives a turn at once where one is free, else it puts the waiter into the queue.
func (t *turns) queue(w *waiter) (atOnce bool, err error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now()
	if err := t.tooLong(w, now); err != nil {
		return false, err
	}
	if len(t.waiting) == 0 && !now.Before(t.next) {
		t.next = now.Add(t.every)
		return true, nil
	}
	ahead := 0
	for _, other := range t.waiting {
		if other.who.class() >= w.who.class() {
			ahead++
		}
	}
	if turn := t.next.Add(time.Duration(ahead) * t.every); !w.ends.IsZero() && w.ends.Before(turn) {
		return false, context.DeadlineExceeded
	}
	t.waiting = append(t.waiting, w)
	t.arm(now)
	return false, nil
}

// tooLong tells whether OCEAN's pause is longer than a call may wait.
func (t *turns) tooLong(w *waiter, now time.Time) error {
	wait := t.paused.Sub(now)
	if wait > 0 && (wait > maxWait || !w.ends.IsZero() && !w.ends.After(t.paused)) {
		return &pausedError{wait}
	}
	return nil
}

// arm has serve called when the next turn comes. The turns are locked.
func (t *turns) arm(now time.Time) {
	if !t.armed && len(t.waiting) > 0 {
		t.armed = true
		time.AfterFunc(t.next.Sub(now), t.serve)
	}
}

// serve gives the turn that has come.
func (t *turns) serve() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.armed = false
	now := time.Now()
	if !now.Before(t.next) && t.give() {
		t.next = now.Add(t.every)
	}
	t.arm(now)
}

// give gives a turn to one who waits, if anybody does. The turns are locked.
func (t *turns) give() bool {
	if len(t.waiting) == 0 {
		return false
	}
	t.served++
	chosen := 0
	if t.served%eldest != 0 {
		highest := t.waiting[0].who.class()
		for i, w := range t.waiting[1:] {
			if c := w.who.class(); c > highest {
				chosen, highest = i+1, c
			}
		}
	}
	t.waiting[chosen].turn <- nil
	t.waiting = slices.Delete(t.waiting, chosen, chosen+1)
	return true
}

// giveBack takes back a turn that isn't used: it is the next one's.
func (t *turns) giveBack() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !time.Now().Before(t.paused) && t.give() {
		return
	}
	if now := time.Now(); t.next.After(now) && !now.Before(t.paused) {
		t.next = now
	}
}

// leave takes a waiter out of the queue, and tells whether it was in it still.
func (t *turns) leave(w *waiter) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	i := slices.Index(t.waiting, w)
	if i < 0 {
		return false
	}
	t.waiting = slices.Delete(t.waiting, i, i+1)
	return true
}

// hold gives no turn for as long as OCEAN asked, and refuses those who can't wait for that.
func (t *turns) hold(wait time.Duration) {
	if wait <= 0 {
		return
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	now := time.Now()
	until := now.Add(min(wait, maxPause))
	if !until.After(t.paused) {
		return
	}
	t.paused = until
	if until.After(t.next) {
		t.next = until
	}
	t.refuse(func(w *waiter) error { return t.tooLong(w, now) })
}

// refuseAll refuses everybody who waits.
func (t *turns) refuseAll(why error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.refuse(func(*waiter) error { return why })
}

func (t *turns) refuse(why func(*waiter) error) {
	t.waiting = slices.DeleteFunc(t.waiting, func(w *waiter) bool {
		err := why(w)
		if err != nil {
			w.turn <- err
		}
		return err != nil
	})
}

// turn waits for the right to send a request. Its errors say that nothing was sent.
func (c *Client) turn(ctx context.Context, op string) error {
	err := c.turns.wait(ctx)
	if err == nil {
		return nil
	}
	failed := notSent(op, err)
	if pause, ok := errors.AsType[*pausedError](err); ok {
		failed.Status, failed.RetryAfter = http.StatusTooManyRequests, pause.wait
	}
	return failed
}
