package store_test

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

// A service that runs for years must not fill its disk with the texts of long ago; what makes it recognise an article, and
// its headline, stay for good.
func TestPruneForgetsTextsAndKeepsWhatRecognises(t *testing.T) {
	path := filepath.Join(t.TempDir(), "saar.db")
	s, ctx := openAt(t, path), t.Context()
	keep, day := saar.Retention{Bodies: 90 * 24 * time.Hour, Bands: 30 * 24 * time.Hour}, 24*time.Hour
	ages := map[string]time.Duration{"old": 91 * day, "middle": 31 * day, "young": 29 * day}
	readings := map[string]saar.Reading{}
	for name, age := range ages {
		r := withBody(reading(name, "prabhat"), "नहर की कहानी "+name)
		r.Article.FirstSeen, r.Read = morning.Add(-age), morning.Add(-age)
		same(t, "outcome", save(t, s, r), saar.OK)
		readings[name] = r
	}
	for range 45 { // more of one instant than one call removes
		r := withBody(reading(fmt.Sprint("many", len(readings)), "samvad"), fmt.Sprint("एक साथ आई ख़बर ", len(readings)))
		r.Article.FirstSeen, r.Read = morning.Add(-92*day), morning.Add(-92*day)
		save(t, s, r)
		readings[r.Link.URL] = r
	}
	calls := 0
	for more := true; more; calls++ {
		more = must[bool](t)(s.Prune(ctx, keep, morning))
	}
	if calls < 3 {
		t.Errorf("all was removed in %d transactions: a scrape would have waited", calls)
	}
	same(t, "nothing is left to do", must[bool](t)(s.Prune(ctx, keep, morning)), false)
	same(t, "bodies", rows(t, path, "bodies"), 2)
	same(t, "signatures", rows(t, path, "signatures"), 1)
	same(t, "bands", rows(t, path, "bands"), 32)
	same(t, "readings", rows(t, path, "readings"), 2)
	same(t, "articles", rows(t, path, "articles"), len(readings))

	same(t, "headline of an old article", len(must[[]saar.Hit](t)(s.Search(ctx, "सफ़ाई old", 5))), 1)
	same(t, "its text", len(must[[]saar.Hit](t)(s.Search(ctx, "कहानी old", 5))), 0)
	same(t, "a younger text", len(must[[]saar.Hit](t)(s.Search(ctx, "कहानी middle", 5))), 1)
	reprint := readings["old"]
	again := *reprint.Article
	again.URL, reprint.Link.URL, reprint.Link.Canonical = again.URL+"-2", again.URL+"-2", again.URL+"-2"
	reprint.Article = &again
	same(t, "the same text under another address", save(t, s, reprint), saar.Duplicate)
	trace := must[store.Trace](t)(s.Trace(ctx, readings["old"].Article.URL))
	same(t, "what is known of it", trace.Article.Title, readings["old"].Article.Title)

	late := withBody(reading("late", "setu"), "दूसरी मशीन से आई पुरानी ख़बर")
	late.Article.FirstSeen = morning.Add(-95 * day)
	same(t, "imported", must[bool](t)(s.SaveRecord(ctx, store.Record{Article: *late.Article}, late.Fingerprint)), true)
	same(t, "more", must[bool](t)(s.Prune(ctx, keep, morning)), false)
	same(t, "bodies after an import of old ones", rows(t, path, "bodies"), 2)
}

// rows counts the rows of a table.
func rows(t *testing.T, path, table string) (n int) {
	t.Helper()
	check(t, raw(t, path).QueryRow(`SELECT count(*) FROM `+table).Scan(&n))
	return n
}
