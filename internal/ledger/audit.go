package ledger

import (
	"encoding/json"
	"time"

	"github.com/oceanbot/oceanbot/internal/hours"
	"github.com/oceanbot/oceanbot/internal/store"
)

// auditOf is what the audit trail keeps of an entry: who, for whom, what, and when it is from and to;
// not the reason.
func auditOf(entry Entry) store.AuditEntry {
	type span struct {
		Extension int64     `json:"extension,omitempty"`
		Start     time.Time `json:"start,omitzero"`
		End       time.Time `json:"end,omitzero"`
	}
	spanOf := func(p Period) *span {
		if p == (Period{}) {
			return nil
		}
		return &span{p.Extension, p.Start, p.End}
	}
	line := struct {
		Write    string         `json:"write"`
		Outcome  Outcome        `json:"outcome"`
		Asked    *span          `json:"asked,omitempty"`
		Target   *span          `json:"target,omitempty"`
		Recorded *span          `json:"recorded,omitempty"`
		Before   hours.Schedule `json:"hoursBefore,omitempty"`
		Hours    hours.Schedule `json:"hours,omitempty"`
		Etape    int64          `json:"etape,omitempty"`
		Private  *bool          `json:"private,omitempty"`
	}{
		Write: entry.ID, Outcome: entry.Outcome, Asked: spanOf(Period{Start: entry.Intent.Start, End: entry.Intent.End}),
		Target: spanOf(entry.Intent.Target), Recorded: spanOf(entry.Recorded), Before: entry.hoursBefore, Hours: entry.Hours,
	}
	if trip := entry.Intent.Trip; trip != nil {
		line.Etape, line.Private = trip.Etape, &entry.Intent.Private
	}
	detail, err := json.Marshal(line)
	if err != nil { // times within the years that JSON knows always encode; others never come this far
		detail = json.RawMessage(`{}`)
	}
	return store.AuditEntry{
		At: entry.ConcludedAt, Actor: entry.Owner.Key(), IndividuID: entry.IndividuID,
		Action: actionOf(entry.Intent.Kind), Detail: detail,
	}
}

// actionOf names a kind of write in the audit trail.
func actionOf(kind Kind) string {
	switch kind {
	case SetHours:
		return "recurring.set"
	case Reclassify:
		return "trip.reclassify"
	case Create, Update, Delete:
		return "exceptional." + string(kind)
	default:
		return string(kind)
	}
}
