package i18n

import "fmt"

// The list of private periods, and the answer to "am I private now?".
var (
	ListTitle      = Text{"Vos périodes privées", "Your private periods"}
	ListEmptyTitle = Text{"Aucune période privée à venir", "No private period ahead"}
	WhichTitle     = Text{"Laquelle ?", "Which one?"}
	RunningNow     = Text{"en cours", "running now"}

	StatusPrivateTitle = Text{"Privé en ce moment", "Private right now"}
	StatusProTitle     = Text{"Professionnel en ce moment", "Professional right now"}
	StatusNoEndLead    = Text{
		"Sans fin prévue dans les deux semaines qui viennent.",
		"With no end in the two weeks to come.",
	}
	NextLabel    = Text{"Ensuite", "Next"}
	NextNothing  = Text{"rien de prévu dans les deux semaines qui viennent", "nothing planned in the two weeks to come"}
	BecauseLabel = Text{"Selon", "Because of"}
	ByException  = Text{"une période exceptionnelle", "an exceptional period"}
	ByRecurring  = Text{"vos heures privées régulières", "your regular private hours"}
	ByBoth       = Text{"une période exceptionnelle et vos heures régulières", "an exceptional period and your regular hours"}
)

// StatusUntil says until when the present state lasts.
func StatusUntil(lang Lang, moment string) string {
	return both("Jusqu'au %s.", "Until %s.", moment).In(lang)
}

// NextPrivate says what comes next, and when.
func NextPrivate(lang Lang, span string) string {
	return both("privé %s", "private %s", span).In(lang)
}

// ListFooter says what can be typed about a listed period.
func ListFooter(lang Lang, cancel, change string) string {
	return both("Vous pouvez aussi taper %s ou %s.", "You can also type %s or %s.", cancel, change).In(lang)
}

// ListEmptyLead says how to record a first one.
func ListEmptyLead(lang Lang, example string) string {
	return both("Pour en enregistrer une, tapez par exemple %s.", "To record one, type for example %s.", example).In(lang)
}

// ListMore says that a list goes on.
func ListMore(lang Lang, more int) string {
	if lang == English {
		return fmt.Sprintf("… and %d more.", more)
	}
	return fmt.Sprintf("… et %d %s.", more, plural(lang, more, "autre", "autres"))
}

// NoNumber says that a list has no such number.
func NoNumber(lang Lang, number, most int, list string) string {
	if most == 0 {
		return both("Il n'y a pas de numéro %d : aucune période n'est à venir.",
			"There is no number %d: no period lies ahead.", number).In(lang)
	}
	return both("Il n'y a pas de numéro %d : la liste va de 1 à %d. %s la montre.",
		"There is no number %d: the list goes from 1 to %d. %s shows it.", number, most, list).In(lang)
}

// NoneThen says that no private period of the driver meets a time.
func NoneThen(lang Lang, span, list string) string {
	return both("Aucune de vos périodes privées ne touche %s. %s les montre toutes.",
		"None of your private periods meets %s. %s shows them all.", span, list).In(lang)
}

// WhichOne asks to choose among several periods that meet a time.
func WhichOne(lang Lang, span string) string {
	return both("Plusieurs de vos périodes touchent %s.", "Several of your periods meet %s.", span).In(lang)
}

// CancelHow says what the cancel command wants.
func CancelHow(lang Lang, byNumber, byPhrase string) string {
	return both("Dites laquelle supprimer : %s, ou %s.", "Say which one to delete: %s, or %s.", byNumber, byPhrase).In(lang)
}

// ChangeHow says what the change command wants.
func ChangeHow(lang Lang, example string) string {
	return both("Dites laquelle, et ce qu'elle devient : %s.", "Say which one, and what it becomes: %s.", example).In(lang)
}

// Titles of answers that need a better command.
var (
	NotUnderstoodTitle = Text{"Je n'ai pas compris", "I didn't understand"}
	NeedMoreTitle      = Text{"Il manque quelque chose", "Something is missing"}
	NoneThenTitle      = Text{"Rien à ce moment-là", "Nothing then"}
	NotYetTitle        = Text{"Pas encore ici", "Not here yet"}
)

// ChangeNotRecurring says that a period can't become hours that recur.
func ChangeNotRecurring(lang Lang, example string) string {
	return both("Une période ne peut pas devenir des heures qui reviennent chaque semaine. Pour celles-ci : %s.",
		"A period can't become hours that recur every week. For those: %s.", example).In(lang)
}

// CommandNotYet says that a command of the family exists in name only.
func CommandNotYet(lang Lang, command, help string) string {
	return both("%s n'est pas encore disponible ici. %s dit ce qui l'est.",
		"%s isn't available here yet. %s says what is.", command, help).In(lang)
}

// DidYouMean proposes commands for a misspelled one.
func DidYouMean(lang Lang, commands []string) string {
	return both("Vouliez-vous dire %s ?", "Did you mean %s?", Or(lang, commands)).In(lang)
}

// SeeHelp points to the help.
func SeeHelp(lang Lang, help string) string {
	return both("%s dit ce que je comprends.", "%s says what I understand.", help).In(lang)
}
