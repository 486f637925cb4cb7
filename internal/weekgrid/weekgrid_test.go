package weekgrid_test

import (
	"bytes"
	"flag"
	"fmt"
	"image"
	"image/png"
	"maps"
	"math/rand/v2"
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

// pictures is how many drawn pictures a property is tried on; drawing is slow with the race detector.
const pictures = 8

func TestEveryHalfHourIsDrawnAsItIs(t *testing.T) {
	t.Parallel()
	const grey, blue, amber, brown = "eef1f5", "1f5fa8", "ffc24d", "b26400"
	colours := map[weekgrid.Kind][]string{0: {grey}, rec: {blue}, exc: {amber, brown}, rec | exc: {amber, blue}}
	signs := map[weekgrid.Kind]rune{0: '·', rec: '█', exc: '▒', rec | exc: '▓'}
	for seed := range uint64(pictures) {
		random := rand.New(rand.NewPCG(seed, 1))
		g := empty(i18n.French, "")
		var want [7][48]weekgrid.Kind
		for day := range g.Days {
			for _, kind := range []weekgrid.Kind{rec, exc, rec | exc}[:random.IntN(4)] {
				from := random.IntN(48)
				to := from + 1 + random.IntN(48-from)
				g.Days[day].Spans = append(g.Days[day].Spans, weekgrid.Span{From: from * 30, To: to * 30, Kind: kind})
				for half := from; half < to; half++ {
					want[day][half] |= kind
				}
			}
		}
		_, img := draw(t, g)
		lines := strings.Split(g.Text(), "\n")
		for day := range want {
			row := []rune(strings.TrimPrefix(lines[1+day], "  "+g.Days[day].Label+" "))
			for half, kind := range want[day] {
				if row[half] != signs[kind] {
					t.Fatalf("seed %d, half hour %d of %s: %c, want %c", seed, half, string(row), row[half], signs[kind])
				}
				if seen := cell(img, day, half); !slices.Equal(slices.Sorted(maps.Keys(seen)), slices.Sorted(slices.Values(colours[kind]))) {
					t.Fatalf("seed %d, day %d, half hour %d: colours %v, want %v", seed, day, half, seen, colours[kind])
				}
			}
		}
	}
}

// anything is a grid that nobody would ask for.
func anything() *rapid.Generator[weekgrid.Grid] {
	span := rapid.Custom(func(t *rapid.T) weekgrid.Span {
		return weekgrid.Span{
			From: rapid.OneOf(rapid.IntRange(-100, 1600), rapid.Int()).Draw(t, "from"),
			To:   rapid.OneOf(rapid.IntRange(-100, 1600), rapid.Int()).Draw(t, "to"),
			Kind: weekgrid.Kind(rapid.Uint8().Draw(t, "kind")),
		}
	})
	return rapid.Custom(func(t *rapid.T) weekgrid.Grid {
		g := weekgrid.Grid{
			Lang:  rapid.SampledFrom([]i18n.Lang{i18n.French, i18n.English, ""}).Draw(t, "lang"),
			Title: rapid.String().Draw(t, "title"),
		}
		for i := range g.Days {
			g.Days[i] = weekgrid.Day{
				Label: rapid.String().Draw(t, "label"), Today: rapid.Bool().Draw(t, "today"),
				Spans: rapid.SliceOfN(span, 0, 4).Draw(t, "spans"),
			}
		}
		if rapid.Bool().Draw(t, "marked") {
			g.Now = new(rapid.OneOf(rapid.IntRange(-10, 1500), rapid.Int()).Draw(t, "now"))
		}
		return g
	})
}

func TestTextOfAnythingFits(t *testing.T) {
	t.Parallel()
	narrow := &runewidth.Condition{}
	rapid.Check(t, func(t *rapid.T) {
		g := anything().Draw(t, "grid")
		text := g.Text()
		for line := range strings.SplitSeq(text, "\n") {
			if n := narrow.StringWidth(line); n > weekgrid.MaxColumns || weekgrid.MaxColumns > 60 {
				t.Fatalf("%d columns: %q", n, line)
			}
		}
		if rows := strings.Count(text, "\n"); rows < 9 || rows > 10 {
			t.Fatalf("%d lines:\n%s", rows+1, text)
		}
		if strings.Contains(g.Alt(), "\n") || !utf8.ValidString(g.Alt()) {
			t.Fatalf("%q", g.Alt())
		}
	})
}

func TestAnythingCanBeDrawn(t *testing.T) {
	t.Parallel()
	for seed := range pictures {
		draw(t, anything().Example(seed))
	}
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
