package commands_test

import (
	"slices"
	"testing"
	"time"

	"github.com/oceanbot/oceanbot/internal/commands"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/nlp"
)

func TestUnderstoodSaysWhatWasReadAndImplied(t *testing.T) {
	t.Parallel()
	const read, month, year = "The dates were read in “", "No month was said: it is in ", "No year was said: it is in "
	for _, test := range []struct {
		now, text string
		want      []string
	}{
		{"2026-11-25 10:00", "from Friday 18h to Monday", nil},
		{"2026-11-25 10:00", "from Friday 18h to Monday, at my sister's", []string{read + "from Friday 18h to Monday”; the rest is the reason."}},
		{"2026-11-25 10:00", "tomorrow dentist 14h-15h", []string{read + "tomorrow … 14h-15h”; the rest is the reason."}},
		{"2026-11-25 10:00", "until 20h", []string{i18n.ImpliedStart.EN}},
		{"2026-11-25 10:00", "le 5", []string{month + "December 2026."}},
		{"2026-11-25 10:00", "2 January", []string{year + "2027."}},
		{"2026-11-25 10:00", "du 24 au 26 décembre", []string{year + "2026. " + i18n.ImpliedLastDay.EN}},
		{"2026-11-25 10:00", "22h-6h", []string{i18n.ImpliedDay.EN + " " + i18n.ImpliedNextDay.EN}},
		{"2027-03-27 10:00", "tomorrow 2:30 to 4:00", []string{i18n.HourMissing.EN}},
		{"2026-10-24 10:00", "tomorrow 2:30 to 4:00", []string{i18n.HourTwice.EN}},
		{"2026-11-25 10:00", "samdi", []string{"“samdi” was understood as “samedi”."}},
	} {
		now, err := time.ParseInLocation("2006-01-02 15:04", test.now, paris(t))
		if err != nil {
			t.Fatal(err)
		}
		result := nlp.Parse(test.text, nlp.Options{Now: now, Lang: nlp.English})
		if got := commands.Understood(i18n.English, result, test.text); !slices.Equal(got, test.want) {
			t.Errorf("%q: %q, want %q", test.text, got, test.want)
		}
	}
}

func TestCardsTellHowThePhraseWasRead(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.shows(r.types("private until 20h at my sister's"), "No beginning was said", "read in “until 20h”")
	r.shows(r.types("private 29/11/2026 22h-6h"), "The end is on the next day")
	r.add(time.Hour, 3*time.Hour, "")
	card := r.types("private change 1 to until 15h")
	r.shows(card, "15:00")
	for _, note := range card.Card.Notes {
		if note.Text == i18n.ImpliedStart.EN {
			t.Error("a change keeps the beginning, and its card says that it begins now")
		}
	}
}
