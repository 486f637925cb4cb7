package oceansim

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Entite is a part of the customer's organisation.
type Entite struct {
	ID  int64
	Nom string
}

// Individu is a person of the fleet. Zero ids mean none.
type Individu struct {
	ID                                   int64
	Civilite                             int // 1 MR, 2 MME, 3 MLLE
	Nom, Prenom, Matricule, Email, Phone string
	// UserEmail and UserLogin are those of an OCEAN account; both empty is no account.
	UserEmail, UserLogin string
	EntiteID, VehicleID  int64
	Supprime             bool
}

// Vehicle is a vehicle.
type Vehicle struct {
	ID                             int64
	Immatriculation, Marque        string
	Modele, CodeExploitant         string
	NumeroEmbarque                 int64
	EntiteID                       int64
	PrivacyEnabled, WithoutPrivacy bool // WithoutPrivacy leaves the field out
}

// Period is an exceptional private period, with its three kinds of ids.
type Period struct {
	OuterID, ExtensionID int64
	HoraireIDs           []int64
	IndividuID           int64
	Debut, Fin           time.Time
	Description          string
	firstDescription     string
}

// Hours is a stretch of recurring private hours, in minutes of the day. Zero Au is open.
type Hours struct {
	ID, HoraireID int64
	IndividuID    int64
	Jour          string
	Debut, Fin    int
	Du, Au        time.Time
}

// Trip is an étape.
type Trip struct {
	ID, VehicleID, IndividuID int64
	Debut, Fin                time.Time
	Metres                    int64
	From, To                  string
	// Private: it fell into private hours. Asked: what was asked for a posteriori; nil is nothing.
	Private bool
	Asked   *bool
	// Unnamed: no row says who drove. Open: there is no end yet.
	Unnamed, Open bool
}

// counted tells how the trip is counted.
func (t *Trip) counted() (private bool) {
	if t.Asked != nil {
		return *t.Asked
	}
	return t.Private
}

// halves splits a trip into one that is counted as private and one that isn't.
func (t *Trip) halves() (private, professional *Trip) {
	yes, no := true, false
	a, b := *t, *t
	a.Asked, b.Asked = &yes, &no
	a.Metres, b.Metres = t.Metres/2, t.Metres-t.Metres/2
	a.Fin = t.Debut.Add(t.Fin.Sub(t.Debut) / 2)
	b.Fin = t.Debut.Add(t.Fin.Sub(a.Fin))
	return &a, &b
}

// fleet is all that the service knows.
type fleet struct {
	entites   []Entite
	individus []*Individu
	byID      map[int64]*Individu
	cars      map[int64]*Vehicle
	carOrder  []int64
	periods   map[int64]*Period // by extension
	hours     map[int64]*Hours
	trips     map[int64]*Trip
	tripOrder []int64
	shift     time.Duration
}

func newFleet() fleet {
	return fleet{
		byID: make(map[int64]*Individu), cars: make(map[int64]*Vehicle), periods: make(map[int64]*Period),
		hours: make(map[int64]*Hours), trips: make(map[int64]*Trip),
	}
}

// AddEntite adds an entité.
func (s *Server) AddEntite(e Entite) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fleet.entites = append(s.fleet.entites, e)
}

// AddIndividu adds a person.
func (s *Server) AddIndividu(i Individu) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fleet.individus = append(s.fleet.individus, &i)
	s.fleet.byID[i.ID] = &i
}

// AddVehicle adds a vehicle.
func (s *Server) AddVehicle(v Vehicle) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fleet.cars[v.ID] = &v
	s.fleet.carOrder = append(s.fleet.carOrder, v.ID)
}

// AddPeriod adds an exceptional period as it is, past ones too, and gives the id of its extension.
func (s *Server) AddPeriod(individuID int64, debut, fin time.Time, description string) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addPeriod(individuID, debut, fin, description)
}

