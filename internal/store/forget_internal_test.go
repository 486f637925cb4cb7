package store

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// TestEveryTableThatNamesAPersonIsForgotten reads the tables' own columns, so that a new table with a user
// in it can't be left out of what is forgotten.
func TestEveryTableThatNamesAPersonIsForgotten(t *testing.T) {
	t.Parallel()
	db, err := Open(t.Context(), Scheme+":memory:")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	rows, err := db.sql.QueryContext(t.Context(),
		"SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	tables := map[string][]string{}
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			t.Fatal(err)
		}
		tables[table] = append(tables[table], column)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	known := forgettables(new(Forgotten), "slack:U1", time.Now())
	// Each of these names nobody, or stays for the reason given.
	spared := map[string]string{
		"audit":            "it is chained",
		"deliveries":       "a platform's id of a command or press",
		"leases":           "a driver's id, for seconds",
		"goose_db_version": "the migrations",
		"sqlite_sequence":  "SQLite's own",
	}
	named := 0
	for table, columns := range tables {
		if spared[table] != "" {
			continue
		}
		named++
		forgotten := slices.ContainsFunc(known, func(f forgettable) bool {
			return strings.HasPrefix(f.query, "DELETE FROM "+table+" WHERE ")
		})
		if !forgotten {
			t.Errorf("Forget leaves the table %s %v alone: add it to what is forgotten, or say here why not", table, columns)
		}
	}
	if named < len(known) {
		t.Errorf("only %d tables were found: the test reads the wrong thing", named)
	}
}
