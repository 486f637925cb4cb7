package grammar

// Class is what a word of the dictionary can be in a date phrase.
type Class uint8

// The classes of words. The value V of a sense is given where there is one.
const (
	NoClass     Class = iota
	Weekday           // V: time.Weekday
	Month             // V: time.Month
	Cardinal          // a number in words; V: the number
	Ordinal           // `premier`, `third`; V: the number
	OrdinalMark       // what follows digits: `er`, `nd`, `th`
	Day               // `demain`, `yesterday`; V: days from today
	DayAfter          // `le lendemain`: the day after the one spoken of
	NowWord           // `maintenant`
	PartOfDay         // `matin`, `overnight`; V: a Part
	DayAndPart        // `tonight`, `last night`; V: 16*(days from today+8) + Part
	Noon              //
	Midnight          //
	UnitWord          // `jours`, `weeks`; V: a Unit
	HourMark          // `h`, `heures`, `o'clock`: what makes a number a clock time
	MinuteMark        // `min`, `mn`
	Meridiem          // `am`, `pm`; V: 0 or 12
	HolidayName       // V: a Holiday
	Bridge            // `pont de`
	Eve               // `veille de`, `eve of`
	From              // `de`, `from`, `à partir de`
	Starting          // a From that can only open a period: `à partir de`, `dès`
	Since             // `depuis`
	To                // `à`, `to`
	Until             // `jusqu'à`, `until`
	Through           // an end that is included
	Inclusive         // `inclus`, after the end
	Between           //
	And               //
	For               // `pendant`
	In                // `dans`, `in`, before a length
	AgoBefore         // `il y a`
	AgoAfter          // `ago`
	Next              //
	Last              //
	This              //
	Every             //
	Whole             // `toute la`, `all`
	Except            //
	EveryWeek         // `chaque semaine`
	At                //
	On                //
	Of                //
	Article           // `le`, `the`
	DayArticle        // an article before which a bare number is a day of the month: `le 24`, `du 24`
	Half              //
	Quarter           //
	Minus             // `moins`, `to` before an hour
	Past              // `past` before an hour
	Weekdays          // `en semaine`, `weekdays`: Monday to Friday
	Weekend           //
	Daily             // `quotidiennement`, `daily`
	EndOf             // `la fin de`
	WeekAfter         // `en huit`, after a weekday: a week later; V: weeks
	ToDate            // `ytd` and the like; V: a Unit
	QuarterName       // `Q1`; V: 1 to 4
	Vague             // makes what follows too loose to be recorded: `début de`; V: 1 what stands before it as well (`fin de journée`), 2 unclear rather than loose (`ou`, `not`)
	Alternate         // `sur deux`, `every other`: recurs, but not every week
	Noise             // command words and politeness
	Name              // what follows is somebody or some place
	Plain             // a word that is no typo of any other
	classes           // how many there are: one bit each fits into a token
)

// Sense is one meaning of a word.
type Sense struct {
	Class  Class
	V      int
	Plural bool // names a habit: `lundis`, `evenings`
	Weak   bool // means something else as often (`mon`, `may`, `sat`): taken only in company
}

// unit gives the value of a sense that is a unit.
func (s Sense) unit() Unit { return Unit(s.V) } //nolint:gosec // a Unit is what the dictionaries put there

// part gives the value of a sense that is a part of a day.
func (s Sense) part() Part { return Part(s.V) } //nolint:gosec // likewise

// holiday gives the value of a sense that is a holiday.
func (s Sense) holiday() Holiday { return Holiday(s.V) } //nolint:gosec // likewise

// Unit is a length of the calendar or of the clock.
type Unit uint8

// The units, from short to long.
const (
	NoUnit Unit = iota
	Minute
	Hour
	DayUnit
	WeekUnit
	WeekendUnit
	MonthUnit
	QuarterUnit
	YearUnit
)

// Times gives the length of n units. A weekend has none.
func (u Unit) Times(n int) Length {
	switch u {
	case Minute:
		return Length{Minutes: n}
	case Hour:
		return Length{Minutes: 60 * n}
	case DayUnit:
		return Length{Days: n}
	case WeekUnit:
		return Length{Days: 7 * n}
	case MonthUnit:
		return Length{Months: n}
	case QuarterUnit:
		return Length{Months: 3 * n}
	case YearUnit:
		return Length{Months: 12 * n}
	case NoUnit, WeekendUnit:
		return Length{}
	default:
		return Length{}
	}
}

// Part is a part of a day.
type Part uint8

// The parts of a day that have a name.
const (
	NoPart Part = iota
	Morning
	Afternoon
	Evening
	Night
	WholeDay
)

// Hours gives the minutes at which the part begins and ends; a night ends on the next day.
func (p Part) Hours() (from, to int) {
	switch p {
	case Morning:
		return 8 * 60, 12 * 60
	case Afternoon:
		return 12 * 60, 18 * 60
	case Evening:
		return 18 * 60, 24 * 60
	case Night:
		return 22 * 60, 30 * 60
	case WholeDay, NoPart:
		return 0, 24 * 60
	default:
		return 0, 24 * 60
	}
}

// Holiday names a feast.
type Holiday uint8

// The holidays that can be named.
const (
	NoHoliday Holiday = iota
	NewYear
	GoodFriday
	Easter
	EasterMonday
	Labour
	Victory
	Ascension
	Pentecost
	PentecostMonday
	National
	Assumption
	AllSaints
	Armistice
	Christmas
	BoxingDay
	ChristmasEve
	NewYearsEve
	Abolition
)
