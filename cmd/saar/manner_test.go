package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar/cmd/saar/demo"
)

// What an operator writes beside a chat is how that chat gets its edition, and the others do not.
func TestDigestInTheMannerOfItsChats(t *testing.T) {
	t.Parallel()
	w, folder := startWorld(t, demo.Config{}), t.TempDir()
	if err := w.furnish(folder); err != nil {
		t.Fatal(err)
	}
	local := time.Now().In(w.now.Location())
	hours := local.Add(-time.Hour).Format("15:04") + "-" + local.Add(time.Hour).Format("15:04")
	replace(t, folder+"/config.yaml", `chats: ["@saar_demo"]`,
		fmt.Sprintf(`digits: devanagari, chats: ["@saar_demo", {chat: "@saar_do", quiet: %q, pin: true}]`, hours))
	mustRun(t, folder, "--scrape")
	mustRun(t, folder, "--digest")
	for id, own := range map[int64]bool{channel: false, second: true} {
		messages := w.api.Messages(id)
		if len(messages) == 0 {
			t.Fatalf("nothing in chat %d", id)
		}
		for i, m := range messages {
			if m.Silent != own || m.Pinned != (own && i == 0) {
				t.Errorf("chat %d, message %d: silent %v, pinned %v", id, m.ID, m.Silent, m.Pinned)
			}
		}
		if !strings.Contains(messages[0].Text, " · १") || strings.Contains(messages[0].Text, "\n1. ") {
			t.Errorf("in other digits:\n%s", messages[0].Text)
		}
	}
}
