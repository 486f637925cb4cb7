package commands_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/identity"
)

func TestWhoIsNotLinkedIsToldHowToBe(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.people.fail = identity.ErrNotLinked
	for _, lang := range []i18n.Lang{i18n.French, i18n.English} {
		request := r.request("1234")
		request.User.Platform, request.Lang, request.Text = chat.Discord, lang, "private tonight 20h-22h"
		got := r.bot.Handle(t.Context(), request)
		want := chat.Message{Card: chat.Card{
			Tone: chat.Bad, Title: i18n.WhoTitle.In(lang), Lead: i18n.NotLinkedLead.In(lang),
			Fields: []chat.Field{{Name: i18n.ChatIDLabel.In(lang), Value: "discord:1234"}},
			Code:   "bot identity link discord:1234 INDIVIDUID",
		}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
	}
}
