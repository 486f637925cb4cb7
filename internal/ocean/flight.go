package ocean

import (
	"context"
	"strconv"
	"sync"
)

// flights lets identical reads that are wanted at once be one. Unlike a plain single flight it outlives the
// caller that happened to be first, ends when nobody waits any more, and is as urgent as the most urgent of
// those who wait.
type flights struct {
	mu      sync.Mutex
	running map[string]*flight
}

type flight struct {
	done    chan struct{}
	who     *standing
	waiting int
	cancel  context.CancelFunc
	value   any
	err     error
}

// sinceWrites makes a key of a read that shows what was written. One that began before a write ended is not
// joined: whoever reads back wants to see that write.
func (c *Client) sinceWrites(key string) string {
	return key + " " + strconv.FormatUint(c.writes.Load(), 10)
}

// shared makes a read, or waits for the one with the same key that is under way. What it gives may be shared
// with others, and is not to be changed.
func shared[T any](ctx context.Context, c *Client, op, key string, read func(context.Context) (T, error)) (T, error) {
	var none T
	if err := ctx.Err(); err != nil {
		return none, notSent(op, err)
	}
	f := c.flights.join(ctx, key, func(ctx context.Context) (any, error) { return read(ctx) })
	select {
	case <-f.done:
	case <-ctx.Done():
		c.flights.leave(key, f)
		return none, &Error{Op: op, Outcome: Unknown, cause: cleanCause(ctx.Err())}
	}
	value, ok := f.value.(T)
	if f.err != nil || !ok {
		return none, f.err
	}
	return value, nil
}

func (fs *flights) join(ctx context.Context, key string, read func(context.Context) (any, error)) *flight {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if f, ok := fs.running[key]; ok {
		f.waiting++
		f.who.join(ctx)
		return f
	}
	f := &flight{done: make(chan struct{}), waiting: 1, who: new(standing)}
	f.who.join(ctx)
	ctx, cancel := context.WithCancel(context.WithValue(context.WithoutCancel(ctx), standingKey{}, f.who))
	f.cancel = cancel
	if fs.running == nil {
		fs.running = make(map[string]*flight)
	}
	fs.running[key] = f
	go func() {
		defer cancel()
		f.value, f.err = read(ctx)
		fs.forget(key, f)
		close(f.done)
	}()
	return f
}

// leave is what a caller does who no longer waits; the last one ends the read.
func (fs *flights) leave(key string, f *flight) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	f.waiting--
	if f.waiting > 0 {
		return
	}
	f.cancel()
	if fs.running[key] == f {
		delete(fs.running, key)
	}
}

func (fs *flights) forget(key string, f *flight) {
	fs.mu.Lock()
	defer fs.mu.Unlock()
	if fs.running[key] == f {
		delete(fs.running, key)
	}
}
