package commands

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/usage"
)

// asFile is how figures are asked for as a file: "csv", "in csv", "en csv", "as a csv file", "au format csv".
var asFile = regexp.MustCompile(`(?i)(^|\s)(?:(?:as|in|en|au|a|an|un|format|fichier)\s+)*csv(?:\s+(?:file|format))?([\s.,;!]|$)`)

// cutFile drops from a text the words that ask for a file, and tells whether there were any.
func cutFile(text string) (rest string, file bool) {
	if !asFile.MatchString(text) {
		return text, false
	}
	return strings.TrimSpace(asFile.ReplaceAllString(text, "$1")), true
}

// again is the end of a command that would ask for the same kind of answer.
func (s *session) again() string {
	if s.csv {
		return "csv"
	}
	return ""
}

// addFile puts the figures of a card into a file, where one was asked for: a line for each driver, or one for
// all that the card is about. A French sheet has semicolons and commas, as French spreadsheets do; an English
// one commas and points.
func (s *session) addFile(card *chat.Card, first i18n.Text, period usagePeriod, lines ...usage.Line) error {
	if !s.csv {
		return nil
	}
	header := []string{s.say(first)}
	for _, column := range i18n.UsageColumns {
		header = append(header, s.say(column))
	}
	sheet := usage.Sheet{
		Header: header, Semicolons: s.Lang != i18n.English, Lines: lines,
		From: period.start.In(s.Zone), To: period.end.In(s.Zone),
	}
	data, err := sheet.CSV()
	if err != nil {
		return fmt.Errorf("writing the figures into a file: %w", err)
	}
	card.File = &chat.File{Name: sheetName(sheet.From, sheet.To), MIME: "text/csv; charset=utf-8", Data: data}
	return nil
}

// sheetName is called by the first and the last day of the period; it names nobody.
func sheetName(from, to time.Time) string {
	name := "usage-" + from.Format(time.DateOnly)
	if last := to.Add(-1).Format(time.DateOnly); last != from.Format(time.DateOnly) {
		name += "_" + last
	}
	return name + ".csv"
}

// lines are those of a team: one for each driver, or, where there are none to have, one of the whole.
func (s *session) lines(t team) []usage.Line {
	if t.missing {
		return []usage.Line{{Name: s.say(i18n.UsageTotalLine), Summary: t.whole}}
	}
	lines := make([]usage.Line, 0, len(t.drivers))
	for _, d := range t.drivers {
		lines = append(lines, usage.Line{Name: d.name, Summary: d.Summary})
	}
	return lines
}
