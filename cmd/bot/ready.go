package main

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/sirupsen/logrus"
)

// check asks one of the things that the bot needs whether it is there.
type check func(ctx context.Context) error

// readiness knows which of the things that the bot needs have answered once.
type readiness struct {
	checks map[string]check

	mu       sync.Mutex
	answered map[string]bool
	stopping bool
}

func newReadiness(checks map[string]check) *readiness {
	return &readiness{checks: checks, answered: map[string]bool{}}
}

// until asks everything until it has answered once.
func (r *readiness) until(ctx context.Context, log logrus.FieldLogger) {
	var asking sync.WaitGroup
	for name, ask := range r.checks {
		asking.Go(func() {
			for pause := time.Second; ; pause = min(2*pause, 30*time.Second) {
				attempt, cancel := context.WithTimeout(ctx, 15*time.Second)
				err := ask(attempt)
				cancel()
				if err == nil {
					r.mu.Lock()
					r.answered[name] = true
					r.mu.Unlock()
					log.WithField("what", name).Info("ready")
					return
				}
				if ctx.Err() != nil {
					return
				}
				log.WithError(err).WithField("what", name).Error("not ready; asked again in " + pause.String())
				select {
				case <-ctx.Done():
					return
				case <-time.After(pause):
				}
			}
		})
	}
	asking.Wait()
}

func (r *readiness) stop() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.stopping = true
}

// state gives a line for each thing, and whether all is well.
func (r *readiness) state() (lines []string, ready bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	ready = !r.stopping
	if r.stopping {
		lines = append(lines, "stopping")
	}
	for _, name := range slices.Sorted(maps.Keys(r.checks)) {
		word := "ok"
		if !r.answered[name] {
			word, ready = "not yet", false
		}
		lines = append(lines, name+": "+word)
	}
	return lines, ready
}

func (r *readiness) routes(mux *http.ServeMux) {
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintln(w, "ok")
	})
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		lines, ready := r.state()
		if !ready {
			w.WriteHeader(http.StatusServiceUnavailable)
		}
		_, _ = fmt.Fprintln(w, strings.Join(lines, "\n"))
	})
}
