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

// FileFollows stands in a direct conversation above the file that was asked for elsewhere.
func FileFollows(file string) Text {
	return both("Le fichier que vous avez demandé : %s.", "The file that you asked for: %s.", file)
}

// FileIsInDirect tells, on a card that only the asker sees and that can't hold a file, where the file is.
func FileIsInDirect(file string) Text {
	return both("Une réponse visible de vous seul ne peut pas porter de fichier : %s est dans notre conversation directe.",
		"An answer that only you see can't hold a file: %s is in our direct conversation.", file)
}

// FileWentToAsker tells, on a card that everybody sees, why the file is not there.
func FileWentToAsker(file string) Text {
	return both("Le fichier %s n'a pas pu être partagé ici ; qui l'a demandé l'a reçu en message direct.",
		"The file %s could not be shared here; whoever asked for it got it as a direct message.", file)
}

// FileFailed tells that there is no file; the rest of the card is the answer.
func FileFailed(file string) Text {
	return both("Le fichier %s n'a pas pu être joint ; qui gère le bot peut voir pourquoi. Les chiffres de cette carte restent valables.",
		"The file %s could not be attached; whoever runs the bot can see why. The figures of this card still hold.", file)
}

// FileUnsure tells that nobody knows whether the file arrived.
func FileUnsure(file string) Text {
	return both("Il n'est pas sûr que le fichier %s soit arrivé. S'il ne paraît pas, demandez-le de nouveau.",
		"It isn't certain that the file %s has arrived. If it doesn't show up, ask for it again.", file)
}
