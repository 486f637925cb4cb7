package commands

import (
	"strings"
	"testing"
	"time"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
)

// FuzzReadUsage: whatever is typed, the period that is asked of OCEAN begins before it ends and ends by
// now, and who speaks of a chat user, a team or a name is never taken to speak of themselves.
func FuzzReadUsage(f *testing.F) {
	for _, text := range []string{
		"", "last month", "team last month", "<@U2|x> hier", "last month for <@U2>", "équipe", "tout le monde", "tous les jours",
		"entity Lyon Est depuis lundi", "vehicle aa 101 dm", "of Camille Martin ytd", "d'Hélène", "le 31 novembre", "my", "me", "\xff<@", "@", "ce mois-ci",
	} {
		f.Add(text)
	}
	zone, err := time.LoadLocation("Europe/Paris")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := &session{Bot: &Bot{}, Request: chat.Request{User: chat.User{Platform: chat.Slack, ID: "U1"}, Lang: i18n.English, Zone: zone}}
		s.now = time.Date(2026, time.November, 1, 0, 0, 0, 0, zone)
		ask := s.readUsage(text)
		if m := mention.FindStringSubmatch(text); m != nil && (ask.whom == oneself) != (m[1] == "U1") {
			t.Errorf("%q mentions somebody and is read as %+v", text, ask)
		}
		if first, _ := cutWord(strings.TrimSpace(text)); strings.EqualFold(first, "team") && !strings.Contains(text, "<@") && ask.whom != theTeam {
			t.Errorf("%q speaks of a team and is read as %+v", text, ask)
		}
		period, why := s.usagePeriod(ask.text, "")
		if why.IsZero() && (!period.start.Before(period.end) || period.end.After(s.now)) {
			t.Errorf("%q: from %s to %s", text, period.start, period.end)
		}
		name, when := s.splitUnknown(ask.text)
		if strings.TrimSpace(ask.text) != "" && name == "" && when == "" {
			t.Errorf("%q loses what was typed", text)
		}
		if _, _, ok, err := s.split(ask.text, func(string) (bool, error) { return false, nil }); ok || err != nil {
			t.Errorf("%q: nobody is known, and %v, %v", text, ok, err)
		}
		s.perhapsOneself(ask.text)
	})
}
