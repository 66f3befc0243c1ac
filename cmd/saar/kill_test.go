package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/cmd/saar/demo"
	"github.com/saar-news/saar/notify/render"
	"github.com/saar-news/saar/notify/telegram/telegramtest"
	"github.com/saar-news/saar/store"
)

var killSeed = flag.Uint64("seed", 0, "kill saar where this seed did before; 0: where nobody did")

// Killed at any moment of its way from scrape to post and started again, saar posts the same digest once. The proof
// (-tags proof) does this at many more moments.
func TestKilledAnywhereAndStartedAgain(t *testing.T) {
	t.Parallel()
	proveKills(t, 2, 2026)
}

// proveKills makes digests, kills saar on the way to each at seven moments or so, and reports where the kills fell.
func proveKills(t *testing.T, digests int, seed uint64) {
	if *killSeed != 0 {
		seed = *killSeed
	}
	t.Logf("the kills of seed %d; repeat them with -seed %d", seed, seed)
	now := time.Now()
	undisturbed := newHouse(t, now)
	undisturbed.finish()
	if n := undisturbed.api.Count("sendMessage"); n < leastDeliveries {
		t.Fatalf("%d deliveries, want %d or more for as many kills", n, leastDeliveries)
	}
	var fell histogram
	t.Run("digests", func(t *testing.T) {
		for i := range digests {
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				h := newHouse(t, now)
				chance := rand.New(rand.NewPCG(seed, uint64(i)))
				for _, c := range planCuts(chance, i, len(undisturbed.sites.requests())) {
					if c.aim == after {
						h.finish()
					}
					fell.add(h.cut(c))
				}
				h.finish()
				if diff := cmp.Diff(undisturbed.stories, h.stories, anyDay); diff != "" {
					t.Errorf("other stories than those of a saar nobody killed (-undisturbed +killed):\n%s", diff)
				}
			})
		}
	})
	t.Log(fell.String())
	fell.check(t)
}

// anyDay leaves out of stories what depends on the moment of compiling.
var anyDay = cmp.Options{
	cmpopts.IgnoreFields(saar.Story{}, "Score", "Why"),
	cmpopts.SortSlices(func(a, b saar.Story) bool { return a.ID < b.ID }),
}

// house is an operator's folder in a world of its own, with what is known of its digest.
type house struct {
	*world
	t       *testing.T
	folder  string
	id      saar.DigestID
	stored  string // the digest as first seen on disk
	stories []saar.Story
}

// newHouse sets the house up. A part of which saar cannot know whether it was posted is looked for in the channel, and
// sent again if it is not there. That risks nothing here, as it would elsewhere: this server has done what it was asked,
// or never will, by the time it answers whether a message is there; Telegram may still be at it.
//
// Two outlets tell the same digest however the reading of them is cut up. With the third there would be agency copy in two
// outlets, of which the one that is read first counts as the original.
func newHouse(t *testing.T, now time.Time) *house {
	t.Helper()
	h := &house{world: startWorld(t, demo.Config{Now: now, Without: []string{"jan-samvad"}}), t: t, folder: t.TempDir()}
	h.id = saar.DigestID{Edition: "subah", Date: h.date(0)}
	if err := h.furnish(h.folder); err != nil {
		t.Fatal(err)
	}
	config := filepath.Join(h.folder, "config.yaml")
	replace(t, config, "interval: 0s", fmt.Sprintf("interval: 0s, admin_chat: %d, on_uncertain: resend", office))
	replace(t, config, `stories: 15, chats: ["@saar_demo"]`, `stories: 60, chats: ["@saar_demo", "@saar_do", "@saar_teen"]`)
	return h
}

// cut runs saar, kills it as planned, and tells how far it had come.
func (h *house) cut(c cut) phase {
	h.t.Helper()
	var p *process
	started := make(chan struct{})
	kill := sync.OnceFunc(func() {
		<-started
		p.kill()
	})
	defer h.arm(c, kill)()
	ctx, stop := context.WithTimeout(h.t.Context(), patience)
	defer stop()
	var err error
	if p, err = startSaar(ctx, h.folder, "--scrape", "--digest"); err != nil {
		h.t.Fatal(err)
	}
	close(started)
	if c.aim == compiling && c.delay > 0 {
		_ = p.await(hasScraped) // it may be killed before that
		pause(c.delay)
		kill()
	}
	<-p.done
	if p.status() >= 0 || ctx.Err() != nil {
		h.t.Fatalf("%v did not kill saar: exit status %d\n%s", c, p.status(), p.err.String())
	}
	if strings.Contains(p.err.String(), "another saar") {
		h.t.Errorf("%v: what the last saar held when it was killed is not free:\n%s", c, p.err.String())
	}
	return h.look(p)
}

