package discordbot

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/bwmarrin/discordgo"

	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/wire"
)

// byOption is the option of the usage command whose value says what the figures are summed up by.
const byOption = "by"

// optionOrder is the order in which the options of a command follow its name, as it would be typed elsewhere.
var optionOrder = []string{"who", "what", "when", "as", "reason", byOption, "format"}

// Register sees to it that the bot's commands are what Discord has: in the guild of [Config.GuildID], or
// globally. They are written only where they differ, all at once
// (https://discord.com/developers/docs/interactions/application-commands#bulk-overwrite-global-application-commands).
//
// Commands that are in both places show twice. So where a guild has them, those of the same names are taken away
// globally; the other way round Discord names no guilds to look in, and the operator empties the one that was
// left.
func (b *Bot) Register(ctx context.Context) error {
	s, with := b.session(), discordgo.WithContext(ctx)
	want := commands(b.cfg.GuildID == "")
	have, err := s.ApplicationCommands(b.cfg.ApplicationID, b.cfg.GuildID, with)
	if err != nil {
		return fmt.Errorf("discord: reading the registered commands: %w", wire.Scrub(err))
	}
	if !sameCommands(have, want) {
		if _, err := s.ApplicationCommandBulkOverwrite(b.cfg.ApplicationID, b.cfg.GuildID, want, with); err != nil {
			return fmt.Errorf("discord: registering the commands: %w", wire.Scrub(err))
		}
		b.cfg.Log.WithField("commands", len(want)).Info("discord: registered the commands")
	}
	if b.cfg.GuildID == "" {
		return nil
	}
	global, err := s.ApplicationCommands(b.cfg.ApplicationID, "", with)
	if err != nil {
		return fmt.Errorf("discord: reading the global commands: %w", wire.Scrub(err))
	}
	ours := slices.DeleteFunc(slices.Clone(global), func(c *discordgo.ApplicationCommand) bool {
		return !slices.ContainsFunc(want, func(w *discordgo.ApplicationCommand) bool { return w.Name == c.Name && w.Type == c.Type })
	})
	if len(ours) > 0 && len(ours) == len(global) {
		if _, err := s.ApplicationCommandBulkOverwrite(b.cfg.ApplicationID, "", []*discordgo.ApplicationCommand{}, with); err != nil {
			return fmt.Errorf("discord: taking the global commands away: %w", wire.Scrub(err))
		}
		return nil
	}
	for _, c := range ours {
		if err := s.ApplicationCommandDelete(b.cfg.ApplicationID, "", c.ID, with); err != nil {
			return fmt.Errorf("discord: taking the global command %s away: %w", c.Name, wire.Scrub(err))
		}
	}
	return nil
}

// Registered tells whether Discord has the commands as they are now, for whoever only wants to know.
func (b *Bot) Registered(ctx context.Context) (bool, error) {
	have, err := b.session().ApplicationCommands(b.cfg.ApplicationID, b.cfg.GuildID, discordgo.WithContext(ctx))
	if err != nil {
		return false, fmt.Errorf("discord: reading the registered commands: %w", wire.Scrub(err))
	}
	return sameCommands(have, commands(b.cfg.GuildID == "")), nil
}

// commands are those of the bot. Their base is English, and French people see French: /prive, /trajet. Where
// they can be used is only said of global ones; a guild's are the guild's.
//
// https://discord.com/developers/docs/interactions/application-commands#application-command-object
func commands(global bool) []*discordgo.ApplicationCommand {
	when := func(t i18n.Text, required bool) *discordgo.ApplicationCommandOption {
		o := text("when", "quand", t)
		o.Required, o.Autocomplete = required, true
		return o
	}
	all := []*discordgo.ApplicationCommand{
		slash("private", "prive", i18n.DiscordPrivate, when(i18n.DiscordWhen, true), text("reason", "motif", i18n.DiscordReason)),
		slash("pro", "pro", i18n.DiscordPro),
		slash("trip", "trajet", i18n.DiscordTrip, when(i18n.DiscordTripWhen, true),
			chosen(text("as", "en", i18n.DiscordAs), i18n.DiscordAsPrivate, "private", i18n.DiscordAsPro, "pro")),
		slash("usage", "usage", i18n.DiscordUsage, completed(text("who", "qui", i18n.DiscordWho)), when(i18n.DiscordUsageWhen, false),
			chosen(text(byOption, "par", i18n.DiscordBy), i18n.DiscordByDriver, "driver", i18n.DiscordByVehicle, "vehicle",
				i18n.DiscordByEntity, "entity"),
			chosen(text("format", "format", i18n.DiscordFormat), i18n.DiscordCSV, "csv")),
		slash("ocean", "ocean", i18n.DiscordOcean, completed(text("what", "quoi", i18n.DiscordWhat))),
		menu(discordgo.UserApplicationCommand, i18n.DiscordUserUsage),
		menu(discordgo.MessageApplicationCommand, i18n.DiscordMessagePrivate),
	}
	for _, c := range all {
		if global {
			c.Contexts = &[]discordgo.InteractionContextType{discordgo.InteractionContextGuild, discordgo.InteractionContextBotDM}
		}
	}
	return all
}