// AddHours adds recurring hours as they are and gives their id.
func (s *Server) AddHours(h Hours) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.addHours(h)
}

// AddTrip adds an étape; an ID of 0 is replaced by a new one, which comes back.
func (s *Server) AddTrip(t Trip) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	if t.ID == 0 {
		t.ID = s.next()
	}
	s.fleet.trips[t.ID] = &t
	s.fleet.tripOrder = append(s.fleet.tripOrder, t.ID)
	return t.ID
}

// Individus gives the people of the fleet.
func (s *Server) Individus() []Individu {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := make([]Individu, 0, len(s.fleet.individus))
	for _, i := range s.fleet.individus {
		found = append(found, *i)
	}
	return found
}

// Vehicles gives the vehicles of the fleet.
func (s *Server) Vehicles() []Vehicle {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := make([]Vehicle, 0, len(s.fleet.carOrder))
	for _, id := range s.fleet.carOrder {
		found = append(found, *s.fleet.cars[id])
	}
	return found
}

// Periods gives what is recorded of an individu's exceptional periods, by start.
func (s *Server) Periods(individuID int64) []Period {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := make([]Period, 0)
	for _, p := range s.periodsOf(individuID) {
		copied := *p
		copied.HoraireIDs = slices.Clone(p.HoraireIDs)
		found = append(found, copied)
	}
	slices.SortStableFunc(found, func(a, b Period) int { return a.Debut.Compare(b.Debut) })
	return found
}

// Week gives what is recorded of an individu's recurring hours, closed ones too, in the order of the week.
func (s *Server) Week(individuID int64) []Hours {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := make([]Hours, 0)
	for _, h := range s.hoursOf(individuID) {
		found = append(found, *h)
	}
	slices.SortStableFunc(found, func(a, b Hours) int {
		return cmp.Or(a.Du.Compare(b.Du), slices.Index(jours(), a.Jour)-slices.Index(jours(), b.Jour), a.Debut-b.Debut)
	})
	return found
}

// Trips gives an individu's étapes, by start.
func (s *Server) Trips(individuID int64) []Trip {
	s.mu.Lock()
	defer s.mu.Unlock()
	found := make([]Trip, 0)
	for _, id := range s.fleet.tripOrder {
		if t := s.fleet.trips[id]; t.IndividuID == individuID {
			found = append(found, *t)
		}
	}
	slices.SortStableFunc(found, func(a, b Trip) int { return a.Debut.Compare(b.Debut) })
	return found
}

// orNull writes an empty text as null, as OCEAN does.
func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}

func (i *Individu) wire() map[string]any {
	initials := ""
	if i.Prenom != "" && i.Nom != "" {
		initials = string([]rune(i.Prenom)[0]) + string([]rune(i.Nom)[0])
	}
	return map[string]any{
		"id": i.ID, "nomInd": orNull(i.Nom), "prenomInd": orNull(i.Prenom), "matriculeInd": orNull(i.Matricule),
		"gsm": orNull(i.Phone), "email": orNull(i.Email), "suppressionLogique": i.Supprime,
		"idCivilite": i.Civilite, "initialesInd": orNull(initials),
	}
}

func (s *Server) wireEntite(id int64) any {
	for _, e := range s.fleet.entites {
		if e.ID == id {
			return map[string]any{"id": e.ID, "nom": e.Nom, "suppressionLogique": false}
		}
	}
	return nil
}

func (v *Vehicle) wire() map[string]any {
	wire := map[string]any{
		"id": v.ID, "immatriculation": v.Immatriculation, "numeroEmbarque": v.NumeroEmbarque, "marque": v.Marque,
		"modele": v.Modele, "privacyEnabled": v.PrivacyEnabled, "geolocalise": true, "suppressionLogique": false,
		"typeMotorisation": "MONO", "categorie": "UNDEFINED", "dioEnabled": false,
	}
	if v.WithoutPrivacy {
		delete(wire, "privacyEnabled")
	}
	return wire
}

