package nlp_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanbot/oceanbot/internal/nlp"
)

// at gives options for a moment in Paris.
func at(t testing.TB, wall string) nlp.Options {
	t.Helper()
	now, err := time.ParseInLocation("2006-01-02 15:04", wall, zone(t, "Europe/Paris"))
	if err != nil {
		t.Fatal(err)
	}
	return nlp.Options{Now: now, Lang: nlp.French}
}

func TestReason(t *testing.T) {
	t.Parallel()
	o := at(t, "2026-11-25 10:00")
	for text, want := range map[string]string{
		"de vendredi 18h à lundi, chez ma sœur":                                    "chez ma sœur",
		"prive de vendredi 18h à lundi 8h chez ma sœur":                            "chez ma sœur",
		"Privé : de vendredi 18h à lundi — Chez Ma Sœur !":                         "Chez Ma Sœur",
		"dentist tomorrow 14h-15h":                                                 "dentist",
		"privé demain 14h-15h":                                                     "",
		"mets-moi en privé demain matin s'il te plaît":                             "",
		"please set private from tomorrow 5pm to Monday 9am, thanks!":              "",
		"private trip to Paris from Friday 18h to Sunday 22h":                      "to Paris",
		"meeting room 12 tomorrow 14h-15h":                                         "meeting room 12",
		"demain 14h-15h salle 12":                                                  "salle 12",
		"jeudi 9h-10h30 (médecin)":                                                 "(médecin)",
		"jeudi de 9h à 10h30, 2 enfants à l'école":                                 "2 enfants à l'école",
		"de Nantes à Angers vendredi de 14h à 18h":                                 "de Nantes à Angers",
		"déjeuner avec Avril demain de 12h à 14h":                                  "déjeuner avec Avril",
		"lunch with May on Friday from noon to 2pm":                                "lunch with May",
		"avec Noël demain de 12h à 14h":                                            "avec Noël",
		"call April on Tuesday 9am-10am":                                           "call April",
		"dinner with Christian tomorrow 7pm-10pm":                                  "dinner with Christian",
		"Mercedes demain 14h-15h":                                                  "Mercedes",
		"rdv AB-123-CD demain 14h-15h":                                             "rdv AB-123-CD",
		"demain 14h-15h, appeler le 06 12 34 56 78":                                "appeler le 06 12 34 56 78",
		"sun and fun Friday 18:00 - Sunday 20:00":                                  "sun and fun",
		"Saturday, my son's match, 2pm to 4pm":                                     "my son's match",
		"dentist tomorrow 14h-15h with Bob":                                        "dentist with Bob",
		"mon frère vendredi soir":                                                  "mon frère",
		"tous les lundis de 9h à 10h, kiné":                                        "kiné",
		"pour demain matin":                                                        "",
		"week-end à la mer vendredi 18h à dimanche 20h":                            "week-end à la mer",
		"I need the car for private use from Friday 6pm to Sunday 10pm":            "I need the car for private use",
		"demain 14h-15h 🎉":                                                         "🎉",
		"pot après le travail vendredi de 18h à 20h":                               "pot après le travail",
		"la semaine prochaine vacances scolaires de mes neveux à Saint-Malo 😀 <b>": "",
	} {
		got := nlp.Parse(text, o)
		if got.Kind == nlp.None {
			if want != "" {
				t.Errorf("%q: refused: %+v", text, got.Refusal)
			}
			continue
		}
		if got.Reason != want {
			t.Errorf("%q: reason %q, want %q", text, got.Reason, want)
		}
		if !strings.Contains(want, " with Bob") && !strings.Contains(text, got.Reason) {
			t.Errorf("%q: the reason %q was not typed", text, got.Reason)
		}
	}
}

func TestReasonIsKeptAsTyped(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"private tonight chez <!channel> 62% d":  "chez <!channel> 62% d",
		"tonight 100% perso":                     "100% perso",
		"100% perso demain 14h-15h":              "100% perso",
		"demain 14h-15h rdv n°3 (kiné)":          "rdv n°3 (kiné)",
		"tonight, a*b_c & d":                     "a*b_c & d",
		"tonight *bold* _x_ ~y~":                 "*bold* _x_ ~y~",
		"tonight plan A":                         "plan A",
		"tonight, plan A.":                       "plan A",
		"tonight chez Paul 62 %":                 "chez Paul 62 %",
		"tonight 12€":                            "12€",
		"tonight courses 12 €, merci":            "courses 12 €",
		"tonight <b>x</b>":                       "<b>x</b>",
		"tonight :tada:":                         ":tada:",
		"tonight chez Bob :woman-running: !":     "chez Bob :woman-running:",
		"privé : demain 14h-15h : kiné:":         "kiné",
		"tonight #42 @bob C++":                   "#42 @bob C++",
		`demain 14h-15h "chez moi"`:              `"chez moi"`,
		"%d%s %!p(MISSING) demain 14h-15h":       "%d%s %!p(MISSING)",
		"dentist *tomorrow 14h-15h*":             "dentist", // the marks are the date's
		`"tomorrow 14h-15h" dentist`:             "dentist",
		"dentist (tomorrow 14h-15h)":             "dentist",
		"tonight & kiné":                         "kiné",
		"> demain 14h-15h kiné, merci !":         "kiné",
		"private tonight chez <@U123|paul> svp":  "chez <@U123|paul>",
		"private tonight {{.Name}} ${HOME} `id`": "{{.Name}} ${HOME} `id`",
	} {
		for _, lang := range []nlp.Lang{nlp.French, nlp.English} {
			o := at(t, "2026-11-25 10:00")
			o.Lang = lang
			if got := nlp.Parse(text, o); got.Kind != nlp.Period || got.Reason != want {
				t.Errorf("%s %q: %s, reason %q, want %q", lang, text, render(got), got.Reason, want)
			}
		}
	}
}

