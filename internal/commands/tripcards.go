package commands

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/ledger"
	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/trips"
)

// The cards of trips. Places stand on the cards that show trips as OCEAN has them at that moment, for the
// driver's eyes alone. They are in no draft, no journal and no log, so what became of a press is told
// without them.

// maxTrips is how many trips a list shows, and one press takes at most: what a card can show with a choice
// for each, so that nobody presses for what they haven't seen.
const maxTrips = 15

// tripCard lists trips, numbered, each with its choice, and one for all of them.
func (s *session) tripCard(
	ctx context.Context, who identity.Person, q tripQuery, meant []trips.Trip, title i18n.Text, lead string,
) (chat.Message, error) {
	card := chat.Card{Title: s.say(title), Lead: lead, Notes: q.notes}
	shown := meant[max(0, len(meant)-maxTrips):]
	if more := len(meant) - len(shown); more > 0 {
		card.Notes = append(card.Notes, chat.Note{Text: i18n.TripMore(s.Lang, len(shown), more), Loud: true})
	}
	severalCars := slices.ContainsFunc(shown, func(t trips.Trip) bool { return t.Vehicle.ID != shown[0].Vehicle.ID })
	var numbers []int64
	for n, t := range shown {
		item := s.tripItem(n+1, t, severalCars)
		if t.CanChange() {
			ref := refOf(t).numbers()
			item.Buttons = s.tripButtons(q.wish, func(verb chat.Verb, label i18n.Text) chat.Button {
				return chat.Button{Action: s.tripAction(verb, oneTripArg, who, ref...), Label: s.say(label)}
			})
		}
		card.Items = append(card.Items, item)
		numbers = append(numbers, refOf(t).numbers()...)
	}
	if err := s.Store.PutTripListing(ctx, s.User.Key(), numbers, s.now); err != nil {
		return chat.Message{}, fmt.Errorf("remembering a list of trips: %w", err)
	}
	card.Notes = append(card.Notes, s.noPrivacy(shown)...)
	changeable := slices.DeleteFunc(slices.Clone(shown), func(t trips.Trip) bool { return !t.CanChange() })
	if len(changeable) > 1 && !q.apart {
		from, to := tripsSpan(changeable)
		card.Buttons = s.tripButtons(q.wish, func(verb chat.Verb, _ i18n.Text) chat.Button {
			return chat.Button{
				Action: s.tripAction(verb, allTripsArg, who, from, to),
				Label:  i18n.TripAllButton(s.Lang, len(changeable), verb == chat.TripPrivate),
			}
		})
	}
	card.Footer = s.say(i18n.TripListPrivacy)
	if len(changeable) > 0 {
		card.Footer += " " + i18n.TripNumbers(s.Lang, s.typed("trajet 1 privé", "trip 1 private"))
	}
	return chat.Message{Card: card}, nil
}

// tripsSpan is the time in which trips were, in Unix seconds.
func tripsSpan(list []trips.Trip) (from, to int64) {
	from = list[0].Start.Unix()
	for _, t := range list {
		from, to = min(from, t.Start.Unix()), max(to, t.End.Unix(), t.Start.Unix()+1)
	}
	return from, to
}

// tripButtons are the choices that are left where a wish was said: one, or both.
func (s *session) tripButtons(meant wish, button func(chat.Verb, i18n.Text) chat.Button) []chat.Button {
	var buttons []chat.Button
	if meant != wishPro {
		buttons = append(buttons, button(chat.TripPrivate, i18n.TripPrivateButton))
	}
	if meant != wishPrivate {
		buttons = append(buttons, button(chat.TripPro, i18n.TripProButton))
	}
	return buttons
}

