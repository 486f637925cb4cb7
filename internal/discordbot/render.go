package discordbot

import (
	"strconv"
	"strings"

	"github.com/bwmarrin/discordgo"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/wire"
)

// How a card looks in Discord: one embed, with the buttons under it.
//
//   - Its colour, and a sign before the title, tell the tone.
//   - Lead, list, lines of a fixed width and, where there are no names and values, the notes are its
//     description; otherwise the notes follow the names and values, as fields without a name.
//   - An entry's buttons bear its number. Each entry has a row of its own where five rows suffice; else the
//     buttons flow, and the entries that get none are still there to be typed. The card's own buttons never
//     give way.
//   - A picture is a file of the message that the embed shows; any other file stands beside the embed.
//   - No text of a card can format, mention or link: see escape.go.

// rendered is a card as Discord takes it.
type rendered struct {
	embed *discordgo.MessageEmbed
	rows  []discordgo.MessageComponent
	sends []file
	// bare is the same without the file that goes with the card, and with a sentence that says so; nil where
	// there is no such file.
	bare *rendered
}

// blank is U+200B ZERO WIDTH SPACE, the name of a field that has none.
const blank = "\u200b"

// Room that parts of the embed may take, so that each of them gets some.
const (
	roomLead      = 1500
	roomFooter    = 600
	roomNotes     = 2 * maxFieldValue
	roomNote      = 400
	roomName      = 100
	noteFields    = 2
	shortValue    = 24 // a value up to here may stand beside another
	roomItemTitle = 300
	overhead      = 60 // marks of ours that are not counted one by one
)

// render lays a card out.
func render(card chat.Card, lang i18n.Lang) rendered {
	l := layout{lang: lang, budget: maxEmbed - overhead, description: maxDescription - overhead}
	embed := &discordgo.MessageEmbed{Type: discordgo.EmbedTypeRich, Color: colours[card.Tone]}
	// What is written first gets its room first; the list comes last, because it alone can be shortened
	// without losing its meaning.
	sign := signs[card.Tone]
	if title := wire.OneLine(card.Title); title != "" {
		embed.Title = sign + l.spend(title, maxTitle-wire.Units(sign), markdown)
		l.budget -= wire.Units(sign)
	}
	if footer := l.spend(card.Footer, roomFooter, plain); footer != "" {
		embed.Footer = &discordgo.MessageEmbedFooter{Text: footer}
	}
	notes := l.notes(card.Notes, len(card.Fields) > 0)
	lead := l.describe(card.Lead, roomLead, markdown)
	embed.Fields = l.fields(card.Fields)
	if len(card.Fields) > 0 {
		for _, note := range notes {
			embed.Fields = append(embed.Fields, &discordgo.MessageEmbedField{Name: blank, Value: note})
		}
		notes = nil
	}
	code, picture := "", card.Picture
	if picture == nil || len(picture.PNG) == 0 {
		code, picture = l.code(card.Code), nil
	}
	items := l.items(card.Items)
	parts := append([]string{lead, items, code}, notes...)
	embed.Description = joinParts(parts)
	var sends []file
	if picture != nil {
		sends = append(sends, pictureFile(*picture))
		embed.Image = &discordgo.MessageEmbedImage{URL: "attachment://" + sends[0].name}
	}
	if embed.Title == "" && embed.Description == "" && len(embed.Fields) == 0 && embed.Image == nil {
		embed.Description = wire.Ellipsis
	}
	return rendered{embed: embed, rows: rows(card), sends: sends}.with(card, lang)
}

var (
	signs = map[chat.Tone]string{
		chat.Ask: "❔ ", chat.Good: "✅ ", chat.Warning: "⚠️ ", chat.Bad: "⛔ ", chat.Unclear: "🤔 ",
	}
	colours = map[chat.Tone]int{
		chat.Neutral: 0x5b7083, chat.Ask: 0x2f6fde, chat.Good: 0x2e9e5b, chat.Warning: 0xe0a100, chat.Bad: 0xc8372d,
		chat.Unclear: 0x8a63c9,
	}
)

func joinParts(parts []string) string {
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, "\n\n")
}

// layout is the state of one rendering.
type layout struct {
	lang        i18n.Lang
	budget      int // how much text the embed may still have
	description int // and its description
}

