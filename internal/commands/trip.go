package commands

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/ledger"
	"github.com/oceanbot/oceanbot/internal/nlp"
	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/store"
	"github.com/oceanbot/oceanbot/internal/trips"
)

// Trips finds what a driver drove. Its errors are [trips.ErrNoVehicle] and those of package ocean.
type Trips interface {
	Find(ctx context.Context, individuID int64, from, to time.Time) (trips.Found, error)
}

// wish is what somebody wants a trip to be.
type wish uint8

const (
	unwished wish = iota
	wishPrivate
	wishPro
)

// The words for a wish, in both languages.
var (
	privateWords = strings.Fields("private privately privé prive privée privee privés prives perso personnel personnelle personal")
	proWords     = strings.Fields("pro pros professional professionnel professionnelle professionnels business")
)

// latestWords mean the last trip that was driven.
var latestWords = []string{
	"last", "the last", "the last one", "last trip", "the last trip", "my last trip", "latest trip",
	"dernier", "le dernier", "dernier trajet", "le dernier trajet", "mon dernier trajet",
}

func wishOf(word string) wish {
	switch word = strings.ToLower(strings.Trim(word, " ,.;:!")); {
	case slices.Contains(privateWords, word):
		return wishPrivate
	case slices.Contains(proWords, word):
		return wishPro
	}
	return unwished
}

// cutWish takes the wish out of a phrase, with the little word that joins it: "pro lundi matin", "yesterday
// 14h as private", "hier 14h en privé". Of several the last one counts.
func cutWish(text string) (wish, string) {
	words := strings.Fields(text)
	for last, word := range slices.Backward(words) {
		meant := wishOf(word)
		if meant == unwished {
			continue
		}
		first := last
		if last > 0 && slices.Contains([]string{"as", "en", "comme", "is", "was", "="}, strings.ToLower(words[last-1])) {
			first--
		}
		return meant, strings.TrimRight(strings.Join(slices.Delete(words, first, last+1), " "), " ,;:")
	}
	return unwished, text
}

// tripVerbs are what the trip command does besides reclassifying the trips of a time.
func tripVerbs() []verb {
	return []verb{
		{"liste", "list", []string{"lister", "ls"}, (*session).tripList},
		{"revue", "review", []string{"revoir", "verifier", "vérifier", "check"}, (*session).tripReview},
		helpVerb(),
	}
}

func (s *session) tripExample() string {
	return s.typed("trajet hier 14h privé", "trip yesterday 14h private")
}

func (s *session) tripListCommand() string {
	return s.typed("trajet liste hier", "trip list yesterday")
}

// trip reclassifies trips after the fact: those of a time, or one of the last list.
func (s *session) trip(ctx context.Context, rest string) (chat.Message, error) {
	first, after := cutWord(rest)
	if v, ok := pick(tripVerbs(), first); ok {
		return v.do(s, ctx, after)
	}
	meant, phrase := cutWish(rest)
	if phrase == "" {
		return s.tripHow(), nil
	}
	if number, left, ok := cutNumber(phrase); ok && left == "" {
		return s.tripNumbered(ctx, number, meant)
	}
	if slices.Contains(latestWords, strings.ToLower(phrase)) {
		q := s.lastDays(meant)
		q.latest = true
		return s.findTrips(ctx, q)
	}
	return s.tripsOf(ctx, phrase, meant, false)
}

func (s *session) tripHow() chat.Message {
	lead := i18n.TripHow(s.Lang, s.tripExample(), s.tripListCommand(), s.typed("trajet revue", "trip review"))
	return inform(chat.Unclear, s.say(i18n.NeedMoreTitle), lead)
}

// tripList lists the trips of a time, and without one those of the last days.
func (s *session) tripList(ctx context.Context, rest string) (chat.Message, error) {
	meant, phrase := cutWish(rest)
	if phrase == "" {
		return s.tripsOfDays(ctx, meant)
	}
	return s.tripsOf(ctx, phrase, meant, true)
}

// tripReview lists the trips of the last days, each with its choice.
func (s *session) tripReview(ctx context.Context, _ string) (chat.Message, error) {
	return s.tripsOfDays(ctx, unwished)
}

// reviewDays is how many days the review goes back, today included.
const reviewDays = 7

func (s *session) tripsOfDays(ctx context.Context, meant wish) (chat.Message, error) {
	q := s.lastDays(meant)
	q.list = true
	return s.findTrips(ctx, q)
}

func (s *session) lastDays(meant wish) tripQuery {
	return tripQuery{start: dayOf(s.now).AddDate(0, 0, 1-reviewDays), end: s.now, wish: meant}
}

