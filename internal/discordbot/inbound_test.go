package discordbot_test

import (
	"bytes"
	"context"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/discordbot/discordstandin"
	"github.com/oceanbot/oceanbot/internal/i18n"
)

func option(name, value string) discordstandin.Option {
	return discordstandin.Option{Name: name, Value: value}
}

func TestPingIsAnswered(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if a := r.send(r.discord.Ping()); a.Type != 1 {
		t.Errorf("answered %+v, want PONG", a)
	}
}

func TestOnlyDiscordIsListenedTo(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	command := r.discord.Command(fr, "private", option("when", "ce soir"))
	for name, v := range map[string]discordstandin.Delivery{
		"forged": command.Forged(), "unsigned": command.Unsigned(), "stale": command.Stale(),
		"of the future": command.SignedAt(time.Now().Add(6 * time.Minute)), "a forged ping": r.discord.Ping().Forged(),
	} {
		if a, err := r.discord.Send(r.ctx, r.url, v); err != nil || a.Status != http.StatusUnauthorized {
			t.Errorf("%s: %+v, %v; want 401", name, a, err)
		}
	}
	for name, header := range map[string][2]string{
		"no hex":       {"zz", "1"},
		"short":        {"00", "1"},
		"no timestamp": {strings.Repeat("00", 64), ""},
		"no number":    {strings.Repeat("00", 64), "yesterday"},
	} {
		req, err := http.NewRequestWithContext(r.ctx, http.MethodPost, r.url+"/discord/interactions", bytes.NewReader(command.Body))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("X-Signature-Ed25519", header[0])
		req.Header.Set("X-Signature-Timestamp", header[1])
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			t.Fatal(err)
		}
		_ = resp.Body.Close()
		if resp.StatusCode != http.StatusUnauthorized {
			t.Errorf("%s: %d, want 401", name, resp.StatusCode)
		}
	}
	r.nothingMore(0)
	if len(r.handler.requests) != 0 {
		t.Error("somebody else's request was worked on")
	}
}

func TestMalformedInteractions(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, body := range []string{"", "{", "[]", "{}", `{"type":2}`, `{"type":99,"id":"1","token":"t","user":{"id":"1"}}`, `{"type":3,"id":"1","token":"t","user":{"id":"1"},"data":{}}`} {
		if a, err := r.discord.Send(r.ctx, r.url, discordstandin.Delivery{Body: []byte(body)}); err != nil || a.Status != http.StatusBadRequest {
			t.Errorf("%q: %+v, %v; want 400", body, a, err)
		}
	}
	if a, err := r.discord.Send(r.ctx, r.url, discordstandin.Delivery{Body: make([]byte, 2<<20)}); err != nil || a.Status != http.StatusRequestEntityTooLarge {
		t.Errorf("a huge body: %+v, %v", a, err)
	}
}

func TestCommandsAreComposed(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.handler.answer = says(chat.Message{})
	for _, tc := range []struct {
		name    string
		options []discordstandin.Option
		want    string
	}{
		{"private", []discordstandin.Option{option("when", "vendredi 18h à lundi")}, "private vendredi 18h à lundi"},
		{"private", []discordstandin.Option{option("reason", "chez ma sœur"), option("when", "ce soir")}, "private ce soir chez ma sœur"},
		{"pro", nil, "pro"},
		{"trip", []discordstandin.Option{option("when", "hier 14h"), option("as", "private")}, "trip hier 14h private"},
		{"usage", nil, "usage"},
		{"usage", []discordstandin.Option{option("format", "csv"), option("by", "driver"), option("when", "last month"), option("who", "team")}, "usage team last month by driver csv"},
		{"usage", []discordstandin.Option{option("who", "<@80351110224678913>")}, "usage <@80351110224678913>"},
		{"ocean", []discordstandin.Option{option("what", "whoami")}, "ocean whoami"},
	} {
		r.send(r.discord.Command(fr, tc.name, tc.options...))
		if got := receive(r, r.handler.requests); got.Text != tc.want || got.IsPress() {
			t.Errorf("%s %v: %q, want %q", tc.name, tc.options, got.Text, tc.want)
		}
	}
	r.send(r.discord.UserCommand(fr, "Private/pro usage", en))
	if got := receive(r, r.handler.requests); got.Text != "usage <@"+en+">" {
		t.Errorf("on a person: %q", got.Text)
	}
	r.send(r.discord.MessageCommand(fr, "Private: read this message", "de vendredi 18h\nà lundi 8h"))
	if got := receive(r, r.handler.requests); got.Text != "private de vendredi 18h à lundi 8h" {
		t.Errorf("on a message: %q", got.Text)
	}
}

