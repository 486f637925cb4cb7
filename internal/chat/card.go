package chat

import (
	"strings"

	"github.com/oceanbot/oceanbot/internal/i18n"
)

// Tone is how a card looks at first glance; each adapter has its own sign or colour for it.
type Tone uint8

// The tones.
const (
	Neutral Tone = iota // information
	Ask                 // something waits for a press
	Good                // done, as asked
	Warning             // look closely: done otherwise than asked, or unknown
	Bad                 // not done
	Unclear             // not understood, or not enough of it: to be said otherwise
)

// Card is what an answer shows, from top to bottom. All its strings are plain text.
type Card struct {
	Tone   Tone
	Title  string
	Lead   string  // a sentence or two under the title
	Fields []Field // names and values, aligned where the platform can
	Code   string  // lines to be shown in a fixed width
	// Picture stands in the place of Code where the platform shows pictures.
	Picture *Picture
	Items   []Item // a numbered list, each with its own buttons
	Notes   []Note // remarks that must not be overlooked, or may be
	Buttons []Button
	Footer  string // small print
	// File goes with the card. Where a platform can't bring it, the card is shown without it and says so.
	File *File
}

// Picture is a drawing. What it shows, Alt says, for whoever can't see it.
type Picture struct {
	Name string // of the file: "week.png"
	Alt  string
	PNG  []byte
}

// File is a file to keep.
type File struct {
	Name string // as it is to be saved: "usage-2026-11.csv"
	MIME string // "text/csv; charset=utf-8"
	Data []byte
}

// Field is a named value.
type Field struct{ Name, Value string }

// Item is an entry of a list.
type Item struct {
	Number  int // what a person types to mean it
	Title   string
	Detail  string
	Buttons []Button
}

// Note is a remark; a loud one is a warning.
type Note struct {
	Text string
	Loud bool
}

// Style is how strongly a button invites.
type Style uint8

// The styles.
const (
	Plain Style = iota
	Primary
	Danger
)

// Button does its Action when it is pressed. With a Question the platform first asks for a line of
// text, which arrives as [Request.Input].
type Button struct {
	Action   Action
	Label    string
	Style    Style
	Question *Question
}

// Question asks for one line of text before a press is delivered.
type Question struct {
	Title  string `json:"title"`  // at most 24 characters, the limit of a Slack modal
	Label  string `json:"label"`  // what is asked
	Hint   string `json:"hint"`   // an example that works
	Submit string `json:"submit"` // the button that sends it
	Close  string `json:"close"`  // the button that doesn't
}

// IsZero tells whether the card is empty.
func (c Card) IsZero() bool {
	return c.Title == "" && c.Lead == "" && c.Code == "" && c.Picture == nil && c.File == nil && c.Footer == "" &&
		len(c.Fields) == 0 && len(c.Items) == 0 && len(c.Notes) == 0 && len(c.Buttons) == 0
}

// AllButtons gives the buttons in reading order: those of the items, then the card's own.
func (c Card) AllButtons() []Button {
	var all []Button
	for _, item := range c.Items {
		all = append(all, item.Buttons...)
	}
	return append(all, c.Buttons...)
}

// Summary is the card as one line of plain text, for notifications, screen readers and clients that
// show no cards.
func (c Card) Summary(lang i18n.Lang) string {
	colon := " : "
	if lang == i18n.English {
		colon = ": "
	}
	var parts []string
	add := func(s string) {
		if s != "" {
			parts = append(parts, s)
		}
	}
	add(c.Title)
	add(c.Lead)
	for _, f := range c.Fields {
		add(f.Name + colon + f.Value)
	}
	for _, item := range c.Items {
		add(strings.TrimSpace(item.Title + " " + item.Detail))
	}
	for _, n := range c.Notes {
		add(n.Text)
	}
	return strings.Join(parts, " · ")
}
