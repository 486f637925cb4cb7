package gateway

import (
	"encoding/json"

	"github.com/bwmarrin/discordgo"
)

// The kinds of messages: https://docs.discord.com/developers/topics/opcodes-and-status-codes#gateway-gateway-opcodes.
const (
	opDispatch       = 0
	opHeartbeat      = 1
	opIdentify       = 2
	opResume         = 6
	opReconnect      = 7
	opInvalidSession = 9
	opHello          = 10
	opHeartbeatAck   = 11
)

// payload is a message: https://docs.discord.com/developers/events/gateway-events#payload-structure.
type payload struct {
	Op   int             `json:"op"`
	Data json.RawMessage `json:"d"`
	Seq  *int64          `json:"s"`
	Type string          `json:"t"`
}

// outgoing is a message of ours.
type outgoing struct {
	Op   int `json:"op"`
	Data any `json:"d"`
}

// hello is https://docs.discord.com/developers/events/gateway-events#hello.
type hello struct {
	HeartbeatInterval int64 `json:"heartbeat_interval"` // milliseconds
}

// identify is https://docs.discord.com/developers/events/gateway-events#identify. discordgo's own sends a
// presence without a status, and names of properties that are no longer in use.
type identify struct {
	Token      string             `json:"token"`
	Properties identifyProperties `json:"properties"`
	Intents    discordgo.Intent   `json:"intents"`
}

type identifyProperties struct {
	OS      string `json:"os"`
	Browser string `json:"browser"`
	Device  string `json:"device"`
}

// resume is https://docs.discord.com/developers/events/gateway-events#resume.
type resume struct {
	Token     string `json:"token"`
	SessionID string `json:"session_id"`
	Seq       int64  `json:"seq"`
}

// ready is what discordgo's type of READY leaves out:
// https://docs.discord.com/developers/events/gateway-events#ready.
type ready struct {
	SessionID string `json:"session_id"`
	ResumeURL string `json:"resume_gateway_url"`
}
