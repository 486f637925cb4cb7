package commands

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/hours"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/ledger"
	"github.com/oceanbot/oceanbot/internal/nlp"
	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/store"
)

// Recurring hours are a whole week for a validity: OCEAN takes nothing less. So a sentence that adds or
// removes some is worked into the week that is recorded, for each stretch of time in which that week
// stays the same, and the card shows the week before and after.

// hoursVerbs are what can be done with recurring hours.
func hoursVerbs() []verb {
	return []verb{
		{"annule", "cancel", []string{"annuler", "supprime", "supprimer", "delete", "remove", "enlève", "enlever"}, (*session).cancelHours},
		{"efface", "clear", []string{"effacer", "vide", "vider", "reset"}, (*session).clearHours},
		helpVerb(),
	}
}

// hours shows the driver's week, or changes it.
func (s *session) hours(ctx context.Context, rest string) (chat.Message, error) {
	first, after := cutWord(rest)
	if v, ok := pick(hoursVerbs(), first); ok {
		return v.do(s, ctx, after)
	}
	if rest == "" {
		return s.showHours(ctx, "", "")
	}
	result := s.parse(rest)
	if result.Kind == nlp.Recurring {
		return s.addHours(ctx, rest, result)
	}
	if meant := s.suggestions(hoursVerbs(), first, "private hours"); result.Kind == nlp.None && len(meant) > 0 {
		return inform(chat.Unclear, s.say(i18n.NotUnderstoodTitle), i18n.DidYouMean(s.Lang, meant)), nil
	}
	return s.refuse(rest, nlp.Result{Refusal: &nlp.Refusal{Code: nlp.NotUnderstood, Piece: rest}}, s.hoursExample()), nil
}

func (s *session) hoursExample() string {
	return s.typed("prive tous les jours de semaine 18h-8h", "private every weekday 18h-8h")
}

// ownHours finds out who asks, and gives their recurring hours as they are recorded from now on.
func (s *session) ownHours(ctx context.Context) (identity.Person, hours.Schedule, error) {
	who, err := s.person(ctx)
	if err != nil {
		return identity.Person{}, nil, err
	}
	week, err := s.recurring(ctx, who)
	if err != nil {
		return identity.Person{}, nil, err
	}
	return who, hours.Of(week.hours, s.moment()), nil
}

// moment is now to the second, in UTC, as validities are.
func (s *session) moment() time.Time { return s.now.UTC().Truncate(time.Second) }

// addHours proposes to add hours that recur to the driver's week.
func (s *session) addHours(ctx context.Context, typed string, result nlp.Result) (chat.Message, error) {
	validity := s.validity(result)
	if !validity.Until.IsZero() && !validity.Until.After(s.now) {
		return inform(chat.Bad, s.say(i18n.OverTitle), s.say(i18n.OverLead)), nil
	}
	who, have, err := s.ownHours(ctx)
	if err != nil {
		return chat.Message{}, err
	}
	asked := plages(result.Week)
	want := have.With(asked, validity)
	if want.Equal(have) {
		return s.hoursNow(chat.Neutral, i18n.AlreadyTitle, i18n.HoursAlreadyLead, have), nil
	}
	card := chat.Card{
		Tone: chat.Ask, Title: s.say(i18n.HoursAddTitle), Footer: s.say(i18n.NothingYetFooter),
		Fields: []chat.Field{
			{Name: s.say(i18n.HoursLabel), Value: s.week(asked)},
			{Name: s.say(i18n.ValidLabel), Value: i18n.Validity(s.Lang, validity.From.In(s.OCEANZone), s.walled(validity.Until), s.now)},
			{Name: s.say(i18n.BeforeLabel), Value: s.schedule(have)},
			{Name: s.say(i18n.AfterLabel), Value: s.schedule(want)},
			{Name: s.say(i18n.ZoneLabel), Value: i18n.ZoneName(s.now.In(s.OCEANZone), time.Time{})},
		},
		Notes: append(s.hoursNotes(have, want), s.corrections(result, typed)...),
	}
	if result.Reason != "" {
		card.Notes = append(card.Notes, chat.Note{Text: s.say(i18n.HoursNoReason)})
	}
	return s.proposeHours(ctx, who, card, have, want, i18n.ConfirmButton, i18n.CancelButton, chat.Primary)
}

