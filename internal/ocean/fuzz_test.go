package ocean

import (
	"bytes"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// seeds adds the samples of the founding page, whole and broken off.
func seeds(f *testing.F, more ...string) {
	f.Helper()
	samples, err := filepath.Glob("testdata/*.json")
	if err != nil || len(samples) == 0 {
		f.Fatal("no samples", err)
	}
	for _, name := range samples {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
		f.Add(b[:len(b)/2])
	}
	for _, s := range more {
		f.Add([]byte(s))
	}
}

func FuzzBoolean(f *testing.F) {
	for _, s := range []string{"true", `"True"`, `{"boolean":false}`, `[{boolean:true}]`, "{ False }", "", "null", "[]", "[true,false]"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		yes, ok := readBoolean(b)
		if yes && !ok {
			t.Error("a yes that isn't clear")
		}
		lower := bytes.ToLower(b)
		if ok && yes && !bytes.Contains(lower, []byte("t")) && !bytes.Contains(b, []byte(`\u`)) {
			t.Errorf("a yes out of nothing: %q", b)
		}
	})
}

func FuzzExceptionnelles(f *testing.F) {
	seeds(f, "null", "[null]", `[{"extension":{"id":"1"},"debut":1e3}]`)
	f.Fuzz(func(t *testing.T, b []byte) {
		found, err := readList(bytes.NewReader(b), (*wireExceptionnelle).exceptionnelle)
		for _, e := range found {
			if y := e.Debut.Year(); err == nil && (y < -1 || y > 9999) {
				t.Errorf("an instant that can't be written down: %v", e.Debut)
			}
		}
	})
}

func FuzzRecurrentes(f *testing.F) {
	seeds(f, `[{"id":1,"horaire":{"idJourSemaine":"LUNDI","finHeure":24}}]`)
	f.Fuzz(func(t *testing.T, b []byte) {
		found, _ := readList(bytes.NewReader(b), (*wireRecurrente).recurrente)
		for _, r := range found {
			if r.Debut < 0 || r.Debut > minutesOfDay || r.Fin <= 0 || r.Fin > minutesOfDay {
				t.Errorf("hours that are none: %+v", r.Plage)
			}
		}
	})
}

func FuzzIndividus(f *testing.F) {
	seeds(f)
	f.Fuzz(func(_ *testing.T, b []byte) {
		_, _ = readList(bytes.NewReader(b), (*wireFiche).fiche)
		_, _ = readList(bytes.NewReader(b), (*wireVehicleFiche).fiche)
	})
}

func FuzzFicheJour(f *testing.F) {
	seeds(f, `{"type":"T","dureeMs":1e300,"distanceMeter":"12,5","posDeb":{"date":"07/02/2025 07:16:15 +0000","heure":"07:16","fullAddress":{"a":"b"}}}`)
	f.Fuzz(func(t *testing.T, b []byte) {
		var w wireTrajet
		if readJSON(bytes.NewReader(b), &w) != nil {
			return
		}
		if trip, ok := w.trajet(); ok && (trip.Duree < 0 || trip.Duree > 200*365*24*time.Hour) {
			t.Errorf("a length of %s", trip.Duree)
		}
	})
}

// FuzzPositionTime: whatever the texts hold, an instant that comes out has a year that can be written down,
// and reads the same when it is written in the documented forms.
func FuzzPositionTime(f *testing.F) {
	for _, seed := range [][2]string{
		{"07/02/2025", "07:16:15"},
		{"07/02/2025 07:16:15 +0000", "08:16"},
		{"2025-02-07T00:00:00.000Z", "7h16"},
		{"1738912575000", ""},
		{"", "07.02.25 7h"},
		{"31/02/2025", "25:00"},
		{"07/02/2025", "07:16 +14:00"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, date, heure string) {
		at := positionTime(date, heure)
		if at.IsZero() {
			return
		}
		if at.Location() != time.UTC || at.Year() < 0 || at.Year() > 9999 {
			t.Fatalf("%q, %q is %v", date, heure, at)
		}
		if again := positionTime(at.Format("2006-01-02"), at.Format("15:04:05")); at.Year() > 99 && !again.Equal(at) {
			t.Errorf("%q, %q is %v, and that is %v", date, heure, at, again)
		}
		if again := positionTime(at.Format("02/01/2006 15:04:05 -0700"), ""); at.Year() > 99 && !again.Equal(at) {
			t.Errorf("%q, %q is %v, and that is %v", date, heure, at, again)
		}
	})
}