// spend prepares words with one of the escapes of escape.go and counts them.
func (l *layout) spend(words string, limit int, escape func(string, int) string) string {
	limit = min(limit, l.budget)
	if limit < 2 {
		return ""
	}
	text := escape(words, limit)
	l.budget -= wire.Units(text)
	return text
}

// describe is [layout.spend] for words of the description.
func (l *layout) describe(words string, limit int, escape func(string, int) string) string {
	text := l.spend(words, min(limit, l.description), escape)
	if text != "" {
		l.mark(text, 2) // the lines between it and the next part
	}
	return text
}

// mark counts what a part of the description takes, with marks of ours around it.
func (l *layout) mark(text string, ours int) {
	l.description -= wire.Units(text) + ours
	l.budget -= ours
}

// notes gives the notes as texts that each fit into a field.
func (l *layout) notes(notes []chat.Note, asFields bool) []string {
	var texts []string
	var current strings.Builder
	flush := func() {
		if current.Len() > 0 {
			texts = append(texts, current.String())
			current.Reset()
		}
	}
	left := roomNotes
	for _, note := range notes {
		sign := "• "
		if note.Loud {
			sign = "⚠️ "
		}
		room := min(roomNote, left) - wire.Units(sign) - 1
		if room < 10 {
			break
		}
		text := l.spend(wire.OneLine(note.Text), room, markdown)
		if text == "" {
			continue
		}
		line := sign + text
		l.budget -= wire.Units(sign) + 1
		left -= wire.Units(line) + 1
		if current.Len() > 0 && wire.Units(current.String())+1+wire.Units(line) > maxFieldValue {
			flush()
			if len(texts) == noteFields {
				break
			}
		}
		if current.Len() > 0 {
			current.WriteString("\n")
		}
		current.WriteString(line)
	}
	flush()
	for _, t := range texts {
		if asFields {
			l.budget -= wire.Units(blank)
		} else {
			l.mark(t, 2)
		}
	}
	return texts
}

func (l *layout) fields(fields []chat.Field) []*discordgo.MessageEmbedField {
	var shown []*discordgo.MessageEmbedField
	for _, f := range fields {
		if len(shown) == maxFields-noteFields || l.budget < 2*roomName {
			break
		}
		name := l.spend(wire.OneLine(f.Name), roomName, markdown)
		value := l.spend(f.Value, maxFieldValue, markdown)
		if name == "" && value == "" {
			continue
		}
		if name == "" {
			name = blank
		}
		if value == "" {
			value = "—"
		}
		l.budget -= 1
		shown = append(shown, &discordgo.MessageEmbedField{
			Name: name, Value: value, Inline: wire.Units(value) <= shortValue && !strings.Contains(value, "\n"),
		})
	}
	return shown
}

// items is the list; what doesn't fit is counted in its last line.
func (l *layout) items(items []chat.Item) string {
	var lines []string
	for i, item := range items {
		const marks = 16 // of ours, in an entry, and its line ends
		rest := l.room()
		if rest < 2*roomName+marks {
			more := i18n.MoreItems(len(items) - i).In(l.lang)
			lines = append(lines, more)
			l.budget -= wire.Units(more)
			break
		}
		before := l.budget
		title := l.spend(wire.OneLine(item.Title), min(roomItemTitle, rest/2), markdown)
		detail := l.spend(wire.OneLine(item.Detail), min(roomItemTitle, rest/2-marks), markdown)
		if item.Number != 0 {
			title = strings.TrimSpace("**" + strconv.Itoa(item.Number) + ".** " + title)
		}
		if title != "" {
			lines = append(lines, title)
		}
		if detail != "" {
			lines = append(lines, "-# "+detail)
		}
		l.budget -= marks
		l.description -= before - l.budget
	}
	return strings.Join(lines, "\n")
}

// room is what the description may still have.
func (l *layout) room() int { return min(l.budget, l.description) }

// code shows lines in a fixed width.
func (l *layout) code(code string) string {
	code = strings.Trim(code, "\n")
	const fences = 10
	if strings.TrimSpace(code) == "" || l.room() < 4*fences {
		return ""
	}
	// The bar keeps the indentation of the first line.
	text := strings.TrimPrefix(preformatted("|"+code, l.room()-fences), "|")
	l.budget -= wire.Units(text)
	l.mark(text, fences)
	return "```\n" + text + "\n```"
}

