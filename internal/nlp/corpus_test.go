package nlp_test

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/oceanbot/oceanbot/internal/nlp"
)

// phrase is a line of the corpus with what stands above it.
type phrase struct {
	text  string
	lang  nlp.Lang
	want  string
	opts  nlp.Options
	place string // file and line
}

// corpus reads the phrases of testdata. A phrase without a language is given once for each.
func corpus(tb testing.TB) []phrase {
	tb.Helper()
	files, err := filepath.Glob("testdata/*.txt")
	if err != nil {
		tb.Fatal(err)
	}
	var out []phrase
	for _, file := range files {
		out = append(out, phrasesOf(tb, file)...)
	}
	return out
}

// setsNow tells that a line of the corpus sets the moment of speaking: `now until 8pm` is a phrase.
var setsNow = regexp.MustCompile(`^now \d{4}-`)

// phrasesOf reads one file of the corpus.
func phrasesOf(tb testing.TB, file string) []phrase {
	tb.Helper()
	f, err := os.Open(file)
	if err != nil {
		tb.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	var (
		out  []phrase
		o    nlp.Options
		want string
	)
	in := bufio.NewScanner(f)
	for n := 1; in.Scan(); n++ {
		line := strings.TrimSpace(in.Text())
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case setsNow.MatchString(line):
			words := strings.Fields(line)
			now, err := time.ParseInLocation("2006-01-02 15:04", words[1]+" "+words[2], zone(tb, words[3]))
			if err != nil {
				tb.Fatalf("%s:%d: %v", file, n, err)
			}
			o = nlp.Options{Now: now}
			if slices.Contains(words, "past") {
				o.Prefer = nlp.Past
			}
		case strings.HasPrefix(line, "= "):
			want = line[2:]
		default:
			langs := []nlp.Lang{nlp.French, nlp.English}
			if text, ok := strings.CutPrefix(line, "fr: "); ok {
				line, langs = text, langs[:1]
			} else if text, ok := strings.CutPrefix(line, "en: "); ok {
				line, langs = text, langs[1:]
			}
			for _, l := range langs {
				p := phrase{text: line, lang: l, want: want, opts: o, place: fmt.Sprintf("%s:%d", filepath.Base(file), n)}
				p.opts.Lang = l
				out = append(out, p)
			}
		}
	}
	if err := in.Err(); err != nil {
		tb.Fatal(err)
	}
	return out
}

func TestCorpus(t *testing.T) {
	t.Parallel()
	phrases := corpus(t)
	if len(phrases) < 1000 {
		t.Errorf("%d readings of phrases, want more than 1000", len(phrases))
	}
	for _, p := range phrases {
		got := nlp.Parse(p.text, p.opts)
		if g := describe(got, p.want); g != p.want {
			t.Errorf("%s: %s %q at %s:\n got %s\nwant %s", p.place, p.lang, p.text, p.opts.Now.Format(time.RFC3339), g, p.want)
		}
	}
}

// describe writes a result in the form of the corpus; with the offsets of the zone where want has them, and
// without the code of a refusal where it has none.
func describe(r nlp.Result, want string) string {
	switch r.Kind {
	case nlp.None:
		if want == "none" {
			return want
		}
		return "none " + r.Refusal.Code.String()
	case nlp.Period:
		layout := "2006-01-02 15:04"
		if len(want) > 10 && want[10] == 'T' {
			layout = time.RFC3339
		}
		if r.End.IsZero() {
			return r.Start.Format(layout)
		}
		return r.Start.Format(layout) + " .. " + r.End.Format(layout)
	case nlp.Recurring:
		return "week" + grid(r.Week) + validityOf(r)
	default:
		return r.Kind.String()
	}
}

func validityOf(r nlp.Result) string {
	out := ""
	if !r.From.IsZero() {
		out += " from " + r.From.String()
	}
	if !r.Until.IsZero() {
		out += " until " + r.Until.String()
	}
	return out
}

// grid writes hours as `mon,thu 12:00-13:30`: neighbouring days with the same hours in a run, and days
// with the same hours together where they stand side by side.
func grid(week []nlp.Hours) string {
	names := [...]string{"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
	var hours [7]string
	for _, h := range week {
		d := (h.Day + 6) % 7
		if hours[d] != "" {
			hours[d] += ","
		}
		hours[d] += fmt.Sprintf("%02d:%02d-%02d:%02d", h.From/60, h.From%60, h.To/60, h.To%60)
	}
	var out strings.Builder
	for d := 0; d < 7; {
		if hours[d] == "" {
			d++
			continue
		}
		var runs []string
		same, next := hours[d], d
		for next < 7 && (hours[next] == same || hours[next] == "") {
			if hours[next] == "" {
				next++
				continue
			}
			end := next
			for end < 6 && hours[end+1] == same {
				end++
			}
			switch end - next {
			case 0:
				runs = append(runs, names[next])
			case 1:
				runs = append(runs, names[next], names[end])
			default:
				runs = append(runs, names[next]+"-"+names[end])
			}
			next = end + 1
		}
		out.WriteString(" " + strings.Join(runs, ",") + " " + same)
		d = next
	}
	return out.String()
}
