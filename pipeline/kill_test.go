package pipeline_test

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/pipeline"
	"github.com/saar-news/saar/scraper"
	"github.com/saar-news/saar/store"
)

// TestMain lets the test binary be a saar of its own: with SAAR_TEST_FEED it collects that source into the file of
// SAAR_TEST_FILE, once, instead of testing.
func TestMain(m *testing.M) {
	feed := os.Getenv("SAAR_TEST_FEED")
	if feed == "" {
		os.Exit(m.Run())
	}
	if err := collectOnce(context.Background(), os.Getenv("SAAR_TEST_FILE"), feed); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func collectOnce(ctx context.Context, file, feed string) error {
	kept, err := store.Open(ctx, file)
	if err != nil {
		return err
	}
	defer kept.Close()
	reach := scraper.DefaultConfig()
	reach.Delay, reach.AllowNetworks = time.Millisecond, []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	web, err := scraper.New(reach, kept, nil)
	if err != nil {
		return err
	}
	defer web.Close()
	config := pipeline.DefaultConfig()
	config.Sources = []saar.Source{{ID: "prabhat", URL: feed, Outlet: saar.Outlet{ID: "prabhat", Name: "प्रभात"}}}
	config.Rereads = pipeline.Rereads{Young: 24 * time.Hour, Apart: time.Millisecond, Most: 1}
	run, err := pipeline.New(config, web, kept, nil, slog.New(slog.DiscardHandler), nil).Collect(ctx, "prabhat")
	if err == nil && !run.Available() {
		err = fmt.Errorf("%s: %s", run.Outcome, run.Detail)
	}
	return err
}

// press is an outlet on loopback that prints its pieces in editions. It can kill who asks for its nth page.
type press struct {
	*httptest.Server
	opened  time.Time
	mu      sync.Mutex
	edition int
	asked   []string // path, and what it was asked by
	nth     int
	kill    func(answered bool) // asked at the nth page before it is answered, and after
}

const pieces = 8

func newPress(t *testing.T) *press {
	t.Helper()
	p := &press{opened: time.Now(), edition: 1}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

// arm has the nth page from now kill.
func (p *press) arm(nth int, kill func(answered bool)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.nth, p.kill = nth, kill
}

// printAgain brings out another edition: every piece has another text, and a later time in the feed.
func (p *press) printAgain() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.edition++
}

// strikes notes a request and returns what kills at it.
func (p *press) strikes(r *http.Request) (edition int, kill func(bool)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked = append(p.asked, r.URL.Path+" "+r.Header.Get("If-None-Match"))
	kill = func(bool) {}
	if strings.HasPrefix(r.URL.Path, "/khabar/") {
		if p.nth--; p.nth == 0 && p.kill != nil {
			kill = p.kill
		}
	}
	return p.edition, kill
}

func (p *press) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	edition, kill := p.strikes(r)
	tag := fmt.Sprintf(`"%d"`, edition)
	body := p.feed(edition)
	var n int
	switch _, err := fmt.Sscanf(r.URL.Path, "/khabar/%d.html", &n); {
	case err == nil:
		title, paragraphs := text(n + (edition-1)*pieces)
		body = page(p.URL+r.URL.Path, p.opened, title, paragraphs)
	case r.URL.Path != "/feed":
		http.NotFound(w, r)
		return
	}
	kill(false)
	w.Header().Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	fmt.Fprint(w, body)
	_ = http.NewResponseController(w).Flush()
	kill(true)
}

func (p *press) feed(edition int) string {
	var items strings.Builder
	for n := range pieces {
		title, _ := text(n)
		when := p.opened.Add(time.Duration(edition-10) * time.Minute)
		fmt.Fprintf(&items, "<item><title>%s</title><link>%s/khabar/%d.html</link><pubDate>%s</pubDate></item>",
			title, p.URL, n, when.Format(time.RFC1123Z))
	}
	return `<?xml version="1.0"?><rss version="2.0"><channel><title>प्रभात</title>` + items.String() + `</channel></rss>`
}

// saarRuns runs a saar and kills it at its nth page, before that is answered or a little while after; never for 0.
func (p *press) saarRuns(t *testing.T, file string, nth int, answered bool, after time.Duration) {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), time.Minute)
	defer stop()
	cmd := exec.CommandContext(ctx, os.Args[0])
	cmd.Env = append(os.Environ(), "SAAR_TEST_FEED="+p.URL+"/feed", "SAAR_TEST_FILE="+file)
	cmd.Stderr = os.Stderr
	started := make(chan struct{})
	p.arm(nth, func(now bool) {
		if now == answered {
			<-started
			<-time.After(after)
			_ = cmd.Process.Kill()
		}
	})
	defer p.arm(0, nil)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	close(started)
	if err := cmd.Wait(); err != nil && nth == 0 || ctx.Err() != nil {
		t.Fatalf("saar, undisturbed: %v", err)
	}
}

