package nlp_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/oceanbot/oceanbot/internal/nlp"
)

// twin is the same words in French and in English.
type twin struct{ fr, en string }

// twins are what the frames below are filled with, by the name of their place.
var twins = map[string][]twin{
	"D": {
		{"lundi", "Monday"},
		{"mardi", "Tuesday"},
		{"mercredi", "Wednesday"},
		{"jeudi", "Thursday"},
		{"vendredi", "Friday"},
		{"samedi", "Saturday"},
		{"dimanche", "Sunday"},
		{"demain", "tomorrow"},
		{"après-demain", "the day after tomorrow"},
		{"24 décembre", "December 24"},
		{"2 janvier 2027", "January 2, 2027"},
		{"24/12", "24/12"},
		{"14 juillet", "July 14"},
		{"la fête nationale", "Bastille Day"},
		{"Noël", "Christmas"},
		{"lundi de Pâques", "Easter Monday"},
		{"vendredi prochain", "next Friday"},
		{"1er mai", "May 1st"},
	},
	"W": {
		{"lundi", "Monday"},
		{"mardi", "Tuesday"},
		{"mercredi", "Wednesday"},
		{"jeudi", "Thursday"},
		{"vendredi", "Friday"},
		{"samedi", "Saturday"},
		{"dimanche", "Sunday"},
	},
	"H": {
		{"8h", "8am"},
		{"9h30", "9:30am"},
		{"midi", "noon"},
		{"14h", "2pm"},
		{"18h", "6pm"},
		{"20 heures", "8 p.m."},
		{"18h30", "half past six pm"},
		{"22h15", "10:15pm"},
		{"dix-sept heures", "five pm"},
	},
	"P": {{"matin", "morning"}, {"après-midi", "afternoon"}, {"soir", "evening"}, {"nuit", "night"}},
	"L": {
		{"2 heures", "2 hours"},
		{"une heure et demie", "an hour and a half"},
		{"3 jours", "3 days"},
		{"une semaine", "a week"},
		{"45 minutes", "45 minutes"},
		{"trois jours", "three days"},
	},
	"U": {{"la semaine prochaine", "next week"}, {"le mois prochain", "next month"}, {"ce week-end", "this weekend"}, {"le week-end prochain", "next weekend"}, {"l'année prochaine", "next year"}},
	"A": {{"la semaine dernière", "last week"}, {"le mois dernier", "last month"}, {"le trimestre dernier", "last quarter"}, {"hier soir", "yesterday evening"}, {"vendredi dernier", "last Friday"}},
	"R": {{"chaque lundi", "every Monday"}, {"en semaine", "weekdays"}, {"tous les week-ends", "weekends"}, {"tous les jours", "every day"}, {"le mardi et le jeudi", "Tuesdays and Thursdays"}},
	"X": {{"", ""}, {" sauf le mercredi", " except Wednesday"}, {" à partir du 1er décembre", " from December 1"}, {" jusqu'au 18 décembre", " until December 18"}, {" du 1er au 31 mars", " from March 1 to 31"}},
}

// frames are phrases with places, marked by a letter between braces.
var frames = []twin{
	{"{D}", "{D}"},
	{"{D} {P}", "{D} {P}"},
	{"{D} de {H} à {H}", "{D} from {H} to {H}"},
	{"de {D} {H} à {D}", "from {D} {H} to {D}"},
	{"de {D} {H} à {D} {H}", "from {D} {H} to {D} {H}"},
	{"entre {D} {H} et {D} {H}", "between {D} {H} and {D} {H}"},
	{"{D} {H} - {D} {H}", "{D} {H} - {D} {H}"},
	{"à partir de {D} {H} jusqu'à {D}", "from {D} {H} until {D}"},
	{"de {D} à {D}", "from {D} to {D}"},
	{"de {D} à {D} inclus", "from {D} through {D}"},
	{"jusqu'à {H}", "until {H}"},
	{"jusqu'à {D}", "until {D}"},
	{"pendant {L}", "for {L}"},
	{"{D} {H} pendant {L}", "{D} {H} for {L}"},
	{"{L} à partir de {D} {H}", "{L} from {D} {H}"},
	{"de {H} à {H}", "from {H} to {H}"},
	{"{U}", "{U}"},
	{"{A}", "{A}"},
	{"{W} et {W}", "{W} and {W}"},
	{"{R}{X}", "{R}{X}"},
	{"tous les soirs{X}", "every evening{X}"}, // with hours, 8h is in the evening and 8am is not
	{"{R} de {H} à {H}{X}", "{R} from {H} to {H}{X}"},
	{"dès {D}", "starting {D}"},
	{"{H}", "{H}"},
	{"depuis {W}", "since {W}"},
}

