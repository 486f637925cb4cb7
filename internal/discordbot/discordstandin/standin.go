// Package discordstandin is Discord for tests: the REST API and the signed interactions that Discord sends, in
// memory and over HTTP, so that tests use the real client.
//
// It is as strict as Discord's documents (https://discord.com/developers/docs): it wants the token, checks every
// embed, component, file and command against Discord's limits, knows which first answers an interaction may have,
// and how long its token lives. What it refuses is answered as Discord would, and is also kept as a complaint, so
// that a test can fail on something that the bot shrugged off.
//
// Faults can be asked of it: 429, 500 before or after the work, a cut connection, a closed mailbox.
package discordstandin

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// What the stand-in is set up with; all of it is made up.
const (
	BotToken      = "standin.gateway.0123456789"
	ApplicationID = "100000000000000001"
	BotUser       = "100000000000000002" // of an old application, whose bot has an id of its own
	Guild         = "290926798626357999"
	Channel       = "645027906669510667"
)

// User is somebody in Discord.
type User struct {
	ID, Name string
	Locale   string   // of their client: "fr", "en-GB"
	Roles    []string // in the server
	Closed   bool     // takes no direct messages from the bot
}

// Fault is what goes wrong with a route ("POST webhook", "PATCH original", "POST dm", "POST messages", …).
type Fault struct {
	Times      int     // how often; 0 means always
	Status     int     // an HTTP status in the place of an answer
	Code       int     // with it, Discord's own code
	RetryAfter float64 // seconds, with status 429
	Cut        bool    // the connection ends without an answer
	AfterWork  bool    // what was asked is done before it goes wrong
}

// Message is what somebody sees in Discord.
type Message struct {
	ID        string
	Channel   string
	For       string // the user who alone sees it; empty is everybody in the channel
	Via       string // the route by which it came
	Replaces  string // the id of the message in whose place it stands
	Reference string // the message that it replies to
	Embeds    []Embed
	Rows      [][]Button
	Files     map[string][]byte
	Alt       map[string]string // what files show, in words
	Kinds     map[string]string // the MIME types of files, as they were sent
}

// Embed is https://discord.com/developers/docs/resources/message#embed-object.
type Embed struct {
	Title       string `json:"title"`
	Description string `json:"description"`
	Color       int    `json:"color"`
	Fields      []struct {
		Name   string `json:"name"`
		Value  string `json:"value"`
		Inline bool   `json:"inline"`
	} `json:"fields"`
	Footer struct {
		Text string `json:"text"`
	} `json:"footer"`
	Image struct {
		URL string `json:"url"`
	} `json:"image"`
}

// Button is https://discord.com/developers/docs/components/reference#button.
type Button struct {
	CustomID string
	Label    string
	Style    int
}

// Buttons gives all buttons of a message.
func (m Message) Buttons() []Button {
	return slices.Concat(m.Rows...)
}

// Button finds a button by its label, or by how its custom_id begins.
func (m Message) Button(labelOrAction string) (Button, bool) {
	for _, b := range m.Buttons() {
		if b.Label == labelOrAction || strings.HasPrefix(b.CustomID, labelOrAction) {
			return b, true
		}
	}
	return Button{}, false
}

// Shown is the text of a message as a person reads it: without the backslashes that keep it from formatting.
func (m Message) Shown() string {
	var parts []string
	for _, e := range m.Embeds {
		parts = append(parts, e.Title, e.Description)
		for _, f := range e.Fields {
			parts = append(parts, f.Name+": "+f.Value)
		}
		parts = append(parts, e.Footer.Text)
	}
	var labels []string
	for _, b := range m.Buttons() {
		labels = append(labels, "["+b.Label+"]")
	}
	parts = append(parts, strings.Join(labels, " "))
	text := strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), "\n")
	var out strings.Builder
	escaped := false
	for _, r := range text {
		if r == '\\' && !escaped {
			escaped = true
			continue
		}
		escaped = false
		out.WriteRune(r)
	}
	return out.String()
}

// Command is an application command as it was registered.
type Command = map[string]any

