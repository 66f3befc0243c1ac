package scraper_test

import (
	"net/url"
	"os"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/scraper"
)

// What a listing offers is found, and nothing else, whatever system wrote the page.
func TestListingsOfManySystems(t *testing.T) {
	data, err := os.ReadFile("testdata/listings.txt")
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(string(data), "\n== ")[1:]
	if len(pages) < 7 {
		t.Fatalf("%d pages", len(pages))
	}
	for _, page := range pages {
		base, body, _ := strings.Cut(page, "\n")
		t.Run(base, func(t *testing.T) {
			links, err := scraper.ListingLinks([]byte(body), base)
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]bool{}
			for _, link := range links {
				got[link.Canonical] = true
			}
			for address, article := range labelled(t, body, base) {
				if got[address] != article {
					readable, _ := url.PathUnescape(address)
					t.Errorf("%s: offered %v, is an article %v", readable, got[address], article)
				}
			}
		})
	}
}

// labelled are the links of a page by canonical address, and whether one of them has the class "a".
func labelled(t *testing.T, body, base string) map[string]bool {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	page, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	links := map[string]bool{}
	for n := range root.Descendants() {
		if n.DataAtom != atom.A {
			continue
		}
		href, class := "", ""
		for _, a := range n.Attr {
			switch a.Key {
			case "href":
				href = a.Val
			case "class":
				class = a.Val
			}
		}
		if u, err := page.Parse(href); err == nil {
			if canonical, err := saar.CanonicalURL(u.String()); err == nil {
				links[canonical] = links[canonical] || class == "a"
			}
		}
	}
	return links
}
