package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"time"
)

// script is run by node. It reads phrases as JSON from its input and writes what chrono makes of them.
//
//go:embed chrono.cjs
var script []byte

// chrono is what the JavaScript parser of that name makes of the phrases.
type chrono struct {
	ns      map[string]float64 // per phrase, by language
	answers map[*phrase]answer
}

func (c *chrono) parse(p *phrase) answer { return c.answers[p] }

// newChrono asks chrono about all phrases. The error says why it can't be asked.
func newChrono(phrases []*phrase) (*chrono, error) {
	node, err := exec.LookPath("node")
	if err != nil {
		return nil, errors.New("there is no node here")
	}
	type question struct {
		Text, Lang string
		Now        int64 // milliseconds since 1970
		Offset     int   // minutes east of UTC
	}
	questions := make([]question, len(phrases))
	for i, p := range phrases {
		_, offset := p.now.Zone()
		questions[i] = question{p.text, p.lang, p.now.UnixMilli(), offset / 60}
	}
	in, err := json.Marshal(questions)
	if err != nil {
		return nil, fmt.Errorf("writing the phrases: %w", err)
	}
	file, err := os.CreateTemp(".", "chrono-*.cjs") // here, so that node finds ./node_modules
	if err != nil {
		return nil, fmt.Errorf("making room for the script: %w", err)
	}
	defer func() { _ = os.Remove(file.Name()) }()
	if _, err := file.Write(script); err != nil {
		return nil, fmt.Errorf("writing the script: %w", err)
	}
	if err := file.Close(); err != nil {
		return nil, fmt.Errorf("writing the script: %w", err)
	}
	command := exec.CommandContext(context.Background(), node, file.Name()) //nolint:gosec // node, wherever it is
	command.Stdin = bytes.NewReader(in)
	printed, err := command.Output()
	if err != nil {
		return nil, errors.New("node doesn't find the package chrono-node; `npm install --no-save chrono-node` in bench puts it there")
	}
	// A start or an end is the wall clock in the asker's zone: year, month, day, hour, minute.
	var out struct {
		NS      map[string]float64
		Answers []struct{ Start, End []int }
	}
	if err := json.Unmarshal(printed, &out); err != nil {
		return nil, fmt.Errorf("reading what node printed: %w", err)
	}
	c := &chrono{ns: out.NS, answers: map[*phrase]answer{}}
	for i, a := range out.Answers {
		wall := func(f []int) time.Time {
			if len(f) != 5 {
				return time.Time{}
			}
			return time.Date(f[0], time.Month(f[1]), f[2], f[3], f[4], 0, 0, phrases[i].now.Location())
		}
		c.answers[phrases[i]] = answer{found: len(a.Start) == 5, start: wall(a.Start), end: wall(a.End)}
	}
	return c, nil
}
