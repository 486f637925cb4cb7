package commands_test

import (
	"testing"

	"github.com/oceanbot/oceanbot/internal/nlp"
)

func TestHolidaysFollowTheRegion(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.shows(r.types("private abolition day"), "doesn't exist")
	r.bot.Holidays = nlp.Reunion
	r.shows(r.types("private abolition day"), "20 December 2026")
}
