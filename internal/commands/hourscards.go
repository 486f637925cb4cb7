package commands

import (
	"context"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/hours"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/ledger"
	"github.com/oceanbot/oceanbot/internal/ocean"
)

// rule is some of the driver's recurring hours as people would say them, while they hold.
type rule struct {
	hours.Group

	from, until time.Time
	running     bool // it holds already
}

// rules are what a schedule is shown as, those that hold already first. One that goes on while others come
// and go is one rule.
func (s *session) rules(schedule hours.Schedule) []rule {
	var rules []rule
	// What was just recorded began by OCEAN's clock, and after this request did.
	now := s.Now().Add(hours.Slack)
	for _, phase := range schedule {
		for _, group := range hours.Groups(phase.Week) {
			goesOn := func(r rule) bool {
				return r.until.Equal(phase.From) && r.From == group.From && r.Last == group.Last && slices.Equal(r.Days, group.Days)
			}
			if at := slices.IndexFunc(rules, goesOn); at >= 0 {
				rules[at].until = phase.Until
				continue
			}
			rules = append(rules, rule{Group: group, from: phase.From, until: phase.Until, running: !phase.From.After(now)})
		}
	}
	return rules
}

// id names a rule by what it says, since OCEAN's ids are others after every write. A rule that holds
// already has begun some time ago, which is nothing to know it by.
func (r rule) id() int64 {
	h := fnv.New64a()
	put := func(n int64) {
		var bytes [8]byte
		binary.LittleEndian.PutUint64(bytes[:], uint64(n)) //nolint:gosec // any bits will do
		_, _ = h.Write(bytes[:])
	}
	for _, day := range r.Days {
		_, _ = h.Write([]byte(day))
	}
	put(int64(r.From))
	put(int64(r.Last))
	put(r.until.Unix())
	if !r.running {
		put(r.from.Unix())
	}
	return int64(h.Sum64() >> 1)
}

// hoursListing is under what the numbers of the driver's week are remembered.
func (s *session) hoursListing() string { return s.User.Key() + " hours" }

// showHours shows the driver's week, numbered rule by rule.
func (s *session) showHours(ctx context.Context, title, lead string) (chat.Message, error) {
	who, schedule, err := s.ownHours(ctx)
	if err != nil {
		return chat.Message{}, err
	}
	recorded, err := s.periods(ctx, who)
	if err != nil {
		return chat.Message{}, err
	}
	if title == "" {
		title = s.say(i18n.HoursTitle)
	}
	card := chat.Card{Title: title, Lead: lead}
	rules := s.rules(schedule)
	ids := make([]int64, 0, len(rules))
	for i, r := range rules[:min(len(rules), maxListed)] {
		ids = append(ids, r.id())
		item := chat.Item{Number: i + 1, Title: s.ruleText(r.Group), Buttons: []chat.Button{{
			Action: chat.NewAction(chat.Delete, groupArg+strconv.FormatInt(r.id(), 10)), Label: s.say(i18n.DeleteButton), Style: chat.Danger,
		}}}
		if !r.running || !r.until.IsZero() {
			item.Detail = s.validityText(r)
		}
		card.Items = append(card.Items, item)
	}
	if more := len(rules) - len(ids); more > 0 {
		card.Notes = append(card.Notes, chat.Note{Text: i18n.ListMore(s.Lang, more)})
	}
	if err := s.Store.PutListing(ctx, s.hoursListing(), ids, s.now); err != nil {
		return chat.Message{}, fmt.Errorf("remembering the week: %w", err)
	}
	s.drawWeek(&card, schedule, recorded)
	if len(rules) == 0 {
		card.Title = s.say(i18n.HoursEmptyTitle)
		card.Lead = i18n.HoursEmptyLead(s.Lang, s.hoursExample())
		return chat.Message{Card: card}, nil
	}
	card.Notes = append(card.Notes, s.hoursNotes(schedule, schedule)...)
	card.Footer = i18n.HoursFooter(s.Lang, s.typed("prive horaires annule 1", "private hours cancel 1"),
		s.typed("prive annule tous les mercredis après-midi", "private cancel every Wednesday afternoon"),
		s.typed("prive horaires efface", "private hours clear"))
	return chat.Message{Card: card}, nil
}

