package discordstandin

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
)

type handler func(w http.ResponseWriter, r *http.Request, params []string)

// route finds what serves a request. name is what [Discord.Calls] and [Discord.Break] know it by.
func (d *Discord) route(r *http.Request) (name string, params []string, handle handler) {
	path, ok := strings.CutPrefix(r.URL.Path, "/api/v10/")
	if !ok {
		return r.Method + " " + r.URL.Path, nil, nil
	}
	for _, route := range []struct {
		method, pattern, name string
		token                 bool // wants the bot's token
		handle                handler
	}{
		{http.MethodGet, "users/@me", "GET me", true, d.me},
		{http.MethodPost, "users/@me/channels", "POST dm", true, d.openDirect},
		{http.MethodPost, "channels/*/messages", "POST messages", true, d.postMessage},
		{http.MethodPost, "channels/*/typing", "POST typing", true, d.typing},
		{http.MethodPost, "interactions/*/*/callback", "POST callback", false, d.callback},
		{http.MethodPost, "webhooks/*/*", "POST webhook", false, d.followUp},
		{http.MethodPatch, "webhooks/*/*/messages/@original", "PATCH original", false, d.editOriginal},
		{http.MethodDelete, "webhooks/*/*/messages/@original", "DELETE original", false, d.deleteOriginal},
		{http.MethodGet, "applications/*/commands", "GET commands", true, d.getCommands},
		{http.MethodPut, "applications/*/commands", "PUT commands", true, d.putCommands},
		{http.MethodDelete, "applications/*/commands/*", "DELETE command", true, d.deleteCommand},
		{http.MethodGet, "applications/*/guilds/*/commands", "GET commands", true, d.getCommands},
		{http.MethodPut, "applications/*/guilds/*/commands", "PUT commands", true, d.putCommands},
	} {
		if params, ok := match(route.pattern, path); ok && route.method == r.Method {
			if !route.token {
				return route.name, params, route.handle
			}
			return route.name, params, func(w http.ResponseWriter, r *http.Request, params []string) {
				if r.Header.Get("Authorization") != "Bot "+BotToken {
					refuse(w, http.StatusUnauthorized, 0, "401: Unauthorized") //nolint:misspell // its words
					return
				}
				if !strings.HasPrefix(r.Header.Get("User-Agent"), "DiscordBot (") {
					d.locked(func() { d.complainf("the user agent %q", r.Header.Get("User-Agent")) })
				}
				route.handle(w, r, params)
			}
		}
	}
	return r.Method + " " + path, nil, nil
}

func match(pattern, path string) (params []string, ok bool) {
	want, have := strings.Split(pattern, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return nil, false
	}
	for i, w := range want {
		switch w {
		case "*":
			params = append(params, have[i])
		case have[i]:
		default:
			return nil, false
		}
	}
	return params, true
}

func (d *Discord) me(w http.ResponseWriter, _ *http.Request, _ []string) {
	reply(w, http.StatusOK, map[string]any{"id": BotUser, "username": "ocean", "discriminator": "0", "bot": true})
}

