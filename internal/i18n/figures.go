package i18n

import (
	"fmt"
	"time"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
	"golang.org/x/text/number"
)

// printer writes numbers the way a language does.
func printer(lang Lang) *message.Printer {
	if lang == English {
		return message.NewPrinter(language.English)
	}
	return message.NewPrinter(language.French)
}

// Decimal writes a number with at most one digit after the point: "1,234.5", "1 234,5".
func Decimal(lang Lang, x float64) string {
	return printer(lang).Sprint(number.Decimal(x, number.MaxFractionDigits(1)))
}

// Kilometres writes a distance that is given in metres: "1,234.5 km".
func Kilometres(lang Lang, metres int64) string {
	const perKilometre = 1000
	return Decimal(lang, float64(metres)/perKilometre) + " km"
}

// HoursOf writes how long something lasted in hours and minutes, however many hours these are: "31 h 20 min".
func HoursOf(length time.Duration) string {
	minutes := int64(length.Round(time.Minute) / time.Minute)
	switch hours, rest := minutes/60, minutes%60; {
	case hours == 0:
		return fmt.Sprintf("%d min", rest)
	case rest == 0:
		return fmt.Sprintf("%d h", hours)
	default:
		return fmt.Sprintf("%d h %02d min", hours, rest)
	}
}

// Percent writes whole percents: "25%", "25 %". lies tells how the exact share lies to them: below where
// it is negative, above where it is positive.
func Percent(lang Lang, percent, lies int) string {
	const hundred = 100
	written := printer(lang).Sprint(number.Percent(float64(percent) / hundred))
	switch {
	case lies < 0:
		return "< " + written
	case lies > 0:
		return "> " + written
	default:
		return written
	}
}
