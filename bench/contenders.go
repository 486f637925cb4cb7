package main

import (
	"fmt"

	dateparser "github.com/markusmobius/go-dateparser"
	"github.com/markusmobius/go-dateparser/date"
	"github.com/olebedev/when"
	"github.com/olebedev/when/rules/common"
	"github.com/olebedev/when/rules/en"
	naturaldate "github.com/tj/go-naturaldate"

	"github.com/oceanbot/oceanbot/internal/nlp"
	"github.com/oceanbot/oceanbot/internal/nlp/fr"
)

const both = "fr en"

// contenders are the parsers that run in this process.
func contenders() []contender {
	parsers := map[string]*dateparser.Parser{}
	for _, lang := range []string{"fr", "en"} {
		parsers[lang] = &dateparser.Parser{}
	}
	english := when.New(nil)
	english.Add(en.All...)
	english.Add(common.All...)
	french := when.New(nil)
	french.Add(fr.Upstream()...)
	french.Add(common.All...)
	return []contender{
		{"ours", both, ours},
		{"when", "en", whenOf(english)},
		{"when with our rules/fr", "fr", whenOf(french)},
		{"go-dateparser Parse", both, func(p *phrase) answer {
			return instant(parsers[p.lang].Parse(settings(p), p.text))
		}},
		{"go-dateparser Search", both, func(p *phrase) answer {
			_, found, err := parsers[p.lang].Search(settings(p), p.text)
			if err != nil || len(found) == 0 {
				return answer{}
			}
			a := answer{found: true, start: found[0].Date.Time}
			if len(found) > 1 {
				a.end = found[1].Date.Time
			}
			return a
		}},
		{"go-naturaldate", "en", func(p *phrase) answer {
			at, err := naturaldate.Parse(p.text, p.now, naturaldate.WithDirection(naturaldate.Future))
			// It gives the moment of speaking for whatever it doesn't understand.
			return answer{found: err == nil && !at.Equal(p.now), start: at}
		}},
	}
}

func ours(p *phrase) answer {
	o := nlp.Options{Now: p.now, Lang: nlp.Lang(p.lang)}
	if p.past {
		o.Prefer = nlp.Past
	}
	r := nlp.Parse(p.text, o)
	a := answer{found: r.Kind != nlp.None, start: r.Start, end: r.End}
	if r.Kind == nlp.Recurring {
		week := make([]hours, len(r.Week))
		for i, h := range r.Week {
			week[i] = hours{jours[h.Day], clock(h.From), clock(h.To)}
		}
		a.week = weekText(week, r.From.String(), r.Until.String())
	}
	return a
}

// jours are the days as the sample names them, Sunday first.
var jours = [...]string{"DIMANCHE", "LUNDI", "MARDI", "MERCREDI", "JEUDI", "VENDREDI", "SAMEDI"}

func clock(minutes int) string { return fmt.Sprintf("%02d:%02d", minutes/60, minutes%60) }

func whenOf(w *when.Parser) func(*phrase) answer {
	return func(p *phrase) answer {
		r, err := w.Parse(p.text, p.now)
		if err != nil || r == nil {
			return answer{}
		}
		return answer{found: true, start: r.Time}
	}
}

func settings(p *phrase) *dateparser.Configuration {
	c := &dateparser.Configuration{
		Languages: []string{p.lang}, CurrentTime: p.now, DefaultTimezone: p.now.Location(),
		PreferredDateSource: dateparser.Future, DateOrder: dateparser.DMY,
	}
	if p.past {
		c.PreferredDateSource = dateparser.Past
	}
	return c
}

func instant(d date.Date, err error) answer {
	if err != nil || d.IsZero() {
		return answer{}
	}
	return answer{found: true, start: d.Time}
}
