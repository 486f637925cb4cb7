package spell_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/oceanbot/oceanbot/internal/spell"
)

func TestNearest(t *testing.T) {
	t.Parallel()
	days := []string{"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "tuesday", "thursday", "Février", "sœur"}
	verbs := []string{"list", "liste", "cancel", "annule", "status", "hours", "pro"}
	tests := []struct {
		word string
		of   []string
		want []string
	}{
		{"samdi", days, []string{"samedi"}},
		{"SAMEDI", days, []string{"samedi"}},
		{"lunid", days, []string{"lundi"}}, // two letters swapped are one slip
		{"vendrdie", days, []string{"vendredi"}},
		{"fevrier", days, []string{"Février"}},
		{"févrirr", days, []string{"Février"}},
		{"soeur", days, []string{"sœur"}},
		{"thuesday", days, []string{"tuesday", "thursday"}},
		{"xyz", days, nil},
		{"", days, nil},
		{"dentiste", days, nil},
		{"lst", verbs, []string{"list"}}, // three letters, but the other has four
		{"lis", verbs, []string{"list"}},
		{"list", verbs, []string{"list"}}, // itself, though `liste` is near
		{"pr", verbs, nil},                // too short for a slip
		{"cancle", verbs, []string{"cancel"}},
		{"anule", verbs, []string{"annule"}},
		{"lundi", nil, nil},
	}
	for _, tt := range tests {
		if diff := cmp.Diff(tt.want, spell.Nearest(tt.word, tt.of)); diff != "" {
			t.Errorf("Nearest(%q) (-want +got):\n%s", tt.word, diff)
		}
	}
}

func TestSlips(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{0: 0, 1: 0, 3: 0, 4: 1, 7: 1, 8: 2, 30: 2} {
		if got := spell.Slips(n); got != want {
			t.Errorf("Slips(%d) = %d, want %d", n, got, want)
		}
	}
}

// A word with one slip is found again, however long it is.
func TestOneSlipIsForgiven(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		word := rapid.StringMatching(`[a-z]{4,30}`).Draw(r, "word")
		at := rapid.IntRange(0, len(word)-2).Draw(r, "at")
		slips := []string{
			word[:at] + word[at+1:], // one letter less
			word[:at] + "z" + word[at:],
			word[:at] + "z" + word[at+1:],
			word[:at] + string(word[at+1]) + string(word[at]) + word[at+2:],
		}
		slip := rapid.SampledFrom(slips).Draw(r, "slip")
		if got := spell.Nearest(slip, []string{strings.ToUpper(word)}); len(got) != 1 {
			r.Errorf("%q is not found for %q", word, slip)
		}
	})
}

func FuzzNearest(f *testing.F) {
	f.Add("samdi", "samedi")
	f.Add("\xff", "é")
	f.Fuzz(func(t *testing.T, a, b string) {
		there, back := spell.Nearest(a, []string{b}), spell.Nearest(b, []string{a})
		if len(there) != len(back) {
			t.Errorf("%q finds %q: %v, and the other way round %v", a, b, there, back)
		}
	})
}
