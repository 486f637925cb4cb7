//go:build race

package ledger

import "time"

// SQLite in Go is some thirty times slower under the race detector, so fewer stories are played there, and
// Run looks for work more rarely; `make schedules` plays all of them without it.
const (
	schedules = 50
	testPoll  = 4 * time.Second
	stride    = 4
)
