package slackstandin_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/oceanbot/oceanbot/internal/slackbot/slackstandin"
)

// call posts to the stand-in and gives what it said.
func call(t *testing.T, address, contentType, authorization, body string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", contentType)
	if authorization != "" {
		req.Header.Set("Authorization", authorization)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	said, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(said)
}

func TestWebAPIIsStrict(t *testing.T) {
	t.Parallel()
	const form, inJSON = "application/x-www-form-urlencoded", "application/json; charset=utf-8"
	bearer := "Bearer " + slackstandin.BotToken
	blocks := url.QueryEscape(`[{"type":"section","text":{"type":"mrkdwn","text":"<!channel>","verbatim":true}}]`)
	for _, tc := range []struct {
		name, method, contentType, authorization, body, want string
	}{
		{"no token", "auth.test", form, "", "", "not_authed"},
		{"a wrong token", "auth.test", form, "", "token=xoxb-wrong", "invalid_auth"},
		{"a token in JSON", "auth.test", inJSON, "", `{"token":"` + slackstandin.BotToken + `"}`, "not_authed"},
		{"the app's token", "auth.test", form, "Bearer " + slackstandin.AppToken, "", "not_allowed_token_type"},
		{"another content type", "auth.test", "text/plain", bearer, "", "invalid_post_type"},
		{"well", "auth.test", form, bearer, "", `"ok":true`},
		{"an unknown method", "chat.shout", form, bearer, "", "unknown_method"},
		{"nobody", "users.info", form, bearer, "user=U0NOBODY", "user_not_found"},
		{"no such channel", "chat.postEphemeral", form, bearer, "channel=C0NONE&user=U0FR&text=x", "channel_not_found"},
		{"not a member", "chat.postEphemeral", form, bearer, "channel=C0ELSE&user=U0FR&text=x", "not_in_channel"},
		{"no user", "chat.postEphemeral", form, bearer, "channel=C0FLEET&text=x", "user_not_found"},
		{"no fallback", "chat.postMessage", form, bearer, "channel=C0FLEET", "invalid_blocks"},
		{"a mention", "chat.postMessage", form, bearer, "channel=C0FLEET&text=x&blocks=" + blocks, "invalid_blocks"},
		{"a trigger that never was", "views.open", inJSON, bearer, `{"trigger_id":"1","view":{}}`, "invalid_trigger_id"},
		{"well in a channel", "chat.postMessage", form, bearer, "channel=C0FLEET&text=x", `"ok":true`},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			s := slackstandin.Start(t)
			s.AddChannel("C0ELSE", false)
			if _, said := call(t, s.APIURL()+tc.method, tc.contentType, tc.authorization, tc.body); !strings.Contains(said, tc.want) {
				t.Errorf("said %s, want %s", said, tc.want)
			}
			s.Complaints()
		})
	}
}

func TestScopesAreWanted(t *testing.T) {
	t.Parallel()
	s := slackstandin.Start(t)
	s.Grant("commands")
	_, said := call(t, s.APIURL()+"users.info", "application/x-www-form-urlencoded", "Bearer "+slackstandin.BotToken, "user=U0FR")
	if !strings.Contains(said, "missing_scope") || !strings.Contains(said, `"needed":"users:read"`) {
		t.Error(said)
	}
}

