// Package commands is what the bot does, whatever the chat platform: one file a verb.
//
// Everything that writes goes the same way: a phrase becomes an intent, the intent is shown on a card
// and kept as a draft, a press on the card hands it to the ledger, and the answer tells what OCEAN has
// recorded. Who may do it is found out anew at every command and every press.
//
// The package knows no platform: a chat.Request goes in, a chat.Message comes out.
package commands

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/ledger"
	"github.com/oceanbot/oceanbot/internal/nlp"
	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/store"
	"github.com/oceanbot/oceanbot/internal/usage"
)

// OCEAN is what the commands read of the service; they write through the ledger alone.
type OCEAN interface {
	Analyst
	Exceptionnelles(ctx context.Context, individuID int64) ([]ocean.Exceptionnelle, error)
	Recurrentes(ctx context.Context, individuID int64) ([]ocean.Recurrente, error)
}

// Identity tells who a chat user is in OCEAN. Its errors are those of package identity.
type Identity interface {
	Resolve(ctx context.Context, user chat.User) (identity.Person, error)
}

// Config is what a bot is made of.
type Config struct {
	OCEAN     OCEAN
	OCEANZone *time.Location // in which OCEAN's weekly hours are meant
	Trips     Trips
	Ledger    *ledger.Ledger
	Store     *store.DB
	Identity  Identity
	Managers  Managers // nil: nobody is a manager
	Directory Directory
	UsageKeys usage.Keys // what OCEAN's period keys stand for
	Notifiers map[chat.Platform]chat.Notifier
	Holidays  nlp.Region // whose holidays are meant by name
	Now       func() time.Time
	Log       logrus.FieldLogger
}

// Bot answers requests. It implements [chat.Handler]; its methods may be called at the same time.
type Bot struct{ Config }

// New makes a bot.
func New(c Config) *Bot { return &Bot{Config: c} }

var _ chat.Handler = (*Bot)(nil)

// patience is how long somebody is let wait for what OCEAN has recorded before they are told that it
// doesn't answer. A write that has begun is seen through by the ledger, however long that takes.
const patience = 25 * time.Second

