package web

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
	"github.com/saar-news/saar/notify/render"
)

const (
	archiveDays  = 31 // the list goes back so far, and a digest's neighbours are sought so far
	shelfLife    = 5 * time.Minute
	topHeadlines = 3
)

// date is one day of the archive with its editions, the latest first.
type date struct {
	ISO      string
	Hindi    string
	Editions []entry
}

// entry is a digest as the archive lists it.
type entry struct {
	ID                 saar.DigestID
	Title, Path, Count string
	Headlines          []string // of the best-ranked stories
}

// shelf is the archive's list as it was last read. A digest is as long as a page, and the list wants only its first lines.
type shelf struct {
	mu      sync.Mutex
	entries []entry // the newest date first
	newest  time.Time
	laid    int // overlays
	read    time.Time
}

// index is the archive: the last month, or what there is when that is empty.
func (s *site) index(r *http.Request) (answer, error) {
	entries, err := s.listed(r.Context())
	if err != nil {
		return answer{}, err
	}
	return show("index", view{Title: "सार", Feeds: s.feeds(entries), Page: dates(entries)})
}

// listed returns the list. A new digest is on it at once, and a story that was retracted off it; an old digest compiled
// later is on it within shelfLife.
func (s *site) listed(ctx context.Context) ([]entry, error) {
	s.shelf.mu.Lock() // of several readers one reads
	defer s.shelf.mu.Unlock()
	laid, err := s.archive.CountOverlays(ctx)
	if err != nil {
		return nil, err
	}
	if len(s.shelf.entries) > 0 && laid == s.shelf.laid && time.Since(s.shelf.read) < shelfLife {
		newer, err := s.archive.Digests(ctx, "", s.shelf.newest.Add(time.Millisecond))
		if err != nil || len(newer) == 0 {
			return s.shelf.entries, err
		}
	}
	now := time.Now()
	digests, err := s.since(ctx, "", archiveDays, 366, 100*366)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(digests, func(a, b saar.Digest) int {
		return cmp.Or(cmp.Compare(b.ID.Date, a.ID.Date), b.Window.To.Compare(a.Window.To))
	})
	s.shelf.entries, s.shelf.newest, s.shelf.laid, s.shelf.read = nil, time.Time{}, laid, now
	for _, d := range digests {
		s.shelf.entries = append(s.shelf.entries, entryOf(d))
		if d.Window.To.After(s.shelf.newest) {
			s.shelf.newest = d.Window.To
		}
	}
	return s.shelf.entries, nil
}

// since returns the digests of an edition, or of all, over the first of the numbers of days in which there are any,
// oldest first.
func (s *site) since(ctx context.Context, edition string, days ...int) (digests []saar.Digest, err error) {
	now := time.Now()
	for _, n := range days {
		digests, err = s.archive.Digests(ctx, edition, now.AddDate(0, 0, -n))
		if err != nil || len(digests) > 0 {
			break
		}
	}
	return digests, err
}

// dates groups entries by their dates.
func dates(entries []entry) []date {
	var all []date
	for _, e := range entries {
		if len(all) == 0 || all[len(all)-1].ISO != e.ID.Date {
			all = append(all, date{ISO: e.ID.Date, Hindi: hindiDate(e.ID.Date)})
		}
		last := &all[len(all)-1]
		last.Editions = append(last.Editions, e)
	}
	return all
}

func entryOf(d saar.Digest) entry {
	shown := d.Shown()
	e := entry{ID: d.ID, Title: title(d), Path: pathOf(d.ID), Count: counted(len(shown))}
	for _, story := range shown[:min(topHeadlines, len(shown))] {
		e.Headlines = append(e.Headlines, render.Clean(story.Title))
	}
	return e
}

// feeds are those of the configured editions and of all that are listed, in this order.
func (s *site) feeds(listed []entry) []feedLink {
	var all []feedLink
	known := map[string]bool{}
	add := func(edition, title string) {
		if !known[edition] {
			known[edition] = true
			all = append(all, feedLinks(edition, title)...)
		}
	}
	for _, e := range s.Editions {
		add(e.ID, cmp.Or(render.Clean(e.Title), e.ID))
	}
	for _, e := range listed {
		add(e.ID.Edition, e.Title)
	}
	return all
}

// feedLinks are the feeds of an edition, one of each format.
func feedLinks(edition, title string) []feedLink {
	all := make([]feedLink, len(feedFormats))
	for i, f := range feedFormats {
		all[i] = feedLink{Title: title, Format: f.name, Media: f.media, Path: feedPath(edition, f)}
	}
	return all
}

func title(d saar.Digest) string { return cmp.Or(render.Clean(d.Title), "सार") }

// hindiDate writes an ISO date for readers: रविवार, 22 नवंबर 2026.
func hindiDate(iso string) string {
	t, err := time.Parse(time.DateOnly, iso)
	if err != nil {
		return iso
	}
	return hindi.Date(t)
}

func counted(stories int) string {
	switch stories {
	case 0:
		return "कोई ख़बर नहीं"
	case 1:
		return "1 ख़बर"
	}
	return strconv.Itoa(stories) + " ख़बरें"
}

func pathOf(id saar.DigestID) string {
	return "/" + url.PathEscape(id.Edition) + "/" + url.PathEscape(id.Date)
}

func feedPath(edition string, f feedFormat) string {
	return "/" + url.PathEscape(edition) + "/" + f.file
}
