package ledger

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/oceanbot/oceanbot/internal/hours"
	"github.com/oceanbot/oceanbot/internal/ocean"
)

// Kind is what a write does.
type Kind string

// The kinds of writes.
const (
	Create Kind = "create" // an exceptional period
	Update Kind = "update" // an exceptional period
	Delete Kind = "delete" // an exceptional period

	SetHours   Kind = "hours"      // the week of recurring hours, for a validity
	Reclassify Kind = "reclassify" // a trip, private or professional after the fact
)

func (k Kind) exceptional() bool { return k == Create || k == Update || k == Delete }

// Period is an exceptional private period as OCEAN has recorded it, instants in UTC.
type Period struct {
	Extension int64     `json:"extension,omitempty"` // OCEAN's extension.id
	Start     time.Time `json:"start"`
	End       time.Time `json:"end,omitzero"` // zero: open
	Reason    string    `json:"reason,omitempty"`
}

// Over tells whether no part of the period lies after now.
func (p Period) Over(now time.Time) bool { return !p.End.IsZero() && !p.End.After(now) }

// Begun tells whether a part of the period lies before now: then OCEAN deletes it no more.
func (p Period) Begun(now time.Time) bool { return !p.Start.After(now) }

// Overlaps tells whether two periods share any time.
func (p Period) Overlaps(start, end time.Time) bool {
	return (end.IsZero() || p.Start.Before(end)) && (p.End.IsZero() || p.End.After(start))
}

func (p Period) sameTimes(start, end time.Time) bool { return p.Start.Equal(start) && p.End.Equal(end) }

func (p Period) same(other Period) bool {
	return p.sameTimes(other.Start, other.End) && p.Reason == other.Reason
}

// Periods turns OCEAN's exceptional periods into the ledger's, by start.
func Periods(recorded []ocean.Exceptionnelle) []Period {
	periods := make([]Period, 0, len(recorded))
	for _, r := range recorded {
		periods = append(periods, Period{Extension: r.ExtensionID, Start: r.Debut, End: r.Fin, Reason: r.Description})
	}
	slices.SortStableFunc(periods, func(a, b Period) int {
		if byStart := a.Start.Compare(b.Start); byStart != 0 {
			return byStart
		}
		return int(a.Extension - b.Extension)
	})
	return periods
}

// Intent is what a write is to do.
type Intent struct {
	Kind Kind `json:"kind"`
	// Start and End are what is to be recorded by Create and Update, to the second, in UTC.
	Start time.Time `json:"start,omitzero"`
	End   time.Time `json:"end,omitzero"`
	// Reason is recorded with it, as it was typed.
	Reason string `json:"reason,omitempty"`
	// Target is the period that Update and Delete are about, as the card showed it.
	Target Period `json:"target,omitzero"`
	// EndNow makes an Update end its Target at the moment of the write; End counts for nothing then.
	EndNow bool `json:"endNow,omitempty"`

	// Hours is what a SetHours writes.
	Hours *HoursChange `json:"hours,omitempty"`

	// Trip is what a Reclassify is about, and Private what it makes of it.
	Trip    *Trip `json:"trip,omitempty"`
	Private bool  `json:"private,omitempty"`

	// Then are the writes that follow under the same press. The ledger only keeps them with the first:
	// whoever pressed makes them one after the other.
	Then []Intent `json:"then,omitempty"`
}

// endMargin is how long after the moment of the write an [Intent.EndNow] ends: OCEAN never changes what
// is past, so an end must not be past yet when it arrives.
const endMargin = 10 * time.Second

// Inverse is the intent that takes a concluded entry back, and ok tells whether there is one: OCEAN must
// still be able to change what was made, and to make what it was made of.
func (e Entry) Inverse(now time.Time) (intent Intent, ok bool) {
	if e.Outcome != Recorded && e.Outcome != Differs {
		return Intent{}, false
	}
	was := e.Intent.Target
	switch e.Intent.Kind {
	case Reclassify:
		return Intent{Kind: Reclassify, Trip: e.Intent.Trip, Private: !e.Intent.Private}, true
	case SetHours:
		return Intent{}, false // it may take several writes: see [Entry.HoursBefore]
	case Create:
		return Intent{Kind: Delete, Target: e.Recorded}, !e.Recorded.Begun(now)
	case Delete:
		return Intent{Kind: Create, Start: was.Start, End: was.End, Reason: was.Reason}, !was.Begun(now) && !was.End.IsZero()
	case Update:
		return e.changeBack(now)
	default:
		return Intent{}, false
	}
}

