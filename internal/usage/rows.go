package usage

import (
	"cmp"
	"slices"

	"github.com/oceanbot/oceanbot/internal/ocean"
)

// Of is the summary of one driver or vehicle, by their id.
type Of struct {
	Summary

	ID       int64
	Individu ocean.Individu // of a driver
	Entite   ocean.Entite
}

// ByDriver adds rows up for each driver, whatever vehicles they drove, in the order of their ids. Rows
// without a driver are left out.
func ByDriver(keys Keys, rows []ocean.Ligne) []Of {
	return grouped(keys, rows, func(row ocean.Ligne) int64 { return row.Individu.ID })
}

func grouped(keys Keys, rows []ocean.Ligne, id func(ocean.Ligne) int64) []Of {
	groups := map[int64][]ocean.Ligne{}
	for _, row := range rows {
		if id(row) != 0 {
			groups[id(row)] = append(groups[id(row)], row)
		}
	}
	found := make([]Of, 0, len(groups))
	for id, group := range groups {
		found = append(found, Of{Sum(keys, group...), id, group[0].Individu, group[0].Entite})
	}
	slices.SortFunc(found, func(a, b Of) int { return cmp.Compare(a.ID, b.ID) })
	return found
}

// Drivers gives the rows per driver of an analysis, from whichever tree has them.
func Drivers(a ocean.Analyse) []ocean.Ligne {
	for _, tree := range []ocean.Arbre{a.ParConducteur, a.ParVehicule} {
		if slices.ContainsFunc(tree.Lignes, func(row ocean.Ligne) bool { return row.Individu.ID != 0 }) {
			return tree.Lignes
		}
	}
	return nil
}

// Whole gives what an analysis comes to: OCEAN's own total, or, where that says nothing, the sum of the
// rows. Both trees hold the same figures, so only one of them is read.
func Whole(keys Keys, a ocean.Analyse) Summary {
	for _, tree := range []ocean.Arbre{a.ParConducteur, a.ParVehicule} {
		if tree.Cumul == nil {
			continue
		}
		if total := Sum(keys, *tree.Cumul); !total.Total().IsZero() {
			return total
		}
	}
	for _, tree := range []ocean.Arbre{a.ParConducteur, a.ParVehicule} {
		if len(tree.Lignes) > 0 {
			return Sum(keys, tree.Lignes...)
		}
	}
	return Summary{}
}

// Driver gives what an analysis that was asked about one driver says of that driver, and of nobody else:
// where rows of others came all the same, only the driver's own are counted.
func Driver(keys Keys, a ocean.Analyse, id int64) Summary {
	return only(keys, a, Drivers(a), id, func(row ocean.Ligne) int64 { return row.Individu.ID })
}

// Vehicle is [Driver] for an analysis that was asked about one vehicle.
func Vehicle(keys Keys, a ocean.Analyse, id int64) Summary {
	rows := a.ParVehicule.Lignes
	if len(rows) == 0 {
		rows = a.ParConducteur.Lignes
	}
	return only(keys, a, rows, id, func(row ocean.Ligne) int64 { return row.Vehicle.ID })
}

// only reads the rows of one id. They go before OCEAN's total, which may be of more than was asked for; but
// where they come to more than it they count something twice, and the total is right. Rows that name nobody
// belong to who was asked for, as long as no row names anybody else.
func only(keys Keys, a ocean.Analyse, rows []ocean.Ligne, id int64, of func(ocean.Ligne) int64) Summary {
	alone := !slices.ContainsFunc(rows, func(row ocean.Ligne) bool { return of(row) != 0 && of(row) != id })
	mine := Sum(keys, slices.DeleteFunc(slices.Clone(rows), func(row ocean.Ligne) bool {
		return of(row) != id && (!alone || of(row) != 0)
	})...)
	if !alone {
		return mine
	}
	whole := Whole(keys, a)
	if got, most := mine.Total(), whole.Total(); got.IsZero() || got.Metres > most.Metres || got.Time > most.Time {
		return whole
	}
	return mine
}
