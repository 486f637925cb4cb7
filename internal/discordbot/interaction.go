package discordbot

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/bwmarrin/discordgo"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/wire"
)

// errMalformed is an interaction that is signed by Discord and yet not what Discord's documents describe.
var errMalformed = errors.New("malformed interaction")

// interaction is what the bot reads of an interaction; Discord sends much more, and may send more still, which
// discordgo's own type would refuse (a kind of component that it doesn't know).
// https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-object
type interaction struct {
	ID        string                    `json:"id"`
	Type      discordgo.InteractionType `json:"type"`
	Token     string                    `json:"token"`
	GuildID   string                    `json:"guild_id"`
	ChannelID string                    `json:"channel_id"`
	Locale    string                    `json:"locale"`
	User      *person                   `json:"user"`
	Member    *struct {
		User  *person  `json:"user"`
		Roles []string `json:"roles"`
	} `json:"member"`
	Message struct {
		ID string `json:"id"`
	} `json:"message"`
	Data interactionData `json:"data"`
}

type person struct {
	ID  string `json:"id"`
	Bot bool   `json:"bot"`
}

type interactionData struct {
	Name     string                           `json:"name"`
	Type     discordgo.ApplicationCommandType `json:"type"`
	Options  []option                         `json:"options"`
	TargetID string                           `json:"target_id"`
	Resolved struct {
		Messages map[string]struct {
			Content string `json:"content"`
		} `json:"messages"`
	} `json:"resolved"`
	CustomID   string          `json:"custom_id"`
	Components json.RawMessage `json:"components"`
}

// option is what somebody typed or chose for an option of a command.
type option struct {
	Name    string `json:"name"`
	Value   any    `json:"value"`
	Focused bool   `json:"focused"`
}

// words is the value as text.
func (o option) words() string {
	if o.Value == nil {
		return ""
	}
	return strings.TrimSpace(fmt.Sprint(o.Value))
}

// response is the first answer to an interaction:
// https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object.
type response struct {
	Type discordgo.InteractionResponseType `json:"type"`
	Data any                               `json:"data,omitempty"`
}

// privately is the data of a first answer that only the asker sees.
type privately struct {
	Flags discordgo.MessageFlags `json:"flags"`
}

// thinking says that an answer comes, and that only the asker will see it: the flag can't change later.
func thinking() response {
	return response{
		Type: discordgo.InteractionResponseDeferredChannelMessageWithSource,
		Data: privately{discordgo.MessageFlagsEphemeral},
	}
}

// admit reads an interaction and gives its first answer, and what there is to do once that is out: either
// start is called then, or [adapter.Desk.Leave]. start is nil where the first answer is all. It
// asks nobody and waits for nothing.
func (b *Bot) admit(raw []byte) (first response, start func(), err error) {
	var in interaction
	if err := json.Unmarshal(raw, &in); err != nil {
		return response{}, nil, fmt.Errorf("%w: %w", errMalformed, err)
	}
	if in.Type == discordgo.InteractionPing {
		return response{Type: discordgo.InteractionResponsePong}, nil, nil
	}
	t, err := in.task()
	if err != nil {
		return response{}, nil, err
	}
	handler, err := b.desk.Enter()
	if err != nil {
		return response{}, nil, err
	}
	t.lang = b.tongue(t.user, in.Locale)
	switch in.Type {
	case discordgo.InteractionApplicationCommandAutocomplete:
		defer b.desk.Leave()
		return b.complete(handler, in.Data, t), nil, nil
	case discordgo.InteractionMessageComponent:
		if question := b.questionOf(handler, t); question != nil {
			defer b.desk.Leave()
			return dialog(t.action, *question, t.lang), nil, nil
		}
		t.origin.hasCard = true
		first = response{Type: discordgo.InteractionResponseDeferredMessageUpdate}
	case discordgo.InteractionApplicationCommand, discordgo.InteractionModalSubmit:
		t.origin.thinking = true
		first = thinking()
	case discordgo.InteractionPing:
	}
	return first, func() { b.start(handler, t) }, nil
}

