package identity

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/oceanbot/oceanbot/internal/chat"
)

// UserLink says which individu a chat user is.
type UserLink struct {
	User       chat.User
	IndividuID int64
}

// How the ids of users look. Slack: https://docs.slack.dev/reference/objects/user-object,
// Discord: https://docs.discord.com/developers/reference#snowflakes.
var ids = map[chat.Platform]*regexp.Regexp{ //nolint:gochecknoglobals // a constant
	chat.Slack:   regexp.MustCompile(`^[UW][A-Z0-9]+$`),
	chat.Discord: regexp.MustCompile(`^[0-9]{1,20}$`),
}

// ParseUser reads a chat user as an operator writes them: slack:U0ABC, discord:1234.
func ParseUser(key string) (chat.User, error) {
	user, ok := chat.ParseUser(key)
	if form, known := ids[user.Platform]; !ok || !known || !form.MatchString(user.ID) {
		return chat.User{}, fmt.Errorf("%q is not a chat user, like slack:U0ABC or discord:1234", key)
	}
	return user, nil
}

// ParseIndividu reads an individu's id, which OCEAN calls individuId.
func ParseIndividu(text string) (int64, error) {
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id <= 0 {
		return 0, fmt.Errorf("%q is not an individuId of OCEAN, like 1110000403", text)
	}
	return id, nil
}

// The header of a file of links.
const (
	userColumn     = "user"
	individuColumn = "individuId"
)

// ReadLinks reads a CSV file of links with the header user,individuId. As spreadsheets write them, a byte
// order mark, semicolons in the place of commas, and empty lines are no mistakes.
//
// Every line that is wrong is an error of its own, joined to the others, that begins with its number; there
// are links only where none is. Each user may stand in it once.
func ReadLinks(from io.Reader) ([]UserLink, error) {
	content, err := io.ReadAll(from)
	if err != nil {
		return nil, fmt.Errorf("reading the file: %w", err)
	}
	content = bytes.TrimPrefix(content, []byte("\ufeff"))
	lines := csv.NewReader(bytes.NewReader(content))
	lines.FieldsPerRecord = -1 // counted here, so that the sentence says what is wanted
	lines.TrimLeadingSpace = true
	if header, _, _ := bytes.Cut(content, []byte("\n")); bytes.ContainsRune(header, ';') {
		lines.Comma = ';'
	}
	header, line, err := record(lines)
	if err != nil || len(header) != 2 || !strings.EqualFold(header[0], userColumn) || !strings.EqualFold(header[1], individuColumn) {
		return nil, fmt.Errorf("line %d: the file must begin with the header %s,%s", max(line, 1), userColumn, individuColumn)
	}
	read := reading{seen: map[chat.User]int{}}
	for {
		fields, line, err := record(lines)
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			err = read.add(fields, line)
		}
		if err != nil {
			read.problems = append(read.problems, fmt.Errorf("line %d: %w", line, err))
		}
	}
	if len(read.problems) > 0 {
		return nil, errors.Join(read.problems...)
	}
	return read.links, nil
}

// record gives the next record, without the spaces around its fields, and the line on which it begins.
func record(lines *csv.Reader) (fields []string, line int, err error) {
	fields, err = lines.Read()
	var wrong *csv.ParseError
	switch {
	case errors.As(err, &wrong):
		return nil, wrong.StartLine, errors.New("its quotation marks are not in pairs")
	case err != nil:
		return nil, 0, err //nolint:wrapcheck // the end of the file; nothing else happens in memory
	}
	line, _ = lines.FieldPos(0)
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	return fields, line, nil
}

// reading is a file of links while it is read.
type reading struct {
	links    []UserLink
	seen     map[chat.User]int // the line of each user
	problems []error
}

func (r *reading) add(fields []string, line int) error {
	if strings.Join(fields, "") == "" {
		return nil // a row of a spreadsheet that was emptied
	}
	if len(fields) != 2 {
		return fmt.Errorf("it must have two fields, like slack:U0ABC,1110000403, and has %d", len(fields))
	}
	user, wrongUser := ParseUser(fields[0])
	individuID, wrongIndividu := ParseIndividu(fields[1])
	switch before, twice := r.seen[user]; {
	case wrongUser != nil && wrongIndividu != nil:
		return fmt.Errorf("%w; %w", wrongUser, wrongIndividu)
	case wrongUser != nil:
		return wrongUser
	case twice:
		return fmt.Errorf("%s stands on line %d already", user.Key(), before)
	default:
		r.seen[user] = line
	}
	if wrongIndividu != nil {
		return wrongIndividu
	}
	r.links = append(r.links, UserLink{User: user, IndividuID: individuID})
	return nil
}
