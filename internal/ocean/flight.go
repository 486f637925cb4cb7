package ocean

import (
	"context"
	"fmt"
	"sync"
)

// flights lets identical reads that are wanted at once be one. Unlike a plain single flight it outlives the
// caller that happened to be first, and ends when nobody waits any more.
type flights struct {
	mu      sync.Mutex
	running map[string]*flight
}

type flight struct {
	done    chan struct{}
	waiting int
	cancel  context.CancelFunc
	value   any
	err     error
}

// shared makes a read, or waits for the same one that is under way. A read that began before a write ended
// is not joined: whoever reads back wants to see that write.
func shared[T any](ctx context.Context, c *Client, op, key string, read func(context.Context) (T, error)) (T, error) {
	key = fmt.Sprintf("%s %d", key, c.writes.Load())
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
		return f
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(ctx))
	f := &flight{done: make(chan struct{}), waiting: 1, cancel: cancel}
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
