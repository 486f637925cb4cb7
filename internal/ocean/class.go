package ocean

import (
	"context"
	"sync"
	"time"
)

// class is how urgent a call is. Where several wait for OCEAN's rate, the more urgent goes first.
type class uint8

const (
	// classBackground is work that nobody waits for: the fleet fetched again, old writes looked at again.
	classBackground class = iota
	// classCommand is everything else: somebody typed something.
	classCommand
	// classPress is a write that somebody pressed, what is read for it, and the login that all wait for.
	classPress
)

// Background marks the calls of ctx as work that nobody waits for: they go after everybody else's, except
// for every eighth turn, which is for whoever has waited longest, so that they never starve.
func Background(ctx context.Context) context.Context { return withStanding(ctx, classBackground) }

// Press marks the calls of ctx as those of a press: they go before everybody else's. A call that is marked
// neither so nor as [Background] is a command's, between the two. The last mark counts.
func Press(ctx context.Context) context.Context { return withStanding(ctx, classPress) }

// Liftable gives a context whose calls are as urgent as those of ctx, until lift is called with a context
// whose calls are more urgent: then they are as urgent as that one's, also where they are waiting already.
// It is for work that one caller begins and others join.
func Liftable(ctx context.Context) (liftable context.Context, lift func(by context.Context)) {
	who := new(standing)
	who.join(ctx)
	return context.WithValue(ctx, standingKey{}, who), func(by context.Context) { who.join(by) }
}

type standingKey struct{}

// standing is the class of a call and its patience, which rise with those of the callers who join it. A call
// that several wait for has a context without their deadlines.
type standing struct {
	own class

	mu      sync.Mutex
	joined  []*standing
	patient bool      // somebody has joined who has no deadline
	ends    time.Time // the last deadline of those who have joined
}

func withStanding(ctx context.Context, c class) context.Context {
	return context.WithValue(ctx, standingKey{}, &standing{own: c})
}

func standingOf(ctx context.Context) *standing {
	if who, ok := ctx.Value(standingKey{}).(*standing); ok {
		return who
	}
	return &standing{own: classCommand}
}

// join makes a standing at least as high as that of ctx is now or will be, and as patient as ctx.
func (s *standing) join(ctx context.Context) {
	other, ends := standingOf(ctx), deadlineOf(ctx)
	if s == other {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.joined = append(s.joined, other)
	s.patient = s.patient || ends.IsZero()
	if ends.After(s.ends) {
		s.ends = ends
	}
}

// deadlineOf is when nobody waits any more for the calls of ctx; zero is never.
func deadlineOf(ctx context.Context) time.Time {
	if ends, ok := ctx.Deadline(); ok {
		return ends
	}
	who := standingOf(ctx)
	who.mu.Lock()
	defer who.mu.Unlock()
	if who.patient {
		return time.Time{}
	}
	return who.ends
}

func (s *standing) class() class {
	s.mu.Lock()
	defer s.mu.Unlock()
	highest := s.own
	for _, other := range s.joined {
		highest = max(highest, other.class())
	}
	return highest
}

// Urgency names how urgent the calls of ctx are, for logs: background, command or press.
func Urgency(ctx context.Context) string {
	switch standingOf(ctx).class() {
	case classBackground:
		return "background"
	case classPress:
		return "press"
	case classCommand:
	}
	return "command"
}
