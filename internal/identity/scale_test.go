package identity_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/sirupsen/logrus"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/identity"
	"github.com/oceanbot/oceanbot/internal/ocean"
)

const crowd = 50_000

// crowdList is the answer of individus/list for a large customer, with every field that the documents show.
func crowdList(b *testing.B) []byte {
	b.Helper()
	sample := struct {
		first, last []string
	}{
		strings.Fields("Camille Hélène Thomas Nadia Julien Chloé Marc Inès Yann Sophie Paul Léa Hugo Emma Louis Jade Lucas Manon Nathan Zoé"),
		strings.Fields("Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon Laurent Lefebvre Michel Garcia"),
	}
	var list bytes.Buffer
	list.WriteByte('[')
	for n := range crowd {
		if n > 0 {
			list.WriteByte(',')
		}
		first := sample.first[n%len(sample.first)]
		last := fmt.Sprintf("%s-%c%c%d", sample.last[n%len(sample.last)], 'A'+rune(n%26), 'a'+rune(n/26%26), n/3) // every third is another family
		individu := fmt.Sprintf(`{"nomInd":%q,"gsm":"+3360000%04d","matriculeInd":"M%06d","initialesInd":"XX","prenomInd":%q,"id":%d,`+
			`"email":"prenom.nom%d@client.example","suppressionLogique":false,"idCivilite":1}`, last, n%10000, n, first, 11100000000+n, n)
		fmt.Fprintf(&list, `{"individu":%s,"entite":{"id":%d,"nom":"Agence de Ville-Fictive %d","suppressionLogique":false},`, individu, 1110000100+n%200, n%200)
		fmt.Fprintf(&list, `"utilisateur":{"emailUti":"prenom.nom%d@client.example","prenomUti":%q,"loginUti":"login%d","individu":%s,"nomUti":%q,"id":%d,`+
			`"dateFinValidite":"2026-01-21T15:35:19.720Z","suppressionLogique":false,"utilisateurType":"CLASSIC"},`, n, first, n, individu, last, 2000000000+n)
		list.WriteString(`"groupe":{"descriptionGrp":"descriptionGrp","id":1,"suppressionLogique":false},"fonctionnalites":[{"idFonctionnalite":1},{"idFonctionnalite":2}],` +
			`"propSpecifiqueDTO":{"proprietesSpecifiquesClient":{"psValues":{}},"ville":"Fictive-sur-Loire","dateFCO":"2026-01-21T15:35:19.721Z","objectifMensuel":0,` +
			`"dateNaissanceConducteur":"1990-01-21T15:35:19.721Z","nationalitePermis":0,"idClient":0,"lieuNaissanceConducteur":"Fictive","numeroVoieAdresse":"12",` +
			`"typeObjet":"CLIENT","idObjetRef":0,"objectifHebdo":0,"codePostal":"00000","keyUser":"keyUser","lieuDelivrancePermis":"Fictive","complementAdresse":"",` +
			`"dateVisiteMedicale":"2026-01-21T15:35:19.721Z","categoriePermis":["A","B"],"dateValiditePermis":"2026-01-21T15:35:19.721Z","numeroPermis":"000000000000",` +
			`"adresse":"rue Imaginaire","dateDelivrancePermis":"2026-01-21T15:35:19.721Z","id":1,"pays":0},`)
		fmt.Fprintf(&list, `"vehicleFieldsDTO":{"numeroSerie":"VF1%09d","typeMotorisation":"MONO","categorie":"UNDEFINED","nomImage":"i","odirectMode":"ODIRECT_UNIVERSEL",`+
			`"couleur":"gris","description":"d","numeroParc":"%d","marque":"Renault","suppressionLogique":false,"privacyEnabled":true,"geolocalise":true,`+
			`"libelleTypeAsset":{"categorie":"UNDEFINED","ordre":0,"libelle":"Voiture","nomIcone":"car","id":0},"modele":"Mégane","dispositifIdentifiant":false,`+
			`"immobilisationCablee":false,"id":%d,"dioEnabled":false,"immatriculation":"AA-%d-BB","numeroEmbarque":%d,"geosecuriteEnabled":false,"detectionPorteEnabled":false}}`,
			n, n, 11100700000+n, n, 200000+n)
	}
	list.WriteByte(']')
	return list.Bytes()
}

// held is how many bytes of the heap are in use.
func held() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}

// BenchmarkIndividus50k fetches the fleet of a large customer over a connection, and tells how long that
// takes and how much stays in memory afterwards; and the same for reading the whole answer and decoding all
// of it, to compare with.
func BenchmarkIndividus50k(b *testing.B) {
	list := crowdList(b)
	served := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/authenticate2") {
			_, _ = io.WriteString(w, `{"token":"t","passwordExpirationRemainingDays":90}`)
			return
		}
		_, _ = w.Write(list)
	}))
	b.Cleanup(served.Close)
	client, err := ocean.New(ocean.Config{BaseURL: served.URL, Login: "l", Password: "p", Rate: 1e6})
	if err != nil {
		b.Fatal(err)
	}
	silent := logrus.New()
	silent.SetOutput(io.Discard)
	var lean, naive float64
	b.Run("lean", func(b *testing.B) {
		for b.Loop() {
			before := held()
			people := identity.New(client, map[chat.Platform]identity.Mailer{chat.Slack: mails{}}, time.Now, silent)
			if who, err := people.Resolve(b.Context(), slackUser("prenom.nom49999@client.example")); err != nil || who.IndividuID != 11100049999 {
				b.Fatal(who, err)
			}
			lean = held() - before
			runtime.KeepAlive(people)
		}
		b.ReportMetric(lean, "held-B")
		b.ReportMetric(lean/crowd, "held-B/individu")
	})
	b.Run("naive", func(b *testing.B) {
		for b.Loop() {
			before := held()
			response, err := http.Post(served.URL+"/restapi/individus/list", "application/json", nil)
			if err != nil {
				b.Fatal(err)
			}
			body, err := io.ReadAll(response.Body)
			_ = response.Body.Close()
			if err != nil {
				b.Fatal(err)
			}
			var all []map[string]any
			if err := json.Unmarshal(body, &all); err != nil {
				b.Fatal(err)
			}
			naive = held() - before
			runtime.KeepAlive(all)
		}
		b.ReportMetric(naive, "held-B")
		b.ReportMetric(naive/crowd, "held-B/individu")
		if lean > 0 {
			b.ReportMetric(naive/lean, "times-lean")
		}
	})
}
