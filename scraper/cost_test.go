package scraper_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/scraper"
)

// allocated is how many bytes were allocated while f ran, by whomever: never less than what the heap grew by, and the same
// on a busy machine.
func allocated(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

// A server that misbehaves must not make saar the process that the kernel kills: what it costs is decided by saar's limits
// and not by what is sent.
func TestFaultsAreCheap(t *testing.T) {
	const most = 32 << 20 // half of it are the windows of brotli and zstd
	for _, f := range bodyFaults() {
		server := serve(t, withoutRobots(f.serve))
		config := quick()
		config.MaxBody = 256 << 10
		web := open(t, config, nil)
		var err error
		if n := allocated(func() { _, err = fetch(t, web, server.URL+"/a") }); n > most {
			t.Errorf("%s: %d MB were allocated, want at most %d", f.name, n>>20, most>>20)
		}
		wantOutcome(t, err, f.want)
	}
}

// series repeats a piece, numbered, up to a size.
func series(before, piece, after string, size int) string {
	var b strings.Builder
	b.WriteString(before)
	for i := 0; b.Len() < size; i++ {
		if strings.Contains(piece, "%") {
			fmt.Fprintf(&b, piece, i)
		} else {
			b.WriteString(piece)
		}
	}
	return b.String() + after
}

// A document may be within the limit and yet, taken apart, a thousand times as large. Whatever a source offers, a look at
// it must stay cheap, and keep what there is to find.
func TestIntricateSourcesAreCheap(t *testing.T) {
	const size, most = 1 << 20, 50 << 20
	for _, tt := range []struct {
		name, page string
		want       saar.Outcome
		links      bool
	}{
		{"page of tags", series("<html><body>", "<br>", "", 2*size), saar.TooLarge, false},
		{"page of links", series("<html><body>", "<a href=/%d>", "", 3*size), saar.TooLarge, false},
		{"page of deep links", series("<html><body>", `<a href="/%d`+strings.Repeat("/a", 500)+`">`, "", size), saar.Broken, false},
		{"page of feeds", series("<html><head>", `<link rel=alternate type=application/rss+xml href=/f%d>`, "", size/2), saar.Broken, false},
		{"page of attributes", series("<html><body><a ", "a%d ", ">", 4*size), saar.TooLarge, false},
		{"page of attributes without spaces", series("<html><body><a ", `a%d=""`, ">", 4*size), saar.TooLarge, false},
		{"page nested without end", series("<html><body>", "<div>", "", size/8), saar.Broken, false},
		{"page of structured data", series(`<html><script type="application/ld+json">[`, "{},", "{}]</script>", size), saar.Broken, false},
		{"page of a million words", series("<html><body><p>", "नहर ", "", size), saar.Broken, false},
		{"feed of entries", series("<rss><channel>", "<item><link>HOST/up/%d</link></item>", "</channel></rss>", size), saar.OK, true},
		{"feed of nothing", series("<rss><channel>", "<item/>", "</channel></rss>", size), saar.Broken, false},
		{"feed of tags", series("<rss><channel>", "<a/>", "</channel></rss>", size), saar.Broken, false},
		{"feed of a long title", series("<rss><channel><item><link>HOST/up/1</link><title>", "लंबा ", "</title></item></channel></rss>", size), saar.OK, true},
		{"feed of one guid", series("<rss><channel>", "<item><guid>1</guid><link>HOST/up/1</link></item>", "</channel></rss>", size), saar.OK, true},
		{"JSON feed of nothing", series(`{"items":[`, "{},", "{}]}", size), saar.Broken, false},
		{"sitemap of pages", series("<urlset>", "<url><loc>HOST/up/%d</loc></url>", "</urlset>", size), saar.OK, true},
		{"sitemap of sitemaps", series("<sitemapindex>", "<sitemap><loc>HOST/maps/%d.xml</loc></sitemap>", "</sitemapindex>", size), saar.Broken, false},
	} {
		server := serve(t, pages(map[string]string{"/x": tt.page}))
		config := quick()
		config.MaxBody = 8 << 20
		config.FirstByte, config.Total = time.Minute, time.Minute
		web := open(t, config, nil)
		var got saar.Discovery
		var err error
		n := allocated(func() { got, err = discover(t, web, server.URL+"/x", saar.Memo{}) })
		wantOutcome(t, err, tt.want)
		if n > most || tt.links != (len(got.Links) > 0) {
			t.Errorf("%s: %d MB were allocated, want at most %d; %d links", tt.name, n>>20, most>>20, len(got.Links))
		}
	}
}

// The largest pages of the news are far below the limits: no page of a reader's outlet is refused for its size.
func TestAnOrdinaryPageIsNotIntricate(t *testing.T) {
	card := `<div class="card wide"><a href="/up/sonpura-canal-%d" title="नहर &amp; पुल" data-x='{"a": 1, "b": 2}'><img src="/i/%[1]d.jpg" alt="" width=320></a></div>
		<script>for (let i = 0; i < n; i++) { show("/a/b/c d e f", i / 2) }</script>`
	if scraper.IsIntricate([]byte(series("<!DOCTYPE html><html><body>", card, "</body></html>", 1<<20))) {
		t.Error("a page of a megabyte is refused")
	}
}
