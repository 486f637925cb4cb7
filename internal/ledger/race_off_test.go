//go:build !race

package ledger

// schedules is how many random stories are played.
const schedules = 2400
