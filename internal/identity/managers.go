package identity

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/oceanbot/oceanbot/internal/chat"
)

// Scope is what a manager may see the totals of: everything, or only some of OCEAN's entities. The zero
// Scope is nothing.
type Scope struct {
	All      bool
	Entities []int64 // their ids, ascending and each once; nil where All is true
}

// Covers tells whether an entity's totals may be seen.
func (s Scope) Covers(entity int64) bool { return s.All || slices.Contains(s.Entities, entity) }

// IsZero tells whether nothing may be seen.
func (s Scope) IsZero() bool { return !s.All && len(s.Entities) == 0 }

// plus is what two grants let see together.
func (s Scope) plus(other Scope) Scope {
	if s.All || other.All {
		return Scope{All: true}
	}
	entities := slices.Concat(s.Entities, other.Entities)
	slices.Sort(entities)
	return Scope{Entities: slices.Compact(entities)}
}

// Grant makes a person, or all of a group, managers. Exactly one of User, SlackGroup and DiscordRole is set.
type Grant struct {
	User        chat.User
	SlackGroup  string // the id of a Slack user group: S0GROUP
	DiscordRole string // the id of a Discord role: 1234
	Scope       Scope
}

// Groups tells the ids of the users who are in a Slack user group.
type Groups interface {
	Members(ctx context.Context, groupID string) ([]string, error)
}

// Managers knows who is a manager, and of what. Nothing of it is kept from one request to the next: who
// lost a role or left a group loses the right with it. A nil *Managers knows none.
type Managers struct {
	grants []Grant
	groups Groups
}

// NewManagers makes the managers of what an operator granted. groups may be nil where no grant names a
// Slack user group, or Slack isn't set up.
func NewManagers(grants []Grant, groups Groups) *Managers {
	return &Managers{grants: slices.Clone(grants), groups: groups}
}

// Scope tells what a user may see, and whether they are a manager at all; what several grants give adds
// up. roles are the ids of the roles that the user's platform named with this very request.
//
// Where a Slack user group can't be read it gives no right, and there is an error; what the other grants
// give stands beside it.
func (m *Managers) Scope(ctx context.Context, user chat.User, roles []string) (Scope, bool, error) {
	if m == nil {
		return Scope{}, false, nil
	}
	var scope Scope
	var asking []Grant // those that only Slack can answer, and that may not be needed
	for _, grant := range m.grants {
		switch {
		case grant.User.ID != "" && grant.User == user,
			grant.DiscordRole != "" && user.Platform == chat.Discord && slices.Contains(roles, grant.DiscordRole):
			scope = scope.plus(grant.Scope)
		case grant.SlackGroup != "" && user.Platform == chat.Slack:
			asking = append(asking, grant)
		}
	}
	var unread []error
	for _, grant := range asking {
		if scope.All {
			break
		}
		members, err := m.members(ctx, grant.SlackGroup)
		if err != nil {
			unread = append(unread, fmt.Errorf("finding out whether somebody is a manager: %w", err))
			continue
		}
		if slices.Contains(members, user.ID) {
			scope = scope.plus(grant.Scope)
		}
	}
	return scope, !scope.IsZero(), errors.Join(unread...)
}

func (m *Managers) members(ctx context.Context, group string) ([]string, error) {
	if m.groups == nil {
		return nil, fmt.Errorf("the Slack user group %s can't be read: Slack is not set up", group)
	}
	members, err := m.groups.Members(ctx, group)
	if err != nil {
		return nil, fmt.Errorf("reading the Slack user group %s: %w", group, err)
	}
	return members, nil
}
