// Package identity knows who a chat user is in OCEAN: by a link that an operator made, or else from the
// user's mail to exactly one living individu.
//
// A link wins over the mail, because somebody made it on purpose: for a platform that tells no mail, for
// a mail that several people share, for a profile whose mail is not the one in OCEAN. It is read anew
// each time, so that it counts, or no longer does, from the moment that it is made or removed.
//
// The fleet is fetched once, kept lean in memory and shared by everybody; it is fetched again in the
// background before it is old, and at once for a mail that isn't in it, because people join. Whoever
// can't be told for sure gets an error that says why, and nothing is ever written for them.
package identity

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/patrickmn/go-cache"
	"github.com/sirupsen/logrus"
	"golang.org/x/sync/singleflight"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/ocean"
)

// Person is somebody of the fleet, as little of them as the bot needs.
type Person struct {
	IndividuID int64
	FirstName  string
	LastName   string
}

// Name is how a person is called, "Camille Martin".
func (p Person) Name() string { return strings.TrimSpace(p.FirstName + " " + p.LastName) }

// Errors of [Resolver.Resolve] that are the person's own affair; any other is a failure.
var (
	// ErrNotLinked means that the user's platform tells no mails, and that nobody linked the user.
	ErrNotLinked = errors.New("the chat user is not linked")
	// ErrNoMail means that the platform tells no mail for this user.
	ErrNoMail = errors.New("the chat profile has no mail")
	// ErrNobody means that no individu has the user's mail.
	ErrNobody = errors.New("nobody in OCEAN has this mail")
	// ErrSeveral means that more than one living individu has it.
	ErrSeveral = errors.New("several people in OCEAN have this mail")
	// ErrDeleted means that whoever has it was deleted in OCEAN.
	ErrDeleted = errors.New("who has this mail in OCEAN is deleted")
	// ErrLinkLost means that the user is linked to an individu that OCEAN doesn't have. It is an [ErrNobody].
	ErrLinkLost = fmt.Errorf("%w: the individu that the user is linked to isn't there", ErrNobody)
)

// Mailer tells the mail of a user of its platform. It gives [ErrNoMail] where the profile has none.
type Mailer interface {
	Mail(ctx context.Context, user chat.User) (string, error)
}

// Fleet is what the directory needs of OCEAN.
type Fleet interface {
	Individus(ctx context.Context, criteria ocean.Criteria, each func(ocean.Fiche) error) error
}

// How old the fleet may become.
const (
	freshFor  = 10 * time.Minute // after that it is fetched again, behind the answer
	staleFor  = 12 * time.Hour   // after that it isn't used any more
	missAfter = time.Minute      // a mail that isn't in a fleet older than this has it fetched at once
	fetchTime = 2 * time.Minute
)

const fleetKey = "fleet"

// Resolver finds out who chat users are. Its methods may be called at the same time.
type Resolver struct {
	fleet   Fleet
	mailers map[chat.Platform]Mailer
	links   Links // may be nil
	now     func() time.Time
	log     logrus.FieldLogger

	kept    *cache.Cache // the fleet's snapshot
	fetches singleflight.Group
	behind  sync.WaitGroup
}

// New makes a resolver. now is a clock that runs on; log gets what goes wrong behind people's backs.
func New(fleet Fleet, mailers map[chat.Platform]Mailer, now func() time.Time, log logrus.FieldLogger, options ...Option) *Resolver {
	r := &Resolver{fleet: fleet, mailers: mailers, now: now, log: log, kept: cache.New(staleFor, staleFor)}
	for _, option := range options {
		option(r)
	}
	return r
}

// Resolve tells who a user is.
func (r *Resolver) Resolve(ctx context.Context, user chat.User) (Person, error) {
	if id, ok, err := r.linked(ctx, user); err != nil {
		return Person{}, err
	} else if ok {
		return r.byLink(ctx, id)
	}
	mailer, ok := r.mailers[user.Platform]
	if !ok {
		return Person{}, ErrNotLinked
	}
	mail, err := mailer.Mail(ctx, user)
	if err != nil {
		return Person{}, fmt.Errorf("asking for the user's mail: %w", err)
	}
	key := fold(mail)
	if key == "" {
		return Person{}, ErrNoMail
	}
	known, err := r.having(ctx, func(s *snapshot) bool { return len(s.byMail[key]) > 0 })
	if err != nil {
		return Person{}, err
	}
	return known.find(key)
}

// having gives the fleet, fetched again at once where somebody isn't in it who may have joined since.
func (r *Resolver) having(ctx context.Context, has func(*snapshot) bool) (*snapshot, error) {
	known, err := r.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	if !has(known) && r.now().Sub(known.at) > missAfter {
		return r.fetch(ctx)
	}
	return known, nil
}

// Warm fetches the fleet where there is none yet, so that the first command needn't wait for it.
func (r *Resolver) Warm(ctx context.Context) error {
	_, err := r.snapshot(ctx)
	return err
}

