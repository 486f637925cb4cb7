package gateway

import "time"

// Times are how long [Run] waits for what. A field that is zero takes its value from [DefaultTimes].
type Times struct {
	// Ask limits asking the API for the gateway's address, and Dial opening the websocket there.
	Ask, Dial time.Duration
	// Hello limits the wait for HELLO; Answer that for READY or RESUMED, from IDENTIFY or RESUME or the
	// last event that came since; Ack that for the acknowledgement of a heartbeat, which is never longer
	// than the time between two.
	Hello, Answer, Ack time.Duration
	// Write limits how long a frame may take to leave, and Goodbye the wait for Discord's own close frame.
	Write, Goodbye time.Duration
	// FirstWait comes before the second attempt, each wait after it is about twice as long, and none is
	// much longer than LongestWait.
	FirstWait, LongestWait time.Duration
	// Steady is how long events must have flowed for a connection to count as a success: the one after it
	// is opened at once, and waits begin again with FirstWait.
	Steady time.Duration
	// AfterInvalid is the shortest wait after Discord said that a session is no more; the longest is five
	// times that.
	AfterInvalid time.Duration
	// IdentifyGap is the shortest time between two new sessions.
	IdentifyGap time.Duration
	// Drain limits the wait for the events under way when Run ends.
	Drain time.Duration
}

// DefaultTimes are right for Discord.
func DefaultTimes() Times {
	return Times{
		Ask: 15 * time.Second, Dial: 15 * time.Second,
		Hello: 10 * time.Second, Answer: 20 * time.Second, Ack: 10 * time.Second,
		Write: 10 * time.Second, Goodbye: time.Second,
		FirstWait: 500 * time.Millisecond, LongestWait: 2 * time.Minute,
		Steady:       30 * time.Second,
		AfterInvalid: time.Second,
		IdentifyGap:  5 * time.Second,
		Drain:        10 * time.Second,
	}
}

func (t Times) withDefaults() Times {
	d := DefaultTimes()
	for _, field := range []struct{ is, standard *time.Duration }{
		{&t.Ask, &d.Ask},
		{&t.Dial, &d.Dial},
		{&t.Hello, &d.Hello},
		{&t.Answer, &d.Answer},
		{&t.Ack, &d.Ack},
		{&t.Write, &d.Write},
		{&t.Goodbye, &d.Goodbye},
		{&t.FirstWait, &d.FirstWait},
		{&t.LongestWait, &d.LongestWait},
		{&t.Steady, &d.Steady},
		{&t.AfterInvalid, &d.AfterInvalid},
		{&t.IdentifyGap, &d.IdentifyGap},
		{&t.Drain, &d.Drain},
	} {
		if *field.is == 0 {
			*field.is = *field.standard
		}
	}
	return t
}
