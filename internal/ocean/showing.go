package ocean

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
)

// showings are the lists of individus under way, by criteria. A list is shown as it arrives and kept nowhere,
// so, unlike with other reads, only those can share one who come before it begins.
type showings struct {
	mu      sync.Mutex
	running map[Criteria]*showing
}

// showing is a list of individus under way.
type showing struct {
	who    *standing
	cancel context.CancelFunc
	done   chan struct{}
	err    error // once it is done

	mu        sync.Mutex
	begun     bool        // who comes now has missed a fiche, or would wait for a list that was given up
	listeners []*listener // nobody joins them once it has begun
}

// listener is one caller of [Client.Individus].
type listener struct {
	each    func(Fiche) error
	stopped chan struct{} // closed where each gave an error
	err     error
	late    bool // it is not shown this list, and waits for its end

	mu   sync.Mutex // held while each is called
	gone bool
}

// errNobodyListens ends a list.
var errNobodyListens = errors.New("nobody listens any more")

// join begins a list, or joins the one that is under way.
func (ss *showings) join(
	ctx context.Context, criteria Criteria, each func(Fiche) error,
	list func(context.Context, Criteria, func(Fiche) error) error,
) (*showing, *listener) {
	ss.mu.Lock()
	defer ss.mu.Unlock()
	l := &listener{each: each, stopped: make(chan struct{})}
	if s, ok := ss.running[criteria]; ok {
		s.who.join(ctx)
		s.add(l)
		return s, l
	}
	s := &showing{who: new(standing), done: make(chan struct{})}
	s.who.join(ctx)
	s.add(l)
	ctx, s.cancel = context.WithCancel(context.WithValue(context.WithoutCancel(ctx), standingKey{}, s.who))
	if ss.running == nil {
		ss.running = make(map[Criteria]*showing)
	}
	ss.running[criteria] = s
	go func() {
		defer s.cancel()
		s.err = list(ctx, criteria, s.show)
		ss.mu.Lock()
		defer ss.mu.Unlock()
		delete(ss.running, criteria)
		close(s.done)
	}()
	return s, l
}

func (s *showing) add(l *listener) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if l.late = s.begun; !l.late {
		s.listeners = append(s.listeners, l)
	}
}

// show shows a fiche to all who listen.
func (s *showing) show(f Fiche) error {
	s.mu.Lock()
	s.begun = true
	listeners := s.listeners
	s.mu.Unlock()
	listening := 0
	for _, l := range listeners {
		if l.take(f) {
			listening++
		}
	}
	if listening == 0 {
		return errNobodyListens
	}
	return nil
}

// take shows a fiche to one, and tells whether they go on listening.
func (l *listener) take(f Fiche) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.gone {
		return false
	}
	if err := l.each(f); err != nil {
		l.err = &Error{Op: opIndividus, Outcome: NotDone, cause: fmt.Errorf("take an individu: %w", err)}
		l.gone = true
		close(l.stopped)
	}
	return !l.gone
}

// leave is what a listener does who no longer waits; the last one ends the list. After it each isn't called
// any more.
func (s *showing) leave(l *listener) {
	l.mu.Lock()
	l.gone = true
	l.mu.Unlock()
	s.mu.Lock()
	defer s.mu.Unlock()
	left := slices.IndexFunc(s.listeners, func(other *listener) bool {
		other.mu.Lock()
		defer other.mu.Unlock()
		return !other.gone
	})
	if left < 0 {
		s.begun = true
		s.cancel()
	}
}
