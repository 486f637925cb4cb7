package store_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanbot/oceanbot/internal/store"
)

func link(user string, id int64) store.Link {
	return store.Link{User: user, IndividuID: id, Since: now, By: "operator"}
}

// trail is the audit trail in short.
func trail(t *testing.T, db *store.DB) []string {
	t.Helper()
	entries, err := db.Audit(t.Context())
	must(t, err)
	var lines []string
	for _, e := range entries {
		lines = append(lines, fmt.Sprintf("%s %s %d %s", e.Actor, e.Action, e.IndividuID, e.Detail))
	}
	_, err = db.VerifyAudit(t.Context())
	must(t, err)
	return lines
}

func TestLinks(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		if id, ok, err := db.Linked(ctx, "discord:1"); id != 0 || ok || err != nil {
			t.Errorf("nobody linked: %d, %v, %v", id, ok, err)
		}
		changes, err := db.PutLinks(ctx, []store.Link{link("slack:U1", 7), link("discord:1", 7)})
		must(t, err)
		if diff := cmp.Diff([]store.LinkChange{{Link: link("slack:U1", 7)}, {Link: link("discord:1", 7)}}, changes); diff != "" {
			t.Error(diff)
		}
		later := link("slack:U1", 7)
		later.Since = now.Add(time.Hour)
		changes, err = db.PutLinks(ctx, []store.Link{later, link("discord:1", 8)})
		must(t, err)
		if changes[0].Before != 7 || changes[1].Before != 7 {
			t.Errorf("changes: %+v", changes)
		}
		all, err := db.Links(ctx)
		must(t, err)
		// A link that was there already keeps its date.
		if diff := cmp.Diff([]store.Link{link("discord:1", 8), link("slack:U1", 7)}, all); diff != "" {
			t.Error(diff)
		}
		if id, ok, err := db.Linked(ctx, "discord:1"); id != 8 || !ok || err != nil {
			t.Errorf("linked: %d, %v, %v", id, ok, err)
		}
		dropped, err := db.DropLink(ctx, "discord:1", "operator", now)
		must(t, err)
		if diff := cmp.Diff(link("discord:1", 8), dropped); diff != "" {
			t.Error(diff)
		}
		if _, err := db.DropLink(ctx, "discord:1", "operator", now); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("dropped twice: %v", err)
		}
		want := []string{
			`operator link 7 {"user":"slack:U1"}`,
			`operator link 7 {"user":"discord:1"}`,
			`operator link 8 {"user":"discord:1","before":7}`,
			`operator unlink 8 {"user":"discord:1"}`,
		}
		if diff := cmp.Diff(want, trail(t, db)); diff != "" {
			t.Error(diff)
		}
	})
}

func TestLinksAreSeenByAnotherProcessAtOnce(t *testing.T) {
	t.Parallel()
	url := store.Scheme + filepath.Join(t.TempDir(), "bot.db")
	serving, shell := open(t, url), open(t, url)
	for _, want := range []int64{7, 8} {
		_, err := shell.PutLinks(t.Context(), []store.Link{link("discord:1", want)})
		must(t, err)
		if id, ok, err := serving.Linked(t.Context(), "discord:1"); id != want || !ok || err != nil {
			t.Errorf("%d, %v, %v; want %d", id, ok, err, want)
		}
	}
}

