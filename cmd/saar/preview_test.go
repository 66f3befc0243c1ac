package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/cmd/saar/demo"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
	"github.com/saar-news/saar/store"
)

var (
	anita = telegramtest.User{ID: 5003, FirstName: "अनिता"} // an operator
	vijay = telegramtest.User{ID: 5004, FirstName: "विजय"}  // none
)

// newsdesk is a house whose edition comes at the next hour, and is shown to its operators at once.
type newsdesk struct {
	*world
	t      *testing.T
	folder string
	daemon *process
}

func newNewsdesk(t *testing.T) *newsdesk {
	t.Helper()
	h := &newsdesk{world: startWorld(t, demo.Config{}), t: t, folder: t.TempDir()}
	if err := h.furnish(h.folder); err != nil {
		t.Fatal(err)
	}
	h.configure(`chats: ["@saar_demo"]`, `chats: ["@saar_demo"], preview: 2h`)
	h.configure("token_file: token", fmt.Sprintf("token_file: token, admin_chat: %d, admins: [%d]", office, anita.ID))
	h.configure(h.now.Add(-time.Hour).Format("0 15 * * *"), h.time(1))
	return h
}

// time is the schedule of an edition some hours from now, to the minute: the next full hour may be a moment away.
func (h *newsdesk) time(hours int) string {
	return h.now.Add(time.Duration(hours) * time.Hour).Format("4 15 * * *")
}

func (h *newsdesk) configure(old, new string) {
	h.t.Helper()
	replace(h.t, filepath.Join(h.folder, "config.yaml"), old, new)
}

// start runs the daemon until it is killed or the test ends.
func (h *newsdesk) start() {
	h.t.Helper()
	var err error
	if h.daemon, err = startSaar(h.t.Context(), h.folder); err != nil {
		h.t.Fatal(err)
	}
}

// come lets the edition's time come while saar is off: an hour ago.
func (h *newsdesk) come() {
	h.t.Helper()
	h.configure(h.time(1), h.time(-1))
	s, err := store.Open(h.t.Context(), filepath.Join(h.folder, "saar.db"))
	if err != nil {
		h.t.Fatal(err)
	}
	defer s.Close()
	if err := s.SaveLastRun(h.t.Context(), "edition/subah", h.now.Add(-3*time.Hour)); err != nil {
		h.t.Fatal(err)
	}
}

// until waits for something to be seen at the Bot API.
func (h *newsdesk) until(what string, cond func() bool) {
	h.t.Helper()
	ctx, stop := context.WithTimeout(h.t.Context(), patience)
	defer stop()
	if err := h.api.Wait(ctx, cond); err != nil {
		h.t.Fatalf("%s: %v\n%s", what, err, h.daemon.err.String())
	}
}

// board is the last message with buttons that decide about the edition.
func (h *newsdesk) board() (found telegramtest.Message) {
	for _, m := range h.api.Messages(office) {
		if strings.Contains(m.Markup, "hold ") || len(m.Earlier) > 0 {
			found = m
		}
	}
	return found
}

// shown waits until the operators see the edition.
func (h *newsdesk) shown() {
	h.t.Helper()
	h.until("the edition is not shown", func() bool { return h.board().ID != 0 })
	if got := h.posts(channel); len(got) > 0 {
		h.t.Errorf("%d posts in the channel before its time", len(got))
	}
}

// press has somebody press a button of the board, and returns what they are told.
func (h *newsdesk) press(who telegramtest.User, label string) string {
	h.t.Helper()
	for _, b := range slices.Concat(h.board().Buttons...) {
		if !strings.Contains(b.Text, label) {
			continue
		}
		var answer telegramtest.Answer
		query := h.api.Press(who, office, h.board().ID, b.CallbackData)
		h.until("no answer to "+label, func() (ok bool) { answer, ok = h.api.Answered(query); return ok })
		return answer.Text
	}
	h.t.Fatalf("no button %q", label)
	return ""
}

// once checks that the channel holds every part of the edition once.
func (h *newsdesk) once() []saar.Message {
	h.t.Helper()
	db, err := store.Open(h.t.Context(), copyDatabase(h.t, h.folder))
	if err != nil {
		h.t.Fatal(err)
	}
	defer db.Close()
	id := saar.DigestID{Edition: "subah", Date: h.date(0)}
	told, err := db.Digest(h.t.Context(), id)
	if err != nil {
		h.t.Fatal(err)
	}
	parts, err := db.Messages(h.t.Context(), id, told.RenderingOf("telegram"))
	if err != nil {
		h.t.Fatal(err)
	}
	posts := h.posts(channel)
	for _, p := range parts {
		if n := len(slices.DeleteFunc(slices.Clone(posts), func(text string) bool { return text != p.Text })); n != 1 {
			h.t.Errorf("part %d is there %d times", p.Part, n)
		}
	}
	if len(parts) == 0 || len(posts) != len(parts) {
		h.t.Errorf("%d posts of %d parts", len(posts), len(parts))
	}
	return parts
}

