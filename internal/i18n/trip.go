package i18n

import (
	"fmt"
	"strings"
	"time"
)

// What is said about trips, after the fact. OCEAN lets nobody read how a trip was reclassified, so no
// sentence claims more than what OCEAN answered.
var (
	TripListTitle  = Text{"Vos trajets", "Your trips"}
	TripWhichTitle = Text{"Quel trajet ?", "Which trip?"}

	TripPrivateButton    = Text{"Privé", "Private"}
	TripProButton        = Text{"Pro", "Professional"}
	TripConfirmPrivate   = Text{"Demander « privé »", "Ask for “private”"}
	TripConfirmPro       = Text{"Demander « pro »", "Ask for “professional”"}
	TripWhenLabel        = Text{"Trajet", "Trip"}
	TripPlacesLabel      = Text{"De, à", "From, to"}
	TripDistanceLabel    = Text{"Distance", "Distance driven"}
	TripVehicleLabel     = Text{"Véhicule", "Vehicle"}
	TripTotalLabel       = Text{"En tout", "In all"}
	TripSomewhere        = Text{"?", "unknown"}
	TripCountedPrivate   = Text{"compté privé", "counted as private"}
	TripCountedPro       = Text{"compté pro", "counted as professional"}
	TripAskPrivateTitle  = Text{"Compter ce trajet comme privé ?", "Count this trip as private?"}
	TripAskProTitle      = Text{"Compter ce trajet comme professionnel ?", "Count this trip as professional?"}
	TripsAskPrivateTitle = Text{"Compter ces trajets comme privés ?", "Count these trips as private?"}
	TripsAskProTitle     = Text{"Compter ces trajets comme professionnels ?", "Count these trips as professional?"}
	TripAskLead          = Text{
		"Le bot le demande à OCEAN, et vous dit ce qu'OCEAN répond.",
		"The bot asks OCEAN for it, and tells you what OCEAN answers.",
	}
	TripAlreadyPrivate = Text{
		"L'analyse d'OCEAN le compte déjà comme privé.",
		"OCEAN's analysis counts it as private already.",
	}
	TripAlreadyPro = Text{
		"L'analyse d'OCEAN le compte déjà comme professionnel.",
		"OCEAN's analysis counts it as professional already.",
	}
	TripListPrivacy = Text{
		"Les lieux ne sont montrés qu'à vous, et ne sont gardés nulle part.",
		"Places are shown to you alone, and kept nowhere.",
	}

	TripNoneTitle = Text{"Aucun trajet trouvé", "No trip found"}
	TripFicheOnly = Text{
		"L'analyse d'OCEAN n'a rien dit : un trajet déjà privé peut manquer ici.",
		"OCEAN's analysis told nothing: a trip that is private already may be missing here.",
	}
	TripNoVehicleTitle = Text{"Pas de véhicule", "No vehicle"}
	TripNoVehicleLead  = Text{
		"OCEAN ne vous connaît aucun véhicule, donc aucun trajet. Demandez au gestionnaire de la flotte de vous l'affecter.",
		"OCEAN knows no vehicle of yours, and so no trip. Ask your fleet manager to assign it to you.",
	}
	TripNoPrivacyTitle = Text{"Ce véhicule n'a pas de mode privé", "This vehicle has no private mode"}
	TripNoDevice       = Text{
		"OCEAN ne donne pas le numéro d'embarquement de ce véhicule : rien ne peut y être demandé.",
		"OCEAN doesn't give the number of this vehicle's device: nothing can be asked for it.",
	}
	TripFutureTitle  = Text{"C'est encore à venir", "This is still ahead"}
	TripTooLongTitle = Text{"Trop long", "Too long"}
	TripGoneTitle    = Text{"Ce trajet n'est plus là", "This trip is gone"}
	TripGoneLead     = Text{
		"OCEAN ne le montre plus parmi les vôtres. Rien n'a été fait.",
		"OCEAN no longer shows it among yours. Nothing was done.",
	}
	TripWeeklyLead = Text{
		"Dites un moment passé, pas des heures qui reviennent. Rien n'a été fait.",
		"Say one time that is past, not hours that recur. Nothing was done.",
	}

	TripYesTitle  = Text{"OCEAN a répondu oui", "OCEAN answered yes"}
	TripPartTitle = Text{"OCEAN n'a pas dit oui à tout", "OCEAN didn't say yes to everything"}
	TripPartLead  = Text{
		"Voici ce qu'OCEAN a répondu pour chacun ; il ne permet pas de relire comment un trajet est compté.",
		"This is what OCEAN answered for each; it offers no way to read back how a trip is counted.",
	}
	TripUnknownTitle = Text{"On ne sait pas si c'est fait", "It isn't known whether it is done"}
	TripUnknownLead  = Text{
		"OCEAN n'a pas répondu clairement, et ne permet pas de relire comment un trajet est compté. Rien n'a été refait. Regardez dans le portail OCEAN ; si le trajet n'y est pas compté comme voulu, refaites la demande. La personne qui gère le bot en est avertie.",
		"OCEAN didn't answer clearly, and offers no way to read back how a trip is counted. Nothing was repeated. Look in the OCEAN portal; if the trip isn't counted there as you want, ask again. Whoever runs the bot is told.",
	}
	TripRefusedLead = Text{
		"OCEAN a répondu non : le trajet reste compté comme avant.",
		"OCEAN answered no: the trip is counted as before.",
	}
	TripLostLead = Text{
		"OCEAN n'a pas pris la demande : le trajet reste compté comme avant.",
		"OCEAN didn't take the request: the trip is counted as before.",
	}
	TripOvershadowed = Text{
		"Une demande contraire, restée sans réponse claire, peut encore arriver à OCEAN et défaire celle-ci. Vérifiez le trajet dans le portail OCEAN dans un quart d'heure.",
		"A request for the opposite, which was left without a clear answer, may still arrive at OCEAN and undo this one. Look at the trip in the OCEAN portal in a quarter of an hour.",
	}
	TripUndoFooter = Text{
		"« Défaire » demande l'inverse à OCEAN.",
		"“Undo” asks OCEAN for the opposite.",
	}
	TripStepYes     = Text{"OCEAN a répondu oui", "OCEAN answered yes"}
	TripStepNo      = Text{"OCEAN a répondu non", "OCEAN answered no"}
	TripStepLost    = Text{"OCEAN n'a pas pris la demande", "OCEAN didn't take the request"}
	TripStepUnknown = Text{"pas de réponse claire : regardez dans le portail OCEAN", "no clear answer: look in the OCEAN portal"}
	TripStepUndone  = Text{"pas encore demandé", "not asked yet"}
	TripRestButton  = Text{"Demander le reste", "Ask for the rest"}
)