func TestRefusalNamesThePiece(t *testing.T) {
	t.Parallel()
	o := at(t, "2026-11-25 10:00")
	for text, want := range map[string]nlp.Refusal{
		"le 31 novembre":                        {Code: nlp.Impossible, Piece: "le 31 novembre"},
		"chez Paul le 31 Novembre svp":          {Code: nlp.Impossible, Piece: "le 31 Novembre"},
		"demain de 14h à 25h":                   {Code: nlp.Impossible, Piece: "25h"},
		"from 25 December 2026 to 20 Dec. 2026": {Code: nlp.EndBeforeStart, Piece: "20 Dec. 2026"},
		"bonjour":                               {Code: nlp.NoDate},
		"lundi et mercredi":                     {Code: nlp.NotUnderstood, Piece: "mercredi"},
		"Thuesday 6pm-8pm":                      {Code: nlp.AmbiguousTypo, Piece: "Thuesday", Choices: []string{"tuesday", "thursday"}},
		"dès lundi":                             {Code: nlp.NeedsEnd, Piece: "lundi", Start: time.Date(2026, 11, 30, 0, 0, 0, 0, o.Now.Location())},
		"vendredi 18h":                          {Code: nlp.NeedsEnd, Piece: "vendredi 18h", Start: time.Date(2026, 11, 27, 18, 0, 0, 0, o.Now.Location())},
		"tous les midis":                        {Code: nlp.NotUnderstood, Piece: "tous les midis"},
		"un lundi sur deux":                     {Code: nlp.NotWeekly, Piece: "sur deux"},
	} {
		got := nlp.Parse(text, o)
		if got.Refusal == nil {
			t.Errorf("%q: understood as %s", text, render(got))
			continue
		}
		if diff := cmp.Diff(want, *got.Refusal); diff != "" {
			t.Errorf("%q (-want +got):\n%s", text, diff)
		}
	}
}

func TestImplied(t *testing.T) {
	t.Parallel()
	o := at(t, "2026-11-25 10:00")
	for text, want := range map[string]nlp.Implied{
		"jusqu'à 20h":               nlp.StartNow,
		"pendant 2 h":               nlp.StartNow,
		"18h-20h":                   nlp.Day,
		"22h-6h":                    nlp.Day | nlp.NextDay,
		"demain 18h-20h":            0,
		"demain 18h-8h":             nlp.NextDay,
		"24 décembre":               nlp.Year,
		"le 24":                     nlp.Year | nlp.Month,
		"24/12/2026":                0,
		"du 24 au 26 décembre":      nlp.Year | nlp.LastIncluded,
		"du 24/12/2026 au 1/1/2027": nlp.LastIncluded,
		"vendredi 18h à lundi":      0,
		"depuis lundi":              nlp.EndNow,
	} {
		got := nlp.Parse(text, o)
		if got.Kind != nlp.Period || got.Implied != want {
			t.Errorf("%q: %s, implied %b, want %b", text, render(got), got.Implied, want)
		}
	}
}

