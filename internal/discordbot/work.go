package discordbot

import (
	"context"
	"crypto/rand"
	"runtime/debug"
	"time"

	"github.com/patrickmn/go-cache"
	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
)

// task is something that a person did, as far as it could be read without asking anybody.
type task struct {
	delivery string // "discord:1234567890"
	user     string
	roles    []string
	lang     i18n.Lang
	text     string
	action   chat.Action
	input    string
	origin   origin
}

// start has a task done, on its own. Whoever calls it has entered the work.
func (b *Bot) start(handler chat.Handler, t task) {
	log := b.cfg.Log.WithFields(logrus.Fields{"request": rand.Text(), "delivery": t.delivery, "user": t.user})
	// Restarts and other replicas this knows nothing of; the commands do.
	if b.seen.Add(t.delivery, struct{}{}, cache.DefaultExpiration) != nil {
		b.work.Done()
		log.Info("discord: delivered again, and left alone")
		return
	}
	if t.origin.token != "" {
		t.origin.until = b.cfg.Now().Add(tokenLife)
		t.origin.fresh = true
	}
	go func() {
		defer b.work.Done()
		j := &job{bot: b, handler: handler, task: t, log: log}
		j.run(b.base)
	}()
}

// job is one task under way.
type job struct {
	bot     *Bot
	handler chat.Handler
	task    task
	log     *logrus.Entry
	working bool // the card of the press was replaced by one that says so
}

// run does the task and answers. The work has its time limit and sending the answer its own.
func (j *job) run(ctx context.Context) {
	defer func() {
		if p := recover(); p != nil {
			j.log.WithField("stack", string(debug.Stack())).Errorf("discord: panic: %v", p)
			j.answer(ctx, broken(j.task.lang))
		}
	}()
	j.answer(ctx, j.work(ctx))
}

// work gives the answer to the task.
func (j *job) work(ctx context.Context) chat.Message {
	limited, cancel := context.WithTimeout(ctx, j.bot.cfg.WorkLimit)
	defer cancel()
	user := chat.User{Platform: chat.Discord, ID: j.task.user}
	done := j.handle(limited, chat.Request{
		Delivery: j.task.delivery,
		User:     user,
		Lang:     j.task.lang,
		Zone:     j.bot.cfg.DefaultZone,
		Text:     j.task.text,
		Action:   j.task.action,
		Input:    j.task.input,
		Roles:    j.task.roles,
		ReplyTo: chat.Address{
			User:    user,
			Channel: j.task.origin.channel,
			URL:     j.bot.hookOf(j.task.origin.token),
			Until:   j.task.origin.until,
		},
	})
	var late <-chan time.Time
	if j.showsWorking() && j.bot.occupy(j.task) {
		defer j.bot.release(j.task)
		late = j.bot.cfg.After(j.bot.cfg.WorkingAfter)
	}
	for {
		select {
		case m := <-done:
			return m
		case <-late:
			late = nil
			j.sayWorking(ctx)
		}
	}
}

// handle has the request done, and answered too where that panics.
func (j *job) handle(ctx context.Context, r chat.Request) <-chan chat.Message {
	done := make(chan chat.Message, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				j.log.WithField("stack", string(debug.Stack())).Errorf("discord: panic: %v", p)
				done <- broken(r.Lang)
			}
		}()
		done <- j.handler.Handle(ctx, r)
	}()
	return done
}

// showsWorking tells whether the card of a press gives way to "working" when it takes long; a command shows
// "is thinking" by itself. The card of a list stays: its buttons only propose something, and the list would be
// lost.
func (j *job) showsWorking() bool {
	verb, _ := j.task.action.Split()
	return j.task.origin.hasCard && verb != chat.Delete && verb != chat.Change
}

// occupy makes a press the one that may show "working" on its card; false where another is. Of two presses in
// a row the second must not put anything over the first one's result.
func (b *Bot) occupy(t task) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	key := t.user + " " + t.origin.card
	if b.busy[key] {
		return false
	}
	b.busy[key] = true
	return true
}

func (b *Bot) release(t task) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.busy, t.user+" "+t.origin.card)
}

func (j *job) sayWorking(ctx context.Context) {
	card := chat.Card{Title: i18n.StillWorking.In(j.task.lang), Lead: i18n.StillWorkingMore.In(j.task.lang)}
	ctx, cancel := context.WithTimeout(ctx, j.bot.cfg.SendLimit)
	defer cancel()
	if err := j.bot.edit(ctx, j.bot.session(), j.task.origin, render(card, j.task.lang)); err != nil {
		j.log.WithError(err).Warn("discord: could not say that it takes a while")
		return
	}
	j.working = true
}

func broken(lang i18n.Lang) chat.Message {
	return chat.Message{Card: chat.Card{Tone: chat.Bad, Title: i18n.Broken.In(lang), Lead: i18n.BrokenMore.In(lang)}}
}

// answer sends what the handler said, and tells it that Discord has taken it.
func (j *job) answer(ctx context.Context, m chat.Message) {
	if m.IsZero() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, j.bot.cfg.SendLimit)
	defer cancel()
	m.Replace = j.task.origin.hasCard && (m.Replace || j.working)
	if err := j.bot.deliver(ctx, j.task.origin, j.task.user, m, j.task.lang); err != nil {
		j.log.WithError(err).Error("discord: the answer did not arrive")
		return
	}
	if m.Receipt != "" {
		j.handler.Told(ctx, m.Receipt)
	}
}
