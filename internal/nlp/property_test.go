package nlp_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"github.com/oceanbot/oceanbot/internal/nlp"
)

// reporter is what tests of every kind report to.
type reporter interface {
	Errorf(format string, args ...any)
}

// checkSound fails where a result breaks what every result promises.
func checkSound(t reporter, text string, o nlp.Options, r nlp.Result) {
	switch r.Kind {
	case nlp.None:
		if r.Refusal == nil {
			t.Errorf("%q: none, and no refusal", text)
			return
		}
		if r.Refusal.Piece != "" && !strings.Contains(text, r.Refusal.Piece) {
			t.Errorf("%q: the refused piece %q is not in it", text, r.Refusal.Piece)
		}
	case nlp.Period:
		if r.Refusal != nil || r.Start.IsZero() {
			t.Errorf("%q: period %v with refusal %v", text, r.Start, r.Refusal)
		}
		if !r.End.IsZero() && !r.Start.Before(r.End) {
			t.Errorf("%q: %v is not before %v", text, r.Start, r.End)
		}
		if r.End.IsZero() && !r.Start.Before(o.Now) && (o.Prefer != nlp.Past || r.Start.After(o.Now)) {
			t.Errorf("%q: an instant without an end that is not past: %v", text, r.Start)
		}
		for _, other := range r.Others {
			if !other.Start.Before(other.End) {
				t.Errorf("%q: other reading %v", text, other)
			}
		}
	case nlp.Recurring:
		if len(r.Week) == 0 {
			t.Errorf("%q: recurring, never", text)
		}
		for i, h := range r.Week {
			if h.From < 0 || h.From >= h.To || h.To > 1440 {
				t.Errorf("%q: hours %+v", text, h)
			}
			if i > 0 {
				last := r.Week[i-1]
				a, b := (last.Day+6)%7, (h.Day+6)%7
				if a > b || a == b && last.To >= h.From {
					t.Errorf("%q: %+v stands before %+v", text, last, h)
				}
			}
		}
	default:
		t.Errorf("%q: kind %v", text, r.Kind)
	}
	end := 0
	for _, s := range r.Understood {
		if s.Start < end || s.End <= s.Start || s.End > len(text) {
			t.Errorf("%q: understood %+v after %d", text, s, end)
			continue
		}
		if !utf8.RuneStart(text[s.Start]) || s.End < len(text) && utf8.ValidString(text) && !utf8.RuneStart(text[s.End]) {
			t.Errorf("%q: %+v cuts a letter", text, s)
		}
		end = s.End
	}
}

// words are what the generator makes phrases of: every kind of piece, in both languages.
var pieces = strings.Split(`de|du|à|au|jusqu'à|jusqu'au|from|to|until|till|through|-|→|entre|between|et|and|,|le|la|the|on|at|en|in|dans|for|pendant|tous les|chaque|every|sauf|except|à partir de|dès|depuis|since|vendredi|lundi|lundis|Friday|Mondays|Sat|mar|mon|demain|today|hier|après-demain|ce soir|tonight|last night|matin|soir|afternoon|night|week-end|weekends|weekdays|en semaine|semaine|week|mois|month|prochain|dernier|next|last|this|18h|18h30|8h|6pm|6:30|18:30|noon|minuit|half past six|24/12|24|31|2026-12-24|décembre|Dec|24 décembre|January 2|31 février|25h|noël|Easter Monday|pont de l'Ascension|2 h|3 jours|two hours|il y a|ago|inclus|les 3 prochains jours|the next 3 days|6|8|12|chez ma sœur|dentist|with April|AB-123-CD|06 12 34 56 78|maintenant|now|un lundi sur deux|la fin du mois|ytd|Q1|2027|thuesday|samdi|l'après-midi|du soir|p.m.|1er|3rd|quarter to|et demie|(|)|?`, "|")