// Discord is the stand-in. [Start] makes one.
type Discord struct {
	public  ed25519.PublicKey
	private ed25519.PrivateKey
	url     string

	mu     sync.Mutex
	now    func() time.Time
	change chan struct{} // closed, and made anew, whenever something happens

	users        map[string]User
	interactions map[string]*interaction // by token
	direct       map[string]string       // DM channel → user
	nonces       map[string]string       // channel and nonce → message id
	commands     map[string][]Command    // "" or guild → commands
	writes       int                     // of commands
	faults       map[string][]*Fault
	messages     []Message
	deleted      map[string]bool
	calls        []string
	complaints   []string
	serial       int64
	read         int
}

// Start serves a stand-in on loopback until the test ends, and fails the test where complaints are left that it
// has not taken with [Discord.Complaints].
func Start(tb testing.TB) *Discord {
	tb.Helper()
	d := New()
	server := httptest.NewServer(d)
	d.SetURL(server.URL)
	tb.Cleanup(func() {
		server.Close()
		for _, c := range d.Complaints() {
			tb.Errorf("Discord complains: %s", c)
		}
	})
	return d
}

// New gives a stand-in with a key of its own. It must be told its address with [Discord.SetURL].
func New() *Discord {
	public, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		panic(err) // there is no randomness
	}
	return &Discord{
		public: public, private: private, now: time.Now, change: make(chan struct{}),
		users: map[string]User{}, interactions: map[string]*interaction{}, direct: map[string]string{}, nonces: map[string]string{},
		commands: map[string][]Command{}, faults: map[string][]*Fault{}, deleted: map[string]bool{},
		serial: 1100000000000000000,
	}
}

// SetURL tells the stand-in where it is served.
func (d *Discord) SetURL(url string) { d.url = strings.TrimRight(url, "/") }

// APIURL is the base of its REST API.
func (d *Discord) APIURL() string { return d.url + "/api/v10" }

// PublicKey is the application's public key, as Discord shows it.
func (d *Discord) PublicKey() string { return hex.EncodeToString(d.public) }

// SetClock gives it another clock, for the age of tokens; signatures carry the real time.
func (d *Discord) SetClock(now func() time.Time) { d.locked(func() { d.now = now }) }

// AddUser adds or changes a person.
func (d *Discord) AddUser(u User) { d.locked(func() { d.users[u.ID] = u }) }

// Break makes a route fail; several faults of a route come one after the other.
func (d *Discord) Break(route string, f Fault) {
	d.locked(func() { d.faults[route] = append(d.faults[route], &f) })
}

// Calls tells which routes were called, in order.
func (d *Discord) Calls() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.calls)
}

// Complaints gives, and forgets, what was refused because it was not as Discord's documents want it.
func (d *Discord) Complaints() []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	taken := d.complaints
	d.complaints = nil
	return taken
}

// Messages gives every message and every edit that was taken, in order, without those that were deleted.
func (d *Discord) Messages() []Message {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.DeleteFunc(slices.Clone(d.messages), func(m Message) bool { return d.deleted[m.ID] })
}

// Registered gives the commands of a guild, or the global ones, and how often commands were written.
func (d *Discord) Registered(guild string) (commands []Command, writes int) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.commands[guild]), d.writes
}

// SetCommands puts commands there that were registered before.
func (d *Discord) SetCommands(guild string, commands ...Command) {
	d.locked(func() { d.commands[guild] = commands })
}

// Next waits for the next message, or edit, that was taken and gives it.
func (d *Discord) Next(ctx context.Context) (Message, error) {
	var next Message
	err := d.await(ctx, "message", func() bool {
		if d.read == len(d.messages) {
			return false
		}
		next = d.messages[d.read]
		d.read++
		return true
	})
	return next, err
}

// Called waits until a route was called so many times in all.
func (d *Discord) Called(ctx context.Context, route string, times int) error {
	return d.await(ctx, "call of "+route, func() bool {
		n := 0
		for _, c := range d.calls {
			if c == route {
				n++
			}
		}
		return n >= times
	})
}

