//go:build race

package ledger

// schedules is how many random stories are played. SQLite in Go is some thirty times slower under the
// race detector; `make schedules` plays thousands without it.
const schedules = 100
