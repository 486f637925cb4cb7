package ocean

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// The readers of this file take what the services send in any of the forms that their documents show, and
// let null and missing fields be.

// number is an integer: an id, a count. It comes as a number or as text. Anything else reads as 0, and 0 is
// never a valid id.
type number int64

func (n *number) UnmarshalJSON(b []byte) error {
	*n = 0
	s := strings.Trim(string(b), `" `)
	if whole, fraction, found := strings.Cut(s, "."); found && strings.Trim(fraction, "0") == "" {
		s = whole
	}
	if v, err := strconv.ParseInt(s, 10, 64); err == nil {
		*n = number(v)
	}
	return nil
}

// quantity is a measure, which may have a fraction. Anything that isn't a finite number reads as 0.
type quantity float64

func (q *quantity) UnmarshalJSON(b []byte) error {
	*q = 0
	s := strings.Replace(strings.Trim(string(b), `" `), ",", ".", 1)
	if v, err := strconv.ParseFloat(s, 64); err == nil && !math.IsInf(v, 0) && !math.IsNaN(v) {
		*q = quantity(v)
	}
	return nil
}

// round gives the nearest integer, within what an int64 holds many times over.
func (q quantity) round() int64 {
	const limit = 1 << 53
	return int64(math.Round(max(-limit, min(limit, float64(q)))))
}

// text is a string; a number or a boolean is taken as it is written. Anything else reads as empty.
type text string

func (t *text) UnmarshalJSON(b []byte) error {
	*t = ""
	if len(b) == 0 {
		return nil
	}
	switch b[0] {
	case '"':
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return fmt.Errorf("read text: %w", err)
		}
		*t = text(s)
	case 'n', '{', '[':
	default:
		*t = text(b)
	}
	return nil
}

// flag is a boolean that may come as text; known tells whether it came at all.
type flag struct{ value, known bool }

func (f *flag) UnmarshalJSON(b []byte) error {
	*f = flag{}
	switch strings.ToLower(strings.Trim(string(b), `" `)) {
	case "true", "1":
		*f = flag{true, true}
	case "false", "0":
		*f = flag{false, true}
	}
	return nil
}

// instant is epoch milliseconds as a number or as text, ISO 8601, or null, which is the zero instant. What
// has another form is an error: a date that was misread would be worse than none.
type instant struct{ time.Time }

// maxMillis is the end of the year 9999, beyond which no instant can be written down again.
const maxMillis = 253402300799999

func (i *instant) UnmarshalJSON(b []byte) error {
	i.Time = time.Time{}
	s := strings.TrimSpace(strings.Trim(string(b), `"`))
	if s == "" || s == "null" {
		return nil
	}
	at, err := parseInstant(s)
	if err != nil {
		return err
	}
	i.Time = at
	return nil
}

func parseInstant(s string) (time.Time, error) {
	if whole, fraction, found := strings.Cut(s, "."); found && strings.Trim(fraction, "0") == "" {
		s = whole
	}
	if ms, err := strconv.ParseInt(s, 10, 64); err == nil {
		if ms > maxMillis || ms < -maxMillis {
			return time.Time{}, errUndated
		}
		return time.UnixMilli(ms).UTC(), nil
	}
	for _, layout := range []string{
		time.RFC3339, "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05.999999999Z0700",
		dateLayout + " -0700", dateLayout + " Z0700",
	} {
		if at, err := time.Parse(layout, s); err == nil {
			if at.Year() < 0 || at.Year() > 9999 {
				return time.Time{}, errUndated
			}
			return at.UTC(), nil
		}
	}
	return time.Time{}, errUndated
}

// pair is one entry of a map of OCEAN.
type pair struct {
	key   string
	value json.RawMessage
}

// pairs reads a field named map or …Map, which comes as an object or as an array of {key, value}. What is
// neither gives nothing.
func pairs(raw json.RawMessage) []pair {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 {
		return nil
	}
	switch raw[0] {
	case '{':
		return objectPairs(raw)
	case '[':
		var entries []struct {
			Key   json.RawMessage `json:"key"`
			Value json.RawMessage `json:"value"`
		}
		if json.Unmarshal(raw, &entries) != nil {
			return nil
		}
		found := make([]pair, 0, len(entries))
		for _, e := range entries {
			if len(e.Key) == 0 && len(e.Value) == 0 {
				continue
			}
			var key text
			_ = json.Unmarshal(e.Key, &key) // a key that isn't text is shown as it is written
			if key == "" {
				key = text(e.Key)
			}
			found = append(found, pair{string(key), e.Value})
		}
		return found
	}
	return nil
}

