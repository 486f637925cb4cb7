package commands

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/nlp"
	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/spell"
)

// Directory finds people of the fleet for those who look after them: [identity.Resolver] does. Whoever is
// outside the scope is never found.
type Directory interface {
	Named(ctx context.Context, scope identity.Scope, words string) ([]identity.Member, error)
	Within(ctx context.Context, scope identity.Scope) ([]identity.Member, error)
	Member(ctx context.Context, scope identity.Scope, individuID int64) (identity.Member, bool, error)
}

// whom is whose usage is asked.
type whom uint8

const (
	oneself   whom = iota
	somebody       // named in words
	mentioned      // a chat user
	theTeam        // everybody whom the asker looks after
	anEntity
	aVehicle
)

// usageAsk is what a usage command asks, as far as can be told without asking anybody.
type usageAsk struct {
	whom whom
	user chat.User // of mentioned
	// text is the period; for somebody, anEntity and aVehicle a name stands with it.
	text string
}

// mention is how Slack and Discord write a person in a text.
var mention = regexp.MustCompile(`<@!?([A-Za-z0-9]+)(?:\|[^<>]*)?>`)

// byDriver is how a team is laid out anyway, and laidOut what can't be laid out yet.
var (
	byDriver = regexp.MustCompile(`(?i)\s*\b(?:by|par)\s+(?:driver|conducteur)\b`)
	laidOut  = regexp.MustCompile(`(?i)(?:\b(?:by|par)\s+(?:vehicle|v[ée]hicule|entity|entit[ée])(?:$|\s))|^(?:subscribe|benefit)\b`)
)

// The words that say whose usage is asked, folded.
var (
	selfWords    = []string{"me", "moi", "myself", "mine", "own"}
	teamWords    = []string{"team", "equipe", "l'equipe", "l’equipe", "all", "tous", "toutes", "tout", "everyone", "everybody"}
	entityWords  = []string{"entity", "entite", "l'entite", "l’entite"}
	vehicleWords = []string{"vehicle", "vehicule", "car", "voiture"} //nolint:misspell // French without its accent
	// ofWords stand before a name: "usage of Camille".
	ofWords = []string{"of", "for", "by", "de", "du", "pour", "my", "our", "mon", "ma", "notre", "the", "la", "le"}
	// spanWords are what follows a word where it belongs to the period: "all week", "tous les jours".
	spanWords = map[string][]string{
		"all":  {"day", "days", "week", "weekend", "month", "year", "morning", "afternoon", "night"},
		"tous": {"les"}, "toutes": {"les"}, "tout": {"le", "l'apres-midi", "l’apres-midi"},
	}
)

// readUsage finds out whose usage is asked.
func (s *session) readUsage(text string) usageAsk {
	if at := mention.FindStringSubmatchIndex(text); at != nil {
		ask := usageAsk{
			whom: mentioned, user: chat.User{Platform: s.User.Platform, ID: text[at[2]:at[3]]},
			text: strings.TrimSpace(withoutLast(text[:at[0]], ofWords) + " " + text[at[1]:]),
		}
		if ask.user == s.User {
			ask.whom = oneself
		}
		return ask
	}
	whole := strings.TrimSpace(text)
	first, rest := cutWord(whole)
	if next, after := cutWord(rest); next != "" && slices.Contains(ofWords, spell.Fold(first)) && isWho(next) {
		first, rest = next, after // "my team", "of the" is left to the names
	}
	word := spell.Fold(first)
	switch next, after := cutWord(rest); {
	case strings.HasPrefix(spell.Fold(whole), "tout le monde"):
		_, after = cutWord(after)
		return usageAsk{whom: theTeam, text: after}
	case slices.Contains(teamWords, word) && !slices.Contains(spanWords[word], spell.Fold(next)):
		return usageAsk{whom: theTeam, text: rest}
	case slices.Contains(selfWords, word):
		return usageAsk{whom: oneself, text: rest}
	case slices.Contains(entityWords, word):
		return usageAsk{whom: anEntity, text: rest}
	case slices.Contains(vehicleWords, word):
		return usageAsk{whom: aVehicle, text: rest}
	}
	if result := s.parsePast(whole); whole == "" || result.Kind != nlp.None && result.Reason == "" && len(result.Corrected) == 0 {
		return usageAsk{whom: oneself, text: whole}
	}
	return usageAsk{whom: somebody, text: whole}
}

