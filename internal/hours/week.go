package hours

import (
	"cmp"
	"slices"

	"github.com/oceanbot/oceanbot/internal/ocean"
)

// order is the place of a day in a French week, Monday 0; ok is false for what is no day.
func order(j ocean.Jour) (day int, ok bool) {
	weekday, ok := j.Weekday()
	return (int(weekday) + 6) % 7, ok
}

// Merge puts stretches into the order of the week and joins those of a day that overlap or touch. What
// is no stretch of a day is left out.
func Merge(week []ocean.Plage) []ocean.Plage {
	var sorted []ocean.Plage
	for _, p := range week {
		if _, ok := order(p.Jour); ok && p.Debut >= 0 && p.Fin <= Midnight && p.Debut < p.Fin {
			sorted = append(sorted, p)
		}
	}
	slices.SortFunc(sorted, func(a, b ocean.Plage) int {
		first, _ := order(a.Jour)
		second, _ := order(b.Jour)
		return cmp.Or(cmp.Compare(first, second), cmp.Compare(a.Debut, b.Debut))
	})
	var merged []ocean.Plage
	for _, p := range sorted {
		if last := len(merged) - 1; last >= 0 && merged[last].Jour == p.Jour && merged[last].Fin >= p.Debut {
			merged[last].Fin = max(merged[last].Fin, p.Fin)
			continue
		}
		merged = append(merged, p)
	}
	return merged
}

// subtract gives what of a week is not in another one.
func subtract(week, less []ocean.Plage) []ocean.Plage {
	left := Merge(week)
	for _, cut := range less {
		var rest []ocean.Plage
		for _, p := range left {
			if p.Jour != cut.Jour || cut.Fin <= p.Debut || cut.Debut >= p.Fin {
				rest = append(rest, p)
				continue
			}
			if p.Debut < cut.Debut {
				rest = append(rest, ocean.Plage{Jour: p.Jour, Debut: p.Debut, Fin: cut.Debut})
			}
			if cut.Fin < p.Fin {
				rest = append(rest, ocean.Plage{Jour: p.Jour, Debut: cut.Fin, Fin: p.Fin})
			}
		}
		left = rest
	}
	return left
}

// Covered tells whether all of some stretches is in a week.
func Covered(week, by []ocean.Plage) bool { return len(subtract(week, by)) == 0 }

// Meet tells whether two weeks share any time.
func Meet(a, b []ocean.Plage) bool {
	return !slices.Equal(subtract(a, b), Merge(a))
}

// Group is what people call one rule: the same hours on some days. A stretch that goes on past midnight
// is one of the day on which it begins.
type Group struct {
	Days []ocean.Jour // on which it begins, in the order of the week
	From int          // minutes from midnight
	Last int          // how many minutes it lasts; over a week where everything is private
}

// WholeWeek is how many minutes a week has.
const WholeWeek = 7 * Midnight

// Week gives the stretches that a group is made of.
func (g Group) Week() []ocean.Plage {
	jours := ocean.Jours()
	var week []ocean.Plage
	for _, day := range g.Days {
		at, ok := order(day)
		if !ok {
			continue
		}
		for from, left := g.From, min(g.Last, WholeWeek); left > 0; at, from = at+1, 0 {
			length := min(left, Midnight-from)
			week = append(week, ocean.Plage{Jour: jours[at%7], Debut: from, Fin: from + length})
			left -= length
		}
	}
	return Merge(week)
}

// Groups gives the rules that a week is made of, those that begin first in the week first.
func Groups(week []ocean.Plage) []Group {
	week = Merge(week)
	jours := ocean.Jours()
	if len(week) == len(jours) && !slices.ContainsFunc(week, func(p ocean.Plage) bool { return p.Fin-p.Debut < Midnight }) {
		return []Group{{Days: jours[:], Last: Midnight}}
	}
	// Stretches that a midnight alone separates belong together, from Sunday to Monday too.
	goesOn := func(p ocean.Plage) (next ocean.Plage, ok bool) {
		day, _ := order(p.Jour)
		at := slices.IndexFunc(week, func(q ocean.Plage) bool { return q.Jour == jours[(day+1)%7] && q.Debut == 0 })
		if p.Fin < Midnight || at < 0 {
			return ocean.Plage{}, false
		}
		return week[at], true
	}
	continued := func(p ocean.Plage) bool {
		return slices.ContainsFunc(week, func(before ocean.Plage) bool {
			next, ok := goesOn(before)
			return ok && next == p
		})
	}
	var groups []Group
	for _, p := range week {
		if continued(p) {
			continue
		}
		last := p.Fin - p.Debut
		for next, ok := goesOn(p); ok; next, ok = goesOn(next) {
			last += next.Fin - next.Debut
		}
		same := func(g Group) bool { return g.From == p.Debut && g.Last == last }
		if at := slices.IndexFunc(groups, same); at >= 0 {
			groups[at].Days = append(groups[at].Days, p.Jour)
			continue
		}
		groups = append(groups, Group{Days: []ocean.Jour{p.Jour}, From: p.Debut, Last: last})
	}
	return groups
}
