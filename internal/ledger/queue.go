package ledger

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"
)

// queue waits for the driver's other writes, of this process and of every other one on the store, and
// keeps them waiting until unlock is called. It gives [ErrBusy] where ctx ends before.
func (l *Ledger) queue(ctx context.Context, individuID int64) (unlock func(), err error) {
	unlockHere, err := l.drivers.lock(ctx, individuID)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBusy, err)
	}
	for {
		release, taken, err := l.claim(ctx, driverLease(individuID))
		switch {
		case err != nil:
			unlockHere()
			return nil, err
		case taken:
			return func() { release(); unlockHere() }, nil
		case !sleep(ctx, l.times.Poll/4):
			unlockHere()
			return nil, fmt.Errorf("%w: %w", ErrBusy, ctx.Err())
		}
	}
}

// tryQueue is queue without the waiting: free tells whether no other write of the driver is under way,
// in this process or another one.
func (l *Ledger) tryQueue(ctx context.Context, individuID int64) (unlock func(), free bool, err error) {
	unlockHere, free := l.drivers.tryLock(individuID)
	if !free {
		return nil, false, nil
	}
	release, free, err := l.claim(ctx, driverLease(individuID))
	if err != nil || !free {
		unlockHere()
		return nil, false, err
	}
	return func() { release(); unlockHere() }, true, nil
}

func driverLease(individuID int64) string { return "driver:" + strconv.FormatInt(individuID, 10) }

// lease is for how long something is left to the process that claimed it, from its last sign of life.
func (l *Ledger) lease() time.Duration { return 3 * l.times.Poll }

// claim takes a lease where no other process has it, and renews it until release is called. A process
// that dies loses its leases with time. Leases go by the clock of the machine: the bot's own may be set
// to another time, and to another one in each process.
func (l *Ledger) claim(ctx context.Context, name string) (release func(), taken bool, err error) {
	take := func(ctx context.Context) (bool, error) {
		now := time.Now()
		// One from further in the future than any process takes it comes from before the clock was set back.
		return l.store.TakeLease(ctx, name, l.holder, now, now.Add(l.lease()), now.Add(2*l.lease()))
	}
	if taken, err = take(ctx); err != nil || !taken {
		return nil, false, wrap("waiting for other processes", err)
	}
	renewing, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for sleep(renewing, l.times.Poll) {
			if _, err := take(renewing); err != nil && renewing.Err() == nil {
				l.log.WithError(err).WithField("lease", name).Warn("a lease could not be renewed")
			}
		}
	}()
	return func() {
		stop()
		<-ended
		if err := l.store.DropLease(context.WithoutCancel(ctx), name, l.holder); err != nil && !errors.Is(err, context.Canceled) {
			l.log.WithError(err).WithField("lease", name).Warn("a lease could not be given back; it ends by itself")
		}
	}, true, nil
}

// keyedLocks are locks by key that can be waited for under a context. The zero value is ready.
type keyedLocks struct {
	mu    sync.Mutex
	locks map[int64]*keyedLock
}

type keyedLock struct {
	held  chan struct{} // holds one token while locked
	users int
}

// join gives the lock of a key, which stays until everybody who joined has left.
func (k *keyedLocks) join(key int64) (entry *keyedLock, leave func()) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.locks == nil {
		k.locks = map[int64]*keyedLock{}
	}
	if entry = k.locks[key]; entry == nil {
		entry = &keyedLock{held: make(chan struct{}, 1)}
		k.locks[key] = entry
	}
	entry.users++
	return entry, func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		if entry.users--; entry.users == 0 {
			delete(k.locks, key)
		}
	}
}

func (k *keyedLocks) lock(ctx context.Context, key int64) (unlock func(), err error) {
	entry, leave := k.join(key)
	select {
	case entry.held <- struct{}{}:
		return func() { <-entry.held; leave() }, nil
	case <-ctx.Done():
		leave()
		return nil, ctx.Err()
	}
}

func (k *keyedLocks) tryLock(key int64) (unlock func(), locked bool) {
	entry, leave := k.join(key)
	select {
	case entry.held <- struct{}{}:
		return func() { <-entry.held; leave() }, true
	default:
		leave()
		return nil, false
	}
}
