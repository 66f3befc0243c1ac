package pipeline_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/pipeline"
	"github.com/saar-news/saar/scraper"
)

// outlet serves a feed that knows whether it has changed, and its pages, and counts what it is asked for.
func outlet(t *testing.T, pieces int) (feed string, asked *[]string) {
	t.Helper()
	asked = new([]string)
	mux := http.NewServeMux()
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	var items strings.Builder
	for n := range pieces {
		title, paragraphs := text(n)
		path := fmt.Sprintf("/khabar/%d.html", n)
		fmt.Fprintf(&items, "<item><title>%s</title><link>%s%s</link><pubDate>%s</pubDate></item>",
			title, server.URL, path, time.Now().Format(time.RFC1123Z))
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
			*asked = append(*asked, path)
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			fmt.Fprint(w, page(server.URL+path, time.Now(), title, paragraphs))
		})
	}
	mux.HandleFunc("/feed", func(w http.ResponseWriter, r *http.Request) {
		*asked = append(*asked, "/feed "+r.Header.Get("If-None-Match"))
		if w.Header().Set("ETag", `"1"`); r.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprintf(w, `<?xml version="1.0"?><rss version="2.0"><channel><title>प्रभात</title>%s</channel></rss>`, &items)
	})
	return server.URL + "/feed", asked
}

// The parts fit together: what an outlet has in its feed is posted, and nothing is asked for twice.
func TestFromFeedToPost(t *testing.T) {
	t.Parallel()
	feed, asked := outlet(t, 3)
	kept := open(t, filepath.Join(t.TempDir(), "saar.db"))
	reach := scraper.DefaultConfig()
	reach.Delay, reach.AllowNetworks = time.Millisecond, []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	web, err := scraper.New(reach, kept, slog.New(&logbook{}))
	if err != nil {
		t.Fatal(err)
	}
	defer web.Close()
	config := pipeline.DefaultConfig()
	config.Sources = []saar.Source{{ID: "prabhat", URL: feed, Outlet: saar.Outlet{ID: "prabhat", Name: "प्रभात"}}}
	config.Editions = []saar.Edition{subah(kolkata)}
	post := &postbox{ledger: kept}
	p := pipeline.New(config, web, kept, post, slog.New(&logbook{}), nil)

	for i, want := range []saar.Outcome{saar.OK, saar.Unchanged} {
		run, err := p.Collect(t.Context(), "prabhat")
		if err != nil || run.Outcome != want || run.Outcomes[saar.OK] != 3*(1-i) {
			t.Errorf("run %d: %+v, %v", i+1, run, err)
		}
	}
	if got := *asked; len(got) != 5 || got[0] != "/feed " || got[4] != `/feed "1"` {
		t.Errorf("asked for %q, want the feed, three pages, and whether the feed has changed", got)
	}
	status, err := p.Publish(t.Context(), today, time.Now(), time.Now().Add(time.Hour))
	if err != nil || len(status.Digest.Stories) != 3 || len(post.dates(t)) != 1 {
		t.Fatalf("publish: %+v, %v", status, err)
	}
	for n := range 3 {
		if title, _ := text(n); !strings.Contains(post.calls[0].parts[0].Text, title) {
			t.Errorf("the message does not tell %q:\n%s", title, post.calls[0].parts[0].Text)
		}
	}
}
