package grammar

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
	// The weekend that comes is this one; the week that comes is the next.
	if mod == ModNext && p.Unit == WeekendUnit && sense(s.at(i-1), Next).V == 1 {
		p.Mod, mod = ModThis, ModThis
	}
	plural := s.at(i).End > s.at(i).Start && s.at(i).Text != "mois" && s.at(i).Text[len(s.at(i).Text)-1] == 's'
	i++
	if a, n := s.after(i); n > 0 && mod == Bare {
		p.Mod = a
		if p.Unit == WeekendUnit && a == ModNext && sense(s.at(i), Next).V == 1 {
			p.Mod = ModThis
		}
		i += n
	}
	if s.at(i).Is(Past) && s.at(i+1).Is(Next) && mod == Bare { // `the week after next`
		p.Mod, p.Offset = ModNext, 1
		return p, i + 2 - start
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
			if s.at(i).Year() {
				p.Year, i = s.at(i).Value, i+1
			}
			p.Impossible = p.Number < 1 || p.Number > 53
			return p, i - start
		}
		if t := s.at(i); p.Unit == YearUnit && t.Year() {
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
		return Point{When: SoFar, Unit: Unit(u.V)}, 1
	}
	return Point{}, 0
}