func (s *session) tripItem(number int, t trips.Trip, withCar bool) chat.Item {
	parts := []string{i18n.HoursOf(t.Length), i18n.Kilometres(s.Lang, t.Meters)}
	if t.From.IsSet() || t.To.IsSet() {
		parts = append(parts, i18n.TripPlaces(s.Lang, shortPlace(t.From.Reveal()), shortPlace(t.To.Reveal())))
	}
	if withCar {
		parts = append(parts, plate(t.Vehicle))
	}
	switch t.Counted {
	case ocean.Privee:
		parts = append(parts, s.say(i18n.TripCountedPrivate))
	case ocean.Pro:
		parts = append(parts, s.say(i18n.TripCountedPro))
	case ocean.Autre:
	}
	return chat.Item{Number: number, Title: s.tripSpan(t.Start, t.End), Detail: strings.Join(parts, " · ")}
}

// maxPlace is how much of an address a list shows: with fifteen trips on it, each platform's card must hold
// all of them. The card of one trip shows the whole.
const maxPlace = 60

func shortPlace(place string) string {
	runes := []rune(place)
	if len(runes) <= maxPlace {
		return place
	}
	return strings.TrimRight(string(runes[:maxPlace-1]), " ,") + "…"
}

func (s *session) tripSpan(start, end time.Time) string {
	return i18n.TripSpan(s.Lang, s.zoned(start), s.zoned(end), s.now)
}

// noPrivacy says why nothing is offered for the trips of some vehicles.
func (s *session) noPrivacy(list []trips.Trip) []chat.Note {
	var notes []chat.Note
	said := map[int64]bool{}
	for _, t := range list {
		if t.CanChange() || said[t.Vehicle.ID] {
			continue
		}
		said[t.Vehicle.ID] = true
		text := i18n.TripNoPrivacy(s.Lang, plate(t.Vehicle))
		if t.Vehicle.PrivacyEnabled {
			text = s.say(i18n.TripNoDevice)
		}
		notes = append(notes, chat.Note{Text: text, Loud: true})
	}
	return notes
}

// proposeTrips shows trips that are to be counted otherwise, and waits for the press.
func (s *session) proposeTrips(
	ctx context.Context, who identity.Person, list []trips.Trip, private bool, notes []chat.Note,
) (chat.Message, error) {
	if why := s.noPrivacy(list); len(list) == 1 && len(why) > 0 {
		card := chat.Card{Tone: chat.Bad, Title: s.say(i18n.TripNoPrivacyTitle), Lead: why[0].Text, Fields: s.tripFields(list[0])}
		if list[0].Vehicle.PrivacyEnabled {
			card.Title = s.say(i18n.RefusedTitle)
		}
		return chat.Message{Card: card}, nil
	}
	list = slices.DeleteFunc(slices.Clone(list), func(t trips.Trip) bool { return !t.CanChange() })
	card := chat.Card{Tone: chat.Ask, Lead: s.say(i18n.TripAskLead), Notes: notes, Footer: s.say(i18n.UnchangedFooter)}
	if len(list) > maxTrips {
		list = list[len(list)-maxTrips:]
		card.Notes = append(card.Notes, chat.Note{Text: i18n.TripMost(s.Lang, maxTrips), Loud: true})
	}
	intents := make([]ledger.Intent, 0, len(list))
	var length time.Duration
	var meters int64
	for n, t := range list {
		length, meters = length+t.Length, meters+t.Meters
		// No place: a draft is stored.
		intents = append(intents, ledger.Intent{Kind: ledger.Reclassify, Private: private, Trip: &ledger.Trip{
			Etape: t.Key.IDEtape, Embarque: t.Key.NumeroEmbarque, Exploitant: t.Key.CodeExploitant,
			Start: t.Start, Length: t.End.Sub(t.Start), Meters: t.Meters,
		}})
		if len(list) > 1 {
			card.Items = append(card.Items, s.tripItem(n+1, t, false))
		}
	}
	card.Title = s.say(tripTitle(private, len(list)))
	if len(list) == 1 {
		card.Fields = s.tripFields(list[0])
		card.Notes = append(card.Notes, s.alreadyCounted(list[0], private)...)
	} else {
		total := i18n.Trips(s.Lang, len(list)) + " · " + i18n.HoursOf(length) + " · " + i18n.Kilometres(s.Lang, meters)
		card.Fields = []chat.Field{{Name: s.say(i18n.TripTotalLabel), Value: total}}
	}
	draft, err := s.keepDraft(ctx, who, follow(intents))
	if err != nil {
		return chat.Message{}, err
	}
	do := i18n.TripConfirmPro
	if private {
		do = i18n.TripConfirmPrivate
	}
	card.Buttons = s.choice(draft, do, i18n.CancelButton, chat.Primary)
	return chat.Message{Card: card}, nil
}