// Wait waits for what is fetched behind people's backs.
func (r *Resolver) Wait() { r.behind.Wait() }

// snapshot gives the fleet, an older one at once while a new one is fetched.
func (r *Resolver) snapshot(ctx context.Context) (*snapshot, error) {
	kept, ok := r.kept.Get(fleetKey)
	if !ok {
		return r.fetch(ctx)
	}
	known, ok := kept.(*snapshot)
	if !ok {
		return r.fetch(ctx)
	}
	if r.now().Sub(known.at) > freshFor {
		r.behind.Go(func() {
			if _, err := r.fetch(context.WithoutCancel(ctx)); err != nil {
				r.log.WithError(err).Warn("the fleet could not be fetched again; the one before is still used")
			}
		})
	}
	return known, nil
}

// fetch fetches the fleet, once however many wait for it.
func (r *Resolver) fetch(ctx context.Context) (*snapshot, error) {
	result := r.fetches.DoChan(fleetKey, func() (any, error) {
		// Whoever asked first may leave; the others still want it.
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), fetchTime)
		defer cancel()
		fetched, err := load(ctx, r.fleet, r.now())
		if err != nil {
			return nil, err
		}
		r.kept.SetDefault(fleetKey, fetched)
		return fetched, nil
	})
	select {
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for the fleet: %w", ctx.Err())
	case done := <-result:
		if done.Err != nil {
			return nil, done.Err
		}
		fetched, ok := done.Val.(*snapshot)
		if !ok {
			return nil, fmt.Errorf("the fleet came as a %T", done.Val)
		}
		return fetched, nil
	}
}

// snapshot is the fleet at one moment, by mail and by name. It is never changed once it is made.
type snapshot struct {
	at     time.Time
	byMail map[string][]member
	people directory
	gone   map[int64]bool // the ids of those that are deleted
	drives drives
}

type member struct {
	Person

	deleted bool
}

func (s *snapshot) find(mail string) (Person, error) {
	var living []Person
	all := s.byMail[mail]
	for _, m := range all {
		if !m.deleted {
			living = append(living, m.Person)
		}
	}
	switch {
	case len(living) == 1:
		return living[0], nil
	case len(living) > 1:
		return Person{}, ErrSeveral
	case len(all) > 0:
		return Person{}, ErrDeleted
	default:
		return Person{}, ErrNobody
	}
}

// load reads the fleet. The mail of an individu without one may be its user's; OCEAN may leave users
// out where they weren't asked for, and then it is asked for them too.
func load(ctx context.Context, fleet Fleet, now time.Time) (*snapshot, error) {
	loaded := &snapshot{at: now, byMail: map[string][]member{}, gone: map[int64]bool{}}
	usersSeen, wanting := false, map[int64]bool{}
	add := func(fiche ocean.Fiche, mail string) {
		entry := member{
			Person:  Person{IndividuID: fiche.Individu.ID, FirstName: fiche.Individu.Prenom, LastName: fiche.Individu.Nom},
			deleted: fiche.Individu.Supprime,
		}
		for _, other := range loaded.byMail[mail] {
			if other.IndividuID == entry.IndividuID {
				return // one row a vehicle is no second person
			}
		}
		loaded.byMail[mail] = append(loaded.byMail[mail], entry)
	}
	err := fleet.Individus(ctx, "", func(fiche ocean.Fiche) error {
		usersSeen = usersSeen || fiche.Utilisateur != nil
		loaded.people.add(fiche)
		if fiche.Individu.Supprime {
			loaded.gone[fiche.Individu.ID] = true
		}
		loaded.drives.add(fiche)
		if mail := mailOf(fiche); mail != "" {
			add(fiche, mail)
		} else {
			wanting[fiche.Individu.ID] = true
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("fetching the fleet: %w", err)
	}
	if usersSeen || len(wanting) == 0 {
		return loaded, nil
	}
	err = fleet.Individus(ctx, ocean.WithUser, func(fiche ocean.Fiche) error {
		if mail := mailOf(fiche); mail != "" && wanting[fiche.Individu.ID] {
			add(fiche, mail)
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("fetching the users of the fleet: %w", err)
	}
	return loaded, nil
}

// mailOf is the individu's own mail, or, where that is null, the one of its user, whose login may be a
// mail too.
func mailOf(fiche ocean.Fiche) string {
	if mail := fold(fiche.Individu.Email); mail != "" {
		return mail
	}
	if fiche.Utilisateur == nil {
		return ""
	}
	for _, candidate := range []string{fiche.Utilisateur.Email, fiche.Utilisateur.Login} {
		if mail := fold(candidate); strings.Contains(mail, "@") {
			return mail
		}
	}
	return ""
}

func fold(mail string) string { return strings.ToLower(strings.TrimSpace(mail)) }
