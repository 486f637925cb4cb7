package slackstandin

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// uploadPath is where the addresses of files.getUploadURLExternal are.
const uploadPath = "/upload/v1/"

// File is a file that the app has uploaded.
type File struct {
	ID, Name, Title string
	Content         []byte
	Deleted         bool
	// Channel is the conversation that it was shared into, with Thread and Comment; empty where nobody but the
	// app has it.
	Channel, Thread, Comment string

	length   int
	ticket   string
	complete bool
	refusals int // messages that refer to it are refused so often, as long as Slack takes it in
}

// SlowFiles makes Slack take in files only after it has refused so many messages that refer to one.
func (s *Slack) SlowFiles(refusals int) { s.locked(func() { s.refusals = refusals }) }

// File gives an uploaded file as it is now; ok is false where there is none.
func (s *Slack) File(id string) (file File, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f := s.files[id]
	if f == nil {
		return File{}, false
	}
	return *f, true
}

// Shared gives the files that were shared into a conversation, in order.
func (s *Slack) Shared() []File {
	s.mu.Lock()
	defer s.mu.Unlock()
	shared := make([]File, 0, len(s.shared))
	for _, f := range s.shared {
		shared = append(shared, *f)
	}
	return shared
}

// DirectChannel is the id of the conversation between a person and the bot.
func (s *Slack) DirectChannel(user string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.directChannel(user)
}

// conversationID is what can be shared into.
var conversationID = regexp.MustCompile(`^[CGDZ][A-Z0-9]+$`)

// checkComment wants a comment that mentions nobody and links nothing; the caller holds the lock.
func (s *Slack) checkComment(comment string) {
	c := &checker{}
	c.markup("initial_comment", comment)
	s.complaints = append(s.complaints, c.problems...)
}

// fileMethod answers the methods of files; the caller holds the lock.
func (s *Slack) fileMethod(w http.ResponseWriter, method string, args url.Values) {
	body, problem := map[string]any{"ok": true}, ""
	switch method {
	case "files.getUploadURLExternal":
		problem = s.uploadURL(args, body)
	case "files.completeUploadExternal":
		problem = s.completeUpload(args, body)
	case "files.delete":
		problem = s.deleteFile(args)
	}
	if problem != "" {
		body = map[string]any{"ok": false, "error": problem}
	}
	answer(w, body)
}

// uploadURL is https://docs.slack.dev/reference/methods/files.getUploadURLExternal.
func (s *Slack) uploadURL(args url.Values, body map[string]any) (problem string) {
	const maxAltTxt = 1000
	length, err := strconv.Atoi(args.Get("length"))
	switch {
	case args.Get("filename") == "", args.Get("length") == "", args.Get("length") == "0":
		return "missing_argument"
	case err != nil || length < 0:
		return "invalid_arguments"
	case utf8.RuneCountInString(args.Get("alt_txt")) > maxAltTxt:
		return "alt_txt_too_large"
	}
	f := &File{
		ID: fmt.Sprintf("F0%08d", s.next()), Name: args.Get("filename"), length: length,
		ticket: fmt.Sprintf("s3cr3t%d", s.next()), refusals: s.refusals,
	}
	s.files[f.ID] = f
	body["file_id"], body["upload_url"] = f.ID, s.url+uploadPath+f.ticket
	return ""
}

// serveUpload takes the content of a file, as it is or in a form; a success is status 200.
func (s *Slack) serveUpload(w http.ResponseWriter, r *http.Request) {
	content, err := uploaded(r)
	s.locked(func() {
		ticket := strings.TrimPrefix(r.URL.Path, uploadPath)
		for _, f := range s.files {
			if f.ticket != ticket {
				continue
			}
			if err != nil || len(content) != f.length || f.complete || r.Method != http.MethodPost {
				break
			}
			f.Content = content
			_, _ = fmt.Fprintf(w, "OK - %d", f.length)
			return
		}
		s.complainf("upload: %d bytes at an address that doesn't wait for them, %v", len(content), err)
		http.Error(w, "bad upload", http.StatusBadRequest)
	})
}

func uploaded(r *http.Request) ([]byte, error) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "multipart/form-data" {
		return io.ReadAll(r.Body) //nolint:wrapcheck // a complaint, not an error
	}
	parts, err := r.MultipartReader()
	if err != nil {
		return nil, err //nolint:wrapcheck // a complaint, not an error
	}
	for {
		part, err := parts.NextPart()
		if err != nil {
			return nil, err //nolint:wrapcheck // a complaint, not an error
		}
		if part.FileName() != "" {
			return io.ReadAll(part) //nolint:wrapcheck // a complaint, not an error
		}
	}
}

