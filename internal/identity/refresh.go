package identity

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/oceanbot/oceanbot/internal/ocean"
)

// How old the fleet may become. A large one, which OCEAN takes long to tell, is fetched more rarely: at most
// a tenth of the time is spent on it.
const (
	freshFor  = 10 * time.Minute // after that whoever asks has it fetched again, behind the answer
	keepFor   = 6 * time.Hour    // after that it is fetched again though nobody asks
	staleFor  = 12 * time.Hour   // after that it isn't used any more
	missAfter = time.Minute      // somebody who isn't in a fleet older than this has it fetched at once
	againIn   = time.Minute      // after a failure it isn't fetched again behind an answer before that
	fetchTime = 10 * time.Minute // for all of it, OCEAN's pauses and second attempts included
	restful   = 10               // how many times as long as it took to fetch the fleet it is left alone
)

// Run fetches the fleet at once, and then, until ctx ends, again in time before it is too old to be used, so
// that nobody need wait for it. When it ends it ends what is being fetched.
func (r *Resolver) Run(ctx context.Context) {
	defer r.end()
	ctx = ocean.Background(ctx)
	for pause := againIn; ctx.Err() == nil; {
		wait := r.untilKept()
		if wait <= 0 {
			if _, err := r.fetch(ctx, r.kept.Load()); err == nil {
				pause = againIn
				continue
			} else if ctx.Err() == nil {
				r.log.WithError(err).Warn("the fleet could not be fetched; it is tried again")
			}
			wait, pause = pause, min(2*pause, 30*time.Minute)
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
	}
}

// untilKept is how long the fleet may be kept before Run fetches it again.
func (r *Resolver) untilKept() time.Duration {
	known := r.kept.Load()
	if known == nil {
		return 0
	}
	return keepFor - max(0, r.now().Sub(known.at))
}

// Wait waits for what is fetched behind people's backs.
func (r *Resolver) Wait() {
	r.asking.Lock()
	defer r.asking.Unlock()
	for r.behind > 0 {
		r.idle.Wait()
	}
}

// work does something behind people's backs.
func (r *Resolver) work(do func()) {
	r.asking.Lock()
	r.behind++
	r.asking.Unlock()
	go func() {
		defer func() {
			r.asking.Lock()
			defer r.asking.Unlock()
			if r.behind--; r.behind == 0 {
				r.idle.Broadcast()
			}
		}()
		do()
	}()
}

// having gives the fleet, fetched again at once where somebody isn't in it who may have joined since.
func (r *Resolver) having(ctx context.Context, has func(*snapshot) bool) (*snapshot, error) {
	known, err := r.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	if !has(known) && r.now().Sub(known.at) > max(missAfter, restful*known.took) {
		return r.fetch(ctx, known)
	}
	return known, nil
}

// snapshot gives the fleet, an older one at once while a new one is fetched.
func (r *Resolver) snapshot(ctx context.Context) (*snapshot, error) {
	known := r.kept.Load()
	if known == nil || r.now().Sub(known.at) > staleFor {
		return r.fetch(ctx, known)
	}
	if r.now().Sub(known.at) > max(freshFor, restful*known.took) && r.mayTryAgain() {
		r.work(func() {
			if _, err := r.fetch(ocean.Background(context.WithoutCancel(ctx)), known); err != nil {
				r.failed.Store(r.now().UnixNano())
				r.log.WithError(err).Warn("the fleet could not be fetched again; the one before is still used")
			}
		})
	}
	return known, nil
}

func (r *Resolver) mayTryAgain() bool {
	failed := r.failed.Load()
	since := r.now().Sub(time.Unix(0, failed))
	return failed == 0 || since < 0 || since >= againIn
}

// fetch fetches a fleet that is newer than an old one, once however many wait for it.
func (r *Resolver) fetch(ctx context.Context, old *snapshot) (*snapshot, error) {
	return r.once(ctx, "the fleet", func(ctx context.Context) (*snapshot, error) {
		if newer := r.kept.Load(); newer != old {
			return newer, nil // it came while this was being asked for
		}
		fetched, err := load(ctx, r.fleet, r.now())
		if err != nil {
			return nil, err
		}
		r.kept.Store(fetched)
		return fetched, nil
	})
}

// entities has a fleet know who belongs to which entity, once however many wait for it.
func (r *Resolver) entities(ctx context.Context, known *snapshot) error {
	// A fleet of another moment is another one.
	what := "the entities of the fleet of " + strconv.FormatInt(known.at.UnixNano(), 10)
	_, err := r.once(ctx, what, func(ctx context.Context) (*snapshot, error) {
		if !known.people.wantsEntities() {
			return known, nil
		}
		entities := map[int64]ocean.Entite{}
		err := r.fleet.Individus(ctx, ocean.WithEntite, func(fiche ocean.Fiche) error {
			entities[fiche.Individu.ID] = fiche.Entite
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("fetching the entities of the fleet: %w", err)
		}
		known.people.complete(entities)
		return known, nil
	})
	return err
}

// fetch is something of the fleet that is being fetched.
type fetch struct {
	ctx  context.Context //nolint:containedctx // it is that of all who wait
	lift func(by context.Context)
	done chan struct{}
	got  *snapshot
	err  error
}

// once does what is wanted, or waits for it where it is being done. Unlike golang.org/x/sync/singleflight it
// makes what began as background work as urgent as the most urgent of those who wait for it.
func (r *Resolver) once(ctx context.Context, what string, do func(context.Context) (*snapshot, error)) (*snapshot, error) {
	f, begun := r.join(ctx, what)
	if begun {
		r.work(func() { //nolint:contextcheck // it has the context of all who wait
			shared, cancel := context.WithTimeout(f.ctx, fetchTime)
			defer cancel()
			defer context.AfterFunc(r.life, cancel)()
			f.got, f.err = do(shared)
			r.asking.Lock()
			delete(r.fetches, what)
			r.asking.Unlock()
			close(f.done)
		})
	}
	select {
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for %s: %w", what, ctx.Err())
	case <-f.done:
		return f.got, f.err
	}
}

// join joins what is being fetched, or begins it.
func (r *Resolver) join(ctx context.Context, what string) (f *fetch, begun bool) {
	r.asking.Lock()
	defer r.asking.Unlock()
	if f := r.fetches[what]; f != nil {
		f.lift(ctx)
		return f, false
	}
	f = &fetch{done: make(chan struct{})}
	f.ctx, f.lift = ocean.Liftable(context.WithoutCancel(ctx)) // whoever asked first may leave; the others still want it
	if r.fetches == nil {
		r.fetches = map[string]*fetch{}
	}
	r.fetches[what] = f
	return f, true
}
