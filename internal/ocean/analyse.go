package ocean

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// RenderMode is how an analysis is laid out.
type RenderMode string

// The layouts of an analysis. Those WithHoraire distinguish the customer's hours; Detail gives étapes.
const (
	ByDriverSynthesis            RenderMode = "BY_DRIVER_WITHOUT_HORAIRE_SYNTHESIS"
	ByDriverHoraireSynthesis     RenderMode = "BY_DRIVER_WITH_HORAIRE_SYNTHESIS"
	ByDriverDetail               RenderMode = "BY_DRIVER_WITHOUT_HORAIRE_DETAIL"
	ByDriverHoraireDetail        RenderMode = "BY_DRIVER_WITH_HORAIRE_DETAIL"
	ByVehicleSynthesis           RenderMode = "BY_VEHICLE_WITHOUT_HORAIRE_SYNTHESIS"
	ByVehicleHoraireSynthesis    RenderMode = "BY_VEHICLE_WITH_HORAIRE_SYNTHESIS"
	ByVehicleDetail              RenderMode = "BY_VEHICLE_WITHOUT_HORAIRE_DETAIL"
	ByVehicleHoraireDetail       RenderMode = "BY_VEHICLE_WITH_HORAIRE_DETAIL"
	ByDriverVehicleFuncSynthesis RenderMode = "BY_DRIVER_VEHICLE_FUNCTION_WITH_HORAIRE_SYNTHESIS"
	ByDriverVehicleFuncDetail    RenderMode = "BY_DRIVER_VEHICLE_FUNCTION_WITH_HORAIRE_DETAIL"
)

// AnalyseCriteria says which vehicles an analysis takes.
type AnalyseCriteria string

// The criteria of an analysis.
const (
	Geolocated AnalyseCriteria = "GEOLOCATION"
	// NotGeolocated is spelled the way OCEAN spells it, without its first T.
	NotGeolocated AnalyseCriteria = "WIHOUT_GEOLOCATION"
	AllVehicles   AnalyseCriteria = "ALL"
)

// AnalyseQuery is what an analysis is asked. An empty filter filters nothing.
type AnalyseQuery struct {
	Persons, Entities, Groups, VehicleIDs []int64
	Mode                                  RenderMode      // empty is ByDriverSynthesis
	Criteria                              AnalyseCriteria // empty is AllVehicles
	// Debut and Fin are instants, sent as epoch milliseconds.
	Debut, Fin time.Time
}

// Usage is what a period key of OCEAN stands for.
type Usage uint8

// The three uses. The keys themselves are not documented.
const (
	Autre  Usage = iota // neither: shown under its own name, counted in totals, never as private
	Privee              // a key that holds PRIV
	Pro                 // a key that holds PRO
)

// UsageOf reads a period key.
func UsageOf(key string) Usage {
	switch upper := strings.ToUpper(key); {
	case strings.Contains(upper, "PRIV"):
		return Privee
	case strings.Contains(upper, "PRO"):
		return Pro
	}
	return Autre
}

// Mesures are the figures of a total, by period key as OCEAN writes it.
type Mesures struct {
	Duree map[string]time.Duration
	// DistanceM and DistanceElectriqueM are in metres.
	DistanceM, DistanceElectriqueM map[string]int64
	// Batterie is the use of the battery, in OCEAN's own unit.
	Batterie map[string]float64
	// ConsoL in litres, ConsoKWh in kWh, Cout in the customer's currency.
	ConsoL, ConsoKWh, Cout float64
}

// Etape is the étape of a row in a detail.
type Etape struct {
	EtapeKey

	// Debut is the instant at which it began, in UTC; zero where OCEAN gave none.
	Debut time.Time
}

// Ligne is one total of an analysis.
type Ligne struct {
	Mesures

	// Individu, Vehicle and Entite are zero where the total isn't of one.
	Individu Individu
	Vehicle  Vehicle
	Entite   Entite
	// Etape is there in details only.
	Etape *Etape
	// Jour is OCEAN's dayDate, in no documented form.
	Jour string
	// Details are the totals that stand inside this one. They are parts of it, not to be added to it.
	Details []Ligne
}

// Arbre is one tree of an analysis.
type Arbre struct {
	// Lignes are the rows per driver or vehicle, over all entités. Empty where OCEAN gave none: then ask once
	// per driver, with his id as the only one of Persons, and take Cumul.
	Lignes []Ligne
	// Cumul is the total of everything; nil where there is none.
	Cumul *Ligne
}

// Analyse is the answer of an analysis. OCEAN's HTML is not read.
type Analyse struct {
	ParConducteur Arbre
	ParVehicule   Arbre
}

type jsonFilter struct {
	Persons    []int64 `json:"persons,omitempty"`
	Entities   []int64 `json:"entities,omitempty"`
	Groups     []int64 `json:"groups,omitempty"`
	VehicleIDs []int64 `json:"vehicleIds,omitempty"`
}

