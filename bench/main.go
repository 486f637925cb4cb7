// Bench measures our parser of date phrases beside others, on the same phrases in one run: how long one
// takes, what it allocates, and how often it is right.
//
// The phrases are those of internal/nlp/testdata: sample.jsonl by default, with -corpus the rest too. The
// corpus is what our parser was mended to, so only the sample says anything about who understands more.
package main

import (
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

// answer is what a parser makes of a phrase.
type answer struct {
	found      bool
	start, end time.Time // end is zero where the parser gives none
	week       string    // hours of the week, in the form of the sample
}

// contender is a parser.
type contender struct {
	name  string
	langs string // the languages that it reads: "fr", "en" or "fr en"
	parse func(p *phrase) answer
}

func main() {
	log.SetFlags(0)
	corpus := flag.Bool("corpus", false, "measure the whole corpus, not only the sample")
	each := flag.Bool("each", false, "print every phrase on its own")
	testdata := flag.String("testdata", "../internal/nlp/testdata", "where the phrases are")
	testing.Init()
	flag.Parse()
	if err := flag.Set("test.benchtime", "100ms"); err != nil {
		log.Fatal(err)
	}
	if err := run(*testdata, *corpus, *each); err != nil {
		log.Fatal(err)
	}
}

func run(testdata string, corpus, each bool) error {
	phrases, err := sample(testdata + "/sample.jsonl")
	if err != nil {
		return err
	}
	if corpus {
		more, err := corpusOf(testdata)
		if err != nil {
			return err
		}
		phrases = append(phrases, more...)
	}
	all := contenders()
	chrono, absent := newChrono(phrases)
	out := table{tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', tabwriter.AlignRight)}
	for _, lang := range []string{"fr", "en"} {
		spoken := phrasesIn(phrases, lang)
		out.printf("%s, %d phrases\tns/phrase\tB/phrase\tallocs/phrase\tbeginning right\tall right\t\n", lang, len(spoken))
		costs := measure(all, lang, spoken)
		for _, c := range all {
			if strings.Contains(c.langs, lang) {
				row(out, c.name, costs[c.name], score(c.parse, spoken))
			}
		}
		if absent == nil {
			row(out, "chrono (node)", cost{ns: chrono.ns[lang]}, score(chrono.parse, spoken))
		}
		out.printf("\t\t\t\t\t\t\n")
	}
	if each {
		for _, lang := range []string{"fr", "en"} {
			out.printf("%s", lang)
			for _, c := range all {
				if strings.Contains(c.langs, lang) {
					out.printf("\t%s", c.name)
				}
			}
			out.printf("\t\n")
			eachPhrase(out, all, lang, phrasesIn(phrases, lang))
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("printing: %w", err)
	}
	if absent != nil {
		fmt.Printf("chrono is left out: %v\n", absent)
	}
	fmt.Println("Beginning right: the same instant, or the same day where the phrase means whole days; nothing where nothing is meant.")
	fmt.Println("All right: the end and the hours of the week as well.")
	return nil
}

// table is columns side by side. What goes wrong in writing them, Flush tells.
type table struct{ *tabwriter.Writer }

func (t table) printf(format string, args ...any) { _, _ = fmt.Fprintf(t, format, args...) }

// cost is what parsing takes, on average per phrase; what can't be known is negative.
type cost struct {
	ns            float64
	bytes, allocs int64
}

// rounds is how often everybody is measured, by turns: the best round counts, since on a machine that does
// other things as well only that one is the parser's own time.
const rounds = 5

func measure(all []contender, lang string, phrases []*phrase) map[string]cost {
	best := map[string]cost{}
	for range rounds {
		for _, c := range all {
			if !strings.Contains(c.langs, lang) {
				continue
			}
			if now, before := measureOnce(c, phrases), best[c.name]; before.ns == 0 || now.ns < before.ns {
				best[c.name] = now
			}
		}
	}
	return best
}

func measureOnce(c contender, phrases []*phrase) cost {
	result := testing.Benchmark(func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, p := range phrases {
				c.parse(p)
			}
		}
	})
	n := int64(len(phrases))
	return cost{float64(result.T.Nanoseconds()) / float64(result.N) / float64(n), result.AllocedBytesPerOp() / n, result.AllocsPerOp() / n}
}

// rightness is how many phrases a parser understood.
type rightness struct{ start, all, of int }

func score(parse func(*phrase) answer, phrases []*phrase) rightness {
	r := rightness{of: len(phrases)}
	for _, p := range phrases {
		got := parse(p)
		if p.startsAt(got) {
			r.start++
		}
		if p.means(got) {
			r.all++
		}
	}
	return r
}

func row(out table, name string, c cost, r rightness) {
	space := "-\t-"
	if c.bytes > 0 {
		space = fmt.Sprintf("%d\t%d", c.bytes, c.allocs)
	}
	percent := func(n int) string { return fmt.Sprintf("%d (%d %%)", n, 100*n/max(r.of, 1)) }
	out.printf("%s\t%.0f\t%s\t%s\t%s\t\n", name, c.ns, space, percent(r.start), percent(r.all))
}

// eachPhrase prints what every phrase costs and whether it was understood: + for all of it, ~ for its
// beginning, - for neither.
func eachPhrase(out table, all []contender, lang string, phrases []*phrase) {
	for _, p := range phrases {
		out.printf("%s", p.text)
		costs := measure(all, lang, []*phrase{p})
		for _, c := range all {
			if !strings.Contains(c.langs, lang) {
				continue
			}
			sign := "-"
			switch got := c.parse(p); {
			case p.means(got):
				sign = "+"
			case p.startsAt(got):
				sign = "~"
			}
			out.printf("\t%.0f ns, %d allocs %s", costs[c.name].ns, costs[c.name].allocs, sign)
		}
		out.printf("\t\n")
	}
}

var errNoPhrases = errors.New("no phrases")
