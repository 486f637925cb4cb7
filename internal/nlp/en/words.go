package en

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

// dayAndPart packs a day and a part of it into the value of a sense.
func dayAndPart(days int, p g.Part) int { return 16*(days+8) + int(p) }

// Words is the English dictionary. Case, hyphens and apostrophes don't matter.
var Words = []g.Entry{
	long("monday", g.Weekday, int(time.Monday)), weak("mon", g.Weekday, int(time.Monday)),
	long("tuesday", g.Weekday, int(time.Tuesday)), word("tue|tues", g.Weekday, int(time.Tuesday)),
	long("wednesday", g.Weekday, int(time.Wednesday)), weak("wed|weds", g.Weekday, int(time.Wednesday)),
	long("thursday", g.Weekday, int(time.Thursday)), word("thu|thur|thurs", g.Weekday, int(time.Thursday)),
	long("friday", g.Weekday, int(time.Friday)), word("fri", g.Weekday, int(time.Friday)),
	long("saturday", g.Weekday, int(time.Saturday)), weak("sat", g.Weekday, int(time.Saturday)),
	long("sunday", g.Weekday, int(time.Sunday)), weak("sun", g.Weekday, int(time.Sunday)),
	habit("mondays", g.Weekday, int(time.Monday)), habit("tuesdays", g.Weekday, int(time.Tuesday)),
	habit("wednesdays", g.Weekday, int(time.Wednesday)), habit("thursdays", g.Weekday, int(time.Thursday)),
	habit("fridays", g.Weekday, int(time.Friday)), habit("saturdays", g.Weekday, int(time.Saturday)),
	habit("sundays", g.Weekday, int(time.Sunday)),

	long("january", g.Month, 1), weak("jan", g.Month, 1),
	long("february", g.Month, 2), word("feb", g.Month, 2),
	weak("march|mar", g.Month, 3),
	weakLong("april", g.Month, 4), word("apr", g.Month, 4),
	weak("may", g.Month, 5),
	weak("june", g.Month, 6), word("jun", g.Month, 6),
	word("july|jul", g.Month, 7),
	weakLong("august", g.Month, 8), word("aug", g.Month, 8),
	long("september", g.Month, 9), word("sept|sep", g.Month, 9),
	long("october", g.Month, 10), word("oct", g.Month, 10),
	long("november", g.Month, 11), word("nov", g.Month, 11),
	long("december", g.Month, 12), word("dec", g.Month, 12),

	long("today", g.Day, 0), word("tday", g.Day, 0),
	long("tomorrow", g.Day, 1), word("tmr|tmrw|tomoz|tmw", g.Day, 1),
	long("yesterday", g.Day, -1),
	word("the day after tomorrow|day after tomorrow|overmorrow", g.Day, 2),
	word("the day before yesterday|day before yesterday", g.Day, -2),
	word("next day|following day", g.DayAfter, 1),
	word("now|right now|immediately|as of now|starting now|from now", g.NowWord, 0),

	long("morning", g.PartOfDay, int(g.Morning)), long("afternoon", g.PartOfDay, int(g.Afternoon)),
	long("evening", g.PartOfDay, int(g.Evening)),
	word("night|overnight", g.PartOfDay, int(g.Night)),
	word("all day|the whole day|whole day|all day long|the entire day|entire day", g.PartOfDay, int(g.WholeDay)),
	habit("mornings", g.PartOfDay, int(g.Morning)), habit("afternoons", g.PartOfDay, int(g.Afternoon)),
	habit("evenings", g.PartOfDay, int(g.Evening)),
	{Words: "nights", Sense: g.Sense{Class: g.PartOfDay, V: int(g.Night), Plural: true}},
	word("tonight|this evening|tonite|2nite", g.DayAndPart, dayAndPart(0, g.Evening)),
	long("tonight", g.DayAndPart, dayAndPart(0, g.Evening)),
	word("this morning", g.DayAndPart, dayAndPart(0, g.Morning)),
	word("this afternoon", g.DayAndPart, dayAndPart(0, g.Afternoon)),
	word("this night", g.DayAndPart, dayAndPart(0, g.Night)),
	word("last night", g.DayAndPart, dayAndPart(-1, g.Night)),
	word("last evening", g.DayAndPart, dayAndPart(-1, g.Evening)),
	word("noon|midday", g.Noon, 0),
	long("midnight", g.Midnight, 0),

	word("min|mins|minute|minutes", g.UnitWord, int(g.Minute)),
	word("h|hr|hrs|hour|hours", g.UnitWord, int(g.Hour)),
	word("day|days|d", g.UnitWord, int(g.DayUnit)),
	word("week|weeks|wk|wks", g.UnitWord, int(g.WeekUnit)),
	word("month|months", g.UnitWord, int(g.MonthUnit)),
	word("quarter|quarters", g.UnitWord, int(g.QuarterUnit)),
	word("year|years|yr|yrs", g.UnitWord, int(g.YearUnit)),
	word("h|o'clock|oclock|hrs|hours", g.HourMark, 0),
	word("am|a m", g.Meridiem, 0), word("pm|p m", g.Meridiem, 12),
	word("in the morning", g.Meridiem, 0), word("in the afternoon|in the evening|at night", g.Meridiem, 12),
	word("in the morning", g.PartOfDay, int(g.Morning)), word("in the afternoon", g.PartOfDay, int(g.Afternoon)),
	word("in the evening", g.PartOfDay, int(g.Evening)), word("at night", g.PartOfDay, int(g.Night)),
	word("weekend|week-end|wkend", g.Weekend, 0), long("weekend", g.Weekend, 0),
	habit("weekends|week-ends", g.Weekend, 0),
	habit("weekdays", g.Weekdays, 0), word("weekday|week days|week day|workdays|workday|working days|working day|business days|business day", g.Weekdays, 0),
	word("daily|everyday", g.Daily, 0),

	word("one", g.Cardinal, 1), word("a|an", g.Cardinal, 1), word("two", g.Cardinal, 2), word("three", g.Cardinal, 3),
	word("four", g.Cardinal, 4), word("five", g.Cardinal, 5), word("six", g.Cardinal, 6),
	word("seven", g.Cardinal, 7), word("eight", g.Cardinal, 8), word("nine", g.Cardinal, 9),
	word("ten", g.Cardinal, 10), word("eleven", g.Cardinal, 11), word("twelve", g.Cardinal, 12),
	word("thirteen", g.Cardinal, 13), word("fourteen", g.Cardinal, 14), word("fifteen", g.Cardinal, 15),
	word("sixteen", g.Cardinal, 16), word("seventeen", g.Cardinal, 17), word("eighteen", g.Cardinal, 18),
	word("nineteen", g.Cardinal, 19), word("twenty", g.Cardinal, 20), word("twenty-one", g.Cardinal, 21),
	word("twenty-two", g.Cardinal, 22), word("twenty-three", g.Cardinal, 23), word("twenty-four", g.Cardinal, 24),
	word("twenty-five", g.Cardinal, 25), word("thirty", g.Cardinal, 30), word("thirty-five", g.Cardinal, 35),
	word("forty", g.Cardinal, 40), word("forty-five", g.Cardinal, 45), word("forty-eight", g.Cardinal, 48),
	word("fifty", g.Cardinal, 50), word("fifty-five", g.Cardinal, 55), word("sixty", g.Cardinal, 60),
	word("ninety", g.Cardinal, 90),
	word("first", g.Ordinal, 1), word("second", g.Ordinal, 2), word("third", g.Ordinal, 3),
	word("fourth", g.Ordinal, 4), word("fifth", g.Ordinal, 5), word("sixth", g.Ordinal, 6),
	word("seventh", g.Ordinal, 7), word("eighth", g.Ordinal, 8), word("ninth", g.Ordinal, 9),
	word("tenth", g.Ordinal, 10), word("eleventh", g.Ordinal, 11), word("twelfth", g.Ordinal, 12),
	word("thirteenth", g.Ordinal, 13), word("fourteenth", g.Ordinal, 14), word("fifteenth", g.Ordinal, 15),
	word("sixteenth", g.Ordinal, 16), word("seventeenth", g.Ordinal, 17), word("eighteenth", g.Ordinal, 18),
	word("nineteenth", g.Ordinal, 19), word("twentieth", g.Ordinal, 20), word("twenty-first", g.Ordinal, 21),
	word("twenty-second", g.Ordinal, 22), word("twenty-third", g.Ordinal, 23), word("twenty-fourth", g.Ordinal, 24),
	word("twenty-fifth", g.Ordinal, 25), word("twenty-sixth", g.Ordinal, 26), word("twenty-seventh", g.Ordinal, 27),
	word("twenty-eighth", g.Ordinal, 28), word("twenty-ninth", g.Ordinal, 29), word("thirtieth", g.Ordinal, 30),
	word("thirty-first", g.Ordinal, 31),
	word("st|nd|rd|th", g.OrdinalMark, 0),
	word("Q1|first quarter|the first quarter", g.QuarterName, 1), word("Q2|second quarter|the second quarter", g.QuarterName, 2),
	word("Q3|third quarter|the third quarter", g.QuarterName, 3), word("Q4|fourth quarter|the fourth quarter", g.QuarterName, 4),

	word("next|following|nxt", g.Next, 0), word("coming|upcoming", g.Next, 1),
	word("last|past|previous", g.Last, 0),
	word("this|current", g.This, 0),
	word("every|each|every single", g.Every, 0),
	word("all|the whole|whole|the entire|entire", g.Whole, 0),
	word("except|except for|except on|but not|but not on|excluding|apart from|other than|save", g.Except, 0),
	word("public holidays|public holiday|bank holidays|bank holiday|school holidays|even weeks|odd weeks|every other|every second|every two|every 2|every three|every 3|every third|fortnightly|biweekly|monthly|alternate", g.Alternate, 0),

	word("from|starting from|starting|starting on|beginning|beginning on", g.From, 0),
	word("starting from|starting|starting on|beginning|beginning on|as of|as from|effective", g.Starting, 0),
	word("the", g.DayArticle, 0),
	word("since", g.Since, 0),
	word("to|thru", g.To, 0),
	word("until|till|til|'til|up to|up until", g.Until, 0),
	word("through|through to|thru|up to and including|until and including", g.Through, 0),
	word("inclusive|included|including", g.Inclusive, 0),
	word("between", g.Between, 0),
	word("and|then", g.And, 0),
	word("for|during|lasting|for the duration of", g.For, 0),
	word("in|within", g.In, 0), word("in|on|during|over|for", g.On, 0),
	word("ago|earlier", g.AgoAfter, 0),
	word("at", g.At, 0), word("by|no later than", g.Vague, 0),
	word("of", g.Of, 0),
	word("the", g.Article, 0),
	word("half", g.Half, 0), word("quarter|a quarter", g.Quarter, 0),
	word("and a half", g.Half, 1), word("past|after", g.Past, 0),
	word("the end of|end of", g.EndOf, 0),
	word("ytd|year to date|since the beginning of the year|since the start of the year|this year so far|so far this year", g.ToDate, int(g.YearUnit)),
	word("mtd|month to date|since the beginning of the month|since the start of the month|this month so far|so far this month", g.ToDate, int(g.MonthUnit)),
	word("wtd|week to date|since the beginning of the week|since the start of the week", g.ToDate, int(g.WeekUnit)),
	word("qtd|quarter to date|since the beginning of the quarter", g.ToDate, int(g.QuarterUnit)),
	word("early|late|mid|beginning of|the beginning of|start of|the start of|middle of|the middle of|a few|few|several|about|around|roughly|approximately|maybe|some|later|sometime|a couple of|before|after|prior to", g.Vague, 0),
	word("lunchtime|lunch time|dinner time|dinnertime|bedtime", g.Vague, 1),

	word("christmas|xmas|christmas day|x-mas", g.HolidayName, int(g.Christmas)), long("christmas", g.HolidayName, int(g.Christmas)),
	word("christmas eve|xmas eve", g.HolidayName, int(g.ChristmasEve)),
	word("boxing day|saint stephen's day|st stephen's day", g.HolidayName, int(g.BoxingDay)),
	word("new year's eve|new years eve|nye", g.HolidayName, int(g.NewYearsEve)),
	word("new year's day|new years day|new year|new year's|new years", g.HolidayName, int(g.NewYear)),
	word("good friday", g.HolidayName, int(g.GoodFriday)),
	word("easter|easter sunday|easter day", g.HolidayName, int(g.Easter)),
	word("easter monday", g.HolidayName, int(g.EasterMonday)),
	word("labour day|labor day|may day", g.HolidayName, int(g.Labour)), //nolint:misspell // as Americans spell it
	word("victory day|ve day|victory in europe day|v-e day", g.HolidayName, int(g.Victory)),
	word("ascension day|ascension thursday", g.HolidayName, int(g.Ascension)),
	word("pentecost|whit sunday|whitsun|pentecost sunday", g.HolidayName, int(g.Pentecost)),
	word("whit monday|pentecost monday", g.HolidayName, int(g.PentecostMonday)),
	word("bastille day|french national day|national day", g.HolidayName, int(g.National)),
	word("assumption|assumption day|assumption of mary", g.HolidayName, int(g.Assumption)),
	word("all saints|all saints day|all saints' day|all saint's day|all hallows", g.HolidayName, int(g.AllSaints)),
	word("armistice day|remembrance day|armistice", g.HolidayName, int(g.Armistice)),
	word("abolition day|abolition of slavery", g.HolidayName, int(g.Abolition)),
	word("bridge of|long weekend of|long weekend for", g.Bridge, 0), word("bridge|bridge weekend|long weekend", g.Bridge, 1),
	word("the eve of|eve of|the day before", g.Eve, -1), word("the day after", g.Eve, 1),

	word("private|pro|trip|please|pls|plz|thanks|thank you|hi|hello|hey|good morning|good evening|cheers", g.Noise, 0),
	word("put|me|set|i|am|m|will|be|ll|we|make|it|mark|as|my car|car|period|mode|usage|book|record", g.Noise, 1),

	word("with|mr|mrs|ms|miss|dr|doctor|aunt|uncle|colleague|called|named|see|meet|visit|street|client|customer|near", g.Name, 0),
	word("domain|mounting|markings|meanings|artistic|denies|sturdy|toady|toddy|toda|avail|assumptions|augusto|vendored|sundae|sundry|monkey|money|mondale|moment|someday|eastern|mourning|mooring|warning|opening|reigning|christian|christina|august's|augusta|augustus|april's|fridge|tonic|tights|prichard", g.Plain, 0),
}
