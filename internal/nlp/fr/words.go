package fr

import (
	"time"

	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// word makes an entry.
func word(words string, c g.Class, v int) g.Entry {
	return g.Entry{Words: words, Sense: g.Sense{Class: c, V: v}}
}

// long makes an entry whose words are recognised when mistyped.
func long(words string, c g.Class, v int) g.Entry {
	return g.Entry{Words: words, Sense: g.Sense{Class: c, V: v}, Typos: true}
}

// habit makes an entry of plurals, which name what happens again and again.
func habit(words string, c g.Class, v int) g.Entry {
	return g.Entry{Words: words, Sense: g.Sense{Class: c, V: v, Plural: true}, Typos: true}
}

// weak makes an entry of words that mean something else as often.
func weak(words string, c g.Class, v int) g.Entry {
	return g.Entry{Words: words, Sense: g.Sense{Class: c, V: v, Weak: true}}
}

// weakLong makes an entry of both kinds.
func weakLong(words string, c g.Class, v int) g.Entry {
	return g.Entry{Words: words, Sense: g.Sense{Class: c, V: v, Weak: true}, Typos: true}
}

// todays packs a part of today into the value of a sense.
func todays(p g.Part) int { return 16*8 + int(p) }

// Words is the French dictionary. Accents, case, hyphens and apostrophes don't matter.
var Words = []g.Entry{
	long("lundi", g.Weekday, int(time.Monday)),
	long("mardi", g.Weekday, int(time.Tuesday)),
	long("mercredi", g.Weekday, int(time.Wednesday)),
	long("jeudi", g.Weekday, int(time.Thursday)),
	long("vendredi", g.Weekday, int(time.Friday)),
	long("samedi", g.Weekday, int(time.Saturday)),
	long("dimanche", g.Weekday, int(time.Sunday)),
	habit("lundis", g.Weekday, int(time.Monday)),
	habit("mardis", g.Weekday, int(time.Tuesday)),
	habit("mercredis", g.Weekday, int(time.Wednesday)),
	habit("jeudis", g.Weekday, int(time.Thursday)),
	habit("vendredis", g.Weekday, int(time.Friday)),
	habit("samedis", g.Weekday, int(time.Saturday)),
	habit("dimanches", g.Weekday, int(time.Sunday)),
	word("lun", g.Weekday, int(time.Monday)),
	weak("mar", g.Weekday, int(time.Tuesday)),
	word("merc|mercr", g.Weekday, int(time.Wednesday)),
	weak("mer", g.Weekday, int(time.Wednesday)),
	word("jeu", g.Weekday, int(time.Thursday)),
	word("ven|vend|vendr", g.Weekday, int(time.Friday)),
	weak("sam", g.Weekday, int(time.Saturday)),
	word("dim", g.Weekday, int(time.Sunday)),

	long("janvier", g.Month, 1), word("janv", g.Month, 1), weak("jan", g.Month, 1),
	long("février", g.Month, 2), word("fév|févr", g.Month, 2),
	weak("mars", g.Month, 3),
	weakLong("avril", g.Month, 4), word("avr", g.Month, 4),
	weak("mai", g.Month, 5),
	word("juin", g.Month, 6),
	long("juillet", g.Month, 7), word("juil|juill", g.Month, 7),
	word("août|aoû", g.Month, 8),
	long("septembre", g.Month, 9), word("sept", g.Month, 9),
	long("octobre", g.Month, 10), word("oct", g.Month, 10),
	long("novembre", g.Month, 11), word("nov", g.Month, 11),
	long("décembre", g.Month, 12), word("déc", g.Month, 12),

	long("aujourd'hui", g.Day, 0), long("aujourdhui", g.Day, 0),
	word("ce jour|auj|ajd|ojd", g.Day, 0),
	long("demain", g.Day, 1), word("dmain", g.Day, 1), word("lendemain", g.DayAfter, 1),
	word("hier", g.Day, -1),
	word("après-demain|apres demain", g.Day, 2),
	word("avant-hier|avant hier", g.Day, -2),
	word("maintenant|tout de suite|immédiatement|dès maintenant|à partir de maintenant", g.NowWord, 0),

	long("matin", g.PartOfDay, int(g.Morning)), word("matinée", g.PartOfDay, int(g.Morning)),
	long("après-midi|aprèm|aprem", g.PartOfDay, int(g.Afternoon)), long("apresmidi", g.PartOfDay, int(g.Afternoon)),
	word("soir", g.PartOfDay, int(g.Evening)), long("soirée", g.PartOfDay, int(g.Evening)),
	word("nuit", g.PartOfDay, int(g.Night)),
	word("journée", g.PartOfDay, int(g.WholeDay)),
	{Words: "matins|matinées", Sense: g.Sense{Class: g.PartOfDay, V: int(g.Morning), Plural: true}},
	habit("après-midis|aprèms", g.PartOfDay, int(g.Afternoon)),
	{Words: "soirs", Sense: g.Sense{Class: g.PartOfDay, V: int(g.Evening), Plural: true}},
	habit("soirées", g.PartOfDay, int(g.Evening)),
	{Words: "nuits", Sense: g.Sense{Class: g.PartOfDay, V: int(g.Night), Plural: true}},
	word("ce soir", g.DayAndPart, todays(g.Evening)),
	word("ce matin", g.DayAndPart, todays(g.Morning)),
	word("cet après-midi|cet aprèm|cette après-midi|cette aprèm", g.DayAndPart, todays(g.Afternoon)),
	word("cette nuit", g.DayAndPart, todays(g.Night)),
	word("cette journée|toute la journée d'aujourd'hui", g.DayAndPart, todays(g.WholeDay)),
	word("cette matinée", g.DayAndPart, todays(g.Morning)),
	word("cette soirée", g.DayAndPart, todays(g.Evening)),
	word("midi", g.Noon, 0),
	long("minuit", g.Midnight, 0),

	word("min|mn|minute|minutes", g.UnitWord, int(g.Minute)),
	word("h|hr|hrs|heure|heures", g.UnitWord, int(g.Hour)),
	word("jour|jours|j", g.UnitWord, int(g.DayUnit)),
	long("semaine|semaines", g.UnitWord, int(g.WeekUnit)), word("sem", g.UnitWord, int(g.WeekUnit)),
	word("mois", g.UnitWord, int(g.MonthUnit)),
	long("trimestre|trimestres", g.UnitWord, int(g.QuarterUnit)),
	word("année|années", g.UnitWord, int(g.YearUnit)), word("an|ans", g.UnitWord, int(g.YearUnit)),
	word("h|heure|heures|hr|hrs", g.HourMark, 0),
	word("min|mn|minutes", g.MinuteMark, 0),
	word("week-end|weekend|wk-end|wknd|we|w-e|ouikende", g.Weekend, 0), long("weekend", g.Weekend, 0),
	habit("week-ends|weekends", g.Weekend, 0),
	word("semaine ouvrée|en semaine|de semaine|la semaine de travail|jours de semaine|jours ouvrés|jours ouvrables|jours de travail", g.Weekdays, 0),
	word("jour de semaine|jour ouvré|jour ouvrable|jour de travail", g.Weekdays, 0),
	word("quotidiennement|au quotidien", g.Daily, 0),

	word("un|une", g.Cardinal, 1), word("deux", g.Cardinal, 2), word("trois", g.Cardinal, 3),
	word("quatre", g.Cardinal, 4), word("cinq", g.Cardinal, 5), word("six", g.Cardinal, 6),
	word("sept", g.Cardinal, 7), word("huit", g.Cardinal, 8), word("neuf", g.Cardinal, 9),
	word("dix", g.Cardinal, 10), word("onze", g.Cardinal, 11), word("douze", g.Cardinal, 12),
	word("treize", g.Cardinal, 13), word("quatorze", g.Cardinal, 14), word("quinze", g.Cardinal, 15),
	word("seize", g.Cardinal, 16), word("dix-sept", g.Cardinal, 17), word("dix-huit", g.Cardinal, 18),
	word("dix-neuf", g.Cardinal, 19), word("vingt", g.Cardinal, 20),
	word("vingt et un|vingt-et-un|vingt et une", g.Cardinal, 21), word("vingt-deux", g.Cardinal, 22),
	word("vingt-trois", g.Cardinal, 23), word("vingt-quatre", g.Cardinal, 24),
	word("vingt-cinq", g.Cardinal, 25), word("vingt-six", g.Cardinal, 26),
	word("vingt-sept", g.Cardinal, 27), word("vingt-huit", g.Cardinal, 28),
	word("vingt-neuf", g.Cardinal, 29), word("trente", g.Cardinal, 30),
	word("trente et un|trente-et-un", g.Cardinal, 31), word("trente-cinq", g.Cardinal, 35),
	word("quarante", g.Cardinal, 40), word("quarante-cinq", g.Cardinal, 45), //nolint:misspell // French
	word("quarante-huit", g.Cardinal, 48), word("cinquante", g.Cardinal, 50), //nolint:misspell // French
	word("cinquante-cinq", g.Cardinal, 55), word("soixante", g.Cardinal, 60),
	word("soixante-douze", g.Cardinal, 72), word("quatre-vingt-dix", g.Cardinal, 90),
	word("premier|première", g.Ordinal, 1), word("deuxième", g.Ordinal, 2),
	word("troisième", g.Ordinal, 3), word("quatrième", g.Ordinal, 4),
	word("er|ère", g.OrdinalMark, 0), word("e|ème", g.OrdinalMark, 0),
	word("T1|1er trimestre|premier trimestre", g.QuarterName, 1), word("T2|2e trimestre|2ème trimestre|deuxième trimestre", g.QuarterName, 2),
	word("T3|3e trimestre|3ème trimestre|troisième trimestre", g.QuarterName, 3), word("T4|4e trimestre|4ème trimestre|quatrième trimestre", g.QuarterName, 4),

	long("prochain|prochaine|prochains|prochaines", g.Next, 0),
	long("suivant|suivante|suivants|suivantes", g.Next, 0),
	word("qui vient|qui viennent|qui arrive|à venir", g.Next, 1),
	long("dernier|dernière|derniers|dernières", g.Last, 0), word("passé|passée|passés|passées", g.Last, 0),
	word("précédent|précédente", g.Last, 0),
	word("ce|cet|cette|ces", g.This, 0), word("ci|courant|en cours", g.This, 1),
	word("tous les|toutes les|chaque|ts les|tt les", g.Every, 0),
	word("tout le|toute la|tout l|toute l|toute|tout|entier|entière|complet|complète", g.Whole, 0),
	word("sauf|excepté|hors|à l'exception de|à l'exception du|à l'exception des|hormis|sauf pendant|mais pas", g.Except, 0),
	word("jours fériés|jour férié|vacances scolaires|semaines paires|semaines impaires|semaine paire|semaine impaire|une semaine sur deux|un sur deux|une sur deux|sur deux|sur 2|sur trois|1 sur 2", g.Alternate, 0),
	word("tous les deux|toutes les deux|tous les 2|toutes les 2|tous les trois|tous les 3|toutes les trois|toutes les 3|tous les quinze|tous les 15", g.Alternate, 0),

	word("de|du|des|d", g.From, 0), word("de|du|des|d", g.Of, 0),
	word("du|le|au|jusqu'au|à partir du|à compter du|à dater du|d'ici au", g.DayArticle, 0),
	word("à partir de|à partir du|à partir des|à compter de|à compter du|à partir d|dès|à dater du", g.Starting, 0),
	word("depuis", g.Since, 0),
	word("à|au|a|aux", g.To, 0), word("à|au|a|aux|vers", g.At, 0),
	word("jusqu'à|jusqu'au|jusque|jusqu'en|jusqu'aux|jusqua|jusquau|d'ici|d'ici à|d'ici au", g.Until, 0),
	word("inclus|incluse|compris|y compris|comprise|inclusivement", g.Inclusive, 0), //nolint:misspell // French
	word("entre", g.Between, 0),
	word("et|puis|ainsi que", g.And, 0),
	word("pendant|durant|pour une durée de|pendant une durée de|sur une durée de|pdt|pendant encore", g.For, 0),
	word("pour|sur", g.For, 1),
	word("dans", g.In, 0), word("dans|en|pendant|durant", g.On, 0),
	word("il y a", g.AgoBefore, 0),
	word("le|la|les|l|du|des|au", g.Article, 0),
	word("demi|demie", g.Half, 0), word("quart", g.Quarter, 0), word("moins", g.Minus, 0), word("moins le", g.Minus, 0),
	word("et demi|et demie", g.Half, 1), word("et quart", g.Quarter, 1),
	word("du matin", g.Meridiem, 0), word("du matin", g.PartOfDay, int(g.Morning)), word("de l'après-midi", g.PartOfDay, int(g.Afternoon)), word("du soir", g.PartOfDay, int(g.Evening)), word("de l'après-midi|du soir", g.Meridiem, 12),
	word("la fin de|la fin du|fin de|fin du|la fin de la|fin de la|la fin de l|fin de l|fin", g.EndOf, 0),
	word("en huit", g.WeekAfter, 1), word("en quinze", g.WeekAfter, 2),
	word("depuis le début de l'année|depuis début d'année|depuis le début d'année|depuis janvier dernier", g.ToDate, int(g.YearUnit)),
	word("depuis le début du mois|depuis début du mois", g.ToDate, int(g.MonthUnit)),
	word("depuis le début de la semaine|depuis début de semaine", g.ToDate, int(g.WeekUnit)),
	word("depuis le début du trimestre", g.ToDate, int(g.QuarterUnit)),
	word("début|mi|milieu|au début de|au milieu de|courant|début de|début du|milieu de|milieu du|vers la fin de|le début de|le milieu de|première moitié de|tôt|tard|plus tard|quelques|plusieurs|plus ou moins|environ|vers le|peut-être|avant|après|avant le|après le|au plus tard", g.Vague, 0),
	word("midis|les midis|l'heure du déjeuner|heure du déjeuner|pause déjeuner|l'heure du dîner|fin de matinée|fin de journée|fin d'après-midi|fin de soirée|en fin de journée|début de matinée|début d'après-midi|début de soirée|milieu de matinée", g.Vague, 1),

	word("noël", g.HolidayName, int(g.Christmas)),
	word("jour de noël|le jour de noël", g.HolidayName, int(g.Christmas)),
	word("veille de noël|réveillon de noël|la veille de noël|réveillon", g.HolidayName, int(g.ChristmasEve)),
	word("lendemain de noël|saint étienne|st étienne|la saint étienne", g.HolidayName, int(g.BoxingDay)),
	word("saint-sylvestre|st sylvestre|la saint-sylvestre|réveillon du nouvel an|réveillon du jour de l'an|veille du jour de l'an|veille du nouvel an|réveillon de la saint sylvestre", g.HolidayName, int(g.NewYearsEve)),
	word("jour de l'an|nouvel an|le nouvel an|premier de l'an|1er de l'an", g.HolidayName, int(g.NewYear)),
	word("vendredi saint", g.HolidayName, int(g.GoodFriday)),
	word("pâques|dimanche de pâques", g.HolidayName, int(g.Easter)),
	word("lundi de pâques", g.HolidayName, int(g.EasterMonday)),
	word("fête du travail", g.HolidayName, int(g.Labour)),
	word("fête de la victoire|victoire 1945|victoire de 1945|armistice de 1945|armistice 1945", g.HolidayName, int(g.Victory)),
	long("ascension", g.HolidayName, int(g.Ascension)), word("jeudi de l'ascension|jour de l'ascension", g.HolidayName, int(g.Ascension)),
	long("pentecôte", g.HolidayName, int(g.Pentecost)), word("dimanche de pentecôte|dimanche de la pentecôte", g.HolidayName, int(g.Pentecost)),
	word("lundi de pentecôte|lundi de la pentecôte", g.HolidayName, int(g.PentecostMonday)),
	word("fête nationale|la fête nationale", g.HolidayName, int(g.National)),
	long("assomption", g.HolidayName, int(g.Assumption)), word("fête de l'assomption", g.HolidayName, int(g.Assumption)),
	long("toussaint", g.HolidayName, int(g.AllSaints)), word("la toussaint", g.HolidayName, int(g.AllSaints)),
	long("armistice", g.HolidayName, int(g.Armistice)), word("armistice de 1918|armistice 1918", g.HolidayName, int(g.Armistice)),
	word("abolition de l'esclavage", g.HolidayName, int(g.Abolition)),
	word("pont de|pont du|pont de l|pont d|pont de la|pont des|grand week-end de|week-end prolongé de", g.Bridge, 0),
	word("veille de|veille du|la veille de|la veille du|veille de l|veille d|réveillon de|réveillon du|veille de la", g.Eve, -1),
	word("lendemain de|lendemain du|le lendemain de|le lendemain du", g.Eve, 1),

	word("privé|privée|privés|perso|personnel|personnelle|pro|trajet|trajets|mode|svp|stp|s'il vous plaît|s'il te plaît|merci|bonjour|salut|bonsoir|coucou", g.Noise, 0),
	word("mets|met|mettre|mettez|passe|passer|passez|je|suis|serai|moi|me|nous|merci d'avance|période|periode|usage|voiture privée|note|noter|notez", g.Noise, 1),

	word("avec|chez|monsieur|madame|mademoiselle|mme|mlle|docteur|dr|voir|tante|oncle|collègue|appelé|appelée|cousin|cousine|ami|amie|client|cliente|monsieur|maître|tata|tonton|rue|place|avenue|boulevard|et avec", g.Name, 0),
	word("mari|main|mains|marti|mercedes|derrière|terrible|domaine|ferrier|verrier|lund|jules|minime|matine|martine|demeure|martin|marin|maton|mutin|malin|patin|latin|satin|marié|marie|mardin|marche|manche|denier|matisse|samba|javier|juliette|jeune|jeudy|soirs|auguste|augustin|augustine|christian|janine|demande|demi|mercerie|mercier|vendre|vendu|dimension|octave|jules|avis|avion|terrain|satis|suivent|suivi|proche|prochainement|dernièrement", g.Plain, 0),
}
