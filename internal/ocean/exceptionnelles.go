package ocean

import (
	"context"
	"io"
	"net/http"
	"net/url"
	"slices"
	"time"
)

const (
	pathExceptionnelles = "/restapi/vieprivee/v1/horairesViePriveeExceptionnellesIndividu"
	// pathExceptionnelle is singular, and only for POST.
	pathExceptionnelle = "/restapi/vieprivee/v1/horaireViePriveeExceptionnelleIndividu"
)

// Exceptionnelle is one exceptional private period as OCEAN recorded it. Its hours are not read: they
// contradict its instants in OCEAN's own example, and the instants are right.
type Exceptionnelle struct {
	// ExtensionID is what [Client.DeleteExceptionnelle] and [Client.UpdateExceptionnelle] want; 0 where
	// OCEAN gave none, and then neither is possible.
	ExtensionID int64
	// Debut and Fin are instants in UTC, Fin not included. A zero Fin is open.
	Debut, Fin time.Time
	// Description is the reason, as somebody typed it. It is personal.
	Description string
	IndividuID  int64
	// UtilisateurID is the account that made the period; 0 is unknown.
	UtilisateurID int64
}

// Periode is what an exceptional private period shall be.
type Periode struct {
	// Debut and Fin are instants, of which OCEAN keeps the second. Fin comes after Debut and is not included.
	Debut, Fin time.Time
	// Description is the reason; it may be empty.
	Description string
}

type wireExceptionnelle struct {
	Extension *struct {
		ID          number `json:"id"`
		Description text   `json:"description"`
	} `json:"extension"`
	Utilisateur *struct {
		ID number `json:"id"`
	} `json:"utilisateur"`
	Individu    *wireIndividu `json:"individu"`
	Debut       instant       `json:"debut"`
	Fin         instant       `json:"fin"`
	Description text          `json:"description"`
}

func (w *wireExceptionnelle) exceptionnelle() (Exceptionnelle, bool) {
	e := Exceptionnelle{
		Debut: w.Debut.Time, Fin: w.Fin.Time, Description: string(w.Description),
		IndividuID: w.Individu.individu().ID,
	}
	if x := w.Extension; x != nil {
		e.ExtensionID = int64(x.ID)
		if x.Description != "" {
			e.Description = string(x.Description) // what was asked for; the outer one differs in the documents' example
		}
	}
	if w.Utilisateur != nil {
		e.UtilisateurID = int64(w.Utilisateur.ID)
	}
	return e, true
}

// Exceptionnelles gives the exceptional private periods of an individu, all that OCEAN keeps. None is no
// error. Many identical calls at once are one.
//
// GET /restapi/vieprivee/v1/horairesViePriveeExceptionnellesIndividu, see
// https://v3.oceansystem.com/ocean/restapi/common/openapi/explorer#?route=get-/vieprivee/v1/horairesViePriveeExceptionnellesIndividu
func (c *Client) Exceptionnelles(ctx context.Context, individuID int64) ([]Exceptionnelle, error) {
	return c.ExceptionnellesBetween(ctx, individuID, time.Time{}, time.Time{})
}

// ExceptionnellesBetween is [Client.Exceptionnelles] within a window; a zero instant leaves that side open.
// OCEAN's documents don't say whether a period that only touches the window is in the answer.
func (c *Client) ExceptionnellesBetween(ctx context.Context, individuID int64, from, to time.Time) ([]Exceptionnelle, error) {
	const op = "read exceptional periods"
	if !isID(individuID) {
		return nil, invalid(op, "no individu")
	}
	read := func(ctx context.Context) ([]Exceptionnelle, error) {
		var found []Exceptionnelle
		err := c.do(ctx, call{
			op: op, method: http.MethodGet, path: pathExceptionnelles,
			query: url.Values{paramIndividu: {id(individuID)}},
			dates: []dateParam{{paramDebut, from}, {paramFin, to}},
			limit: limitRead, within: c.readTimeout,
			read: func(status int, body io.Reader) (err error) {
				if status == http.StatusNoContent {
					return nil
				}
				found, err = readList(body, (*wireExceptionnelle).exceptionnelle)
				return err
			},
		})
		return found, noneIfNotFound(err)
	}
	key := "exceptionnelles " + id(individuID) + " " + from.UTC().Format(time.RFC3339) + " " + to.UTC().Format(time.RFC3339)
	found, err := shared(ctx, c, op, c.sinceWrites(key), read)
	return slices.Clone(found), err
}

