package identity_test

import (
	"errors"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"github.com/oceanbot/oceanbot/internal/chat"
	"github.com/oceanbot/oceanbot/internal/identity"
)

func TestReadLinks(t *testing.T) {
	t.Parallel()
	want := []identity.UserLink{
		{User: chat.User{Platform: chat.Slack, ID: "U0ABC"}, IndividuID: 1110000403},
		{User: chat.User{Platform: chat.Discord, ID: "80351110224678912"}, IndividuID: 7},
	}
	for name, text := range map[string]string{
		"plain":               "user,individuId\nslack:U0ABC,1110000403\ndiscord:80351110224678912,7\n",
		"no line end at last": "user,individuId\nslack:U0ABC,1110000403\ndiscord:80351110224678912,7",
		"of a spreadsheet":    "\ufeffuser;individuId\r\nslack:U0ABC;1110000403\r\n;\r\ndiscord:80351110224678912;7\r\n",
		"quoted and spaced":   "user, individuid\n\"slack:U0ABC\", 1110000403 \n\n discord:80351110224678912 ,\"7\"\n",
	} {
		got, err := identity.ReadLinks(strings.NewReader(text))
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v\n%s", name, err, diff)
		}
	}
	if got, err := identity.ReadLinks(strings.NewReader("user,individuId\n")); err != nil || len(got) != 0 {
		t.Errorf("a header alone: %v, %v", got, err)
	}
}

func TestReadLinksTellsEveryBadLine(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"nothing at all":   {"", "line 1: the file must begin with the header user,individuId"},
		"no header":        {"slack:U0ABC,7\n", "line 1: the file must begin with the header user,individuId"},
		"another header":   {"\nuser,individu\n", "line 2: the file must begin with the header user,individuId"},
		"a header too far": {"user,individuId,name\n", "line 1: the file must begin with the header user,individuId"},
		"quotes":           {"user,individuId\n\"slack:U0\"ABC,7\nslack:U1,x\n", "line 2: its quotation marks are not in pairs\nline 3: \"x\" is not an individuId of OCEAN, like 1110000403"},
		"many": {
			"user,individuId\nslack:U0ABC,7\n\nteams:U1,8\nslack:U0ABC,9\nslack:u0abc,0\ndiscord:12\ndiscord:13,-1\ndiscord:13,5,6\nslack:U2,1\n",
			`line 4: "teams:U1" is not a chat user, like slack:U0ABC or discord:1234
line 5: slack:U0ABC stands on line 2 already
line 6: "slack:u0abc" is not a chat user, like slack:U0ABC or discord:1234; "0" is not an individuId of OCEAN, like 1110000403
line 7: it must have two fields, like slack:U0ABC,1110000403, and has 1
line 8: "-1" is not an individuId of OCEAN, like 1110000403
line 9: it must have two fields, like slack:U0ABC,1110000403, and has 3`,
		},
	} {
		got, err := identity.ReadLinks(strings.NewReader(test.text))
		if err == nil || len(got) > 0 {
			t.Errorf("%s: %v, %v", name, got, err)
			continue
		}
		if diff := cmp.Diff(test.want, err.Error()); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
	broken := errors.New("the disk is gone")
	if _, err := identity.ReadLinks(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("a file that can't be read: %v", err)
	}
}

func TestParseUser(t *testing.T) {
	t.Parallel()
	for key, ok := range map[string]bool{
		"slack:U0ABC": true, "slack:W1": true, "discord:1234": true, "discord:18446744073709551615": true,
		"": false, "slack": false, "slack:": false, "U0ABC": false, "slack:S0GROUP": false, "slack:U0 ABC": false, "Slack:U0ABC": false,
		"discord:U0ABC": false, "discord:123456789012345678901": false, "console:driver": false, "slack:U0\n": false,
	} {
		user, err := identity.ParseUser(key)
		if (err == nil) != ok || (ok && user.Key() != key) {
			t.Errorf("%q: %+v, %v", key, user, err)
		}
	}
}

// FuzzReadLinks wants links that can be written down again, each user once, or an error that names a line.
func FuzzReadLinks(f *testing.F) {
	for _, seed := range []string{
		"user,individuId\nslack:U0ABC,7\n", "\ufeffuser;individuId\r\ndiscord:1;2\r\n", "user,individuId\n\"\n", "user,individuId\n\"a\nb\",1\n\"", ";\n", "",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		links, err := identity.ReadLinks(strings.NewReader(text))
		if err != nil {
			if len(links) > 0 || !strings.HasPrefix(err.Error(), "line ") || strings.HasPrefix(err.Error(), "line 0") {
				t.Errorf("%v beside %v", links, err)
			}
			return
		}
		seen := map[string]bool{}
		for _, link := range links {
			user, err := identity.ParseUser(link.User.Key())
			if err != nil || user != link.User || link.IndividuID <= 0 || seen[user.Key()] {
				t.Errorf("%+v, %v", link, err)
			}
			seen[user.Key()] = true
		}
	})
}
