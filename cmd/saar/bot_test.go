package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/cmd/saar/demo"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
	"github.com/saar-news/saar/store"
)

// readers is a house whose bot has readers.
type readers struct {
	*world
	t      *testing.T
	folder string
	people []telegramtest.User
}

func newReaders(t *testing.T, many int) *readers {
	t.Helper()
	h := &readers{world: startWorld(t, demo.Config{}), t: t, folder: t.TempDir()}
	if err := h.furnish(h.folder); err != nil {
		t.Fatal(err)
	}
	replace(t, filepath.Join(h.folder, "config.yaml"), `chats: ["@saar_demo"]`, `chats: ["@saar_demo"], subscribers: true`)
	for n := range many {
		h.people = append(h.people, telegramtest.User{ID: 5001 + int64(n), FirstName: "पाठक"})
	}
	return h
}

// say has everybody write to the bot, and waits until each has an answer more.
func (h *readers) say(text string) {
	h.t.Helper()
	before := map[int64]int{}
	for _, u := range h.people {
		before[u.ID] = len(h.received(u))
		h.api.Say(u, u.ID, text)
	}
	err := h.api.Wait(h.t.Context(), func() bool {
		for _, u := range h.people {
			if len(h.received(u)) == before[u.ID] {
				return false
			}
		}
		return true
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// received is what the bot has written to somebody.
func (h *readers) received(u telegramtest.User) []telegramtest.Message {
	var own []telegramtest.Message
	for _, m := range h.api.Messages(u.ID) {
		if m.Own {
			own = append(own, m)
		}
	}
	return own
}

// killedAt runs saar and kills it when it sends the nth message to a reader: before Telegram has it, or before the answer.
// It reports whether it was killed.
func (h *readers) killedAt(nth int, before bool, args ...string) bool {
	h.t.Helper()
	ctx, stop := context.WithTimeout(h.t.Context(), patience)
	defer stop()
	var p *process
	var seen atomic.Int32
	started := make(chan struct{})
	hit := func() bool {
		if seen.Add(1) != int32(nth) {
			return false
		}
		<-started
		p.kill()
		return true
	}
	for _, u := range h.people {
		h.api.Inject(telegramtest.Fault{Method: "sendMessage", Chat: u.ID, Times: -1, Reply: func(e telegramtest.Exchange) {
			if before && hit() {
				return
			}
			e.CarryOut(e.W)
		}})
	}
	h.api.OnPosted(func(m telegramtest.Message) {
		if !before && m.Chat > 0 {
			hit()
		}
	})
	defer h.api.Heal()
	defer h.api.OnPosted(nil)
	var err error
	if p, err = startSaar(ctx, h.folder, args...); err != nil {
		h.t.Fatal(err)
	}
	close(started)
	<-p.done
	if ctx.Err() != nil {
		h.t.Fatalf("saar %v hangs\n%s", args, p.err.String())
	}
	return p.status() < 0
}

// People subscribe at the bot, and a digest comes to them as to the channel: every part once, or never and then the ledger
// says so, however often saar is killed between "sending" and "sent".
func TestReadersGetEachPartAtMostOnce(t *testing.T) {
	t.Parallel()
	h := newReaders(t, 6)
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	daemon, err := startSaar(ctx, h.folder)
	if err != nil {
		t.Fatal(err)
	}
	h.say("/start")
	h.say("/topics राजनीति, खेल, कारोबार, प्रदेश, देश, अपराध, शिक्षा, सेहत")
	daemon.kill()
	for _, u := range h.people {
		if got := h.received(u); len(got) != 2 || !strings.Contains(got[0].Text, "आपको मिलेगा: सुबह का सार") {
			t.Fatalf("%+v", got)
		}
	}
	mustRun(t, h.folder, "--scrape")
	killed := 0
	for round := 0; h.killedAt(2+round%3, round%2 == 0, "--digest"); round++ {
		killed++
	}
	mustRun(t, h.folder, "--digest")
	if killed < 3 {
		t.Errorf("killed %d times", killed)
	}
	missing := h.checkOnce()
	if missing == 0 || missing > killed {
		t.Errorf("%d parts missing after %d kills", missing, killed)
	}
	if got := h.posts(channel); len(got) != 2 {
		t.Errorf("%d posts in the channel", len(got))
	}
}

// checkOnce checks that nobody got a part twice, and that the ledger knows of each that is missing. It returns how many are.
func (h *readers) checkOnce() (missing int) {
	h.t.Helper()
	db, err := store.Open(h.t.Context(), copyDatabase(h.t, h.folder))
	if err != nil {
		h.t.Fatal(err)
	}
	defer db.Close()
	id := saar.DigestID{Edition: "subah", Date: h.date(0)}
	for _, u := range h.people {
		rows, err := db.Deliveries(h.t.Context(), id, saar.Chat{ID: u.ID})
		if err != nil || len(rows) == 0 {
			h.t.Fatal(rows, err)
		}
		parts, err := db.Messages(h.t.Context(), id, rows[0].Rendering)
		if err != nil || len(parts) != len(rows) {
			h.t.Fatal(len(parts), len(rows), err)
		}
		for _, d := range rows {
			times := 0
			for _, m := range h.received(u) {
				if m.Raw == parts[d.Key.Part-1].Text {
					times++
				}
			}
			what := fmt.Sprintf("%s is %s, and there %d times", d.Key, d.State, times)
			switch {
			case times > 1, d.State == saar.Sent && times != 1, d.State != saar.Sent && d.State != saar.Uncertain:
				h.t.Error(what)
			case times == 0:
				missing++
			}
		}
	}
	return missing
}

// The bot hears its readers while an edition is being made, and stops at once with the daemon.
func TestTheDaemonServesReaders(t *testing.T) {
	t.Parallel()
	h := newReaders(t, 2)
	mustRun(t, h.folder, "--scrape")
	mustRun(t, h.folder, "--digest")
	ctx, stop := context.WithTimeout(t.Context(), patience)
	defer stop()
	daemon, err := startSaar(ctx, h.folder)
	if err != nil {
		t.Fatal(err)
	}
	if err := daemon.await(`msg="the bot hears its readers" bot=@`); err != nil {
		t.Fatal(err)
	}
	h.say("/digest")
	h.say("/search सड़क")
	h.say("/forget")
	if err := daemon.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	if err := daemon.end(patience); err != nil || daemon.status() != 0 {
		t.Errorf("%v, status %d\n%s", err, daemon.status(), daemon.err.String())
	}
	if text := daemon.err.String(); strings.Contains(text, "level=WARN msg=\"the bot") || strings.Contains(text, "AAsecret") {
		t.Errorf("log:\n%s", text)
	}
}
