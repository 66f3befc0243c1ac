package main

import (
	"bytes"
	"cmp"
	"context"
	"net/url"
	"path"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/catalog"
)

// mostTried is how many addresses are looked at to replace one that is dead.
const mostTried = 6

// seek finds an address that serves as a dead source's: the page of its section on its outlet's site, else what
// discovery found beside it, else the site itself. It returns nil when there is none.
func (a *app) seek(ctx context.Context, ans answer) *finding {
	s := ans.source
	homes := homesOf(s)
	tries := a.sectionOf(ctx, homes, topic(s.URL))
	if len(ans.found.Links) > 0 && ans.found.Memo.Address != s.URL {
		tries = append(tries, ans.found.Memo.Address)
	}
	tried := map[string]bool{canonical(s.URL): true}
	for _, address := range append(tries, homes...) {
		if tried[canonical(address)] || len(tried) > mostTried || ctx.Err() != nil {
			continue
		}
		tried[canonical(address)] = true
		found, _, err := lookAt(ctx, a.web, address)
		if err == nil && len(found.links) > 0 && found.inHindi() && canonical(found.url) != canonical(s.URL) {
			return &found
		}
	}
	return nil
}

// sectionOf are the pages of a section of a site, by the first of its home pages that answers.
func (a *app) sectionOf(ctx context.Context, homes []string, about string) []string {
	if about == "" {
		return nil
	}
	for _, home := range homes {
		if page, err := a.web.Fetch(ctx, saar.Link{URL: home}); err == nil {
			return sectionPages(page, about)
		}
	}
	return nil
}

// homesOf are the home pages that a source's site may have: as the catalogue knows its outlet, of its host, and of its
// registrable domain.
func homesOf(s saar.Source) []string {
	u, err := url.Parse(s.URL)
	if err != nil {
		return nil
	}
	domain := saar.RegistrableDomain(u.Hostname())
	var homes []string
	for _, e := range catalog.All() {
		if e.Outlet.ID == s.Outlet.ID {
			homes = append(homes, e.Home)
			break
		}
	}
	homes = append(homes, frontOf(s.URL))
	if u.Port() == "" && domain != u.Hostname() {
		homes = append(homes, u.Scheme+"://www."+domain+"/", u.Scheme+"://"+domain+"/")
	}
	var once []string
	for _, home := range homes {
		if !slices.Contains(once, home) {
			once = append(once, home)
		}
	}
	return once
}

// topic is the part of a site that an address names, by the last part of its path that says more than that it is a feed:
// "bihar" of /rss/bihar.xml. It is empty for a whole site.
func topic(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	parts := strings.FieldsFunc(strings.ToLower(u.Path), func(r rune) bool { return r == '/' })
	for _, part := range slices.Backward(parts) {
		name := strings.TrimSuffix(part, path.Ext(part))
		if !slices.Contains(feedWords, name) {
			return name
		}
	}
	return ""
}

// feedWords are parts of an address that say what it is and not what it is about.
var feedWords = strings.Fields("feed feeds rss rss2 rssfeed rssfeeds atom index sitemap news-sitemap sitemap-news default home latest")

// sectionPages are the addresses to which a page of a site links as the site's part of a name, the shortest first.
func sectionPages(page saar.Page, about string) []string {
	base, err := url.Parse(cmp.Or(page.URL, page.Link.URL))
	if err != nil {
		return nil
	}
	var found []string
	z := html.NewTokenizer(bytes.NewReader(page.Body))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		t := z.Token()
		if kind != html.StartTagToken || t.DataAtom != atom.A && t.DataAtom != atom.Link {
			continue
		}
		for _, attr := range t.Attr {
			to, err := base.Parse(strings.TrimSpace(attr.Val))
			if attr.Key != "href" || err != nil || saar.RegistrableDomain(to.Hostname()) != saar.RegistrableDomain(base.Hostname()) {
				continue
			}
			to.Fragment = ""
			if address := to.String(); topic(address) == about && saar.LinkableURL(address) && !slices.Contains(found, address) {
				found = append(found, address)
			}
		}
	}
	slices.SortStableFunc(found, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	return found[:min(len(found), 2)]
}