// fill draws a phrase in both languages.
func fill(r *rapid.T) twin {
	out := rapid.SampledFrom(frames).Draw(r, "frame")
	for {
		i := strings.IndexByte(out.fr, '{')
		if i < 0 {
			return out
		}
		place := out.fr[i : i+3]
		words := rapid.SampledFrom(twins[place[1:2]]).Draw(r, place)
		out.fr, out.en = strings.Replace(out.fr, place, words.fr, 1), strings.Replace(out.en, place, words.en, 1)
	}
}

// withoutReason is what a phrase means, but for its reason: the codes of refusals included.
func withoutReason(r nlp.Result) string { return describe(r, "") }

func checkTwins(tb testing.TB) func(*rapid.T) {
	tb.Helper()
	moments := make([]time.Time, len(nows))
	for i, s := range nows {
		moments[i] = moment(tb, s)
	}
	return func(r *rapid.T) {
		words := fill(r)
		o := nlp.Options{Now: rapid.SampledFrom(moments).Draw(r, "now"), Prefer: rapid.SampledFrom([]nlp.Prefer{nlp.Future, nlp.Past}).Draw(r, "prefer")}
		o.Lang = nlp.French
		fr := withoutReason(nlp.Parse(words.fr, o))
		o.Lang = nlp.English
		if en := withoutReason(nlp.Parse(words.en, o)); fr != en {
			r.Errorf("at %v %q means %s, and %q %s", o.Now, words.fr, fr, words.en, en)
		}
	}
}

func TestTwinsOfEveryKindAgree(t *testing.T) {
	t.Parallel()
	rapid.Check(t, checkTwins(t))
}

func FuzzTwins(f *testing.F) { f.Fuzz(rapid.MakeFuzz(checkTwins(f))) }

// checkAbsolute draws a date with its year and reads it at two minutes of one day.
func checkAbsolute(tb testing.TB) func(*rapid.T) {
	tb.Helper()
	moments := make([]time.Time, len(nows))
	for i, s := range nows {
		moments[i] = moment(tb, s)
	}
	return func(r *rapid.T) {
		now := rapid.SampledFrom(moments).Draw(r, "now")
		y, m, d := now.Date()
		day := func(name string) time.Time {
			return time.Date(y, m, d+rapid.IntRange(-500, 500).Draw(r, name), 12, 0, 0, 0, time.UTC)
		}
		written := func(t time.Time) string {
			layout := rapid.SampledFrom([]string{"2006-01-02", "2/1/2006", "02.01.2006", "2 January 2006", "January 2, 2006", "Monday 2 January 2006", "Jan 2 2006"}).Draw(r, "layout")
			return t.Format(layout)
		}
		hour := func(name string) string {
			if !rapid.Bool().Draw(r, "with "+name) {
				return ""
			}
			return fmt.Sprintf(" %dh%02d", rapid.IntRange(0, 23).Draw(r, name), rapid.IntRange(0, 59).Draw(r, "minute of "+name))
		}
		text := written(day("start"))
		if rapid.Bool().Draw(r, "a range") {
			text = "du " + text + hour("from") + " au " + written(day("end")) + hour("to")
		}
		read := func(name string) string {
			at := time.Date(y, m, d, 0, rapid.IntRange(0, 1439).Draw(r, name), rapid.IntRange(0, 59).Draw(r, "second of "+name), 0, now.Location())
			if at.Day() != d {
				r.Skip("no such minute on that day")
			}
			return withoutReason(nlp.Parse(text, nlp.Options{Now: at}))
		}
		if a, b := read("first"), read("second"); a != b {
			r.Errorf("%q on %v means %s, and later on the same day %s", text, now, a, b)
		}
	}
}

func TestTheTimeOfDayDoesNotMoveAnAbsoluteDate(t *testing.T) {
	t.Parallel()
	rapid.Check(t, checkAbsolute(t))
}

func FuzzAbsoluteDates(f *testing.F) { f.Fuzz(rapid.MakeFuzz(checkAbsolute(f))) }
