package i18n

// The commands as Discord's menus show them. Discord allows a description 100 characters and the name of a
// menu's command 32.
var (
	DiscordPrivate        = Text{"Enregistrer une période privée, ou liste, statut, annule 1…", "Record a private period, or list, status, cancel 1…"}
	DiscordPro            = Text{"Terminer la période privée en cours", "End the private period that is running"}
	DiscordTrip           = Text{"Reclasser un trajet passé en privé ou professionnel", "Make a past trip private or professional"}
	DiscordUsage          = Text{"Résumé privé/pro : le vôtre, ou celui de votre équipe", "Private/pro summary: yours, or your team's"}
	DiscordOcean          = Text{"Aide et réglages du bot", "Help, and settings of the bot"}
	DiscordWhen           = Text{"de vendredi 18h à lundi, ce soir, liste, statut, annule 1…", "from Friday 18h to Monday, tonight, list, status, cancel 1…"}
	DiscordReason         = Text{"Motif, visible de votre entreprise dans OCEAN", "Reason, which your company can read in OCEAN"}
	DiscordTripWhen       = Text{"hier, le week-end dernier, lundi 14h…", "yesterday, last weekend, Monday 14h…"}
	DiscordAs             = Text{"Privé ou professionnel", "Private or professional"}
	DiscordAsPrivate      = Text{"privé", "private"}
	DiscordAsPro          = Text{"professionnel", "professional"}
	DiscordWho            = Text{"Pour les gestionnaires : un nom, team, all, vehicle X, entity X", "For managers: a name, team, all, vehicle X, entity X"}
	DiscordUsageWhen      = Text{"le mois dernier, cette semaine, du 1 au 15…", "last month, this week, from 1 to 15…"}
	DiscordBy             = Text{"Regrouper par", "Group by"}
	DiscordByDriver       = Text{"conducteur", "driver"}
	DiscordByVehicle      = Text{"véhicule", "vehicle"}
	DiscordByEntity       = Text{"entité", "entity"}
	DiscordFormat         = Text{"Fichier à joindre", "A file to attach"}
	DiscordCSV            = Text{"fichier CSV", "CSV file"}
	DiscordWhat           = Text{"aide, whoami, settings…", "help, whoami, settings…"}
	DiscordUserUsage      = Text{"Usage privé/pro", "Private/pro usage"}
	DiscordMessagePrivate = Text{"Privé : lire ce message", "Private: read this message"}
)

// What is said in a channel where the answer to a mention could not be given in private.
var (
	DiscordNoDirect     = Text{"Je ne peux pas vous écrire en privé", "I can't write to you privately"}
	DiscordNoDirectMore = Text{
		"Ma réponse ne regarde que vous. Autorisez les messages privés des membres de ce serveur, ou utilisez mes commandes, par exemple /prive.",
		"My answer is for you alone. Allow direct messages from members of this server, or use my commands, such as /private.",
	}
)
