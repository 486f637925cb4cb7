package commands

import (
	"context"
	"strings"
	"time"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/ledger"
	"github.com/oceanbot/oceanbot/internal/nlp"
)

func (s *session) changeExample() string {
	return s.typed("prive change 1 en samedi 10h-16h", "private change 1 to Saturday 10:00-16:00")
}

// change proposes to change a listed period.
func (s *session) change(ctx context.Context, rest string) (chat.Message, error) {
	number, when, ok := cutNumber(rest)
	if !ok || when == "" {
		return inform(chat.Unclear, s.say(i18n.NeedMoreTitle), i18n.ChangeHow(s.Lang, s.changeExample())), nil
	}
	who, err := s.person(ctx)
	if err != nil {
		return chat.Message{}, err
	}
	recorded, err := s.periods(ctx, who)
	if err != nil {
		return chat.Message{}, err
	}
	target, why, err := s.numbered(ctx, number, recorded)
	if err != nil || !why.IsZero() {
		return why, err
	}
	return s.proposeChange(ctx, who, target, when, recorded, s.changeExample())
}

// proposeChange shows what a period is to become. What the phrase doesn't name stays: the reason above
// all, the start where it only says until when, the day where it only says hours.
func (s *session) proposeChange(
	ctx context.Context, who identity.Person, target ledger.Period, when string, recorded []ledger.Period, example string,
) (chat.Message, error) {
	when = cutConnector(when)
	if when == "" {
		return inform(chat.Unclear, s.say(i18n.NeedMoreTitle), i18n.ChangeHow(s.Lang, example)), nil
	}
	if target.Over(s.now) {
		return inform(chat.Bad, s.say(i18n.OverTitle), s.say(i18n.OverLead)), nil
	}
	was := s.zoned(target.Start)
	result := s.parseAt(s.now, nlp.Date{Year: was.Year(), Month: was.Month(), Day: was.Day()}, when)
	if result.Implied&nlp.StartNow != 0 && !target.Begun(s.now) {
		// "until 13h" is the first 13:00 after the period's own start.
		result = s.parseAt(was, nlp.Date{}, when)
	}
	switch {
	case result.Kind == nlp.Recurring:
		return inform(chat.Unclear, s.say(i18n.NotUnderstoodTitle), i18n.ChangeNotRecurring(s.Lang, s.hoursExample())), nil
	case result.Kind == nlp.None:
		return inform(chat.Unclear, s.say(i18n.NotUnderstoodTitle), Refusal(s.Lang, result.Refusal, example)), nil
	case result.End.IsZero() && result.Start.After(s.now):
		return s.needsEnd(result.Start), nil
	case result.End.IsZero():
		return inform(chat.Bad, s.say(i18n.OverTitle), s.say(i18n.OverLead)), nil
	}
	start, end := result.Start, result.End
	if result.Implied&nlp.StartNow != 0 {
		start = was
	}
	if !end.After(start) {
		return inform(chat.Unclear, s.say(i18n.NotUnderstoodTitle), i18n.EndBeforeStart(s.Lang, when)), nil
	}
	if target.Begun(s.now) && !start.Equal(was) {
		lead := i18n.StartFixed(s.Lang, s.typed("prive change 1 jusqu'à 20h", "private change 1 until 20h"))
		return inform(chat.Bad, s.say(i18n.StartFixedTitle), lead), nil
	}
	if !end.After(s.now) {
		return inform(chat.Bad, s.say(i18n.OverTitle), s.say(i18n.OverLead)), nil
	}
	intent := ledger.Intent{Kind: ledger.Update, Start: start.UTC(), End: end.UTC(), Reason: target.Reason, Target: target}
	notes := s.understoodChange(result, when)
	if reason, cut := cutReason(result.Reason); reason != "" {
		intent.Reason = reason
		notes = append(notes, chat.Note{Text: s.say(i18n.ReasonSeen)})
		if cut {
			notes = append(notes, chat.Note{Text: i18n.ReasonCut(s.Lang, maxReason)})
		}
	}
	if !target.Begun(s.now) && start.Before(s.now.Truncate(time.Minute)) {
		start = s.now
		notes = append(notes, chat.Note{Text: s.say(i18n.CutToNow), Loud: true})
	}
	draft, err := s.keepDraft(ctx, who, intent)
	if err != nil {
		return chat.Message{}, err
	}
	fields := append([]chat.Field{{Name: s.say(i18n.BeforeLabel), Value: s.span(target)}}, s.periodFields(start, end, intent.Reason)...)
	return chat.Message{Card: chat.Card{
		Tone:    chat.Ask,
		Title:   s.say(i18n.ChangeTitle),
		Fields:  fields,
		Notes:   append(notes, s.periodNotes(ctx, who, start, end, recorded, target.Extension)...),
		Buttons: s.choice(draft, i18n.ConfirmButton, i18n.CancelButton, chat.Primary),
		Footer:  s.say(i18n.UnchangedFooter),
	}}, nil
}

// cutConnector takes away what joins the number of a period to what it becomes: "to Saturday", "en samedi".
func cutConnector(when string) string {
	first, rest := cutWord(when)
	switch strings.ToLower(first) {
	case "to", "into", "en", "pour", "=", "->", "→", ":":
		return rest
	case "à", "a":
		// "à samedi 10h-16h" is joined by it; "à partir de samedi" and "à 18h" begin with it.
		if second, _ := cutWord(rest); second != "" && !strings.EqualFold(second, "partir") && !startsWithDigit(second) {
			return rest
		}
	}
	return strings.TrimSpace(when)
}

func startsWithDigit(word string) bool { return word[0] >= '0' && word[0] <= '9' }
