package ledger

import (
	"errors"
	"reflect"
	"testing"
	"time"
)

// at is an hour of a Friday in November.
func at(hour float64) time.Time {
	return time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC).Add(time.Duration(hour * float64(time.Hour)))
}

func period(extension int64, start, end float64, reason string) Period {
	return Period{Extension: extension, Start: at(start), End: at(end), Reason: reason}
}

func TestReadyChecksAgainstWhatIsRecordedAtThePress(t *testing.T) {
	t.Parallel()
	listed := period(7, 18, 20, "gym")
	running := period(8, 8, 12, "")
	for name, test := range map[string]struct {
		intent Intent
		before []Period
		now    time.Time
		start  time.Time // of what is ready
		err    any       // an error, or a pointer to its type
	}{
		"a new one":                 {Intent{Kind: Create, Start: at(18), End: at(20)}, nil, at(9), at(18), nil},
		"begins in the past":        {Intent{Kind: Create, Start: at(8), End: at(20)}, nil, at(9), at(9), nil},
		"wholly past":               {Intent{Kind: Create, Start: at(6), End: at(8)}, nil, at(9), time.Time{}, ErrPast},
		"ends now":                  {Intent{Kind: Create, Start: at(6), End: at(9)}, nil, at(9), time.Time{}, ErrPast},
		"there already":             {Intent{Kind: Create, Start: at(18), End: at(20)}, []Period{listed}, at(9), time.Time{}, new(*AlreadyError)},
		"beside another":            {Intent{Kind: Create, Start: at(18), End: at(21)}, []Period{listed}, at(9), at(18), nil},
		"delete":                    {Intent{Kind: Delete, Target: listed}, []Period{listed}, at(9), time.Time{}, nil},
		"delete what has begun":     {Intent{Kind: Delete, Target: listed}, []Period{listed}, at(18), time.Time{}, ErrPast},
		"delete what is gone":       {Intent{Kind: Delete, Target: listed}, nil, at(9), time.Time{}, new(*StaleError)},
		"delete what has changed":   {Intent{Kind: Delete, Target: listed}, []Period{period(7, 18, 21, "gym")}, at(9), time.Time{}, new(*StaleError)},
		"change":                    {Intent{Kind: Update, Start: at(19), End: at(20), Reason: "gym", Target: listed}, []Period{listed}, at(9), at(19), nil},
		"change nothing":            {Intent{Kind: Update, Start: at(18), End: at(20), Reason: "gym", Target: listed}, []Period{listed}, at(9), time.Time{}, new(*AlreadyError)},
		"change the reason alone":   {Intent{Kind: Update, Start: at(18), End: at(20), Reason: "pool", Target: listed}, []Period{listed}, at(9), at(18), nil},
		"a running one keeps start": {Intent{Kind: Update, Start: at(8), End: at(14), Target: running}, []Period{running}, at(9), at(8), nil},
		"end a running one":         {Intent{Kind: Update, Start: at(8), End: at(9.5), Target: running}, []Period{running}, at(9), at(8), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := test.intent.ready(test.before, test.now)
			switch want := test.err.(type) {
			case nil:
				if err != nil {
					t.Fatal(err)
				}
				if test.intent.Kind != Delete && !got.Start.Equal(test.start) {
					t.Errorf("starts at %v, want %v", got.Start, test.start)
				}
			case error:
				if !errors.Is(err, want) {
					t.Errorf("got %v, want %v", err, want)
				}
			default:
				if !errors.As(err, want) {
					t.Errorf("got %v, want a %T", err, want)
				}
			}
		})
	}
}

