package ocean

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
)

// VehicleFiche is one line of the list of vehicles: who drives what.
type VehicleFiche struct {
	Vehicle Vehicle
	// Chauffeur is the driver; nil where none is known.
	Chauffeur *Individu
	Entite    Entite
}

type wireVehicleFiche struct {
	Vehicle   *wireVehicle  `json:"vehicle"`
	Chauffeur *wireIndividu `json:"chauffeur"`
	Entite    *wireEntite   `json:"entite"`
}

func (w *wireVehicleFiche) fiche() (VehicleFiche, bool) {
	car := w.Vehicle.vehicle()
	if car == nil {
		return VehicleFiche{}, false
	}
	f := VehicleFiche{Vehicle: *car, Entite: w.Entite.entite()}
	if driver := w.Chauffeur.individu(); driver.ID != 0 {
		f.Chauffeur = &driver
	}
	return f, true
}

// Vehicles gives the vehicles and who drives them: the one with a number plate, or all where it is empty.
// None is no error. Many identical calls at once are one.
//
// GET /restapi/vehicule_engin/vehicles, see
// https://v3.oceansystem.com/ocean/restapi/common/openapi/explorer#?route=get-/vehicule_engin/vehicles
func (c *Client) Vehicles(ctx context.Context, immatriculation string) ([]VehicleFiche, error) {
	const op = "list vehicles"
	query := url.Values{}
	if immatriculation != "" {
		query.Set("immatriculation", immatriculation)
	}
	found, err := shared(ctx, c, op, "vehicles "+immatriculation, func(ctx context.Context) ([]VehicleFiche, error) {
		var found []VehicleFiche
		err := c.do(ctx, call{
			op: op, method: http.MethodGet, path: "/restapi/vehicule_engin/vehicles", query: query, //nolint:misspell // OCEAN's spelling
			limit: limitLarge, within: c.listTimeout, private: []string{immatriculation},
			read: func(status int, body io.Reader) (err error) {
				if status == http.StatusNoContent {
					return nil
				}
				found, err = readList(body, (*wireVehicleFiche).fiche)
				return err
			},
		})
		return found, noneIfNotFound(err)
	})
	return slices.Clone(found), err
}

// Entities gives the entités of the customer. None is no error. Many identical calls at once are one.
//
// GET /restapi/mobility/v1/entities, see
// https://v3.oceansystem.com/ocean/restapi/common/openapi/explorer#?route=get-/mobility/v1/entities
func (c *Client) Entities(ctx context.Context) ([]Entite, error) {
	const op = "list entities"
	found, err := shared(ctx, c, op, "entities", func(ctx context.Context) ([]Entite, error) {
		var found []Entite
		err := c.do(ctx, call{
			op: op, method: http.MethodGet, path: "/restapi/mobility/v1/entities",
			limit: limitRead, within: c.readTimeout,
			read: func(status int, body io.Reader) (err error) {
				if status == http.StatusNoContent {
					return nil
				}
				found, err = readEntities(body)
				return err
			},
		})
		return found, noneIfNotFound(err)
	})
	return slices.Clone(found), err
}

// readEntities reads the entités; one without an id is none.
func readEntities(body io.Reader) ([]Entite, error) {
	var wire struct {
		Entities []*wireEntite `json:"entities"`
	}
	if err := readJSON(body, &wire); err != nil {
		return nil, err
	}
	var found []Entite
	for _, e := range wire.Entities {
		if one := e.entite(); one.ID != 0 {
			found = append(found, one)
		}
	}
	return found, nil
}
