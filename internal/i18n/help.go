package i18n

// What the help card says around its examples.
var (
	HelpTitle = Text{"Ce que je sais faire", "What I can do"}
	HelpLead  = Text{
		"Dites quand vous roulez à titre privé, comme vous le diriez à quelqu'un. Rien n'est enregistré avant que vous ayez confirmé.",
		"Say when you drive privately, the way you would say it to somebody. Nothing is recorded before you confirm.",
	}
	HelpFooter = Text{
		"Les réponses ne sont visibles que de vous, sauf le résumé d'un responsable. Français et anglais sont compris partout.",
		"Only you can see the answers, but for a manager's summary. French and English are understood everywhere.",
	}
)

// HelpExample is a command and what it does.
type HelpExample struct{ Command, Does string }

// HelpExamples are the commands that the help card shows, without a slash.
func HelpExamples(lang Lang) []HelpExample {
	if lang == English {
		return []HelpExample{
			{"private from Friday 18h to Monday", "record a private period"},
			{"private tonight dentist", "the same, with a reason"},
			{"private list", "see what lies ahead"},
			{"private change 1 to Saturday 10:00-16:00", "change a listed period"},
			{"private cancel 1", "delete a listed period"},
			{"private status", "am I private now, and until when?"},
			{"private every weekday 18h-8h", "hours that are private every week"},
			{"private hours", "see your week, and remove hours from it"},
			{"pro", "end the private period that is running"},
			{"trip yesterday 14h private", "have a driven trip counted as private, or as pro"},
			{"trip review", "choose among the trips of the last 7 days"},
			{"usage last month", "how much you drove, and how much of it privately"},
			{"usage team", "the same of your drivers, if you are their manager"},
			{"usage team last month csv", "any of these as a file for a spreadsheet"},
		}
	}
	return []HelpExample{
		{"prive de vendredi 18h à lundi 8h", "enregistrer une période privée"},
		{"prive ce soir dentiste", "la même chose, avec un motif"},
		{"prive liste", "voir ce qui est à venir"},
		{"prive change 1 en samedi 10h-16h", "modifier une période de la liste"},
		{"prive annule 1", "supprimer une période de la liste"},
		{"prive statut", "suis-je en privé, et jusqu'à quand ?"},
		{"usage le mois dernier", "combien vous avez roulé, et quelle part en privé"},
		{"usage équipe", "la même chose pour vos conducteurs, si vous en êtes responsable"},
		{"usage équipe le mois dernier csv", "chacun de ces résumés, en fichier pour un tableur"},
	}
}

// NoButton says that a typed number is no button of the last card.
func NoButton(lang Lang, number string) string {
	return both("Il n'y a pas de bouton %s sur la dernière carte.", "The last card has no button %s.", number).In(lang)
}

// DemoWelcome greets whoever tries the bot in a terminal.
func DemoWelcome(lang Lang, name, moment, zone string) string {
	return both(`OceanBot, démonstration. Vous êtes %s ; il est %s (%s).
L'OCEAN qui répond ici est simulé : rien ne sort de cette machine.
Essayez : prive de vendredi 18h à lundi 8h · prive liste · prive statut · aide
(in English: bot demo --lang en)
`, `OceanBot, a demonstration. You are %s; it is %s (%s).
The OCEAN that answers here is simulated: nothing leaves this machine.
Try: private from Friday 18h to Monday · private list · private status · help
(en français : bot demo --lang fr)
`, name, moment, zone).In(lang)
}
