package ocean

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/secret"
)

// The defaults of [Config].
const (
	// DefaultBaseURL is the vendor's own service.
	DefaultBaseURL = "https://v3.oceansystem.com/ocean"
	// DefaultRate is how many requests a second are sent at most.
	DefaultRate = 5
	// DefaultReadTimeout bounds one attempt of an ordinary read.
	DefaultReadTimeout = 15 * time.Second
	// DefaultWriteTimeout bounds a write, and a login.
	DefaultWriteTimeout = 10 * time.Second
	// DefaultListTimeout bounds one attempt of the list of individus and of an analysis, which OCEAN takes
	// long to prepare and which are large.
	DefaultListTimeout = 2 * time.Minute
)

// Config is what a [Client] is made of. Login and Password are needed; everything else has a default.
type Config struct {
	// BaseURL is everything up to, not including, /restapi. A trailing slash may be there or not.
	BaseURL string
	// Login and Password are those of an OCEAN account.
	Login    string
	Password secret.Text
	// CustomerID is sent as customerId on every call but the login; 0 is not set.
	CustomerID int64
	// Zone is the zone in which OCEAN means its weekly hours; nil is UTC. It is kept for callers, see
	// [Client.Zone]: the calls themselves carry wall-clock hours.
	Zone *time.Location
	// DateZone is how the zone of a date is written; empty is [DateZoneAuto].
	DateZone DateZone
	// Rate is how many requests a second are sent at most; 0 is [DefaultRate].
	Rate float64
	// Transport carries the requests; nil is [NewTransport].
	Transport http.RoundTripper
	// Now tells the time by which a token grows old; nil is time.Now.
	Now func() time.Time
	// Log hears of logins, retries and the form of dates, never of a person; nil is silence.
	Log logrus.FieldLogger
	// ReadTimeout, WriteTimeout and ListTimeout bound one attempt; 0 is the default.
	ReadTimeout, WriteTimeout, ListTimeout time.Duration
}

// Client calls OCEAN. It is safe for use by many goroutines at once.
type Client struct {
	base     string
	customer int64
	zone     *time.Location
	http     *http.Client
	log      logrus.FieldLogger
	turns    *turns
	outage   *outage
	dates    dateZone
	session  session
	flights  flights
	showings showings
	writes   atomic.Uint64 // how many writes have ended: a read-back joins no read that is older

	readTimeout, writeTimeout, listTimeout time.Duration
}

// New makes a client. It sends nothing: the first call logs in. Errors match [ErrInvalid] and name the setting.
func New(cfg Config) (*Client, error) {
	base, err := parseBase(cfg.BaseURL)
	if err != nil {
		return nil, err
	}
	switch {
	case cfg.Login == "":
		return nil, fmt.Errorf("%w: OCEAN_LOGIN is not set", ErrInvalid)
	case !cfg.Password.IsSet():
		return nil, fmt.Errorf("%w: OCEAN_PASSWORD is not set", ErrInvalid)
	case cfg.CustomerID < 0:
		return nil, fmt.Errorf("%w: OCEAN_CUSTOMER_ID is %d", ErrInvalid, cfg.CustomerID)
	case cfg.Rate < 0:
		return nil, fmt.Errorf("%w: OCEAN_RATE is %v", ErrInvalid, cfg.Rate)
	}
	form, err := ParseDateZone(string(cfg.DateZone))
	if err != nil {
		return nil, err
	}
	c := &Client{
		base:         base,
		customer:     cfg.CustomerID,
		zone:         cfg.Zone,
		log:          cfg.Log,
		dates:        dateZone{setting: form},
		turns:        newTurns(orElse(cfg.Rate, DefaultRate)),
		readTimeout:  orElse(cfg.ReadTimeout, DefaultReadTimeout),
		writeTimeout: orElse(cfg.WriteTimeout, DefaultWriteTimeout),
		listTimeout:  orElse(cfg.ListTimeout, DefaultListTimeout),
	}
	if c.zone == nil {
		c.zone = time.UTC
	}
	if c.log == nil {
		silent := logrus.New()
		silent.SetOutput(io.Discard)
		c.log = silent
	}
	c.outage = newOutage(c.log, c.readTimeout, func() { c.turns.refuseAll(errOutage) })
	transport := cfg.Transport
	if transport == nil {
		transport = NewTransport()
	}
	c.http = &http.Client{
		Transport: transport,
		// A redirect would carry the token elsewhere, and make a GET of a write.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	c.session = session{login: cfg.Login, password: cfg.Password, now: cfg.Now}
	if c.session.now == nil {
		c.session.now = time.Now
	}
	return c, nil
}

// Zone gives the zone in which OCEAN means its weekly hours.
func (c *Client) Zone() *time.Location { return c.zone }

// NewTransport gives the transport that a client uses where none is handed in. It keeps connections and
// speaks HTTP/1.1, of which it is known when a request may have been sent twice: never by this transport,
// unless it is a GET.
func NewTransport() *http.Transport {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	return &http.Transport{
		Proxy:                 http.ProxyFromEnvironment,
		DialContext:           (&net.Dialer{Timeout: 5 * time.Second, KeepAlive: 15 * time.Second}).DialContext,
		TLSHandshakeTimeout:   5 * time.Second,
		MaxIdleConns:          16,
		MaxIdleConnsPerHost:   16,
		IdleConnTimeout:       30 * time.Second, // before a gateway closes it: a write on a dying connection has an unknown outcome
		ExpectContinueTimeout: time.Second,
		Protocols:             protocols,
	}
}

// parseBase checks a base address. Its errors don't repeat it, since it may hold a password.
func parseBase(s string) (string, error) {
	if s == "" {
		s = DefaultBaseURL
	}
	u, err := url.Parse(s)
	if err != nil {
		return "", fmt.Errorf("%w: OCEAN_BASE_URL is not an address", ErrInvalid)
	}
	if (u.Scheme != "https" && u.Scheme != "http") || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil {
		return "", fmt.Errorf("%w: OCEAN_BASE_URL must be like %s", ErrInvalid, DefaultBaseURL)
	}
	return strings.TrimRight(u.String(), "/"), nil
}

func orElse[T comparable](v, otherwise T) T {
	var zero T
	if v == zero {
		return otherwise
	}
	return v
}

// id writes an id as a parameter.
func id(v int64) string { return strconv.FormatInt(v, 10) }

// isID tells whether a value can be an id at all: 0 stands for one that was missing.
func isID(v int64) bool { return v > 0 }
