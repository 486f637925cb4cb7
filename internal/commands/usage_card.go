package commands

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/usage"
)

// How much of a team a card holds: more lines than a phone shows at once, fewer than Slack cuts.
const (
	maxDrivers   = 30
	maxNameWidth = 24
	maxNamed     = 10 // people to choose from, and entities to be told of
)

// usageCard spells a period out and what was driven in it.
func (s *session) usageCard(title string, period usagePeriod, sum usage.Summary) chat.Card {
	end := i18n.MomentEnd(s.Lang, period.end)
	if period.cut || period.typed == "" {
		end = i18n.Moment(s.Lang, period.end) + " " + s.say(i18n.UsageSoFar)
	}
	card := chat.Card{Title: title, Notes: period.notes, Fields: []chat.Field{
		{Name: s.say(i18n.FromLabel), Value: i18n.Moment(s.Lang, period.start)},
		{Name: s.say(i18n.ToLabel), Value: end},
		{Name: s.say(i18n.ZoneLabel), Value: i18n.ZoneName(period.start, period.end)},
	}}
	total := sum.Total()
	if total.IsZero() {
		card.Lead = s.say(i18n.UsageNoneLead)
		return card
	}
	add := func(label i18n.Text, value string) {
		card.Fields = append(card.Fields, chat.Field{Name: s.say(label), Value: value})
	}
	add(i18n.DistanceLabel, i18n.Kilometres(s.Lang, total.Metres))
	add(i18n.DrivingLabel, i18n.HoursOf(total.Time))
	add(i18n.PrivateLabel, s.figures(sum.Private))
	add(i18n.ProfessionalLabel, s.figures(sum.Professional))
	for _, other := range sum.Others {
		card.Fields = append(card.Fields, chat.Field{Name: i18n.UsageOtherKey(s.Lang, other.Key), Value: s.figures(other.Figures)})
	}
	add(i18n.PrivateShareLabel, i18n.UsageShares(s.Lang, s.share(sum.PrivateDistance()), s.share(sum.PrivateTime())))
	for _, q := range []struct {
		label i18n.Text
		much  float64
		unit  string
	}{{i18n.FuelLabel, sum.Litres, " L"}, {i18n.ElectricityLabel, sum.KWh, " kWh"}, {i18n.CostLabel, sum.Cost, ""}} {
		if q.much > 0 {
			add(q.label, i18n.Decimal(s.Lang, q.much)+q.unit)
		}
	}
	if len(sum.Others) > 0 {
		keys := make([]string, 0, len(sum.Others))
		for _, other := range sum.Others {
			keys = append(keys, other.Key)
		}
		card.Notes = append(card.Notes, chat.Note{Text: i18n.UsageOthers(s.Lang, keys)})
		s.Log.WithField("keys", keys).Info("OCEAN counts usage under keys that are neither private nor professional; OCEAN_PERIOD_KEYS can say what they are")
	}
	return card
}

func (s *session) figures(f usage.Figures) string {
	return i18n.UsageFigures(i18n.Kilometres(s.Lang, f.Metres), i18n.HoursOf(f.Time))
}

// share writes a share, or nothing where there is none to have.
func (s *session) share(share usage.Share) string {
	if !share.Known() {
		return ""
	}
	percent, lies := share.Percent()
	return i18n.Percent(s.Lang, percent, lies)
}

// addTeam adds a line per driver.
func (s *session) addTeam(card *chat.Card, t team) {
	switch {
	case t.missing:
		card.Notes = append(card.Notes, chat.Note{Text: s.say(i18n.UsageTooMany), Loud: true})
		return
	case len(t.drivers) == 0:
		return
	case t.doubt:
		card.Notes = append(card.Notes, chat.Note{Text: s.say(i18n.UsageDisagree), Loud: true})
	case t.apart > 0:
		card.Notes = append(card.Notes, chat.Note{Text: i18n.UsageApart(s.Lang, i18n.Kilometres(s.Lang, t.apart))})
	}
	card.Fields = append(card.Fields, chat.Field{Name: s.say(i18n.DriversLabel), Value: strconv.Itoa(len(t.drivers))})
	shown := t.drivers[:min(len(t.drivers), maxDrivers)]
	if more := len(t.drivers) - len(shown); more > 0 {
		command := s.typed("usage "+i18n.WhoPlaceholder.FR, "usage "+i18n.WhoPlaceholder.EN)
		card.Notes = append(card.Notes, chat.Note{Text: i18n.UsageMore(s.Lang, more, command)})
	}
	rows := make([][3]string, 0, len(shown))
	for _, d := range shown {
		share := s.share(d.PrivateDistance())
		if share == "" {
			share = s.share(d.PrivateTime())
		}
		rows = append(rows, [3]string{
			runewidth.Truncate(d.name, maxNameWidth, "…"), i18n.Kilometres(s.Lang, d.Total().Metres), i18n.UsageLine(s.Lang, share),
		})
	}
	card.Code = table(rows)
}

// table aligns rows: the first column at the left, the others at the right.
func table(rows [][3]string) string {
	var widths [3]int
	for _, row := range rows {
		for n, cell := range row {
			widths[n] = max(widths[n], runewidth.StringWidth(cell))
		}
	}
	lines := make([]string, 0, len(rows))
	for _, row := range rows {
		lines = append(lines, strings.Join([]string{
			runewidth.FillRight(row[0], widths[0]), runewidth.FillLeft(row[1], widths[1]), runewidth.FillLeft(row[2], widths[2]),
		}, "  "))
	}
	return strings.Join(lines, "\n")
}

// whichDriver asks which of several people is meant. It is for the manager alone.
func (s *session) whichDriver(name, when string, fit []identity.Member) chat.Message {
	command := join2("usage", keyOf(fit[0]), when, s.again())
	message := inform(chat.Unclear, s.say(i18n.WhoTwice), i18n.SeveralFit(s.Lang, name, s.typed(command, command)))
	for _, m := range fit[:min(len(fit), maxNamed)] {
		message.Card.Fields = append(message.Card.Fields, chat.Field{Name: nameOf(m), Value: join(keyOf(m), m.Entity.Nom)})
	}
	if more := len(fit) - maxNamed; more > 0 {
		message.Card.Notes = []chat.Note{{Text: i18n.ListMore(s.Lang, more)}}
	}
	return message
}

// keyOf is what can be typed to mean exactly this person.
func keyOf(m identity.Member) string {
	if m.Matricule != "" {
		return m.Matricule
	}
	return strconv.FormatInt(m.IndividuID, 10)
}

func nameOf(m identity.Member) string {
	return cmp.Or(m.Name(), m.Matricule, strconv.FormatInt(m.IndividuID, 10))
}

func entityNames(entities []ocean.Entite) []string {
	names := make([]string, 0, maxNamed)
	for _, e := range entities[:min(len(entities), maxNamed)] {
		names = append(names, cmp.Or(strings.TrimSpace(e.Nom), strconv.FormatInt(e.ID, 10)))
	}
	return names
}
