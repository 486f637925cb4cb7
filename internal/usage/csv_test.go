package usage_test

import (
	"bytes"
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanbot/oceanbot/internal/usage"
)

func sheet(semicolons bool, lines ...usage.Line) usage.Sheet {
	return usage.Sheet{
		Header:     []string{"a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p"},
		Semicolons: semicolons, Lines: lines,
		From: time.Date(2026, time.November, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, time.November, 25, 10, 0, 0, 0, time.UTC),
	}
}

func TestSheet(t *testing.T) {
	t.Parallel()
	camille := usage.Line{Name: `Camille "C"; Martin, é`, Summary: usage.Summary{
		Private:      usage.Figures{Metres: 1, Time: time.Second},
		Professional: usage.Figures{Metres: 1_386_699, Time: 43*time.Hour + 40*time.Minute},
		Others:       []usage.Other{{Figures: usage.Figures{Metres: 300}, Key: "ASTREINTE"}, {Figures: usage.Figures{Time: time.Minute}, Key: "X"}},
		Litres:       4.5,
	}}
	all := usage.Line{Name: "B", Summary: usage.Summary{Private: usage.Figures{Metres: 7000, Time: time.Hour}}}
	for _, c := range []struct {
		semicolons bool
		want       string
	}{
		{false, "\ufeffa,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p\r\n" +
			`"Camille ""C""; Martin, é",1387.000,43:41:01,0.001,0:00:01,0.01,0.01,1386.699,43:40:00,0.300,0:01:00,4.50,,,2026-11-01 00:00,2026-11-25 10:00` + "\r\n" +
			"B,7.000,1:00:00,7.000,1:00:00,100.00,100.00,0.000,0:00:00,0.000,0:00:00,,,,2026-11-01 00:00,2026-11-25 10:00\r\n" +
			"C,0.000,0:00:00,0.000,0:00:00,,,0.000,0:00:00,0.000,0:00:00,,,,2026-11-01 00:00,2026-11-25 10:00\r\n"},
		{true, "\ufeffa;b;c;d;e;f;g;h;i;j;k;l;m;n;o;p\r\n" +
			`"Camille ""C""; Martin, é";1387,000;43:41:01;0,001;0:00:01;0,01;0,01;1386,699;43:40:00;0,300;0:01:00;4,50;;;2026-11-01 00:00;2026-11-25 10:00` + "\r\n" +
			"B;7,000;1:00:00;7,000;1:00:00;100,00;100,00;0,000;0:00:00;0,000;0:00:00;;;;2026-11-01 00:00;2026-11-25 10:00\r\n" +
			"C;0,000;0:00:00;0,000;0:00:00;;;0,000;0:00:00;0,000;0:00:00;;;;2026-11-01 00:00;2026-11-25 10:00\r\n"},
	} {
		got, err := sheet(c.semicolons, camille, all, usage.Line{Name: "C"}).CSV()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c.want, string(got)); diff != "" {
			t.Error(diff)
		}
	}
}

// FuzzNoCellIsAFormula: whatever a driver is called, the file stays a table, and no spreadsheet calculates the
// name.
func FuzzNoCellIsAFormula(f *testing.F) {
	for _, name := range []string{
		"Camille", "=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "\r\n=1", " =1", "＝1", "﹢1", "\ufeff=1", "\u200b=1", "a;=1", "a,\"=1", "a\n=1", "\x01 +", "\xff=1", "", "\x00=1",
	} {
		f.Add(name)
	}
	f.Fuzz(func(t *testing.T, name string) {
		for _, semicolons := range []bool{true, false} {
			s := sheet(semicolons, usage.Line{Name: name})
			raw, err := s.CSV()
			if err != nil {
				t.Fatal(err)
			}
			reader := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\ufeff"))))
			if semicolons {
				reader.Comma = ';'
			}
			rows, err := reader.ReadAll()
			if err != nil || len(rows) != 2 || len(rows[1]) != usage.Columns {
				t.Fatalf("%q: %d rows, %v", name, len(rows), err)
			}
			for _, cell := range rows[1] {
				bare := strings.TrimLeft(cell, " \t\ufeff\u200b\u200e\u2060\x01")
				if strings.ContainsAny(cell, "\r\n\x00") || bare != "" && strings.ContainsAny(bare[:1], "=+-@") {
					t.Errorf("%q became %q", name, cell)
				}
			}
		}
	})
}
