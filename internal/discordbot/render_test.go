package discordbot

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"pgregory.net/rapid"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/discordbot/discordstandin"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/wire"
)

// words draws what a person could type, heavy with what Discord treats specially.
func words(longest int) *rapid.Generator[string] {
	special := rapid.SampledFrom([]string{
		"@everyone", "<@80351110224678912>", "<#1>", "<t:1:R>", "\\", "**gras**", "_x_", "~~", "||", "`", "```", "\n", " ", "é", "🚗", "👨‍👩‍👧",
		"\x00", "\xff", "\u202e", "https://x.example", "[a](https://b)", "mot ", "# titre", "-# petit", "> cite", "1. ", "- ", "\u2060", "\u200b", "…",
	})
	return rapid.Custom(func(t *rapid.T) string {
		s := strings.Join(rapid.SliceOfN(special, 0, 12).Draw(t, "parts"), "")
		if n := rapid.SampledFrom([]int{1, 1, 1, 1, longest}).Draw(t, "times"); n > 1 {
			s = strings.Repeat(s, n/(len(s)+1)+1)
		}
		return s
	})
}

func cards() *rapid.Generator[chat.Card] {
	serial := 0
	buttons := func(most int) *rapid.Generator[[]chat.Button] {
		return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) chat.Button {
			serial++
			return chat.Button{
				Action: chat.Action(rapid.SampledFrom([]string{
					fmt.Sprintf("confirm:%d", serial), "cancel:1", "delete:2", "", strings.Repeat("z", 100), strings.Repeat("é", 101),
				}).Draw(t, "action")),
				Label: words(200).Draw(t, "label"),
				Style: rapid.SampledFrom([]chat.Style{chat.Plain, chat.Primary, chat.Danger}).Draw(t, "style"),
			}
		}), 0, most)
	}
	return rapid.Custom(func(t *rapid.T) chat.Card {
		c := chat.Card{
			Tone: chat.Tone(rapid.IntRange(0, 5).Draw(t, "tone")), Title: words(400).Draw(t, "title"), Lead: words(5000).Draw(t, "lead"),
			Code: words(12000).Draw(t, "code"), Footer: words(5000).Draw(t, "footer"), Buttons: buttons(8).Draw(t, "buttons"),
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

func encode(t rapid.TB, r rendered) []byte {
	t.Helper()
	raw, err := json.Marshal(r.message(false))
	if err != nil {
		t.Fatalf("encoding: %v", err)
	}
	return raw
}

func buttonsOf(r rendered) []discordgo.Button {
	var found []discordgo.Button
	for _, row := range r.rows {
		for _, b := range row.(discordgo.ActionsRow).Components {
			found = append(found, b.(discordgo.Button))
		}
	}
	return found
}

// Whatever a card holds, Discord takes it, and the card's own buttons are all there.
func TestEveryCardIsWithinTheLimits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		card := cards().Draw(t, "card")
		got := render(card, i18n.French)
		for _, p := range discordstandin.Problems(encode(t, got)) {
			t.Errorf("%s", p)
		}
		have := make([]string, 0, 25)
		for _, b := range buttonsOf(got) {
			have = append(have, b.CustomID)
		}
		for _, b := range card.Buttons {
			if b.Action != "" && wire.Units(string(b.Action)) <= maxCustomID && !slices.Contains(have, string(b.Action)) {
				t.Errorf("the button %q is missing from %q", b.Action, have)
			}
		}
	})
}

// A card whose file Discord didn't take says so, whatever else it holds, and is within the limits too.
func TestEveryCardCanTellOfItsFile(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		card := cards().Draw(t, "card")
		card.File = &chat.File{Name: strings.Repeat("n", 60), MIME: "text/csv", Data: []byte("a")}
		got := render(card, i18n.French)
		if got.bare == nil || len(got.sends) == 0 || len(got.bare.sends) >= len(got.sends) {
			t.Fatalf("%d files, and without: %v", len(got.sends), got.bare)
		}
		said := encode(t, *got.bare)
		if len(got.bare.sends) == 0 {
			for _, p := range discordstandin.Problems(said) {
				t.Errorf("%s", p)
			}
		}
		if !strings.Contains(string(said), "n'a pas pu être joint") {
			t.Errorf("it isn't said that there is no file: %s", said)
		}
	})
}

