package gateway

import (
	"encoding/json"
	"runtime/debug"

	"github.com/bwmarrin/discordgo"
	"github.com/sirupsen/logrus"
)

// deliver hands an event over, whichever it is: https://docs.discord.com/developers/events/gateway-events#receive-events.
func (d *desk) deliver(p payload) {
	switch p.Type {
	case "INTERACTION_CREATE":
		d.hand(p, d.cfg.Interaction)
	case "MESSAGE_CREATE":
		d.hand(p, d.cfg.Message)
	}
}

// hand gives an event to its receiver, on a goroutine of its own: heartbeats must not wait for it.
func (d *desk) hand(p payload, receive func(json.RawMessage)) {
	if receive == nil {
		return
	}
	d.work.Go(func() {
		defer d.survive(p.Type)
		receive(p.Data)
	})
}

// survive keeps a receiver that panics, or discordgo with something that it can't read, from taking all
// down.
func (d *desk) survive(event string) {
	if r := recover(); r != nil {
		d.cfg.Log.WithFields(logrus.Fields{"event": event, "stack": string(debug.Stack())}).Errorf("discord: panic: %v", r)
	}
}

// ready tells of a new session.
func (d *desk) ready(data json.RawMessage) {
	if d.cfg.Ready == nil {
		return
	}
	defer d.survive("READY")
	event := new(discordgo.Ready)
	if err := json.Unmarshal(data, event); err != nil {
		d.cfg.Log.WithError(err).Warn("discord: could not read all of READY")
	}
	d.cfg.Ready(event)
}

// connected tells whether events flow.
func (d *desk) connected(is bool) {
	if d.cfg.Connected != nil {
		d.cfg.Connected(is)
	}
}
