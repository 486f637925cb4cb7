package slackstandin

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"unicode/utf8"
)

// textObject is https://docs.slack.dev/reference/block-kit/composition-objects/text-object/.
type textObject struct {
	Type     string `json:"type"`
	Text     string `json:"text"`
	Emoji    *bool  `json:"emoji"`
	Verbatim *bool  `json:"verbatim"`
}

// textOrString is the text of a block or element: an object everywhere but in a context's text
// element, where it is a string.
type textOrString struct {
	object *textObject
	plain  string
}

func (t *textOrString) UnmarshalJSON(raw []byte) error {
	if bytes.HasPrefix(bytes.TrimSpace(raw), []byte(`"`)) {
		return json.Unmarshal(raw, &t.plain) //nolint:wrapcheck // the decoder's own error
	}
	return json.Unmarshal(raw, &t.object) //nolint:wrapcheck // the decoder's own error
}

// element is a block element: https://docs.slack.dev/reference/block-kit/block-elements/.
type element struct {
	Type        string       `json:"type"`
	Text        textOrString `json:"text"`
	ActionID    string       `json:"action_id"`
	Value       string       `json:"value"`
	Style       string       `json:"style"`
	Emoji       *bool        `json:"emoji"`
	Verbatim    *bool        `json:"verbatim"`
	Placeholder *textObject  `json:"placeholder"`
	MinLength   int          `json:"min_length"`
	MaxLength   int          `json:"max_length"`
}

// block is a block: https://docs.slack.dev/reference/block-kit/blocks/.
type block struct {
	Type     string       `json:"type"`
	BlockID  string       `json:"block_id"`
	Text     *textObject  `json:"text"`
	Fields   []textObject `json:"fields"`
	Elements []element    `json:"elements"`
	Label    *textObject  `json:"label"`
	Hint     *textObject  `json:"hint"`
	Element  *element     `json:"element"`

	AltText   string      `json:"alt_text"`
	ImageURL  string      `json:"image_url"`
	SlackFile *slackFile  `json:"slack_file"`
	Title     *textObject `json:"title"`
}

// asText reads a context's element as the text object that it is.
func (e element) asText() textObject {
	return textObject{Type: e.Type, Text: e.Text.plain, Emoji: e.Emoji, Verbatim: e.Verbatim}
}

func (b block) texts() []textObject {
	var texts []textObject
	if b.Text != nil {
		texts = append(texts, *b.Text)
	}
	texts = append(texts, b.Fields...)
	for _, e := range b.Elements {
		if e.Text.object != nil {
			texts = append(texts, *e.Text.object)
		} else {
			texts = append(texts, e.asText())
		}
	}
	return texts
}

// check complains about everything in a message that Slack would refuse, or that the bot must never
// send; the caller holds the lock.
func (s *Slack) check(m *Message, raw []byte) bool {
	var readable bool
	m.blocks, readable = readBlocks(raw)
	m.Blocks = slices.Clone(raw)
	problems := Problems(m.Text, m.Blocks)
	for _, p := range problems {
		s.complainf("%s: %s", m.Via, p)
	}
	for i := range m.blocks {
		if m.blocks[i].BlockID == "" {
			m.blocks[i].BlockID = fmt.Sprintf("b%d", i)
		}
	}
	return readable && len(problems) == 0 && s.filesTaken(m.blocks)
}

// Problems tells what Slack would refuse in a message, or what would mention, link or break out of the
// words of a person: nothing that the bot sends may.
func Problems(text string, rawBlocks json.RawMessage) []string {
	c := &checker{ids: make(map[string]bool), blockIDs: make(map[string]bool)}
	if text == "" {
		c.addf("there is no text as a fallback")
	}
	const fallback = 40000 // https://docs.slack.dev/messaging/#truncating
	if utf8.RuneCountInString(text) > fallback {
		c.addf("the text is too long")
	}
	c.markup("text", text)
	var blocks []block
	if len(rawBlocks) > 0 {
		if err := json.Unmarshal(rawBlocks, &blocks); err != nil {
			c.addf("the blocks are none: %v", err)
			return c.problems
		}
	}
	if len(blocks) > 50 {
		c.addf("there are %d blocks", len(blocks))
	}
	for i, b := range blocks {
		c.block(fmt.Sprintf("blocks[%d]", i), b)
	}
	return c.problems
}

