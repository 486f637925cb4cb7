package discordbot

import (
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"time"
)

// InteractionsPath is what [Bot.Routes] serves.
const InteractionsPath = "/discord/interactions"

// maxBody is far above everything that Discord sends; the largest is a message that a command was used on.
const maxBody = 1 << 20

// maxSignatureAge is how far the time of a signature may be from now. Discord states no such limit; without
// one, whoever got hold of a request could deliver it again for ever.
const maxSignatureAge = 5 * time.Minute

// Routes serves interactions: https://discord.com/developers/docs/interactions/overview#configuring-an-interactions-endpoint-url.
func (b *Bot) Routes(mux *http.ServeMux) {
	if len(b.cfg.PublicKey) == 0 {
		return
	}
	mux.HandleFunc("POST "+InteractionsPath, b.serveInteraction)
}

// Why a request is answered 401.
var (
	errUnsigned  = errors.New("there is no signature")
	errStale     = errors.New("the signature is too old, or of the future")
	errSignature = errors.New("the signature is wrong")
)

// proof is the signature of a request, as far as its headers tell:
// https://discord.com/developers/docs/interactions/overview#validating-security-request-headers.
type proof struct {
	signature []byte
	timestamp string
}

func proofOf(header http.Header, now time.Time) (proof, error) {
	signature, err := hex.DecodeString(header.Get("X-Signature-Ed25519"))
	timestamp := header.Get("X-Signature-Timestamp")
	if err != nil || len(signature) != ed25519.SignatureSize || timestamp == "" {
		return proof{}, errUnsigned
	}
	seconds, err := strconv.ParseInt(timestamp, 10, 64)
	if err != nil {
		return proof{}, errUnsigned
	}
	if age := now.Sub(time.Unix(seconds, 0)); age > maxSignatureAge || age < -maxSignatureAge {
		return proof{}, errStale
	}
	return proof{signature: signature, timestamp: timestamp}, nil
}

func (p proof) covers(key ed25519.PublicKey, body []byte) bool {
	return ed25519.Verify(key, append([]byte(p.timestamp), body...), p.signature)
}

// serveInteraction takes an interaction that Discord signed within the last five minutes. Everything else is
// answered 401 and learns nothing more.
func (b *Bot) serveInteraction(w http.ResponseWriter, r *http.Request) {
	log := b.cfg.Log.WithField("path", r.URL.Path)
	refuse := func(err error) {
		log.WithError(err).Warn("discord: refused a request without a good signature")
		http.Error(w, "invalid request signature", http.StatusUnauthorized)
	}
	// The headers come first: they cost nothing.
	signed, err := proofOf(r.Header, time.Now())
	if err != nil {
		refuse(err)
		return
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
			http.Error(w, "body too large", http.StatusRequestEntityTooLarge)
			return
		}
		http.Error(w, "unreadable body", http.StatusBadRequest)
		return
	}
	if !signed.covers(b.cfg.PublicKey, body) {
		refuse(errSignature)
		return
	}
	answer, start, err := b.admit(body) //nolint:contextcheck // work outlives the request that starts it
	if err != nil {
		status := http.StatusServiceUnavailable
		if errors.Is(err, errMalformed) {
			status = http.StatusBadRequest
		}
		log.WithError(err).Warn("discord: could not take an interaction")
		http.Error(w, http.StatusText(status), status)
		return
	}
	encoded, err := json.Marshal(answer)
	if err != nil {
		log.WithError(err).Error("discord: could not encode an answer")
		http.Error(w, http.StatusText(http.StatusInternalServerError), http.StatusInternalServerError)
		encoded = nil
	}
	if encoded != nil {
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Length", strconv.Itoa(len(encoded)))
		_, err = w.Write(encoded)
		// The answer must be out before the work's first message refers to it.
		err = errors.Join(err, http.NewResponseController(w).Flush())
	}
	if err != nil {
		log.WithError(err).Warn("discord: the first answer did not go out")
	}
	if start != nil {
		start()
	}
}
