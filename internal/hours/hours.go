// Package hours calculates with recurring private hours: what a driver's week is, from when until when.
//
// OCEAN answers with rows: a stretch of a day of the week, and the instants between which it holds. It
// takes a whole week for a validity, and gives every row a new id with each write. So rows can't be
// compared; what they mean can. A [Schedule] is that meaning in one canonical form: phases of time that
// follow each other, each with its week, merged where stretches touch. Two schedules that mean the same
// are equal, however many rows they were made of.
//
// Hours are those on the wall in OCEAN's zone; validities are instants, in UTC.
package hours

import (
	"slices"
	"time"

	"github.com/oceanbot/oceanbot/internal/ocean"
)

// Midnight is the end of a day, in minutes.
const Midnight = 24 * 60

// Phase is a stretch of time during which the week stays the same.
type Phase struct {
	From  time.Time     `json:"from"`           // inclusive
	Until time.Time     `json:"until,omitzero"` // exclusive; zero is without end
	Week  []ocean.Plage `json:"week"`           // in the order of the week, merged; never empty
}

func (p Phase) covers(t time.Time) bool {
	return !t.Before(p.From) && (p.Until.IsZero() || t.Before(p.Until))
}

// Schedule is a driver's recurring hours from some instant on: phases in order, without those in which
// nothing is private. The zero value has none.
type Schedule []Phase

// Slack is how far OCEAN's clock and ours may be apart: rows begin and end at OCEAN's moment of a write.
const Slack = 2 * time.Minute

// Of gives what rows mean from an instant on, which is now by our clock: what begins or ends within
// [Slack] of it has begun or ended. Rows whose hours make no sense are left out.
func Of(rows []ocean.Recurrente, from time.Time) Schedule {
	from = from.UTC()
	near := func(t time.Time) time.Time {
		if t = t.UTC(); t.After(from) && !t.After(from.Add(Slack)) {
			return from
		}
		return t
	}
	cuts := []time.Time{from}
	for _, r := range rows {
		cuts = append(cuts, near(r.ValideDu), near(r.ValideAu))
	}
	return build(from, cuts, func(t time.Time) []ocean.Plage {
		var week []ocean.Plage
		for _, r := range rows {
			if (Phase{From: near(r.ValideDu), Until: near(r.ValideAu)}).covers(t) {
				week = append(week, r.Plage)
			}
		}
		return Merge(week)
	})
}

// build makes a schedule of the weeks that hold between the cuts; zero cuts and those before from count
// for nothing.
func build(from time.Time, cuts []time.Time, weekAt func(time.Time) []ocean.Plage) Schedule {
	cuts = slices.DeleteFunc(cuts, func(t time.Time) bool { return t.Before(from) })
	slices.SortFunc(cuts, time.Time.Compare)
	cuts = slices.CompactFunc(cuts, time.Time.Equal)
	var s Schedule
	for i, cut := range cuts {
		week := weekAt(cut)
		if len(week) == 0 {
			continue
		}
		phase := Phase{From: cut, Week: week}
		if i+1 < len(cuts) {
			phase.Until = cuts[i+1]
		}
		if last := len(s) - 1; last >= 0 && s[last].Until.Equal(cut) && slices.Equal(s[last].Week, week) {
			s[last].Until = phase.Until
			continue
		}
		s = append(s, phase)
	}
	return s
}

// At gives the week that holds at an instant; nil where none does.
func (s Schedule) At(t time.Time) []ocean.Plage {
	for _, p := range s {
		if p.covers(t) {
			return p.Week
		}
	}
	return nil
}

func (s Schedule) cuts(more ...time.Time) []time.Time {
	for _, p := range s {
		more = append(more, p.From, p.Until)
	}
	return more
}

// Since is the schedule from a later instant on.
func (s Schedule) Since(t time.Time) Schedule {
	t = t.UTC()
	return build(t, s.cuts(t), s.At)
}

// Equal tells whether two schedules mean the same.
func (s Schedule) Equal(other Schedule) bool {
	return slices.EqualFunc(s, other, func(a, b Phase) bool {
		return a.From.Equal(b.From) && a.Until.Equal(b.Until) && slices.Equal(a.Week, b.Week)
	})
}

// Validity is a stretch of time; a zero Until is without end.
type Validity struct{ From, Until time.Time }

// apply changes the week during a validity, and nothing outside of it.
func (s Schedule) apply(v Validity, change func(week []ocean.Plage) []ocean.Plage) Schedule {
	v.From, v.Until = v.From.UTC(), v.Until.UTC()
	cuts := s.cuts(v.From)
	if !v.Until.IsZero() {
		cuts = append(cuts, v.Until)
	}
	within := Phase{From: v.From, Until: v.Until}
	return build(slices.MinFunc(withoutZero(cuts), time.Time.Compare), cuts, func(t time.Time) []ocean.Plage {
		if week := s.At(t); !within.covers(t) {
			return week
		} else {
			return Merge(change(week))
		}
	})
}

func withoutZero(times []time.Time) []time.Time {
	return slices.DeleteFunc(slices.Clone(times), time.Time.IsZero)
}

// With adds hours during a validity, to what there is.
func (s Schedule) With(week []ocean.Plage, v Validity) Schedule {
	return s.apply(v, func(have []ocean.Plage) []ocean.Plage { return slices.Concat(have, week) })
}

// Without takes hours away during a validity; what there is beside them stays.
func (s Schedule) Without(week []ocean.Plage, v Validity) Schedule {
	return s.apply(v, func(have []ocean.Plage) []ocean.Plage { return subtract(have, week) })
}

// Replaced has another week during a validity, as one write of OCEAN's makes it.
func (s Schedule) Replaced(week []ocean.Plage, v Validity) Schedule {
	return s.apply(v, func([]ocean.Plage) []ocean.Plage { return week })
}

// Step is one write of a whole week for a validity.
type Step struct {
	Validity

	Week []ocean.Plage
}

// Steps are the writes that make one schedule of another, both since the same instant. What differs is
// written, and nothing else. The latest validity comes first: should the service do more than it says
// and forget what lies outside of a validity, then it is the near future that is right in the end.
func Steps(have, want Schedule) []Step {
	cuts := withoutZero(want.cuts(have.cuts()...))
	if len(cuts) == 0 {
		return nil
	}
	slices.SortFunc(cuts, time.Time.Compare)
	cuts = slices.CompactFunc(cuts, time.Time.Equal)
	var steps []Step
	for i, cut := range cuts {
		week := want.At(cut)
		if slices.Equal(have.At(cut), week) {
			continue
		}
		var until time.Time
		if i+1 < len(cuts) {
			until = cuts[i+1]
		}
		if last := len(steps) - 1; last >= 0 && steps[last].Until.Equal(cut) && slices.Equal(steps[last].Week, week) {
			steps[last].Until = until
			continue
		}
		steps = append(steps, Step{Week: slices.Clone(week), Validity: Validity{From: cut, Until: until}})
	}
	slices.Reverse(steps)
	return steps
}
