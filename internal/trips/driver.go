package trips

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"github.com/oceanbot/oceanbot/internal/ocean"
)

// driver is who drives, and what.
type driver struct {
	ocean.Individu

	cars   []ocean.Vehicle
	shared []int64 // ids of the cars that others have too
}

// freshFor is how long the lists of vehicles are kept.
const freshFor = 10 * time.Minute

// register is the list of vehicles, by chauffeur and by vehicle.
type register struct {
	byChauffeur map[int64][]ocean.VehicleFiche
	byID        map[int64]ocean.Vehicle
}

// driver finds out what somebody drives: by the fleet, by the list of vehicles where that names none, and at
// last by the list of those who have a vehicle, which may be asked for nothing else.
func (f *Finder) driver(ctx context.Context, individuID int64) (driver, error) {
	who, cars, shared, err := f.Fleet.Drives(ctx, individuID)
	if err != nil {
		return driver{}, fmt.Errorf("finding out what somebody drives: %w", err)
	}
	found := driver{Individu: who, cars: cars, shared: shared}
	found.ID = individuID
	complete := !slices.ContainsFunc(cars, func(c ocean.Vehicle) bool { return c.NumeroEmbarque == 0 })
	if len(cars) > 0 && complete {
		return found, nil
	}
	listed, err := f.register(ctx)
	switch {
	case err != nil && len(cars) > 0:
		f.Log.WithError(err).Warn("the list of vehicles could not be read for the number of a device")
		return found, nil
	case err != nil:
		return driver{}, err
	}
	for i, car := range cars {
		if car.NumeroEmbarque == 0 {
			found.cars[i].NumeroEmbarque = listed.byID[car.ID].NumeroEmbarque
		}
	}
	if len(cars) > 0 {
		return found, nil
	}
	for _, fiche := range listed.byChauffeur[individuID] {
		found.Individu = *fiche.Chauffeur
		found.cars = append(found.cars, fiche.Vehicle)
	}
	if len(found.cars) > 0 {
		return found, nil
	}
	holders, err := f.holders(ctx)
	if err != nil {
		return driver{}, err
	}
	if holder, ok := holders[individuID]; ok {
		found = *holder
	}
	return found, nil
}

// register fetches the list of vehicles.
func (f *Finder) register(ctx context.Context) (register, error) {
	return kept(ctx, f, "vehicles", func(ctx context.Context) (register, error) {
		fetched, err := f.OCEAN.Vehicles(ctx, "")
		if err != nil {
			return register{}, err
		}
		listed := register{map[int64][]ocean.VehicleFiche{}, map[int64]ocean.Vehicle{}}
		for _, fiche := range fetched {
			listed.byID[fiche.Vehicle.ID] = fiche.Vehicle
			if c := fiche.Chauffeur; c != nil && !c.Supprime {
				listed.byChauffeur[c.ID] = append(listed.byChauffeur[c.ID], fiche)
			}
		}
		return listed, nil
	})
}

// holders fetches the list of those who have a vehicle.
func (f *Finder) holders(ctx context.Context) (map[int64]*driver, error) {
	return kept(ctx, f, "holders", func(ctx context.Context) (map[int64]*driver, error) {
		found, having := map[int64]*driver{}, map[int64]int{}
		err := f.OCEAN.Individus(ctx, ocean.WithVehicle, func(fiche ocean.Fiche) error {
			if fiche.Vehicle == nil || fiche.Individu.Supprime {
				return nil
			}
			holder := found[fiche.Individu.ID]
			if holder == nil {
				holder = &driver{Individu: fiche.Individu}
				found[fiche.Individu.ID] = holder
			}
			if !slices.ContainsFunc(holder.cars, func(c ocean.Vehicle) bool { return c.ID == fiche.Vehicle.ID }) {
				holder.cars = append(holder.cars, *fiche.Vehicle)
				having[fiche.Vehicle.ID]++
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		for _, holder := range found {
			for _, car := range holder.cars {
				if having[car.ID] > 1 {
					holder.shared = append(holder.shared, car.ID)
				}
			}
		}
		return found, nil
	})
}

// kept fetches something once, however many wait for it, and keeps it for a while.
func kept[T any](ctx context.Context, f *Finder, key string, fetch func(context.Context) (T, error)) (T, error) {
	var none T
	if held, ok := f.kept.Get(key); ok {
		if value, ok := held.(T); ok {
			return value, nil
		}
	}
	result := f.fetches.DoChan(key, func() (any, error) {
		// Whoever asked first may leave; the others still want it.
		fetched, err := fetch(context.WithoutCancel(ctx))
		if err != nil {
			return none, err
		}
		f.kept.SetDefault(key, fetched)
		return fetched, nil
	})
	select {
	case <-ctx.Done():
		return none, fmt.Errorf("waiting for a list of OCEAN: %w", ctx.Err())
	case done := <-result:
		value, ok := done.Val.(T)
		if !ok {
			return none, done.Err
		}
		return value, done.Err
	}
}

// whose tells whether a row of a vehicle's day is a driver's.
type whose uint8

const (
	unsaid    whose = iota // it names nobody
	own                    // it names the driver
	othersBy               // it has another name
	certainly              // it has another matricule: it is surely somebody else's
)

func (d driver) drove(c ocean.Conducteur) whose {
	if a, b := number(c.Matricule), number(d.Matricule); a != "" && b != "" {
		if a == b {
			return own
		}
		return certainly
	}
	if fold(c.Nom+c.Prenom) == "" {
		if c.Matricule != "" {
			return othersBy // a number that the driver's record doesn't have
		}
		return unsaid
	}
	// Both names may come in one field, in either order.
	for _, theirs := range []string{c.Nom + c.Prenom, c.Prenom + c.Nom} {
		if name := fold(theirs); name == fold(d.Nom+d.Prenom) || name == fold(d.Prenom+d.Nom) {
			return own
		}
	}
	return othersBy
}

// number forgives how a matricule is written: case, marks, and leading zeros.
func number(matricule string) string {
	folded := fold(matricule)
	if trimmed := strings.TrimLeft(folded, "0"); trimmed != "" {
		return trimmed
	}
	return folded
}

// fold forgives how a name is written: case, accents, hyphens and spaces.
func fold(name string) string {
	plain, _, err := transform.String(transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn))), name)
	if err != nil {
		plain = name
	}
	return strings.Map(func(r rune) rune {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, plain)
}
