package scraper

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/saar-news/saar"
)

const (
	maxFeeds   = 3 // declared feeds tried by one search
	maxParents = 2 // pages above a dead address that are tried
)

// fromTop goes down the whole chain from the source's own address.
func (s *search) fromTop(ctx context.Context) (sighting, error) {
	top, first := s.top(ctx)
	if first != nil && ends(first) {
		return sighting{}, first
	}
	if first == nil && top.step != saar.StepListing && len(top.hints) > 0 && !s.isStale(top) {
		return top, nil
	}
	page := top
	if first != nil || top.step != saar.StepListing {
		var err error
		if page, err = s.above(ctx); err != nil {
			return sighting{}, err
		}
	}
	for _, step := range []func(context.Context, sighting) (sighting, error){s.feeds, s.declaredSitemaps, s.listing} {
		found, err := step(ctx, page)
		if err != nil && ends(err) {
			return sighting{}, err
		}
		if err == nil && len(found.hints) > 0 {
			return found, nil
		}
	}
	if len(top.hints) > 0 {
		return top, nil // stale is better than nothing
	}
	return sighting{}, s.nothing(first)
}

// top looks at the source's own address, and below it when it is an index of sitemaps.
func (s *search) top(ctx context.Context) (sighting, error) {
	found, err := s.look(ctx, s.source.URL)
	if err == nil && len(found.children) > 0 {
		return s.descend(ctx, found)
	}
	return found, err
}

// above looks for a living page above a dead address: its parent, where a feed of a section hangs below the section's
// page, and the home page. Finding none is no error.
func (s *search) above(ctx context.Context) (sighting, error) {
	for i, address := range parentPages(s.source.URL) {
		if i == maxParents || s.seen[address] {
			continue
		}
		found, err := s.look(ctx, address)
		if err != nil && ends(err) && saar.OutcomeOf(err) != saar.Robots {
			return sighting{}, err
		}
		if err == nil && found.step == saar.StepListing {
			found.hints = s.section.preferred(found.hints)
			return found, nil
		}
	}
	return sighting{step: saar.StepListing, address: s.source.URL, base: s.source.URL}, nil
}

// feeds tries the feeds that a page declares.
func (s *search) feeds(ctx context.Context, page sighting) (sighting, error) {
	for i, address := range page.alternates {
		if i == maxFeeds {
			break
		}
		if s.seen[address] {
			continue
		}
		found, err := s.look(ctx, address)
		if err != nil && (ends(err) && saar.OutcomeOf(err) != saar.Robots && s.atHome(address, err)) {
			return sighting{}, err
		}
		if err != nil || found.step != saar.StepFeed {
			continue
		}
		found.hints = s.section.choose(address, found.hints, canonicals(page))
		if len(found.hints) == 0 || s.isStale(found) {
			continue
		}
		return found, nil
	}
	return sighting{}, nil
}

// declaredSitemaps tries the sitemaps of robots.txt, those of news first. Only pages with a recent date count, for a
// sitemap may list all that a site ever wrote.
func (s *search) declaredSitemaps(ctx context.Context, page sighting) (sighting, error) {
	u, err := url.Parse(page.base)
	if err != nil {
		return sighting{}, nil
	}
	rules, err := s.web.gate.robots.rules(ctx, u)
	if err != nil {
		return sighting{}, err
	}
	addresses := slices.Clone(rules.sitemaps)
	slices.SortStableFunc(addresses, func(a, b string) int { return newsRank(a) - newsRank(b) })
	for _, address := range addresses {
		if s.seen[address] || s.sitemaps >= s.web.config.MaxSitemaps || !sameSite(address, page.base) {
			continue
		}
		s.sitemaps++
		found, err := s.look(ctx, address)
		if err == nil && len(found.children) > 0 {
			found, err = s.descend(ctx, found)
		}
		if err != nil && ends(err) && saar.OutcomeOf(err) != saar.Robots {
			return sighting{}, err
		}
		if err != nil || found.step != saar.StepSitemap {
			continue
		}
		found.hints = s.section.choose(address, recent(found.hints, s.now.Add(-s.web.config.Stale)), canonicals(page))
		if len(found.hints) > 0 {
			return found, nil
		}
	}
	return sighting{}, nil
}

