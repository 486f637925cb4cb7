package commands

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	logtest "github.com/sirupsen/logrus/hooks/test"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/identity"
)

var errAway = errors.New("no answer from Slack")

// answer is what is told of every asker who has the role "boss", and of nobody else.
type answer struct {
	scope identity.Scope
	err   error
}

func (a answer) Scope(_ context.Context, user chat.User, roles []string) (identity.Scope, bool, error) {
	if user.ID != "U1" || len(roles) != 1 || roles[0] != "boss" {
		return identity.Scope{}, false, errors.New("another user or other roles were asked for")
	}
	return a.scope, !a.scope.IsZero(), a.err
}

func TestManaged(t *testing.T) {
	t.Parallel()
	some := identity.Scope{Entities: []int64{1}}
	for name, test := range map[string]struct {
		managers Managers
		want     identity.Scope
		err      error
		logged   int
	}{
		"nobody is":               {nil, identity.Scope{}, nil, 0},
		"somebody is":             {answer{scope: some}, some, nil, 0},
		"somebody isn't":          {answer{}, identity.Scope{}, nil, 0},
		"it can't be read":        {answer{err: errAway}, identity.Scope{}, errAway, 0}, // logged by Handle
		"a part of it can't be":   {answer{scope: some, err: errAway}, some, nil, 1},
		"no manager of that name": {(*identity.Managers)(nil), identity.Scope{}, nil, 0},
	} {
		log, hook := logtest.NewNullLogger()
		s := &session{
			Bot:     New(Config{Managers: test.managers, Log: log}),
			Request: chat.Request{User: chat.User{Platform: chat.Discord, ID: "U1"}, Roles: []string{"boss"}},
		}
		got, ok, err := s.managed(t.Context())
		if diff := cmp.Diff(test.want, got); diff != "" || ok == test.want.IsZero() || !errors.Is(err, test.err) {
			t.Errorf("%s: %+v, %v, %v", name, got, ok, err)
		}
		if n := len(hook.AllEntries()); n != test.logged {
			t.Errorf("%s: %d lines were logged, want %d", name, n, test.logged)
		}
	}
}