type jsonAnalyse struct {
	Filter   jsonFilter      `json:"filter"`
	Mode     RenderMode      `json:"renderMode"`
	Criteria AnalyseCriteria `json:"criteria"`
	Periode  struct {
		Debut int64 `json:"debut"`
		Fin   int64 `json:"fin"`
	} `json:"periode"`
}

// Analyse adds up private and professional use. It may take long, and is large for a large customer. Many
// identical calls at once are one, and what it gives is shared between them: it is not to be changed.
//
// POST /restapi/analyse/preformattedPrivacy, see
// https://v3.oceansystem.com/ocean/restapi/common/openapi/explorer#?route=post-/analyse/preformattedPrivacy
func (c *Client) Analyse(ctx context.Context, q AnalyseQuery) (Analyse, error) {
	const op = "analyse the use of vehicles"
	if q.Debut.IsZero() || !q.Debut.Before(q.Fin) {
		return Analyse{}, invalid(op, "the period ends before it starts")
	}
	ask := jsonAnalyse{
		Filter: jsonFilter{q.Persons, q.Entities, q.Groups, q.VehicleIDs},
		Mode:   orElse(q.Mode, ByDriverSynthesis), Criteria: orElse(q.Criteria, AllVehicles),
	}
	ask.Periode.Debut, ask.Periode.Fin = q.Debut.UnixMilli(), q.Fin.UnixMilli()
	body, err := json.Marshal(ask)
	if err != nil {
		return Analyse{}, notSent(op, fmt.Errorf("write the question: %w", err))
	}
	return shared(ctx, c, op, c.sinceWrites("analyse "+string(body)), func(ctx context.Context) (Analyse, error) {
		var found Analyse
		err := c.do(ctx, call{
			op: op, method: http.MethodPost, path: "/restapi/analyse/preformattedPrivacy", body: body,
			limit: limitLarge, within: c.listTimeout,
			read: func(status int, body io.Reader) (err error) {
				if status == http.StatusNoContent {
					return nil
				}
				found, err = readAnalyse(body, ask.Mode)
				return err
			},
		})
		return found, err
	})
}

// readAnalyse reads the answer: an array of results, of which each may hold either tree. Results that say
// they have another layout than the one that was asked for hold the same figures once more, and are left
// out; where none says that it has the right one, all are taken.
func readAnalyse(body io.Reader, asked RenderMode) (Analyse, error) {
	var inMode, inOther Analyse
	matched := false
	err := eachItem(body, func(w *struct {
		Mode    text            `json:"mode"`
		Driver  json.RawMessage `json:"synthesisTreeByDriver"`
		Vehicle json.RawMessage `json:"synthesisTreeByVehicle"`
		Bean    json.RawMessage `json:"bean"`
	},
	) error {
		into := &inOther
		if strings.EqualFold(string(w.Mode), string(asked)) {
			into, matched = &inMode, true
		}
		byDriver, byVehicle := readTree(w.Driver), readTree(w.Vehicle)
		if len(byDriver.Lignes) == 0 && len(byVehicle.Lignes) == 0 {
			// Nobody knows what a bean holds; where the trees have no rows it may.
			byDriver.Lignes = walk(w.Bean, 0)
		}
		into.ParConducteur.add(byDriver)
		into.ParVehicule.add(byVehicle)
		return nil
	})
	if matched {
		return inMode, err
	}
	return inOther, err
}

// add puts the rows of two trees together, and what they come to.
func (a *Arbre) add(b Arbre) {
	a.Lignes = append(a.Lignes, b.Lignes...)
	switch {
	case b.Cumul == nil:
	case a.Cumul == nil:
		a.Cumul = b.Cumul
	default:
		a.Cumul.add(b.Cumul.Mesures)
	}
}

// add counts b in.
func (m *Mesures) add(b Mesures) {
	addFigures(m.Duree, b.Duree)
	addFigures(m.DistanceM, b.DistanceM)
	addFigures(m.DistanceElectriqueM, b.DistanceElectriqueM)
	addFigures(m.Batterie, b.Batterie)
	m.ConsoL, m.ConsoKWh, m.Cout = m.ConsoL+b.ConsoL, m.ConsoKWh+b.ConsoKWh, m.Cout+b.Cout
}

func addFigures[N time.Duration | int64 | float64](into, from map[string]N) {
	for key, n := range from {
		into[key] += n
	}
}

// readTree reads a tree: its root's total, and every row anywhere in it.
func readTree(raw json.RawMessage) Arbre {
	var tree Arbre
	for _, p := range objectPairs(raw) {
		if p.key == "entityTotalCumul" {
			if l, ok := readLigne(p.value); ok {
				tree.Cumul = &l
			}
		}
	}
	tree.Lignes = walk(raw, 0)
	return tree
}

