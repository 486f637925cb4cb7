package ledger

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/oceanbot/oceanbot/internal/store"
)

// Tell tells a person the outcome of an entry, unasked. An error means that they don't know it; it is
// tried again later.
type Tell func(ctx context.Context, entry Entry) error

// Run concludes what a crash left open, looks again at what was unclear, and tells what nobody was told,
// until ctx ends. It does the first round at once.
func (l *Ledger) Run(ctx context.Context, tell Tell) {
	// Whatever was concluded before this process began and not told was cut off in between.
	l.round(ctx, tell, l.now())
	for sleep(ctx, l.times.Poll) {
		l.round(ctx, tell, l.now().Add(-l.times.Tell))
	}
}

func (l *Ledger) round(ctx context.Context, tell Tell, untoldSince time.Time) {
	unclear, err := l.store.WritesToLookAt(ctx, l.now())
	if err != nil {
		l.log.WithError(err).Error("the journal could not be read for what is unclear")
	}
	for _, row := range unclear {
		if ctx.Err() != nil {
			return
		}
		if err := l.lookAt(ctx, row); err != nil {
			l.log.WithError(err).WithField("write", row.ID).Warn("a write of the journal is still unclear; it is looked at again")
		}
	}
	untold, err := l.store.WritesUntold(ctx, untoldSince)
	if err != nil {
		l.log.WithError(err).Error("the journal could not be read for what nobody was told")
	}
	// What was just concluded here has no request of its own that would tell it.
	for _, row := range unclear {
		if fresh, err := l.store.Write(ctx, row.ID); err == nil && fresh.Outcome != "" && fresh.ToldAt.IsZero() {
			untold = append(untold, fresh)
		}
	}
	told := map[string]bool{}
	for _, row := range untold {
		if ctx.Err() != nil {
			return
		}
		if told[row.ID] || l.live.has(row.ID) {
			continue
		}
		told[row.ID] = true
		if err := l.tell(ctx, row, tell); err != nil {
			l.log.WithError(err).WithField("write", row.ID).Warn("the outcome of a write could not be told; it is tried again")
		}
	}
}

func (l *Ledger) tell(ctx context.Context, row store.Write, tell Tell) error {
	entry, err := decode(row)
	if err != nil {
		return err
	}
	if err := tell(ctx, entry); err != nil {
		return fmt.Errorf("telling the outcome: %w", err)
	}
	return l.Told(ctx, row.ID)
}

// lookAt reads OCEAN for a row whose outcome is open or may yet change.
func (l *Ledger) lookAt(ctx context.Context, row store.Write) error {
	if l.live.has(row.ID) {
		return nil
	}
	entry, err := decode(row)
	if err != nil {
		return err
	}
	unlock, err := l.drivers.lock(ctx, entry.IndividuID)
	if err != nil {
		return fmt.Errorf("waiting for the driver's other writes: %w", err)
	}
	defer unlock()
	recorded, found, err := l.readBack(ctx, &entry)
	if err != nil {
		return l.postpone(ctx, entry, err)
	}
	age := l.age(entry)
	was := entry.Outcome
	switch {
	case found:
		entry.Outcome, entry.Recorded = entry.Intent.outcome(recorded), recorded
	case age < l.times.Settle:
		// It may still arrive; Poll comes back soon.
		return nil
	case was == Unknown && age < l.lastLook():
		return l.store.LookAgain(ctx, entry.ID, l.nextLook(entry))
	default:
		entry.Outcome = Lost
	}
	if entry.Outcome == was {
		return l.store.LookAgain(ctx, entry.ID, l.nextLook(entry))
	}
	l.conclude(ctx, &entry)
	return nil
}

// postpone leaves a row that could not be read for later: soon while its person waits to be told, and
// then ever more rarely.
func (l *Ledger) postpone(ctx context.Context, entry Entry, cause error) error {
	pause := min(max(l.times.Poll, l.age(entry)/10), 15*time.Minute)
	if err := l.store.LookAgain(ctx, entry.ID, l.now().Add(pause)); err != nil {
		return err
	}
	return cause
}

// age is how long ago an entry began. Where the clock was set back since, it is how long this process
// has been running, which is surely not longer ago.
func (l *Ledger) age(entry Entry) time.Duration {
	if age := l.now().Sub(entry.BegunAt); age >= 0 {
		return age
	}
	return time.Since(l.since)
}

// nextLook says when OCEAN is to be read again for an entry: at the next of the pauses after it began,
// for what is lost or unknown; never for what is settled.
func (l *Ledger) nextLook(entry Entry) time.Time {
	switch entry.Outcome {
	case Recorded, Differs, Refused:
		return time.Time{}
	case Open, Lost, Unknown:
	}
	for _, pause := range l.times.Again {
		if at := entry.BegunAt.Add(pause); at.After(l.now()) {
			return at
		}
	}
	return time.Time{}
}

func (l *Ledger) lastLook() time.Duration {
	if len(l.times.Again) == 0 {
		return l.times.Settle
	}
	return l.times.Again[len(l.times.Again)-1]
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

func (k *keyedLocks) lock(ctx context.Context, key int64) (unlock func(), err error) {
	k.mu.Lock()
	if k.locks == nil {
		k.locks = map[int64]*keyedLock{}
	}
	entry := k.locks[key]
	if entry == nil {
		entry = &keyedLock{held: make(chan struct{}, 1)}
		k.locks[key] = entry
	}
	entry.users++
	k.mu.Unlock()

	leave := func() {
		k.mu.Lock()
		defer k.mu.Unlock()
		if entry.users--; entry.users == 0 {
			delete(k.locks, key)
		}
	}
	select {
	case entry.held <- struct{}{}:
		return func() { <-entry.held; leave() }, nil
	case <-ctx.Done():
		leave()
		return nil, ctx.Err()
	}
}

// liveSet is the set of writes that this process is busy with. The zero value is ready.
type liveSet struct{ ids sync.Map }

func (s *liveSet) add(id string) (remove func()) {
	s.ids.Store(id, struct{}{})
	return func() { s.ids.Delete(id) }
}

func (s *liveSet) has(id string) bool {
	_, busy := s.ids.Load(id)
	return busy
}
