package nlp_test

import (
	"testing"

	"github.com/oceanbot/oceanbot/internal/nlp"
)

func BenchmarkParse(b *testing.B) {
	phrases := corpus(b)
	b.ReportAllocs()
	i := 0
	for b.Loop() {
		p := &phrases[i%len(phrases)]
		nlp.Parse(p.text, p.opts)
		i++
	}
}
