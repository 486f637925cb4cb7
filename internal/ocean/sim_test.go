package ocean_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/oceansim"
	"github.com/oceanbot/oceanbot/internal/secret"
)

// noon is when most tests happen: a Monday, 12:00 in Paris.
var noon = time.Date(2026, time.November, 23, 11, 0, 0, 0, time.UTC)

const driver = 11100004030

// world is a service and a client of it, over a real connection.
type world struct {
	*oceansim.Server

	client *ocean.Client
	log    *bytes.Buffer
}

func newWorld(t *testing.T, opts oceansim.Options, tune ...func(*ocean.Config)) *world {
	t.Helper()
	if opts.Now == nil {
		opts.Now = func() time.Time { return noon }
	}
	sim := oceansim.New(opts)
	sim.Seed(noon)
	served := httptest.NewServer(http.StripPrefix("/ocean", sim))
	t.Cleanup(served.Close)
	client, log := newClient(t, served.URL+"/ocean/", append([]func(*ocean.Config){func(c *ocean.Config) { c.Now = opts.Now }}, tune...)...)
	return &world{sim, client, log}
}

// newClient makes a client that is as fast as it can be and whose log can be read.
func newClient(t *testing.T, base string, tune ...func(*ocean.Config)) (*ocean.Client, *bytes.Buffer) {
	t.Helper()
	var out bytes.Buffer
	log := logrus.New()
	log.SetOutput(&out)
	log.SetLevel(logrus.DebugLevel)
	cfg := ocean.Config{
		BaseURL: base, Login: oceansim.DemoLogin, Password: secret.Text(oceansim.DemoPassword), Rate: 1e6, Log: log,
	}
	for _, f := range tune {
		f(&cfg)
	}
	client, err := ocean.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return client, &out
}

// direct is a transport that hands requests to a handler without a network, so that time can be a bubble's.
type direct struct{ http.Handler }

func (d direct) RoundTrip(r *http.Request) (resp *http.Response, err error) {
	defer func() {
		if broke := recover(); broke != nil {
			if aborted, ok := broke.(error); !ok || !errors.Is(aborted, http.ErrAbortHandler) {
				panic(broke)
			}
			resp, err = nil, fmt.Errorf("cut: %w", io.ErrUnexpectedEOF)
		}
	}()
	served := r.Clone(r.Context())
	if served.Body == nil {
		served.Body = http.NoBody
	}
	recorded := httptest.NewRecorder()
	d.ServeHTTP(recorded, served)
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return recorded.Result(), nil
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// saturday gives an hour of the Saturday after noon, in UTC.
func saturday(hour int) time.Time { return time.Date(2026, time.November, 28, hour, 0, 0, 0, time.UTC) }

var ctx = context.Background()