func TestResponseURLIsStrict(t *testing.T) {
	t.Parallel()
	s := slackstandin.Start(t)
	var late atomic.Int64
	s.SetClock(func() time.Time { return time.Unix(1_900_000_000+late.Load(), 0) })
	fresh := func() string {
		form, err := url.ParseQuery(string(s.Command("U0FR", "C0FLEET", "/private", "list").Body))
		if err != nil {
			t.Fatal(err)
		}
		return form.Get("response_url")
	}
	address := fresh()
	if status, said := call(t, address, "text/plain", "", `{"text":"x"}`); status != http.StatusBadRequest {
		t.Errorf("%d %s", status, said)
	}
	for i := range 6 {
		status, said := call(t, address, "application/json", "", `{"text":"x"}`)
		if i < 5 && (status != http.StatusOK || said != "ok") || i == 5 && (status != http.StatusNotFound || !strings.Contains(said, "used_url")) {
			t.Errorf("use %d: %d %s", i+1, status, said)
		}
	}
	old := fresh()
	late.Store(int64((30 * time.Minute).Seconds()))
	if status, said := call(t, old, "application/json", "", `{"text":"x"}`); status != http.StatusNotFound || !strings.Contains(said, "expired_url") {
		t.Errorf("%d %s", status, said)
	}
	if n := len(s.Complaints()); n != 2 {
		t.Errorf("%d complaints, want one of the content type and one of the sixth use", n)
	}
	for _, m := range s.Messages() {
		if !m.Ephemeral || m.User != "U0FR" || m.Via != "response_url" {
			t.Errorf("%+v", m)
		}
	}
}

func TestProblems(t *testing.T) {
	t.Parallel()
	text := func(kind, s, more string) string { return fmt.Sprintf(`{"type":%q,"text":%q%s}`, kind, s, more) }
	section := func(object string) string { return `[{"type":"section","text":` + object + `}]` }
	const verbatim = `,"verbatim":true`
	button := `{"type":"button","action_id":"a","text":{"type":"plain_text","text":"x"}}`
	for name, tc := range map[string]struct {
		blocks string
		good   bool
	}{
		"a section":            {section(text("mrkdwn", "R&amp;D", verbatim)), true},
		"a link":               {section(text("mrkdwn", "<https://x.example>", verbatim)), false},
		"an ampersand":         {section(text("mrkdwn", "R&D", verbatim)), false},
		"a cut entity":         {section(text("mrkdwn", "R&am…", verbatim)), false},
		"an entity at the end": {section(text("mrkdwn", "R&amp", verbatim)), false},
		"not verbatim":         {section(text("mrkdwn", "x", "")), false},
		"emoji of mrkdwn":      {section(text("mrkdwn", "x", verbatim+`,"emoji":true`)), false},
		"empty":                {section(text("mrkdwn", "", verbatim)), false},
		"too long":             {section(text("mrkdwn", strings.Repeat("é", 3001), verbatim)), false},
		"as long as may be":    {section(text("mrkdwn", strings.Repeat("é", 3000), verbatim)), true},
		"nothing":              {`[{"type":"section"}]`, false},
		"a header of mrkdwn":   {`[{"type":"header","text":` + text("mrkdwn", "x", verbatim) + `}]`, false},
		"no elements":          {`[{"type":"actions","elements":[]}]`, false},
		"a button":             {`[{"type":"actions","elements":[` + button + `]}]`, true},
		"two same buttons":     {`[{"type":"actions","elements":[` + button + `]},{"type":"actions","elements":[` + button + `]}]`, false},
		"an unknown block":     {`[{"type":"carousel_of_next_year"}]`, false},
		"no list":              {`{}`, false},
		"51 blocks":            {`[` + strings.Repeat(`{"type":"divider"},`, 50) + `{"type":"divider"}]`, false},
	} {
		if problems := slackstandin.Problems("x", json.RawMessage(tc.blocks)); (len(problems) == 0) != tc.good {
			t.Errorf("%s: %v", name, problems)
		}
	}
	if len(slackstandin.Problems("<!here>", nil)) == 0 || len(slackstandin.Problems("", nil)) == 0 {
		t.Error("the fallback may mention, or be missing")
	}
}

