package identity

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/spell"
)

// Member is a living person of the fleet, as a manager finds them.
type Member struct {
	Person

	Matricule string
	// Entity is the OCEAN entity that they belong to; zero where OCEAN tells none.
	Entity ocean.Entite
}

// Named gives those whom a manager may mean by some words: a first name, a last name, both in any order,
// a matricule or an individu's id. Case, accents and hyphens don't count. Who bears exactly these names
// stands for all who bear more than these. Nobody outside the scope is ever among them.
func (r *Resolver) Named(ctx context.Context, scope Scope, words string) ([]Member, error) {
	known, err := r.within(ctx, scope)
	if err != nil {
		return nil, err
	}
	return known.people.named(scope, words), nil
}

// Within gives everybody of a scope, by name.
func (r *Resolver) Within(ctx context.Context, scope Scope) ([]Member, error) {
	known, err := r.within(ctx, scope)
	if err != nil {
		return nil, err
	}
	return known.people.within(scope), nil
}

// Member finds somebody of a scope by the individu's id.
func (r *Resolver) Member(ctx context.Context, scope Scope, individuID int64) (Member, bool, error) {
	known, err := r.within(ctx, scope)
	if err != nil {
		return Member{}, false, err
	}
	m, ok := known.people.byID(individuID)
	return m, ok && scope.Covers(m.Entity.ID), nil
}

// within gives a fleet that knows who belongs to which entity, where the scope asks for that. OCEAN may
// leave the entities out where they weren't asked for, and then it is asked for them.
func (r *Resolver) within(ctx context.Context, scope Scope) (*snapshot, error) {
	known, err := r.snapshot(ctx)
	if err != nil {
		return nil, err
	}
	if scope.All || !known.people.wantsEntities() {
		return known, nil
	}
	result := r.fetches.DoChan("entities", func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), fetchTime)
		defer cancel()
		entities := map[int64]ocean.Entite{}
		err := r.fleet.Individus(ctx, ocean.WithEntite, func(fiche ocean.Fiche) error {
			entities[fiche.Individu.ID] = fiche.Entite
			return nil
		})
		if err != nil {
			return nil, fmt.Errorf("fetching the entities of the fleet: %w", err)
		}
		known.people.complete(entities)
		return nil, nil //nolint:nilnil // what counts is that it was done
	})
	select {
	case <-ctx.Done():
		return nil, fmt.Errorf("waiting for the entities of the fleet: %w", ctx.Err())
	case done := <-result:
		return known, done.Err
	}
}

// directory is the living people of a fleet, by id and by the words of their names.
type directory struct {
	members []Member
	ids     map[int64]int32    // index into members
	words   map[string][]int32 // folded words of names, matricules
	names   map[int64]string   // entities, each name once

	mu       sync.RWMutex // guards the entities, which may come later
	entities bool         // they have come
}

func (d *directory) add(fiche ocean.Fiche) {
	i := fiche.Individu
	if i.Supprime || i.ID == 0 {
		return
	}
	if d.ids == nil {
		d.ids, d.words, d.names = map[int64]int32{}, map[string][]int32{}, map[int64]string{}
	}
	d.entities = d.entities || fiche.Entite.ID != 0
	if at, there := d.ids[i.ID]; there { // one row a vehicle
		if d.members[at].Entity.ID == 0 {
			d.members[at].Entity = d.interned(fiche.Entite)
		}
		return
	}
	at := int32(len(d.members)) //nolint:gosec // no customer has two thousand million drivers
	d.ids[i.ID] = at
	d.members = append(d.members, Member{
		Person:    Person{IndividuID: i.ID, FirstName: i.Prenom, LastName: i.Nom},
		Matricule: i.Matricule, Entity: d.interned(fiche.Entite),
	})
	words := nameWords(i.Prenom + " " + i.Nom)
	slices.Sort(words)
	for _, word := range slices.Compact(words) {
		d.words[word] = append(d.words[word], at)
	}
	if key := matriculeKey(i.Matricule); key != "" {
		d.words[key] = append(d.words[key], at)
	}
}

// interned keeps the name of an entity once, however many belong to it.
func (d *directory) interned(e ocean.Entite) ocean.Entite {
	if name, there := d.names[e.ID]; there && name == e.Nom {
		e.Nom = name
		return e
	}
	d.names[e.ID] = e.Nom
	return e
}

func (d *directory) wantsEntities() bool {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return !d.entities && len(d.members) > 0
}

func (d *directory) complete(entities map[int64]ocean.Entite) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for n := range d.members {
		d.members[n].Entity = d.interned(entities[d.members[n].IndividuID])
	}
	d.entities = true
}

func (d *directory) byID(id int64) (Member, bool) {
	d.mu.RLock()
	defer d.mu.RUnlock()
	at, there := d.ids[id]
	if !there {
		return Member{}, false
	}
	return d.members[at], true
}

func (d *directory) within(scope Scope) []Member {
	d.mu.RLock()
	defer d.mu.RUnlock()
	var found []Member
	for _, m := range d.members {
		if scope.Covers(m.Entity.ID) {
			found = append(found, m)
		}
	}
	slices.SortFunc(found, byName)
	return found
}

func (d *directory) named(scope Scope, text string) []Member {
	d.mu.RLock()
	defer d.mu.RUnlock()
	covered := func(at int32) bool { return scope.Covers(d.members[at].Entity.ID) }
	var found []Member
	for _, at := range d.words[matriculeKey(text)] {
		if covered(at) {
			found = append(found, d.members[at])
		}
	}
	if id, err := strconv.ParseInt(strings.TrimSpace(text), 10, 64); err == nil {
		if at, there := d.ids[id]; there && covered(at) && len(found) == 0 {
			found = append(found, d.members[at])
		}
	}
	words := nameWords(text)
	if len(found) > 0 || len(words) == 0 {
		return found
	}
	whole := false
	for _, at := range d.words[words[0]] {
		m := d.members[at]
		bears := nameWords(m.FirstName + " " + m.LastName)
		if !covered(at) || slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(bears, w) }) {
			continue
		}
		isWhole := len(words) == len(bears)
		switch {
		case isWhole && !whole:
			found, whole = nil, true
		case whole && !isWhole:
			continue
		}
		found = append(found, m)
	}
	slices.SortFunc(found, byName)
	return found
}

func byName(a, b Member) int {
	return cmp.Or(
		cmp.Compare(spell.Fold(a.LastName), spell.Fold(b.LastName)), cmp.Compare(spell.Fold(a.FirstName), spell.Fold(b.FirstName)),
		cmp.Compare(a.IndividuID, b.IndividuID),
	)
}

// nameWords are the words of a name: "Marc-Antoine Le Goff" has five.
func nameWords(name string) []string {
	return strings.FieldsFunc(spell.Fold(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// matriculeKey keeps matricules apart from names.
func matriculeKey(matricule string) string {
	if matricule = strings.TrimSpace(matricule); matricule != "" {
		return "#" + spell.Fold(matricule)
	}
	return ""
}
