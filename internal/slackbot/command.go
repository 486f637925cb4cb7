package slackbot

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"

	"github.com/oceanbot/oceanbot/internal/chat"
)

// task is a request of Slack's as far as it could be read without asking anybody.
type task struct {
	delivery string // "slack:command:13345224609.738474920.8088930838d88f008e0"
	user     string
	text     string
	action   chat.Action
	input    string
	question *question // where the press asks first
	origin   origin
}

// serveCommand takes a slash command:
// https://docs.slack.dev/interactivity/implementing-slash-commands#app_command_handling.
func (b *Bot) serveCommand(w http.ResponseWriter, r *http.Request, body []byte) error {
	form, err := parseForm(r.Header.Get("Content-Type"), body)
	if err != nil {
		return err
	}
	if form.Get("ssl_check") == "1" { // Slack tries the certificate
		acknowledge(w)
		return nil
	}
	t, err := parseCommand(form)
	if err != nil {
		return err
	}
	return b.take(w, r, t)
}

func parseCommand(form url.Values) (task, error) {
	command := strings.TrimPrefix(strings.TrimSpace(form.Get("command")), "/")
	user := form.Get("user_id")
	if command == "" || user == "" {
		return task{}, fmt.Errorf("%w: a slash command without command or user", errMalformed)
	}
	return task{
		delivery: deliveryID("command", form.Get("trigger_id")),
		user:     user,
		text:     asTyped(command + " " + form.Get("text")),
		origin:   origin{channel: form.Get("channel_id"), responseURL: form.Get("response_url")},
	}, nil
}

// deliveryID is the same for each delivery of the same thing; empty where Slack gave no id.
func deliveryID(kind, id string) string {
	if id == "" {
		return ""
	}
	return "slack:" + kind + ":" + id
}

// about begins what is said about somebody else: there a person keeps the id, which names them for sure,
// and loses the name.
const about = "usage"

// labelled is a person with a name: <@U0ABC|camille>.
var labelled = regexp.MustCompile(`<@([^<>|]*)\|[^<>]*>`)

// asTyped gives what was typed, without a slash.
func asTyped(text string) string {
	text = strings.TrimPrefix(strings.TrimSpace(text), "/")
	if first, _, _ := strings.Cut(text, " "); strings.EqualFold(first, about) {
		text = labelled.ReplaceAllString(text, "<@$1>")
	}
	return unescape(text)
}

// reference is what Slack writes for a person, a channel, a group or a link:
// https://docs.slack.dev/messaging/formatting-message-text/#advanced.
var reference = regexp.MustCompile(`<([^<>|]*)(?:\|([^<>]*))?>`)

// unescape gives the words as they were typed. A link becomes what it showed, a channel, a group or a
// person its name; a person without a name stays <@U0ABC>, because the id is all that is known.
func unescape(text string) string {
	var out strings.Builder
	last := 0
	for _, m := range reference.FindAllStringSubmatchIndex(text, -1) {
		out.WriteString(entities.Replace(text[last:m[0]]))
		label := ""
		if m[4] >= 0 {
			label = text[m[4]:m[5]]
		}
		out.WriteString(entities.Replace(dereference(text[m[0]:m[1]], text[m[2]:m[3]], label)))
		last = m[1]
	}
	out.WriteString(entities.Replace(text[last:]))
	return strings.TrimSpace(out.String())
}

// entities undoes the only three that Slack uses, each once: "&amp;lt;" is the typed "&lt;".
var entities = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// dereference gives what a reference showed, or the whole of it where that is not known.
func dereference(whole, target, label string) string {
	kind, isLink := "", strings.Contains(target, "://") || strings.HasPrefix(target, "mailto:") || strings.HasPrefix(target, "tel:")
	if target != "" {
		kind = target[:1]
	}
	switch {
	case label == "" && isLink:
		return strings.TrimPrefix(strings.TrimPrefix(target, "mailto:"), "tel:")
	case label == "":
		return whole
	case kind == "@" || kind == "#":
		return kind + strings.TrimPrefix(label, kind)
	case kind == "!" || isLink:
		return label
	default:
		return whole
	}
}
