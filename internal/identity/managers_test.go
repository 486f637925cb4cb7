package identity_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/identity"
)

var errSlackAway = errors.New("no answer from Slack")

// groups are Slack's user groups; the nil one can't be read.
type groups map[string][]string

func (g groups) Members(_ context.Context, id string) ([]string, error) {
	if g[id] == nil {
		return nil, errSlackAway
	}
	return g[id], nil
}

func TestScope(t *testing.T) {
	t.Parallel()
	slack := func(id string) chat.User { return chat.User{Platform: chat.Slack, ID: id} }
	discord := func(id string) chat.User { return chat.User{Platform: chat.Discord, ID: id} }
	some := func(ids ...int64) identity.Scope { return identity.Scope{Entities: ids} }
	everything := identity.Scope{All: true}
	managers := identity.NewManagers([]identity.Grant{
		{User: slack("U0BOSS"), Scope: everything},
		{User: slack("U0ONE"), Scope: some(3, 1)},
		{SlackGroup: "S0TWO", Scope: some(2, 3)},
		{DiscordRole: "1234", Scope: some(7)},
		{DiscordRole: "5678", Scope: everything},
		{User: discord("99"), Scope: some(8)},
		{SlackGroup: "S0AWAY", Scope: everything},
	}, groups{"S0TWO": {"U0ONE", "U0TWO", "1234"}})
	for name, test := range map[string]struct {
		user  chat.User
		roles []string
		want  identity.Scope
		err   error
	}{
		"all, and no group needs to be read":   {slack("U0BOSS"), nil, everything, nil},
		"a user and a group add up":            {slack("U0ONE"), nil, some(1, 2, 3), errSlackAway},
		"a group alone":                        {slack("U0TWO"), nil, some(2, 3), errSlackAway},
		"nobody, as far as can be read":        {slack("U0NOBODY"), nil, identity.Scope{}, errSlackAway},
		"a role":                               {discord("1"), []string{"9", "1234"}, some(7), nil},
		"a role and the person add up":         {discord("99"), []string{"1234"}, some(7, 8), nil},
		"of two roles the wider":               {discord("1"), []string{"1234", "5678"}, everything, nil},
		"no role any more":                     {discord("1"), nil, identity.Scope{}, nil},
		"an id of another platform":            {discord("U0BOSS"), nil, identity.Scope{}, nil},
		"a role on a platform without roles":   {chat.User{Platform: chat.Console, ID: "1"}, []string{"1234"}, identity.Scope{}, nil},
		"a user whose id is the one of a role": {discord("1234"), nil, identity.Scope{}, nil},
	} {
		got, ok, err := managers.Scope(t.Context(), test.user, test.roles)
		if diff := cmp.Diff(test.want, got); diff != "" || ok == test.want.IsZero() || !errors.Is(err, test.err) {
			t.Errorf("%s: %+v, %v, %v; want %+v, %v", name, got, ok, err, test.want, test.err)
		}
	}
	for name, none := range map[string]*identity.Managers{"nil": nil, "without a grant": identity.NewManagers(nil, nil)} {
		if got, ok, err := none.Scope(t.Context(), slack("U0BOSS"), []string{"1234"}); ok || !got.IsZero() || err != nil {
			t.Errorf("%s: %+v, %v, %v", name, got, ok, err)
		}
	}
	withoutSlack := identity.NewManagers([]identity.Grant{{SlackGroup: "S0TWO", Scope: everything}}, nil)
	if _, ok, err := withoutSlack.Scope(t.Context(), slack("U0TWO"), nil); ok || err == nil {
		t.Errorf("a group that nobody can read gave a right, or no error: %v, %v", ok, err)
	}
}

func TestScopeCovers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		scope identity.Scope
		want  bool
	}{
		"all":     {identity.Scope{All: true}, true},
		"it":      {identity.Scope{Entities: []int64{1, 2}}, true},
		"another": {identity.Scope{Entities: []int64{1}}, false},
		"nothing": {identity.Scope{}, false},
	} {
		if got := test.scope.Covers(2); got != test.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
