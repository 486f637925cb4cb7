package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/oceanbot/oceanbot/internal/commands"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/nlp"
	"github.com/oceanbot/oceanbot/internal/ocean"
)

// phrase is a line of the input of `bot parse --jsonl`; what it leaves out comes from the flags.
type phrase struct {
	ID     string `json:"id"`
	Text   string `json:"text"`
	Now    string `json:"now"`
	Zone   string `json:"tz"`
	Lang   string `json:"lang"`
	Prefer string `json:"prefer"`
	Region string `json:"holidays"`
}

// meaning is what a phrase means, as the contract writes it. Exactly the fields of its kind are written.
type meaning struct {
	id      string
	kind    nlp.Kind
	period  nlp.Result
	refusal string
	text    string // as it was parsed
}

// MarshalJSON implements json.Marshaler.
func (m meaning) MarshalJSON() ([]byte, error) {
	switch m.kind {
	case nlp.Period:
		var end *string
		if !m.period.End.IsZero() {
			text := m.period.End.Format(time.RFC3339)
			end = &text
		}
		return json.Marshal(struct {
			ID     string  `json:"id,omitempty"`
			Kind   string  `json:"kind"`
			Start  string  `json:"start"`
			End    *string `json:"end"`
			Reason string  `json:"reason,omitempty"`
		}{m.id, m.kind.String(), m.period.Start.Format(time.RFC3339), end, m.period.Reason})
	case nlp.Recurring:
		type hours struct {
			Day  string `json:"day"`
			From string `json:"from"`
			To   string `json:"to"`
		}
		week := make([]hours, 0, len(m.period.Week))
		for _, h := range m.period.Week {
			week = append(week, hours{string(ocean.JourOf(h.Day)), clockText(h.From), clockText(h.To)})
		}
		return json.Marshal(struct {
			ID     string  `json:"id,omitempty"`
			Kind   string  `json:"kind"`
			Weekly []hours `json:"weekly"`
			From   *string `json:"from"`
			Until  *string `json:"until"`
			Reason string  `json:"reason,omitempty"`
		}{m.id, m.kind.String(), week, dateText(m.period.From), dateText(m.period.Until), m.period.Reason})
	case nlp.None:
	}
	return json.Marshal(struct {
		ID     string `json:"id,omitempty"`
		Kind   string `json:"kind"`
		Reason string `json:"reason"`
	}{m.id, nlp.None.String(), m.refusal})
}

func clockText(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

func dateText(d nlp.Date) *string {
	if d.IsZero() {
		return nil
	}
	text := d.String()
	return &text
}

// parseFlags are the flags of `bot parse`.
type parseFlags struct {
	phrase

	asJSON, lines bool
}

func parseCommand(w world) *cobra.Command {
	var flags parseFlags
	command := &cobra.Command{
		Use:   "parse TEXT",
		Short: "Print what a phrase means",
		Args: func(_ *cobra.Command, args []string) error {
			if flags.lines != (len(args) == 0) {
				return errors.New(`give a phrase, like: bot parse "from Friday 18h to Monday", or --jsonl and lines on stdin`)
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			if flags.lines {
				return parseLines(w.Stdin, w.Stdout, flags.phrase)
			}
			flags.Text = strings.Join(args, " ")
			understood, err := understand(flags.phrase)
			if err != nil {
				return usageError{err}
			}
			if flags.asJSON {
				return writeJSON(w.Stdout, understood)
			}
			_, err = fmt.Fprintln(w.Stdout, understood.human(i18n.Lang(flags.Lang)))
			return err
		},
	}
	command.Flags().BoolVar(&flags.asJSON, "json", false, "print JSON")
	command.Flags().BoolVar(&flags.lines, "jsonl", false, `read {"id","text","now","tz","lang","prefer"} a line from stdin, print one result a line`)
	command.Flags().StringVar(&flags.Now, "now", "", "the moment of speaking, RFC 3339 (default: now)")
	command.Flags().StringVar(&flags.Zone, "tz", "Europe/Paris", "the time zone of whoever speaks")
	command.Flags().StringVar(&flags.Lang, "lang", "fr", "fr or en, where the two differ")
	command.Flags().StringVar(&flags.Prefer, "prefer", "future", "future or past, where a phrase may mean either")
	command.Flags().StringVar(&flags.Region, "holidays", "", "the region whose holidays are meant: "+strings.Join(nlp.RegionNames(), ", "))
	return command
}

// parseLines answers each line of the input with a line, in order. A line that can't be read is answered
// too, so that whoever sent it can tell which one it was.
func parseLines(in io.Reader, out io.Writer, defaults phrase) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, 1<<20)
	buffered := bufio.NewWriter(out)
	for number := 1; lines.Scan(); number++ {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		asked := defaults
		understood := meaning{}
		if err := json.Unmarshal(lines.Bytes(), &asked); err != nil {
			understood.refusal = fmt.Sprintf("line %d is not a JSON object with the fields id, text, now, tz, lang and prefer", number)
		} else if understood, err = understand(asked); err != nil {
			understood = meaning{id: asked.ID, refusal: err.Error()}
		}
		if err := writeJSON(buffered, understood); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("reading the phrases: %w", err)
	}
	if err := buffered.Flush(); err != nil {
		return fmt.Errorf("writing the results: %w", err)
	}
	return nil
}

