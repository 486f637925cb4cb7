package nlp

import (
	"fmt"
	"time"

	"github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// Lang is a language in which somebody speaks to the bot.
type Lang string

// The languages. Words of both are always understood; the language only decides where the same word
// means two things.
const (
	French  Lang = "fr"
	English Lang = "en"
)

// Prefer says where to look for a day that was not said in full.
type Prefer uint8

const (
	// Future takes the next such day; today counts unless it would be over already.
	Future Prefer = iota
	// Past takes the latest such day that is not after now.
	Past
)

// Region chooses the calendar of holidays.
type Region = grammar.Region

// The regions whose holidays differ. The zero Region is metropolitan France.
const (
	Metropole     = grammar.Metropole
	AlsaceMoselle = grammar.AlsaceMoselle
	Guadeloupe    = grammar.Guadeloupe
	Martinique    = grammar.Martinique
	Guyane        = grammar.Guyane
	Reunion       = grammar.Reunion
	Mayotte       = grammar.Mayotte

	SaintBarthelemy = grammar.SaintBarthelemy
	SaintMartin     = grammar.SaintMartin
)

// RegionNames gives the names that [ParseRegion] knows, that of the zero Region first.
func RegionNames() []string { return grammar.RegionNames() }

// ParseRegion gives the region of a name such as `alsace-moselle`; "" is metropolitan France.
func ParseRegion(name string) (r Region, ok bool) { return grammar.ParseRegion(name) }

// Options is what a phrase is read against.
type Options struct {
	Now    time.Time // the moment of speaking; its Location is the asker's zone
	Lang   Lang
	Prefer Prefer
	Region Region
	Anchor Date // the day that hours without a day belong to; zero is today
}

// Kind says what a phrase means.
type Kind uint8

// The kinds of meaning.
const (
	None      Kind = iota // nothing: see Result.Refusal
	Period                // one period, or one instant
	Recurring             // hours of the week
)

// String gives the kind as `bot parse` prints it.
func (k Kind) String() string {
	switch k {
	case None:
		return "none"
	case Period:
		return "period"
	case Recurring:
		return "recurring"
	default:
		return fmt.Sprintf("Kind(%d)", uint8(k))
	}
}

// Implied is a set of things that the phrase left unsaid and the rules decided.
type Implied uint16

// What can be implied.
const (
	StartNow     Implied = 1 << iota // the period begins now: `jusqu'à 20h`, `pendant 2 h`
	Day                              // hours were said, and no day
	Month                            // a day of the month was said, and no month
	Year                             // a date was said, and no year
	LastIncluded                     // whole days, the last one included
	NextDay                          // the end is on the day after the start: `18h à 8h`
	EndNow                           // the period ends now: `depuis lundi`
	HourMissing                      // an hour that the clocks skip was said: the first moment after it is meant
	HourTwice                        // an hour that the clocks strike twice was said: the earlier one is meant
)

// Result is what a phrase means.
type Result struct {
	Kind        Kind
	Start, End  time.Time // of a Period, in the zone of Options.Now; End is zero for a lone instant
	Week        []Hours   // of Recurring: split at midnight, Monday first, merged where they touch within a day
	From, Until Date      // validity of Recurring, both inclusive; zero is none
	Reason      string    // what surrounds the date, as it was typed
	Refusal     *Refusal  // of None
	Understood  []Span    // the words that were understood, in order
	Unread      []Span    // the words that were not, in order, but for politeness and commands: the reason
	Implied     Implied
	ClockChange bool      // the clocks change inside the period, or moved one of its ends
	Others      []Reading // other readings that people really hold
	Corrected   []Fix     // words that were taken for typos
}

// Fix is a word that was mistyped and what it was taken for.
type Fix struct {
	Span Span
	Word string
}

// Hours is a stretch of one day of the week, in minutes from its midnight; To is up to 1440.
type Hours struct {
	Day      time.Weekday
	From, To int
}

// Date is a day of the calendar, in no zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// IsZero tells whether there is no date.
func (d Date) IsZero() bool { return d == Date{} }

// String gives the date as 2026-12-01, and the zero date as "".
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, int(d.Month), d.Day)
}

// Span is a piece of the original text, in bytes.
type Span struct{ Start, End int }

// Reading is another period that the same words can mean.
type Reading struct{ Start, End time.Time }

// Code says why nothing was understood.
type Code uint8

// The reasons of a refusal.
const (
	NoDate         Code = iota + 1 // nothing in the text speaks of time
	NotUnderstood                  // Piece speaks of time and doesn't fit the rest
	Impossible                     // there is no such day or hour: `31 novembre`, `25h`
	EndBeforeStart                 // the end is not after the start
	NeedsEnd                       // a start alone; Refusal.Start has it
	AmbiguousTypo                  // Piece could be any of Refusal.Choices
	NotWeekly                      // it recurs, but not every week: `un lundi sur deux`
	Vague                          // too loose to be recorded: `en début de soirée`
)

// String gives the code a name for logs and tests.
func (c Code) String() string {
	names := [...]string{"", "NoDate", "NotUnderstood", "Impossible", "EndBeforeStart", "NeedsEnd", "AmbiguousTypo", "NotWeekly", "Vague"}
	if int(c) < len(names) && c > 0 {
		return names[c]
	}
	return fmt.Sprintf("Code(%d)", uint8(c))
}

// Refusal says why a phrase means nothing, in terms that another package makes a sentence of.
type Refusal struct {
	Code    Code
	Piece   string    // the words of the original text that it is about; may be ""
	Choices []string  // of AmbiguousTypo: the words it could be
	Start   time.Time // of NeedsEnd: the start that was understood
}
