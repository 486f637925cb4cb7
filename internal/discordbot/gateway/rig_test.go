package gateway_test

import (
	"context"
	"encoding/json"
	"net/http"
	"sync"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/sirupsen/logrus"
	"github.com/sirupsen/logrus/hooks/test"

	"github.com/oceanbot/oceanbot/internal/discordbot/gateway"
	"github.com/oceanbot/oceanbot/internal/discordbot/gateway/gatewaystandin"
)

// patience is what a test waits for anything: a machine may be slow.
const patience = 40 * time.Second

// rig is a bot at a stand-in.
type rig struct {
	*testing.T

	ctx       context.Context //nolint:containedctx // the test's
	discord   *gatewaystandin.Gateway
	cfg       gateway.Config
	transport *http.Transport
	log       *test.Hook
	messages  chan *discordgo.Message
	presses   chan *discordgo.Interaction
	stop      context.CancelFunc
	ended     chan error

	mu        sync.Mutex
	readies   []*discordgo.Ready
	connected []bool
}

// read reads events into a channel, as a receiver would: what can't be read is left.
func read[T any](into chan *T) func(json.RawMessage) {
	return func(raw json.RawMessage) {
		event := new(T)
		if json.Unmarshal(raw, event) == nil {
			into <- event
		}
	}
}

// newRig makes one whose waits are short and whose limits nothing reaches, unless a test sets them.
func newRig(t *testing.T, change ...func(*gateway.Config)) *rig {
	t.Helper()
	log, hook := test.NewNullLogger()
	r := &rig{
		T: t, discord: gatewaystandin.Start(t), log: hook, transport: &http.Transport{},
		messages: make(chan *discordgo.Message, 100), presses: make(chan *discordgo.Interaction, 100),
		ended: make(chan error, 1),
	}
	t.Cleanup(r.transport.CloseIdleConnections)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	t.Cleanup(cancel)
	r.ctx = ctx
	r.cfg = gateway.Config{
		Token: gatewaystandin.Token, APIURL: r.discord.APIURL(), Transport: r.transport, Log: log,
		Times: gateway.Times{
			Ask: patience, Dial: patience, Hello: patience, Answer: patience, Ack: patience, Write: patience,
			FirstWait: time.Millisecond, LongestWait: 20 * time.Millisecond, Steady: time.Hour,
			AfterInvalid: time.Millisecond, IdentifyGap: time.Millisecond,
		},
		Message:     read(r.messages),
		Interaction: read(r.presses),
		Ready: func(ready *discordgo.Ready) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.readies = append(r.readies, ready)
		},
		Connected: func(is bool) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.connected = append(r.connected, is)
		},
	}
	for _, c := range change {
		c(&r.cfg)
	}
	return r
}

// run starts the bot; the test's end stops it, and waits for that.
func (r *rig) run() {
	r.Helper()
	ctx, cancel := context.WithCancel(r.Context())
	r.stop = cancel
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		r.ended <- gateway.Run(ctx, r.cfg)
	}()
	r.Cleanup(func() {
		cancel()
		<-gone
	})
}

// end stops the bot, which must be content with that.
func (r *rig) end() {
	r.Helper()
	r.stop()
	if err := receive(r, r.ended); err != nil {
		r.Errorf("Run: %v", err)
	}
}

func receive[T any](r *rig, from <-chan T) T {
	r.Helper()
	select {
	case got := <-from:
		return got
	case <-r.ctx.Done():
		r.Fatalf("nothing came: %+v", r.discord.Attempts())
		panic("not reached")
	}
}

func (r *rig) must(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

// works shows that events flow.
func (r *rig) works(text string) {
	r.Helper()
	r.must(r.discord.AwaitLive(r.ctx))
	r.must(r.discord.Emit(r.ctx, "MESSAGE_CREATE", message(text)))
	r.gets(text)
}

// gets wants just this message next.
func (r *rig) gets(text string) {
	r.Helper()
	if got := receive(r, r.messages); got.Content != text {
		r.Errorf("got %q, want %q", got.Content, text)
	}
}

// await wants something to be true of the attempts so far, and gives them.
func (r *rig) await(what string, is func([]gatewaystandin.Attempt) bool) []gatewaystandin.Attempt {
	r.Helper()
	r.must(r.discord.Await(r.ctx, what, is))
	return r.discord.Attempts()
}

// waits gives those that were logged.
func (r *rig) waits() (all []time.Duration) {
	for _, entry := range r.log.AllEntries() {
		if wait, ok := entry.Data["wait"].(time.Duration); ok {
			all = append(all, wait)
		}
	}
	return all
}

// why gives the reasons for which connections were lost.
func (r *rig) why() (all []string) {
	for _, entry := range r.log.AllEntries() {
		if err, ok := entry.Data[logrus.ErrorKey].(error); ok {
			all = append(all, err.Error())
		}
	}
	return all
}

func message(text string) map[string]any {
	return map[string]any{
		"id": "1", "channel_id": "2", "type": 0, "content": text,
		"author": map[string]any{"id": "3", "username": "camille", "discriminator": "0"},
	}
}