func tripTitle(private bool, n int) i18n.Text {
	switch {
	case private && n == 1:
		return i18n.TripAskPrivateTitle
	case private:
		return i18n.TripsAskPrivateTitle
	case n == 1:
		return i18n.TripAskProTitle
	default:
		return i18n.TripsAskProTitle
	}
}

func (s *session) tripFields(t trips.Trip) []chat.Field {
	fields := []chat.Field{
		{Name: s.say(i18n.TripWhenLabel), Value: s.tripSpan(t.Start, t.End)},
		{Name: s.say(i18n.LengthLabel), Value: i18n.HoursOf(t.Length)},
		{Name: s.say(i18n.TripDistanceLabel), Value: i18n.Kilometres(s.Lang, t.Meters)},
	}
	if t.From.IsSet() || t.To.IsSet() {
		fields = append(fields, chat.Field{
			Name: s.say(i18n.TripPlacesLabel), Value: i18n.TripPlaces(s.Lang, t.From.Reveal(), t.To.Reveal()),
		})
	}
	if t.Vehicle.ID != 0 {
		fields = append(fields, chat.Field{Name: s.say(i18n.TripVehicleLabel), Value: plate(t.Vehicle)})
	}
	return append(fields, chat.Field{Name: s.say(i18n.ZoneLabel), Value: i18n.ZoneName(s.zoned(t.Start), s.zoned(t.End))})
}

func (s *session) alreadyCounted(t trips.Trip, private bool) []chat.Note {
	switch {
	case private && t.Counted == ocean.Privee:
		return []chat.Note{{Text: s.say(i18n.TripAlreadyPrivate)}}
	case !private && t.Counted == ocean.Pro:
		return []chat.Note{{Text: s.say(i18n.TripAlreadyPro)}}
	}
	return nil
}

// tripOutcome tells what OCEAN answered for the trips of a press. It shows no state of a trip, so no more
// than its answer is told.
func (s *session) tripOutcome(ctx context.Context, entries []ledger.Entry) chat.Card {
	first := entries[0]
	card := chat.Card{Tone: chat.Good}
	rest, cutOff := s.undone(ctx, entries)
	if len(entries) == 1 && len(rest) == 0 {
		s.oneTripOutcome(ctx, &card, first)
	} else {
		s.manyTripsOutcome(ctx, &card, entries, rest)
	}
	if cutOff {
		card.Notes = append(card.Notes, chat.Note{Text: s.say(i18n.RestNotDone), Loud: true})
		if button, ok := s.doRest(ctx, entries[len(entries)-1], rest); ok {
			button.Label = s.say(i18n.TripRestButton)
			card.Buttons = append(card.Buttons, button)
		}
	}
	for _, entry := range entries {
		shadowed, err := s.Ledger.Overshadowed(ctx, entry)
		if err != nil {
			s.Log.WithError(err).Error("it could not be found out whether an earlier request for a trip may still arrive")
		}
		if shadowed {
			card.Tone = chat.Warning
			card.Notes = append(card.Notes, chat.Note{Text: s.say(i18n.TripOvershadowed), Loud: true})
			break
		}
	}
	if _, ok := inverse(entries, s.now); ok {
		card.Buttons = append(card.Buttons, chat.Button{Action: chat.NewAction(chat.Undo, first.ID), Label: s.say(i18n.UndoButton)})
		card.Footer = s.say(i18n.TripUndoFooter)
	}
	return card
}

