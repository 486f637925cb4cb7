package store_test

import (
	"encoding/json"
	"errors"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanbot/oceanbot/internal/store"
)

var now = time.Date(2026, 11, 25, 9, 0, 0, 0, time.UTC)

func open(t *testing.T, url string) *store.DB {
	t.Helper()
	db, err := store.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}

// each runs a test on every kind of database that the store is claimed to work on.
func each(t *testing.T, test func(t *testing.T, db *store.DB)) {
	t.Helper()
	t.Parallel()
	t.Run("file", func(t *testing.T) {
		t.Parallel()
		test(t, open(t, store.Scheme+filepath.Join(t.TempDir(), "a folder", "bot.db")))
	})
	t.Run("memory", func(t *testing.T) {
		t.Parallel()
		test(t, open(t, store.Scheme+":memory:"))
	})
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func draft(id string) store.Draft {
	return store.Draft{
		ID: id, Owner: "slack:U1", IndividuID: 1110000403, Intent: json.RawMessage(`{"kind":"create"}`),
		CreatedAt: now, ExpiresAt: now.Add(30 * time.Minute),
	}
}

func write(id, press, draftID string) store.Write {
	return store.Write{
		ID: id, Press: press, DraftID: draftID, Owner: "slack:U1", IndividuID: 1110000403,
		Intent: json.RawMessage(`{}`), Before: json.RawMessage(`[]`), Reply: json.RawMessage(`{}`),
		BegunAt: now, LookAt: now,
	}
}

func TestOpenRefusesOtherDatabases(t *testing.T) {
	t.Parallel()
	for _, url := range []string{"", "sqlite:", "mysql://x", "bot.db"} {
		if _, err := store.Open(t.Context(), url); err == nil {
			t.Errorf("%q was opened", url)
		}
	}
}

func TestOpenAgainKeepsWhatIsThere(t *testing.T) {
	t.Parallel()
	url := store.Scheme + filepath.Join(t.TempDir(), "bot.db")
	first, err := store.Open(t.Context(), url)
	must(t, err)
	must(t, first.PutDraft(t.Context(), draft("d1")))
	must(t, first.Close())
	got, err := open(t, url).Draft(t.Context(), "d1")
	must(t, err)
	if diff := cmp.Diff(draft("d1"), got); diff != "" {
		t.Error(diff)
	}
}

func TestFirstDelivery(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		for i, want := range []bool{true, false, false} {
			if got, err := db.FirstDelivery(t.Context(), "slack:1", now); err != nil || got != want {
				t.Errorf("delivery %d: first = %v, %v; want %v", i+1, got, err, want)
			}
		}
		if got, err := db.FirstDelivery(t.Context(), "slack:2", now); err != nil || !got {
			t.Errorf("another delivery: first = %v, %v", got, err)
		}
	})
}

func TestOfManyPressesAtOnceOneBegins(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		must(t, db.PutDraft(t.Context(), draft("d1")))
		var begun, used atomic.Int32
		var presses sync.WaitGroup
		for i := range 20 {
			presses.Go(func() {
				switch err := db.BeginWrite(t.Context(), write(string(rune('a'+i)), "confirm:d1", "d1")); {
				case err == nil:
					begun.Add(1)
				case errors.Is(err, store.ErrPressUsed):
					used.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		presses.Wait()
		if begun.Load() != 1 || used.Load() != 19 {
			t.Errorf("%d began and %d were told that it is used; want 1 and 19", begun.Load(), used.Load())
		}
	})
}

func TestADraftIsUsedOrDroppedButNotBoth(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		must(t, db.PutDraft(t.Context(), draft("dropped")))
		must(t, db.DropDraft(t.Context(), "dropped", now))
		if err := db.BeginWrite(t.Context(), write("w1", "confirm:dropped", "dropped")); !errors.Is(err, store.ErrDraftClosed) {
			t.Errorf("a dropped draft began: %v", err)
		}
		if _, err := db.Write(t.Context(), "w1"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a write that was refused is in the journal: %v", err)
		}
		must(t, db.PutDraft(t.Context(), draft("used")))
		must(t, db.BeginWrite(t.Context(), write("w2", "confirm:used", "used")))
		if err := db.DropDraft(t.Context(), "used", now); !errors.Is(err, store.ErrDraftClosed) {
			t.Errorf("a used draft was dropped: %v", err)
		}
		got, err := db.Draft(t.Context(), "used")
		must(t, err)
		if !got.UsedAt.Equal(now) || !got.DroppedAt.IsZero() {
			t.Errorf("used at %v, dropped at %v", got.UsedAt, got.DroppedAt)
		}
	})
}

