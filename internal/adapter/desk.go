package adapter

import (
	"context"
	"crypto/rand"
	"fmt"
	"sync"
	"time"

	"github.com/patrickmn/go-cache"
	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/chat"
)

// How long deliveries are remembered. Slack delivers an event again for about an hour:
// https://docs.slack.dev/apis/events-api/#retries.
const (
	deliveryLife = time.Hour
	sweepEvery   = 5 * time.Minute
)

// Desk takes requests, has them done in the background, and sees that nothing is left undone when the bot stops.
// Its methods may be called at the same time.
type Desk struct {
	name string
	cfg  Common
	seen *cache.Cache // deliveries of the last hour

	work sync.WaitGroup
	base context.Context //nolint:containedctx // the parent of all work, which outlives the requests that start it
	kill context.CancelFunc

	mu       sync.Mutex
	handler  chat.Handler
	stopping bool
	busy     map[string]bool // cards whose press is being worked on
}

// NewDesk opens the desk of a platform. The settings are filled ([Common.Fill]).
func NewDesk(platform chat.Platform, cfg Common) *Desk {
	base, kill := context.WithCancel(context.Background())
	return &Desk{
		name:    string(platform),
		cfg:     cfg,
		seen:    cache.New(deliveryLife, sweepEvery),
		base:    base,
		kill:    kill,
		handler: cfg.Handler,
		busy:    make(map[string]bool),
	}
}

// SetHandler says who does what people ask for, where the handler itself needs the bot and so can only be made
// after it. Until then nothing is taken.
func (d *Desk) SetHandler(h chat.Handler) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.handler = h
}

// Context is the parent of all work. It ends when [Desk.Shutdown] does.
func (d *Desk) Context() context.Context { return d.base }

// Ready tells whether new work would be taken.
func (d *Desk) Ready() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return !d.stopping && d.handler != nil
}

// Enter counts a piece of work, and gives who does it; the error is [ErrStopping]. Whoever entered goes on to
// [Desk.Start], or calls [Desk.Leave]. It waits for nothing.
func (d *Desk) Enter() (chat.Handler, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stopping || d.handler == nil {
		return nil, ErrStopping
	}
	d.work.Add(1)
	return d.handler, nil
}

// Leave ends a piece of work.
func (d *Desk) Leave() { d.work.Done() }

// Go does something beside the requests, which [Desk.Shutdown] waits for too; the error is [ErrStopping].
func (d *Desk) Go(f func()) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stopping {
		return ErrStopping
	}
	d.work.Go(f)
	return nil
}

// Shutdown lets no new work in and waits for what is under way, answers included; then it does what the platform
// has left to tidy, which may be nil. Where ctx ends first, what is left is told to stop and the error says so.
func (d *Desk) Shutdown(ctx context.Context, tidy func(ctx context.Context)) error {
	d.mu.Lock()
	d.stopping = true
	d.mu.Unlock()
	done := make(chan struct{})
	go func() {
		d.work.Wait()
		close(done)
	}()
	defer d.kill()
	select {
	case <-done:
		if tidy != nil {
			tidy(ctx)
		}
		return nil
	case <-ctx.Done():
		return fmt.Errorf("%s: work was still under way: %w", d.name, ctx.Err())
	}
}

// Log is for what is logged about one request of a person's, who is named by the platform's id.
func (d *Desk) Log(delivery, user string) *logrus.Entry {
	return d.cfg.Log.WithFields(logrus.Fields{"request": rand.Text(), "delivery": delivery, "user": user})
}

// isNew remembers a delivery, and tells whether it is the first of its id in a while. Restarts and other
// replicas it knows nothing of; the commands do.
func (d *Desk) isNew(delivery string) bool {
	return delivery == "" || d.seen.Add(delivery, struct{}{}, cache.DefaultExpiration) == nil
}

// occupy makes a press the one that may show "working" on its card; false where another is. Of two presses in a
// row the second must not put anything over the first one's result.
func (d *Desk) occupy(card string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.busy[card] {
		return false
	}
	d.busy[card] = true
	return true
}

func (d *Desk) release(card string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	delete(d.busy, card)
}

// Notify sends a message to a person unasked, within the time that sending may take, and tells the handler once
// it was taken.
func (d *Desk) Notify(ctx context.Context, m chat.Message, send func(ctx context.Context) error) error {
	d.mu.Lock()
	handler := d.handler
	d.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, d.cfg.SendLimit)
	defer cancel()
	if err := send(ctx); err != nil {
		return err
	}
	if m.Receipt != "" && handler != nil {
		handler.Told(ctx, m.Receipt)
	}
	return nil
}
