package i18n

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Recurring hours, before and after the press.
var (
	HoursTitle        = Text{"Vos heures privées régulières", "Your regular private hours"}
	HoursEmptyTitle   = Text{"Aucune heure privée régulière", "No regular private hours"}
	HoursAddTitle     = Text{"Heures privées régulières : à confirmer", "Regular private hours: please confirm"}
	HoursRemoveTitle  = Text{"Supprimer ces heures régulières ?", "Delete these regular hours?"}
	HoursClearTitle   = Text{"Supprimer toutes vos heures régulières ?", "Delete all your regular hours?"}
	HoursSetTitle     = Text{"Vos heures régulières sont enregistrées dans OCEAN", "Your regular hours are recorded in OCEAN"}
	HoursClearedTitle = Text{"Vos heures régulières sont supprimées dans OCEAN", "Your regular hours are deleted in OCEAN"}
	HoursGoneTitle    = Text{"Ces heures n'existent plus", "These hours are gone"}
	HoursStaleTitle   = Text{"Vos heures régulières ont changé entre-temps", "Your regular hours have changed meanwhile"}
	HoursLabel        = Text{"Heures", "Hours"}
	ValidLabel        = Text{"Validité", "Valid"}
	AfterLabel        = Text{"Après", "After"}
	NowLabel          = Text{"Maintenant", "Now"}
	NoHours           = Text{"aucune", "none"}
	ConfirmHours      = Text{"Supprimer ces heures", "Delete these hours"}
	HoursDifferLead   = Text{
		"Vérifiez avant de rouler : la semaine enregistrée n'est pas celle qui a été demandée. La personne qui gère le bot en est avertie.",
		"Check before you drive: the week that is recorded is not the one that was asked for. Whoever runs the bot is told.",
	}
	HoursStaleLead = Text{
		"Elles ne sont plus comme la carte les montrait. Rien n'a été fait.",
		"They are no longer as the card showed them. Nothing was done.",
	}
	HoursGoneLead = Text{
		"OCEAN ne les a plus parmi les vôtres. Rien n'a été fait.",
		"OCEAN no longer has them among yours. Nothing was done.",
	}
	HoursAlreadyLead = Text{
		"Vos heures régulières couvrent déjà tout cela. Rien n'a été ajouté.",
		"Your regular hours cover all of this already. Nothing was added.",
	}
	HoursNotThenLead = Text{
		"Aucune de vos heures privées régulières ne touche ce moment. Rien n'a été changé.",
		"None of your regular private hours meets that time. Nothing was changed.",
	}
	HoursNoReason = Text{
		"OCEAN ne garde pas de motif avec des heures régulières : il n'est pas enregistré.",
		"OCEAN keeps no reason with regular hours, so it isn't recorded.",
	}
	HoursKeepValidity = Text{
		"Vos autres heures gardent leurs dates.",
		"Your other hours keep their dates.",
	}
	HoursUndoFooter = Text{
		"« Défaire » remet la semaine comme elle était.",
		"“Undo” puts the week back as it was.",
	}
)

// HoursZone says in which zone regular hours are meant, to somebody whose own zone is another one.
func HoursZone(lang Lang, zone string) string {
	return both("Ces heures sont celles de la montre à %s : OCEAN ne connaît que ce fuseau pour les heures régulières.",
		"These hours are those on the wall in %s: it is the only time zone that OCEAN knows for regular hours.", zone).In(lang)
}

// HoursEmptyLead says how to record the first regular hours.
func HoursEmptyLead(lang Lang, example string) string {
	return both("Pour en enregistrer, tapez par exemple %s.", "To record some, type for example %s.", example).In(lang)
}

// HoursFooter says what can be typed about regular hours.
func HoursFooter(lang Lang, cancel, byPhrase, clearAll string) string {
	return both("Vous pouvez aussi taper %s, %s ou %s.", "You can also type %s, %s or %s.", cancel, byPhrase, clearAll).In(lang)
}

