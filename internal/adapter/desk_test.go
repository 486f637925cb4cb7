package adapter_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	logtest "github.com/sirupsen/logrus/hooks/test"

	"github.com/oceanbot/oceanbot/internal/adapter"
	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/i18n"
)

// handler does what the test wants.
type handler struct {
	handle func(context.Context, chat.Request) chat.Message
	told   []string
}

func (h *handler) Handle(ctx context.Context, r chat.Request) chat.Message { return h.handle(ctx, r) }

func (h *handler) Told(_ context.Context, receipt string) { h.told = append(h.told, receipt) }

// job is answered into a list; a test reads it only when the desk is shut or waits.
type job struct {
	request chat.Request
	card    string
	refuse  error
	shown   []string // titles; a leading "+" stands in the place of the card
	working bool     // at the answer
	left    time.Duration
}

func (j *job) Work(_ context.Context, do func(chat.Request) chat.Message) chat.Message {
	return do(j.request)
}
func (j *job) Lang() i18n.Lang      { return i18n.English }
func (j *job) Card() (string, bool) { return j.card, j.card != "" }
func (j *job) Replace(_ context.Context, card chat.Card) error {
	if j.refuse == nil {
		j.shown = append(j.shown, "+"+card.Title)
	}
	return j.refuse
}

func (j *job) Answer(ctx context.Context, m chat.Message, working bool) error {
	if j.refuse != nil {
		return j.refuse
	}
	title := m.Card.Title
	if m.Replace {
		title = "+" + title
	}
	j.shown, j.working = append(j.shown, title), working
	if until, ok := ctx.Deadline(); ok {
		j.left = time.Until(until)
	}
	return nil
}

// rig is a desk in a bubble of synctest, where time goes by at once.
type rig struct {
	t    *testing.T
	desk *adapter.Desk
	h    *handler
	log  *logtest.Hook
}

// in runs a test at a desk whose handler takes so long and answers "Done".
func in(t *testing.T, takes time.Duration, test func(*rig)) {
	t.Helper()
	h := &handler{handle: func(ctx context.Context, _ chat.Request) chat.Message {
		select {
		case <-time.After(takes):
			return chat.Message{Card: chat.Card{Title: "Done"}, Receipt: "r"}
		case <-ctx.Done():
			return chat.Message{Card: chat.Card{Title: "Too late"}}
		}
	}}
	logger, hook := logtest.NewNullLogger()
	cfg := adapter.Common{Handler: h, Log: logger}
	cfg.Fill()
	// It is made outside the bubble, which could not end before the goroutine that sweeps its memory.
	desk := adapter.NewDesk(chat.Slack, cfg)
	synctest.Test(t, func(t *testing.T) {
		r := &rig{t: t, desk: desk, h: h, log: hook}
		test(r)
		r.shut()
	})
}

func (r *rig) start(j *job, delivery string) {
	r.t.Helper()
	h, err := r.desk.Enter()
	if err != nil {
		r.t.Fatal(err)
	}
	r.desk.Start(h, delivery, r.desk.Log(delivery, j.request.User.ID), j)
}

func (r *rig) shut() {
	r.t.Helper()
	if err := r.desk.Shutdown(r.t.Context(), nil); err != nil {
		r.t.Error(err)
	}
}

func (j *job) wants(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(j.shown, want) {
		t.Errorf("shown %q, want %q", j.shown, want)
	}
}

var workingTitle = "+" + i18n.StillWorking.In(i18n.English)

func press(action chat.Action) *job {
	return &job{card: "c1", request: chat.Request{User: chat.User{Platform: chat.Slack, ID: "u"}, Action: action}}
}

func TestAPressThatTakesLongIsSaidToBeWorkedOn(t *testing.T) {
	t.Parallel()
	list, confirm := chat.Action(string(chat.Delete)+":1"), chat.Action("confirm:1")
	for name, c := range map[string]struct {
		takes time.Duration
		job   *job
		want  []string
	}{
		"a quick one":      {2 * time.Second, press(confirm), []string{"Done"}},
		"a slow one":       {4 * time.Second, press(confirm), []string{workingTitle, "+Done"}},
		"a list stays":     {4 * time.Second, press(list), []string{"Done"}},
		"a command":        {4 * time.Second, &job{}, []string{"Done"}},
		"the limit passes": {time.Hour, press(confirm), []string{workingTitle, "+Too late"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			in(t, c.takes, func(r *rig) {
				begun := time.Now()
				r.start(c.job, "1")
				r.shut()
				c.job.wants(t, c.want...)
				if c.job.working != (len(c.want) == 2) {
					t.Errorf("the answer was told working = %t", c.job.working)
				}
				if took, want := time.Since(begun), min(c.takes, 3*time.Minute); took != want {
					t.Errorf("it took %s, want %s", took, want)
				}
				if c.job.left != time.Minute {
					t.Errorf("sending had %s, want a minute of its own", c.job.left)
				}
			})
		})
	}
}

func TestOfTwoPressesOneShowsThatItIsWorkedOn(t *testing.T) {
	t.Parallel()
	in(t, 4*time.Second, func(r *rig) {
		first, second, other := press("confirm:1"), press("confirm:1"), press("confirm:1")
		other.card = "c2"
		r.start(first, "1")
		synctest.Wait()
		r.start(second, "2")
		r.start(other, "3")
		time.Sleep(5 * time.Second)
		again := press("confirm:1")
		r.start(again, "4")
		r.shut()
		first.wants(t, workingTitle, "+Done")
		second.wants(t, "Done")
		other.wants(t, workingTitle, "+Done")
		again.wants(t, workingTitle, "+Done") // the card was released
	})
}

