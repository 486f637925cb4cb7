package commands

import (
	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
)

// notLinked tells somebody whom nobody has linked how to be: by the operator, from the shell, whose
// command is shown ready to be copied. Whatever lets a person ask for a link from the chat belongs on this card too.
func (s *session) notLinked() chat.Message {
	message := inform(chat.Bad, s.say(i18n.WhoTitle), s.say(i18n.NotLinkedLead))
	message.Card.Fields = []chat.Field{{Name: s.say(i18n.ChatIDLabel), Value: s.User.Key()}}
	message.Card.Code = "bot identity link " + s.User.Key() + " INDIVIDUID"
	return message
}
