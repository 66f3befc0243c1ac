package main

import (
	"context"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/catalog"
	"github.com/saar-news/saar/scraper"
)

// finding is what was found at an address.
type finding struct {
	given  string // the address that was asked about
	moved  string // the address on another site to which that one leads
	beside bool   // nothing was found at the given address itself
	url    string // the address that serves best as the source's
	step   saar.Step
	at     string // the address at which step found the links
	links  []saar.Link
	name   string // what the site calls itself; may be empty
}

// explore discovers the articles at an address, which address is best for them, and what the site is called.
func explore(ctx context.Context, web *scraper.Web, given string) (finding, error) {
	f, page, err := lookAt(ctx, web, given)
	if home := frontOf(given); saar.OutcomeOf(err) == saar.Broken && home != given { // an article's address, say
		if front, there, again := lookAt(ctx, web, home); again == nil {
			f, page, err = front, there, nil
			f.given, f.beside = given, true
		}
	}
	if err != nil {
		return f, err
	}
	declared, title := siteTitles(page.Body)
	if declared == "" {
		home, err := web.Fetch(ctx, saar.Link{URL: homeOf(f.links)})
		if err == nil {
			var homeTitle string
			if declared, homeTitle = siteTitles(home.Body); homeTitle != "" {
				title = homeTitle
			}
		}
	}
	if f.name = declared; f.name == "" {
		f.name = brand(title)
	}
	return f, ctx.Err()
}

// lookAt discovers the articles at an address and which address is best for them. The page is what is at the address itself,
// if anything. A site that has moved is looked at where it is now.
func lookAt(ctx context.Context, web *scraper.Web, given string) (finding, saar.Page, error) {
	f, page, err := lookOnce(ctx, web, given)
	if err != nil || page.URL == "" || saar.RegistrableDomain(hostOf(page.URL)) == saar.RegistrableDomain(hostOf(given)) {
		return f, page, err
	}
	moved, there, err := lookOnce(ctx, web, page.URL)
	if err != nil {
		return f, page, ctx.Err()
	}
	moved.given, moved.moved = given, page.URL
	return moved, there, nil
}

func lookOnce(ctx context.Context, web *scraper.Web, given string) (finding, saar.Page, error) {
	found, err := discoverAt(ctx, web, given)
	if err != nil {
		return finding{}, saar.Page{}, err
	}
	f := finding{given: given, url: given, step: found.Memo.Step, at: found.Memo.Address, links: found.Links}
	page, dead := web.Fetch(ctx, saar.Link{URL: given})
	if f.at != given {
		again, err := discoverAt(ctx, web, f.at)
		f.beside = dead != nil
		if dead != nil || err == nil && sameLinks(found.Links, again.Links) {
			f.url = f.at // a section whose articles were chosen from a feed of the whole site keeps its own address
		}
	}
	return f, page, nil
}

func discoverAt(ctx context.Context, web *scraper.Web, address string) (saar.Discovery, error) {
	return web.Discover(ctx, saar.Source{URL: address}, saar.Memo{})
}

func sameLinks(a, b []saar.Link) bool {
	return slices.EqualFunc(a, b, func(x, y saar.Link) bool { return x.Canonical == y.Canonical })
}

// frontOf is the home page of an address.
func frontOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return u.Scheme + "://" + u.Host + "/"
}

// homeOf is the home page of the site that most links lead to.
func homeOf(links []saar.Link) string {
	counts := map[string]int{}
	best := ""
	for _, l := range links {
		home := frontOf(l.URL)
		if counts[home]++; best == "" || counts[home] > counts[best] {
			best = home
		}
	}
	return best
}

// entry writes a finding down as a source. Its outlet is the one that is known to publish there, so that sections of one
// outlet count as one voice; else the configuration's default, the registrable domain.
func (f finding) entry(configured []saar.Source) sourceEntry {
	host, domain := hostOf(homeOf(f.links)), saar.RegistrableDomain(hostOf(f.url))
	label, _, _ := strings.Cut(saar.RegistrableDomain(host), ".")
	e := sourceEntry{ID: idFrom(label), Name: f.name, URL: f.url}
	outlet, known := outletAt(host, configured)
	if !known {
		outlet, known = outletAt(host, catalogued())
	}
	if !known {
		outlet = saar.Outlet{ID: idFrom(saar.RegistrableDomain(host)), Name: f.name}
	}
	if e.Owner = outlet.Owner; outlet.ID != domain {
		e.Outlet = outlet.ID
	}
	if known {
		e.Name = outlet.Name
	}
	if e.Name == "" {
		e.Name = label
	}
	return e
}

// outletAt returns the outlet that the sources show to publish on a host: on that very host, or alone on its domain.
func outletAt(host string, sources []saar.Source) (saar.Outlet, bool) {
	var near []saar.Outlet
	for _, s := range sources {
		at := hostOf(s.URL)
		if strings.TrimPrefix(at, "www.") == strings.TrimPrefix(host, "www.") {
			return s.Outlet, true
		}
		if saar.RegistrableDomain(at) == saar.RegistrableDomain(host) && !slices.Contains(near, s.Outlet) {
			near = append(near, s.Outlet)
		}
	}
	if len(near) != 1 {
		return saar.Outlet{}, false
	}
	return near[0], true
}

// catalogued is the catalogue as sources.
func catalogued() []saar.Source {
	var all []saar.Source
	for _, e := range catalog.All() {
		all = append(all, saar.Source{URL: e.URL, Outlet: e.Outlet})
	}
	return all
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// freeID returns an id that is not taken: the given one, with the section that the address names, or with a number.
func freeID(id, address string, taken map[string]bool) string {
	if !taken[id] {
		return id
	}
	if with := idFrom(id + "-" + topic(address)); with != id && !taken[with] {
		return with
	}
	for n := 2; ; n++ {
		if with := id + "-" + strconv.Itoa(n); !taken[with] {
			return with
		}
	}
}

// idFrom makes an id of a name: what an id cannot hold is left out.
func idFrom(name string) string {
	id := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r == '-', r == '.', r == '_':
			return r
		case r >= 'A' && r <= 'Z':
			return r + 'a' - 'A'
		}
		return -1
	}, name)
	id = strings.Trim(id[:min(len(id), 60)], "-._")
	if id == "" {
		return "source"
	}
	return id
}
