package usage

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"strconv"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/width"
)

// Line is what one driver or vehicle comes to.
type Line struct {
	Summary

	Name string
}

// Sheet is a file of figures for a spreadsheet. It holds totals only: no trip and no place.
type Sheet struct {
	// Header names the columns; there are [Columns] of them.
	Header []string
	// Semicolons stand between the cells, and commas before the decimals, as spreadsheets of many countries
	// want it, France among them. Otherwise there are commas and points.
	Semicolons bool
	// From and To bound the period, in the zone of whoever asked; To is no longer in it.
	From, To time.Time
	Lines    []Line
}

// Columns is how many columns a [Sheet] has: name; distance and time of all, of what is private, its shares of
// both in percent; distance and time of what is professional, and of what OCEAN counts under other keys;
// litres, kilowatt-hours, cost; from and to. Distances are in kilometres to the metre, times are h:mm:ss,
// which spreadsheets add up. What OCEAN doesn't tell is an empty cell.
const Columns = 16

// mark is U+FEFF BYTE ORDER MARK, without which Excel takes the text for another encoding than UTF-8.
const mark = "\ufeff"

// CSV writes the sheet as RFC 4180 (https://www.rfc-editor.org/rfc/rfc4180) has it, in UTF-8 with a byte order
// mark.
func (s Sheet) CSV() ([]byte, error) {
	var file bytes.Buffer
	file.WriteString(mark)
	w := csv.NewWriter(&file)
	w.UseCRLF = true
	if s.Semicolons {
		w.Comma = ';'
	}
	if err := w.Write(inert(s.Header)); err != nil {
		return nil, fmt.Errorf("writing the header of a sheet: %w", err)
	}
	for _, line := range s.Lines {
		if err := w.Write(inert(s.cells(line))); err != nil {
			return nil, fmt.Errorf("writing a line of a sheet: %w", err)
		}
	}
	w.Flush()
	if err := w.Error(); err != nil {
		return nil, fmt.Errorf("writing a sheet: %w", err)
	}
	return file.Bytes(), nil
}

func (s Sheet) cells(line Line) []string {
	var others Figures
	for _, o := range line.Others {
		others = others.Plus(o.Figures)
	}
	cells := []string{line.Name}
	cells = append(cells, s.figures(line.Total())...)
	cells = append(cells, s.figures(line.Private)...)
	cells = append(cells, s.percent(line.PrivateDistance()), s.percent(line.PrivateTime()))
	cells = append(cells, s.figures(line.Professional)...)
	cells = append(cells, s.figures(others)...)
	for _, much := range []float64{line.Litres, line.KWh, line.Cost} {
		cell := ""
		if much > 0 {
			cell = s.decimal(strconv.FormatFloat(much, 'f', 2, 64))
		}
		cells = append(cells, cell)
	}
	const minute = "2006-01-02 15:04"
	return append(cells, s.From.Format(minute), s.To.Format(minute))
}

func (s Sheet) figures(f Figures) []string {
	const perKilometre = 1000
	seconds := int64(f.Time.Round(time.Second) / time.Second)
	return []string{
		s.decimal(fmt.Sprintf("%d.%03d", f.Metres/perKilometre, f.Metres%perKilometre)),
		fmt.Sprintf("%d:%02d:%02d", seconds/3600, seconds/60%60, seconds%60),
	}
}

// percent writes a share with two digits. As on a card, only a share of nothing is 0 and only one of
// everything is 100.
func (s Sheet) percent(share Share) string {
	const least, most = 0.01, 99.99
	switch {
	case !share.Known():
		return ""
	case share.part <= 0:
		return s.decimal("0.00")
	case share.part >= share.whole:
		return s.decimal("100.00")
	}
	exact := float64(share.part) / float64(share.whole) * 100
	return s.decimal(strconv.FormatFloat(min(most, max(least, exact)), 'f', 2, 64))
}

// decimal writes a number the way the sheet's language does.
func (s Sheet) decimal(number string) string {
	if s.Semicolons {
		return strings.Replace(number, ".", ",", 1)
	}
	return number
}

// inert keeps words from being taken for a formula by the spreadsheet that opens the file: an apostrophe makes
// them text (https://owasp.org/www-community/attacks/CSV_Injection). A cell is one line.
func inert(cells []string) []string {
	safe := make([]string, 0, len(cells))
	for _, cell := range cells {
		cell = strings.Join(strings.Fields(strings.Map(visible, strings.ToValidUTF8(cell, ""))), " ")
		begins := strings.TrimLeftFunc(cell, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) })
		if begins != "" && strings.ContainsAny(width.Fold.String(begins)[:1], "=+-@") {
			cell = "'" + cell
		}
		safe = append(safe, cell)
	}
	return safe
}

// visible drops control characters but for those that part words.
func visible(r rune) rune {
	if unicode.IsControl(r) && !unicode.IsSpace(r) {
		return -1
	}
	return r
}
