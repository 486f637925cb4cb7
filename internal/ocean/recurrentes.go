package ocean

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"
)

const pathRecurrentes = "/restapi/vieprivee/v1/horairesViePriveeRecurrentesIndividu"

// typePrivee is the kind of hours that a recurring private hour is.
const typePrivee = "VIE_PRIVEE"

// Jour is a day of the week under OCEAN's name.
type Jour string

// The days, as OCEAN names them.
const (
	Lundi    Jour = "LUNDI"
	Mardi    Jour = "MARDI"
	Mercredi Jour = "MERCREDI"
	Jeudi    Jour = "JEUDI"
	Vendredi Jour = "VENDREDI"
	Samedi   Jour = "SAMEDI"
	Dimanche Jour = "DIMANCHE"
)

// Jours gives the days in the order of a French week.
func Jours() [7]Jour {
	return [7]Jour{Lundi, Mardi, Mercredi, Jeudi, Vendredi, Samedi, Dimanche}
}

// JourOf gives OCEAN's name of a day.
func JourOf(d time.Weekday) Jour { return Jours()[(int(d)+6)%7] }

// Weekday gives the day; ok is false where the name isn't one of the seven.
func (j Jour) Weekday() (day time.Weekday, ok bool) {
	for i, name := range Jours() {
		if name == j {
			return time.Weekday((i + 1) % 7), true
		}
	}
	return 0, false
}

// minutesOfDay is 24:00, the end of a day.
const minutesOfDay = 24 * 60

// Plage is a stretch of one day of the week, in wall-clock minutes from midnight in the zone of the customer
// ([Config.Zone]): 0 ≤ Debut < Fin ≤ 1440. Midnight at the end is 1440; OCEAN writes it 24:00 or 23:59.
type Plage struct {
	Jour       Jour
	Debut, Fin int
}

// Recurrente is one stretch of an individu's recurring private hours.
type Recurrente struct {
	Plage

	// ID is what [Client.DeleteRecurrentes] wants. It changes after every write: read again before the next.
	ID int64
	// ValideDu and ValideAu bound the weeks for which it holds, as instants in UTC; zero is open.
	ValideDu, ValideAu time.Time
	// Type is OCEAN's kind of hours, VIE_PRIVEE.
	Type       string
	IndividuID int64
}

type wireHoraire struct {
	Jour        text   `json:"idJourSemaine"`
	Type        text   `json:"typeHoraires"`
	DebutHeure  number `json:"debutHeure"`
	DebutMinute number `json:"debutMinute"`
	FinHeure    number `json:"finHeure"`
	FinMinute   number `json:"finMinute"`
}

// plage gives the hours in minutes: 24:00, 23:59 and an end at 0:00 are the end of the day.
func (w *wireHoraire) plage() Plage {
	p := Plage{Jour: Jour(w.Jour), Debut: minuteOf(w.DebutHeure, w.DebutMinute), Fin: minuteOf(w.FinHeure, w.FinMinute)}
	if p.Fin == minutesOfDay-1 || p.Fin == 0 {
		p.Fin = minutesOfDay
	}
	return p
}

// minuteOf keeps hours and minutes that make no sense within a day.
func minuteOf(hour, minute number) int {
	h, m := max(0, min(24, hour)), max(0, min(59, minute))
	return int(min(minutesOfDay, h*60+m))
}

type wireRecurrente struct {
	ID       number        `json:"id"`
	Individu *wireIndividu `json:"individu"`
	Horaire  *wireHoraire  `json:"horaire"`
	Debut    instant       `json:"debut"`
	Fin      instant       `json:"fin"`
}

func (w *wireRecurrente) recurrente() (Recurrente, bool) {
	if w.Horaire == nil {
		return Recurrente{}, false
	}
	return Recurrente{
		ID: int64(w.ID), Plage: w.Horaire.plage(), ValideDu: w.Debut.Time, ValideAu: w.Fin.Time,
		Type: string(w.Horaire.Type), IndividuID: w.Individu.individu().ID,
	}, true
}

// Recurrentes gives the recurring private hours of an individu, those of every validity that OCEAN answers
// with: look at ValideDu and ValideAu. None is no error. Many identical calls at once are one.
//
// GET /restapi/vieprivee/v1/horairesViePriveeRecurrentesIndividu, see
// https://v3.oceansystem.com/ocean/restapi/common/openapi/explorer#?route=get-/vieprivee/v1/horairesViePriveeRecurrentesIndividu
func (c *Client) Recurrentes(ctx context.Context, individuID int64) ([]Recurrente, error) {
	const op = "read recurring hours"
	if !isID(individuID) {
		return nil, invalid(op, "no individu")
	}
	found, err := shared(ctx, c, op, c.sinceWrites("recurrentes "+id(individuID)), func(ctx context.Context) ([]Recurrente, error) {
		var found []Recurrente
		err := c.do(ctx, call{
			op: op, method: http.MethodGet, path: pathRecurrentes,
			query: url.Values{paramIndividu: {id(individuID)}},
			limit: limitRead, within: c.readTimeout,
			read: func(status int, body io.Reader) (err error) {
				if status == http.StatusNoContent {
					return nil
				}
				found, err = readList(body, (*wireRecurrente).recurrente)
				return err
			},
		})
		return found, noneIfNotFound(err)
	})
	return slices.Clone(found), err
}

