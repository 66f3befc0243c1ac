package scraper

import (
	"net/url"
	"path"
	"strings"

	"github.com/saar-news/saar"
)

// section is the part of a site that a source is about, as its address tells.
type section struct {
	path string // "/states/up-uk", "" for a whole site
	name string // its last part: "up-uk"
}

// feedNames are parts of an address that say what a feed is and not what it is about.
var feedNames = set(`feed feeds rss rss2 rssfeed rssfeeds atom index sitemap news-sitemap sitemap-news default home`)

func sectionOf(address string) section {
	u, err := url.Parse(address)
	if err != nil {
		return section{}
	}
	p := strings.Trim(strings.ToLower(u.Path), "/")
	for p != "" {
		last := path.Base(p)
		name := strings.TrimSuffix(last, path.Ext(last))
		if !feedNames[name] {
			dir := strings.TrimSuffix(p, last)
			return section{path: "/" + dir + name, name: name}
		}
		p = strings.Trim(strings.TrimSuffix(p, last), "/")
	}
	return section{}
}

// choose returns those hints of a feed or sitemap found at address that belong to the section. A feed named after the
// section is its own; otherwise the paths of the articles decide, and at last what the section's page lists, given by
// canonical address. None may be left: then what was found is about something else.
func (s section) choose(address string, hints []hint, listed map[string]bool) []hint {
	if s.path == "" || s.name == sectionOf(address).name {
		return hints
	}
	if own := s.within(hints); len(own) > 0 {
		return own
	}
	var own []hint
	for _, h := range hints {
		if canonical, err := saar.CanonicalURL(h.url); err == nil && listed[canonical] {
			own = append(own, h)
		}
	}
	if len(own)*3 >= len(hints) {
		return hints
	}
	return own
}

// preferred returns the hints within the section, or all when there are none.
func (s section) preferred(hints []hint) []hint {
	if own := s.within(hints); len(own) > 0 {
		return own
	}
	return hints
}

// within returns the hints whose paths begin with the section's, or else those that have its name as a part.
func (s section) within(hints []hint) []hint {
	var below, named []hint
	for _, h := range hints {
		u, err := url.Parse(h.url)
		if err != nil || s.path == "" {
			continue
		}
		p := strings.ToLower(u.Path)
		if strings.HasPrefix(p, s.path+"/") {
			below = append(below, h)
		}
		if strings.Contains(path.Dir(p)+"/", "/"+s.name+"/") {
			named = append(named, h)
		}
	}
	if len(below) > 0 {
		return below
	}
	return named
}

// canonicals are the canonical addresses of what a page lists.
func canonicals(page sighting) map[string]bool {
	set := map[string]bool{}
	for _, link := range unique("", page.base, page.hints) {
		set[link.Canonical] = true
	}
	return set
}

// parentPages are the pages above an address, nearest first: the page of its section, and the home page.
func parentPages(address string) []string {
	u, err := url.Parse(address)
	if err != nil {
		return nil
	}
	home := u.Scheme + "://" + u.Host + "/"
	own := strings.Trim(u.Path, "/")
	if p := strings.Trim(sectionOf(address).path, "/"); p != "" && p != strings.ToLower(own) && strings.HasPrefix(strings.ToLower(own), p+"/") {
		return []string{home + own[:len(p)] + "/", home}
	}
	return []string{home}
}
