package discordbot

import (
	"bytes"
	"net/http"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/wire"
)

// Files are parts of the message itself, so whoever sees the message has them, and nobody else:
// https://discord.com/developers/docs/reference#uploading-files. Where Discord takes the message but not its
// file, because the file is too large or files aren't allowed in the channel, the card goes without it and
// says so.

// file is a file of a message.
type file struct {
	name, kind, alt string
	data            []byte
}

func pictureFile(p chat.Picture) file {
	return file{name: wire.FileName(p.Name, "picture.png"), kind: "image/png", alt: plain(p.Alt, maxAlt), data: p.PNG}
}

// with adds the file that goes with a card, or, where Discord would never take it, the sentence in its place.
func (r rendered) with(card chat.Card, lang i18n.Lang) rendered {
	f := card.File
	if f == nil {
		return r
	}
	name := wire.FileName(f.Name, "file")
	for _, other := range r.sends {
		if other.name == name {
			name = "2-" + name
		}
	}
	card.File = nil
	card.Notes = append([]chat.Note{{Text: i18n.FileFailed(name).In(lang), Loud: true}}, card.Notes...)
	bare := render(card, lang)
	if len(f.Data) == 0 || len(f.Data) > maxFile {
		return bare
	}
	r.sends = append(r.sends, file{name: name, kind: f.MIME, data: f.Data})
	r.bare = &bare
	return r
}

// attachment describes a file of a message: https://discord.com/developers/docs/resources/message#attachment-object.
type attachment struct {
	ID          string `json:"id"` // of a new file its number in the request
	Filename    string `json:"filename"`
	Description string `json:"description,omitempty"`
}

func (r rendered) attachments() *[]attachment {
	described := make([]attachment, 0, len(r.sends))
	for n, f := range r.sends {
		described = append(described, attachment{ID: strconv.Itoa(n), Filename: f.name, Description: f.alt})
	}
	return &described
}

// files are the bytes that go with the message.
func (r rendered) files() []*discordgo.File {
	files := make([]*discordgo.File, 0, len(r.sends))
	for _, f := range r.sends {
		files = append(files, &discordgo.File{Name: f.name, ContentType: f.kind, Reader: bytes.NewReader(f.data)})
	}
	return files
}

// withOrWithout sends a card, and sends it once more without its file where it was that which Discord didn't take.
func (b *Bot) withOrWithout(card rendered, send func(rendered) error) error {
	err := send(card)
	if card.bare == nil || !refusedFile(err) {
		return err
	}
	b.cfg.Log.WithError(err).Warn("discord: a card was shown without its file (in a channel that needs the permission to attach files)")
	return send(*card.bare)
}

// refusedFile tells whether Discord surely took nothing, perhaps for the sake of a file: it is too large, or the
// permission to attach files is missing.
func refusedFile(err error) bool {
	if statusOf(err) == http.StatusRequestEntityTooLarge {
		return true
	}
	code := codeOf(err)
	return code == codeTooLarge || code == codeNoPermission
}
