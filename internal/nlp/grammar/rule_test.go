package grammar_test

import (
	"bufio"
	"os"
	"path/filepath"
	"testing"

	"github.com/oceanbot/oceanbot/internal/nlp/en"
	"github.com/oceanbot/oceanbot/internal/nlp/fr"
	g "github.com/oceanbot/oceanbot/internal/nlp/grammar"
)

// A rule that can begin with a word which it doesn't name would be passed over in silence.
func TestRulesNameWhatTheyBeginWith(t *testing.T) {
	t.Parallel()
	words := g.NewDictionary(fr.Words, en.Words)
	lists := [][]g.Rule{g.Shared, fr.Rules, en.Rules}
	files, err := filepath.Glob("../testdata/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no corpus: %v", err)
	}
	matched := map[string]bool{}
	for _, file := range files {
		f, err := os.Open(file)
		if err != nil {
			t.Fatal(err)
		}
		for in := bufio.NewScanner(f); in.Scan(); {
			for _, french := range []bool{true, false} {
				s := &g.Sentence{Text: in.Text(), Tokens: words.Read(in.Text()), French: french}
				for _, list := range lists {
					for i := range s.Tokens {
						for _, rule := range list {
							_, with := g.Longest([]g.Rule{rule}, s, i)
							_, n := rule.Read(s, i)
							if n != with {
								t.Errorf("%q: rule %q takes %d tokens at %q, and with what it says that it begins with %d",
									in.Text(), rule.Name, n, s.Tokens[i].Text, with)
							}
							matched[rule.Name] = matched[rule.Name] || n > 0
						}
					}
				}
			}
		}
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for _, list := range lists {
		for _, rule := range list {
			if !matched[rule.Name] {
				t.Errorf("no phrase of the corpus needs the rule %q", rule.Name)
			}
		}
	}
}
