package main

import (
	"strings"
	"testing"

	"github.com/saar-news/saar/cmd/saar/demo"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
)

// A part that Telegram refuses for good is final until the operator has put right what the reason names: then --digest by hand
// posts it, and repeats nothing. The ledger shows both.
func TestDigestByHandRetriesWhatFailed(t *testing.T) {
	t.Parallel()
	w, folder := startWorld(t, demo.Config{}), t.TempDir()
	if err := w.furnish(folder); err != nil {
		t.Fatal(err)
	}
	replace(t, folder+"/config.yaml", `["@saar_demo"]`, `["@saar_demo", "@saar_do"]`)
	mustRun(t, folder, "--scrape")
	w.api.SetChat(telegramtest.Chat{ID: second, Type: telegramtest.Channel, Username: "saar_do", Bot: telegramtest.Kicked})
	if p := runSaar(t, folder, "--digest"); p.status() != 1 || !strings.Contains(p.err.String(), "saar deliveries") {
		t.Errorf("status %d\n%s", p.status(), p.err.String())
	}
	whole := len(w.posts(channel))
	if out := mustRun(t, folder, "deliveries").out.String(); strings.Count(out, "bot was kicked from the channel chat") != whole {
		t.Errorf("%d parts, saar deliveries:\n%s", whole, out)
	}
	w.api.SetChat(telegramtest.Chat{ID: second, Type: telegramtest.Channel, Username: "saar_do"})
	if p := mustRun(t, folder, "--digest"); !strings.Contains(p.err.String(), "all sent") {
		t.Errorf("by hand:\n%s", p.err.String())
	}
	if len(w.posts(channel)) != whole || len(w.posts(second)) != whole {
		t.Errorf("%d and %d posts, want %d each", len(w.posts(channel)), len(w.posts(second)), whole)
	}
}
