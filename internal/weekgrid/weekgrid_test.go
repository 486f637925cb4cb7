package weekgrid_test

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/mattn/go-runewidth"
	"pgregory.net/rapid"

	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/weekgrid"
)

var update = flag.Bool("update", false, "write the golden files anew; then look at them")

const rec, exc = weekgrid.Recurring, weekgrid.Exceptional

func empty(lang i18n.Lang, title string) weekgrid.Grid {
	g := weekgrid.Grid{Lang: lang, Title: title}
	labels := [7]string{"lun. 23", "mar. 24", "mer. 25", "jeu. 26", "ven. 27", "sam. 28", "dim. 29"}
	if lang == i18n.English {
		labels = [7]string{"Mon 23", "Tue 24", "Wed 25", "Thu 26", "Fri 27", "Sat 28", "Sun 29"}
	}
	for i, label := range labels {
		g.Days[i].Label = label
	}
	return g
}

// typical has nights and weekends, a long afternoon that runs into the evening, and five minutes.
func typical(lang i18n.Lang, title string) weekgrid.Grid {
	g := empty(lang, title)
	for i := range g.Days {
		g.Days[i].Spans = []weekgrid.Span{{18 * 60, 24 * 60, rec}, {0, 8 * 60, rec}}
		if i >= 5 {
			g.Days[i].Spans = []weekgrid.Span{{0, 24 * 60, rec}}
		}
	}
	g.Days[0].Spans = append(g.Days[0].Spans, weekgrid.Span{From: 12 * 60, To: 12*60 + 5, Kind: exc})
	g.Days[3].Spans = append(g.Days[3].Spans, weekgrid.Span{From: 14 * 60, To: 20*60 + 30, Kind: exc})
	g.Days[2].Today = true
	g.Now = new(14*60 + 20)
	return g
}

func everything() weekgrid.Grid {
	g := empty(i18n.English, "All of it")
	for i := range g.Days {
		g.Days[i].Spans = []weekgrid.Span{{-5, 5000, rec}, {600, 1900, exc}}
	}
	g.Days[6].Today = true
	g.Now = new(0)
	return g
}

func tooLong() weekgrid.Grid {
	g := typical(i18n.French, strings.Repeat("Un titre bien trop long ", 9))
	for i := range g.Days {
		g.Days[i].Label = "mercredi 25 novembre"
	}
	return g
}

func samples() map[string]weekgrid.Grid {
	return map[string]weekgrid.Grid{
		"typical-fr": typical(i18n.French, "Vos heures privées, semaine du 23 au 29 novembre"),
		"typical-en": typical(i18n.English, "Your private hours, 23–29 November"),
		"empty-fr":   empty(i18n.French, "Vos heures privées"),
		"everything": everything(),
		"too-long":   tooLong(),
	}
}

func draw(t testing.TB, g weekgrid.Grid) ([]byte, image.Image) {
	t.Helper()
	raw, err := g.PNG()
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return raw, img
}

// TestGolden compares pictures by their pixels, and texts by their letters.
func TestGolden(t *testing.T) {
	t.Parallel()
	for name, g := range samples() {
		raw, img := draw(t, g)
		if got := img.Bounds(); got != image.Rect(0, 0, weekgrid.Width, weekgrid.Height) {
			t.Errorf("%s: %v", name, got)
		}
		const most = 16 << 10
		if len(raw) > most {
			t.Errorf("%s: %d bytes", name, len(raw))
		}
		text := g.Text() + "\n\n" + g.Alt() + "\n"
		picture, words := filepath.Join("testdata", name+".png"), filepath.Join("testdata", name+".txt")
		if *update {
			for file, content := range map[string][]byte{picture: raw, words: []byte(text)} {
				if err := os.WriteFile(file, content, 0o600); err != nil {
					t.Fatal(err)
				}
			}
		}
		wantText, err := os.ReadFile(words)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(wantText), text); diff != "" {
			t.Errorf("%s: %s", words, diff)
		}
		wantRaw, err := os.ReadFile(picture)
		if err != nil {
			t.Fatal(err)
		}
		want, err := png.Decode(bytes.NewReader(wantRaw))
		if err != nil {
			t.Fatal(err)
		}
		if n := different(want, img); n > 0 {
			t.Errorf("%s: %d pixels differ; look at the picture, then -update", picture, n)
		}
	}
}

