package usage

import (
	"errors"
	"fmt"
	"strings"

	"github.com/oceanbot/oceanbot/internal/ocean"
)

// ErrKeys is what is wrong with the text of a setting for [ParseKeys].
var ErrKeys = errors.New("not a list like PERSO=private,TRAJET=professional")

// Keys says what OCEAN's period keys stand for where their names don't, by the key in capitals. OCEAN
// documents none of them. The zero Keys knows only what [ocean.UsageOf] reads in a name.
type Keys map[string]ocean.Usage

// ParseKeys reads a setting: pairs KEY=private or KEY=professional (or KEY=prive, KEY=pro), with commas
// between them. A key may hold blanks, and its case means nothing. An error matches [ErrKeys] and names
// the pair.
func ParseKeys(setting string) (Keys, error) {
	keys := Keys{}
	for pair := range strings.SplitSeq(setting, ",") {
		if strings.TrimSpace(pair) == "" {
			continue
		}
		name, meaning, found := strings.Cut(pair, "=")
		name = fold(name)
		var use ocean.Usage
		switch strings.ToLower(strings.TrimSpace(meaning)) {
		case "private", "prive", "privé":
			use = ocean.Privee
		case "professional", "professionnel", "pro":
			use = ocean.Pro
		default:
			found = false
		}
		if _, twice := keys[name]; !found || twice || name == "" {
			return nil, fmt.Errorf("%q: %w", strings.TrimSpace(pair), ErrKeys)
		}
		keys[name] = use
	}
	return keys, nil
}

// Of tells what a key stands for.
func (k Keys) Of(key string) ocean.Usage {
	if use, ok := k[fold(key)]; ok {
		return use
	}
	return ocean.UsageOf(key)
}

func fold(key string) string { return strings.ToUpper(strings.TrimSpace(key)) }
