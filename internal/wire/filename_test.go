package wire_test

import (
	"regexp"
	"testing"

	"github.com/oceanbot/oceanbot/internal/wire"
)

func FuzzFileName(f *testing.F) {
	for _, name := range []string{"", "a.csv", "../../etc/passwd", `..\x`, "Ma semaine.PNG", "é", "a\"\r\nb.csv", "...", string(make([]byte, 99))} {
		f.Add(name)
	}
	safe := regexp.MustCompile(`^[a-z0-9_][a-z0-9._-]*$`)
	f.Fuzz(func(t *testing.T, name string) {
		if got := wire.FileName(name, "file.csv"); !safe.MatchString(got) || len(got) > 60 {
			t.Errorf("%q became %q", name, got)
		}
	})
}

func TestFileName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"usage-2026-11-01.csv": "usage-2026-11-01.csv", "Ma semaine.PNG": "ma-semaine.png", "../a b.csv": "a-b.csv", "/": "file.csv", "": "file.csv",
	} {
		if got := wire.FileName(name, "file.csv"); got != want {
			t.Errorf("%q became %q, want %q", name, got, want)
		}
	}
}
