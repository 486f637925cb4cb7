package i18n

// Titles and labels of the summaries of private and professional use.
var (
	UsageOwnTitle  = Text{"Votre usage", "Your usage"}
	UsageTeamTitle = Text{"Usage de votre équipe", "Your team's usage"}
	UsageAllTitle  = Text{"Usage de toute la flotte", "The whole fleet's usage"}

	DistanceLabel     = Text{"Distance", "Distance"}
	DrivingLabel      = Text{"Au volant", "Driving"}
	PrivateLabel      = Text{"Privé", "Private"}
	ProfessionalLabel = Text{"Professionnel", "Professional"}
	PrivateShareLabel = Text{"Part privée", "Private share"}
	FuelLabel         = Text{"Carburant", "Fuel"}
	ElectricityLabel  = Text{"Électricité", "Electricity"}
	CostLabel         = Text{"Coût selon OCEAN", "Cost, says OCEAN"}
	DriversLabel      = Text{"Conducteurs", "Drivers"}
)

// What a summary says around its figures.
var (
	UsageNoneLead = Text{
		"OCEAN ne compte aucun trajet sur cette période.",
		"OCEAN counts no trip in this period.",
	}
	UsageOwnFooter = Text{
		"Visible de vous seul. Ce sont les totaux d'OCEAN, lus à l'instant.",
		"Only you can see this. These are OCEAN's totals, read just now.",
	}
	UsagePublicFooter = Text{
		"Des totaux seulement, lus dans OCEAN à l'instant : ni trajet, ni lieu.",
		"Totals only, read from OCEAN just now: no trip, no place.",
	}
	UsageDisagree = Text{
		"Les lignes par conducteur d'OCEAN font ensemble plus que son propre total : vérifiez dans le portail avant de vous en servir.",
		"OCEAN's lines per driver come to more than its own total: check in the portal before you rely on them.",
	}
	UsageTooMany = Text{
		"OCEAN ne donne pas de ligne par conducteur, et ils sont trop nombreux pour être demandés un par un.",
		"OCEAN gives no line per driver, and they are too many to be asked for one by one.",
	}
	UsageAheadTitle = Text{"C'est encore à venir", "This still lies ahead"}
	UsageAheadLead  = Text{
		"Cette période n'a pas commencé : il n'y a encore rien à compter.",
		"This period hasn't begun: there is nothing to count yet.",
	}
	UsageNotOnePeriod = Text{
		"C'est compris comme des heures qui reviennent chaque semaine ; un résumé porte sur une seule période.",
		"This was understood as hours that recur every week; a summary is about one period.",
	}
	OthersTitle = Text{"Réservé aux responsables", "For managers only"}
	// RightsUnreadLead is for whoever may or may not be a manager.
	RightsUnreadLead = Text{
		"La liste des responsables n'a pas pu être lue en entier ; rien n'a été demandé à OCEAN. Si vous en êtes, réessayez dans un moment ; la personne qui gère le bot en est avertie.",
		"The list of managers could not be read in full; OCEAN was asked nothing. If you are one, try again in a moment; whoever runs the bot is told.",
	}
	NoSuchTitle = Text{"Introuvable", "Not found"}
	WhoTwice    = Text{"De qui s'agit-il ?", "Who is it?"}
	NoName      = Text{"sans nom", "no name"}
	UsageSoFar  = Text{"(jusqu'à maintenant)", "(so far)"}
	// WhoPlaceholder stands for a name in an example of a command.
	WhoPlaceholder = Text{"NOM", "NAME"}
	// UsageMentionUnknown: somebody was mentioned whom OCEAN doesn't know, or not for sure.
	UsageMentionUnknown = Text{
		"Je ne peux pas dire avec certitude qui est cette personne dans OCEAN. Essayez avec son nom ou son matricule.",
		"I can't tell for sure who this person is in OCEAN. Try with their name or their matricule.",
	}
)

// The columns of a file of figures, in their order; the first is [UsageDriverColumn] or [UsageVehicleColumn].
var (
	UsageDriverColumn  = Text{"Conducteur", "Driver"}
	UsageVehicleColumn = Text{"Véhicule", "Vehicle"}

	UsageColumns = []Text{
		{"Distance (km)", "Distance (km)"},
		{"Au volant (h:mm:ss)", "Driving (h:mm:ss)"},
		{"Privé (km)", "Private (km)"},
		{"Privé (h:mm:ss)", "Private (h:mm:ss)"},
		{"Part privée de la distance (%)", "Private share of the distance (%)"},
		{"Part privée du temps (%)", "Private share of the time (%)"},
		{"Professionnel (km)", "Professional (km)"},
		{"Professionnel (h:mm:ss)", "Professional (h:mm:ss)"},
		{"Autre (km)", "Other (km)"},
		{"Autre (h:mm:ss)", "Other (h:mm:ss)"},
		{"Carburant (L)", "Fuel (L)"},
		{"Électricité (kWh)", "Electricity (kWh)"},
		{"Coût", "Cost"},
		{"Début", "From"},
		{"Fin", "To"},
	}

	// UsageTotalLine names the only line of a file where there is none for each driver.
	UsageTotalLine = Text{"Tous ensemble", "All together"}
)

