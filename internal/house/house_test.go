// Package house_test holds the plan of the house: packages are rooms, and an import may only point
// downwards. Each line says what a room may see, and why it may see no more.
package house_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "github.com/oceanbot/oceanbot/"

type room struct {
	sees []string
	why  string
}

// plan has every package of the module.
var plan = map[string]room{
	"cmd/bot": {[]string{
		"internal/adapter", "internal/chat", "internal/commands", "internal/console", "internal/discordbot", "internal/discordbot/gateway", "internal/i18n", "internal/identity", "internal/ledger",
		"internal/nlp", "internal/ocean", "internal/oceansim", "internal/settings", "internal/slackbot", "internal/store",
		"internal/trips", "internal/usage",
	}, "it wires everything, and is the only one that may have the simulator outside tests"},
	"internal/slackbot":   {[]string{"internal/adapter", "internal/chat", "internal/i18n", "internal/secret", "internal/wire"}, "an adapter turns wire format into chat and back; what the words do is not its business"},
	"internal/discordbot": {[]string{"internal/adapter", "internal/chat", "internal/i18n", "internal/secret", "internal/wire"}, "an adapter, like slackbot"},
	"internal/adapter":    {[]string{"internal/chat", "internal/i18n"}, "what happens to a request on every platform between its acknowledgement and its answer; no wire format"},
	"internal/console":    {[]string{"internal/chat", "internal/i18n"}, "an adapter, like slackbot"},
	"internal/commands": {[]string{
		"internal/chat", "internal/hours", "internal/i18n", "internal/identity", "internal/ledger", "internal/nlp",
		"internal/ocean", "internal/spell", "internal/store", "internal/trips", "internal/weekgrid", "internal/usage",
	}, "it meets the adapters in chat.Handler and knows no platform"},
	"internal/hours":                 {[]string{"internal/ocean"}, "it calculates with weeks, and reads and writes nothing"},
	"internal/ledger":                {[]string{"internal/chat", "internal/hours", "internal/i18n", "internal/ocean", "internal/store"}, "it makes writes, and says nothing: sentences are the commands'"},
	"internal/trips":                 {[]string{"internal/ocean", "internal/secret"}, "it finds what a driver drove; what they do with it is the commands' affair"},
	"internal/identity":              {[]string{"internal/chat", "internal/ocean", "internal/spell"}, "it knows who somebody is, not what they want"},
	"internal/nlp":                   {[]string{"internal/nlp/fr", "internal/nlp/en", "internal/nlp/grammar", "internal/spell"}, "text goes in and periods come out; nothing else is needed"},
	"internal/nlp/fr":                {[]string{"internal/nlp/grammar"}, "a language is a list of rules and a dictionary"},
	"internal/nlp/en":                {[]string{"internal/nlp/grammar"}, "a language is a list of rules and a dictionary"},
	"internal/nlp/grammar":           {[]string{"internal/spell"}, "what the languages share"},
	"internal/ocean":                 {[]string{"internal/secret"}, "a client of a service, usable without a bot"},
	"internal/oceansim":              {[]string{"internal/secret"}, "OCEAN itself knows nothing of its clients, so it can't be wrong in the same way"},
	"internal/usage":                 {[]string{"internal/ocean"}, "sums of OCEAN's rows, without asking for any"},
	"internal/store":                 {nil, "rows and columns; what they mean belongs to those who write them"},
	"internal/chat":                  {[]string{"internal/i18n"}, "everybody meets here, so it depends on nobody but the language"},
	"internal/weekgrid":              {[]string{"internal/i18n"}, "it draws what it is given, and knows neither OCEAN nor a platform"},
	"internal/i18n":                  {nil, "sentences"},
	"internal/settings":              {[]string{"internal/i18n", "internal/secret"}, "it reads texts into values and knows no platform"},
	"internal/secret":                {nil, "the ground floor"},
	"internal/wire":                  {nil, "the ground floor"},
	"internal/spell":                 {nil, "the ground floor"},
	"internal/slackbot/slackstandin": {[]string{"internal/chat"}, "Slack itself, for tests"},
	"internal/discordbot/gateway": {
		[]string{"internal/secret"}, "a connection and what comes over it; what that means is the adapter's",
	},
	"internal/discordbot/gateway/gatewaystandin": {
		nil, "Discord's gateway itself, for tests",
	},
	"internal/discordbot/discordstandin": {nil, "Discord itself, for tests"},
}

// testsOnly may be imported by tests and by those that are named.
var testsOnly = map[string][]string{
	"internal/oceansim":                          {"cmd/bot"},
	"internal/slackbot/slackstandin":             nil,
	"internal/discordbot/gateway/gatewaystandin": nil,
	"internal/discordbot/discordstandin":         nil,
}

func TestImportsPointDownwards(t *testing.T) {
	t.Parallel()
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	err = filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			switch name := entry.Name(); {
			case name == "testdata", name == "bench", strings.HasPrefix(name, ".") && file != root:
				return fs.SkipDir
			}
			return nil
		}
		if filepath.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		relative, err := filepath.Rel(root, filepath.Dir(file))
		if err != nil {
			return err
		}
		from := filepath.ToSlash(relative)
		seen[from] = true
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		here, known := plan[from]
		if !known {
			t.Errorf("%s is a new room: put it into the plan, with what it may see and why", from)
			return nil
		}
		for _, spec := range parsed.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			to, ours := strings.CutPrefix(name, module)
			if !ours {
				continue
			}
			if !slices.Contains(here.sees, to) {
				t.Errorf("%s imports %s, which it must not see: %s", path.Join(from, filepath.Base(file)), to, here.why)
			}
			if who, restricted := testsOnly[to]; restricted && !slices.Contains(who, from) {
				t.Errorf("%s imports %s, which is for tests", from, to)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range plan {
		if !seen[name] && name != "internal/house" {
			t.Errorf("the plan has a room %s that isn't there", name)
		}
	}
}

func TestThePlanHasNoCircles(t *testing.T) {
	t.Parallel()
	var visit func(name string, above []string)
	visit = func(name string, above []string) {
		if slices.Contains(above, name) {
			t.Fatalf("the plan goes in a circle: %s", strings.Join(append(above, name), " → "))
		}
		for _, below := range plan[name].sees {
			visit(below, append(above, name))
		}
	}
	for name := range plan {
		visit(name, nil)
	}
}
