package identity

import (
	"context"
	"fmt"

	"github.com/oceanbot/oceanbot/internal/chat"
)

// Links tells which individu a chat user is linked to, by the user's key; ok is false where nobody linked
// them. It is asked each time that somebody is resolved.
type Links interface {
	Linked(ctx context.Context, user string) (individuID int64, ok bool, err error)
}

// Option is a choice for [New].
type Option func(*Resolver)

// WithLinks has users resolved by their links before anything else.
func WithLinks(links Links) Option { return func(r *Resolver) { r.links = links } }

// linked looks for a user's link. Where that fails the mail isn't tried: it may lead to somebody else.
func (r *Resolver) linked(ctx context.Context, user chat.User) (individuID int64, ok bool, err error) {
	if r.links == nil {
		return 0, false, nil
	}
	individuID, ok, err = r.links.Linked(ctx, user.Key())
	if err != nil {
		return 0, false, fmt.Errorf("looking for the user's link: %w", err)
	}
	return individuID, ok, nil
}

// byLink gives the person that a link leads to.
func (r *Resolver) byLink(ctx context.Context, individuID int64) (Person, error) {
	known, err := r.having(ctx, func(s *snapshot) bool {
		_, there := s.people.byID(individuID)
		return there || s.gone[individuID]
	})
	if err != nil {
		return Person{}, err
	}
	found, there := known.people.byID(individuID)
	switch {
	case there:
		return found.Person, nil
	case known.gone[individuID]:
		return Person{}, ErrDeleted
	default:
		return Person{}, ErrLinkLost
	}
}