func TestOthers(t *testing.T) {
	t.Parallel()
	friday := at(t, "2026-11-27 19:00")
	english := friday
	english.Lang = nlp.English
	past := friday
	past.Prefer = nlp.Past
	fifth := at(t, "2026-12-05 10:00")
	saturday := at(t, "2026-11-28 10:00")
	for _, tt := range []struct {
		text string
		o    nlp.Options
		want string
	}{
		{"vendredi", friday, "2026-12-04 00:00 .. 2026-12-05 00:00"},
		{"vendredi", past, "2026-11-20 00:00 .. 2026-11-21 00:00"},
		{"de vendredi 18h à lundi", friday, "2026-12-04 18:00 .. 2026-12-07 00:00"},
		{"de vendredi 18h à lundi", saturday, "2026-12-04 18:00 .. 2026-12-07 00:00"},
		{"le 5", fifth, "2027-01-05 00:00 .. 2027-01-06 00:00"},
		{"03/04", english, "2027-03-04 00:00 .. 2027-03-05 00:00"},
		{"03/04", friday, ""},
		{"04/04", english, ""},
		{"24/12", english, ""},
		{"samedi", friday, ""},
		{"vendredi prochain", friday, ""},
		{"aujourd'hui", friday, ""},
	} {
		got := nlp.Parse(tt.text, tt.o)
		var others strings.Builder
		for _, r := range got.Others {
			others.WriteString(r.Start.Format("2006-01-02 15:04") + " .. " + r.End.Format("2006-01-02 15:04"))
		}
		if others.String() != tt.want {
			t.Errorf("%q at %v: others %q, want %q", tt.text, tt.o.Now, others.String(), tt.want)
		}
	}
}

func TestClockChange(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		now, text string
		want      bool
	}{
		{"2027-03-27 10:00", "demain", true},
		{"2027-03-27 10:00", "demain de 2h30 à 4h", true},   // doesn't exist
		{"2026-10-24 10:00", "demain de 2h30 à 4h", true},   // exists twice
		{"2026-10-24 10:00", "demain de 1h à 2h30", true},   // its end does
		{"2026-10-24 10:00", "demain de 4h à 8h", false},    // after it
		{"2026-10-24 10:00", "18h-20h", false},              // before it
		{"2026-10-24 10:00", "de 18h à lundi 8h", true},     // inside
		{"2026-11-25 10:00", "vendredi 18h à lundi", false}, // nowhere near
		{"2026-10-25 01:30", "pendant 2 heures", true},
	} {
		if got := nlp.Parse(tt.text, at(t, tt.now)); got.Kind != nlp.Period || got.ClockChange != tt.want {
			t.Errorf("%q at %s: %s, clock change %t, want %t", tt.text, tt.now, render(got), got.ClockChange, tt.want)
		}
	}
}

func TestUnderstood(t *testing.T) {
	t.Parallel()
	o := at(t, "2026-11-25 10:00")
	for text, want := range map[string]string{
		"Privé de Vendredi 18h à lundi, chez ma sœur": "de Vendredi 18h à lundi",
		"café tomorrow, 14h-15h":                      "tomorrow, 14h-15h",
		"samedi chez Œdipe de 14h à 15h":              "samedi|de 14h à 15h",
		"café demain\u0301":                           "demain\u0301",
		"bonjour":                                     "",
	} {
		var pieces []string
		for _, s := range nlp.Parse(text, o).Understood {
			pieces = append(pieces, text[s.Start:s.End])
		}
		if got := strings.Join(pieces, "|"); got != want {
			t.Errorf("%q: understood %q, want %q", text, got, want)
		}
	}
}

