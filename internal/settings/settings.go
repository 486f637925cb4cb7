// Package settings reads what an operator has set: environment variables first, then a .env file, then
// a YAML file, all under the same names. A secret NAME may also come from the file that NAME_FILE names.
//
// A [Reader] turns the texts into values. What is wrong is collected, so that an operator reads all of it
// at once, each problem naming its setting and what would be right; a secret's value is never repeated.
package settings

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/joho/godotenv"

	"github.com/oceanbot/oceanbot/internal/i18n"
	"github.com/oceanbot/oceanbot/internal/secret"
)

// Reader reads settings by name. A name that is set to nothing counts as not set.
type Reader struct {
	layers   []map[string]string // the first that has a name wins
	nested   map[string]ast.Node // the lists of the YAML file
	file     string              // the name of the YAML file
	problems []error
}

// Files names where settings may stand besides the environment.
type Files struct {
	DotEnv string // read where it exists
	YAML   string // read where it is named; it must exist then
	// Nested are the keys of the YAML file that hold lists and are read by somebody else.
	Nested []string
	// Known are the names that a YAML file may hold; any other is a mistake that is told.
	Known []string
}

// New makes a reader of an environment, as os.Environ gives it, and of files.
func New(environ []string, files Files) (*Reader, error) {
	env := map[string]string{}
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		env[name] = value
	}
	r := &Reader{layers: []map[string]string{env}}
	if files.DotEnv != "" {
		values, err := godotenv.Read(files.DotEnv)
		switch {
		case err == nil:
			r.layers = append(r.layers, values)
		case !errors.Is(err, os.ErrNotExist):
			// The library's error quotes the line, which may hold a secret.
			return nil, fmt.Errorf("%s can't be read: every line must be NAME=value", files.DotEnv)
		}
	}
	if files.YAML != "" {
		values, nested, err := readYAML(files)
		if err != nil {
			return nil, err
		}
		r.layers = append(r.layers, values)
		r.nested, r.file = nested, filepath.Base(files.YAML)
	}
	return r, nil
}

func readYAML(files Files) (values map[string]string, nested map[string]ast.Node, err error) {
	content, err := os.ReadFile(files.YAML)
	if err != nil {
		return nil, nil, fmt.Errorf("the settings file can't be read: %w", err)
	}
	var entries map[string]any
	parsed, err := parser.ParseBytes(content, 0)
	if err == nil {
		err = yaml.Unmarshal(content, &entries)
	}
	if err != nil {
		// FormatError without the source, which may hold a secret.
		return nil, nil, fmt.Errorf("%s is not YAML: %s", files.YAML, firstLine(yaml.FormatError(err, false, false)))
	}
	values, err = plainValues(files, entries)
	return values, nestedNodes(parsed, files.Nested), err
}

// plainValues are the settings that a YAML file holds as single values.
func plainValues(files Files, entries map[string]any) (map[string]string, error) {
	values := map[string]string{}
	for key, value := range entries {
		if slices.Contains(files.Nested, key) {
			continue
		}
		name := strings.ToUpper(key)
		if !slices.Contains(files.Known, strings.TrimSuffix(name, fileSuffix)) {
			return nil, fmt.Errorf("%s: there is no setting %s", files.YAML, key)
		}
		switch value := value.(type) {
		case nil:
		case string, bool, int, int64, uint64, float64:
			values[name] = fmt.Sprint(value)
		case time.Time:
			values[name] = value.Format(time.RFC3339)
		default:
			return nil, fmt.Errorf("%s: %s must be a single value", files.YAML, key)
		}
	}
	return values, nil
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}

// Err gives everything that was wrong, a line each, or nil.
func (r *Reader) Err() error { return errors.Join(r.problems...) }

// Problemf notes that a setting is wrong. The sentence must make sense after the name and a colon.
func (r *Reader) Problemf(name, format string, args ...any) {
	r.problems = append(r.problems, fmt.Errorf("%s: %s", name, fmt.Sprintf(format, args...)))
}

// Has tells whether a setting, or the file of a secret, is set.
func (r *Reader) Has(name string) bool {
	_, plain := r.find(name)
	_, file := r.find(name + fileSuffix)
	return plain || file
}

func (r *Reader) find(name string) (string, bool) {
	for _, layer := range r.layers {
		if value := strings.TrimSpace(layer[name]); value != "" {
			return value, true
		}
	}
	return "", false
}

