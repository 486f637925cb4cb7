package commands

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/ledger"
	"github.com/oceanbot/oceanbot/internal/ocean"
)

// span is a stretch of private time. A zero end is open.
type span struct {
	start, end time.Time
	exception  bool // an exceptional period covers some of it
	recurring  bool // recurring hours cover some of it
}

// week is a driver's recurring private hours, whose hours are those on the wall in OCEAN's zone.
type week struct {
	hours []ocean.Recurrente
	zone  *time.Location
}

func (s *session) recurring(ctx context.Context, who identity.Person) (week, error) {
	hours, err := s.OCEAN.Recurrentes(ctx, who.IndividuID)
	if err != nil {
		return week{}, fmt.Errorf("reading the driver's recurring hours: %w", err)
	}
	return week{hours: hours, zone: s.OCEANZone}, nil
}

// privateTime finds out who asks, and gives all that makes their time private.
func (s *session) privateTime(ctx context.Context) (identity.Person, []ledger.Period, week, error) {
	who, err := s.person(ctx)
	if err != nil {
		return identity.Person{}, nil, week{}, err
	}
	recorded, err := s.periods(ctx, who)
	if err != nil {
		return identity.Person{}, nil, week{}, err
	}
	weekly, err := s.recurring(ctx, who)
	return who, recorded, weekly, err
}

// between are the stretches of recurring hours that meet a period, in order, each cut to its validity
// but not to the period.
func (w week) between(start, end time.Time) []span {
	var spans []span
	// One day more on either side, because the period's days are another zone's.
	first := start.In(w.zone).AddDate(0, 0, -1)
	for day := dayOf(first); day.Before(end.AddDate(0, 0, 1)); day = day.AddDate(0, 0, 1) {
		for _, h := range w.hours {
			if weekday, ok := h.Jour.Weekday(); !ok || weekday != day.Weekday() {
				continue
			}
			from, to := clock(day, h.Debut), clock(day, h.Fin)
			if from.Before(h.ValideDu) {
				from = h.ValideDu
			}
			if !h.ValideAu.IsZero() && to.After(h.ValideAu) {
				to = h.ValideAu
			}
			if from.Before(to) && from.Before(end) && to.After(start) {
				spans = append(spans, span{start: from, end: to, recurring: true})
			}
		}
	}
	return merge(spans)
}

// overlapOf is how much of a period the spans cover; they must not overlap each other.
func overlapOf(spans []span, start, end time.Time) time.Duration {
	var covered time.Duration
	for _, sp := range spans {
		from, to := sp.start, sp.end
		if from.Before(start) {
			from = start
		}
		if to.After(end) {
			to = end
		}
		covered += max(0, to.Sub(from))
	}
	return covered
}

// exceptions are the exceptional periods as spans.
func exceptions(periods []ledger.Period) []span {
	spans := make([]span, 0, len(periods))
	for _, p := range periods {
		spans = append(spans, span{start: p.Start, end: p.End, exception: true})
	}
	return spans
}

// merge puts spans into order and joins those that touch.
func merge(spans []span) []span {
	slices.SortFunc(spans, func(a, b span) int { return a.start.Compare(b.start) })
	var merged []span
	for _, sp := range spans {
		if len(merged) == 0 {
			merged = append(merged, sp)
			continue
		}
		last := &merged[len(merged)-1]
		if !last.end.IsZero() && sp.start.After(last.end) {
			merged = append(merged, sp)
			continue
		}
		last.exception = last.exception || sp.exception
		last.recurring = last.recurring || sp.recurring
		if sp.end.IsZero() || (!last.end.IsZero() && sp.end.After(last.end)) {
			last.end = sp.end
		}
	}
	return merged
}

// dayOf is the midnight that begins the day of an instant, in the instant's zone.
func dayOf(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, t.Location())
}

// clock is a wall-clock time of a day, in minutes from its midnight up to 1440, which is the next one.
func clock(day time.Time, minutes int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 0, minutes, 0, 0, day.Location())
}
