// Package console is a chat in the terminal: the platform of `bot demo`.
//
// One command a line. A card is drawn with its buttons numbered, and typing a number presses one: the
// numbers are always those of the last card that had any. Where a button asks a question, the next line
// is its answer. Input that doesn't come from a terminal is repeated after the prompt, so that what a
// script prints reads like the conversation that it is.
package console

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/mattn/go-runewidth"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
)

// Config is what a console is made of.
type Config struct {
	Handler chat.Handler
	In      io.Reader
	Out     io.Writer
	Echo    bool // repeat what was typed: for input that is not a terminal's
	User    chat.User
	Lang    i18n.Lang
	Zone    *time.Location
}

// Console is one conversation.
type Console struct {
	Config

	mu      sync.Mutex // Out and buttons: a notice may come while a line is awaited
	buttons []chat.Button
}

// New makes a console.
func New(c Config) *Console { return &Console{Config: c} }

var _ chat.Notifier = (*Console)(nil)

// prompt stands before what is typed.
const prompt = "> "

// Run reads lines until the input ends, which is no error, or ctx is done.
func (c *Console) Run(ctx context.Context) error {
	lines := bufio.NewScanner(c.In)
	var question *chat.Button
	c.print(prompt)
	for lines.Scan() {
		line := strings.TrimSpace(lines.Text())
		if c.Echo {
			c.print(line + "\n")
		}
		request := chat.Request{
			User: c.User, Lang: c.Lang, Zone: c.Zone, ReplyTo: chat.Address{User: c.User},
		}
		switch {
		case question != nil:
			request.Action, request.Input = question.Action, line
			question = nil
		case line == "" || strings.HasPrefix(line, "#"):
			c.print(prompt) // an empty line, or a remark in a script
			continue
		default:
			button, pressed, ok := c.pressed(line)
			switch {
			case pressed && !ok:
				c.print(i18n.NoButton(c.Lang, line) + "\n\n" + prompt)
				continue
			case pressed && button.Question != nil:
				question = &button
				c.print(button.Question.Label + " (" + button.Question.Hint + ")\n" + prompt)
				continue
			case pressed:
				request.Action = button.Action
			default:
				request.Text = line
			}
		}
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("the conversation was ended: %w", err)
		}
		message := c.Handler.Handle(ctx, request)
		c.show(message)
		if message.Receipt != "" {
			c.Handler.Told(ctx, message.Receipt)
		}
		c.print(prompt)
	}
	c.print("\n")
	if err := lines.Err(); err != nil && !errors.Is(err, io.EOF) {
		return fmt.Errorf("reading what is typed: %w", err)
	}
	return nil
}

// Notify implements [chat.Notifier].
func (c *Console) Notify(_ context.Context, _ chat.Address, m chat.Message) error {
	c.print("\n")
	c.show(m)
	c.print(prompt)
	return nil
}

// pressed finds the button that a line presses. pressed is false where the line is no number.
func (c *Console) pressed(line string) (button chat.Button, pressed, ok bool) {
	number, err := strconv.Atoi(strings.Trim(line, "[]"))
	if err != nil {
		return chat.Button{}, false, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if number < 1 || number > len(c.buttons) {
		return chat.Button{}, true, false
	}
	return c.buttons[number-1], true, true
}

func (c *Console) show(m chat.Message) {
	if m.IsZero() {
		return
	}
	if buttons := m.Card.AllButtons(); len(buttons) > 0 || m.Replace {
		c.mu.Lock()
		c.buttons = buttons
		c.mu.Unlock()
	}
	c.print(Render(m.Card) + "\n")
}

func (c *Console) print(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	// A terminal that is gone ends the conversation by itself: the next read fails.
	_, _ = io.WriteString(c.Out, text)
}

// tones are the signs of the tones, all one column wide.
var tones = map[chat.Tone]string{
	chat.Neutral: "·", chat.Ask: "?", chat.Good: "✓", chat.Warning: "!", chat.Bad: "✗", chat.Unclear: "¿",
}

// Render draws a card as lines of text, buttons numbered from 1 in reading order.
func Render(card chat.Card) string {
	var b strings.Builder
	line := func(text string) { fmt.Fprintln(&b, strings.TrimRight("│ "+clean(text), " ")) }
	fmt.Fprintln(&b, "┌ "+tones[card.Tone]+" "+clean(card.Title))
	if card.Lead != "" {
		line(card.Lead)
	}
	widest := 0
	for _, f := range card.Fields {
		widest = max(widest, runewidth.StringWidth(f.Name))
	}
	for _, f := range card.Fields {
		name := f.Name
		for value := range strings.SplitSeq(f.Value, "\n") {
			line(name + strings.Repeat(" ", widest-runewidth.StringWidth(name)+2) + value)
			name = ""
		}
	}
	if card.Code != "" {
		line("")
		for text := range strings.SplitSeq(card.Code, "\n") {
			line("  " + text)
		}
		line("")
	}
	number := 0
	buttons := func(all []chat.Button) string {
		labels := make([]string, 0, len(all))
		for _, button := range all {
			number++
			labels = append(labels, fmt.Sprintf("[%d] %s", number, clean(button.Label)))
		}
		return strings.Join(labels, "  ")
	}
	for _, item := range card.Items {
		line(fmt.Sprintf("%2d. %s", item.Number, item.Title))
		if item.Detail != "" {
			line("    " + item.Detail)
		}
		if len(item.Buttons) > 0 {
			line("    " + buttons(item.Buttons))
		}
	}
	for _, note := range card.Notes {
		sign := "· "
		if note.Loud {
			sign = "! "
		}
		line(sign + note.Text)
	}
	if card.Footer != "" {
		line(card.Footer)
	}
	last := "└"
	if len(card.Buttons) > 0 {
		last += " " + buttons(card.Buttons)
	}
	fmt.Fprintln(&b, last)
	if card.File != nil {
		b.WriteString(file(*card.File))
	}
	return b.String()
}

// file writes a file of text under its name, without the frame of a card so that it can be copied. What is no
// text is named alone.
func file(f chat.File) string {
	var b strings.Builder
	fmt.Fprintln(&b, "── "+clean(f.Name)+" ──")
	if !strings.HasPrefix(f.MIME, "text/") {
		return b.String()
	}
	text := strings.TrimPrefix(string(f.Data), "\ufeff")
	for line := range strings.Lines(text) {
		fmt.Fprintln(&b, clean(strings.TrimRight(line, "\r\n")))
	}
	return b.String()
}

// clean keeps a person's words from moving the cursor or colouring the screen.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || (r >= 0x80 && r < 0xa0) {
			return ' '
		}
		return r
	}, text)
}
