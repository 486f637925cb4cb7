package identity

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/oceanbot/oceanbot/internal/ocean"
)

// snapshot is the fleet at one moment, by mail, id, name and entity. But for entities that come later it is
// never changed once it is made.
type snapshot struct {
	at     time.Time
	took   time.Duration // on the real clock
	byMail map[string]holder
	people directory
	gone   map[int64]bool // the ids of those that are deleted
	drives drives
}

// holder is who has a mail: the id of the one living individu, or one of these.
type holder int64

const (
	heldByDeleted holder = 0  // only by individus that are deleted
	heldBySeveral holder = -1 // by more than one living individu
)

// heldToo is the holder of a mail that an individu has too.
func (h holder) heldToo(individu ocean.Individu) holder {
	switch id := holder(individu.ID); {
	case individu.Supprime, h == id: // one row a vehicle is no second person
		return h
	case h == heldByDeleted:
		return id
	}
	return heldBySeveral
}

func (s *snapshot) find(mail string) (Person, error) {
	h, there := s.byMail[mail]
	switch {
	case !there:
		return Person{}, ErrNobody
	case h == heldByDeleted:
		return Person{}, ErrDeleted
	case h == heldBySeveral:
		return Person{}, ErrSeveral
	}
	found, there := s.people.byID(int64(h))
	if !there {
		return Person{}, ErrNobody
	}
	return found.Person, nil
}

func (s *snapshot) hold(mail string, individu ocean.Individu) {
	s.byMail[mail] = s.byMail[mail].heldToo(individu)
}

// texts keeps every text once while a fleet is read: first names, last names and entities come again and again.
type texts map[string]string

func (t texts) once(s string) string {
	if kept, there := t[s]; there {
		return kept
	}
	t[s] = s
	return s
}

// load reads the fleet. The mail of an individu without one may be its user's; OCEAN may leave users
// out where they weren't asked for, and then it is asked for them too.
func load(ctx context.Context, fleet Fleet, now time.Time) (*snapshot, error) {
	began := time.Now()
	loaded := &snapshot{at: now, byMail: map[string]holder{}, gone: map[int64]bool{}}
	usersSeen, wanting := false, map[int64]bool{}
	kept := texts{}
	err := fleet.Individus(ctx, ocean.AllIndividus, func(fiche ocean.Fiche) error {
		usersSeen = usersSeen || fiche.Utilisateur != nil
		fiche.Individu.Prenom, fiche.Individu.Nom = kept.once(fiche.Individu.Prenom), kept.once(fiche.Individu.Nom)
		fiche.Entite.Nom = kept.once(fiche.Entite.Nom)
		at, living := loaded.people.add(fiche)
		switch {
		case living:
			loaded.drives.add(at, fiche.Vehicle)
		case fiche.Individu.Supprime:
			loaded.gone[fiche.Individu.ID] = true
		}
		if mail := mailOf(fiche); mail != "" {
			loaded.hold(mail, fiche.Individu)
		} else {
			wanting[fiche.Individu.ID] = true
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("fetching the fleet: %w", err)
	}
	if !usersSeen && len(wanting) > 0 {
		err = fleet.Individus(ctx, ocean.WithUser, func(fiche ocean.Fiche) error {
			if mail := mailOf(fiche); mail != "" && wanting[fiche.Individu.ID] {
				loaded.hold(mail, fiche.Individu)
			}
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("fetching the users of the fleet: %w", err)
		}
	}
	loaded.people.done()
	loaded.drives.done()
	loaded.took = time.Since(began)
	return loaded, nil
}

// mailOf is the individu's own mail, or, where that is null, the one of its user, whose login may be a
// mail too.
func mailOf(fiche ocean.Fiche) string {
	if mail := fold(fiche.Individu.Email); mail != "" {
		return mail
	}
	if fiche.Utilisateur == nil {
		return ""
	}
	for _, candidate := range []string{fiche.Utilisateur.Email, fiche.Utilisateur.Login} {
		if mail := fold(candidate); strings.Contains(mail, "@") {
			return mail
		}
	}
	return ""
}

func fold(mail string) string { return strings.ToLower(strings.TrimSpace(mail)) }