func FuzzAnalyse(f *testing.F) {
	const cumul = `{"mode":"BY_DRIVER_WITHOUT_HORAIRE_SYNTHESIS","synthesisTreeByDriver":{"entityTotalCumul":{"total":{"distanceInMeterByPeriodMap":{"PRIVE":1}}}}}`
	seeds(f, `[{"synthesisTreeByDriver":{"a":[{"vehicle":{"id":1},"total":{"durationInSecByPeriodMap":[{"key":"PRO","value":"1e400"}]}}]}}]`,
		"["+cumul+","+cumul+"]")
	f.Fuzz(func(t *testing.T, b []byte) {
		found, _ := readAnalyse(bytes.NewReader(b), ByDriverSynthesis)
		for _, l := range append(found.ParConducteur.Lignes, found.ParVehicule.Lignes...) {
			if l.Individu.ID == 0 && l.Vehicle.ID == 0 {
				t.Error("a row of nobody")
			}
		}
	})
}

func FuzzMessage(f *testing.F) {
	f.Add([]byte(`{"oceanStatus":"badParameters","message":"Utilisateur n'a pas d'Individu !"}`))
	f.Add([]byte(`{"message":"<script>\u202e"}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		_, message := oceanStatus(b, []string{"secret"})
		if len([]rune(message)) > maxMessage || strings.ContainsAny(message, "<>\n\x00\u202e") {
			t.Errorf("not clean: %q", message)
		}
	})
}

func FuzzLogin(f *testing.F) {
	for _, s := range []string{
		`{"token":"abc","passwordExpirationRemainingDays":0,"additionalAccountData":{}}`, `{"token":1}`, `{"token":null}`, `{}`, `[]`, ``,
		`{"token":"a\nb"}`, `{"token":"t","passwordExpirationRemainingDays":"3.0"}`, `{"token":"t","passwordExpirationRemainingDays":1e9}`,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		answer, err := readLogin(bytes.NewReader(b))
		if (err == nil) == (answer.token == "") || strings.ContainsAny(answer.token, "\r\n\x00") {
			t.Errorf("%q, %v", answer.token, err)
		}
	})
}

func FuzzVehicles(f *testing.F) {
	seeds(f, `[{"vehicle":{"id":1,"numeroEmbarque":"2","privacyEnabled":"false"},"chauffeur":{"id":1.0},"entite":{"id":1,"nom":2}},null]`)
	f.Fuzz(func(t *testing.T, b []byte) {
		found, _ := readList(bytes.NewReader(b), (*wireVehicleFiche).fiche)
		for _, v := range found {
			if v.Vehicle.ID == 0 || v.Chauffeur != nil && v.Chauffeur.ID == 0 {
				t.Errorf("a vehicle or a driver that is none: %+v", v)
			}
		}
	})
}

func FuzzEntities(f *testing.F) {
	seeds(f, `{"entities":[{"id":1,"nom":"Lyon"},null,{"id":"x"}]}`, `{"entities":{}}`)
	f.Fuzz(func(t *testing.T, b []byte) {
		found, _ := readEntities(bytes.NewReader(b))
		for _, e := range found {
			if e.ID == 0 {
				t.Errorf("an entité that is none: %+v", e)
			}
		}
	})
}

func FuzzTrajets(f *testing.F) {
	seeds(f, `{"fjRows":[{"id":1,"type":"T","dureeMs":"60000","posDeb":{"date":"07/02/2025 07:16:15 +0000","driver":null},"posFin":null},null]}`)
	f.Fuzz(func(_ *testing.T, b []byte) {
		_, _ = readTrajets(bytes.NewReader(b))
	})
}

func FuzzRetryAfter(f *testing.F) {
	for _, s := range []string{"7", "-1", "99999999999", "Mon, 23 Nov 2026 11:00:00 GMT", "x", ""} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if wait := retryAfter(http.Header{"Retry-After": {s}}); wait < 0 {
			t.Errorf("%q: %s", s, wait)
		}
	})
}
