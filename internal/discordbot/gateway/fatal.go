package gateway

import (
	"errors"
	"fmt"
	"net/http"

	"github.com/gorilla/websocket"
)

// FatalError is an answer of Discord that won't be another one next time; the operator has to do
// something. Its text says what.
type FatalError struct {
	// Code is what the gateway closed with, 4004 or 4010 to 4014
	// (https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-close-event-codes),
	// or 401 where the API already refused the token.
	Code int
}

// remedies has the codes after which Discord wants no further attempt.
var remedies = map[int]string{
	http.StatusUnauthorized: "the token is refused: make a new one in the Developer Portal (Bot, Reset Token) and set DISCORD_BOT_TOKEN to it",
	4004:                    "the token is refused: make a new one in the Developer Portal (Bot, Reset Token) and set DISCORD_BOT_TOKEN to it",
	4010:                    "the shard is refused, although the bot asks for none: look whether DISCORD_API_URL is right, or install a newer OceanBot",
	4011:                    "the bot is in too many servers for one connection: take it out of some, or set DISCORD_PUBLIC_KEY so that Discord delivers over HTTP",
	4012:                    "this version of the gateway is refused: correct the version at the end of DISCORD_API_URL, or install a newer OceanBot",
	4013:                    "the intents are refused as invalid: install a newer OceanBot",
	4014:                    "the intents (direct messages, messages in servers) are not allowed for this application: look in the Developer Portal under Bot, Privileged Gateway Intents, whether something is asked there",
}

// Error gives the code and what to do.
func (e *FatalError) Error() string { return fmt.Sprintf("%d: %s", e.Code, remedies[e.Code]) }

// Reasons why a connection ended, for the log and for what comes next.
var (
	errReconnect   = errors.New("Discord asks to connect anew") //nolint:staticcheck // a name begins with a capital
	errNotNow      = errors.New("the session is refused for now")
	errSessionGone = errors.New("the session is no more")
	errNoHello     = errors.New("no HELLO in time")
	errNoAnswer    = errors.New("neither READY nor RESUMED in time")
	errNoAck       = errors.New("a heartbeat was not acknowledged in time")
)

// ended reads why the websocket ended: for good, with the session, or just so.
func ended(err error) error {
	closed, ok := errors.AsType[*websocket.CloseError](err)
	if !ok {
		return fmt.Errorf("the connection broke: %w", err)
	}
	if _, fatal := remedies[closed.Code]; fatal {
		return &FatalError{Code: closed.Code}
	}
	switch closed.Code {
	case 4003, 4007, 4009: // not authenticated, a wrong number, timed out: each wants a new session
		return fmt.Errorf("%w: closed with %d", errSessionGone, closed.Code)
	default:
		return fmt.Errorf("closed with %d", closed.Code)
	}
}
