package oceansim

import (
	"net/url"
	"strconv"
	"time"
)

// PositionForm is how the date, the hour and the state of a position are written: the documents name no form.
type PositionForm uint8

// The forms of a position.
const (
	PositionsApart  PositionForm = iota // 07/02/2025 and 07:16:15, D and A
	PositionsJoined                     // 07/02/2025 07:16:15 +0000 and 07:16, words
	PositionsISO                        // 2025-02-07T00:00:00.000Z and 07:16:15
	PositionsMillis                     // epoch milliseconds, and nothing
	PositionsOffset                     // 07/02/2025 and 08:16 +0100
	PositionsLocal                      // 07/02/2025 and 08:16:15, on the wall of the service's zone
	PositionsNone                       // no date, and words for an hour
)

// PositionForms gives every form whose instants can be read.
func PositionForms() []PositionForm {
	return []PositionForm{PositionsApart, PositionsJoined, PositionsISO, PositionsMillis, PositionsOffset}
}

func (f PositionForm) write(at time.Time, zone *time.Location) (date, heure any) {
	utc, local := at.UTC(), at.In(zone)
	switch f {
	case PositionsApart:
		return utc.Format("02/01/2006"), utc.Format("15:04:05")
	case PositionsJoined:
		return utc.Format("02/01/2006 15:04:05 -0700"), local.Format("15:04")
	case PositionsISO:
		return utc.Format("2006-01-02T00:00:00.000Z"), utc.Format("15:04:05")
	case PositionsMillis:
		return utc.UnixMilli(), nil
	case PositionsOffset:
		return local.Format("02/01/2006"), local.Format("15:04:05 -0700")
	case PositionsLocal:
		return local.Format("02/01/2006"), local.Format("15:04:05")
	case PositionsNone:
		return nil, "le matin"
	}
	return nil, nil
}

// ficheJour answers the trips of a vehicle on a day, in UTC, and the stops after them.
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
		if t.VehicleID != car || !t.Debut.UTC().Truncate(24*time.Hour).Equal(day) || t.counted() && !s.opts.FicheJourShowsPrivate {
			continue
		}
		var end any
		if !t.Open {
			end = s.wirePosition(t, t.Fin, t.To, "A")
		}
		rows = append(rows, map[string]any{
			"id": t.ID, "type": "T", "dureeMs": t.Fin.Sub(t.Debut).Milliseconds(), "distanceMeter": t.Metres,
			"anomalyType": nil, "posDeb": s.wirePosition(t, t.Debut, t.From, "D"), "posFin": end,
		})
		if !t.Open {
			rows = append(rows, map[string]any{
				"id": t.ID, "type": "A", "dureeMs": 60000, "distanceMeter": 0, "anomalyType": nil,
				"posDeb": s.wirePosition(t, t.Fin, t.To, "A"), "posFin": nil,
			})
		}
	}
	return answerJSON(map[string]any{"fjRows": rows})
}

func (s *Server) wirePosition(t *Trip, at time.Time, place, etat string) map[string]any {
	var driver any
	if i := s.fleet.byID[t.IndividuID]; i != nil && !t.Unnamed {
		driver = map[string]any{"nom": i.Nom, "prenom": i.Prenom, "matricule": orNull(i.Matricule)}
	}
	date, heure := s.opts.Positions.write(at, s.opts.Zone)
	if s.opts.Positions == PositionsJoined {
		etat = map[string]string{"D": "Départ", "A": "Arrêt"}[etat]
	}
	return map[string]any{
		"date": date, "heure": heure, "etat": etat, "driver": driver,
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