// Nobody objects: the edition goes out at its time, as it was shown, although saar was killed in between and somebody who
// is no operator pressed every button.
func TestPreviewedEditionGoesOut(t *testing.T) {
	t.Parallel()
	h := newNewsdesk(t)
	h.start()
	h.shown()
	for _, label := range []string{"रोकें", "भेजें", "✂️ 1."} {
		if got := h.press(vijay, label); got != "केवल संचालक" {
			t.Errorf("told %q", got)
		}
	}
	previewed := h.posts(office)
	h.daemon.kill()
	h.come()
	h.start()
	h.until("not out", func() bool { return strings.Contains(h.board().Text, "✅ भेजा जा चुका है।") })
	h.daemon.kill()
	for _, p := range h.once() {
		if !slices.Contains(previewed, p.Text) {
			t.Errorf("part %d is not what was shown", p.Part)
		}
	}
}

// An operator takes a story out and sends the edition before its time: the channel, the archive and `--date` have it without
// that story, and once.
func TestStoryIsTakenOutOfAPreviewedEdition(t *testing.T) {
	t.Parallel()
	h := newNewsdesk(t)
	h.start()
	h.shown()
	var title string
	for line := range strings.Lines(h.board().Text) {
		if rest, ok := strings.CutPrefix(line, "1. "); ok {
			title = strings.ReplaceAll(strings.TrimSpace(rest), "\u2060", "")
		}
	}
	if got := h.press(anita, "✂️ 1."); got != "✂️ ख़बर हटा दी गई" {
		t.Errorf("told %q", got)
	}
	h.until("not taken out", func() bool { return strings.Contains(h.board().Text, "(हटाई गई)") })
	h.daemon.kill()
	h.start()
	if got := h.press(anita, "भेजें"); got != "▶️ भेजा जा रहा है" {
		t.Errorf("told %q", got)
	}
	h.until("not out", func() bool {
		return strings.Contains(h.board().Text, "✅ भेजा जा चुका है। भेजने वाले: अनिता।")
	})
	h.daemon.kill()
	h.once()
	said := mustRun(t, h.folder, "--digest", "--date", h.date(0), "--dry-run", "--format", "text").out.String()
	for where, text := range map[string]string{"the channel": strings.Join(h.posts(channel), "\n"), "--date": said} {
		if text = strings.ReplaceAll(text, "\u2060", ""); title == "" || strings.Contains(text, title) {
			t.Errorf("%s has %q", where, title)
		}
	}
	if shown := strings.Join(h.posts(office), "\n"); !strings.Contains(strings.ReplaceAll(shown, "\u2060", ""), title) {
		t.Errorf("%q was not shown", title)
	}
}

// An operator holds the edition, and nobody releases it: it lapses, with an alarm that goes to the operators alone.
func TestHeldEditionLapses(t *testing.T) {
	t.Parallel()
	h := newNewsdesk(t)
	h.start()
	h.shown()
	if got := h.press(anita, "रोकें"); got != "⏸ रोक दिया गया" {
		t.Errorf("told %q", got)
	}
	h.daemon.kill()
	h.come()
	h.start()
	if err := h.daemon.await(`msg="saar is up"`); err != nil {
		t.Fatal(err)
	}
	h.until("not held", func() bool { return strings.Contains(h.board().Text, "अनिता ने रोका है") })
	h.daemon.kill()
	h.configure("preview: 2h", "preview: 2h, grace: 1m")
	h.start()
	h.until("no alarm", func() bool {
		return strings.Contains(h.board().Text, "यह अंक नहीं गया") && strings.Contains(strings.Join(h.posts(office), "\n"), "saar --digest --edition subah --date "+h.date(0))
	})
	if got := h.posts(channel); len(got) > 0 {
		t.Errorf("%d posts in the channel", len(got))
	}
	h.daemon.kill()
	mustRun(t, h.folder, "--digest") // by hand it goes out all the same, and its board says so
	h.once()
	if got := h.board().Text; !strings.Contains(got, "✅ भेजा जा चुका है। भेजने वाले: saar --digest।") {
		t.Errorf("the board says %q", got)
	}
}

// Killed at any request that it makes while an edition is shown, sent by an operator and posted, saar posts it once.
func TestKilledAroundAPreview(t *testing.T) {
	t.Parallel()
	h := newNewsdesk(t)
	kills := 0
	for nth := int32(1); h.killedAt(nth); nth++ {
		kills++
	}
	if kills < 4 {
		t.Errorf("killed %d times", kills)
	}
	h.once()
}

// killedAt runs the daemon and kills it at the nth request that it makes in a chat; false when the edition is out before.
func (h *newsdesk) killedAt(nth int32) bool {
	h.t.Helper()
	var requests atomic.Int32
	started, dead := make(chan struct{}), make(chan struct{})
	h.api.OnRequest(func(method string, params map[string]string) {
		if params["chat_id"] == "" || requests.Add(1) != nth {
			return
		}
		<-started
		h.daemon.kill()
		close(dead)
	})
	defer h.api.OnRequest(nil)
	h.start()
	close(started)
	killed := func() bool {
		select {
		case <-dead:
			return true
		default:
			return false
		}
	}
	h.until("not shown", func() bool { return killed() || len(h.board().Buttons) > 0 || len(h.posts(channel)) > 0 })
	if b := h.board(); !killed() && len(b.Buttons) > 0 {
		h.api.Press(anita, office, b.ID, b.Buttons[0][0].CallbackData)
	}
	h.until("not out", func() bool { return killed() || strings.Contains(h.board().Text, "✅") })
	if killed() {
		return true
	}
	h.daemon.kill()
	return false
}
