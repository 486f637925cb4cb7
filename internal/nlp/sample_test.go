package nlp_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanbot/oceanbot/internal/nlp"
)

// sampleLine is a phrase with what it means, in the form of `bot parse --jsonl`.
type sampleLine struct {
	ID, Lang, Text, TZ, Kind string
	Now                      time.Time
	Start, End               *time.Time
	Weekly                   []sampleHours
	From, Until              *string
}

type sampleHours struct{ Day, From, To string }

var oceanDays = [...]string{"DIMANCHE", "LUNDI", "MARDI", "MERCREDI", "JEUDI", "VENDREDI", "SAMEDI"}

func TestSample(t *testing.T) {
	t.Parallel()
	f, err := os.Open("testdata/sample.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.Close() })
	n := 0
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var l sampleLine
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		n++
		t.Run(l.ID, func(t *testing.T) {
			t.Parallel()
			got := nlp.Parse(l.Text, nlp.Options{Now: l.Now.In(zone(t, l.TZ)), Lang: nlp.Lang(l.Lang)})
			if diff := cmp.Diff(l.want(), render(got)); diff != "" {
				t.Errorf("%q (-want +got):\n%s", l.Text, diff)
			}
		})
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	if n < 46 {
		t.Errorf("%d phrases in the sample, want 46", n)
	}
}

func zone(t testing.TB, name string) *time.Location {
	t.Helper()
	loc, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return loc
}

// want gives the line's meaning in the words of render.
func (l sampleLine) want() string {
	switch l.Kind {
	case "none":
		return "none"
	case "recurring":
		parts := make([]string, 0, len(l.Weekly))
		for _, h := range l.Weekly {
			parts = append(parts, h.Day+" "+h.From+"-"+h.To)
		}
		return "recurring " + strings.Join(parts, ", ") + validity(deref(l.From), deref(l.Until))
	default:
		out := "period " + l.Start.Format(time.RFC3339) + " / "
		if l.End != nil {
			out += l.End.Format(time.RFC3339)
		}
		return out
	}
}

func deref(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

func validity(from, until string) string {
	if from == "" && until == "" {
		return ""
	}
	return " valid " + from + ".." + until
}

// render writes a result on one line.
func render(r nlp.Result) string {
	switch r.Kind {
	case nlp.None:
		return "none"
	case nlp.Recurring:
		parts := make([]string, 0, len(r.Week))
		for _, h := range r.Week {
			parts = append(parts, fmt.Sprintf("%s %02d:%02d-%02d:%02d", oceanDays[h.Day], h.From/60, h.From%60, h.To/60, h.To%60))
		}
		return "recurring " + strings.Join(parts, ", ") + validity(r.From.String(), r.Until.String())
	case nlp.Period:
		out := "period " + r.Start.Format(time.RFC3339) + " / "
		if !r.End.IsZero() {
			out += r.End.Format(time.RFC3339)
		}
		return out
	default:
		return r.Kind.String()
	}
}
