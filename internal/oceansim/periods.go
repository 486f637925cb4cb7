package oceansim

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

func (s *Server) addPeriod(individuID int64, debut, fin time.Time, description string) int64 {
	debut, fin = debut.UTC().Truncate(time.Second), fin.UTC().Truncate(time.Second)
	p := &Period{
		OuterID: s.next(), IndividuID: individuID, Debut: debut, Fin: fin, Description: description,
		firstDescription: description,
	}
	s.next() // the ids of the three kinds don't follow upon each other
	s.next()
	p.ExtensionID = s.next()
	s.writeHoraires(p)
	s.fleet.periods[p.ExtensionID] = p
	return p.ExtensionID
}

// writeHoraires gives a period one horaire a day, with ids of its own.
func (s *Server) writeHoraires(p *Period) {
	p.HoraireIDs = nil
	for day := p.Debut.Truncate(24 * time.Hour); day.Before(p.Fin) && len(p.HoraireIDs) < 400; day = day.AddDate(0, 0, 1) {
		p.HoraireIDs = append(p.HoraireIDs, s.next())
	}
}

// periodsOf gives somebody's periods in the order in which they were made, which is not that of time.
func (s *Server) periodsOf(individuID int64) []*Period {
	var found []*Period
	for _, p := range s.fleet.periods {
		if p.IndividuID == individuID {
			found = append(found, p)
		}
	}
	slices.SortFunc(found, func(a, b *Period) int { return cmp.Compare(a.ExtensionID, b.ExtensionID) })
	return found
}

// listPeriods answers the periods of an individu. With a window it gives those that share an instant with it.
func (s *Server) listPeriods(query url.Values, _ []byte) reply {
	id, ok := int64Param(query, "individuId")
	if !ok {
		return bad("individuId")
	}
	from, hasFrom, fromOK := s.dateParam(query, "dateDebut")
	to, hasTo, toOK := s.dateParam(query, "dateFin")
	if !fromOK || !toOK {
		return bad("date")
	}
	found := make([]map[string]any, 0)
	for _, p := range s.periodsOf(id) {
		if hasFrom && !p.Fin.After(from) || hasTo && !p.Debut.Before(to) {
			continue
		}
		found = append(found, s.wirePeriod(p))
	}
	if len(found) == 0 {
		return nothing()
	}
	return answerJSON(found)
}

func (s *Server) wirePeriod(p *Period) map[string]any {
	var individu any
	if i := s.fleet.byID[p.IndividuID]; i != nil {
		individu = i.wire()
	}
	horaires := make([]map[string]any, 0, len(p.HoraireIDs))
	for n, id := range p.HoraireIDs {
		day := p.Debut.Truncate(24*time.Hour).AddDate(0, 0, n)
		debut, fin := later(p.Debut, day), earlier(p.Fin, day.AddDate(0, 0, 1))
		first, last := int(debut.Sub(day)/time.Minute), int(fin.Sub(day)/time.Minute)
		horaires = append(horaires, map[string]any{
			"id": id, "individu": individu, "debut": debut.UnixMilli(), "fin": fin.UnixMilli(),
			"horaire": map[string]any{
				"id": id + 1500000, "idJourSemaine": jourOf(day.Weekday()), "typeHoraires": "VIE_PRIVEE_EXCEPTIONNELLE",
				"debutHeure": first / 60, "debutMinute": first % 60, "finHeure": last / 60, "finMinute": last % 60,
			},
		})
	}
	return map[string]any{
		"id": p.OuterID, "extension": map[string]any{"id": p.ExtensionID, "description": p.Description},
		"description": p.firstDescription, // the outer one is not the one that was changed
		"utilisateur": map[string]any{"id": 2000000015, "nomUti": "Compte", "prenomUti": "Simulé", "loginUti": s.opts.Login},
		"individu":    individu, "debut": p.Debut.UnixMilli(), "fin": p.Fin.UnixMilli(), "horairesIndividu": horaires,
	}
}

// savePeriod creates a period, or changes one where extensionIdToUpdate is there.
func (s *Server) savePeriod(query url.Values, _ []byte) reply {
	individu, refused := s.known(query)
	if refused != nil {
		return *refused
	}
	debut, hasDebut, debutOK := s.dateParam(query, "dateDebut")
	fin, hasFin, finOK := s.dateParam(query, "dateFin")
	if !hasDebut || !hasFin || !debutOK || !finOK {
		return bad("dateDebut, dateFin")
	}
	if !debut.Before(fin) {
		return bad("La date de fin précède la date de début")
	}
	if _, changes := query["extensionIdToUpdate"]; changes {
		return s.changePeriod(query, individu, debut, fin)
	}
	now := s.now()
	if !fin.After(now) {
		return bad("On n'impacte pas le passé")
	}
	s.addPeriod(individu.ID, later(debut, now).Add(s.fleet.shift), fin.Add(s.fleet.shift), query.Get("description"))
	return s.boolean(true)
}

// changePeriod keeps to the rule that nothing past changes: of a period that has ended nothing may, of one
// that is running the end may, to now or later.
func (s *Server) changePeriod(query url.Values, individu *Individu, debut, fin time.Time) reply {
	id, ok := int64Param(query, "extensionIdToUpdate")
	p := s.fleet.periods[id]
	if !ok || p == nil || p.IndividuID != individu.ID {
		return bad("extensionIdToUpdate " + strconv.FormatInt(id, 10))
	}
	now := s.now()
	switch {
	case !p.Fin.After(now), fin.Before(now):
		return bad("On n'impacte pas le passé")
	case p.Debut.After(now): // it hasn't begun
		if !fin.After(now) {
			return bad("On n'impacte pas le passé")
		}
		debut = later(debut, now)
	case !debut.Equal(p.Debut):
		return bad("On n'impacte pas le passé : le début est passé")
	}
	p.Debut, p.Fin = debut.Add(s.fleet.shift), fin.Add(s.fleet.shift)
	if _, given := query["description"]; given {
		p.Description = query.Get("description")
	}
	s.writeHoraires(p)
	return s.boolean(true)
}

// dropPeriods deletes the period of an extension, and only where it is wholly in the future. The documents
// show one id.
func (s *Server) dropPeriods(query url.Values, _ []byte) reply {
	id, ok := int64Param(query, "horaireExtensionIds")
	if !ok {
		return bad("horaireExtensionIds")
	}
	switch p := s.fleet.periods[id]; {
	case p == nil:
		return bad("horaireExtensionIds " + strconv.FormatInt(id, 10))
	case !p.Debut.After(s.now()):
		return bad("On n'impacte pas le passé")
	}
	delete(s.fleet.periods, id)
	return reply{status: http.StatusNoContent}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earlier(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
