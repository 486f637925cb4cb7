package i18n

import (
	"fmt"
	"strings"
	"time"
)

// Words beside the grid of a week; they are short, because they stand side by side on a phone.
var (
	GridRecurring   = Text{"chaque semaine", "every week"}
	GridExceptional = Text{"exceptionnel", "exceptional"}
	GridBoth        = Text{"les deux", "both"}
	GridNone        = Text{"professionnel", "professional"}
	GridNow         = Text{"maintenant", "now"}
)

// GridDay reads one day of the grid of a week aloud: its label, whether it is today, and the hours of
// each kind ("00:00–08:00"), either of which may be none.
func GridDay(lang Lang, label string, today bool, recurring, exceptional []string) string {
	if today {
		label += Text{" (aujourd'hui)", " (today)"}.In(lang)
	}
	var parts []string
	if len(recurring) > 0 {
		parts = append(parts, GridRecurring.In(lang)+" "+and(lang, recurring))
	}
	if len(exceptional) > 0 {
		parts = append(parts, GridExceptional.In(lang)+" "+and(lang, exceptional))
	}
	hours := strings.Join(parts, ", ")
	if hours == "" {
		hours = Text{"rien de privé", "nothing private"}.In(lang)
	}
	colon := " : "
	if lang == English {
		colon = ": "
	}
	return label + colon + hours + "."
}

// GridHours writes a span of a day by the clock on the wall, in minutes: "18:00–24:00".
func GridHours(from, to int) string {
	const hour = 60
	return fmt.Sprintf("%02d:%02d–%02d:%02d", from/hour, from%hour, to/hour, to%hour)
}

// and joins what holds together: "a, b et c", "a, b and c".
func and(lang Lang, all []string) string {
	if len(all) < 2 {
		return strings.Join(all, "")
	}
	return strings.Join(all[:len(all)-1], ", ") + Text{" et ", " and "}.In(lang) + all[len(all)-1]
}

// WeekOf names a week by its Monday: "Semaine du 23 novembre 2026".
func WeekOf(lang Lang, monday time.Time) string {
	names := calendarOf(lang)
	return both("Semaine du %s %s %d", "Week of %s %s %d", dayNumber(lang, monday.Day()), names.months[monday.Month()], monday.Year()).In(lang)
}
