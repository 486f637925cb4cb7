package discordbot

import (
	"context"

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
	if t.origin.token != "" {
		t.origin.until = b.cfg.Now().Add(tokenLife)
		t.origin.fresh = true
	}
	b.desk.Start(handler, t.delivery, b.desk.Log(t.delivery, t.user), &job{bot: b, task: t})
}

// job is one task under way.
type job struct {
	bot  *Bot
	task task
}

// Work implements [adapter.Job].
func (j *job) Work(_ context.Context, do func(chat.Request) chat.Message) chat.Message {
	user := chat.User{Platform: chat.Discord, ID: j.task.user}
	return do(chat.Request{
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
}

// Lang implements [adapter.Job].
func (j *job) Lang() i18n.Lang { return j.task.lang }

// Card implements [adapter.Job]. A command has none: it shows "is thinking" by itself.
func (j *job) Card() (id string, pressed bool) { return j.task.origin.card, j.task.origin.hasCard }

// Replace implements [adapter.Job].
func (j *job) Replace(ctx context.Context, card chat.Card) error {
	return j.bot.edit(ctx, j.bot.session(), j.task.origin, render(card, j.task.lang))
}

// Answer implements [adapter.Job].
func (j *job) Answer(ctx context.Context, m chat.Message, _ bool) error {
	return j.bot.deliver(ctx, j.task.origin, j.task.user, m, j.task.lang)
}
