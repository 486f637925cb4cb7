package grammar

import "time"

// A date is counted here in days since 1 January 1970, whatever zone they are lived in: with whole
// numbers, "three days later" never meets a clock change.

// DayNumber gives the number of a date. A day or month out of its range runs over, as in [time.Date].
func DayNumber(year int, month time.Month, day int) int {
	return int(time.Date(year, month, day, 0, 0, 0, 0, time.UTC).Unix() / secondsOfDay)
}

// Civil gives the date of a day's number.
func Civil(n int) (year int, month time.Month, day int) {
	return time.Unix(int64(n)*secondsOfDay, 0).UTC().Date()
}

// WeekdayOf gives the day of the week of a day's number.
func WeekdayOf(n int) time.Weekday { return time.Weekday(((n+4)%7 + 7) % 7) }

// Monday gives the Monday of the calendar week that a day is in.
func Monday(n int) int { return n - (int(WeekdayOf(n))+6)%7 }

// DaysIn gives the length of a month; month 0 stands for "any", which has 31 days, and year 0 for
// "any", in which February has 29.
func DaysIn(year int, month time.Month) int {
	switch month {
	case 0:
		return 31
	case time.February:
		if year == 0 || year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	case time.April, time.June, time.September, time.November:
		return 30
	default:
		return 31
	}
}

const secondsOfDay = 24 * 60 * 60

// AddMonths gives the same day of the month n months later, or that month's last day where it is shorter.
func AddMonths(day, n int) int {
	y, m, d := Civil(day)
	first := DayNumber(y, m+time.Month(n), 1)
	fy, fm, _ := Civil(first)
	return first + min(d, DaysIn(fy, fm)) - 1
}
