package main

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/cmd/saar/demo"
	"github.com/saar-news/saar/digest"
	"github.com/saar-news/saar/scraper"
	"github.com/saar-news/saar/scraper/extract"
)

// A reader of the demo, be it with an outlet left out, sees every event once and no two events under one headline. A window
// of some thirty articles is where that is hardest: every word in it looks rare.
func TestDemoEventsStayApart(t *testing.T) {
	for _, without := range [][]string{nil, {"nav-prabhat"}, {"jan-samvad"}, {"dainik-setu"}} {
		outlets, err := demo.New(demo.Config{Without: without})
		if err != nil {
			t.Fatal(err)
		}
		articles, events := readDemo(t, outlets)
		at := map[string]int{} // event to its cluster
		for k, cluster := range digest.Cluster(articles) {
			var told string
			for _, i := range cluster {
				event := events[i]
				if event == "" {
					continue
				}
				if told != "" && told != event {
					t.Errorf("without %v: %s and %s are one story", without, told, event)
				}
				if other, known := at[event]; known && other != k {
					t.Errorf("without %v: %s is told twice", without, event)
				}
				told, at[event] = event, k
			}
		}
		if len(at) < 10 {
			t.Errorf("without %v: only %d events", without, len(at))
		}
	}
}

// readDemo reads the demo's articles as the pipeline would, with the event that each tells.
func readDemo(t *testing.T, outlets *demo.Outlets) (articles []saar.Article, events []string) {
	t.Helper()
	for _, a := range outlets.Articles() {
		if a.Barred || a.CopyOf != "" {
			continue
		}
		w := httptest.NewRecorder()
		outlets.ServeHTTP(w, httptest.NewRequest(http.MethodGet, a.URL, nil))
		body, err := scraper.Decode(w.Body.Bytes(), w.Header().Get("Content-Type"))
		if err != nil {
			t.Fatalf("%s: %v", a.ID, err)
		}
		read := extract.Read(saar.Page{URL: a.URL, Status: w.Code, Body: body, Fetched: time.Now()}, time.UTC)
		if read.Outcome != saar.OK || digest.Service(read.Article) {
			continue
		}
		read.Article.Outlet = saar.Outlet{ID: a.Outlet}
		articles, events = append(articles, read.Article), append(events, a.Story)
	}
	return articles, events
}