func different(a, b image.Image) int {
	n := 0
	for y := range weekgrid.Height {
		for x := range weekgrid.Width {
			if !same(a, b, x, y) {
				n++
			}
		}
	}
	return n
}

func same(a, b image.Image, x, y int) bool {
	r1, g1, b1, a1 := a.At(x, y).RGBA()
	r2, g2, b2, a2 := b.At(x, y).RGBA()
	return r1 == r2 && g1 == g2 && b1 == b2 && a1 == a2
}

// cell gives the shares of the colours in the middle of half an hour of a row.
func cell(img image.Image, day, half int) map[string]int {
	// Told independently of the drawing: the rows and the hours are where a ruler on the picture finds
	// them.
	const left, hour, top, pitch = 128, 34, 96, 43
	seen := map[string]int{}
	for y := top + day*pitch + 9; y < top+day*pitch+pitch-9; y++ {
		for x := left + half*hour/2 + 4; x < left+(half+1)*hour/2-3; x++ {
			r, g, b, _ := img.At(x, y).RGBA()
			seen[fmt.Sprintf("%02x%02x%02x", r>>8, g>>8, b>>8)]++
		}
	}
	return seen
}

func TestEveryHalfHourIsDrawnAsItIs(t *testing.T) {
	t.Parallel()
	const grey, blue, amber, brown = "eef1f5", "1f5fa8", "ffc24d", "b26400"
	rapid.Check(t, func(t *rapid.T) {
		g := empty(i18n.French, "")
		day := rapid.IntRange(0, 6).Draw(t, "day")
		from := rapid.IntRange(0, 47).Draw(t, "from")
		to := rapid.IntRange(from+1, 48).Draw(t, "to")
		kind := rapid.SampledFrom([]weekgrid.Kind{rec, exc, rec | exc}).Draw(t, "kind")
		g.Days[day].Spans = []weekgrid.Span{{from * 30, to * 30, kind}}
		raw, err := g.PNG()
		if err != nil {
			t.Fatal(err)
		}
		img, err := png.Decode(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(g.Text(), "\n")
		signs := []rune(strings.TrimPrefix(lines[1+day], "  "+g.Days[day].Label+" "))
		for half := range 48 {
			want, sign := []string{grey}, '·'
			if half >= from && half < to {
				want = map[weekgrid.Kind][]string{rec: {blue}, exc: {amber, brown}, rec | exc: {blue, amber}}[kind]
				sign = map[weekgrid.Kind]rune{rec: '█', exc: '▒', rec | exc: '▓'}[kind]
			}
			if signs[half] != sign {
				t.Fatalf("half hour %d of %s: %c, want %c", half, string(signs), signs[half], sign)
			}
			seen := cell(img, day, half)
			if len(seen) != len(want) {
				t.Fatalf("half hour %d: colours %v, want %v", half, seen, want)
			}
			for _, colour := range want {
				if seen[colour] == 0 {
					t.Fatalf("half hour %d: colours %v, want %v", half, seen, want)
				}
			}
		}
	})
}

func TestWhateverTheSpans(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		g := weekgrid.Grid{
			Lang:  rapid.SampledFrom([]i18n.Lang{i18n.French, i18n.English, ""}).Draw(t, "lang"),
			Title: rapid.String().Draw(t, "title"),
		}
		span := rapid.Custom(func(t *rapid.T) weekgrid.Span {
			return weekgrid.Span{
				From: rapid.OneOf(rapid.IntRange(-100, 1600), rapid.Int()).Draw(t, "from"),
				To:   rapid.OneOf(rapid.IntRange(-100, 1600), rapid.Int()).Draw(t, "to"),
				Kind: weekgrid.Kind(rapid.Uint8().Draw(t, "kind")),
			}
		})
		for i := range g.Days {
			g.Days[i] = weekgrid.Day{
				Label: rapid.String().Draw(t, "label"), Today: rapid.Bool().Draw(t, "today"),
				Spans: rapid.SliceOfN(span, 0, 4).Draw(t, "spans"),
			}
		}
		if rapid.Bool().Draw(t, "marked") {
			g.Now = new(rapid.OneOf(rapid.IntRange(-10, 1500), rapid.Int()).Draw(t, "now"))
		}
		raw, err := g.PNG()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := png.Decode(bytes.NewReader(raw)); err != nil {
			t.Fatal(err)
		}
		narrow := &runewidth.Condition{}
		for line := range strings.SplitSeq(g.Text(), "\n") {
			if n := narrow.StringWidth(line); n > weekgrid.MaxColumns || weekgrid.MaxColumns > 60 {
				t.Fatalf("%d columns: %q", n, line)
			}
		}
		if rows := strings.Count(g.Text(), "\n"); rows < 9 || rows > 10 {
			t.Fatalf("%d lines:\n%s", rows+1, g.Text())
		}
		if strings.Contains(g.Alt(), "\n") || !utf8.ValidString(g.Alt()) && utf8.ValidString(g.Title) {
			t.Fatalf("%q", g.Alt())
		}
	})
}