func TestTraceFindsWhatACallMade(t *testing.T) {
	t.Parallel()
	create := Intent{Kind: Create, Start: at(18), End: at(20), Reason: "gym"}
	old := period(1, 18, 20, "gym") // to the letter, but it was there before
	listed := period(7, 10, 12, "dentist")
	change := Intent{Kind: Update, Start: at(18), End: at(20), Reason: "dentist", Target: listed}
	remove := Intent{Kind: Delete, Target: listed}
	for name, test := range map[string]struct {
		intent        Intent
		before, after []Period
		others        []int64
		found         int64 // extension; 0 where nothing was made
		outcome       Outcome
	}{
		"made":                            {create, []Period{old}, []Period{old, period(2, 18, 20, "gym")}, nil, 2, Recorded},
		"not made":                        {create, []Period{old}, []Period{old}, nil, 0, ""},
		"made without its reason":         {create, nil, []Period{period(2, 18, 20, "")}, nil, 2, Recorded},
		"an hour off":                     {create, nil, []Period{period(2, 17, 19, "gym")}, nil, 2, Differs},
		"an hour off, reason gone":        {create, nil, []Period{period(2, 17, 19, "")}, nil, 2, Differs},
		"an hour off, cut, reason gone":   {create, nil, []Period{period(2, 17.01, 19, "")}, nil, 2, Differs},
		"cut by a minute":                 {create, nil, []Period{period(2, 18.01, 20, "gym")}, nil, 2, Recorded},
		"cut by an hour":                  {create, nil, []Period{period(2, 19, 20, "gym")}, nil, 2, Differs},
		"another one, made in the portal": {create, nil, []Period{period(2, 6, 7, "school")}, nil, 0, ""},
		"the best of two":                 {create, nil, []Period{period(2, 17, 19, "gym"), period(3, 18, 20, "gym")}, nil, 3, Recorded},
		"made by another press":           {create, nil, []Period{period(2, 18, 20, "gym")}, []int64{2}, 0, ""},
		"changed":                         {change, []Period{listed}, []Period{period(7, 18, 20, "dentist")}, nil, 7, Recorded},
		"not changed":                     {change, []Period{listed}, []Period{listed}, nil, 0, ""},
		"changed otherwise":               {change, []Period{listed}, []Period{period(7, 17, 19, "dentist")}, nil, 7, Differs},
		"changed under a new id":          {change, []Period{listed}, []Period{period(9, 18, 20, "dentist")}, nil, 9, Recorded},
		"deleted":                         {remove, []Period{listed, old}, []Period{old}, nil, 7, Recorded},
		"not deleted":                     {remove, []Period{listed, old}, []Period{listed, old}, nil, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, found := test.intent.trace(scene{before: test.before, after: test.after, taken: test.others})
			if found != (test.found != 0) || got.Extension != test.found {
				t.Fatalf("found %v: %+v, want extension %d", found, got, test.found)
			}
			if found {
				if outcome := test.intent.outcome(got); outcome != test.outcome {
					t.Errorf("the outcome is %q, want %q", outcome, test.outcome)
				}
			}
		})
	}
}

func TestInverse(t *testing.T) {
	t.Parallel()
	made, was := period(7, 18, 20, "gym"), period(7, 10, 12, "gym")
	for name, test := range map[string]struct {
		entry Entry
		now   time.Time
		want  Intent
		ok    bool
	}{
		"a creation":                        {Entry{Outcome: Recorded, Intent: Intent{Kind: Create}, Recorded: made}, at(9), Intent{Kind: Delete, Target: made}, true},
		"a creation that has begun":         {Entry{Outcome: Recorded, Intent: Intent{Kind: Create}, Recorded: made}, at(18), Intent{}, false},
		"a wrong creation":                  {Entry{Outcome: Differs, Intent: Intent{Kind: Create}, Recorded: made}, at(9), Intent{Kind: Delete, Target: made}, true},
		"what was not made":                 {Entry{Outcome: Lost, Intent: Intent{Kind: Create}}, at(9), Intent{}, false},
		"what is unknown":                   {Entry{Outcome: Unknown, Intent: Intent{Kind: Create}}, at(9), Intent{}, false},
		"a deletion":                        {Entry{Outcome: Recorded, Intent: Intent{Kind: Delete, Target: was}}, at(9), Intent{Kind: Create, Start: was.Start, End: was.End, Reason: "gym"}, true},
		"a deletion, too late":              {Entry{Outcome: Recorded, Intent: Intent{Kind: Delete, Target: was}}, at(11), Intent{}, false},
		"a change":                          {Entry{Outcome: Recorded, Intent: Intent{Kind: Update, Target: was}, Recorded: made}, at(9), Intent{Kind: Update, Start: was.Start, End: was.End, Reason: "gym", Target: made}, true},
		"a change of what would have begun": {Entry{Outcome: Recorded, Intent: Intent{Kind: Update, Target: was}, Recorded: made}, at(11), Intent{}, false},
		"the moved end of a running one":    {Entry{Outcome: Recorded, Intent: Intent{Kind: Update, Target: was}, Recorded: Period{Extension: 7, Start: was.Start, End: was.End.Add(time.Hour)}}, was.Start.Add(time.Minute), Intent{Kind: Update, Start: was.Start, End: was.End, Reason: "gym", Target: Period{Extension: 7, Start: was.Start, End: was.End.Add(time.Hour)}}, true},
		"what was ended":                    {Entry{Outcome: Recorded, Intent: Intent{Kind: Update, Target: was, EndNow: true}, Recorded: Period{Extension: 7, Start: was.Start, End: was.Start.Add(time.Minute)}}, was.Start.Add(2 * time.Minute), Intent{Kind: Create, Start: was.Start.Add(2 * time.Minute), End: was.End, Reason: "gym"}, true},
		"what was ended and would be over":  {Entry{Outcome: Recorded, Intent: Intent{Kind: Update, Target: was, EndNow: true}, Recorded: made}, was.End, Intent{}, false},
		"a trip":                            {Entry{Outcome: Recorded, Intent: Intent{Kind: Reclassify, Trip: &Trip{Etape: 1}, Private: true}}, at(9), Intent{Kind: Reclassify, Trip: &Trip{Etape: 1}}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := test.entry.Inverse(test.now)
			if ok != test.ok || (ok && !reflect.DeepEqual(got, test.want)) {
				t.Errorf("got %+v, %v; want %+v, %v", got, ok, test.want, test.ok)
			}
		})
	}
}
