package i18n

// What the Slack adapter says by itself; everything else comes from the commands.
var (
	// SlackWorking stands in the place of a card whose press takes a while.
	SlackWorking = Text{
		FR: "J'y travaille…",
		EN: "Working on it…",
	}
	// SlackWorkingMore tells that pressing again is useless.
	SlackWorkingMore = Text{
		FR: "OCEAN met un peu de temps à répondre. Le résultat s'affichera ici ; inutile d'appuyer à nouveau.",
		EN: "OCEAN is taking a moment to answer. The result will show up here; no need to press again.",
	}
	// SlackBroken is the answer where the bot itself failed.
	SlackBroken = Text{
		FR: "Quelque chose s'est mal passé de mon côté",
		EN: "Something went wrong on my side",
	}
	// SlackBrokenMore tells what to do after [SlackBroken].
	SlackBrokenMore = Text{
		FR: "Je ne sais pas si votre demande a été prise en compte. Vérifiez avec « /private liste » avant de recommencer.",
		EN: "I can't tell whether your request was carried out. Check with “/private list” before you try again.",
	}
	// SlackNoDialog is said where Slack would not open the dialog of a question.
	SlackNoDialog = Text{
		FR: "La fenêtre de saisie n'a pas pu s'ouvrir",
		EN: "The dialog could not be opened",
	}
	// SlackPressAgain is the way out where there is nothing that can be typed instead.
	SlackPressAgain = Text{
		FR: "Appuyez de nouveau sur le bouton.",
		EN: "Press the button again.",
	}
	// SlackQuestion is the title, and the label, of a dialog that came without one.
	SlackQuestion = Text{FR: "Précision", EN: "Details"}
	// SlackSubmit is the button that sends a dialog that came without one.
	SlackSubmit = Text{FR: "Valider", EN: "Submit"}
	// SlackClose is the button that closes a dialog that came without one.
	SlackClose = Text{FR: "Fermer", EN: "Close"}
)

// SlackTypeInstead tells what can be typed where the dialog of a question did not open.
func SlackTypeInstead(example string) Text {
	return both("Tapez plutôt, par exemple : %s", "Type this instead, for example: %s", example)
}

// SlackMore stands for the entries of a list that did not fit into a message.
func SlackMore(n int) Text {
	return both("… et %d de plus", "… and %d more", n)
}