func TestTodayAndNowAreMarkedWhereTheyAre(t *testing.T) {
	t.Parallel()
	marked := typical(i18n.French, "")
	_, with := draw(t, marked)
	without := marked
	without.Now = nil
	_, plain := draw(t, without)
	without.Days[2].Today = false
	_, noToday := draw(t, without)
	top, bottom := changed(noToday, plain)
	if top < 96+2*43 || bottom >= 96+3*43 {
		t.Errorf("marking the third row changes the lines from %d to %d", top, bottom)
	}
	const now = 128 + (14*60+20)*34/60
	for _, x := range []int{now - 1, now} {
		if r, g, b, _ := with.At(x, 96+2*43+20).RGBA(); r>>8 != 0xd4 || g>>8 != 0x1c || b>>8 != 0x3c {
			t.Errorf("at %d: %x %x %x", x, r, g, b)
		}
	}
	// A minute without a today is nowhere.
	lost := marked
	lost.Days[2].Today = false
	if _, img := draw(t, lost); different(img, noToday) != 0 {
		t.Error("now is shown in a week that has no today")
	}
	lines := strings.Split(marked.Text(), "\n")
	for i, line := range lines[1:8] {
		if strings.HasPrefix(line, "> ") != (i == 2) {
			t.Errorf("%q", line)
		}
	}
}

// changed gives the first and the last line in which two pictures differ.
func changed(a, b image.Image) (first, last int) {
	first, last = weekgrid.Height, -1
	for y := range weekgrid.Height {
		for x := range weekgrid.Width {
			if !same(a, b, x, y) {
				first, last = min(first, y), max(last, y)
			}
		}
	}
	return first, last
}

func TestTheSameGridGivesTheSameBytes(t *testing.T) {
	t.Parallel()
	const drawings = 4
	var all [drawings][]byte
	var wg sync.WaitGroup
	for i := range all {
		wg.Go(func() {
			g := typical(i18n.French, "Vos heures privées")
			slices.Reverse(g.Days[3].Spans) // their order means nothing
			if i%2 == 0 {
				slices.Reverse(g.Days[3].Spans)
			}
			all[i], _ = g.PNG()
		})
	}
	wg.Wait()
	for _, raw := range all {
		if len(raw) == 0 || !bytes.Equal(raw, all[0]) {
			t.Error("drawings at the same time differ")
		}
	}
}

func BenchmarkPicture(b *testing.B) {
	g := typical(i18n.French, "Vos heures privées, semaine du 23 au 29 novembre")
	b.ReportAllocs()
	size := 0
	for b.Loop() {
		raw, err := g.PNG()
		if err != nil {
			b.Fatal(err)
		}
		size = len(raw)
	}
	b.ReportMetric(float64(size), "bytes/file")
}
