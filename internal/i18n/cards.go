package i18n

// Words on buttons and beside values. Buttons are short enough for a phone.
var (
	ConfirmButton   = Text{"Confirmer", "Confirm"}
	CancelButton    = Text{"Annuler", "Cancel"}
	UndoButton      = Text{"Défaire", "Undo"}
	DeleteButton    = Text{"Supprimer", "Delete"}
	ChangeButton    = Text{"Modifier", "Change"}
	TryAgainButton  = Text{"Réessayer", "Try again"}
	ConfirmDelete   = Text{"Supprimer la période", "Delete the period"}
	KeepButton      = Text{"Garder", "Keep it"}
	FromLabel       = Text{"Début", "From"}
	ToLabel         = Text{"Fin", "To"}
	LengthLabel     = Text{"Durée", "Length"}
	ZoneLabel       = Text{"Fuseau", "Time zone"}
	ReasonLabel     = Text{"Motif", "Reason"}
	BeforeLabel     = Text{"Avant", "Before"}
	AskedLabel      = Text{"Demandé", "Asked for"}
	RecordedLabel   = Text{"Enregistré", "Recorded"}
	NoReason        = Text{"aucun", "none"}
	OpenEnd         = Text{"sans fin", "no end"}
	UnchangedFooter = Text{
		"Rien n'est encore changé. Cette carte attend votre choix pendant 30 minutes.",
		"Nothing is changed yet. This card waits for your choice for 30 minutes.",
	}
	NothingYetFooter = Text{
		"Rien n'est encore enregistré. Cette carte attend votre choix pendant 30 minutes.",
		"Nothing is recorded yet. This card waits for your choice for 30 minutes.",
	}
)

// InsteadButton offers the other reading of a phrase.
func InsteadButton(lang Lang, span string) string {
	return both("Plutôt %s", "Rather %s", span).In(lang)
}

// The titles of the cards of a private period, before the press.
var (
	CreateTitle = Text{"Période privée : à confirmer", "Private period: please confirm"}
	ChangeTitle = Text{"Modifier cette période privée ?", "Change this private period?"}
	DeleteTitle = Text{"Supprimer cette période privée ?", "Delete this private period?"}
)

// Remarks on a card before the press.
var (
	CutToNow = Text{
		"Le début est déjà passé : OCEAN ne change jamais le passé, la période commence donc maintenant.",
		"Its beginning is past: OCEAN never changes what is past, so the period begins now.",
	}
	ClockChanges = Text{
		"L'heure change pendant cette période ; les heures ci-dessus sont celles de la montre.",
		"The clocks change during this period; the hours above are those on the wall.",
	}
	ReasonSeen = Text{
		"Le motif est enregistré dans OCEAN, où votre entreprise peut le lire.",
		"The reason is recorded in OCEAN, where your company can read it.",
	}
	RecurringCover = Text{
		"Vos heures privées régulières couvrent déjà tout ce temps.",
		"Your regular private hours cover all of this time already.",
	}
	RecurringOverlap = Text{
		"Vos heures privées régulières couvrent déjà une partie de ce temps.",
		"Your regular private hours cover a part of this time already.",
	}
	RecurringUnread = Text{
		"Vos heures privées régulières n'ont pas pu être lues : un recouvrement n'est pas exclu.",
		"Your regular private hours could not be read, so this may overlap them.",
	}
)

// Overlap says that a period that is recorded already shares time with the one on the card.
func Overlap(lang Lang, span, reason string) string {
	if reason == "" {
		return both("Chevauche une période déjà enregistrée : %s.", "Overlaps a period that is recorded already: %s.", span).In(lang)
	}
	return both("Chevauche une période déjà enregistrée : %s (%s).",
		"Overlaps a period that is recorded already: %s (%s).", span, reason).In(lang)
}

// ReasonCut says that a reason is longer than what is recorded.
func ReasonCut(lang Lang, most int) string {
	return both("Le motif est coupé à %d caractères.", "The reason is cut to %d characters.", most).In(lang)
}

