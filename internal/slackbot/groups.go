package slackbot

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/patrickmn/go-cache"
	"github.com/slack-go/slack"

	"github.com/oceanbot/oceanbot/internal/wire"
)

// groupLimit is the time that reading a user group may keep a request waiting.
const groupLimit = 10 * time.Second

// Members gives the ids of the users in a user group, without those whose account is deactivated. What was
// read is remembered for [Config.GroupLife]; a failure isn't. Where the app may not read groups the error is
// [ErrScope]: https://docs.slack.dev/reference/scopes/usergroups.read.
//
// https://docs.slack.dev/reference/methods/usergroups.users.list
func (b *Bot) Members(ctx context.Context, groupID string) ([]string, error) {
	if members, ok := b.knownMembers(groupID); ok {
		return members, nil
	}
	// Many who ask at once wait for one answer, and whoever asked first may leave.
	read := b.reads.DoChan(groupID, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), groupLimit)
		defer cancel()
		members, err := b.api.GetUserGroupMembersContext(ctx, groupID)
		if err != nil {
			return nil, wire.Scrub(err)
		}
		b.groups.Set(groupID, members, cache.DefaultExpiration)
		return members, nil
	})
	select {
	case <-ctx.Done():
		return nil, fmt.Errorf("slack: usergroups.users.list: %w", ctx.Err())
	case answer := <-read:
		var refusal slack.SlackErrorResponse
		if errors.As(answer.Err, &refusal) && refusal.Err == "missing_scope" {
			return nil, fmt.Errorf("slack: usergroups.users.list: %w: %s", ErrScope, refusal.Needed)
		}
		if answer.Err != nil {
			return nil, fmt.Errorf("slack: usergroups.users.list: %w", answer.Err)
		}
		members, ok := answer.Val.([]string)
		if !ok {
			return nil, fmt.Errorf("slack: the members of a group came as a %T", answer.Val)
		}
		return members, nil
	}
}

func (b *Bot) knownMembers(groupID string) ([]string, bool) {
	known, ok := b.groups.Get(groupID)
	if !ok {
		return nil, false
	}
	members, ok := known.([]string)
	return members, ok
}
