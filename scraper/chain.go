package scraper

import (
	"cmp"
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
	maxFeeds   = 3 // feeds that a page declares and that are tried
	maxParents = 2 // pages above a dead address that are tried
)

// choice decides whether a sighting that has links is the one looked for.
type choice func(found sighting) (bool, error)

// trail goes down the chain and keeps the first sighting with links, should none be taken.
type trail struct {
	search *search
	take   choice
	spare  sighting
}

func (t *trail) offer(found *sighting) (taken bool, err error) {
	if found.links = t.search.links(*found); len(found.links) == 0 {
		return false, nil
	}
	if len(t.spare.links) == 0 {
		t.spare = *found
	}
	return t.take(*found)
}

// fromTop goes down the whole chain from the source's own address until a sighting is taken. If none is, taken is false
// and found is the first with links.
func (s *search) fromTop(ctx context.Context, take choice) (found sighting, taken bool, err error) {
	t := &trail{search: s, take: take}
	top, first := s.top(ctx)
	if first != nil && s.final(s.source.URL, first) {
		return sighting{}, false, first
	}
	if first == nil && top.step != saar.StepListing && !s.isStale(top) {
		if taken, err := t.offer(&top); taken || err != nil {
			return top, taken, err
		}
	}
	page := top
	if first != nil || top.step != saar.StepListing {
		if page, err = s.above(ctx, top); err != nil {
			if first != nil && saar.OutcomeOf(first) == saar.OutcomeOf(err) {
				err = first // it names the source's own address
			}
			return sighting{}, false, err
		}
	}
	for _, step := range []func(context.Context, sighting, *trail) (sighting, bool, error){s.feeds, s.declaredSitemaps, s.listing} {
		if found, taken, err := step(ctx, page, t); taken || err != nil {
			return found, taken, err
		}
	}
	switch {
	case len(t.spare.links) > 0:
		return t.spare, false, nil
	case len(s.links(top)) > 0:
		return top, false, nil // stale is better than nothing
	}
	return sighting{}, false, s.nothing(first)
}

// top looks at the source's own address, and below it when it is an index of sitemaps.
func (s *search) top(ctx context.Context) (sighting, error) {
	found, err := s.look(ctx, s.source.URL)
	if err == nil && len(found.children) > 0 {
		return s.descend(ctx, found)
	}
	return found, err
}

// above looks for a living page above an address that is none: its parent, where a feed of a section hangs below the
// section's page, and the home page, be it on the site that the links of a feed lead to. Finding none is no error.
func (s *search) above(ctx context.Context, top sighting) (sighting, error) {
	pages := parentPages(s.source.URL)
	if home, ok := s.homeOf(s.links(top)); ok && home != "" {
		pages = []string{home}
	} else if !ok && s.memo.Home != "" {
		pages = []string{s.memo.Home}
	}
	for i, address := range pages {
		if i == maxParents {
			break
		}
		found, err := s.look(ctx, address)
		if err != nil && s.final(address, err) {
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
func (s *search) feeds(ctx context.Context, page sighting, t *trail) (sighting, bool, error) {
	for _, address := range page.alternates {
		found, err := s.look(ctx, address)
		if err != nil && s.final(address, err) {
			return sighting{}, false, err
		}
		if err != nil || found.step != saar.StepFeed || s.isStale(found) {
			continue
		}
		found.hints = s.section.choose(address, found.hints, canonicals(page))
		if taken, err := t.offer(&found); taken || err != nil {
			return found, taken, err
		}
	}
	return sighting{}, false, nil
}

// declaredSitemaps tries the sitemaps of robots.txt, those of news first. Only pages with a recent date count, for a
// sitemap may list all that a site ever wrote.
func (s *search) declaredSitemaps(ctx context.Context, page sighting, t *trail) (sighting, bool, error) {
	u, err := url.Parse(page.base)
	if err != nil {
		return sighting{}, false, nil
	}
	rules, err := s.web.gate.robots.rules(ctx, u)
	if err != nil {
		return sighting{}, false, err
	}
	addresses := slices.Clone(rules.sitemaps)
	slices.SortStableFunc(addresses, func(a, b string) int { return newsRank(a) - newsRank(b) })
	for _, address := range addresses {
		if !sameSite(address, page.base) || !s.maySpend(address) {
			continue
		}
		found, err := s.look(ctx, address)
		if err == nil && len(found.children) > 0 {
			found, err = s.descend(ctx, found)
		}
		if err != nil && s.final(address, err) {
			return sighting{}, false, err
		}
		if err != nil || found.step != saar.StepSitemap {
			continue
		}
		found.hints = s.section.choose(address, recent(found.hints, s.now.Add(-s.web.config.Stale)), canonicals(page))
		if taken, err := t.offer(&found); taken || err != nil {
			return found, taken, err
		}
	}
	return sighting{}, false, nil
}

func (s *search) listing(_ context.Context, page sighting, t *trail) (sighting, bool, error) {
	taken, err := t.offer(&page)
	return page, taken, err
}

// descend reads the sitemaps of an index, the most promising first, until one has recent pages.
func (s *search) descend(ctx context.Context, index sighting) (sighting, error) {
	found := sighting{step: saar.StepSitemap, address: index.address, base: index.base}
	queue := promising(index.children, s.now)
	unchanged, asked := 0, 0
	done := map[string]bool{index.address: true}
	for len(queue) > 0 {
		next := queue[0].url
		queue = queue[1:]
		if done[next] || !sameSite(next, index.address) || !s.maySpend(next) {
			continue
		}
		done[next] = true
		got, err := s.look(ctx, next)
		if err != nil && s.final(next, err) {
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

// maySpend reports whether a sitemap may be read: some sites have them without end. One read before costs nothing.
func (s *search) maySpend(sitemap string) bool {
	if _, read := s.seen[sitemap]; read {
		return true
	}
	s.sitemaps++
	return s.sitemaps <= s.web.config.MaxSitemaps
}

// promising orders the sitemaps of an index: news, then the latest changed, then those named after this month.
func promising(children []child, now time.Time) []child {
	type candidate struct {
		child
		news, month int
	}
	months := []string{now.Format("2006-01"), now.Format("2006/01"), now.Format("200601"), strings.ToLower(now.Format("2006-Jan")), now.Format("2006")}
	candidates := make([]candidate, len(children))
	for i, c := range children {
		name := strings.ToLower(c.url)
		month := slices.IndexFunc(months, func(m string) bool { return strings.Contains(name, m) })
		if month < 0 {
			month = len(months)
		}
		candidates[i] = candidate{c, newsRank(c.url), month}
	}
	slices.SortStableFunc(candidates, func(a, b candidate) int {
		return cmp.Or(a.news-b.news, b.modified.Compare(a.modified), a.month-b.month)
	})
	ordered := make([]child, len(candidates))
	for i, c := range candidates {
		ordered[i] = c.child
	}
	return ordered
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

// alternates lists the first feeds that a page declares, without those of comments.
func alternates(root *html.Node, base string) []string {
	page, err := url.Parse(base)
	if err != nil {
		return nil
	}
	var found []string
	for n := range root.Descendants() {
		if len(found) == maxFeeds {
			break
		}
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

func sameHost(a, b string) bool {
	first, err1 := url.Parse(a)
	second, err2 := url.Parse(b)
	return err1 == nil && err2 == nil && strings.EqualFold(first.Host, second.Host)
}

func sameSite(a, b string) bool {
	first, err1 := url.Parse(a)
	second, err2 := url.Parse(b)
	return err1 == nil && err2 == nil && saar.RegistrableDomain(first.Host) == saar.RegistrableDomain(second.Host)
}