// What became of a press.
var (
	CreatedTitle  = Text{"C'est enregistré dans OCEAN", "Recorded in OCEAN"}
	ChangedTitle  = Text{"La modification est enregistrée dans OCEAN", "The change is recorded in OCEAN"}
	DeletedTitle  = Text{"La période est supprimée dans OCEAN", "The period is deleted in OCEAN"}
	DiffersTitle  = Text{"OCEAN a enregistré autre chose que demandé", "OCEAN has recorded something else than asked for"}
	RefusedTitle  = Text{"OCEAN a refusé", "OCEAN refused"}
	LostTitle     = Text{"OCEAN ne l'a pas enregistré", "OCEAN has not recorded it"}
	UnknownTitle  = Text{"On ne sait pas encore si c'est fait", "It isn't known yet whether it is done"}
	WasItLead     = Text{"C'était :", "It was:"}
	RecordedLead  = Text{"Voici ce qu'OCEAN a réellement enregistré, relu à l'instant.", "This is what OCEAN really recorded, read back just now."}
	UndoFooter    = Text{"« Défaire » fonctionne tant que la période n'a pas commencé.", "“Undo” works until the period begins."}
	ReasonMissing = Text{"OCEAN n'a pas enregistré le motif.", "OCEAN has not recorded the reason."}
	DiffersLead   = Text{
		"Vérifiez avant de rouler : l'heure enregistrée n'est pas celle qui a été demandée. La personne qui gère le bot en est avertie.",
		"Check before you drive: what is recorded is not what was asked for. Whoever runs the bot is told.",
	}
	LostLead = Text{
		"OCEAN n'a pas répondu clairement. Relu ensuite, il ne l'a pas enregistré. Rien n'a été refait.",
		"OCEAN didn't answer clearly. Read back afterwards, it has not recorded it. Nothing was repeated.",
	}
	UnknownLead = Text{
		"OCEAN n'a pas répondu clairement et ne peut pas être relu pour l'instant. Ne recommencez pas : le bot regarde de nouveau et vous dira ici ce qui est enregistré. En cas d'urgence, vérifiez dans le portail OCEAN.",
		"OCEAN didn't answer clearly and can't be read back for now. Don't repeat it: the bot looks again and tells you here what is recorded. If it is urgent, look in the OCEAN portal.",
	}
	RefusedLead = Text{
		"OCEAN a répondu non, et n'a rien enregistré.",
		"OCEAN answered no, and has recorded nothing.",
	}
	NewsLead = Text{
		"Des nouvelles de votre demande, qui était restée sans réponse.",
		"News of what you asked for, which had been left without an answer.",
	}
	LateLead = Text{
		"Des nouvelles de votre demande : la réponse précédente n'est plus vraie.",
		"News of what you asked for: the answer before this one is no longer true.",
	}
)

// OceanSays quotes OCEAN's own words.
func OceanSays(lang Lang, message string) string {
	return both("OCEAN répond : %s", "OCEAN says: %s", quote(lang, message)).In(lang)
}

// Presses that do nothing.
var (
	ForgottenTitle = Text{"Annulé", "Cancelled"}
	ForgottenLead  = Text{"Rien n'a été changé dans OCEAN.", "Nothing was changed in OCEAN."}
	ExpiredTitle   = Text{"Cette carte a expiré", "This card has expired"}
	ExpiredLead    = Text{
		"Une carte vaut 30 minutes. Rien n'a été enregistré : retapez votre commande.",
		"A card works for 30 minutes. Nothing was recorded: type your command again.",
	}
	NotYoursTitle = Text{"Cette carte n'est pas la vôtre", "This card isn't yours"}
	NotYoursLead  = Text{
		"Seule la personne qui a tapé la commande peut appuyer ici. Rien n'a été changé.",
		"Only the person who typed the command can press here. Nothing was changed.",
	}
	StaleTitle = Text{"Cette période a changé entre-temps", "This period has changed meanwhile"}
	StaleLead  = Text{
		"Elle n'est plus comme la carte la montrait. Rien n'a été fait.",
		"It is no longer as the card showed it. Nothing was done.",
	}
	GoneTitle = Text{"Cette période n'existe plus", "This period is gone"}
	GoneLead  = Text{
		"OCEAN ne l'a plus parmi les vôtres. Rien n'a été fait.",
		"OCEAN no longer has it among yours. Nothing was done.",
	}
	AlreadyTitle = Text{"C'est déjà enregistré", "It is recorded already"}
	AlreadyLead  = Text{
		"OCEAN a déjà exactement cette période. Rien n'a été ajouté.",
		"OCEAN has exactly this period already. Nothing was added.",
	}
	OverTitle = Text{"C'est passé", "This is over"}
	OverLead  = Text{
		"OCEAN ne change jamais le passé. Rien n'a été fait.",
		"OCEAN never changes what is past. Nothing was done.",
	}
	BegunTitle = Text{"Cette période a commencé", "This period has begun"}
	BegunLead  = Text{
		"OCEAN ne supprime que ce qui est entièrement à venir. Sa fin peut encore être changée.",
		"OCEAN deletes only what lies wholly ahead. Its end can still be changed.",
	}
	UndoTooLateLead = Text{
		"On ne peut défaire que ce qui n'a pas commencé.",
		"Only what hasn't begun can be undone.",
	}
	StartFixedTitle = Text{"Cette période a commencé", "This period has begun"}
)

// StartFixed says that only the end of a running period can be moved, with what to type.
func StartFixed(lang Lang, command string) string {
	return both("Son début ne peut plus changer, sa fin si. Par exemple : %s.",
		"Its beginning can't be changed any more, its end can. For example: %s.", command).In(lang)
}

// The question that a change button asks before it is delivered.
var (
	AskChangeTitle  = Text{"Modifier la période", "Change the period"}
	AskChangeLabel  = Text{"Nouvelle période", "New period"}
	AskChangeSubmit = Text{"Voir", "Preview"}
	AskChangeHint   = Text{"samedi 10h-16h, ou : jusqu'à lundi 8h", "Saturday 10:00-16:00, or: until Monday 8:00"}
)