// tripQuery is what trips are looked for.
type tripQuery struct {
	start, end time.Time // a zero end: one instant
	wish       wish
	list       bool // only to be listed
	latest     bool // only the last of them
	apart      bool // what is found isn't what was asked for: nothing is offered for all of it
	notes      []chat.Note
}

// span says of when the trips are wanted.
func (q tripQuery) span(s *session) string {
	if q.end.IsZero() {
		return i18n.Moment(s.Lang, q.start)
	}
	return i18n.Span(s.Lang, q.start, q.end, s.now)
}

// tripsOf reads a phrase about the past, and finds the trips that it means.
func (s *session) tripsOf(ctx context.Context, phrase string, meant wish, list bool) (chat.Message, error) {
	result := s.parsePast(phrase)
	switch refusal := result.Refusal; {
	case result.Kind == nlp.Recurring:
		return inform(chat.Unclear, s.say(i18n.NotUnderstoodTitle), s.say(i18n.TripWeeklyLead)), nil
	case result.Kind == nlp.None && refusal != nil && refusal.Code == nlp.NeedsEnd && !refusal.Start.IsZero():
		// "from Monday 14h" is until now, and "now" is an instant.
		result.Start, result.End = refusal.Start, s.now
		if s.now.Sub(refusal.Start) < time.Minute {
			result.End = time.Time{}
		}
	case result.Kind == nlp.None:
		return s.tripRefused(phrase, result), nil
	}
	q := tripQuery{start: result.Start, end: result.End, wish: meant, list: list}
	if q.start.After(s.now) {
		lead := i18n.TripFuture(s.Lang, q.span(s), s.example())
		return inform(chat.Bad, s.say(i18n.TripFutureTitle), lead), nil
	}
	if !q.end.IsZero() && q.end.AddDate(0, 0, -trips.MaxDays).After(q.start) {
		return inform(chat.Unclear, s.say(i18n.TripTooLongTitle), i18n.TripTooLong(s.Lang, trips.MaxDays, s.tripListCommand())), nil
	}
	q.notes = s.corrections(result, phrase)
	if result.Reason != "" {
		q.notes = append(q.notes, chat.Note{Text: i18n.TripLeftOver(s.Lang, result.Reason), Loud: true})
	}
	return s.findTrips(ctx, q)
}

// tripRefused answers a phrase that gives no time: a misspelled verb is more likely than a wrong date where
// there is no date at all.
func (s *session) tripRefused(phrase string, result nlp.Result) chat.Message {
	if first, _ := cutWord(phrase); result.Refusal == nil || result.Refusal.Code == nlp.NoDate {
		if meant := s.suggestions(tripVerbs(), first, "trip"); len(meant) > 0 {
			return inform(chat.Unclear, s.say(i18n.NotUnderstoodTitle), i18n.DidYouMean(s.Lang, meant))
		}
	}
	return inform(chat.Unclear, s.say(i18n.NotUnderstoodTitle), Refusal(s.Lang, result.Refusal, s.tripExample()))
}

// findTrips finds the trips of a query, and shows the one that it means for a press, or the list of those
// that it may mean.
func (s *session) findTrips(ctx context.Context, q tripQuery) (chat.Message, error) {
	who, err := s.person(ctx)
	if err != nil {
		return chat.Message{}, err
	}
	from, to := q.start, q.end
	if q.end.IsZero() {
		// All of the day around an instant, should there be no trip close to it.
		from, to = dayOf(q.start), dayOf(q.start).AddDate(0, 0, 1).Add(time.Hour)
	}
	found, err := s.Trips.Find(ctx, who.IndividuID, from, to)
	if errors.Is(err, trips.ErrNoVehicle) {
		return inform(chat.Bad, s.say(i18n.TripNoVehicleTitle), s.say(i18n.TripNoVehicleLead)), nil
	}
	if err != nil {
		return chat.Message{}, fmt.Errorf("finding the driver's trips: %w", err)
	}
	if found.FicheOnly {
		q.notes = append(q.notes, chat.Note{Text: s.say(i18n.TripFicheOnly)})
	}
	if found.Untimed > 0 {
		q.notes = append(q.notes, chat.Note{Text: i18n.TripUntimed(s.Lang, found.Untimed), Loud: true})
	}
	if q.end.IsZero() {
		return s.tripsAt(ctx, who, q, found)
	}
	meant := found.Between(q.start, q.end)
	if q.latest && len(meant) > 0 {
		meant = meant[len(meant)-1:]
	}
	switch {
	case len(meant) == 0:
		return s.noTrips(q, found), nil
	case len(meant) == 1 && q.wish != unwished && !q.list:
		return s.proposeTrips(ctx, who, meant, q.wish == wishPrivate, q.notes)
	case q.wish != unwished && !q.list:
		return s.tripCard(ctx, who, q, meant, i18n.TripWhichTitle, i18n.TripListLead(s.Lang, q.span(s)))
	}
	return s.tripCard(ctx, who, q, meant, i18n.TripListTitle, i18n.TripListLead(s.Lang, q.span(s)))
}

