//go:build race

package ledger

import "time"

// SQLite in Go is some thirty times slower under the race detector, so fewer random stories are played
// there, and Run looks for work more rarely; `make schedules` plays thousands without it.
const (
	schedules = 50
	testPoll  = 4 * time.Second
)
