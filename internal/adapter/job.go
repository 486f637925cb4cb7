package adapter

import (
	"context"
	"runtime/debug"
	"time"

	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
)

// Job is one thing that a person did, and the way in which their platform is answered. Its methods are called
// one after the other.
type Job interface {
	// Work asks the platform for what it must know first (a language, say), has the request done by do, once at
	// most, and gives the answer; ctx ends when the work must be done.
	Work(ctx context.Context, do func(chat.Request) chat.Message) chat.Message
	// Lang is the person's language, as far as it is known by now.
	Lang() i18n.Lang
	// Card is the card whose button was pressed, as the platform names it beside the person; pressed is false
	// where there is none.
	Card() (id string, pressed bool)
	// Replace puts a card in the place of the pressed one.
	Replace(ctx context.Context, card chat.Card) error
	// Answer sends the answer; where its Replace is true, in the place of the pressed card. working tells that
	// this card says that it takes a while now, so that something must be put in its place.
	Answer(ctx context.Context, m chat.Message, working bool) error
}

// Start has a job done by who [Desk.Enter] gave, on its own; one that was delivered before (an empty id never
// was) is left alone. It returns at once.
func (d *Desk) Start(handler chat.Handler, delivery string, log *logrus.Entry, j Job) {
	if !d.isNew(delivery) {
		d.Leave()
		log.Info(d.name + ": delivered again, and left alone")
		return
	}
	go func() {
		defer d.Leave()
		c := &course{desk: d, handler: handler, job: j, log: log}
		c.run(d.base)
	}()
}

// course is a job under way.
type course struct {
	desk    *Desk
	handler chat.Handler
	job     Job
	log     *logrus.Entry
	working bool // the card of the press was replaced by one that says so
}

// run does the job and answers. The work has its time limit and sending the answer its own.
func (c *course) run(ctx context.Context) {
	defer func() {
		if p := recover(); p != nil {
			c.panicked(p)
			c.answer(ctx, broken(c.job.Lang()))
		}
	}()
	c.answer(ctx, c.work(ctx))
}

func (c *course) panicked(p any) {
	c.log.WithField("stack", string(debug.Stack())).Errorf("%s: panic: %v", c.desk.name, p)
}

// work gives the answer to the request.
func (c *course) work(ctx context.Context) chat.Message {
	limited, cancel := context.WithTimeout(ctx, c.desk.cfg.WorkLimit)
	defer cancel()
	return c.job.Work(limited, func(r chat.Request) chat.Message {
		done := c.handle(limited, r)
		var late <-chan time.Time
		if card, shows := c.showsWorking(r); shows && c.desk.occupy(card) {
			defer c.desk.release(card)
			late = c.desk.cfg.After(c.desk.cfg.WorkingAfter)
		}
		for {
			select {
			case m := <-done:
				return m
			case <-late:
				late = nil
				c.sayWorking(ctx)
			}
		}
	})
}

// handle has the request done, and answered too where that panics.
func (c *course) handle(ctx context.Context, r chat.Request) <-chan chat.Message {
	done := make(chan chat.Message, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				c.panicked(p)
				done <- broken(r.Lang)
			}
		}()
		done <- c.handler.Handle(ctx, r)
	}()
	return done
}

// showsWorking tells whether the card of a press gives way to "working" when it takes long, and which card that
// is. The card of a list stays: its buttons only propose something, and the list would be lost.
func (c *course) showsWorking(r chat.Request) (card string, shows bool) {
	id, pressed := c.job.Card()
	verb, _ := r.Action.Split()
	return r.User.ID + " " + id, pressed && verb != chat.Delete && verb != chat.Change
}

func (c *course) sayWorking(ctx context.Context) {
	lang := c.job.Lang()
	ctx, cancel := context.WithTimeout(ctx, c.desk.cfg.SendLimit)
	defer cancel()
	card := chat.Card{Title: i18n.StillWorking.In(lang), Lead: i18n.StillWorkingMore.In(lang)}
	if err := c.job.Replace(ctx, card); err != nil {
		c.log.WithError(err).Warn(c.desk.name + ": could not say that it takes a while")
		return
	}
	c.working = true
}

func broken(lang i18n.Lang) chat.Message {
	return chat.Message{Card: chat.Card{Tone: chat.Bad, Title: i18n.Broken.In(lang), Lead: i18n.BrokenMore.In(lang)}}
}

// answer sends what the handler said, and tells it that the platform has taken it.
func (c *course) answer(ctx context.Context, m chat.Message) {
	if m.IsZero() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, c.desk.cfg.SendLimit)
	defer cancel()
	_, pressed := c.job.Card()
	m.Replace = pressed && (m.Replace || c.working)
	if err := c.job.Answer(ctx, m, c.working); err != nil {
		c.log.WithError(err).Error(c.desk.name + ": the answer did not arrive")
		return
	}
	if m.Receipt != "" {
		c.handler.Told(ctx, m.Receipt)
	}
}
