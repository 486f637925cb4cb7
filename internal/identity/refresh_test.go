package identity_test

import (
	"context"
	"errors"
	"io"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/ocean"
)

// list is a fleet that takes its time.
type list struct {
	takes  time.Duration
	broken atomic.Bool
	asked  atomic.Int32
	ctx    atomic.Pointer[context.Context] // of the last call
}

func (l *list) Individus(ctx context.Context, _ ocean.Criteria, each func(ocean.Fiche) error) error {
	l.asked.Add(1)
	l.ctx.Store(&ctx)
	select {
	case <-time.After(l.takes):
	case <-ctx.Done():
		return ctx.Err()
	}
	if l.broken.Load() {
		return errors.New("OCEAN is away")
	}
	return each(ocean.Fiche{
		Individu: ocean.Individu{ID: 1, Email: "anne@demo.example"}, Utilisateur: &ocean.Utilisateur{Login: "anne"},
	})
}

func (l *list) resolver() *identity.Resolver {
	silent := logrus.New()
	silent.SetOutput(io.Discard)
	return identity.New(l, map[chat.Platform]identity.Mailer{chat.Slack: mails{}}, time.Now, silent)
}

// TestTheFleetNeverGoesStale: it is fetched again though nobody asks, and soon after a failure.
func TestTheFleetNeverGoesStale(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &list{takes: time.Minute}
		r := l.resolver()
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { r.Run(ctx); close(ended) }()
		for day := 1; day <= 3; day++ {
			time.Sleep(24 * time.Hour)
			if got := int(l.asked.Load()); got < 4*day-1 || got > 5*day+1 {
				t.Errorf("on day %d it was fetched %d times, want 4 a day", day, got)
			}
			start := time.Now()
			if _, err := r.Resolve(ctx, slackUser("anne@demo.example")); err != nil || time.Since(start) > 0 {
				t.Errorf("on day %d: %v after %s", day, err, time.Since(start))
			}
			r.Wait()
		}
		l.broken.Store(true)
		time.Sleep(8 * time.Hour)
		l.broken.Store(false)
		time.Sleep(time.Hour)
		start := time.Now()
		if _, err := r.Resolve(ctx, slackUser("anne@demo.example")); err != nil || time.Since(start) > 0 {
			t.Errorf("after OCEAN was away: %v after %s", err, time.Since(start))
		}
		r.Wait()
		// It ends in the middle of a fetch.
		time.Sleep(5*time.Hour + 59*time.Minute + 30*time.Second)
		stop()
		<-ended
		start = time.Now()
		r.Wait()
		if waited := time.Since(start); waited > 0 {
			t.Errorf("it took %s to end", waited)
		}
	})
}

// TestALargeFleetIsLeftAlone: one that takes a minute to fetch isn't fetched every ten, nor for every unknown
// mail, nor again and again while that fails.
func TestALargeFleetIsLeftAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &list{takes: 2 * time.Minute}
		r := l.resolver()
		ask := func(mail string, pause time.Duration, times int) int {
			before := l.asked.Load()
			for range times {
				_, _ = r.Resolve(t.Context(), slackUser(mail))
				time.Sleep(pause)
			}
			r.Wait()
			return int(l.asked.Load() - before)
		}
		_ = ask("anne@demo.example", 0, 1)
		if got := ask("anne@demo.example", time.Minute, 120); got < 4 || got > 6 {
			t.Errorf("it was fetched %d times in two hours", got)
		}
		if got := ask("nobody@demo.example", time.Minute, 120); got < 4 || got > 8 {
			t.Errorf("it was fetched %d times in two hours for somebody unknown", got)
		}
		l.takes = 0
		l.broken.Store(true)
		time.Sleep(time.Hour)
		if got := ask("anne@demo.example", time.Second, 120); got > 3 {
			t.Errorf("it was fetched %d times in two minutes of failure", got)
		}
	})
}

// TestWhoWaitsForTheFleetLiftsIt: begun as background work, it is as urgent as whoever needs it now.
func TestWhoWaitsForTheFleetLiftsIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &list{takes: time.Second}
		r := l.resolver()
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan struct{})
		go func() { r.Run(ctx); close(ended) }()
		synctest.Wait()
		if got := ocean.Urgency(*l.ctx.Load()); got != "background" {
			t.Errorf("Run's own is %s", got)
		}
		asked := make(chan error)
		go func() { _, err := r.Resolve(ocean.Press(ctx), slackUser("anne@demo.example")); asked <- err }()
		synctest.Wait()
		if got := ocean.Urgency(*l.ctx.Load()); got != "press" || l.asked.Load() != 1 {
			t.Errorf("with a press waiting it is %s, fetched %d times", got, l.asked.Load())
		}
		if err := <-asked; err != nil {
			t.Error(err)
		}
		stop()
		<-ended
	})
}
