package commands

import (
	"context"
	"strings"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
)

func helpVerb() verb { return verb{"aide", "help", []string{"?"}, (*session).help} }

// helpCommand is how help is asked for on the asker's platform: there is no /help of our own in Slack.
func (s *session) helpCommand() string {
	if s.User.Platform == chat.Console {
		return s.typed("aide", "help")
	}
	return s.typed("ocean aide", "ocean help")
}

// help says what the bot understands.
func (s *session) help(context.Context, string) (chat.Message, error) {
	examples := i18n.HelpExamples(s.Lang)
	if s.User.Platform != chat.Console {
		for i := range examples {
			examples[i].Command = "/" + examples[i].Command
		}
	}
	widest := 0
	for _, e := range examples {
		widest = max(widest, len([]rune(e.Command)))
	}
	lines := make([]string, 0, len(examples))
	for _, e := range examples {
		lines = append(lines, e.Command+strings.Repeat(" ", widest-len([]rune(e.Command)))+"  "+e.Does)
	}
	return chat.Message{Card: chat.Card{
		Title:  s.say(i18n.HelpTitle),
		Lead:   s.say(i18n.HelpLead),
		Code:   strings.Join(lines, "\n"),
		Footer: s.say(i18n.HelpFooter),
	}}, nil
}

// ocean is the command for all the rest.
func (s *session) ocean(ctx context.Context, rest string) (chat.Message, error) {
	word, _ := cutWord(rest)
	verbs := []verb{helpVerb()}
	if word == "" {
		return s.help(ctx, "")
	}
	if v, ok := pick(verbs, word); ok {
		return v.do(s, ctx, "")
	}
	return s.unknown(verbs, word, ""), nil
}
