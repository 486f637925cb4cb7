package identity_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/oceansim"
)

// mails tells the mail of a user by their id, which is the mail itself.
type mails struct{}

func (mails) Mail(_ context.Context, user chat.User) (string, error) {
	if user.ID == "" {
		return "", identity.ErrNoMail
	}
	return user.ID, nil
}

// rig is a resolver in front of a simulated OCEAN.
type rig struct {
	*identity.Resolver

	ocean *oceansim.Server
	clock atomic.Int64 // seconds
}

func newRig(t *testing.T, options ...identity.Option) *rig {
	t.Helper()
	return newRigOf(t, oceansim.Options{}, options...)
}

func newRigOf(t *testing.T, service oceansim.Options, options ...identity.Option) *rig {
	t.Helper()
	r := &rig{ocean: oceansim.New(service)}
	server := httptest.NewServer(r.ocean)
	t.Cleanup(server.Close)
	client, err := ocean.New(ocean.Config{BaseURL: server.URL, Login: oceansim.DemoLogin, Password: oceansim.DemoPassword, Rate: 1e6})
	if err != nil {
		t.Fatal(err)
	}
	log := logrus.New()
	log.SetOutput(io.Discard)
	now := func() time.Time { return time.Unix(r.clock.Load(), 0) }
	r.Resolver = identity.New(client, map[chat.Platform]identity.Mailer{chat.Slack: mails{}}, now, log, options...)
	t.Cleanup(r.Wait)
	return r
}

func (r *rig) pass(d time.Duration) { r.clock.Add(int64(d / time.Second)) }

func slackUser(mail string) chat.User { return chat.User{Platform: chat.Slack, ID: mail} }

func TestResolve(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	for _, i := range []oceansim.Individu{
		{ID: 1, Prenom: "Anne", Nom: "Roux", Email: "anne@demo.example"},
		{ID: 2, Email: "shared@demo.example"},
		{ID: 3, UserEmail: "Shared@demo.example"},
		{ID: 4, Email: "gone@demo.example", Supprime: true},
		{ID: 5, Email: "back@demo.example", Supprime: true},
		{ID: 6, Email: "back@demo.example"},
		{ID: 7, UserLogin: "login@demo.example"},
		{ID: 8, UserLogin: "no-mail"},
		{ID: 9, Email: "own@demo.example", UserEmail: "other@demo.example"},
	} {
		r.ocean.AddIndividu(i)
	}
	for name, test := range map[string]struct {
		user chat.User
		id   int64
		err  error
	}{
		"by mail, however written":    {slackUser(" Anne@Demo.example "), 1, nil},
		"two living ones":             {slackUser("shared@demo.example"), 0, identity.ErrSeveral},
		"a deleted one":               {slackUser("gone@demo.example"), 0, identity.ErrDeleted},
		"a deleted and a living one":  {slackUser("back@demo.example"), 6, nil},
		"by login":                    {slackUser("login@demo.example"), 7, nil},
		"a login that is no mail":     {slackUser("no-mail"), 0, identity.ErrNobody},
		"own mail before the account": {slackUser("other@demo.example"), 0, identity.ErrNobody},
		"nobody":                      {slackUser("nobody@demo.example"), 0, identity.ErrNobody},
		"a profile without a mail":    {slackUser(""), 0, identity.ErrNoMail},
		"a platform without mails":    {chat.User{Platform: chat.Discord, ID: "anne@demo.example"}, 0, identity.ErrNotLinked},
	} {
		got, err := r.Resolve(t.Context(), test.user)
		if !errors.Is(err, test.err) || got.IndividuID != test.id {
			t.Errorf("%s: %+v, %v; want %d, %v", name, got, err, test.id, test.err)
		}
	}
	if got, err := r.Resolve(t.Context(), slackUser("anne@demo.example")); err != nil || got.Name() != "Anne Roux" {
		t.Errorf("%q, %v", got.Name(), err)
	}
	if n := r.ocean.Count(oceansim.OpIndividus); n != 1 {
		t.Errorf("the fleet was fetched %d times for all of them, want once", n)
	}
}

func TestTheFleetIsFetchedOnceForAllWhoWait(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.ocean.AddIndividu(oceansim.Individu{ID: 1, Email: "anne@demo.example"})
	r.ocean.Inject(oceansim.Fault{Op: oceansim.OpIndividus, Latency: 50 * time.Millisecond})
	var waiting sync.WaitGroup
	for range 30 {
		waiting.Go(func() {
			if _, err := r.Resolve(t.Context(), slackUser("anne@demo.example")); err != nil {
				t.Error(err)
			}
		})
	}
	waiting.Wait()
	if n := r.ocean.Count(oceansim.OpIndividus); n != 1 {
		t.Errorf("the fleet was fetched %d times, want once", n)
	}
}

