package grammar

// Ahead reads a length from now on: `dans 3 jours`, `in 2 hours`. The languages only differ in the
// words, so the rule stands here and each of them lists it.
func Ahead(s *Sentence, i int) (Point, int) {
	if !s.at(i).Is(In) {
		return Point{}, 0
	}
	l, n := length(s, i+1)
	if n == 0 {
		if l, n = numericClock(s, i+1); n == 0 || l.Length.IsZero() {
			return Point{}, 0
		}
	}
	return FromNow(l.Length, 1), n + 1
}

// FromNow gives the point at that distance from now: minutes are counted from this minute, everything
// else from today's date.
func FromNow(l Length, sign int) Point {
	if l.Minutes != 0 {
		return Point{When: Moment, Offset: sign * l.Minutes}
	}
	return Point{When: Relative, Offset: sign * l.Days, Months: sign * l.Months}
}

// LengthAt reads a length, one in hours included.
func LengthAt(s *Sentence, i int) (Length, int) {
	p, n := length(s, i)
	if q, m := numericClock(s, i); m > n && !q.Length.IsZero() {
		p, n = q, m
	}
	return p.Length, n
}

// Units reads a number of units with `next` or `last` beside the number: the two orders of the two
// languages (`les 3 prochains jours`, `the next 3 days`, `les prochaines 24 heures`).
func Units(s *Sentence, i int) (Point, int) {
	start := i
	for s.at(i).Is(Article) && !s.at(i).Is(To) {
		i++
	}
	mod, count := Bare, 0
	for range 2 {
		t := s.at(i)
		n, ok := s.number(i)
		switch {
		case ok && count == 0 && n > 0:
			count = n
		case t.Is(Next) && mod == Bare:
			mod = ModNext
		case t.Is(Last) && mod == Bare:
			mod = ModLast
		default:
			return Point{}, 0
		}
		i++
	}
	u, ok := s.at(i).Unit()
	if !ok || mod == Bare || count == 0 {
		return Point{}, 0
	}
	if mod == ModLast {
		count = -count
	}
	return Point{When: Run, Unit: u, Offset: count}, i + 1 - start
}

// Trailing reads a number of units with `next` or `last` after the unit: `les 3 jours suivants`.
func Trailing(s *Sentence, i int) (Point, int) {
	start := i
	for s.at(i).Is(Article) && !s.at(i).Is(To) {
		i++
	}
	n, ok := s.number(i)
	u, is := s.at(i + 1).Unit()
	if !ok || !is || n == 0 {
		return Point{}, 0
	}
	switch t := s.at(i + 2); {
	case t.Is(Next):
		return Point{When: Run, Unit: u, Offset: n}, i + 3 - start
	case t.Is(Last):
		return Point{When: Run, Unit: u, Offset: -n}, i + 3 - start
	default:
		return Point{}, 0
	}
}

// Token gives the token at i; past the end, one that is nothing.
func (s *Sentence) Token(i int) *Token { return s.at(i) }

// Number gives the number at token i, in digits or in words.
func (s *Sentence) Number(i int) (int, bool) { return s.number(i) }

// MeridiemAt applies a following `am` or `pm` to an hour of the clock, and tells how many tokens it took.
func (s *Sentence) MeridiemAt(i int, p *Point) int {
	m, ok := s.at(i).As(Meridiem)
	if !ok {
		return 0
	}
	p.Half12 = Said12
	if h := p.Minute / 60; h <= 12 {
		p.Minute = (h%12+m.V)*60 + p.Minute%60
	}
	return 1
}