// completeUpload is https://docs.slack.dev/reference/methods/files.completeUploadExternal.
func (s *Slack) completeUpload(args url.Values, body map[string]any) (problem string) {
	var wanted []struct{ ID, Title string }
	if json.Unmarshal([]byte(args.Get("files")), &wanted) != nil || len(wanted) == 0 {
		return "invalid_arguments"
	}
	channel := args.Get("channel_id")
	joined, known := s.channels[channel]
	switch {
	case args.Get("channels") != "" || args.Get("blocks") != "":
		s.complainf("files.completeUploadExternal: channels and blocks are not for us")
	case channel == "" && args.Get("thread_ts")+args.Get("initial_comment") != "":
		s.complainf("files.completeUploadExternal: a comment, and nowhere to share it")
	case channel == "":
	case !conversationID.MatchString(channel): // https://github.com/slackapi/bolt-js/issues/2115
		s.complainf("files.completeUploadExternal: %q is no conversation", channel)
		return "invalid_arguments"
	case !known:
		return "channel_not_found"
	case !joined:
		return "not_in_channel"
	}
	s.checkComment(args.Get("initial_comment"))
	done := make([]map[string]any, 0, len(wanted))
	for _, w := range wanted {
		f := s.files[w.ID]
		if f == nil || f.Content == nil || f.complete || f.Deleted {
			return "file_not_found"
		}
		if channel != "" && strings.HasPrefix(http.DetectContentType(f.Content), "image/") {
			s.complainf("files.completeUploadExternal: a person's picture is shared")
		}
		f.complete, f.Title = true, w.Title
		f.Channel, f.Thread, f.Comment = channel, args.Get("thread_ts"), read(args.Get("initial_comment"))
		if channel != "" {
			s.shared = append(s.shared, f)
		}
		done = append(done, map[string]any{"id": f.ID, "title": f.Title, "mimetype": "", "is_public": false})
	}
	body["files"] = done
	return ""
}

// deleteFile is https://docs.slack.dev/reference/methods/files.delete.
func (s *Slack) deleteFile(args url.Values) (problem string) {
	switch f := s.files[args.Get("file")]; {
	case f == nil || !f.complete:
		return "file_not_found"
	case f.Deleted:
		return "file_deleted"
	default:
		f.Deleted = true
		return ""
	}
}

// slackFile is https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object/.
type slackFile struct {
	ID  string `json:"id"`
	URL string `json:"url"`
}

// fileID is what Slack wants of an id.
var fileID = regexp.MustCompile(`^F[A-Z0-9]{8,}$`)

// image checks an image block: https://docs.slack.dev/reference/block-kit/blocks/image-block/.
func (c *checker) image(at string, b block) {
	const maxAlt, maxTitle = 2000, 2000
	if b.AltText == "" {
		c.addf("%s: no alt_text", at)
	}
	c.atMost(at+".alt_text", b.AltText, maxAlt)
	c.markup(at+".alt_text", b.AltText)
	if b.Title != nil {
		c.textOf(at+".title", b.Title, maxTitle, "plain_text")
	}
	switch {
	case b.ImageURL != "":
		c.addf("%s: an image_url is where anybody could look", at)
	case b.SlackFile == nil || (b.SlackFile.ID == "") == (b.SlackFile.URL == ""):
		c.addf("%s: a slack_file has either an id or a url", at)
	case b.SlackFile.URL == "" && !fileID.MatchString(b.SlackFile.ID):
		c.addf("%s: slack_file.id %q", at, b.SlackFile.ID)
	}
}

// filesTaken tells whether every file that a message refers to can be shown already; the caller holds
// the lock. Slack takes a file in after it has said ok, and refuses messages until then.
func (s *Slack) filesTaken(blocks []block) bool {
	for _, b := range blocks {
		if b.SlackFile == nil {
			continue
		}
		f := s.files[b.SlackFile.ID]
		kinds := []string{"image/png", "image/jpeg", "image/gif"}
		if f == nil || !f.complete || f.Deleted || !slices.Contains(kinds, http.DetectContentType(f.Content)) {
			s.complainf("there is no such picture: %q", b.SlackFile.ID)
			return false
		}
		if f.refusals > 0 {
			f.refusals--
			return false
		}
	}
	return true
}

// Picture is an image block of a message.
type Picture struct{ File, Alt string }

// Pictures gives the pictures of a message in order.
func (m Message) Pictures() []Picture {
	var pictures []Picture
	for _, b := range m.blocks {
		if b.Type == "image" && b.SlackFile != nil {
			pictures = append(pictures, Picture{File: b.SlackFile.ID, Alt: read(b.AltText)})
		}
	}
	return pictures
}
