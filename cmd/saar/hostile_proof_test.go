//go:build proof

package main

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"
)

// Many hostile sites at once beside a few good ones.
const (
	goodSites     = 4
	goodPages     = 10
	hostileCopies = 2                   // of each kind: more sites than are asked at once
	hostilePages  = 4                   // of each site
	hostileLimit  = "GOMEMLIMIT=150MiB" // so that the peak is what is needed, not what may be had: the unit gives 400 of 512 MB
	hostileRSS    = 300                 // MB, at the peak: 206 on a quiet machine
)

// However many sites send what is large, intricate or endless at the same time, the whole process keeps to one bound of memory,
// and the good sites beside them lose no page.
func TestProofOfHostility(t *testing.T) {
	kinds := hostileKinds()
	region := newRegion(goodSites+hostileCopies*len(kinds), goodPages)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		site, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(r.Host, "nagar"), ".example"))
		if err != nil || site < goodSites {
			region.ServeHTTP(w, r)
			return
		}
		kind := kinds[(site-goodSites)%len(kinds)]
		switch {
		case r.URL.Path == "/feed" && kind.feed:
			kind.serve(w, r)
		case r.URL.Path == "/feed":
			fmt.Fprint(w, `<rss><channel>`)
			for n := range hostilePages {
				fmt.Fprintf(w, `<item><title>%s</title><link>%s</link></item>`, region.headline(site, n), region.address(site, n))
			}
			fmt.Fprint(w, `</channel></rss>`)
		case strings.HasPrefix(r.URL.Path, "/khabar/"):
			kind.serve(w, r)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	folder := region.furnish(t, server.Listener.Addr().String())
	round := region.round(t, folder, hostileLimit)
	t.Logf("%d hostile sites beside %d good ones: %v, CPU %v, peak RSS %d MB, %d goroutines at most",
		region.sites-goodSites, goodSites, round.took.Round(time.Millisecond), round.cpu, round.rss/1000, round.tasks)
	if got := region.served.Load(); got != goodSites*goodPages {
		t.Errorf("%d good pages were fetched, want %d", got, goodSites*goodPages)
	}
	if round.rss > hostileRSS*1000 {
		t.Errorf("peak RSS is %d MB, more than %d", round.rss/1000, hostileRSS)
	}
	if round.tasks > mostTasks {
		t.Errorf("%d goroutines at once, more than %d", round.tasks, mostTasks)
	}
}

// hostileKind is a site whose articles, or whose feed, are of one kind.
type hostileKind struct {
	feed  bool
	serve http.HandlerFunc
}

// hostileKinds are as large as the limits let through, 8 MB unpacked, and larger.
func hostileKinds() []hostileKind {
	const limit = 8<<20 - 1000
	fill := func(before, piece string, size int) []byte {
		return packed(before + strings.Repeat(piece, (size-len(before))/len(piece)))
	}
	html := "<!doctype html><html><body><h1>नहर की मरम्मत का काम सोमवार से शुरू</h1>"
	var kinds []hostileKind
	for _, page := range [][]byte{
		fill(html, "<p>नहर पर काम चल रहा है।</p>", limit),
		fill(html, "<b>", limit),
		fill(html, "<br>", limit),
		fill(html, "<a href=/khabar/1>नहर</a>", limit),
		fill(html, "<div>", limit),
		fill(html+"<p ", "क=1 ", limit),
		fill(html+"<title>", "लंबा ", limit),
		fill(html+`<script type="application/ld+json">[`, `{"@type":"NewsArticle"},`, limit),
		fill(html+`<script type="application/json">`, `{"body":[`, limit),
		fill(html+"<table>", "<tr><td>१<td>२", limit),
		fill(html, "\x00\x01", 200<<20), // a bomb
	} {
		kinds = append(kinds, hostileKind{serve: gzipPage(page)})
	}
	for _, feed := range [][]byte{
		fill("<rss><channel>", "<item><title>नहर</title><link>http://x.example/1</link></item>", limit),
		fill("<rss><channel><item><title>", "लंबा ", limit),
		fill("<urlset>", "<url><loc>http://x.example/1</loc></url>", limit),
		fill(html, "<a href=/khabar/1>नहर पर काम चल रहा है</a>", limit),
		fill(`{"version":"https://jsonfeed.org/version/1","items":[`, `{"url":"http://x.example/1"},`, limit),
	} {
		kinds = append(kinds, hostileKind{feed: true, serve: gzipPage(feed)})
	}
	endless := func(w http.ResponseWriter, r *http.Request) {
		for piece := []byte(strings.Repeat("<p>नहर पर काम चल रहा है।</p>", 1000)); r.Context().Err() == nil; {
			if _, err := w.Write(piece); err != nil {
				return
			}
		}
	}
	return append(kinds, hostileKind{serve: endless}, hostileKind{feed: true, serve: endless})
}

func gzipPage(page []byte) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(page)
	}
}

func packed(text string) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	_, _ = io.WriteString(z, text)
	_ = z.Close()
	return b.Bytes()
}
