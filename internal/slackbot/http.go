package slackbot

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"

	"github.com/slack-go/slack"
)

// The paths that [Bot.Routes] serves.
const (
	CommandsPath     = "/slack/commands"
	InteractionsPath = "/slack/interactions"
	EventsPath       = "/slack/events"
)

// maxBody is far above everything that Slack sends; the largest is the state of a dialog.
const maxBody = 1 << 20

// Routes serves Slack's requests: slash commands
// (https://docs.slack.dev/interactivity/implementing-slash-commands), interactions
// (https://docs.slack.dev/interactivity/handling-user-interaction) and events
// (https://docs.slack.dev/apis/events-api/using-http-request-urls).
func (b *Bot) Routes(mux *http.ServeMux) {
	if !b.cfg.SigningSecret.IsSet() {
		return
	}
	mux.Handle("POST "+CommandsPath, b.signed(b.serveCommand))
	mux.Handle("POST "+InteractionsPath, b.signed(b.serveInteraction))
	mux.Handle("POST "+EventsPath, b.signed(b.serveEvent))
}

// errMalformed is a request that is signed by Slack and yet not what Slack's documents describe.
var errMalformed = errors.New("malformed request")

// signed lets a request through that Slack signed within the last five minutes, with its body read.
// Everything else is answered 401 and learns nothing more:
// https://docs.slack.dev/authentication/verifying-requests-from-slack.
func (b *Bot) signed(serve func(http.ResponseWriter, *http.Request, []byte) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		log := b.cfg.Log.WithField("path", r.URL.Path)
		// The form of the headers and the age of the request come first: they cost nothing.
		verifier, err := slack.NewSecretsVerifier(r.Header, b.cfg.SigningSecret.Reveal())
		if err != nil {
			log.WithError(err).Warn("slack: refused a request without a good signature")
			http.Error(w, "bad signature", http.StatusUnauthorized)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if err != nil {
			if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
				http.Error(w, "body too large", http.StatusRequestEntityTooLarge)
				return
			}
			http.Error(w, "unreadable body", http.StatusBadRequest)
			return
		}
		if _, err = verifier.Write(body); err == nil {
			err = verifier.Ensure()
		}
		if err != nil {
			log.WithError(err).Warn("slack: refused a request without a good signature")
			http.Error(w, "bad signature", http.StatusUnauthorized)
			return
		}
		if !b.desk.Ready() {
			http.Error(w, "not serving", http.StatusServiceUnavailable)
			return
		}
		if err := serve(w, r, body); err != nil {
			status := http.StatusServiceUnavailable
			if errors.Is(err, errMalformed) {
				status = http.StatusBadRequest
			}
			log.WithError(err).Warn("slack: could not take a request")
			http.Error(w, http.StatusText(status), status)
		}
	})
}

// acknowledge is what Slack wants within three seconds: 200, and nothing in it, so that nothing is
// shown and a dialog closes.
func acknowledge(w http.ResponseWriter) {
	w.Header().Set("Content-Length", "0")
	w.WriteHeader(http.StatusOK)
}

// parseForm reads a body of the form that commands and interactions have.
func parseForm(contentType string, body []byte) (url.Values, error) {
	if err := wantType(contentType, "application/x-www-form-urlencoded"); err != nil {
		return nil, err
	}
	form, err := url.ParseQuery(string(body))
	if err != nil {
		return nil, fmt.Errorf("%w: the form: %w", errMalformed, err)
	}
	return form, nil
}

func wantType(contentType, want string) error {
	got, _, err := mime.ParseMediaType(contentType)
	if err != nil || got != want {
		return fmt.Errorf("%w: the content type is %q, not %s", errMalformed, contentType, want)
	}
	return nil
}