// rows sets the buttons: those of the entries, then the card's own.
func rows(card chat.Card) []discordgo.MessageComponent {
	taken := map[chat.Action]bool{}
	own := buttons(card.Buttons, 0, taken, maxRows*maxRowButtons)
	ownRows := (len(own) + maxRowButtons - 1) / maxRowButtons
	free := maxRows - ownRows

	var perItem [][]discordgo.MessageComponent
	for _, item := range card.Items {
		if row := buttons(item.Buttons, item.Number, taken, maxRowButtons); len(row) > 0 {
			perItem = append(perItem, row)
		}
	}
	if len(perItem) > free {
		var flowing []discordgo.MessageComponent
		for _, row := range perItem {
			if len(flowing)+len(row) > free*maxRowButtons {
				break
			}
			flowing = append(flowing, row...)
		}
		perItem = inRows(flowing)
	}
	all := make([]discordgo.MessageComponent, 0, maxRows)
	for _, row := range append(perItem, inRows(own)...) {
		all = append(all, discordgo.ActionsRow{Components: row})
	}
	return all
}

func inRows(buttons []discordgo.MessageComponent) [][]discordgo.MessageComponent {
	var rows [][]discordgo.MessageComponent
	for len(buttons) > 0 {
		n := min(maxRowButtons, len(buttons))
		rows = append(rows, buttons[:n])
		buttons = buttons[n:]
	}
	return rows
}

// buttons gives at most so many buttons. One whose action Discord could not carry, or that is there already,
// is left out: a second button of the same action would do the same.
func buttons(all []chat.Button, number int, taken map[chat.Action]bool, most int) []discordgo.MessageComponent {
	var shown []discordgo.MessageComponent
	for _, b := range all {
		if len(shown) == most {
			break
		}
		if b.Action == "" || wire.Units(string(b.Action)) > maxCustomID || taken[b.Action] {
			continue
		}
		taken[b.Action] = true
		suffix := ""
		if number != 0 {
			suffix = " " + strconv.Itoa(number)
		}
		label := plain(wire.OneLine(b.Label), maxLabel-len(suffix)) + suffix
		if label == "" {
			label = wire.Ellipsis
		}
		shown = append(shown, discordgo.Button{Label: strings.TrimSpace(label), Style: styleOf(b.Style), CustomID: string(b.Action)})
	}
	return shown
}

func styleOf(style chat.Style) discordgo.ButtonStyle {
	switch style {
	case chat.Primary:
		return discordgo.PrimaryButton
	case chat.Danger:
		return discordgo.DangerButton
	case chat.Plain:
		return discordgo.SecondaryButton
	default:
		return discordgo.SecondaryButton
	}
}

// message is what is sent to Discord, whichever way. It never mentions anybody:
// https://discord.com/developers/docs/resources/message#allowed-mentions-object.
type message struct {
	Embeds          []*discordgo.MessageEmbed        `json:"embeds"`
	Components      []discordgo.MessageComponent     `json:"components"`
	Attachments     *[]attachment                    `json:"attachments,omitempty"`
	AllowedMentions discordgo.MessageAllowedMentions `json:"allowed_mentions"`
	Flags           discordgo.MessageFlags           `json:"flags,omitempty"`
	Reference       *discordgo.MessageReference      `json:"message_reference,omitempty"`
	Nonce           string                           `json:"nonce,omitempty"`
	EnforceNonce    bool                             `json:"enforce_nonce,omitempty"`
}

// message makes what is sent of a card. An edit says which files stay: none of those that were there.
func (r rendered) message(edit bool) message {
	m := message{
		Embeds: []*discordgo.MessageEmbed{r.embed}, Components: r.rows,
		AllowedMentions: discordgo.MessageAllowedMentions{Parse: []discordgo.AllowedMentionType{}},
	}
	switch {
	case len(r.sends) > 0:
		m.Attachments = r.attachments()
	case edit:
		m.Attachments = &[]attachment{}
	}
	return m
}
