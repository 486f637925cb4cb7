package slackbot

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/patrickmn/go-cache"
	"github.com/slack-go/slack"

	"github.com/oceanbot/oceanbot/internal/wire"
)

// A response_url takes five messages within thirty minutes:
// https://docs.slack.dev/interactivity/handling-user-interaction#message_responses.
const (
	responseURLUses = 5
	responseURLLife = 30 * time.Minute
)

// responseHost is where Slack's response_urls are; nothing is ever posted anywhere else, unless the
// operator has named another API.
const responseHost = "hooks.slack.com"

// How often, and after how long, a post to a response_url is tried again.
var responseBackoff = []time.Duration{300 * time.Millisecond, 1500 * time.Millisecond} //nolint:gochecknoglobals // a constant

// Why a response_url was not used, or did not take a message.
var (
	errNoResponseURL = errors.New("there is no response_url")
	errForeignURL    = errors.New("the response_url is not on Slack's host")
	errExpiredURL    = errors.New("the response_url is older than thirty minutes")
	errUsedURL       = errors.New("the response_url was used five times")
)

// response is the body of a post to a response_url.
type response struct {
	ResponseType    string        `json:"response_type,omitempty"`
	ReplaceOriginal bool          `json:"replace_original"`
	Text            string        `json:"text"`
	Blocks          []slack.Block `json:"blocks"`
}

// respond posts a message to the response_url of a request. A message that replaces a card may be
// posted twice without harm, so it is tried again after any failure; a new one only where it is clear
// that Slack has not taken it.
func (b *Bot) respond(ctx context.Context, o origin, card rendered, replace bool) error {
	if err := b.usable(o); err != nil {
		return err
	}
	body := response{ResponseType: slack.ResponseTypeEphemeral, ReplaceOriginal: replace, Text: card.text, Blocks: card.blocks}
	switch {
	case o.public && !replace:
		body.ResponseType = slack.ResponseTypeInChannel
	case replace && !o.ephemeral && strings.HasPrefix(o.channel, "D"):
		body.ResponseType = "" // the card is an ordinary message between the two and stays one
	}
	var encoded bytes.Buffer
	enc := json.NewEncoder(&encoded)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(body); err != nil {
		return fmt.Errorf("response_url: encoding the message: %w", err)
	}
	for try := 0; ; try++ {
		if !b.use(o.responseURL) {
			return errUsedURL
		}
		again, err := b.postResponse(ctx, o.responseURL, encoded.Bytes())
		if err == nil {
			return nil
		}
		if wire.NeverSent(err) {
			b.unuse(o.responseURL)
		}
		open := errors.As(err, &wire.UnsureError{})
		if !again || (open && !replace) || try == len(responseBackoff) {
			return fmt.Errorf("response_url: %w", err)
		}
		select {
		case <-b.cfg.After(responseBackoff[try]):
		case <-ctx.Done():
			return fmt.Errorf("response_url: %w", err)
		}
	}
}

// postResponse posts once. again tells whether trying again may help; an error that leaves open
// whether the message was taken is [unsure].
func (b *Bot) postResponse(ctx context.Context, address string, body []byte) (again bool, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
	if err != nil {
		return false, errForeignURL // the error itself would show the address
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	resp, err := b.transport.Do(req)
	if err != nil {
		if wire.NeverSent(err) {
			return true, wire.Scrub(err)
		}
		return true, wire.UnsureError{Err: wire.Scrub(err)}
	}
	defer func() { _ = resp.Body.Close() }()
	const enough = 4 << 10
	said, readErr := io.ReadAll(io.LimitReader(resp.Body, enough))
	switch {
	case wire.Ambiguous(resp.StatusCode):
		return true, wire.UnsureError{Err: statusError{resp.StatusCode}}
	case resp.StatusCode >= http.StatusInternalServerError:
		return true, statusError{resp.StatusCode}
	}
	// A refusal has its reason in the body, with status 404 as well as with 200.
	var verdict slack.SlackResponse
	if readErr == nil && json.Unmarshal(said, &verdict) == nil && !verdict.Ok && verdict.Error != "" {
		return false, slack.SlackErrorResponse{Err: verdict.Error}
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return false, statusError{resp.StatusCode}
	}
	return false, nil
}

// statusError is an HTTP status that is no success.
type statusError struct{ code int }

func (e statusError) Error() string { return fmt.Sprintf("Slack answered %d", e.code) }

// usable tells why a response_url can't be used, without using it.
func (b *Bot) usable(o origin) error {
	switch {
	case o.responseURL == "":
		return errNoResponseURL
	case !b.trusted(o.responseURL):
		return errForeignURL
	case !o.until.IsZero() && !b.cfg.Now().Before(o.until):
		return errExpiredURL
	default:
		return nil
	}
}

// trusted keeps the bot from being made to post anywhere: Slack signs its requests, but an address
// that comes from outside is followed only to where it must lead.
func (b *Bot) trusted(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.User != nil || u.Host == "" {
		return false
	}
	if b.cfg.APIURL != "" {
		return wire.IsWeb(u)
	}
	return u.Scheme == "https" && strings.EqualFold(u.Hostname(), responseHost) && (u.Port() == "" || u.Port() == "443")
}

// use counts a use of a response_url; false means that none is left.
func (b *Bot) use(address string) bool {
	key := useKey(address)
	if b.uses.Add(key, 1, cache.DefaultExpiration) == nil {
		return true
	}
	n, err := b.uses.IncrementInt(key, 1)
	return err != nil || n <= responseURLUses
}

// unuse takes back a use that never got to Slack.
func (b *Bot) unuse(address string) {
	if _, err := b.uses.DecrementInt(useKey(address), 1); err != nil {
		b.cfg.Log.WithError(err).Debug("slack: a use of a response_url was forgotten meanwhile")
	}
}

// useKey stands for a response_url, which is a secret, where it need only be known again.
func useKey(address string) string {
	sum := sha256.Sum256([]byte(address))
	return hex.EncodeToString(sum[:])
}
