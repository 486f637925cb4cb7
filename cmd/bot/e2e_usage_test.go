package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/oceanbot/oceanbot/internal/oceansim"
	"github.com/oceanbot/oceanbot/internal/slackbot/slackstandin"
)

// The managers of these tests: one of everything, one of a group that looks after one entity.
const (
	boss = "U0BOSS"
	lead = "U0LEAD"

	zoe    = "U0ZOE"
	zoeID  = int64(1110009003)
	bossID = int64(1110009004)
	leadID = int64(1110009005)
	entity = int64(1110000102)
)

const managersYAML = `managers:
  - slack: U0BOSS
    scope: all
  - slack_group: S0LEADS
    entities: [1110000102]
`

// newUsageStand is a stand with managers, and with trips of two drivers in two entities.
func newUsageStand(t *testing.T, settings ...string) *stand {
	t.Helper()
	config := filepath.Join(t.TempDir(), "bot.yaml")
	if err := os.WriteFile(config, []byte(managersYAML), 0o600); err != nil {
		t.Fatal(err)
	}
	s := newStand(t, append(settings, "BOT_CONFIG="+config)...)
	if code := s.stop(); code != 0 { // the fleet is read at start
		t.Fatalf("exit code %d", code)
	}
	for _, u := range []slackstandin.User{
		{ID: boss, Name: "boss", Mail: "boss@example.com", Locale: "en-GB", Zone: "Europe/Paris"},
		{ID: lead, Name: "lead", Mail: "lead@example.com", Locale: "fr-FR", Zone: "Europe/Paris"},
		{ID: zoe, Name: "zoe", Mail: "zoe@example.com", Locale: "fr-FR", Zone: "Europe/Paris"},
	} {
		s.slack.AddUser(u)
	}
	s.slack.SetGroup("S0LEADS", lead)
	s.ocean.AddEntite(oceansim.Entite{ID: entity, Nom: "Lyon"})
	s.ocean.AddEntite(oceansim.Entite{ID: entity + 1, Nom: "Nantes"})
	for _, i := range []oceansim.Individu{
		{ID: zoeID, Nom: "Roux", Prenom: "Zoé", Email: "zoe@example.com", EntiteID: entity},
		{ID: bossID, Nom: "Chef", Prenom: "Anne", Email: "boss@example.com", EntiteID: entity + 1},
		{ID: leadID, Nom: "Lead", Prenom: "Marc", Email: "lead@example.com", EntiteID: entity},
	} {
		s.ocean.AddIndividu(i)
	}
	start, err := time.Parse(time.RFC3339, startOfTest)
	if err != nil {
		t.Fatal(err)
	}
	for _, trip := range []oceansim.Trip{
		{IndividuID: zoeID, Metres: 30_000, Private: true}, {IndividuID: zoeID, Metres: 90_000}, {IndividuID: bossID, Metres: 50_000},
	} {
		trip.Debut, trip.Fin, trip.From, trip.To = start.AddDate(0, 0, -2), start.AddDate(0, 0, -2).Add(time.Hour), "Place Secrète", "Rue Cachée"
		s.ocean.AddTrip(trip)
	}
	s.ocean.ForgetRequests()
	s.start()
	return s
}

// uses types /usage.
func (s *stand) uses(user, text string) slackstandin.Message {
	s.t.Helper()
	s.deliver(s.slack.Command(user, channel, "/usage", text))
	return s.next()
}

// shared wants words on a card that everybody in the channel sees.
func (s *stand) shared(card slackstandin.Message, words ...string) {
	s.t.Helper()
	if card.Ephemeral || card.Channel != channel || card.Replaces != "" {
		s.t.Errorf("not for everybody in the channel: %+v", card)
	}
	for _, w := range words {
		if !strings.Contains(strings.ReplaceAll(card.Shown(), "\u00a0", " "), w) {
			s.t.Errorf("%q is not on the card:\n%s", w, card.Shown())
		}
	}
	if strings.Contains(card.Shown(), "Secrète") || strings.Contains(card.Shown(), "Cachée") {
		s.t.Errorf("a place is on the card:\n%s", card.Shown())
	}
}

func TestUsageInSlack(t *testing.T) {
	t.Parallel()
	s := newUsageStand(t)
	own := s.uses(zoe, "depuis lundi")
	s.shows(own, "Votre usage", "lundi 23 novembre 2026, 00:00", "120")
	s.shared(s.uses(boss, "<@U0ZOE|zoe> this month"), "Usage: Zoé Roux", "120 km", "25% of the distance", "Totals only")
	command := s.slack.Command(boss, channel, "/usage", "team")
	s.deliver(command)
	s.deliver(command.Again(1))
	s.shared(s.next(), "The whole fleet's usage", "170 km", "Anne Chef", "Zoé Roux")
	s.shows(s.uses(boss, ""), "Your usage", "50 km")

	// The lead of one entity: by name, and never anybody else's driver.
	s.shared(s.uses(lead, "équipe"), "Usage de votre équipe", "120 km", "Zoé Roux")
	s.shared(s.uses(lead, "Zoé le 23 novembre"), "Usage : Zoé Roux", "120 km")
	for _, other := range []string{"Anne Chef", "<@U0BOSS|boss>", "entité Nantes"} {
		s.shows(s.uses(lead, other), "Introuvable")
	}
	s.silent(9)
	if log := s.logs.String(); strings.Contains(log, "Secrète") || strings.Contains(log, "Zoé") {
		t.Error("a person or a place was logged")
	}
}

func TestUsageOfOthersIsRefusedBeforeOceanIsAsked(t *testing.T) {
	t.Parallel()
	s := newUsageStand(t)
	s.eventually("the fleet was read", func() bool { return s.ocean.Count(oceansim.OpIndividus) > 0 })
	s.ocean.ForgetRequests()
	for _, text := range []string{"<@U0BOSS|boss>", "Anne Chef last month", "team", "all", "entity Nantes", "vehicle AA-101-DM"} {
		s.shows(s.uses(zoe, text), "Réservé aux responsables")
	}
	if asked := s.ocean.Requests(); len(asked) != 0 {
		t.Errorf("OCEAN was asked: %+v", asked)
	}
	// Who left the group is no manager any more; who is in it is remembered for a while, but not for long.
	s.shared(s.uses(lead, "Zoé"), "Usage : Zoé Roux")
	s.slack.SetGroup("S0LEADS")
	if code := s.stop(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	s.start()
	s.shows(s.uses(lead, "Zoé"), "Réservé aux responsables")
	if n := s.ocean.Count(oceansim.OpAnalyse); n != 1 {
		t.Errorf("OCEAN was asked for %d analyses, want the first alone", n)
	}
}

func TestPeriodKeysOfASetting(t *testing.T) {
	t.Parallel()
	s := newUsageStand(t, "OCEAN_PERIOD_KEYS=VIE_PROFESSIONNELLE=private")
	s.shared(s.uses(boss, "Zoé"), "100% of the distance")
}
