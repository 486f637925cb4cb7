package oceansim

import (
	"net/url"
	"strconv"
	"time"
)

// ficheJour answers the trips of a vehicle on a day, in UTC.
func (s *Server) ficheJour(query url.Values, _ []byte) reply {
	car, ok := int64Param(query, "vehId")
	day, err := time.Parse("02/01/2006", query.Get("date"))
	if !ok || err != nil {
		return bad("vehId, date")
	}
	if s.fleet.cars[car] == nil {
		return bad("vehId")
	}
	rows := make([]map[string]any, 0)
	for _, id := range s.fleet.tripOrder {
		t := s.fleet.trips[id]
		if t.VehicleID != car || !t.Debut.Truncate(24*time.Hour).Equal(day) || t.Private && !s.opts.FicheJourShowsPrivate {
			continue
		}
		rows = append(rows, map[string]any{
			"id": t.ID, "type": "T", "dureeMs": t.Fin.Sub(t.Debut).Milliseconds(), "distanceMeter": t.Metres,
			"anomalyType": nil, "posDeb": s.wirePosition(t, t.Debut, t.From, "D"), "posFin": s.wirePosition(t, t.Fin, t.To, "A"),
		})
	}
	return answerJSON(map[string]any{"fjRows": rows})
}

func (s *Server) wirePosition(t *Trip, at time.Time, place, etat string) map[string]any {
	var driver any
	if i := s.fleet.byID[t.IndividuID]; i != nil {
		driver = map[string]any{"nom": i.Nom, "prenom": i.Prenom, "matricule": orNull(i.Matricule)}
	}
	return map[string]any{
		"date": at.UTC().Format("02/01/2006"), "heure": at.UTC().Format("15:04:05"), "etat": etat, "driver": driver,
		"fullAddress": map[string]any{"address": place, "country": "France"}, "latitudeY": 0.5, "longitudeX": 0.5,
	}
}

// posteriori registers what is asked for a trip.
func (s *Server) posteriori(query url.Values, _ []byte) reply {
	number, ok := int64Param(query, "numeroEmbarque")
	etape, etapeOK := int64Param(query, "idEtape")
	privacy, err := strconv.ParseBool(query.Get("privacy"))
	if !ok || !etapeOK || err != nil || query.Get("privacy") != strconv.FormatBool(privacy) {
		return bad("idEtape, numeroEmbarque, privacy")
	}
	t := s.fleet.trips[etape]
	if t == nil {
		return bad("idEtape")
	}
	car := s.fleet.cars[t.VehicleID]
	code := query.Get("codeExploitant")
	switch {
	case car == nil || car.NumeroEmbarque != number:
		return bad("numeroEmbarque")
	case code != "" && code != car.CodeExploitant:
		return bad("codeExploitant")
	case !car.PrivacyEnabled:
		return bad("Le véhicule n'a pas de mode vie privée")
	}
	t.Asked = &privacy
	return s.boolean(true)
}
