package grammar

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Shape says what a token is made of.
type Shape uint8

// The shapes of a token.
const (
	Word   Shape = iota // letters
	Number              // digits
	Mark                // a punctuation mark; Text is its plain ASCII form, "€", or "→" for every arrow
)

// Token is a piece of a sentence: a word, a number or a mark. A phrase that stands in the dictionary
// as a whole (`à partir de`) is one token.
type Token struct {
	Text       string // folded: lower case, no accents
	Start, End int    // bytes of the original text
	Shape      Shape
	Space      bool // white space stands before it
	Digits     int  // of a Number
	Value      int  // of a Number, at most 9 digits of it
	Senses     []Sense
	classes    Classes // of the senses, one bit each: rules ask for them all the time
}

// A token has one bit for every class.
var _ = [1]struct{}{}[classes/64]

// Mean gives the token its senses.
func (t *Token) Mean(senses []Sense) {
	t.Senses, t.classes = senses, 0
	for i := range senses {
		t.classes |= 1 << senses[i].Class
	}
}

// Is tells whether the token has a sense of that class.
func (t *Token) Is(c Class) bool { return t.classes>>c&1 != 0 }

// As gives the sense of that class.
func (t *Token) As(c Class) (Sense, bool) {
	if !t.Is(c) {
		return Sense{}, false
	}
	for i := range t.Senses {
		if t.Senses[i].Class == c {
			return t.Senses[i], true
		}
	}
	return Sense{}, false
}

// Unit gives the unit of time that the token names.
func (t *Token) Unit() (Unit, bool) {
	u, ok := t.As(UnitWord)
	return u.unit(), ok
}

// Tokens cuts a text into tokens. Letters are folded, and every token keeps the place in the original
// text that it came from. An apostrophe ends a word and leaves no token; combining accents, joiners and
// other marks without width leave none either.
func Tokens(text string) []Token {
	few := len(text)/3 + 4 // as many as most phrases have
	c := cutter{
		toks:   make([]Token, 0, few),
		buf:    make([]byte, 0, len(text)+8),
		bounds: make([][2]int, 0, few),
	}
	for c.end < len(text) {
		c.at = c.end
		if b := text[c.at]; b < utf8.RuneSelf {
			c.end++
			c.ascii(b)
			continue
		}
		r, size := utf8.DecodeRuneInString(text[c.at:])
		c.end += size
		c.other(r)
	}
	return c.finish()
}

// cutter holds a text on its way into tokens.
type cutter struct {
	toks    []Token
	buf     []byte   // the folded texts of all tokens
	bounds  [][2]int // of each token's folded text in buf
	space   bool     // white space was read since the last token
	open    bool     // the last token may go on
	at, end int      // the rune that is being read
}

// put adds folded bytes: to the last token where that goes on, or else as a new one.
func (c *cutter) put(shape Shape, folded ...byte) {
	if n := len(c.toks); c.open && n > 0 && c.toks[n-1].Shape == shape && shape != Mark {
		c.buf = append(c.buf, folded...)
		c.toks[n-1].End, c.bounds[n-1][1] = c.end, len(c.buf)
		return
	}
	from := len(c.buf)
	c.buf = append(c.buf, folded...)
	c.toks = append(c.toks, Token{Start: c.at, End: c.end, Shape: shape, Space: c.space})
	c.bounds = append(c.bounds, [2]int{from, len(c.buf)})
	c.space, c.open = false, shape != Mark
}

// ascii reads one of the first 128 characters, which nearly all are.
func (c *cutter) ascii(b byte) {
	switch {
	case 'a' <= b && b <= 'z':
		c.put(Word, b)
	case 'A' <= b && b <= 'Z':
		c.put(Word, b+'a'-'A')
	case '0' <= b && b <= '9':
		c.put(Number, b)
	case b == ' ' || b == '\t' || b == '\n' || b == '\r':
		c.space, c.open = true, false
	case b == '\'' || b == '`':
		c.open = false
	case b == '>' && c.afterShaft():
		n := len(c.toks)
		for n > 1 && !c.toks[n-1].Space && c.toks[n-2].Shape == Mark && c.buf[c.bounds[n-2][0]] == '-' { // `-->`
			n--
			c.toks, c.bounds = c.toks[:n], c.bounds[:n]
		}
		c.buf = append(c.buf, arrow...)
		c.bounds[n-1] = [2]int{len(c.buf) - len(arrow), len(c.buf)}
		c.toks[n-1].End = c.end
	default:
		c.put(Mark, b)
	}
}