func TestCorrected(t *testing.T) {
	t.Parallel()
	got := nlp.Parse("é samdi 14h-15h", at(t, "2026-11-25 10:00"))
	want := []nlp.Fix{{Span: nlp.Span{Start: 3, End: 8}, Word: "samedi"}}
	if diff := cmp.Diff(want, got.Corrected); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// `change 1 to 10:00-16:00` is about the day of period 1.
func TestAnchor(t *testing.T) {
	t.Parallel()
	o := at(t, "2026-11-25 10:00")
	o.Anchor = nlp.Date{Year: 2026, Month: time.December, Day: 3}
	for text, want := range map[string]string{
		"10:00-16:00":                "2026-12-03 10:00 .. 2026-12-03 16:00",
		"de 18h à 8h":                "2026-12-03 18:00 .. 2026-12-04 08:00",
		"le matin du 5 décembre":     "2026-12-05 08:00 .. 2026-12-05 12:00",
		"demain de 10h à 16h":        "2026-11-26 10:00 .. 2026-11-26 16:00",
		"vendredi de 10h à 16h":      "2026-11-27 10:00 .. 2026-11-27 16:00",
		"à partir de 10h pendant 2h": "2026-12-03 10:00 .. 2026-12-03 12:00",
	} {
		if got := describe(nlp.Parse(text, o), want); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestRegions(t *testing.T) {
	t.Parallel()
	o := at(t, "2026-01-05 10:00")
	for region, want := range map[nlp.Region]string{
		nlp.Metropole:     "none Impossible",
		nlp.AlsaceMoselle: "none Impossible",
		nlp.Guadeloupe:    "2026-05-27 00:00 .. 2026-05-28 00:00",
		nlp.Martinique:    "2026-05-22 00:00 .. 2026-05-23 00:00",
		nlp.Guyane:        "2026-06-10 00:00 .. 2026-06-11 00:00",
		nlp.Reunion:       "2026-12-20 00:00 .. 2026-12-21 00:00",
		nlp.Mayotte:       "2026-04-27 00:00 .. 2026-04-28 00:00",

		nlp.SaintBarthelemy: "2026-10-09 00:00 .. 2026-10-10 00:00",
		nlp.SaintMartin:     "2026-05-28 00:00 .. 2026-05-29 00:00",
	} {
		o.Region = region
		if got := describe(nlp.Parse("abolition de l'esclavage", o), want); got != want {
			t.Errorf("region %d: %s, want %s", region, got, want)
		}
		if got := describe(nlp.Parse("vendredi saint", o), ""); got != "2026-04-03 00:00 .. 2026-04-04 00:00" {
			t.Errorf("region %d: Good Friday is %s", region, got)
		}
	}
}

// Where Good Friday is a holiday, it belongs to the days off around Easter.
func TestBridgeOfEaster(t *testing.T) {
	t.Parallel()
	o := at(t, "2026-01-05 10:00")
	for region, want := range map[string]string{
		"":               "2026-04-04 00:00 .. 2026-04-07 00:00",
		"alsace-moselle": "2026-04-03 00:00 .. 2026-04-07 00:00",
		"martinique":     "2026-04-03 00:00 .. 2026-04-07 00:00",
		"reunion":        "2026-04-04 00:00 .. 2026-04-07 00:00",
	} {
		var ok bool
		if o.Region, ok = nlp.ParseRegion(region); !ok {
			t.Errorf("%q is no region", region)
		}
		for _, text := range []string{"pont de Pâques", "Easter bridge"} {
			if got := describe(nlp.Parse(text, o), want); got != want {
				t.Errorf("%q in %q: %s, want %s", text, region, got, want)
			}
		}
	}
	if _, ok := nlp.ParseRegion("corse"); ok {
		t.Error("Corsica has holidays of its own")
	}
	if names := nlp.RegionNames(); len(names) != 9 || names[0] != "metropole" {
		t.Errorf("the regions are %q", names)
	}
}

// The languages differ in one word: `mar 5` is Tuesday the 5th, or the fifth of March.
func TestLanguagesDiffer(t *testing.T) {
	t.Parallel()
	o := at(t, "2026-11-25 10:00")
	if got := describe(nlp.Parse("mar 5", o), ""); got != "2027-01-05 00:00 .. 2027-01-06 00:00" && got != "none Impossible" {
		t.Errorf("in French: %s", got)
	}
	o.Lang = nlp.English
	if got := describe(nlp.Parse("mar 5", o), ""); got != "2027-03-05 00:00 .. 2027-03-06 00:00" {
		t.Errorf("in English: %s", got)
	}
}

func TestFrenchAndEnglishTwinsAgree(t *testing.T) {
	t.Parallel()
	o := at(t, "2026-11-25 10:00")
	for fr, en := range map[string]string{
		"vendredi 18h à lundi":              "vendredi 6pm to Monday",
		"demain de 14h à 16h":               "tomorrow de 2pm à 4pm",
		"tous les lundis de 9h à 10h":       "every lundi from 9am à 10am",
		"en semaine sauf le mercredi":       "weekdays sauf Wednesday",
		"pendant 3 jours à partir de lundi": "for 3 jours from lundi",
		"jusqu'à vendredi":                  "until vendredi",
	} {
		a, b := meaning(nlp.Parse(fr, o)), meaning(nlp.Parse(en, o))
		if a != b || strings.HasPrefix(a, "none") {
			t.Errorf("%q means %s, and %q %s", fr, a, en, b)
		}
	}
}

func TestZeroOptionsAndLongTexts(t *testing.T) {
	t.Parallel()
	if got := nlp.Parse("demain", nlp.Options{}); got.Kind != nlp.Period {
		t.Errorf("without a now: %+v", got)
	}
	if got := nlp.Parse(strings.Repeat("lundi ", 100000), nlp.Options{}); got.Kind != nlp.None {
		t.Errorf("a long text: %s", render(got))
	}
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	o := at(t, "2026-11-25 10:00")
	want := render(nlp.Parse("de vendredi 18h à lundi", o))
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for range 50 {
				if got := render(nlp.Parse("de vendredi 18h à lundi", o)); got != want {
					t.Errorf("got %s, want %s", got, want)
				}
			}
		})
	}
	wg.Wait()
}

func TestNamesOfValues(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		nlp.None.String():                                "none",
		nlp.Period.String():                              "period",
		nlp.Recurring.String():                           "recurring",
		nlp.Kind(9).String():                             "Kind(9)",
		nlp.NoDate.String():                              "NoDate",
		nlp.Vague.String():                               "Vague",
		nlp.Code(99).String():                            "Code(99)",
		nlp.Date{Year: 2026, Month: 12, Day: 1}.String(): "2026-12-01",
		nlp.Date{}.String() + "":                         "",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}
