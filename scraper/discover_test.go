package scraper_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/scraper"
)

func discover(t *testing.T, web *scraper.Web, url string, memo saar.Memo) (saar.Discovery, error) {
	t.Helper()
	return web.Discover(t.Context(), saar.Source{ID: "nav-prabhat", URL: url}, memo)
}

func urls(links []saar.Link) []string {
	var list []string
	for _, l := range links {
		_, path, _ := strings.Cut(strings.TrimPrefix(l.URL, "http://"), "/")
		list = append(list, "/"+path)
	}
	return list
}

// day is a recent time as feeds and sitemaps write it.
func day(age time.Duration, layout string) string { return time.Now().UTC().Add(-age).Format(layout) }

func rss(items ...string) string {
	return `<?xml version="1.0" encoding="windows-1252"?><rss version="2.0"><channel><title>नव प्रभात</title>` + strings.Join(items, "") + `</channel></rss>`
}

func item(path, title string, age time.Duration) string {
	return fmt.Sprintf(`<item><title><![CDATA[ %s ]]></title><link>HOST%s</link><pubDate>%s</pubDate></item>`, title, path, day(age, time.RFC1123Z))
}

func newsmap(entries ...string) string {
	return `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9" xmlns:image="x">` +
		strings.Join(entries, "") + `</urlset>`
}

func newsEntry(path, title string, age time.Duration) string {
	return fmt.Sprintf(`<url><loc>HOST%s</loc><image:image><image:loc>HOST/i.jpg</image:loc><image:title>चित्र</image:title></image:image><news:news><news:publication><news:name>नव प्रभात</news:name></news:publication><news:publication_date>%s</news:publication_date><news:title>%s</news:title></news:news></url>`,
		path, day(age, time.RFC3339), title)
}

const home = `<!DOCTYPE html><html><head><link rel="alternate" type="application/rss+xml" href="/feed"><link rel="alternate" type="application/rss+xml" href="/comments/feed">
</head><body><nav><a href="/up">उत्तर प्रदेश</a></nav><main>
<a href="/up/sonpura-canal-repair-begins-10234"><h3>सोनपुरा की नहर पर मरम्मत का काम शुरू</h3></a>
<a href="/up/belaghat-bridge-opens-10235">बेलाघाट का नया पुल लोगों के लिए खुला</a>
<a href="/khel/district-hockey-final-10236">ज़िला हॉकी के फ़ाइनल में रायपुरा की जीत</a>
<a href="/tags/canal">नहर से जुड़ी सारी ख़बरें पढ़ें</a></main></body></html>`

// discoverCase is a site, the address its source is given by, and what is found by which step at which address.
type discoverCase struct {
	name  string
	pages map[string]string
	url   string
	step  saar.Step
	at    string
	want  []string
}

