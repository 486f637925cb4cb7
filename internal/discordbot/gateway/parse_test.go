package gateway

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"
	"github.com/sirupsen/logrus/hooks/test"
)

func TestAddresses(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ api, given, want string }{
		{"https://discord.com/api/v10", "wss://gateway.discord.gg", "wss://gateway.discord.gg/?encoding=json&v=10"},
		{"https://discord.com/api/v10/", "wss://gateway.discord.gg/", "wss://gateway.discord.gg/?encoding=json&v=10"},
		{"https://discord.com/api", "wss://gateway.discord.gg", "wss://gateway.discord.gg/?encoding=json&v=10"},
		{"https://discord.com/api/v9", "wss://gateway.discord.gg/?v=6&x=y", "wss://gateway.discord.gg/?encoding=json&v=9&x=y"},
		{"http://proxy.example/api/v10", "ws://proxy.example:8080/gateway", "ws://proxy.example:8080/gateway?encoding=json&v=10"},
		{"https://proxy.example/api/v10", "ws://127.0.0.1:8080", "ws://127.0.0.1:8080/?encoding=json&v=10"},
		{"https://proxy.example/api/v10", "ws://[::1]:8080", "ws://[::1]:8080/?encoding=json&v=10"},
		{"https://proxy.example/api/v10", "ws://localhost", "ws://localhost/?encoding=json&v=10"},
		{"https://discord.com/api/v10", "ws://gateway.discord.gg", ""}, // the token would be readable
		{"https://discord.com/api/v10", "https://gateway.discord.gg", ""},
		{"https://discord.com/api/v10", "gateway.discord.gg", ""},
		{"https://discord.com/api/v10", "", ""},
	} {
		a, err := newAPI(Config{APIURL: c.api})
		if err != nil {
			t.Fatal(err)
		}
		if got, err := a.address(c.given); got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%s gives %s: got %q, %v; want %q", c.api, c.given, got, err, c.want)
		}
	}
}

func FuzzAddress(f *testing.F) {
	for _, seed := range []string{"wss://gateway.discord.gg", "ws://127.0.0.1/?v=1", "ws://[::1%25x]", "wss://a?%zz", "://", ""} {
		f.Add(seed)
	}
	a, err := newAPI(Config{APIURL: "https://discord.com/api/v10"})
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		got, err := a.address(raw)
		if err != nil {
			return
		}
		u, err := url.Parse(got)
		if err != nil {
			t.Fatalf("%q became %q, which is none: %v", raw, got, err)
		}
		if u.Query().Get("v") != "10" || u.Query().Get("encoding") != "json" || u.Scheme != "wss" && !isLoopback(u.Hostname()) {
			t.Errorf("%q became %q", raw, got)
		}
	})
}

// FuzzReceive has Discord say anything. Nothing may panic, and a session never loses its id but by ending.
func FuzzReceive(f *testing.F) {
	for _, seed := range []string{
		`{"op":10,"d":{"heartbeat_interval":41250}}`, `{"op":10,"d":{"heartbeat_interval":-1}}`, `{"op":10}`,
		`{"op":10,"d":{"heartbeat_interval":9223372036854775807}}`,
		`{"op":0,"t":"READY","s":1,"d":{"session_id":"a","resume_gateway_url":"wss://b","user":{"id":"1"},"guilds":[{"id":"2"}]}}`,
		`{"op":0,"t":"READY","s":1,"d":null}`, `{"op":0,"t":"RESUMED","s":-1,"d":[]}`,
		`{"op":0,"t":"INTERACTION_CREATE","s":2,"d":{"type":3,"data":{"component_type":2},"message":{"components":[{"type":1,"components":[null]}]}}}`,
		`{"op":0,"t":"INTERACTION_CREATE","s":2,"d":{"type":5,"data":{"components":[{"type":18,"component":null}]}}}`,
		`{"op":0,"t":"MESSAGE_CREATE","s":2,"d":{"author":null,"components":[null]}}`,
		`{"op":1}`, `{"op":7}`, `{"op":9,"d":true}`, `{"op":9,"d":{}}`, `{"op":11}`, `{"op":99}`, `null`, `{}`,
	} {
		f.Add(false, []byte(seed))
		f.Add(true, []byte(seed))
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer func() { _ = conn.Close() }()
		for {
			if _, _, err := conn.ReadMessage(); err != nil {
				return
			}
		}
	}))
	f.Cleanup(server.Close)
	log, _ := test.NewNullLogger()
	cfg := Config{
		Token: "token", APIURL: server.URL, Log: log, Times: DefaultTimes(),
		Ready: func(*discordgo.Ready) {}, Message: func(json.RawMessage) {}, Interaction: func(json.RawMessage) {},
	}
	api, err := newAPI(cfg)
	if err != nil {
		f.Fatal(err)
	}
	l, err := dial(f.Context(), cfg, "ws"+strings.TrimPrefix(server.URL, "http"))
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = l.conn.Close() })
	f.Fuzz(func(t *testing.T, greeted bool, data []byte) {
		var p payload
		if json.Unmarshal(data, &p) != nil {
			return
		}
		fresh := *l
		fresh.session, fresh.api, fresh.desk = &session{id: "before", seq: 1}, api, &desk{cfg: cfg}
		fresh.patience, fresh.beat, fresh.ack = stopped(), stopped(), stopped()
		if greeted {
			fresh.interval = time.Minute
		}
		_ = fresh.receive(p)
		fresh.desk.drain(time.Minute)
		if fresh.session.id == "" || fresh.interval < 0 {
			t.Errorf("%s left %+v", data, fresh.session)
		}
	})
}
