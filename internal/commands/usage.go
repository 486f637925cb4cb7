package commands

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/sync/errgroup"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/spell"
	"github.com/oceanbot/oceanbot/internal/usage"
)

// Analyst is what the summaries read of OCEAN.
type Analyst interface {
	Analyse(ctx context.Context, q ocean.AnalyseQuery) (ocean.Analyse, error)
	Entities(ctx context.Context) ([]ocean.Entite, error)
	Vehicles(ctx context.Context, immatriculation string) ([]ocean.VehicleFiche, error)
}

// usage sums private and professional use up: one's own for oneself, and for a manager that of a driver,
// a vehicle, an entity or all whom they look after, where it was asked. Anybody else is refused before
// OCEAN is asked anything; whoever is outside a manager's entities is to them as if there were nobody.
func (s *session) usage(ctx context.Context, rest string) (chat.Message, error) {
	if laidOut.MatchString(rest) {
		return notYet("usage "+rest, "usage "+rest)(s, ctx, "")
	}
	rest, s.csv = cutFile(byDriver.ReplaceAllString(rest, ""))
	ask := s.readUsage(rest)
	if ask.whom == oneself {
		return s.usageOwn(ctx, ask.text)
	}
	scope, manager, err := s.managed(ctx)
	switch {
	case err != nil:
		return chat.Message{}, err
	case !manager && ask.whom == somebody && s.perhapsOneself(ask.text):
		return s.usageOwn(ctx, ask.text)
	case !manager:
		return inform(chat.Bad, s.say(i18n.OthersTitle), i18n.OthersLead(s.Lang, s.typed("usage", "usage"))), nil
	}
	var answer chat.Message
	switch ask.whom {
	case mentioned:
		answer, err = s.usageMentioned(ctx, scope, ask)
	case theTeam:
		title := s.say(i18n.UsageTeamTitle)
		if scope.All {
			title = s.say(i18n.UsageAllTitle)
		}
		answer, err = s.usageTeam(ctx, scope, scope.Entities, title, ask.text, s.word("équipe", "team"))
	case anEntity:
		answer, err = s.usageEntity(ctx, scope, ask.text)
	case aVehicle:
		answer, err = s.usageVehicle(ctx, scope, ask.text)
	case oneself, somebody:
		answer, err = s.usageNamed(ctx, scope, ask.text)
	}
	return answer, err
}

// word picks a word of the asker's language.
func (s *session) word(fr, en string) string { return i18n.Text{FR: fr, EN: en}.In(s.Lang) }

// usageOwn is for the asker alone.
func (s *session) usageOwn(ctx context.Context, when string) (chat.Message, error) {
	period, why := s.usagePeriod(when, "")
	if !why.IsZero() {
		return why, nil
	}
	who, err := s.person(ctx)
	if err != nil {
		return chat.Message{}, err
	}
	sum, err := s.usageOfDriver(ctx, who.IndividuID, period)
	if err != nil {
		return chat.Message{}, err
	}
	card := s.usageCard(s.say(i18n.UsageOwnTitle), period, sum)
	card.Footer = s.say(i18n.UsageOwnFooter)
	err = s.addFile(&card, i18n.UsageDriverColumn, period, usage.Line{Name: nameOf(identity.Member{Person: who}), Summary: sum})
	return chat.Message{Card: card}, err
}

// usageOfDriver asks about one driver and reads nobody else's figures.
func (s *session) usageOfDriver(ctx context.Context, individuID int64, period usagePeriod) (usage.Summary, error) {
	found, err := s.OCEAN.Analyse(ctx, ocean.AnalyseQuery{
		Persons: []int64{individuID}, Mode: ocean.ByDriverSynthesis, Debut: period.start, Fin: period.end,
	})
	if err != nil {
		return usage.Summary{}, fmt.Errorf("reading a driver's usage: %w", err)
	}
	return usage.Driver(s.UsageKeys, found, individuID), nil
}

// shared shows a manager's summary where it was asked.
func (s *session) shared(card chat.Card) chat.Message {
	card.Footer = s.say(i18n.UsagePublicFooter)
	return chat.Message{Card: card, Public: true}
}

func (s *session) usageNamed(ctx context.Context, scope identity.Scope, text string) (chat.Message, error) {
	var fit []identity.Member
	name, when, ok, err := s.split(text, func(name string) (bool, error) {
		var err error
		fit, err = s.Directory.Named(ctx, scope, name)
		if err != nil {
			return false, fmt.Errorf("finding a driver: %w", err)
		}
		return len(fit) > 0, nil
	})
	switch {
	case err != nil:
		return chat.Message{}, err
	case !ok && s.perhapsOneself(text):
		return s.usageOwn(ctx, text)
	case !ok:
		name, _ := s.splitUnknown(text)
		return inform(chat.Unclear, s.say(i18n.NoSuchTitle), i18n.NoSuchDriver(s.Lang, name)), nil
	case len(fit) > 1:
		return s.whichDriver(name, when, fit), nil
	}
	return s.usageMember(ctx, fit[0], name, when)
}