func TestWhoAsks(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.handler.answer = says(chat.Message{})
	r.discord.AddUser(discordstandin.User{ID: "5", Locale: "de"})
	for _, tc := range []struct {
		user  string
		lang  i18n.Lang
		roles []string
	}{{fr, i18n.French, []string{"1234"}}, {en, i18n.English, nil}, {"5", i18n.French, nil}} {
		r.send(r.discord.Command(tc.user, "pro"))
		got := receive(r, r.handler.requests)
		if got.User != (chat.User{Platform: chat.Discord, ID: tc.user}) || got.Lang != tc.lang || got.Zone.String() != "Europe/Paris" ||
			!slices.Equal(got.Roles, tc.roles) || !strings.HasPrefix(got.Delivery, "discord:") {
			t.Errorf("asked by %s: %+v", tc.user, got)
		}
		if got.ReplyTo.URL == "" || !got.ReplyTo.Until.Equal(r.clock.Now().Add(15*time.Minute)) || got.ReplyTo.Channel != discordstandin.Channel {
			t.Errorf("to be answered at %+v", got.ReplyTo)
		}
	}
}

func TestDeliveredAgainIsAnsweredAgainAndNotDone(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	command := r.discord.Command(fr, "pro")
	for range 3 {
		if a := r.send(command); a.Type != 5 || a.Flags != 64 {
			t.Errorf("answered %+v", a)
		}
	}
	r.next()
	r.nothingMore(1)
	if n := len(r.handler.requests); n != 1 {
		t.Errorf("done %d times", n)
	}
}

func TestCompletions(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	var asked chat.Completion
	r.handler.complete = func(c chat.Completion) []chat.Choice {
		asked = c
		all := []chat.Choice{
			{Label: "ven. 27 nov. 18:00 → lun. 30 nov. 00:00 · 2 j 6 h", Value: "2026-11-27 18:00 → 2026-11-30 00:00"},
			{Label: strings.Repeat("é", 150), Value: "b"},
			{Label: "too long", Value: strings.Repeat("é", 101)},
			{Label: "", Value: "c"},
			{Label: "none"},
		}
		for range 40 {
			all = append(all, chat.Choice{Label: "x", Value: "x"})
		}
		return all
	}
	a := r.send(r.discord.Autocomplete(fr, "private", option("when", "vendredi 18h à l")))
	if asked.Command != "private" || asked.Option != "when" || asked.Typed != "vendredi 18h à l" || asked.Lang != i18n.French || asked.User.ID != fr || asked.Zone == nil {
		t.Errorf("asked %+v", asked)
	}
	if a.Type != 8 || len(a.Choices) != 25 || a.Choices[0].Value != "2026-11-27 18:00 → 2026-11-30 00:00" || a.Choices[2].Name != "c" {
		t.Errorf("answered %+v", a)
	}
	r.handler.complete = func(chat.Completion) []chat.Choice { panic("boom") }
	if a := r.send(r.discord.Autocomplete(fr, "private", option("when", "x"))); a.Type != 8 || len(a.Choices) != 0 {
		t.Errorf("after a panic %+v", a)
	}
}

