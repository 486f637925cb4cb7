package discordbot

import "time"

// Discord's limits, each with the page that states it. Discord says "characters" and does not say what it
// counts, so they are kept in UTF-16 units, the larger count of the two that are in use.
const (
	// https://discord.com/developers/docs/resources/message#embed-object-embed-limits : of one embed, and
	// over all embeds of a message. The total stays a little below.
	maxTitle       = 256
	maxDescription = 4096
	maxFields      = 25
	maxFieldName   = 256
	maxFieldValue  = 1024
	maxFooter      = 2048
	maxEmbed       = 6000
	// https://discord.com/developers/docs/components/reference#action-row : buttons in a row; rows in a
	// message that isn't of components alone: https://discord.com/developers/docs/components/overview.
	maxRowButtons = 5
	maxRows       = 5
	// https://discord.com/developers/docs/components/reference#button : label; custom_id of any component.
	maxLabel    = 80
	maxCustomID = 100
	// https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-modal
	maxModalTitle = 45
	// https://discord.com/developers/docs/components/reference#text-input : label, placeholder; its
	// max_length may be up to 4000, and a phrase is much shorter.
	maxInputLabel  = 45
	maxPlaceholder = 100
	maxInput       = 500
	// https://discord.com/developers/docs/interactions/application-commands#application-command-object-application-command-option-choice-structure
	maxChoice = 100
	// https://discord.com/developers/docs/interactions/receiving-and-responding#interaction-response-object-autocomplete
	maxChoices = 25
	// https://discord.com/developers/docs/resources/message#attachment-object : description.
	maxAlt = 1024
	// https://discord.com/developers/docs/reference#uploading-files : bytes of one file, where nobody pays for more.
	maxFile = 10 << 20
	// https://discord.com/developers/docs/resources/message#create-message : nonce.
	maxNonce = 25
)

const (
	// https://discord.com/developers/docs/interactions/receiving-and-responding#followup-messages : how long
	// the token of an interaction is good.
	tokenLife = 15 * time.Minute
	// https://discord.com/developers/docs/interactions/receiving-and-responding#responding-to-an-interaction :
	// how long the first answer may take. What is computed before it gets a little less.
	answerTime = 2500 * time.Millisecond
)