// changeBack is the inverse of an Update. A running period whose end alone was moved gets its end back;
// one that was ended is over, and what is over can't be changed: the rest of it is made anew.
func (e Entry) changeBack(now time.Time) (Intent, bool) {
	was := e.Intent.Target
	if was.End.IsZero() || !was.End.After(now) {
		return Intent{}, false
	}
	if e.Intent.EndNow {
		return Intent{Kind: Create, Start: now.UTC().Truncate(time.Second), End: was.End, Reason: was.Reason}, true
	}
	back := Intent{Kind: Update, Start: was.Start, End: was.End, Reason: was.Reason, Target: e.Recorded}
	if was.Start.Equal(e.Recorded.Start) {
		return back, !e.Recorded.Over(now)
	}
	return back, !was.Begun(now) && !e.Recorded.Begun(now)
}

// ready checks an intent against what is recorded at the moment of the press, and cuts off what has
// become past meanwhile.
func (i Intent) ready(before []Period, now time.Time) (Intent, error) {
	now = now.UTC().Truncate(time.Second)
	if i.Kind == Update || i.Kind == Delete {
		current, there := find(before, i.Target.Extension)
		if !there {
			return i, &StaleError{Gone: true}
		}
		if !current.same(i.Target) {
			return i, &StaleError{Now: current}
		}
	}
	if i.Kind == Delete {
		if i.Target.Begun(now) {
			return i, ErrPast
		}
		return i, nil
	}
	if i.EndNow {
		i.Start, i.End = i.Target.Start, now.Add(endMargin)
		if !i.Target.End.IsZero() && !i.Target.End.After(i.End) {
			return i, ErrPast // it ends by itself
		}
	}
	i.Start, i.End = i.Start.UTC().Truncate(time.Second), i.End.UTC().Truncate(time.Second)
	// A running period keeps its start; any other start that has passed is moved to now.
	keepsStart := i.Kind == Update && i.Start.Equal(i.Target.Start)
	if !keepsStart && i.Start.Before(now) {
		i.Start = now
	}
	if !i.End.After(now) || !i.End.After(i.Start) {
		return i, ErrPast
	}
	for _, p := range before {
		if p.sameTimes(i.Start, i.End) && (i.Kind == Create || (p.Extension == i.Target.Extension && p.Reason == i.Reason)) {
			return i, &AlreadyError{Recorded: p}
		}
	}
	return i, nil
}

// call makes the one call to OCEAN that the intent asks for.
func (i Intent) call(ctx context.Context, o OCEAN, individuID int64) error {
	period := ocean.Periode{Debut: i.Start, Fin: i.End, Description: i.Reason}
	switch i.Kind {
	case Create:
		return o.CreateExceptionnelle(ctx, individuID, period)
	case Update:
		return o.UpdateExceptionnelle(ctx, individuID, i.Target.Extension, period)
	case Delete:
		return o.DeleteExceptionnelle(ctx, i.Target.Extension)
	case SetHours:
		return i.Hours.call(ctx, o, individuID)
	case Reclassify:
		return o.SetEtapePrivacy(ctx, i.Trip.key(), i.Private)
	default:
		return fmt.Errorf("there is no write of the kind %q", i.Kind)
	}
}

// scene is in what the trace of a write is looked for.
type scene struct {
	before, after []Period
	taken         []int64 // the extensions that other writes are known to have made or changed
	rivals        []rival // the driver's other writes whose outcome is open too
}

// rival is a write that may have made what another one takes for its own.
type rival struct {
	intent Intent
	before []Period
}

// fit tells how well a period would be explained by a rival: its likeness, or 0 where it can't be.
func (r rival) fit(p Period) int {
	was, old := find(r.before, p.Extension)
	switch {
	case r.intent.Kind == Delete:
		return 0
	case !old:
		return r.intent.likeness(p)
	case r.intent.Kind == Update && p.Extension == r.intent.Target.Extension && !p.same(was):
		return r.intent.likeness(p)
	default:
		return 0
	}
}

