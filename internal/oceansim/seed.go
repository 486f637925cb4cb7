package oceansim

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// Person is somebody of the demo fleet whom others need to know.
type Person struct {
	IndividuID                     int64
	Prenom, Nom, Email, Matricule  string
	VehicleID                      int64
	VehiclePlate                   string
	EntiteID                       int64
	FuturePeriods, RecurringInWeek int
}

// Ids of the demo fleet. Like the real ones they fit in no int32.
const (
	demoIndividus  int64 = 11100004030
	demoVehicles   int64 = 11100007010
	DemoEntiteIDF  int64 = 1110000101 // Île-de-France
	DemoEntiteLyon int64 = 1110000102 // Lyon
	DemoEntiteWest int64 = 1110000103 // Nantes
	DemoExploitant       = "1110000001"
)

// Mails of the demo fleet that identity is tried with.
const (
	// DemoSharedEmail belongs to two living individus.
	DemoSharedEmail = "doublon@demo.example"
	// DemoDeletedEmail belongs to a deleted individu.
	DemoDeletedEmail = "ancien.chauffeur@demo.example"
	// DemoAccountEmail stands only with the OCEAN account of its individu.
	DemoAccountEmail = "nadia.benali@demo.example"
	// DemoUnknownEmail belongs to nobody.
	DemoUnknownEmail = "inconnue@demo.example"
)

// DemoDriver is who speaks in the demonstration.
func DemoDriver() Person {
	return Person{
		IndividuID: demoIndividus, Prenom: "Camille", Nom: "Martin", Email: "camille.martin@demo.example", Matricule: "M001",
		VehicleID: demoVehicles, VehiclePlate: "AA-101-DM", EntiteID: DemoEntiteIDF, FuturePeriods: 2, RecurringInWeek: 4,
	}
}

// DemoManager is who looks after the fleet in the demonstration. She drives too.
func DemoManager() Person {
	return Person{
		IndividuID: demoIndividus + 1, Prenom: "Hélène", Nom: "Roussel", Email: "helene.roussel@demo.example", Matricule: "M002",
		VehicleID: demoVehicles + 1, VehiclePlate: "AA-102-DM", EntiteID: DemoEntiteIDF,
	}
}

// demoDriver is one line of the fleet.
type demoDriver struct {
	prenom, nom, email string
	civilite           int
	entite             int64
	home, work         string
	kilometres         float64
	car                bool
	private            bool // the vehicle has a private mode
}

func demoDrivers() []demoDriver {
	return []demoDriver{
		{"Camille", "Martin", "camille.martin@demo.example", 2, DemoEntiteIDF, "3 allée des Tilleuls, Val-Fictif", "Siège, 40 avenue du Moulin, Fictive-sur-Seine", 24, true, true},
		{"Hélène", "Roussel", "helene.roussel@demo.example", 2, DemoEntiteIDF, "18 rue de l'Étang, Val-Fictif", "Siège, 40 avenue du Moulin, Fictive-sur-Seine", 15, true, true},
		{"Thomas", "Lefèvre", "thomas.lefevre@demo.example", 1, DemoEntiteIDF, "7 chemin Vert, Bourg-Imaginaire", "Chantier nord, Fictive-sur-Seine", 41, true, true},
		{"Nadia", "Benali", "", 2, DemoEntiteIDF, "22 cours des Fées, Bourg-Imaginaire", "Siège, 40 avenue du Moulin, Fictive-sur-Seine", 31, true, true},
		{"Julien", "Moreau", "julien.moreau@demo.example", 1, DemoEntiteLyon, "5 montée du Chat, Colline-sur-Rhône", "Agence, 9 quai des Songes, Lyon-Fictif", 12, true, true},
		{"Chloé", "Girard", "chloe.girard@demo.example", 3, DemoEntiteLyon, "61 rue des Ateliers, Colline-sur-Rhône", "Agence, 9 quai des Songes, Lyon-Fictif", 9, true, true},
		{"Marc-Antoine", "Dubois", "marc-antoine.dubois@demo.example", 1, DemoEntiteLyon, "2 place du Four, Vignoble", "Dépôt est, Lyon-Fictif", 33, true, false},
		{"Inès", "Fontaine", "ines.fontaine@demo.example", 2, DemoEntiteWest, "14 rue du Phare, Port-Rêvé", "Agence, 3 rue de l'Estuaire, Nantes-Fictif", 27, true, true},
		{"Yann", "Le Goff", "yann.legoff@demo.example", 1, DemoEntiteWest, "8 venelle du Lavoir, Port-Rêvé", "Chantier naval, Nantes-Fictif", 19, true, true},
		{"Sophie", "Perrin", "sophie.perrin@demo.example", 2, DemoEntiteWest, "1 route des Salines, Marais", "Agence, 3 rue de l'Estuaire, Nantes-Fictif", 22, true, true},
		{"Paul", "Mercier", DemoSharedEmail, 1, DemoEntiteLyon, "30 rue Haute, Vignoble", "Dépôt est, Lyon-Fictif", 17, true, true},
		{"Paule", "Mercier", DemoSharedEmail, 2, DemoEntiteLyon, "30 rue Haute, Vignoble", "Dépôt est, Lyon-Fictif", 17, false, true},
	}
}

