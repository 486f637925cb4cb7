// Package trips finds what a driver drove: the étapes that OCEAN has of them, from two views of it.
//
// The fiche journalière tells of a vehicle's étapes on a day in UTC: how long, how far, from where to
// where, and who drove, by name. It may leave out what is private already, and its hours have no
// documented form. The detail of an analysis tells of a driver's étapes by id: their keys, the instant at
// which they began, and as what they are counted. Both are read, and put together by étape; where the
// analysis can't be had, the fiche alone has to do.
//
// A trip is its own driver's alone. A vehicle may be shared, so each row is asked whose it is, and what
// isn't surely the driver's own isn't given to anybody. Places print as "[secret]": they are for one card
// of that driver, never for a log or a store.
package trips

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/patrickmn/go-cache"
	"github.com/sirupsen/logrus"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/singleflight"

	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/secret"
)

// OCEAN is what the finder reads of the service.
type OCEAN interface {
	FicheJour(ctx context.Context, vehicleID int64, day time.Time) ([]ocean.Trajet, error)
	Vehicles(ctx context.Context, immatriculation string) ([]ocean.VehicleFiche, error)
	Individus(ctx context.Context, criteria ocean.Criteria, each func(ocean.Fiche) error) error
	Analyse(ctx context.Context, q ocean.AnalyseQuery) (ocean.Analyse, error)
}

// Fleet tells which vehicles the list of individus gives to somebody, and the ids of those among them that
// it gives to others too. No vehicle is no error.
type Fleet interface {
	Drives(ctx context.Context, individuID int64) (who ocean.Individu, cars []ocean.Vehicle, shared []int64, err error)
}

// ErrNoVehicle means that neither the individus, nor the vehicles, nor the analysis know of a vehicle of the
// driver's.
var ErrNoVehicle = errors.New("OCEAN knows no vehicle of this driver")

// Config is what a finder is made of.
type Config struct {
	OCEAN OCEAN
	Fleet Fleet
	// Exploitant is the codeExploitant of étapes whose own record names none; it may be empty.
	Exploitant string
	// UsageOf reads a period key of the analysis; nil is [ocean.UsageOf].
	UsageOf func(key string) ocean.Usage
	Now     func() time.Time
	Log     logrus.FieldLogger
}

// Finder finds trips. Its methods may be called at the same time.
type Finder struct {
	Config

	kept    *cache.Cache // the lists of vehicles
	fetches singleflight.Group
}

// New makes a finder.
func New(c Config) *Finder {
	if c.UsageOf == nil {
		c.UsageOf = ocean.UsageOf
	}
	return &Finder{Config: c, kept: cache.New(freshFor, freshFor)}
}

// Trip is one trip of a driver's own.
type Trip struct {
	// Key is what OCEAN knows it by. Without its NumeroEmbarque nothing can be asked for it.
	Key ocean.EtapeKey
	// Vehicle is what was driven; without PrivacyEnabled it has no private mode.
	Vehicle ocean.Vehicle
	// Start and End are in UTC. End is after Start by Length, or by more where there were stops.
	Start, End time.Time
	Length     time.Duration
	Meters     int64
	// From and To are places, for the driver's own eyes alone; empty where OCEAN gave none.
	From, To secret.Text
	// Counted is as what OCEAN's analysis counts it; [ocean.Autre] where it doesn't say, or says both.
	Counted ocean.Usage
}

// CanChange tells whether OCEAN can be asked to count the trip otherwise.
func (t Trip) CanChange() bool { return t.Vehicle.PrivacyEnabled && t.Key.NumeroEmbarque != 0 }

// Found is what was found, and where it was looked for.
type Found struct {
	// Trips are the driver's own, by start. Those around the period that was asked for are among them.
	Trips []Trip
	// Vehicles are those whose days were read.
	Vehicles []ocean.Vehicle
	// Untimed is how many of the driver's trips were left out because OCEAN gave no hour that can be read.
	Untimed int
	// FicheOnly tells that the analysis told nothing: what is private already may be missing.
	FicheOnly bool

	others map[ocean.EtapeKey]bool // by étape and device: rows that aren't the driver's
}

// IsAnothers tells whether OCEAN shows an étape, and not as the driver's own.
func (f *Found) IsAnothers(idEtape, numeroEmbarque int64) bool {
	return f.others[ocean.EtapeKey{IDEtape: idEtape, NumeroEmbarque: numeroEmbarque}]
}