// TripSpan writes when a trip was, the way it can also be typed: "mar. 24 nov. 13:50 → 14:20".
func TripSpan(lang Lang, start, end, now time.Time) string {
	if start.YearDay() != end.YearDay() || start.Year() != end.Year() {
		return Span(lang, start, end, now)
	}
	return shortMoment(lang, start, now) + " → " + end.Format("15:04")
}

// TripPlaces says from where to where a trip went. Where one of the two isn't known it says so.
func TripPlaces(lang Lang, from, to string) string {
	if from == "" {
		from = TripSomewhere.In(lang)
	}
	if to == "" {
		to = TripSomewhere.In(lang)
	}
	return from + " → " + to
}

// Trips counts trips.
func Trips(lang Lang, n int) string {
	if lang == English {
		return fmt.Sprintf("%d %s", n, plural(lang, n, "trip", "trips"))
	}
	return fmt.Sprintf("%d %s", n, plural(lang, n, "trajet", "trajets"))
}

// TripAllButton is for all the trips of a list at once.
func TripAllButton(lang Lang, n int, private bool) string {
	if private {
		return both("Les %d en privé", "All %d private", n).In(lang)
	}
	return both("Les %d en pro", "All %d professional", n).In(lang)
}

// TripListLead says what a list of trips was asked for.
func TripListLead(lang Lang, span string) string {
	return both("Ceux qui touchent %s.", "Those that meet %s.", span).In(lang)
}

// TripWhichLead asks to choose among several trips.
func TripWhichLead(lang Lang, span string) string {
	return both("Plusieurs de vos trajets peuvent être celui de %s.", "Several of your trips may be the one of %s.", span).In(lang)
}

// TripNotThen says that no trip was under way at a moment, and that what follows are others of that day.
func TripNotThen(lang Lang, moment string) string {
	return both("Aucun de vos trajets n'est proche de %s. Voici ceux de ce jour-là.",
		"None of your trips is close to %s. These are those of that day.", moment).In(lang)
}

// TripNearest says that a trip is only close to the moment that was asked for.
func TripNearest(lang Lang, moment string) string {
	return both("Aucun trajet n'était en cours à %s ; celui-ci en est le plus proche.",
		"No trip was under way at %s; this is the one closest to it.", moment).In(lang)
}

// TripNone says that there is no trip in a time, and where it was looked for.
func TripNone(lang Lang, span string, vehicles []string) string {
	return both("Aucun de vos trajets ne touche %s (%s). Les plus récents mettent parfois un moment à arriver dans OCEAN.",
		"None of your trips meets %s (%s). The newest ones may take a while to arrive in OCEAN.",
		span, TripVehicles(lang, vehicles)).In(lang)
}

