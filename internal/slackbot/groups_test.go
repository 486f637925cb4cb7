package slackbot_test

import (
	"errors"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/oceanbot/oceanbot/internal/slackbot"
	"github.com/oceanbot/oceanbot/internal/slackbot/slackstandin"
)

const fleetOffice = "S0OFFICE"

func TestMembers(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.slack.SetGroup(fleetOffice, "U0FR", "U0EN")
	hold := make(chan struct{})
	r.slack.Break("usergroups.users.list", slackstandin.Fault{Times: 1, Hold: hold})
	var asking sync.WaitGroup
	for range 10 {
		asking.Go(func() {
			members, err := r.bot.Members(r.ctx, fleetOffice)
			if err != nil || !slices.Equal(members, []string{"U0FR", "U0EN"}) {
				t.Errorf("%v, %v", members, err)
			}
		})
	}
	if err := r.slack.Called(r.ctx, "usergroups.users.list", 1); err != nil {
		t.Fatal(err)
	}
	close(hold)
	asking.Wait()
	// What was read is remembered, however Slack is now.
	r.slack.Break("usergroups.users.list", slackstandin.Fault{Error: "fatal_error"})
	if members, err := r.bot.Members(r.ctx, fleetOffice); err != nil || len(members) != 2 {
		t.Errorf("afterwards: %v, %v", members, err)
	}
	if n := count(r.slack.Calls(), "usergroups.users.list"); n != 1 {
		t.Errorf("Slack was asked %d times, want once", n)
	}
}

func count(calls []string, method string) int {
	n := 0
	for _, c := range calls {
		if c == method {
			n++
		}
	}
	return n
}

func TestWhoLeftAGroupIsSoonNoMember(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *slackbot.Config) { c.GroupLife = time.Nanosecond })
	for _, want := range [][]string{{"U0FR", "U0EN"}, {"U0EN"}, nil} {
		r.slack.SetGroup(fleetOffice, want...)
		if members, err := r.bot.Members(r.ctx, fleetOffice); err != nil || !slices.Equal(members, want) {
			t.Errorf("%v, %v; want %v", members, err, want)
		}
	}
}

func TestAGroupThatCannotBeReadHasNoMembers(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.slack.SetGroup(fleetOffice, "U0FR")
	if members, err := r.bot.Members(r.ctx, "S0NONE"); err == nil || len(members) > 0 {
		t.Errorf("a group that isn't: %v, %v", members, err)
	}
	r.slack.Grant("chat:write", "users:read")
	if members, err := r.bot.Members(r.ctx, fleetOffice); !errors.Is(err, slackbot.ErrScope) || len(members) > 0 {
		t.Errorf("without the scope: %v, %v", members, err)
	}
	r.slack.Grant("usergroups:read")
	r.slack.Break("usergroups.users.list", slackstandin.Fault{Status: http.StatusInternalServerError})
	if members, err := r.bot.Members(r.ctx, fleetOffice); err == nil || len(members) > 0 {
		t.Errorf("Slack away: %v, %v", members, err)
	}
	// A failure isn't remembered.
	r.slack.Mend("usergroups.users.list")
	if members, err := r.bot.Members(r.ctx, fleetOffice); err != nil || !slices.Equal(members, []string{"U0FR"}) {
		t.Errorf("mended: %v, %v", members, err)
	}
}
