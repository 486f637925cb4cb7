package slackstandin

import (
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
)

// triggerLife is how long a trigger_id opens a dialog: https://docs.slack.dev/interactivity/handling-user-interaction#modal_responses.
const triggerLife = 3 * time.Second

// needed are the scopes that a method wants.
var needed = map[string]string{ //nolint:gochecknoglobals // a constant
	"users.info":            "users:read",
	"usergroups.users.list": "usergroups:read",
	"chat.postMessage":      "chat:write",
	"chat.postEphemeral":    "chat:write",

	"files.getUploadURLExternal":   "files:write",
	"files.completeUploadExternal": "files:write",
	"files.delete":                 "files:write",
}

// serveAPI answers a method of the Web API: https://docs.slack.dev/apis/web-api.
func (s *Slack) serveAPI(w http.ResponseWriter, r *http.Request, method string) {
	args, problem := arguments(r)
	s.locked(func() {
		w.Header().Set("X-Oauth-Scopes", strings.Join(s.scopes, ","))
		if problem == "" {
			problem = authorized(r, method, args)
		}
		if problem != "" {
			s.complainf("%s: %s", method, problem)
			answer(w, map[string]any{"ok": false, "error": problem})
			return
		}
		if scope := needed[method]; scope != "" && !slices.Contains(s.scopes, scope) {
			answer(w, map[string]any{
				"ok": false, "error": "missing_scope", "needed": scope, "provided": strings.Join(s.scopes, ","),
			})
			return
		}
		switch method {
		case "auth.test":
			answer(w, map[string]any{
				"ok": true, "url": "https://ocean.slack.com/", "team": "Ocean", "user": "oceanbot",
				"team_id": TeamID, "user_id": BotUser, "bot_id": BotID, "is_enterprise_install": false,
			})
		case "users.info":
			s.usersInfo(w, args)
		case "usergroups.users.list":
			s.groupMembers(w, args)
		case "chat.postMessage", "chat.postEphemeral":
			s.post(w, method, args)
		case "files.getUploadURLExternal", "files.completeUploadExternal", "files.delete":
			s.fileMethod(w, method, args)
		case "apps.connections.open":
			answer(w, map[string]any{"ok": true, "url": "ws" + strings.TrimPrefix(s.url, "http") + socketPath + "?ticket=s3cr3t"})
		case "views.open":
			s.viewsOpen(w, r, args)
		default:
			s.complainf("unknown method %s", method)
			answer(w, map[string]any{"ok": false, "error": "unknown_method"})
		}
	})
}

// arguments reads a form or, as https://docs.slack.dev/apis/web-api/#post_bodies has it, JSON; of that
// every value that is no string stays JSON.
func arguments(r *http.Request) (args url.Values, problem string) {
	if r.Method != http.MethodPost && r.Method != http.MethodGet {
		return nil, "invalid_post_type"
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, "invalid_post_type"
	}
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch {
	case r.Method == http.MethodGet:
		return r.URL.Query(), ""
	case err != nil:
		return nil, "missing_post_type"
	case kind == "application/x-www-form-urlencoded":
		args, err := url.ParseQuery(string(body))
		if err != nil {
			return nil, "invalid_form_data"
		}
		return args, ""
	case kind == "application/json":
		var object map[string]json.RawMessage
		if len(body) > 0 && json.Unmarshal(body, &object) != nil {
			return nil, "invalid_json"
		}
		args := make(url.Values)
		for name, raw := range object {
			var text string
			if json.Unmarshal(raw, &text) != nil {
				text = string(raw)
			}
			args.Set(name, text)
		}
		args.Del("token") // a token in JSON is not looked at
		return args, ""
	default:
		return nil, "invalid_post_type"
	}
}

// authorized wants the token in the header, or in a form: https://docs.slack.dev/apis/web-api/#authentication.
func authorized(r *http.Request, method string, args url.Values) (problem string) {
	token := args.Get("token")
	if header := r.Header.Get("Authorization"); header != "" {
		bearer, ok := strings.CutPrefix(header, "Bearer ")
		if !ok {
			return "invalid_auth"
		}
		token = bearer
	}
	wanted := BotToken
	if method == "apps.connections.open" {
		wanted = AppToken
	}
	switch token {
	case "":
		return "not_authed"
	case wanted:
		return ""
	case BotToken, AppToken:
		return "not_allowed_token_type"
	default:
		return "invalid_auth"
	}
}

