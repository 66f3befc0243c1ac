package main

import (
	"encoding/json"
	"path/filepath"
	"testing"
	"time"

	"github.com/saar-news/saar/cmd/saar/demo"
)

// Every article has come through discovery, extraction, the store and the digest with the time its outlet gave it, however
// that writes times: an article with a wrong one stands in a wrong edition.
func TestPublishedTimesComeThrough(t *testing.T) {
	t.Parallel()
	w := startWorld(t, demo.Config{})
	folder := folderIn(t, w)
	config := filepath.Join(folder, "config.yaml")
	replace(t, config, `stories: 15`, `stories: 60`)
	replace(t, config, w.now.Location().String(), "Asia/Kolkata") // by which an outlet writes times without a zone
	printed := mustRun(t, folder, "--scrape", "--digest", "--dry-run", "--format", "json").out.String()
	var told struct {
		Stories []struct {
			Articles []struct {
				URL       string
				Published time.Time
			}
		}
	}
	if err := json.Unmarshal([]byte(printed), &told); err != nil {
		t.Fatal(err)
	}
	given := map[string]time.Time{}
	for _, a := range w.outlets.Articles() {
		given[a.URL] = a.Published
	}
	compared := 0
	for _, story := range told.Stories {
		for _, a := range story.Articles {
			compared++
			if d := a.Published.Sub(given[a.URL]); d.Abs() >= time.Minute {
				t.Errorf("%s: published %v, want %v", a.URL, a.Published, given[a.URL])
			}
		}
	}
	if compared < 30 {
		t.Errorf("only %d articles are told", compared)
	}
}
