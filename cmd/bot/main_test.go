package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "write what the scripts print into their golden files")

// TestMain lets the test binary be the program itself, so that scripts and the end-to-end tests run what
// users run, under the race detector.
func TestMain(m *testing.M) {
	// The race detector would have every run of the program sleep for a second at its end.
	if err := os.Setenv("GORACE", "atexit_sleep_ms=10 "+os.Getenv("GORACE")); err != nil {
		panic(err)
	}
	testscript.Main(m, map[string]func(){"bot": main})
}

func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
	})
}

// TestRunStopsWithItsContext runs the program inside this process, as main does.
func TestRunStopsWithItsContext(t *testing.T) {
	t.Parallel()
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGUSR2)
	defer stop()
	devNull, err := os.Open(os.DevNull)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = devNull.Close() }()
	if code := run(ctx, world{Args: []string{"version"}, Stdin: devNull, Stdout: t.Output(), Stderr: t.Output()}); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// sampled is a line of the sample, and of the answers to it.
type sampled struct {
	ID          string
	Text        string
	Kind        string
	Start, End  *string
	Weekly      []map[string]string
	From, Until *string
	Reason      string
}

// TestSample reads every phrase of the shared sample through the program, strictly.
func TestSample(t *testing.T) {
	t.Parallel()
	sample, err := os.ReadFile("testdata/sample.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	program := exec.CommandContext(t.Context(), "bot", "parse", "--jsonl")
	program.Stdin, program.Stderr = bytes.NewReader(sample), t.Output()
	output, err := program.Output()
	if err != nil {
		t.Fatal(err)
	}
	asked, answered := lines(t, sample), lines(t, output)
	if len(asked) < 46 || len(answered) != len(asked) {
		t.Fatalf("%d phrases were asked and %d answered", len(asked), len(answered))
	}
	for i, want := range asked {
		got := answered[i]
		if want.Kind == "past" { // a period that lies before now
			want.Kind = "period"
		}
		if want.Kind == "none" && got.Reason == "" {
			t.Errorf("%s %q: no reason is given", want.ID, want.Text)
		}
		got.Text, got.Reason = want.Text, want.Reason
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s %q: %s", want.ID, want.Text, diff)
		}
	}
}

func lines(t *testing.T, content []byte) []sampled {
	t.Helper()
	var all []sampled
	for decoder := json.NewDecoder(bytes.NewReader(content)); decoder.More(); {
		var line sampled
		if err := decoder.Decode(&line); err != nil {
			t.Fatal(err)
		}
		all = append(all, line)
	}
	return all
}
