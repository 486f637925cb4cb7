package gateway_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/discordbot/gateway"
	"github.com/oceanbot/oceanbot/internal/discordbot/gateway/gatewaystandin"
)

func TestTheTokenIsRefused(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *gateway.Config) { c.Token = "another.token" })
	r.run()
	err := receive(r, r.ended)
	fatal, ok := errors.AsType[*gateway.FatalError](err)
	if !ok || fatal.Code != 401 || !strings.Contains(err.Error(), "DISCORD_BOT_TOKEN") || strings.Contains(err.Error(), "another") {
		t.Errorf("Run gives %v", err)
	}
	if r.discord.Asked() != 1 || len(r.discord.Attempts()) != 0 {
		t.Errorf("asked %d times, attempts %+v", r.discord.Asked(), r.discord.Attempts())
	}
}

func TestConfigsThatCannotBeRight(t *testing.T) {
	t.Parallel()
	for _, change := range []func(*gateway.Config){
		func(c *gateway.Config) { c.Token = "" },
		func(c *gateway.Config) { c.APIURL = "discord" },
		func(c *gateway.Config) { c.APIURL = "ftp://127.0.0.1/api/v10" },
	} {
		r := newRig(t, change)
		if err := gateway.Run(r.ctx, r.cfg); err == nil || r.ctx.Err() != nil {
			t.Errorf("Run gives %v", err)
		}
	}
}

func TestTheAPIFails(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.discord.FailAPI(500, 502, 429, 403)
	r.run()
	r.works("enfin")
	r.end()
	if got := r.discord.Asked(); got != 5 {
		t.Errorf("the API was asked %d times", got)
	}
	if waits := r.waits(); len(waits) != 4 || waits[2] < 50*time.Millisecond { // what 429 asked for
		t.Errorf("waits %v", waits)
	}
}

func TestTheAPIKnowsOnlyThePlainAddress(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.discord.KnowOnlyGateway()
	r.run()
	r.works("là")
	r.end()
}

// TestSessionStartLimit has no new session left.
func TestSessionStartLimit(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.discord.AllowSessions(0, 200*time.Millisecond)
	r.run()
	r.works("enfin")
	r.end()
	if waits := r.waits(); len(waits) != 1 || waits[0] < 200*time.Millisecond || len(r.discord.Attempts()) != 1 {
		t.Errorf("waits %v, attempts %+v", waits, r.discord.Attempts())
	}
}

func TestNewSessionsKeepTheirDistance(t *testing.T) {
	t.Parallel()
	const gap = 300 * time.Millisecond
	r := newRig(t, func(c *gateway.Config) { c.Times.IdentifyGap = gap })
	invalid := gatewaystandin.Plan{Answer: gatewaystandin.WithInvalid}
	r.discord.Next(invalid, invalid)
	r.run()
	r.works("enfin")
	r.end()
	all := r.discord.Attempts()
	// From IDENTIFY to asking for the next websocket; the one before may have come earlier.
	if len(all) != 3 || all[2].At.Sub(all[0].At) < 2*gap {
		t.Errorf("attempts %+v", all)
	}
}

// TestWhatIsUnderWay is waited for, and a receiver that panics takes nobody with it.
func TestWhatIsUnderWay(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	done := make(chan struct{})
	r := newRig(t)
	r.cfg.Interaction = func(json.RawMessage) { panic("broken") }
	r.cfg.Message = func(m json.RawMessage) {
		read(r.messages)(m)
		<-release
		close(done)
	}
	r.run()
	r.must(r.discord.Emit(r.ctx, "INTERACTION_CREATE", map[string]any{"id": "1", "type": 1}))
	r.works("lentement")
	r.stop()
	r.await("goodbye", func(all []gatewaystandin.Attempt) bool { return all[0].Over })
	select {
	case err := <-r.ended:
		t.Errorf("Run did not wait, and gave %v", err)
	case <-time.After(50 * time.Millisecond): // a Run that doesn't wait comes back at once
	}
	close(release)
	if err := receive(r, r.ended); err != nil {
		t.Errorf("Run: %v", err)
	}
	select {
	case <-done:
	default:
		t.Error("Run did not wait to the end")
	}
	panicked := false
	for _, entry := range r.log.AllEntries() {
		panicked = panicked || entry.Level == logrus.ErrorLevel && strings.Contains(entry.Message, "broken")
	}
	if !panicked {
		t.Error("the panic is not in the log")
	}
}

func TestWhatIsUnderWayForTooLong(t *testing.T) {
	t.Parallel()
	release := make(chan struct{})
	r := newRig(t, func(c *gateway.Config) { c.Times.Drain = time.Millisecond })
	r.cfg.Message = func(m json.RawMessage) {
		read(r.messages)(m)
		<-release
	}
	r.run()
	r.works("pour toujours")
	r.end()
	close(release)
}
