package grammar

// The ways in which a language's dictionary makes its entries. Words are alternatives joined by |; v is the
// value of their sense within its class.

// Exact makes an entry that is recognised as it is spelled.
func Exact(words string, c Class, v int) Entry {
	return Entry{Words: words, Sense: Sense{Class: c, V: v}}
}

// Long makes an entry whose words are recognised when mistyped.
func Long(words string, c Class, v int) Entry {
	return Entry{Words: words, Sense: Sense{Class: c, V: v}, Typos: true}
}

// Habit makes an entry of plurals, which name what happens again and again.
func Habit(words string, c Class, v int) Entry {
	return Entry{Words: words, Sense: Sense{Class: c, V: v, Plural: true}, Typos: true}
}

// Weak makes an entry of words that mean something else as often.
func Weak(words string, c Class, v int) Entry {
	return Entry{Words: words, Sense: Sense{Class: c, V: v, Weak: true}}
}

// WeakLong makes an entry of both kinds.
func WeakLong(words string, c Class, v int) Entry {
	return Entry{Words: words, Sense: Sense{Class: c, V: v, Weak: true}, Typos: true}
}

// PartOn packs a day and a part of it into the value of a sense.
func PartOn(days int, p Part) int { return 16*(days+8) + int(p) }
