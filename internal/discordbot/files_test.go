package discordbot_test

import (
	"bytes"
	"net/http"
	"strings"
	"testing"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/discordbot/discordstandin"
)

// sheet is a card with a file.
func sheet(size int) chat.Message {
	return chat.Message{Card: chat.Card{
		Title: "Usage", Lead: "12 km",
		File: &chat.File{Name: "Usage 2026/11 Équipe.CSV", MIME: "text/csv; charset=utf-8", Data: bytes.Repeat([]byte("a;b\r\n"), size/5)},
	}}
}

// sheetName is what of the name every platform can name.
const sheetName = "11-quipe.csv"

// carries wants the file with the card, or the sentence in its place.
func (r *rig) carries(got discordstandin.Message, want chat.Message, file bool) {
	r.t.Helper()
	if !strings.Contains(got.Shown(), "12 km") {
		r.t.Errorf("the answer is lost: %s", got.Shown())
	}
	if said := strings.Contains(got.Shown(), "n'a pas pu être joint"); said == file || (len(got.Files) == 1) != file {
		r.t.Errorf("%d files, and it is said that there is none: %v; %s", len(got.Files), said, got.Shown())
	}
	if file && (!bytes.Equal(got.Files[sheetName], want.Card.File.Data) || got.Kinds[sheetName] != "text/csv; charset=utf-8") {
		r.t.Errorf("the files are %v", got.Kinds)
	}
}

func TestAFileGoesWithTheCard(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	m := sheet(3000)
	r.handler.answer = says(m)
	r.command("csv")
	got := r.next()
	r.carries(got, m, true)
	if got.For != fr {
		t.Error("others see it")
	}
	if err := r.bot.Notify(r.ctx, chat.Address{User: chat.User{Platform: chat.Discord, ID: fr}}, m); err != nil {
		t.Fatal(err)
	}
	r.carries(r.next(), m, true)
	public := m
	public.Public = true
	r.handler.answer = says(public)
	r.command("csv")
	r.carries(r.next(), m, true)
	got = r.next()
	r.carries(got, m, true)
	if got.For != "" {
		t.Error("it was to be for everybody")
	}
}

func TestAFileAndAPicture(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	m := sheet(50)
	m.Card.File.Name = "same.png"
	m.Card.Picture = &chat.Picture{Name: "same.png", Alt: "a week", PNG: []byte("\x89PNG\r\n")}
	r.handler.answer = says(m)
	r.command("csv")
	got := r.next()
	if len(got.Files) != 2 || !bytes.Equal(got.Files["2-same.png"], m.Card.File.Data) || got.Alt["same.png"] != "a week" || got.Kinds["same.png"] != "image/png" {
		t.Errorf("the files are %v, %v", got.Kinds, got.Alt)
	}
}

func TestTheAnswerIsNotLostForAFile(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		size  int
		fault discordstandin.Fault
		file  bool
	}{
		"as large as may be": {size: 10 << 20, file: true},
		"too large":          {size: 10<<20 + 5},
		"empty":              {size: 0},
		"too large for them": {size: 100, fault: discordstandin.Fault{Status: http.StatusRequestEntityTooLarge, Code: 40005, Times: 1}},
		"cut by a proxy":     {size: 100, fault: discordstandin.Fault{Status: http.StatusRequestEntityTooLarge, Times: 1}},
		"not allowed":        {size: 100, fault: discordstandin.Fault{Status: http.StatusForbidden, Code: 50013, Times: 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			m := sheet(c.size)
			r.handler.answer = says(m)
			if c.fault.Status != 0 {
				r.discord.Break("PATCH original", c.fault)
			}
			r.command("csv")
			r.carries(r.next(), m, c.file)
			if err := r.bot.Shutdown(r.ctx); err != nil {
				t.Fatal(err)
			}
			if n := len(r.discord.Messages()); n != 1 {
				t.Errorf("%d messages", n)
			}
		})
	}
}