// individus answers the list. Beside what was asked for it fills in everything it knows, except that the
// vehicle comes with WITH_VEHICLE and without a criteria only, and so on for the other parts.
func (s *Server) individus(query url.Values, _ []byte) reply {
	criteria := query.Get("criteria")
	if !slices.Contains([]string{"", "WITHOUT_USER", "WITH_USER", "WITH_ENTITE", "WITH_GSM", "WITH_VEHICLE"}, criteria) {
		return bad("criteria")
	}
	found := make([]map[string]any, 0, len(s.fleet.individus))
	for _, i := range s.fleet.individus {
		user := i.UserEmail != "" || i.UserLogin != ""
		car := s.fleet.cars[i.VehicleID]
		switch {
		case criteria == "WITHOUT_USER" && user, criteria == "WITH_USER" && !user, criteria == "WITH_VEHICLE" && car == nil,
			criteria == "WITH_ENTITE" && i.EntiteID == 0, criteria == "WITH_GSM" && i.Phone == "":
			continue
		}
		fiche := map[string]any{
			"individu": i.wire(), "entite": nil, "utilisateur": nil, "groupe": nil, "fonctionnalites": []any{},
			"vehicleFieldsDTO": nil,
			"propSpecifiqueDTO": map[string]any{
				"adresse": "12 rue Imaginaire", "ville": "Fictive-sur-Loire", "numeroPermis": "000000000000",
				"dateNaissanceConducteur": "1990-01-01T00:00:00.000Z", "id": s.seq + i.ID,
			},
		}
		whole := criteria == "" && !s.opts.OnlyAsked
		if whole || criteria == "WITH_ENTITE" {
			fiche["entite"] = s.wireEntite(i.EntiteID)
		}
		if user && (whole || criteria == "WITH_USER") {
			fiche["utilisateur"] = map[string]any{
				"id": i.ID + 5000, "emailUti": orNull(i.UserEmail), "loginUti": orNull(i.UserLogin), "nomUti": i.Nom,
				"prenomUti": i.Prenom, "individu": i.wire(), "utilisateurType": "CLASSIC", "suppressionLogique": false,
			}
		}
		if car != nil && (whole || criteria == "WITH_VEHICLE") {
			fiche["vehicleFieldsDTO"] = car.wire()
		}
		found = append(found, fiche)
	}
	return answerJSON(found)
}

// vehicles answers who drives what.
func (s *Server) vehicles(query url.Values, _ []byte) reply {
	found := make([]map[string]any, 0)
	for _, id := range s.fleet.carOrder {
		car := s.fleet.cars[id]
		if plate := query.Get("immatriculation"); plate != "" && !strings.EqualFold(plate, car.Immatriculation) {
			continue
		}
		row := map[string]any{"vehicle": car.wire(), "chauffeur": nil, "entite": s.wireEntite(car.EntiteID)}
		for _, i := range s.fleet.individus {
			if i.VehicleID == car.ID && !i.Supprime {
				row["chauffeur"] = i.wire()
				break
			}
		}
		found = append(found, row)
	}
	return answerJSON(found)
}

func (s *Server) entities(url.Values, []byte) reply {
	found := make([]map[string]any, 0)
	for _, e := range s.fleet.entites {
		found = append(found, map[string]any{"id": e.ID, "nom": e.Nom})
	}
	return answerJSON(map[string]any{"entities": found})
}

// known tells whether an individuId names somebody; deleted people can't be written for.
func (s *Server) known(query url.Values) (*Individu, *reply) {
	id, ok := int64Param(query, "individuId")
	if !ok {
		refused := bad("individuId")
		return nil, &refused
	}
	i := s.fleet.byID[id]
	if i == nil || i.Supprime {
		refused := bad("Utilisateur n'a pas d'Individu !")
		return nil, &refused
	}
	return i, nil
}

var _ http.Handler = (*Server)(nil)
