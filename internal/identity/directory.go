package identity

import (
	"cmp"
	"context"
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
	return known, r.entities(ctx, known)
}

// directory is the living people of a fleet, by id, by entity and by the words of their names.
type directory struct {
	members []Member
	ids     map[int64]int32  // index into members
	words   map[string]int32 // folded words of names, matricules: index into bearers
	bearers []bearer

	mu       sync.RWMutex      // guards the entities, which may come later
	entities bool              // they have come
	inEntity map[int64][]int32 // indices into members
}

// bearer is one of those who bear a word.
type bearer struct {
	member int32
	next   int32 // index into bearers; 0 is none
}

// add adds somebody who lives, and tells where they stand.
func (d *directory) add(fiche ocean.Fiche) (at int32, living bool) {
	i := fiche.Individu
	if i.Supprime || i.ID == 0 {
		return 0, false
	}
	if d.ids == nil {
		d.ids, d.words = map[int64]int32{}, map[string]int32{}
		d.bearers = make([]bearer, 1) // index 0 is none
	}
	d.entities = d.entities || fiche.Entite.ID != 0
	if at, there := d.ids[i.ID]; there { // one row a vehicle
		if d.members[at].Entity.ID == 0 {
			d.members[at].Entity = fiche.Entite
		}
		return at, true
	}
	at = int32(len(d.members)) //nolint:gosec // no customer has two thousand million drivers
	d.ids[i.ID] = at
	d.members = append(d.members, Member{
		Person:    Person{IndividuID: i.ID, FirstName: i.Prenom, LastName: i.Nom},
		Matricule: i.Matricule, Entity: fiche.Entite,
	})
	words := nameWords(i.Prenom + " " + i.Nom)
	slices.Sort(words)
	for _, word := range slices.Compact(words) {
		d.bears(word, at)
	}
	if key := matriculeKey(i.Matricule); key != "" {
		d.bears(key, at)
	}
	return at, true
}

func (d *directory) bears(word string, at int32) {
	before, there := d.words[word]
	if !there {
		word = strings.Clone(word) // a part of a longer text would keep all of it
	}
	d.bearers = append(d.bearers, bearer{at, before})
	d.words[word] = int32(len(d.bearers) - 1) //nolint:gosec // nor have they so many names
}

// bearing gives the indices of those who bear a word, in the order in which they were added.
func (d *directory) bearing(word string) []int32 {
	var found []int32
	for n := d.words[word]; n != 0; n = d.bearers[n].next {
		found = append(found, d.bearers[n].member)
	}
	slices.Reverse(found)
	return found
}

// done makes the directory as small as it can be, once everybody was added.
func (d *directory) done() {
	d.members, d.bearers = slices.Clone(d.members), slices.Clone(d.bearers)
	d.group()
}

// group sorts the people by entity.
func (d *directory) group() {
	count := map[int64]int{}
	for _, m := range d.members {
		count[m.Entity.ID]++
	}
	d.inEntity = make(map[int64][]int32, len(count))
	for at, m := range d.members {
		in := d.inEntity[m.Entity.ID]
		if in == nil {
			in = make([]int32, 0, count[m.Entity.ID])
		}
		d.inEntity[m.Entity.ID] = append(in, int32(at))
	}
}

func (d *directory) wantsEntities() bool {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return !d.entities && len(d.members) > 0
}

func (d *directory) complete(entities map[int64]ocean.Entite) {
	d.mu.Lock()
	defer d.mu.Unlock()
	names := texts{}
	for n := range d.members {
		entity := entities[d.members[n].IndividuID]
		entity.Nom = names.once(entity.Nom)
		d.members[n].Entity = entity
	}
	d.entities = true
	d.group()
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
	if scope.All {
		found = slices.Clone(d.members)
	}
	for _, entity := range scope.Entities {
		for _, at := range d.inEntity[entity] {
			found = append(found, d.members[at])
		}
	}
	return sorted(found)
}

func (d *directory) named(scope Scope, text string) []Member {
	d.mu.RLock()
	defer d.mu.RUnlock()
	covered := func(at int32) bool { return scope.Covers(d.members[at].Entity.ID) }
	var found []Member
	for _, at := range d.bearing(matriculeKey(text)) {
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
	for _, at := range d.bearing(words[0]) {
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
	return sorted(found)
}

// sorted sorts people by name. Each name is folded once: a manager may ask for tens of thousands.
func sorted(people []Member) []Member {
	type entry struct {
		last, first string
		member      Member
	}
	entries := make([]entry, 0, len(people))
	for _, m := range people {
		entries = append(entries, entry{spell.Fold(m.LastName), spell.Fold(m.FirstName), m})
	}
	slices.SortFunc(entries, func(a, b entry) int {
		return cmp.Or(cmp.Compare(a.last, b.last), cmp.Compare(a.first, b.first), cmp.Compare(a.member.IndividuID, b.member.IndividuID))
	})
	for n, e := range entries {
		people[n] = e.member
	}
	return people
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
