package trips

import (
	"context"
	"slices"
	"time"

	"github.com/oceanbot/oceanbot/internal/ocean"
)

// etape is an étape of the driver's own, as the analysis tells it.
type etape struct {
	ocean.Etape

	vehicle ocean.Vehicle
	length  time.Duration
	meters  int64
	counted ocean.Usage
}

// analyse reads the driver's étapes in the detail of an analysis.
func (s *search) analyse(ctx context.Context, from, to time.Time) error {
	found, err := s.OCEAN.Analyse(ctx, ocean.AnalyseQuery{
		Persons: []int64{s.who.ID}, Mode: ocean.ByDriverDetail, Criteria: ocean.AllVehicles, Debut: from, Fin: to,
	})
	if err != nil {
		return err
	}
	s.collect(found.ParConducteur.Lignes, ocean.Ligne{})
	return nil
}

// collect takes the étapes of the driver out of rows, and of what stands inside them: what a row doesn't say
// is what the one around it says. A row that names nobody is nobody's.
func (s *search) collect(lines []ocean.Ligne, around ocean.Ligne) {
	for _, line := range lines {
		if line.Individu.ID == 0 {
			line.Individu = around.Individu
		}
		if line.Vehicle.ID == 0 {
			line.Vehicle = around.Vehicle
		}
		// What stands inside a row of the same étape is a part of it.
		part := line.Etape != nil && around.Etape != nil && line.Etape.EtapeKey == around.Etape.EtapeKey
		if line.Etape != nil && line.Individu.ID == s.who.ID && !part {
			s.note(line)
		}
		s.collect(line.Details, line)
	}
}

// note takes one row of an étape. An étape that was partly private has one for each use.
func (s *search) note(line ocean.Ligne) {
	e := etape{Etape: *line.Etape, vehicle: line.Vehicle, counted: s.countedAs(line.Mesures)}
	for _, d := range line.Duree {
		e.length += d
	}
	for _, m := range line.DistanceM {
		e.meters += m
	}
	at := slices.IndexFunc(s.etapes, func(known etape) bool {
		return known.EtapeKey == e.EtapeKey && known.vehicle.ID == e.vehicle.ID
	})
	if at < 0 {
		s.etapes = append(s.etapes, e)
		return
	}
	known := &s.etapes[at]
	known.length, known.meters = known.length+e.length, known.meters+e.meters
	if known.counted != e.counted {
		known.counted = ocean.Autre
	}
	if known.Debut.IsZero() || (!e.Debut.IsZero() && e.Debut.Before(known.Debut)) {
		known.Debut = e.Debut
	}
}

// countedAs is the one use under which a row has figures.
func (s *search) countedAs(m ocean.Mesures) ocean.Usage {
	seen := map[ocean.Usage]bool{}
	for key, d := range m.Duree {
		if d > 0 {
			seen[s.UsageOf(key)] = true
		}
	}
	for key, meters := range m.DistanceM {
		if meters > 0 {
			seen[s.UsageOf(key)] = true
		}
	}
	if len(seen) != 1 {
		return ocean.Autre
	}
	for usage := range seen {
		return usage
	}
	return ocean.Autre
}

// otherCars are the vehicles that the driver drove by the analysis, and doesn't have by the fleet.
func (s *search) otherCars(ctx context.Context) ([]ocean.Vehicle, error) {
	var others []ocean.Vehicle
	for i, e := range s.etapes {
		same := func(c ocean.Vehicle) bool { return c.ID == e.vehicle.ID }
		if e.vehicle.ID == 0 || slices.ContainsFunc(s.who.cars, same) || slices.ContainsFunc(others, same) {
			continue
		}
		listed, err := s.register(ctx)
		if ctx.Err() != nil {
			return nil, err
		}
		if err != nil {
			s.Log.WithError(err).Warn("the list of vehicles could not be read for a vehicle of the analysis")
		}
		if known, ok := listed.byID[e.vehicle.ID]; ok {
			s.etapes[i].vehicle = known
		}
		others = append(others, s.etapes[i].vehicle)
	}
	return others, nil
}

