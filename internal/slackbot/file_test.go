package slackbot_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/slackbot/slackstandin"
)

// sheet is a card with a file.
func sheet(public bool) chat.Message {
	return chat.Message{Public: public, Card: chat.Card{
		Title: "Usage <!channel> & équipe", Lead: "12 km",
		File: &chat.File{Name: "../Usage 2026.CSV", MIME: "text/csv; charset=utf-8", Data: []byte("a;b\r\n1;2\r\n")},
	}}
}

const sheetName = "usage-2026.csv"

// Sentences about a file.
const (
	inDirect = "est dans notre conversation directe"
	toAsker  = "l'a reçu en message direct"
	failed   = "n'a pas pu être joint"
	unsure   = "Il n'est pas sûr"
)

// answers wants the card, and of the sentences about files only the one that is given.
func (r *rig) answers(got slackstandin.Message, ephemeral bool, said string) {
	r.t.Helper()
	if !strings.Contains(got.Shown(), "12 km") || got.Ephemeral != ephemeral {
		r.t.Errorf("ephemeral is %t: %s", got.Ephemeral, got.Shown())
	}
	for _, s := range []string{inDirect, toAsker, failed, unsure} {
		if strings.Contains(got.Shown(), s) != (s == said) {
			r.t.Errorf("want only %q to be said: %s", said, got.Shown())
		}
	}
}

// has wants exactly one file to be shared, into one conversation, or none where that is empty.
func (r *rig) has(channel, comment string) slackstandin.File {
	r.t.Helper()
	shared := r.slack.Shared()
	if channel == "" && len(shared) == 0 {
		return slackstandin.File{}
	}
	if len(shared) != 1 || channel == "" {
		r.t.Fatalf("%d files are shared: %+v", len(shared), shared)
	}
	f := shared[0]
	if f.Channel != channel || f.Name != sheetName || f.Title != sheetName || f.Comment != comment || !bytes.Equal(f.Content, sheet(false).Card.File.Data) {
		r.t.Errorf("shared %+v; want it in %s with %q", f, channel, comment)
	}
	return f
}

// announced wants the line above a file in the direct conversation.
func (r *rig) announced(got slackstandin.Message) {
	r.t.Helper()
	if got.Via != "chat.postMessage" || got.User != "U0FR" || got.Channel != "U0FR" || !strings.Contains(got.Shown(), sheetName) {
		r.t.Errorf("announced by %+v: %s", got, got.Shown())
	}
}

func TestAFileForOnePersonGoesToTheirDirectConversation(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.handler.answer = says(sheet(false))
	r.command("csv")
	r.announced(r.next())
	r.answers(r.next(), true, inDirect)
	r.has(r.slack.DirectChannel("U0FR"), "")
	r.nothingMore(2)
	if slices.Contains(r.slack.Calls(), "files.delete") {
		t.Error("the file was deleted")
	}
}

func TestAFileInADirectConversation(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.handler.answer = says(sheet(false))
	r.deliver(r.slack.DirectMessage("U0FR", "usage csv"))
	r.answers(r.next(), false, "")
	r.has(r.slack.DirectChannel("U0FR"), "Usage <!channel> & équipe")
	r.nothingMore(1)
}

func TestAFileForEverybody(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.handler.answer = says(sheet(true))
	r.command("csv")
	r.answers(r.next(), false, "")
	r.has("C0FLEET", "Usage <!channel> & équipe")
	r.nothingMore(1)
}

func TestAFileGoesToTheThread(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.handler.answer = says(sheet(true))
	r.deliver(r.slack.Event(map[string]any{
		"type": "app_mention", "user": "U0FR", "channel": "C0FLEET", "thread_ts": "1.000001", "text": "<@U0BOT> usage team csv",
	}))
	r.answers(r.next(), false, "")
	if f := r.has("C0FLEET", "Usage <!channel> & équipe"); f.Thread != "1.000001" {
		t.Errorf("in the thread %q", f.Thread)
	}
}

// TestAFileThatCanNotBeSharedHere: a command can be typed where the bot is not, as between two people.
func TestAFileThatCanNotBeSharedHere(t *testing.T) {
	t.Parallel()
	for _, channel := range []string{"C0OTHER", "D0TWO"} {
		r := newRig(t)
		r.slack.AddChannel("C0OTHER", false)
		r.handler.answer = says(sheet(true))
		r.deliver(r.slack.Command("U0FR", channel, "/usage", "team csv"))
		r.announced(r.next())
		r.answers(r.next(), false, toAsker)
		r.has(r.slack.DirectChannel("U0FR"), "")
		r.nothingMore(2)
	}
}