func isWho(word string) bool {
	word = spell.Fold(word)
	return slices.Contains(selfWords, word) || slices.Contains(teamWords, word) || slices.Contains(entityWords, word) || slices.Contains(vehicleWords, word)
}

// withoutLast drops the last word of a text where it is one of some words.
func withoutLast(text string, words []string) string {
	fields := strings.Fields(text)
	if n := len(fields); n > 0 && slices.Contains(words, spell.Fold(fields[n-1])) {
		fields = fields[:n-1]
	}
	return strings.Join(fields, " ")
}

// withoutFirst drops words at the beginning of a text, but never all of it.
func withoutFirst(text string, words []string) string {
	fields := strings.Fields(text)
	for len(fields) > 1 && slices.Contains(words, spell.Fold(fields[0])) {
		fields = fields[1:]
	}
	name := strings.Join(fields, " ")
	for _, elided := range []string{"d'", "d’"} {
		if len(name) > len(elided) && strings.HasPrefix(spell.Fold(name), elided) {
			name = name[len(elided):]
		}
	}
	if bare := strings.TrimPrefix(name, "@"); bare != "" {
		return bare
	}
	return name
}

// perhapsOneself tells whether words that are no clean period may still be a mistyped one, or a refused
// one, of somebody who speaks of themselves. A capital letter in a mistyped word makes it a name.
func (s *session) perhapsOneself(text string) bool {
	result := s.parsePast(text)
	if result.Kind == nlp.None {
		code := nlp.NoDate
		if result.Refusal != nil {
			code = result.Refusal.Code
		}
		return code != nlp.NoDate && code != nlp.NotUnderstood
	}
	for _, fix := range result.Corrected {
		if strings.IndexFunc(text[fix.Span.Start:fix.Span.End], unicode.IsUpper) == 0 {
			return false
		}
	}
	return result.Reason == ""
}

// maxWords bounds how much of a text is tried as a name; nobody's is that long.
const maxWords = 16

// split parts a name that is known from the period beside it, whichever comes first; of several names the
// longest. Periods without a typo go before those with one, because a typo of a date may be a name.
func (s *session) split(text string, known func(name string) (bool, error)) (name, when string, ok bool, err error) {
	words := strings.Fields(text)
	if len(words) > maxWords {
		return "", "", false, nil
	}
	for _, strict := range []bool{true, false} {
		for n := len(words); n > 0; n-- {
			before, after := strings.Join(words[:n], " "), strings.Join(words[n:], " ")
			for _, c := range [][2]string{{before, after}, {after, before}} {
				name, when := withoutFirst(c[0], ofWords), c[1]
				if name == "" || !s.isPeriod(when, strict) {
					continue
				}
				if ok, err := known(name); err != nil || ok {
					return name, when, ok, err
				}
			}
		}
	}
	return "", "", false, nil
}

// splitUnknown parts a name that nobody knows from the period beside it: the shortest that leaves one.
func (s *session) splitUnknown(text string) (name, when string) {
	words := strings.Fields(text)
	for n := 1; n <= min(len(words), maxWords); n++ {
		if when := strings.Join(words[n:], " "); s.isPeriod(when, true) {
			return withoutFirst(strings.Join(words[:n], " "), ofWords), when
		}
	}
	if result := s.parsePast(text); result.Kind == nlp.Period && result.Reason != "" {
		return withoutFirst(result.Reason, ofWords), ""
	}
	return withoutFirst(text, ofWords), ""
}

func (s *session) isPeriod(text string, strict bool) bool {
	if text == "" {
		return true
	}
	result := s.parsePast(text)
	return result.Kind != nlp.None && result.Reason == "" && (!strict || len(result.Corrected) == 0)
}

// year alone is no date in a sentence, but it is the period of a summary.
var year = regexp.MustCompile(`^(?:19|20)[0-9]{2}$`)

func (s *session) parsePast(text string) nlp.Result {
	if year.MatchString(text) {
		text = "en " + text
	}
	lang := nlp.French
	if s.Lang == i18n.English {
		lang = nlp.English
	}
	return nlp.Parse(text, nlp.Options{Now: s.now, Lang: lang, Prefer: nlp.Past, Region: s.Holidays})
}

// usagePeriod is the time that a summary is about, up to now at most.
type usagePeriod struct {
	start, end time.Time
	typed      string // empty is the month so far
	cut        bool   // its end lies ahead
	notes      []chat.Note
}

