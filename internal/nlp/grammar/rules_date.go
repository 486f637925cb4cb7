package grammar

import "time"

// numericDate reads `24/12`, `24/12/2027`, `24.12.26`, `24-12-2027` and `2027-12-24`.
func numericDate(s *Sentence, i int) (Point, int) {
	run := s.digits(i)
	nums, n, took, mark := run.nums, run.n, run.took, run.mark
	if mark == "" || mark == ":" {
		return Point{}, 0
	}
	// `2026-12-24T18:00`
	if s.glued(i+took) && s.at(i+took).Text == "t" && s.glued(i+took+1) && s.at(i+took+1).Shape == Number && n == 3 && nums[0].Digits == 4 {
		took++
	} else if s.clings(i, took) {
		return Point{}, 0
	}
	p := Point{When: Dated}
	switch {
	case n == 3 && nums[0].Digits == 4 && mark != ".":
		p.Year, p.Month, p.Day = nums[0].Value, monthOf(nums[1]), nums[2].Value
	case n == 3 && nums[0].Digits <= 2 && nums[1].Digits <= 2 && (nums[2].Digits == 4 || nums[2].Digits == 2):
		p.Day, p.Month, p.Year = nums[0].Value, monthOf(nums[1]), fullYear(nums[2])
	case n == 2 && mark == "/" && nums[0].Digits <= 2 && nums[1].Digits <= 2:
		p.Day, p.Month = nums[0].Value, monthOf(nums[1])
	case n == 2 && mark == "/" && nums[0].Digits <= 2 && nums[1].Digits == 4 && nums[0].Value >= 1 && nums[0].Value <= 12:
		return Point{When: InUnit, Unit: MonthUnit, Month: monthOf(nums[0]), Year: nums[1].Value}, took
	default:
		return Point{}, 0
	}
	p.Impossible = !p.exists()
	return p, took
}

// exists tells whether there is such a day: in that year, or in any where none was said.
func (p *Point) exists() bool {
	return p.Month >= 0 && p.Month <= 12 && p.Day >= 1 && p.Day <= DaysIn(p.Year, p.Month) &&
		(p.Year == 0 || p.Year >= 1900 && p.Year <= 2199)
}

// monthOf gives a month, or 13 for what is none, so that it is found not to exist.
func monthOf(t *Token) time.Month {
	if t.Value < 1 || t.Value > 12 {
		return 13
	}
	return time.Month(t.Value)
}

func fullYear(t *Token) int {
	if t.Digits == 2 {
		return 2000 + t.Value
	}
	return t.Value
}

// weekday reads `vendredi`, `Friday`, with `prochain` or `dernier` on either side and `en huit` after it.
func weekday(s *Sentence, i int) (Point, int) {
	mod, took := s.before(i)
	t := s.at(i + took)
	w, ok := t.As(Weekday)
	if !ok || s.named(i+took) {
		return Point{}, 0
	}
	if prev := s.at(i + took - 1); w.Weak && prev.Is(Article) && prev.Text != "le" && prev.Text != "du" && prev.Text != "au" {
		return Point{}, 0 // `la mer`, `the sun`
	}
	if w.Weak && t.Is(Month) && s.asMonth(i+took) {
		return Point{}, 0
	}
	p := Point{When: OnWeekday, Weekday: time.Weekday(w.V), HasWeekday: true, Mod: mod, Habit: w.Plural, Loose: w.Weak && took == 0 && !s.dotted(i)}
	took++
	if after, n := s.after(i + took); n > 0 && mod == Bare && s.at(i+took+n).Text != "week" {
		p.Mod, took, p.Loose = after, took+n, false
	}
	if a, is := s.at(i + took).As(WeekAfter); is {
		p.Offset, took, p.Loose = 7*a.V, took+1, false
	} else if s.at(i+took).Text == "week" && p.Mod == Bare && !p.Habit {
		p.Offset, took = 7, took+1 // `Friday week`
	}
	return p, took
}

