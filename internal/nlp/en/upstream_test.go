package en_test

import (
	"testing"
	"time"

	"github.com/olebedev/when/rules"

	"github.com/oceanbot/oceanbot/internal/nlp/en"
)

// The rules under the contract of `when`, whose own English ones add 24 hours across a clock change.
func TestUpstream(t *testing.T) {
	t.Parallel()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 28, 10, 0, 0, 0, paris)
	for text, want := range map[string]time.Time{
		"see you tomorrow":     time.Date(2026, 3, 29, 10, 0, 0, 0, paris),
		"half past six":        time.Date(2026, 3, 28, 6, 30, 0, 0, paris),
		"next Monday":          time.Date(2026, 3, 30, 10, 0, 0, 0, paris),
		"the 24th of December": time.Date(2026, 12, 24, 10, 0, 0, 0, paris),
		"3 days ago":           time.Date(2026, 3, 25, 10, 0, 0, 0, paris),
	} {
		var best *rules.Match
		for _, r := range en.Upstream() {
			if m := r.Find(text); m != nil && (best == nil || m.Right-m.Left > best.Right-best.Left) {
				best = m
			}
		}
		if best == nil {
			t.Errorf("%q: no match", text)
			continue
		}
		c := &rules.Context{Text: best.Text}
		if ok, err := best.Apply(c, &rules.Options{}, now); !ok || err != nil {
			t.Errorf("%q: applied %v, %v", text, ok, err)
			continue
		}
		if got, err := c.Time(now); err != nil || !got.Equal(want) {
			t.Errorf("%q: %v (%v), want %v", text, got, err, want)
		}
	}
}
