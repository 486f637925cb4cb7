//go:build !race

package ledger

// schedules is how many random stories are played; testPoll is how often Run looks for work, 0 the default.
// Of the stories that go through every fault and every step, each stride-th is played.
const (
	schedules = 2400
	testPoll  = 0
	stride    = 1
)