// usagePeriod reads the period of a summary; the month so far where none is named. who is how the same
// command begins for another period. A message says why there is none.
func (s *session) usagePeriod(text, who string) (usagePeriod, chat.Message) {
	if text == "" {
		start := time.Date(s.now.Year(), s.now.Month(), 1, 0, 0, 0, 0, s.Zone)
		if !start.Before(s.now) {
			start = start.AddDate(0, -1, 0) // the month begins this very instant, so it is the one before
		}
		example := s.typed(join2("usage", who, "le mois dernier", s.again()), join2("usage", who, "last month", s.again()))
		note := chat.Note{Text: i18n.UsageDefault(s.Lang, example)}
		return usagePeriod{start: start, end: s.now, notes: []chat.Note{note}}, chat.Message{}
	}
	result := s.parsePast(text)
	refused := func(refusal *nlp.Refusal) chat.Message {
		example := s.typed(join2("usage", who, "le mois dernier", s.again()), join2("usage", who, "last month", s.again()))
		return inform(chat.Unclear, s.say(i18n.NotUnderstoodTitle), Refusal(s.Lang, refusal, example))
	}
	switch {
	case result.Kind == nlp.None:
		return usagePeriod{}, refused(result.Refusal)
	case result.Kind == nlp.Recurring:
		return usagePeriod{}, inform(chat.Unclear, s.say(i18n.NotUnderstoodTitle), s.say(i18n.UsageNotOnePeriod))
	case result.Reason != "":
		return usagePeriod{}, refused(&nlp.Refusal{Code: nlp.NotUnderstood, Piece: result.Reason})
	case !result.Start.Before(s.now):
		return usagePeriod{}, inform(chat.Neutral, s.say(i18n.UsageAheadTitle), s.say(i18n.UsageAheadLead))
	case result.End.IsZero():
		return usagePeriod{}, refused(&nlp.Refusal{Code: nlp.NeedsEnd, Start: result.Start})
	}
	p := usagePeriod{start: result.Start, end: result.End, typed: text, notes: s.corrections(result, text)}
	for _, other := range result.Others {
		if other.End.IsZero() || !other.Start.Before(s.now) {
			continue
		}
		span := i18n.Span(s.Lang, other.Start, other.End, s.now)
		p.notes = append(p.notes, chat.Note{Text: i18n.UsageOtherReading(s.Lang, s.typed(join2("usage", who, span, s.again()), join2("usage", who, span, s.again())))})
	}
	if p.end.After(s.now) {
		p.end, p.cut = s.now, true
	}
	return p, chat.Message{}
}

// join2 puts words together, leaving out those that are empty.
func join2(words ...string) string {
	return strings.Join(slices.DeleteFunc(words, func(w string) bool { return w == "" }), " ")
}

// scopedEntities are the entities that the asker looks after.
func (s *session) scopedEntities(ctx context.Context, scope identity.Scope) ([]ocean.Entite, error) {
	all, err := s.OCEAN.Entities(ctx)
	if err != nil {
		return nil, fmt.Errorf("reading the entities: %w", err)
	}
	return slices.DeleteFunc(all, func(e ocean.Entite) bool { return !scope.Covers(e.ID) }), nil
}

// entityNamed finds an entity by its name or id.
func entityNamed(entities []ocean.Entite, name string) (ocean.Entite, bool) {
	for _, e := range entities {
		if plateKey(e.Nom) == plateKey(name) && plateKey(name) != "" || strconv.FormatInt(e.ID, 10) == name {
			return e, true
		}
	}
	return ocean.Entite{}, false
}

// plateKey is what of a number plate, or of another name, makes a difference: "aa 101 dm" is AA-101-DM.
func plateKey(plate string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, spell.Fold(plate))
}

// vehicleOf finds a vehicle that the asker looks after by its plate.
func (s *session) vehicleOf(ctx context.Context, scope identity.Scope, plate string) (ocean.Vehicle, bool, error) {
	for _, asked := range []string{strings.ToUpper(plate), ""} { // as it is written, and else among all
		fiches, err := s.OCEAN.Vehicles(ctx, asked)
		if err != nil {
			return ocean.Vehicle{}, false, fmt.Errorf("finding a vehicle: %w", err)
		}
		for _, f := range fiches {
			if plateKey(f.Vehicle.Immatriculation) == plateKey(plate) && scope.Covers(f.Entite.ID) {
				return f.Vehicle, true, nil
			}
		}
	}
	return ocean.Vehicle{}, false, nil
}