// Seed fills the service with the demo fleet: a dozen drivers, their vehicles and entités, ten weeks of trips
// until now, recurring hours, exceptional periods past and to come. It is the same for the same now and zone.
// Call it once.
func (s *Server) Seed(now time.Time) {
	now = now.In(s.opts.Zone)
	s.AddEntite(Entite{DemoEntiteIDF, "Île-de-France"})
	s.AddEntite(Entite{DemoEntiteLyon, "Lyon"})
	s.AddEntite(Entite{DemoEntiteWest, "Nantes"})
	drivers := demoDrivers()
	models := [][2]string{{"Renault", "Mégane"}, {"Peugeot", "308"}, {"Citroën", "C4"}, {"Renault", "Kangoo"}}
	for n, d := range drivers {
		id := demoIndividus + int64(n)
		individu := Individu{
			ID: id, Civilite: d.civilite, Nom: d.nom, Prenom: d.prenom, Matricule: fmt.Sprintf("M%03d", n+1),
			Email: d.email, EntiteID: d.entite,
		}
		if d.email == "" {
			individu.UserEmail, individu.UserLogin = DemoAccountEmail, "nbenali"
		}
		if d.car {
			car := Vehicle{
				ID: demoVehicles + int64(n), Immatriculation: fmt.Sprintf("AA-%d-DM", 101+n), NumeroEmbarque: int64(2001 + n),
				Marque: models[n%len(models)][0], Modele: models[n%len(models)][1], CodeExploitant: DemoExploitant,
				EntiteID: d.entite, PrivacyEnabled: d.private,
			}
			s.AddVehicle(car)
			individu.VehicleID = car.ID
		}
		s.AddIndividu(individu)
	}
	s.AddIndividu(Individu{
		ID: demoIndividus + int64(len(drivers)), Civilite: 1, Nom: "Ancien", Prenom: "Bernard", Matricule: "M099",
		Email: DemoDeletedEmail, EntiteID: DemoEntiteWest, Supprime: true,
	})
	s.seedHours(now)
	s.seedPeriods(now)
	for n, d := range drivers {
		if d.car {
			s.seedTrips(now, demoIndividus+int64(n), demoVehicles+int64(n), d)
		}
	}
}

// seedHours: the demo driver's evenings, another's nights and week-ends.
func (s *Server) seedHours(now time.Time) {
	since := time.Date(now.Year()-1, time.January, 1, 0, 0, 0, 0, s.opts.Zone)
	add := func(n int64, debut, fin int, days ...string) {
		for _, jour := range days {
			s.AddHours(Hours{IndividuID: demoIndividus + n, Jour: jour, Debut: debut * 60, Fin: fin * 60, Du: since})
		}
	}
	week := jours()
	add(0, 19, 24, week[:4]...)
	add(2, 0, 7, week[:5]...)
	add(2, 19, 24, week[:5]...)
	add(2, 0, 24, week[5:]...)
	add(5, 12, 14, week[2])
	add(7, 0, 24, week[5:]...)
	add(8, 18, 24, week[4])
	add(8, 0, 24, week[5:]...)
}

