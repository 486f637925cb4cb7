package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

// userAgent has the form that Discord wants: https://docs.discord.com/developers/reference#user-agent.
const userAgent = "DiscordBot (https://github.com/oceanbot/oceanbot, 1)"

// api is what the gateway's address is asked from.
type api struct {
	cfg     Config
	base    *url.URL
	version string // of the API, and so of the gateway: "10"
}

// versionAtEnd finds the version in the base of the API.
var versionAtEnd = regexp.MustCompile(`/v(\d+)$`)

func newAPI(cfg Config) (*api, error) {
	base, err := url.Parse(strings.TrimRight(cfg.APIURL, "/"))
	if err != nil || base.Host == "" || (base.Scheme != "http" && base.Scheme != "https") {
		return nil, fmt.Errorf("discord: the API's address %q is none", cfg.APIURL)
	}
	a := &api{cfg: cfg, base: base, version: "10"}
	if found := versionAtEnd.FindStringSubmatch(base.Path); found != nil {
		a.version = found[1]
	}
	return a, nil
}

// waitError says how long Discord wants to be left alone.
type waitError struct {
	why   string
	after time.Duration
}

func (e *waitError) Error() string { return e.why }

// gateway asks where the gateway is and whether a new session may begin:
// https://docs.discord.com/developers/events/gateway#get-gateway-bot.
func (a *api) gateway(ctx context.Context) (string, error) {
	body, err := a.get(ctx, "/gateway/bot")
	if rest, ok := errors.AsType[*discordgo.RESTError](err); ok {
		switch rest.Response.StatusCode {
		case http.StatusUnauthorized:
			return "", &FatalError{Code: http.StatusUnauthorized}
		case http.StatusNotFound, http.StatusMethodNotAllowed: // something in between knows only the plain address
			body, err = a.get(ctx, "/gateway")
		}
	}
	if err != nil {
		return "", fmt.Errorf("asking for the gateway's address: %w", plain(err))
	}
	var answer struct {
		URL    string                        `json:"url"`
		Starts *discordgo.SessionInformation `json:"session_start_limit"`
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return "", fmt.Errorf("reading the gateway's address: %w", err)
	}
	if starts := answer.Starts; starts != nil && starts.Total > 0 && starts.Remaining <= 0 {
		return "", &waitError{
			why: "all the new sessions that Discord allows are used up for now", after: time.Duration(starts.ResetAfter) * time.Millisecond,
		}
	}
	return a.address(answer.URL)
}

// get asks through discordgo, with a client of its own each time: the wait for a rate limit that a
// longer-lived one keeps doesn't end with ctx.
func (a *api) get(ctx context.Context, path string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, a.cfg.Times.Ask)
	defer cancel()
	client, err := discordgo.New("Bot " + a.cfg.Token.Reveal())
	if err != nil {
		return nil, fmt.Errorf("making a client: %w", err)
	}
	client.UserAgent = userAgent
	client.Client = &http.Client{
		Transport:     a.cfg.Transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	return client.RequestWithBucketID(http.MethodGet, a.base.String()+path, nil, path,
		discordgo.WithContext(ctx), discordgo.WithRestRetries(0), discordgo.WithRetryOnRatelimit(false))
}

// plain takes from an error what an operator doesn't need: discordgo puts the whole answer of the API in
// it, which may be a page of HTML.
func plain(err error) error {
	if rest, ok := errors.AsType[*discordgo.RESTError](err); ok {
		return fmt.Errorf("the API answered %d", rest.Response.StatusCode)
	}
	if limit, ok := errors.AsType[*discordgo.RateLimitError](err); ok {
		return &waitError{why: "the API answered 429", after: limit.RetryAfter}
	}
	if _, ok := errors.AsType[*url.Error](err); ok {
		return err
	}
	return errors.New("the API did not answer as it should") // 502, or a 429 that isn't Discord's own
}

// address completes an address of the gateway: https://docs.discord.com/developers/events/gateway#connecting.
func (a *api) address(raw string) (string, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return "", errors.New("the gateway's address is none")
	}
	switch {
	case u.Scheme == "wss":
	case u.Scheme == "ws" && (a.base.Scheme == "http" || isLoopback(u.Hostname())):
	case u.Scheme == "ws":
		return "", errors.New("the gateway's address is not encrypted, and the token would be")
	default:
		return "", fmt.Errorf("the gateway's address begins with %q, not with wss", u.Scheme)
	}
	if u.Path == "" {
		u.Path = "/"
	}
	query := u.Query()
	query.Set("v", a.version)
	query.Set("encoding", "json")
	u.RawQuery = query.Encode()
	return u.String(), nil
}

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