type checker struct {
	problems []string
	ids      map[string]bool
	blockIDs map[string]bool
}

func (c *checker) addf(format string, args ...any) {
	c.problems = append(c.problems, fmt.Sprintf(format, args...))
}

func (c *checker) block(at string, b block) {
	if b.BlockID != "" && c.blockIDs[b.BlockID] {
		c.addf("%s: block_id %q is not unique", at, b.BlockID)
	}
	c.blockIDs[b.BlockID] = true
	c.atMost(at+".block_id", b.BlockID, 255)
	switch b.Type {
	case "header":
		c.textOf(at+".text", b.Text, 150, "plain_text")
	case "section":
		c.section(at, b)
	case "context":
		if len(b.Elements) < 1 || len(b.Elements) > 10 {
			c.addf("%s: %d elements", at, len(b.Elements))
		}
		for i, e := range b.Elements {
			t := e.asText()
			c.textOf(fmt.Sprintf("%s.elements[%d]", at, i), &t, 3000, "mrkdwn", "plain_text")
		}
	case "actions":
		if len(b.Elements) < 1 || len(b.Elements) > 25 {
			c.addf("%s: %d elements", at, len(b.Elements))
		}
		for i, e := range b.Elements {
			c.button(fmt.Sprintf("%s.elements[%d]", at, i), e)
		}
	case "image":
		c.image(at, b)
	case "divider":
	default:
		c.addf("%s: a block of type %q", at, b.Type)
	}
}

func (c *checker) section(at string, b block) {
	if b.Text == nil && len(b.Fields) == 0 {
		c.addf("%s: neither text nor fields", at)
	}
	if b.Text != nil {
		c.textOf(at+".text", b.Text, 3000, "mrkdwn", "plain_text")
	}
	if len(b.Fields) > 10 {
		c.addf("%s: %d fields", at, len(b.Fields))
	}
	for i := range b.Fields {
		c.textOf(fmt.Sprintf("%s.fields[%d]", at, i), &b.Fields[i], 2000, "mrkdwn", "plain_text")
	}
}

func (c *checker) button(at string, e element) {
	if e.Type != "button" {
		c.addf("%s: an element of type %q", at, e.Type)
		return
	}
	c.textOf(at+".text", e.Text.object, 75, "plain_text")
	c.atMost(at+".action_id", e.ActionID, 255)
	c.atMost(at+".value", e.Value, 2000)
	switch {
	case e.ActionID == "":
		c.addf("%s: no action_id", at)
	case c.ids[e.ActionID]:
		c.addf("%s: action_id %q is not unique", at, e.ActionID)
	}
	c.ids[e.ActionID] = true
	switch e.Style {
	case "", "primary", "danger":
	default:
		c.addf("%s: style %q", at, e.Style)
	}
}

func (c *checker) textOf(at string, t *textObject, limit int, types ...string) {
	if t == nil {
		c.addf("%s: missing", at)
		return
	}
	known := false
	for _, allowed := range types {
		known = known || t.Type == allowed
	}
	if !known {
		c.addf("%s: a text of type %q", at, t.Type)
	}
	if t.Text == "" {
		c.addf("%s: empty", at)
	}
	if t.Type == "mrkdwn" && t.Emoji != nil {
		c.addf("%s: emoji is for plain_text", at)
	}
	if t.Type == "plain_text" && t.Verbatim != nil {
		c.addf("%s: verbatim is for mrkdwn", at)
	}
	if t.Type == "mrkdwn" && (t.Verbatim == nil || !*t.Verbatim) {
		c.addf("%s: not verbatim, so that Slack makes links of words", at)
	}
	c.atMost(at, t.Text, limit)
	c.markup(at, t.Text)
}

