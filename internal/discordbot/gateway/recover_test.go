package gateway_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"github.com/oceanbot/oceanbot/internal/discordbot/gateway"
	"github.com/oceanbot/oceanbot/internal/discordbot/gateway/gatewaystandin"
)

func TestEventsArrive(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.cfg.APIURL += "/" // as somebody may write it
	r.run()
	r.works("privé jusqu'à 8h")
	r.must(r.discord.Emit(r.ctx, "INTERACTION_CREATE", map[string]any{
		"id": "10", "application_id": gatewaystandin.ApplicationID, "type": 2, "token": "t", "version": 1,
		"user": map[string]any{"id": "3", "username": "camille"}, "locale": "fr",
		"data": map[string]any{
			"id": "11", "name": "private", "type": 1,
			"options": []any{map[string]any{"name": "when", "type": 3, "value": "ce soir"}},
		},
	}))
	got := receive(r, r.presses)
	if got.ID != "10" || got.ApplicationCommandData().Options[0].StringValue() != "ce soir" {
		t.Errorf("got %+v", got)
	}
	r.must(r.discord.Emit(r.ctx, "AN_EVENT_OF_NEXT_YEAR", map[string]any{"id": "12"}))
	r.must(r.discord.Emit(r.ctx, "MESSAGE_CREATE", []string{"not a message"}))
	r.must(r.discord.SendRaw(r.ctx, `{"op": 31, "d": {}}`))
	r.works("trois jours")
	r.end()
	if got := r.discord.Attempts(); len(got) != 1 || !got[0].Began || got[0].Resumed {
		t.Errorf("attempts %+v", got)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.readies) != 1 || r.readies[0].User.ID != gatewaystandin.BotUser {
		t.Errorf("Ready was told %+v", r.readies)
	}
	if len(r.connected) != 2 || !r.connected[0] || r.connected[1] {
		t.Errorf("Connected was told %v", r.connected)
	}
}

func TestGoodbye(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *gateway.Config) { c.Times.Goodbye = 2 * patience }) // Discord's own ends the wait
	r.run()
	r.works("bonjour")
	r.end()
	got := r.await("goodbye", func(all []gatewaystandin.Attempt) bool { return all[0].Over })
	if got[0].Code != websocket.CloseNormalClosure {
		t.Errorf("closed with %d", got[0].Code)
	}
}

// TestGoodbyeToTheDead has nobody who would say goodbye too.
func TestGoodbyeToTheDead(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *gateway.Config) { c.Times.Goodbye = 10 * time.Millisecond })
	r.discord.Next(gatewaystandin.Plan{Dead: true})
	r.run()
	r.await("connection", func(all []gatewaystandin.Attempt) bool { return len(all) == 1 })
	r.end()
}

// TestLostConnections takes a connection away in every way, and wants the session to go on with what
// was missed, or a new one to begin where it can't.
func TestLostConnections(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		strike    func(*rig) error
		fresh     bool // a new session begins
		reason    string
		heartbeat time.Duration
	}{
		"op 7":               {func(r *rig) error { return r.discord.Reconnect(r.ctx) }, false, "asks to connect anew", 0},
		"op 9, for now":      {func(r *rig) error { return r.discord.Invalidate(r.ctx, true) }, false, "refused for now", 0},
		"op 9, for good":     {func(r *rig) error { return r.discord.Invalidate(r.ctx, false) }, true, "no more", 0},
		"closed with 4000":   {func(r *rig) error { return r.discord.Close(r.ctx, 4000) }, false, "4000", 0},
		"closed with 4008":   {func(r *rig) error { return r.discord.Close(r.ctx, 4008) }, false, "4008", 0},
		"closed with 4007":   {func(r *rig) error { return r.discord.Close(r.ctx, 4007) }, true, "4007", 0},
		"closed with 4009":   {func(r *rig) error { return r.discord.Close(r.ctx, 4009) }, true, "4009", 0},
		"closed with 1001":   {func(r *rig) error { return r.discord.Close(r.ctx, 1001) }, false, "1001", 0},
		"cut":                {func(r *rig) error { return r.discord.Drop(r.ctx) }, false, "1006", 0},
		"silent":             {func(r *rig) error { return r.discord.GoSilent(r.ctx) }, false, "not acknowledged", 300 * time.Millisecond},
		"gibberish":          {func(r *rig) error { return r.discord.SendRaw(r.ctx, `"what"`) }, false, "reading a message", 0},
		"no acknowledgement": {func(r *rig) error { return r.discord.StopAcks(r.ctx) }, false, "not acknowledged", 300 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			if c.heartbeat != 0 {
				r.discord.SetHeartbeat(c.heartbeat)
			}
			r.run()
			r.works("avant")
			before := len(r.discord.Attempts())
			r.must(c.strike(r))
			if !c.fresh {
				r.must(r.discord.Emit(r.ctx, "MESSAGE_CREATE", message("pendant")))
			}
			all := r.await("next connection", func(all []gatewaystandin.Attempt) bool {
				return len(all) > before && all[len(all)-1].Live
			})
			if !c.fresh {
				r.gets("pendant")
			}
			r.works("après")
			next := all[before]
			if next.Began != c.fresh || next.Resumed == c.fresh {
				t.Errorf("the next connection: %+v", next)
			}
			if old := all[before-1]; old.Over && !c.fresh && old.Code == websocket.CloseNormalClosure {
				t.Error("a session that is to be resumed was ended by the client")
			}
			if why := strings.Join(r.why(), "\n"); !strings.Contains(why, c.reason) {
				t.Errorf("the log gives the reasons %q, want %q", why, c.reason)
			}
			r.end()
		})
	}
}

