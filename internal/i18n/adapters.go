package i18n

// What the chat adapters say by themselves; everything else comes from the commands.
var (
	// StillWorking stands in the place of a card whose press takes a while.
	StillWorking = Text{
		FR: "J'y travaille…",
		EN: "Working on it…",
	}
	// StillWorkingMore tells that pressing again is useless.
	StillWorkingMore = Text{
		FR: "OCEAN met un peu de temps à répondre. Le résultat s'affichera ici ; inutile d'appuyer à nouveau.",
		EN: "OCEAN is taking a moment to answer. The result will show up here; no need to press again.",
	}
	// Broken is the answer where the bot itself failed.
	Broken = Text{
		FR: "Quelque chose s'est mal passé de mon côté",
		EN: "Something went wrong on my side",
	}
	// BrokenMore tells what to do after [Broken].
	BrokenMore = Text{
		FR: "Je ne sais pas si votre demande a été prise en compte. Vérifiez avec « /private liste » avant de recommencer.",
		EN: "I can't tell whether your request was carried out. Check with “/private list” before you try again.",
	}
	// NoDialog is said where the platform would not open the dialog of a question.
	NoDialog = Text{
		FR: "La fenêtre de saisie n'a pas pu s'ouvrir",
		EN: "The dialog could not be opened",
	}
	// PressAgain is the way out where there is nothing that can be typed instead.
	PressAgain = Text{
		FR: "Appuyez de nouveau sur le bouton.",
		EN: "Press the button again.",
	}
	// QuestionTitle is the title, and the label, of a dialog that came without one.
	QuestionTitle = Text{FR: "Précision", EN: "Details"}
	// SubmitButton is the button that sends a dialog that came without one.
	SubmitButton = Text{FR: "Valider", EN: "Submit"}
	// CloseButton is the button that closes a dialog that came without one.
	CloseButton = Text{FR: "Fermer", EN: "Close"}
)

// TypeInstead tells what can be typed where the dialog of a question did not open.
func TypeInstead(example string) Text {
	return both("Tapez plutôt, par exemple : %s", "Type this instead, for example: %s", example)
}

// MoreItems stands for the entries of a list that did not fit into a message.
func MoreItems(n int) Text {
	return both("… et %d de plus", "… and %d more", n)
}
