package identity

import (
	"context"
	"slices"

	"github.com/oceanbot/oceanbot/internal/ocean"
)

// drives is who has which vehicle, as the fleet says.
type drives struct {
	byIndividu map[int64]*driver
	holders    map[int64]int // by vehicle
}

type driver struct {
	matricule string
	nom       string
	prenom    string
	cars      []ocean.Vehicle
}

func (d *drives) add(fiche ocean.Fiche) {
	car := fiche.Vehicle
	if car == nil || fiche.Individu.Supprime {
		return
	}
	if d.byIndividu == nil {
		d.byIndividu, d.holders = map[int64]*driver{}, map[int64]int{}
	}
	known := d.byIndividu[fiche.Individu.ID]
	if known == nil {
		known = &driver{matricule: fiche.Individu.Matricule, nom: fiche.Individu.Nom, prenom: fiche.Individu.Prenom}
		d.byIndividu[fiche.Individu.ID] = known
	}
	if slices.ContainsFunc(known.cars, func(c ocean.Vehicle) bool { return c.ID == car.ID }) {
		return
	}
	known.cars = append(known.cars, ocean.Vehicle{
		ID: car.ID, Immatriculation: car.Immatriculation, NumeroEmbarque: car.NumeroEmbarque, PrivacyEnabled: car.PrivacyEnabled,
	})
	d.holders[car.ID]++
}

// Drives tells which vehicles the fleet gives to an individu, and the ids of those among them that it gives to
// somebody else too. Where it gives none, all three are zero: OCEAN may know better in its list of vehicles.
func (r *Resolver) Drives(ctx context.Context, individuID int64) (
	who ocean.Individu, cars []ocean.Vehicle, shared []int64, err error,
) {
	known, err := r.snapshot(ctx)
	if err != nil {
		return ocean.Individu{}, nil, nil, err
	}
	found := known.drives.byIndividu[individuID]
	if found == nil {
		return ocean.Individu{}, nil, nil, nil
	}
	for _, car := range found.cars {
		if known.drives.holders[car.ID] > 1 {
			shared = append(shared, car.ID)
		}
	}
	who = ocean.Individu{ID: individuID, Nom: found.nom, Prenom: found.prenom, Matricule: found.matricule}
	return who, slices.Clone(found.cars), shared, nil
}
