package slackbot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/url"
	"strconv"

	"github.com/sirupsen/logrus"
	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"github.com/oceanbot/oceanbot/internal/wire"
)

// Run receives the same requests over a websocket instead of HTTP, for a bot that Slack can't reach,
// until ctx ends: https://docs.slack.dev/apis/events-api/using-socket-mode. A lost connection is opened
// again; an error means that Slack will have none of it, or that the app token is missing.
func (b *Bot) Run(ctx context.Context) error {
	if !b.cfg.AppToken.IsSet() {
		return errors.New("slack: Socket Mode needs the app token")
	}
	client := socketmode.New(b.api,
		socketmode.OptionReadLimit(maxBody),
		socketmode.OptionLog(log.New(io.Discard, "", 0)), // what matters comes as an event
	)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- client.RunContext(ctx) }()
	for {
		select {
		case err := <-ended:
			if ctx.Err() != nil {
				return nil // it ended because it was told to
			}
			return fmt.Errorf("slack: Socket Mode: %w", wire.Scrub(err))
		case event := <-client.Events:
			b.receive(ctx, client, event)
		}
	}
}

// receive takes what came over the socket.
func (b *Bot) receive(ctx context.Context, client *socketmode.Client, event socketmode.Event) {
	request := event.Request
	switch data := event.Data.(type) {
	case *socketmode.ConnectedEvent:
		b.cfg.Log.Info("slack: Socket Mode is connected")
	case *slack.ConnectionErrorEvent:
		b.cfg.Log.WithError(wire.Scrub(data.ErrorObj)).Warn("slack: Socket Mode could not connect, and will try again")
	case *socketmode.ErrorBadMessage:
		// slack-go knows no such event; we may, and Slack wants it acknowledged either way.
		request = new(socketmode.Request)
		if json.Unmarshal(data.Message, request) != nil {
			return
		}
	}
	if request == nil || request.EnvelopeID == "" {
		return
	}
	acknowledge := func() {
		if err := client.AckCtx(ctx, request.EnvelopeID, nil); err != nil {
			b.cfg.Log.WithError(err).Warn("slack: could not acknowledge") // Slack delivers it again
		}
	}
	t, ok, err := parseEnvelope(request)
	if err != nil || !ok {
		b.cfg.Log.WithFields(logrus.Fields{"kind": request.Type, logrus.ErrorKey: err}).Debug("slack: nothing to do")
		acknowledge()
		return
	}
	retry := ""
	if request.RetryAttempt > 0 {
		retry = strconv.Itoa(request.RetryAttempt)
	}
	if err := b.start(t, retry, acknowledge); err != nil {
		b.cfg.Log.WithError(err).Warn("slack: could not take a request")
	}
}

// parseEnvelope reads what HTTP would have brought: https://docs.slack.dev/apis/events-api/using-socket-mode#events.
func parseEnvelope(request *socketmode.Request) (t task, ok bool, err error) {
	switch socketmode.EventType(request.Type) {
	case socketmode.EventTypeSlashCommand:
		var fields map[string]any
		if err := json.Unmarshal(request.Payload, &fields); err != nil {
			return task{}, false, fmt.Errorf("%w: the command: %w", errMalformed, err)
		}
		form := make(url.Values)
		for name, value := range fields {
			if text, isText := value.(string); isText {
				form.Set(name, text)
			}
		}
		t, err = parseCommand(form)
		return t, err == nil, err
	case socketmode.EventTypeInteractive:
		return parseInteraction(request.Payload)
	case socketmode.EventTypeEventsAPI:
		var e envelope
		if err := json.Unmarshal(request.Payload, &e); err != nil {
			return task{}, false, fmt.Errorf("%w: the event: %w", errMalformed, err)
		}
		t, ok = parseEvent(e)
		return t, ok, nil
	default: // what the client tells of itself
		return task{}, false, nil
	}
}
