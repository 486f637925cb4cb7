package commands_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"pgregory.net/rapid"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/commands"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/nlp"
)

// completing is a bot that has nothing but a clock: whoever completes asks nobody.
func completing(now time.Time) *commands.Bot {
	return commands.New(commands.Config{Now: func() time.Time { return now }, OCEANZone: now.Location()})
}

func complete(now time.Time, lang i18n.Lang, command, option, typed string) []chat.Choice {
	return completing(now).Complete(nil, chat.Completion{ //nolint:staticcheck // it uses none
		User: chat.User{Platform: chat.Discord, ID: "1"}, Lang: lang, Zone: now.Location(), Command: command, Option: option, Typed: typed,
	})
}

func values(choices []chat.Choice) []string {
	all := make([]string, 0, len(choices))
	for _, c := range choices {
		all = append(all, c.Value)
	}
	return all
}

func TestCompletionsShowWhatAPhraseMeans(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 25, 10, 0, 30, 0, paris(t)) // a Wednesday
	for _, tc := range []struct {
		lang           i18n.Lang
		command, typed string
		label, value   string
	}{
		{i18n.French, "private", "vendredi 18h à lundi", "ven. 27 nov. 18:00 → lun. 30 nov. 00:00 · 2 j 6 h", "ven. 27 nov. 2026 18:00 → lun. 30 nov. 2026 00:00"},
		{i18n.French, "prive", "vendredi 18h à lundi, chez ma sœur", "ven. 27 nov. 18:00 → lun. 30 nov. 00:00 · 2 j 6 h · chez ma sœur", "ven. 27 nov. 2026 18:00 → lun. 30 nov. 2026 00:00, chez ma sœur"},
		{i18n.English, "private", "from Friday 18h to Monday", "Fri 27 Nov 18:00 → Mon 30 Nov 00:00 · 2 d 6 h", "Fri 27 Nov 2026 18:00 → Mon 30 Nov 2026 00:00"},
		{i18n.English, "private", "until 8pm", "Wed 25 Nov 10:00 → Wed 25 Nov 20:00 · 10 h", "until Wed 25 Nov 2026 20:00"},
		{i18n.French, "private", "vendredi 18h", "ven. 27 nov. 18:00 → sam. 28 nov. 00:00 · 6 h", "ven. 27 nov. 2026 18:00 → sam. 28 nov. 2026 00:00"},
		{i18n.English, "private", "every weekday 18h-8h", "", "every weekday 18h-8h"},
		{i18n.French, "private", "", "liste", "liste"},
		{i18n.French, "private", "lis", "liste", "liste"},
		{i18n.French, "private", "stat", "statut", "statut"},
		{i18n.English, "private", "st", "status", "status"},
		{i18n.French, "trip", "hier", "mar. 24 nov. 00:00 → mer. 25 nov. 00:00 · 1 j", "mar. 24 nov. 2026 00:00 → mer. 25 nov. 2026 00:00"},
		{i18n.French, "trajet", "hi", "hier : mar. 24 nov. 00:00 → mer. 25 nov. 00:00 · 1 j", "mar. 24 nov. 2026 00:00 → mer. 25 nov. 2026 00:00"},
		{i18n.French, "trip", "hier 14h", "mardi 24 novembre 2026, 14:00", "mar. 24 nov. 2026 14:00"},
		{i18n.French, "trip", "liste hier", "mar. 24 nov. 00:00 → mer. 25 nov. 00:00 · 1 j", "liste mar. 24 nov. 2026 00:00 → mer. 25 nov. 2026 00:00"},
		{i18n.English, "trip", "rev", "review", "review"},
		{i18n.English, "usage", "last month", "Thu 1 Oct 00:00 → Sun 1 Nov 00:00", "last month"},
		{i18n.English, "usage", "la", "last month: Thu 1 Oct 00:00 → Sun 1 Nov 00:00", "last month"},
	} {
		got := complete(now, tc.lang, tc.command, "when", tc.typed)
		if len(got) == 0 || got[0].Value != tc.value || tc.label != "" && got[0].Label != tc.label {
			t.Errorf("%s %s: %+v, want first %q, %q", tc.command, tc.typed, got, tc.label, tc.value)
		}
	}
}

