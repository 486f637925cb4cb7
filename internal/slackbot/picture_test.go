package slackbot_test

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/slackbot"
	"github.com/oceanbot/oceanbot/internal/slackbot/slackstandin"
	"github.com/oceanbot/oceanbot/internal/weekgrid"
)

// week is a real picture, drawn once.
var week = sync.OnceValues(func() (weekgrid.Grid, []byte) {
	g := weekgrid.Grid{Lang: i18n.French, Title: "Vos heures <privées> & *régulières*"}
	raw, _ := g.PNG()
	return g, raw
})

// illustrated is a card with a picture and its text.
func illustrated(t *testing.T) chat.Message {
	t.Helper()
	g, raw := week()
	if len(raw) == 0 {
		t.Fatal("there is no picture")
	}
	m := card("Vos heures", chat.Button{Action: "delete:1", Label: "Supprimer"})
	m.Card.Code = g.Text()
	m.Card.Picture = &chat.Picture{Name: "semaine.png", Alt: g.Alt(), PNG: raw}
	return m
}

// shows fails unless a message has either the picture or the text of the card, and not both.
func (r *rig) shows(got slackstandin.Message, want chat.Message, picture bool) (file string) {
	r.t.Helper()
	pictures := got.Pictures()
	if asText := strings.Contains(got.Shown(), "····"); len(pictures) > 1 || (len(pictures) == 1) != picture || asText == picture {
		r.t.Fatalf("%d pictures, and the text: %t; want a picture: %t", len(pictures), asText, picture)
	}
	if _, ok := got.Button("delete:1"); !ok {
		r.t.Error("the button is missing")
	}
	if !picture {
		return ""
	}
	if pictures[0].Alt != want.Card.Picture.Alt {
		r.t.Errorf("says %q to those who can't see it", pictures[0].Alt)
	}
	f, ok := r.slack.File(pictures[0].File)
	if !ok || !bytes.Equal(f.Content, want.Card.Picture.PNG) || f.Name != "semaine.png" {
		r.t.Errorf("the file is not the picture: %+v", f)
	}
	return f.ID
}

func (r *rig) deleted(file string) bool {
	r.t.Helper()
	f, ok := r.slack.File(file)
	return ok && f.Deleted
}

// warnings counts what the operator can read at the usual level.
func (r *rig) warnings() int {
	n := 0
	for _, entry := range r.log.AllEntries() {
		if entry.Level <= logrus.WarnLevel {
			n++
		}
	}
	return n
}

func TestPictureIsShownToTheAskerAlone(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	m := illustrated(t)
	m.Receipt = "shown"
	r.handler.answer = says(m)
	r.command("hours")
	got := r.next()
	file := r.shows(got, m, true)
	if !got.Ephemeral || got.User != "U0FR" {
		t.Errorf("shown to others: %+v", got)
	}
	if receipt := receive(r, r.handler.told); receipt != "shown" {
		t.Errorf("told %q", receipt)
	}
	if r.deleted(file) {
		t.Error("the file was deleted while somebody looks at it")
	}
	r.nothingMore(1)
	if !r.deleted(file) {
		t.Error("the file stays when the bot has gone")
	}
	if n := r.warnings(); n != 0 {
		t.Errorf("%d warnings", n)
	}
}

func TestPictureWaitsUntilSlackHasTakenItIn(t *testing.T) {
	t.Parallel()
	for refusals, picture := range map[int]bool{1: true, 2: true, 3: false, 99: false} {
		r := newRig(t)
		r.slack.SlowFiles(refusals)
		m := illustrated(t)
		r.handler.answer = says(m)
		r.command("hours")
		got := r.next()
		r.shows(got, m, picture)
		if got.Via != "response_url" || !got.Ephemeral {
			t.Errorf("%d refusals: it came by %s", refusals, got.Via)
		}
		r.nothingMore(1)
		if n := r.warnings(); (n == 0) != picture {
			t.Errorf("%d refusals: %d warnings", refusals, n)
		}
	}
}