// afterShaft tells whether the character is the head of an arrow: `->`, `=>`.
func (c *cutter) afterShaft() bool {
	n := len(c.toks)
	if n == 0 || c.space || c.toks[n-1].Shape != Mark {
		return false
	}
	last := c.buf[c.bounds[n-1][0]]
	return last == '-' || last == '='
}

// other reads a character that is not ASCII.
func (c *cutter) other(r rune) {
	switch r {
	case '’', '‘', 'ʼ', '´', '′':
		c.open = false
	case '–', '—', '‐', '‑', '‒', '―', '−':
		c.put(Mark, '-')
	case '→', '➔', '➜', '⟶', '⇒', '➡', '▶':
		c.put(Mark, arrow...)
	case '€':
		c.put(Mark, euro...)
	default:
		c.letters(r)
	}
}

// letters reads white space, accents, and what can be taken apart into plain letters and digits.
func (c *cutter) letters(r rune) {
	if plain, ok := latin(r); ok {
		c.put(Word, plain...)
		return
	}
	switch {
	case unicode.IsSpace(r):
		c.space, c.open = true, false
	case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r):
		// An accent typed as a mark of its own, or a joiner: part of what stands before it.
		if n := len(c.toks); n > 0 && c.open {
			c.toks[n-1].End = c.end
		}
	default:
		for _, d := range norm.NFKD.String(string(r)) {
			c.plain(unicode.ToLower(d))
		}
	}
}

// plain adds one character of a decomposition.
func (c *cutter) plain(r rune) {
	switch {
	case unicode.Is(unicode.Mn, r):
	case '0' <= r && r <= '9':
		c.put(Number, "0123456789"[r-'0'])
	case unicode.IsLetter(r):
		var one [utf8.UTFMax]byte
		c.put(Word, one[:utf8.EncodeRune(one[:], r)]...)
	default:
		c.put(Mark, '?')
	}
}

// finish gives the tokens their texts and values. All texts share one string.
func (c *cutter) finish() []Token {
	folded := string(c.buf)
	for i := range c.toks {
		t := &c.toks[i]
		t.Text = folded[c.bounds[i][0]:c.bounds[i][1]]
		if t.Shape == Number {
			t.Digits = len(t.Text)
			for j := 0; j < len(t.Text) && j < 9; j++ {
				t.Value = t.Value*10 + int(t.Text[j]-'0')
			}
		}
	}
	return c.toks
}

// latin folds the accented letters of French and its neighbours without a trip through the tables.
func latin(r rune) ([]byte, bool) {
	switch r {
	case 'à', 'â', 'ä', 'á', 'ã', 'å', 'À', 'Â', 'Ä', 'Á', 'Ã', 'Å':
		return plainA, true
	case 'é', 'è', 'ê', 'ë', 'É', 'È', 'Ê', 'Ë':
		return plainE, true
	case 'î', 'ï', 'í', 'ì', 'Î', 'Ï', 'Í', 'Ì':
		return plainI, true
	case 'ô', 'ö', 'ó', 'ò', 'õ', 'Ô', 'Ö', 'Ó', 'Ò', 'Õ':
		return plainO, true
	case 'û', 'ù', 'ü', 'ú', 'Û', 'Ù', 'Ü', 'Ú':
		return plainU, true
	case 'ç', 'Ç':
		return plainC, true
	case 'ÿ', 'Ÿ':
		return plainY, true
	case 'ñ', 'Ñ':
		return plainN, true
	case 'œ', 'Œ':
		return plainOE, true
	case 'æ', 'Æ':
		return plainAE, true
	case 'ß', 'ẞ':
		return plainSS, true
	default:
		return nil, false
	}
}

var (
	plainA, plainE, plainI, plainO, plainU = []byte("a"), []byte("e"), []byte("i"), []byte("o"), []byte("u")
	plainC, plainY, plainN                 = []byte("c"), []byte("y"), []byte("n")
	arrow                                  = []byte("→")
	euro                                   = []byte("€")
	plainOE, plainAE, plainSS              = []byte("oe"), []byte("ae"), []byte("ss")
)
