package weekgrid

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"strconv"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"github.com/oceanbot/oceanbot/internal/i18n"
)

// Width and Height are those of the picture, in pixels: as wide as the screen of a phone, which so
// shows it as it is drawn.
const (
	Width  = 960
	Height = 452
)

// The layout, in pixels.
const (
	margin    = 20
	gridLeft  = 128
	hourWide  = 34 // 24 of them
	gridRight = gridLeft + 24*hourWide
	titleLine = 40 // the baseline
	axisLine  = 84
	gridTop   = 96
	rowPitch  = 43
	barInset  = 5 // above and below the bar of a row
	gridEnd   = gridTop + 7*rowPitch
	keyTop    = gridEnd + 15
	keyHigh   = 26
	keyWide   = 34

	titleSize = 28.0
	textSize  = 23.0
)

// The colours: blue and amber are told apart by every kind of colour-blindness, and the kinds differ
// in lightness and pattern besides.
var (
	paper     = color.RGBA{0xff, 0xff, 0xff, 0xff}
	ink       = color.RGBA{0x1c, 0x25, 0x33, 0xff}
	faint     = color.RGBA{0x5a, 0x65, 0x74, 0xff}
	track     = color.RGBA{0xee, 0xf1, 0xf5, 0xff}
	thinLine  = color.RGBA{0xd9, 0xdf, 0xe7, 0xff}
	thickLine = color.RGBA{0x9a, 0xa5, 0xb4, 0xff}
	blue      = color.RGBA{0x1f, 0x5f, 0xa8, 0xff}
	blueLine  = color.RGBA{0x4b, 0x83, 0xc2, 0xff}
	amber     = color.RGBA{0xff, 0xc2, 0x4d, 0xff}
	brown     = color.RGBA{0xb2, 0x64, 0x00, 0xff}
	red       = color.RGBA{0xd4, 0x1c, 0x3c, 0xff}
)

// hatched is a pattern of diagonal stripes. It is fixed to the picture, not to what it fills, so that
// stretches that touch go on in each other.
type hatched struct {
	ground, stripe color.RGBA
	period, wide   int
}

func (hatched) ColorModel() color.Model { return color.RGBAModel }

func (hatched) Bounds() image.Rectangle { return image.Rect(0, 0, Width, Height) }

func (h hatched) At(x, y int) color.Color {
	if (x+y)%h.period < h.wide {
		return h.stripe
	}
	return h.ground
}

// fillOf is the colour or pattern of a kind.
func fillOf(kind Kind) image.Image {
	const period = 12
	switch kind {
	case Recurring:
		return image.NewUniform(blue)
	case Exceptional:
		return hatched{amber, brown, period, period / 4}
	case both:
		return hatched{blue, amber, period, period / 2}
	default:
		return image.NewUniform(track)
	}
}

// fonts are parsed once; the faces made of them can't be shared by drawings at the same time.
var fonts = sync.OnceValues(func() ([2]*opentype.Font, error) { //nolint:gochecknoglobals // a constant
	var parsed [2]*opentype.Font
	for i, raw := range [][]byte{goregular.TTF, gobold.TTF} {
		f, err := opentype.Parse(raw)
		if err != nil {
			return parsed, fmt.Errorf("reading a font: %w", err)
		}
		parsed[i] = f
	}
	return parsed, nil
})

// PNG draws the grid, [Width] by [Height] pixels. An error means that the program itself is broken.
func (g *Grid) PNG() ([]byte, error) {
	c, err := newCanvas()
	if err != nil {
		return nil, fmt.Errorf("drawing a week: %w", err)
	}
	defer c.close()
	c.write(c.title, ink, oneLine(g.Title), margin, titleLine, Width-2*margin, left)
	c.axis()
	for i, day := range g.Days {
		c.day(day, gridTop+i*rowPitch)
	}
	c.lines(g)
	for i, day := range g.Days {
		if day.Today {
			c.today(g, day, gridTop+i*rowPitch)
		}
	}
	c.key(g)

	var out bytes.Buffer
	if err := png.Encode(&out, fewColours(c.img)); err != nil {
		return nil, fmt.Errorf("encoding a week: %w", err)
	}
	return out.Bytes(), nil
}

// canvas is a drawing under way.
type canvas struct {
	img               *image.RGBA
	letters           *image.Alpha // what is being written
	title, text, bold font.Face
}

