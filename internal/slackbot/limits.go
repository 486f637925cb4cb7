package slackbot

// Slack's limits, each with the page that states it. Slack says "characters" and does not say what it
// counts, so they are kept in UTF-16 units, the larger count of the two that are in use.
const (
	// https://docs.slack.dev/reference/block-kit/blocks/ : blocks in a message.
	maxBlocks = 50
	// https://docs.slack.dev/reference/block-kit/blocks/header-block/ : text.
	maxHeader = 150
	// https://docs.slack.dev/reference/block-kit/blocks/section-block/ : text; the text of a field; fields.
	maxSection     = 3000
	maxField       = 2000
	maxFieldsInRow = 10
	// https://docs.slack.dev/reference/block-kit/blocks/context-block/ : elements.
	maxContext = 10
	// https://docs.slack.dev/reference/block-kit/composition-objects/text-object/ : any text object.
	maxTextObject = 3000
	// https://docs.slack.dev/reference/block-kit/blocks/actions-block/ : elements.
	maxActions = 25
	// https://docs.slack.dev/reference/block-kit/block-elements/button-element/ : text, action_id, value.
	maxButtonText = 75
	maxActionID   = 255
	maxValue      = 2000
	// https://docs.slack.dev/reference/block-kit/blocks/image-block/ : alt_text.
	maxAlt = 2000
	// https://docs.slack.dev/messaging/#truncating : beyond 40,000 characters Slack cuts the text of a
	// message. The fallback of a card is for notifications, so it is cut long before.
	maxFallback = 3000
	// https://docs.slack.dev/reference/methods/chat.postMessage : msg_blocks_too_long has no number of
	// its own; 13,200 characters over all blocks have been seen to be refused. This stays below.
	maxCardText = 12000

	// https://docs.slack.dev/reference/views/modal-views/ : title, submit and close; private_metadata.
	maxModalTitle      = 24
	maxPrivateMetadata = 3000
	// https://docs.slack.dev/reference/block-kit/blocks/input-block/ : label and hint may have 2000;
	// what is asked for a single line is kept to what can be read at a glance.
	maxModalLabel = 300
	// https://docs.slack.dev/reference/block-kit/block-elements/plain-text-input-element/ : placeholder;
	// max_length may be up to 3000, and a phrase is much shorter.
	maxPlaceholder = 150
	maxInput       = 500
)

// How many of each part a card shows at most, so that the parts together stay within [maxBlocks] and
// the buttons, which matter most, are never the ones that are left out.
const (
	maxFields     = 3 * maxFieldsInRow // 3 blocks
	maxNotes      = 2 * maxContext     // 2 blocks
	maxButtonRows = 4                  // 100 buttons
	maxCodeBlocks = 3
)
