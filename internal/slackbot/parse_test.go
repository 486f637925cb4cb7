package slackbot

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestUnescape(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"R&amp;D &lt;b&gt;":                "R&D <b>",
		"&amp;lt;":                         "&lt;",
		"avec <@U1|camille> et <@U2>":      "avec @camille et <@U2>",
		"dans <#C1|fleet>, <#C2>":          "dans #fleet, <#C2>",
		"<https://x.example|x.example>":    "x.example",
		"<https://x.example/?a=1&amp;b=2>": "https://x.example/?a=1&b=2",
		"<mailto:a@x.example|a@x.example>": "a@x.example",
		"<mailto:a@x.example>":             "a@x.example",
		"<!channel> <!subteam^S1|@fleet>":  "<!channel> @fleet",
		"a <b> c, 2 < 3":                   "a <b> c, 2 < 3",
		"  vendredi 18h  ":                 "vendredi 18h",
		"<>":                               "<>",
	} {
		if got := unescape(text); got != want {
			t.Errorf("unescape(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestWordsAboutSomebody: where somebody is asked about, the id says who for sure; elsewhere a name reads
// better.
func TestWordsAboutSomebody(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"usage <@U1|camille> hier":     "usage <@U1> hier",
		"/Usage <@U1|a.b> &amp; <@U2>": "Usage <@U1> & <@U2>",
		"usage":                        "usage",
		"usages <@U1|camille>":         "usages @camille",
		"private avec <@U1|camille>":   "private avec @camille",
		"private usage <@U1|camille>":  "private usage @camille",
		"usage <@U1":                   "usage <@U1",
		"usage <!subteam^S1|@fleet>":   "usage @fleet",
	} {
		if got := asTyped(text); got != want {
			t.Errorf("asTyped(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestWithoutMention(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		text, self string
		mentioned  bool
		want       string
	}{
		{"<@UBOT> private list", "UBOT", true, "private list"},
		{"<@UBOT>: private list", "UBOT", true, "private list"},
		{"private list <@UBOT>", "UBOT", true, "private list"},
		{"usage <@U1> <@UBOT>", "UBOT", true, "usage <@U1>"},
		{"<@U9|bot> private list", "", true, "private list"},
		{"usage <@U1>", "", true, "usage <@U1>"},
		{"<@U1> usage", "UBOT", false, "<@U1> usage"},
		{"private list", "UBOT", false, "private list"},
	} {
		if got := withoutMention(tc.text, tc.self, tc.mentioned); got != tc.want {
			t.Errorf("withoutMention(%q, %q) = %q, want %q", tc.text, tc.self, got, tc.want)
		}
	}
}

func FuzzCommand(f *testing.F) {
	f.Add("command=%2Fprivate&text=friday+18h+%3C%40U1%7Cx%3E&user_id=U1&trigger_id=1.2.3&response_url=https%3A%2F%2Fhooks.slack.com%2Fx")
	f.Add("ssl_check=1")
	f.Add("%zz")
	f.Fuzz(func(t *testing.T, body string) {
		form, err := parseForm("application/x-www-form-urlencoded", []byte(body))
		if err != nil {
			return
		}
		got, err := parseCommand(form)
		if err == nil && (got.user == "" || got.text == "") {
			t.Errorf("a command of %q: %q", got.user, got.text)
		}
	})
}

func FuzzInteraction(f *testing.F) {
	f.Add(`{"type":"block_actions","user":{"id":"U1"},"actions":[{"action_id":"confirm:1","block_id":"b"}],"trigger_id":"1","container":{"is_ephemeral":true}}`)
	f.Add(`{"type":"view_submission","user":{"id":"U1"},"view":{"callback_id":"question","private_metadata":"{\"action\":\"change:1\"}","state":{"values":{"question":{"answer":{"type":"plain_text_input","value":null}}}}}}`)
	f.Add(`{"type":"block_actions","user":{"id":"U1"},"actions":[{"action_id":"x","value":"{\"question\":{}}"}],"enterprise":null}`)
	f.Add(`null`)
	f.Fuzz(func(t *testing.T, payload string) {
		got, ok, err := parseInteraction([]byte(payload))
		if ok && (err != nil || got.user == "" || got.action == "") {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

func FuzzEvent(f *testing.F) {
	f.Add(`{"type":"event_callback","event_id":"Ev1","event":{"type":"app_mention","user":"U1","text":"<@U0> private list","channel":"C1"},"authorizations":[{"user_id":"U0","is_bot":true}]}`)
	f.Add(`{"type":"event_callback","event":{"type":"message","channel_type":"im","user":"U1","text":"<@U0|<>"}}`)
	f.Fuzz(func(t *testing.T, body string) {
		var e envelope
		if json.Unmarshal([]byte(body), &e) != nil {
			return
		}
		if got, ok := parseEvent(e); ok && (got.user == "" || strings.HasPrefix(got.delivery, ":")) {
			t.Errorf("%+v", got)
		}
	})
}