func TestWaitingEnds(t *testing.T) {
	t.Parallel()
	s := slackstandin.Start(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Next(ctx); err == nil {
		t.Error("a message came from nowhere")
	}
}

func TestFilesAreStrict(t *testing.T) {
	t.Parallel()
	const form = "application/x-www-form-urlencoded"
	bearer := "Bearer " + slackstandin.BotToken
	s := slackstandin.Start(t)
	ask := func(method, body string) map[string]any {
		t.Helper()
		_, said := call(t, s.APIURL()+method, form, bearer, body)
		var answer map[string]any
		if err := json.Unmarshal([]byte(said), &answer); err != nil {
			t.Fatal(err)
		}
		return answer
	}
	for body, want := range map[string]string{
		"": "missing_argument", "filename=a.png": "missing_argument", "filename=a.png&length=0": "missing_argument",
		"filename=a.png&length=x": "invalid_arguments", "length=3&filename=a.png&alt_txt=" + strings.Repeat("x", 1001): "alt_txt_too_large",
	} {
		if got := ask("files.getUploadURLExternal", body)["error"]; got != want {
			t.Errorf("%.40s: %v, want %s", body, got, want)
		}
	}
	const png = "\x89PNG\r\n\x1a\n"
	place := ask("files.getUploadURLExternal", "filename=a.png&length=8")
	id, address := fmt.Sprint(place["file_id"]), fmt.Sprint(place["upload_url"])
	files := "files=" + url.QueryEscape(`[{"id":"`+id+`","title":"a"}]`)
	if got := ask("files.completeUploadExternal", files)["error"]; got != "file_not_found" {
		t.Errorf("completed before it was there: %v", got)
	}
	if status, _ := call(t, address, "image/png", "", "short"); status != http.StatusBadRequest {
		t.Errorf("too short, and %d", status)
	}
	if status, _ := call(t, address, "image/png", "", png); status != http.StatusOK {
		t.Errorf("raw bytes: %d", status)
	}
	blocks := "channel=C0FLEET&text=x&blocks=" + url.QueryEscape(`[{"type":"image","alt_text":"a","slack_file":{"id":"`+id+`"}}]`)
	if got := ask("chat.postMessage", blocks)["error"]; got != "invalid_blocks" {
		t.Errorf("shown before it was complete: %v", got)
	}
	for _, want := range []any{true, false} {
		if got := ask("files.completeUploadExternal", files)["ok"]; got != want {
			t.Errorf("completed: %v, want %v", got, want)
		}
	}
	if got := ask("chat.postMessage", blocks)["ok"]; got != true {
		t.Errorf("shown: %v", got)
	}
	for _, want := range []any{nil, "file_deleted"} {
		if got := ask("files.delete", "file="+id)["error"]; got != want {
			t.Errorf("deleted: %v, want %v", got, want)
		}
	}
	if got := ask("chat.postMessage", blocks)["error"]; got != "invalid_blocks" {
		t.Errorf("shown after it was deleted: %v", got)
	}
	if n := len(s.Complaints()); n != 3 {
		t.Errorf("%d complaints, want one of the upload and two of messages", n)
	}
}

func TestPicturesInBlocks(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 2000)
	for block, good := range map[string]bool{
		`"alt_text":"` + long + `","slack_file":{"id":"F012345678"}`:                true,
		`"alt_text":"` + long + `é","slack_file":{"id":"F012345678"}`:               false,
		`"slack_file":{"id":"F012345678"}`:                                          false,
		`"alt_text":"x"`:                                                            false,
		`"alt_text":"x","slack_file":{}`:                                            false,
		`"alt_text":"x","slack_file":{"id":"f1"}`:                                   false,
		`"alt_text":"x","slack_file":{"id":"F012345678","url":"https://s.example"}`: false,
		`"alt_text":"x","image_url":"https://s.example/a.png"`:                      false,
		`"alt_text":"<!here>","slack_file":{"id":"F012345678"}`:                     false,
	} {
		if problems := slackstandin.Problems("x", json.RawMessage(`[{"type":"image",`+block+`}]`)); (len(problems) == 0) != good {
			t.Errorf("%.60s: %v", block, problems)
		}
	}
}
