package gateway_test

import (
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/oceanbot/oceanbot/internal/discordbot/gateway"
	"github.com/oceanbot/oceanbot/internal/discordbot/gateway/gatewaystandin"
)

// TestNothingIsLeftBehind goes through everything that can go wrong, and counts goroutines and sockets.
// It is not parallel, as the goroutines are those of the whole process.
func TestNothingIsLeftBehind(t *testing.T) { //nolint:paralleltest // see above
	r := newRig(t, func(c *gateway.Config) {
		c.Times.Hello, c.Times.Answer = 300*time.Millisecond, 300*time.Millisecond
	})
	r.discord.Next(
		gatewaystandin.Plan{Refuse: 503},
		gatewaystandin.Plan{NoHello: true},
		gatewaystandin.Plan{Dead: true},
		gatewaystandin.Plan{Answer: gatewaystandin.WithReconnect},
		gatewaystandin.Plan{Answer: gatewaystandin.WithInvalid},
		gatewaystandin.Plan{Answer: gatewaystandin.WithSilence},
		gatewaystandin.Plan{Close: 4000},
		gatewaystandin.Plan{Restless: true},
		gatewaystandin.Plan{Answer: gatewaystandin.WithReconnect},
		gatewaystandin.Plan{Answer: gatewaystandin.WithNotNow},
	)
	r.run()
	r.works("enfin")
	all := r.await("hung up connections", func(all []gatewaystandin.Attempt) bool {
		for i, a := range all[:len(all)-1] {
			if !a.Over && i != 2 { // the dead one doesn't hear it
				return false
			}
		}
		return len(all) >= 11
	})
	if readers := goroutines("discordbot/gateway.(*link).read("); readers != 1 {
		t.Errorf("%d goroutines read after %d connections", readers, len(all))
	}
	r.end()
	r.await("hung up connections", func(all []gatewaystandin.Attempt) bool { return all[len(all)-1].Over })
	// The one that made Run's receivers wait has yet to see that there is nothing to wait for.
	ours := []string{"discordbot/gateway.Run(", "discordbot/gateway.(*"}
	for goroutines(ours...) > 0 {
		if r.ctx.Err() != nil {
			t.Fatalf("%d goroutines are left", goroutines(ours...))
		}
		runtime.Gosched()
	}
}

// goroutines counts those that are in, or were begun by, one of these functions.
func goroutines(functions ...string) (n int) {
	stacks := make([]byte, 1<<20)
	for stack := range strings.SplitSeq(string(stacks[:runtime.Stack(stacks, true)]), "\n\n") {
		if slices.ContainsFunc(functions, func(f string) bool { return strings.Contains(stack, f) }) {
			n++
		}
	}
	return n
}
