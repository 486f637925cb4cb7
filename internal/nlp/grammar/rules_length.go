package grammar

// length reads `3 jours`, `2h30`, `une demi-heure`, `half an hour`, `an hour and a half`.
func length(s *Sentence, i int) (Point, int) {
	if s.at(i).Is(Half) {
		return s.halfHour(i)
	}
	n, ok := s.number(i)
	decimal := s.decimal(i)
	if !ok || s.at(i).Shape == Number && (s.clings(i, 1) || s.partOfOther(i)) && !decimal {
		return Point{}, 0
	}
	took, minutes := 1, 0
	if decimal {
		minutes, took = s.at(i+2).Value*6, 3
	}
	if s.at(i + took).Is(Half) {
		return s.andHalf(i, took, n)
	}
	u, ok := s.at(i + took).Unit()
	if !ok {
		return Point{}, 0
	}
	took++
	if u == Hour {
		return s.hours(i, took, 60*n+minutes)
	}
	if u == NoUnit || u == WeekendUnit {
		return Point{}, 0
	}
	return Point{Length: u.Times(n)}, took
}

// halfHour reads `demi-heure`, `half an hour`.
func (s *Sentence) halfHour(i int) (Point, int) {
	j := i + 1
	if s.at(j).Text == "-" || s.at(j).Is(Cardinal) {
		j++
	}
	if u, ok := s.at(j).Unit(); ok && u == Hour {
		return Point{Length: Length{Minutes: 30}}, j + 1 - i
	}
	return Point{}, 0
}

// andHalf reads `une demi-heure`, `two and a half hours`, of which took tokens made n.
func (s *Sentence) andHalf(i, took, n int) (Point, int) {
	half := sense(s.at(i+took), Half)
	j := i + took + 1
	if s.at(j).Text == "-" {
		j++
	}
	if u, ok := s.at(j).Unit(); !ok || u != Hour {
		return Point{}, 0
	}
	if half.V == 0 {
		n = 0
	}
	return Point{Length: Length{Minutes: 60*n + 30}}, j + 1 - i
}

// hours reads what follows a number of hours: `2h30`, `an hour and a half`, `2 heures et 10 minutes`.
func (s *Sentence) hours(i, took, minutes int) (Point, int) {
	m, more := s.minutes(i, took)
	next := s.at(i + took)
	switch {
	case m > 0:
		minutes += m
		took = more
	case next.Is(Half) && sense(next, Half).V == 1:
		minutes += 30
		took++
	case next.Is(And) && s.at(i+took+2).Is(MinuteMark):
		if v, is := s.number(i + took + 1); is {
			minutes += v
			took += 3
		}
	}
	if minutes == 0 {
		return Point{}, 0
	}
	if t := s.at(i + took); t.Is(Meridiem) && t.isPhrase() {
		return Point{}, 0 // a clock time
	}
	return Point{Length: Length{Minutes: minutes}}, took
}

// decimal tells whether the digits at i are a number with a fraction before a unit: `1.5 h`, `2,5 heures`.
func (s *Sentence) decimal(i int) bool {
	m := s.at(i + 1)
	return s.at(i).Shape == Number && (m.Text == "." || m.Text == ",") && s.glued(i+1) && s.glued(i+2) &&
		s.at(i+2).Shape == Number && s.at(i+2).Digits == 1 && s.at(i+3).Is(UnitWord) && sense(s.at(i+3), UnitWord).V == int(Hour)
}
