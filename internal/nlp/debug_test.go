package nlp

import (
	"bufio"
	"fmt"
	"os"
	"testing"
	"time"
)

func TestDebug(t *testing.T) {
	f, err := os.Open(os.Getenv("PHRASES"))
	if err != nil {
		t.Skip()
	}
	sc := bufio.NewScanner(f)
	now := time.Date(2026, 11, 25, 10, 0, 0, 0, time.UTC)
	loc, _ := time.LoadLocation("Europe/Paris")
	now = time.Date(2026, 11, 25, 10, 0, 0, 0, loc)
	lang := French
	pref := Future
	for sc.Scan() {
		l := sc.Text()
		if len(l) > 0 && l[0] == '@' {
			now, err = time.ParseInLocation("2006-01-02 15:04", l[1:], loc)
			fmt.Println("== now", now.Format("Mon 2006-01-02 15:04"), err)
			continue
		}
		switch l {
		case "!en":
			lang = English
			continue
		case "!fr":
			lang = French
			continue
		case "!past":
			pref = Past
			continue
		case "!future":
			pref = Future
			continue
		case "":
			continue
		}
		r := Parse(l, Options{Now: now, Lang: lang, Prefer: pref})
		out := ""
		switch r.Kind {
		case Period:
			out = r.Start.Format("Mon 2006-01-02 15:04") + " -> "
			if !r.End.IsZero() {
				out += r.End.Format("Mon 2006-01-02 15:04")
			}
		case Recurring:
			for _, h := range r.Week {
				out += fmt.Sprintf("%s %02d:%02d-%02d:%02d ", h.Day.String()[:3], h.From/60, h.From%60, h.To/60, h.To%60)
			}
			out += fmt.Sprintf("[%s..%s]", r.From, r.Until)
		default:
			out = fmt.Sprintf("NONE %s %q %v", r.Refusal.Code, r.Refusal.Piece, r.Refusal.Choices)
		}
		if r.Reason != "" {
			out += "  R=" + fmt.Sprintf("%q", r.Reason)
		}
		if len(r.Others) > 0 {
			out += fmt.Sprintf(" others=%d", len(r.Others))
		}
		if r.ClockChange {
			out += " CC"
		}
		fmt.Printf("%-60s %s\n", l, out)
		if os.Getenv("SEG") != "" {
			p := &parser{text: l, o: Options{Now: now, Lang: lang}, loc: loc}
			p.today, p.minute = civil(now, loc)
			p.now = now
			p.s.Text = l
			p.s.Tokens = words.Read(l)
			p.s.French = lang != English
			p.mend()
			p.scan()
			for _, it := range p.items {
				fmt.Printf("   item %q point=%v %+v\n", p.text[p.s.Tokens[it.from].Start:p.s.Tokens[it.to-1].End], it.isPoint, it.point)
			}
			p.cut()
			for _, s := range p.segments {
				fmt.Printf("   seg kind=%d %q\n", s.kind, p.piece(s.first, s.last))
			}
		}
	}
}
