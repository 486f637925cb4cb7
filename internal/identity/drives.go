package identity

import (
	"context"
	"slices"

	"github.com/oceanbot/oceanbot/internal/ocean"
)

// drives is who has which vehicle, as the fleet says.
type drives struct {
	cars    []car
	first   map[int32]int32    // by the driver's index in the directory, index into cars
	shared  map[int64]struct{} // the ids of vehicles that several drivers have
	holders map[int64]int32    // by vehicle, the first driver's index; only while the fleet is read
}

// car is a vehicle of a driver, as little of it as a trip needs.
type car struct {
	id, numeroEmbarque int64
	plate              string
	private            bool
	next               int32 // the driver's next one, index into cars; 0 is none, since a chain goes backwards
}

// add notes a vehicle of the driver who stands at a place of the directory.
func (d *drives) add(at int32, vehicle *ocean.Vehicle) {
	if vehicle == nil {
		return
	}
	if d.first == nil {
		d.first, d.shared, d.holders = map[int32]int32{}, map[int64]struct{}{}, map[int64]int32{}
		d.cars = make([]car, 1) // index 0 is none
	}
	for n := d.first[at]; n != 0; n = d.cars[n].next {
		if d.cars[n].id == vehicle.ID {
			return
		}
	}
	if holder, held := d.holders[vehicle.ID]; !held {
		d.holders[vehicle.ID] = at
	} else if holder != at {
		d.shared[vehicle.ID] = struct{}{}
	}
	d.cars = append(d.cars, car{vehicle.ID, vehicle.NumeroEmbarque, vehicle.Immatriculation, vehicle.PrivacyEnabled, d.first[at]})
	d.first[at] = int32(len(d.cars) - 1) //nolint:gosec // no customer has two thousand million vehicles
}

// done lets go of what only reading the fleet needed.
func (d *drives) done() { d.holders, d.cars = nil, slices.Clip(slices.Clone(d.cars)) }

// Drives tells which vehicles the fleet gives to an individu, and the ids of those among them that it gives to
// somebody else too. Where it gives none, all three are zero: OCEAN may know better in its list of vehicles.
func (r *Resolver) Drives(ctx context.Context, individuID int64) (
	who ocean.Individu, cars []ocean.Vehicle, shared []int64, err error,
) {
	known, err := r.snapshot(ctx)
	if err != nil {
		return ocean.Individu{}, nil, nil, err
	}
	at, there := known.people.ids[individuID]
	if !there || known.drives.first[at] == 0 {
		return ocean.Individu{}, nil, nil, nil
	}
	for n := known.drives.first[at]; n != 0; n = known.drives.cars[n].next {
		c := known.drives.cars[n]
		cars = append(cars, ocean.Vehicle{
			ID: c.id, Immatriculation: c.plate, NumeroEmbarque: c.numeroEmbarque, PrivacyEnabled: c.private,
		})
		if _, several := known.drives.shared[c.id]; several {
			shared = append(shared, c.id)
		}
	}
	slices.Reverse(cars) // in OCEAN's order
	slices.Reverse(shared)
	m, _ := known.people.byID(individuID)
	return ocean.Individu{ID: individuID, Nom: m.LastName, Prenom: m.FirstName, Matricule: m.Matricule}, cars, shared, nil
}
