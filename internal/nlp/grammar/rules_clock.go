package grammar

import "time"

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