// hasScraped is what saar writes when it has scraped.
const hasScraped = `sources answered: `

// look reads from a copy of the database how far saar had come, and checks that a digest that was stored has stayed.
func (h *house) look(p *process) phase {
	h.t.Helper()
	ctx := h.t.Context()
	db, err := store.Open(ctx, copyDatabase(h.t, h.folder))
	if err != nil {
		h.t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Deliveries(ctx, h.id)
	if err != nil {
		h.t.Fatal(err)
	}
	if told, err := db.Digest(ctx, h.id); err == nil {
		h.same(told)
	} else if len(rows) > 0 {
		h.t.Errorf("deliveries without a digest: %v", err)
	}
	count := map[saar.DeliveryState]int{}
	for _, d := range rows {
		count[d.State]++
	}
	switch {
	case !strings.Contains(p.err.String(), hasScraped):
		return scraping
	case count[saar.Sending] > 0:
		return sending
	case count[saar.Uncertain] > 0:
		return looking
	case count[saar.Sent] == 0:
		return compiling
	case count[saar.Pending] > 0:
		return between
	}
	return after
}

// same fails unless told is the digest that was seen first.
func (h *house) same(told saar.Digest) {
	h.t.Helper()
	text := string(render.JSON(told)) + told.Compiled.String()
	if h.stored == "" {
		h.stored, h.stories = text, told.Stories
	}
	if diff := cmp.Diff(h.stored, text); diff != "" {
		h.t.Errorf("the stored digest changed (-first +now):\n%s", diff)
	}
}

// finish runs saar undisturbed and checks that the channel holds the stored parts of the digest, each once.
func (h *house) finish() {
	h.t.Helper()
	p := mustRun(h.t, h.folder, "--scrape", "--digest")
	if !strings.Contains(p.err.String(), "all sent") {
		h.t.Errorf("not all sent:\n%s", p.err.String())
	}
	mustRun(h.t, h.folder, "check")
	ctx := h.t.Context()
	db, err := store.Open(ctx, copyDatabase(h.t, h.folder))
	if err != nil {
		h.t.Fatal(err)
	}
	defer db.Close()
	told, err := db.Digest(ctx, h.id)
	if err != nil {
		h.t.Fatal(err)
	}
	h.same(told)
	parts, err := db.Messages(ctx, h.id, render.Rendering)
	if err != nil {
		h.t.Fatal(err)
	}
	var want []string
	for _, part := range parts {
		want = append(want, part.Text)
	}
	for _, chat := range []int64{channel, second, third} {
		if diff := cmp.Diff(want, h.posts(chat)); diff != "" || len(want) == 0 {
			h.t.Errorf("channel %d does not hold the digest's %d parts once each (-stored +posted):\n%s", chat, len(want), diff)
		}
	}
	if v := h.api.Violations(); len(v) > 0 {
		h.t.Errorf("Telegram would have minded: %v", v)
	}
}

// arm lays the plan's trap, which kills. What it returns takes the trap away.
func (h *house) arm(c cut, kill func()) (disarm func()) {
	trap := func(method string, skip int) {
		h.api.Inject(telegramtest.Fault{Method: method, Skip: skip, Reply: func(e telegramtest.Exchange) {
			switch c.when {
			case done:
				e.CarryOut(httptest.NewRecorder())
			case answered:
				e.CarryOut(e.W)
				_ = http.NewResponseController(e.W).Flush()
				pause(c.delay)
			}
			kill()
			telegramtest.Reset(e)
		}})
	}
	switch c.aim {
	case scraping:
		target := len(h.sites.requests()) + c.nth
		strike := func(nth int) {
			if nth == target {
				pause(c.delay)
				kill()
			}
		}
		h.sites.listen(c.when, strike)
		trap("getChat", 0) // at the latest
	case compiling, after:
		trap("getChat", 0)
	case sending:
		trap("sendMessage", c.nth)
	case looking:
		trap(c.method, c.nth)
	}
	return func() {
		h.api.Heal()
		h.sites.listen(untouched, nil)
	}
}

// pause lets saar go on for a moment before it is killed.
func pause(d time.Duration) { <-time.After(d) }