func (s *search) listing(_ context.Context, page sighting) (sighting, error) { return page, nil }

// descend reads the sitemaps of an index, the most promising first, until one has recent pages.
func (s *search) descend(ctx context.Context, index sighting) (sighting, error) {
	found := sighting{step: saar.StepSitemap, address: index.address, base: index.base}
	queue := promising(index.children, s.now)
	unchanged, asked := 0, 0
	for len(queue) > 0 && s.sitemaps < s.web.config.MaxSitemaps {
		next := queue[0].url
		queue = queue[1:]
		if s.seen[next] || !sameSite(next, index.address) {
			continue
		}
		s.sitemaps++
		got, err := s.look(ctx, next)
		if err != nil && ends(err) && saar.OutcomeOf(err) != saar.Robots {
			return sighting{}, err
		}
		if err != nil {
			continue
		}
		asked++
		if got.unchanged {
			unchanged++
		}
		found.hints = append(found.hints, got.hints...)
		if len(recent(got.hints, s.now.Add(-s.web.config.Stale))) > 0 || got.unchanged {
			break
		}
		queue = append(queue, promising(got.children, s.now)...)
	}
	found.unchanged = asked > 0 && unchanged == asked
	return found, nil
}

// promising orders the sitemaps of an index: news, then the latest changed, then those named after this month.
func promising(children []child, now time.Time) []child {
	children = slices.Clone(children)
	month := []string{now.Format("2006-01"), now.Format("2006/01"), now.Format("200601"), now.Format("2006-Jan"), now.Format("2006")}
	dated := func(c child) int {
		for i, m := range month {
			if strings.Contains(strings.ToLower(c.url), strings.ToLower(m)) {
				return i
			}
		}
		return len(month)
	}
	slices.SortStableFunc(children, func(a, b child) int {
		if d := newsRank(a.url) - newsRank(b.url); d != 0 {
			return d
		}
		if d := b.modified.Compare(a.modified); d != 0 {
			return d
		}
		return dated(a) - dated(b)
	})
	return children
}

// newsRank orders sitemaps by what their names promise.
func newsRank(address string) int {
	name := strings.ToLower(address)
	if u, err := url.Parse(address); err == nil {
		name = strings.ToLower(u.Path)
	}
	for _, other := range []string{"image", "photo", "video", "categor", "tag", "author", "static", "page-sitemap", "webstor", "web-stor"} {
		if strings.Contains(name, other) {
			return 2
		}
	}
	for _, news := range []string{"news", "today", "latest"} {
		if strings.Contains(name, news) {
			return 0
		}
	}
	return 1
}

// recent are the pages that say they appeared after a time and do not look like anything but articles.
func recent(hints []hint, after time.Time) []hint {
	var kept []hint
	for _, h := range hints {
		u, err := url.Parse(h.url)
		if err != nil || !h.published.After(after) {
			continue
		}
		if s := shapeOf(u); !s.refused && s.depth > 0 && (h.title != "" || s.number || s.words >= 3) {
			kept = append(kept, h)
		}
	}
	return kept
}

// alternates lists the feeds that a page declares, without those of comments.
func alternates(root *html.Node, base string) []string {
	page, err := url.Parse(base)
	if err != nil {
		return nil
	}
	var found []string
	for n := range root.Descendants() {
		if n.DataAtom != atom.Link || !isFeedLink(n) {
			continue
		}
		u, err := page.Parse(strings.TrimSpace(value(n, "href")))
		if err != nil || strings.Contains(strings.ToLower(u.Path), "comments") || slices.Contains(found, u.String()) {
			continue
		}
		found = append(found, u.String())
	}
	return found
}

func isFeedLink(n *html.Node) bool {
	if !slices.Contains(strings.Fields(strings.ToLower(value(n, "rel"))), "alternate") || value(n, "href") == "" {
		return false
	}
	media, _, _ := strings.Cut(strings.ToLower(value(n, "type")), ";")
	switch strings.TrimSpace(media) {
	case "application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml":
		return true
	}
	return false
}

func sameSite(a, b string) bool {
	first, err1 := url.Parse(a)
	second, err2 := url.Parse(b)
	return err1 == nil && err2 == nil && saar.RegistrableDomain(first.Host) == saar.RegistrableDomain(second.Host)
}