func discoverCases() []discoverCase {
	feed := rss(item("/up/a-10001", "पहली &amp; ख़बर", time.Hour), item("/khel/b-10002", "दूसरी ख़बर", 2*time.Hour))
	news := newsmap(newsEntry("/up/a-10001", "पहली ख़बर", 2*time.Hour), newsEntry("/khel/b-10002", "दूसरी ख़बर", time.Hour))
	json := `{"version":"https://jsonfeed.org/version/1.1","title":"नव प्रभात","items":[{"id":"1","url":"HOST/up/a-10001","title":"पहली ख़बर"}]}`
	plain := strings.ReplaceAll(home, `rel="alternate"`, `rel="none"`)
	return []discoverCase{
		{"feed", map[string]string{"/x": feed}, "/x", saar.StepFeed, "/x", []string{"/up/a-10001", "/khel/b-10002"}},
		{"feed after warnings", map[string]string{"/x": "<br />\nWarning: 5 & 6\n" + feed}, "/x", saar.StepFeed, "/x", []string{"/up/a-10001", "/khel/b-10002"}},
		{"feed with broken XML", map[string]string{"/x": strings.Replace(feed, "<item>", "<item><author>Ram & Shyam <br></author>&nbsp;", 1)}, "/x", saar.StepFeed, "/x", []string{"/up/a-10001", "/khel/b-10002"}},
		{"feed cut off", map[string]string{"/x": feed[:len(feed)-40]}, "/x", saar.StepFeed, "/x", []string{"/up/a-10001", "/khel/b-10002"}},
		{"JSON Feed", map[string]string{"/x": json}, "/x", saar.StepFeed, "/x", []string{"/up/a-10001"}},
		{"news sitemap", map[string]string{"/x": news}, "/x", saar.StepSitemap, "/x", []string{"/khel/b-10002", "/up/a-10001"}},
		{"index of sitemaps", map[string]string{
			"/x":       `<sitemapindex><sitemap><loc>HOST/old.xml</loc><lastmod>2019-01-01</lastmod></sitemap><sitemap><loc>HOST/news.xml</loc></sitemap></sitemapindex>`,
			"/old.xml": newsmap(`<url><loc>HOST/up/old-1</loc></url>`), "/news.xml": news,
		}, "/x", saar.StepSitemap, "/x", []string{"/khel/b-10002", "/up/a-10001"}},
		{"home page with a feed", map[string]string{"/": home, "/feed": feed}, "/", saar.StepFeed, "/feed", []string{"/up/a-10001", "/khel/b-10002"}},
		{"section with the site's feed", map[string]string{"/up": home, "/feed": feed}, "/up", saar.StepFeed, "/feed", []string{"/up/a-10001"}},
		{"dead declared feed, sitemap in robots.txt", map[string]string{
			"/": home, "/robots.txt": "Sitemap: HOST/sitemap.xml\nSitemap: HOST/news-sitemap.xml", "/sitemap.xml": newsmap(`<url><loc>HOST/about</loc></url>`), "/news-sitemap.xml": news,
		}, "/", saar.StepSitemap, "/news-sitemap.xml", []string{"/khel/b-10002", "/up/a-10001"}},
		{"listing", map[string]string{"/": plain}, "/", saar.StepListing, "/", []string{
			"/up/sonpura-canal-repair-begins-10234", "/up/belaghat-bridge-opens-10235", "/khel/district-hockey-final-10236",
		}},
		{"section of which the site's sitemap says nothing", map[string]string{
			"/bihar": plain, "/robots.txt": "Sitemap: HOST/news.xml", "/news.xml": news,
		}, "/bihar", saar.StepListing, "/bihar", []string{
			"/up/sonpura-canal-repair-begins-10234", "/up/belaghat-bridge-opens-10235", "/khel/district-hockey-final-10236",
		}},
		{"dead feed, home page lists", map[string]string{"/": plain}, "/rss/up.xml", saar.StepListing, "/", []string{
			"/up/sonpura-canal-repair-begins-10234", "/up/belaghat-bridge-opens-10235",
		}},
		{"dead feed of a section", map[string]string{"/states/up/": plain}, "/states/up/feed", saar.StepListing, "/states/up/", []string{
			"/up/sonpura-canal-repair-begins-10234", "/up/belaghat-bridge-opens-10235",
		}},
		{"feed that stopped", map[string]string{"/": home, "/feed": rss(item("/up/a-10001", "पुरानी", 90*24*time.Hour))}, "/", saar.StepListing, "/", []string{
			"/up/sonpura-canal-repair-begins-10234", "/up/belaghat-bridge-opens-10235", "/khel/district-hockey-final-10236",
		}},
	}
}

// However a source is given, its articles must be found, with what is known of them before they are read.
func TestDiscoverFromAnyURL(t *testing.T) {
	for _, tt := range discoverCases() {
		t.Run(tt.name, func(t *testing.T) {
			server := serve(t, pages(tt.pages))
			got, err := discover(t, open(t, quick(), nil), server.URL+tt.url, saar.Memo{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, urls(got.Links)); diff != "" {
				t.Errorf("links (-want +got):\n%s", diff)
			}
			if got.Memo.Step != tt.step || got.Memo.Address != server.URL+tt.at {
				t.Errorf("step %s at %s, want %s at %s", got.Memo.Step, got.Memo.Address, tt.step, tt.at)
			}
			for _, l := range got.Links {
				if l.Title == "" || strings.Contains(l.Title, "चित्र") || l.Source != "nav-prabhat" || l.Canonical == "" {
					t.Errorf("link without title, source or identity: %+v", l)
				}
				if tt.step == saar.StepSitemap && time.Since(l.Published) > 3*time.Hour {
					t.Errorf("%s published %v", l.URL, l.Published)
				}
			}
		})
	}
}

// sitemap.xml.gz is a gzip file whatever the server calls it.
func TestDiscoverUnpacksASitemap(t *testing.T) {
	server := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		page := newsmap(newsEntry("/up/a-10001", "पहली ख़बर", time.Hour))
		_, _ = w.Write(gzipped(strings.ReplaceAll(page, "HOST", "http://"+r.Host)))
	}))
	got, err := discover(t, open(t, quick(), nil), server.URL+"/sitemap.xml.gz", saar.Memo{})
	if diff := cmp.Diff([]string{"/up/a-10001"}, urls(got.Links)); diff != "" || err != nil || got.Memo.Step != saar.StepSitemap {
		t.Errorf("%v, step %s (-want +got):\n%s", err, got.Memo.Step, diff)
	}
}