// claimed tells whether a period is better explained by a rival than by what it is like to here.
func (s scene) claimed(p Period, likeness int) bool {
	return slices.ContainsFunc(s.rivals, func(r rival) bool { return r.fit(p) > likeness })
}

// trace finds, in what OCEAN has recorded after a call, what the call made.
func (i Intent) trace(s scene) (made Period, found bool) {
	if i.Kind == Create {
		return i.newcomer(s)
	}
	was, had := find(s.before, i.Target.Extension)
	current, there := find(s.after, i.Target.Extension)
	switch {
	case !had: // another write deleted it since
		return Period{}, false
	case i.Kind == Delete && there:
		return Period{}, false
	case i.Kind == Delete:
		return i.Target, true
	case !there:
		// The vendor's page doesn't say that a modification keeps the id: what is new is its successor.
		return i.newcomer(s)
	case current.same(was), s.claimed(current, i.likeness(current)):
		return Period{}, false
	default:
		return current, true
	}
}

// newcomer finds the period that is new and is most like what was asked for. Somebody may be working in
// the portal at the same time, so a new period that is like it in nothing is not taken for it.
func (i Intent) newcomer(s scene) (Period, bool) {
	var best Period
	bestLikeness := 0
	for _, p := range s.after {
		if _, old := find(s.before, p.Extension); old || slices.Contains(s.taken, p.Extension) {
			continue
		}
		if likeness := i.likeness(p); likeness > bestLikeness && !s.claimed(p, likeness) {
			best, bestLikeness = p, likeness
		}
	}
	return best, bestLikeness > 0
}

// apply gives what a write that OCEAN has recorded makes of a driver's periods.
func (e Entry) apply(periods []Period) []Period {
	periods = slices.DeleteFunc(periods, func(p Period) bool {
		return p.Extension == e.Recorded.Extension || (e.Intent.Kind != Create && p.Extension == e.Intent.Target.Extension)
	})
	if e.Intent.Kind == Delete {
		return periods
	}
	return append(periods, e.Recorded)
}

// likeness tells how surely a period is the one that was asked for: from 0, it can't be, to 4, it is to
// the letter.
func (i Intent) likeness(p Period) int {
	reason := 0
	if sameReason(p.Reason, i.Reason) {
		reason = 1
	}
	switch {
	case p.sameTimes(i.Start, i.End):
		return 3 + reason
	case p.End.Equal(i.End), p.Start.Equal(i.Start):
		return 1 + reason
	case i.shifted(p):
		return 1 + reason
	case reason == 1 && i.Reason != "" && p.Overlaps(i.Start, i.End):
		return 1
	default:
		return 0
	}
}

// shifted tells whether a period is what was asked for in a service that misreads zones: both ends are
// off by the same whole quarters of an hour, but for a start that was moved to the moment of the call.
func (i Intent) shifted(p Period) bool {
	by := p.End.Sub(i.End)
	cut := p.Start.Sub(i.Start) - by
	return by.Abs() <= 26*time.Hour && by%(15*time.Minute) == 0 && cut >= 0 && cut <= startSlack
}

// sameReason forgives what a service may do to a text: trim it, or cut it.
func sameReason(recorded, asked string) bool {
	recorded, asked = strings.TrimSpace(recorded), strings.TrimSpace(asked)
	return recorded == asked || (recorded != "" && strings.HasPrefix(asked, recorded))
}

// startSlack is by how much OCEAN may move a start that had come when it was recorded: it never changes
// what is past, and its clock is not ours.
const startSlack = hours.Slack

// outcome says whether what OCEAN has recorded is what was asked for.
func (i Intent) outcome(recorded Period) Outcome {
	if i.Kind == Delete {
		return Recorded
	}
	late := recorded.Start.Sub(i.Start)
	if recorded.End.Equal(i.End) && (late == 0 || (late > 0 && late <= startSlack)) {
		return Recorded
	}
	return Differs
}

func find(periods []Period, extension int64) (Period, bool) {
	at := slices.IndexFunc(periods, func(p Period) bool { return p.Extension == extension })
	if at < 0 {
		return Period{}, false
	}
	return periods[at], true
}