var nows = []string{
	"2026-11-25T10:00:00+01:00 Europe/Paris", "2026-11-27T19:00:59+01:00 Europe/Paris", "2026-11-29T23:30:00+01:00 Europe/Paris",
	"2026-12-31T09:00:00+01:00 Europe/Paris", "2028-02-28T14:00:00+01:00 Europe/Paris", "2026-03-29T01:59:00+01:00 Europe/Paris",
	"2026-10-25T02:30:00+01:00 Europe/Paris", "2027-03-28T03:00:00+02:00 Europe/Paris", "2026-07-14T08:15:00-04:00 America/Montreal",
	"2026-12-23T16:45:00+04:00 Indian/Reunion", "2026-05-03T07:05:00+11:00 Pacific/Noumea", "2026-11-25T10:00:00Z UTC",
}

func moment(tb testing.TB, s string) time.Time {
	tb.Helper()
	at, name, _ := strings.Cut(s, " ")
	now, err := time.Parse(time.RFC3339, at)
	if err != nil {
		tb.Fatal(err)
	}
	return now.In(zone(tb, name))
}

// phrases draws a phrase and what it is read against.
func phrases(tb testing.TB) func(*rapid.T) (string, nlp.Options) {
	tb.Helper()
	moments := make([]time.Time, len(nows))
	for i, s := range nows {
		moments[i] = moment(tb, s)
	}
	return func(r *rapid.T) (string, nlp.Options) {
		words := rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 9).Draw(r, "words")
		return strings.Join(words, " "), nlp.Options{
			Now:    rapid.SampledFrom(moments).Draw(r, "now"),
			Lang:   rapid.SampledFrom([]nlp.Lang{nlp.French, nlp.English}).Draw(r, "lang"),
			Prefer: rapid.SampledFrom([]nlp.Prefer{nlp.Future, nlp.Past}).Draw(r, "prefer"),
		}
	}
}

func TestEveryResultIsSound(t *testing.T) {
	t.Parallel()
	draw := phrases(t)
	rapid.Check(t, func(r *rapid.T) {
		text, o := draw(r)
		checkSound(r, text, o, nlp.Parse(text, o))
	})
}

// meaning is what a phrase means, without its words.
func meaning(r nlp.Result) string {
	if r.Kind == nlp.None {
		return "none " + r.Refusal.Code.String()
	}
	return render(r)
}

func TestCaseAccentsAndSpacesMeanNothing(t *testing.T) {
	t.Parallel()
	for _, p := range corpus(t) {
		checkSpelling(t, p.text, p.opts)
	}
	rapid.Check(t, drawSpelling(t))
}

func FuzzSpelling(f *testing.F) { f.Fuzz(rapid.MakeFuzz(drawSpelling(f))) }

func drawSpelling(tb testing.TB) func(*rapid.T) {
	tb.Helper()
	draw := phrases(tb)
	return func(r *rapid.T) {
		text, o := draw(r)
		checkSpelling(r, text, o)
	}
}

// checkSpelling fails where a phrase means something else when it is written in another way.
func checkSpelling(t reporter, text string, o nlp.Options) {
	want := meaning(nlp.Parse(text, o))
	for name, other := range map[string]string{
		"upper case":     strings.ToUpper(text),
		"no accents":     unaccented(text),
		"loose accents":  norm.NFD.String(text),
		"doubled spaces": "  " + strings.ReplaceAll(text, " ", "  ") + " ",
		"no-break space": strings.ReplaceAll(text, " ", "\u00a0"),
		"typographic":    strings.NewReplacer("'", "’", "-", "–").Replace(text),
	} {
		if got := meaning(nlp.Parse(other, o)); got != want {
			t.Errorf("%s: %q means %s, and %q %s", name, text, want, other, got)
		}
	}
}

func unaccented(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strings.NewReplacer("œ", "oe").Replace(s)) {
		if r < 0x300 || r > 0x36f {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func TestPrintedPeriodsParseBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, checkPrinted(t))
}

func FuzzPrinted(f *testing.F) { f.Fuzz(rapid.MakeFuzz(checkPrinted(f))) }

