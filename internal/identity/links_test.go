package identity_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/oceansim"
)

// links are those that a test makes; fail has none of them read.
type links struct {
	mu   sync.Mutex
	made map[string]int64
	fail error
}

func (l *links) Linked(_ context.Context, user string) (int64, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	id, ok := l.made[user]
	return id, ok, l.fail
}

func (l *links) change(change func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change()
}

func TestResolveByLink(t *testing.T) {
	t.Parallel()
	made := &links{made: map[string]int64{
		"discord:1": 1, "discord:2": 2, "discord:3": 3, "discord:4": 99,
		"slack:anne@demo.example": 2, "slack:shared@demo.example": 1,
	}}
	r := newRig(t, identity.WithLinks(made))
	for _, i := range []oceansim.Individu{
		{ID: 1, Prenom: "Anne", Nom: "Roux", Email: "anne@demo.example"},
		{ID: 2, Prenom: "Without", Nom: "Mail"},
		{ID: 3, Email: "gone@demo.example", Supprime: true},
		{ID: 4, Email: "shared@demo.example"},
		{ID: 5, UserEmail: "shared@demo.example"},
	} {
		r.ocean.AddIndividu(i)
	}
	discord := func(id string) chat.User { return chat.User{Platform: chat.Discord, ID: id} }
	for name, test := range map[string]struct {
		user chat.User
		id   int64
		err  error
	}{
		"linked":                            {discord("1"), 1, nil},
		"linked to somebody without a mail": {discord("2"), 2, nil},
		"linked to somebody deleted":        {discord("3"), 0, identity.ErrDeleted},
		"linked to nobody":                  {discord("4"), 0, identity.ErrLinkLost},
		"not linked":                        {discord("5"), 0, identity.ErrNotLinked},
		"a link wins over the mail":         {slackUser("anne@demo.example"), 2, nil},
		"a link decides a shared mail":      {slackUser("shared@demo.example"), 1, nil},
		"no link, and the mail decides":     {slackUser("gone@demo.example"), 0, identity.ErrDeleted},
	} {
		got, err := r.Resolve(t.Context(), test.user)
		if !errors.Is(err, test.err) || got.IndividuID != test.id {
			t.Errorf("%s: %+v, %v; want %d, %v", name, got, err, test.id, test.err)
		}
	}
	if !errors.Is(identity.ErrLinkLost, identity.ErrNobody) {
		t.Error("a link that leads to nobody is none of the errors that callers know")
	}
	if n := r.ocean.Count(oceansim.OpIndividus); n != 1 {
		t.Errorf("the fleet was fetched %d times for all of them, want once", n)
	}
}

func TestALinkCountsFromTheMomentThatItIsMade(t *testing.T) {
	t.Parallel()
	made := &links{made: map[string]int64{}}
	r := newRig(t, identity.WithLinks(made))
	r.ocean.AddIndividu(oceansim.Individu{ID: 1, Email: "anne@demo.example"})
	user := chat.User{Platform: chat.Discord, ID: "1"}
	if _, err := r.Resolve(t.Context(), user); !errors.Is(err, identity.ErrNotLinked) {
		t.Fatal(err)
	}
	made.change(func() { made.made[user.Key()] = 1 })
	if got, err := r.Resolve(t.Context(), user); err != nil || got.IndividuID != 1 {
		t.Errorf("once linked: %+v, %v", got, err)
	}
	// The link is made before the fleet that is known has the person.
	r.ocean.AddIndividu(oceansim.Individu{ID: 2})
	made.change(func() { made.made[user.Key()] = 2 })
	r.pass(2 * time.Minute)
	if got, err := r.Resolve(t.Context(), user); err != nil || got.IndividuID != 2 {
		t.Errorf("linked to somebody who joined: %+v, %v", got, err)
	}
	made.change(func() { delete(made.made, user.Key()) })
	if _, err := r.Resolve(t.Context(), user); !errors.Is(err, identity.ErrNotLinked) {
		t.Errorf("once unlinked: %v", err)
	}
}

func TestWhereLinksCannotBeReadTheMailIsNotTried(t *testing.T) {
	t.Parallel()
	away := errors.New("the database is away")
	r := newRig(t, identity.WithLinks(&links{fail: away}))
	r.ocean.AddIndividu(oceansim.Individu{ID: 1, Email: "anne@demo.example"})
	if got, err := r.Resolve(t.Context(), slackUser("anne@demo.example")); !errors.Is(err, away) || got.IndividuID != 0 {
		t.Errorf("%+v, %v", got, err)
	}
}