// usageMentioned is about a chat user.
func (s *session) usageMentioned(ctx context.Context, scope identity.Scope, ask usageAsk) (chat.Message, error) {
	unknown := inform(chat.Unclear, s.say(i18n.NoSuchTitle), s.say(i18n.UsageMentionUnknown))
	person, err := s.Identity.Resolve(ctx, ask.user)
	for _, theirs := range []error{
		identity.ErrNotLinked, identity.ErrLinkLost, identity.ErrNoMail, identity.ErrNobody, identity.ErrSeveral, identity.ErrDeleted,
	} {
		if errors.Is(err, theirs) {
			return unknown, nil
		}
	}
	if err != nil {
		return chat.Message{}, fmt.Errorf("finding out who was mentioned: %w", err)
	}
	member, ok, err := s.Directory.Member(ctx, scope, person.IndividuID)
	switch {
	case err != nil:
		return chat.Message{}, fmt.Errorf("finding a driver: %w", err)
	case !ok:
		return unknown, nil
	}
	return s.usageMember(ctx, member, keyOf(member), ask.text)
}

func (s *session) usageMember(ctx context.Context, m identity.Member, typed, when string) (chat.Message, error) {
	period, why := s.usagePeriod(when, typed)
	if !why.IsZero() {
		return why, nil
	}
	sum, err := s.usageOfDriver(ctx, m.IndividuID, period)
	if err != nil {
		return chat.Message{}, err
	}
	card := s.usageCard(i18n.UsageOf(s.Lang, nameOf(m)), period, sum)
	err = s.addFile(&card, i18n.UsageDriverColumn, period, usage.Line{Name: nameOf(m), Summary: sum})
	return s.shared(card), err
}

func (s *session) usageEntity(ctx context.Context, scope identity.Scope, text string) (chat.Message, error) {
	if text == "" {
		return s.usageWhich(s.typed("usage entité Lyon", "usage entity Lyon")), nil
	}
	entities, err := s.scopedEntities(ctx, scope)
	if err != nil {
		return chat.Message{}, err
	}
	var entity ocean.Entite
	name, when, ok, err := s.split(text, func(name string) (bool, error) {
		var ok bool
		entity, ok = entityNamed(entities, name)
		return ok, nil
	})
	if err != nil {
		return chat.Message{}, err
	}
	if !ok {
		name, _ := s.splitUnknown(text)
		return inform(chat.Unclear, s.say(i18n.NoSuchTitle), i18n.NoSuchEntity(s.Lang, name, entityNames(entities))), nil
	}
	return s.usageTeam(ctx, scope, []int64{entity.ID}, i18n.UsageOf(s.Lang, entity.Nom), when, s.word("entité", "entity")+" "+name)
}

// usageWhich asks for the name that is missing.
func (s *session) usageWhich(example string) chat.Message {
	return inform(chat.Unclear, s.say(i18n.NeedMoreTitle), i18n.UsageWhich(s.Lang, example))
}

func (s *session) usageVehicle(ctx context.Context, scope identity.Scope, text string) (chat.Message, error) {
	if text == "" {
		return s.usageWhich(s.typed("usage véhicule AA-101-DM", "usage vehicle AA-101-DM")), nil
	}
	plate, when := s.splitUnknown(text)
	period, why := s.usagePeriod(when, s.word("véhicule", "vehicle")+" "+plate)
	if !why.IsZero() {
		return why, nil
	}
	car, ok, err := s.vehicleOf(ctx, scope, plate)
	switch {
	case err != nil:
		return chat.Message{}, err
	case !ok:
		return inform(chat.Unclear, s.say(i18n.NoSuchTitle), i18n.NoSuchVehicle(s.Lang, plate)), nil
	}
	found, err := s.OCEAN.Analyse(ctx, ocean.AnalyseQuery{
		VehicleIDs: []int64{car.ID}, Mode: ocean.ByVehicleSynthesis, Debut: period.start, Fin: period.end,
	})
	if err != nil {
		return chat.Message{}, fmt.Errorf("reading a vehicle's usage: %w", err)
	}
	sum := usage.Vehicle(s.UsageKeys, found, car.ID)
	card := s.usageCard(i18n.UsageOf(s.Lang, car.Immatriculation), period, sum)
	err = s.addFile(&card, i18n.UsageVehicleColumn, period, usage.Line{Name: car.Immatriculation, Summary: sum})
	return s.shared(card), err
}