func TestCompletionsOfferWhatComesNext(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 25, 10, 0, 0, 0, paris(t))
	got := complete(now, i18n.French, "private", "when", "")
	for _, want := range []string{
		"mer. 25 nov. 2026 18:00 → jeu. 26 nov. 2026 00:00", "ven. 27 nov. 2026 18:00 → lun. 30 nov. 2026 00:00",
		"jusqu'à jeu. 26 nov. 2026 08:00", "ven. 25 déc. 2026 00:00 → sam. 26 déc. 2026 00:00", "tous les jours de semaine 18h-8h",
	} {
		if !slices.Contains(values(got), want) {
			t.Errorf("%q is missing from %+v", want, got)
		}
	}
	if len(got) > 25 {
		t.Errorf("%d choices", len(got))
	}
	if got := complete(now, i18n.French, "private", "when", "vendredi 18h à lundi"); len(got) != 1 {
		t.Errorf("what is understood needs nothing beside it: %+v", got)
	}
	if got := complete(now, i18n.French, "private", "when", "dentiste"); len(got) != 0 {
		t.Errorf("guessed %+v", got)
	}
	if got := complete(now, i18n.English, "private", "when", "yesterday"); len(got) != 0 {
		t.Errorf("private time that is over was offered: %+v", got)
	}
	if got := complete(now, i18n.English, "usage", "who", "te"); !slices.Equal(values(got), []string{"team"}) {
		t.Errorf("who: %+v", got)
	}
	if got := complete(now, i18n.French, "ocean", "what", ""); !slices.Equal(values(got), []string{"aide"}) {
		t.Errorf("what: %+v", got)
	}
	if got := complete(now, i18n.French, "nothing", "when", "ce soir"); len(got) != 0 {
		t.Errorf("an unknown command: %+v", got)
	}
}

// Choosing what is shown for a phrase means exactly what the phrase means, reason and all, and fits.
func TestACompletionMeansWhatWasTyped(t *testing.T) {
	t.Parallel()
	zone := paris(t)
	day := rapid.Custom(func(t *rapid.T) time.Time {
		return time.Date(2026, time.January, rapid.IntRange(1, 900).Draw(t, "day"), rapid.IntRange(0, 23).Draw(t, "hour"), rapid.SampledFrom([]int{0, 15, 30}).Draw(t, "minute"), 0, 0, zone)
	})
	rapid.Check(t, func(t *rapid.T) {
		lang := rapid.SampledFrom([]i18n.Lang{i18n.French, i18n.English}).Draw(t, "lang")
		now := day.Draw(t, "now")
		start := now.AddDate(0, 0, rapid.IntRange(1, 400).Draw(t, "ahead"))
		end := start.AddDate(0, 0, rapid.IntRange(0, 30).Draw(t, "days")).Add(time.Duration(rapid.IntRange(1, 47).Draw(t, "half hours")) * 30 * time.Minute)
		reason := rapid.SampledFrom([]string{"", "", "chez ma sœur", "dentist & co", "62% pro", strings.Repeat("très long ", 9)}).Draw(t, "reason")
		numbers := "2006-01-02 15:04"
		typed := rapid.SampledFrom([]string{
			start.Format(numbers) + " → " + end.Format(numbers),
			start.Format("02/01/2006 15:04") + " - " + end.Format("02/01/2006 15:04"),
			"ce soir", "tonight", "this weekend", "du 24 au 26 décembre", "jusqu'à demain 8h", "for 3 hours", "tomorrow", "Friday 18h to Monday 8h",
			"la semaine prochaine", "next Friday", "le 5", "03/04", "demain matin", "pendant 2 jours", "du 30 mars au 2 avril", "vendredi",
		}).Draw(t, "typed")
		if reason != "" {
			typed += ", " + reason
		}
		options := nlp.Options{Now: now, Lang: nlp.Lang(lang)}
		want := nlp.Parse(typed, options)
		if want.Kind != nlp.Period || want.End.IsZero() || !want.End.After(now) {
			return
		}
		got := complete(now, lang, "private", "when", typed)
		for _, c := range got {
			if n := len(utf16.Encode([]rune(c.Value))); n == 0 || n > 100 || c.Label == "" {
				t.Errorf("%q: a value of %d characters, labelled %q", typed, n, c.Label)
			}
			back := nlp.Parse(c.Value, options)
			if back.Kind != nlp.Period || back.Reason != want.Reason || len(back.Others) > 0 {
				t.Errorf("%q became %q, which is read as %+v", typed, c.Value, back)
			}
		}
		missing := len(got) == 0 || !meansTheSame(nlp.Parse(got[0].Value, options), want)
		// Twice an hour, and a long reason, are left as they were typed.
		if missing && !want.ClockChange && len([]rune(want.Reason)) < 40 {
			t.Errorf("at %s %q has no choice that means it: %+v", now.Format(time.RFC3339), typed, got)
		}
	})
}

func meansTheSame(a, b nlp.Result) bool {
	return a.Start.Equal(b.Start) && a.End.Equal(b.End) && a.Reason == b.Reason
}

// Whatever is typed, every choice fits and nothing breaks.
func FuzzComplete(f *testing.F) {
	for _, seed := range []string{"", "vendredi 18h à l", "every weekday", "cancel 1", "31 février", "ce soir \x00 <@1>"} {
		f.Add(seed)
	}
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		f.Fatal(err)
	}
	now := time.Date(2026, 11, 25, 10, 0, 0, 0, zone)
	f.Fuzz(func(t *testing.T, typed string) {
		for _, command := range []string{"private", "trip", "usage"} {
			for _, c := range complete(now, i18n.French, command, "when", typed) {
				if n := len(utf16.Encode([]rune(c.Value))); n == 0 || n > 100 {
					t.Errorf("%s", fmt.Sprintf("%q: %d characters", typed, n))
				}
			}
		}
	})
}