func TestAQuestionIsAskedFirst(t *testing.T) {
	t.Parallel()
	question := &chat.Question{Title: "Modifier la période", Label: "Nouvelle période", Hint: "samedi 10h-16h"}
	change := chat.Button{Action: "change:x1", Label: "Modifier", Question: question}
	for name, knows := range map[string]bool{"the handler knows it": true, "it was shown lately": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := newRig(t)
			if knows {
				r.handler.ask = func(_ i18n.Lang, action chat.Action) *chat.Question {
					if action == change.Action {
						return question
					}
					return nil
				}
			}
			shown := change
			if knows {
				shown.Question = nil
			}
			r.handler.answer = says(card("Liste", shown))
			r.command("liste")
			receive(r, r.handler.requests)
			a := r.send(r.pressing(r.next(), "Modifier"))
			if a.Type != 9 || a.Modal == nil || a.Modal.Title != question.Title || a.Modal.Label != question.Label || a.Modal.Hint != question.Hint {
				t.Fatalf("answered %+v", a)
			}
			r.handler.answer = says(card("Modifier ?"))
			if a := r.send(r.discord.Submit(fr, a.Modal, " samedi <3 10h ")); a.Type != 5 || a.Flags != 64 {
				t.Errorf("answered %+v", a)
			}
			got := receive(r, r.handler.requests)
			if got.Action != change.Action || got.Input != "samedi <3 10h" || !got.IsPress() {
				t.Errorf("submitted %+v", got)
			}
			if m := r.next(); m.For != fr || m.Via != "PATCH original" {
				t.Errorf("answered %+v", m)
			}
		})
	}
}

func TestTheGatewaysInteractionsAreAnsweredThroughREST(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	take := func(v discordstandin.Delivery) {
		t.Helper()
		if err := r.bot.TakeInteraction(v.Event()); err != nil {
			t.Fatal(err)
		}
	}
	r.handler.answer = says(card("Enregistrer ?", confirm))
	take(r.discord.Command(fr, "private", option("when", "ce soir")))
	shown := r.next()
	if shown.For != fr || receive(r, r.handler.requests).Text != "private ce soir" {
		t.Errorf("shown %+v", shown)
	}
	r.handler.answer = says(replacing("Enregistré"))
	press := r.pressing(shown, "Confirmer")
	take(press)
	if done := r.next(); done.Replaces != shown.ID {
		t.Errorf("done %+v", done)
	}
	receive(r, r.handler.requests)
	take(press) // it was answered already, so whoever did that has it
	r.nothingMore(2)
	if len(r.handler.requests) != 0 {
		t.Error("done twice")
	}
	if err := r.bot.TakeInteraction([]byte("{")); err == nil {
		t.Error("no error for what is no interaction")
	}
}

func TestAFirstAnswerThatDidNotArriveMeansNothingIsDone(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	v := r.discord.Command(fr, "pro")
	r.clock.Advance(4 * time.Second)
	if err := r.bot.TakeInteraction(v.Event()); err != nil {
		t.Fatal(err)
	}
	r.nothingMore(0)
	if len(r.handler.requests) != 0 {
		t.Error("it was done although the person saw it fail")
	}
}

func TestAFirstAnswerThatPerhapsArrivedIsSentAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.discord.Break("POST callback", discordstandin.Fault{Times: 1, Cut: true, AfterWork: true})
	if err := r.bot.TakeInteraction(r.discord.Command(fr, "pro").Event()); err != nil {
		t.Fatal(err)
	}
	if m := r.next(); m.For != fr {
		t.Errorf("answered %+v", m)
	}
}

