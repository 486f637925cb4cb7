package grammar

import "time"

// holiday reads the name of a feast, the eve, the day after or the bridge of one.
func holiday(s *Sentence, i int) (Point, int) {
	p := Point{When: Feast}
	mod, took := s.before(i)
	if took > 0 {
		if mod == ModThis || !s.at(i+took).Is(HolidayName) {
			return Point{}, 0
		}
		p, n := holiday(s, i+took)
		p.Mod = mod
		return p, n + took
	}
	if b, ok := s.at(i).As(Bridge); ok {
		if b.V != 0 {
			return Point{}, 0
		}
		p.When, took = Ponts, 1
	} else if e, is := s.at(i).As(Eve); is {
		p.Offset, took = e.V, 1
	}
	if took > 0 && s.at(i+took).Is(Article) {
		took++
	}
	if h, ok := s.at(i + took).As(HolidayName); ok && (took > 0 || !s.named(i)) {
		took++
		p.Holiday = h.holiday()
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
	switch after := s.at(i + took); {
	case p.When != Feast || p.Offset != 0:
	case sense(after, Bridge).V == 1: // `Ascension bridge`
		p.When, took = Ponts, took+1
	case after.Is(Weekend) && !sense(after, Weekend).Plural: // `Easter weekend`
		p.When, p.Unit, took = InUnit, WeekendUnit, took+1
	}
	if s.at(i + took).Year() {
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
