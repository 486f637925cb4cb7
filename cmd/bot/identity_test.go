package main

import (
	"os/exec"
	"strings"
	"testing"
)

// shell runs another command of the program beside the bot, on the same settings.
func (s *stand) shell(args ...string) string {
	s.t.Helper()
	command := exec.CommandContext(s.t.Context(), "bot", args...)
	command.Env, command.Dir = s.env, s.t.TempDir()
	output, err := command.CombinedOutput()
	if err != nil {
		s.t.Fatalf("bot %s: %v\n%s", strings.Join(args, " "), err, output)
	}
	return string(output)
}

func TestALinkCountsWhileTheBotRuns(t *testing.T) {
	t.Parallel()
	s := newStand(t)
	s.shows(s.types(nobody, "tonight 20h-22h"), "Nobody in OCEAN has the mail")

	s.shell("identity", "link", "slack:"+nobody, "1110009001")
	card := s.types(nobody, "tonight 20h-22h")
	s.shows(card, "please confirm")

	// The card was for the driver that its asker was then.
	s.shell("identity", "link", "slack:"+nobody, "1110009002")
	s.shows(s.presses(nobody, card, "confirm:"), "isn't yours")
	s.recorded(emmaID)
	s.recorded(louisID)

	s.shows(s.presses(nobody, s.types(nobody, "tonight 20h-22h"), "confirm:"), "Recorded in OCEAN")
	s.recorded(louisID, "Wed 25 Nov 20:00 - Wed 25 Nov 22:00")

	s.shell("identity", "link", "slack:"+nobody, "1110009999")
	s.shows(s.types(nobody, "list"), "linked to a record that isn't in OCEAN")

	// An outcome is noted as told a moment after it is shown.
	s.eventually("the person can be forgotten", func() bool {
		command := exec.CommandContext(t.Context(), "bot", "identity", "forget", "slack:"+nobody)
		command.Env, command.Dir = s.env, t.TempDir()
		return command.Run() == nil
	})
	s.shows(s.types(nobody, "list"), "Nobody in OCEAN has the mail")
	if got := s.shell("identity", "list"); got != "" {
		t.Errorf("links after all: %q", got)
	}
	if got := s.shell("audit", "verify"); !strings.HasPrefix(got, "ok: ") {
		t.Errorf("the audit trail: %s", got)
	}
	if code := s.stop(); code != 0 {
		t.Errorf("the bot stopped with exit code %d", code)
	}
}
