package grammar

import "time"

// clock is a clock time on its way: its hour and minute, and how many tokens it took.
type clock struct {
	Point

	hour, minute, took int
}

// numericClock reads `18h`, `18 h 30`, `18h30`, `18:30`, `18.30`, `18 heures`, `6pm`, `6:30 p.m.` and
// `6 o'clock`; with words for the hour too (`dix-huit heures`, `six pm`).
func numericClock(s *Sentence, i int) (Point, int) {
	if s.clings(i, 1) && s.at(i).Shape == Number && s.at(i-1).Text != "t" {
		return Point{}, 0
	}
	var c clock
	if run := s.digits(i); run.isClock() {
		if s.clings(i, run.took) && s.at(i-1).Text != "t" {
			return Point{}, 0
		}
		if run.mark == "." && (run.hour() > 24 || run.minute() > 59 || run.hour() == 24 && run.minute() > 0) {
			return run.dottedDate()
		}
		c = s.clockOfDigits(i, run)
	} else if c = s.clockOfHour(i); c.took == 0 {
		return Point{}, 0
	}
	s.meridiem(i, &c)
	if c.hour == 12 && c.Half12 == Clock12 {
		c.Half12 = Clock24
	}
	c.Minute = 60*c.hour + c.minute
	if c.hour > 24 || c.minute > 59 || c.Minute > 24*60 {
		c.Impossible = true
	}
	return c.Point, c.took
}

// isClock tells whether the digits have the form of an hour with minutes: `18:30`, `6.30`, `18:30:00`.
func (d *digits) isClock() bool {
	switch d.n {
	case 2:
		return (d.mark == ":" || d.mark == ".") && d.nums[0].Digits <= 2 && d.nums[1].Digits == 2
	case 3:
		return d.mark == ":" && d.nums[1].Digits == 2
	default:
		return false
	}
}

func (d *digits) hour() int   { return d.nums[0].Value }
func (d *digits) minute() int { return d.nums[1].Value }

// dottedDate reads `31.12`, which is no time, as a date; other numbers are an amount.
func (d *digits) dottedDate() (Point, int) {
	day, month := d.nums[0].Value, d.nums[1].Value
	if month < 1 || month > 12 || day > 31 {
		return Point{}, 0
	}
	return Point{When: Dated, Day: day, Month: time.Month(month)}, d.took
}

// clockOfDigits reads `18:30`, `18.30`, `18:30h`.
func (s *Sentence) clockOfDigits(i int, run digits) clock {
	c := clock{Point: Point{Timed: true}, hour: run.hour(), minute: run.minute(), took: run.took}
	if run.nums[0].Digits == 1 || c.hour >= 1 && c.hour <= 12 && !s.French && run.nums[0].Text[0] != '0' {
		c.Half12 = Clock12
	}
	if s.at(i+c.took).Is(HourMark) && s.at(i+c.took).Text == "h" && s.glued(i+c.took) {
		c.took++
	}
	return c
}

// clockOfHour reads an hour with a word that says that it is one: `18h`, `18 heures 30`, `six pm`.
func (s *Sentence) clockOfHour(i int) clock {
	hour, ok := s.number(i)
	if !ok {
		return clock{}
	}
	c := clock{Point: Point{Timed: true}, hour: hour, took: 1}
	next := s.at(i + 1)
	switch {
	case next.Is(Meridiem) && (!next.isPhrase() || s.at(i).Shape != Word || s.at(i).Is(Cardinal)):
	case next.Is(HourMark) && s.at(i).Digits <= 2:
		if hour <= 12 && next.Text != "h" && !s.French || next.Text == "o clock" || next.Text == "oclock" {
			c.Half12 = Clock12
		}
		c.minute, c.took = s.minutes(i, 2)
		if after := s.at(i + c.took); s.glued(i+c.took) && after.Shape == Number && s.at(i+c.took-1).Is(HourMark) {
			c.Impossible, c.took = true, c.took+1 // `12h75`
		}
		c.Length = Length{Minutes: 60*hour + c.minute}
	default:
		return clock{}
	}
	return c
}

// meridiem takes `pm` or `du soir` behind a clock time.
func (s *Sentence) meridiem(i int, c *clock) {
	m, ok := s.at(i + c.took).As(Meridiem)
	if !ok {
		return
	}
	c.took++
	c.Half12 = Said12
	c.Spoken = s.at(i + c.took - 1).isPhrase()
	c.Length = Length{}
	switch {
	case c.hour >= 1 && c.hour <= 12:
		c.hour = c.hour%12 + m.V
	case m.V == 0, c.hour < 13, c.hour > 24:
		c.Impossible = true
	}
}

// minutes reads what follows the hour: `30`, `30 min`, `trente`, `et demie`, `et quart`, `moins le quart`.
func (s *Sentence) minutes(i, took int) (minute, n int) {
	next := s.at(i + took)
	switch {
	case next.Shape == Number && next.Digits == 2 && next.Value < 60 && !s.clings(i+took, 1) && (!s.partOfOther(i+took) || s.mark(i+took) == "-") &&
		(s.glued(i+took) || s.glued(i+took-1) && !s.at(i+took+1).Is(HourMark) && !s.at(i+took+1).Is(Month) || !next.Space || s.standsAlone(i+took)):
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

// bareMeridiem reads `am` and `pm` behind a day, as in `tomorrow pm`. In French, `am` is short for the
// afternoon as often as for the morning, so there it is left to be asked about.
func (s *Sentence) bareMeridiem(i int) (Point, int) {
	m, ok := s.at(i).As(Meridiem)
	prev := s.at(i - 1)
	if !ok || s.at(i).isPhrase() || !prev.Is(Day) && !prev.Is(Weekday) && !prev.Is(Month) && prev.Shape != Number {
		return Point{}, 0
	}
	switch {
	case m.V == 12:
		return Point{Part: Afternoon}, 1
	case !s.French:
		return Point{Part: Morning}, 1
	default:
		return Point{}, 0
	}
}

// noon reads `midi`, `midnight`, `midi et demi`, `ce midi`.
func noon(s *Sentence, i int) (Point, int) {
	if s.at(i).Is(This) {
		p, n := noon(s, i+1)
		if n == 0 || s.at(i+1).Is(This) {
			return Point{}, 0
		}
		p.When = Relative
		return p, n + 1
	}
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

// partOfDay reads `matin`, `the evening`, `toute la journée`, and `pm` beside a day.
func partOfDay(s *Sentence, i int) (Point, int) {
	if p, n := s.bareMeridiem(i); n > 0 {
		return p, n
	}
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
	if a, n := s.after(i + took); n > 0 && !v.Plural && v.part() == Night {
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
	return Point{Part: v.part(), Habit: v.Plural}, took
}
