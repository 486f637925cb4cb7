// Package adapter is what the adapters of the chat platforms have in common between the acknowledgement of a
// request and its answer: the [Desk] where requests are taken, done in the background and answered, each once.
// How a platform writes a request, and how it is answered, is the affair of its own adapter, a [Job].
package adapter

import (
	"errors"
	"time"

	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
)

// ErrStopping says that nothing new is taken: the bot is stopping, or nobody is there yet to do it. Over HTTP it
// is answered with 503: the platform delivers again, or the person sees that it failed and tries again.
var ErrStopping = errors.New("the bot is stopping")

// Common is what every adapter needs. The zero value of everything from After on is what production wants.
type Common struct {
	// DefaultLang and DefaultZone are for people of whom the platform doesn't tell them; zero is French and UTC.
	DefaultLang i18n.Lang
	DefaultZone *time.Location
	// Handler does what people ask for. It may also be given later, with [Desk.SetHandler].
	Handler chat.Handler
	// Now is the bot's clock; nil is [time.Now].
	Now func() time.Time
	// Log is told what went wrong; nil is the standard logger.
	Log logrus.FieldLogger

	// After is [time.After]; tests have one that doesn't wait.
	After func(time.Duration) <-chan time.Time
	// WorkingAfter is when a press that takes long gets a card that says so; zero is three seconds.
	WorkingAfter time.Duration
	// WorkLimit is the time that the work for one request may take; zero is three minutes.
	WorkLimit time.Duration
	// SendLimit is the time that sending one message may take, every way and every retry included; zero is a
	// minute.
	SendLimit time.Duration
}

// The defaults of [Common].
const (
	defaultWorkingAfter = 3 * time.Second
	defaultWorkLimit    = 3 * time.Minute
	defaultSendLimit    = time.Minute
)

// Fill sets what was left open.
func (c *Common) Fill() {
	if c.DefaultLang == "" {
		c.DefaultLang = i18n.French
	}
	if c.DefaultZone == nil {
		c.DefaultZone = time.UTC
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Log == nil {
		c.Log = logrus.StandardLogger()
	}
	if c.After == nil {
		c.After = time.After
	}
	OrElse(&c.WorkingAfter, defaultWorkingAfter)
	OrElse(&c.WorkLimit, defaultWorkLimit)
	OrElse(&c.SendLimit, defaultSendLimit)
}

// OrElse sets a time that was left open.
func OrElse(d *time.Duration, value time.Duration) {
	if *d == 0 {
		*d = value
	}
}
