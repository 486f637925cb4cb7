// Package gateway keeps a bot connected to Discord's gateway, the websocket over which Discord delivers
// commands, presses and messages to a bot that it can't reach over HTTP:
// https://docs.discord.com/developers/events/gateway.
//
// A connection goes like this. Discord says HELLO and how often it wants a heartbeat. The bot says who
// it is, with IDENTIFY for a new session or RESUME for one whose connection was lost, and Discord
// answers READY or, after everything that was missed, RESUMED. From then on events arrive, each with a
// number. Discord may ask at any time to connect anew (op 7), or tell that the session is no more
// (op 9); and a connection may just go quiet, which shows in heartbeats that nobody acknowledges.
//
// # Why not discordgo's Session
//
// The intents, the type of READY and the REST client are discordgo's; its websocket loop is not used,
// because it can't be supervised from outside. When RESUME or IDENTIFY is answered with op 7, Session.Open waits for
// a lock that it holds itself: its goroutine can't be ended by anything, so that every such answer would
// leave one behind for ever (the stand-in's tests show this). A new Session can't be given the id
// of a lost one, so that everything would be lost that happens between two connections; the address for
// resuming is thrown away; the code that a running connection was closed with is told to nobody; a missing
// acknowledgement is noticed after five heartbeats, which is more than three minutes; and op 9 is answered
// at once, where Discord wants a pause. A loop of our own, on the same websocket library, is smaller than
// what would be needed around that.
//
// # What is promised
//
// A lost session is resumed where Discord allows it, at the address that it gave for that, and then what
// happened in between is delivered late rather than never. Where Discord doesn't allow it a new session
// begins, and what happened in between is lost: whoever pressed or typed sees in Discord that the bot did
// not respond. Discord may deliver an event twice; recognising that is the receiver's business.
package gateway

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/cenkalti/backoff/v5"
	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/secret"
)

// Intents are the events that the bot asks for: messages to it alone and messages in servers. The
// content of a message comes with it where it is a direct message or mentions the bot, which needs no
// privileged intent; interactions need no intent at all:
// https://docs.discord.com/developers/events/gateway#gateway-intents.
const Intents = discordgo.IntentDirectMessages | discordgo.IntentGuildMessages

// maxResumes is how often in a row resuming a session may fail before a new one begins.
const maxResumes = 3

// Config is what [Run] needs. The functions may be nil.
type Config struct {
	// Token is the bot's, without "Bot ".
	Token secret.Text
	// APIURL is the base of the REST API with its version, "https://discord.com/api/v10", with or without
	// a slash at its end; empty means just that. The gateway's address is asked from it.
	APIURL string
	// Transport carries what is asked from the API; nil means [http.DefaultTransport].
	Transport http.RoundTripper
	// Log must be there. It is told of connections, never of what somebody wrote.
	Log logrus.FieldLogger
	// Times are the limits; those that are zero are [DefaultTimes].
	Times Times

	// Ready is told of each new session, and by it who the bot is. It runs before any event of that
	// session is delivered, and heartbeats wait for it, so it should return at once.
	Ready func(*discordgo.Ready)
	// Connected is told true whenever events flow, and false when they no longer do. It should return at once.
	Connected func(bool)
	// Interaction is given each interaction as Discord sent it, on a goroutine of its own: what discordgo's
	// types can't read, such as a kind of component that is newer than they are, may be of no importance to
	// who does read it. It must be answered within three
	// seconds: https://docs.discord.com/developers/interactions/receiving-and-responding#responding-to-an-interaction.
	Interaction func(json.RawMessage)
	// Message is given, likewise, each new message that the bot may see, its own among them, on a goroutine of its own.
	Message func(json.RawMessage)
}

// Run keeps the bot connected until ctx ends, and then says goodbye to Discord, which takes a second at
// most, waits [Times].Drain at most for what Interaction and Message are still doing, and gives nil. A lost
// connection is opened again. An error means that trying again is no use: a [FatalError] where Discord
// will have none of it, or a Config that can't be right.
func Run(ctx context.Context, cfg Config) error {
	if !cfg.Token.IsSet() {
		return errors.New("discord: the gateway needs the bot's token")
	}
	if cfg.APIURL == "" {
		cfg.APIURL = strings.TrimRight(discordgo.EndpointDiscord, "/") + "/api/v10"
	}
	cfg.Times = cfg.Times.withDefaults()
	api, err := newAPI(cfg)
	if err != nil {
		return err
	}
	s := &supervisor{cfg: cfg, api: api, desk: &desk{cfg: cfg}, backoff: &backoff.ExponentialBackOff{
		InitialInterval: cfg.Times.FirstWait, MaxInterval: cfg.Times.LongestWait,
		Multiplier: 2, RandomizationFactor: 0.25, // little enough that a wait is longer than the one before
	}}
	s.backoff.Reset()
	defer s.desk.drain(cfg.Times.Drain)
	return s.run(ctx)
}

