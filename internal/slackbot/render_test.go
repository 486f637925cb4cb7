package slackbot

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/slack-go/slack"
	"pgregory.net/rapid"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/slackbot/slackstandin"
	"github.com/oceanbot/oceanbot/internal/wire"
)

func encode(t rapid.TB, blocks []slack.Block) json.RawMessage {
	t.Helper()
	raw, err := json.Marshal(blocks)
	if err != nil {
		t.Fatalf("encoding the blocks: %v", err)
	}
	return raw
}

// words draws what a person could type, heavy with what Slack treats specially.
func words(longest int) *rapid.Generator[string] {
	special := rapid.SampledFrom([]string{
		"<!channel>", "<@U1>", "&", "&amp;", "<", ">", "*gras*", "_x_", "~", "`", "```", "\n", " ", "é", "🚗", "👨‍👩‍👧", "\x00",
		"\xff", "\u202e", "https://x.example", "mot ", "snake_case", "> cite", "1*2", "\u2060", "…",
	})
	return rapid.Custom(func(t *rapid.T) string {
		parts := rapid.SliceOfN(special, 0, 12).Draw(t, "parts")
		s := strings.Join(parts, "")
		if n := rapid.SampledFrom([]int{1, 1, 1, 1, longest}).Draw(t, "times"); n > 1 {
			s = strings.Repeat(s, n/(len(s)+1)+1)
		}
		return s
	})
}

func cards() *rapid.Generator[chat.Card] {
	buttons := func(most int) *rapid.Generator[[]chat.Button] {
		return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) chat.Button {
			b := chat.Button{
				Action: chat.Action(rapid.SampledFrom([]string{"confirm:1", "cancel:1", "delete:2", "", "x", strings.Repeat("change:é", 40), strings.Repeat("z", 1900)}).Draw(t, "action")),
				Label:  words(200).Draw(t, "label"),
				Style:  rapid.SampledFrom([]chat.Style{chat.Plain, chat.Primary, chat.Danger}).Draw(t, "style"),
			}
			if rapid.Bool().Draw(t, "asks") {
				b.Question = &chat.Question{Title: words(50).Draw(t, "title"), Label: words(4000).Draw(t, "label"), Hint: words(300).Draw(t, "hint")}
			}
			return b
		}), 0, most)
	}
	return rapid.Custom(func(t *rapid.T) chat.Card {
		c := chat.Card{
			Tone: chat.Tone(rapid.IntRange(0, 5).Draw(t, "tone")), Title: words(400).Draw(t, "title"), Lead: words(5000).Draw(t, "lead"),
			Code: words(12000).Draw(t, "code"), Footer: words(5000).Draw(t, "footer"),
			Buttons: buttons(8).Draw(t, "buttons"),
		}
		for range rapid.SampledFrom([]int{0, 1, 3, 11, 60}).Draw(t, "fields") {
			c.Fields = append(c.Fields, chat.Field{Name: words(900).Draw(t, "name"), Value: words(3000).Draw(t, "value")})
		}
		for range rapid.SampledFrom([]int{0, 1, 3, 20, 70}).Draw(t, "items") {
			c.Items = append(c.Items, chat.Item{
				Number: rapid.IntRange(0, 3).Draw(t, "number"), Title: words(3000).Draw(t, "title"), Detail: words(3000).Draw(t, "detail"),
				Buttons: buttons(3).Draw(t, "buttons"),
			})
		}
		for range rapid.SampledFrom([]int{0, 1, 3, 40}).Draw(t, "notes") {
			c.Notes = append(c.Notes, chat.Note{Text: words(3000).Draw(t, "text"), Loud: rapid.Bool().Draw(t, "loud")})
		}
		return c
	})
}

// Whatever a card holds, Slack takes it, and nothing in it mentions, links or ends its markup.
func TestEveryCardIsWithinTheLimits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		card := cards().Draw(t, "card")
		got := render(card, i18n.French, "")
		raw := encode(t, got.blocks)
		for _, p := range slackstandin.Problems(got.text, raw) {
			t.Errorf("%s", p)
		}
		if wire.Units(got.text) > maxFallback || len(got.blocks) == 0 {
			t.Errorf("%d characters of text, %d blocks", wire.Units(got.text), len(got.blocks))
		}
		total := 0
		for _, s := range texts(t, raw) {
			total += utf8.RuneCountInString(s)
		}
		if most := maxCardText + 1200; total > most { // what is not a person's words is not counted
			t.Errorf("%d characters in all, want at most %d", total, most)
		}
		// The card's own buttons are all there, and mean what they meant.
		var want []chat.Action
		for _, b := range card.Buttons {
			if b.Action != "" && wire.Units(string(b.Action)) < maxActionID {
				want = append(want, b.Action)
			}
		}
		shown := buttonsOf(got.blocks)
		have := make([]chat.Action, 0, len(shown))
		for _, b := range shown {
			action := chat.Action(b.ActionID)
			if carried := decodeValue(b.Value); carried.Action != "" {
				action = carried.Action
			}
			have = append(have, action)
		}
		for _, w := range want {
			if !slices.Contains(have, w) {
				t.Errorf("the button %q is missing from %q", w, have)
			}
		}
	})
}

