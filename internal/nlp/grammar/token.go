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
}

// Is tells whether the token has a sense of that class.
func (t *Token) Is(c Class) bool {
	for i := range t.Senses {
		if t.Senses[i].Class == c {
			return true
		}
	}
	return false
}

// As gives the sense of that class.
func (t *Token) As(c Class) (Sense, bool) {
	for i := range t.Senses {
		if t.Senses[i].Class == c {
			return t.Senses[i], true
		}
	}
	return Sense{}, false
}

// Tokens cuts a text into tokens. Letters are folded, and every token keeps the place in the original
// text that it came from. An apostrophe ends a word and leaves no token; combining accents, joiners and
// other marks without width leave none either.
func Tokens(text string) []Token {
	toks := make([]Token, 0, 24)
	buf := make([]byte, 0, len(text)+8)
	bounds := make([][2]int, 0, 24) // of each token's folded text in buf
	space, open := false, false

	put := func(shape Shape, at, end int, folded ...byte) {
		if n := len(toks); open && n > 0 && toks[n-1].Shape == shape && shape != Mark {
			buf = append(buf, folded...)
			toks[n-1].End, bounds[n-1][1] = end, len(buf)
			return
		}
		from := len(buf)
		buf = append(buf, folded...)
		toks = append(toks, Token{Start: at, End: end, Shape: shape, Space: space})
		bounds = append(bounds, [2]int{from, len(buf)})
		space, open = false, shape != Mark
	}
	letter := func(r rune, at, end int) {
		var one [utf8.UTFMax]byte
		put(Word, at, end, one[:utf8.EncodeRune(one[:], r)]...)
	}

	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		at, end := i, i+size
		i = end
		switch {
		case 'a' <= r && r <= 'z':
			put(Word, at, end, byte(r))
		case 'A' <= r && r <= 'Z':
			put(Word, at, end, byte(r)+'a'-'A')
		case '0' <= r && r <= '9':
			put(Number, at, end, byte(r))
		case r == ' ' || r == '\t' || r == '\n' || r == '\r' || r >= utf8.RuneSelf && unicode.IsSpace(r):
			space, open = true, false
		case r == '\'' || r == '’' || r == '‘' || r == 'ʼ' || r == '`' || r == '´' || r == '′':
			open = false
		case r < utf8.RuneSelf:
			if n := len(toks); r == '>' && !space && n > 0 && (buf[bounds[n-1][0]] == '-' || buf[bounds[n-1][0]] == '=') && toks[n-1].Shape == Mark {
				buf = append(buf, "→"...)
				bounds[n-1] = [2]int{len(buf) - len("→"), len(buf)}
				toks[n-1].End = end
				continue
			}
			put(Mark, at, end, byte(r))
		case r == '–' || r == '—' || r == '‐' || r == '‑' || r == '‒' || r == '―' || r == '−':
			put(Mark, at, end, '-')
		case r == '→' || r == '➔' || r == '➜' || r == '⟶' || r == '⇒' || r == '➡' || r == '▶':
			put(Mark, at, end, arrow...)
		case r == '€':
			put(Mark, at, end, euro...)
		case unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Cf, r):
			// An accent typed as a mark of its own, or a joiner: part of what stands before it.
			if n := len(toks); n > 0 && open {
				toks[n-1].End = end
			}
		default:
			if plain, ok := latin(r); ok {
				put(Word, at, end, plain...)
				continue
			}
			var one [utf8.UTFMax]byte
			n := utf8.EncodeRune(one[:], r)
			for _, d := range norm.NFKD.String(string(one[:n])) {
				d = unicode.ToLower(d)
				switch {
				case unicode.Is(unicode.Mn, d):
				case '0' <= d && d <= '9':
					put(Number, at, end, byte(d))
				case unicode.IsLetter(d):
					letter(d, at, end)
				default:
					put(Mark, at, end, '?')
				}
			}
		}
	}

	folded := string(buf)
	for i := range toks {
		t := &toks[i]
		t.Text = folded[bounds[i][0]:bounds[i][1]]
		if t.Shape == Number {
			t.Digits = len(t.Text)
			for j := 0; j < len(t.Text) && j < 9; j++ {
				t.Value = t.Value*10 + int(t.Text[j]-'0')
			}
		}
	}
	return toks
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