// maxDepth is deeper than any organisation, and keeps a malformed answer from costing much.
const maxDepth = 64

// walk finds every bean that has an individu or a vehicle and a total. The totals of entités are sums of
// these and are passed by, whatever they say of a driver.
func walk(raw json.RawMessage, depth int) []Ligne {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || depth > maxDepth {
		return nil
	}
	var found []Ligne
	switch raw[0] {
	case '[':
		var items []json.RawMessage
		if json.Unmarshal(raw, &items) != nil {
			return nil
		}
		for _, item := range items {
			found = append(found, walk(item, depth+1)...)
		}
	case '{':
		line, ok := readLigne(raw)
		ok = ok && (line.Individu.ID != 0 || line.Vehicle.ID != 0)
		var inside []Ligne
		for _, p := range objectPairs(raw) {
			if isTotalOfEntity(p.key) || ok && isPartOfBean(p.key) {
				continue
			}
			inside = append(inside, walk(p.value, depth+1)...)
		}
		if !ok {
			return inside
		}
		line.Details = inside
		found = append(found, line)
	}
	return found
}

// isTotalOfEntity: entityTotal, entityTotalCumul, entityTotalByFlag, entityTotalByFlagCumul.
func isTotalOfEntity(key string) bool {
	return strings.HasPrefix(key, "entityTotal") || key == "refItems" || key == "htmlTable"
}

func isPartOfBean(key string) bool {
	switch key {
	case "driver", "vehicle", "entity", "total":
		return true
	}
	return false
}

type wireLigne struct {
	ConsoL   quantity `json:"consoL"`
	ConsoKWh quantity `json:"consoKWh"`
	Cost     quantity `json:"cost"`
	Jour     text     `json:"dayDate"`
	Driver   *struct {
		Individu *wireIndividu `json:"individu"`
		Etape    *struct {
			ID             number          `json:"idEtape"`
			NumeroEmbarque number          `json:"numeroEmbarque"`
			CodeExploitant text            `json:"codeExploitant"`
			Debut          json.RawMessage `json:"debut"`
		} `json:"affectedEtape"`
	} `json:"driver"`
	Entity  *wireEntite  `json:"entity"`
	Vehicle *wireVehicle `json:"vehicle"`
	Total   *struct {
		Duree      json.RawMessage `json:"durationInSecByPeriodMap"`
		Distance   json.RawMessage `json:"distanceInMeterByPeriodMap"`
		Electrique json.RawMessage `json:"distanceElectriqueInMeterByPeriodMap"`
		Batterie   json.RawMessage `json:"utilisationBatterieByPeriodMap"`
	} `json:"total"`
}

// readLigne reads a bean; ok is false where it has no total.
func readLigne(raw json.RawMessage) (line Ligne, ok bool) {
	if !bytes.Contains(raw, []byte(`"total"`)) {
		return Ligne{}, false // most of a tree: don't decode it for nothing
	}
	var w wireLigne
	if json.Unmarshal(raw, &w) != nil || w.Total == nil {
		return Ligne{}, false
	}
	line = Ligne{
		Entite: w.Entity.entite(), Jour: string(w.Jour),
		Mesures: Mesures{
			Duree: make(map[string]time.Duration), DistanceM: metres(w.Total.Distance),
			DistanceElectriqueM: metres(w.Total.Electrique), Batterie: figures(w.Total.Batterie),
			ConsoL: float64(w.ConsoL), ConsoKWh: float64(w.ConsoKWh), Cout: float64(w.Cost),
		},
	}
	for key, seconds := range figures(w.Total.Duree) {
		line.Duree[key] = milliseconds(quantity(seconds * 1000))
	}
	if car := w.Vehicle.vehicle(); car != nil {
		line.Vehicle = *car
	}
	if w.Driver != nil {
		line.Individu = w.Driver.Individu.individu()
		if e := w.Driver.Etape; e != nil && e.ID != 0 {
			line.Etape = &Etape{EtapeKey: EtapeKey{int64(e.ID), int64(e.NumeroEmbarque), string(e.CodeExploitant)}}
			var debut instant
			if len(e.Debut) > 0 && json.Unmarshal(e.Debut, &debut) == nil {
				line.Etape.Debut = debut.Time
			}
		}
	}
	return line, true
}

// figures reads a …ByPeriodMap. Of two entries with one key the sum is kept.
func figures(raw json.RawMessage) map[string]float64 {
	found := make(map[string]float64)
	for _, p := range pairs(raw) {
		var q quantity
		if len(p.value) > 0 && json.Unmarshal(p.value, &q) == nil {
			found[p.key] += float64(q)
		}
	}
	return found
}

func metres(raw json.RawMessage) map[string]int64 {
	found := make(map[string]int64)
	for key, v := range figures(raw) {
		found[key] = quantity(v).round()
	}
	return found
}
