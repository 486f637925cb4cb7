// Package ledger makes writes to OCEAN happen exactly once, and tells what really became of them.
//
// OCEAN's writes are not idempotent, and a time-out or a 500 says nothing of whether the work was
// done. So every write of the bot goes one way:
//
//  1. what is recorded is read, and the press is refused where that is no longer what its card showed, or
//     where what is asked for is there already;
//  2. the intent and the state before are noted in the journal, on the disk, under the press: the same
//     press again, from wherever, finds it there and calls nothing;
//  3. OCEAN is called, once;
//  4. OCEAN is read back, whatever it answered, and what it has recorded is the outcome;
//  5. the outcome is noted, with a line in the audit trail, and told.
//
// A crash between any two steps leaves a row that says how far it came; [Ledger.Run] reads OCEAN again
// for such rows, concludes them, and tells the person. A call whose answer never came and whose work
// isn't there is concluded as not done only after it has had time to arrive, and is looked at again
// later, should it arrive after all. Writes of one driver queue behind each other, in all processes on
// the same store.
//
// There are three kinds of things to write: exceptional periods (exceptional.go), the week of recurring
// hours (recurring.go), and reclassifications of trips (trip.go), of which OCEAN shows no state: there
// its answer is all there is, and without one the outcome stays unknown and is told as such.
//
// OCEAN doesn't say which of its periods a call made, so a trace is weighed: by how like it is to what
// was asked for, against the other writes whose outcome is open too, and against what later writes have
// made of the same period since.
package ledger

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/hours"
	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/store"
)

// OCEAN is what the ledger needs of the service. The errors of its writes are told apart by
// [ocean.OutcomeOf].
type OCEAN interface {
	Exceptionnelles(ctx context.Context, individuID int64) ([]ocean.Exceptionnelle, error)
	CreateExceptionnelle(ctx context.Context, individuID int64, p ocean.Periode) error
	UpdateExceptionnelle(ctx context.Context, individuID, extensionID int64, p ocean.Periode) error
	DeleteExceptionnelle(ctx context.Context, extensionID int64) error

	Recurrentes(ctx context.Context, individuID int64) ([]ocean.Recurrente, error)
	ReplaceRecurrentes(ctx context.Context, individuID int64, week []ocean.Plage, du, au time.Time) error
	DeleteRecurrentes(ctx context.Context, individuID, recurrenteID int64) error

	SetEtapePrivacy(ctx context.Context, key ocean.EtapeKey, private bool) error
}

// Times are how long the ledger waits and looks. The zero value takes [DefaultTimes].
type Times struct {
	// Settle is how long after its call a write that was not clearly answered may still arrive: it is
	// not called lost before that.
	Settle time.Duration
	// Live is how long a person's press is worked on before it is left to [Ledger.Run].
	Live time.Duration
	// Again are the pauses after which OCEAN is read for a lost write, should it arrive after all.
	Again []time.Duration
	// Poll is how often Run looks for work.
	Poll time.Duration
	// Tell is after how long an outcome that nobody was told is told by Run.
	Tell time.Duration
}

// DefaultTimes suit a service that answers within ten seconds or not at all.
var DefaultTimes = Times{
	Settle: 15 * time.Second,
	Live:   40 * time.Second,
	Again:  []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute},
	Poll:   time.Second,
	Tell:   time.Minute,
}

// Config is what a ledger is made of.
type Config struct {
	OCEAN OCEAN
	Store *store.DB
	Now   func() time.Time // the bot's clock
	Log   logrus.FieldLogger
	Times Times
}

// Ledger makes writes. Its methods may be called at the same time.
type Ledger struct {
	ocean OCEAN
	store *store.DB
	now   func() time.Time
	log   logrus.FieldLogger
	times Times
	since time.Time // when this process began, on the real clock

	holder  string     // names this process in leases
	drivers keyedLocks // writes of one driver queue
}

// New makes a ledger.
func New(c Config) *Ledger {
	times := c.Times
	if times.Settle == 0 {
		times = DefaultTimes
	}
	return &Ledger{ocean: c.OCEAN, store: c.Store, now: c.Now, log: c.Log, times: times, since: time.Now(), holder: rand.Text()}
}

