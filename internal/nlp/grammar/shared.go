package grammar

import "time"

// Shared are the rules that need no language but that of the dictionary.
var Shared = []Rule{
	{Name: "numeric date", Read: numericDate},
	{Name: "numeric clock", Read: numericClock},
	{Name: "other digits", Read: otherDigits},
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

// digits gives the run of numbers that are glued together by the same mark from token i on: their
// tokens, at most five, how many tokens the run takes, and its mark. A run that is glued to letters or
// to other marks is no such run.
func (s *Sentence) digits(i int) (nums [5]*Token, n, took int, mark string) {
	if s.at(i).Shape != Number || len(s.at(i).Senses) > 0 {
		return nums, 0, 0, ""
	}
	nums[0], n, took = s.at(i), 1, 1
	for n < len(nums) {
		m := s.at(i + took)
		if !s.glued(i+took) || !s.glued(i+took+1) || s.at(i+took+1).Shape != Number {
			break
		}
		if m.Text != "/" && m.Text != "-" && m.Text != "." && m.Text != ":" || mark != "" && m.Text != mark {
			break
		}
		mark = m.Text
		nums[n] = s.at(i + took + 1)
		n++
		took += 2
	}
	return nums, n, took, mark
}

// numericDate reads `24/12`, `24/12/2027`, `24.12.26`, `24-12-2027` and `2027-12-24`.
func numericDate(s *Sentence, i int) (Point, int) {
	nums, n, took, mark := s.digits(i)
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

// clings tells whether the tokens are part of something longer, as in a plate or a phone number.
func (s *Sentence) clings(i, took int) bool {
	if prev := s.at(i - 1); s.glued(i) && (prev.Text == "-" && s.glued(i-1) && len(prev.Senses) == 0 && s.at(i-2).Shape != Number && !s.at(i-2).usable() || prev.Text == "/" || prev.Text == "." && s.at(i-2).Shape == Number || prev.Text == "+" || prev.Text == "#" || prev.Shape == Word && len(prev.Senses) == 0) {
		return true
	}
	if next := s.at(i + took); s.glued(i+took) && (next.Text == "-" && s.glued(i+took+1) && s.at(i+took+1).Shape == Word && !s.at(i+took+1).usable() || next.Text == "/" && s.glued(i+took+1) || next.Text == "%" || next.Text == "€" || next.Shape == Word && len(next.Senses) == 0) {
		return true
	}
	return false
}

// usable tells whether a word can be part of a date phrase.
func (t *Token) usable() bool {
	for _, s := range t.Senses {
		if s.Class != Noise && s.Class != Name && s.Class != Plain {
			return true
		}
	}
	return false
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

// numericClock reads `18h`, `18 h 30`, `18h30`, `18:30`, `18.30`, `18 heures`, `6pm`, `6:30 p.m.` and
// `6 o'clock`; with words for the hour too (`dix-huit heures`, `six pm`).
func numericClock(s *Sentence, i int) (Point, int) {
	if s.clings(i, 1) && s.at(i).Shape == Number && s.at(i-1).Text != "t" {
		return Point{}, 0
	}
	p := Point{Timed: true}
	hour, minute := 0, 0
	nums, n, took, mark := s.digits(i)
	switch {
	case n == 2 && (mark == ":" || mark == ".") && nums[0].Digits <= 2 && nums[1].Digits == 2,
		n == 3 && mark == ":" && nums[1].Digits == 2:
		if s.clings(i, took) && s.at(i-1).Text != "t" {
			return Point{}, 0
		}
		hour, minute = nums[0].Value, nums[1].Value
		if mark == "." && (hour > 24 || minute > 59 || hour == 24 && minute > 0) {
			if minute < 1 || minute > 12 || hour > 31 {
				return Point{}, 0 // an amount
			}
			return Point{When: Dated, Day: hour, Month: time.Month(minute)}, took
		}
		if nums[0].Digits == 1 || hour >= 1 && hour <= 12 && !s.French && nums[0].Text[0] != '0' {
			p.Half12 = Clock12
		}
		if s.at(i+took).Is(HourMark) && s.at(i+took).Text == "h" && s.glued(i+took) {
			took++
		}
	default:
		// A number before a dash is the first of two, and has no say about the second.
		var ok bool
		if hour, ok = s.number(i); !ok {
			return Point{}, 0
		}
		took = 1
		next := s.at(i + took)
		switch {
		case next.Is(Meridiem) && !(next.isPhrase() && s.at(i).Shape == Word && !s.at(i).Is(Cardinal)):
		case next.Is(HourMark) && s.at(i).Digits <= 2:
			took++
			if hour <= 12 && next.Text != "h" && !s.French || next.Text == "o clock" || next.Text == "oclock" {
				p.Half12 = Clock12
			}
			minute, took = s.minutes(i, took)
			if after := s.at(i + took); s.glued(i+took) && after.Shape == Number && s.at(i+took-1).Is(HourMark) {
				p.Impossible, took = true, took+1 // `12h75`
			}
			p.Length = Length{Minutes: 60*hour + minute}
		default:
			return Point{}, 0
		}
	}
	if m, ok := s.at(i + took).As(Meridiem); ok {
		took++
		p.Half12 = Said12
		p.Length = Length{}
		if hour >= 1 && hour <= 12 {
			hour = hour%12 + m.V
		} else if m.V == 0 || hour < 13 || hour > 24 {
			p.Impossible = true
		}
	}
	if hour == 12 && p.Half12 == Clock12 {
		p.Half12 = Clock24
	}
	p.Minute = 60*hour + minute
	if hour > 24 || minute > 59 || p.Minute > 24*60 {
		p.Impossible = true
	}
	return p, took
}

// isPhrase tells whether the token is several words, such as `in the morning`.
func (t *Token) isPhrase() bool { return t.End-t.Start > 4 }

// minutes reads what follows the hour: `30`, `30 min`, `trente`, `et demie`, `et quart`, `moins le quart`.
func (s *Sentence) minutes(i, took int) (minute, n int) {
	next := s.at(i + took)
	switch {
	case next.Shape == Number && next.Digits == 2 && next.Value < 60 && !s.clings(i+took, 1) && (!s.partOfOther(i+took) || s.mark(i+took) == "-") &&
		(s.glued(i+took) || s.glued(i+took-1) || !next.Space || s.standsAlone(i+took)):
		took++
		minute = next.Value
		if s.at(i + took).Is(MinuteMark) {
			took++
		}
		return minute, took
	case next.Is(Half) && sense(next, Half).V == 1:
		return 30, took + 1
	case next.Is(Quarter) && sense(next, Quarter).V == 1:
		return 15, took + 1
	case next.Is(Minus) && s.at(i+took+1).Is(Quarter):
		return -15, took + 2
	case next.Is(Minus):
		if m, ok := s.number(i + took + 1); ok && m < 60 {
			return -m, took + 2
		}
	case next.Is(Cardinal) && !next.Is(UnitWord) && !s.at(i+took+1).Is(UnitWord) && !s.at(i+took+1).Is(HourMark):
		if v := sense(next, Cardinal).V; v >= 5 && v < 60 {
			return v, took + 1
		}
	}
	return 0, took
}

// standsAlone tells whether the number at i is not the beginning of something else: of another time, a
// length or a date.
func (s *Sentence) standsAlone(i int) bool {
	next := s.at(i + 1)
	return !(next.Is(HourMark) || next.Is(Meridiem) || next.Is(Month) || next.Is(UnitWord) && !next.Is(MinuteMark) || next.Shape == Number)
}

// partOfOther tells whether the number at i begins a longer run of digits.
func (s *Sentence) partOfOther(i int) bool {
	_, n, _, _ := s.digits(i)
	return n > 1
}

func sense(t *Token, c Class) Sense {
	v, _ := t.As(c)
	return v
}

// number gives a number in digits or in words.
func (s *Sentence) number(i int) (int, bool) {
	t := s.at(i)
	if t.Shape == Number && len(t.Senses) == 0 {
		return t.Value, t.Digits <= 4
	}
	if v, ok := t.As(Cardinal); ok {
		return v.V, true
	}
	return 0, false
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
	_, n, run, _ := s.digits(i)
	if n > 3 {
		return Point{}, run
	}
	return Point{}, 0
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
	if after, n := s.after(i + took); n > 0 && mod == Bare {
		p.Mod, took, p.Loose = after, took+n, false
	}
	if a, is := s.at(i + took).As(WeekAfter); is {
		p.Offset, took, p.Loose = 7*a.V, took+1, false
	} else if s.at(i+took).Text == "week" && !s.French && p.Mod == Bare && !p.Habit {
		p.Offset, took = 7, took+1 // `Friday week`
	}
	return p, took
}

// dotted tells whether the token was written as an abbreviation.
func (s *Sentence) dotted(i int) bool { t := s.at(i); return t.End > t.Start && s.Text[t.End-1] == '.' }

// asMonth tells whether a word that is a weekday in one language and a month in the other is the month
// here (`mar` before a number that no month follows).
func (s *Sentence) asMonth(i int) bool {
	next := s.at(i + 1)
	if prev := s.at(i - 1); prev.Shape == Number && prev.Value <= 31 && prev.Digits <= 2 {
		return true
	}
	return !s.French && next.Shape == Number && next.Digits <= 2 && !s.at(i+2).Is(Month) && !s.at(i+2).Is(Meridiem) && !s.at(i+2).Is(HourMark)
}

// before reads `next`, `last` or `this` in front of a noun, with an article.
func (s *Sentence) before(i int) (Mod, int) {
	n := 0
	if s.at(i).Is(Article) && !s.at(i).Is(To) && !s.at(i).Is(From) {
		n = 1
	}
	t := s.at(i + n)
	switch {
	case t.Is(Next):
		return ModNext, n + 1
	case t.Is(Last):
		return ModLast, n + 1
	case t.Is(This) && sense(t, This).V == 0:
		return ModThis, n + 1
	default:
		return Bare, 0
	}
}

// after reads `prochain`, `dernier` or `-ci` behind a noun.
func (s *Sentence) after(i int) (Mod, int) {
	t := s.at(i)
	switch {
	case t.Is(Next):
		return ModNext, 1
	case t.Is(Last) && !s.at(i+1).clockish():
		return ModLast, 1
	case t.Text == "-" && sense(s.at(i+1), This).V == 1:
		return ModThis, 2
	case sense(t, This).V == 1:
		return ModThis, 1
	default:
		return Bare, 0
	}
}

// clockish tells whether a word can only follow `past` as in `half past six`.
func (t *Token) clockish() bool { return false }

// named tells whether the word at i is somebody's name: `avec Avril`, `tante Mai`.
func (s *Sentence) named(i int) bool {
	t, prev := s.at(i), s.at(i-1)
	if !prev.Is(Name) {
		return false
	}
	for _, v := range t.Senses {
		if v.Weak || v.Class == Month {
			return true
		}
	}
	return false
}

// dayOfMonth reads a day with its month: `24 décembre 2026`, `1er mai`, `the 24th of December`,
// `Dec 24`, `December 24th, 2026`; and without one where it can be nothing else: `le 24`, `the 24th`.
func dayOfMonth(s *Sentence, i int) (Point, int) {
	if m, ok := s.at(i).As(Month); ok && !(s.at(i).Is(Weekday) && !s.asMonth(i)) && !s.named(i) {
		d, n, ordinal := s.dayNumber(i + 1)
		if n == 0 || s.at(i+1).Is(Cardinal) || !ordinal && !s.standsAlone(i+1) && !s.at(i+1+n).Shape.is(Number) {
			return Point{}, 0
		}
		if t := s.at(i + 1); t.Shape == Number && s.partOfOther(i+1) && s.mark(i+1) != "-" {
			return Point{}, 0
		}
		p := Point{When: Dated, Day: d, Month: time.Month(m.V)}
		return s.withYear(p, i, 1+n)
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
	j := i + n
	if s.at(j).Is(Of) && s.at(j+1).Is(Month) {
		j++
	} else if s.at(j).Text == "-" && s.at(j+1).Is(Month) && s.glued(j) && s.glued(j+1) {
		j++ // `24-Dec`
	}
	if m, ok := s.at(j).As(Month); ok && !(m.Weak && s.at(j).Is(Weekday) && !s.asMonth(j)) {
		p := Point{When: Dated, Day: d, Month: time.Month(m.V)}
		q, took := s.withYear(p, i, j+1-i)
		return q, took + i - start
	}
	switch next := s.at(i + n); {
	case s.at(i).Is(Cardinal) || d < 1:
	case next.Is(HourMark) && !article, next.Is(Meridiem) && !s.at(i+n).isPhrase(), next.Shape == Number && s.at(i+n+1).Shape == Number, s.partOfOther(i),
		next.Is(UnitWord) && !next.Is(HourMark):
	case next.Is(HourMark) && s.glued(i+n), next.Is(HourMark) && s.at(i).Shape == Number && !s.glued(i+n):
	case ordinal && s.at(i).Shape == Number, article && s.at(i).Shape == Number:
		if next.Is(Weekend) || next.Is(Next) || next.Is(Last) || next.Is(This) {
			return Point{}, 0
		}
		p := Point{When: Dated, Day: d, Impossible: d > 31}
		return p, i + n - start
	}
	return Point{}, 0
}

func (k Shape) is(o Shape) bool { return k == o }

// mark gives the mark that glues the digits at i together.
func (s *Sentence) mark(i int) string {
	_, _, _, m := s.digits(i)
	return m
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
	if s.at(j).Text == "," && s.at(j+1).yearlike() {
		j++
	}
	if s.at(j).yearlike() && !s.partOfOther(j) {
		p.Year, took = s.at(j).Value, j+1-i
	}
	p.Impossible = !p.exists()
	return p, took
}

// yearlike tells whether the token can be a year.
func (t *Token) yearlike() bool {
	return t.Shape == Number && t.Digits == 4 && t.Value >= 1900 && t.Value <= 2199
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
	m, ok := s.at(i + took).As(Month)
	if !ok || s.at(i+took).Is(Weekday) && !led || s.named(i+took) {
		return Point{}, 0
	}
	p := Point{When: InUnit, Unit: MonthUnit, Month: time.Month(m.V), Loose: !led && m.Weak}
	took++
	switch a, n := s.after(i + took); {
	case mod == ModLast || a == ModLast:
		p.Mod = ModLast
		took += n
	case mod == ModNext || a == ModNext || a == ModThis:
		took += n
	}
	if s.at(i + took).yearlike() {
		p.Year, p.Loose, took = s.at(i+took).Value, false, took+1
	}
	return p, took
}

// holiday reads the name of a feast, the eve, the day after or the bridge of one.
func holiday(s *Sentence, i int) (Point, int) {
	p := Point{When: Feast}
	took := 0
	if t := s.at(i); t.Is(Bridge) {
		p.When, took = Ponts, 1
	} else if e, ok := t.As(Eve); ok {
		p.Offset, took = e.V, 1
	}
	if took > 0 && s.at(i+took).Is(Article) {
		took++
	}
	if h, ok := s.at(i + took).As(HolidayName); ok {
		took++
		p.Holiday = Holiday(h.V)
	} else if d, n := dayOfMonth(s, i+took); took > 0 && n > 0 && d.Month != 0 && d.Day != 0 {
		// `le pont du 14 juillet`
		h := feastOn(d.Month, d.Day)
		if h == NoHoliday {
			return Point{}, 0
		}
		p.Holiday, p.Year, took = h, d.Year, took+n
	} else {
		return Point{}, 0
	}
	if s.at(i + took).yearlike() {
		p.Year, took = s.at(i+took).Value, took+1
	}
	return p, took
}

// feastOn gives the feast of a fixed date.
func feastOn(m time.Month, d int) Holiday {
	for h, c := range calendar {
		if c.Month == m && c.Day == d {
			return h
		}
	}
	return NoHoliday
}

// day reads `demain`, `yesterday`, `now`, and `hier soir` where it is one word.
func day(s *Sentence, i int) (Point, int) {
	t := s.at(i)
	if d, ok := t.As(Day); ok {
		return Point{When: Relative, Offset: d.V}, 1
	}
	if d, ok := t.As(DayAndPart); ok {
		return Point{When: Relative, Offset: d.V/16 - 8, Part: Part(d.V % 16)}, 1
	}
	if t.Is(DayAfter) {
		return Point{When: Following}, 1
	}
	if t.Is(NowWord) {
		return Point{When: Moment}, 1
	}
	return Point{}, 0
}

// partOfDay reads `matin`, `the evening`, `toute la journée`.
func partOfDay(s *Sentence, i int) (Point, int) {
	took := 0
	if s.at(i).Is(Whole) {
		took = 1
	}
	t := s.at(i + took)
	v, ok := t.As(PartOfDay)
	if !ok {
		return Point{}, 0
	}
	took++
	if a, n := s.after(i + took); n > 0 && !v.Plural && Part(v.V) == Night {
		// `la nuit prochaine`, `la nuit dernière`
		switch a {
		case ModNext, ModThis:
			return Point{When: Relative, Part: Night}, took + n
		case ModLast:
			return Point{When: Relative, Offset: -1, Part: Night}, took + n
		case Bare:
		default:
		}
	}
	return Point{Part: Part(v.V), Habit: v.Plural}, took
}

// noon reads `midi`, `midnight`, `midi et demi`.
func noon(s *Sentence, i int) (Point, int) {
	t := s.at(i)
	p := Point{Timed: true, Half12: Said12}
	switch {
	case t.Is(Noon):
		p.Minute = 12 * 60
	case t.Is(Midnight):
		p.Minute = 24 * 60
	default:
		return Point{}, 0
	}
	if m, took := s.minutes(i, 1); took > 1 && (m > 0 || s.at(i+1).Is(Minus)) && s.at(i+1).Shape != Number {
		if p.Minute == 24*60 && m > 0 {
			p.Minute = 0
		}
		p.Minute += m
		return p, took
	}
	return p, 1
}

// length reads `3 jours`, `2h30`, `une demi-heure`, `half an hour`, `an hour and a half`.
func length(s *Sentence, i int) (Point, int) {
	if s.at(i).Is(Half) { // `demi-heure`, `half an hour`
		j := i + 1
		if s.at(j).Text == "-" || s.at(j).Is(Cardinal) {
			j++
		}
		if u, ok := s.at(j).As(UnitWord); ok && Unit(u.V) == Hour {
			return Point{Length: Length{Minutes: 30}}, j + 1 - i
		}
		return Point{}, 0
	}
	n, ok := s.number(i)
	if !ok || s.at(i).Shape == Number && (s.clings(i, 1) || s.partOfOther(i)) && !s.decimal(i) {
		return Point{}, 0
	}
	took, minutes := 1, 0
	if s.decimal(i) {
		minutes, took = s.at(i+2).Value*6, 3
	}
	if s.at(i + took).Is(Half) { // `une demi-heure`, `two and a half hours`
		h := sense(s.at(i+took), Half)
		j := i + took + 1
		if s.at(j).Text == "-" {
			j++
		}
		if u, is := s.at(j).As(UnitWord); is && Unit(u.V) == Hour {
			if h.V == 0 {
				n = 0
			}
			return Point{Length: Length{Minutes: 60*n + 30}}, j + 1 - i
		}
		return Point{}, 0
	}
	u, ok := s.at(i + took).As(UnitWord)
	if !ok {
		return Point{}, 0
	}
	took++
	p := Point{}
	switch Unit(u.V) {
	case Minute:
		p.Length.Minutes = n
	case Hour:
		p.Length.Minutes = 60*n + minutes
		m, more := s.minutes(i, took)
		switch {
		case m > 0:
			p.Length.Minutes += m
			took = more
		case s.at(i+took).Is(Half) && sense(s.at(i+took), Half).V == 1:
			p.Length.Minutes += 30
			took++
		case s.at(i+took).Is(And) && s.at(i+took+2).Is(MinuteMark):
			if v, is := s.number(i + took + 1); is {
				p.Length.Minutes += v
				took += 3
			}
		}
		if p.Length.Minutes == 0 {
			return Point{}, 0
		}
		if s.at(i+took).Is(Meridiem) && s.at(i+took).isPhrase() {
			return Point{}, 0 // a clock time
		}
	case DayUnit:
		p.Length.Days = n
	case WeekUnit:
		p.Length.Days = 7 * n
	case MonthUnit:
		p.Length.Months = n
	case QuarterUnit:
		p.Length.Months = 3 * n
	case YearUnit:
		p.Length.Months = 12 * n
	case NoUnit, WeekendUnit:
		return Point{}, 0
	default:
		return Point{}, 0
	}
	return p, took
}

// decimal tells whether the digits at i are a number with a fraction before a unit: `1.5 h`, `2,5 heures`.
func (s *Sentence) decimal(i int) bool {
	m := s.at(i + 1)
	return s.at(i).Shape == Number && (m.Text == "." || m.Text == ",") && s.glued(i+1) && s.glued(i+2) &&
		s.at(i+2).Shape == Number && s.at(i+2).Digits == 1 && s.at(i+3).Is(UnitWord) && sense(s.at(i+3), UnitWord).V == int(Hour)
}

// unit reads a week, weekend, month, quarter or year of the calendar: `next week`, `la semaine
// prochaine`, `ce mois-ci`, `le week-end du 12 décembre`, `week 48`.
func unit(s *Sentence, i int) (Point, int) {
	start := i
	mod, took := s.before(i)
	if took == 0 && s.at(i).Is(Whole) {
		took = 1
		if m, n := s.before(i + 1); n > 0 {
			mod, took = m, n+1
		} else if s.at(i + 1).Is(Article) {
			took = 2
		}
	}
	whole := s.at(i).Is(Whole)
	i += took
	p := Point{When: InUnit, Mod: mod}
	switch t := s.at(i); {
	case t.Is(Weekend):
		p.Unit, p.Habit = WeekendUnit, sense(t, Weekend).Plural
	case t.Is(UnitWord) && sense(t, UnitWord).V == int(Hour) && mod == ModNext && t.Text != "h":
		return Point{When: Run, Unit: Hour, Offset: 1}, i + 1 - start // `the next hour`
	case t.Is(UnitWord) && sense(t, UnitWord).V >= int(WeekUnit) && t.Text != "an" && t.Text != "ans":
		p.Unit = Unit(sense(t, UnitWord).V)
	default:
		return Point{}, 0
	}
	plural := s.at(i).End > s.at(i).Start && s.at(i).Text != "mois" && s.at(i).Text[len(s.at(i).Text)-1] == 's'
	i++
	if a, n := s.after(i); n > 0 && mod == Bare {
		p.Mod, i = a, i+n
	}
	if p.Mod == Bare {
		j := i
		for s.at(j).Is(Of) || s.at(j).Is(Article) {
			j++
		}
		if p.Unit == WeekUnit || p.Unit == WeekendUnit {
			if d, n := dayOfMonth(s, j); n > 0 && j > i && d.Day != 0 && !d.Impossible {
				p.Day, p.Month, p.Year = d.Day, d.Month, d.Year
				return p, j + n - start
			}
			if d, n := numericDate(s, j); n > 0 && j > i && d.Day != 0 && !d.Impossible {
				p.Day, p.Month, p.Year = d.Day, d.Month, d.Year
				return p, j + n - start
			}
			if t := s.at(j); j > i && t.Shape == Number && t.Digits <= 2 && t.Value >= 1 && t.Value <= 31 && s.at(j-1).Is(DayArticle) && s.standsAlone(j) {
				p.Day = t.Value
				return p, j + 1 - start
			}
			if h, n := holiday(s, j); n > 0 && h.When == Feast && h.Offset == 0 && p.Unit == WeekendUnit {
				p.Holiday, p.Year = h.Holiday, h.Year
				return p, j + n - start
			}
		}
		if t := s.at(i); p.Unit == WeekUnit && t.Shape == Number && t.Digits <= 2 && s.standsAlone(i) && !s.partOfOther(i) && !plural {
			p.Number, i = t.Value, i+1
			if s.at(i).yearlike() {
				p.Year, i = s.at(i).Value, i+1
			}
			p.Impossible = p.Number < 1 || p.Number > 53
			return p, i - start
		}
		if t := s.at(i); p.Unit == YearUnit && t.yearlike() {
			p.Year = t.Value
			return p, i + 1 - start
		}
		// Without a word that says which one, only a weekend speaks for itself.
		if p.Unit != WeekendUnit {
			if !whole {
				p.Loose = true
			}
			p.Mod = ModThis
		}
	}
	if plural && p.Unit != WeekendUnit {
		return Point{}, 0
	}
	return p, i - start
}

// weekdays reads `en semaine`, `weekdays`, `jours ouvrés`, `daily`.
func weekdays(s *Sentence, i int) (Point, int) {
	t := s.at(i)
	switch {
	case t.Is(Weekdays):
		return Point{Set: WorkDays}, 1
	case t.Is(Daily):
		return Point{Set: AllDays, Every: true}, 1
	default:
		return Point{}, 0
	}
}

// quarter reads `Q1 2027`, `T3`.
func quarter(s *Sentence, i int) (Point, int) {
	q, ok := s.at(i).As(QuarterName)
	if !ok {
		return Point{}, 0
	}
	p := Point{When: InUnit, Unit: QuarterUnit, Number: q.V}
	took := 1
	if s.at(i+1).Is(Of) && s.at(i+2).yearlike() {
		took = 2
	}
	if s.at(i + took).yearlike() {
		p.Year, took = s.at(i+took).Value, took+1
	}
	return p, took
}

// year reads a bare year where a word says that it is one: `en 2027`.
func year(s *Sentence, i int) (Point, int) {
	if prev := s.at(i - 1); s.at(i).yearlike() && (prev.Is(On) || prev.Is(In)) && !s.clings(i, 1) && !s.partOfOther(i) {
		return Point{When: InUnit, Unit: YearUnit, Year: s.at(i).Value}, 1
	}
	return Point{}, 0
}

// soFar reads `ytd`, `depuis le début du mois`.
func soFar(s *Sentence, i int) (Point, int) {
	if u, ok := s.at(i).As(ToDate); ok {
		return Point{When: SoFar, Unit: Unit(u.V)}, 1
	}
	return Point{}, 0
}

// count reads a bare number, which is a day or an hour only in the company of one.
func count(s *Sentence, i int) (Point, int) {
	t := s.at(i)
	if t.Shape == Number && len(t.Senses) == 0 && t.Digits <= 2 && !s.clings(i, 1) {
		return Point{Count: t.Value, HasCount: true}, 1
	}
	if v, ok := t.As(Cardinal); ok && v.V > 1 {
		return Point{Count: v.V, HasCount: true}, 1
	}
	return Point{}, 0
}
