package ledger

import (
	"context"
	"fmt"
	"time"

	"github.com/oceanbot/oceanbot/internal/store"
)

// Tell tells a person the outcome of an entry, unasked. An error means that they don't know it; it is
// tried again later.
type Tell func(ctx context.Context, entry Entry) error

// forever is after every instant that the journal holds.
var forever = time.Date(9999, time.January, 1, 0, 0, 0, 0, time.UTC)

// Run concludes what a crash left open, looks again at what was unclear, and tells what nobody was told,
// until ctx ends. It does the first round at once.
func (l *Ledger) Run(ctx context.Context, tell Tell) {
	r := runner{Ledger: l, tell: tell, seen: map[string]time.Time{}, later: map[string]time.Time{}, failed: map[string]failure{}}
	// What was concluded before this process began and isn't told was most likely cut off in between.
	began := time.Now()
	for {
		r.round(ctx, func(row store.Write) bool {
			// A request of its own tells it soon. From the future it comes where the clock was set back.
			waited := time.Since(row.NotedAt)
			if waited >= l.times.Tell || waited <= -l.times.Tell {
				return true
			}
			// Its process is gone, or is another one that is about to tell it.
			return row.NotedAt.Before(began) && waited >= l.lease()
		})
		if !sleep(ctx, l.times.Poll) {
			return
		}
	}
}

// runner is what Run remembers from round to round, by the id of the write.
type runner struct {
	*Ledger

	tell   Tell
	seen   map[string]time.Time // when an open write was first looked at, on the real clock
	later  map[string]time.Time // before when an open write isn't looked at again, on the real clock
	failed map[string]failure   // the tellings that failed
}

// failure is a telling that failed, on the real clock.
type failure struct {
	pause time.Duration
	until time.Time
}

func (r *runner) round(ctx context.Context, waitedEnough func(store.Write) bool) {
	untold, err := r.store.WritesUntold(ctx, forever)
	if err != nil {
		r.log.WithError(err).Error("the journal could not be read for what nobody was told")
	}
	for _, row := range untold {
		_, again := r.failed[row.ID]
		if ctx.Err() == nil && (again || waitedEnough(row)) {
			r.inform(ctx, row.ID)
		}
	}
	unclear, err := r.store.WritesToLookAt(ctx, forever)
	if err != nil {
		r.log.WithError(err).Error("the journal could not be read for what is unclear")
	}
	for _, row := range unclear {
		if ctx.Err() != nil || !r.due(row) {
			continue
		}
		concluded, err := r.lookAt(ctx, row)
		if err != nil {
			r.log.WithError(err).WithField("write", row.ID).Warn("a write of the journal is still unclear; it is looked at again")
		}
		if concluded {
			// It has no request of its own that would tell it.
			r.inform(ctx, row.ID)
		}
	}
}

// due tells whether a row is to be looked at. An open one always is: while the process that began it
// lives, its driver can't be claimed.
func (r *runner) due(row store.Write) bool {
	if row.Outcome == string(Open) {
		return !time.Now().Before(r.later[row.ID])
	}
	return !row.LookAt.After(r.now())
}

// inform tells an outcome. What fails is tried again ever more rarely.
func (r *runner) inform(ctx context.Context, id string) {
	before := r.failed[id]
	if time.Now().Before(before.until) {
		return
	}
	err := r.tellNow(ctx, id)
	if err == nil {
		delete(r.failed, id)
		return
	}
	pause := min(max(2*before.pause, r.times.Poll), 15*time.Minute)
	r.failed[id] = failure{pause, time.Now().Add(pause)}
	r.log.WithError(err).WithField("write", id).Warn("the outcome of a write could not be told; it is tried again")
}

func (r *runner) tellNow(ctx context.Context, id string) error {
	release, taken, err := r.claim(ctx, "tell:"+id)
	if err != nil || !taken {
		return err // where it isn't taken, another process tells it
	}
	defer release()
	row, err := r.store.Write(ctx, id)
	if err != nil || !row.ToldAt.IsZero() {
		return err
	}
	entry, err := decode(row)
	if err != nil {
		return err
	}
	if err := r.tell(ctx, entry); err != nil {
		return fmt.Errorf("telling the outcome: %w", err)
	}
	// The person knows it now, even if this process is about to stop.
	return r.Told(context.WithoutCancel(ctx), entry.Receipt())
}

// lookAt reads OCEAN for a row whose outcome is open or may yet change, and tells whether it has another
// outcome now.
func (r *runner) lookAt(ctx context.Context, row store.Write) (concluded bool, err error) {
	unlock, free, err := r.tryQueue(ctx, row.IndividuID)
	if err != nil || !free {
		return false, err // where it isn't free, the next round comes soon
	}
	defer unlock()
	// While this one waited, it may have been concluded.
	if row, err = r.store.Write(ctx, row.ID); err != nil {
		return false, err
	}
	if row.LookAt.IsZero() || !r.due(row) {
		return false, nil
	}
	entry, err := decode(row)
	if err != nil {
		return false, err
	}
	was := entry.Outcome
	if _, known := r.seen[entry.ID]; was == Open && !known {
		r.seen[entry.ID] = time.Now()
	}
	found, err := r.readBack(ctx, &entry)
	switch {
	case err != nil:
		return false, r.postpone(ctx, entry, err)
	case found:
		entry.Outcome = r.recordedOutcome(entry)
	case entry.Intent.Kind == Reclassify:
		entry.Outcome = Unknown
	case was == Open && time.Since(r.seen[entry.ID]) < r.times.Settle:
		// When its call was sent is not known: it may still arrive. Poll comes back soon.
		return false, nil
	case was == Unknown && r.age(entry) < r.lastLook():
	default:
		entry.Outcome = Lost
	}
	delete(r.seen, entry.ID)
	delete(r.later, entry.ID)
	if entry.Outcome == was {
		return false, r.store.LookAgain(ctx, entry.ID, r.nextLook(entry))
	}
	return r.conclude(ctx, &entry), nil
}

// postpone leaves a row that could not be read for later: soon while its person waits to be told, and
// then ever more rarely.
func (r *runner) postpone(ctx context.Context, entry Entry, cause error) error {
	pause := min(max(r.times.Poll, r.age(entry)/10), 15*time.Minute)
	if entry.Outcome == Open {
		r.later[entry.ID] = time.Now().Add(pause)
		return cause
	}
	if err := r.store.LookAgain(ctx, entry.ID, r.now().Add(pause)); err != nil {
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
	if entry.sure || entry.Intent.Kind == Reclassify {
		return time.Time{}
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
