package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// AuditEntry is a line of the audit trail: who did what for whom, when, and what came of it. The
// detail is JSON and holds no reason, no place and no name.
type AuditEntry struct {
	Seq        int64 // given when it is appended, from 1 without gaps
	At         time.Time
	Actor      string // user key
	IndividuID int64
	Action     string
	Detail     json.RawMessage
}

// hash seals an entry to the one before it: whoever alters, drops or inserts an entry breaks every
// later one.
func (e AuditEntry) hash(previous string) string {
	sealed, err := json.Marshal([]any{previous, e.Seq, millis(e.At), e.Actor, e.IndividuID, e.Action, string(e.Detail)})
	if err != nil { // strings and numbers always encode
		panic(err)
	}
	sum := sha256.Sum256(sealed)
	return hex.EncodeToString(sum[:])
}

func appendAudit(ctx context.Context, tx *sql.Tx, entry AuditEntry) error {
	var last int64
	var previous string
	err := tx.QueryRowContext(ctx, "SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").Scan(&last, &previous)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("reading the end of the audit trail: %w", err)
	}
	entry.Seq = last + 1
	_, err = tx.ExecContext(ctx,
		"INSERT INTO audit (seq, at, actor, individu_id, action, detail_json, hash) VALUES (?, ?, ?, ?, ?, ?, ?)",
		entry.Seq, millis(entry.At), entry.Actor, entry.IndividuID, entry.Action, string(entry.Detail), entry.hash(previous))
	if err != nil {
		return fmt.Errorf("adding to the audit trail: %w", err)
	}
	return nil
}

// BrokenAuditError says at which entry the chain of the audit trail breaks.
type BrokenAuditError struct{ Seq int64 }

// Error implements error.
func (e *BrokenAuditError) Error() string {
	return fmt.Sprintf("the audit trail is broken at entry %d: it was altered, or an entry before it is missing", e.Seq)
}

// VerifyAudit walks the audit trail from its beginning and counts its entries. It gives a
// [*BrokenAuditError] for the first entry that doesn't fit the one before it.
func (d *DB) VerifyAudit(ctx context.Context) (entries int64, err error) {
	previous := ""
	err = d.eachAudit(ctx, func(entry AuditEntry, hash string) error {
		if entry.Seq != entries+1 || hash != entry.hash(previous) {
			return &BrokenAuditError{Seq: entry.Seq}
		}
		previous = hash
		entries++
		return nil
	})
	return entries, err
}

// Audit gives the whole audit trail, the oldest entry first.
func (d *DB) Audit(ctx context.Context) ([]AuditEntry, error) {
	var all []AuditEntry
	err := d.eachAudit(ctx, func(entry AuditEntry, _ string) error {
		all = append(all, entry)
		return nil
	})
	return all, err
}

func (d *DB) eachAudit(ctx context.Context, each func(AuditEntry, string) error) error {
	rows, err := d.sql.QueryContext(ctx,
		"SELECT seq, at, actor, individu_id, action, detail_json, hash FROM audit ORDER BY seq")
	if err != nil {
		return fmt.Errorf("reading the audit trail: %w", err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var entry AuditEntry
		var at int64
		var detail, hash string
		if err := rows.Scan(&entry.Seq, &at, &entry.Actor, &entry.IndividuID, &entry.Action, &detail, &hash); err != nil {
			return fmt.Errorf("reading the audit trail: %w", err)
		}
		entry.At, entry.Detail = fromMillis(at), json.RawMessage(detail)
		if err := each(entry, hash); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil {
		return fmt.Errorf("reading the audit trail: %w", err)
	}
	return nil
}
