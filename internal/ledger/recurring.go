package ledger

import (
	"context"
	"time"

	"github.com/oceanbot/oceanbot/internal/hours"
	"github.com/oceanbot/oceanbot/internal/ocean"
)

// HoursChange is what a [SetHours] writes: the whole week of a driver for a validity.
//
// OCEAN's rows have new ids after every write, so what is compared is what they mean. A write of this
// kind leaves no mark of its own: it is traced by the state that it leaves.
type HoursChange struct {
	// Shown is what was recorded when the card was shown.
	Shown hours.Schedule `json:"shown"`
	// Goal is what the press is to lead to, which may take more writes than this one.
	Goal hours.Schedule `json:"goal"`
	// Follows tells that this isn't the first write of its press. It is made whatever the one before has
	// left: should OCEAN forget more than what a write was about, then this is what puts it right.
	Follows bool `json:"follows,omitempty"`
	// Week is what holds from From until Until; empty where nothing is private then.
	Week  []ocean.Plage `json:"week"`
	From  time.Time     `json:"from"`           // a time that has passed means now
	Until time.Time     `json:"until,omitzero"` // zero is without end
	// Want is all that is to be recorded afterwards; it is set as the write is made.
	Want hours.Schedule `json:"want,omitempty"`
	// Row, where it is set, is the one row that is all that has to go: then it is deleted. Its id is
	// read as the write is made, since it is another one after every write.
	Row int64 `json:"row,omitempty"`
}

// shortest is how short a validity may be: what is over in a moment can't be read back.
const shortest = 5 * time.Minute

// ready checks a change against the rows at the moment of the press.
func (c HoursChange) ready(rows []ocean.Recurrente, now time.Time) (*HoursChange, error) {
	now = now.UTC().Truncate(time.Second)
	have := hours.Of(rows, now)
	settled := now.Add(hours.Slack) // the next moment is left out of the comparison: see there
	if !c.Follows && !have.Since(settled).Equal(c.Shown.Since(settled)) {
		return nil, &StaleError{Hours: have}
	}
	if c.From.Before(now) {
		c.From = now
	}
	if !c.Until.IsZero() && c.Until.Before(now.Add(shortest)) {
		return nil, ErrPast
	}
	c.Want = have.Replaced(c.Week, hours.Validity{From: c.From, Until: c.Until})
	if !c.Follows && c.Want.Since(settled).Equal(have.Since(settled)) {
		return nil, &AlreadyError{Hours: have}
	}
	c.Row = 0
	for i, r := range rows {
		others := append(append([]ocean.Recurrente{}, rows[:i]...), rows[i+1:]...)
		if hours.Of(others, now).Equal(c.Want) {
			c.Row = r.ID
		}
	}
	return &c, nil
}

// call makes the one call to OCEAN that the change needs.
func (c HoursChange) call(ctx context.Context, o OCEAN, individuID int64) error {
	if c.Row != 0 {
		return o.DeleteRecurrentes(ctx, individuID, c.Row)
	}
	return o.ReplaceRecurrentes(ctx, individuID, c.Week, c.From, c.Until)
}

// traceHours finds what a change of the recurring hours made. Where another write of the driver explains
// what is recorded, this one made nothing so far.
func (l *Ledger) traceHours(ctx context.Context, entry *Entry) (found bool, err error) {
	rows, err := l.recurring(ctx, entry.IndividuID)
	if err != nil {
		return false, err
	}
	now := l.now().UTC().Truncate(time.Second)
	since := now.Add(hours.Slack)
	after := hours.Of(rows, since)
	entry.Hours = hours.Of(rows, now)
	if after.Equal(entry.hoursBefore.Since(since)) && !after.Equal(entry.Intent.Hours.Want.Since(since)) {
		return false, nil
	}
	others, err := l.store.WritesSince(ctx, entry.IndividuID, entry.BegunAt.Add(-l.lastLook()))
	if err != nil {
		return false, wrap("reading the journal", err)
	}
	explained := false
	for _, row := range others {
		other, err := decode(row)
		if err != nil {
			return false, err
		}
		if other.ID == entry.ID || other.Intent.Hours == nil {
			continue
		}
		made := other.Outcome == Recorded || other.Outcome == Differs
		if made && other.BegunAt.After(entry.BegunAt) && after.Equal(other.Hours.Since(since)) {
			return false, nil // it is what a later write is known to have left
		}
		explained = explained || after.Equal(other.Intent.Hours.Want.Since(since)) || made && after.Equal(other.Hours.Since(since))
	}
	return after.Equal(entry.Intent.Hours.Want.Since(since)) || !explained, nil
}

// hoursOutcome says whether what OCEAN has recorded is what was asked for; after the last write of a
// press, all of it.
func (l *Ledger) hoursOutcome(entry Entry) Outcome {
	since := l.now().UTC().Truncate(time.Second).Add(hours.Slack)
	asked := entry.Intent.Hours.Want
	if len(entry.Intent.Then) == 0 {
		asked = entry.Intent.Hours.Goal
	}
	if entry.Hours.Since(since).Equal(asked.Since(since)) {
		return Recorded
	}
	return Differs
}

func (l *Ledger) recurring(ctx context.Context, individuID int64) ([]ocean.Recurrente, error) {
	rows, err := l.ocean.Recurrentes(ctx, individuID)
	if err != nil {
		return nil, wrap("reading the recurring hours", err)
	}
	return rows, nil
}