// Press asks for a write.
type Press struct {
	// ID makes the press work once: the same ID never calls OCEAN twice, in any process on this store.
	ID string
	// DraftID is the draft that the press uses up; empty where it has none.
	DraftID    string
	Owner      chat.User
	IndividuID int64
	Intent     Intent
	Reply      Reply
}

// StaleError means that what the press is about is no longer what its card showed. Nothing was called.
type StaleError struct {
	Now   Period // how the period is now; zero where it is gone
	Gone  bool
	Hours hours.Schedule // of a SetHours: how the recurring hours are now
}

// Error implements error.
func (e *StaleError) Error() string {
	if e.Gone {
		return "the period is gone"
	}
	return "what is recorded has changed since it was shown"
}

// AlreadyError means that OCEAN has recorded what is asked for already. Nothing was called.
type AlreadyError struct {
	Recorded Period
	Hours    hours.Schedule // of a SetHours
}

// Error implements error.
func (e *AlreadyError) Error() string { return "this is recorded already" }

// ErrPast means that nothing of what is asked for lies in the future any more. Nothing was called.
var ErrPast = errors.New("this is over, and nothing past is ever changed")

// ErrBusy means that another write of the same driver took too long to wait for. Nothing was called.
var ErrBusy = errors.New("another write of the driver is still under way")

// Do makes the write that a press asks for, and gives its entry with the outcome, which may be
// [Unknown]. The same press again gives the entry of the first one: it waits for it where it is still
// under way.
//
// An error means that OCEAN was not called and that the press may be made again: [*StaleError],
// [*AlreadyError], [ErrPast], [ErrBusy], [store.ErrDraftClosed], or a failure to read OCEAN or the store.
func (l *Ledger) Do(ctx context.Context, p Press) (Entry, error) {
	ctx = ocean.Press(ctx) // its calls go before everybody else's
	entry, err := l.do(ctx, p)
	if err != nil || entry.Outcome != Open {
		return entry, err
	}
	// Another process is busy with it, or was cut off while it was.
	return l.await(ctx, entry)
}

// do is Do, but for an entry that is open it doesn't wait.
func (l *Ledger) do(ctx context.Context, p Press) (Entry, error) {
	unlock, err := l.queue(ctx, p.IndividuID)
	if err != nil {
		return Entry{}, err
	}
	defer unlock()

	if entry, err := l.ByPress(ctx, p.ID); err == nil || !errors.Is(err, store.ErrNotFound) {
		return entry, err
	}
	entry := Entry{
		ID: rand.Text(), Press: p.ID, Owner: p.Owner, IndividuID: p.IndividuID, Intent: p.Intent, Reply: p.Reply, draftID: p.DraftID,
	}
	if err := l.prepare(ctx, &entry); err != nil {
		return Entry{}, err
	}
	if err := l.begin(ctx, entry); errors.Is(err, store.ErrPressUsed) {
		// Another process on this store was faster; its entry is the one to tell.
		return l.ByPress(ctx, p.ID)
	} else if err != nil {
		return Entry{}, err
	}

	// From here on the write is noted: it is seen through even where the person has gone.
	work, cancel := context.WithTimeout(context.WithoutCancel(ctx), l.times.Live)
	defer cancel()
	callErr := entry.Intent.call(work, l.ocean, p.IndividuID)
	l.settle(work, &entry, callErr)
	l.conclude(context.WithoutCancel(ctx), &entry)
	return entry, nil
}

// prepare reads the state before a write, and makes its intent ready for it.
func (l *Ledger) prepare(ctx context.Context, entry *Entry) (err error) {
	var rows []ocean.Recurrente
	switch intent := entry.Intent; {
	case intent.Kind.exceptional():
		entry.before, err = l.periods(ctx, entry.IndividuID)
	case intent.Kind == SetHours && intent.Hours != nil:
		rows, err = l.recurring(ctx, entry.IndividuID)
	case intent.Kind == Reclassify && intent.Trip != nil:
	default:
		err = fmt.Errorf("there is no write of the kind %q", intent.Kind)
	}
	if err != nil {
		return wrap("reading what is recorded before a write", err)
	}
	entry.BegunAt = l.now()
	switch {
	case entry.Intent.Hours != nil:
		entry.hoursBefore = hours.Of(rows, entry.BegunAt.UTC().Truncate(time.Second))
		entry.Intent.Hours, err = entry.Intent.Hours.ready(rows, entry.BegunAt)
	case entry.Intent.Trip == nil:
		entry.Intent, err = entry.Intent.ready(entry.before, entry.BegunAt)
	}
	return err
}

