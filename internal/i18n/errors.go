package i18n

// Failures, each with what to do.
var (
	OceanAwayTitle = Text{"OCEAN ne répond pas", "OCEAN doesn't answer"}
	OceanAwayLead  = Text{
		"Rien n'a été changé. Réessayez dans quelques minutes.",
		"Nothing was changed. Please try again in a few minutes.",
	}
	OceanAwayPressLead = Text{
		"Rien n'a été changé. Appuyez de nouveau dans quelques minutes.",
		"Nothing was changed. Press again in a few minutes.",
	}
	OceanDeniesTitle = Text{"Le bot n'a pas accès à OCEAN", "The bot has no access to OCEAN"}
	OceanDeniesLead  = Text{
		"OCEAN refuse le compte du bot. Rien n'a été changé ; prévenez la personne qui gère le bot.",
		"OCEAN refuses the bot's account. Nothing was changed; please tell whoever runs the bot.",
	}
	OceanBusyTitle = Text{"OCEAN est très sollicité", "OCEAN is very busy"}
	OursTitle      = Text{"Quelque chose s'est mal passé chez nous", "Something went wrong on our side"}
)

// OursLead says that a failure is the bot's own, with the id under which its log has it.
func OursLead(lang Lang, reference string) string {
	return both("Rien n'a été lancé vers OCEAN. Réessayez ; si cela persiste, donnez la référence %s à la personne qui gère le bot.",
		"Nothing was sent to OCEAN. Please try again; if it persists, give the reference %s to whoever runs the bot.", reference).In(lang)
}

// Who somebody is.
var (
	WhoTitle   = Text{"Je ne sais pas qui vous êtes dans OCEAN", "I can't tell who you are in OCEAN"}
	NoMailLead = Text{
		"Votre profil ne montre pas d'adresse mail au bot. Ajoutez-la à votre profil, ou demandez à la personne qui gère le bot de vérifier ses droits. Rien n'a été fait.",
		"Your profile shows the bot no mail address. Add it to your profile, or ask whoever runs the bot to check its rights. Nothing was done.",
	}
	NotLinkedLead = Text{
		"Ici, le bot ne voit l'adresse mail de personne : la personne qui le gère doit lui dire qui vous êtes. Envoyez-lui la ligne ci-dessous ; elle y mettra votre individuId d'OCEAN à la place d'INDIVIDUID et la lancera sur le serveur du bot. Rien n'a été fait.",
		"The bot sees nobody's mail address here, so whoever runs it must tell it who you are. Send them the line below; they put your individuId of OCEAN in the place of INDIVIDUID and run it where the bot runs. Nothing was done.",
	}
	LinkLostLead = Text{
		"Votre compte est relié à une fiche qui n'existe pas dans OCEAN. Demandez à la personne qui gère le bot de corriger ce lien. Rien n'a été fait.",
		"Your account is linked to a record that isn't in OCEAN. Ask whoever runs the bot to correct the link. Nothing was done.",
	}
	ChatIDLabel = Text{"Votre identifiant", "Your id"}
	NobodyLead  = Text{
		"Personne dans OCEAN n'a l'adresse mail de votre profil. Demandez au gestionnaire de la flotte de l'inscrire sur votre fiche. Rien n'a été fait.",
		"Nobody in OCEAN has the mail address of your profile. Ask your fleet manager to put it into your record. Nothing was done.",
	}
	SeveralLead = Text{
		"Plusieurs personnes dans OCEAN ont l'adresse mail de votre profil. Demandez au gestionnaire de la flotte de n'en garder qu'une. Rien n'a été fait.",
		"Several people in OCEAN have the mail address of your profile. Ask your fleet manager to leave it with only one of them. Nothing was done.",
	}
	DeletedLead = Text{
		"Votre fiche est supprimée dans OCEAN. Si vous conduisez encore, demandez au gestionnaire de la flotte de la rétablir. Rien n'a été fait.",
		"Your record is deleted in OCEAN. If you still drive, ask your fleet manager to restore it. Nothing was done.",
	}
)
