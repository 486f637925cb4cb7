package slackbot

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/patrickmn/go-cache"
	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
)

// errStopping is answered with 503: Slack delivers an event again, and a person tries again.
var errStopping = errors.New("the bot is stopping")

// take acknowledges a task over HTTP and has it done.
func (b *Bot) take(w http.ResponseWriter, r *http.Request, t task) error {
	return b.start(t, r.Header.Get("X-Slack-Retry-Num"), func() { acknowledge(w) })
}

// start acknowledges a task, whichever way it came, and has it done. Where the bot is stopping it does
// neither, so that Slack delivers it again to whoever is there then.
func (b *Bot) start(t task, retry string, acknowledge func()) error {
	handler := b.enter()
	if handler == nil {
		return errStopping
	}
	acknowledge()
	log := b.cfg.Log.WithFields(logrus.Fields{"request": rand.Text(), "delivery": t.delivery, "user": t.user})
	if retry != "" {
		log = log.WithField("retry", retry)
	}
	if !b.isNew(t.delivery) {
		b.work.Done()
		log.Info("slack: delivered again, and left alone")
		return nil
	}
	if t.origin.until.IsZero() {
		t.origin.until = b.cfg.Now().Add(responseURLLife)
	}
	go func() {
		defer b.work.Done()
		j := &job{bot: b, handler: handler, task: t, log: log, lang: b.cfg.DefaultLang}
		j.run(b.base)
	}()
	return nil
}

// isNew remembers a delivery, and tells whether it is the first of its id in a while. Restarts and
// other replicas it knows nothing of; the commands do.
func (b *Bot) isNew(delivery string) bool {
	return delivery == "" || b.seen.Add(delivery, struct{}{}, cache.DefaultExpiration) == nil
}

// job is one task under way.
type job struct {
	bot     *Bot
	handler chat.Handler
	task    task
	log     *logrus.Entry
	lang    i18n.Lang
	working bool // the card of the press was replaced by one that says so
}

// run does the task and answers. The work has its time limit and sending the answer its own.
func (j *job) run(ctx context.Context) {
	defer func() {
		if p := recover(); p != nil {
			j.log.WithField("stack", string(debug.Stack())).Errorf("slack: panic: %v", p)
			j.answer(ctx, broken(j.lang))
		}
	}()
	j.answer(ctx, j.work(ctx))
}

// work gives the answer to the task.
func (j *job) work(ctx context.Context) chat.Message {
	limited, cancel := context.WithTimeout(ctx, j.bot.cfg.WorkLimit)
	defer cancel()
	if j.task.question != nil {
		return j.ask(limited)
	}
	lang, zone := j.bot.tongue(limited, j.task.user, j.log)
	j.lang = lang
	user := chat.User{Platform: chat.Slack, ID: j.task.user}
	done := j.handle(limited, chat.Request{
		Delivery: j.task.delivery,
		User:     user,
		Lang:     lang,
		Zone:     zone,
		Text:     j.task.text,
		Action:   j.task.action,
		Input:    j.task.input,
		ReplyTo: chat.Address{
			User:    user,
			Channel: j.task.origin.channel,
			URL:     j.task.origin.responseURL,
			Until:   j.task.origin.until,
		},
	})
	var late <-chan time.Time
	if j.task.showsWorking() && j.bot.occupy(j.task) {
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
				j.log.WithField("stack", string(debug.Stack())).Errorf("slack: panic: %v", p)
				done <- broken(r.Lang)
			}
		}()
		done <- j.handler.Handle(ctx, r)
	}()
	return done
}

// showsWorking tells whether the card of a press gives way to "working" when it takes long. The card
// of a list stays: its buttons only propose something, and the list would be lost.
func (t task) showsWorking() bool {
	verb, _ := t.action.Split()
	return t.origin.hasCard && verb != chat.Delete && verb != chat.Change
}

// occupy makes a press the one that may show "working" on its card; false where another is. Of two
// presses in a row the second must not put anything over the first one's result.
func (b *Bot) occupy(t task) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	key := t.cardKey()
	if b.busy[key] {
		return false
	}
	b.busy[key] = true
	return true
}

func (b *Bot) release(t task) {
	b.mu.Lock()
	defer b.mu.Unlock()
	delete(b.busy, t.cardKey())
}

// cardKey is the card of a press, as far as Slack tells; else its button.
func (t task) cardKey() string {
	card := t.origin.card
	if card == "" {
		card = string(t.action)
	}
	return t.origin.channel + " " + t.user + " " + card
}

func (j *job) sayWorking(ctx context.Context) {
	card := chat.Card{Title: i18n.StillWorking.In(j.lang), Lead: i18n.StillWorkingMore.In(j.lang)}
	ctx, cancel := context.WithTimeout(ctx, j.bot.cfg.SendLimit)
	defer cancel()
	if err := j.bot.respond(ctx, j.task.origin, render(card, j.lang, ""), true); err != nil {
		j.log.WithError(err).Warn("slack: could not say that it takes a while")
		return
	}
	j.working = true
}

func broken(lang i18n.Lang) chat.Message {
	return chat.Message{Card: chat.Card{
		Tone: chat.Bad, Title: i18n.Broken.In(lang), Lead: i18n.BrokenMore.In(lang),
	}}
}

// answer sends what the handler said, and tells it that Slack has taken it.
func (j *job) answer(ctx context.Context, m chat.Message) {
	if m.IsZero() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, j.bot.cfg.SendLimit)
	defer cancel()
	if m.Public {
		// It is a message of its own, whatever it answers; a card that says "working" is ended below.
		public := j.task.origin
		public.public = true
		err := j.bot.deliver(ctx, public, j.task.user, m, j.lang, false)
		switch {
		case err != nil:
			j.log.WithError(err).Error("slack: the answer did not arrive")
			return
		case !j.working:
			j.told(ctx, m)
			return
		}
		m.Card.File = nil // it is there
	}
	replace := j.task.origin.hasCard && (m.Replace || j.working)
	if err := j.bot.deliver(ctx, j.task.origin, j.task.user, m, j.lang, replace); err != nil {
		j.log.WithError(err).Error("slack: the answer did not arrive")
		return
	}
	j.told(ctx, m)
}

// told gives the receipt of a message that Slack has taken.
func (j *job) told(ctx context.Context, m chat.Message) {
	if m.Receipt != "" {
		j.handler.Told(ctx, m.Receipt)
	}
}
