package hours_test

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanbot/oceanbot/internal/hours"
	"github.com/oceanbot/oceanbot/internal/ocean"
)

var start = time.Date(2026, time.November, 25, 9, 0, 0, 0, time.UTC)

func day(n int) time.Time { return start.AddDate(0, 0, n) }

func row(j ocean.Jour, from, to int, du, au time.Time) ocean.Recurrente {
	return ocean.Recurrente{Plage: ocean.Plage{Jour: j, Debut: from, Fin: to}, ValideDu: du, ValideAu: au}
}

func TestRowsThatMeanTheSameAreEqual(t *testing.T) {
	t.Parallel()
	whole := []ocean.Recurrente{row(ocean.Lundi, 0, 480, day(-100), time.Time{})}
	split := []ocean.Recurrente{
		row(ocean.Lundi, 100, 480, day(7), time.Time{}), row(ocean.Lundi, 0, 240, day(7), time.Time{}),
		row(ocean.Lundi, 0, 480, day(-100), day(3)), row(ocean.Lundi, 0, 480, day(3), day(7)),
		row(ocean.Mardi, 0, 480, day(-100), day(-50)),
	}
	a, b := hours.Of(whole, start), hours.Of(split, start)
	if !a.Equal(b) || len(a) != 1 {
		t.Errorf("%v and %v are not equal", a, b)
	}
	if other := hours.Of(whole, day(1)); a.Equal(other) || !a.Since(day(1)).Equal(other) {
		t.Errorf("since a day later it is %v, want %v", a.Since(day(1)), other)
	}
}

func TestTwoClocksAreNeverTheSame(t *testing.T) {
	t.Parallel()
	soon := start.Add(hours.Slack)
	got := hours.Of([]ocean.Recurrente{row(ocean.Lundi, 0, 480, day(-9), soon), row(ocean.Mardi, 0, 480, soon, time.Time{})}, start)
	want := hours.Schedule{{From: start, Week: []ocean.Plage{{Jour: ocean.Mardi, Debut: 0, Fin: 480}}}}
	if !got.Equal(want) {
		t.Errorf("what a clock that is ahead calls now is %v", got)
	}
	later := soon.Add(time.Second)
	if got := hours.Of([]ocean.Recurrente{row(ocean.Lundi, 0, 480, later, time.Time{})}, start); !got[0].From.Equal(later) {
		t.Errorf("what lies ahead is %v", got)
	}
}

func TestValiditiesAreKept(t *testing.T) {
	t.Parallel()
	monday, friday := []ocean.Plage{{Jour: ocean.Lundi, Debut: 0, Fin: 480}}, []ocean.Plage{{Jour: ocean.Vendredi, Debut: 1080, Fin: 1440}}
	have := hours.Of([]ocean.Recurrente{row(ocean.Lundi, 0, 480, day(-100), day(30))}, start)
	both := []ocean.Plage{monday[0], friday[0]}

	want := hours.Schedule{{From: start, Until: day(30), Week: both}, {From: day(30), Week: friday}}
	got := have.With(friday, hours.Validity{From: start})
	if !got.Equal(want) {
		t.Errorf("open hours beside those that end: %s", cmp.Diff(want, got))
	}
	steps := []hours.Step{
		{Week: friday, Validity: hours.Validity{From: day(30)}},
		{Week: both, Validity: hours.Validity{From: start, Until: day(30)}},
	}
	if diff := cmp.Diff(steps, hours.Steps(have, got)); diff != "" {
		t.Errorf("the steps, the far future first: %s", diff)
	}

	got = have.With(friday, hours.Validity{From: day(7), Until: day(14)})
	steps = []hours.Step{{Week: both, Validity: hours.Validity{From: day(7), Until: day(14)}}}
	if diff := cmp.Diff(steps, hours.Steps(have, got)); diff != "" {
		t.Errorf("a fortnight in the middle: %s", diff)
	}
	if back := got.Without(friday, hours.Validity{From: start}); !back.Equal(have) {
		t.Errorf("taken away again, it is %v, want %v", back, have)
	}
	if steps := hours.Steps(have, have); len(steps) != 0 {
		t.Errorf("nothing differs, and there are steps: %v", steps)
	}
	cleared := []hours.Step{{Validity: hours.Validity{From: start, Until: day(30)}}}
	if diff := cmp.Diff(cleared, hours.Steps(have, nil)); diff != "" {
		t.Errorf("clearing: %s", diff)
	}
}