// margin is by how much earlier than a period OCEAN is read: a trip may be under way when it begins.
const margin = 3 * time.Hour

// analysisTime is how long the analysis may take before the fiche has to do alone.
const analysisTime = 8 * time.Second

// MaxDays is how many days a period may have: each is a request of its own for each vehicle.
const MaxDays = 31

// Find gives a driver's trips of a period, which is cut to now and must not be longer than [MaxDays]. It
// gives [ErrNoVehicle], or an error of the client.
func (f *Finder) Find(ctx context.Context, individuID int64, from, to time.Time) (Found, error) {
	if now := f.Now(); to.After(now) {
		to = now
	}
	if !from.Before(to) {
		return Found{}, nil
	}
	days := daysOf(from.Add(-margin), to)
	who, err := f.driver(ctx, individuID)
	if err != nil {
		return Found{}, err
	}
	search := search{Finder: f, who: who, rows: map[int64][]ocean.Trajet{}}

	// The analysis is asked meanwhile: it may take long, and it isn't needed.
	analysed := make(chan error, 1)
	limited, cancel := context.WithTimeout(ctx, analysisTime)
	defer cancel()
	go func() { analysed <- search.analyse(limited, days[0], to) }()
	readErr := search.read(ctx, who.cars, days)
	analysisErr := <-analysed
	if readErr != nil {
		return Found{}, readErr
	}
	if err := ctx.Err(); err != nil {
		return Found{}, err
	}
	if analysisErr != nil {
		f.Log.WithError(analysisErr).Warn("the analysis could not be read for a driver's trips; the days of the vehicle have to do")
	}
	others, err := search.otherCars(ctx)
	if err != nil {
		return Found{}, err
	}
	if len(who.cars)+len(others) == 0 {
		return Found{}, ErrNoVehicle
	}
	if err := search.read(ctx, others, days); err != nil {
		return Found{}, err
	}
	found := search.merge()
	found.FicheOnly = analysisErr != nil || (len(search.etapes) == 0 && len(found.Trips) > 0)
	found.Vehicles = slices.Concat(who.cars, others)
	return *found, nil
}

// daysOf gives the days in UTC that a period touches, which is two for a day of France.
func daysOf(from, to time.Time) []time.Time {
	from, to = from.UTC(), to.UTC().Add(-1)
	var days []time.Time
	for day := from.Truncate(24 * time.Hour); !day.After(to); day = day.AddDate(0, 0, 1) {
		days = append(days, day)
	}
	return days
}

// search is one look for trips.
type search struct {
	*Finder

	who    driver
	etapes []etape // of the driver, by the analysis

	mu   sync.Mutex
	rows map[int64][]ocean.Trajet // by vehicle
}

// read reads the fiches of some vehicles on some days.
func (s *search) read(ctx context.Context, cars []ocean.Vehicle, days []time.Time) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(4)
	for _, car := range cars {
		for _, day := range days {
			group.Go(func() error {
				rows, err := s.OCEAN.FicheJour(ctx, car.ID, day)
				if err != nil {
					return err
				}
				s.mu.Lock()
				defer s.mu.Unlock()
				s.rows[car.ID] = append(s.rows[car.ID], rows...)
				return nil
			})
		}
	}
	return group.Wait()
}

// closeBy is how far from an instant a trip may be and still be meant by it.
const closeBy = time.Hour

// At gives the trip that was under way at an instant, or, where underWay is false, those that began or ended
// within an hour of it.
func (f *Found) At(at time.Time) (meant []Trip, underWay bool) {
	for _, t := range f.Trips {
		if !t.Start.After(at) && !t.End.Before(at) {
			meant = append(meant, t)
		}
	}
	if len(meant) > 0 {
		return meant, true
	}
	for _, t := range f.Trips {
		if t.Start.Sub(at).Abs() <= closeBy || at.Sub(t.End).Abs() <= closeBy {
			meant = append(meant, t)
		}
	}
	return meant, false
}

// Between gives the trips that share any time with a period.
func (f *Found) Between(start, end time.Time) []Trip {
	var meant []Trip
	for _, t := range f.Trips {
		if t.Start.Before(end) && (t.End.After(start) || t.Start.Equal(start)) {
			meant = append(meant, t)
		}
	}
	return meant
}