// asMonth tells whether a word that is a weekday in one language and a month in the other is the month
// here (`mar` before a number that no month follows).
func (s *Sentence) asMonth(i int) bool {
	next := s.at(i + 1)
	if prev := s.at(i - 1); prev.Shape == Number && prev.Value <= 31 && prev.Digits <= 2 {
		return true
	}
	after := i + 2
	if s.at(after).Is(OrdinalMark) {
		after++
	}
	return !s.French && next.Shape == Number && next.Digits <= 2 && !s.at(after).Is(Month) && !s.at(i+2).Is(Meridiem) && !s.at(i+2).Is(HourMark)
}

// dayOfMonth reads a day with its month: `24 décembre 2026`, `1er mai`, `the 24th of December`,
// `Dec 24`, `December 24th, 2026`; and without one where it can be nothing else: `le 24`, `the 24th`.
func dayOfMonth(s *Sentence, i int) (Point, int) {
	if m, ok := s.monthAt(i); ok && (!s.at(i).Is(Weekday) || s.asMonth(i)) && !s.named(i) {
		return s.monthAndDay(i, time.Month(m.V))
	}
	if mod, n := s.before(i); n > 0 && mod != ModThis && s.at(i+n).Is(Month) {
		p, took := dayOfMonth(s, i+n) // `last November 12`
		if took == 0 || p.Day == 0 {
			return Point{}, 0
		}
		p.Mod = mod
		return p, n + took
	}
	start := i
	article := s.at(i).Is(DayArticle)
	if t := s.at(i); article && (t.Is(From) || t.Is(To) || t.Is(Until) || t.Is(Starting)) {
		return Point{}, 0 // `du 2 au 5 janvier`: the connectors are composed later
	}
	if article {
		i++
	}
	d, n, ordinal := s.dayNumber(i)
	if n == 0 || s.clings(i, 1) {
		return Point{}, 0
	}
	j := s.overOf(i + n)
	if m, ok := s.monthAt(j); ok && (!m.Weak || !s.at(j).Is(Weekday) || s.asMonth(j)) {
		p := Point{When: Dated, Day: d, Month: time.Month(m.V)}
		q, took := s.withYear(p, i, j+1-i)
		return q, took + i - start
	}
	if d < 1 || !ordinal && !article || !s.bareDay(i, n) {
		return Point{}, 0
	}
	return Point{When: Dated, Day: d, Impossible: d > 31}, i + n - start
}

// monthAt gives the month at i. In `le 7 de sept heures`, `sept` is a number.
func (s *Sentence) monthAt(i int) (Sense, bool) {
	m, ok := s.at(i).As(Month)
	if next := s.at(i + 1); s.at(i).Is(Cardinal) && (next.Is(HourMark) || next.Is(UnitWord)) {
		return Sense{}, false
	}
	return m, ok
}

// monthAndDay reads the day behind a month: `Dec 24`, `December 24th, 2026`.
func (s *Sentence) monthAndDay(i int, m time.Month) (Point, int) {
	d, n, ordinal := s.dayNumber(i + 1)
	if n == 0 || s.at(i+1).Is(Cardinal) || !ordinal && !s.standsAlone(i+1) && s.at(i+1+n).Shape != Number && (!s.at(i+1+n).Is(Meridiem) || !s.at(i+1+n).isPhrase()) {
		return Point{}, 0
	}
	if t := s.at(i + 1); t.Shape == Number && s.partOfOther(i+1) && s.mark(i+1) != "-" {
		return Point{}, 0
	}
	return s.withYear(Point{When: Dated, Day: d, Month: m}, i, 1+n)
}

// overOf passes what joins a day to its month: `of` of `the 24th of December`, the dash of `24-Dec`.
func (s *Sentence) overOf(i int) int {
	if !s.at(i + 1).Is(Month) {
		return i
	}
	if s.at(i).Is(Of) || s.at(i).Text == "-" && s.glued(i) && s.glued(i+1) {
		return i + 1
	}
	return i
}

