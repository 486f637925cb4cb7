package main

import (
	"sync"
	"testing"
	"time"

	"github.com/oceanbot/oceanbot/internal/oceansim"
)

// replica starts another bot on the same store and between the same two others.
func (s *stand) replica() *stand {
	s.t.Helper()
	other := &stand{t: s.t, slack: s.slack, ocean: s.ocean, env: s.env, logs: &logs{}}
	other.start()
	return other
}

// TestTwoReplicas: a command or a press that Slack delivers to two bots on one store shows one card and has
// one effect, and two different presses of a driver are made one after the other.
func TestTwoReplicas(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	other := s.replica()
	both := func(first, second func()) {
		t.Helper()
		var sent sync.WaitGroup
		sent.Go(first)
		sent.Go(second)
		sent.Wait()
	}
	command := s.slack.Command(emma, channel, "/private", "Saturday 10:00-12:00")
	both(func() { s.deliver(command) }, func() { other.deliver(command.Again(1)) })
	card := s.next()
	s.shows(card, "please confirm")

	s.ocean.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Latency: time.Second})
	press := s.pressing(emma, card, "confirm:")
	both(func() { s.deliver(press) }, func() { other.deliver(press.Again(1)) })
	s.shows(s.next(), "Recorded in OCEAN")
	s.recorded(emmaID, "Sat 28 Nov 10:00 - Sat 28 Nov 12:00")

	// The same button, pressed twice by the driver: two presses, to two replicas at once.
	again := s.types(emma, "Sunday 10:00-12:00")
	s.ocean.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Latency: time.Second})
	both(func() { s.deliver(s.pressing(emma, again, "confirm:")) }, func() { other.deliver(s.pressing(emma, again, "confirm:")) })
	s.shows(s.next(), "Recorded in OCEAN")
	s.shows(s.next(), "Recorded in OCEAN")
	if n := s.ocean.Count(oceansim.OpSavePeriod); n != 2 {
		t.Errorf("OCEAN was asked %d times, want 2", n)
	}

	// Two different ones queue: the second to come sees what the first has left, and says that it is there.
	one, two := s.types(emma, "Monday 10:00-12:00"), s.types(emma, "Monday 10:00-12:00")
	s.ocean.Inject(oceansim.Fault{Op: oceansim.OpSavePeriod, Latency: time.Second})
	both(func() { s.deliver(s.pressing(emma, one, "confirm:")) }, func() { other.deliver(s.pressing(emma, two, "confirm:")) })
	s.shows(s.next(), "recorded")
	s.shows(s.next(), "recorded")
	s.recorded(emmaID, "Sat 28 Nov 10:00 - Sat 28 Nov 12:00", "Sun 29 Nov 10:00 - Sun 29 Nov 12:00", "Mon 30 Nov 10:00 - Mon 30 Nov 12:00")
	if code := other.stop(); code != 0 {
		t.Errorf("the replica stopped with exit code %d", code)
	}
	s.silent(9)
}