// Every limit is met to the character and not passed by one.
func TestLimitsToTheCharacter(t *testing.T) {
	t.Parallel()
	for _, limit := range []int{maxModalTitle, maxLabel, maxCustomID, maxTitle, maxFieldValue, maxFooter, maxDescription, maxEmbed, roomLead, roomNotes} {
		for n := limit - 4; n <= limit+4; n++ {
			for _, s := range []string{strings.Repeat("é", n), strings.Repeat("*", n), strings.Repeat("🚗", n)} {
				card := chat.Card{Tone: chat.Warning, Title: s, Lead: s, Footer: s, Code: s, Notes: []chat.Note{{Text: s, Loud: true}, {Text: s}}}
				for i := range 27 {
					card.Buttons = append(card.Buttons, chat.Button{Action: chat.Action(fmt.Sprintf("%d%s", i, s)), Label: s})
				}
				for _, fields := range [][]chat.Field{nil, {{Name: s, Value: s}}} {
					card.Fields = fields
					if problems := discordstandin.Problems(encode(t, render(card, i18n.English))); len(problems) > 0 {
						t.Errorf("%d characters: %v", n, problems)
					}
				}
			}
		}
	}
}

func TestEscapes(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ words, want string }{
		{"chez <@80351110224678912> & co", `chez \<@80351110224678912> & co`},
		{"@everyone @here @Everyone moi@here.fr", "@\u2060everyone @\u2060here @\u2060Everyone moi@\u2060here.fr"},
		{"62% pro %s", "62% pro %s"},
		{"**gras** _x_ ~~y~~ ||z|| `w`", "\\*\\*gras\\*\\* \\_x\\_ \\~\\~y\\~\\~ \\|\\|z\\|\\| \\`w\\`"},
		{`déjà \* là`, `déjà \\\* là`},
		{"voir https://x.example/a_b", `voir https\://x.example/a\_b`},
		{"[a](http://b)", `\[a](http\://b)`},
		{"# titre\n> cité\n- point\n-# petit\n a - b > c #d", "\\# titre\n\\> cité\n\\- point\n\\-\\# petit\n a - b > c #d"},
		{"1. un\n12) douze\n18.30", "1\\. un\n12\\) douze\n18\\.30"},
		{"ven. 27 nov. 18:00 → lun. 30 nov. 00:00", "ven. 27 nov. 18:00 → lun. 30 nov. 00:00"},
		{"a\x00b\xffc\u202ed", "abcd"},
	} {
		if got := markdown(tc.words, 1000); got != tc.want {
			t.Errorf("markdown(%q) = %q, want %q", tc.words, got, tc.want)
		}
	}
	if got := preformatted("a ``` b", 100); strings.Contains(got, "``") {
		t.Errorf("a fence is left in %q", got)
	}
}

func TestCardLooksNative(t *testing.T) {
	t.Parallel()
	got := encode(t, render(chat.Card{
		Tone: chat.Ask, Title: "Enregistrer cette période privée ?", Lead: "Chez *ma* sœur",
		Fields:  []chat.Field{{Name: "Début", Value: "vendredi 27 novembre 2026, 18:00"}, {Name: "Durée", Value: "2 j 6 h"}, {Name: "Motif", Value: ""}},
		Items:   []chat.Item{{Number: 1, Title: "ven. 18:00", Detail: "2 j", Buttons: []chat.Button{{Action: "delete:1", Label: "Supprimer", Style: chat.Danger}}}},
		Notes:   []chat.Note{{Text: "Chevauche une autre", Loud: true}, {Text: "Note"}},
		Code:    "  LUNDI   18:00\n  ``` 24:00",
		Buttons: []chat.Button{{Action: "confirm:1", Label: "Confirmer", Style: chat.Primary}},
		Footer:  "Europe/Paris *",
	}, i18n.French))
	want := `{"embeds":[{"type":"rich","title":"❔ Enregistrer cette période privée ?",` +
		`"description":"Chez \\*ma\\* sœur\n\n**1.** ven. 18:00\n-# 2 j\n\n` + "```" + `\n  LUNDI   18:00\n  ` + "`\u2060`\u2060`" + ` 24:00\n` + "```" + `",` +
		`"color":3108830,"footer":{"text":"Europe/Paris *"},"fields":[` +
		`{"name":"Début","value":"vendredi 27 novembre 2026, 18:00"},{"name":"Durée","value":"2 j 6 h","inline":true},` +
		`{"name":"Motif","value":"—","inline":true},{"name":"` + "\u200b" + `","value":"⚠️ Chevauche une autre\n• Note"}]}],` +
		`"components":[{"components":[{"label":"Supprimer 1","style":4,"disabled":false,"custom_id":"delete:1","type":2}],"type":1},` +
		`{"components":[{"label":"Confirmer","style":1,"disabled":false,"custom_id":"confirm:1","type":2}],"type":1}],` +
		`"allowed_mentions":{"parse":[],"replied_user":false}}`
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestButtonsOfAList(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ items, own, rows, shown int }{
		{3, 1, 4, 7}, {4, 1, 5, 9}, {5, 1, 3, 11}, {10, 1, 5, 21}, {15, 1, 5, 21}, {15, 0, 5, 24}, {15, 25, 5, 25},
	} {
		card := chat.Card{Title: "Périodes"}
		for i := range tc.items {
			card.Items = append(card.Items, chat.Item{Number: i + 1, Title: "ven.", Buttons: []chat.Button{
				{Action: chat.Action(fmt.Sprintf("change:%d", i)), Label: "Modifier"}, {Action: chat.Action(fmt.Sprintf("delete:%d", i)), Label: "Supprimer"},
			}})
		}
		for i := range tc.own {
			card.Buttons = append(card.Buttons, chat.Button{Action: chat.Action(fmt.Sprintf("confirm:%d", i)), Label: "Tout"})
		}
		got := render(card, i18n.French)
		if shown := len(buttonsOf(got)); len(got.rows) != tc.rows || shown != tc.shown {
			t.Errorf("%d entries, %d of its own: %d rows, %d buttons, want %d and %d", tc.items, tc.own, len(got.rows), shown, tc.rows, tc.shown)
		}
	}
}

func TestLongListSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	card := chat.Card{Title: "Périodes", Footer: "x"}
	for i := range 60 {
		card.Items = append(card.Items, chat.Item{Number: i + 1, Title: strings.Repeat("ven. ", 12), Detail: strings.Repeat("motif ", 12)})
	}
	got := render(card, i18n.French).embed.Description
	shown := strings.Count(got, "-# ")
	if shown < 20 || shown == 60 || !strings.Contains(got, fmt.Sprintf("et %d de plus", 60-shown)) {
		t.Errorf("%d entries are shown, and it ends with %q", shown, got[len(got)-40:])
	}
	if one := render(chat.Card{}, i18n.French); one.embed.Description == "" {
		t.Error("an empty card is an empty message")
	}
}

func TestDialogsAreWithinTheLimits(t *testing.T) {
	t.Parallel()
	for n := range 120 {
		s := strings.Repeat("é", n)
		answer := dialog("change:1", chat.Question{Title: s, Label: s, Hint: s}, i18n.English)
		m, _ := answer.Data.(modal)
		row, _ := m.Components[0].(discordgo.ActionsRow)
		input, _ := row.Components[0].(discordgo.TextInput)
		for what, within := range map[string]bool{
			"title": m.Title != "" && wire.Units(m.Title) <= maxModalTitle, "label": input.Label != "" && wire.Units(input.Label) <= maxInputLabel,
			"placeholder": wire.Units(input.Placeholder) <= maxPlaceholder,
		} {
			if !within {
				t.Errorf("%d characters: the %s is %q", n, what, s)
			}
		}
	}
}

func TestCommandsAreWithinTheLimits(t *testing.T) {
	t.Parallel()
	for _, c := range commands(true) {
		for _, s := range []string{c.Name, (*c.NameLocalizations)[discordgo.French]} {
			if n := wire.Units(s); n == 0 || n > 32 {
				t.Errorf("%q has %d characters", s, n)
			}
		}
		for _, o := range c.Options {
			if !slices.Contains(optionOrder, o.Name) {
				t.Errorf("%s %s has no place in the text", c.Name, o.Name)
			}
		}
	}
}

func FuzzInteraction(f *testing.F) {
	f.Add([]byte(`{"type":2,"id":"1","token":"t","user":{"id":"1"},"data":{"name":"private","options":[{"name":"when","value":3}]}}`))
	f.Add([]byte(`{"type":5,"id":"1","token":"t","member":{"user":{"id":"1"}},"data":{"custom_id":"a","components":[{"component":{"custom_id":"answer","value":"x"}}]}}`))
	f.Fuzz(func(_ *testing.T, raw []byte) {
		var in interaction
		if json.Unmarshal(raw, &in) == nil {
			_, _ = in.task()
		}
	})
}

func TestNewerDialogsAreRead(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{
		`[{"type":1,"components":[{"type":4,"custom_id":"answer","value":" x "}]}]`,
		`[{"type":10},{"type":18,"id":1,"component":{"type":4,"custom_id":"answer","value":"x"}}]`,
	} {
		if got := typedInto(json.RawMessage(raw)); got != "x" {
			t.Errorf("%s: %q", raw, got)
		}
	}
}