// usageTeam is about the drivers of some entities, or, where none are given, of all.
func (s *session) usageTeam(
	ctx context.Context, scope identity.Scope, entities []int64, title, when, typed string,
) (chat.Message, error) {
	period, why := s.usagePeriod(when, typed)
	if !why.IsZero() {
		return why, nil
	}
	found, err := s.OCEAN.Analyse(ctx, ocean.AnalyseQuery{
		Entities: entities, Mode: ocean.ByDriverSynthesis, Debut: period.start, Fin: period.end,
	})
	if err != nil {
		return chat.Message{}, fmt.Errorf("reading a team's usage: %w", err)
	}
	team, err := s.teamOf(ctx, scope, entities, period, found)
	if err != nil {
		return chat.Message{}, err
	}
	slices.SortStableFunc(team.drivers, func(a, b driverUsage) int { return cmp.Compare(spell.Fold(a.name), spell.Fold(b.name)) })
	card := s.usageCard(title, period, team.whole)
	s.addTeam(&card, team)
	err = s.addFile(&card, i18n.UsageDriverColumn, period, s.lines(team)...)
	return s.shared(card), err
}

// maxAsked is how many drivers are asked for one by one, where OCEAN gives no rows per driver: what the
// client's rate lets through while somebody waits.
const maxAsked = 60

// team is a team's figures.
type team struct {
	whole   usage.Summary
	drivers []driverUsage // who drove, by name
	missing bool          // there are no lines per driver
	doubt   bool          // the lines come to more than the whole
	apart   int64         // metres of the whole that stand in no line
}

type driverUsage struct {
	usage.Summary

	name string
}

// teamOf reads the answer about a team: its rows per driver, or, where there are none, one answer for each
// driver. Rows of people outside the scope are not looked at, and then the whole is what remains.
func (s *session) teamOf(
	ctx context.Context, scope identity.Scope, entities []int64, period usagePeriod, found ocean.Analyse,
) (team, error) {
	t := team{whole: usage.Whole(s.UsageKeys, found)}
	rows := usage.Drivers(found)
	if len(rows) == 0 {
		return s.askEach(ctx, scope, entities, period, t)
	}
	kept, err := s.scopedRows(ctx, scope, rows)
	if err != nil {
		return team{}, err
	}
	if len(kept) < len(rows) {
		t.whole = usage.Sum(s.UsageKeys, kept...)
	}
	var together usage.Figures
	for _, of := range usage.ByDriver(s.UsageKeys, kept) {
		m := identity.Member{Person: identity.Person{IndividuID: of.ID, FirstName: of.Individu.Prenom, LastName: of.Individu.Nom}}
		together = together.Plus(of.Total())
		t.drivers = append(t.drivers, driverUsage{of.Summary, nameOf(m)})
	}
	t.doubt = together.Metres > t.whole.Total().Metres || together.Time > t.whole.Total().Time
	t.apart = max(0, t.whole.Total().Metres-together.Metres)
	return t, nil
}

// scopedRows keeps the rows that a manager may see: by the fleet for those whom it knows, else by the
// entity that OCEAN names in the row.
func (s *session) scopedRows(ctx context.Context, scope identity.Scope, rows []ocean.Ligne) ([]ocean.Ligne, error) {
	if scope.All {
		return rows, nil
	}
	everybody := identity.Scope{All: true}
	var kept []ocean.Ligne
	for _, row := range rows {
		_, theirs, err := s.Directory.Member(ctx, scope, row.Individu.ID)
		if err != nil {
			return nil, fmt.Errorf("finding out whose row it is: %w", err)
		}
		_, known, err := s.Directory.Member(ctx, everybody, row.Individu.ID)
		if err != nil {
			return nil, fmt.Errorf("finding out whose row it is: %w", err)
		}
		if theirs || !known && scope.Covers(row.Entite.ID) {
			kept = append(kept, row)
		}
	}
	return kept, nil
}

// askEach asks once per driver.
func (s *session) askEach(
	ctx context.Context, scope identity.Scope, entities []int64, period usagePeriod, t team,
) (team, error) {
	if len(entities) > 0 {
		scope = identity.Scope{Entities: entities}
	}
	members, err := s.Directory.Within(ctx, scope)
	if err != nil {
		return team{}, fmt.Errorf("finding the drivers of a team: %w", err)
	}
	if len(members) > maxAsked {
		t.missing = true
		return t, nil
	}
	drivers := make([]driverUsage, len(members))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(4)
	for n, m := range members {
		group.Go(func() (err error) {
			drivers[n].name = nameOf(m)
			drivers[n].Summary, err = s.usageOfDriver(ctx, m.IndividuID, period)
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return team{}, fmt.Errorf("asking driver by driver: %w", err)
	}
	t.drivers = slices.DeleteFunc(drivers, func(d driverUsage) bool { return d.Total().IsZero() })
	if t.whole.Total().IsZero() {
		for _, d := range t.drivers {
			t.whole = t.whole.Plus(d.Summary)
		}
	}
	return t, nil
}
