package slackbot

import (
	"strconv"
	"strings"

	"github.com/slack-go/slack"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/wire"
)

// How a card looks in Slack:
//
//   - The title is a header with the sign of the card's tone; a title that is too long for one is a
//     bold paragraph.
//   - Names and values are a section's fields, which Slack sets in two columns.
//   - An entry of a list is a section, its detail small print, its buttons a row of their own. Where
//     Slack's fifty blocks don't suffice, detail and title share a section, and then the last entries
//     give way to "… and n more". The card's own buttons never give way.
//   - Notes and footer are context blocks; a loud note has a warning sign.
//   - No text of a card can format, mention or link: see escape.go.

// rendered is a card as Slack takes it.
type rendered struct {
	text   string // the fallback, for notifications and screen readers
	blocks []slack.Block
}

// render lays a card out. picture is the id of the file that shows the card's picture; where it is
// empty, the card's lines in a fixed width are shown in its place.
func render(card chat.Card, lang i18n.Lang, picture string) rendered {
	l := layout{lang: lang, budget: maxCardText, taken: make(map[string]bool)}
	// What is written first gets its room first; the list comes last, because it alone can be shortened
	// without losing its meaning.
	head := l.head(card)
	buttons := l.buttonRows(card.Buttons, maxButtonRows)
	var code []slack.Block
	if card.Picture != nil && picture != "" {
		code = l.picture(*card.Picture, picture)
	} else {
		code = l.code(card.Code)
	}
	notes := l.notes(card.Notes)
	footer := l.small(card.Footer)
	rest := len(head) + len(code) + len(notes) + len(buttons) + len(footer)
	items := l.items(card.Items, maxBlocks-rest)

	var blocks []slack.Block
	for _, part := range [][]slack.Block{head, code, items, notes, buttons, footer} {
		blocks = append(blocks, part...)
	}
	text := mrkdwn(card.Summary(lang), maxFallback)
	if text == "" {
		text = wire.Ellipsis
	}
	if len(blocks) == 0 {
		blocks = append(blocks, section(text))
	}
	return rendered{text: text, blocks: blocks}
}

