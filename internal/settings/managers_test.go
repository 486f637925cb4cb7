package settings_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanbot/oceanbot/internal/settings"
)

// read makes a reader of a YAML file.
func read(t *testing.T, content string) *settings.Reader {
	t.Helper()
	path := filepath.Join(t.TempDir(), "bot.yaml")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	r, err := settings.New(nil, settings.Files{YAML: path, Known: []string{"BOT_LANG"}, Nested: []string{"managers", "digests"}})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestManagers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		yaml string
		want []settings.Manager
	}{
		"none":            {"bot_lang: fr\n", nil},
		"an empty list":   {"managers:\n", nil},
		"another, empty":  {"managers: []\n", nil},
		"a lone key":      {"managers: [{slack: U0BOSS, scope: all}]", []settings.Manager{{Slack: "U0BOSS", All: true}}},
		"a list in lines": {"managers:\n  - slack: W1\n    entities:\n      - 1\n", []settings.Manager{{Slack: "W1", Entities: []int64{1}}}},
		"every kind": {`
bot_lang: fr
managers:
  - slack: U0BOSS            # a Slack user id, or slack_group: S0GROUP
    scope: all
  - slack_group: "S0GROUP"
    scope: "all"
  - discord_role: "1234"     # a Discord role id, or discord: user id
    entities: [123, 456]
  - discord_role: 41771983423143936
    entities: ["123"]
  # the fleet office
  - entities: [7]
    discord: 18446744073709551615
digests:
  - cron: "0 8 1 * *"
`, []settings.Manager{
			{Slack: "U0BOSS", All: true},
			{SlackGroup: "S0GROUP", All: true},
			{DiscordRole: "1234", Entities: []int64{123, 456}},
			{DiscordRole: "41771983423143936", Entities: []int64{123}},
			{Discord: "18446744073709551615", Entities: []int64{7}},
		}},
	} {
		r := read(t, test.yaml)
		got := r.Managers()
		if diff := cmp.Diff(test.want, got); diff != "" || r.Err() != nil {
			t.Errorf("%s: %v\n%s", name, r.Err(), diff)
		}
	}
}

