package secret_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/oceanbot/oceanbot/internal/secret"
)

func TestTextIsNeverPrinted(t *testing.T) {
	t.Parallel()
	const plain = "hunter2"
	holder := struct{ Password secret.Text }{plain}
	asJSON, err := json.Marshal(holder)
	if err != nil {
		t.Fatal(err)
	}
	for _, printed := range []string{
		fmt.Sprint(holder), fmt.Sprintf("%v %+v %#v", holder, holder, holder),
		fmt.Sprintf("%s %q %x %X %d", holder.Password, holder.Password, holder.Password, holder.Password, holder.Password),
		string(asJSON),
	} {
		if strings.Contains(printed, plain) || strings.Contains(printed, fmt.Sprintf("%x", plain)) {
			t.Errorf("the secret was printed: %s", printed)
		}
	}
	if holder.Password.Reveal() != plain {
		t.Error("Reveal does not give the plain text")
	}
	if fmt.Sprint(secret.Text("")) != "" {
		t.Error("an empty secret must print as empty, so that 'not set' is visible")
	}
}