// tripsAt answers for one instant: the trip under way then, else those close to it, else those of its day.
func (s *session) tripsAt(ctx context.Context, who identity.Person, q tripQuery, found trips.Found) (chat.Message, error) {
	meant, underWay := found.At(q.start)
	switch {
	case len(meant) == 1:
		if !underWay {
			q.notes = append(q.notes, chat.Note{Text: i18n.TripNearest(s.Lang, i18n.Moment(s.Lang, q.start)), Loud: true})
		}
		if q.wish != unwished && !q.list {
			return s.proposeTrips(ctx, who, meant, q.wish == wishPrivate, q.notes)
		}
		return s.tripCard(ctx, who, q, meant, i18n.TripListTitle, "")
	case len(meant) > 1:
		return s.tripCard(ctx, who, q, meant, i18n.TripWhichTitle, i18n.TripWhichLead(s.Lang, q.span(s)))
	}
	day := dayOf(q.start)
	if meant = found.Between(day, day.AddDate(0, 0, 1)); len(meant) > 0 {
		q.apart = true
		return s.tripCard(ctx, who, q, meant, i18n.TripWhichTitle, i18n.TripNotThen(s.Lang, q.span(s)))
	}
	return s.noTrips(q, found), nil
}

func (s *session) noTrips(q tripQuery, found trips.Found) chat.Message {
	message := inform(chat.Neutral, s.say(i18n.TripNoneTitle), i18n.TripNone(s.Lang, q.span(s), plates(found.Vehicles)))
	message.Card.Notes = q.notes
	return message
}

func plates(cars []ocean.Vehicle) []string {
	names := make([]string, 0, len(cars))
	for _, car := range cars {
		names = append(names, plate(car))
	}
	return names
}

// plate is how a vehicle is named: by its number plate, or by OCEAN's number where it has none.
func plate(car ocean.Vehicle) string {
	if car.Immatriculation != "" {
		return car.Immatriculation
	}
	return strconv.FormatInt(car.ID, 10)
}

// tripRef is what a button or a number names a trip by: OCEAN's numbers, and when it began. What it stands
// for is found in OCEAN anew, among the trips of whoever uses it.
type tripRef struct {
	etape, embarque int64
	start           time.Time
}

func refOf(t trips.Trip) tripRef { return tripRef{t.Key.IDEtape, t.Key.NumeroEmbarque, t.Start} }

func (r tripRef) numbers() []int64 { return []int64{r.etape, r.embarque, r.start.Unix()} }

// tripNumbered is about a trip of the last list.
func (s *session) tripNumbered(ctx context.Context, number int, meant wish) (chat.Message, error) {
	listed, err := s.Store.TripListing(ctx, s.User.Key())
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return chat.Message{}, fmt.Errorf("finding what was trip number %d: %w", number, err)
	}
	refs := slices.Collect(slices.Chunk(listed, 3))
	if number < 1 || number > len(refs) || len(refs[number-1]) != 3 {
		lead := i18n.TripNoNumber(s.Lang, number, len(refs), s.tripListCommand())
		return inform(chat.Unclear, s.say(i18n.NotUnderstoodTitle), lead), nil
	}
	who, err := s.person(ctx)
	if err != nil {
		return chat.Message{}, err
	}
	ref := refs[number-1]
	return s.tripAgain(ctx, who, tripRef{ref[0], ref[1], time.Unix(ref[2], 0)}, meant)
}

// tripAgain finds one trip anew, and proposes what is wished for it.
func (s *session) tripAgain(ctx context.Context, who identity.Person, ref tripRef, meant wish) (chat.Message, error) {
	found, err := s.Trips.Find(ctx, who.IndividuID, ref.start.Add(-time.Hour), ref.start.Add(time.Hour))
	if err != nil && !errors.Is(err, trips.ErrNoVehicle) {
		return chat.Message{}, fmt.Errorf("finding a driver's trip: %w", err)
	}
	for _, t := range found.Trips {
		if t.Key.IDEtape != ref.etape || t.Key.NumeroEmbarque != ref.embarque {
			continue
		}
		if meant == unwished {
			q := tripQuery{start: s.zoned(t.Start), end: s.zoned(t.End)}
			return s.tripCard(ctx, who, q, []trips.Trip{t}, i18n.TripListTitle, "")
		}
		return s.proposeTrips(ctx, who, []trips.Trip{t}, meant == wishPrivate, nil)
	}
	return inform(chat.Bad, s.say(i18n.TripGoneTitle), s.say(i18n.TripGoneLead)), nil
}