// objectPairs reads an object in the order in which it is written.
func objectPairs(raw json.RawMessage) []pair {
	d := json.NewDecoder(bytes.NewReader(raw))
	if t, err := d.Token(); err != nil || t != json.Delim('{') {
		return nil
	}
	var found []pair
	for d.More() {
		t, err := d.Token()
		key, ok := t.(string)
		if err != nil || !ok {
			return nil
		}
		var value json.RawMessage
		if d.Decode(&value) != nil {
			return nil
		}
		found = append(found, pair{key, value})
	}
	return found
}

// bareBoolean is the Boolean as the founding page writes it, which is no JSON: True, { True }, [ { boolean:true } ].
var bareBoolean = regexp.MustCompile(`(?i)^[\s\[{(]*(?:['"]?(?:boolean|value|result)['"]?\s*:\s*)?['"]?(true|false)['"]?[\s\]}),;]*$`)

// readBoolean reads the answer of a write in its forms: true, "true", "True", {"boolean":true}, an array of
// it, and the page's bare ones. ok is false where it is no clear yes or no: an empty body, null, several that
// disagree, anything else.
func readBoolean(body []byte) (yes, ok bool) {
	body = bytes.TrimSpace(bytes.TrimPrefix(body, []byte("\xef\xbb\xbf")))
	if json.Valid(body) {
		return jsonBoolean(body, 0)
	}
	return textBoolean(string(body))
}

func textBoolean(s string) (yes, ok bool) {
	m := bareBoolean.FindStringSubmatch(s)
	if m == nil {
		return false, false
	}
	return strings.EqualFold(m[1], "true"), true
}

func jsonBoolean(body []byte, depth int) (yes, ok bool) {
	if len(body) == 0 || depth > 4 {
		return false, false
	}
	switch body[0] {
	case 't', 'f':
		return body[0] == 't', true
	case '"':
		var s string
		if json.Unmarshal(body, &s) != nil {
			return false, false
		}
		return textBoolean(s)
	case '{':
		fields := objectPairs(body)
		for _, f := range fields {
			switch strings.ToLower(f.key) {
			case "boolean", "value", "result":
				return jsonBoolean(bytes.TrimSpace(f.value), depth+1)
			}
		}
	case '[':
		var items []json.RawMessage
		if json.Unmarshal(body, &items) != nil {
			return false, false
		}
		for i, item := range items {
			y, isClear := jsonBoolean(bytes.TrimSpace(item), depth+1)
			if !isClear || i > 0 && y != yes {
				return false, false
			}
			yes, ok = y, true
		}
		return yes, ok
	}
	return false, false
}

// readList reads an array item by item. null, and the empty array, is none; null items are left out. An
// answer without any body is no list: taken as "none" it could make a period look unmade.
func readList[W, T any](body io.Reader, to func(*W) (T, bool)) ([]T, error) {
	var found []T
	err := eachItem(body, func(wire *W) error {
		if item, ok := to(wire); ok {
			found = append(found, item)
		}
		return nil
	})
	return found, err
}

// eachItem streams an array token by token, so that one item at a time is in memory.
func eachItem[W any](body io.Reader, each func(*W) error) error {
	d := json.NewDecoder(body)
	t, err := d.Token()
	if err != nil {
		return unreadable(err)
	}
	if t == nil {
		return nil
	}
	if t != json.Delim('[') {
		return fmt.Errorf("%w: not a list", ErrUnreadable)
	}
	for d.More() {
		var item *W
		if err := d.Decode(&item); err != nil {
			return unreadable(err)
		}
		if item == nil {
			continue
		}
		if err := each(item); err != nil {
			return err
		}
	}
	if _, err := d.Token(); err != nil {
		return unreadable(err)
	}
	return nil
}

// readJSON reads one value.
func readJSON(body io.Reader, into any) error {
	if err := json.NewDecoder(body).Decode(into); err != nil {
		return unreadable(err)
	}
	return nil
}

// errCutShort marks a body that ended in the middle.
var errCutShort = fmt.Errorf("%w: it breaks off", ErrUnreadable)

// unreadable says that a body can't be read, without its text: it may hold what is nobody's business.
func unreadable(err error) error {
	var syntax *json.SyntaxError
	switch {
	case errors.Is(err, ErrUnreadable), errors.Is(err, ErrTooLarge):
		return err
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return errCutShort
	case errors.As(err, &syntax):
		return fmt.Errorf("%w: no JSON from byte %d on", ErrUnreadable, syntax.Offset)
	}
	return ErrUnreadable
}
