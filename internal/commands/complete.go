package commands

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/nlp"
	"github.com/oceanbot/oceanbot/internal/spell"
)

// maxChoice is how long the value of a choice may be, in UTF-16 units: what Discord takes. A value that is longer
// is not offered, because cut it would mean something else.
const maxChoice = 100

var _ chat.Completer = (*Bot)(nil)

// Complete implements [chat.Completer]. What is typed is shown with what it means, first and as a phrase of full
// dates that can't mean anything else; then what people often want next. It asks neither OCEAN nor the store.
func (b *Bot) Complete(_ context.Context, c chat.Completion) []chat.Choice {
	s := session{Bot: b, Request: chat.Request{User: c.User, Lang: c.Lang, Zone: c.Zone}}
	s.now = b.Now().In(c.Zone)
	typed := strings.TrimSpace(c.Typed)
	l := choices{session: &s, typed: typed}
	command, ok := pick(topVerbs(), c.Command)
	switch {
	case !ok:
	case c.Option == "who":
		for _, who := range i18n.WhoChoices {
			l.word(s.say(who))
		}
	case c.Option == "what":
		l.verbs([]verb{helpVerb()})
	case command.en == "private":
		l.privateWhen()
	case command.en == "trip":
		l.tripWhen()
	default:
		l.past(i18n.OftenUsage, false)
	}
	return l.found
}

// choices collects what may be meant.
type choices struct {
	*session

	typed  string
	before string // a word that was typed before it, and stays
	found  []chat.Choice
}

// add offers a choice that fits and isn't there yet.
func (l *choices) add(label, value string) {
	value = l.before + value
	if value == "" || len(utf16.Encode([]rune(value))) > maxChoice ||
		slices.ContainsFunc(l.found, func(c chat.Choice) bool { return c.Value == value }) {
		return
	}
	l.found = append(l.found, chat.Choice{Label: label, Value: value})
}

// begins tells whether a phrase begins with what is typed, accents and case aside.
func (l *choices) begins(phrase string) bool {
	return strings.HasPrefix(spell.Fold(phrase), spell.Fold(l.typed))
}

// word offers a word that begins with what is typed.
func (l *choices) word(word string) {
	if l.begins(word) {
		l.add(word, word)
	}
}

// verbs offers those that what is typed is the beginning of, in the asker's language or the other.
func (l *choices) verbs(all []verb) {
	for _, v := range all {
		mine, other := v.fr, v.en
		if l.Lang == i18n.English {
			mine, other = other, mine
		}
		switch {
		case l.begins(mine):
			l.add(mine, mine)
		case l.begins(other):
			l.add(other, other)
		}
	}
}

// privateWhen is about private time: what lies ahead.
func (l *choices) privateWhen() {
	result := l.parse(l.typed)
	understood := l.ahead(l.typed, "", result)
	start := time.Time{} // without an end
	switch refusal := result.Refusal; {
	case result.Kind == nlp.Period && result.End.IsZero():
		start = result.Start
	case refusal != nil && refusal.Code == nlp.NeedsEnd:
		start = refusal.Start
	}
	if start.After(l.now) {
		l.ends(start, result.Reason)
		understood = true
	}
	l.verbs(privateVerbs())
	if understood && l.typed != "" {
		return
	}
	for _, phrase := range i18n.OftenPrivate {
		l.next(l.say(phrase))
	}
	if name := l.nextHoliday(); name != "" {
		l.next(name)
	}
}

// next offers a phrase that begins with what is typed, with what it means.
func (l *choices) next(phrase string) {
	if l.begins(phrase) {
		l.ahead(phrase, phrase, l.parse(phrase))
	}
}

// ahead offers what a phrase means for time to come, and its other readings; false where it means nothing of the
// kind. name is what the choice is called besides.
func (l *choices) ahead(phrase, name string, result nlp.Result) bool {
	switch {
	case result.Kind == nlp.Recurring:
		week := strings.ReplaceAll(l.week(plages(result.Week)), "\n", " · ")
		l.add(l.named(name, week), phrase)
		return true
	case result.Kind != nlp.Period || result.End.IsZero() || !result.End.After(l.now):
		return false
	}
	reading := nlp.Reading{Start: result.Start, End: result.End}
	l.period(name, result.Reason, reading, result.Implied&nlp.StartNow != 0, nlp.Future)
	for _, other := range result.Others {
		if !other.End.IsZero() && other.End.After(l.now) {
			l.period(name, result.Reason, other, false, nlp.Future)
		}
	}
	return true
}