// hoursListed proposes to remove the rule of a pressed button, where it is still the presser's own.
func (s *session) hoursListed(ctx context.Context, arg string) (chat.Message, error) {
	id, err := strconv.ParseInt(arg, 10, 64)
	if err != nil {
		return s.expired(), nil //nolint:nilerr // a button that this version doesn't make
	}
	who, have, err := s.ownHours(ctx)
	if err != nil {
		return chat.Message{}, err
	}
	return s.removeRule(ctx, who, have, id)
}

// hoursOutcome is the card that tells what became of a change of the week.
func (s *session) hoursOutcome(ctx context.Context, entries []ledger.Entry) chat.Card {
	first, last := entries[0], entries[len(entries)-1]
	card := chat.Card{Tone: chat.Good, Title: s.say(i18n.HoursSetTitle), Lead: s.say(i18n.RecordedLead)}
	if len(last.Hours) == 0 {
		card.Title = s.say(i18n.HoursClearedTitle)
	}
	s.brokenOff(ctx, &card, entries, i18n.HoursDifferLead)
	if last.Outcome != ledger.Recorded {
		card.Fields = []chat.Field{{Name: s.say(i18n.AskedLabel), Value: s.schedule(last.Intent.Hours.Goal)}}
	}
	card.Fields = append(card.Fields, chat.Field{Name: s.say(i18n.BeforeLabel), Value: s.schedule(first.HoursBefore())})
	if last.Outcome == ledger.Recorded || last.Outcome == ledger.Differs {
		card.Fields = append(card.Fields, chat.Field{Name: s.say(i18n.RecordedLabel), Value: s.schedule(last.Hours)})
	}
	if first.Outcome == ledger.Recorded || first.Outcome == ledger.Differs {
		card.Buttons = append(card.Buttons, chat.Button{Action: chat.NewAction(chat.Undo, first.ID), Label: s.say(i18n.UndoButton)})
		card.Footer = s.say(i18n.HoursUndoFooter)
	}
	return card
}

// hoursNow is an answer that changes nothing, with the hours as they are recorded now.
func (s *session) hoursNow(tone chat.Tone, title, lead i18n.Text, have hours.Schedule) chat.Message {
	message := inform(tone, s.say(title), s.say(lead))
	message.Card.Fields = []chat.Field{{Name: s.say(i18n.NowLabel), Value: s.schedule(have)}}
	return message
}

// week writes the hours of a week, a rule a line.
func (s *session) week(week []ocean.Plage) string {
	var lines []string
	for _, group := range hours.Groups(week) {
		lines = append(lines, s.ruleText(group))
	}
	if len(lines) == 0 {
		return s.say(i18n.NoHours)
	}
	return strings.Join(lines, "\n")
}

// schedule writes recurring hours, a rule a line, with from when until when they hold where that matters.
func (s *session) schedule(schedule hours.Schedule) string {
	var lines []string
	for _, r := range s.rules(schedule) {
		line := s.ruleText(r.Group)
		if !r.running || !r.until.IsZero() {
			line += " (" + s.validityText(r) + ")"
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return s.say(i18n.NoHours)
	}
	return strings.Join(lines, "\n")
}

func (s *session) ruleText(group hours.Group) string {
	days := make([]time.Weekday, 0, len(group.Days))
	for _, jour := range group.Days {
		if day, ok := jour.Weekday(); ok {
			days = append(days, day)
		}
	}
	return i18n.WeeklyHours(s.Lang, days, group.From, group.Last)
}

// validityText says from when until when a rule holds; of one that holds already, only until when.
func (s *session) validityText(r rule) string {
	from := r.from
	if r.running {
		from = s.now
	}
	return i18n.Validity(s.Lang, from.In(s.OCEANZone), s.walled(r.until), s.now)
}

// walled puts an instant on the wall in OCEAN's zone; the zero time stays zero.
func (s *session) walled(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return t.In(s.OCEANZone)
}
