package demo_test

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"

	"github.com/saar-news/saar/cmd/saar/demo"
)

var now = time.Date(2026, 11, 22, 1, 30, 0, 0, time.UTC) // 07:00 on a Sunday in India

func outlets(t *testing.T, c demo.Config) *demo.Outlets {
	t.Helper()
	if c.Now.IsZero() {
		c.Now = now
	}
	o, err := demo.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func get(t *testing.T, o http.Handler, address string, header ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	o.ServeHTTP(w, r)
	return w
}

func body(t *testing.T, o http.Handler, address string) string {
	t.Helper()
	w := get(t, o, address)
	if w.Code != http.StatusOK {
		t.Fatalf("GET %s: status %d, want 200", address, w.Code)
	}
	return w.Body.String()
}

func named(t *testing.T, o *demo.Outlets, id string) demo.Article {
	t.Helper()
	for _, a := range o.Articles() {
		if a.ID == id {
			return a
		}
	}
	t.Fatalf("no article %s", id)
	return demo.Article{}
}

// An outlet that does not lead to its articles leaves the demo's digest thin.
func TestEachSourceLeadsToEveryArticleOfItsOutlet(t *testing.T) {
	o := outlets(t, demo.Config{})
	find := map[string]func(*testing.T, string, string) []string{
		"nav-prabhat": inFeed, "jan-samvad": inList, "dainik-setu": inSitemap,
	}
	if got := len(o.Sources()); got != 3 {
		t.Fatalf("%d sources, want 3", got)
	}
	for _, s := range o.Sources() {
		t.Run(s.ID, func(t *testing.T) {
			found := find[s.ID](t, s.URL, body(t, o, s.URL))
			for _, a := range o.Articles() {
				if a.Outlet != s.ID {
					continue
				}
				if !slices.Contains(found, a.URL) {
					t.Errorf("%s does not lead to %s", s.URL, a.URL)
				}
				if a.AMP != "" && !slices.Contains(found, a.AMP) {
					t.Errorf("%s does not lead to the AMP twin %s", s.URL, a.AMP)
				}
			}
			for _, link := range found {
				if code := get(t, o, link).Code; strings.Contains(link, s.ID) && code != http.StatusOK {
					t.Errorf("%s leads to %s, status %d", s.URL, link, code)
				}
			}
		})
	}
}

func inFeed(t *testing.T, _, document string) []string {
	t.Helper()
	feed, err := gofeed.NewParser().ParseString(document)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, n := range feed.Items {
		link, query, _ := strings.Cut(n.Link, "?")
		if n.PublishedParsed == nil || (query != "" && !strings.HasPrefix(query, "utm_")) {
			t.Errorf("feed lists %s, published %q: want a date, and nothing but tracking in the query", n.Link, n.Published)
		}
		found = append(found, link)
	}
	return found
}

func inSitemap(t *testing.T, _, document string) []string {
	t.Helper()
	var m struct {
		URLs []struct {
			Loc  string `xml:"loc"`
			Date string `xml:"http://www.google.com/schemas/sitemap-news/0.9 news>publication_date"`
		} `xml:"url"`
	}
	if err := xml.Unmarshal([]byte(document), &m); err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, u := range m.URLs {
		found = append(found, u.Loc)
	}
	return found
}

func inList(t *testing.T, address, document string) []string {
	t.Helper()
	base, err := url.Parse(address)
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, a := range elements(t, document, "a") {
		link, err := base.Parse(attr(a, "href"))
		if err == nil && strings.HasPrefix(link.Path, "/news/") {
			found = append(found, link.String())
		}
	}
	return found
}

// A page whose headline or date cannot be found would be told wrong, or not at all.
func TestEachArticleIsAPageWithItsHeadlineAndDate(t *testing.T) {
	o := outlets(t, demo.Config{})
	for _, a := range o.Articles() {
		page := body(t, o, a.URL)
		heads := elements(t, page, "h1")
		if len(heads) != 1 || text(heads[0]) != a.Title {
			t.Errorf("%s: %d h1, want one that says %q", a.URL, len(heads), a.Title)
		}
		date := a.Published.Format(time.RFC3339)
		if !strings.HasSuffix(date, "+05:30") || !strings.Contains(html.UnescapeString(page), date) {
			t.Errorf("%s does not say that it was published %s", a.URL, date)
		}
		if strings.Contains(page, "{वार") || strings.Contains(page, "{तारीख") {
			t.Errorf("%s: a date mark was not filled", a.URL)
		}
	}
}

// Structured data that no JSON reader understands would leave the modern outlet without authors and dates.
func TestTheModernOutletDescribesItsArticlesInJSONLD(t *testing.T) {
	o := outlets(t, demo.Config{})
	for _, a := range o.Articles() {
		if a.Outlet != "nav-prabhat" {
			continue
		}
		var got struct {
			Type      string    `json:"@type"`
			Headline  string    `json:"headline"`
			Published time.Time `json:"datePublished"`
		}
		for _, script := range elements(t, body(t, o, a.URL), "script") {
			if attr(script, "type") != "application/ld+json" {
				continue
			}
			if err := json.Unmarshal([]byte(text(script)), &got); err != nil {
				t.Errorf("%s: JSON-LD: %v", a.URL, err)
			}
		}
		if got.Type != "NewsArticle" || got.Headline != a.Title || !got.Published.Equal(a.Published) {
			t.Errorf("%s describes itself as %+v", a.URL, got)
		}
	}
}

// The demo's digest covers a day: every article must fall into it, whenever the demo is run.
func TestArticlesArePublishedTwoToTwentyHoursBefore(t *testing.T) {
	for _, at := range []time.Time{now, now.Add(9 * time.Hour), time.Date(2028, 2, 29, 18, 29, 59, 0, time.UTC)} {
		for _, a := range outlets(t, demo.Config{Now: at}).Articles() {
			if age := at.Sub(a.Published); age < 2*time.Hour || age > 20*time.Hour {
				t.Errorf("at %s: %s is %s old, want 2h to 20h", at, a.ID, age)
			}
		}
	}
}

func TestDatesInTheTextAreCountedFromTheDayBefore(t *testing.T) {
	o := outlets(t, demo.Config{})
	for id, want := range map[string]string{
		"nav-prabhat/neemgarh-truck-auto": "बाईपास पर शुक्रवार शाम",
		"nav-prabhat/pustak-mela":         "29 नवंबर को समाप्त",
		"jan-samvad/peyjal-sankat":        "रविवार शाम तक शुरू",
	} {
		if !strings.Contains(body(t, o, named(t, o, id).URL), want) {
			t.Errorf("%s does not say %q", id, want)
		}
	}
}

// Polling an unchanged site must cost it nothing.
func TestUnchangedSourcesAnswer304(t *testing.T) {
	o := outlets(t, demo.Config{})
	for _, s := range o.Sources() {
		first := get(t, o, s.URL)
		for _, header := range [][2]string{{"If-None-Match", "ETag"}, {"If-Modified-Since", "Last-Modified"}} {
			value := first.Header().Get(header[1])
			if again := get(t, o, s.URL, header[0], value); value == "" || again.Code != http.StatusNotModified || again.Body.Len() > 0 {
				t.Errorf("GET %s with %s %q: status %d and %d bytes, want 304 and none", s.URL, header[0], value, again.Code, again.Body.Len())
			}
		}
		if again := get(t, o, s.URL, "If-None-Match", `"another"`); again.Code != http.StatusOK {
			t.Errorf("GET %s with another ETag: status %d, want 200", s.URL, again.Code)
		}
	}
}

func TestHostsAreToldApart(t *testing.T) {
	o := outlets(t, demo.Config{})
	tests := map[string]int{
		"http://NAV-prabhat.example:8081/":             http.StatusOK,
		"http://nav-prabhat.example/news-sitemap.xml":  http.StatusNotFound,
		"http://nav-prabhat.example/admin/":            http.StatusNotFound,
		"http://example.org/":                          http.StatusNotFound,
		"http://dainik-setu.example:80/robots.txt":     http.StatusOK,
		"http://dainik-setu.example/news-sitemap.xml?": http.StatusOK,
	}
	for address, want := range tests {
		if got := get(t, o, address).Code; got != want {
			t.Errorf("GET %s: status %d, want %d", address, got, want)
		}
	}
}

// What the demo's own tests turn: a number in one article, one outlet less.
func TestConfigChangesWhatIsServed(t *testing.T) {
	edit := func(article, text string) string {
		if article != "nav-prabhat/belaghat-bus-palti" {
			return text
		}
		return strings.ReplaceAll(text, "18 घायल", "29 घायल")
	}
	o := outlets(t, demo.Config{Edit: edit, Without: []string{"jan-samvad"}})
	var ids []string
	for _, s := range o.Sources() {
		ids = append(ids, s.ID)
	}
	if diff := cmp.Diff([]string{"nav-prabhat", "dainik-setu"}, ids); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
	if code := get(t, o, "http://jan-samvad.example/").Code; code != http.StatusNotFound {
		t.Errorf("an outlet left out answers with %d", code)
	}
	a := named(t, o, "nav-prabhat/belaghat-bus-palti")
	if page := body(t, o, a.URL); !strings.Contains(page, "और 29 घायल हो गए") || !strings.Contains(a.Title, "29 घायल") {
		t.Errorf("%s was edited but is served as it was", a.ID)
	}
}

func TestNewRefusesWhatItDoesNotUnderstand(t *testing.T) {
	edit := func(from, to string) func(string, string) string {
		return func(_, text string) string { return strings.Replace(text, from, to, 1) }
	}
	tests := map[string]struct {
		config demo.Config
		want   string
	}{
		"outlet":  {demo.Config{Without: []string{"nav-prabhat", "sandhya"}}, `"sandhya"`},
		"key":     {demo.Config{Edit: edit("author: ", "auther: ")}, `unknown key "auther"`},
		"section": {demo.Config{Edit: edit("section: खेल", "section: खेलकूद")}, "खेलकूद"},
		"hours":   {demo.Config{Edit: edit("hours: ", "hours: about ")}, "hours"},
		"also":    {demo.Config{Edit: edit("also: ", "also: no-")}, "no-"},
		"copy":    {demo.Config{Edit: edit("copy-of: ", "copy-of: no-")}, "no-dengue"},
		"empty":   {demo.Config{Edit: func(string, string) string { return "" }}, "section"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := demo.New(test.config); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("New: %v, want an error that names %q", err, test.want)
			}
		})
	}
}
