package i18n_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/oceanbot/oceanbot/internal/i18n"
)

func paris(t *testing.T, text string) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	at, err := time.ParseInLocation("2006-01-02 15:04", text, zone)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestParseLang(t *testing.T) {
	t.Parallel()
	for tag, want := range map[string]i18n.Lang{
		"fr": i18n.French, "fr-FR": i18n.French, "fr_CA": i18n.French, "en-US": i18n.English, "en_GB": i18n.English,
		"de-DE": "", "": "", "français": "", "x": "",
	} {
		if got, ok := i18n.ParseLang(tag); got != want || ok != (want != "") {
			t.Errorf("%q is %q, %v; want %q", tag, got, ok, want)
		}
	}
}

func TestDates(t *testing.T) {
	t.Parallel()
	now := paris(t, "2026-11-25 10:00")
	friday, monday := paris(t, "2026-11-27 18:00"), paris(t, "2026-11-30 00:00")
	for name, test := range map[string]struct{ got, want string }{
		"moment fr":       {i18n.Moment(i18n.French, friday), "vendredi 27 novembre 2026, 18:00"},
		"moment en":       {i18n.Moment(i18n.English, friday), "Friday 27 November 2026, 18:00"},
		"first of month":  {i18n.Moment(i18n.French, paris(t, "2026-12-01 08:05")), "mardi 1er décembre 2026, 08:05"},
		"midnight fr":     {i18n.MomentEnd(i18n.French, monday), "lundi 30 novembre 2026, 00:00 (fin du dimanche)"},
		"midnight en":     {i18n.MomentEnd(i18n.English, monday), "Monday 30 November 2026, 00:00 (the end of Sunday)"},
		"not midnight":    {i18n.MomentEnd(i18n.English, friday), "Friday 27 November 2026, 18:00"},
		"span fr":         {i18n.Span(i18n.French, friday, monday, now), "ven. 27 nov. 18:00 → lun. 30 nov. 00:00"},
		"span en":         {i18n.Span(i18n.English, friday, monday, now), "Fri 27 Nov 18:00 → Mon 30 Nov 00:00"},
		"span next year":  {i18n.Span(i18n.English, friday, paris(t, "2027-01-02 08:00"), now), "Fri 27 Nov 18:00 → Sat 2 Jan 2027 08:00"},
		"open span":       {i18n.Span(i18n.French, friday, time.Time{}, now), "ven. 27 nov. 18:00 →"},
		"length fr":       {i18n.Length(i18n.French, friday, monday), "2 j 6 h"},
		"length en":       {i18n.Length(i18n.English, friday, monday), "2 d 6 h"},
		"length minutes":  {i18n.Length(i18n.French, friday, friday.Add(95*time.Minute)), "1 h 35 min"},
		"no length":       {i18n.Length(i18n.French, friday, friday), "0 min"},
		"day of 23 hours": {i18n.Length(i18n.French, paris(t, "2027-03-28 00:00"), paris(t, "2027-03-29 00:00")), "1 j"},
		"day of 25 hours": {i18n.Length(i18n.French, paris(t, "2026-10-25 00:00"), paris(t, "2026-10-26 00:00")), "1 j"},
		"night of change": {i18n.Length(i18n.French, paris(t, "2026-10-24 22:00"), paris(t, "2026-10-25 06:00")), "9 h"},
		"zone":            {i18n.ZoneName(friday, monday), "Europe/Paris (UTC+1)"},
		"zone that moves": {i18n.ZoneName(paris(t, "2026-10-24 22:00"), paris(t, "2026-10-25 06:00")), "Europe/Paris (UTC+2 → UTC+1)"},
	} {
		if test.got != test.want {
			t.Errorf("%s: %q, want %q", name, test.got, test.want)
		}
	}
}

func TestOr(t *testing.T) {
	t.Parallel()
	for n, want := range []string{"", "a", "a ou b", "a, b ou c"} {
		if got := i18n.Or(i18n.French, []string{"a", "b", "c"}[:n]); got != want {
			t.Errorf("%d choices: %q, want %q", n, got, want)
		}
	}
	if got := i18n.Or(i18n.English, []string{"a", "b"}); got != "a or b" {
		t.Errorf("English: %q", got)
	}
}

// TestEverySentenceIsInBothLanguages reads the package's own source: a Text with one language left out,
// or with the same words in both, is a sentence that somebody forgot to translate.
func TestEverySentenceIsInBothLanguages(t *testing.T) {
	t.Parallel()
	same := map[string]bool{"Zone": true, "Distance": true, "%s, %s": true}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	sentences := 0
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			literal, ok := n.(*ast.CompositeLit)
			if !ok {
				return true
			}
			if name, ok := literal.Type.(*ast.Ident); !ok || name.Name != "Text" || len(literal.Elts) == 0 {
				return true
			}
			var words []string
			for _, element := range literal.Elts {
				if pair, ok := element.(*ast.KeyValueExpr); ok {
					element = pair.Value
				}
				basic, ok := element.(*ast.BasicLit)
				if !ok {
					return true // built from arguments
				}
				text, err := strconv.Unquote(basic.Value)
				if err != nil {
					t.Fatal(err)
				}
				words = append(words, text)
			}
			sentences++
			if len(words) != 2 || words[0] == "" || words[1] == "" || (words[0] == words[1] && !same[words[0]]) {
				t.Errorf("%s: %q is not in both languages", file, words)
			}
			return true
		})
	}
	if sentences < 50 {
		t.Errorf("only %d sentences were found: the test reads the wrong thing", sentences)
	}
}
