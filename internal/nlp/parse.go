// Package nlp understands what people type about time: points, periods, durations and hours of the week,
// in French, English and both at once.
//
// A phrase goes through four steps. The text is cut into folded tokens that remember where they stood,
// and the dictionaries of fr and en give them their senses. Small rules make single points of them
// (`lundi prochain`, `6pm`, `Dec 24`); they are written once where the languages share them. Points that
// speak of one moment become one (node.go, merge.go), and what stands between them makes segments: a range,
// an end, a length, an exception (segment.go, range.go). At last the segments are put together, without any
// language (compose.go): into one period, of which the days are found last (period.go, resolve.go, ends.go), or
// into hours of the week (week.go, grid.go), on the wall clock of the asker's zone (zone.go). What surrounds
// them is the reason (reason.go).
//
// Nothing is guessed: what speaks of time and doesn't fit is a [Refusal] (doubt.go). Periods that the bot prints,
// such as `ven. 27 nov. 2026 18:00 → lun. 30 nov. 2026 00:00`, parse back to themselves.
package nlp

import (
	"time"

	"github.com/oceanbot/oceanbot/internal/nlp/en"
	"github.com/oceanbot/oceanbot/internal/nlp/fr"
	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

var (
	words = g.NewDictionary(fr.Words, en.Words)
	all   = joined(g.Shared, fr.Rules, en.Rules)
)

func joined(lists ...[]g.Rule) []g.Rule {
	var out []g.Rule
	for _, l := range lists {
		out = append(out, l...)
	}
	return out
}

// longestText is how much of a text is read. No phrase is that long, and a pasted book should not keep
// anybody waiting.
const longestText = 1000

// Parse tells what a phrase means. It never panics, and may be called from many goroutines.
func Parse(text string, o Options) Result {
	if o.Now.IsZero() {
		o.Now = time.Unix(0, 0).UTC()
	}
	p := &parser{text: text, o: o, loc: o.Now.Location()}
	p.today, _ = civil(o.Now, p.loc)
	// This minute, and not the wall time made an instant again: in the hour that exists twice, that
	// would be another one.
	p.now = o.Now.Add(-time.Duration(o.Now.Second())*time.Second - time.Duration(o.Now.Nanosecond()))
	return p.parse()
}

// parser holds one phrase on its way.
type parser struct {
	text  string
	o     Options
	loc   *time.Location
	now   time.Time // the minute of speaking
	today int       // its day

	s        g.Sentence // the tokens
	items    []item
	segments []segment
	res      Result
}

// item is a point, or a token that is none.
type item struct {
	Span // its place in the original text

	from, to int // tokens
	isPoint  bool
	point    g.Point
}

func (p *parser) parse() Result {
	if len(p.text) > longestText {
		return p.refuse(NoDate, "")
	}
	p.s = g.Sentence{Text: p.text, Tokens: words.Read(p.text), French: p.o.Lang != English}
	if r := p.mend(); r != nil {
		return p.refused(r)
	}
	p.scan()
	p.cut()
	return p.compose()
}

// mend takes words that are in no dictionary for the one word that they must have been meant to be.
func (p *parser) mend() *Refusal {
	var meant map[int]string
	for i := range p.s.Tokens {
		t := &p.s.Tokens[i]
		if t.Shape != g.Word || t.Senses != nil || len(t.Text) < 4 || i > 0 && p.s.Tokens[i-1].Is(g.Name) {
			continue
		}
		switch near := words.Nearest(t.Text); len(near) {
		case 0:
		case 1:
			if meant == nil {
				meant = map[int]string{}
			}
			meant[t.Start] = near[0]
			p.res.Corrected = append(p.res.Corrected, Fix{Span{t.Start, t.End}, near[0]})
		default:
			return &Refusal{Code: AmbiguousTypo, Piece: p.text[t.Start:t.End], Choices: near}
		}
	}
	if meant != nil {
		p.s.Tokens = words.ReadMended(p.text, meant)
	}
	return nil
}

// scan makes items of the tokens.
func (p *parser) scan() {
	p.items = make([]item, 0, len(p.s.Tokens))
	for i := 0; i < len(p.s.Tokens); {
		p.items = append(p.items, item{})
		it := &p.items[len(p.items)-1]
		point, n := g.Longest(all, &p.s, i)
		it.from, it.to = i, i+max(n, 1)
		it.Start, it.End = p.s.Tokens[i].Start, p.s.Tokens[it.to-1].End
		if n > 0 {
			it.isPoint, it.point = point != g.Point{}, point
		}
		i = it.to
	}
}

// cut makes segments of the items; what belongs to none is left for the reason.
func (p *parser) cut() {
	for i := 0; i < len(p.items); {
		s, next := p.segment(i)
		if next <= i {
			i++
			continue
		}
		s.first, s.last = i, next
		p.segments = append(p.segments, s)
		i = next
	}
}

// tok gives the token of an item that is no point; past the end and for points, one that is nothing.
func (p *parser) tok(i int) *g.Token {
	if i < 0 || i >= len(p.items) || p.items[i].isPoint {
		return p.s.Token(-1)
	}
	return &p.s.Tokens[p.items[i].from]
}

// head gives the first token of any item.
func (p *parser) head(i int) *g.Token {
	if i < 0 || i >= len(p.items) {
		return p.s.Token(-1)
	}
	return &p.s.Tokens[p.items[i].from]
}

// pointAt gives the point of an item, or nil.
func (p *parser) pointAt(i int) *g.Point {
	if i < 0 || i >= len(p.items) || !p.items[i].isPoint {
		return nil
	}
	return &p.items[i].point
}

// piece gives the original text of some items.
func (p *parser) piece(first, last int) string {
	if first >= last || first < 0 || last > len(p.items) {
		return ""
	}
	return p.text[p.items[first].Start:p.items[last-1].End]
}

func (p *parser) refuse(c Code, piece string) Result {
	return p.refused(&Refusal{Code: c, Piece: piece})
}

func (p *parser) refused(r *Refusal) Result {
	return Result{Refusal: r, Understood: p.res.Understood, Corrected: p.res.Corrected}
}