func (d *Discord) openDirect(w http.ResponseWriter, r *http.Request, _ []string) {
	var body struct {
		Recipient string `json:"recipient_id"`
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil || body.Recipient == "" {
		refuse(w, http.StatusBadRequest, 50035, "Invalid Form Body")
		return
	}
	d.locked(func() {
		reply(w, http.StatusOK, map[string]any{"id": d.directChannel(body.Recipient), "type": 1})
	})
}

func (d *Discord) typing(w http.ResponseWriter, _ *http.Request, _ []string) {
	w.WriteHeader(http.StatusNoContent)
}

// callback is a first answer that comes through REST.
func (d *Discord) callback(w http.ResponseWriter, r *http.Request, params []string) {
	said, _ := io.ReadAll(r.Body)
	d.locked(func() {
		in := d.interactions[params[1]]
		switch {
		case in == nil || in.id != params[0]:
			refuse(w, http.StatusNotFound, 10062, "Unknown interaction")
		case in.answered != 0:
			refuse(w, http.StatusBadRequest, 40060, "Interaction has already been acknowledged.")
		case d.now().Sub(in.made) > 3*time.Second:
			refuse(w, http.StatusNotFound, 10062, "Unknown interaction")
		default:
			if _, err := d.takeAnswer(in.token, said); err != nil {
				refuse(w, http.StatusBadRequest, 50035, "Invalid Form Body")
				return
			}
			w.WriteHeader(http.StatusNoContent)
		}
	})
}

// hook finds the interaction of a webhook that is alive; the caller holds the lock.
func (d *Discord) hook(w http.ResponseWriter, params []string) *interaction {
	in := d.interactions[params[1]]
	switch {
	case in == nil || params[0] != ApplicationID:
		refuse(w, http.StatusNotFound, 10015, "Unknown Webhook")
	case in.answered == 0:
		refuse(w, http.StatusNotFound, 10015, "Unknown Webhook")
	case d.now().Sub(in.made) >= 15*time.Minute:
		refuse(w, http.StatusUnauthorized, 50027, "Invalid Webhook Token")
	default:
		return in
	}
	return nil
}

func (d *Discord) editOriginal(w http.ResponseWriter, r *http.Request, params []string) {
	d.message(w, r, true, func(m Message, x extras) (Message, bool) {
		in := d.hook(w, params)
		if in == nil {
			return m, false
		}
		if in.original == "" || d.deleted[in.original] {
			refuse(w, http.StatusNotFound, 10008, "Unknown Message")
			return m, false
		}
		m.Via, m.ID, m.Channel = "PATCH original", in.original, in.channel
		if !in.loading {
			m.Replaces = in.original
		}
		if in.private {
			m.For = in.user
		}
		if in.original == in.card {
			m.For = in.cardFor
		}
		in.loading = false
		if x.keepsFiles {
			for _, before := range d.messages {
				if before.ID == m.ID {
					m.Files = before.Files
				}
			}
		}
		return m, true
	})
}

func (d *Discord) deleteOriginal(w http.ResponseWriter, _ *http.Request, params []string) {
	d.locked(func() {
		if in := d.hook(w, params); in != nil {
			d.deleted[in.original] = true
			w.WriteHeader(http.StatusNoContent)
		}
	})
}

func (d *Discord) followUp(w http.ResponseWriter, r *http.Request, params []string) {
	d.message(w, r, false, func(m Message, x extras) (Message, bool) {
		in := d.hook(w, params)
		if in == nil {
			return m, false
		}
		m.Via, m.Channel = "POST webhook", in.channel
		private := x.Flags&64 != 0
		if in.loading { // it takes the place of "is thinking", and its own flag is ignored
			private, m.ID, in.loading = in.private, in.original, false
		} else {
			m.ID = d.id()
		}
		if private {
			m.For = in.user
		}
		return m, true
	})
}

func (d *Discord) postMessage(w http.ResponseWriter, r *http.Request, params []string) {
	d.message(w, r, false, func(m Message, x extras) (Message, bool) {
		user, isDirect := d.direct[params[0]]
		if isDirect && d.users[user].Closed {
			refuse(w, http.StatusForbidden, 50007, "Cannot send messages to this user")
			return m, false
		}
		if !isDirect && params[0] != Channel {
			refuse(w, http.StatusNotFound, 10003, "Unknown Channel")
			return m, false
		}
		if x.Flags&64 != 0 {
			d.complainf("a message in a channel can't be for one person alone")
		}
		key := params[0] + " " + x.Nonce
		if known := d.nonces[key]; x.EnforceNonce && known != "" {
			reply(w, http.StatusOK, map[string]any{"id": known})
			return m, false
		}
		m.Via, m.ID, m.Channel, m.For, m.Reference = "POST messages", d.id(), params[0], user, x.Reference.MessageID
		d.nonces[key] = m.ID
		return m, true
	})
}

// extras are the fields of a message that only some routes know.
type extras struct {
	Flags        int    `json:"flags"`
	Nonce        string `json:"nonce"`
	EnforceNonce bool   `json:"enforce_nonce"`
	Reference    struct {
		MessageID string `json:"message_id"`
	} `json:"message_reference"`
	keepsFiles bool // an edit that says nothing of them
}

// message reads and checks a message, and keeps it where keep says so; keep answers otherwise. keep is called
// with the lock held.
func (d *Discord) message(w http.ResponseWriter, r *http.Request, edit bool, keep func(Message, extras) (Message, bool)) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return // whoever asked is gone
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	raw, files, err := readBody(r)
	d.locked(func() {
		if err != nil {
			d.complainf("a body: %v", err)
			refuse(w, http.StatusBadRequest, 50109, "The request body contains invalid JSON.")
			return
		}
		for _, f := range files {
			if len(f.content) > maxFile {
				refuse(w, http.StatusRequestEntityTooLarge, 40005, "Request entity too large")
				return
			}
		}
		m, x, problems := readMessage(raw, files, edit)
		if len(problems) > 0 {
			d.complaints = append(d.complaints, problems...)
			refuse(w, http.StatusBadRequest, 50035, "Invalid Form Body")
			return
		}
		m, ok := keep(m, x)
		if !ok {
			return
		}
		d.messages = append(d.messages, m)
		reply(w, http.StatusOK, map[string]any{"id": m.ID, "channel_id": m.Channel})
	})
}