// Asking again for what has not changed costs the site a full answer and us a parse.
func TestDiscoverAsksWhetherItChanged(t *testing.T) {
	for name, page := range map[string]string{
		"feed":    rss(item("/up/a-10001", "पहली ख़बर", time.Hour)),
		"sitemap": newsmap(newsEntry("/up/a-10001", "पहली ख़बर", time.Hour)),
		"listing": strings.ReplaceAll(home, "alternate", "none"),
	} {
		served := 0
		mux := http.NewServeMux()
		mux.HandleFunc("/x", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("ETag", `"1"`)
			w.Header().Set("Last-Modified", "Sun, 22 Nov 2026 01:00:00 GMT")
			if r.Header.Get("If-None-Match") == `"1"` && r.Header.Get("If-Modified-Since") == "Sun, 22 Nov 2026 01:00:00 GMT" {
				w.WriteHeader(http.StatusNotModified)
				return
			}
			served++
			_, _ = w.Write([]byte(strings.ReplaceAll(page, "HOST", "http://"+r.Host)))
		})
		server := serve(t, mux)
		config := quick()
		config.LookUp = 1 // at every look but one just after another
		web := open(t, config, nil)
		first, err := discover(t, web, server.URL+"/x", saar.Memo{})
		if err != nil || first.Unchanged || len(first.Links) == 0 {
			t.Fatalf("%s: %v, %+v", name, err, first)
		}
		first.Memo.Looked = time.Now()
		second, err := discover(t, web, server.URL+"/x", first.Memo)
		if err != nil || !second.Unchanged || len(second.Links) > 0 || served != 1 {
			t.Errorf("%s: %v, unchanged %v, %d links, served %d times", name, err, second.Unchanged, len(second.Links), served)
		}
		if diff := cmp.Diff(first.Memo, second.Memo); diff != "" {
			t.Errorf("%s: memo (-first +second):\n%s", name, diff)
		}
	}
}