// jsonHoraire is an horaire as it is written.
type jsonHoraire struct {
	Jour        Jour   `json:"idJourSemaine"`
	Type        string `json:"typeHoraires"`
	DebutHeure  int    `json:"debutHeure"`
	FinHeure    int    `json:"finHeure"`
	DebutMinute int    `json:"debutMinute"`
	FinMinute   int    `json:"finMinute"`
}

// jsonSemaine is the body of a replacement: by day, by kind of hours.
type jsonSemaine struct {
	InnerMap struct {
		Map map[Jour]map[string][]jsonHoraire `json:"map"`
	} `json:"innerMap"`
}

// semaine writes a week, with the end of a day as 23:59, as the documents do.
func semaine(week []Plage) ([]byte, error) {
	var body jsonSemaine
	body.InnerMap.Map = make(map[Jour]map[string][]jsonHoraire)
	for _, p := range week {
		if _, ok := p.Jour.Weekday(); !ok || p.Debut < 0 || p.Fin > minutesOfDay || p.Debut >= p.Fin {
			return nil, fmt.Errorf("%w: %q from minute %d to %d", ErrInvalid, p.Jour, p.Debut, p.Fin)
		}
		fin := p.Fin
		if fin == minutesOfDay {
			fin--
		}
		if p.Debut == fin {
			return nil, fmt.Errorf("%w: %q from 23:59 to 24:00 can't be written", ErrInvalid, p.Jour)
		}
		if body.InnerMap.Map[p.Jour] == nil {
			body.InnerMap.Map[p.Jour] = make(map[string][]jsonHoraire)
		}
		body.InnerMap.Map[p.Jour][typePrivee] = append(body.InnerMap.Map[p.Jour][typePrivee], jsonHoraire{
			Jour: p.Jour, Type: typePrivee,
			DebutHeure: p.Debut / 60, DebutMinute: p.Debut % 60, FinHeure: fin / 60, FinMinute: fin % 60,
		})
	}
	written, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("write the week: %w", err)
	}
	return written, nil
}

// ReplaceRecurrentes writes the whole week of an individu for a validity: what isn't in it is gone, an empty
// week leaves nothing. To add hours, read, merge, write. A zero du or au is left out; OCEAN then means now,
// and no end. Its ids are new afterwards.
//
// POST /restapi/vieprivee/v1/horairesViePriveeRecurrentesIndividu, see
// https://v3.oceansystem.com/ocean/restapi/common/openapi/explorer#?route=post-/vieprivee/v1/horairesViePriveeRecurrentesIndividu
func (c *Client) ReplaceRecurrentes(ctx context.Context, individuID int64, week []Plage, du, au time.Time) error {
	const op = "replace recurring hours"
	if !isID(individuID) {
		return invalid(op, "no individu")
	}
	if !du.IsZero() && !au.IsZero() && !du.Before(au) {
		return invalid(op, "the validity ends before it starts")
	}
	body, err := semaine(week)
	if err != nil {
		return notSent(op, err)
	}
	return c.do(ctx, call{
		op: op, method: http.MethodPost, path: pathRecurrentes, write: true, body: body,
		query: url.Values{paramIndividu: {id(individuID)}},
		dates: []dateParam{{paramDebut, du}, {paramFin, au}},
		limit: limitBoolean, within: c.writeTimeout,
		read: asBoolean(op, nil),
	})
}

// DeleteRecurrentes deletes recurring hours by their [Recurrente.ID]. OCEAN doesn't change the past: it closes
// the schedule at the moment of the call and opens a new one with what remains, so every id is new afterwards:
// read again before the next call. The documents show one id in a call, so one is sent.
//
// DELETE /restapi/vieprivee/v1/horairesViePriveeRecurrentesIndividu, see
// https://v3.oceansystem.com/ocean/restapi/common/openapi/explorer#?route=delete-/vieprivee/v1/horairesViePriveeRecurrentesIndividu
func (c *Client) DeleteRecurrentes(ctx context.Context, individuID, recurrenteID int64) error {
	const op = "delete recurring hours"
	if !isID(individuID) {
		return invalid(op, "no individu")
	}
	if !isID(recurrenteID) {
		return invalid(op, "no hours named") // OCEAN may take that for all of them
	}
	return c.do(ctx, call{
		op: op, method: http.MethodDelete, path: pathRecurrentes, write: true,
		query: url.Values{paramIndividu: {id(individuID)}, "horaireIndividuIds": {id(recurrenteID)}},
		limit: limitBoolean, within: c.writeTimeout,
		read: asDeleted(op),
	})
}
