package i18n

import "time"

// What a phrase left unsaid and the rules decided, and which of its words were read as dates.

// ReadAs tells which words of a phrase were read as its dates, where other words stand beside them.
func ReadAs(lang Lang, words string) string {
	return both("Les dates ont été lues dans %s ; le reste est le motif.",
		"The dates were read in %s; the rest is the reason.", quote(lang, words)).In(lang)
}

// ImpliedMonth tells which month was meant by a day of the month alone.
func ImpliedMonth(lang Lang, at time.Time) string {
	return both("Aucun mois n'est dit : c'est en %s %d.", "No month was said: it is in %s %d.", calendarOf(lang).months[at.Month()], at.Year()).In(lang)
}

// ImpliedYear tells which year was meant by a date without one.
func ImpliedYear(lang Lang, at time.Time) string {
	return both("Aucune année n'est dite : c'est en %d.", "No year was said: it is in %d.", at.Year()).In(lang)
}

// What else was not said.
var (
	ImpliedStart = Text{
		"Aucun début n'est dit : la période commence maintenant.",
		"No beginning was said: the period begins now.",
	}
	ImpliedDay = Text{
		"Aucun jour n'est dit : c'est le premier où ces heures ne sont pas passées.",
		"No day was said: it is the first on which these hours are not over.",
	}
	ImpliedNextDay = Text{
		"La fin tombe le lendemain.",
		"The end is on the next day.",
	}
	ImpliedLastDay = Text{
		"Le dernier jour est compris en entier.",
		"The last day is included, all of it.",
	}
	HourMissing = Text{
		"Une heure demandée n'existe pas, car les horloges avancent ce jour-là : le premier instant qui suit est pris.",
		"An hour that was asked for doesn't exist, since the clocks go forward on that day: the first moment after it is taken.",
	}
	HourTwice = Text{
		"Une heure demandée existe deux fois, car les horloges reculent ce jour-là : la première des deux est prise.",
		"An hour that was asked for exists twice, since the clocks go back on that day: the earlier of the two is taken.",
	}
)
