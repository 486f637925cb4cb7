package ocean

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// line is people who wait for turns, in the order in which they were served.
type line struct {
	t     *testing.T
	turns *turns
	start time.Time

	mu     sync.Mutex
	served []string
	all    sync.WaitGroup
}

func newLine(t *testing.T) *line {
	t.Helper()
	l := &line{t: t, turns: newTurns(1), start: time.Now()}
	if err := l.turns.wait(t.Context()); err != nil { // whoever comes next has to wait
		t.Fatal(err)
	}
	return l
}

// stand has somebody queue up behind those who do already.
func (l *line) stand(ctx context.Context, name string) {
	l.all.Go(func() {
		err := l.turns.wait(ctx)
		l.mu.Lock()
		defer l.mu.Unlock()
		if err == nil {
			l.served = append(l.served, name+" "+time.Since(l.start).String())
		}
	})
	synctest.Wait()
}

func (l *line) want(served ...string) {
	l.t.Helper()
	l.all.Wait()
	if !slices.Equal(l.served, served) {
		l.t.Errorf("served %q, want %q", l.served, served)
	}
}

func TestTurnsGoToTheMostUrgent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l, ctx := newLine(t), t.Context()
		l.stand(Background(ctx), "background 1")
		l.stand(ctx, "command 1")
		l.stand(Press(ctx), "press 1")
		l.stand(Background(Press(ctx)), "background 2")
		l.stand(Press(Background(ctx)), "press 2")
		l.stand(ctx, "command 2")
		l.want("press 1 1s", "press 2 2s", "command 1 3s", "command 2 4s", "background 1 5s", "background 2 6s")
	})
}

func TestTurnsAreForEverybodyInTheEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l, ctx := newLine(t), t.Context()
		l.stand(Background(ctx), "background")
		for range 20 {
			l.stand(Press(ctx), "press")
		}
		l.all.Wait()
		if at := slices.Index(l.served, "background 8s"); at != 7 {
			t.Errorf("background work came at %d of %q", at, l.served)
		}
	})
}

func TestAJoinedCallIsAsUrgentAsWhoeverJoins(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l, ctx := newLine(t), t.Context()
		liftable, lift := Liftable(Background(ctx))
		inner := new(standing) // as a shared read has it
		inner.join(liftable)
		l.stand(context.WithValue(ctx, standingKey{}, inner), "fleet")
		l.stand(ctx, "command")
		lift(Press(ctx))
		l.want("fleet 1s", "command 2s")
	})
}

func TestATurnThatNobodyUsesIsTheNextOnes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLine(t)
		leaving, leave := context.WithCancel(t.Context())
		l.stand(Press(leaving), "left")
		l.stand(t.Context(), "next")
		leave()
		l.want("next 1s")
		// Given already, and then not used: by the next in the line, or, where there is none, by whoever comes.
		given := &waiter{who: new(standing), turn: make(chan error, 1)}
		if _, err := l.turns.queue(given); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second)
		if err := <-given.turn; err != nil {
			t.Fatal(err)
		}
		l.stand(t.Context(), "third")
		l.turns.giveBack()
		l.want("next 1s", "third 2s")
		l.turns.giveBack()
		l.stand(t.Context(), "fourth")
		l.want("next 1s", "third 2s", "fourth 2s")
	})
}

// TestNoTurnIsLost: whoever leaves when, the others are served without a gap and never faster than the rate.
func TestNoTurnIsLost(t *testing.T) {
	t.Parallel()
	for seed := range uint64(50) {
		synctest.Test(t, func(t *testing.T) {
			random := rand.New(rand.NewPCG(seed, 3))
			turns, start := newTurns(4), time.Now()
			var mu sync.Mutex
			var served []time.Duration
			var all sync.WaitGroup
			for range 60 {
				ctx, leave := context.WithCancel(withStanding(t.Context(), class(random.IntN(3))))
				if random.IntN(2) == 0 {
					after := time.Duration(random.IntN(40)) * turns.every / 2
					all.Go(func() { time.Sleep(after); leave() })
				}
				all.Go(func() {
					defer leave()
					if turns.wait(ctx) == nil {
						mu.Lock()
						defer mu.Unlock()
						served = append(served, time.Since(start))
					}
				})
			}
			all.Wait()
			slices.Sort(served)
			for n, at := range served {
				if want := time.Duration(n) * turns.every; at != want {
					t.Fatalf("seed %d: turn %d came after %s, want %s", seed, n, at, want)
				}
			}
		})
	}
}

func TestWhoCanNotWaitIsToldAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLine(t)
		short, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
		defer cancel()
		l.stand(t.Context(), "patient")
		start := time.Now()
		if err := l.turns.wait(short); !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != 0 {
			t.Errorf("behind others: %v after %s", err, time.Since(start))
		}
		l.stand(Press(short), "urgent")
		l.want("urgent 1s", "patient 2s")

		// OCEAN asks for a pause while somebody waits.
		waiting := make(chan error)
		short, cancel = context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		go func() { waiting <- l.turns.wait(short) }()
		l.stand(t.Context(), "after the pause")
		l.turns.hold(10 * time.Second)
		var paused *pausedError
		if err := <-waiting; !errors.As(err, &paused) || paused.wait != 10*time.Second {
			t.Errorf("in a pause: %v", err)
		}
		l.want("urgent 1s", "patient 2s", "after the pause 12s")
	})
}
