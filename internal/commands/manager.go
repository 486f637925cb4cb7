package commands

import (
	"context"
	"errors"
	"fmt"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/identity"
)

// Managers tells who may see whose totals: [identity.Managers] does. An error means that not all could be
// found out; what could be stands beside it.
type Managers interface {
	Scope(ctx context.Context, user chat.User, roles []string) (identity.Scope, bool, error)
}

// errRights means that it could not be found out whether somebody is a manager: they are told so, and see
// nothing.
var errRights = errors.New("finding out what the asker may see")

// managed finds out what the asker may see as a manager, and whether they are one. It is asked anew at
// every command and every press. Where it can't be found out they aren't, and there is an error; where
// they are one at least by some way, what couldn't be found out is only logged.
func (s *session) managed(ctx context.Context) (identity.Scope, bool, error) {
	if s.Managers == nil {
		return identity.Scope{}, false, nil
	}
	scope, ok, err := s.Managers.Scope(ctx, s.User, s.Roles)
	switch {
	case err == nil:
		return scope, ok, nil
	case ok:
		s.Log.WithError(err).WithField("user", s.User.Key()).Error("not all rights of a manager could be read; only those that could be are given")
		return scope, true, nil
	default:
		return identity.Scope{}, false, fmt.Errorf("%w: %w", errRights, err)
	}
}