func TestPlainWords(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	if err := r.bot.Check(r.ctx); err != nil {
		t.Fatal(err)
	}
	take := func(event []byte) {
		t.Helper()
		if err := r.bot.TakeMessage(event); err != nil {
			t.Fatal(err)
		}
	}
	r.handler.answer = says(card("Périodes", confirm))
	take(r.discord.DirectMessage(fr, "private list"))
	got := receive(r, r.handler.requests)
	if got.Text != "private list" || got.User.ID != fr || got.Roles != nil || got.ReplyTo.URL != "" {
		t.Errorf("asked %+v", got)
	}
	shown := r.next()
	if shown.Via != "POST messages" || shown.For != fr {
		t.Errorf("answered %+v", shown)
	}
	// A press there replaces it, and everything stays between the two.
	r.handler.answer = says(replacing("Enregistré"))
	r.press(shown, "Confirmer")
	if m := r.next(); m.Replaces != shown.ID || m.For != fr {
		t.Errorf("pressed %+v", m)
	}
	receive(r, r.handler.requests)

	take(r.discord.Mention(fr, "@ private ce soir"))
	if got := receive(r, r.handler.requests); got.Text != "private ce soir" || !slices.Equal(got.Roles, []string{"1234"}) {
		t.Errorf("asked %+v", got)
	}
	if m := r.next(); m.For != fr || m.Channel == discordstandin.Channel {
		t.Errorf("a mention is answered in private: %+v", m)
	}
	take(r.discord.Mention(fr, "@"))
	if got := receive(r, r.handler.requests); got.Text != "help" {
		t.Errorf("asked %+v", got)
	}
	r.next()
	for name, event := range map[string]string{
		"a message that names nobody": string(r.discord.Mention(fr, "private list")),
		"a bot":                       strings.Replace(string(r.discord.DirectMessage(en, "list")), `"author":{`, `"author":{"bot":true,`, 1),
		"the bot itself":              strings.ReplaceAll(string(r.discord.DirectMessage(en, "list")), en, discordstandin.BotUser),
		"a webhook":                   strings.Replace(string(r.discord.DirectMessage(en, "list")), `{`, `{"webhook_id":"1",`, 1),
		"a pin":                       strings.Replace(string(r.discord.DirectMessage(en, "list")), `"type":0`, `"type":6`, 1),
	} {
		take([]byte(event))
		if len(r.handler.requests) != 0 {
			t.Errorf("%s was listened to", name)
		}
	}
	r.nothingMore(4)
}

func TestAClosedMailboxIsSaidInTheChannel(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.discord.AddUser(discordstandin.User{ID: fr, Closed: true})
	if err := r.bot.Check(r.ctx); err != nil {
		t.Fatal(err)
	}
	m := card("Secret")
	m.Receipt = "r1"
	r.handler.answer = says(m)
	event := r.discord.Mention(fr, "@ private list")
	if err := r.bot.TakeMessage(event); err != nil {
		t.Fatal(err)
	}
	said := r.next()
	if said.Channel != discordstandin.Channel || said.Reference == "" || strings.Contains(said.Shown(), "Secret") ||
		!strings.Contains(said.Shown(), "privé") {
		t.Errorf("said %+v", said)
	}
	r.nothingMore(1)
	if len(r.handler.told) != 0 {
		t.Error("told although the answer did not arrive")
	}
}

func TestNothingIsTakenWhileStopping(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	release := make(chan struct{})
	r.handler.answer = func(context.Context, chat.Request) chat.Message {
		<-release
		return card("Terminé")
	}
	r.command("liste")
	receive(r, r.handler.requests)
	stopped := make(chan error, 1)
	go func() { stopped <- r.bot.Shutdown(r.ctx) }()
	for { // until it has begun
		a, err := r.discord.Send(r.ctx, r.url, r.discord.Command(en, "pro"))
		if err != nil {
			t.Fatal(err)
		}
		if a.Status == http.StatusServiceUnavailable {
			break
		}
	}
	if err := r.bot.TakeInteraction(r.discord.Command(en, "pro").Event()); err == nil {
		t.Error("an interaction was taken")
	}
	if err := r.bot.TakeMessage(r.discord.DirectMessage(en, "list")); err == nil {
		t.Error("a message was taken")
	}
	close(release)
	if err := receive(r, stopped); err != nil {
		t.Error(err)
	}
}
