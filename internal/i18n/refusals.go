package i18n

// Why a phrase gives no period. Each names the piece that was not understood and a phrase that works.

// NoDate says that a phrase holds no date at all.
func NoDate(lang Lang, example string) string {
	return both("Je n'y trouve ni date ni heure. Par exemple : %s.",
		"I find neither a date nor a time in it. For example: %s.", example).In(lang)
}

// ForExample shows a phrase that works, after a sentence about one that doesn't.
func ForExample(lang Lang, example string) string {
	return both("Par exemple : %s.", "For example: %s.", example).In(lang)
}

// PieceNotUnderstood names what was not understood.
func PieceNotUnderstood(lang Lang, piece, example string) string {
	return both("Je ne comprends pas %s. Par exemple : %s.",
		"I don't understand %s. For example: %s.", quote(lang, piece), example).In(lang)
}

// Impossible says that a date or an hour doesn't exist.
func Impossible(lang Lang, piece string) string {
	return both("%s n'existe pas. Vérifiez la date ou l'heure.",
		"%s doesn't exist. Please check the date or the hour.", quote(lang, piece)).In(lang)
}

// EndBeforeStart says that a period would end before it begins.
func EndBeforeStart(lang Lang, piece string) string {
	if piece == "" {
		return Text{"La fin est avant le début.", "The end is before the beginning."}.In(lang)
	}
	return both("Dans %s, la fin est avant le début.", "In %s, the end is before the beginning.", quote(lang, piece)).In(lang)
}

// NeedsEnd asks for the end of a period whose start was understood.
func NeedsEnd(lang Lang, start, example string) string {
	if start == "" {
		return both("Jusqu'à quand ? Par exemple : %s.", "Until when? For example: %s.", example).In(lang)
	}
	return both("À partir du %s, mais jusqu'à quand ? Par exemple : %s.",
		"From %s, but until when? For example: %s.", start, example).In(lang)
}

// AmbiguousWord asks which of several words a misspelled one is.
func AmbiguousWord(lang Lang, piece string, choices []string) string {
	return both("%s peut vouloir dire %s. Lequel ?", "%s could be %s. Which one?", quote(lang, piece), Or(lang, choices)).In(lang)
}

// NotWeekly says that something recurs otherwise than every week.
func NotWeekly(lang Lang, piece string) string {
	return both("%s ne revient pas chaque semaine, et OCEAN ne connaît que des heures hebdomadaires. Dites chaque période à part.",
		"%s doesn't come back every week, and OCEAN knows only weekly hours. Say each period on its own.", quote(lang, piece)).In(lang)
}

// Vague asks for hours in the place of a loose expression.
func Vague(lang Lang, piece, example string) string {
	return both("%s est trop vague pour être enregistré : dites les heures. Par exemple : %s.",
		"%s is too loose to be recorded: say the hours. For example: %s.", quote(lang, piece), example).In(lang)
}

// TakenFor says that a word was taken for a mistyped one.
func TakenFor(lang Lang, typed, word string) string {
	return both("%s a été compris comme %s.", "%s was understood as %s.", quote(lang, typed), quote(lang, word)).In(lang)
}
