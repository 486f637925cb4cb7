package discordbot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"github.com/oceanbot/oceanbot/internal/wire"
)

// DefaultAPIURL is Discord's own REST API: https://discord.com/developers/docs/reference#api-versioning.
const DefaultAPIURL = "https://discord.com/api/v10"

// userAgent is the form that Discord asks for: https://discord.com/developers/docs/reference#user-agent.
const userAgent = "DiscordBot (https://github.com/oceanbot/oceanbot, 1)"

// How long and how often the bot waits when Discord says that it asks too much:
// https://discord.com/developers/docs/topics/rate-limits.
const (
	maxRateWaits    = 3
	maxRateWait     = 30 * time.Second
	defaultRateWait = time.Second
)

// transport leads discordgo's client, whose addresses are package variables, to the API that the operator
// named, and nowhere else; and it is patient: Discord did nothing where it answers 429, so the request is
// sent again after the time that Discord asks for.
type transport struct {
	base  string // without a slash at its end
	next  http.RoundTripper
	after func(time.Duration) <-chan time.Time
}

// errForeign is a request that leads anywhere but to the API.
var errForeign = errors.New("the address is not Discord's API")

// RoundTrip implements [http.RoundTripper].
func (t *transport) RoundTrip(req *http.Request) (*http.Response, error) {
	rest, ours := strings.CutPrefix(req.URL.String(), discordgo.EndpointAPI)
	if !ours {
		return nil, wire.NeverSentError{Err: errForeign}
	}
	address, err := url.Parse(t.base + "/" + rest)
	if err != nil {
		return nil, wire.NeverSentError{Err: errForeign}
	}
	for waited := 0; ; waited++ {
		try := req.Clone(req.Context())
		try.URL, try.Host = address, address.Host
		if waited > 0 && req.GetBody != nil {
			if try.Body, err = req.GetBody(); err != nil {
				return nil, fmt.Errorf("sending a request again: %w", err)
			}
		}
		resp, err := t.next.RoundTrip(try)
		if err != nil {
			return nil, fmt.Errorf("asking Discord: %w", err)
		}
		if resp.StatusCode != http.StatusTooManyRequests || waited == maxRateWaits {
			return resp, nil
		}
		wait := retryAfter(resp.Header)
		if wait > maxRateWait {
			return resp, nil
		}
		_ = resp.Body.Close()
		select {
		case <-t.after(wait):
		case <-req.Context().Done():
			return nil, fmt.Errorf("waiting because Discord answered 429: %w", wire.NeverSentError{Err: req.Context().Err()})
		}
	}
}

func retryAfter(header http.Header) time.Duration {
	seconds, err := strconv.ParseFloat(strings.TrimSpace(header.Get("Retry-After")), 64)
	if err != nil || seconds <= 0 {
		return defaultRateWait
	}
	return time.Duration(seconds * float64(time.Second))
}

// session gives a client of discordgo. Each piece of work has its own: Discord counts an interaction's token
// by itself, and discordgo's limiter would let them all wait for each other and remember every token.
func (b *Bot) session() *discordgo.Session {
	return &discordgo.Session{
		Client:      b.client,
		Ratelimiter: discordgo.NewRatelimiter(),
		Token:       "Bot " + b.cfg.Token.Reveal(),
		UserAgent:   userAgent,
		// A message that perhaps arrived must not be sent again behind our back.
		MaxRestRetries: 0,
	}
}

// send makes a request with a message, and its files, for a body.
func send(ctx context.Context, s *discordgo.Session, method, address string, m message, files []*discordgo.File) error {
	body, err := json.Marshal(m)
	contentType := "application/json"
	if err == nil && len(files) > 0 {
		contentType, body, err = discordgo.MultipartBodyWithJSON(m, files)
	}
	if err != nil {
		return fmt.Errorf("encoding a message: %w", err)
	}
	if _, err := s.RequestRaw(method, address, contentType, body, address, 0, discordgo.WithContext(ctx)); err != nil {
		return judge(err)
	}
	return nil
}

// Codes of Discord's errors: https://discord.com/developers/docs/topics/opcodes-and-status-codes#json.
const (
	codeUnknownMessage  = 10008
	codeTooLarge        = 40005
	codeNoPermission    = 50013
	codeAlreadyAnswered = 40060
)

// codeOf is Discord's own code of an error; 0 where there is none.
func codeOf(err error) int {
	var refusal *discordgo.RESTError
	if errors.As(err, &refusal) && refusal.Message != nil {
		return refusal.Message.Code
	}
	return 0
}

// statusOf is the HTTP status of an error; 0 where there is none.
func statusOf(err error) int {
	var refusal *discordgo.RESTError
	if errors.As(err, &refusal) && refusal.Response != nil {
		return refusal.Response.StatusCode
	}
	return 0
}

// judge tells an answer of Discord's, which is a clear no, from a failure that leaves it open.
func judge(err error) error {
	var limited *discordgo.RateLimitError
	status := statusOf(err)
	if (status != 0 && !wire.Ambiguous(status)) || errors.As(err, &limited) || wire.NeverSent(err) {
		return wire.Scrub(err)
	}
	return wire.UnsureError{Err: wire.Scrub(err)}
}
