package ocean_test

import (
	"errors"
	"testing"
	"time"

	"github.com/oceanbot/oceanbot/internal/ocean"
	"github.com/oceanbot/oceanbot/internal/oceansim"
)

func TestConformanceOfRecurringHours(t *testing.T) {
	t.Parallel()
	t.Run("reading names the individu, and 404 is none", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		s.answers(404, "")
		got, err := s.client.Recurrentes(ctx, 1110000004)
		if len(got) != 0 || err != nil {
			t.Error(got, err)
		}
		s.want(t, "GET /vieprivee/v1/horairesViePriveeRecurrentesIndividu?individuId=1110000004")
	})
	t.Run("the outer id is the one to delete", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, oceansim.Options{})
		got, err := w.client.Recurrentes(ctx, driver)
		must(t, err)
		if err := w.client.DeleteRecurrentes(ctx, driver, w.Week(driver)[0].HoraireID); !errors.Is(err, ocean.ErrBadRequest) {
			t.Errorf("the horaire's id: %v", err)
		}
		must(t, w.client.DeleteRecurrentes(ctx, driver, got[0].ID))
	})
	t.Run("deleting sends one id", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		s.answers(204, "")
		must(t, s.client.DeleteRecurrentes(ctx, 1110000403, 90359))
		s.want(t, "DELETE /vieprivee/v1/horairesViePriveeRecurrentesIndividu?horaireIndividuIds=90359&individuId=1110000403")
	})
	t.Run("what remains after a delete has new ids, and the past stays", func(t *testing.T) {
		t.Parallel()
		w := newWorld(t, oceansim.Options{ListClosed: true})
		before, err := w.client.Recurrentes(ctx, driver)
		must(t, err)
		must(t, w.client.DeleteRecurrentes(ctx, driver, before[0].ID))
		after, err := w.client.Recurrentes(ctx, driver)
		must(t, err)
		closed, open := 0, 0
		for _, r := range after {
			for _, b := range before {
				if r.ID == b.ID {
					t.Errorf("%d is an id from before", r.ID)
				}
			}
			switch {
			case r.ValideAu.Equal(noon) && r.ValideDu.Before(noon):
				closed++
			case r.ValideAu.IsZero() && r.ValideDu.Equal(noon):
				open++
			}
		}
		if closed != len(before) || open != len(before)-1 {
			t.Errorf("%d closed and %d open of %+v", closed, open, after)
		}
	})
	t.Run("an empty week is an empty map", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		must(t, s.client.ReplaceRecurrentes(ctx, 1110000004, nil, time.Date(2025, time.November, 24, 0, 0, 0, 0, time.UTC), time.Time{}))
		s.want(t, "POST /vieprivee/v1/horairesViePriveeRecurrentesIndividu?dateDebut=24/11/2025 00:00:00 +0000&individuId=1110000004")
		s.wantBody(t, `{"innerMap":{"map":{}}}`)
	})
	t.Run("the end of a day is written 23:59", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		must(t, s.client.ReplaceRecurrentes(ctx, 1, []ocean.Plage{{Jour: ocean.Dimanche, Debut: 0, Fin: 1440}}, time.Time{}, time.Time{}))
		s.wantBody(t, `{"innerMap":{"map":{"DIMANCHE":{"VIE_PRIVEE":[{"idJourSemaine":"DIMANCHE","typeHoraires":"VIE_PRIVEE",
			"debutHeure":0,"debutMinute":0,"finHeure":23,"finMinute":59}]}}}}`)
	})
	for end, name := range map[string]string{`"finHeure":24,"finMinute":0`: "24:00", `"finHeure":23,"finMinute":59`: "23:59"} {
		t.Run("the end of a day is read from "+name, func(t *testing.T) {
			t.Parallel()
			s := newStand(t)
			s.answers(200, `[{"id":1,"individu":null,"horaire":{"idJourSemaine":"LUNDI","typeHoraires":"VIE_PRIVEE","debutHeure":18,"debutMinute":0,`+end+`},"debut":1767222000000,"fin":null}]`)
			got, err := s.client.Recurrentes(ctx, 1)
			must(t, err)
			if got[0].Plage != (ocean.Plage{Jour: ocean.Lundi, Debut: 18 * 60, Fin: 1440}) {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestConformanceOfExceptionalPeriods(t *testing.T) {
	t.Parallel()
	period := ocean.Periode{Debut: saturday(9), Fin: saturday(10), Description: "Noël & l'été + 100 %"}
	const sent = "?dateDebut=28/11/2026 09:00:00 +0000&dateFin=28/11/2026 10:00:00 +0000&description=Noël & l'été + 100 %"
	t.Run("reading is plural, and 404 is none", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		s.answers(404, `{"oceanStatus":"notFound"}`)
		got, err := s.client.Exceptionnelles(ctx, 1110000004)
		if len(got) != 0 || err != nil {
			t.Error(got, err)
		}
		s.want(t, "GET /vieprivee/v1/horairesViePriveeExceptionnellesIndividu?individuId=1110000004")
	})
	t.Run("creating is singular, and names no extension", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		must(t, s.client.CreateExceptionnelle(ctx, 1110000004, period))
		s.want(t, "POST /vieprivee/v1/horaireViePriveeExceptionnelleIndividu"+sent+"&individuId=1110000004")
	})
	t.Run("changing is creating with the extension", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		must(t, s.client.UpdateExceptionnelle(ctx, 1110000004, 18524, period))
		s.want(t, "POST /vieprivee/v1/horaireViePriveeExceptionnelleIndividu"+sent+"&extensionIdToUpdate=18524&individuId=1110000004")
	})
	t.Run("deleting is plural, and names the extension alone", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		s.answers(204, "")
		must(t, s.client.DeleteExceptionnelle(ctx, 18524))
		s.want(t, "DELETE /vieprivee/v1/horairesViePriveeExceptionnellesIndividu?horaireExtensionIds=18524")
	})
	t.Run("of three ids the extension's is taken", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		s.answers(200, sample(t, "exceptionnelles.json"))
		got, err := s.client.Exceptionnelles(ctx, 1110000004)
		must(t, err)
		if len(got) != 1 || got[0].ExtensionID != 18524 {
			t.Errorf("%+v", got)
		}
	})
	t.Run("hours that contradict the instants are not read", func(t *testing.T) {
		t.Parallel()
		s := newStand(t)
		s.answers(200, `[{"extension":{"id":1},"debut":1829692800000,"fin":1829779200000,"horairesIndividu":[{"horaire":{"debutHeure":3,"finHeure":4},"debut":"rubbish"},null]}]`)
		got, err := s.client.Exceptionnelles(ctx, 1)
		must(t, err)
		if got[0].Fin.Sub(got[0].Debut) != 24*time.Hour {
			t.Errorf("%+v", got)
		}
	})
	for name, call := range map[string]func(*ocean.Client) error{
		"create": func(c *ocean.Client) error { return c.CreateExceptionnelle(ctx, 1, period) },
		"delete": func(c *ocean.Client) error { return c.DeleteExceptionnelle(ctx, 1) },
	} {
		t.Run("an answer without a body is read as it may be: "+name, func(t *testing.T) {
			t.Parallel()
			s := newStand(t)
			s.answers(200, "")
			want := map[string]ocean.Outcome{"create": ocean.Unknown, "delete": ocean.Done}[name]
			if got := ocean.OutcomeOf(call(s.client)); got != want {
				t.Errorf("%s, want %s", got, want)
			}
		})
	}
}

