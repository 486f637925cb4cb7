package wire

import (
	"path"
	"regexp"
	"strings"
)

// maxFileName is how many characters a file's name may have; every platform and file system takes that.
const maxFileName = 60

var unsafeName = regexp.MustCompile(`[^a-z0-9._-]+`)

// FileName keeps a name to what every platform can name, in small letters; other is for one of which
// nothing is left, or that is too long to be one.
func FileName(name, other string) string {
	name = strings.Trim(unsafeName.ReplaceAllString(strings.ToLower(path.Base(name)), "-"), "-.")
	if name == "" || len(name) > maxFileName {
		return other
	}
	return name
}