func (s *session) oneTripOutcome(ctx context.Context, card *chat.Card, entry ledger.Entry) {
	t := entry.Intent.Trip
	card.Fields = []chat.Field{
		{Name: s.say(i18n.TripWhenLabel), Value: s.tripSpan(t.Start, t.Start.Add(t.Length))},
		{Name: s.say(i18n.TripDistanceLabel), Value: i18n.Kilometres(s.Lang, t.Meters)},
	}
	switch entry.Outcome {
	case ledger.Recorded, ledger.Differs:
		card.Title, card.Lead = s.say(i18n.TripYesTitle), i18n.TripYes(s.Lang, 1, entry.Intent.Private)
	case ledger.Refused:
		card.Tone, card.Title, card.Lead = chat.Bad, s.say(i18n.RefusedTitle), s.say(i18n.TripRefusedLead)
		if entry.Message != "" {
			card.Notes = []chat.Note{{Text: i18n.OceanSays(s.Lang, entry.Message)}}
		}
	case ledger.Lost:
		card.Tone, card.Title, card.Lead = chat.Bad, s.say(i18n.LostTitle), s.say(i18n.TripLostLead)
	case ledger.Unknown, ledger.Open:
		card.Tone, card.Title, card.Lead = chat.Warning, s.say(i18n.TripUnknownTitle), s.say(i18n.TripUnknownLead)
	}
	if entry.Outcome == ledger.Refused || entry.Outcome == ledger.Lost {
		if again, ok := s.tryAgain(ctx, entry); ok {
			card.Buttons = append(card.Buttons, again)
		}
	}
}

func (s *session) manyTripsOutcome(ctx context.Context, card *chat.Card, entries []ledger.Entry, rest []ledger.Intent) {
	private := entries[0].Intent.Private
	card.Title, card.Lead = s.say(i18n.TripYesTitle), i18n.TripYes(s.Lang, len(entries)+len(rest), private)
	var failed []ledger.Intent
	add := func(t *ledger.Trip, said i18n.Text) {
		card.Items = append(card.Items, chat.Item{
			Number: len(card.Items) + 1, Title: s.tripSpan(t.Start, t.Start.Add(t.Length)),
			Detail: i18n.Kilometres(s.Lang, t.Meters) + " · " + s.say(said),
		})
	}
	worst := chat.Good
	byStart := slices.Clone(entries) // an undo goes backwards
	slices.SortStableFunc(byStart, func(a, b ledger.Entry) int { return a.Intent.Trip.Start.Compare(b.Intent.Trip.Start) })
	for _, entry := range byStart {
		said := i18n.TripStepYes
		switch entry.Outcome {
		case ledger.Recorded, ledger.Differs:
		case ledger.Refused, ledger.Lost:
			if said = i18n.TripStepLost; entry.Outcome == ledger.Refused {
				said = i18n.TripStepNo
				if entry.Message != "" {
					card.Notes = append(card.Notes, chat.Note{Text: i18n.OceanSays(s.Lang, entry.Message)})
				}
			}
			again := entry.Intent
			again.Then = nil
			failed = append(failed, again)
			worst = chat.Warning
		case ledger.Unknown, ledger.Open:
			said, worst = i18n.TripStepUnknown, chat.Warning
		}
		add(entry.Intent.Trip, said)
	}
	for _, intent := range rest {
		add(intent.Trip, i18n.TripStepUndone)
		worst = chat.Warning
	}
	card.Notes = slices.Compact(card.Notes)
	if card.Tone = worst; worst != chat.Good {
		card.Title, card.Lead = s.say(i18n.TripPartTitle), s.say(i18n.TripPartLead)
	}
	if len(failed) == 0 {
		return
	}
	last := entries[len(entries)-1]
	last.Intent = follow(failed)
	if again, ok := s.tryAgain(ctx, last); ok {
		card.Buttons = append(card.Buttons, again)
	}
}
