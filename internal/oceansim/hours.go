package oceansim

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"time"
)

// jours are the days, in the order of a French week.
func jours() []string {
	return []string{"LUNDI", "MARDI", "MERCREDI", "JEUDI", "VENDREDI", "SAMEDI", "DIMANCHE"}
}

func jourOf(d time.Weekday) string { return jours()[(int(d)+6)%7] }

const dayEnd = 24 * 60

func (s *Server) addHours(h Hours) int64 {
	h.ID, h.HoraireID = s.next(), s.next()
	if !h.Du.IsZero() {
		h.Du = h.Du.UTC().Truncate(time.Second)
	}
	if !h.Au.IsZero() {
		h.Au = h.Au.UTC().Truncate(time.Second)
	}
	s.fleet.hours[h.ID] = &h
	return h.ID
}

func (s *Server) hoursOf(individuID int64) []*Hours {
	var found []*Hours
	for _, h := range s.fleet.hours {
		if h.IndividuID == individuID {
			found = append(found, h)
		}
	}
	slices.SortFunc(found, func(a, b *Hours) int { return cmp.Compare(a.ID, b.ID) })
	return found
}

// ended tells whether a validity is over.
func (h *Hours) ended(now time.Time) bool { return !h.Au.IsZero() && !h.Au.After(now) }

func (s *Server) listHours(query url.Values, _ []byte) reply {
	id, ok := int64Param(query, "individuId")
	if !ok {
		return bad("individuId")
	}
	now := s.now()
	found := make([]map[string]any, 0)
	for _, h := range s.hoursOf(id) {
		if h.ended(now) && !s.opts.ListClosed {
			continue
		}
		fin := h.Fin
		if fin == dayEnd && s.opts.EndOfDay2359 {
			fin--
		}
		row := map[string]any{
			"id": h.ID, "individu": nil, "debut": h.Du.UnixMilli(), "fin": nil,
			"horaire": map[string]any{
				"id": h.HoraireID, "idJourSemaine": h.Jour, "typeHoraires": "VIE_PRIVEE",
				"debutHeure": h.Debut / 60, "debutMinute": h.Debut % 60, "finHeure": fin / 60, "finMinute": fin % 60,
			},
		}
		if i := s.fleet.byID[id]; i != nil {
			row["individu"] = i.wire()
		}
		if !h.Au.IsZero() {
			row["fin"] = h.Au.UnixMilli()
		}
		found = append(found, row)
	}
	if len(found) == 0 {
		return nothing()
	}
	return answerJSON(found)
}

// wireHoraire is an horaire as it is sent.
type wireHoraire struct {
	Jour        string `json:"idJourSemaine"`
	Type        string `json:"typeHoraires"`
	DebutHeure  *int   `json:"debutHeure"`
	DebutMinute *int   `json:"debutMinute"`
	FinHeure    *int   `json:"finHeure"`
	FinMinute   *int   `json:"finMinute"`
}

// hours checks an horaire; 23:59 is the end of the day.
func (w *wireHoraire) hours(jour string) (Hours, bool) {
	if w.Jour != jour || w.Type != "VIE_PRIVEE" || !slices.Contains(jours(), jour) ||
		w.DebutHeure == nil || w.DebutMinute == nil || w.FinHeure == nil || w.FinMinute == nil {
		return Hours{}, false
	}
	for _, minute := range []int{*w.DebutMinute, *w.FinMinute} {
		if minute < 0 || minute > 59 {
			return Hours{}, false
		}
	}
	h := Hours{Jour: jour, Debut: *w.DebutHeure*60 + *w.DebutMinute, Fin: *w.FinHeure*60 + *w.FinMinute}
	if h.Fin == dayEnd-1 {
		h.Fin = dayEnd
	}
	return h, h.Debut >= 0 && h.Fin <= dayEnd && h.Debut < h.Fin
}

// saveHours replaces the whole week for a validity. What was recorded outside of it stays, under new ids.
// The documents don't say what a validity without a start means: it is now, as is one that started before.
func (s *Server) saveHours(query url.Values, body []byte) reply {
	individu, refused := s.known(query)
	if refused != nil {
		return *refused
	}
	var given struct {
		InnerMap *struct {
			Map map[string]map[string][]wireHoraire `json:"map"`
		} `json:"innerMap"`
	}
	if json.Unmarshal(body, &given) != nil || given.InnerMap == nil || given.InnerMap.Map == nil {
		return bad("innerMap")
	}
	du, _, duOK := s.dateParam(query, "dateDebut")
	au, hasAu, auOK := s.dateParam(query, "dateFin")
	now := s.now()
	if du = later(du.Add(s.fleet.shift), now); hasAu {
		au = au.Add(s.fleet.shift)
	}
	if !duOK || !auOK || hasAu && !au.After(du) {
		return bad("dateDebut, dateFin")
	}
	var week []Hours
	for _, jour := range slices.Concat(jours(), unknownDays(given.InnerMap.Map)) {
		for kind, horaires := range given.InnerMap.Map[jour] {
			for _, w := range horaires {
				h, ok := w.hours(jour)
				if !ok || kind != "VIE_PRIVEE" {
					return bad("horaire " + jour)
				}
				h.IndividuID, h.Du, h.Au = individu.ID, du, au
				week = append(week, h)
			}
		}
	}
	s.vacate(individu.ID, du, au, now)
	for _, h := range week {
		s.addHours(h)
	}
	return s.boolean(true)
}

func unknownDays(week map[string]map[string][]wireHoraire) []string {
	var found []string
	for jour := range week {
		if !slices.Contains(jours(), jour) {
			found = append(found, jour)
		}
	}
	return found
}

// vacate makes room in a validity: what began before it is closed at its start, what goes on after it begins
// anew at its end. Every row that hasn't ended gets a new id.
func (s *Server) vacate(individuID int64, du, au, now time.Time) {
	for _, h := range s.hoursOf(individuID) {
		if h.ended(now) {
			continue
		}
		delete(s.fleet.hours, h.ID)
		before, after := *h, *h
		before.Au = du
		if !h.Au.IsZero() {
			before.Au = earlier(h.Au, du)
		}
		if before.Du.Before(before.Au) {
			s.addHours(before)
		}
		if !au.IsZero() && (h.Au.IsZero() || h.Au.After(au)) {
			after.Du = later(h.Du, au)
			s.addHours(after)
		}
	}
}

// dropHours closes the schedule now and opens a new one with the rest.
func (s *Server) dropHours(query url.Values, _ []byte) reply {
	individu, refused := s.known(query)
	if refused != nil {
		return *refused
	}
	id, ok := int64Param(query, "horaireIndividuIds") // the documents show one
	if !ok {
		return bad("horaireIndividuIds")
	}
	now := s.now()
	if h := s.fleet.hours[id]; h == nil || h.IndividuID != individu.ID || h.ended(now) {
		return bad("horaireIndividuIds " + strconv.FormatInt(id, 10))
	}
	for _, h := range s.hoursOf(individu.ID) {
		if h.ended(now) {
			continue
		}
		delete(s.fleet.hours, h.ID)
		if past := *h; past.Du.Before(now) {
			past.Au = now
			s.addHours(past)
		}
		if h.ID != id {
			rest := *h
			rest.Du = later(h.Du, now)
			s.addHours(rest)
		}
	}
	return reply{status: http.StatusNoContent}
}