func writeJSON(out io.Writer, understood meaning) error {
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(understood); err != nil {
		return fmt.Errorf("writing a result: %w", err)
	}
	return nil
}

func understand(p phrase) (meaning, error) {
	zone, err := time.LoadLocation(p.Zone)
	if err != nil {
		return meaning{}, fmt.Errorf("%q is not the name of a time zone, like Europe/Paris", p.Zone)
	}
	now := time.Now()
	if p.Now != "" {
		if now, err = time.Parse(time.RFC3339, p.Now); err != nil {
			return meaning{}, fmt.Errorf("%q is not a time like 2026-11-25T10:00:00+01:00", p.Now)
		}
	}
	options := nlp.Options{Now: now.In(zone)}
	lang := i18n.French
	switch p.Lang {
	case "fr", "":
		options.Lang = nlp.French
	case "en":
		options.Lang, lang = nlp.English, i18n.English
	default:
		return meaning{}, fmt.Errorf("%q is not a language of the bot: fr or en", p.Lang)
	}
	switch p.Prefer {
	case "future", "":
	case "past":
		options.Prefer = nlp.Past
	default:
		return meaning{}, fmt.Errorf("%q is neither future nor past", p.Prefer)
	}
	var known bool
	if options.Region, known = nlp.ParseRegion(p.Region); !known {
		return meaning{}, fmt.Errorf("%q is none of the regions with holidays of their own: %s", p.Region, strings.Join(nlp.RegionNames(), ", "))
	}
	result := nlp.Parse(p.Text, options)
	understood := meaning{id: p.ID, kind: result.Kind, period: result, text: p.Text}
	if result.Kind == nlp.None {
		understood.refusal = commands.Refusal(lang, result.Refusal, "`"+commands.ExamplePhrase(lang)+"`")
	}
	return understood, nil
}

// human writes a meaning for somebody who tries a phrase out in a terminal.
func (m meaning) human(lang i18n.Lang) string {
	var lines []string
	switch m.kind {
	case nlp.Period:
		lines = append(lines, i18n.Moment(lang, m.period.Start))
		if !m.period.End.IsZero() {
			lines = append(lines, "→ "+i18n.MomentEnd(lang, m.period.End), i18n.Length(lang, m.period.Start, m.period.End))
		}
		lines = append(lines, i18n.ZoneName(m.period.Start, m.period.End))
	case nlp.Recurring:
		for _, h := range m.period.Week {
			lines = append(lines, fmt.Sprintf("%-9s %s–%s", i18n.Weekday(lang, h.Day), clockText(h.From), clockText(h.To)))
		}
		for _, d := range []struct {
			sign string
			date nlp.Date
		}{{"≥ ", m.period.From}, {"≤ ", m.period.Until}} {
			if !d.date.IsZero() {
				lines = append(lines, d.sign+d.date.String())
			}
		}
	case nlp.None:
		return m.refusal
	}
	if m.period.Reason != "" {
		lines = append(lines, i18n.ReasonLabel.In(lang)+": "+m.period.Reason)
	}
	return strings.Join(append(lines, commands.Understood(lang, m.period, m.text)...), "\n")
}