func TestWhoJoinedIsFoundAndWhoIsUnknownDoesNotHammer(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.ocean.AddIndividu(oceansim.Individu{ID: 1, Email: "anne@demo.example"})
	joiner := slackUser("joiner@demo.example")
	for range 5 {
		if _, err := r.Resolve(t.Context(), joiner); !errors.Is(err, identity.ErrNobody) {
			t.Fatal(err)
		}
	}
	if n := r.ocean.Count(oceansim.OpIndividus); n != 1 {
		t.Errorf("an unknown mail had the fleet fetched %d times in one minute, want once", n)
	}
	r.ocean.AddIndividu(oceansim.Individu{ID: 2, Email: "joiner@demo.example"})
	r.pass(2 * time.Minute)
	if got, err := r.Resolve(t.Context(), joiner); err != nil || got.IndividuID != 2 {
		t.Errorf("somebody who joined: %+v, %v", got, err)
	}
}

func TestAnOldFleetAnswersWhileItIsFetchedAgain(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.ocean.AddIndividu(oceansim.Individu{ID: 1, Email: "anne@demo.example"})
	anne := slackUser("anne@demo.example")
	if _, err := r.Resolve(t.Context(), anne); err != nil {
		t.Fatal(err)
	}
	r.ocean.AddIndividu(oceansim.Individu{ID: 2, Email: "anne@demo.example"})
	r.pass(11 * time.Minute)
	if _, err := r.Resolve(t.Context(), anne); err != nil {
		t.Errorf("the old fleet: %v", err)
	}
	r.Wait()
	if _, err := r.Resolve(t.Context(), anne); !errors.Is(err, identity.ErrSeveral) {
		t.Errorf("the new fleet: %v", err)
	}
	// Where OCEAN is away, the one before is still used.
	r.ocean.Inject(oceansim.Fault{Op: oceansim.OpIndividus, Status: http.StatusBadRequest, Count: -1})
	r.pass(11 * time.Minute)
	for range 2 {
		if _, err := r.Resolve(t.Context(), anne); !errors.Is(err, identity.ErrSeveral) {
			t.Errorf("with OCEAN away: %v", err)
		}
		r.Wait()
	}
}

func TestOceanAwayIsNoVerdictOnAPerson(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.ocean.Inject(oceansim.Fault{Op: oceansim.OpIndividus, Status: http.StatusBadRequest})
	_, err := r.Resolve(t.Context(), slackUser("anne@demo.example"))
	if _, ok := errors.AsType[*ocean.Error](err); !ok {
		t.Errorf("got %v, want OCEAN's error", err)
	}
	r.ocean.AddIndividu(oceansim.Individu{ID: 1, Email: "anne@demo.example"})
	if got, err := r.Resolve(t.Context(), slackUser("anne@demo.example")); err != nil || got.IndividuID != 1 {
		t.Errorf("afterwards: %+v, %v", got, err)
	}
}

func TestDrives(t *testing.T) {
	t.Parallel()
	r := newRig(t)
	r.ocean.AddVehicle(oceansim.Vehicle{ID: 70, Immatriculation: "AA-070-AA", NumeroEmbarque: 7, Marque: "Renault"})
	r.ocean.AddVehicle(oceansim.Vehicle{ID: 71, Immatriculation: "AA-071-AA", NumeroEmbarque: 8, PrivacyEnabled: true})
	for _, i := range []oceansim.Individu{
		{ID: 1, Prenom: "Anne", Nom: "Roux", Matricule: "M1", VehicleID: 70},
		{ID: 1, Prenom: "Anne", Nom: "Roux", Matricule: "M1", VehicleID: 71}, // a row a vehicle
		{ID: 2, VehicleID: 71},
		{ID: 3, VehicleID: 70, Supprime: true},
		{ID: 4},
	} {
		r.ocean.AddIndividu(i)
	}
	who, cars, shared, err := r.Drives(t.Context(), 1)
	if err != nil || who.Nom != "Roux" || who.Prenom != "Anne" || who.Matricule != "M1" || who.ID != 1 {
		t.Errorf("%+v, %v", who, err)
	}
	if len(cars) != 2 || cars[0].NumeroEmbarque != 7 || cars[0].PrivacyEnabled || !cars[1].PrivacyEnabled || cars[1].Immatriculation != "AA-071-AA" {
		t.Errorf("cars %+v", cars)
	}
	if len(shared) != 1 || shared[0] != 71 {
		t.Errorf("shared %v", shared)
	}
	for _, id := range []int64{3, 4, 5} {
		if who, cars, shared, err := r.Drives(t.Context(), id); err != nil || who != (ocean.Individu{}) || cars != nil || shared != nil {
			t.Errorf("%d: %+v, %+v, %v, %v", id, who, cars, shared, err)
		}
	}
}