// hoursNotes are the remarks that a change of the week deserves before the press.
func (s *session) hoursNotes(have, want hours.Schedule) []chat.Note {
	var notes []chat.Note
	if len(have) > 0 && len(hours.Steps(have, want)) > 1 {
		notes = append(notes, chat.Note{Text: s.say(i18n.HoursKeepValidity)})
	}
	_, mine := s.now.Zone()
	if _, theirs := s.now.In(s.OCEANZone).Zone(); mine != theirs {
		notes = append(notes, chat.Note{Text: i18n.HoursZone(s.Lang, s.OCEANZone.String()), Loud: true})
	}
	return notes
}

// proposeHours keeps the writes that make one schedule of another, and puts the buttons under their card.
func (s *session) proposeHours(
	ctx context.Context, who identity.Person, card chat.Card, have, want hours.Schedule, do, leave i18n.Text, style chat.Style,
) (chat.Message, error) {
	draft, err := s.keepDraft(ctx, who, hoursIntent(have, want))
	if err != nil {
		return chat.Message{}, err
	}
	card.Buttons = s.choice(draft, do, leave, style)
	return chat.Message{Card: card}, nil
}

// hoursIntent is the chain of writes that makes one schedule of another, which differ.
func hoursIntent(have, want hours.Schedule) ledger.Intent {
	var chain []ledger.Intent
	for _, step := range hours.Steps(have, want) {
		chain = append(chain, ledger.Intent{Kind: ledger.SetHours, Hours: &ledger.HoursChange{
			Shown: have, Goal: want, Follows: len(chain) > 0, Week: step.Week, From: step.From, Until: step.Until,
		}})
	}
	return follow(chain)
}

// clearHours proposes to remove all recurring hours.
func (s *session) clearHours(ctx context.Context, _ string) (chat.Message, error) {
	who, have, err := s.ownHours(ctx)
	if err != nil {
		return chat.Message{}, err
	}
	return s.proposeLess(ctx, who, have, nil, i18n.HoursClearTitle)
}

// cancelHours proposes to remove recurring hours, named by their number or by a sentence.
func (s *session) cancelHours(ctx context.Context, rest string) (chat.Message, error) {
	if rest == "" {
		lead := i18n.HoursHow(s.Lang, s.typed("prive horaires annule 1", "private hours cancel 1"),
			s.typed("prive annule tous les mercredis après-midi", "private cancel every Wednesday afternoon"))
		return inform(chat.Unclear, s.say(i18n.NeedMoreTitle), lead), nil
	}
	if number, after, ok := cutNumber(rest); ok && after == "" {
		return s.cancelHoursNumbered(ctx, number)
	}
	if first, after := cutWord(rest); after == "" && (strings.EqualFold(first, "all") || strings.EqualFold(first, "tout")) {
		return s.clearHours(ctx, "")
	}
	result := s.parse(rest)
	if result.Kind != nlp.Recurring {
		return s.refuse(rest, result, s.typed("prive annule tous les mercredis après-midi", "private cancel every Wednesday afternoon")), nil
	}
	return s.removeHours(ctx, result)
}

// removeHours proposes to remove the hours of a sentence from the driver's week.
func (s *session) removeHours(ctx context.Context, result nlp.Result) (chat.Message, error) {
	who, have, err := s.ownHours(ctx)
	if err != nil {
		return chat.Message{}, err
	}
	return s.proposeLess(ctx, who, have, have.Without(plages(result.Week), s.validity(result)), i18n.HoursRemoveTitle)
}

// proposeLess shows the week before and after some hours are gone from it.
func (s *session) proposeLess(
	ctx context.Context, who identity.Person, have, want hours.Schedule, title i18n.Text,
) (chat.Message, error) {
	switch {
	case len(have) == 0:
		return inform(chat.Neutral, s.say(i18n.HoursEmptyTitle), i18n.HoursEmptyLead(s.Lang, s.hoursExample())), nil
	case want.Equal(have):
		return s.hoursNow(chat.Neutral, i18n.NoneThenTitle, i18n.HoursNotThenLead, have), nil
	}
	card := chat.Card{
		Tone: chat.Ask, Title: s.say(title), Footer: s.say(i18n.UnchangedFooter),
		Fields: []chat.Field{
			{Name: s.say(i18n.BeforeLabel), Value: s.schedule(have)},
			{Name: s.say(i18n.AfterLabel), Value: s.schedule(want)},
		},
		Notes: s.hoursNotes(have, want),
	}
	return s.proposeHours(ctx, who, card, have, want, i18n.ConfirmHours, i18n.KeepButton, chat.Danger)
}