// A feed that dies between two runs must not cost one edition: the next step is taken in the same look, and the feed
// again when it is back.
func TestDiscoverMovesDownAndUpTheChain(t *testing.T) {
	feedUp := true
	mux := pages(map[string]string{"/": home})
	mux.HandleFunc("/feed", func(w http.ResponseWriter, r *http.Request) {
		if !feedUp {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write([]byte(strings.ReplaceAll(rss(item("/up/a-10001", "पहली ख़बर", time.Hour)), "HOST", "http://"+r.Host)))
	})
	server := serve(t, mux)
	config := quick()
	config.LookUp = 1
	web := open(t, config, nil)
	var memo saar.Memo
	for i, want := range []saar.Step{saar.StepFeed, saar.StepListing, saar.StepListing, saar.StepFeed} {
		feedUp = want == saar.StepFeed
		got, err := discover(t, web, server.URL+"/", memo)
		if err != nil || got.Memo.Step != want || len(got.Links) == 0 {
			t.Fatalf("look %d: %v, step %s with %d links, want %s", i, err, got.Memo.Step, len(got.Links), want)
		}
		memo = got.Memo
	}
}

// An operator who changes a source's address expects the new one to be read.
func TestDiscoverForgetsAnotherAddress(t *testing.T) {
	server := serve(t, pages(map[string]string{
		"/old": rss(item("/up/a-10001", "पहली", time.Hour)), "/new": rss(item("/khel/b-10002", "दूसरी", time.Hour)),
	}))
	web := open(t, quick(), nil)
	old, err := discover(t, web, server.URL+"/old", saar.Memo{})
	if err != nil {
		t.Fatal(err)
	}
	got, err := discover(t, web, server.URL+"/new", old.Memo)
	if diff := cmp.Diff([]string{"/khel/b-10002"}, urls(got.Links)); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}

func TestDiscoverFailsWithItsOutcome(t *testing.T) {
	mux := pages(map[string]string{"/nothing": "<html><p>कुछ नहीं</p></html>", "/robots.txt": "User-agent: *\nDisallow: /private", "/text": "just text"})
	mux.HandleFunc("/down", status(500))
	mux.HandleFunc("/wall", status(403))
	server := serve(t, mux)
	web := open(t, quick(), nil)
	for path, want := range map[string]saar.Outcome{
		"/nothing": saar.Broken, "/private/up": saar.Robots, "/text": saar.Broken, "/down": saar.ServerError, "/wall": saar.Forbidden, "/gone": saar.Gone,
	} {
		_, err := discover(t, web, server.URL+path, saar.Memo{})
		wantOutcome(t, err, want)
		if err == nil || !strings.Contains(err.Error(), server.URL+path) {
			t.Errorf("%s: %v does not name the address", path, err)
		}
	}
}

// A sitemap of everything ever written, or one that never ends, must not flood the store or the memory.
func TestDiscoverIsBounded(t *testing.T) {
	mux := http.NewServeMux()
	asked := 0
	mux.HandleFunc("/maps/", func(w http.ResponseWriter, r *http.Request) {
		asked++
		_, _ = fmt.Fprintf(w, `<sitemapindex><sitemap><loc>http://%s%sx</loc></sitemap></sitemapindex>`, r.Host, r.URL.Path)
	})
	mux.HandleFunc("/feed", func(w http.ResponseWriter, r *http.Request) {
		items := make([]string, 900)
		for i := range items {
			items[i] = item(fmt.Sprintf("/%d", i), "ख़बर", time.Duration(i)*time.Minute)
		}
		items[0] = strings.Replace(items[0], "ख़बर", strings.Repeat("लंबा ", 1000), 1)
		_, _ = w.Write([]byte(strings.ReplaceAll(rss(items...), "HOST", "http://"+r.Host)))
	})
	server := serve(t, mux)
	config := quick()
	config.MaxBody = 1 << 20
	web := open(t, config, nil)
	_, err := discover(t, web, server.URL+"/maps/", saar.Memo{})
	if saar.OutcomeOf(err) != saar.Broken || asked > config.MaxSitemaps+1 {
		t.Errorf("%v after %d sitemaps", err, asked)
	}
	got, err := discover(t, web, server.URL+"/feed", saar.Memo{})
	if err != nil || len(got.Links) != config.MaxLinks || urls(got.Links)[0] != "/0" || len([]rune(got.Links[0].Title)) > 300 {
		t.Errorf("%v, %d links", err, len(got.Links))
	}
}

// No body may stop the reader of feeds or of sitemaps, or make it invent entries.
func FuzzFeedsAndSitemaps(f *testing.F) {
	f.Add([]byte(rss(item("/a", "ख़बर", time.Hour))))
	f.Add([]byte(newsmap(newsEntry("/a", "ख़बर", time.Hour))))
	f.Add([]byte("<rss><channel><item><title><![CDATA[ख़बर]]></title><link>http://a.example/1</link></rss>"))
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1","items":[{"url":"http://a.example/1"}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		if feed, pages := scraper.Entries(body); feed+pages > 2*len(body) {
			t.Errorf("%d entries and %d pages in %d bytes", feed, pages, len(body))
		}
	})
}

// A feed nested without end must not cost the process its stack, nor the entries before the trouble.
func TestDeepFeedIsSalvaged(t *testing.T) {
	deep := strings.TrimSuffix(rss(item("/up/a-10001", "ख़बर", time.Hour)+"<item>"+strings.Repeat("<a>", 10_000)), "</channel></rss>")
	server := serve(t, pages(map[string]string{"/feed": deep}))
	got, err := discover(t, open(t, quick(), nil), server.URL+"/feed", saar.Memo{})
	if diff := cmp.Diff([]string{"/up/a-10001"}, urls(got.Links)); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
}
