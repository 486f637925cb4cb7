package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// FirstDelivery notes that a platform delivered something, and tells whether it was for the first
// time. Ids are the platforms' own, prefixed so that they can't meet.
func (d *DB) FirstDelivery(ctx context.Context, id string, now time.Time) (bool, error) {
	_, err := d.sql.ExecContext(ctx, "INSERT INTO deliveries (id, seen_at) VALUES (?, ?)", id, millis(now))
	if isUnique(err) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("noting a delivery: %w", err)
	}
	return true, nil
}

// Draft is a write that was shown and waits for its press.
type Draft struct {
	ID         string
	Card       string // what the choices of one card have in common: at most one of them is used; may be empty
	Owner      string // the user key of who was asked
	IndividuID int64
	Intent     json.RawMessage // the ledger's
	CreatedAt  time.Time
	ExpiresAt  time.Time
	UsedAt     time.Time // zero while it waits
	DroppedAt  time.Time // zero unless it was cancelled
}

// PutDraft keeps a draft. Keeping one under an id that is there already changes nothing.
func (d *DB) PutDraft(ctx context.Context, draft Draft) error {
	_, err := d.sql.ExecContext(ctx,
		`INSERT INTO drafts (id, card, owner, individu_id, intent_json, created_at, expires_at)
		VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING`,
		draft.ID, draft.Card, draft.Owner, draft.IndividuID, string(draft.Intent), millis(draft.CreatedAt), millis(draft.ExpiresAt))
	if err != nil {
		return fmt.Errorf("keeping a draft: %w", err)
	}
	return nil
}

// Draft finds a draft by its id, or gives [ErrNotFound].
func (d *DB) Draft(ctx context.Context, id string) (Draft, error) {
	draft := Draft{ID: id}
	var intent string
	var created, expires int64
	var used, dropped sql.NullInt64
	err := d.sql.QueryRowContext(ctx,
		`SELECT card, owner, individu_id, intent_json, created_at, expires_at, used_at, dropped_at
		FROM drafts WHERE id = ?`, id).
		Scan(&draft.Card, &draft.Owner, &draft.IndividuID, &intent, &created, &expires, &used, &dropped)
	if errors.Is(err, sql.ErrNoRows) {
		return Draft{}, fmt.Errorf("finding a draft: %w", ErrNotFound)
	}
	if err != nil {
		return Draft{}, fmt.Errorf("finding a draft: %w", err)
	}
	draft.Intent = json.RawMessage(intent)
	draft.CreatedAt, draft.ExpiresAt = fromMillis(created), fromMillis(expires)
	draft.UsedAt, draft.DroppedAt = fromNull(used), fromNull(dropped)
	return draft, nil
}

// UsedOf gives the id of the choice of a card that was used, or [ErrNotFound].
func (d *DB) UsedOf(ctx context.Context, card string) (string, error) {
	var id string
	err := d.sql.QueryRowContext(ctx, "SELECT id FROM drafts WHERE card = ? AND used_at IS NOT NULL", card).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("finding the choice that was used: %w", ErrNotFound)
	}
	if err != nil {
		return "", fmt.Errorf("finding the choice that was used: %w", err)
	}
	return id, nil
}

// DropDraft closes a draft without a write, and with it the other choices of its card. It gives
// [ErrDraftClosed] where that comes too late.
func (d *DB) DropDraft(ctx context.Context, id string, now time.Time) error {
	return d.inTx(ctx, func(tx *sql.Tx) error { return closeDraft(ctx, tx, id, time.Time{}, now) })
}

// closeDraft closes a draft as used or as dropped, whichever has a time, and drops the other choices of its card.
func closeDraft(ctx context.Context, tx *sql.Tx, id string, used, dropped time.Time) error {
	result, err := tx.ExecContext(ctx,
		"UPDATE drafts SET used_at = ?, dropped_at = ? WHERE id = ? AND used_at IS NULL AND dropped_at IS NULL",
		nullMillis(used), nullMillis(dropped), id)
	if err != nil {
		return fmt.Errorf("closing a draft: %w", err)
	}
	closed, err := result.RowsAffected()
	if err != nil {
		return fmt.Errorf("closing a draft: %w", err)
	}
	if closed == 0 {
		return ErrDraftClosed
	}
	_, err = tx.ExecContext(ctx,
		`UPDATE drafts SET dropped_at = ? WHERE card = (SELECT card FROM drafts WHERE id = ?) AND card <> ''
		AND id <> ? AND used_at IS NULL AND dropped_at IS NULL`, max(millis(used), millis(dropped)), id, id)
	if err != nil {
		return fmt.Errorf("closing the other choices of a card: %w", err)
	}
	return nil
}

// PutListing keeps what a person's list showed, so that "cancel 2" means what was number 2 there.
func (d *DB) PutListing(ctx context.Context, owner string, ids []int64, now time.Time) error {
	encoded, err := json.Marshal(ids)
	if err != nil {
		return fmt.Errorf("encoding a list: %w", err)
	}
	_, err = d.sql.ExecContext(ctx,
		`INSERT INTO listings (owner, ids_json, shown_at) VALUES (?, ?, ?)
		ON CONFLICT (owner) DO UPDATE SET ids_json = excluded.ids_json, shown_at = excluded.shown_at`,
		owner, string(encoded), millis(now))
	if err != nil {
		return fmt.Errorf("keeping a list: %w", err)
	}
	return nil
}

// Listing gives the ids that a person's last list showed, in its order, or [ErrNotFound].
func (d *DB) Listing(ctx context.Context, owner string) ([]int64, error) {
	var encoded string
	err := d.sql.QueryRowContext(ctx, "SELECT ids_json FROM listings WHERE owner = ?", owner).Scan(&encoded)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, fmt.Errorf("finding a list: %w", ErrNotFound)
	}
	if err != nil {
		return nil, fmt.Errorf("finding a list: %w", err)
	}
	var ids []int64
	if err := json.Unmarshal([]byte(encoded), &ids); err != nil {
		return nil, fmt.Errorf("decoding a list: %w", err)
	}
	return ids, nil
}
