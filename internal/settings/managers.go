package settings

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// Manager is a line of the managers in the YAML file: who may see totals of others, and of whom. Exactly
// one of the four names somebody.
type Manager struct {
	Slack       string // a user id: U0BOSS
	SlackGroup  string // the id of a user group: S0GROUP
	Discord     string // a user id: 80351110224678912
	DiscordRole string // the id of a role

	All      bool    // of everybody
	Entities []int64 // of these OCEAN entities only; empty where All is true
}

const (
	managersKey    = "managers"
	managerExample = `{slack: U0BOSS, scope: all}`
)

// who are the ways to name a manager, in the order in which they are told.
var who = []struct { //nolint:gochecknoglobals // a constant
	key     string
	pattern *regexp.Regexp
	like    string
	set     func(*Manager, string)
}{
	{"slack", regexp.MustCompile(`^[UW][A-Z0-9]+$`), "a Slack user id, like U0BOSS", func(m *Manager, id string) { m.Slack = id }},
	{"slack_group", regexp.MustCompile(`^S[A-Z0-9]+$`), "the id of a Slack user group, like S0GROUP", func(m *Manager, id string) { m.SlackGroup = id }},
	{"discord", regexp.MustCompile(`^[0-9]{1,20}$`), "a Discord user id, like 80351110224678912", func(m *Manager, id string) { m.Discord = id }},
	{"discord_role", regexp.MustCompile(`^[0-9]{1,20}$`), "the id of a Discord role, like 41771983423143936", func(m *Manager, id string) { m.DiscordRole = id }},
}

// Managers gives the managers of the YAML file. A line that is wrong is a problem that names its place,
// and isn't among them.
func (r *Reader) Managers() []Manager {
	var managers []Manager
	for _, e := range r.entries(managersKey, managerExample) {
		before := len(r.problems)
		manager := e.manager()
		if len(r.problems) == before {
			managers = append(managers, manager)
		}
	}
	return managers
}

func (e entry) manager() Manager {
	var m Manager
	var named, scoped []string
	for _, f := range e.fields {
		switch {
		case slices.Contains(whoKeys(), f.name):
			named = append(named, f.name)
			e.who(&m, f)
		case f.name == "scope":
			scoped = append(scoped, f.name)
			written, _ := text(f.value)
			if m.All = written == "all"; !m.All {
				e.problemf(f.line, "scope can only be all; for some entities write entities: [123, 456] in its place")
			}
		case f.name == "entities":
			scoped = append(scoped, f.name)
			entities, ok := ids(f.value)
			if !ok {
				e.problemf(f.line, "entities must be a list of the ids of OCEAN entities, like [123, 456]")
			}
			m.Entities = entities
		default:
			e.problemf(f.line, "there is no %q; an item has one of %s, and either scope or entities", f.name, strings.Join(whoKeys(), ", "))
		}
	}
	switch {
	case len(named) == 0:
		e.problemf(e.line, "nobody is named; say who with one of %s, like %s", strings.Join(whoKeys(), ", "), managerExample)
	case len(named) > 1:
		e.problemf(e.line, "%s can't stand together; give each an item of its own", strings.Join(named, " and "))
	}
	switch {
	case len(scoped) == 0:
		e.problemf(e.line, "what may be seen isn't said; add scope: all, or entities: [123, 456]")
	case len(scoped) > 1:
		e.problemf(e.line, "scope and entities can't stand together; keep entities for some, scope: all for everything")
	}
	return m
}

func (e entry) who(m *Manager, f field) {
	for _, w := range who {
		if w.key != f.name {
			continue
		}
		id, ok := text(f.value)
		switch {
		case !ok:
			e.problemf(f.line, "%s must be %s", w.key, w.like)
		case !w.pattern.MatchString(id):
			e.problemf(f.line, "%s must be %s; %s", w.key, w.like, elsewhere(w.key, id))
		default:
			w.set(m, id)
		}
	}
}

// elsewhere says where an id belongs that is none of a key's.
func elsewhere(key, id string) string {
	for _, w := range who {
		if w.key != key && w.pattern.MatchString(id) && strings.HasPrefix(w.key, "slack") == strings.HasPrefix(key, "slack") {
			return fmt.Sprintf("for %q write %s: %s", id, w.key, id)
		}
	}
	return fmt.Sprintf("%q is none", id)
}

func whoKeys() []string {
	keys := make([]string, 0, len(who))
	for _, w := range who {
		keys = append(keys, w.key)
	}
	return keys
}
