package ledger

import (
	"context"
	"time"

	"github.com/oceanbot/oceanbot/internal/ocean"
)

// Trip is an étape that a [Reclassify] is about. It holds no place: a journal is no place for one.
type Trip struct {
	Etape      int64         `json:"etape"`
	Embarque   int64         `json:"embarque"`
	Exploitant string        `json:"exploitant,omitempty"`
	Start      time.Time     `json:"start"` // UTC
	Length     time.Duration `json:"length"`
	Meters     int64         `json:"meters"`
}

func (t Trip) key() ocean.EtapeKey {
	return ocean.EtapeKey{IDEtape: t.Etape, NumeroEmbarque: t.Embarque, CodeExploitant: t.Exploitant}
}

// Overshadowed tells whether an earlier request for the opposite, of which OCEAN gave no clear answer, may
// still arrive and undo a [Reclassify]: nothing can be read back that would tell.
func (l *Ledger) Overshadowed(ctx context.Context, entry Entry) (bool, error) {
	if entry.Intent.Kind != Reclassify || entry.Outcome != Recorded {
		return false, nil
	}
	rows, err := l.store.WritesSince(ctx, entry.IndividuID, entry.BegunAt.Add(-l.lastLook()))
	if err != nil {
		return false, wrap("reading the journal", err)
	}
	for _, row := range rows {
		other, err := decode(row)
		if err != nil {
			return false, err
		}
		if other.Outcome == Unknown && other.Intent.Kind == Reclassify && other.BegunAt.Before(entry.BegunAt) &&
			other.Intent.Trip.Etape == entry.Intent.Trip.Etape && other.Intent.Private != entry.Intent.Private {
			return true, nil
		}
	}
	return false, nil
}

// tripOutcome says what became of a reclassification. OCEAN shows no state of it, so its answer is all
// there is, and an answer that didn't come leaves it unknown for good.
func tripOutcome(answer ocean.Outcome, notDone Outcome) Outcome {
	switch answer {
	case ocean.Done:
		return Recorded
	case ocean.NotDone:
		return notDone
	case ocean.Unknown:
		return Unknown
	}
	return Unknown
}
