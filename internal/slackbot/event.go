package slackbot

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// envelope is what the bot reads of an event: https://docs.slack.dev/apis/events-api/#event-type-structure.
type envelope struct {
	Type           string `json:"type"`
	Challenge      string `json:"challenge"`
	EventID        string `json:"event_id"`
	APIAppID       string `json:"api_app_id"`
	Authorizations []struct {
		UserID string `json:"user_id"`
		IsBot  bool   `json:"is_bot"`
	} `json:"authorizations"`
	Event struct {
		Type        string `json:"type"`
		Subtype     string `json:"subtype"`
		ChannelType string `json:"channel_type"`
		Channel     string `json:"channel"`
		User        string `json:"user"`
		BotID       string `json:"bot_id"`
		AppID       string `json:"app_id"`
		Text        string `json:"text"`
		ThreadTS    string `json:"thread_ts"`
	} `json:"event"`
}

// serveEvent takes an event, or the question whether this address is ours
// (https://docs.slack.dev/reference/events/url_verification).
func (b *Bot) serveEvent(w http.ResponseWriter, r *http.Request, body []byte) error {
	if err := wantType(r.Header.Get("Content-Type"), "application/json"); err != nil {
		return err
	}
	var e envelope
	if err := json.Unmarshal(body, &e); err != nil {
		return fmt.Errorf("%w: the event: %w", errMalformed, err)
	}
	if e.Type == "url_verification" {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		if _, err := io.WriteString(w, e.Challenge); err != nil {
			b.cfg.Log.WithError(err).Debug("slack: the challenge was not read")
		}
		return nil
	}
	t, ok := parseEvent(e)
	if !ok {
		acknowledge(w)
		return nil
	}
	return b.take(w, r, t)
}

// parseEvent gives ok == false for everything that is not a person who talks to the bot: a mention
// (https://docs.slack.dev/reference/events/app_mention) or a direct message
// (https://docs.slack.dev/reference/events/message.im).
func parseEvent(e envelope) (task, bool) {
	event := e.Event
	if e.Type != "event_callback" || event.User == "" || event.Subtype != "" || event.BotID != "" ||
		(event.AppID != "" && event.AppID == e.APIAppID) {
		return task{}, false
	}
	direct := event.Type == "message" && event.ChannelType == "im"
	if !direct && event.Type != "app_mention" {
		return task{}, false
	}
	self := ""
	for _, a := range e.Authorizations {
		if a.IsBot {
			self = a.UserID
		}
	}
	if event.User == self {
		return task{}, false
	}
	return task{
		delivery: deliveryID("event", e.EventID),
		user:     event.User,
		text:     asTyped(withoutMention(event.Text, self, !direct)),
		origin:   origin{channel: event.Channel, direct: direct, thread: event.ThreadTS},
	}, true
}

// withoutMention takes the bot's own name out of what was said to it; where its id is not known and
// there must be a mention, the one that the text begins with.
func withoutMention(text, self string, mentioned bool) string {
	text = strings.TrimSpace(text)
	mentions := reference.FindAllStringSubmatchIndex(text, -1)
	for _, m := range mentions {
		if self != "" && text[m[2]:m[3]] == "@"+self {
			return withoutSpan(text, m[0], m[1])
		}
	}
	if mentioned && len(mentions) > 0 && strings.HasPrefix(text, "<@") {
		return withoutSpan(text, mentions[0][0], mentions[0][1])
	}
	return text
}

func withoutSpan(text string, from, to int) string {
	return strings.TrimSpace(strings.TrimSpace(text[:from]) + " " + strings.TrimLeft(text[to:], " :,"))
}
