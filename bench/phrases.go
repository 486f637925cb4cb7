package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"time"
)

// phrase is something that people say, and what it means.
type phrase struct {
	text, lang string
	now        time.Time
	past       bool // bare days are looked for in the past
	want       answer
}

// line is a line of sample.jsonl.
type line struct {
	Text   string          `json:"text"`
	Lang   string          `json:"lang"`
	Now    string          `json:"now"`
	Zone   string          `json:"tz"`
	Kind   string          `json:"kind"`
	Start  string          `json:"start"`
	End    string          `json:"end"`
	Weekly json.RawMessage `json:"weekly"`
	From   string          `json:"from"`
	Until  string          `json:"until"`
}

func sample(file string) ([]*phrase, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading the sample: %w", err)
	}
	var out []*phrase
	for raw := range bytes.Lines(text) {
		var l line
		if err := json.Unmarshal(raw, &l); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		p, err := l.phrase()
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", file, l.Text, err)
		}
		out = append(out, p)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: %w", file, errNoPhrases)
	}
	return out, nil
}

func (l *line) phrase() (*phrase, error) {
	p := &phrase{text: l.Text, lang: l.Lang}
	zone, err := time.LoadLocation(l.Zone)
	if err != nil {
		return nil, fmt.Errorf("the zone: %w", err)
	}
	if p.now, err = moment(l.Now); err != nil {
		return nil, err
	}
	p.now = p.now.In(zone)
	p.want.found = l.Kind != "none"
	if p.want.start, err = moment(l.Start); err != nil {
		return nil, err
	}
	if p.want.end, err = moment(l.End); err != nil {
		return nil, err
	}
	if l.Kind == "recurring" {
		var week []hours
		if err := json.Unmarshal(l.Weekly, &week); err != nil {
			return nil, fmt.Errorf("the week: %w", err)
		}
		p.want.week = weekText(week, l.From, l.Until)
	}
	return p, nil
}

func moment(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("a moment: %w", err)
	}
	return at, nil
}

// hours is a stretch of a day, as the sample writes it.
type hours struct {
	Day  string `json:"day"`
	From string `json:"from"`
	To   string `json:"to"`
}

// weekText writes hours of the week in one way, to be compared.
func weekText(week []hours, from, until string) string { return fmt.Sprint(week, from, until) }

// setsNow tells that a line of the corpus sets the moment of speaking.
var setsNow = regexp.MustCompile(`^now (\d{4}-\d\d-\d\d \d\d:\d\d) (\S+)(.*)$`)

// corpusOf reads the phrases of the corpus that mean one period or nothing. A phrase without a language is
// given once for each.
func corpusOf(folder string) ([]*phrase, error) {
	files, err := filepath.Glob(folder + "/*.txt")
	if err != nil {
		return nil, fmt.Errorf("looking for the corpus: %w", err)
	}
	var out []*phrase
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("reading the corpus: %w", err)
		}
		some, err := corpusFile(string(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		out = append(out, some...)
	}
	return out, nil
}

func corpusFile(text string) ([]*phrase, error) {
	var (
		out  []*phrase
		now  time.Time
		past bool
		want answer
		week bool
	)
	lines := bufio.NewScanner(strings.NewReader(text))
	for lines.Scan() {
		words := strings.TrimSpace(lines.Text())
		switch set := setsNow.FindStringSubmatch(words); {
		case words == "", strings.HasPrefix(words, "#"):
		case set != nil:
			zone, err := time.LoadLocation(set[2])
			if err != nil {
				return nil, fmt.Errorf("the zone: %w", err)
			}
			if now, err = time.ParseInLocation("2006-01-02 15:04", set[1], zone); err != nil {
				return nil, fmt.Errorf("the moment: %w", err)
			}
			past = strings.Contains(set[3], "past")
		case strings.HasPrefix(words, "= "):
			want, week = wanted(words[2:], now.Location())
		case week: // nobody else reads hours of the week, and the sample has some
		default:
			langs := []string{"fr", "en"}
			if lang, rest, ok := strings.Cut(words, ": "); ok && (lang == "fr" || lang == "en") {
				words, langs = rest, []string{lang}
			}
			for _, lang := range langs {
				out = append(out, &phrase{text: words, lang: lang, now: now, past: past, want: want})
			}
		}
	}
	return out, lines.Err()
}

// wanted reads what stands behind `=`: START .. END, START, `none` or a week.
func wanted(text string, zone *time.Location) (want answer, week bool) {
	if strings.HasPrefix(text, "none") {
		return answer{}, false
	}
	read := func(text string) time.Time {
		if at, err := time.ParseInLocation("2006-01-02 15:04", text, zone); err == nil {
			return at
		}
		at, _ := time.Parse(time.RFC3339, text) // zero where it is neither: a week
		return at
	}
	start, end, _ := strings.Cut(text, " .. ")
	want = answer{found: true, start: read(start), end: read(end)}
	return want, want.start.IsZero()
}

func phrasesIn(phrases []*phrase, lang string) []*phrase {
	var out []*phrase
	for _, p := range phrases {
		if p.lang == lang {
			out = append(out, p)
		}
	}
	return out
}

// startsAt tells whether an answer begins where the phrase does: at the same instant, or on the same day
// where the phrase means whole days, since other parsers put the time of speaking there.
func (p *phrase) startsAt(got answer) bool {
	if !p.want.found || !got.found {
		return p.want.found == got.found
	}
	if p.want.week != "" {
		return got.week == p.want.week
	}
	start, at := p.want.start.In(p.now.Location()), got.start.In(p.now.Location())
	if start.Hour() == 0 && start.Minute() == 0 {
		return start.Format(time.DateOnly) == at.Format(time.DateOnly)
	}
	return start.Truncate(time.Minute).Equal(at.Truncate(time.Minute))
}

// means tells whether an answer is all that the phrase means.
func (p *phrase) means(got answer) bool {
	if !p.want.found || !got.found {
		return p.want.found == got.found
	}
	return got.week == p.want.week && got.start.Equal(p.want.start) && got.end.Equal(p.want.end)
}