func slash(name, french string, does i18n.Text, options ...*discordgo.ApplicationCommandOption) *discordgo.ApplicationCommand {
	return &discordgo.ApplicationCommand{
		Type: discordgo.ChatApplicationCommand,
		Name: name, NameLocalizations: &map[discordgo.Locale]string{discordgo.French: french},
		Description: does.EN, DescriptionLocalizations: &map[discordgo.Locale]string{discordgo.French: does.FR},
		Options: options,
	}
}

// menu is a command of the menu that opens on a person or a message.
func menu(kind discordgo.ApplicationCommandType, name i18n.Text) *discordgo.ApplicationCommand {
	return &discordgo.ApplicationCommand{
		Type: kind, Name: name.EN, NameLocalizations: &map[discordgo.Locale]string{discordgo.French: name.FR},
	}
}

func text(name, french string, means i18n.Text) *discordgo.ApplicationCommandOption {
	return &discordgo.ApplicationCommandOption{
		Type: discordgo.ApplicationCommandOptionString,
		Name: name, NameLocalizations: map[discordgo.Locale]string{discordgo.French: french},
		Description: means.EN, DescriptionLocalizations: map[discordgo.Locale]string{discordgo.French: means.FR},
	}
}

func completed(o *discordgo.ApplicationCommandOption) *discordgo.ApplicationCommandOption {
	o.Autocomplete = true
	return o
}

// chosen gives an option its choices: a label and a value, in turn.
func chosen(o *discordgo.ApplicationCommandOption, labelsAndValues ...any) *discordgo.ApplicationCommandOption {
	for i := 0; i+1 < len(labelsAndValues); i += 2 {
		label, _ := labelsAndValues[i].(i18n.Text)
		o.Choices = append(o.Choices, &discordgo.ApplicationCommandOptionChoice{
			Name: label.EN, NameLocalizations: map[discordgo.Locale]string{discordgo.French: label.FR}, Value: labelsAndValues[i+1],
		})
	}
	return o
}

// sameCommands compares what Discord has with what it should have, without what Discord adds.
func sameCommands(have, want []*discordgo.ApplicationCommand) bool {
	return slices.Equal(normal(have), normal(want))
}

// normal writes commands so that those which mean the same are the same, whatever their order.
func normal(all []*discordgo.ApplicationCommand) []string {
	written := make([]string, 0, len(all))
	for _, c := range all {
		own := discordgo.ApplicationCommand{
			Type: c.Type, Name: c.Name, Description: c.Description, Contexts: c.Contexts,
			NameLocalizations: orNone(c.NameLocalizations), DescriptionLocalizations: orNone(c.DescriptionLocalizations),
			DefaultMemberPermissions: c.DefaultMemberPermissions,
		}
		if own.Type == 0 {
			own.Type = discordgo.ChatApplicationCommand
		}
		if own.Contexts != nil {
			sorted := slices.Sorted(slices.Values(*own.Contexts))
			own.Contexts = &sorted
		}
		for _, o := range c.Options {
			same := *o
			same.NameLocalizations, same.DescriptionLocalizations = orEmpty(o.NameLocalizations), orEmpty(o.DescriptionLocalizations)
			same.Choices = nil
			for _, choice := range o.Choices {
				same.Choices = append(same.Choices, &discordgo.ApplicationCommandOptionChoice{
					Name: choice.Name, NameLocalizations: orEmpty(choice.NameLocalizations), Value: choice.Value,
				})
			}
			if len(same.Options) == 0 {
				same.Options = nil
			}
			if len(same.ChannelTypes) == 0 {
				same.ChannelTypes = nil
			}
			own.Options = append(own.Options, &same)
		}
		encoded, err := json.Marshal(own)
		if err != nil {
			encoded = []byte(fmt.Sprintf("%s: %v", c.Name, err)) // it equals nothing, and is written anew
		}
		written = append(written, string(encoded))
	}
	slices.SortFunc(written, strings.Compare)
	return written
}

func orNone(m *map[discordgo.Locale]string) *map[discordgo.Locale]string {
	if m == nil || len(*m) == 0 {
		return nil
	}
	return m
}

func orEmpty(m map[discordgo.Locale]string) map[discordgo.Locale]string {
	if len(m) == 0 {
		return nil
	}
	return m
}
