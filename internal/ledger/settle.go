package ledger

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/store"
)

// settle reads OCEAN back until it can say what became of a call.
func (l *Ledger) settle(ctx context.Context, entry *Entry, callErr error) {
	// The call may have waited for OCEAN's rate before it was sent, so it is its end that counts.
	answered := time.Now()
	answer := ocean.OutcomeOf(callErr)
	entry.sure = answer == ocean.NotDone
	notDone := Lost
	var refusal *ocean.Error
	if errors.As(callErr, &refusal) && answer == ocean.NotDone && !errors.Is(callErr, ocean.ErrRateLimited) &&
		(refusal.Status != 0 || errors.Is(callErr, ocean.ErrRefused)) {
		notDone, entry.Message = Refused, refusal.Message
	}
	log := l.log.WithFields(logrus.Fields{"write": entry.ID, "kind": entry.Intent.Kind})
	if entry.Intent.Kind == Reclassify {
		if callErr != nil {
			log.WithError(callErr).WithField("answer", answer).Warn("a reclassification was not answered with a clear yes, and can't be read back")
		}
		entry.Outcome = tripOutcome(answer, notDone)
		return
	}
	if callErr != nil {
		log.WithError(callErr).WithField("answer", answer).Warn("a write was not answered with a clear yes; reading OCEAN back")
	}
	for pause := 500 * time.Millisecond; ; pause *= 2 {
		found, err := l.readBack(ctx, entry)
		switch {
		case err != nil:
			log.WithError(err).Warn("OCEAN could not be read back")
			if answer == ocean.NotDone {
				// A clear no that nothing contradicts.
				entry.Outcome = notDone
				return
			}
		case found:
			entry.Outcome = l.recordedOutcome(*entry)
			return
		case answer == ocean.NotDone:
			entry.Outcome = notDone
			return
		case time.Since(answered) >= l.patience(answer):
			entry.Outcome = Lost
			if answer == ocean.Done {
				// It said yes and shows nothing: only a person can find out.
				entry.Outcome = Unknown
			}
			return
		}
		if !sleep(ctx, min(pause, 4*time.Second)) {
			entry.Outcome = Unknown
			return
		}
	}
}

// patience is how long a write may take to show. After a clear yes it is there; OCEAN is given a moment.
func (l *Ledger) patience(answer ocean.Outcome) time.Duration {
	if answer == ocean.Done {
		return l.times.Settle / 5
	}
	return l.times.Settle
}

// recordedOutcome says whether what was found is what was asked for.
func (l *Ledger) recordedOutcome(entry Entry) Outcome {
	if entry.Intent.Kind == SetHours {
		return l.hoursOutcome(entry)
	}
	return entry.Intent.outcome(entry.Recorded)
}

// readBack reads OCEAN and finds what a write made of it, which it puts into the entry. Where found is
// false, it made nothing so far.
func (l *Ledger) readBack(ctx context.Context, entry *Entry) (found bool, err error) {
	if entry.Intent.Kind == SetHours {
		return l.traceHours(ctx, entry)
	}
	if entry.Intent.Kind == Reclassify {
		return false, nil
	}
	made, found, err := l.tracePeriod(ctx, *entry)
	if found {
		entry.Recorded = made
	}
	return found, err
}

// tracePeriod finds, in what OCEAN has recorded, what a write made of the exceptional periods.
func (l *Ledger) tracePeriod(ctx context.Context, entry Entry) (now Period, found bool, err error) {
	after, err := l.periods(ctx, entry.IndividuID)
	if err != nil {
		return Period{}, false, err
	}
	seen := scene{before: entry.before, after: after}
	if seen.taken, err = l.store.ExtensionsWritten(ctx, entry.IndividuID, entry.ID); err != nil {
		return Period{}, false, fmt.Errorf("reading the journal: %w", err)
	}
	if seen.rivals, err = l.rivals(ctx, entry); err != nil {
		return Period{}, false, err
	}
	now, found = entry.Intent.trace(seen)
	if !found || entry.Intent.Kind == Create || !slices.Contains(seen.taken, entry.Intent.Target.Extension) {
		return now, found, nil
	}
	// Another write was about the same period: only what that one didn't leave behind is this one's.
	if seen.before, err = l.madeSince(ctx, entry); err != nil {
		return Period{}, false, err
	}
	now, found = entry.Intent.trace(seen)
	return now, found, nil
}

// rivals are the driver's other writes whose outcome may yet change.
func (l *Ledger) rivals(ctx context.Context, entry Entry) ([]rival, error) {
	rows, err := l.store.WritesToLookAt(ctx, forever)
	if err != nil {
		return nil, fmt.Errorf("reading the journal: %w", err)
	}
	var rivals []rival
	for _, row := range rows {
		if row.IndividuID != entry.IndividuID || row.ID == entry.ID {
			continue
		}
		other, err := decode(row)
		if err != nil {
			return nil, err
		}
		if !other.Intent.Kind.exceptional() {
			continue
		}
		rivals = append(rivals, rival{other.Intent, other.before})
	}
	return rivals, nil
}

// madeSince is the state before a write, with what the driver's other writes are known to have made of
// it since. The audit trail has them in their order.
func (l *Ledger) madeSince(ctx context.Context, entry Entry) ([]Period, error) {
	trail, err := l.store.Audit(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the audit trail: %w", err)
	}
	periods := slices.Clone(entry.before)
	for _, line := range trail {
		if line.IndividuID != entry.IndividuID || line.At.Before(entry.BegunAt) {
			continue
		}
		var detail struct {
			Write   string  `json:"write"`
			Outcome Outcome `json:"outcome"`
		}
		if err := json.Unmarshal(line.Detail, &detail); err != nil {
			return nil, fmt.Errorf("decoding the audit trail: %w", err)
		}
		if detail.Write == entry.ID || (detail.Outcome != Recorded && detail.Outcome != Differs) {
			continue
		}
		other, err := l.ByID(ctx, detail.Write)
		if errors.Is(err, store.ErrNotFound) {
			continue // so old that it was purged
		}
		if err != nil {
			return nil, err
		}
		if other.Intent.Kind.exceptional() {
			periods = other.apply(periods)
		}
	}
	return periods, nil
}

func (l *Ledger) periods(ctx context.Context, individuID int64) ([]Period, error) {
	recorded, err := l.ocean.Exceptionnelles(ctx, individuID)
	if err != nil {
		return nil, wrap("reading the exceptional periods", err)
	}
	return Periods(recorded), nil
}
