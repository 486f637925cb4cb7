package slackbot

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/oceanbot/oceanbot/internal/wire"
)

// How long and how often the bot waits when Slack says that it asks too much:
// https://docs.slack.dev/apis/web-api/rate-limits.
const (
	maxRateWaits    = 3
	maxRateWait     = 30 * time.Second
	defaultRateWait = time.Second
)

// patient sends a request again when Slack answers 429, after the time that Slack asks for. Nothing
// was done then, so this is safe for every request.
type patient struct {
	client *http.Client
	after  func(time.Duration) <-chan time.Time
}

// Do implements the client of slack-go.
func (p *patient) Do(req *http.Request) (*http.Response, error) {
	for waited := 0; ; waited++ {
		resp, err := p.client.Do(req)
		if err != nil {
			return nil, fmt.Errorf("asking Slack: %w", err)
		}
		if resp.StatusCode != http.StatusTooManyRequests || waited == maxRateWaits || req.GetBody == nil {
			return resp, nil
		}
		wait := retryAfter(resp.Header)
		if wait > maxRateWait {
			return resp, nil
		}
		body, err := req.GetBody()
		if err != nil {
			return resp, nil //nolint:nilerr // the answer is still one
		}
		_ = resp.Body.Close()
		select {
		case <-p.after(wait):
		case <-req.Context().Done():
			return nil, fmt.Errorf("waiting because Slack answered 429: %w", wire.NeverSentError{Err: req.Context().Err()})
		}
		req = req.Clone(req.Context())
		req.Body = body
	}
}

func retryAfter(header http.Header) time.Duration {
	seconds, err := strconv.Atoi(strings.TrimSpace(header.Get("Retry-After")))
	if err != nil || seconds < 1 {
		return defaultRateWait
	}
	return time.Duration(seconds) * time.Second
}

// withoutRedirects keeps a response_url, and the token, from being sent on to somewhere else.
func withoutRedirects(client *http.Client) *http.Client {
	own := *client
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &own
}