// What the argument of a trip's action begins with; the driver's individuId follows, and then numbers.
const (
	oneTripArg  = "e" // étape, numeroEmbarque, start
	allTripsArg = "p" // start and end of a period
)

func (s *session) tripAction(verb chat.Verb, kind string, who identity.Person, numbers ...int64) chat.Action {
	parts := []string{kind + strconv.FormatInt(who.IndividuID, 10)}
	for _, n := range numbers {
		parts = append(parts, strconv.FormatInt(n, 10))
	}
	return chat.NewAction(verb, strings.Join(parts, "."))
}

// tripPressed proposes what a button of a list of trips says, for whoever pressed it: the trips are found
// anew, among their own.
func (s *session) tripPressed(ctx context.Context, verb chat.Verb, arg string) (chat.Message, error) {
	meant := wishPro
	if verb == chat.TripPrivate {
		meant = wishPrivate
	}
	if arg == "" {
		return s.expired(), nil
	}
	var numbers []int64
	for part := range strings.SplitSeq(arg[1:], ".") {
		n, err := strconv.ParseInt(part, 10, 64)
		if err != nil {
			return s.expired(), nil // a button that this version doesn't make
		}
		numbers = append(numbers, n)
	}
	who, err := s.person(ctx)
	if err != nil {
		return chat.Message{}, err
	}
	if numbers[0] != who.IndividuID {
		return s.notYours(), nil
	}
	switch kind := arg[:1]; {
	case kind == oneTripArg && len(numbers) == 4:
		return s.tripAgain(ctx, who, tripRef{numbers[1], numbers[2], time.Unix(numbers[3], 0)}, meant)
	case kind == allTripsArg && len(numbers) == 3:
		return s.allTrips(ctx, who, time.Unix(numbers[1], 0), time.Unix(numbers[2], 0), meant)
	}
	return s.expired(), nil
}

// allTrips proposes the same for all the trips of a period that can be changed.
func (s *session) allTrips(ctx context.Context, who identity.Person, start, end time.Time, meant wish) (chat.Message, error) {
	if end.Sub(start) > (trips.MaxDays+1)*24*time.Hour {
		return s.expired(), nil
	}
	found, err := s.Trips.Find(ctx, who.IndividuID, start, end)
	if err != nil && !errors.Is(err, trips.ErrNoVehicle) {
		return chat.Message{}, fmt.Errorf("finding the driver's trips: %w", err)
	}
	all := slices.DeleteFunc(found.Between(start, end), func(t trips.Trip) bool { return !t.CanChange() })
	if len(all) == 0 {
		return inform(chat.Bad, s.say(i18n.TripGoneTitle), s.say(i18n.TripGoneLead)), nil
	}
	return s.proposeTrips(ctx, who, all, meant == wishPrivate, nil)
}

// stillOwn looks once more, before trips are written about, whose they are: OCEAN may have given one to
// somebody else since its card was shown. A trip that OCEAN shows no more may have become private meanwhile,
// which is no reason to refuse.
func (s *session) stillOwn(ctx context.Context, individuID int64, intent ledger.Intent) (bool, error) {
	who, err := s.person(ctx)
	if err != nil || who.IndividuID != individuID || intent.Trip == nil {
		return true, err // the write itself finds out who presses, and refuses
	}
	intents := append([]ledger.Intent{intent}, intent.Then...)
	from, to := intent.Trip.Start, intent.Trip.Start
	for _, i := range intents {
		if i.Trip == nil {
			continue
		}
		if i.Trip.Start.Before(from) {
			from = i.Trip.Start
		}
		if end := i.Trip.Start.Add(i.Trip.Length); end.After(to) {
			to = end
		}
	}
	found, err := s.Trips.Find(ctx, individuID, from, to.Add(time.Minute))
	if errors.Is(err, trips.ErrNoVehicle) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("finding out whose trips these are: %w", err)
	}
	for _, i := range intents {
		if i.Trip != nil && found.IsAnothers(i.Trip.Etape, i.Trip.Embarque) {
			return false, nil
		}
	}
	return true, nil
}

func (s *session) tripGone() chat.Message {
	message := inform(chat.Bad, s.say(i18n.TripGoneTitle), s.say(i18n.TripGoneLead))
	message.Replace = true
	return message
}