// bareDay tells whether the number at i, of n tokens, is a day of a month though no month follows:
// nothing behind it makes an hour, a length or another date of it.
func (s *Sentence) bareDay(i, n int) bool {
	next := s.at(i + n)
	switch {
	case sense(next, Plain).V == 1: // `3e étage`
		return false
	case s.at(i).Shape != Number, s.at(i).Is(Cardinal), s.partOfOther(i):
		return false
	case next.Is(HourMark), next.Is(UnitWord), next.Is(Meridiem) && !next.isPhrase(), next.Shape == Number && s.at(i+n+1).Shape == Number:
		return false
	default:
		return !next.Is(Weekend) && !next.Is(Next) && !next.Is(Last) && !next.Is(This)
	}
}

// dayNumber reads a day of the month: `24`, `1er`, `24th`, `twenty-fourth`, `premier`.
func (s *Sentence) dayNumber(i int) (d, n int, ordinal bool) {
	t := s.at(i)
	if t.Shape == Number && len(t.Senses) == 0 {
		if t.Digits > 2 {
			return 0, 0, false
		}
		if s.at(i+1).Is(OrdinalMark) && s.glued(i+1) {
			return t.Value, 2, true
		}
		return t.Value, 1, false
	}
	if o, ok := t.As(Ordinal); ok {
		return o.V, 1, true
	}
	if o, ok := t.As(Cardinal); ok && o.V > 1 {
		return o.V, 1, false
	}
	return 0, 0, false
}

// withYear adds the year that follows a date of took tokens, and checks the date.
func (s *Sentence) withYear(p Point, i, took int) (Point, int) {
	j := i + took
	if s.at(j).Text == "," && s.at(j+1).Year() {
		j++
	}
	if s.at(j).Year() && !s.partOfOther(j) {
		p.Year, took = s.at(j).Value, j+1-i
	}
	p.Impossible = !p.exists()
	return p, took
}

// month reads a month, with its year: `décembre`, `en décembre 2026`, `next March`.
func month(s *Sentence, i int) (Point, int) {
	whole := 0
	if s.at(i).Is(Whole) {
		whole = 1
	}
	p, n := monthName(s, i+whole)
	if n == 0 {
		return p, 0
	}
	p.Loose = p.Loose && whole == 0
	return p, n + whole
}

func monthName(s *Sentence, i int) (Point, int) {
	mod, took := s.before(i)
	if took == 0 && s.at(i).Is(Article) && sense(s.at(i+1), UnitWord).V == int(MonthUnit) && s.at(i+2).Is(Of) {
		took = 1
	}
	if sense(s.at(i+took), UnitWord).V == int(MonthUnit) && s.at(i+took+1).Is(Of) {
		took += 2 // `le mois de mars`
	}
	prev := s.at(i - 1)
	led := took > 0 || prev.Is(On) || prev.Is(In) || prev.Is(Of) && (s.at(i-2).Is(Weekday) || s.at(i-2).Is(PartOfDay))
	m, ok := s.monthAt(i + took)
	if !ok || s.at(i+took).Is(Weekday) && !led || s.named(i+took) {
		return Point{}, 0
	}
	p := Point{When: InUnit, Unit: MonthUnit, Month: time.Month(m.V), Loose: !led && m.Weak}
	took++
	switch a, n := s.after(i + took); {
	case mod == ModLast || a == ModLast:
		p.Mod = ModLast
		took += n
	case mod == ModNext || a == ModNext:
		p.Mod = ModNext
		took += n
	case a == ModThis:
		took += n
	}
	if s.at(i + took).Year() {
		p.Year, p.Loose, took = s.at(i+took).Value, false, took+1
	}
	return p, took
}

// year reads a bare year where a word says that it is one: `en 2027`.
func year(s *Sentence, i int) (Point, int) {
	if prev := s.at(i - 1); s.at(i).Year() && (prev.Is(On) || prev.Is(In)) && !s.clings(i, 1) && !s.partOfOther(i) {
		return Point{When: InUnit, Unit: YearUnit, Year: s.at(i).Value}, 1
	}
	return Point{}, 0
}
