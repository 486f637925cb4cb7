package ocean

import (
	"context"
	"io"
	"net/http"
	"net/url"
)

// Criteria narrows the list of individus, and decides which parts of a fiche OCEAN fills. One a call.
type Criteria string

// The criteria of individus/list.
const (
	AllIndividus Criteria = ""
	WithoutUser  Criteria = "WITHOUT_USER"
	WithUser     Criteria = "WITH_USER"
	WithEntite   Criteria = "WITH_ENTITE"
	WithGSM      Criteria = "WITH_GSM"
	WithVehicle  Criteria = "WITH_VEHICLE"
)

// Individu is a person of the fleet.
type Individu struct {
	// ID is the individuId of every other call.
	ID        int64
	Nom       string
	Prenom    string
	Matricule string
	Email     string
	// Supprime: deleted. OCEAN still lists such a person; never match one.
	Supprime bool
}

// Entite is a part of the customer's organisation.
type Entite struct {
	ID  int64
	Nom string
}

// Utilisateur is the OCEAN account of an individu. Its mail may be there where the individu's is not.
type Utilisateur struct {
	Email string
	Login string
}

// Vehicle is a vehicle, as far as private use is concerned.
type Vehicle struct {
	ID              int64
	Immatriculation string
	// NumeroEmbarque is the number of the device on board, one of the keys of an étape; 0 is unknown.
	NumeroEmbarque int64
	// PrivacyEnabled is false only where OCEAN says so: this vehicle has no private mode.
	PrivacyEnabled bool
	Marque         string
	Modele         string
}

// Fiche is one line of the list of individus. What wasn't asked for may be missing: Entite is then zero,
// Utilisateur and Vehicle are nil. Home address, birth date and licence, which OCEAN sends too, are not read.
type Fiche struct {
	Individu    Individu
	Entite      Entite
	Utilisateur *Utilisateur
	Vehicle     *Vehicle
}

type wireIndividu struct {
	ID        number `json:"id"`
	Nom       text   `json:"nomInd"`
	Prenom    text   `json:"prenomInd"`
	Matricule text   `json:"matriculeInd"`
	Email     text   `json:"email"`
	Supprime  flag   `json:"suppressionLogique"`
}

func (w *wireIndividu) individu() Individu {
	if w == nil {
		return Individu{}
	}
	return Individu{
		ID: int64(w.ID), Nom: string(w.Nom), Prenom: string(w.Prenom), Matricule: string(w.Matricule),
		Email: string(w.Email), Supprime: w.Supprime.value,
	}
}

type wireEntite struct {
	ID  number `json:"id"`
	Nom text   `json:"nom"`
}

func (w *wireEntite) entite() Entite {
	if w == nil {
		return Entite{}
	}
	return Entite{ID: int64(w.ID), Nom: string(w.Nom)}
}

type wireVehicle struct {
	ID              number `json:"id"`
	Immatriculation text   `json:"immatriculation"`
	NumeroEmbarque  number `json:"numeroEmbarque"`
	PrivacyEnabled  flag   `json:"privacyEnabled"`
	Marque          text   `json:"marque"`
	Modele          text   `json:"modele"`
}

func (w *wireVehicle) vehicle() *Vehicle {
	if w == nil || w.ID == 0 {
		return nil
	}
	return &Vehicle{
		ID: int64(w.ID), Immatriculation: string(w.Immatriculation), NumeroEmbarque: int64(w.NumeroEmbarque),
		PrivacyEnabled: w.PrivacyEnabled.value || !w.PrivacyEnabled.known,
		Marque:         string(w.Marque), Modele: string(w.Modele),
	}
}

// wireFiche has no field for propSpecifiqueDTO on purpose.
type wireFiche struct {
	Individu    *wireIndividu `json:"individu"`
	Entite      *wireEntite   `json:"entite"`
	Utilisateur *struct {
		Email text `json:"emailUti"`
		Login text `json:"loginUti"`
	} `json:"utilisateur"`
	Vehicle *wireVehicle `json:"vehicleFieldsDTO"`
}

func (w *wireFiche) fiche() (Fiche, bool) {
	if w.Individu == nil {
		return Fiche{}, false
	}
	f := Fiche{Individu: w.Individu.individu(), Entite: w.Entite.entite(), Vehicle: w.Vehicle.vehicle()}
	if u := w.Utilisateur; u != nil && (u.Email != "" || u.Login != "") {
		f.Utilisateur = &Utilisateur{Email: string(u.Email), Login: string(u.Login)}
	}
	return f, true
}

// Individus hands every fiche of the customer to each, one by one, as they arrive: a large customer has tens
// of thousands. The order is OCEAN's. An error of each ends the call and comes back, wrapped. Where the
// connection breaks in the middle the list is asked for again, and what each has seen is not shown twice.
//
// Identical lists are never under way together. Who asks before the first fiche has come is shown the same
// list; who asks later waits for its end, and then asks OCEAN anew. So each may be called from another
// goroutine, though never after Individus has returned.
//
// POST /restapi/individus/list, see
// https://v3.oceansystem.com/ocean/restapi/common/openapi/explorer#?route=post-/individus/list
func (c *Client) Individus(ctx context.Context, criteria Criteria, each func(Fiche) error) error {
	for {
		if err := ctx.Err(); err != nil {
			return notSent(opIndividus, err)
		}
		s, l := c.showings.join(ctx, criteria, each, c.listIndividus)
		select {
		case <-s.done:
		case <-l.stopped: // of a latecomer it is nil
			return l.err
		case <-ctx.Done():
			s.leave(l)
			return &Error{Op: opIndividus, Outcome: Unknown, cause: cleanCause(ctx.Err())}
		}
		if !l.late {
			return orElse(l.err, s.err)
		}
	}
}

const opIndividus = "list individus"

func (c *Client) listIndividus(ctx context.Context, criteria Criteria, show func(Fiche) error) error {
	query := url.Values{}
	if criteria != AllIndividus {
		query.Set("criteria", string(criteria))
	}
	shown := make(map[int64]int) // how often each individu was shown, over all attempts
	stopped := false
	return c.do(ctx, call{
		op: opIndividus, method: http.MethodPost, path: "/restapi/individus/list", query: query,
		limit: limitLarge, within: c.listTimeout,
		again: func() bool { return !stopped },
		read: func(status int, body io.Reader) error {
			if status == http.StatusNoContent {
				return nil
			}
			seen := make(map[int64]int, len(shown)) // how often in this attempt
			return eachItem(body, func(w *wireFiche) error {
				f, ok := w.fiche()
				if !ok {
					return nil
				}
				seen[f.Individu.ID]++
				if seen[f.Individu.ID] <= shown[f.Individu.ID] {
					return nil
				}
				shown[f.Individu.ID]++
				if err := show(f); err != nil {
					stopped = true
					return err
				}
				return nil
			})
		},
	})
}