// HoursNoNumber says that the regular hours have no such number.
func HoursNoNumber(lang Lang, number, most int, show string) string {
	return both("Il n'y a pas de numéro %d : vos heures régulières vont de 1 à %d. %s les montre.",
		"There is no number %d: your regular hours go from 1 to %d. %s shows them.", number, most, show).In(lang)
}

// HoursHow says what the removal of regular hours wants.
func HoursHow(lang Lang, byNumber, byPhrase string) string {
	return both("Dites lesquelles supprimer : %s, ou %s.", "Say which ones to delete: %s, or %s.", byNumber, byPhrase).In(lang)
}

// WeeklyHours writes one rule of a week: "du lundi au vendredi, 18:00 → 08:00 le lendemain". The days, in
// the order of a French week, are those on which it begins; from is in minutes from midnight, and last is
// how many minutes it lasts.
func WeeklyHours(lang Lang, days []time.Weekday, from, last int) string {
	const midnight = 24 * 60
	end := from + last
	if from == 0 && last == midnight {
		return dayList(lang, days) + both(", toute la journée", ", all day").In(lang)
	}
	later := (end - 1) / midnight // how many midnights lie inside
	clock := fmt.Sprintf("%02d:%02d", (end-later*midnight)/60, (end-later*midnight)%60)
	hours := fmt.Sprintf("%02d:%02d → %s", from/60, from%60, clock)
	switch {
	case later == 0:
		return dayList(lang, days) + ", " + hours
	case later == 1 && end-midnight <= from:
		return dayList(lang, days) + ", " + hours + both(" le lendemain", " the next day").In(lang)
	case len(days) == 1:
		ends := time.Weekday((int(days[0]) + later) % len(calendarOf(lang).days))
		return dayList(lang, days) + ", " + fmt.Sprintf("%02d:%02d → %s %s", from/60, from%60, Weekday(lang, ends), clock)
	default:
		return dayList(lang, days) + ", " + hours + both(" (+%d j)", " (+%d d)", later).In(lang)
	}
}

// dayList names days of the week: those that follow each other as from and to.
func dayList(lang Lang, days []time.Weekday) string {
	switch {
	case len(days) == len(calendarOf(lang).days):
		return both("tous les jours", "every day").In(lang)
	case len(days) >= 3 && consecutive(days):
		return both("du %s au %s", "%s to %s", Weekday(lang, days[0]), Weekday(lang, days[len(days)-1])).In(lang)
	}
	names := make([]string, len(days))
	for i, day := range days {
		names[i] = Weekday(lang, day)
		if lang != English {
			names[i] = "le " + names[i]
		}
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + both(" et ", " and ").In(lang) + names[last]
}

func consecutive(days []time.Weekday) bool {
	return !slices.ContainsFunc(days[1:], func(day time.Weekday) bool {
		at := slices.Index(days, day)
		return (int(days[at-1])+1)%7 != int(day)
	})
}

// Validity says between which days something holds: from is its first moment and until the first after
// it, both in the zone in which their days are meant. A from that isn't after now is left out.
func Validity(lang Lang, from, until, now time.Time) string {
	begins := ""
	if from.After(now) {
		begins = both("à partir du %s", "from %s", dayName(lang, from)).In(lang)
	}
	if until.IsZero() {
		if begins == "" {
			return both("dès maintenant, sans fin", "from now on, without end").In(lang)
		}
		return begins + both(", sans fin", ", without end").In(lang)
	}
	last := until
	if until.Hour() == 0 && until.Minute() == 0 {
		last = until.AddDate(0, 0, -1)
	}
	ends := both("jusqu'au %s inclus", "until %s, included", dayName(lang, last)).In(lang)
	if begins == "" {
		return ends
	}
	return begins + ", " + ends
}

// dayName writes a day of the calendar: "mardi 1er décembre 2026".
func dayName(lang Lang, t time.Time) string {
	names := calendarOf(lang)
	return fmt.Sprintf("%s %s %s %d", names.days[t.Weekday()], dayNumber(lang, t.Day()), names.months[t.Month()], t.Year())
}