// texts gives every string under "text" in JSON.
func texts(t rapid.TB, raw json.RawMessage) []string {
	t.Helper()
	var tree any
	if err := json.Unmarshal(raw, &tree); err != nil {
		t.Fatalf("%v", err)
	}
	var found []string
	var walk func(any)
	walk = func(node any) {
		switch node := node.(type) {
		case []any:
			for _, n := range node {
				walk(n)
			}
		case map[string]any:
			if s, ok := node["text"].(string); ok && node["type"] == "mrkdwn" {
				found = append(found, s)
			}
			for _, n := range node {
				walk(n)
			}
		}
	}
	walk(tree)
	return found
}

func buttonsOf(blocks []slack.Block) []*slack.ButtonBlockElement {
	var found []*slack.ButtonBlockElement
	for _, b := range blocks {
		if row, ok := b.(*slack.ActionBlock); ok {
			for _, e := range row.Elements.ElementSet {
				if button, ok := e.(*slack.ButtonBlockElement); ok {
					found = append(found, button)
				}
			}
		}
	}
	return found
}

func TestEscapes(t *testing.T) {
	t.Parallel()
	const g = wire.Guard
	for _, tc := range []struct{ words, want string }{
		{"chez <!channel> & co", "chez &lt;!channel&gt; &amp; co"},
		{"déjà &amp; écrit", "déjà &amp;amp; écrit"},
		{"62% pro %s", "62% pro %s"},
		{"*gras*", g + "*" + g + "gras" + g + "*" + g},
		{"snake_case 2*3 5 * 3", "snake_case 2*3 5 * 3"},
		{"`code`", g + "`" + g + "code" + g + "`" + g},
		{"> cité\n> encore", g + "&gt;" + g + " cité\n" + g + "&gt;" + g + " encore"},
		{"a > b", "a &gt; b"},
		{"chez ma sœur", "chez ma sœur"},
		{"a\x00b\xffc\u202ed", "abcd"},
	} {
		if got := mrkdwn(tc.words, 1000); got != tc.want {
			t.Errorf("mrkdwn(%q) = %q, want %q", tc.words, got, tc.want)
		}
	}
}

func TestCutsAreWhole(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		words string
		limit int
		want  string
	}{
		{"abcdef", 6, "abcdef"},
		{"abcdefg", 6, "abcde…"},
		{"ab&cd", 8, "ab&amp;…"},
		{"ab&cd", 7, "ab…"},
		{"ab&", 7, "ab&amp;"},
		{"éàü🚗", 4, "éàü…"},
		{"éà🚗", 4, "éà🚗"},
		{"un deux", 4, "un…"},
		{"🚗🚗", 2, "…"},
	} {
		if got := plain(tc.words, tc.limit); got != tc.want {
			t.Errorf("plain(%q, %d) = %q, want %q", tc.words, tc.limit, got, tc.want)
		}
	}
}

func TestCardLooksNative(t *testing.T) {
	t.Parallel()
	got := render(chat.Card{
		Tone: chat.Ask, Title: "Enregistrer cette période privée ?", Lead: "Chez ma sœur",
		Fields:  []chat.Field{{Name: "Début", Value: "vendredi 27 novembre 2026, 18:00"}, {Name: "Fin", Value: ""}},
		Items:   []chat.Item{{Number: 1, Title: "ven. 18:00", Detail: "2 j", Buttons: []chat.Button{{Action: "delete:1", Label: "Supprimer 1", Style: chat.Danger}}}},
		Notes:   []chat.Note{{Text: "Chevauche une autre", Loud: true}, {Text: "Note"}},
		Code:    "LUNDI   18:00\n  ``` 24:00",
		Buttons: []chat.Button{{Action: "confirm:1", Label: "Confirmer", Style: chat.Primary}},
		Footer:  "Europe/Paris",
	}, i18n.French, "")
	want := []string{
		`{"type":"header","text":{"type":"plain_text","text":"❔ Enregistrer cette période privée ?","emoji":true}}`,
		`{"type":"section","text":{"type":"mrkdwn","text":"Chez ma sœur","verbatim":true}}`,
		`{"type":"section","fields":[{"type":"mrkdwn","text":"*Début*\nvendredi 27 novembre 2026, 18:00","verbatim":true},{"type":"mrkdwn","text":"*Fin*\n—","verbatim":true}]}`,
		"{\"type\":\"section\",\"text\":{\"type\":\"mrkdwn\",\"text\":\"```\\nLUNDI   18:00\\n  `\u2060`\u2060` 24:00\\n```\",\"verbatim\":true}}",
		`{"type":"section","text":{"type":"mrkdwn","text":"*1.* ven. 18:00","verbatim":true}}`,
		`{"type":"context","elements":[{"type":"mrkdwn","text":"2 j","verbatim":true}]}`,
		`{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Supprimer 1","emoji":true},"action_id":"delete:1","style":"danger"}]}`,
		`{"type":"context","elements":[{"type":"mrkdwn","text":"⚠️ Chevauche une autre\nNote","verbatim":true}]}`,
		`{"type":"actions","elements":[{"type":"button","text":{"type":"plain_text","text":"Confirmer","emoji":true},"action_id":"confirm:1","style":"primary"}]}`,
		`{"type":"context","elements":[{"type":"mrkdwn","text":"Europe/Paris","verbatim":true}]}`,
	}
	have := make([]string, 0, len(got.blocks))
	for _, b := range got.blocks {
		raw, err := json.Marshal(b)
		if err != nil {
			t.Fatal(err)
		}
		have = append(have, string(raw))
	}
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("blocks (-want +got):\n%s", diff)
	}
}

func TestLongListSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ items, shown int }{{10, 10}, {16, 16}, {23, 23}, {40, 23}} {
		card := chat.Card{Title: "Périodes", Footer: "x", Buttons: []chat.Button{{Action: "confirm:1", Label: "Tout"}}}
		for i := range tc.items {
			card.Items = append(card.Items, chat.Item{Number: i + 1, Title: "ven.", Detail: "2 j", Buttons: []chat.Button{
				{Action: chat.Action(fmt.Sprintf("delete:%d", i)), Label: "Supprimer"},
			}})
		}
		got := render(card, i18n.French, "")
		if n := len(buttonsOf(got.blocks)) - 1; n != tc.shown {
			t.Errorf("%d of %d entries are shown, want %d", n, tc.items, tc.shown)
		}
		more := fmt.Sprintf("et %d de plus", tc.items-tc.shown)
		if has := strings.Contains(string(encode(t, got.blocks)), more); has != (tc.shown < tc.items) {
			t.Errorf("%d entries, %d shown: says that some are missing: %t", tc.items, tc.shown, has)
		}
	}
}

// Every limit is met to the character and not passed by one.
func TestLimitsToTheCharacter(t *testing.T) {
	t.Parallel()
	for _, limit := range []int{maxModalTitle, maxButtonText, maxHeader, maxPlaceholder, maxActionID, maxModalLabel, maxField, maxSection, maxValue} {
		for n := limit - 4; n <= limit+4; n++ {
			s := strings.Repeat("é", n)
			card := chat.Card{Title: s, Lead: s, Footer: s, Code: s, Notes: []chat.Note{{Text: s, Loud: true}}}
			card.Fields = []chat.Field{{Name: s, Value: s}}
			for i := range 27 {
				card.Buttons = append(card.Buttons, chat.Button{Action: chat.Action(fmt.Sprintf("%s%d", s, i)), Label: s})
			}
			got := render(card, i18n.English, "")
			if problems := slackstandin.Problems(got.text, encode(t, got.blocks)); len(problems) > 0 {
				t.Errorf("%d characters: %v", n, problems)
			}
			q := question{Question: shorten(chat.Question{Title: s, Label: s, Hint: s, Submit: s, Close: s})}
			j := &job{lang: i18n.English, task: task{question: &q, action: "change:1"}}
			view, err := j.view()
			if err != nil {
				t.Fatal(err)
			}
			raw, err := json.Marshal(view)
			if err != nil {
				t.Fatal(err)
			}
			if problems := slackstandin.ViewProblems(raw); len(problems) > 0 {
				t.Errorf("a dialog, %d characters: %v", n, problems)
			}
		}
	}
}

func TestSameActionTwiceAndLongAction(t *testing.T) {
	t.Parallel()
	long := chat.Action("confirm:" + strings.Repeat("é", 300))
	got := buttonsOf(render(chat.Card{Title: "x", Buttons: []chat.Button{
		{Action: "delete:1", Label: "a"}, {Action: "delete:1", Label: "b"}, {Action: long, Label: "c"},
	}}, i18n.French, "").blocks)
	ids := make([]string, 0, len(got))
	actions := make([]chat.Action, 0, len(got))
	for _, b := range got {
		ids = append(ids, b.ActionID)
		p := interaction{}
		p.Actions = append(p.Actions, struct {
			ActionID string `json:"action_id"`
			Type     string `json:"type"`
			Value    string `json:"value"`
		}{b.ActionID, "button", b.Value})
		pressed, ok := p.press()
		if !ok {
			t.Errorf("%q is no press", b.ActionID)
		}
		actions = append(actions, pressed.action)
	}
	if want := []string{"delete:1", "delete:~2", "confirm:~2"}; !slices.Equal(ids, want) {
		t.Errorf("action_ids %q, want %q", ids, want)
	}
	if want := []chat.Action{"delete:1", "delete:1", long}; !slices.Equal(actions, want) {
		t.Errorf("actions %q, want %q", actions, want)
	}
}
