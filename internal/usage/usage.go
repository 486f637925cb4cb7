// Package usage adds up what OCEAN's analysis tells: how far and how long was driven, and how much of it
// privately.
//
// OCEAN counts by period keys that are not documented. A key that is private is private, one that is
// professional is professional, and any other is kept under its own name: it counts in the total and
// never as private, so that nobody is told more private use than there was. Distances are in metres.
//
// Everything here is a pure function of rows; who may see them is not its business.
package usage

import (
	"cmp"
	"math"
	"slices"
	"time"

	"github.com/oceanbot/oceanbot/internal/ocean"
)

// Figures is how far and how long was driven. Neither is ever negative.
type Figures struct {
	Metres int64
	Time   time.Duration
}

// IsZero tells whether nothing was driven.
func (f Figures) IsZero() bool { return f == Figures{} }

// Plus adds two; what is too much for the type stays at its most.
func (f Figures) Plus(g Figures) Figures {
	return Figures{Metres: saturated(f.Metres, g.Metres), Time: saturated(f.Time, g.Time)}
}

func saturated[N ~int64](a, b N) N {
	a, b = max(0, a), max(0, b)
	if a > math.MaxInt64-b {
		return math.MaxInt64
	}
	return a + b
}

// Other are the figures under a key that is neither private nor professional.
type Other struct {
	Figures

	Key string // as OCEAN writes it
}

// Summary is what some rows come to.
type Summary struct {
	Private, Professional Figures
	// Others are in the order of their keys.
	Others []Other
	// Litres of fuel and kilowatt-hours, and Cost in the customer's currency; 0 where OCEAN tells none.
	Litres, KWh, Cost float64
}

// Total is everything that was driven.
func (s Summary) Total() Figures {
	total := s.Private.Plus(s.Professional)
	for _, o := range s.Others {
		total = total.Plus(o.Figures)
	}
	return total
}

// PrivateDistance is the private share of the distance.
func (s Summary) PrivateDistance() Share { return Share{s.Private.Metres, s.Total().Metres} }

// PrivateTime is the private share of the time at the wheel.
func (s Summary) PrivateTime() Share {
	return Share{int64(s.Private.Time), int64(s.Total().Time)}
}

// Sum adds rows up. Their details are parts of them and are not counted again.
func Sum(keys Keys, rows ...ocean.Ligne) Summary {
	var s Summary
	others := map[string]Figures{}
	count := func(key string, f Figures) {
		switch keys.Of(key) {
		case ocean.Privee:
			s.Private = s.Private.Plus(f)
		case ocean.Pro:
			s.Professional = s.Professional.Plus(f)
		case ocean.Autre:
			others[key] = others[key].Plus(f)
		}
	}
	for _, row := range rows {
		for key, metres := range row.DistanceM {
			count(key, Figures{Metres: max(0, metres)})
		}
		for key, length := range row.Duree {
			count(key, Figures{Time: max(0, length)})
		}
		s.Litres, s.KWh, s.Cost = s.Litres+positive(row.ConsoL), s.KWh+positive(row.ConsoKWh), s.Cost+positive(row.Cout)
	}
	s.Others = sorted(others)
	return s
}

// Plus adds two summaries.
func (s Summary) Plus(t Summary) Summary {
	sum := Summary{
		Private: s.Private.Plus(t.Private), Professional: s.Professional.Plus(t.Professional),
		Litres: s.Litres + t.Litres, KWh: s.KWh + t.KWh, Cost: s.Cost + t.Cost,
	}
	others := map[string]Figures{}
	for _, o := range slices.Concat(s.Others, t.Others) {
		others[o.Key] = others[o.Key].Plus(o.Figures)
	}
	sum.Others = sorted(others)
	return sum
}

// sorted gives what was driven under other keys, in their order.
func sorted(others map[string]Figures) []Other {
	var list []Other
	for key, f := range others {
		if !f.IsZero() {
			list = append(list, Other{f, key})
		}
	}
	slices.SortFunc(list, func(a, b Other) int { return cmp.Compare(a.Key, b.Key) })
	return list
}

// positive keeps what can be consumed or paid; -0 and less can't.
func positive(x float64) float64 {
	if x > 0 && !math.IsInf(x, 0) {
		return x
	}
	return 0
}

// Share is a part of a whole.
type Share struct{ part, whole int64 }

// Known tells whether there is a whole to have a share of.
func (s Share) Known() bool { return s.whole > 0 }

// Percent is the share in whole percent, and how the exact one lies to it: -1 where it is less than the
// number says, 1 where it is more, 0 where the number is right to the nearest. Only a share of nothing is
// 0, and only one of everything is 100: a few metres of private use are told as less than 1, all but a few
// metres as more than 99.
func (s Share) Percent() (percent, lies int) {
	switch {
	case !s.Known() || s.part <= 0:
		return 0, 0
	case s.part >= s.whole:
		return 100, 0
	}
	exact := float64(s.part) / float64(s.whole) * 100
	switch {
	case exact < 1:
		return 1, -1
	case exact > 99:
		return 99, 1
	default:
		return int(math.Round(exact)), 0
	}
}
