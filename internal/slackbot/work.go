package slackbot

import (
	"context"
	"net/http"

	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
)

// take acknowledges a task over HTTP and has it done.
func (b *Bot) take(w http.ResponseWriter, r *http.Request, t task) error {
	return b.start(t, r.Header.Get("X-Slack-Retry-Num"), func() { acknowledge(w) })
}

// start acknowledges a task, whichever way it came, and has it done. Where the bot is stopping it does
// neither, so that Slack delivers it again to whoever is there then.
func (b *Bot) start(t task, retry string, acknowledge func()) error {
	handler, err := b.desk.Enter()
	if err != nil {
		return err
	}
	acknowledge()
	log := b.desk.Log(t.delivery, t.user)
	if retry != "" {
		log = log.WithField("retry", retry)
	}
	if t.origin.until.IsZero() {
		t.origin.until = b.cfg.Now().Add(responseURLLife)
	}
	b.desk.Start(handler, t.delivery, log, &job{bot: b, task: t, log: log, lang: b.cfg.DefaultLang})
	return nil
}

// job is one task under way.
type job struct {
	bot  *Bot
	task task
	log  *logrus.Entry
	lang i18n.Lang
}

// Work implements [adapter.Job].
func (j *job) Work(ctx context.Context, do func(chat.Request) chat.Message) chat.Message {
	if j.task.question != nil {
		return j.ask(ctx)
	}
	lang, zone := j.bot.tongue(ctx, j.task.user, j.log)
	j.lang = lang
	user := chat.User{Platform: chat.Slack, ID: j.task.user}
	return do(chat.Request{
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
}

// Lang implements [adapter.Job].
func (j *job) Lang() i18n.Lang { return j.lang }

// Card implements [adapter.Job]: the card of a press, as far as Slack tells; else its button.
func (j *job) Card() (id string, pressed bool) {
	card := j.task.origin.card
	if card == "" {
		card = string(j.task.action)
	}
	return j.task.origin.channel + " " + card, j.task.origin.hasCard
}

// Replace implements [adapter.Job].
func (j *job) Replace(ctx context.Context, card chat.Card) error {
	return j.bot.respond(ctx, j.task.origin, render(card, j.lang, ""), true)
}

// Answer implements [adapter.Job].
func (j *job) Answer(ctx context.Context, m chat.Message, working bool) error {
	if m.Public {
		// It is a message of its own, whatever it answers; a card that says "working" is ended below.
		public := j.task.origin
		public.public = true
		if err := j.bot.deliver(ctx, public, j.task.user, m, j.lang, false); err != nil || !working {
			return err
		}
		m.Card.File = nil // it is there
	}
	return j.bot.deliver(ctx, j.task.origin, j.task.user, m, j.lang, m.Replace)
}