func newCanvas() (*canvas, error) {
	parsed, err := fonts()
	if err != nil {
		return nil, err
	}
	page := image.Rect(0, 0, Width, Height)
	c := &canvas{img: image.NewRGBA(page), letters: image.NewAlpha(page)}
	for _, wanted := range []struct {
		face *font.Face
		of   *opentype.Font
		size float64
	}{{&c.title, parsed[1], titleSize}, {&c.text, parsed[0], textSize}, {&c.bold, parsed[1], textSize}} {
		// At 72 dots an inch a point is a pixel.
		face, err := opentype.NewFace(wanted.of, &opentype.FaceOptions{Size: wanted.size, DPI: 72, Hinting: font.HintingFull})
		if err != nil {
			return nil, fmt.Errorf("setting a font: %w", err)
		}
		*wanted.face = face
	}
	c.fill(page, image.NewUniform(paper))
	return c, nil
}

func (c *canvas) close() {
	for _, face := range []font.Face{c.title, c.text, c.bold} {
		_ = face.Close() // it holds nothing but memory
	}
}

func (c *canvas) fill(r image.Rectangle, src image.Image) {
	draw.Draw(c.img, r, src, r.Min, draw.Src)
}

// align says which part of a text stands at its x.
type align uint8

const (
	left align = iota
	centre
	right
)

// write sets a line of text, cut where it is wider than room, and tells how wide it became.
func (c *canvas) write(face font.Face, ink color.Color, words string, x, baseline, room int, at align) int {
	wide := font.MeasureString(face, words).Ceil()
	for letters := []rune(words); wide > room && len(letters) > 0; {
		letters = letters[:len(letters)-1]
		words = string(letters) + "…"
		wide = font.MeasureString(face, words).Ceil()
	}
	switch at {
	case left:
	case centre:
		x -= wide / 2
	case right:
		x -= wide
	}
	d := font.Drawer{Dst: c.letters, Src: image.Opaque, Face: face, Dot: fixed.P(x, baseline)}
	bounds, _ := d.BoundString(words)
	d.DrawString(words)
	c.ink(image.Rect(bounds.Min.X.Floor(), bounds.Min.Y.Floor(), bounds.Max.X.Ceil(), bounds.Max.Y.Ceil()), ink)
	return wide
}

// ink brings what was just written into the picture. The edges of letters have sixteen shades, which
// the eye can't tell from 256 and a palette holds.
func (c *canvas) ink(where image.Rectangle, ink color.Color) {
	const shade = 0x11
	where = where.Intersect(c.letters.Bounds())
	for y := where.Min.Y; y < where.Max.Y; y++ {
		for x := where.Min.X; x < where.Max.X; x++ {
			a := int(c.letters.AlphaAt(x, y).A)
			c.letters.SetAlpha(x, y, color.Alpha{uint8((a + shade/2) / shade * shade)}) //nolint:gosec // at most 255
		}
	}
	draw.DrawMask(c.img, where, image.NewUniform(ink), image.Point{}, c.letters, where.Min, draw.Over)
	draw.Draw(c.letters, where, image.Transparent, image.Point{}, draw.Src)
}

// axis sets the hours over the grid.
func (c *canvas) axis() {
	for hour := 0; hour <= 24; hour += 6 {
		c.write(c.text, faint, strconv.Itoa(hour), xOf(hour*60), axisLine, gridLeft, centre)
	}
}

// xOf is where a minute of the day stands.
func xOf(minute int) int { return gridLeft + (minute*hourWide+30)/60 }

// bar is where the hours of a row are.
func bar(top int) image.Rectangle {
	return image.Rect(gridLeft, top+barInset, gridRight, top+rowPitch-barInset)
}

// day draws a row: its label, and its stretches, none of which is too short to be seen.
func (c *canvas) day(day Day, top int) {
	const thinnest = 4
	if !day.Today {
		c.write(c.text, ink, oneLine(day.Label), gridLeft-16, labelLine(top), gridLeft-16-margin/2, right)
	}
	c.fill(bar(top), fillOf(none))
	for _, run := range day.row().runs(both) {
		stretch := bar(top)
		stretch.Min.X = min(xOf(run.from), gridRight-thinnest)
		stretch.Max.X = max(xOf(run.to), stretch.Min.X+thinnest)
		c.fill(stretch, fillOf(run.kind))
	}
}

func labelLine(top int) int { return top + rowPitch/2 + 8 }