// maxFile is the size of a file: https://discord.com/developers/docs/reference#uploading-files.
const maxFile = 10 << 20

// sent is a file of a message as it came.
type sent struct {
	part, name, kind string
	content          []byte
}

// readBody reads JSON, or a form with JSON and files: https://discord.com/developers/docs/reference#uploading-files.
func readBody(r *http.Request) (raw []byte, files []sent, err error) {
	kind, params, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if err != nil {
		return nil, nil, fmt.Errorf("the content type: %w", err)
	}
	if kind == "application/json" {
		raw, err = io.ReadAll(r.Body)
		return raw, nil, err
	}
	if kind != "multipart/form-data" {
		return nil, nil, fmt.Errorf("the content type is %s", kind)
	}
	parts := multipart.NewReader(r.Body, params["boundary"])
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return raw, files, nil
		}
		if err != nil {
			return nil, nil, err
		}
		content, err := io.ReadAll(part)
		if err != nil {
			return nil, nil, err
		}
		if part.FormName() == "payload_json" {
			raw = content
			continue
		}
		if !strings.HasPrefix(part.FormName(), "files[") {
			return nil, nil, fmt.Errorf("a part %q", part.FormName())
		}
		if part.FileName() == "" || len(content) == 0 {
			return nil, nil, fmt.Errorf("the file %q has %d bytes", part.FileName(), len(content))
		}
		files = append(files, sent{part.FormName(), part.FileName(), part.Header.Get("Content-Type"), content})
	}
}

// Problems checks a message as Discord would.
func Problems(raw []byte) []string {
	_, _, problems := readMessage(raw, nil, false)
	return problems
}

// readMessage is https://discord.com/developers/docs/resources/message#create-message.
func readMessage(raw []byte, sends []sent, edit bool) (Message, extras, []string) {
	var x extras
	var body struct {
		Content     string            `json:"content"`
		Embeds      []json.RawMessage `json:"embeds"`
		Components  []json.RawMessage `json:"components"`
		Attachments *[]struct {
			ID          string `json:"id"`
			Filename    string `json:"filename"`
			Description string `json:"description"`
		} `json:"attachments"`
		Mentions *struct {
			Parse []string `json:"parse"`
			Users []string `json:"users"`
			Roles []string `json:"roles"`
		} `json:"allowed_mentions"`
	}
	p := &problems{}
	files, kinds, parts := map[string][]byte{}, map[string]string{}, map[string]string{}
	for _, f := range sends {
		if _, twice := files[f.name]; twice {
			p.addf("the file %q is there twice", f.name)
		}
		if _, _, err := mime.ParseMediaType(f.kind); err != nil {
			p.addf("the file %q has the type %q", f.name, f.kind)
		}
		files[f.name], kinds[f.name], parts[f.part] = f.content, f.kind, f.name
	}
	if len(sends) > 10 {
		p.addf("%d files", len(sends))
	}
	if err := json.Unmarshal(raw, &body); err != nil {
		return Message{}, x, []string{fmt.Sprintf("a message: %v", err)}
	}
	if err := json.Unmarshal(raw, &x); err != nil {
		p.addf("a message: %v", err)
	}
	switch {
	case body.Mentions == nil:
		p.addf("allowed_mentions is missing, so anybody could be mentioned")
	case body.Mentions.Parse == nil || len(body.Mentions.Parse)+len(body.Mentions.Users)+len(body.Mentions.Roles) > 0:
		p.addf("allowed_mentions is %+v", *body.Mentions)
	}
	p.within("content", body.Content, 0, 2000)
	p.within("nonce", x.Nonce, 0, 25)
	m := Message{Files: files, Alt: map[string]string{}, Kinds: kinds}
	if body.Content == "" && len(body.Embeds) == 0 && len(files) == 0 && !edit {
		p.addf("an empty message")
	}
	total := 0
	for _, raw := range body.Embeds {
		embed, size := p.embed(raw, files)
		total += size
		m.Embeds = append(m.Embeds, embed)
	}
	if len(m.Embeds) > 10 || total > 6000 {
		p.addf("%d embeds of %d characters", len(m.Embeds), total)
	}
	x.keepsFiles = edit && body.Attachments == nil
	if body.Attachments != nil {
		for _, a := range *body.Attachments {
			p.within("an attachment's description", a.Description, 0, 1024)
			if parts["files["+a.ID+"]"] != a.Filename || a.Filename == "" {
				p.addf("the attachment %s, %q, is no file of the message", a.ID, a.Filename)
			}
			m.Alt[a.Filename] = a.Description
		}
	}
	m.Rows = p.rows(body.Components)
	return m, x, p.found
}