// String gives a setting as it stands.
func (r *Reader) String(name, fallback string) string {
	if value, ok := r.find(name); ok {
		return value
	}
	return fallback
}

const fileSuffix = "_FILE"

// Secret gives a secret, from the setting itself or from the file that NAME_FILE names. The more binding
// layer wins; within one layer only one of the two may be set.
func (r *Reader) Secret(name string) secret.Text {
	for _, layer := range r.layers {
		plain, path := strings.TrimSpace(layer[name]), strings.TrimSpace(layer[name+fileSuffix])
		switch {
		case plain != "" && path != "":
			r.Problemf(name, "set either it or %s%s, not both", name, fileSuffix)
			return ""
		case plain != "":
			return secret.Text(plain)
		case path != "":
			content, err := os.ReadFile(path)
			if err != nil {
				r.Problemf(name+fileSuffix, "the file can't be read: %v", err)
				return ""
			}
			return secret.Text(strings.TrimSpace(string(content)))
		}
	}
	return ""
}

// Int64 gives a whole number above zero, or 0 where it isn't set.
func (r *Reader) Int64(name string) int64 {
	value, ok := r.find(name)
	if !ok {
		return 0
	}
	n, err := strconv.ParseInt(value, 10, 64)
	if err != nil || n <= 0 {
		r.Problemf(name, "%q is not a whole number above zero, like 1110000000", value)
		return 0
	}
	return n
}

// Rate gives a number above zero.
func (r *Reader) Rate(name string, fallback float64) float64 {
	value, ok := r.find(name)
	if !ok {
		return fallback
	}
	rate, err := strconv.ParseFloat(value, 64)
	if err != nil || !(rate > 0) || rate > 1e6 {
		r.Problemf(name, "%q is not a number above zero, like 5", value)
		return fallback
	}
	return rate
}

// Zone gives a time zone by its IANA name.
func (r *Reader) Zone(name, fallback string) *time.Location {
	value := r.String(name, fallback)
	zone, err := time.LoadLocation(value)
	if err != nil || strings.EqualFold(value, "local") {
		r.Problemf(name, "%q is not the name of a time zone, like Europe/Paris", value)
		return time.UTC
	}
	return zone
}

// Lang gives one of the bot's languages.
func (r *Reader) Lang(name string, fallback i18n.Lang) i18n.Lang {
	switch lang := i18n.Lang(r.OneOf(name, string(fallback), string(i18n.French), string(i18n.English))); lang {
	case i18n.French, i18n.English:
		return lang
	default:
		return fallback
	}
}

// OneOf gives one of several words.
func (r *Reader) OneOf(name, fallback string, words ...string) string {
	value := r.String(name, fallback)
	if !slices.Contains(words, value) {
		r.Problemf(name, "%q is not one of %s", value, strings.Join(words, ", "))
		return fallback
	}
	return value
}

// URL gives the address of a web service, without a slash at its end; empty where it isn't set and has no
// fallback.
func (r *Reader) URL(name, fallback string) string {
	value := r.String(name, fallback)
	if value == "" {
		return ""
	}
	parsed, err := url.Parse(value)
	if err != nil || (parsed.Scheme != "http" && parsed.Scheme != "https") || parsed.Host == "" ||
		parsed.RawQuery != "" || parsed.Fragment != "" || parsed.User != nil {
		r.Problemf(name, "this is not the address of a web service, like https://example.com/path")
		return fallback
	}
	return strings.TrimRight(value, "/")
}

// Address gives a host and port to listen on.
func (r *Reader) Address(name, fallback string) string {
	value := r.String(name, fallback)
	_, port, err := net.SplitHostPort(value)
	if err == nil {
		_, err = strconv.ParseUint(port, 10, 16)
	}
	if err != nil {
		r.Problemf(name, "%q is not an address to listen on, like 127.0.0.1:8080", value)
		return fallback
	}
	return value
}

// Time gives an instant, or the zero time where it isn't set.
func (r *Reader) Time(name string) time.Time {
	value, ok := r.find(name)
	if !ok {
		return time.Time{}
	}
	t, err := time.Parse(time.RFC3339, value)
	if err != nil {
		r.Problemf(name, "%q is not a time like 2026-11-25T10:00:00+01:00", value)
	}
	return t
}