func TestWhatIsDeliveredTwiceIsDoneOnce(t *testing.T) {
	t.Parallel()
	in(t, 0, func(r *rig) {
		jobs := []*job{{}, {}, {}, {}}
		for i, delivery := range []string{"a", "a", "", ""} {
			r.start(jobs[i], delivery)
			synctest.Wait()
		}
		r.shut()
		jobs[0].wants(t, "Done")
		jobs[1].wants(t)
		jobs[2].wants(t, "Done")
		jobs[3].wants(t, "Done")
		if len(r.h.told) != 3 {
			t.Errorf("told %q, want a receipt for each answer", r.h.told)
		}
	})
}

func TestAPanicIsAnswered(t *testing.T) {
	t.Parallel()
	in(t, 0, func(r *rig) {
		r.h.handle = func(context.Context, chat.Request) chat.Message { panic("no") }
		j := &job{request: chat.Request{Lang: i18n.French}}
		r.start(j, "1")
		r.shut()
		j.wants(t, i18n.Broken.In(i18n.French))
		if last := r.log.LastEntry(); last == nil || last.Message != "slack: panic: no" || last.Data["delivery"] != "1" {
			t.Errorf("logged %+v", last)
		}
	})
}

// stumbling is a platform whose own part of the work panics.
type stumbling struct{ job }

func (*stumbling) Work(context.Context, func(chat.Request) chat.Message) chat.Message { panic("no") }

func TestAPanicOfThePlatformsOwnPartIsAnswered(t *testing.T) {
	t.Parallel()
	in(t, 0, func(r *rig) {
		h, err := r.desk.Enter()
		if err != nil {
			t.Fatal(err)
		}
		j := &stumbling{}
		r.desk.Start(h, "1", r.desk.Log("1", "u"), j)
		r.shut()
		j.wants(t, i18n.Broken.In(i18n.English))
	})
}

func TestAnAnswerThatDidNotArriveIsNotTold(t *testing.T) {
	t.Parallel()
	in(t, 4*time.Second, func(r *rig) {
		j := press("confirm:1")
		j.refuse = errors.New("no")
		r.start(j, "1")
		r.shut()
		if len(r.h.told) != 0 || j.working || len(r.log.AllEntries()) != 2 {
			t.Errorf("told %q, working %t, logged %d", r.h.told, j.working, len(r.log.AllEntries()))
		}
	})
}

func TestNotifyTellsWhatArrived(t *testing.T) {
	t.Parallel()
	in(t, 0, func(r *rig) {
		no := errors.New("no")
		m := chat.Message{Card: chat.Card{Title: "x"}, Receipt: "r"}
		if err := r.desk.Notify(r.t.Context(), m, func(context.Context) error { return no }); !errors.Is(err, no) {
			t.Errorf("gave %v", err)
		}
		if len(r.h.told) != 0 {
			t.Errorf("told %q of what did not arrive", r.h.told)
		}
		err := r.desk.Notify(r.t.Context(), m, func(ctx context.Context) error {
			if until, ok := ctx.Deadline(); !ok || time.Until(until) != time.Minute {
				t.Errorf("sending had until %s", until)
			}
			return nil
		})
		if err != nil || !slices.Equal(r.h.told, []string{"r"}) {
			t.Errorf("told %q, %v", r.h.told, err)
		}
		m.Receipt = ""
		err = r.desk.Notify(r.t.Context(), m, func(context.Context) error { return nil })
		if err != nil || len(r.h.told) != 1 {
			t.Errorf("told %q, though there was no receipt: %v", r.h.told, err)
		}
	})
}

func TestNothingIsTakenWithoutAHandlerOrWhileStopping(t *testing.T) {
	t.Parallel()
	nobody := adapter.NewDesk(chat.Discord, adapter.Common{})
	in(t, time.Minute, func(r *rig) {
		if _, err := nobody.Enter(); nobody.Ready() || !errors.Is(err, adapter.ErrStopping) {
			t.Errorf("without a handler: ready %t, %v", nobody.Ready(), err)
		}
		nobody.SetHandler(r.h)
		if _, err := nobody.Enter(); !nobody.Ready() || err != nil {
			t.Errorf("with a handler: ready %t, %v", nobody.Ready(), err)
		}
		nobody.Leave()

		r.start(&job{}, "1")
		tidied := false
		ctx, cancel := context.WithTimeout(r.t.Context(), time.Second)
		defer cancel()
		err := r.desk.Shutdown(ctx, func(context.Context) { tidied = true })
		if !errors.Is(err, context.DeadlineExceeded) || tidied || r.desk.Context().Err() == nil {
			t.Errorf("Shutdown gave %v, tidied %t, context %v", err, tidied, r.desk.Context().Err())
		}
		_, err = r.desk.Enter()
		beside := r.desk.Go(func() { t.Error("something was done beside") })
		if !errors.Is(err, adapter.ErrStopping) || !errors.Is(beside, adapter.ErrStopping) || r.desk.Ready() {
			t.Errorf("while stopping: %v, %v, ready %t", err, beside, r.desk.Ready())
		}
	})
}

func TestShutdownWaitsForAllAndThenTidies(t *testing.T) {
	t.Parallel()
	in(t, 2*time.Second, func(r *rig) {
		j, beside := &job{}, false
		r.start(j, "1")
		err := r.desk.Go(func() {
			time.Sleep(5 * time.Second)
			beside = true
		})
		if err != nil {
			t.Fatal(err)
		}
		tidied := false
		err = r.desk.Shutdown(r.t.Context(), func(context.Context) {
			tidied = beside && len(j.shown) == 1 && r.desk.Context().Err() == nil
		})
		if err != nil || !tidied || r.desk.Context().Err() == nil {
			t.Errorf("Shutdown gave %v, tidied %t, context %v", err, tidied, r.desk.Context().Err())
		}
	})
}
