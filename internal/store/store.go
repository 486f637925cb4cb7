// Package store keeps what must outlive the process, in SQLite without cgo: the presses that are
// waited for (drafts), the journal of writes to OCEAN, the audit trail of who changed what and when,
// the links between chat users and individus, what was delivered already, and what a person's last list
// showed.
//
// It keeps no address and no coordinate; of a trip that somebody has reclassified it keeps by what numbers
// OCEAN knows it, when and how long it was, and how far. A reason that a driver typed stays in the journal
// for as long as the write can be undone, and goes with [DB.Purge]; the audit trail never has it.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/pressly/goose/v3"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Errors that callers tell apart.
var (
	// ErrNotFound means that there is no such row: it never was, or Purge took it.
	ErrNotFound = errors.New("not found")
	// ErrPressUsed means that this very press has begun a write already.
	ErrPressUsed = errors.New("this press was used already")
	// ErrDraftClosed means that the draft was used or dropped before.
	ErrDraftClosed = errors.New("this draft was used or dropped already")
)

// DB is the store. Its methods may be called at the same time.
type DB struct{ sql *sql.DB }

// Scheme is what a SQLite database's URL begins with: "sqlite:data/bot.db", or "sqlite::memory:".
const Scheme = "sqlite:"

// Open opens the database at a URL, makes its folder where there is none, and brings its tables up to
// date. The caller closes it.
func Open(ctx context.Context, databaseURL string) (*DB, error) {
	path, ok := strings.CutPrefix(databaseURL, Scheme)
	if !ok || path == "" {
		return nil, fmt.Errorf("the database URL must begin with %q and name a file", Scheme)
	}
	if path != ":memory:" {
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, fmt.Errorf("making the folder of the database: %w", err)
		}
	}
	// A write that was noted must be on the disk before OCEAN is called, hence synchronous(FULL). A
	// transaction takes its lock at once, so that two processes on one file never deadlock on an upgrade.
	options := url.Values{
		"_pragma": {"busy_timeout(5000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)"},
		"_txlock": {"immediate"},
	}
	handle, err := sql.Open("sqlite", "file:"+path+"?"+options.Encode())
	if err != nil {
		return nil, fmt.Errorf("opening the database: %w", err)
	}
	// SQLite has one writer at a time; a second connection would only wait inside the driver, and would
	// see another database where this one is in memory.
	handle.SetMaxOpenConns(1)
	db := &DB{sql: handle}
	if err := db.migrate(ctx); err != nil {
		return nil, errors.Join(err, handle.Close())
	}
	return db, nil
}

func (d *DB) migrate(ctx context.Context) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return fmt.Errorf("reading the migrations: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, d.sql, files)
	if err != nil {
		return fmt.Errorf("preparing the migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("bringing the database up to date: %w", err)
	}
	return nil
}

// Close closes the database.
func (d *DB) Close() error { return d.sql.Close() }

// Ping tells whether the database can be used.
func (d *DB) Ping(ctx context.Context) error {
	var one int
	if err := d.sql.QueryRowContext(ctx, "SELECT 1").Scan(&one); err != nil {
		return fmt.Errorf("asking the database: %w", err)
	}
	return nil
}

// inTx runs f in a transaction, which is rolled back where f fails.
func (d *DB) inTx(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := d.sql.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("beginning a transaction: %w", err)
	}
	if err := f(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("committing: %w", err)
	}
	return nil
}

// isUnique tells whether a driver's error means that a unique value was there already. It is the one
// place that knows the driver's errors.
func isUnique(err error) bool {
	var failure *sqlite.Error
	if !errors.As(err, &failure) {
		return false
	}
	switch failure.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY:
		return true
	default:
		return false
	}
}

func millis(t time.Time) int64 { return t.UnixMilli() }

func fromMillis(ms int64) time.Time { return time.UnixMilli(ms).UTC() }

func nullMillis(t time.Time) sql.NullInt64 {
	return sql.NullInt64{Int64: t.UnixMilli(), Valid: !t.IsZero()}
}

func fromNull(ms sql.NullInt64) time.Time {
	if !ms.Valid {
		return time.Time{}
	}
	return fromMillis(ms.Int64)
}