// TripVehicles names the vehicles that were looked at.
func TripVehicles(lang Lang, plates []string) string {
	named := strings.Join(plates, ", ")
	if len(plates) == 1 {
		return both("véhicule %s", "vehicle %s", named).In(lang)
	}
	return both("véhicules %s", "vehicles %s", named).In(lang)
}

// TripUntimed says that trips were left out because OCEAN gives them no hour.
func TripUntimed(lang Lang, n int) string {
	return both("%s sans heure lisible dans OCEAN : pas dans cette liste.",
		"%s without a readable hour in OCEAN: not in this list.", Trips(lang, n)).In(lang)
}

// TripMore says that a list shows the newest trips only.
func TripMore(lang Lang, shown, more int) string {
	return both("Seuls les %d derniers sont montrés ; il y en a %d de plus. Dites un temps plus court pour les voir.",
		"Only the last %d are shown; there are %d more. Say a shorter time to see them.", shown, more).In(lang)
}

// TripMost says that one press takes only so many trips.
func TripMost(lang Lang, most int) string {
	return both("Au plus %d trajets par demande : les derniers sont pris.",
		"At most %d trips at once: the last ones are taken.", most).In(lang)
}

// TripNoPrivacy says that a vehicle has no private mode, so that nothing is offered.
func TripNoPrivacy(lang Lang, plate string) string {
	return both("%s n'a pas de mode privé dans OCEAN : ses trajets ne peuvent être ni privés ni rendus pros. Voyez avec le gestionnaire de la flotte.",
		"%s has no private mode in OCEAN: its trips can be made neither private nor professional. Please see your fleet manager.", plate).In(lang)
}

// TripTooLong says that a time is too long to be looked through.
func TripTooLong(lang Lang, days int, example string) string {
	return both("Les trajets se cherchent sur %d jours au plus. Par exemple : %s.", "Trips are looked for in %d days at most. For example: %s.", days, example).In(lang)
}

// TripFuture says that trips are past, and what is for what comes.
func TripFuture(lang Lang, span, private string) string {
	return both("Un trajet se requalifie une fois fait, et %s est à venir. Pour ce qui vient : %s.",
		"A trip can be counted otherwise once it is driven, and %s lies ahead. For what comes: %s.", span, private).In(lang)
}

// TripHow says what the command wants.
func TripHow(lang Lang, one, list, review string) string {
	return both("Dites quand, et « privé » ou « pro » : %s. Pour choisir dans une liste : %s, ou %s pour les 7 derniers jours.",
		"Say when, and “private” or “pro”: %s. To choose from a list: %s, or %s for the last 7 days.", one, list, review).In(lang)
}

// TripNoNumber says that the last list of trips has no such number.
func TripNoNumber(lang Lang, number, most int, list string) string {
	if most == 0 {
		return both("Il n'y a pas de trajet numéro %d : affichez d'abord une liste, avec %s.",
			"There is no trip number %d: see a list first, with %s.", number, list).In(lang)
	}
	return both("Il n'y a pas de trajet numéro %d : la dernière liste va de 1 à %d. %s en montre une.",
		"There is no trip number %d: the last list goes from 1 to %d. %s shows one.", number, most, list).In(lang)
}

// TripNumbers says that listed trips can be named by their numbers.
func TripNumbers(lang Lang, command string) string {
	return both("Vous pouvez aussi taper %s.", "You can also type %s.", command).In(lang)
}

// TripLeftOver says that some words of a phrase count for nothing.
func TripLeftOver(lang Lang, words string) string {
	return both("%s n'a pas été compris et ne compte pas.", "%s was not understood and counts for nothing.", quote(lang, words)).In(lang)
}

// TripYes says what OCEAN was asked for and answered.
func TripYes(lang Lang, n int, private bool) string {
	kind := Text{"professionnel", "professional"}
	if private {
		kind = Text{"privé", "private"}
	}
	if n == 1 {
		return Text{
			"Il lui a été demandé de compter ce trajet comme " + kind.FR + ". OCEAN ne permet pas de relire comment un trajet est compté ; c'est sa réponse qui est dite ici.",
			"It was asked to count this trip as " + kind.EN + ". OCEAN offers no way to read back how a trip is counted; what is told here is its answer.",
		}.In(lang)
	}
	return Text{
		"Il lui a été demandé de compter ces trajets comme " + kind.FR + "s. OCEAN ne permet pas de relire comment un trajet est compté ; c'est sa réponse qui est dite ici.",
		"It was asked to count these trips as " + kind.EN + ". OCEAN offers no way to read back how a trip is counted; what is told here is its answer.",
	}.In(lang)
}
