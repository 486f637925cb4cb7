package nlp

import (
	"time"

	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// found is a period whose days are known.
type found struct {
	start, end bound
	instant    bool // a lone clock time
	next       bool // the end is on the day after the start
	last       bool // the last day was included
	why        Code // what is wrong with it
	piece      *node
}

// farthest is how many occurrences are tried in each direction.
const farthest = 12

// The years in which anybody drives: what is farther away was mistyped.
const firstYear, lastYear = 1900, 2200

// resolve finds the days of a plan: the first occurrence that isn't over, or with Past the latest that
// has begun.
func (p *parser) resolve(pl plan) Result {
	today := p.today
	if pl.a != nil && pl.a.When == g.NoDay && !p.o.Anchor.IsZero() {
		today = g.DayNumber(p.o.Anchor.Year, p.o.Anchor.Month, p.o.Anchor.Day)
	}
	shifts := pl.a != nil && pl.a.Shifts()
	if shifts && pl.a.When == g.NoDay {
		// Hours move on to the next day, unless something says which day is theirs.
		shifts = p.o.Anchor.IsZero() && (pl.b == nil || !pl.b.HasDate() || pl.b.late)
	}
	past := p.o.Prefer == Past || pl.toNow
	chosen, k, ok := p.choose(pl, today, shifts, past)
	if !ok {
		return p.unresolved(pl, chosen)
	}

	start, movedA := chosen.start.instant(p.loc)
	end, movedB := chosen.end.instant(p.loc)
	if pl.open || chosen.instant && (start.After(p.o.Now) || !past && start.Equal(p.o.Now)) {
		r := p.refused(&Refusal{Code: NeedsEnd, Piece: p.piece(pl.a.first, pl.a.last), Start: start})
		r.ClockChange = chosen.instant && movedA != 0
		return r
	}
	if chosen.instant {
		end, movedB = time.Time{}, 0
	}
	if !end.IsZero() && !start.Before(end) {
		return p.refuse(EndBeforeStart, p.piece(p.segments[0].first, p.segments[len(p.segments)-1].last))
	}

	if start.Year() < firstYear || end.Year() > lastYear {
		return p.refuse(Impossible, p.piece(p.segments[0].first, p.segments[len(p.segments)-1].last))
	}

	r := p.res
	r.Kind, r.Start, r.End = Period, start, end
	r.Reason, r.Unread = p.reason()
	r.ClockChange = movedA|movedB != 0 || changes(start, end, p.loc)
	r.Implied |= pl.implied(chosen) | movedA | movedB
	r.Others = p.others(pl, chosen, today, k, shifts, past)
	return r
}

// unresolved refuses a plan that no day fits, and names the piece that is to blame.
func (p *parser) unresolved(pl plan, tried found) Result {
	if tried.why == 0 {
		tried.why = Impossible
	}
	n := tried.piece
	if n == nil {
		n = pl.a
	}
	if n == nil || tried.why == EndBeforeStart && pl.b != nil {
		n = pl.b
	}
	piece := ""
	if n != nil {
		piece = p.piece(n.first, n.last)
	}
	return p.refuse(tried.why, piece)
}

// implied tells what was not said, and decided.
func (pl *plan) implied(f found) Implied {
	var out Implied
	if f.next {
		out |= NextDay
	}
	if f.last {
		out |= LastIncluded
	}
	if pl.toNow {
		out |= EndNow
	}
	for _, n := range []*node{pl.a, pl.b} {
		if n != nil && n.When == g.Dated && n.Year == 0 {
			out |= Year
			if n.Month == 0 {
				out |= Month
			}
		}
	}
	if pl.a != nil && pl.a.When == g.NoDay {
		out |= Day
	}
	return out
}

// choose finds the occurrence of a plan that is meant.
func (p *parser) choose(pl plan, today int, shifts, past bool) (found, int, bool) {
	if !shifts {
		f := p.at(pl, today, 0)
		return f, 0, f.why == 0
	}
	var first found
	try := func(k int) (found, bool) {
		f := p.at(pl, today, k)
		if f.why != 0 {
			if first.why == 0 {
				first = f
			}
			return f, false
		}
		start, _ := f.start.instant(p.loc)
		end, _ := f.end.instant(p.loc)
		if past {
			return f, !start.After(p.o.Now)
		}
		if f.instant {
			return f, !start.Before(p.now)
		}
		return f, end.After(p.o.Now)
	}
	if past {
		return latest(try)
	}
	// A date that began before today may still run: `du 24 au 26 décembre`, said on the 25th. The days
	// of the week and hours begin today at the earliest.
	k := 0
	if pl.a.When != g.OnWeekday && pl.a.When != g.NoDay {
		k = -1
	}
	if pl.spansWeekend() {
		if f, ok := try(-1); ok && p.thisWeekend(f.start.day, f.start.min) {
			return f, -1, true
		}
	}
	for ; k < farthest; k++ {
		f, ok := try(k)
		if ok {
			return f, k, true
		}
		if f.why == EndBeforeStart {
			return f, k, false
		}
		// A weekday beside a date decides between the years at hand; it doesn't search for another.
		if pl.a.HasWeekday && pl.a.When != g.OnWeekday && k >= 0 {
			break
		}
	}
	if first.why == 0 {
		first.why = Impossible
	}
	return p.printed(pl, today, first)
}

// latest tries the occurrences from the next one backwards.
func latest(try func(k int) (found, bool)) (f found, k int, ok bool) {
	var first found
	for k := 1; k > -farthest; k-- {
		f, ok := try(k)
		if ok {
			return f, k, true
		}
		if first.why == 0 {
			first = f
		}
	}
	return first, 0, false
}

// spansWeekend tells whether a plan goes from an hour of Friday or Saturday to Monday at most, as a weekend does.
func (pl *plan) spansWeekend() bool {
	if pl.b == nil || !bareWeekday(&pl.a.Point) || !pl.a.HasTime() || !bareWeekday(&pl.b.Point) {
		return false
	}
	begins := pl.a.Weekday == time.Friday || pl.a.Weekday == time.Saturday
	ends := pl.b.Weekday == time.Saturday || pl.b.Weekday == time.Sunday || pl.b.Weekday == time.Monday
	return begins && ends
}

// thisWeekend tells whether now is in a weekend and a start was in the same one. A weekend that is spelled
// out (`de vendredi 18h à lundi`) is the one that runs or comes, as `le week-end` is; of other days, the next
// such one is meant, so that `de lundi à vendredi` never begins in the past.
func (p *parser) thisWeekend(day, minute int) bool {
	friday := g.Monday(p.today) + 4
	here, now := civil(p.now, p.loc)
	inside := func(d, m int) bool { return d > friday || d == friday && m >= 12*60 }
	return inside(here, now) && inside(day, minute) && day < p.today
}

// printed is the last resort of a date with its weekday and no year, such as the bot prints it: the
// latest one that fits, though it is over.
func (p *parser) printed(pl plan, today int, first found) (found, int, bool) {
	if pl.a.HasWeekday && pl.a.When == g.Dated {
		if f := p.at(pl, today, -1); f.why == 0 {
			return f, -1, true
		}
	}
	return first, 0, false
}

// at works a plan out for the k-th day of its start.
func (p *parser) at(pl plan, today, k int) found {
	if pl.fromNow {
		day, minute := civil(p.now, p.loc)
		here := bound{day: day, min: minute, abs: p.now}
		if pl.b == nil {
			return found{start: here, end: p.plus(here, pl.length)}
		}
		return p.endOf(nil, here, pl.b, pl.included)
	}
	start, end, ok := p.extent(pl.a, today, k)
	if !ok {
		return found{why: Impossible, piece: pl.a}
	}
	switch {
	case pl.points != nil:
		return p.touching(pl.points, start, end)
	case pl.toNow:
		day, minute := civil(p.now, p.loc)
		return found{start: start, end: bound{day: day, min: minute, abs: p.now}}
	case !pl.length.IsZero():
		return found{start: start, end: p.plus(start, pl.length)}
	case pl.b == nil:
		return found{start: start, end: end, instant: pl.a.Timed || pl.a.When == g.Moment}
	default:
		return p.endOf(pl.a, start, pl.b, pl.included)
	}
}

// others gives the readings beside the chosen one that people really hold.
func (p *parser) others(pl plan, chosen found, today, k int, shifts, past bool) []Reading {
	if pl.a == nil || chosen.instant {
		return nil
	}
	var out []Reading
	add := func(f found) {
		if f.why != 0 {
			return
		}
		start, _ := f.start.instant(p.loc)
		end, _ := f.end.instant(p.loc)
		if start.Before(end) {
			out = append(out, Reading{start, end})
		}
	}
	onToday := (chosen.start.day == p.today || k < 0 && pl.spansWeekend()) && (pl.a.When == g.OnWeekday || pl.a.When == g.Dated && pl.a.Month == 0)
	if shifts && onToday {
		if past {
			add(p.at(pl, today, k-1))
		} else {
			add(p.at(pl, today, k+1))
		}
	}
	// `de vendredi 18h à lundi`, said on Saturday: the one that runs.
	if shifts && !past && pl.a.When == g.OnWeekday && pl.b != nil && chosen.start.day > p.today {
		f := p.at(pl, today, k-1)
		if f.why == 0 {
			start, _ := f.start.instant(p.loc)
			end, _ := f.end.instant(p.loc)
			if !start.After(p.o.Now) && end.After(p.o.Now) {
				add(f)
			}
		}
	}
	if pl.a.alt {
		// `03/04` from an English speaker
		a := *pl.a
		a.Day, a.Month = int(a.Month), time.Month(a.Day)
		other := pl
		other.a = &a
		if pl.b != nil && pl.b.alt {
			b := *pl.b
			b.Day, b.Month = int(b.Month), time.Month(b.Day)
			other.b = &b
		}
		if f, _, ok := p.choose(other, today, a.Shifts(), past); ok {
			add(f)
		}
	}
	return out
}
