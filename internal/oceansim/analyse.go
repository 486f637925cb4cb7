package oceansim

import (
	"encoding/json"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// analyseQuery is what an analysis is asked.
type analyseQuery struct {
	Filter struct {
		Persons    []int64 `json:"persons"`
		Entities   []int64 `json:"entities"`
		Groups     []int64 `json:"groups"`
		VehicleIDs []int64 `json:"vehicleIds"`
	} `json:"filter"`
	RenderMode string `json:"renderMode"`
	Criteria   string `json:"criteria"`
	Periode    struct {
		Debut json.RawMessage `json:"debut"`
		Fin   json.RawMessage `json:"fin"`
	} `json:"periode"`
}

// renderModes are those that the service knows.
func renderModes() []string {
	modes := []string{
		"BY_DRIVER_VEHICLE_FUNCTION_WITH_HORAIRE_SYNTHESIS", "BY_DRIVER_VEHICLE_FUNCTION_WITH_HORAIRE_DETAIL",
	}
	for _, by := range []string{"BY_DRIVER_", "BY_VEHICLE_"} {
		for _, hours := range []string{"WITHOUT_HORAIRE_", "WITH_HORAIRE_"} {
			modes = append(modes, by+hours+"SYNTHESIS", by+hours+"DETAIL")
		}
	}
	return modes
}

// periodInstant reads an instant of the period: epoch milliseconds or ISO 8601.
func periodInstant(raw json.RawMessage) (time.Time, bool) {
	var ms int64
	if json.Unmarshal(raw, &ms) == nil && string(raw) != "null" {
		return time.UnixMilli(ms).UTC(), true
	}
	var text string
	if json.Unmarshal(raw, &text) != nil {
		return time.Time{}, false
	}
	at, err := time.Parse(time.RFC3339, text)
	return at.UTC(), err == nil
}

// analyse answers trees of totals: by entité, and in each a row for each driver or vehicle.
func (s *Server) analyse(_ url.Values, body []byte) reply {
	var q analyseQuery
	if json.Unmarshal(body, &q) != nil {
		return bad("body")
	}
	from, fromOK := periodInstant(q.Periode.Debut)
	to, toOK := periodInstant(q.Periode.Fin)
	switch {
	case !slices.Contains(renderModes(), q.RenderMode):
		return bad("renderMode")
	case !slices.Contains([]string{"GEOLOCATION", "WIHOUT_GEOLOCATION", "ALL"}, q.Criteria):
		return bad("criteria")
	case !fromOK || !toOK || !from.Before(to):
		return bad("periode")
	}
	trips := s.analysed(&q, from, to)
	result := map[string]any{
		"mode": q.RenderMode, "synthesisTreeByDriver": nil, "synthesisTreeByVehicle": nil,
		"htmlTable": "<table></table>", "bean": map[string]any{},
	}
	detail := strings.HasSuffix(q.RenderMode, "DETAIL")
	if strings.HasPrefix(q.RenderMode, "BY_VEHICLE") {
		result["synthesisTreeByVehicle"] = s.tree(trips, detail, func(t *Trip) int64 { return t.VehicleID })
	} else {
		result["synthesisTreeByDriver"] = s.tree(trips, detail, func(t *Trip) int64 { return t.IndividuID })
	}
	return answerJSON([]any{result})
}

// analysed gives the trips that an analysis counts. An empty filter filters nothing; [0] filters on id 0.
func (s *Server) analysed(q *analyseQuery, from, to time.Time) []*Trip {
	wanted := func(filter []int64, id int64) bool {
		return len(filter) == 0 || s.opts.EverybodysTrips || slices.Contains(filter, id)
	}
	var found []*Trip
	for _, id := range s.fleet.tripOrder {
		t := s.fleet.trips[id]
		i := s.fleet.byID[t.IndividuID]
		if i == nil || t.Debut.Before(from) || !t.Debut.Before(to) || q.Criteria == "WIHOUT_GEOLOCATION" ||
			!s.opts.AnalysisOfAll && !wanted(q.Filter.Persons, t.IndividuID) || !wanted(q.Filter.VehicleIDs, t.VehicleID) ||
			!wanted(q.Filter.Entities, i.EntiteID) || !wanted(q.Filter.Groups, 1) {
			continue
		}
		found = append(found, t)
	}
	return found
}

// tree builds a tree: a root, a node for each entité, in it a row for each key.
func (s *Server) tree(trips []*Trip, detail bool, key func(*Trip) int64) map[string]any {
	nodes := map[string]any{}
	for _, e := range s.fleet.entites {
		var inside []*Trip
		for _, t := range trips {
			if i := s.fleet.byID[t.IndividuID]; i != nil && i.EntiteID == e.ID {
				inside = append(inside, t)
			}
		}
		if len(inside) > 0 {
			nodes[strconv.FormatInt(e.ID, 10)] = s.node(inside, map[string]any{}, s.wireEntite(e.ID), detail, key)
		}
	}
	root := s.node(nil, nodes, map[string]any{"id": 1, "nom": "Client", "suppressionLogique": false}, detail, key)
	root["entityTotalCumul"] = s.bean(trips, false)
	return root
}

func (s *Server) node(trips []*Trip, nodes map[string]any, entity any, detail bool, key func(*Trip) int64) map[string]any {
	rows := map[string]any{}
	if !s.opts.WithoutRows {
		groups := map[int64][]*Trip{}
		for _, t := range trips {
			groups[key(t)] = append(groups[key(t)], t)
		}
		for id, group := range groups {
			name := strconv.FormatInt(id, 10) + "_0"
			if !detail {
				rows[name] = s.bean(group, true)
				continue
			}
			list := make([]any, 0, len(group))
			for _, t := range group {
				if s.opts.AnalysisSplits {
					first, second := t.halves()
					list = append(list, s.bean([]*Trip{first}, true), s.bean([]*Trip{second}, true))
					continue
				}
				list = append(list, s.bean([]*Trip{t}, true))
			}
			rows[name] = list
		}
	}
	return map[string]any{
		"nodes": nodes, "entity": entity, "entityTotalByFlagCumul": map[string]any{}, "entityTotalCumul": s.bean(trips, false),
		"content": map[string]any{
			"chauffeursByIdDriverAndPeriodeBean": map[string]any{"map": s.asMap(rows)},
			"entityTotal":                        s.bean(trips, false), "refItems": map[string]any{}, "entityTotalByFlag": map[string]any{},
			"entity": entity, "typeMotorisationEnergyeMap": s.asMap(map[string]any{}),
		},
	}
}

// litreIn is how many seconds a litre of fuel lasts.
const litreIn = 1200

// bean is a total. With who it tells of whom, and for a lone trip which.
func (s *Server) bean(trips []*Trip, who bool) map[string]any {
	seconds, metres := map[string]any{}, map[string]any{}
	var duration, distance [2]int64
	for _, t := range trips {
		kind := 1
		if t.counted() {
			kind = 0
		}
		duration[kind] += int64(t.Fin.Sub(t.Debut) / time.Second)
		distance[kind] += t.Metres
		seconds[s.opts.PeriodKeys[kind]] = duration[kind]
		metres[s.opts.PeriodKeys[kind]] = distance[kind]
	}
	bean := map[string]any{
		"consoL": float64(duration[0]+duration[1]) / litreIn, "consoKWh": 0, "cost": 0, "dayDate": nil, "driver": nil, "vehicle": nil, "entity": nil,
		"total": map[string]any{
			"durationInSecByPeriodMap": s.asMap(seconds), "distanceInMeterByPeriodMap": s.asMap(metres),
			"distanceElectriqueInMeterByPeriodMap": s.asMap(map[string]any{}), "utilisationBatterieByPeriodMap": s.asMap(map[string]any{}),
		},
	}
	if !who || len(trips) == 0 {
		return bean
	}
	first := trips[0]
	driver := map[string]any{"individu": nil, "affectedEtape": nil, "isRelevant": true}
	if i := s.fleet.byID[first.IndividuID]; i != nil {
		driver["individu"], bean["entity"] = i.wire(), s.wireEntite(i.EntiteID)
	}
	car := s.fleet.cars[first.VehicleID]
	if car != nil {
		bean["vehicle"] = car.wire()
	}
	if len(trips) == 1 && car != nil {
		driver["affectedEtape"] = map[string]any{
			"idEtape": first.ID, "numeroEmbarque": car.NumeroEmbarque, "codeExploitant": car.CodeExploitant,
			"debut":                first.Debut.UTC().Format("2006-01-02T15:04:05.000Z"),
			"creation":             first.Fin.UTC().Format("2006-01-02T15:04:05.000Z"),
			"modeAffectationEtape": "AUTO", "typeAffectationEtape": "CHAUFFEUR",
		}
		bean["dayDate"] = first.Debut.UTC().Format("02/01/2006")
	}
	bean["driver"] = driver
	return bean
}

// asMap writes a map in the form of the options.
func (s *Server) asMap(m map[string]any) any {
	if !s.opts.MapsAsArrays {
		return m
	}
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	entries := make([]any, 0, len(m))
	for _, key := range keys {
		entries = append(entries, map[string]any{"key": key, "value": m[key]})
	}
	return entries
}