func TestManagersThatAreWrong(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		yaml string
		want string // of the one problem
	}{
		"no list":       {"\nmanagers:\n  slack: U0BOSS\n  scope: all\n", "managers, line 3 of bot.yaml: this must be a list"},
		"a word":        {"managers: U0BOSS\n", "line 1 of bot.yaml: this must be a list"},
		"no pairs":      {"managers:\n  - slack: U0BOSS\n    scope: all\n  - U0BOSS\n", "line 4 of bot.yaml: an item must be like {slack: U0BOSS, scope: all}"},
		"unknown":       {"managers:\n  - slack: U0BOSS\n    scope: all\n    name: Anne\n", `line 4 of bot.yaml: there is no "name"; an item has one of slack, slack_group, discord, discord_role`},
		"no who":        {"managers:\n  - scope: all\n", "line 2 of bot.yaml: nobody is named"},
		"two whos":      {"managers:\n  - slack: U0BOSS\n    discord: 12\n    scope: all\n", "line 2 of bot.yaml: slack and discord can't stand together"},
		"no scope":      {"managers:\n  - slack: U0BOSS\n", "line 2 of bot.yaml: what may be seen isn't said"},
		"two scopes":    {"managers:\n  - slack: U0BOSS\n    scope: all\n    entities: [1]\n", "line 2 of bot.yaml: scope and entities can't stand together"},
		"another scope": {"managers:\n  - slack: U0BOSS\n    scope: some\n", "line 3 of bot.yaml: scope can only be all"},
		"no entities":   {"managers:\n  - slack: U0BOSS\n    entities: []\n", "line 3 of bot.yaml: entities must be a list"},
		"one entity":    {"managers:\n  - slack: U0BOSS\n    entities: 12\n", "line 3 of bot.yaml: entities must be a list"},
		"no number":     {"managers:\n  - slack: U0BOSS\n    entities: [Nord]\n", "line 3 of bot.yaml: entities must be a list"},
		"a fraction":    {"managers:\n  - slack: U0BOSS\n    entities: [1.5]\n", "line 3 of bot.yaml: entities must be a list"},
		"a negative":    {"managers:\n  - slack: U0BOSS\n    entities: [-1]\n", "line 3 of bot.yaml: entities must be a list"},
		"an empty id":   {"managers:\n  - slack:\n    scope: all\n", "line 2 of bot.yaml: slack must be a Slack user id, like U0BOSS"},
		"a list of ids": {"managers:\n  - slack: [U0BOSS]\n    scope: all\n", "line 2 of bot.yaml: slack must be a Slack user id"},
		"a group as id": {"managers:\n  - slack: S0GROUP\n    scope: all\n", `line 2 of bot.yaml: slack must be a Slack user id, like U0BOSS; for "S0GROUP" write slack_group: S0GROUP`},
		"an id as group": {
			"managers:\n  - slack_group: U0BOSS\n    scope: all\n",
			`line 2 of bot.yaml: slack_group must be the id of a Slack user group, like S0GROUP; for "U0BOSS" write slack: U0BOSS`,
		},
		"a name":         {"managers:\n  - slack: '@anne'\n    scope: all\n", `"@anne" is none`},
		"a role by name": {"managers:\n  - discord_role: fleet\n    scope: all\n", `line 2 of bot.yaml: discord_role must be the id of a Discord role, like 41771983423143936; "fleet" is none`},
		"true":           {"managers:\n  - discord: true\n    scope: all\n", "line 2 of bot.yaml: discord must be a Discord user id"},
	} {
		r := read(t, test.yaml)
		if got := r.Managers(); len(got) > 0 && name != "no pairs" {
			t.Errorf("%s: a wrong line made managers of %+v", name, got)
		}
		if err := r.Err(); err == nil || !strings.Contains(err.Error(), test.want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: %v; want %q alone", name, err, test.want)
		}
	}
}

func TestAllWrongManagersAreTold(t *testing.T) {
	t.Parallel()
	r := read(t, "managers:\n  - slack: anne\n    scop: all\n  - discord: 12\n    scope: all\n  - {}\n")
	want := []settings.Manager{{Discord: "12", All: true}}
	if diff := cmp.Diff(want, r.Managers()); diff != "" {
		t.Error(diff)
	}
	told := strings.Split(r.Err().Error(), "\n")
	if len(told) != 5 {
		t.Errorf("%d problems were told, want 5:\n%s", len(told), strings.Join(told, "\n"))
	}
	for i, line := range []string{"line 2", "line 3", "line 2", "line 6", "line 6"} {
		if i < len(told) && !strings.HasPrefix(told[i], "managers, "+line+" of ") {
			t.Errorf("problem %d: %s, want it on %s", i+1, told[i], line)
		}
	}
}

// FuzzManagers wants whatever is read to be whole: one who, one scope.
func FuzzManagers(f *testing.F) {
	for _, seed := range []string{
		"slack: U0BOSS\n    scope: all", "discord_role: \"1234\"\n    entities: [123, 456]", "&a {slack: U1, <<: *a}", "slack: !!str U1",
		"? slack\n    : U0BOSS", "slack: |\n      U0BOSS", "- 1",
	} {
		f.Add(seed)
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, item string) {
		path := filepath.Join(dir, "bot.yaml")
		if err := os.WriteFile(path, []byte("managers:\n  - "+item+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := settings.New(nil, settings.Files{YAML: path, Nested: []string{"managers"}})
		if err != nil {
			return
		}
		for _, m := range r.Managers() {
			named := 0
			for _, id := range []string{m.Slack, m.SlackGroup, m.Discord, m.DiscordRole} {
				if id != "" {
					named++
				}
			}
			if named != 1 || m.All == (len(m.Entities) > 0) {
				t.Errorf("%q made %+v", item, m)
			}
		}
	})
}
