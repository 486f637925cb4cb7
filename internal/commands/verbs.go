package commands

import (
	"context"
	"strings"
	"unicode"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/nlp"
	"github.com/oceanbot/oceanbot/internal/spell"
)

// verb is a word that a command begins with, in the spellings of both languages. The first French and
// the first English one are those that the bot writes itself.
type verb struct {
	fr, en string
	also   []string
	do     func(s *session, ctx context.Context, rest string) (chat.Message, error)
}

func (v verb) words() []string { return append([]string{v.fr, v.en}, v.also...) }

// topVerbs are the commands.
func topVerbs() []verb {
	return []verb{
		{"prive", "private", []string{"privé", "privee", "privée"}, (*session).private},
		helpVerb(),
		{"ocean", "ocean", []string{"océan"}, (*session).ocean},
		{"pro", "pro", nil, (*session).pro},
		{"trajet", "trip", []string{"trajets", "trips"}, (*session).trip},
		{"usage", "usage", nil, (*session).usage},
	}
}

// privateVerbs are what the private command does besides recording a period.
func privateVerbs() []verb {
	return []verb{
		{"liste", "list", []string{"lister", "ls"}, (*session).list},
		{"annule", "cancel", []string{"annuler", "supprime", "supprimer", "delete", "remove"}, (*session).cancel},
		{"change", "change", []string{"changer", "modifie", "modifier", "edit"}, (*session).change},
		{"statut", "status", []string{"état"}, (*session).status},
		{"horaires", "hours", []string{"heures"}, (*session).hours},
		helpVerb(),
	}
}

func notYet(fr, en string) func(*session, context.Context, string) (chat.Message, error) {
	return func(s *session, _ context.Context, _ string) (chat.Message, error) {
		lead := i18n.CommandNotYet(s.Lang, s.typed(fr, en), s.helpCommand())
		return inform(chat.Neutral, s.say(i18n.NotYetTitle), lead), nil
	}
}

// command does what was typed.
func (s *session) command(ctx context.Context) (chat.Message, error) {
	first, rest := cutWord(strings.TrimPrefix(strings.TrimSpace(s.Text), "/"))
	if first == "" {
		return s.help(ctx, "")
	}
	if v, ok := pick(topVerbs(), first); ok {
		return v.do(s, ctx, rest)
	}
	// A mention or a direct message may leave the first word out: "list", or a phrase with a date in it, is
	// about private periods.
	if _, ok := pick(privateVerbs(), first); ok {
		return s.private(ctx, s.Text)
	}
	if result := s.parse(s.Text); result.Kind != nlp.None {
		return s.private(ctx, s.Text)
	}
	return s.unknown(topVerbs(), first, ""), nil
}

// unknown answers a word that is no command, with those it may have been meant for.
func (s *session) unknown(verbs []verb, word, before string) chat.Message {
	if meant := s.suggestions(verbs, word, before); len(meant) > 0 {
		return inform(chat.Unclear, s.say(i18n.NotUnderstoodTitle), i18n.DidYouMean(s.Lang, meant))
	}
	return inform(chat.Unclear, s.say(i18n.NotUnderstoodTitle), i18n.SeeHelp(s.Lang, s.helpCommand()))
}

// suggestions are the commands that a misspelled word may have been meant for.
func (s *session) suggestions(verbs []verb, word, before string) []string {
	var all []string
	for _, v := range verbs {
		all = append(all, v.words()...)
	}
	var meant []string
	seen := map[string]bool{}
	for _, near := range spell.Nearest(word, all) {
		v, ok := pick(verbs, near)
		if !ok || seen[v.en] {
			continue
		}
		seen[v.en] = true
		fr, en := v.fr, v.en
		if before != "" {
			french := strings.NewReplacer("private", "prive", "hours", "horaires", "trip", "trajet").Replace(before)
			fr, en = french+" "+v.fr, before+" "+v.en
		}
		meant = append(meant, s.typed(fr, en))
	}
	return meant
}

func pick(verbs []verb, word string) (verb, bool) {
	for _, v := range verbs {
		for _, w := range v.words() {
			if strings.EqualFold(w, word) {
				return v, true
			}
		}
	}
	return verb{}, false
}

// cutWord cuts the first word off a text.
func cutWord(text string) (word, rest string) {
	text = strings.TrimSpace(text)
	end := strings.IndexFunc(text, unicode.IsSpace)
	if end < 0 {
		return text, ""
	}
	return text[:end], strings.TrimSpace(text[end:])
}