// seedPeriods: two to come for the demo driver, and for others some past, one running, some to come.
func (s *Server) seedPeriods(now time.Time) {
	day := func(offset, hour int) time.Time {
		return time.Date(now.Year(), now.Month(), now.Day()+offset, hour, 0, 0, 0, s.opts.Zone)
	}
	saturday := (int(time.Saturday) - int(now.Weekday()) + 7) % 7 // days until the next one, today included
	add := func(n int64, from, to time.Time, why string) { s.AddPeriod(demoIndividus+n, from, to, why) }

	add(0, day(saturday-28, 9), day(saturday-28, 19), "Brocante")
	add(0, day(saturday+14, 9), day(saturday+14, 18), "Déménagement de mon frère")
	add(0, day(saturday+27, 18), day(saturday+30, 8), "Week-end à la mer")

	add(1, day(saturday-14, 8), day(saturday-12, 8), "Noces d'une cousine")
	add(2, day(21, 0), day(28, 0), "Congés")
	add(4, day(-1, 18), day(2, 8), "Récupération")
	add(4, day(35, 0), day(42, 0), "Vacances d'hiver")
	add(7, day(-45, 0), day(-38, 0), "Congés")
	add(9, day(5, 12), day(5, 14), "Rendez-vous médical")
}

// seedTrips: from home to work and back on weekdays, a visit at midday on some, a drive on some week-ends.
func (s *Server) seedTrips(now time.Time, individuID, vehicleID int64, d demoDriver) {
	random := rand.New(rand.NewPCG(uint64(individuID), 7)) // the same fleet every time is the point
	const days = 70
	for back := days; back >= 0; back-- {
		day := now.AddDate(0, 0, -back)
		at := func(minute int) time.Time {
			return time.Date(day.Year(), day.Month(), day.Day(), 0, minute, 0, 0, s.opts.Zone)
		}
		morning, evening := 7*60+20+random.IntN(50), 17*60+random.IntN(90)
		visits, away, weekend := random.IntN(10) < 3, random.IntN(100) < 7, random.IntN(10) < 4
		jitter := random.Float64()
		add := func(minute int, kilometres float64, from, to string) {
			kilometres *= 0.95 + jitter/10
			length := 6 + int(kilometres*60/(30+kilometres/3))
			t := Trip{
				IndividuID: individuID, VehicleID: vehicleID, Debut: at(minute), Fin: at(minute + length),
				Metres: int64(kilometres * 1000), From: from, To: to,
			}
			if t.Fin.After(now) {
				return
			}
			t.Private = d.private && s.privateAt(individuID, t.Debut)
			s.AddTrip(t)
		}
		switch weekday := day.Weekday(); {
		case weekday == time.Saturday || weekday == time.Sunday:
			if weekend {
				place := []string{"Plage des Sables, Côte-Fictive", "Marché couvert, Val-Fictif", "Forêt de Brume"}[random.IntN(3)]
				out := 12 + 60*jitter
				add(10*60+random.IntN(60), out, d.home, place)
				add(16*60+random.IntN(90), out, place, d.home)
			}
		case away:
		default:
			add(morning, d.kilometres, d.home, d.work)
			if visits {
				add(11*60+jitterMinutes(jitter), d.kilometres/2+5, d.work, "Client, zone des Peupliers")
				add(14*60+jitterMinutes(jitter), d.kilometres/2+5, "Client, zone des Peupliers", d.work)
			}
			add(evening, d.kilometres, d.work, d.home)
			if weekend {
				add(20*60+jitterMinutes(jitter), 6+4*jitter, d.home, "Gymnase, Val-Fictif")
				add(22*60+jitterMinutes(jitter), 6+4*jitter, "Gymnase, Val-Fictif", d.home)
			}
		}
	}
}

func jitterMinutes(jitter float64) int { return int(jitter * 40) }

// privateAt tells whether an instant falls into somebody's private hours or periods.
func (s *Server) privateAt(individuID int64, at time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, p := range s.fleet.periods {
		if p.IndividuID == individuID && !at.Before(p.Debut) && at.Before(p.Fin) {
			return true
		}
	}
	local := at.In(s.opts.Zone)
	minute := local.Hour()*60 + local.Minute()
	for _, h := range s.fleet.hours {
		if h.IndividuID == individuID && h.Jour == jourOf(local.Weekday()) && h.Debut <= minute && minute < h.Fin &&
			!at.Before(h.Du) && !h.ended(at) {
			return true
		}
	}
	return false
}