// layout is the state of one rendering.
type layout struct {
	lang   i18n.Lang
	budget int             // how much text the card may still have
	taken  map[string]bool // the action_ids in use
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

func (l *layout) head(card chat.Card) []slack.Block {
	var blocks []slack.Block
	if title := wire.OneLine(card.Title); title != "" {
		sign := signOf(card.Tone)
		if whole := plain(sign+title, maxSection); wire.Units(whole) <= maxHeader {
			blocks = append(blocks, slack.NewHeaderBlock(plainText(whole)))
		} else {
			blocks = append(blocks, section(sign+"*"+l.spend(title, maxSection-10, mrkdwn)+"*"))
		}
	}
	if lead := l.spend(card.Lead, maxSection, mrkdwn); lead != "" {
		blocks = append(blocks, section(lead))
	}
	return append(blocks, l.fields(card.Fields)...)
}

func signOf(tone chat.Tone) string {
	switch tone {
	case chat.Ask:
		return "❔ "
	case chat.Good:
		return "✅ "
	case chat.Warning:
		return "⚠️ "
	case chat.Bad:
		return "⛔ "
	case chat.Unclear:
		return "🤔 "
	case chat.Neutral:
		return ""
	default:
		return ""
	}
}

// fields sets names and values in two columns, ten to a section.
func (l *layout) fields(fields []chat.Field) []slack.Block {
	var texts []*slack.TextBlockObject
	for _, f := range fields {
		if len(texts) == maxFields {
			break
		}
		name := l.spend(wire.OneLine(f.Name), maxField/4, mrkdwn)
		value := l.spend(f.Value, maxField-maxField/4-3, mrkdwn)
		switch {
		case name == "" && value == "":
			continue
		case name == "":
			texts = append(texts, markdown(value))
		case value == "":
			texts = append(texts, markdown("*"+name+"*\n—"))
		default:
			texts = append(texts, markdown("*"+name+"*\n"+value))
		}
	}
	var blocks []slack.Block
	for len(texts) > 0 {
		n := min(maxFieldsInRow, len(texts))
		blocks = append(blocks, slack.NewSectionBlock(nil, texts[:n], nil))
		texts = texts[n:]
	}
	return blocks
}

// items lays the list out in at most room blocks.
func (l *layout) items(items []chat.Item, room int) []slack.Block {
	full := 0
	for _, item := range items {
		full += itemBlocks(item, false)
	}
	compact := full > room
	var blocks []slack.Block
	for i, item := range items {
		after := 1 // the line that says how many are missing, unless this is the last
		if i == len(items)-1 {
			after = 0
		}
		if len(blocks)+itemBlocks(item, compact)+after > room || l.budget < maxButtonText {
			if len(blocks) < room {
				blocks = append(blocks, small(i18n.MoreItems(len(items)-i).In(l.lang)))
			}
			break
		}
		blocks = append(blocks, l.item(item, compact)...)
	}
	return blocks
}

// itemBlocks is how many blocks an entry needs at most.
func itemBlocks(item chat.Item, compact bool) int {
	n := 1
	if item.Detail != "" && !compact {
		n++
	}
	if len(item.Buttons) > 0 {
		n++
	}
	return n
}

func (l *layout) item(item chat.Item, compact bool) []slack.Block {
	title := l.spend(item.Title, maxSection/2-10, mrkdwn)
	if item.Number != 0 {
		title = strings.TrimSpace("*" + strconv.Itoa(item.Number) + ".* " + title)
	}
	detail := l.spend(item.Detail, maxSection/2-10, mrkdwn)
	if compact {
		title, detail = strings.TrimSpace(title+"\n"+detail), ""
	}
	var blocks []slack.Block
	if title != "" {
		blocks = append(blocks, section(title))
	}
	if detail != "" {
		blocks = append(blocks, small(detail))
	}
	return append(blocks, l.buttonRows(item.Buttons, 1)...)
}

// picture shows a file of the bot's. The words for those who don't see it are not optional.
func (l *layout) picture(p chat.Picture, file string) []slack.Block {
	alt := l.spend(wire.OneLine(p.Alt), maxAlt, plain)
	if alt == "" {
		alt = wire.Ellipsis
	}
	return []slack.Block{slack.NewImageBlockSlackFile(&slack.SlackFileObject{ID: file}, alt, "", nil)}
}

// code shows lines in a fixed width, cut between lines where one section doesn't hold them.
func (l *layout) code(code string) []slack.Block {
	const fence = "```\n"
	var blocks []slack.Block
	lines := strings.Split(strings.Trim(code, "\n"), "\n")
	for len(lines) > 0 && len(blocks) < maxCodeBlocks && strings.TrimSpace(code) != "" {
		var page strings.Builder
		for len(lines) > 0 {
			room := min(maxSection-2*len(fence), l.budget) - wire.Units(page.String())
			line := preformatted("|"+lines[0], maxSection-2*len(fence)) // the bar keeps the indentation
			if room < wire.Units(line) && page.Len() > 0 || room < 2 {
				break
			}
			if room < wire.Units(line) {
				line = preformatted("|"+lines[0], room)
			}
			page.WriteString(strings.TrimPrefix(line, "|") + "\n")
			lines = lines[1:]
		}
		if strings.TrimSpace(page.String()) == "" {
			break
		}
		l.budget -= wire.Units(page.String())
		blocks = append(blocks, section(fence+page.String()+"```"))
	}
	return blocks
}

// notes are lines of small print.
func (l *layout) notes(notes []chat.Note) []slack.Block {
	var lines []string
	room := maxTextObject
	for i, note := range notes {
		if i == maxNotes {
			break
		}
		sign := ""
		if note.Loud {
			sign = "⚠️ "
		}
		line := l.spend(wire.OneLine(note.Text), room-wire.Units(sign)-1, mrkdwn)
		if line == "" {
			continue
		}
		lines = append(lines, sign+line)
		room -= wire.Units(sign+line) + 1
	}
	if len(lines) == 0 {
		return nil
	}
	return []slack.Block{small(strings.Join(lines, "\n"))}
}

func (l *layout) small(words string) []slack.Block {
	if text := l.spend(words, maxTextObject, mrkdwn); text != "" {
		return []slack.Block{small(text)}
	}
	return nil
}

// section, small, markdown and plainText take text that has been escaped.
func section(text string) slack.Block { return slack.NewSectionBlock(markdown(text), nil, nil) }

func small(text string) slack.Block { return slack.NewContextBlock("", markdown(text)) }

// markdown is a mrkdwn object; verbatim keeps Slack from making links of what looks like one
// (https://docs.slack.dev/reference/block-kit/composition-objects/text-object/).
func markdown(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, text, false, true)
}

func plainText(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.PlainTextType, text, true, false)
}
