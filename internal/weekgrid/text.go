package weekgrid

import (
	"strings"

	"github.com/mattn/go-runewidth"

	"github.com/oceanbot/oceanbot/internal/i18n"
)

// The measures of the text, in columns. A cell is half an hour.
const (
	cellsPerDay   = 48
	minutesOfCell = minutes / cellsPerDay
	maxLabel      = 9
	todayMark     = "> "

	// MaxColumns is the width that [Grid.Text] never exceeds.
	MaxColumns = len(todayMark) + maxLabel + 1 + cellsPerDay
)

// columns counts as terminals outside East Asia do, whatever the environment of this process says.
var columns = &runewidth.Condition{} //nolint:gochecknoglobals // a constant

// sign stands for half an hour.
func sign(kind Kind) string {
	switch kind {
	case Recurring:
		return "█"
	case Exceptional:
		return "▒"
	case both:
		return "▓"
	default:
		return "·"
	}
}

// Text draws the grid for a fixed-width font, at most [MaxColumns] wide: a ruler of hours, seven rows
// of half hours, and a legend. Half an hour is private where any of its minutes is, so that nothing
// short is lost. The title is left to whatever stands above.
func (g *Grid) Text() string {
	width := 0
	var labels [len(g.Days)]string
	for i, day := range g.Days {
		labels[i] = columns.Truncate(oneLine(day.Label), maxLabel, "…")
		width = max(width, columns.StringWidth(labels[i]))
	}
	indent := len(todayMark) + width + 1

	var out strings.Builder
	out.WriteString(strings.Repeat(" ", indent) + ruler() + "\n")
	for i, day := range g.Days {
		mark := strings.Repeat(" ", len(todayMark))
		if day.Today {
			mark = todayMark
		}
		out.WriteString(mark + columns.FillRight(labels[i], width) + " " + cells(day.row()) + "\n")
	}
	out.WriteString("\n" + g.legend(indent))
	return out.String()
}

func cells(r *row) string {
	var out strings.Builder
	for from := 0; from < minutes; from += minutesOfCell {
		kind := none
		for _, k := range r[from : from+minutesOfCell] {
			kind |= k
		}
		out.WriteString(sign(kind))
	}
	return out.String()
}

// ruler has each hour's number where the hour begins; the last one ends where the day does.
func ruler() string {
	const quarter = cellsPerDay / 4
	var out strings.Builder
	for _, hour := range []string{"0", "6", "12"} {
		out.WriteString(columns.FillRight(hour, quarter))
	}
	return out.String() + columns.FillRight("18", quarter-2) + "24"
}

// legend explains the signs that occur, in as few lines as fit.
func (g *Grid) legend(indent int) string {
	var lines []string
	line := ""
	for _, kind := range g.kinds() {
		entry := sign(kind) + " " + word(kind).In(g.Lang)
		if line != "" && indent+columns.StringWidth(line+"  "+entry) > MaxColumns {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += "  "
		}
		line += entry
	}
	lines = append(lines, line)
	margin := strings.Repeat(" ", indent)
	return margin + strings.Join(lines, "\n"+margin)
}

// kinds are those that the legend explains: both plain ones always, their meeting where it occurs.
func (g *Grid) kinds() []Kind {
	kinds := []Kind{Recurring, Exceptional}
	for _, day := range g.Days {
		for _, run := range day.row().runs(both) {
			if run.kind == both {
				return append(kinds, both, none)
			}
		}
	}
	return append(kinds, none)
}

func word(kind Kind) i18n.Text {
	switch kind {
	case Recurring:
		return i18n.GridRecurring
	case Exceptional:
		return i18n.GridExceptional
	case both:
		return i18n.GridBoth
	default:
		return i18n.GridNone
	}
}
