package discordbot

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/bwmarrin/discordgo"
)

// written is what the bot reads of a message:
// https://discord.com/developers/docs/resources/message#message-object and, for the fields that only the
// gateway adds, https://discord.com/developers/docs/events/gateway-events#message-create.
type written struct {
	ID        string                `json:"id"`
	Type      discordgo.MessageType `json:"type"`
	ChannelID string                `json:"channel_id"`
	GuildID   string                `json:"guild_id"`
	WebhookID string                `json:"webhook_id"`
	Content   string                `json:"content"`
	Author    person                `json:"author"`
	Member    *struct {
		Roles []string `json:"roles"`
	} `json:"member"`
	Mentions []person `json:"mentions"`
}

// TakeMessage takes a MESSAGE_CREATE of the gateway, given as Discord sent it. A direct message, and a mention
// in a channel, are commands in plain words; Discord gives the content of both without the privileged intent
// (https://discord.com/developers/docs/events/gateway#message-content-intent). Everything else is left alone. It
// returns at once; an error says that nothing will be done.
func (b *Bot) TakeMessage(raw []byte) error {
	var m written
	if err := json.Unmarshal(raw, &m); err != nil {
		return fmt.Errorf("discord: %w: %w", errMalformed, err)
	}
	t, ok := b.taskOf(m)
	if !ok {
		return nil
	}
	handler, err := b.desk.Enter()
	if err != nil {
		return err
	}
	if !t.origin.guild {
		b.showTyping(t.origin.channel)
	}
	b.start(handler, t)
	return nil
}

// taskOf gives ok == false for everything that is not a person who talks to the bot.
func (b *Bot) taskOf(m written) (task, bool) {
	ordinary := m.Type == discordgo.MessageTypeDefault || m.Type == discordgo.MessageTypeReply
	if m.ID == "" || m.Author.ID == "" || m.Author.Bot || m.WebhookID != "" || !ordinary || b.isSelf(m.Author.ID) {
		return task{}, false
	}
	text, named := b.withoutMention(m.Content)
	if m.GuildID != "" && !named {
		return task{}, false // a reply to the bot mentions it too, and need not be meant for it
	}
	t := task{
		delivery: "discord:" + m.ID,
		user:     m.Author.ID,
		lang:     b.knownTongue(m.Author.ID),
		text:     strings.TrimPrefix(text, "/"),
		origin:   origin{channel: m.ChannelID, guild: m.GuildID != "", message: m.ID},
	}
	if m.Member != nil {
		t.roles = m.Member.Roles
	}
	if t.text == "" {
		t.text = "help"
	}
	return t, true
}

// userMention is https://discord.com/developers/docs/reference#message-formatting.
var userMention = regexp.MustCompile(`<@!?(\d+)>`)

// withoutMention takes the bot's own name out of what was said to it, and tells whether it was there.
func (b *Bot) withoutMention(content string) (text string, named bool) {
	text = userMention.ReplaceAllStringFunc(content, func(mention string) string {
		if b.isSelf(userMention.FindStringSubmatch(mention)[1]) {
			named = true
			return " "
		}
		return mention
	})
	return strings.TrimSpace(text), named
}

// showTyping acknowledges a direct message at once:
// https://discord.com/developers/docs/resources/channel#trigger-typing-indicator.
func (b *Bot) showTyping(channel string) {
	err := b.desk.Go(func() {
		ctx, cancel := context.WithTimeout(b.desk.Context(), answerTime)
		defer cancel()
		if err := b.session().ChannelTyping(channel, discordgo.WithContext(ctx)); err != nil {
			b.cfg.Log.WithError(judge(err)).Debug("discord: could not show that the bot is typing")
		}
	})
	if err != nil {
		b.cfg.Log.WithError(err).Debug("discord: did not show that the bot is typing")
	}
}