// TestRefusedHandshakes has IDENTIFY, or RESUME after a first connection, answered with all that it may be.
func TestRefusedHandshakes(t *testing.T) {
	t.Parallel()
	for name, plan := range map[string]gatewaystandin.Plan{
		"op 7":         {Answer: gatewaystandin.WithReconnect},
		"op 9":         {Answer: gatewaystandin.WithInvalid},
		"op 9 true":    {Answer: gatewaystandin.WithNotNow},
		"op 1":         {Answer: gatewaystandin.WithHeartbeatAsk},
		"close 4000":   {Close: 4000},
		"close 4007":   {Close: 4007},
		"close 4009":   {Close: 4009},
		"refused":      {Refuse: 503},
		"op 7 at once": {Restless: true},
	} {
		for _, resuming := range []bool{false, true} {
			name := name + " to IDENTIFY"
			if resuming {
				name = strings.Replace(name, "IDENTIFY", "RESUME", 1)
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				r := newRig(t)
				if resuming {
					r.discord.Next(gatewaystandin.Plan{})
				}
				r.discord.Next(plan)
				r.run()
				if resuming {
					r.works("avant")
					r.must(r.discord.Reconnect(r.ctx))
				}
				r.works("après")
				all := r.discord.Attempts()
				// Two or three connections do it, with no detours.
				want := 2
				if resuming {
					want++
				}
				if plan.Answer == gatewaystandin.WithHeartbeatAsk {
					want--
				}
				if len(all) != want {
					t.Errorf("attempts %+v, want %d", all, want)
				}
				if resuming && plan.Refuse == 0 && !all[1].Resumed {
					t.Errorf("attempts %+v, want the second to resume", all)
				}
				r.end()
			})
		}
	}
}

func TestHelloNeverComes(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *gateway.Config) { c.Times.Hello = 300 * time.Millisecond })
	r.discord.Next(gatewaystandin.Plan{NoHello: true}, gatewaystandin.Plan{NoHello: true})
	r.run()
	r.works("enfin")
	if why := strings.Join(r.why(), "\n"); !strings.Contains(why, "no HELLO in time") {
		t.Errorf("the log gives the reasons %q", why)
	}
	r.end()
}

func TestAnswerNeverComes(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *gateway.Config) { c.Times.Answer = 300 * time.Millisecond })
	r.discord.Next(gatewaystandin.Plan{Answer: gatewaystandin.WithSilence}, gatewaystandin.Plan{}, gatewaystandin.Plan{Answer: gatewaystandin.WithSilence})
	r.run()
	r.must(r.discord.AwaitLive(r.ctx))
	r.must(r.discord.Reconnect(r.ctx)) // and then RESUME is not answered either
	r.works("enfin")
	if why := strings.Join(r.why(), "\n"); !strings.Contains(why, "neither READY nor RESUMED in time") {
		t.Errorf("the log gives the reasons %q", why)
	}
	r.end()
}

// TestResumingIsGivenUp has a session that can't be resumed, and nobody says that it is no more.
func TestResumingIsGivenUp(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	never := gatewaystandin.Plan{Refuse: 502}
	r.discord.Next(gatewaystandin.Plan{}, never, never, never)
	r.run()
	r.works("avant")
	r.must(r.discord.Reconnect(r.ctx))
	r.works("après")
	r.end()
	if all := r.discord.Attempts(); len(all) != 5 || !all[4].Began || r.discord.Asked() != 2 {
		t.Errorf("attempts %+v, and the API was asked %d times", all, r.discord.Asked())
	}
}

// TestResumingFailsNowAndThen has failures that are not in a row.
func TestResumingFailsNowAndThen(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	refused, well := gatewaystandin.Plan{Refuse: 502}, gatewaystandin.Plan{}
	r.discord.Next(well, refused, refused, well, refused, refused, well)
	r.run()
	for range 2 {
		r.works("avant")
		r.must(r.discord.Reconnect(r.ctx))
	}
	r.works("après")
	r.end()
	if all := r.discord.Attempts(); len(all) != 7 || !all[6].Resumed || r.discord.Asked() != 1 {
		t.Errorf("attempts %+v, and the API was asked %d times", all, r.discord.Asked())
	}
}

