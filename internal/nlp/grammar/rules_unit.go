package grammar

// unit reads a week, weekend, month, quarter or year of the calendar: `next week`, `la semaine
// prochaine`, `ce mois-ci`, `le week-end du 12 décembre`, `week 48`.
func unit(s *Sentence, i int) (Point, int) {
	start := i
	mod, took := s.beforeUnit(i)
	whole := s.at(i).Is(Whole)
	i += took
	p := Point{When: InUnit, Mod: mod}
	switch t := s.at(i); {
	case t.Is(Weekend):
		p.Unit, p.Habit = WeekendUnit, sense(t, Weekend).Plural
	case t.Is(UnitWord) && sense(t, UnitWord).V == int(Hour) && mod == ModNext && t.Text != "h":
		return Point{When: Run, Unit: Hour, Offset: 1}, i + 1 - start // `the next hour`
	case t.Is(UnitWord) && sense(t, UnitWord).V >= int(WeekUnit) && (t.Text != "an" && t.Text != "ans" || s.at(i-1).Text == "l" && s.yearBeside(i+1)):
		p.Unit, _ = t.Unit()
	default:
		return Point{}, 0
	}
	// The weekend that comes is this one; the week that comes is the next.
	if mod == ModNext && p.Unit == WeekendUnit && sense(s.at(i-1), Next).V == 1 {
		p.Mod, mod = ModThis, ModThis
	}
	plural := s.at(i).plural()
	i++
	if mod == Bare {
		i += s.afterUnit(&p, i)
		if s.at(i).Is(Past) && s.at(i+1).Is(Next) { // `the week after next`
			p.Mod, p.Offset = ModNext, 1
			return p, i + 2 - start
		}
	}
	if p.Mod == Bare && !p.Habit && !s.at(start-1).Is(Every) { // `tous les week-ends du 1er au 31`: how long, not which
		if next := s.whichUnit(&p, i, plural); next > i {
			return p, next - start
		}
	}
	// Without a word that says which one, only a weekend speaks for itself.
	if p.Mod == Bare && p.Unit != WeekendUnit {
		p.Loose = p.Loose || !whole
		p.Mod = ModThis
	}
	if plural && p.Unit != WeekendUnit {
		return Point{}, 0
	}
	return p, i - start
}

// yearBeside tells whether a word stands at i that says which year `l'an` means: `l'an prochain`.
func (s *Sentence) yearBeside(i int) bool {
	_, n := s.after(i)
	return n > 0
}

// plural tells whether a word ends like a plural.
func (t *Token) plural() bool {
	return t.End > t.Start && t.Text != "mois" && t.Text[len(t.Text)-1] == 's'
}

// beforeUnit reads what stands in front of a unit: `next`, `toute la`, `all of this`.
func (s *Sentence) beforeUnit(i int) (Mod, int) {
	mod, took := s.before(i)
	if took > 0 || !s.at(i).Is(Whole) {
		return mod, took
	}
	if m, n := s.before(i + 1); n > 0 {
		return m, n + 1
	}
	if s.at(i + 1).Is(Article) {
		return mod, 2
	}
	return mod, 1
}

// afterUnit reads `prochaine` or `-ci` behind a unit, and tells how many tokens that took.
func (s *Sentence) afterUnit(p *Point, i int) int {
	mod, n := s.after(i)
	if n == 0 {
		return 0
	}
	p.Mod = mod
	if p.Unit == WeekendUnit && mod == ModNext && sense(s.at(i), Next).V == 1 {
		p.Mod = ModThis
	}
	return n
}

// whichUnit reads what says which week, weekend or year is meant: a day in it, a holiday, its number. It
// gives the token after that, or 0.
func (s *Sentence) whichUnit(p *Point, i int, plural bool) int {
	if p.Unit == WeekendUnit {
		// `le week-end de la semaine prochaine`
		if s.at(i).Is(Of) {
			if w, n := unit(s, i+1+boolInt(s.at(i+1).Is(Article))); n > 0 && w.Unit == WeekUnit && !w.Loose && w.Mod != Bare {
				p.Mod, p.Offset = w.Mod, w.Offset
				return i + 1 + boolInt(s.at(i+1).Is(Article)) + n
			}
		}
	}
	if p.Unit == WeekUnit || p.Unit == WeekendUnit {
		if next := s.unitOfDay(p, i); next > 0 {
			return next
		}
	}
	t := s.at(i)
	switch {
	case p.Unit == WeekUnit && t.Shape == Number && t.Digits <= 2 && s.standsAlone(i) && !s.partOfOther(i) && !plural:
		p.Number, i = t.Value, i+1
		if s.at(i).Year() {
			p.Year, i = s.at(i).Value, i+1
		}
		p.Impossible = p.Number < 1 || p.Number > 53
		return i
	case p.Unit == YearUnit && t.Year():
		p.Year = t.Value
		return i + 1
	default:
		return 0
	}
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// unitOfDay reads the day or the holiday behind a week or a weekend: `le week-end du 12 décembre`, `the
// week of 24/12`, `le week-end de Pâques`.
func (s *Sentence) unitOfDay(p *Point, i int) int {
	j := i
	for s.at(j).Is(Of) || s.at(j).Is(Article) {
		j++
	}
	if j > i {
		for _, read := range [...]func(*Sentence, int) (Point, int){dayOfMonth, numericDate} {
			if d, n := read(s, j); n > 0 && d.Day != 0 && !d.Impossible {
				p.Day, p.Month, p.Year = d.Day, d.Month, d.Year
				return j + n
			}
		}
		if t := s.at(j); t.Shape == Number && t.Digits <= 2 && t.Value >= 1 && t.Value <= 31 && s.at(j-1).Is(DayArticle) && s.standsAlone(j) {
			p.Day = t.Value
			return j + 1
		}
	}
	if h, n := holiday(s, j); n > 0 && h.When == Feast && h.Offset == 0 && p.Unit == WeekendUnit {
		p.Holiday, p.Year = h.Holiday, h.Year
		return j + n
	}
	return 0
}

// weekdays reads `en semaine`, `weekdays`, `jours ouvrés`, `daily`.
func weekdays(s *Sentence, i int) (Point, int) {
	t := s.at(i)
	switch {
	case t.Is(Weekdays):
		return Point{Set: WorkDays}, 1
	case sense(t, Daily).V == 1:
		return Point{Set: AllDays, Every: true, Hourless: true}, 1
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
	if s.at(i+1).Is(Of) && s.at(i+2).Year() {
		took = 2
	}
	if s.at(i + took).Year() {
		p.Year, took = s.at(i+took).Value, took+1
	}
	return p, took
}

// soFar reads `ytd`, `depuis le début du mois`.
func soFar(s *Sentence, i int) (Point, int) {
	if u, ok := s.at(i).As(ToDate); ok {
		return Point{When: SoFar, Unit: u.unit()}, 1
	}
	return Point{}, 0
}