// merge puts both views together, by étape.
func (s *search) merge() *Found {
	found := &Found{others: map[ocean.EtapeKey]bool{}}
	cars := slices.Clone(s.who.cars)
	for _, e := range s.etapes {
		if e.vehicle.ID != 0 && !slices.ContainsFunc(cars, func(c ocean.Vehicle) bool { return c.ID == e.vehicle.ID }) {
			cars = append(cars, e.vehicle)
		}
	}
	told := map[*etape]bool{} // those of the analysis that a fiche has too
	for _, car := range cars {
		s.mergeDays(found, car, told)
	}
	for i := range s.etapes {
		e := &s.etapes[i]
		if told[e] {
			continue
		}
		car := ocean.Vehicle{PrivacyEnabled: true} // nobody says that it has no private mode
		if at := slices.IndexFunc(cars, func(c ocean.Vehicle) bool {
			return c.ID == e.vehicle.ID || (e.vehicle.ID == 0 && e.NumeroEmbarque != 0 && c.NumeroEmbarque == e.NumeroEmbarque)
		}); at >= 0 {
			car = cars[at]
		}
		found.add(s.trip(car, ocean.Trajet{IDEtape: e.IDEtape}, e))
	}
	slices.SortStableFunc(found.Trips, func(a, b Trip) int { return a.Start.Compare(b.Start) })
	return found
}

// mergeDays takes the driver's own rows of a vehicle's days, and tells which étapes of the analysis they have.
func (s *search) mergeDays(found *Found, car ocean.Vehicle, told map[*etape]bool) {
	alone := s.alone(car)
	seen := map[int64]bool{}
	for _, row := range s.rows[car.ID] {
		if seen[row.IDEtape] || row.IDEtape == 0 {
			continue // two days may both have a trip past midnight
		}
		seen[row.IDEtape] = true
		var e *etape
		at := slices.IndexFunc(s.etapes, func(e etape) bool {
			return e.IDEtape == row.IDEtape && (e.vehicle.ID == car.ID || e.vehicle.ID == 0)
		})
		if at >= 0 {
			e = &s.etapes[at]
			told[e] = true
		}
		mine := false
		switch s.who.drove(row.Conducteur) {
		case own:
			mine = true
		case unsaid:
			mine = e != nil || alone
		case othersBy:
			mine = e != nil // a name may be written in two ways, and the analysis goes by the id
		case certainly:
		}
		if mine {
			found.add(s.trip(car, row, e))
		} else {
			found.others[ocean.EtapeKey{IDEtape: row.IDEtape, NumeroEmbarque: car.NumeroEmbarque}] = true
		}
	}
}

// alone tells whether nobody but the driver has a vehicle, as far as can be seen.
func (s *search) alone(car ocean.Vehicle) bool {
	return slices.ContainsFunc(s.who.cars, func(c ocean.Vehicle) bool { return c.ID == car.ID }) &&
		!slices.Contains(s.who.shared, car.ID) &&
		!slices.ContainsFunc(s.rows[car.ID], func(row ocean.Trajet) bool { return s.who.drove(row.Conducteur) > own })
}

func (f *Found) add(t Trip) {
	if t.Start.IsZero() {
		f.Untimed++
		return
	}
	f.Trips = append(f.Trips, t)
}

// trip makes one trip of a row of a fiche and of the étape of the analysis, where there is one: its keys and
// its instant are the better ones.
func (s *search) trip(car ocean.Vehicle, row ocean.Trajet, e *etape) Trip {
	t := Trip{
		Key:     ocean.EtapeKey{IDEtape: row.IDEtape, NumeroEmbarque: car.NumeroEmbarque, CodeExploitant: s.Exploitant},
		Vehicle: car, Start: row.Debut, Length: row.Duree, Meters: row.DistanceM, From: row.Depart, To: row.Arrivee,
	}
	lasted := row.Fin.Sub(row.Debut)
	if lasted > row.Duree+24*time.Hour {
		lasted = 0 // one of the two dates is wrong
	}
	if e != nil {
		if e.NumeroEmbarque != 0 {
			t.Key.NumeroEmbarque = e.NumeroEmbarque
		}
		if e.CodeExploitant != "" {
			t.Key.CodeExploitant = e.CodeExploitant
		}
		if !e.Debut.IsZero() {
			t.Start = e.Debut
		}
		if t.Length == 0 {
			t.Length = e.length
		}
		if t.Meters == 0 {
			t.Meters = e.meters
		}
		t.Counted = e.counted
	}
	if t.Length == 0 {
		t.Length = max(0, lasted)
	}
	t.End = t.Start.Add(max(t.Length, lasted))
	return t
}
