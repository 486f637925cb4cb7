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

// freshFor is how long the list of vehicles is kept.
const freshFor = 10 * time.Minute

// register is the list of vehicles, by chauffeur and by vehicle.
type register struct {
	byChauffeur map[int64][]ocean.VehicleFiche
	byID        map[int64]ocean.Vehicle
}

// driver finds out what somebody drives: by the list of individus, or by the list of vehicles where that
// names none.
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
	if err != nil {
		return driver{}, err
	}
	for _, fiche := range listed.byChauffeur[individuID] {
		found.Individu = *fiche.Chauffeur
		if len(cars) == 0 {
			found.cars = append(found.cars, fiche.Vehicle)
		}
	}
	for i, car := range found.cars {
		if car.NumeroEmbarque == 0 {
			found.cars[i].NumeroEmbarque = listed.byID[car.ID].NumeroEmbarque
		}
	}
	return found, nil
}

// register fetches the list of vehicles, once however many wait for it.
func (f *Finder) register(ctx context.Context) (register, error) {
	const key = "vehicles"
	if kept, ok := f.kept.Get(key); ok {
		if known, ok := kept.(register); ok {
			return known, nil
		}
	}
	result := f.fetches.DoChan(key, func() (any, error) {
		// Whoever asked first may leave; the others still want it.
		fetched, err := f.OCEAN.Vehicles(context.WithoutCancel(ctx), "")
		if err != nil {
			return nil, err
		}
		listed := register{map[int64][]ocean.VehicleFiche{}, map[int64]ocean.Vehicle{}}
		for _, fiche := range fetched {
			listed.byID[fiche.Vehicle.ID] = fiche.Vehicle
			if c := fiche.Chauffeur; c != nil && !c.Supprime {
				listed.byChauffeur[c.ID] = append(listed.byChauffeur[c.ID], fiche)
			}
		}
		f.kept.SetDefault(key, listed)
		return listed, nil
	})
	select {
	case <-ctx.Done():
		return register{}, fmt.Errorf("waiting for the list of vehicles: %w", ctx.Err())
	case done := <-result:
		listed, _ := done.Val.(register)
		return listed, done.Err
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
	if a, b := fold(c.Matricule), fold(d.Matricule); a != "" && b != "" {
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
	if fold(c.Nom) == fold(d.Nom) && fold(c.Prenom) == fold(d.Prenom) && fold(d.Nom+d.Prenom) != "" {
		return own
	}
	return othersBy
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