// problems collects what is wrong with a message.
type problems struct{ found []string }

func (p *problems) addf(format string, args ...any) {
	p.found = append(p.found, fmt.Sprintf(format, args...))
}

func (p *problems) within(what, s string, least, most int) {
	if n := characters(s); n < least || n > most {
		p.addf("%s has %d characters, not %d to %d", what, n, least, most)
	}
}

// within complains where a text is too short or too long; the caller holds the lock.
func (d *Discord) within(what, s string, least, most int) {
	p := &problems{}
	p.within(what, s, least, most)
	d.complaints = append(d.complaints, p.found...)
}

// characters counts in the larger of the ways that are in use.
func characters(s string) int { return len(utf16.Encode([]rune(s))) }

// embed is https://discord.com/developers/docs/resources/message#embed-object-embed-limits.
func (p *problems) embed(raw json.RawMessage, files map[string][]byte) (embed Embed, size int) {
	if err := json.Unmarshal(raw, &embed); err != nil {
		p.addf("an embed: %v", err)
	}
	p.within("an embed's title", embed.Title, 0, 256)
	p.within("an embed's description", embed.Description, 0, 4096)
	p.within("an embed's footer", embed.Footer.Text, 0, 2048)
	size = characters(embed.Title) + characters(embed.Description) + characters(embed.Footer.Text)
	if len(embed.Fields) > 25 {
		p.addf("%d fields", len(embed.Fields))
	}
	for _, f := range embed.Fields {
		p.within("a field's name", strings.TrimSpace(f.Name), 1, 256)
		p.within("a field's value", strings.TrimSpace(f.Value), 1, 1024)
		size += characters(f.Name) + characters(f.Value)
	}
	if size == 0 && embed.Image.URL == "" {
		p.addf("an empty embed")
	}
	if embed.Color < 0 || embed.Color > 0xffffff {
		p.addf("the colour %x", embed.Color)
	}
	if name, isFile := strings.CutPrefix(embed.Image.URL, "attachment://"); embed.Image.URL != "" {
		if _, there := files[name]; !isFile || !there {
			p.addf("the image %q is no file of the message", embed.Image.URL)
		}
	}
	return embed, size
}

// rows is https://discord.com/developers/docs/components/reference#action-row.
func (p *problems) rows(raw []json.RawMessage) [][]Button {
	if len(raw) > 5 {
		p.addf("%d rows", len(raw))
	}
	seen := map[string]bool{}
	var rows [][]Button
	for _, r := range raw {
		var row struct {
			Type       int `json:"type"`
			Components []struct {
				Type     int    `json:"type"`
				CustomID string `json:"custom_id"`
				Label    string `json:"label"`
				Style    int    `json:"style"`
				URL      string `json:"url"`
			} `json:"components"`
		}
		if err := json.Unmarshal(r, &row); err != nil || row.Type != 1 || len(row.Components) == 0 || len(row.Components) > 5 {
			p.addf("a row of %s", r)
			continue
		}
		var buttons []Button
		for _, c := range row.Components {
			if c.Type != 2 || c.Style < 1 || c.Style > 4 || c.URL != "" {
				p.addf("a button of %+v", c)
			}
			p.within("a button's label", c.Label, 1, 80)
			p.within("a custom_id", c.CustomID, 1, 100)
			if seen[c.CustomID] {
				p.addf("the custom_id %q is there twice", c.CustomID)
			}
			seen[c.CustomID] = true
			buttons = append(buttons, Button{CustomID: c.CustomID, Label: c.Label, Style: c.Style})
		}
		rows = append(rows, buttons)
	}
	return rows
}

func guildOf(params []string) string {
	if len(params) > 1 {
		return params[1]
	}
	return ""
}

