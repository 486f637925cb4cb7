package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"
)

// Write is a row of the journal: one write to OCEAN, from its intent to the telling of its outcome.
type Write struct {
	ID         string
	Press      string // unique: the press that it belongs to
	DraftID    string // the draft that the press used up; empty for a press without one
	Owner      string // user key
	IndividuID int64
	Intent     json.RawMessage
	Before     json.RawMessage // what OCEAN had recorded before the call
	Reply      json.RawMessage // where to tell its outcome
	BegunAt    time.Time

	Outcome     string // empty while open
	Message     string // OCEAN's own words, cleaned
	Recorded    json.RawMessage
	ExtensionID int64     // what the write made or changed in OCEAN, 0 where nothing
	ConcludedAt time.Time // zero while open
	NotedAt     time.Time // when that was noted, by the clock of the machine, which may be another than the bot's
	LookAt      time.Time // when OCEAN is to be read again for it; zero = never again
	ToldAt      time.Time // zero while its person doesn't know
	Late        bool      // its person was told another outcome before
}

// BeginWrite notes a write before OCEAN is called, and uses its draft up in the same transaction. It
// gives [ErrPressUsed] or [ErrDraftClosed] where the press was made before: then nothing is to be called.
func (d *DB) BeginWrite(ctx context.Context, w Write) error {
	return d.inTx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx,
			`INSERT INTO writes (id, press, owner, individu_id, intent_json, before_json, reply_json, begun_at, look_at)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			w.ID, w.Press, w.Owner, w.IndividuID, string(w.Intent), string(w.Before), string(w.Reply),
			millis(w.BegunAt), nullMillis(w.LookAt))
		if isUnique(err) {
			return ErrPressUsed
		}
		if err != nil {
			return fmt.Errorf("noting a write: %w", err)
		}
		if w.DraftID == "" {
			return nil
		}
		return closeDraft(ctx, tx, w.DraftID, w.BegunAt, time.Time{})
	})
}

// ConcludeWrite notes what became of a write, and adds it to the audit trail in the same transaction.
// Only the outcome's fields of w are written; a write whose outcome changes later is untold again.
func (d *DB) ConcludeWrite(ctx context.Context, w Write, entry AuditEntry) error {
	return d.inTx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx,
			`UPDATE writes SET outcome = ?, message = ?, recorded_json = ?, extension_id = ?, concluded_at = ?, noted_at = ?,
			look_at = ?, late = CASE WHEN told_at IS NULL THEN late ELSE 1 END, told_at = NULL WHERE id = ?`,
			w.Outcome, w.Message, string(w.Recorded), w.ExtensionID, nullMillis(w.ConcludedAt), nullMillis(w.NotedAt),
			nullMillis(w.LookAt), w.ID)
		if err != nil {
			return fmt.Errorf("concluding a write: %w", err)
		}
		return appendAudit(ctx, tx, entry)
	})
}

// LookAgain notes when OCEAN is to be read again for a write; the zero time means never again.
func (d *DB) LookAgain(ctx context.Context, id string, at time.Time) error {
	if _, err := d.sql.ExecContext(ctx, "UPDATE writes SET look_at = ? WHERE id = ?", nullMillis(at), id); err != nil {
		return fmt.Errorf("noting when to look again: %w", err)
	}
	return nil
}

// MarkTold notes that the person knows the outcome of a write, if it is still the one that was noted at
// concluded.
func (d *DB) MarkTold(ctx context.Context, id string, concluded, now time.Time) error {
	if _, err := d.sql.ExecContext(ctx, "UPDATE writes SET told_at = ? WHERE id = ? AND concluded_at = ?", millis(now), id, millis(concluded)); err != nil {
		return fmt.Errorf("noting that an outcome was told: %w", err)
	}
	return nil
}

const writeColumns = `SELECT id, press, owner, individu_id, intent_json, before_json, reply_json, begun_at,
	outcome, message, recorded_json, extension_id, concluded_at, noted_at, look_at, told_at, late FROM writes `

// Write finds a write by its id, or gives [ErrNotFound].
func (d *DB) Write(ctx context.Context, id string) (Write, error) {
	return d.oneWrite(ctx, "WHERE id = ?", id)
}

// WriteByPress finds the write that a press began, or gives [ErrNotFound].
func (d *DB) WriteByPress(ctx context.Context, press string) (Write, error) {
	return d.oneWrite(ctx, "WHERE press = ?", press)
}

func (d *DB) oneWrite(ctx context.Context, where, arg string) (Write, error) {
	found, err := d.writes(ctx, where, arg)
	if err != nil {
		return Write{}, err
	}
	if len(found) == 0 {
		return Write{}, fmt.Errorf("finding a write: %w", ErrNotFound)
	}
	return found[0], nil
}

// WritesToLookAt gives the writes for which OCEAN is to be read by now, the oldest first.
func (d *DB) WritesToLookAt(ctx context.Context, now time.Time) ([]Write, error) {
	return d.writes(ctx, "WHERE look_at IS NOT NULL AND look_at <= ? ORDER BY begun_at", millis(now))
}

// WritesUntold gives the concluded writes whose person wasn't told since before, the oldest first.
func (d *DB) WritesUntold(ctx context.Context, before time.Time) ([]Write, error) {
	return d.writes(ctx, "WHERE told_at IS NULL AND outcome <> '' AND concluded_at <= ? ORDER BY begun_at", millis(before))
}

// WritesSince gives the writes for an individu that began at an instant or after it, the oldest first.
func (d *DB) WritesSince(ctx context.Context, individuID int64, since time.Time) ([]Write, error) {
	return d.writes(ctx, "WHERE individu_id = ? AND begun_at >= ? ORDER BY begun_at", individuID, millis(since))
}

// ExtensionsWritten gives the ids that other writes for an individu are known to have made or changed.
func (d *DB) ExtensionsWritten(ctx context.Context, individuID int64, exceptWrite string) ([]int64, error) {
	rows, err := d.sql.QueryContext(ctx,
		"SELECT extension_id FROM writes WHERE individu_id = ? AND id <> ? AND extension_id <> 0", individuID, exceptWrite)
	if err != nil {
		return nil, fmt.Errorf("finding what was written: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var ids []int64
	for rows.Next() {
		var id int64
		if err := rows.Scan(&id); err != nil {
			return nil, fmt.Errorf("reading what was written: %w", err)
		}
		ids = append(ids, id)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading what was written: %w", err)
	}
	return ids, nil
}

func (d *DB) writes(ctx context.Context, where string, args ...any) ([]Write, error) {
	rows, err := d.sql.QueryContext(ctx, writeColumns+where, args...)
	if err != nil {
		return nil, fmt.Errorf("reading the journal: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var found []Write
	for rows.Next() {
		var w Write
		var intent, before, reply, recorded string
		var begun int64
		var concluded, noted, look, told sql.NullInt64
		if err := rows.Scan(&w.ID, &w.Press, &w.Owner, &w.IndividuID, &intent, &before, &reply, &begun,
			&w.Outcome, &w.Message, &recorded, &w.ExtensionID, &concluded, &noted, &look, &told, &w.Late); err != nil {
			return nil, fmt.Errorf("reading the journal: %w", err)
		}
		w.Intent, w.Before, w.Reply = json.RawMessage(intent), json.RawMessage(before), json.RawMessage(reply)
		w.Recorded = json.RawMessage(recorded)
		w.BegunAt, w.ConcludedAt, w.NotedAt = fromMillis(begun), fromNull(concluded), fromNull(noted)
		w.LookAt, w.ToldAt = fromNull(look), fromNull(told)
		found = append(found, w)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading the journal: %w", err)
	}
	return found, nil
}

// How long rows stay after they are of no more use.
const (
	keepDeliveries = 48 * time.Hour
	keepDrafts     = 48 * time.Hour // after their end, so that an old card can still say why it is dead
	keepWrites     = 90 * 24 * time.Hour
)

// Purge forgets what is of no more use: old deliveries, dead drafts, and writes that were concluded and
// told long ago, with the reasons that they held. The audit trail stays.
func (d *DB) Purge(ctx context.Context, now time.Time) error {
	return d.inTx(ctx, func(tx *sql.Tx) error {
		for _, old := range []struct {
			query  string
			before time.Time
		}{
			{"DELETE FROM deliveries WHERE seen_at < ?", now.Add(-keepDeliveries)},
			{"DELETE FROM drafts WHERE expires_at < ?", now.Add(-keepDrafts)},
			{"DELETE FROM writes WHERE concluded_at < ? AND told_at IS NOT NULL AND look_at IS NULL", now.Add(-keepWrites)},
		} {
			if _, err := tx.ExecContext(ctx, old.query, millis(old.before)); err != nil {
				return fmt.Errorf("forgetting what is old: %w", err)
			}
		}
		return nil
	})
}
