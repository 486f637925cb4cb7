package fr_test

import (
	"testing"
	"time"

	"github.com/olebedev/when/rules"

	"github.com/oceanbot/oceanbot/internal/nlp/fr"
)

// first does with the rules what the engine of `when` does with a cluster of one match: find, apply, bind.
func first(text string, now time.Time) (found string, at time.Time, err error) {
	var best *rules.Match
	for _, r := range fr.Upstream() {
		if m := r.Find(text); m != nil && (best == nil || m.Left < best.Left || m.Left == best.Left && m.Right > best.Right) {
			best = m
		}
	}
	if best == nil {
		return "", time.Time{}, nil
	}
	c := &rules.Context{Text: text}
	if ok, err := best.Apply(c, &rules.Options{}, now); !ok || err != nil {
		return "", time.Time{}, err
	}
	at, err = c.Time(now)
	return best.Text, at, err
}

// The rules, under the contract of the engine that they could be offered to.
func TestUpstream(t *testing.T) {
	t.Parallel()
	paris, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 3, 28, 10, 0, 0, 0, paris) // a Saturday; the clocks change the next night
	for text, want := range map[string]struct {
		at    time.Time
		found string
	}{
		"rendez-vous demain":                {time.Date(2026, 3, 29, 10, 0, 0, 0, paris), "demain"},
		"à 18h30":                           {time.Date(2026, 3, 28, 18, 30, 0, 0, paris), "18h30"},
		"océan, le 24 décembre":             {time.Date(2026, 12, 24, 10, 0, 0, 0, paris), "le 24 décembre"},
		"lundi prochain":                    {time.Date(2026, 3, 30, 10, 0, 0, 0, paris), "lundi prochain"},
		"six heures et demie":               {time.Date(2026, 3, 28, 6, 30, 0, 0, paris), "six heures et demie"},
		"il y a 3 jours":                    {time.Date(2026, 3, 25, 10, 0, 0, 0, paris), "il y a 3 jours"},
		"dans deux jours, chez le dentiste": {time.Date(2026, 3, 30, 10, 0, 0, 0, paris), "dans deux jours"},
		"Lundi de Pâques":                   {time.Date(2026, 4, 6, 10, 0, 0, 0, paris), "Lundi de Pâques"},
	} {
		found, at, err := first(text, now)
		if err != nil || !at.Equal(want.at) || found != want.found {
			t.Errorf("%q: %q at %v (%v), want %q at %v", text, found, at, err, want.found, want.at)
		}
	}
	for _, text := range []string{"", "bonjour", "océan", "lundiste"} {
		if found, at, err := first(text, now); found != "" || err != nil {
			t.Errorf("%q: %q at %v (%v), want nothing", text, found, at, err)
		}
	}
}