func (d *Discord) getCommands(w http.ResponseWriter, r *http.Request, params []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	shown := []Command{}
	for _, c := range d.commands[guildOf(params)] {
		if r.URL.Query().Get("with_localizations") != "true" {
			c = without(c)
		}
		shown = append(shown, c)
	}
	reply(w, http.StatusOK, shown)
}

// without is a command as it is shown where localisations weren't asked for.
func without(c Command) Command {
	bare := Command{}
	for k, v := range c {
		if k != "name_localizations" && k != "description_localizations" {
			bare[k] = v
		}
	}
	return bare
}

// putCommands is https://discord.com/developers/docs/interactions/application-commands#bulk-overwrite-global-application-commands.
func (d *Discord) putCommands(w http.ResponseWriter, r *http.Request, params []string) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return // whoever asked is gone
	}
	var put []Command
	err = json.Unmarshal(raw, &put)
	d.locked(func() {
		if err != nil {
			d.complainf("commands: %v", err)
			refuse(w, http.StatusBadRequest, 50035, "Invalid Form Body")
			return
		}
		before := len(d.complaints)
		names := map[string]bool{}
		for _, c := range put {
			d.checkCommand(c, guildOf(params) != "")
			key := fmt.Sprint(c["type"], " ", c["name"])
			if names[key] {
				d.complainf("the command %s is there twice", key)
			}
			names[key] = true
			c["id"], c["application_id"], c["version"] = d.id(), ApplicationID, d.id()
			c["default_member_permissions"], c["nsfw"], c["integration_types"] = nil, false, []int{0}
			if c["options"] == nil {
				delete(c, "options")
			}
		}
		if len(d.complaints) > before {
			refuse(w, http.StatusBadRequest, 50035, "Invalid Form Body")
			return
		}
		d.commands[guildOf(params)] = put
		d.writes++
		reply(w, http.StatusOK, put)
	})
}

func (d *Discord) deleteCommand(w http.ResponseWriter, _ *http.Request, params []string) {
	d.locked(func() {
		d.commands[""] = slices.DeleteFunc(d.commands[""], func(c Command) bool { return c["id"] == params[1] })
		w.WriteHeader(http.StatusNoContent)
	})
}

// checkCommand is https://discord.com/developers/docs/interactions/application-commands#application-command-object;
// the caller holds the lock.
func (d *Discord) checkCommand(c Command, guild bool) {
	name, _ := c["name"].(string)
	description, _ := c["description"].(string)
	kind, _ := c["type"].(float64)
	d.within("a command's name", name, 1, 32)
	for what, most := range map[string]int{"name_localizations": 32, "description_localizations": 100} {
		localised, _ := c[what].(map[string]any)
		for _, v := range localised {
			said, _ := v.(string)
			d.within(name+"'s "+what, said, 1, most)
			if kind == 1 && most == 32 && said != strings.ToLower(said) {
				d.complainf("the name %q is not in small letters", said)
			}
		}
	}
	if guild && c["contexts"] != nil {
		d.complainf("%s: contexts are for global commands", name)
	}
	options, _ := c["options"].([]any)
	if kind != 1 {
		if description != "" || len(options) > 0 {
			d.complainf("%s: only slash commands have a description or options", name)
		}
		return
	}
	d.within(name+"'s description", description, 1, 100)
	if name != strings.ToLower(name) || strings.ContainsAny(name, " /") || len(options) > 25 {
		d.complainf("the command %q with %d options", name, len(options))
	}
	optional := false
	for _, raw := range options {
		o, _ := raw.(map[string]any)
		optionName, _ := o["name"].(string)
		optionDescription, _ := o["description"].(string)
		d.within("an option's name", optionName, 1, 32)
		d.within(optionName+"'s description", optionDescription, 1, 100)
		localised, _ := o["description_localizations"].(map[string]any)
		for _, v := range localised {
			said, _ := v.(string)
			d.within(optionName+"'s description", said, 1, 100)
		}
		if o["type"] != 3.0 {
			d.complainf("%s %s has the type %v", name, optionName, o["type"])
		}
		required, _ := o["required"].(bool)
		if required && optional {
			d.complainf("%s: required options come first", name)
		}
		optional = optional || !required
		choices, _ := o["choices"].([]any)
		if complete, _ := o["autocomplete"].(bool); complete && len(choices) > 0 {
			d.complainf("%s %s has choices and completions", name, optionName)
		}
	}
}
