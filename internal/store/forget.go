package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Forgotten counts what was removed about a person, and what had to stay.
type Forgotten struct {
	Links    int64
	Drafts   int64
	Listings int64
	Writes   int64

	WritesKept int64 // of the journal: something for the same driver isn't concluded and told yet
	AuditKept  int64 // entries of the audit trail by or about the user
}

// Removed is the number of rows that were removed.
func (f Forgotten) Removed() int64 { return f.Links + f.Drafts + f.Listings + f.Writes }

// unreachable is after how long an outcome that could not be told to its person needn't be any more, where
// the person is to be forgotten: most of these have left, and their chat account with them.
const unreachable = 24 * time.Hour

// forgettable deletes rows about a user.
type forgettable struct {
	query string
	args  []any
	count *int64
}

// forgettables are all rows about a user that may be deleted, each counted in f. The journal of a driver
// stays as long as anything in it is open: an open write is told from the others by what they are known
// to have made, and a press that is undecided must still be found when it is made again.
func forgettables(f *Forgotten, user string, now time.Time) []forgettable {
	return []forgettable{
		{"DELETE FROM links WHERE user_key = ?", []any{user}, &f.Links},
		{"DELETE FROM drafts WHERE owner = ?", []any{user}, &f.Drafts},
		{"DELETE FROM listings WHERE owner IN (?, ?)", []any{user, user + tripsOf}, &f.Listings},
		{
			`DELETE FROM writes WHERE owner = ? AND individu_id NOT IN (
				SELECT individu_id FROM writes WHERE outcome = '' OR look_at IS NOT NULL OR (told_at IS NULL AND concluded_at > ?))`,
			[]any{user, millis(now.Add(-unreachable))},
			&f.Writes,
		},
	}
}

// Forget removes what is kept about a user: the link, what was proposed and listed, and the journal of
// what was written, as soon as all of it is concluded and told, or could not be told for a day. The audit trail is chained and stays; it
// gets a line that says so, where there was anything to remove. Deliveries name nobody.
func (d *DB) Forget(ctx context.Context, user, by string, now time.Time) (Forgotten, error) {
	var forgotten Forgotten
	err := d.inTx(ctx, func(tx *sql.Tx) error {
		forgotten = Forgotten{}
		link, err := oneLink(ctx, tx, user)
		if err != nil && !errors.Is(err, ErrNotFound) {
			return err
		}
		for _, rows := range forgettables(&forgotten, user, now) {
			result, err := tx.ExecContext(ctx, rows.query, rows.args...)
			if err != nil {
				return fmt.Errorf("forgetting a person: %w", err)
			}
			if *rows.count, err = result.RowsAffected(); err != nil {
				return fmt.Errorf("forgetting a person: %w", err)
			}
		}
		if forgotten.Removed() > 0 {
			entry, err := linkDetail{User: user}.audit(Link{IndividuID: link.IndividuID, Since: now, By: by}, ActionForget)
			if err != nil {
				return err
			}
			if err := appendAudit(ctx, tx, entry); err != nil {
				return err
			}
		}
		if err := tx.QueryRowContext(ctx, "SELECT COUNT(*) FROM writes WHERE owner = ?", user).Scan(&forgotten.WritesKept); err != nil {
			return fmt.Errorf("counting what stays: %w", err)
		}
		return nil
	})
	if err != nil {
		return Forgotten{}, err
	}
	err = d.eachAudit(ctx, func(entry AuditEntry, _ string) error {
		var detail linkDetail
		if err := json.Unmarshal(entry.Detail, &detail); err != nil {
			return fmt.Errorf("decoding the audit trail: %w", err)
		}
		if entry.Actor == user || detail.User == user {
			forgotten.AuditKept++
		}
		return nil
	})
	return forgotten, err
}