func TestAFileToSomebodyUnasked(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	to := chat.Address{User: chat.User{Platform: chat.Slack, ID: "U0FR"}, Channel: "C0FLEET"}
	if err := r.bot.Notify(r.ctx, to, sheet(true)); err != nil {
		t.Fatal(err)
	}
	r.announced(r.next())
	if got := r.next(); !got.Ephemeral {
		t.Errorf("shown %+v", got)
	}
	r.has(r.slack.DirectChannel("U0FR"), "")
}

// TestTheAnswerIsNotLostForAFile, whatever goes wrong with it, and is given once.
func TestTheAnswerIsNotLostForAFile(t *testing.T) {
	t.Parallel()
	breaks := func(method string, f slackstandin.Fault) func(*slackstandin.Slack) {
		return func(s *slackstandin.Slack) { s.Break(method, f) }
	}
	const complete = "files.completeUploadExternal"
	for name, c := range map[string]struct {
		spoil    func(*slackstandin.Slack)
		announce bool // the line is there, because the file was uploaded
		said     string
		shared   bool
	}{
		"no scope":           {breaks("files.getUploadURLExternal", slackstandin.Fault{Error: "missing_scope"}), false, failed, false},
		"files are off":      {breaks("files.getUploadURLExternal", slackstandin.Fault{Error: "file_uploads_disabled"}), false, failed, false},
		"cut":                {breaks("files.getUploadURLExternal", slackstandin.Fault{Cut: true}), false, failed, false},
		"upload refused":     {breaks("upload", slackstandin.Fault{Status: 500}), false, failed, false},
		"no conversation":    {breaks("chat.postMessage", slackstandin.Fault{Error: "messages_tab_disabled"}), false, failed, false},
		"not completed":      {breaks(complete, slackstandin.Fault{Error: "internal_error"}), true, failed, false},
		"completed, mutely":  {breaks(complete, slackstandin.Fault{Cut: true, AfterWork: true}), true, unsure, true},
		"perhaps completed":  {breaks(complete, slackstandin.Fault{Status: 504}), true, unsure, false},
		"lost on its way in": {breaks(complete, slackstandin.Fault{Cut: true}), true, unsure, false},
	} {
		for _, public := range []bool{false, true} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				r := newRig(t)
				c.spoil(r.slack)
				r.handler.answer = says(sheet(public))
				r.command("csv")
				// A clear no, in public, is followed by a try with the asker.
				announce := c.announce && (!public || c.said == failed)
				messages, said, shared, where := 1, c.said, c.shared, r.slack.DirectChannel("U0FR")
				if public {
					where = "C0FLEET"
					if name == "no conversation" {
						said, shared = "", true
					}
				}
				if announce {
					r.announced(r.next())
					messages++
				}
				r.answers(r.next(), !public, said)
				comment := ""
				if public {
					comment = "Usage <!channel> & équipe"
				}
				if !shared {
					where = ""
				}
				r.has(where, comment)
				r.nothingMore(messages)
				if n := r.warnings(); (n == 0) != (said == "") {
					t.Errorf("%d warnings", n)
				}
			})
		}
	}
}

// TestAFullCardTellsOfItsFile: lines and other notes give way before what is said about the file.
func TestAFullCardTellsOfItsFile(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.slack.Break("files.getUploadURLExternal", slackstandin.Fault{Error: "missing_scope"})
	m := sheet(false)
	for range 60 {
		m.Card.Notes = append(m.Card.Notes, chat.Note{Text: strings.Repeat("mot ", 700)})
		m.Card.Fields = append(m.Card.Fields, chat.Field{Name: "Distance", Value: "12 km"})
	}
	m.Card.Code = strings.Repeat("code\n", 3000)
	r.handler.answer = says(m)
	r.command("csv")
	r.answers(r.next(), true, failed)
}

func TestAnEmptyFileIsNone(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	m := sheet(false)
	m.Card.File.Data = nil
	r.handler.answer = says(m)
	r.command("csv")
	r.answers(r.next(), true, failed)
	r.nothingMore(1)
}