// noneIfNotFound: the vieprivee services answer 404 where there is nothing.
func noneIfNotFound(err error) error {
	if answered(err, http.StatusNotFound) {
		return nil
	}
	return err
}

// CreateExceptionnelle records a private period. OCEAN cuts a start that is past to now, and refuses a period
// that is wholly past. Calling it twice makes two: where [OutcomeOf] the error is [Unknown], read back first.
// A clear yes is nil; OCEAN doesn't say which extension it made, and may have recorded something else than
// what was asked, so read back then too.
//
// POST /restapi/vieprivee/v1/horaireViePriveeExceptionnelleIndividu (singular), see
// https://v3.oceansystem.com/ocean/restapi/common/openapi/explorer#?route=post-/vieprivee/v1/horaireViePriveeExceptionnelleIndividu
func (c *Client) CreateExceptionnelle(ctx context.Context, individuID int64, p Periode) error {
	return c.postExceptionnelle(ctx, "create exceptional period", individuID, 0, p)
}

// UpdateExceptionnelle changes the period of an extension. Everything is replaced, the reason too. Nothing past
// may change: of a period that is running the start must stay as it is and the end not come before now. OCEAN
// isn't known to check that the extension belongs to the individu: the caller must have.
//
// The same service as [Client.CreateExceptionnelle], with extensionIdToUpdate.
func (c *Client) UpdateExceptionnelle(ctx context.Context, individuID, extensionID int64, p Periode) error {
	const op = "change exceptional period"
	if !isID(extensionID) {
		return invalid(op, "no extension")
	}
	return c.postExceptionnelle(ctx, op, individuID, extensionID, p)
}

func (c *Client) postExceptionnelle(ctx context.Context, op string, individuID, extensionID int64, p Periode) error {
	switch {
	case !isID(individuID):
		return invalid(op, "no individu")
	case p.Debut.IsZero() || p.Fin.IsZero():
		return invalid(op, "a period needs a start and an end")
	case !p.Debut.Truncate(time.Second).Before(p.Fin.Truncate(time.Second)):
		return invalid(op, "the period ends before it starts")
	}
	query := url.Values{paramIndividu: {id(individuID)}, "description": {p.Description}}
	if extensionID != 0 {
		query.Set("extensionIdToUpdate", id(extensionID))
	}
	private := []string{p.Description, url.QueryEscape(p.Description), url.PathEscape(p.Description)}
	return c.do(ctx, call{
		op: op, method: http.MethodPost, path: pathExceptionnelle, query: query, write: true,
		dates: []dateParam{{paramDebut, p.Debut}, {paramFin, p.Fin}},
		limit: limitBoolean, within: c.writeTimeout, private: private,
		read: asBoolean(op, private),
	})
}

// DeleteExceptionnelle deletes the period of an extension, which must be wholly in the future: OCEAN refuses
// anything else. The call names no individu: the caller must have checked, by reading, that the extension
// belongs to the person for whom it is deleted.
//
// DELETE /restapi/vieprivee/v1/horairesViePriveeExceptionnellesIndividu, see
// https://v3.oceansystem.com/ocean/restapi/common/openapi/explorer#?route=delete-/vieprivee/v1/horairesViePriveeExceptionnellesIndividu
func (c *Client) DeleteExceptionnelle(ctx context.Context, extensionID int64) error {
	const op = "delete exceptional period"
	if !isID(extensionID) {
		return invalid(op, "no extension")
	}
	return c.do(ctx, call{
		op: op, method: http.MethodDelete, path: pathExceptionnelles, write: true,
		query: url.Values{"horaireExtensionIds": {id(extensionID)}},
		limit: limitBoolean, within: c.writeTimeout,
		read: asDeleted(op),
	})
}