// cancelHoursNumbered proposes to remove what stood under a number when the driver last saw their week.
func (s *session) cancelHoursNumbered(ctx context.Context, number int) (chat.Message, error) {
	who, have, err := s.ownHours(ctx)
	if err != nil {
		return chat.Message{}, err
	}
	rules := s.rules(have)
	ids, err := s.Store.Listing(ctx, s.hoursListing())
	switch {
	case errors.Is(err, store.ErrNotFound):
		for _, r := range rules {
			ids = append(ids, r.id())
		}
	case err != nil:
		return chat.Message{}, fmt.Errorf("finding what was number %d: %w", number, err)
	}
	if len(have) == 0 {
		return inform(chat.Neutral, s.say(i18n.HoursEmptyTitle), i18n.HoursEmptyLead(s.Lang, s.hoursExample())), nil
	}
	if number < 1 || number > len(ids) {
		lead := i18n.HoursNoNumber(s.Lang, number, len(ids), s.typed("prive horaires", "private hours"))
		return inform(chat.Unclear, s.say(i18n.NotUnderstoodTitle), lead), nil
	}
	return s.removeRule(ctx, who, have, ids[number-1])
}

// removeRule proposes to remove one of the rules that the week was shown as.
func (s *session) removeRule(ctx context.Context, who identity.Person, have hours.Schedule, id int64) (chat.Message, error) {
	for _, r := range s.rules(have) {
		if r.id() == id {
			return s.proposeLess(ctx, who, have, have.Without(r.Week(), hours.Validity{From: r.from, Until: r.until}), i18n.HoursRemoveTitle)
		}
	}
	return s.showHours(ctx, s.say(i18n.HoursGoneTitle), s.say(i18n.HoursGoneLead))
}

// undoHours puts the week back as it was before a press.
func (s *session) undoHours(ctx context.Context, press ledger.Press, entries []ledger.Entry) (chat.Message, error) {
	who, have, err := s.ownHours(ctx)
	if err != nil {
		return chat.Message{}, err
	}
	if who.IndividuID != press.IndividuID {
		return s.notYours(), nil
	}
	settled := s.moment().Add(hours.Slack)
	was, left := entries[0].HoursBefore().Since(s.moment()), entries[len(entries)-1].Hours
	switch {
	case !have.Since(settled).Equal(left.Since(settled)):
		return s.hoursNow(chat.Bad, i18n.HoursStaleTitle, i18n.HoursStaleLead, have), nil
	case have.Equal(was):
		return inform(chat.Neutral, s.say(i18n.AlreadyTitle), s.say(i18n.HoursAlreadyLead)), nil
	}
	press.Intent = hoursIntent(have, was)
	return s.write(ctx, press)
}

// validity is from when until when hours of a phrase hold, by the calendar of OCEAN's zone: never before
// now, and both days included.
func (s *session) validity(result nlp.Result) hours.Validity {
	midnight := func(d nlp.Date, add int) time.Time {
		return time.Date(d.Year, d.Month, d.Day+add, 0, 0, 0, 0, s.OCEANZone).UTC()
	}
	v := hours.Validity{From: s.moment()}
	if !result.From.IsZero() && midnight(result.From, 0).After(v.From) {
		v.From = midnight(result.From, 0)
	}
	if !result.Until.IsZero() {
		v.Until = midnight(result.Until, 1)
	}
	return v
}

// plages are the hours of a phrase in OCEAN's terms.
func plages(week []nlp.Hours) []ocean.Plage {
	converted := make([]ocean.Plage, 0, len(week))
	for _, h := range week {
		converted = append(converted, ocean.Plage{Jour: ocean.JourOf(h.Day), Debut: h.From, Fin: h.To})
	}
	return hours.Merge(converted)
}