// period offers a period, as a phrase that is read back as just that. Where there is none, the asker sends what
// was typed.
func (l *choices) period(name, reason string, r nlp.Reading, fromNow bool, prefer nlp.Prefer) {
	value := i18n.FullSpan(l.Lang, r.Start, r.End)
	if fromNow {
		value = i18n.UntilMoment(l.Lang, r.End)
	}
	label := i18n.Span(l.Lang, r.Start, r.End, l.now) + " · " + i18n.Length(l.Lang, r.Start, r.End)
	if reason != "" {
		value += ", " + reason
		label += " · " + reason
	}
	back := l.read(value, prefer)
	if back.Kind != nlp.Period || !back.Start.Equal(r.Start) || !back.End.Equal(r.End) || back.Reason != reason || len(back.Others) > 0 {
		return
	}
	l.add(l.named(name, label), value)
}

// instant offers a moment of the past: that of a trip.
func (l *choices) instant(t time.Time) {
	value := i18n.FullMoment(l.Lang, t)
	if back := l.parsePast(value); back.Kind == nlp.Period && back.Start.Equal(t) && back.End.IsZero() && back.Reason == "" {
		l.add(i18n.Moment(l.Lang, t), value)
	}
}

func (l *choices) named(name, meaning string) string {
	if name == "" {
		return meaning
	}
	return i18n.Labelled(l.Lang, name, meaning)
}

// read parses a phrase with a preference for what is past or ahead.
func (l *choices) read(text string, prefer nlp.Prefer) nlp.Result {
	if prefer == nlp.Past {
		return l.parsePast(text)
	}
	return l.parse(text)
}

// ends offers the ends that a start without one usually has: the end of its day, the next morning, the end of
// the weekend.
func (l *choices) ends(start time.Time, reason string) {
	day := func(days, hour int) time.Time {
		return time.Date(start.Year(), start.Month(), start.Day()+days, hour, 0, 0, 0, start.Location())
	}
	toMonday := (8 - int(start.Weekday())) % 7
	if toMonday == 0 {
		toMonday = 7
	}
	all := []time.Time{day(1, 0), day(1, 8)}
	if toMonday > 1 {
		all = append(all, day(toMonday, 0))
	}
	for _, end := range append(all, day(toMonday, 8)) {
		l.period("", reason, nlp.Reading{Start: start, End: end}, false, nlp.Future)
	}
}

// nextHoliday is the name of the holiday that comes next.
func (l *choices) nextHoliday() string {
	best, name := time.Time{}, ""
	for _, holiday := range i18n.Holidays {
		result := l.parse(l.say(holiday))
		if result.Kind == nlp.Period && result.Start.After(l.now) && (best.IsZero() || result.Start.Before(best)) {
			best, name = result.Start, l.say(holiday)
		}
	}
	return name
}

// tripWhen is about trips that were driven, and about what else can be asked of them.
func (l *choices) tripWhen() {
	if first, rest := cutWord(l.typed); rest != "" {
		if _, ok := pick(tripVerbs()[:1], first); ok { // the list, of a time
			l.before, l.typed = first+" ", rest
			l.past(i18n.OftenTrips, true)
			return
		}
	}
	l.past(i18n.OftenTrips, true)
	l.verbs(tripVerbs())
}

// past is about what was driven. exact offers what is typed as full dates; otherwise as it is typed, since a
// name may stand beside it.
func (l *choices) past(often []i18n.Text, exact bool) {
	offer := func(phrase, name string) bool {
		result := l.parsePast(phrase)
		if result.Kind != nlp.Period || !result.Start.Before(l.now) || result.Reason != "" || result.End.IsZero() && !exact {
			return false
		}
		if result.End.IsZero() {
			l.instant(result.Start)
			return true
		}
		if exact {
			l.period(name, "", nlp.Reading{Start: result.Start, End: result.End}, false, nlp.Past)
			return true
		}
		l.add(l.named(name, i18n.Span(l.Lang, result.Start, result.End, l.now)), phrase)
		return true
	}
	if l.typed != "" && offer(l.typed, "") {
		return
	}
	for _, phrase := range often {
		if said := l.say(phrase); l.begins(said) {
			offer(said, said)
		}
	}
}
