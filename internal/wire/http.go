package wire

import (
	"errors"
	"net"
	"net/http"
	"net/url"
)

// NeverSentError marks a failure before anything was sent.
type NeverSentError struct{ Err error }

func (e NeverSentError) Error() string { return e.Err.Error() }

// Unwrap gives the failure itself.
func (e NeverSentError) Unwrap() error { return e.Err }

// NeverSent tells whether a request surely did not arrive: there was no connection.
func NeverSent(err error) bool {
	var op *net.OpError
	var dns *net.DNSError
	return (errors.As(err, &op) && op.Op == "dial") || errors.As(err, &dns) || errors.As(err, &NeverSentError{})
}

// UnsureError wraps a failure that leaves open whether the platform took a message.
type UnsureError struct{ Err error }

func (u UnsureError) Error() string { return "perhaps not delivered: " + u.Err.Error() }

// Unwrap gives the failure itself.
func (u UnsureError) Unwrap() error { return u.Err }

// Ambiguous are the answers of a gateway that doesn't know what became of the request behind it.
func Ambiguous(status int) bool {
	return status == http.StatusBadGateway || status == http.StatusGatewayTimeout
}

// Scrub takes the address out of an error of net/http: some addresses are as good as a password.
func Scrub(err error) error {
	if withURL, ok := errors.AsType[*url.Error](err); ok {
		return withURL.Err
	}
	return err
}

// IsWeb tells whether an address is one of http or https, with a host.
func IsWeb(u *url.URL) bool { return (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" }
