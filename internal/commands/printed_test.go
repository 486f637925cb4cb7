package commands_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/nlp"
)

// What the bot prints, somebody copies: it must mean what it meant.
func TestWhatTheBotPrintsParsesBack(t *testing.T) {
	t.Parallel()
	zone := paris(t)
	rapid.Check(t, func(r *rapid.T) {
		minute := func(name string, from, to int) time.Duration {
			return time.Duration(rapid.IntRange(from, to).Draw(r, name)) * time.Minute
		}
		now := time.Date(2026, 1, 1, 0, 0, 0, 0, zone).Add(minute("now", 0, 2*365*1440))
		start := now.Truncate(time.Minute).Add(minute("start", 0, 300*1440))
		end := start.Add(minute("length", 1, 20*1440))
		twice := func(at time.Time) bool {
			const wall = "15:04"
			return at.Add(time.Hour).Format(wall) == at.Format(wall) || at.Add(-time.Hour).Format(wall) == at.Format(wall)
		}
		if twice(start) || twice(end) {
			r.Skip("in the hour that the clocks strike twice, which no wall clock can print")
		}
		for lang, spoken := range map[i18n.Lang]nlp.Lang{i18n.French: nlp.French, i18n.English: nlp.English} {
			for _, text := range []string{
				i18n.Span(lang, start, end, now),
				i18n.Moment(lang, start) + " → " + i18n.MomentEnd(lang, end),
			} {
				got := nlp.Parse(text, nlp.Options{Now: now, Lang: spoken})
				if got.Kind != nlp.Period || !got.Start.Equal(start) || !got.End.Equal(end) {
					r.Errorf("at %v: %q means %v to %v, and was printed for %v to %v (%+v)", now, text, got.Start, got.End, start, end, got.Refusal)
				}
			}
		}
	})
}