// UsageOf is the title of somebody's or something's summary.
func UsageOf(lang Lang, who string) string {
	return both("Usage : %s", "Usage: %s", who).In(lang)
}

// UsageDefault says which period is meant where none is named, and how to name another one.
func UsageDefault(lang Lang, example string) string {
	return both("C'est le mois en cours. Pour une autre période : %s.", "This is the month so far. For another period: %s.", example).In(lang)
}

// UsageFigures are a distance and a length of time: "312 km · 8 h 05 min".
func UsageFigures(distance, length string) string { return distance + " · " + length }

// UsageShares are the private shares of the distance and of the time.
func UsageShares(lang Lang, distance, time string) string {
	switch {
	case distance == "":
		return both("%s du temps", "%s of the time", time).In(lang)
	case time == "":
		return both("%s de la distance", "%s of the distance", distance).In(lang)
	default:
		return both("%s de la distance, %s du temps", "%s of the distance, %s of the time", distance, time).In(lang)
	}
}

// UsageLine is the end of a driver's line in a team's summary.
func UsageLine(lang Lang, share string) string {
	return both("%s privé", "%s private", share).In(lang)
}

// UsageOtherKey names a kind of use that is neither private nor professional.
func UsageOtherKey(lang Lang, key string) string {
	if key == "" {
		return NoName.In(lang)
	}
	return quote(lang, key)
}

// UsageOthers explains the kinds of use that can't be told.
func UsageOthers(lang Lang, keys []string) string {
	named := make([]string, 0, len(keys))
	for _, key := range keys {
		named = append(named, UsageOtherKey(lang, key))
	}
	return both("OCEAN compte aussi %s, sans dire si c'est privé : c'est dans le total, et pas dans le privé.",
		"OCEAN also counts %s without telling whether it is private: it is in the total, and not in private.", And(lang, named)).In(lang)
}

// And joins things as a person would say them: "a, b et c", "a, b and c".
func And(lang Lang, things []string) string {
	word := " et "
	if lang == English {
		word = " and "
	}
	return joined(things, word)
}

// UsageMore says how many drivers a summary leaves out.
func UsageMore(lang Lang, more int, command string) string {
	if more == 1 {
		return both("Et un autre conducteur ; %s montre une personne.", "And one more driver; %s shows one person.", command).In(lang)
	}
	return both("Et %d autres conducteurs ; %s montre une personne.", "And %d more drivers; %s shows one person.", more, command).In(lang)
}

// UsageApart says how much of a team's total belongs to no driver's line.
func UsageApart(lang Lang, distance string) string {
	return both("%s du total ne sont dans la ligne d'aucun conducteur.", "%s of the total stand in no driver's line.", distance).In(lang)
}

// UsageOtherReading says that the period can be read in another way, and what to type for it.
func UsageOtherReading(lang Lang, command string) string {
	return both("Si c'était une autre période : %s.", "If you meant another one: %s.", command).In(lang)
}

// OthersLead says that somebody may only ask about themselves.
func OthersLead(lang Lang, own string) string {
	return both("Les chiffres des autres ne sont que pour leurs responsables ; rien n'a été demandé à OCEAN. Les vôtres : %s.",
		"Other people's figures are for their managers only; OCEAN was asked nothing. Yours: %s.", own).In(lang)
}

// NoSuchDriver says that no driver that the asker looks after is called that.
func NoSuchDriver(lang Lang, name string) string {
	return both("Aucun conducteur dont vous êtes responsable ne s'appelle %s.", "No driver that you look after is called %s.", quote(lang, name)).In(lang)
}

// NoSuchEntity says that the asker looks after no such entity.
func NoSuchEntity(lang Lang, name string, known []string) string {
	if len(known) == 0 {
		return both("Vous n'êtes responsable d'aucune entité %s.", "You look after no entity %s.", quote(lang, name)).In(lang)
	}
	return both("Vous n'êtes responsable d'aucune entité %s. Les vôtres : %s.",
		"You look after no entity %s. Yours: %s.", quote(lang, name), And(lang, known)).In(lang)
}

// NoSuchVehicle says that the asker looks after no such vehicle.
func NoSuchVehicle(lang Lang, plate string) string {
	return both("Aucun véhicule dont vous êtes responsable n'est immatriculé %s.", "No vehicle that you look after has the plate %s.", quote(lang, plate)).In(lang)
}

// UsageWhich asks which entity or vehicle is meant, with what to type.
func UsageWhich(lang Lang, example string) string {
	return both("Dites lequel ou laquelle, par exemple : %s.", "Say which one, for example: %s.", example).In(lang)
}

// SeveralFit asks which of several people is meant, with what to type.
func SeveralFit(lang Lang, name, example string) string {
	return both("Plusieurs personnes répondent à %s. Dites laquelle, par exemple : %s.",
		"Several people answer to %s. Say which one, for example: %s.", quote(lang, name), example).In(lang)
}
