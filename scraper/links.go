package scraper

import (
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/saar-news/saar"
)

// unique turns hints into the links of a source: absolute, each once, with believable times, in their order.
func unique(source, base string, hints []hint) []saar.Link {
	page, err := url.Parse(base)
	if err != nil {
		return nil
	}
	now := time.Now()
	seen := map[string]int{}
	var links []saar.Link
	for _, h := range hints {
		u, err := page.Parse(strings.TrimSpace(h.url))
		if err != nil || h.url == "" {
			continue
		}
		canonical, err := saar.CanonicalURL(u.String())
		if err != nil {
			continue
		}
		if i, ok := seen[canonical]; ok {
			if links[i].Title == "" {
				links[i].Title = h.title
			}
			continue
		}
		seen[canonical] = len(links)
		links = append(links, saar.Link{
			URL: u.String(), Canonical: canonical, Source: source, Title: h.title,
			Published: believable(h.published, now), Modified: believable(h.modified, now),
		})
	}
	return links
}

// believable drops a time at which nothing can have been published on the web.
func believable(t, now time.Time) time.Time {
	if t.Year() < 1995 || t.After(now.Add(24*time.Hour)) {
		return time.Time{}
	}
	return t
}

// likeliest returns at most limit hints, those that say when they appeared first by time: a sitemap has tens of thousands,
// of which few are to be kept.
func likeliest(hints []hint, limit int) []hint {
	if len(hints) <= limit {
		return hints
	}
	now := time.Now()
	hints = slices.Clone(hints)
	slices.SortStableFunc(hints, func(a, b hint) int {
		return believable(b.published, now).Compare(believable(a.published, now))
	})
	return hints[:limit]
}

// newest returns at most limit links, those that say when they appeared first by time, the others in their order.
func newest(links []saar.Link, limit int) []saar.Link {
	slices.SortStableFunc(links, func(a, b saar.Link) int { return b.Published.Compare(a.Published) })
	return links[:min(len(links), limit)]
}

// isStale reports whether every hint that says when it appeared appeared before a time, and at least one does.
func isStale(hints []hint, before time.Time) bool {
	dated := false
	for _, h := range hints {
		if h.published.After(before) {
			return false
		}
		dated = dated || !h.published.IsZero()
	}
	return dated
}
