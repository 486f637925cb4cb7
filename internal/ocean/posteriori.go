package ocean

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
)

// EtapeKey is what names an étape. The three come together as affectedEtape in the detail of an analysis;
// otherwise they are the row's id, the vehicle's NumeroEmbarque, and the customer's setting.
type EtapeKey struct {
	IDEtape        int64
	NumeroEmbarque int64
	// CodeExploitant may be empty, and is then not sent.
	CodeExploitant string
}

// SetEtapePrivacy asks that an étape be counted as private, or as professional; the other value takes it
// back. OCEAN calls this a request that it registers, and offers no way to read its state: nil means that
// OCEAN answered yes, no more. The vehicle must have a private mode ([Vehicle.PrivacyEnabled]).
//
// POST /restapi/vieprivee/v1/etapeViePriveePosteriori, see
// https://v3.oceansystem.com/ocean/restapi/common/openapi/explorer#?route=post-/vieprivee/v1/etapeViePriveePosteriori
func (c *Client) SetEtapePrivacy(ctx context.Context, key EtapeKey, private bool) error {
	const op = "ask for the privacy of a trip"
	if !isID(key.IDEtape) || !isID(key.NumeroEmbarque) {
		return invalid(op, "no étape or no numeroEmbarque")
	}
	query := url.Values{
		"idEtape": {id(key.IDEtape)}, "numeroEmbarque": {id(key.NumeroEmbarque)}, "privacy": {strconv.FormatBool(private)},
	}
	if key.CodeExploitant != "" {
		query.Set("codeExploitant", key.CodeExploitant)
	}
	return c.do(ctx, call{
		op: op, method: http.MethodPost, path: "/restapi/vieprivee/v1/etapeViePriveePosteriori", query: query, write: true,
		limit: limitBoolean, within: c.writeTimeout,
		read: asBoolean(op, nil),
	})
}