func TestGroupsAreWhatPeopleSay(t *testing.T) {
	t.Parallel()
	plage := func(j ocean.Jour, from, to int) ocean.Plage {
		return ocean.Plage{Jour: j, Debut: from * 60, Fin: to * 60}
	}
	jours := ocean.Jours()
	var nights, always []ocean.Plage
	for i, j := range jours[:5] {
		nights = append(nights, plage(j, 18, 24), plage(jours[i+1], 0, 8))
	}
	for _, j := range jours {
		always = append(always, plage(j, 0, 24))
	}
	for name, test := range map[string]struct {
		week []ocean.Plage
		want []hours.Group
	}{
		"nothing": {},
		"nights":  {nights, []hours.Group{{Days: jours[:5], From: 18 * 60, Last: 14 * 60}}},
		"weekend": {
			[]ocean.Plage{plage(ocean.Vendredi, 18, 24), plage(ocean.Samedi, 0, 24), plage(ocean.Dimanche, 0, 24)},
			[]hours.Group{{Days: []ocean.Jour{ocean.Vendredi}, From: 18 * 60, Last: 54 * 60}},
		},
		"into Monday": {
			[]ocean.Plage{plage(ocean.Dimanche, 20, 24), plage(ocean.Lundi, 0, 6)},
			[]hours.Group{{Days: []ocean.Jour{ocean.Dimanche}, From: 20 * 60, Last: 10 * 60}},
		},
		"always": {always, []hours.Group{{Days: jours[:], Last: hours.Midnight}}},
		"two rules": {
			[]ocean.Plage{plage(ocean.Jeudi, 12, 14), plage(ocean.Lundi, 12, 14), plage(ocean.Lundi, 18, 20)},
			[]hours.Group{{Days: []ocean.Jour{ocean.Lundi, ocean.Jeudi}, From: 720, Last: 120}, {Days: []ocean.Jour{ocean.Lundi}, From: 1080, Last: 120}},
		},
	} {
		got := hours.Groups(test.week)
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		var again []ocean.Plage
		for _, g := range got {
			again = append(again, g.Week()...)
		}
		if diff := cmp.Diff(hours.Merge(test.week), hours.Merge(again)); diff != "" {
			t.Errorf("%s: the groups make another week: %s", name, diff)
		}
	}
}

// TestStepsLeadThere plays random schedules: whatever the two, the steps make one of the other, groups
// make up their week, and what is added and taken away again leaves what it didn't meet.
func TestStepsLeadThere(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3000) {
		random := rand.New(rand.NewPCG(seed, 1))
		stretch := func() ocean.Plage {
			from := random.IntN(24)
			return ocean.Plage{Jour: ocean.Jours()[random.IntN(7)], Debut: from * 60, Fin: (from + 1 + random.IntN(24-from)) * 60}
		}
		schedule := func() hours.Schedule {
			var rows []ocean.Recurrente
			for range random.IntN(6) {
				r := ocean.Recurrente{Plage: stretch(), ValideDu: day(random.IntN(20) - 10)}
				if random.IntN(2) == 0 {
					r.ValideAu = r.ValideDu.AddDate(0, 0, 1+random.IntN(20))
				}
				rows = append(rows, r)
			}
			return hours.Of(rows, start)
		}
		have, want := schedule(), schedule()
		got := have
		for _, step := range hours.Steps(have, want) {
			got = got.Replaced(step.Week, step.Validity)
		}
		if !got.Equal(want) {
			t.Fatalf("seed %d: from %v the steps %v lead to %v, want %v", seed, have, hours.Steps(have, want), got, want)
		}
		more := []ocean.Plage{stretch()}
		always := hours.Validity{From: start}
		for _, p := range have.With(more, always) {
			if !hours.Covered(more, p.Week) {
				t.Fatalf("seed %d: %v was added and isn't in %v", seed, more, p)
			}
		}
		for _, p := range have.Without(more, always) {
			if hours.Meet(p.Week, more) {
				t.Fatalf("seed %d: %v was taken away and is in %v", seed, more, p)
			}
			var again []ocean.Plage
			for _, g := range hours.Groups(p.Week) {
				again = append(again, g.Week()...)
			}
			if again = hours.Merge(again); !slices.Equal(again, p.Week) {
				t.Fatalf("seed %d: the groups of %v make %v", seed, p.Week, again)
			}
		}
	}
}