// usersInfo is https://docs.slack.dev/reference/methods/users.info.
func (s *Slack) usersInfo(w http.ResponseWriter, args url.Values) {
	u, ok := s.users[args.Get("user")]
	if !ok {
		answer(w, map[string]any{"ok": false, "error": "user_not_found"})
		return
	}
	profile := map[string]any{"real_name": u.Name, "display_name": u.Name}
	if u.Mail != "" && slices.Contains(s.scopes, "users:read.email") {
		profile["email"] = u.Mail
	}
	user := map[string]any{
		"id": u.ID, "team_id": TeamID, "name": u.Name, "deleted": u.Deleted, "is_bot": u.Bot,
		"is_stranger": u.Stranger, "profile": profile,
	}
	if u.Zone != "" {
		user["tz"] = u.Zone
	}
	if args.Get("include_locale") == "true" && u.Locale != "" {
		user["locale"] = u.Locale
	}
	answer(w, map[string]any{"ok": true, "user": user})
}

// groupMembers is https://docs.slack.dev/reference/methods/usergroups.users.list.
func (s *Slack) groupMembers(w http.ResponseWriter, args url.Values) {
	members, ok := s.groups[args.Get("usergroup")]
	if !ok {
		answer(w, map[string]any{"ok": false, "error": "no_such_subteam"})
		return
	}
	answer(w, map[string]any{"ok": true, "users": members})
}

// post is https://docs.slack.dev/reference/methods/chat.postMessage and
// https://docs.slack.dev/reference/methods/chat.postEphemeral.
func (s *Slack) post(w http.ResponseWriter, method string, args url.Values) {
	refuse := func(code string) { answer(w, map[string]any{"ok": false, "error": code}) }
	channel, user := args.Get("channel"), args.Get("user")
	ephemeral := method == "chat.postEphemeral"
	_, isPerson := s.users[channel]
	joined, isChannel := s.channels[channel]
	switch {
	case channel == "" || ephemeral && isPerson:
		refuse("channel_not_found")
		return
	case ephemeral && s.users[user].ID == "":
		refuse("user_not_found")
		return
	case !isPerson && !isChannel:
		refuse("channel_not_found")
		return
	case isChannel && !joined:
		refuse("not_in_channel")
		return
	}
	m := Message{
		ID: s.timestamp(), Via: method, Channel: channel, User: user, Ephemeral: ephemeral,
		Text: args.Get("text"), Thread: args.Get("thread_ts"),
	}
	if isPerson {
		m.User = channel
	}
	if p := args.Get("parse"); p != "" && p != "none" || args.Get("link_names") == "1" {
		s.complainf("%s: parse or link_names would make mentions of words", method)
	}
	if !s.check(&m, []byte(args.Get("blocks"))) {
		refuse("invalid_blocks")
		return
	}
	s.messages = append(s.messages, m)
	if ephemeral {
		answer(w, map[string]any{"ok": true, "message_ts": m.ID})
		return
	}
	if isPerson {
		channel = s.directChannel(channel) // a message to a person is one in the conversation with them
	}
	answer(w, map[string]any{"ok": true, "channel": channel, "ts": m.ID, "message": map[string]any{"text": m.Text}})
}

// View is a dialog that was opened.
type View struct {
	ID              string
	Hash            string
	Title           string
	CallbackID      string
	PrivateMetadata string
	BlockID         string // of its input
	ActionID        string
	Label           string
	Placeholder     string
	raw             json.RawMessage
}

// viewsOpen is https://docs.slack.dev/reference/methods/views.open.
func (s *Slack) viewsOpen(w http.ResponseWriter, r *http.Request, args url.Values) {
	refuse := func(code string) { answer(w, map[string]any{"ok": false, "error": code}) }
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || kind != "application/json" {
		if args.Get("view") == "" {
			refuse("invalid_arguments")
			return
		}
	}
	t, ok := s.triggers[args.Get("trigger_id")]
	switch {
	case !ok:
		refuse("invalid_trigger_id")
		return
	case t.used:
		refuse("exchanged_trigger_id")
		return
	case s.now().Sub(t.made) > triggerLife:
		refuse("expired_trigger_id")
		return
	}
	view, problems := parseView([]byte(args.Get("view")))
	if len(problems) > 0 {
		for _, p := range problems {
			s.complainf("views.open: %s", p)
		}
		answer(w, map[string]any{
			"ok": false, "error": "invalid_arguments", "response_metadata": map[string]any{"messages": problems},
		})
		return
	}
	t.used = true
	view.ID, view.Hash = "V"+s.timestamp(), s.timestamp()
	s.views = append(s.views, view)
	answer(w, map[string]any{"ok": true, "view": map[string]any{"id": view.ID, "hash": view.Hash, "type": "modal"}})
}
