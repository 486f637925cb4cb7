package i18n

// Ending the private period that is running.
var (
	ProTitle        = Text{"Finir maintenant cette période privée ?", "End this private period now?"}
	ProEndedTitle   = Text{"La période privée est finie", "The private period is over"}
	ProAlreadyTitle = Text{"Vous êtes déjà en professionnel", "You are professional already"}
	ProAlreadyLead  = Text{
		"Aucune période privée n'est en cours. Rien n'a été changé.",
		"No private period is running. Nothing was changed.",
	}
	ProRecurringTitle = Text{"Ce sont vos heures régulières", "These are your regular hours"}
	ProFooter         = Text{
		"Rien n'est encore changé ; le temps déjà passé reste privé. Cette carte attend votre choix pendant 30 minutes.",
		"Nothing is changed yet; the time that has passed stays private. This card waits for your choice for 30 minutes.",
	}
	ProButton         = Text{"Finir maintenant", "End it now"}
	ProUntilLabel     = Text{"Finira", "Will end"}
	ProUntilNow       = Text{"au moment où vous appuyez", "the moment you press"}
	PrivateAgainLabel = Text{"Reprendre le privé", "Private again"}
	ProUndoFooter     = Text{
		"« Reprendre le privé » enregistre le reste de la période, à partir de cet instant.",
		"“Private again” records the rest of the period, from that moment on.",
	}
)

// ProRecurring says what can be done where only regular hours are running, with what to type.
func ProRecurring(lang Lang, until, cancel, trip string) string {
	return both("Vos heures privées régulières courent jusqu'au %s, et OCEAN ne sait pas les suspendre une seule fois. Vous pouvez rendre un trajet professionnel après coup : %s. Ou supprimer ces heures pour toutes les semaines : %s.",
		"Your regular private hours run until %s, and OCEAN can't suspend them just once. You can make a trip professional afterwards: %s. Or delete these hours for every week: %s.",
		until, trip, cancel).In(lang)
}

// EndsWith says how a running period is ended before its time.
func EndsWith(lang Lang, command string) string {
	return both("Pour la finir plus tôt : %s.", "To end it earlier: %s.", command).In(lang)
}

// ProStillRecurring says that somebody stays private after a period has ended.
func ProStillRecurring(lang Lang, until string) string {
	return both("Vous resterez en privé jusqu'au %s, selon vos heures régulières.",
		"You will stay private until %s, because of your regular hours.", until).In(lang)
}

// ProTakesNothing says that the command takes no words, and what to type instead.
func ProTakesNothing(lang Lang, pro, change, trip string) string {
	return both("%s finit la période privée en cours, et ne prend rien d'autre. Pour une autre fin : %s. Pour un trajet déjà fait : %s.",
		"%s ends the private period that is running, and takes nothing else. For another end: %s. For a trip that is over: %s.",
		pro, change, trip).In(lang)
}

// Overlaps with other periods, and several writes under one press.
var (
	KeepBothButton = Text{"Garder les deux", "Keep both"}
	BusyTitle      = Text{"Une autre de vos demandes est en cours", "Another request of yours is under way"}
	BusyLead       = Text{
		"Vos changements se font l'un après l'autre. Rien n'a été fait pour celui-ci : appuyez de nouveau dans un moment.",
		"Your changes are made one after the other. Nothing was done for this one: press again in a moment.",
	}
	AllDoneTitle   = Text{"Tout est enregistré dans OCEAN", "All of it is recorded in OCEAN"}
	PartDoneTitle  = Text{"Une partie seulement est faite", "Only a part of it is done"}
	ContinueButton = Text{"Faire le reste", "Do the rest"}
	RestNotDone    = Text{"Le reste n'est pas fait.", "The rest is not done."}
	ChainFooter    = Text{
		"« Défaire » fonctionne tant qu'OCEAN peut encore changer cela.",
		"“Undo” works as long as OCEAN can still change this.",
	}
)

// MergeButton offers to make one period of several.
func MergeButton(lang Lang, span string) string {
	return both("Fusionner : %s", "Merge: %s", span).In(lang)
}

// MergeNote says what becomes of periods that are merged.
func MergeNote(lang Lang, span string) string {
	return both("« Fusionner » en fait une seule période : %s.", "“Merge” makes one period of them: %s.", span).In(lang)
}

// ReplaceButton offers to put a new period in the place of others.
var ReplaceButton = Text{"Remplacer", "Replace"}

// ReplaceNote says what becomes of periods that are replaced.
var (
	ReplaceNote = Text{
		"« Remplacer » ne garde que la nouvelle période.",
		"“Replace” keeps the new period alone.",
	}
	ReplaceBegunNote = Text{
		"« Remplacer » finit la période en cours là où la nouvelle commence.",
		"“Replace” ends the running period where the new one begins.",
	}
)

// OverTrip says that a wholly past period is a matter of trips, with what to type.
func OverTrip(lang Lang, command string) string {
	return both("OCEAN ne change jamais le passé, mais un trajet peut devenir privé après coup : %s. Rien n'a été fait.",
		"OCEAN never changes what is past, but a trip can become private afterwards: %s. Nothing was done.", command).In(lang)
}

// What one write of several did, in a line.
var (
	StepCreated  = Text{"enregistrée", "recorded"}
	StepChanged  = Text{"modifiée", "changed"}
	StepDeleted  = Text{"supprimée", "deleted"}
	StepDiffers  = Text{"OCEAN a enregistré autre chose que demandé", "OCEAN has recorded something else than asked for"}
	StepRefused  = Text{"OCEAN a refusé", "OCEAN refused"}
	StepLost     = Text{"pas enregistrée", "not recorded"}
	StepUnknown  = Text{"on ne sait pas encore", "not known yet"}
	StepNotBegun = Text{"pas commencée", "not begun"}
)
