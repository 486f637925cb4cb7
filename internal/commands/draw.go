package commands

import (
	"time"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/hours"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/ledger"
	"github.com/oceanbot/oceanbot/internal/weekgrid"
)

// drawWeek puts the grid of the present week on a card, as a picture and in text: the regular hours as
// they are now or will be on a day that is to come, and the exceptional periods. Its hours are those on
// the wall in OCEAN's zone, as regular hours are.
func (s *session) drawWeek(card *chat.Card, schedule hours.Schedule, recorded []ledger.Period) {
	now := s.now.In(s.OCEANZone)
	minute := now.Hour()*60 + now.Minute()
	monday := dayOf(now).AddDate(0, 0, -(int(now.Weekday())+6)%7)
	grid := weekgrid.Grid{Lang: s.Lang, Title: i18n.WeekOf(s.Lang, monday), Now: &minute}
	for i := range grid.Days {
		day := monday.AddDate(0, 0, i)
		at := now
		if day.After(now) {
			at = day
		}
		grid.Days[i] = weekgrid.Day{Label: i18n.ShortDay(s.Lang, day), Today: day.Equal(dayOf(now))}
		for _, p := range schedule.At(at) {
			if weekday, ok := p.Jour.Weekday(); ok && weekday == day.Weekday() {
				grid.Days[i].Spans = append(grid.Days[i].Spans, weekgrid.Span{From: p.Debut, To: p.Fin, Kind: weekgrid.Recurring})
			}
		}
		for _, p := range recorded {
			if from, to, ok := minutesOn(day, p); ok {
				grid.Days[i].Spans = append(grid.Days[i].Spans, weekgrid.Span{From: from, To: to, Kind: weekgrid.Exceptional})
			}
		}
	}
	card.Code = grid.Text()
	png, err := grid.PNG()
	if err != nil {
		s.Log.WithError(err).Error("the week could not be drawn; it is shown as text")
		return
	}
	card.Picture = &chat.Picture{Name: "week.png", Alt: grid.Alt(), PNG: png}
}

// minutesOn gives the part of a period that lies on a day, in minutes on its wall.
func minutesOn(day time.Time, p ledger.Period) (from, to int, ok bool) {
	next := day.AddDate(0, 0, 1)
	if !p.Overlaps(day, next) {
		return 0, 0, false
	}
	to = hours.Midnight
	wall := func(t time.Time) int {
		t = t.In(day.Location())
		return t.Hour()*60 + t.Minute()
	}
	if p.Start.After(day) {
		from = wall(p.Start)
	}
	if !p.End.IsZero() && p.End.Before(next) {
		to = wall(p.End)
	}
	return from, to, true
}
