package ledger

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/hours"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/store"
)

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
	Recorded Outcome = "recorded" // OCEAN has recorded what was asked; of a Reclassify: it answered yes
	Differs  Outcome = "differs"  // OCEAN has recorded something else than what was asked
	Refused  Outcome = "refused"  // OCEAN said no, and has not recorded it
	Lost     Outcome = "lost"     // OCEAN gave no clear answer, and has not recorded it
	Unknown  Outcome = "unknown"  // OCEAN can't be read, or contradicts itself, or shows no state of it
)

// Entry is a write of the journal.
type Entry struct {
	ID          string
	Press       string // the press that it was begun under
	Owner       chat.User
	IndividuID  int64
	Intent      Intent
	Reply       Reply
	BegunAt     time.Time
	Outcome     Outcome
	Recorded    Period         // what OCEAN has recorded; for a deletion, what it had
	Hours       hours.Schedule // of a SetHours: what is recorded after it
	Message     string         // OCEAN's own words on a refusal, cleaned
	ConcludedAt time.Time
	// Late tells that the person was told something else before: a lost write arrived after all.
	Late bool

	before      []Period       // the exceptional periods before it
	hoursBefore hours.Schedule // of a SetHours: what was recorded before it
	draftID     string
	sure        bool // OCEAN said no, or was never asked: a write that is not there won't arrive later
}

// HoursBefore gives the recurring hours as they were before a [SetHours].
func (e Entry) HoursBefore() hours.Schedule { return e.hoursBefore }

// Receipt names an entry with the outcome that it has now, for [Ledger.Told].
func (e Entry) Receipt() string { return e.ID + "@" + strconv.FormatInt(e.ConcludedAt.UnixMilli(), 10) }

// state is what the journal keeps of how things were before a write.
type state struct {
	Periods []Period       `json:"periods,omitempty"`
	Hours   hours.Schedule `json:"hours,omitempty"`
}

// result is what the journal keeps of what OCEAN has recorded.
type result struct {
	Period Period         `json:"period,omitzero"`
	Hours  hours.Schedule `json:"hours,omitempty"`
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

// Told notes that the person knows the outcome that a receipt names ([Entry.Receipt]). Where the entry
// has another outcome by now, that one is still to be told.
func (l *Ledger) Told(ctx context.Context, receipt string) error {
	id, at, _ := strings.Cut(receipt, "@")
	concluded, err := strconv.ParseInt(at, 10, 64)
	if err != nil {
		return fmt.Errorf("%q is no receipt of the ledger: %w", receipt, err)
	}
	if err := l.store.MarkTold(ctx, id, time.UnixMilli(concluded), l.now()); err != nil {
		return fmt.Errorf("noting in the journal: %w", err)
	}
	return nil
}

func decode(row store.Write) (Entry, error) {
	owner, _ := chat.ParseUser(row.Owner)
	entry := Entry{
		ID: row.ID, Press: row.Press, Owner: owner, IndividuID: row.IndividuID, BegunAt: row.BegunAt,
		Outcome: Outcome(row.Outcome), Message: row.Message, ConcludedAt: row.ConcludedAt, Late: row.Late,
	}
	var before state
	var recorded result
	for _, part := range []struct {
		from json.RawMessage
		to   any
	}{{row.Intent, &entry.Intent}, {row.Before, &before}, {row.Reply, &entry.Reply}, {row.Recorded, &recorded}} {
		if len(part.from) == 0 {
			continue
		}
		if err := json.Unmarshal(part.from, part.to); err != nil {
			return Entry{}, fmt.Errorf("decoding a write of the journal: %w", err)
		}
	}
	entry.before, entry.hoursBefore = before.Periods, before.Hours
	entry.Recorded, entry.Hours = recorded.Period, recorded.Hours
	return entry, nil
}