func TestTheLifeOfAWrite(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		must(t, db.BeginWrite(ctx, write("w1", "undo:x", "")))
		open, err := db.WritesToLookAt(ctx, now)
		must(t, err)
		if len(open) != 1 || open[0].Outcome != "" {
			t.Fatalf("open writes: %+v", open)
		}
		done := store.Write{
			ID: "w1", Outcome: "recorded", Recorded: json.RawMessage(`{"extension":7}`), ExtensionID: 7, ConcludedAt: now.Add(time.Second),
		}
		must(t, db.ConcludeWrite(ctx, done, store.AuditEntry{At: now, Actor: "slack:U1", IndividuID: 3, Action: "create", Detail: json.RawMessage(`{}`)}))
		if open, err = db.WritesToLookAt(ctx, now.Add(time.Hour)); err != nil || len(open) != 0 {
			t.Errorf("a concluded write is still looked at: %+v, %v", open, err)
		}
		untold, err := db.WritesUntold(ctx, now.Add(time.Minute))
		must(t, err)
		if len(untold) != 1 || untold[0].ExtensionID != 7 || untold[0].Late {
			t.Errorf("untold writes: %+v", untold)
		}
		must(t, db.MarkTold(ctx, "w1", now, now)) // an outcome that it doesn't have
		if untold, err = db.WritesUntold(ctx, now.Add(time.Hour)); err != nil || len(untold) != 1 {
			t.Errorf("told is another outcome, and this one with it: %+v, %v", untold, err)
		}
		must(t, db.MarkTold(ctx, "w1", now.Add(time.Second), now))
		if untold, err = db.WritesUntold(ctx, now.Add(time.Hour)); err != nil || len(untold) != 0 {
			t.Errorf("a told write is untold: %+v, %v", untold, err)
		}
		done.Outcome = "differs"
		must(t, db.ConcludeWrite(ctx, done, store.AuditEntry{At: now, Actor: "slack:U1", Action: "create", Detail: json.RawMessage(`{}`)}))
		if untold, err = db.WritesUntold(ctx, now.Add(time.Hour)); err != nil || len(untold) != 1 || !untold[0].Late {
			t.Errorf("a write whose outcome changed after it was told must be untold and late: %+v, %v", untold, err)
		}
		if ids, err := db.ExtensionsWritten(ctx, 1110000403, "another"); err != nil || !cmp.Equal(ids, []int64{7}) {
			t.Errorf("extensions written: %v, %v", ids, err)
		}
		if ids, err := db.ExtensionsWritten(ctx, 1110000403, "w1"); err != nil || len(ids) != 0 {
			t.Errorf("extensions written by others: %v, %v", ids, err)
		}
	})
}

func TestPurgeForgetsWhatIsOldAndNothingElse(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		must(t, db.PutDraft(ctx, draft("old")))
		fresh := draft("fresh")
		fresh.ExpiresAt = now.Add(100 * 24 * time.Hour)
		must(t, db.PutDraft(ctx, fresh))
		for _, id := range []string{"told", "untold"} {
			must(t, db.BeginWrite(ctx, write(id, id, "")))
			must(t, db.ConcludeWrite(ctx, store.Write{ID: id, Outcome: "recorded", ConcludedAt: now},
				store.AuditEntry{At: now, Actor: "slack:U1", Action: "create", Detail: json.RawMessage(`{}`)}))
		}
		must(t, db.MarkTold(ctx, "told", now, now))
		must(t, db.Purge(ctx, now.Add(99*24*time.Hour)))
		if _, err := db.Draft(ctx, "old"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the old draft: %v", err)
		}
		if _, err := db.Write(ctx, "told"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the old write: %v", err)
		}
		if _, err := db.Draft(ctx, "fresh"); err != nil {
			t.Errorf("the fresh draft: %v", err)
		}
		if _, err := db.Write(ctx, "untold"); err != nil {
			t.Errorf("the write that nobody was told: %v", err)
		}
		if entries, err := db.VerifyAudit(ctx); err != nil || entries != 2 {
			t.Errorf("the audit trail: %d entries, %v", entries, err)
		}
	})
}

func TestListing(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		if _, err := db.Listing(t.Context(), "slack:U1"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a list that was never shown: %v", err)
		}
		for _, want := range [][]int64{{18524, 1110000403}, {}, {3}} {
			must(t, db.PutListing(t.Context(), "slack:U1", want, now))
			if got, err := db.Listing(t.Context(), "slack:U1"); err != nil || !cmp.Equal(got, want) {
				t.Errorf("list = %v, %v; want %v", got, err, want)
			}
		}
	})
}

func TestALeaseHasOneHolder(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		take := func(holder string, at time.Time) bool {
			t.Helper()
			taken, err := db.TakeLease(t.Context(), "driver:1", holder, at, at.Add(time.Minute), at.Add(2*time.Minute))
			must(t, err)
			return taken
		}
		for range 2 {
			if !take("a", now) || take("b", now.Add(59*time.Second)) {
				t.Error("a lease is its holder's, again and again, until it ends")
			}
		}
		if !take("b", now.Add(time.Minute)) || take("a", now.Add(time.Minute)) {
			t.Error("a lease that ended is the next one's")
		}
		must(t, db.DropLease(t.Context(), "driver:1", "a")) // not its holder
		if take("a", now.Add(time.Minute)) {
			t.Error("a lease was given back by somebody else")
		}
		must(t, db.DropLease(t.Context(), "driver:1", "b"))
		if !take("a", now.Add(time.Minute)) {
			t.Error("a lease that was given back is free")
		}
		if !take("b", now.Add(-time.Hour)) {
			t.Error("a lease from before the clock was set back holds for ever")
		}
	})
}

func TestOfTheChoicesOfACardOneIsUsed(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		for _, id := range []string{"keep", "merge", "replace", "another"} {
			choice := draft(id)
			choice.Card = "card"
			if id == "another" {
				choice.Card = ""
			}
			must(t, db.PutDraft(ctx, choice))
		}
		if _, err := db.UsedOf(ctx, "card"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("nothing was used: %v", err)
		}
		must(t, db.BeginWrite(ctx, write("w", "confirm:merge", "merge")))
		if err := db.BeginWrite(ctx, write("w2", "confirm:keep", "keep")); !errors.Is(err, store.ErrDraftClosed) {
			t.Errorf("two choices of a card were used: %v", err)
		}
		if used, err := db.UsedOf(ctx, "card"); err != nil || used != "merge" {
			t.Errorf("used is %q, %v", used, err)
		}
		if other, err := db.Draft(ctx, "another"); err != nil || !other.DroppedAt.IsZero() {
			t.Errorf("a draft of another card was dropped: %+v, %v", other, err)
		}
	})
}
