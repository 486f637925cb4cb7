package store

import (
	"encoding/json"
	"errors"
	"testing"
	"time"
)

func TestTheAuditTrailTellsWhereItWasAltered(t *testing.T) {
	t.Parallel()
	for name, tampering := range map[string]struct {
		statement string
		broken    int64
	}{
		"altered":   {"UPDATE audit SET actor = 'slack:UEVIL' WHERE seq = 2", 2},
		"dropped":   {"DELETE FROM audit WHERE seq = 2", 3},
		"renamed":   {"UPDATE audit SET seq = 9 WHERE seq = 3", 9},
		"untouched": {"SELECT 1", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			db, err := Open(t.Context(), Scheme+":memory:")
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = db.Close() }()
			for i := range 3 {
				tx, err := db.sql.BeginTx(t.Context(), nil)
				if err != nil {
					t.Fatal(err)
				}
				entry := AuditEntry{At: time.UnixMilli(int64(i)), Actor: "slack:U1", IndividuID: 4, Action: "create", Detail: json.RawMessage(`{"n":1}`)}
				if err := errors.Join(appendAudit(t.Context(), tx, entry), tx.Commit()); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := db.sql.ExecContext(t.Context(), tampering.statement); err != nil {
				t.Fatal(err)
			}
			_, err = db.VerifyAudit(t.Context())
			var broken *BrokenAuditError
			switch {
			case tampering.broken == 0 && err != nil:
				t.Errorf("an untouched trail: %v", err)
			case tampering.broken != 0 && (!errors.As(err, &broken) || broken.Seq != tampering.broken):
				t.Errorf("got %v, want a break at %d", err, tampering.broken)
			}
		})
	}
}