// checkPrinted draws a period, prints it as the bot does and reads it again.
func checkPrinted(tb testing.TB) func(*rapid.T) {
	tb.Helper()
	frDays := [...]string{"dim.", "lun.", "mar.", "mer.", "jeu.", "ven.", "sam."}
	frMonths := [...]string{"janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."}
	french := func(t time.Time, year bool) string {
		layout := " 15:04"
		if year {
			layout = " 2006 15:04"
		}
		return frDays[t.Weekday()] + t.Format(" 2 ") + frMonths[t.Month()-1] + t.Format(layout)
	}
	english := func(t time.Time, year bool) string {
		if year {
			return t.Format("Mon 2 Jan 2006 15:04")
		}
		return t.Format("Mon 2 Jan 15:04")
	}
	moments := make([]time.Time, len(nows))
	for i, s := range nows {
		moments[i] = moment(tb, s)
	}
	return func(r *rapid.T) {
		now := rapid.SampledFrom(moments).Draw(r, "now")
		y, m, d := now.Date()
		wall := func(name string, from, to int) time.Time {
			minute := rapid.IntRange(from, to).Draw(r, name)
			return time.Date(y, m, d, 0, minute, 0, 0, now.Location())
		}
		start := wall("start", 0, 200*1440)
		minutes := rapid.IntRange(1, 60*1440).Draw(r, "length")
		sy, sm, sd := start.Date()
		end := time.Date(sy, sm, sd, start.Hour(), start.Minute()+minutes, 0, 0, now.Location())
		if !start.Before(end) || !end.After(now) || ambiguous(start) || ambiguous(end) {
			r.Skip("over, or in the hour that exists twice, which no wall clock can print")
		}
		for _, year := range []bool{true, false} {
			for _, text := range []string{
				french(start, year) + " → " + french(end, year),
				english(start, year) + " → " + english(end, year),
			} {
				for _, lang := range []nlp.Lang{nlp.French, nlp.English} {
					got := nlp.Parse(text, nlp.Options{Now: now, Lang: lang})
					if got.Kind != nlp.Period || !got.Start.Equal(start) || !got.End.Equal(end) {
						r.Errorf("%s %q at %v means %s", lang, text, now, meaning(got))
					}
				}
			}
		}
	}
}

// ambiguous tells whether another moment has the same wall time.
func ambiguous(t time.Time) bool {
	const layout = "2006-01-02 15:04"
	return t.Add(-time.Hour).Format(layout) == t.Format(layout) || t.Add(time.Hour).Format(layout) == t.Format(layout)
}

func TestTheTimeOfDayDoesNotMoveADate(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"du 24 au 26 décembre 2026", "2026-12-24", "24/12/2026 18h - 26/12/2026", "from December 24, 2026 to January 2, 2027", "demain", "tomorrow morning", "la semaine prochaine", "Noël", "vendredi prochain"} {
		now := time.Date(2026, 11, 25, 0, 0, 0, 0, zone(t, "Europe/Paris"))
		want := meaning(nlp.Parse(text, nlp.Options{Now: now}))
		for m := 0; m < 1440; m += 7 {
			at := now.Add(time.Duration(m) * time.Minute)
			if got := meaning(nlp.Parse(text, nlp.Options{Now: at})); got != want {
				t.Errorf("%q at %v means %s, at midnight %s", text, at, got, want)
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, p := range corpus(f) {
		f.Add(p.text, p.lang == nlp.French, p.opts.Prefer == nlp.Past, 0)
	}
	f.Add("\xff\xfe lundi", true, false, 3)
	f.Add("١٨h à 20h", true, false, 1)
	moments := make([]time.Time, len(nows))
	for i, s := range nows {
		moments[i] = moment(f, s)
	}
	f.Fuzz(func(t *testing.T, text string, french, past bool, at int) {
		o := nlp.Options{Now: moments[uint(at)%uint(len(moments))], Lang: nlp.English}
		if french {
			o.Lang = nlp.French
		}
		if past {
			o.Prefer = nlp.Past
		}
		checkSound(t, text, o, nlp.Parse(text, o))
	})
}
