// Package ledger makes writes to OCEAN happen exactly once, and tells what really became of them.
//
// OCEAN's writes are not idempotent, and a time-out or a 500 says nothing of whether the work was
// done. So every write of the bot goes one way:
//
//  1. the driver's periods are read, and the press is refused where they are no longer what its card
//     showed, or where what is asked for is there already;
//  2. the intent and the state before are noted in the journal, on the disk, under the press: the same
//     press again, from wherever, finds it there and calls nothing;
//  3. OCEAN is called, once;
//  4. OCEAN is read back, whatever it answered, and what it has recorded is the outcome;
//  5. the outcome is noted, with a line in the audit trail, and told.
//
// A crash between any two steps leaves a row that says how far it came; [Ledger.Run] reads OCEAN again
// for such rows, concludes them, and tells the person. A call whose answer never came and whose work
// isn't there is concluded as not done only after it has had time to arrive, and is looked at again
// later, should it arrive after all. Writes of one driver queue behind each other.
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
	"slices"
	"time"

	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
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

	drivers keyedLocks // writes of one driver queue
	live    liveSet    // writes that a goroutine of this process is busy with
}

// New makes a ledger.
func New(c Config) *Ledger {
	times := c.Times
	if times.Settle == 0 {
		times = DefaultTimes
	}
	return &Ledger{ocean: c.OCEAN, store: c.Store, now: c.Now, log: c.Log, times: times, since: time.Now()}
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

// Reply is how the outcome is told should it outlive the request.
type Reply struct {
	To   chat.Address `json:"to"`
	Lang i18n.Lang    `json:"lang"`
	Zone string       `json:"zone"` // an IANA name
}

// Location is the zone in which the outcome is told; UTC where its name is unknown.
func (r Reply) Location() *time.Location {
	zone, err := time.LoadLocation(r.Zone)
	if err != nil {
		return time.UTC
	}
	return zone
}

// Outcome is what became of a write.
type Outcome string

// The outcomes. All but Open are told to the person.
const (
	Open     Outcome = ""         // begun; nothing is known yet
	Recorded Outcome = "recorded" // OCEAN has recorded what was asked
	Differs  Outcome = "differs"  // OCEAN has recorded something else than what was asked
	Refused  Outcome = "refused"  // OCEAN said no, and has not recorded it
	Lost     Outcome = "lost"     // OCEAN gave no clear answer, and has not recorded it
	Unknown  Outcome = "unknown"  // OCEAN can't be read, or contradicts itself
)

// Entry is a write of the journal.
type Entry struct {
	ID          string
	Owner       chat.User
	IndividuID  int64
	Intent      Intent
	Reply       Reply
	BegunAt     time.Time
	Outcome     Outcome
	Recorded    Period // what OCEAN has recorded; for a deletion, what it had
	Message     string // OCEAN's own words on a refusal, cleaned
	ConcludedAt time.Time
	// Late tells that the person was told something else before: a lost write arrived after all.
	Late bool

	before  []Period
	draftID string
	sure    bool // OCEAN said no, or was never asked: a write that is not there won't arrive later
}

// StaleError means that what the press is about is no longer what its card showed. Nothing was called.
type StaleError struct {
	Now  Period // how it is now; zero where it is gone
	Gone bool
}

// Error implements error.
func (e *StaleError) Error() string {
	if e.Gone {
		return "the period is gone"
	}
	return "the period has changed since it was shown"
}

// AlreadyError means that OCEAN has recorded what is asked for already. Nothing was called.
type AlreadyError struct{ Recorded Period }

// Error implements error.
func (e *AlreadyError) Error() string { return "this is recorded already" }

// ErrPast means that nothing of what is asked for lies in the future any more. Nothing was called.
var ErrPast = errors.New("this is over, and nothing past is ever changed")

// Do makes the write that a press asks for, and gives its entry with the outcome, which may be
// [Unknown]. The same press again gives the entry of the first one: it waits for it where it is still
// under way.
//
// An error means that OCEAN was not called and that the press may be made again: [*StaleError],
// [*AlreadyError], [ErrPast], [store.ErrDraftClosed], or a failure to read OCEAN or the store.
func (l *Ledger) Do(ctx context.Context, p Press) (Entry, error) {
	entry, err := l.do(ctx, p)
	if err != nil || entry.Outcome != Open {
		return entry, err
	}
	// Another process is busy with it, or was cut off while it was.
	return l.await(ctx, entry)
}

// do is Do, but for an entry that is open it doesn't wait.
func (l *Ledger) do(ctx context.Context, p Press) (Entry, error) {
	unlock, err := l.drivers.lock(ctx, p.IndividuID)
	if err != nil {
		return Entry{}, fmt.Errorf("waiting for the driver's other writes: %w", err)
	}
	defer unlock()

	if entry, err := l.ByPress(ctx, p.ID); err == nil || !errors.Is(err, store.ErrNotFound) {
		return entry, err
	}
	before, err := l.snapshot(ctx, p.IndividuID)
	if err != nil {
		return Entry{}, fmt.Errorf("reading what is recorded before a write: %w", err)
	}
	now := l.now()
	intent, err := p.Intent.ready(before, now)
	if err != nil {
		return Entry{}, err
	}
	entry := Entry{
		ID: rand.Text(), Owner: p.Owner, IndividuID: p.IndividuID, Intent: intent, Reply: p.Reply,
		BegunAt: now, before: before, draftID: p.DraftID,
	}
	defer l.live.add(entry.ID)()
	if err := l.begin(ctx, entry, p.ID); errors.Is(err, store.ErrPressUsed) {
		// Another process on this store was faster; its entry is the one to tell.
		return l.ByPress(ctx, p.ID)
	} else if err != nil {
		return Entry{}, err
	}

	// From here on the write is noted: it is seen through even where the person has gone.
	work, cancel := context.WithTimeout(context.WithoutCancel(ctx), l.times.Live)
	defer cancel()
	release := l.hold(work, entry.ID)
	callErr := intent.call(work, l.ocean, p.IndividuID)
	l.settle(work, &entry, callErr)
	release()
	l.conclude(context.WithoutCancel(ctx), &entry)
	return entry, nil
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

// lease is for how long an open write is left to the process that began it, from its last sign of life.
func (l *Ledger) lease() time.Duration { return 3 * l.times.Poll }

// hold gives signs of life for an open write, so that no other process on this store looks at it, until
// release is called, which must come before its row is concluded.
func (l *Ledger) hold(ctx context.Context, id string) (release func()) {
	ctx, cancel := context.WithCancel(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for sleep(ctx, l.times.Poll) {
			if err := l.store.LookAgain(ctx, id, l.now().Add(l.lease())); err != nil && ctx.Err() == nil {
				l.log.WithError(err).WithField("write", id).Warn("a sign of life could not be noted")
			}
		}
	}()
	return func() { cancel(); <-ended }
}

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
	if callErr != nil {
		log.WithError(callErr).WithField("answer", answer).Warn("a write was not answered with a clear yes; reading OCEAN back")
	}
	for pause := 500 * time.Millisecond; ; pause *= 2 {
		now, found, err := l.readBack(ctx, *entry)
		switch {
		case err != nil:
			log.WithError(err).Warn("OCEAN could not be read back")
			if answer == ocean.NotDone {
				// A clear no that nothing contradicts.
				entry.Outcome = notDone
				return
			}
		case found:
			entry.Outcome, entry.Recorded = entry.Intent.outcome(now), now
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

// readBack reads OCEAN and finds what a write made of it. Where found is false, it made nothing so far.
func (l *Ledger) readBack(ctx context.Context, entry Entry) (now Period, found bool, err error) {
	after, err := l.snapshot(ctx, entry.IndividuID)
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
		periods = other.apply(periods)
	}
	return periods, nil
}

func (l *Ledger) snapshot(ctx context.Context, individuID int64) ([]Period, error) {
	recorded, err := l.ocean.Exceptionnelles(ctx, individuID)
	if err != nil {
		return nil, fmt.Errorf("reading the exceptional periods: %w", err)
	}
	return Periods(recorded), nil
}

func (l *Ledger) begin(ctx context.Context, entry Entry, press string) error {
	row := store.Write{
		ID: entry.ID, Press: press, DraftID: entry.draftID, Owner: entry.Owner.Key(), IndividuID: entry.IndividuID,
		BegunAt: entry.BegunAt,
		LookAt:  entry.BegunAt.Add(l.lease()),
	}
	var err error
	if row.Intent, err = json.Marshal(entry.Intent); err != nil {
		return fmt.Errorf("encoding an intent: %w", err)
	}
	if row.Before, err = json.Marshal(entry.before); err != nil {
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
		ConcludedAt: entry.ConcludedAt, LookAt: l.nextLook(*entry),
	}
	log := l.log.WithFields(logrus.Fields{
		"write": entry.ID, "kind": entry.Intent.Kind, "outcome": entry.Outcome, "individu": entry.IndividuID,
	})
	var err error
	if row.Recorded, err = json.Marshal(entry.Recorded); err != nil {
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
		log.WithFields(logrus.Fields{
			"asked_start": entry.Intent.Start, "asked_end": entry.Intent.End,
			"recorded_start": entry.Recorded.Start, "recorded_end": entry.Recorded.End,
		}).Error("OCEAN has recorded something else than what was asked: check OCEAN_DATE_ZONE and the zone of the account")
	case Unknown:
		log.Error("what became of a write is unknown; it is looked at again")
	case Lost:
		log.Warn("OCEAN has not recorded a write that it didn't answer clearly")
	case Open, Recorded, Refused:
		log.Info("a write was concluded")
	}
	return true
}

// ByPress gives the entry that a press began, or an error that is [store.ErrNotFound].
func (l *Ledger) ByPress(ctx context.Context, press string) (Entry, error) {
	row, err := l.store.WriteByPress(ctx, press)
	if err != nil {
		return Entry{}, fmt.Errorf("finding a press in the journal: %w", err)
	}
	return decode(row)
}

// ByID gives an entry, or an error that is [store.ErrNotFound].
func (l *Ledger) ByID(ctx context.Context, id string) (Entry, error) {
	row, err := l.store.Write(ctx, id)
	if err != nil {
		return Entry{}, fmt.Errorf("finding a write in the journal: %w", err)
	}
	return decode(row)
}

// Told notes that the person knows the outcome of an entry.
func (l *Ledger) Told(ctx context.Context, id string) error {
	if err := l.store.MarkTold(ctx, id, l.now()); err != nil {
		return fmt.Errorf("noting in the journal: %w", err)
	}
	return nil
}

func decode(row store.Write) (Entry, error) {
	owner, _ := chat.ParseUser(row.Owner)
	entry := Entry{
		ID: row.ID, Owner: owner, IndividuID: row.IndividuID, BegunAt: row.BegunAt,
		Outcome: Outcome(row.Outcome), Message: row.Message, ConcludedAt: row.ConcludedAt, Late: row.Late,
	}
	for _, part := range []struct {
		from json.RawMessage
		to   any
	}{{row.Intent, &entry.Intent}, {row.Before, &entry.before}, {row.Reply, &entry.Reply}, {row.Recorded, &entry.Recorded}} {
		if len(part.from) == 0 {
			continue
		}
		if err := json.Unmarshal(part.from, part.to); err != nil {
			return Entry{}, fmt.Errorf("decoding a write of the journal: %w", err)
		}
	}
	return entry, nil
}

// auditOf is what the audit trail keeps of an entry: who, for whom, what, and when it is from and to;
// not the reason.
func auditOf(entry Entry) store.AuditEntry {
	type span struct {
		Extension int64     `json:"extension,omitempty"`
		Start     time.Time `json:"start,omitzero"`
		End       time.Time `json:"end,omitzero"`
	}
	spanOf := func(p Period) *span {
		if p == (Period{}) {
			return nil
		}
		return &span{p.Extension, p.Start, p.End}
	}
	detail, err := json.Marshal(struct {
		Write    string  `json:"write"`
		Outcome  Outcome `json:"outcome"`
		Asked    *span   `json:"asked,omitempty"`
		Target   *span   `json:"target,omitempty"`
		Recorded *span   `json:"recorded,omitempty"`
	}{
		entry.ID, entry.Outcome, spanOf(Period{Start: entry.Intent.Start, End: entry.Intent.End}),
		spanOf(entry.Intent.Target), spanOf(entry.Recorded),
	})
	if err != nil { // times within the years that JSON knows always encode; others never come this far
		detail = json.RawMessage(`{}`)
	}
	return store.AuditEntry{
		At: entry.ConcludedAt, Actor: entry.Owner.Key(), IndividuID: entry.IndividuID,
		Action: "exceptional." + string(entry.Intent.Kind), Detail: detail,
	}
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