func TestWithoutAPictureThereIsText(t *testing.T) {
	t.Parallel()
	for name, spoil := range map[string]func(*slackstandin.Slack){
		"no scope": func(s *slackstandin.Slack) { s.Grant("chat:write", "users:read") },
		"disabled": func(s *slackstandin.Slack) {
			s.Break("files.getUploadURLExternal", slackstandin.Fault{Error: "file_uploads_disabled"})
		},
		"unknown method": func(s *slackstandin.Slack) { s.Break("files.getUploadURLExternal", slackstandin.Fault{Status: 404}) },
		"broken":         func(s *slackstandin.Slack) { s.Break("files.getUploadURLExternal", slackstandin.Fault{Status: 500}) },
		"cut":            func(s *slackstandin.Slack) { s.Break("files.getUploadURLExternal", slackstandin.Fault{Cut: true}) },
		"too many": func(s *slackstandin.Slack) {
			s.Break("files.getUploadURLExternal", slackstandin.Fault{Status: 429, RetryAfter: 3600})
		},
		"upload refused": func(s *slackstandin.Slack) { s.Break("upload", slackstandin.Fault{Status: 500}) },
		"upload cut":     func(s *slackstandin.Slack) { s.Break("upload", slackstandin.Fault{Cut: true}) },
		"not completed": func(s *slackstandin.Slack) {
			s.Break("files.completeUploadExternal", slackstandin.Fault{Error: "internal_error"})
		},
		"completed, mutely": func(s *slackstandin.Slack) {
			s.Break("files.completeUploadExternal", slackstandin.Fault{Cut: true, AfterWork: true})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			spoil(r.slack)
			m := illustrated(t)
			r.handler.answer = says(m)
			for range 2 {
				r.command("hours")
				r.shows(r.next(), m, false)
			}
			r.nothingMore(2)
			if n := r.warnings(); n != 1 {
				t.Errorf("%d warnings for two cards without their picture, want 1", n)
			}
		})
	}
}

func TestEmptyPictureIsText(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	m := illustrated(t)
	m.Card.Picture = &chat.Picture{}
	r.handler.answer = says(m)
	r.command("hours")
	r.shows(r.next(), m, false)
	r.nothingMore(1)
}

func TestPictureComesAfterTheAcknowledgement(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	release := make(chan struct{})
	r.slack.Break("files.getUploadURLExternal", slackstandin.Fault{Hold: release, Times: 1})
	m := illustrated(t)
	r.handler.answer = says(m)
	r.command("hours") // acknowledged, or the test ends here
	if err := r.slack.Called(r.ctx, "files.getUploadURLExternal", 1); err != nil {
		t.Fatal(err)
	}
	close(release)
	r.shows(r.next(), m, true)
}

func TestPictureIsNeverShownTwice(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.slack.Break("response_url", slackstandin.Fault{Cut: true, AfterWork: true, Times: 1})
	m := illustrated(t)
	r.handler.answer = says(m)
	r.command("hours")
	r.shows(r.next(), m, true)
	r.nothingMore(1)
}

func TestPictureInThePlaceOfACard(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	shown := r.proposed()
	m := illustrated(t)
	m.Replace = true
	r.handler.answer = says(m)
	r.deliver(r.press(shown, "Confirmer"))
	got := r.next()
	file := r.shows(got, m, true)
	if got.Replaces != shown.ID {
		t.Errorf("it replaces %q, want %q", got.Replaces, shown.ID)
	}
	r.nothingMore(2)
	if !r.deleted(file) {
		t.Error("the file stays when the bot has gone")
	}
}

func TestLastingMessageKeepsItsPicture(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	m := illustrated(t)
	r.handler.answer = says(m)
	r.deliver(r.slack.DirectMessage("U0FR", "private hours"))
	file := r.shows(r.next(), m, true)
	r.nothingMore(1)
	if r.deleted(file) || slices.Contains(r.slack.Calls(), "files.delete") {
		t.Error("the picture of a message that stays was deleted")
	}
}

func TestPictureIsDeletedAfterAWhile(t *testing.T) {
	t.Parallel()
	r := newRig(t, func(c *slackbot.Config) { c.PictureLife = time.Millisecond })
	m := illustrated(t)
	r.handler.answer = says(m)
	r.command("hours")
	file := r.shows(r.next(), m, true)
	if err := r.slack.Called(r.ctx, "files.delete", 1); err != nil {
		t.Fatal(err)
	}
	r.nothingMore(1)
	if !r.deleted(file) {
		t.Error("it was not deleted")
	}
}

func TestPictureToSomebodyUnasked(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	m := illustrated(t)
	to := chat.Address{User: chat.User{Platform: chat.Slack, ID: "U0FR"}, Channel: "C0FLEET"}
	if err := r.bot.Notify(r.ctx, to, m); err != nil {
		t.Fatal(err)
	}
	r.shows(r.next(), m, true)
}

func TestPictureForEverybodyStays(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	m := illustrated(t)
	m.Public = true
	r.handler.answer = says(m)
	r.command("hours")
	got := r.next()
	file := r.shows(got, m, true)
	r.nothingMore(1)
	if got.Ephemeral || r.deleted(file) {
		t.Errorf("ephemeral %t, deleted %t", got.Ephemeral, r.deleted(file))
	}
}
