package store_test

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

// A body is read as any reader of JSON reads it, however its texts are written.
func FuzzBody(f *testing.F) {
	for _, body := range [][]saar.Paragraph{
		nil,
		{},
		{{Kind: saar.Text, Text: "नगर में नया पुल खुला।"}},
		{{Kind: saar.Heading, Text: `"पुल" <खुला> & बंद \`}, {Kind: saar.Quote, Text: "एक\nदो\tतीन\u2028चार"}, {Text: ""}},
		{{Kind: `"`, Text: `","text":"`}, {Kind: saar.Bullet, Text: `"}]`}, {Kind: saar.Text, Text: `\"`}},
	} {
		row, err := json.Marshal(body)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(row))
	}
	for _, row := range []string{
		`[ {"text":"क", "kind":"text"} ]`, `[{"kind":"text","text":"क","text":"ख"}]`, `[{"kind":"text"}]`, "[{\"kind\":\"text\",\"text\":\"\xff\"}]",
		`[{"kind":"text","text":"\u0915"}]`, `[{"kind":"te\u0078t","text":"क"},{"kind":"text","text":"ख\\"}]`, `[{"kind":"text","text":"क"},]`,
		`[{"kind":"text","text":"क\"}]`, `[{"kind":"text","text":"क"}`,
	} {
		f.Add(row)
	}
	f.Fuzz(func(t *testing.T, row string) {
		var want []saar.Paragraph
		if json.Unmarshal([]byte(row), &want) != nil {
			_, _ = store.BodyOf(row) // it must not panic
			return
		}
		got, err := store.BodyOf(row)
		if err != nil {
			t.Fatalf("%q: %v", row, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", row, diff)
		}
	})
}
