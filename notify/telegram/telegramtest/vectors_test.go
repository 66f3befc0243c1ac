package telegramtest_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar/notify/telegram/telegramtest"
)

// vector is one line of an external file of cases: what Telegram's own parser makes of a text.
type vector struct {
	HTML     string `json:"html"`
	Text     string `json:"text"`
	Error    string `json:"error"`
	Entities []struct {
		telegramtest.Entity
		UserID int64 `json:"user_id"`
	} `json:"entities"`
}

// TestVectors reads the file that SAAR_HTML_VECTORS names. The table of TestParseHTML covers the same rules.
func TestVectors(t *testing.T) {
	file := os.Getenv("SAAR_HTML_VECTORS")
	if file == "" {
		return
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) == 0 {
		t.Fatal("no vectors in the file")
	}
	for _, v := range vectors {
		t.Run(v.HTML, func(t *testing.T) { checkVector(t, v) })
	}
	t.Logf("%d vectors", len(vectors))
}

func checkVector(t *testing.T, v vector) {
	var want []telegramtest.Entity
	for _, e := range v.Entities {
		if e.Type == "precode" {
			e.Type = "pre"
		}
		if e.UserID != 0 {
			e.User = &telegramtest.User{ID: e.UserID}
		}
		want = append(want, e.Entity)
	}
	text, entities, err := telegramtest.ParseHTML(v.HTML)
	message := ""
	if err != nil {
		message = err.Error()
	}
	if diff := cmp.Diff(v.Error, message); diff != "" {
		t.Errorf("error (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(v.Text, text); diff != "" {
		t.Errorf("text (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(want, entities); diff != "" {
		t.Errorf("entities (-want +got):\n%s", diff)
	}
}
