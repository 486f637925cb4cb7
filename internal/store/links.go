package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"time"
)

// Link says which individu a chat user is.
type Link struct {
	User       string // user key: discord:1234
	IndividuID int64
	Since      time.Time
	By         string // who made it: "operator", or the user key of whoever approved it
}

// The actions of the audit trail that are about links and about what is kept of a person.
const (
	ActionLink   = "link"
	ActionUnlink = "unlink"
	ActionForget = "forget"
)

// linkDetail is the detail of an audit entry about a link.
type linkDetail struct {
	User   string `json:"user"`
	Before int64  `json:"before,omitempty"` // the individu of the link that was replaced
}

func (d linkDetail) audit(link Link, action string) (AuditEntry, error) {
	detail, err := json.Marshal(d)
	if err != nil {
		return AuditEntry{}, fmt.Errorf("encoding an audit entry: %w", err)
	}
	return AuditEntry{At: link.Since, Actor: link.By, IndividuID: link.IndividuID, Action: action, Detail: detail}, nil
}

// Linked gives the individu that a user is linked to; ok is false where there is no link.
func (d *DB) Linked(ctx context.Context, user string) (individuID int64, ok bool, err error) {
	link, err := oneLink(ctx, d.sql, user)
	if errors.Is(err, ErrNotFound) {
		return 0, false, nil
	}
	return link.IndividuID, err == nil, err
}

type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func oneLink(ctx context.Context, q querier, user string) (Link, error) {
	link := Link{User: user}
	var since int64
	err := q.QueryRowContext(ctx, "SELECT individu_id, since, made_by FROM links WHERE user_key = ?", user).
		Scan(&link.IndividuID, &since, &link.By)
	if errors.Is(err, sql.ErrNoRows) {
		return Link{}, fmt.Errorf("finding a link: %w", ErrNotFound)
	}
	if err != nil {
		return Link{}, fmt.Errorf("finding a link: %w", err)
	}
	link.Since = fromMillis(since)
	return link, nil
}

// Links gives all links, in the order of their user keys.
func (d *DB) Links(ctx context.Context) ([]Link, error) {
	rows, err := d.sql.QueryContext(ctx, "SELECT user_key, individu_id, since, made_by FROM links ORDER BY user_key")
	if err != nil {
		return nil, fmt.Errorf("reading the links: %w", err)
	}
	defer func() { _ = rows.Close() }()
	var all []Link
	for rows.Next() {
		var link Link
		var since int64
		if err := rows.Scan(&link.User, &link.IndividuID, &since, &link.By); err != nil {
			return nil, fmt.Errorf("reading the links: %w", err)
		}
		link.Since = fromMillis(since)
		all = append(all, link)
	}
	if err := rows.Err(); err != nil {
		return nil, fmt.Errorf("reading the links: %w", err)
	}
	return all, nil
}

// LinkChange is what a link replaced.
type LinkChange struct {
	Link

	Before int64 // the individu that the user was linked to; 0 where to none
}

// PutLinks makes links, all of them or none, each with a line in the audit trail. A link that is there
// already, to the same individu, stays as it is and is no line. The changes come in the order of the links.
func (d *DB) PutLinks(ctx context.Context, links []Link) ([]LinkChange, error) {
	changes := make([]LinkChange, 0, len(links))
	err := d.inTx(ctx, func(tx *sql.Tx) error {
		for _, link := range links {
			before, err := oneLink(ctx, tx, link.User)
			if err != nil && !errors.Is(err, ErrNotFound) {
				return err
			}
			changes = append(changes, LinkChange{Link: link, Before: before.IndividuID})
			if before.IndividuID == link.IndividuID {
				continue
			}
			_, err = tx.ExecContext(ctx,
				`INSERT INTO links (user_key, individu_id, since, made_by) VALUES (?, ?, ?, ?)
				ON CONFLICT (user_key) DO UPDATE SET individu_id = excluded.individu_id, since = excluded.since,
				made_by = excluded.made_by`,
				link.User, link.IndividuID, millis(link.Since), link.By)
			if err != nil {
				return fmt.Errorf("keeping a link: %w", err)
			}
			entry, err := linkDetail{User: link.User, Before: before.IndividuID}.audit(link, ActionLink)
			if err != nil {
				return err
			}
			if err := appendAudit(ctx, tx, entry); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return changes, nil
}

// DropLink removes a user's link, with a line in the audit trail, and gives what it was. It gives
// [ErrNotFound] where there is none.
func (d *DB) DropLink(ctx context.Context, user, by string, now time.Time) (Link, error) {
	var dropped Link
	err := d.inTx(ctx, func(tx *sql.Tx) error {
		var err error
		if dropped, err = oneLink(ctx, tx, user); err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM links WHERE user_key = ?", user); err != nil {
			return fmt.Errorf("removing a link: %w", err)
		}
		entry, err := linkDetail{User: user}.audit(Link{IndividuID: dropped.IndividuID, Since: now, By: by}, ActionUnlink)
		if err != nil {
			return err
		}
		return appendAudit(ctx, tx, entry)
	})
	return dropped, err
}
