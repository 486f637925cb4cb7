// Package weekgrid shows a week of private hours so that it can be taken in at a glance: seven rows,
// Monday first, and twenty-four hours.
//
// The same [Grid] becomes a picture ([Grid.PNG]), lines for a fixed-width font ([Grid.Text]) and
// sentences for whoever sees neither ([Grid.Alt]). What is the same in all three: hours that recur
// every week, exceptional ones and those that are both are told apart, and not by colour alone; today
// is marked. The same grid always gives the same bytes.
//
// Hours are minutes of the clock on the wall, from 0 to 1440, as recurring hours are meant; the night
// in which the clocks change is a row like any other.
package weekgrid

import (
	"strings"

	"github.com/oceanbot/oceanbot/internal/i18n"
)

// Kind is where private hours come from. It is a set: hours may be of both kinds.
type Kind uint8

// The kinds.
const (
	Recurring   Kind = 1 << iota // they come back every week
	Exceptional                  // they belong to this one date
)

const (
	none Kind = 0
	both      = Recurring | Exceptional
)

// minutes are those of a row.
const minutes = 24 * 60

// Span is a stretch of private hours within a day, in minutes of the clock on the wall; To is not in
// it. What lies outside 0..1440 is cut off, and a span that ends before it begins is none.
type Span struct {
	From, To int
	Kind     Kind
}

// Day is a row. Its spans may touch and overlap, in any order.
type Day struct {
	Label string // "lun. 23"; what is too long is cut
	Today bool
	Spans []Span
}

// Grid is a week.
type Grid struct {
	Lang  i18n.Lang
	Title string // over the picture, and before the sentences; may be empty
	Days  [7]Day // Monday first
	// Now marks a minute (0..1439) in the row of today; nil marks none.
	Now *int
}

// row has the kinds of every minute of a day.
type row [minutes]Kind

func (d Day) row() *row {
	var r row
	for _, s := range d.Spans {
		for m := max(s.From, 0); m < min(s.To, minutes); m++ {
			r[m] |= s.Kind & both
		}
	}
	return &r
}

// run is a stretch of minutes that are all of the same kinds.
type run struct {
	from, to int
	kind     Kind
}

// runs cuts a row into stretches by the bits of mask, those of no kind left out.
func (r *row) runs(mask Kind) []run {
	var all []run
	for from := 0; from < minutes; {
		kind, to := r[from]&mask, from+1
		for to < minutes && r[to]&mask == kind {
			to++
		}
		if kind != none {
			all = append(all, run{from, to, kind})
		}
		from = to
	}
	return all
}

// now gives the marked minute.
func (g *Grid) now() (minute int, ok bool) {
	if g.Now == nil || *g.Now < 0 || *g.Now >= minutes {
		return 0, false
	}
	return *g.Now, true
}

// Alt tells in sentences what the picture shows, day by day, for whoever can't see it.
func (g *Grid) Alt() string {
	var said []string
	if title := oneLine(g.Title); title != "" {
		said = append(said, strings.TrimRight(title, ".")+".")
	}
	for _, day := range g.Days {
		r := day.row()
		said = append(said, i18n.GridDay(g.Lang, oneLine(day.Label), day.Today, hours(r, Recurring), hours(r, Exceptional)))
	}
	return oneLine(strings.Join(said, " "))
}

func hours(r *row, kind Kind) []string {
	var all []string
	for _, run := range r.runs(kind) {
		all = append(all, i18n.GridHours(run.from, run.to))
	}
	return all
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