// task is what an interaction asks for, as far as it could be read without asking anybody.
func (in interaction) task() (task, error) {
	asker := in.User
	var roles []string
	if in.Member != nil {
		roles = in.Member.Roles
		if in.Member.User != nil {
			asker = in.Member.User
		}
	}
	if in.ID == "" || in.Token == "" || asker == nil || asker.ID == "" {
		return task{}, fmt.Errorf("%w: an interaction of nobody", errMalformed)
	}
	t := task{
		delivery: "discord:" + in.ID,
		user:     asker.ID,
		roles:    roles,
		origin:   origin{channel: in.ChannelID, token: in.Token, card: in.Message.ID, guild: in.GuildID != ""},
	}
	switch in.Type {
	case discordgo.InteractionApplicationCommand:
		if in.Data.Name == "" {
			return task{}, fmt.Errorf("%w: a command without a name", errMalformed)
		}
		t.text = in.Data.text()
	case discordgo.InteractionMessageComponent:
		t.action = chat.Action(in.Data.CustomID)
	case discordgo.InteractionModalSubmit:
		t.action = chat.Action(in.Data.CustomID)
		t.input = typedInto(in.Data.Components)
	case discordgo.InteractionApplicationCommandAutocomplete:
		return t, nil
	default:
		return task{}, fmt.Errorf("%w: type %d", errMalformed, in.Type)
	}
	if t.text == "" && t.action == "" {
		return task{}, fmt.Errorf("%w: a press on nothing", errMalformed)
	}
	return t, nil
}

// text composes a command as it would be typed elsewhere: the options follow the name in the order in which
// they are registered.
func (d interactionData) text() string {
	switch d.Type {
	case discordgo.UserApplicationCommand:
		return "usage <@" + d.TargetID + ">"
	case discordgo.MessageApplicationCommand:
		return strings.TrimSpace("private " + wire.OneLine(d.Resolved.Messages[d.TargetID].Content))
	case discordgo.ChatApplicationCommand:
	}
	parts := []string{d.Name}
	for _, name := range optionOrder {
		for _, o := range d.Options {
			if o.Name != name || o.words() == "" {
				continue
			}
			if name == byOption {
				parts = append(parts, "by")
			}
			parts = append(parts, o.words())
		}
	}
	return strings.Join(parts, " ")
}

// complete answers the letters that somebody has typed into an option so far.
func (b *Bot) complete(handler chat.Handler, data interactionData, t task) response {
	var found []chat.Choice
	if completer, ok := handler.(chat.Completer); ok {
		for _, o := range data.Options {
			if o.Focused {
				found = b.choices(completer, chat.Completion{
					User: chat.User{Platform: chat.Discord, ID: t.user}, Lang: t.lang, Zone: b.cfg.DefaultZone,
					Command: data.Name, Option: o.Name, Typed: o.words(),
				})
			}
		}
	}
	shown := make([]*discordgo.ApplicationCommandOptionChoice, 0, maxChoices)
	for _, c := range found {
		// A value that is cut would mean something else.
		if c.Value == "" || wire.Units(c.Value) > maxChoice || len(shown) == maxChoices {
			continue
		}
		label := plain(wire.OneLine(c.Label), maxChoice)
		if label == "" {
			label = plain(c.Value, maxChoice)
		}
		shown = append(shown, &discordgo.ApplicationCommandOptionChoice{Name: label, Value: c.Value})
	}
	return response{
		Type: discordgo.InteractionApplicationCommandAutocompleteResult,
		Data: struct {
			Choices []*discordgo.ApplicationCommandOptionChoice `json:"choices"`
		}{shown},
	}
}

// choices asks for completions, and has none where that panics.
func (b *Bot) choices(completer chat.Completer, c chat.Completion) (found []chat.Choice) {
	defer func() {
		if p := recover(); p != nil {
			b.cfg.Log.Errorf("discord: panic while completing: %v", p)
			found = nil
		}
	}()
	ctx, cancel := context.WithTimeout(b.desk.Context(), answerTime)
	defer cancel()
	return completer.Complete(ctx, c)
}

// TakeInteraction takes an INTERACTION_CREATE of the gateway, given as Discord sent it
// (https://discord.com/developers/docs/events/gateway-events#interaction-create): it is answered through
// https://discord.com/developers/docs/interactions/receiving-and-responding#create-interaction-response. It
// returns at once; an error says that nothing will be done.
func (b *Bot) TakeInteraction(raw []byte) error {
	var in interaction
	if err := json.Unmarshal(raw, &in); err != nil {
		return fmt.Errorf("discord: %w: %w", errMalformed, err)
	}
	return b.desk.Go(func() {
		log := b.cfg.Log.WithField("delivery", "discord:"+in.ID)
		first, start, err := b.admit(raw)
		if err != nil {
			log.WithError(err).Warn("discord: could not take an interaction")
			return
		}
		if err := b.answerFirst(in, first); err != nil {
			// The person sees that it failed; then it must not be done behind their back.
			log.WithError(err).Warn("discord: the first answer was not taken, so nothing is done")
			if start != nil {
				b.desk.Leave()
			}
			return
		}
		if start != nil {
			start()
		}
	})
}
