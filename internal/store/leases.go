package store

import (
	"context"
	"fmt"
	"time"
)

// TakeLease gives a name to a holder until an instant, or prolongs it for the same holder, and tells
// whether it did: another holder keeps it until its lease ends. A lease that would end after latest
// counts for nothing.
func (d *DB) TakeLease(ctx context.Context, name, holder string, now, until, latest time.Time) (taken bool, err error) {
	result, err := d.sql.ExecContext(ctx,
		`INSERT INTO leases (name, holder, until) VALUES (?, ?, ?)
		ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
		WHERE leases.holder = excluded.holder OR leases.until <= ? OR leases.until > ?`,
		name, holder, millis(until), millis(now), millis(latest))
	if err != nil {
		return false, fmt.Errorf("taking a lease: %w", err)
	}
	changed, err := result.RowsAffected()
	if err != nil {
		return false, fmt.Errorf("taking a lease: %w", err)
	}
	return changed == 1, nil
}

// DropLease gives a lease back before its end.
func (d *DB) DropLease(ctx context.Context, name, holder string) error {
	if _, err := d.sql.ExecContext(ctx, "DELETE FROM leases WHERE name = ? AND holder = ?", name, holder); err != nil {
		return fmt.Errorf("giving a lease back: %w", err)
	}
	return nil
}