// lines draws the hours through all rows, every sixth one strongly. Hatched stretches are left as they
// are: a line would look like one stripe more, or hide what is short.
func (c *canvas) lines(g *Grid) {
	for i, day := range g.Days {
		top, r := gridTop+i*rowPitch, day.row()
		for hour := 0; hour <= 24; hour++ {
			x, minute := xOf(hour*60), hour*60
			before, after := r[max(minute-1, 0)], r[min(minute, minutes-1)]
			line, ink := image.Rect(x, bar(top).Min.Y, x+1, bar(top).Max.Y), thinLine
			switch {
			case hour%6 == 0:
				ink = thickLine
				line = image.Rect(x-1, top, x+1, top+rowPitch)
				c.fill(image.Rect(x-1, top, x+1, bar(top).Min.Y), image.NewUniform(ink))
				c.fill(image.Rect(x-1, bar(top).Max.Y, x+1, top+rowPitch), image.NewUniform(ink))
			case after == Recurring:
				ink = blueLine
			}
			if (before|after)&Exceptional == none {
				c.fill(line, image.NewUniform(ink))
			}
		}
	}
}

// today frames the row, sets its label on a dark ground, and marks the minute of now.
func (c *canvas) today(g *Grid, day Day, top int) {
	const frame = 3
	b := bar(top)
	for _, side := range []image.Rectangle{
		image.Rect(b.Min.X-frame, b.Min.Y-frame, b.Max.X+frame, b.Min.Y),
		image.Rect(b.Min.X-frame, b.Max.Y, b.Max.X+frame, b.Max.Y+frame),
		image.Rect(b.Max.X, b.Min.Y, b.Max.X+frame, b.Max.Y),
		image.Rect(margin/2, b.Min.Y-frame, b.Min.X, b.Max.Y+frame), // the ground of the label
	} {
		c.fill(side, image.NewUniform(ink))
	}
	c.write(c.bold, paper, oneLine(day.Label), gridLeft-16, labelLine(top), gridLeft-16-margin/2-4, right)
	if minute, ok := g.now(); ok {
		c.now(xOf(minute), image.Rect(0, b.Min.Y-frame, 0, b.Max.Y+frame))
	}
}

// now draws the mark of now: a red line with a white edge, and a triangle that points at it.
func (c *canvas) now(x int, high image.Rectangle) {
	c.fill(image.Rect(x-4, high.Min.Y, x+4, high.Max.Y), image.NewUniform(paper))
	c.fill(image.Rect(x-2, high.Min.Y, x+2, high.Max.Y), image.NewUniform(red))
	const head = 9
	for i := range head {
		y := high.Min.Y - head/2 + i
		c.fill(image.Rect(x-head+i, y, x+head-i, y+1), image.NewUniform(red))
	}
}

// key is the legend.
func (c *canvas) key(g *Grid) {
	const gap, wordGap = 19, 8
	x := margin
	baseline := keyTop + keyHigh - 5
	for _, kind := range g.kinds() {
		c.fill(image.Rect(x, keyTop, x+keyWide, keyTop+keyHigh), image.NewUniform(thickLine))
		c.fill(image.Rect(x+1, keyTop+1, x+keyWide-1, keyTop+keyHigh-1), fillOf(kind))
		x += keyWide + wordGap
		x += c.write(c.text, ink, word(kind).In(g.Lang), x, baseline, Width-x, left) + gap
	}
	if _, ok := g.now(); !ok || !g.hasToday() {
		return
	}
	c.now(x+6, image.Rect(0, keyTop, 0, keyTop+keyHigh))
	x += 12 + wordGap
	c.write(c.text, ink, i18n.GridNow.In(g.Lang), x, baseline, Width-x, left)
}

func (g *Grid) hasToday() bool {
	for _, day := range g.Days {
		if day.Today {
			return true
		}
	}
	return false
}

// fewColours gives the same picture with a palette, which makes the file a fraction as large; where a
// palette has no room for all colours, it is the picture itself.
func fewColours(img *image.RGBA) image.Image {
	const most = 256
	indexed := image.NewPaletted(img.Bounds(), nil)
	known := make(map[color.RGBA]uint8, most)
	var last color.RGBA // most pixels are as the one before; no pixel is transparent, so this is none
	var index uint8
	for y := range Height {
		for x := range Width {
			if c := img.RGBAAt(x, y); c != last {
				var ok bool
				if index, ok = known[c]; !ok {
					if len(known) == most {
						return img
					}
					index = uint8(len(known)) //nolint:gosec // it is below 256
					known[c] = index
					indexed.Palette = append(indexed.Palette, c)
				}
				last = c
			}
			indexed.SetColorIndex(x, y, index)
		}
	}
	return indexed
}