// TestAfterAnInvalidSession wants a pause, which is not the same each time.
func TestAfterAnInvalidSession(t *testing.T) {
	t.Parallel()
	const least = 20 * time.Millisecond
	r := newRig(t, func(c *gateway.Config) { c.Times.Steady, c.Times.AfterInvalid = time.Nanosecond, least })
	r.run()
	for range 5 {
		r.works("là")
		r.must(r.discord.Invalidate(r.ctx, false))
	}
	r.works("encore là")
	r.end()
	waits := r.waits()
	for _, wait := range waits {
		if wait < least || wait > 5*least {
			t.Errorf("waits %v", waits)
		}
	}
	if slices.Sort(waits); len(waits) != 5 || waits[0] == waits[4] {
		t.Errorf("waits %v", waits)
	}
}

// TestAcknowledgementsAreDueSoon has a missing one noticed long before the next heartbeat.
func TestAcknowledgementsAreDueSoon(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *gateway.Config) { c.Times.Ack = 200 * time.Millisecond })
	r.discord.SetHeartbeat(time.Hour)
	r.run()
	r.works("là")
	before := len(r.discord.Attempts())
	r.must(r.discord.StopAcks(r.ctx))
	r.must(r.discord.AskHeartbeat(r.ctx))
	r.await("next connection", func(all []gatewaystandin.Attempt) bool { return len(all) > before })
	r.works("encore là")
	r.end()
}

func TestHeartbeatsOnDemand(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.discord.SetHeartbeat(time.Hour)
	r.run()
	for range 3 {
		r.must(r.discord.AskHeartbeat(r.ctx))
	}
	r.await("few heartbeats", func(all []gatewaystandin.Attempt) bool { return all[0].Beats >= 3 })
	r.works("toujours là")
	r.end()
}

func TestHeartbeats(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.discord.SetHeartbeat(200 * time.Millisecond)
	r.run()
	r.must(r.discord.AwaitLive(r.ctx))
	before := r.discord.Attempts()[0].Beats
	r.await("few heartbeats", func(all []gatewaystandin.Attempt) bool { return all[len(all)-1].Beats >= before+4 })
	r.works("toujours là")
	r.end()
}

// TestBackoffGrows has the websocket refused, and wants each wait longer than the one before.
func TestBackoffGrows(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *gateway.Config) {
		c.Times.FirstWait, c.Times.LongestWait = 2*time.Millisecond, time.Minute
	})
	for range 6 {
		r.discord.Next(gatewaystandin.Plan{Refuse: 503})
	}
	r.run()
	r.works("enfin")
	r.end()
	waits := r.waits()
	if len(waits) != 6 {
		t.Fatalf("waits %v", waits)
	}
	for i := range waits[1:] {
		if waits[i+1] <= waits[i] {
			t.Errorf("waits %v", waits)
		}
	}
	all := r.discord.Attempts()
	for i, wait := range waits {
		if gone := all[i+1].At.Sub(all[i].At); gone < wait {
			t.Errorf("attempt %d came %v after the one before, and the wait was %v", i+1, gone, wait)
		}
	}
}

// TestSteadyConnections are opened again at once, and the waits begin anew.
func TestSteadyConnections(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *gateway.Config) {
		c.Times.Steady, c.Times.FirstWait, c.Times.LongestWait = time.Nanosecond, patience, patience
	})
	r.run()
	for range 3 {
		r.works("là")
		r.must(r.discord.Reconnect(r.ctx))
	}
	r.works("encore là")
	r.end()
	for _, wait := range r.waits() {
		if wait != 0 {
			t.Errorf("waits %v", r.waits())
		}
	}
}

func TestFatalCodes(t *testing.T) {
	t.Parallel()
	for code, says := range map[int]string{
		4004: "DISCORD_BOT_TOKEN", 4010: "DISCORD_API_URL", 4011: "DISCORD_PUBLIC_KEY",
		4012: "DISCORD_API_URL", 4013: "intents", 4014: "Privileged Gateway Intents",
	} {
		r := newRig(t)
		r.discord.Next(gatewaystandin.Plan{Close: code})
		r.run()
		err := receive(r, r.ended)
		if fatal, ok := errors.AsType[*gateway.FatalError](err); !ok || fatal.Code != code || !strings.Contains(err.Error(), says) {
			t.Errorf("%d: Run gives %v", code, err)
		}
		if all := r.discord.Attempts(); len(all) != 1 {
			t.Errorf("%d: attempts %+v", code, all)
		}
	}
}

// TestFatalCodeLater has the token refused while all is well, as when somebody resets it.
func TestFatalCodeLater(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.run()
	r.works("là")
	r.must(r.discord.Close(r.ctx, 4004))
	err := receive(r, r.ended)
	if fatal, ok := errors.AsType[*gateway.FatalError](err); !ok || fatal.Code != 4004 {
		t.Errorf("Run gives %v", err)
	}
}
