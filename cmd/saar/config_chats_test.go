package main

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/saar-news/saar"
)

// A chat is written by its name alone or with keys, and each edition has its own manner there.
func TestChatsWithKeys(t *testing.T) {
	path := filepath.Join(t.TempDir(), "config.yaml")
	text := `
sources:
  - {id: nav, name: नव प्रभात, url: "https://nav-prabhat.example/"}
editions:
  - id: subah
    schedule: "0 5 * * *"
    chats:
      - "@saar_example"
      - {chat: "@saar_night", quiet: "22:00-06:30", zone: Europe/Berlin, pin: true}
      - chat: -1001234567890/7
        quiet: 23:00-05:30
        quiet_mode: deferred
        thread_fallback: true
  - {id: shaam, schedule: "0 19 * * *", chats: ["@saar_night", -1001234567890]}
`
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := loadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	subah, shaam := s.pipeline.Editions[0], s.pipeline.Editions[1]
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]saar.Manner{
		"@saar_night": {Quiet: saar.Quiet{From: 22 * 60, To: 6*60 + 30, Zone: berlin}, Pin: true},
		"-1001234567890/7": {
			Quiet: saar.Quiet{From: 23 * 60, To: 5*60 + 30, Zone: s.zone, Defer: true}, ThreadFallback: true,
		},
	}
	sameZone := cmp.Comparer(func(a, b *time.Location) bool { return a.String() == b.String() })
	if diff := cmp.Diff(want, subah.Manners, sameZone); diff != "" {
		t.Errorf("manners (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string]saar.Manner{}, shaam.Manners, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("manners of another edition (-want +got):\n%s", diff)
	}
	chats := [][]string{{"@saar_example", "@saar_night", "-1001234567890/7"}, {"@saar_night", "-1001234567890"}}
	if diff := cmp.Diff(chats, [][]string{subah.Chats, shaam.Chats}); diff != "" {
		t.Errorf("chats (-want +got):\n%s", diff)
	}
}
