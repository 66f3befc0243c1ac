package scraper_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/scraper"
)

const (
	serviceFeed = "http://feeds.dakiya.example/navprabhat"
	serviceHome = "http://www.navprabhat.example/"
)

// service opens a web in which the feed of www.navprabhat.example lies with a service on another domain. The feed is
// there while there is true.
func service(t *testing.T, feed string, there *bool) *scraper.Web {
	t.Helper()
	site := pages(map[string]string{"/": strings.ReplaceAll(home, `href="/feed"`, `href="`+serviceFeed+`"`)})
	config := quick()
	named(t, &config, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Host == "www.navprabhat.example" && r.URL.Path == "/":
			site.ServeHTTP(w, r)
		case r.Host == "feeds.dakiya.example" && r.URL.Path == "/":
			_, _ = w.Write([]byte(`<html><body><main><a href="/help/how-to-burn-a-feed-12345">फ़ीड कैसे बनाएँ, यहाँ पूरी जानकारी है</a></main></body></html>`))
		case r.Host == "feeds.dakiya.example" && r.URL.Path == "/navprabhat" && *there:
			_, _ = w.Write([]byte(strings.ReplaceAll(feed, "HOST", strings.TrimSuffix(serviceHome, "/"))))
		default:
			http.NotFound(w, r)
		}
	}), "feeds.dakiya.example", "www.navprabhat.example")
	return open(t, config, nil)
}

// Many outlets leave their feed to a service on another domain, some without a word of their own site. Its links are the
// outlet's, whichever of the two the operator has given.
func TestAFeedOfAServiceIsTheOutlets(t *testing.T) {
	there := true
	entry := item("/up/a-10001", "पहली ख़बर", time.Hour)
	for name, tt := range map[string]struct{ feed, want string }{
		"without a home page": {rss(entry), "http://www.navprabhat.example/up/a-10001"},
		"with links from there": {
			strings.Replace(rss(strings.ReplaceAll(entry, "HOST", "")), "<item>", "<link>http://www.navprabhat.example/</link><item>", 1),
			"http://www.navprabhat.example/up/a-10001",
		},
		"with its own links": {
			rss(strings.Replace(strings.Replace(entry, "<link>HOST/", "<link>http://feeds.dakiya.example/~r/", 1), "</item>",
				`<feedburner:origLink xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">HOST/up/a-10001</feedburner:origLink></item>`, 1)),
			"http://www.navprabhat.example/up/a-10001",
		},
	} {
		for _, given := range []string{serviceFeed, serviceHome} {
			web := service(t, tt.feed, &there)
			got, err := discover(t, web, given, saar.Memo{})
			if err != nil || len(got.Links) != 1 || got.Links[0].URL != tt.want || got.Memo.Address != serviceFeed {
				t.Errorf("%s, by %s: %v: %+v at %s", name, given, err, got.Links, got.Memo.Address)
			}
		}
	}
}

// When the service ends, the outlet's own pages go on: they are found, not the service's.
func TestAServiceThatEndsIsReplacedByTheOutletsOwnPages(t *testing.T) {
	there := true
	web := service(t, rss(item("/up/a-10001", "पहली ख़बर", time.Hour)), &there)
	first, err := discover(t, web, serviceFeed, saar.Memo{})
	if err != nil || first.Memo.Home != serviceHome {
		t.Fatalf("%v: home page %q, want %q", err, first.Memo.Home, serviceHome)
	}
	there = false
	got, err := discover(t, web, serviceFeed, first.Memo)
	want := []string{"/up/sonpura-canal-repair-begins-10234", "/up/belaghat-bridge-opens-10235", "/khel/district-hockey-final-10236"}
	if diff := cmp.Diff(want, urls(got.Links)); diff != "" || err != nil || got.Memo.Address != serviceHome {
		t.Errorf("%v, at %s (-want +got):\n%s", err, got.Memo.Address, diff)
	}
	again, err := discover(t, web, serviceFeed, got.Memo)
	if diff := cmp.Diff(want, urls(again.Links)); diff != "" || err != nil || again.Memo.Home != serviceHome {
		t.Errorf("again: %v, home %s (-want +got):\n%s", err, again.Memo.Home, diff)
	}
}

// A feed of which no entry leads anywhere is no feed: the page below it has the links.
func TestAFeedWithoutLinksIsLeft(t *testing.T) {
	server := serve(t, pages(map[string]string{"/": home, "/feed": rss("<item><title>ख़बर</title></item>")}))
	got, err := discover(t, open(t, quick(), nil), server.URL+"/", saar.Memo{})
	if err != nil || got.Memo.Step != saar.StepListing || len(got.Links) != 3 {
		t.Errorf("%v: %d links by %s", err, len(got.Links), got.Memo.Step)
	}
}

// A feed that is never answered, sitemaps on a host that is no more or may not be asked: none of it may cost the source its
// listing.
func TestATroubleBesideTheSourceIsNotItsOwn(t *testing.T) {
	mux := pages(map[string]string{
		"/": home, "/robots.txt": "Sitemap: http://old.navprabhat.example/sitemap.xml\nSitemap: http://cms.navprabhat.example/sitemap.xml",
	})
	mux.HandleFunc("/feed", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	config := quick()
	named(t, &config, mux, "www.navprabhat.example")
	config.Hosts["old.navprabhat.example"], config.Hosts["cms.navprabhat.example"] = "127.0.0.1:1", "10.1.2.3:80"
	web := open(t, config, nil)
	memo := saar.Memo{Step: saar.StepFeed, Address: serviceHome + "feed", Validators: map[string]saar.Validator{serviceHome: {}}}
	for _, memo := range []saar.Memo{{}, memo} {
		got, err := discover(t, web, serviceHome, memo)
		if err != nil || got.Memo.Step != saar.StepListing || len(got.Links) != 3 {
			t.Errorf("%v: %d links by %s", err, len(got.Links), got.Memo.Step)
		}
	}
}