// await waits for an entry that somebody else concludes, for as long as a press is worked on.
func (l *Ledger) await(ctx context.Context, entry Entry) (Entry, error) {
	for began := time.Now(); time.Since(began) < l.times.Live && sleep(ctx, l.times.Poll/4); {
		fresh, err := l.ByID(ctx, entry.ID)
		if err != nil {
			return entry, err
		}
		if entry = fresh; entry.Outcome != Open {
			break
		}
	}
	return entry, nil
}

func (l *Ledger) begin(ctx context.Context, entry Entry) error {
	row := store.Write{
		ID: entry.ID, Press: entry.Press, DraftID: entry.draftID, Owner: entry.Owner.Key(), IndividuID: entry.IndividuID,
		BegunAt: entry.BegunAt,
		LookAt:  entry.BegunAt, // whoever can claim its driver; see Run
	}
	var err error
	if row.Intent, err = json.Marshal(entry.Intent); err != nil {
		return fmt.Errorf("encoding an intent: %w", err)
	}
	if row.Before, err = json.Marshal(state{entry.before, entry.hoursBefore}); err != nil {
		return fmt.Errorf("encoding the state before: %w", err)
	}
	if row.Reply, err = json.Marshal(entry.Reply); err != nil {
		return fmt.Errorf("encoding an address: %w", err)
	}
	if err := l.store.BeginWrite(ctx, row); err != nil {
		return fmt.Errorf("noting a write before it is made: %w", err)
	}
	return nil
}

// conclude notes an outcome, and tells whether that worked. Where the store fails, the entry is still
// told as it is; Run will find the row open, read OCEAN again and conclude it then.
func (l *Ledger) conclude(ctx context.Context, entry *Entry) bool {
	entry.ConcludedAt = l.now()
	row := store.Write{
		ID: entry.ID, Outcome: string(entry.Outcome), Message: entry.Message,
		ConcludedAt: entry.ConcludedAt, NotedAt: time.Now(), LookAt: l.nextLook(*entry),
	}
	log := l.log.WithFields(logrus.Fields{
		"write": entry.ID, "kind": entry.Intent.Kind, "outcome": entry.Outcome, "individu": entry.IndividuID,
	})
	var err error
	if row.Recorded, err = json.Marshal(result{entry.Recorded, entry.Hours}); err != nil {
		log.WithError(err).Error("an outcome could not be encoded")
		return false
	}
	switch entry.Outcome {
	case Recorded, Differs:
		row.ExtensionID = entry.Recorded.Extension
	case Open, Refused, Lost, Unknown:
	}
	if err := l.store.ConcludeWrite(ctx, row, auditOf(*entry)); err != nil {
		log.WithError(err).Error("an outcome could not be noted; it will be read from OCEAN again")
		return false
	}
	switch entry.Outcome {
	case Differs:
		log.WithFields(bothValues(*entry)).Error("OCEAN has recorded something else than what was asked: check OCEAN_DATE_ZONE and the zone of the account")
	case Unknown:
		if row.LookAt.IsZero() {
			log.Error("what became of a write is unknown, and OCEAN can't tell: look at it in OCEAN")
		} else {
			log.Error("what became of a write is unknown; it is looked at again")
		}
	case Lost:
		log.Warn("OCEAN has not recorded a write that it didn't answer clearly")
	case Open, Recorded, Refused:
		log.Info("a write was concluded")
	}
	return true
}

// bothValues are what was asked for and what is recorded, for the log.
func bothValues(entry Entry) logrus.Fields {
	if change := entry.Intent.Hours; change != nil {
		return logrus.Fields{"asked_hours": change.Want, "recorded_hours": entry.Hours}
	}
	return logrus.Fields{
		"asked_start": entry.Intent.Start, "asked_end": entry.Intent.End,
		"recorded_start": entry.Recorded.Start, "recorded_end": entry.Recorded.End,
	}
}

// wrap says what was being done when an error came, if one came.
func wrap(doing string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// sleep waits, and tells whether it was let wait to the end.
func sleep(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