// Handle implements [chat.Handler].
func (b *Bot) Handle(ctx context.Context, r chat.Request) chat.Message {
	reference := rand.Text()[:8]
	log := b.Log.WithFields(logrus.Fields{"request": reference, "user": r.User.Key()})
	if r.Delivery != "" {
		first, err := b.Store.FirstDelivery(ctx, r.Delivery, b.Now())
		switch {
		case err != nil:
			// A command that is answered twice is better than one that isn't answered; writes have a guard of their own.
			log.WithError(err).Error("a delivery could not be noted")
		case !first:
			log.Debug("delivered again, and not done again")
			return chat.Message{}
		}
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	s := session{Bot: b, Request: r, now: b.Now().In(r.Zone)}
	began := time.Now()
	var answer chat.Message
	var err error
	if r.IsPress() {
		answer, err = s.press(ctx)
	} else {
		answer, err = s.command(ctx)
	}
	if err != nil {
		answer = s.failure(err, reference)
		if isFailure(err) {
			log.WithError(err).Error("a request failed")
		}
	}
	log.WithFields(logrus.Fields{"took": time.Since(began).Round(time.Millisecond).String(), "press": r.IsPress()}).Info("answered")
	return answer
}

// Told implements [chat.Handler]: the receipts of this package are the ledger's, one for each write.
func (b *Bot) Told(ctx context.Context, receipt string) {
	for one := range strings.FieldsSeq(receipt) {
		if err := b.Ledger.Told(ctx, one); err != nil {
			b.Log.WithError(err).WithField("write", one).Error("that an outcome was told could not be noted; it will be told again")
		}
	}
}

// Tell tells a person unasked what became of a press; it is a [ledger.Tell].
func (b *Bot) Tell(ctx context.Context, entry ledger.Entry) error {
	to := entry.Reply.To
	notifier, ok := b.Notifiers[to.User.Platform]
	if !ok {
		return fmt.Errorf("%q is not a platform that the bot is on", to.User.Platform)
	}
	s := session{
		Bot:     b,
		Request: chat.Request{User: entry.Owner, Lang: entry.Reply.Lang, Zone: entry.Reply.Location(), ReplyTo: to},
	}
	s.now = b.Now().In(s.Zone)
	message := s.outcome(ctx, entry)
	message.Replace = false
	lead := i18n.NewsLead
	if entry.Late {
		lead = i18n.LateLead
	}
	message.Card.Lead = strings.TrimSpace(lead.In(s.Lang) + " " + message.Card.Lead)
	if err := notifier.Notify(ctx, to, message); err != nil {
		return fmt.Errorf("notifying %s: %w", entry.Owner.Key(), err)
	}
	return nil
}

// session is one request on its way through the commands.
type session struct {
	*Bot
	chat.Request

	now time.Time // the moment of the request, in the asker's zone
	csv bool      // figures are asked for as a file, too
}

// say picks the asker's language.
func (s *session) say(t i18n.Text) string { return t.In(s.Lang) }

// typed writes a command as the asker would type it: with a slash where the platform has them, and in
// the asker's language.
func (s *session) typed(fr, en string) string {
	command := fr
	if s.Lang == i18n.English {
		command = en
	}
	if s.User.Platform != chat.Console {
		command = "/" + command
	}
	return "`" + command + "`"
}

// person finds out who asks.
func (s *session) person(ctx context.Context) (identity.Person, error) {
	who, err := s.Identity.Resolve(ctx, s.User)
	if err != nil {
		return identity.Person{}, fmt.Errorf("finding out who asks: %w", err)
	}
	return who, nil
}

// inform is an answer that only says something.
func inform(tone chat.Tone, title, lead string) chat.Message {
	return chat.Message{Card: chat.Card{Tone: tone, Title: title, Lead: lead}}
}

// failure turns an error into the sentence that the asker reads. It is the one place that does.
func (s *session) failure(err error, reference string) chat.Message {
	who := func(lead i18n.Text) chat.Message { return inform(chat.Bad, s.say(i18n.WhoTitle), s.say(lead)) }
	var fromOcean *ocean.Error
	switch {
	case errors.Is(err, identity.ErrNoMail):
		return who(i18n.NoMailLead)
	case errors.Is(err, identity.ErrNotLinked):
		return s.notLinked()
	case errors.Is(err, identity.ErrLinkLost):
		return who(i18n.LinkLostLead)
	case errors.Is(err, identity.ErrNobody):
		return who(i18n.NobodyLead)
	case errors.Is(err, identity.ErrSeveral):
		return who(i18n.SeveralLead)
	case errors.Is(err, identity.ErrDeleted):
		return who(i18n.DeletedLead)
	case errors.Is(err, errRights):
		return inform(chat.Bad, s.say(i18n.OthersTitle), s.say(i18n.RightsUnreadLead))
	case errors.Is(err, ocean.ErrCredentials), errors.Is(err, ocean.ErrUnauthorized), errors.Is(err, ocean.ErrForbidden):
		return inform(chat.Bad, s.say(i18n.OceanDeniesTitle), s.say(i18n.OceanDeniesLead))
	case errors.As(err, &fromOcean):
		title, lead := i18n.OceanAwayTitle, i18n.OceanAwayLead
		if errors.Is(err, ocean.ErrRateLimited) {
			title = i18n.OceanBusyTitle
		}
		message := inform(chat.Bad, s.say(title), s.say(lead))
		if verb, _ := s.Action.Split(); verb == chat.Confirm || verb == chat.Undo {
			// Nothing was written, so the same press still works.
			message.Card.Lead = s.say(i18n.OceanAwayPressLead)
			message.Card.Buttons = []chat.Button{{Action: s.Action, Label: s.say(i18n.TryAgainButton), Style: chat.Primary}}
			message.Replace = true
		}
		return message
	default:
		return inform(chat.Bad, s.say(i18n.OursTitle), i18n.OursLead(s.Lang, reference))
	}
}

// isFailure tells what operators want to read in the log from what is the asker's own affair.
func isFailure(err error) bool {
	if errors.Is(err, identity.ErrLinkLost) {
		return true // the link is the operator's to correct
	}
	for _, theirs := range []error{identity.ErrNotLinked, identity.ErrNoMail, identity.ErrNobody, identity.ErrSeveral, identity.ErrDeleted} {
		if errors.Is(err, theirs) {
			return false
		}
	}
	return true
}
