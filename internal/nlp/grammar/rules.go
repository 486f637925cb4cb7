package grammar

// Shared are the rules that need no language but that of the dictionary.
var Shared = []Rule{
	{Name: "numeric date", Begins: Digits, Read: numericDate},
	{Name: "numeric clock", Begins: Numbers, Read: numericClock},
	{Name: "other digits", Begins: Digits, Read: otherDigits},
	{Name: "street", Begins: Any(Name), Read: street},
	{Name: "wish", Begins: Any(Name), Read: wish},
	{Name: "weekday", Begins: Which | Any(Weekday), Read: weekday},
	{Name: "day of a month", Begins: Numbers | Which | Any(Month, DayArticle, Ordinal), Read: dayOfMonth},
	{Name: "month", Begins: Which | Any(Month, Whole, UnitWord), Read: month},
	{Name: "holiday", Begins: Which | Any(HolidayName, Bridge, Eve), Read: holiday},
	{Name: "day", Begins: Any(Day, DayAndPart, DayAfter, NowWord), Read: day},
	{Name: "part of a day", Begins: Any(PartOfDay, Whole, Meridiem), Read: partOfDay},
	{Name: "noon and midnight", Begins: Any(Noon, Midnight, This), Read: noon},
	{Name: "length", Begins: Numbers | Any(Half), Read: length},
	{Name: "unit", Begins: Which | Any(UnitWord, Weekend, Whole), Read: unit},
	{Name: "weekdays", Begins: Any(Weekdays, Daily), Read: weekdays},
	{Name: "quarter", Begins: Any(QuarterName), Read: quarter},
	{Name: "year", Begins: Digits, Read: year},
	{Name: "so far", Begins: Any(ToDate), Read: soFar},
	{Name: "count", Begins: Numbers | Any(Ordinal), Read: count},
}

// otherDigits takes away the runs of digits that are no date and no time: phone numbers, plates,
// amounts. It makes them one token that means nothing.
func otherDigits(s *Sentence, i int) (Point, int) {
	t := s.at(i)
	if t.Shape != Number {
		return Point{}, 0
	}
	took := 1
	for s.at(i+took).Shape == Number && s.at(i+took).Digits <= 4 && s.at(i+took).Space {
		took++
	}
	if took >= 3 { // `06 12 34 56 78`
		return Point{}, took
	}
	if d := s.digits(i); d.n > 3 {
		return Point{}, d.took
	}
	return Point{}, 0
}

// street takes away the streets and squares that bear a date: `rue du 8 mai 1945`, `place du 14 juillet`.
func street(s *Sentence, i int) (Point, int) {
	if v, ok := s.at(i).As(Name); !ok || v.V != 1 {
		return Point{}, 0
	}
	j := i + 1
	for s.at(j).Is(Of) || s.at(j).Is(Article) {
		j++
	}
	if j == i+1 {
		return Point{}, 0
	}
	for _, read := range [...]func(*Sentence, int) (Point, int){dayOfMonth, holiday} {
		if _, n := read(s, j); n > 0 {
			return Point{}, j + n - i
		}
	}
	return Point{}, 0
}

// wish takes away what people wish each other, which is no date: `bonne soirée`, `bon week-end`, `happy new
// year`, `see you tomorrow`.
func wish(s *Sentence, i int) (Point, int) {
	v, ok := s.at(i).As(Name)
	if !ok || v.V != 3 && v.V != 4 {
		return Point{}, 0
	}
	t := s.at(i + 1)
	if t.Is(PartOfDay) || t.Is(Weekend) || t.Is(HolidayName) {
		return s.lastWords(i, 2)
	}
	if v.V == 3 {
		return Point{}, 0
	}
	for _, read := range [...]func(*Sentence, int) (Point, int){weekday, day, unit} {
		if p, n := read(s, i+1); n > 0 && p.HasDate() {
			return s.lastWords(i, n+1)
		}
	}
	return Point{}, 0
}

// lastWords takes words away, unless hours or a date follow that they may belong to: `belle soirée vendredi`, `see
// you Monday from 9 to 10`.
func (s *Sentence) lastWords(i, took int) (Point, int) {
	for j := i + took; j < len(s.Tokens); j++ {
		if t := &s.Tokens[j]; t.begins()&timely != 0 && t.Text != "a" { // `à tous` is no number
			return Point{}, 0
		}
	}
	return Point{}, took
}

// day reads `demain`, `yesterday`, `now`, and `hier soir` where it is one word.
func day(s *Sentence, i int) (Point, int) {
	t := s.at(i)
	if d, ok := t.As(Day); ok {
		if a, is := s.at(i + 1).As(WeekAfter); is { // `aujourd'hui en huit`
			return Point{When: Relative, Offset: d.V + 7*a.V}, 2
		}
		return Point{When: Relative, Offset: d.V}, 1
	}
	if d, ok := t.As(DayAndPart); ok {
		return Point{When: Relative, Offset: d.V/16 - 8, Part: Part(d.V % 16)}, 1 //nolint:gosec // below 16
	}
	if t.Is(DayAfter) {
		return Point{When: Following}, 1
	}
	if t.Is(NowWord) {
		return Point{When: Moment}, 1
	}
	return Point{}, 0
}

// count reads a bare number, which is a day or an hour only in the company of one.
func count(s *Sentence, i int) (Point, int) {
	t := s.at(i)
	if t.Shape == Number && len(t.Senses) == 0 && t.Digits <= 2 && !s.clings(i, 1) && (!s.at(i+1).Is(OrdinalMark) || !s.glued(i+1)) {
		return Point{Count: t.Value, HasCount: true}, 1
	}
	if v, ok := t.As(Ordinal); ok && s.at(i-1).Is(DayArticle) {
		// `du premier au trois janvier`
		if next := s.at(i + 1); next.Is(To) || next.Is(Until) || next.Is(And) || next.Text == "-" {
			return Point{Count: v.V, HasCount: true}, 1
		}
	}
	if v, ok := t.As(Cardinal); ok && (v.V > 1 || t.Text == "one" && s.at(i-1).Is(To) && !s.at(i+1).Is(Of)) {
		return Point{Count: v.V, HasCount: true}, 1
	}
	return Point{}, 0
}
