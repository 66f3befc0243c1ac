package main

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar/notify/telegram/telegramtest"
)

// Where messages cannot be forwarded no evidence can be found: the operator knows it before a part is in doubt. Each chat
// is looked at once, whichever editions go there.
func TestCheckTellsOfAProtectedChannel(t *testing.T) {
	api, err := telegramtest.Start(telegramtest.Config{Token: secretToken, Chats: []telegramtest.Chat{
		{ID: channel, Type: telegramtest.Channel, Username: "saar_demo", Title: "सार", Protected: true, Denied: []string{"can_edit_messages"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(api.Close)
	t.Setenv("SAAR_TELEGRAM_TOKEN", secretToken)
	config := writeConfig(t, fmt.Sprintf(`scrape: {contact: "https://saar.example/bot"}
sources:
  - {id: nav-prabhat, name: नव प्रभात, url: "https://nav-prabhat.example/"}
editions:
  - {id: subah, schedule: "0 7 * * *", chats: ["@saar_demo"]}
  - {id: shaam, schedule: "0 19 * * *", chats: [{chat: "@saar_demo", pin: true}]}
telegram: {api: %q}
`, api.URL()))
	status, out, errs := saarRuns(t, "-c", config, "check")
	if status != 0 {
		t.Fatalf("exit status %d: %s%s", status, out, errs)
	}
	for _, line := range []string{
		fmt.Sprintf("✓ chat           editions subah, shaam post to @saar_demo (सार, id %d)\n", channel),
		"! chat           @saar_demo forbids forwarding, so that a part in doubt cannot be looked for there\n                 → allow saving content",
		"! chat           @saar_demo gets its first part and does not have it pinned: the bot may not\n                 → give the bot the right",
	} {
		if strings.Count(out, line) != 1 {
			t.Errorf("%q is not there once:\n%s", line, out)
		}
	}
}

// The list is read at a glance: marks in colour on a terminal, advice below its line, lines to copy set apart, and a last
// line that says whether anything would stop an edition.
func TestChecklist(t *testing.T) {
	var out bytes.Buffer
	c := checklist{out: &out, colour: true}
	c.good("bot", "@%s", "saar_bot")
	c.wrong("source", "up: gone", "put these lines in its place")
	c.block("  - id: up\n")
	c.odd("last run", "long ago", "")
	if err := c.sum(); err != nil {
		t.Errorf("nothing stops an edition, and the command fails: %v", err)
	}
	const want = "\x1b[32m✓\x1b[0m bot            @saar_bot\n" +
		"\x1b[31m✗\x1b[0m source         up: gone\n                 → put these lines in its place\n\n  - id: up\n\n" +
		"\x1b[33m!\x1b[0m last run       long ago\n" +
		"\nnothing would stop an edition · 1 thing without which editions go on (✗) · 1 thing worth a look (!)\n"
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("list (-want +got):\n%s", diff)
	}
	c.bad("database", "damaged", "")
	if err := c.sum(); err == nil {
		t.Error("an edition would be stopped, and the command succeeds")
	}
}
