package slackbot

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/slack-go/slack"

	"github.com/oceanbot/oceanbot/internal/wire"
)

// uploadLimit is the time that uploading may take; nobody waits longer for a picture or a file than for words.
const uploadLimit = 10 * time.Second

var errUploadAddress = errors.New("Slack named an address for the upload that is none of its own") //nolint:staticcheck // Slack is a name

// put uploads a file and gives its id. Slack forgets it unless files.completeUploadExternal follows.
func (b *Bot) put(ctx context.Context, name string, data []byte) (id string, err error) {
	ctx, cancel := context.WithTimeout(ctx, uploadLimit)
	defer cancel()
	// https://docs.slack.dev/reference/methods/files.getUploadURLExternal
	place, err := b.api.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{FileName: name, FileSize: len(data)})
	if err != nil {
		return "", fmt.Errorf("files.getUploadURLExternal: %w", wire.Scrub(err))
	}
	// The address is as good as a password, and the library's errors may show it.
	err = b.api.UploadToURL(ctx, slack.UploadToURLParameters{
		UploadURL: place.UploadURL, Reader: bytes.NewReader(data), Filename: name,
	})
	if err != nil {
		return "", fmt.Errorf("uploading a file: %w", withoutAddress(err))
	}
	return place.FileID, nil
}

// withoutAddress keeps of an error what shows no address.
func withoutAddress(err error) error {
	var status slack.StatusCodeError
	var limited *slack.RateLimitedError
	var transport *url.Error
	switch {
	case errors.As(err, &status), errors.As(err, &limited):
		return err
	case errors.As(err, &transport):
		return transport.Err
	case errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return context.DeadlineExceeded
	default:
		return errUploadAddress
	}
}