// TestConformanceOfBooleans: every shape in which the documents show one, as the answer of every write that
// answers one.
func TestConformanceOfBooleans(t *testing.T) {
	t.Parallel()
	calls := map[string]func(*ocean.Client) error{
		"exceptional": func(c *ocean.Client) error {
			return c.CreateExceptionnelle(ctx, 1, ocean.Periode{Debut: saturday(9), Fin: saturday(10)})
		},
		"recurring": func(c *ocean.Client) error { return c.ReplaceRecurrentes(ctx, 1, nil, time.Time{}, time.Time{}) },
		"a posteriori": func(c *ocean.Client) error {
			return c.SetEtapePrivacy(ctx, ocean.EtapeKey{IDEtape: 1, NumeroEmbarque: 2}, true)
		},
	}
	for body, want := range map[string]ocean.Outcome{
		"true": ocean.Done, `"true"`: ocean.Done, "True": ocean.Done, "{\n True\n}": ocean.Done, `{"boolean":true}`: ocean.Done,
		`[{"boolean":true}]`: ocean.Done, "[\n  {\n  boolean:true\n  }\n]": ocean.Done, " true \r\n": ocean.Done, `[{"boolean":"true"}]`: ocean.Done,
		"false": ocean.NotDone, `"false"`: ocean.NotDone, "{\n False\n}": ocean.NotDone, `[{"boolean":false}]`: ocean.NotDone,
		"[\n  {\n  boolean:false\n  }\n]": ocean.NotDone,
		"":                                ocean.Unknown, "null": ocean.Unknown, "{}": ocean.Unknown, "[]": ocean.Unknown, "1": ocean.Unknown, "true/false": ocean.Unknown,
		"<html>true</html>": ocean.Unknown, `[{"boolean":true},{"boolean":false}]`: ocean.Unknown, `{"boolean":null}`: ocean.Unknown,
	} {
		for name, call := range calls {
			s := newStand(t)
			for _, status := range []int{200, 201} {
				s.answers(status, body)
				if got := ocean.OutcomeOf(call(s.client)); got != want {
					t.Errorf("%s, %d %q: %s, want %s", name, status, body, got, want)
				}
			}
		}
	}
}
