package main

import (
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar/notify/telegram/telegramtest"
)

// Killed when the operators have got a message of a preview, and before that is on disk, saar shows them in the end how the
// edition stands, also when its time has come meanwhile. No message keeps buttons that nobody takes from it.
func TestKilledAsAPreviewIsShown(t *testing.T) {
	for name, fault := range map[string]telegramtest.Fault{
		"a part":           {Method: "sendMessage", Skip: 1},
		"the head":         {Method: "sendMessage", Skip: 2},
		"with the buttons": {Method: "editMessageText"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newNewsdesk(t)
			h.dieAt(fault)
			if got := len(h.posts(office)); got < 2 || got > 3 {
				t.Fatalf("killed when there were %d messages, not 2 or 3: the digest has another number of parts", got)
			}
			h.come()
			h.start()
			h.until("not out", func() bool { return strings.Contains(h.board().Text, "✅ भेजा जा चुका है।") })
			h.daemon.kill()
			h.once()
			h.decided()
		})
	}
}

// Killed after any request that it makes in the admin chat has been carried out, as before any, saar posts the edition once
// and leaves no buttons behind.
func TestKilledAfterEachStepOfAPreview(t *testing.T) {
	t.Parallel()
	h := newNewsdesk(t)
	for nth := range 3 {
		h.dieAt(telegramtest.Fault{Skip: nth})
	}
	h.start()
	h.shown()
	if got := h.press(anita, "भेजें"); got != "▶️ भेजा जा रहा है" {
		t.Errorf("told %q", got)
	}
	h.until("not out", func() bool { return strings.Contains(h.board().Text, "✅") })
	h.daemon.kill()
	h.once()
	h.decided()
}

// dieAt runs the daemon, carries out a request that it makes in the admin chat, and kills it instead of answering.
func (h *newsdesk) dieAt(fault telegramtest.Fault) {
	h.t.Helper()
	started, dead := make(chan struct{}), make(chan struct{})
	fault.Chat = office
	fault.Reply = func(e telegramtest.Exchange) {
		<-started
		e.CarryOut(httptest.NewRecorder())
		h.daemon.kill()
		telegramtest.Reset(e)
		close(dead)
	}
	h.api.Inject(fault)
	h.start()
	close(started)
	select {
	case <-dead:
	case <-time.After(patience):
		h.t.Fatalf("it never asks\n%s", h.daemon.err.String())
	}
}

// decided checks that no message in the admin chat has buttons any more.
func (h *newsdesk) decided() {
	h.t.Helper()
	for _, m := range h.api.Messages(office) {
		if len(m.Buttons) > 0 {
			h.t.Errorf("an edition that is out has buttons below %q", m.Text)
		}
	}
}
