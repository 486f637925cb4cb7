package grammar

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
