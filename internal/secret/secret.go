// Package secret holds strings that must never be printed: passwords, tokens, signing keys.
//
// A secret is a type of its own, so that a struct that holds one can be logged, printed with %+v or
// marshalled by accident without telling it. The only way to the plain text is [Text.Reveal], which
// is easy to find in a review.
package secret

import "fmt"

// redacted stands wherever a secret would have been printed.
const redacted = "[secret]"

// Text is a string that prints as "[secret]" under every fmt verb and in JSON, YAML and text.
// The zero value is the empty secret, which prints as the empty string so that "not set" stays visible.
type Text string

// Reveal gives the plain text, for the one call that needs it.
func (t Text) Reveal() string { return string(t) }

// IsSet tells whether there is anything in it.
func (t Text) IsSet() bool { return t != "" }

// String implements fmt.Stringer without the plain text.
func (t Text) String() string {
	if t == "" {
		return ""
	}
	return redacted
}

// Format implements fmt.Formatter, so that no verb, %#v and %x included, can reach the plain text.
func (t Text) Format(f fmt.State, _ rune) { _, _ = f.Write([]byte(t.String())) }

// MarshalText implements encoding.TextMarshaler, which JSON and YAML use too.
func (t Text) MarshalText() ([]byte, error) { return []byte(t.String()), nil }
