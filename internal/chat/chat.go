// Package chat is what Slack, Discord and the console have in common.
//
// A slash command, a press on a button and a typed line are one thing: a [Request] that goes into a
// [Handler] and a [Message] that comes out. The adapters (slackbot, console, …) turn their platform's
// wire format into a Request and a Message back into what the platform shows; the commands know no
// platform. Both sides meet here and nowhere else.
//
// Every string of a [Card] is plain text, a person's words included: an adapter escapes all of it,
// and cuts it where its platform has a limit. A message is for the asker alone unless it says
// otherwise.
package chat

import (
	"context"
	"strings"
	"time"

	"github.com/oceanbot/oceanbot/internal/i18n"
)

// Platform names a chat platform, as in the user keys of the command line ("slack:U0ABC").
type Platform string

// The platforms.
const (
	Slack   Platform = "slack"
	Discord Platform = "discord"
	Console Platform = "console"
)

// User is a person on a platform.
type User struct {
	Platform Platform
	ID       string // as the platform gives it: U0ABC, 80351110224678912
}

// Key is the one written form of a user, "slack:U0ABC": in the store, in settings, on the command line.
func (u User) Key() string { return string(u.Platform) + ":" + u.ID }

// ParseUser reads what [User.Key] writes; ok is false for anything else.
func ParseUser(key string) (user User, ok bool) {
	platform, id, found := strings.Cut(key, ":")
	return User{Platform: Platform(platform), ID: id}, found && platform != "" && id != ""
}

// Request is something a person did: typed a command, or pressed a button.
type Request struct {
	// Delivery identifies this delivery on its platform and is the same when the platform delivers
	// it again. Empty where a platform never delivers twice.
	Delivery string
	User     User
	Lang     i18n.Lang
	Zone     *time.Location // the asker's; never nil
	// Text is what was typed, without a slash: "private from Friday 18h to Monday".
	Text string
	// Action is the pressed button's; empty for a typed command.
	Action Action
	// Input is what was typed into the question of the pressed button ([Button.Ask]).
	Input string
	// Roles are the ids of the asker's roles, as the platform sends them with this very request; nil
	// where it sends none. They are never kept: a role may be gone at the next press.
	Roles []string
	// ReplyTo is where the asker can be reached later, should the answer outlive this request.
	ReplyTo Address
}

// IsPress tells a press from a typed command.
func (r Request) IsPress() bool { return r.Action != "" }

// Address is where a person can be reached after the request is gone, a restart of the bot included.
// It is kept in the store beside the write that it belongs to, and only as long as that.
type Address struct {
	User    User      `json:"user"`
	Channel string    `json:"channel,omitempty"` // where the request was made
	URL     string    `json:"url,omitempty"`     // where the platform takes an answer to the request for a while
	Until   time.Time `json:"until,omitzero"`    // after which URL is dead
}

// Action is what a button does: a verb, and after a colon an argument that is the commands' own
// affair. Slack limits it to 255 characters and Discord to 100.
type Action string

// Verb is a kind of button. Adapters and outside checks know buttons by these words.
type Verb string

// The verbs.
const (
	Confirm Verb = "confirm" // do what the card says
	Cancel  Verb = "cancel"  // forget what the card says
	Undo    Verb = "undo"    // take back what was done
	Delete  Verb = "delete"  // propose to delete a listed period
	Change  Verb = "change"  // propose to change a listed period, or take the other reading

	TripPrivate Verb = "trip_private" // propose to make a trip, or all those listed, private
	TripPro     Verb = "trip_pro"     // propose to make a trip, or all those listed, professional
)

// NewAction joins a verb and its argument.
func NewAction(verb Verb, arg string) Action { return Action(string(verb) + ":" + arg) }

// Split gives back what [NewAction] joined.
func (a Action) Split() (verb Verb, arg string) {
	before, after, _ := strings.Cut(string(a), ":")
	return Verb(before), after
}

// Message is an answer. The zero Message says nothing at all, which is the answer to something that
// was delivered twice.
type Message struct {
	Card Card
	// Replace asks to put this in the place of the card whose button was pressed.
	Replace bool
	// Public shows it to everybody where it was asked; otherwise it is for the asker alone.
	Public bool
	// Receipt, where it is set, is given to [Handler.Told] as soon as the platform has taken the message.
	Receipt string
}

// IsZero tells whether there is nothing to say.
func (m Message) IsZero() bool { return m.Card.IsZero() }

// Handler is the bot as an adapter sees it. Its methods may be called at the same time.
type Handler interface {
	// Handle does what was asked and gives the answer; it has no error, because every failure is a
	// sentence for the person who asked. It may take as long as OCEAN takes: whoever has a platform
	// to acknowledge to does that before.
	Handle(ctx context.Context, r Request) Message
	// Told is called with a message's receipt once the platform has taken it.
	Told(ctx context.Context, receipt string)
}

// Completion is what somebody has typed so far into an option of a command.
type Completion struct {
	User    User
	Lang    i18n.Lang
	Zone    *time.Location // the asker's; never nil
	Command string         // "private", "trip", "usage"
	Option  string         // "when"
	Typed   string
}

// Choice is what may be meant: Label is shown, and Value is typed in its place. Discord limits each to
// 100 characters.
type Choice struct{ Label, Value string }

// Completer proposes what somebody may be about to type, for platforms that show that live. It answers
// at once, from the phrase alone; nothing is guessed where a phrase isn't understood yet.
type Completer interface {
	Complete(ctx context.Context, c Completion) []Choice
}

// Asker tells what a button asks before its press counts, for platforms whose buttons carry their action
// and no more. It answers at once, and gives nil where the press counts as it is.
type Asker interface {
	Ask(lang i18n.Lang, action Action) *Question
}

// Notifier reaches a person unasked: what became of a press is told even where the bot was killed in
// between. An error means that the person was not reached.
type Notifier interface {
	Notify(ctx context.Context, to Address, m Message) error
}
