//go:build !race

package ledger

// schedules is how many random stories are played; testPoll is how often Run looks for work, 0 the default.
const (
	schedules = 2400
	testPoll  = 0
)
