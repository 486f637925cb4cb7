package ocean

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/oceanbot/oceanbot/internal/secret"
)

// typeTrajet is the type of a row that is a trip.
const typeTrajet = "T"

// Trajet is one étape of a fiche journalière.
type Trajet struct {
	// IDEtape is the first key of the étape; the others are the vehicle's: see [EtapeKey].
	IDEtape int64
	// Debut and Fin are in UTC. OCEAN's documents give the hours of this view no zone; where none is written
	// they are taken as UTC. The analysis knows better: [Etape.Debut]. Zero where they can't be read.
	Debut, Fin time.Time
	Duree      time.Duration
	// DistanceM is in metres.
	DistanceM int64
	// Depart and Arrivee are addresses: the driver's own business. They print as "[secret]".
	Depart, Arrivee secret.Text
	// Conducteur is who drove, by OCEAN's words.
	Conducteur Conducteur
}

// Conducteur is the driver of an étape, without an id.
type Conducteur struct{ Nom, Prenom, Matricule string }

type wirePosition struct {
	Date   text `json:"date"`
	Heure  text `json:"heure"`
	Driver *struct {
		Nom       text `json:"nom"`
		Prenom    text `json:"prenom"`
		Matricule text `json:"matricule"`
	} `json:"driver"`
	Address json.RawMessage `json:"fullAddress"`
}

func (w *wirePosition) at() time.Time {
	if w == nil {
		return time.Time{}
	}
	return positionTime(string(w.Date), string(w.Heure))
}

func (w *wirePosition) conducteur() Conducteur {
	if w == nil || w.Driver == nil {
		return Conducteur{}
	}
	return Conducteur{Nom: string(w.Driver.Nom), Prenom: string(w.Driver.Prenom), Matricule: string(w.Driver.Matricule)}
}

func (w *wirePosition) address() secret.Text {
	if w == nil {
		return ""
	}
	return secret.Text(addressLine(w.Address))
}

type wireTrajet struct {
	ID       number        `json:"id"`
	Type     text          `json:"type"`
	Duree    quantity      `json:"dureeMs"`
	Distance quantity      `json:"distanceMeter"`
	Depart   *wirePosition `json:"posDeb"`
	Arrivee  *wirePosition `json:"posFin"`
}

func (w *wireTrajet) trajet() (Trajet, bool) {
	if !strings.EqualFold(string(w.Type), typeTrajet) {
		return Trajet{}, false
	}
	t := Trajet{
		IDEtape: int64(w.ID), Debut: w.Depart.at(), Fin: w.Arrivee.at(), Duree: milliseconds(w.Duree),
		DistanceM: w.Distance.round(), Depart: w.Depart.address(), Arrivee: w.Arrivee.address(),
		Conducteur: w.Depart.conducteur(),
	}
	if t.Conducteur == (Conducteur{}) {
		t.Conducteur = w.Arrivee.conducteur()
	}
	switch {
	case t.Debut.IsZero() && !t.Fin.IsZero():
		t.Debut = t.Fin.Add(-t.Duree)
	case t.Fin.IsZero() && !t.Debut.IsZero():
		t.Fin = t.Debut.Add(t.Duree)
	}
	return t, true
}

// milliseconds gives a length of time, within what makes sense for one.
func milliseconds(q quantity) time.Duration {
	const century = 100 * 365 * 24 * time.Hour
	return time.Duration(max(0, min(int64(century/time.Millisecond), q.round()))) * time.Millisecond
}

// addressLine makes one line of an address, whose fields are not documented: the whole one where there is
// one, else its texts in the order in which they come.
func addressLine(raw json.RawMessage) string {
	var whole text
	if json.Unmarshal(raw, &whole) == nil && whole != "" {
		return cleanText(string(whole), maxMessage, nil)
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return ""
	}
	var parts []string
	for _, p := range pairs(raw) {
		var part text
		if len(p.value) == 0 || p.value[0] != '"' || json.Unmarshal(p.value, &part) != nil || part == "" {
			continue
		}
		switch strings.ToLower(p.key) {
		case "address", "adresse", "fulladdress", "formattedaddress", "label", "libelle":
			return cleanText(string(part), maxMessage, nil)
		}
		if !slices.Contains(parts, string(part)) {
			parts = append(parts, string(part))
		}
	}
	return cleanText(strings.Join(parts, ", "), maxMessage, nil)
}

// FicheJour gives the étapes of a vehicle on a day, which is the date of day in UTC. OCEAN may leave out
// those that are already private. None is no error. Many identical calls at once are one.
//
// GET /restapi/mobility/v1/ficheJour, see
// https://v3.oceansystem.com/ocean/restapi/common/openapi/explorer#?route=get-/mobility/v1/ficheJour
func (c *Client) FicheJour(ctx context.Context, vehicleID int64, day time.Time) ([]Trajet, error) {
	const op = "read the trips of a day"
	if !isID(vehicleID) {
		return nil, invalid(op, "no vehicle")
	}
	date := day.UTC().Format("02/01/2006")
	found, err := shared(ctx, c, op, c.sinceWrites("ficheJour "+id(vehicleID)+" "+date), func(ctx context.Context) ([]Trajet, error) {
		var found []Trajet
		err := c.do(ctx, call{
			op: op, method: http.MethodGet, path: "/restapi/mobility/v1/ficheJour",
			query: url.Values{"vehId": {id(vehicleID)}, "date": {date}},
			limit: limitRead, within: c.readTimeout,
			read: func(status int, body io.Reader) (err error) {
				if status == http.StatusNoContent {
					return nil
				}
				found, err = readTrajets(body)
				return err
			},
		})
		return found, noneIfNotFound(err)
	})
	return slices.Clone(found), err
}

// readTrajets reads the étapes of a fiche; its rows of other types are left out.
func readTrajets(body io.Reader) ([]Trajet, error) {
	var wire struct {
		Rows []*wireTrajet `json:"fjRows"`
	}
	if err := readJSON(body, &wire); err != nil {
		return nil, err
	}
	var found []Trajet
	for _, row := range wire.Rows {
		if row == nil {
			continue
		}
		if t, ok := row.trajet(); ok {
			found = append(found, t)
		}
	}
	return found, nil
}
