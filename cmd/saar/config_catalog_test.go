package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/catalog"
	"github.com/saar-news/saar/scraper"
)

// A name of the catalogue stands for a whole source, of which the operator may still change any part.
func TestSourceByName(t *testing.T) {
	config := writeConfig(t, `sources:
  - catalog: amarujala/uttar-pradesh
  - {catalog: bhaskar/bihar, id: bihar, name: भास्कर बिहार, url: "http://www.bhaskar.com/local/bihar", section: crime, owner: me}
  - {catalog: jagran/bihar, outlet: jagran-bihar}
  - {id: ek, name: एक, url: "https://ek.example/"}
`+lastLines)
	s, err := loadConfig(config)
	if err != nil {
		t.Fatal(err)
	}
	want := []saar.Source{
		{
			ID: "amarujala-uttar-pradesh", Name: "अमर उजाला", URL: "https://www.amarujala.com/rss/uttar-pradesh.xml", Section: saar.State,
			Outlet: saar.Outlet{ID: "amarujala", Name: "अमर उजाला", Owner: "amar-ujala"},
		},
		{
			ID: "bihar", Name: "भास्कर बिहार", URL: "http://www.bhaskar.com/local/bihar", Section: saar.Crime,
			Outlet: saar.Outlet{ID: "bhaskar", Name: "भास्कर बिहार", Owner: "me"},
		},
		{
			ID: "jagran-bihar", Name: "दैनिक जागरण", URL: "https://www.jagran.com/state/bihar", Section: saar.State,
			Outlet: saar.Outlet{ID: "jagran-bihar", Name: "दैनिक जागरण"},
		},
		{ID: "ek", Name: "एक", URL: "https://ek.example/", Outlet: saar.Outlet{ID: "ek.example", Name: "एक"}},
	}
	if diff := cmp.Diff(want, s.pipeline.Sources); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
}

// Every name works as it stands: `- catalog: REF` is a configuration that loads.
func TestEveryNameLoads(t *testing.T) {
	var text strings.Builder
	text.WriteString("sources:\n")
	for _, e := range catalog.All() {
		fmt.Fprintf(&text, "  - catalog: %s\n", e.Ref)
	}
	s, err := loadConfig(writeConfig(t, text.String()+lastLines))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := len(s.pipeline.Sources), len(catalog.All()); got != want {
		t.Errorf("%d sources of %d", got, want)
	}
}

// The configuration that ships and the catalogue call an outlet by one id, name and owner: an operator who adds a source
// by name must not get a second voice of an outlet that is there already.
func TestShippedOutletsAreTheCatalogues(t *testing.T) {
	s, err := loadConfig("../../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	known := map[string]saar.Outlet{}
	for _, e := range catalog.All() {
		known[e.Outlet.ID] = e.Outlet
	}
	for _, source := range s.pipeline.Sources {
		if diff := cmp.Diff(known[source.Outlet.ID], source.Outlet); diff != "" {
			t.Errorf("outlet of %s (-catalogue +config.yaml):\n%s", source.ID, diff)
		}
	}
}

// twins answers for every outlet: whatever the catalogue has as a hint is gone, the home page is there, and a news
// sitemap if they have one.
type twins struct {
	sitemap bool
}

func (s twins) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	pages := site{"/": page("", "/news")}
	if s.sitemap {
		pages["/robots.txt"] = "Sitemap: HOST/news-sitemap.xml\n"
		pages["/news-sitemap.xml"] = `<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">` + strings.Repeat(
			`<url><loc>HOST/news/belaghat-bridge-opens-10235</loc><news:news><news:publication_date>`+
				time.Now().UTC().Format(time.RFC3339)+`</news:publication_date><news:title>बेलाघाट का नया पुल खुला</news:title></news:news></url>`, 2) + `</urlset>`
	}
	pages.ServeHTTP(w, r)
}

// An entry of the catalogue grows old. When its hint is dead the articles are found all the same, by the site's sitemap
// or its home page.
func TestDeadHintsAreSurvived(t *testing.T) {
	for step, twin := range map[saar.Step]twins{saar.StepListing: {}, saar.StepSitemap: {sitemap: true}} {
		t.Run(string(step), func(t *testing.T) {
			web, sources := openTwins(t, twin)
			for _, source := range sources {
				found, err := web.Discover(t.Context(), source, saar.Memo{})
				if err != nil {
					t.Errorf("%s: %v", source.ID, err)
					continue
				}
				if len(found.Links) == 0 || found.Memo.Step != step {
					t.Errorf("%s: %d links by %s, want some by %s", source.ID, len(found.Links), found.Memo.Step, step)
				}
			}
		})
	}
}

// openTwins loads the whole catalogue as a configuration in which every outlet is a twin on loopback.
func openTwins(t *testing.T, twin twins) (*scraper.Web, []saar.Source) {
	t.Helper()
	var sources strings.Builder
	var hosts []string
	seen := map[string]bool{}
	for _, e := range catalog.All() {
		u, err := url.Parse(e.URL)
		if err != nil {
			t.Fatal(err)
		}
		if !seen[u.Host] {
			seen[u.Host], hosts = true, append(hosts, u.Host)
		}
		u.Scheme = "http" // loopback has no certificate for it
		fmt.Fprintf(&sources, "  - {catalog: %s, url: %q}\n", e.Ref, u)
	}
	s, err := loadConfig(writeConfig(t, serveSite(t, twin, hosts...)+"sources:\n"+sources.String()+lastLines))
	if err != nil {
		t.Fatal(err)
	}
	web, err := scraper.New(s.scraper, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(web.Close)
	return web, s.pipeline.Sources
}