func (c *checker) atMost(at, text string, limit int) {
	if n := utf8.RuneCountInString(text); n > limit {
		c.addf("%s: %d characters, and %d are allowed", at, n, limit)
	}
	if !utf8.ValidString(text) {
		c.addf("%s: not UTF-8", at)
	}
}

// bareAmpersand is an & that opens none of the three entities, whole or cut.
var (
	bareAmpersand = regexp.MustCompile(`&(?:[^alg]|$|a[^m]|am[^p]|amp[^;]|[lg][^t]|[lg]t[^;]|a$|am$|amp$|[lg]$|[lg]t$)`)
	bareAngle     = regexp.MustCompile(`[<>]`)
)

// markup complains of what is not escaped: https://docs.slack.dev/messaging/formatting-message-text/#escaping.
func (c *checker) markup(at, text string) {
	if bareAngle.MatchString(text) {
		c.addf("%s: < or > is not escaped in %q", at, text)
	}
	if bareAmpersand.MatchString(text) {
		c.addf("%s: & is not escaped, or an entity is cut, in %q", at, text)
	}
}

// ViewProblems tells what Slack would refuse in a dialog.
func ViewProblems(raw json.RawMessage) []string {
	_, problems := parseView(raw)
	return problems
}

// parseView reads a dialog: https://docs.slack.dev/reference/views/modal-views.
func parseView(raw []byte) (View, []string) {
	var v struct {
		Type            string      `json:"type"`
		Title           *textObject `json:"title"`
		Submit          *textObject `json:"submit"`
		Close           *textObject `json:"close"`
		CallbackID      string      `json:"callback_id"`
		PrivateMetadata string      `json:"private_metadata"`
		Blocks          []block     `json:"blocks"`
	}
	c := &checker{ids: make(map[string]bool), blockIDs: make(map[string]bool)}
	if err := json.Unmarshal(raw, &v); err != nil {
		return View{}, []string{fmt.Sprintf("the view is none: %v", err)}
	}
	if v.Type != "modal" {
		c.addf("view.type is %q", v.Type)
	}
	c.textOf("view.title", v.Title, 24, "plain_text")
	c.textOf("view.submit", v.Submit, 24, "plain_text") // required where there is an input
	if v.Close != nil {
		c.textOf("view.close", v.Close, 24, "plain_text")
	}
	c.atMost("view.private_metadata", v.PrivateMetadata, 3000)
	c.atMost("view.callback_id", v.CallbackID, 255)
	view := View{CallbackID: v.CallbackID, PrivateMetadata: v.PrivateMetadata, raw: raw}
	if len(v.Blocks) < 1 || len(v.Blocks) > 100 {
		c.addf("view: %d blocks", len(v.Blocks))
	}
	for i, b := range v.Blocks {
		at := fmt.Sprintf("view.blocks[%d]", i)
		if b.Type != "input" || b.Element == nil || b.Element.Type != "plain_text_input" {
			c.addf("%s: only a plain text input is known", at)
			continue
		}
		c.textOf(at+".label", b.Label, 2000, "plain_text")
		if b.Hint != nil {
			c.textOf(at+".hint", b.Hint, 2000, "plain_text")
		}
		if b.Element.MinLength < 0 || b.Element.MinLength > 3000 || b.Element.MaxLength < 0 || b.Element.MaxLength > 3000 {
			c.addf("%s: min_length or max_length", at)
		}
		if p := b.Element.Placeholder; p != nil {
			c.textOf(at+".placeholder", p, 150, "plain_text")
			view.Placeholder = read(p.Text)
		}
		view.BlockID, view.ActionID = b.BlockID, b.Element.ActionID
		if b.Label != nil {
			view.Label = read(b.Label.Text)
		}
	}
	if v.Title != nil {
		view.Title = read(v.Title.Text)
	}
	return view, c.problems
}