// await waits until something has happened; happened is called with the lock held.
func (d *Discord) await(ctx context.Context, what string, happened func() bool) error {
	for {
		d.mu.Lock()
		ok, change := happened(), d.change
		calls, complaints := slices.Clone(d.calls), slices.Clone(d.complaints)
		d.mu.Unlock()
		if ok {
			return nil
		}
		select {
		case <-change:
		case <-ctx.Done():
			return fmt.Errorf("waiting for a %s: %w; calls so far: %v; complaints: %v", what, ctx.Err(), calls, complaints)
		}
	}
}

// locked does something, and tells who waits.
func (d *Discord) locked(do func()) {
	d.mu.Lock()
	defer d.mu.Unlock()
	do()
	close(d.change)
	d.change = make(chan struct{})
}

// complainf keeps what was wrong; the caller holds the lock.
func (d *Discord) complainf(format string, args ...any) {
	d.complaints = append(d.complaints, fmt.Sprintf(format, args...))
}

// id gives a fresh snowflake; the caller holds the lock.
func (d *Discord) id() string {
	d.serial++
	return strconv.FormatInt(d.serial, 10)
}

// ServeHTTP implements [http.Handler].
func (d *Discord) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, params, handle := d.route(r)
	d.locked(func() { d.calls = append(d.calls, name) })
	fault := d.fault(name)
	wrong := fault.Status != 0 || fault.Cut
	if wrong && !fault.AfterWork {
		fail(w, fault)
		return
	}
	if strings.HasPrefix(strings.TrimPrefix(r.URL.Path, "/api/v10/"), "webhooks/") && len(params) > 1 {
		d.settle(r.Context(), params[1])
	}
	answer := httptest.NewRecorder()
	if handle == nil {
		d.locked(func() { d.complainf("there is no route %s %s", r.Method, r.URL.Path) })
		refuse(answer, http.StatusNotFound, 0, "404: Not Found")
	} else {
		handle(answer, r, params)
	}
	if wrong {
		fail(w, fault)
		return
	}
	maps.Copy(w.Header(), answer.Header())
	w.WriteHeader(answer.Code)
	_, _ = w.Write(answer.Body.Bytes())
}

// settle waits until the first answer to an interaction, which is on its way over another connection, is known.
func (d *Discord) settle(ctx context.Context, token string) {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	// Where it never comes, the request is answered as one to an interaction without an answer.
	_ = d.await(ctx, "first answer", func() bool {
		in := d.interactions[token]
		return in == nil || in.answered != 0
	})
}

// fault takes the fault that is due, if any.
func (d *Discord) fault(route string) Fault {
	d.mu.Lock()
	defer d.mu.Unlock()
	due := d.faults[route]
	if len(due) == 0 {
		return Fault{}
	}
	f := *due[0]
	if due[0].Times > 0 {
		if due[0].Times--; due[0].Times == 0 {
			d.faults[route] = due[1:]
		}
	}
	return f
}

// fail goes wrong as Discord does: https://discord.com/developers/docs/topics/rate-limits and
// https://discord.com/developers/docs/reference#error-messages.
func fail(w http.ResponseWriter, f Fault) {
	switch {
	case f.Cut:
		panic(http.ErrAbortHandler)
	case f.Status == http.StatusTooManyRequests:
		w.Header().Set("Retry-After", strconv.Itoa(int(f.RetryAfter+0.999)))
		w.Header().Set("X-Ratelimit-Scope", "user")
		w.Header().Set("X-Ratelimit-Remaining", "0")
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(f.Status)
		_ = json.NewEncoder(w).Encode(map[string]any{ //nolint:errchkjson // maps of strings, and whoever asked may be gone
			"message": "You are being rate limited.", "retry_after": f.RetryAfter, "global": false,
		})
	default:
		refuse(w, f.Status, f.Code, http.StatusText(f.Status))
	}
}

func refuse(w http.ResponseWriter, status, code int, message string) {
	reply(w, status, map[string]any{"code": code, "message": message})
}

func reply(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_ = json.NewEncoder(w).Encode(body) //nolint:errchkjson // maps of strings, and whoever asked may be gone
}
