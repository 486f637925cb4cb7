package ledger

import (
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
