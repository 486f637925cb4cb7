package store

import (
	"context"
	"time"
)

// tripsOf marks the listings of trips, so that a list of periods doesn't take their numbers away.
const tripsOf = " trips"

// PutTripListing keeps what a person's list of trips showed: the numbers by which OCEAN knows them, and when
// they began. What these mean is the caller's affair.
func (d *DB) PutTripListing(ctx context.Context, owner string, ids []int64, now time.Time) error {
	return d.PutListing(ctx, owner+tripsOf, ids, now)
}

// TripListing gives what [DB.PutTripListing] kept last for a person, or [ErrNotFound].
func (d *DB) TripListing(ctx context.Context, owner string) ([]int64, error) {
	return d.Listing(ctx, owner+tripsOf)
}
