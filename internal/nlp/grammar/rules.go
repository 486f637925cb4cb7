package grammar

// Shared are the rules that need no language but that of the dictionary.
var Shared = []Rule{
	{Name: "numeric date", Read: numericDate},
	{Name: "numeric clock", Read: numericClock},
	{Name: "other digits", Read: otherDigits},
	{Name: "street", Read: street},
	{Name: "weekday", Read: weekday},
	{Name: "day of a month", Read: dayOfMonth},
	{Name: "month", Read: month},
	{Name: "holiday", Read: holiday},
	{Name: "day", Read: day},
	{Name: "part of a day", Read: partOfDay},
	{Name: "noon and midnight", Read: noon},
	{Name: "length", Read: length},
	{Name: "unit", Read: unit},
	{Name: "weekdays", Read: weekdays},
	{Name: "quarter", Read: quarter},
	{Name: "year", Read: year},
	{Name: "so far", Read: soFar},
	{Name: "count", Read: count},
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

// day reads `demain`, `yesterday`, `now`, and `hier soir` where it is one word.
func day(s *Sentence, i int) (Point, int) {
	t := s.at(i)
	if d, ok := t.As(Day); ok {
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
	if t.Shape == Number && len(t.Senses) == 0 && t.Digits <= 2 && !s.clings(i, 1) {
		return Point{Count: t.Value, HasCount: true}, 1
	}
	if v, ok := t.As(Ordinal); ok && s.at(i-1).Is(DayArticle) {
		// `du premier au trois janvier`
		if next := s.at(i + 1); next.Is(To) || next.Is(Until) || next.Is(And) || next.Text == "-" {
			return Point{Count: v.V, HasCount: true}, 1
		}
	}
	if v, ok := t.As(Cardinal); ok && v.V > 1 {
		return Point{Count: v.V, HasCount: true}, 1
	}
	return Point{}, 0
}
