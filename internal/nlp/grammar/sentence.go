package grammar

// digits is a run of numbers that are glued together by the same mark.
type digits struct {
	nums [5]*Token
	n    int // how many numbers
	took int // how many tokens
	mark string
}

// digits gives the run of numbers from token i on. A run that is glued to letters or to other marks is no
// such run.
func (s *Sentence) digits(i int) digits {
	if s.at(i).Shape != Number || len(s.at(i).Senses) > 0 {
		return digits{}
	}
	d := digits{n: 1, took: 1}
	d.nums[0] = s.at(i)
	for d.n < len(d.nums) {
		m := s.at(i + d.took)
		if !s.glued(i+d.took) || !s.glued(i+d.took+1) || s.at(i+d.took+1).Shape != Number {
			break
		}
		if m.Text != "/" && m.Text != "-" && m.Text != "." && m.Text != ":" || d.mark != "" && m.Text != d.mark {
			break
		}
		d.mark = m.Text
		d.nums[d.n] = s.at(i + d.took + 1)
		d.n++
		d.took += 2
	}
	return d
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

// standsAlone tells whether the number at i is not the beginning of something else: of another time, a
// length or a date.
func (s *Sentence) standsAlone(i int) bool {
	next := s.at(i + 1)
	switch {
	case next.Is(HourMark), next.Is(Meridiem), next.Is(Month), next.Shape == Number:
		return false
	default:
		return !next.Is(UnitWord) || next.Is(MinuteMark)
	}
}

// partOfOther tells whether the number at i begins a longer run of digits.
func (s *Sentence) partOfOther(i int) bool {
	return s.digits(i).n > 1
}

// mark gives the mark that glues the digits at i together.
func (s *Sentence) mark(i int) string {
	return s.digits(i).mark
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

// isPhrase tells whether the token is several words, such as `in the morning`.
func (t *Token) isPhrase() bool { return t.End-t.Start > 4 }

// Year tells whether the token can be a year.
func (t *Token) Year() bool {
	return t.Shape == Number && t.Digits == 4 && t.Value >= 1900 && t.Value <= 2199
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
	case t.Is(Last):
		return ModLast, 1
	case t.Text == "-" && sense(s.at(i+1), This).V == 1:
		return ModThis, 2
	case sense(t, This).V == 1:
		return ModThis, 1
	default:
		return Bare, 0
	}
}

// named tells whether the word at i is somebody's name: `avec Avril`, `tante Mai`.
func (s *Sentence) named(i int) bool {
	t, prev := s.at(i), s.at(i-1)
	mister := prev.Text == "." && s.at(i-2).Text == "m" && s.glued(i-1) // `M. Mars`
	if sense(prev, Name).V == 2 {                                       // `Monsieur Samedi`
		return true
	}
	if !prev.Is(Name) && !mister {
		return false
	}
	for _, v := range t.Senses {
		if v.Weak || v.Class == Month || v.Class == HolidayName {
			return true
		}
	}
	return false
}

// dotted tells whether the token was written as an abbreviation.
func (s *Sentence) dotted(i int) bool { t := s.at(i); return t.End > t.Start && s.Text[t.End-1] == '.' }