func TestForget(t *testing.T) {
	each(t, func(t *testing.T, db *store.DB) {
		ctx := t.Context()
		_, err := db.PutLinks(ctx, []store.Link{link("slack:U1", 1110000403), link("slack:U2", 5)})
		must(t, err)
		must(t, db.PutDraft(ctx, draft("mine")))
		other := draft("other's")
		other.Owner = "slack:U2"
		must(t, db.PutDraft(ctx, other))
		must(t, db.PutListing(ctx, "slack:U1", []int64{1}, now))
		must(t, db.PutListing(ctx, "slack:U2", []int64{1}, now))
		conclude := func(id string) {
			t.Helper()
			must(t, db.ConcludeWrite(ctx, store.Write{ID: id, Outcome: "recorded", ConcludedAt: now},
				store.AuditEntry{At: now, Actor: "slack:U1", IndividuID: 1110000403, Action: "create", Detail: json.RawMessage(`{}`)}))
		}
		must(t, db.BeginWrite(ctx, write("done", "confirm:done", "")))
		conclude("done")
		must(t, db.MarkTold(ctx, "done", now, now))
		must(t, db.BeginWrite(ctx, write("open", "confirm:open", "")))

		// What is open needs the others of the same driver, to be told from them.
		got, err := db.Forget(ctx, "slack:U1", "operator", now)
		must(t, err)
		if diff := cmp.Diff(store.Forgotten{Links: 1, Drafts: 1, Listings: 1, WritesKept: 2, AuditKept: 3}, got); diff != "" {
			t.Error(diff)
		}
		if _, err := db.Draft(ctx, "mine"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the draft: %v", err)
		}
		if _, ok, err := db.Linked(ctx, "slack:U1"); ok || err != nil {
			t.Errorf("the link: %v, %v", ok, err)
		}
		conclude("open") // and nobody was told yet
		if got, err = db.Forget(ctx, "slack:U1", "operator", now); err != nil || got.Removed() != 0 || got.WritesKept != 2 {
			t.Errorf("before it was told: %+v, %v", got, err)
		}
		// Whoever can't be reached for a day is forgotten all the same.
		must(t, db.BeginWrite(ctx, func() store.Write {
			w := write("left", "confirm:left", "")
			w.Owner, w.IndividuID = "slack:ULEFT", 9
			return w
		}()))
		must(t, db.ConcludeWrite(ctx, store.Write{ID: "left", Outcome: "recorded", ConcludedAt: now},
			store.AuditEntry{At: now, Actor: "slack:ULEFT", IndividuID: 9, Action: "create", Detail: json.RawMessage(`{}`)}))
		for _, after := range []struct {
			time    time.Duration
			removed int64
		}{{23 * time.Hour, 0}, {24 * time.Hour, 1}} {
			if got, err = db.Forget(ctx, "slack:ULEFT", "operator", now.Add(after.time)); err != nil || got.Removed() != after.removed {
				t.Errorf("after %v: %+v, %v; want %d removed", after.time, got, err, after.removed)
			}
		}
		must(t, db.MarkTold(ctx, "open", now, now))
		must(t, db.LookAgain(ctx, "open", now))
		if got, err = db.Forget(ctx, "slack:U1", "operator", now); err != nil || got.Removed() != 0 || got.WritesKept != 2 {
			t.Errorf("while it is looked at again: %+v, %v", got, err)
		}
		must(t, db.LookAgain(ctx, "open", time.Time{}))
		got, err = db.Forget(ctx, "slack:U1", "operator", now)
		must(t, err)
		if diff := cmp.Diff(store.Forgotten{Writes: 2, AuditKept: 5}, got); diff != "" {
			t.Error(diff)
		}
		if _, err := db.WriteByPress(ctx, "confirm:done"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("the journal: %v", err)
		}

		// Others' rows stay, and so does the audit trail, which tells that something was forgotten.
		if _, err := db.Draft(ctx, "other's"); err != nil {
			t.Errorf("another's draft: %v", err)
		}
		if _, err := db.Listing(ctx, "slack:U2"); err != nil {
			t.Errorf("another's list: %v", err)
		}
		if _, ok, err := db.Linked(ctx, "slack:U2"); !ok || err != nil {
			t.Errorf("another's link: %v, %v", ok, err)
		}
		want := []string{
			`operator link 1110000403 {"user":"slack:U1"}`,
			`operator link 5 {"user":"slack:U2"}`,
			`slack:U1 create 1110000403 {}`,
			`operator forget 1110000403 {"user":"slack:U1"}`,
			`slack:U1 create 1110000403 {}`,
			`slack:ULEFT create 9 {}`,
			`operator forget 0 {"user":"slack:ULEFT"}`,
			`operator forget 0 {"user":"slack:U1"}`,
		}
		if diff := cmp.Diff(want, trail(t, db)); diff != "" {
			t.Error(diff)
		}
		if got, err = db.Forget(ctx, "discord:9", "operator", now); err != nil || got != (store.Forgotten{}) {
			t.Errorf("somebody of whom nothing is kept: %+v, %v", got, err)
		}
	})
}
