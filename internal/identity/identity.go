// Package identity knows who a chat user is in OCEAN: by a link that an operator made, or else from the
// user's mail to exactly one living individu.
//
// A link wins over the mail, because somebody made it on purpose: for a platform that tells no mail, for
// a mail that several people share, for a profile whose mail is not the one in OCEAN. It is read anew
// each time, so that it counts, or no longer does, from the moment that it is made or removed.
//
// The fleet is fetched once, kept lean in memory and shared by everybody; it is fetched again in the
// background before it is old, and at once for a mail that isn't in it, because people join. Of a person it
// keeps names, matricule, mail, entity and vehicles, each text once, and finds each of them in constant
// time. Whoever can't be told for sure gets an error that says why, and nothing is ever written for them.
package identity

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/sirupsen/logrus"

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

// Resolver finds out who chat users are. Its methods may be called at the same time.
type Resolver struct {
	fleet   Fleet
	mailers map[chat.Platform]Mailer
	links   Links // may be nil
	now     func() time.Time
	log     logrus.FieldLogger

	kept    atomic.Pointer[snapshot]
	asking  sync.Mutex
	fetches map[string]*fetch // under way, by what is fetched
	behind  int               // how many goroutines work behind people's backs
	idle    *sync.Cond        // none does
	life    context.Context   //nolint:containedctx // what is fetched for all ends with Run, not with a caller
	end     context.CancelFunc
	failed  atomic.Int64 // when the fleet could last not be fetched again, in nanoseconds; 0 is never
}

// New makes a resolver. now is a clock that runs on; log gets what goes wrong behind people's backs.
func New(fleet Fleet, mailers map[chat.Platform]Mailer, now func() time.Time, log logrus.FieldLogger, options ...Option) *Resolver {
	r := &Resolver{fleet: fleet, mailers: mailers, now: now, log: log}
	r.idle = sync.NewCond(&r.asking)
	r.life, r.end = context.WithCancel(context.Background())
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
	known, err := r.having(ctx, func(s *snapshot) bool { _, there := s.byMail[key]; return there })
	if err != nil {
		return Person{}, err
	}
	return known.find(key)
}
