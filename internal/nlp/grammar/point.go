package grammar

import "time"

// When says what fixes the day of a point.
type When uint8

// The ways in which a phrase fixes a day.
const (
	NoDay     When = iota
	Relative       // Offset days (and Months) from today
	OnWeekday      // Weekday, with Mod
	Dated          // Day, and Month and Year where not zero
	Feast          // Holiday, and Year where not zero; Offset days beside it
	Ponts          // the bridge of Holiday
	InUnit         // a week, weekend, month, quarter or year: Unit, with Mod, or Month, Year, Number
	Moment         // Offset minutes of elapsed time from now
	Run            // Offset whole units from now: `the next 3 days`; negative: the last ones
	Following      // the day after the one that was spoken of before
	SoFar          // from the beginning of the running Unit until now
)

// Mod is `this`, `next` or `last`.
type Mod uint8

// The modifiers.
const (
	Bare Mod = iota
	ModThis
	ModNext
	ModLast
)

// Length is an elapsed time in minutes, or a number of days or of months of the calendar.
type Length struct{ Minutes, Days, Months int }

// IsZero tells whether there is no length.
func (l Length) IsZero() bool { return l == Length{} }

// Point is what one piece of a phrase says about time, before anybody asks which day that is.
// A zero field was not said.
type Point struct {
	When    When
	Mod     Mod
	Unit    Unit
	Offset  int
	Months  int
	Weekday time.Weekday // of OnWeekday; with HasWeekday also beside a date or a week
	Day     int
	Month   time.Month
	Year    int
	Holiday Holiday
	Number  int // which week or quarter of its year

	HasWeekday bool
	Habit      bool // a plural or a word that names a habit: `lundis`
	Every      bool // `tous les`
	Article    bool // `le lundi`
	Hourless   bool // recurs at hours that it doesn't name: `tous les midis`
	Loose      bool // a weak word, taken only in company
	Set        Set  // days of the week that are meant together

	Timed  bool // Minute was said
	Minute int  // of the day, up to 1440
	Part   Part // a part of the day
	Half12 Half12
	Spoken bool // the half of the day was said in words: `4 heures de l'après-midi`
	Moved  bool // Minute was moved into the part of the day: `ce soir à 8h`

	Length Length // the piece is a length, or (with Timed) can be read as one
	Count  int    // a bare number, neither day nor hour yet; HasCount tells a 0 from none

	HasCount   bool
	Impossible bool // it has the form of a date or a time, and there is none such
}

// Set is a set of weekdays, one bit each.
type Set uint8

// WorkDays is Monday to Friday, AllDays the whole week, EndDays Saturday and Sunday.
const (
	WorkDays Set = 0b0111110
	AllDays  Set = 0b1111111
	EndDays  Set = 0b1000001
)

// Has tells whether the day is in the set.
func (s Set) Has(d time.Weekday) bool { return s&(1<<d) != 0 }

// Half12 says how sure the hour of a clock time is.
type Half12 uint8

// The ways to say an hour.
const (
	Clock24 Half12 = iota // `18h`, `18:30`, `08:00`: what it says
	Clock12               // `1:30`, `half past six`: afternoon where its partner asks for it
	Said12                // `6pm`, `noon`: said
)

// HasTime tells whether the point says anything about the time of day.
func (p *Point) HasTime() bool { return p.Timed || p.Part != NoPart && p.Part != WholeDay }

// HasDate tells whether the point says anything about the day.
func (p *Point) HasDate() bool { return p.When != NoDay }

// IsHabit tells whether the point recurs.
func (p *Point) IsHabit() bool { return p.Every || p.Habit || p.Set != 0 }

// IsLength tells whether the point is a length and nothing else.
func (p *Point) IsLength() bool { return !p.Length.IsZero() && !p.Timed }

// IsCount tells whether the point is a number and nothing else.
func (p *Point) IsCount() bool { return p.HasCount }