// supervisor opens one connection after the other.
type supervisor struct {
	cfg        Config
	api        *api
	desk       *desk
	backoff    *backoff.ExponentialBackOff
	session    session
	identified time.Time // when the last new session was asked for
}

// session is what it takes to resume.
type session struct {
	id      string // empty where there is none
	address string // of the gateway that knows it
	seq     int64  // the number of the last event; 0 before the first
	failed  int    // how often in a row it couldn't be resumed
}

func (s *supervisor) run(ctx context.Context) error {
	for {
		lived, err := s.attempt(ctx)
		if ctx.Err() != nil {
			return nil //nolint:nilerr // whatever went wrong: it was told to end
		}
		if _, fatal := errors.AsType[*FatalError](err); fatal {
			return fmt.Errorf("discord: the gateway: %w", err)
		}
		wait := s.wait(lived, err)
		level := logrus.WarnLevel
		if wait == 0 && errors.Is(err, errReconnect) {
			level = logrus.InfoLevel // Discord does it every few hours
		}
		s.cfg.Log.WithError(err).WithFields(logrus.Fields{"wait": wait, "resumes": s.session.id != ""}).
			Log(level, "discord: the gateway is not connected, and will be again")
		if !pause(ctx, wait) {
			return nil
		}
	}
}

// wait tells how long to wait before the next attempt. A connection that had lasted is opened again at
// once, so that a press made meanwhile is still answered in time.
func (s *supervisor) wait(lived time.Duration, err error) time.Duration {
	var wait time.Duration
	if lived >= s.cfg.Times.Steady {
		s.backoff.Reset()
	} else {
		wait = s.backoff.NextBackOff()
	}
	if errors.Is(err, errSessionGone) {
		// https://docs.discord.com/developers/events/gateway#resuming wants one to five seconds.
		wait = max(wait, s.cfg.Times.AfterInvalid+upTo(4*s.cfg.Times.AfterInvalid))
	}
	if told, ok := errors.AsType[*waitError](err); ok {
		wait = max(wait, told.after)
	}
	return wait
}

// attempt opens a connection and stays until it ends. It tells how long events had flowed.
func (s *supervisor) attempt(ctx context.Context) (lived time.Duration, err error) {
	resuming := s.session.id != ""
	if !resuming {
		// One IDENTIFY every five seconds: https://docs.discord.com/developers/events/gateway#rate-limiting.
		if !s.identified.IsZero() && !pause(ctx, time.Until(s.identified.Add(s.cfg.Times.IdentifyGap))) {
			return 0, ctx.Err()
		}
		address, err := s.api.gateway(ctx)
		if err != nil {
			return 0, err
		}
		s.session = session{address: address}
	}
	l, err := dial(ctx, s.cfg, s.session.address)
	if err == nil {
		l.session, l.desk, l.api = &s.session, s.desk, s.api
		lived, err = l.stay(ctx)
		if !l.identified.IsZero() {
			s.identified = l.identified
		}
	}
	if resuming && (l == nil || l.since.IsZero()) {
		s.session.failed++
	}
	if s.session.failed >= maxResumes || errors.Is(err, errSessionGone) {
		s.session = session{}
	}
	return lived, err
}

// upTo is a random part of a time, so that not all the bots there are come at once.
func upTo(d time.Duration) time.Duration {
	return time.Duration(rand.Float64() * float64(d)) //nolint:gosec // nothing is secret about it
}

// pause waits, and tells false where ctx ended first.
func pause(ctx context.Context, wait time.Duration) bool {
	if wait <= 0 {
		return ctx.Err() == nil
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// desk hands events over.
type desk struct {
	cfg  Config
	work sync.WaitGroup
}

// drain waits for what was handed over.
func (d *desk) drain(limit time.Duration) {
	done := make(chan struct{})
	go func() {
		d.work.Wait()
		close(done)
	}()
	timer := time.NewTimer(limit)
	defer timer.Stop()
	select {
	case <-done:
	case <-timer.C:
		d.cfg.Log.Warn("discord: the gateway does not wait any longer for what is still being done")
	}
}