// Killed anywhere while it reads pages and while it reads them again, saar has each article once, each of its versions
// once, and all of them in the end; what was seen first stays seen first.
func TestKilledWhileCollecting(t *testing.T) {
	t.Parallel()
	p, file, seed := newPress(t), filepath.Join(t.TempDir(), "saar.db"), rand.Uint64()
	t.Logf("seed %d", seed)
	random := rand.New(rand.NewPCG(seed, 0))
	kept := open(t, file)
	var first map[string]time.Time
	for version := 1; version <= 2; version++ {
		for range 5 {
			p.saarRuns(t, file, 1+random.IntN(4), random.IntN(2) == 0, time.Duration(random.IntN(3000))*time.Microsecond)
		}
		p.saarRuns(t, file, 0, false, 0)
		seen := map[string]time.Time{}
		for _, a := range articlesOf(t, kept) {
			seen[a.URL] = a.FirstSeen
			checkVersion(t, kept, a, version)
		}
		if len(seen) != pieces || version == 2 && !cmp.Equal(first, seen) {
			t.Errorf("articles, and when they were first seen: %v, before %v", seen, first)
		}
		first = seen
		p.printAgain()
	}
	health, err := kept.Health(t.Context(), time.Now())
	want := map[saar.Outcome]int{saar.OK: pieces, saar.Updated: pieces}
	if err != nil || len(health) != 1 || !cmp.Equal(want, health[0].Outcomes24h) || health[0].Articles24h != pieces {
		t.Errorf("counted %+v, %v", health, err)
	}
}

func articlesOf(t *testing.T, kept *store.Store) []saar.Article {
	t.Helper()
	all, err := kept.Articles(t.Context(), saar.Window{To: time.Now()}, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// checkVersion checks that the article is what its outlet printed in that edition, and was read once for each.
func checkVersion(t *testing.T, kept *store.Store, a saar.Article, version int) {
	t.Helper()
	var n int
	if _, err := fmt.Sscanf(a.URL[strings.LastIndexByte(a.URL, '/'):], "/%d.html", &n); err != nil {
		t.Fatal(err)
	}
	trace, err := kept.Trace(t.Context(), a.URL)
	if err != nil {
		t.Fatal(err)
	}
	var outcomes []saar.Outcome
	for _, r := range trace.Readings {
		outcomes = append(outcomes, r.Outcome)
	}
	want := []saar.Outcome{saar.OK, saar.Updated}[:version]
	title, _ := text(n + (version-1)*pieces)
	if trace.Version != version || a.Title != title || !cmp.Equal(want, outcomes) {
		t.Errorf("%s: version %d, %q, readings %v; want version %d, %q, %v", a.URL, trace.Version, a.Title, outcomes, version, title, want)
	}
}

// A page that has not changed is not sent a second time: it is asked for by the tag that it gave.
func TestUnchangedPagesAreNotSentAgain(t *testing.T) {
	t.Parallel()
	p, file := newPress(t), filepath.Join(t.TempDir(), "saar.db")
	kept := open(t, file)
	p.saarRuns(t, file, 0, false, 0)
	for _, a := range articlesOf(t, kept) {
		link := saar.Link{URL: a.URL, Canonical: a.URL, Source: "prabhat", Title: "नया शीर्षक", Published: time.Now()}
		if _, err := kept.SaveDiscovery(t.Context(), saar.Source{ID: "prabhat"}, saar.Discovery{Links: []saar.Link{link}}, time.Now()); err != nil {
			t.Fatal(err)
		}
	}
	p.saarRuns(t, file, 0, false, 0)
	counts := map[string]int{}
	for _, asked := range p.asked {
		if path, tag, _ := strings.Cut(asked, " "); strings.HasPrefix(path, "/khabar/") {
			counts[tag]++
		}
	}
	if diff := cmp.Diff(map[string]int{"": pieces, `"1"`: pieces}, counts); diff != "" {
		t.Errorf("pages asked for, by tag (-want +got):\n%s", diff)
	}
	for _, a := range articlesOf(t, kept) {
		if trace, err := kept.Trace(t.Context(), a.URL); err != nil || trace.Version != 1 || trace.Outcome != saar.Unchanged {
			t.Errorf("%s: %+v, %v", a.URL, trace, err)
		}
	}
}
