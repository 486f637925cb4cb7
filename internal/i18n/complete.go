package i18n

import "time"

// Phrases that people often want next, as they would type them; what each means is worked out when it is shown.
var (
	// OftenPrivate are about private time ahead.
	OftenPrivate = []Text{
		{"ce soir", "tonight"},
		{"ce week-end", "this weekend"},
		{"jusqu'à demain 8h", "until tomorrow 8:00"},
		{"tous les jours de semaine 18h-8h", "every weekday 18h-8h"},
	}
	// OftenTrips are about trips that were driven.
	OftenTrips = []Text{
		{"aujourd'hui", "today"},
		{"hier", "yesterday"},
		{"hier soir", "yesterday evening"},
		{"le week-end dernier", "last weekend"},
		{"la semaine dernière", "last week"},
	}
	// OftenUsage are about periods that are summed up.
	OftenUsage = []Text{
		{"ce mois-ci", "this month"},
		{"le mois dernier", "last month"},
		{"cette semaine", "this week"},
		{"la semaine dernière", "last week"},
		{"cette année", "this year"},
	}
	// Holidays are those of France that fall on a day of their own.
	Holidays = []Text{
		{"jour de l'an", "New Year's Day"},
		{"lundi de Pâques", "Easter Monday"},
		{"1er mai", "May 1"},
		{"8 mai", "May 8"},
		{"Ascension", "Ascension"},
		{"lundi de Pentecôte", "Whit Monday"},
		{"14 juillet", "July 14"},
		{"Assomption", "Assumption"},
		{"Toussaint", "All Saints' Day"},
		{"11 novembre", "November 11"},
		{"Noël", "Christmas"},
	}
	// WhoChoices are whose usage a manager may ask for.
	WhoChoices = []Text{{"équipe", "team"}, {"tous", "all"}}
)

// FullSpan is [Span] with each year, so that it means the same whenever it is read.
func FullSpan(lang Lang, start, end time.Time) string { return Span(lang, start, end, time.Time{}) }

// FullMoment is an instant, the way it can also be typed: "mar. 24 nov. 2026 14:00".
func FullMoment(lang Lang, t time.Time) string { return shortMoment(lang, t, time.Time{}) }

// UntilMoment is a period that begins now, the way it can also be typed: "jusqu'à jeu. 26 nov. 2026 08:00".
func UntilMoment(lang Lang, end time.Time) string {
	return both("jusqu'à %s", "until %s", shortMoment(lang, end, time.Time{})).In(lang)
}

// Labelled joins what a choice is called and what it means.
func Labelled(lang Lang, name, meaning string) string {
	return both("%s : %s", "%s: %s", name, meaning).In(lang)
}
