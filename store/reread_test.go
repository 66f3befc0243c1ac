package store_test

import (
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

// young is a first reading whose article is read again: when it is an hour old, or after a quarter of an hour when its
// source says that it has changed.
func young(address, outlet string) saar.Reading {
	r := reading(address, outlet)
	r.Link.Title, r.Link.Published = "नहर की सफ़ाई", morning.Add(-time.Hour)
	r.Again = saar.Reread{
		Article: r.Article.URL, Validator: saar.Validator{ETag: `"1"`, LastModified: "Sun, 22 Nov 2026 01:00:00 GMT"},
		Due: morning.Add(time.Hour), Early: morning.Add(15 * time.Minute), Until: morning.Add(24 * time.Hour),
	}
	return r
}

// again are the links due at a time that have been read before.
func again(t testing.TB, s *store.Store, source string, now time.Time) []saar.Link {
	t.Helper()
	var links []saar.Link
	for _, l := range must[[]saar.Link](t)(s.PendingLinks(t.Context(), source, now, 100)) {
		if l.Again.Article != "" {
			links = append(links, l)
		}
	}
	return links
}

// reread is what became of the link when it was read again. It is read once more an hour later.
func reread(t testing.TB, s *store.Store, link saar.Link, at time.Time, outcome saar.Outcome) saar.Reading {
	t.Helper()
	r := saar.Reading{Link: link, Outcome: outcome, Read: at, Again: link.Again}
	r.Again.Times++
	r.Again.Due = at.Add(time.Hour)
	if outcome == saar.OK {
		r.Article = &saar.Article{URL: link.Again.Article}
	}
	return r
}

// An article is read again when it is time, with what its page gave, and behind everything that nobody has read yet.
func TestYoungArticlesComeBack(t *testing.T) {
	s, ctx := open(t), t.Context()
	first := young("a", "prabhat")
	must[int](t)(s.SaveDiscovery(ctx, prabhat, saar.Discovery{Links: []saar.Link{first.Link}}, morning))
	save(t, s, first)
	due := first.Again.Due
	same(t, "too early", len(again(t, s, "prabhat", due.Add(-time.Second))), 0)
	want := first.Link
	want.Again = first.Again
	same(t, "in time", again(t, s, "prabhat", due), []saar.Link{want})
	same(t, "of another source", len(again(t, s, "setu", due)), 0)
	same(t, "no more young", len(again(t, s, "prabhat", first.Again.Until.Add(time.Second))), 0)

	must[int](t)(s.SaveDiscovery(ctx, prabhat, offered("x", "y"), morning.Add(-time.Hour)))
	links := must[[]saar.Link](t)(s.PendingLinks(ctx, "prabhat", due, 100))
	same(t, "order", []string{links[0].Canonical, links[1].Canonical, links[2].Canonical}, []string{"x", "y", want.Canonical})
	same(t, "limit", len(must[[]saar.Link](t)(s.PendingLinks(ctx, "prabhat", due, 2))), 2)
}

// The source says by a later time or another headline that an article has changed. A mark that is missing, or that another
// source gives, says nothing; otherwise articles would be asked for again at every look.
func TestWhatASourceSaysOfItsArticles(t *testing.T) {
	now := morning.Add(20 * time.Minute)
	for _, test := range []struct {
		name   string
		source saar.Source
		title  string
		time   time.Time // published
		later  time.Time // modified
		due    int
	}{
		{"the same", prabhat, "नहर की सफ़ाई", morning.Add(-time.Hour), time.Time{}, 0},
		{"no time, no title", prabhat, "", time.Time{}, time.Time{}, 0},
		{"modified before", prabhat, "नहर की सफ़ाई", morning.Add(-time.Hour), morning.Add(-2 * time.Hour), 0},
		{"modified since", prabhat, "नहर की सफ़ाई", morning.Add(-time.Hour), now, 1},
		{"a later time alone", prabhat, "नहर की सफ़ाई", now, time.Time{}, 1},
		{"another title", prabhat, "नहर की सफ़ाई पूरी", morning.Add(-time.Hour), time.Time{}, 1},
		{"another source's title", saar.Source{ID: "city"}, "नहर की सफ़ाई पूरी", morning.Add(-time.Hour), time.Time{}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, first := open(t), young("a", "prabhat")
			must[int](t)(s.SaveDiscovery(t.Context(), prabhat, saar.Discovery{Links: []saar.Link{first.Link}}, morning))
			save(t, s, first)
			offer := first.Link
			offer.Title, offer.Published, offer.Modified = test.title, test.time, test.later
			must[int](t)(s.SaveDiscovery(t.Context(), test.source, saar.Discovery{Links: []saar.Link{offer}}, now))
			same(t, "before it may be", len(again(t, s, "prabhat", first.Again.Early.Add(-time.Second))), 0)
			links := again(t, s, "prabhat", now)
			same(t, "due", len(links), test.due)
			if test.due == 0 {
				return
			}
			save(t, s, reread(t, s, links[0], now, saar.Unchanged))
			must[int](t)(s.SaveDiscovery(t.Context(), test.source, saar.Discovery{Links: []saar.Link{offer}}, now))
			same(t, "said a second time", len(again(t, s, "prabhat", now.Add(time.Minute))), 0)
		})
	}
}

// However reading an article again ends, what readers have is kept as it is, and the end is on record.
func TestAnArticleOutlivesItsPage(t *testing.T) {
	for _, outcome := range []saar.Outcome{saar.Unchanged, saar.Gone, saar.NotArticle, saar.Timeout, saar.Robots, saar.Duplicate} {
		t.Run(string(outcome), func(t *testing.T) {
			s, ctx, first := open(t), t.Context(), young("a", "prabhat")
			must[int](t)(s.SaveDiscovery(ctx, prabhat, saar.Discovery{Links: []saar.Link{first.Link}}, morning))
			save(t, s, first)
			r := reread(t, s, again(t, s, "prabhat", first.Again.Due)[0], first.Again.Due, outcome)
			r.Detail, r.RetryAt = "क्यों", first.Again.Due.Add(15*time.Minute)
			if outcome == saar.Duplicate {
				r.DuplicateOf = "https://elsewhere.example/"
			}
			same(t, "outcome", save(t, s, r), outcome)

			same(t, "articles", all(t, s), []saar.Article{*first.Article})
			same(t, "found by its words", len(must[[]saar.Hit](t)(s.Search(ctx, "नहर", 10))), 1)
			trace := must[store.Trace](t)(s.Trace(ctx, first.Link.Canonical))
			same(t, "record", trace.Readings, []store.Attempt{
				{Read: morning, Outcome: saar.OK}, {Read: r.Read, Outcome: outcome, Detail: "क्यों"},
			})
			same(t, "trace", []any{trace.Article.URL, trace.Version, trace.Due, trace.Link.Tries}, []any{first.Article.URL, 1, time.Time{}, 0})
			health := must[[]saar.SourceHealth](t)(s.Health(ctx, r.Read))[0]
			same(t, "counted", []any{health.Articles24h, health.Outcomes24h[outcome], health.LastArticle}, []any{1, 1, morning})
			next := again(t, s, "prabhat", r.Again.Due)
			same(t, "next time", []any{len(next), next[0].Again.Times, next[0].Again.Validator}, []any{1, 1, first.Again.Validator})

			r = reread(t, s, next[0], r.Again.Due, outcome)
			r.Again = saar.Reread{}
			save(t, s, r)
			same(t, "afterwards", len(must[[]saar.Link](t)(s.PendingLinks(ctx, "prabhat", morning.Add(12*time.Hour), 9))), 0)
		})
	}
}

// An update reaches the reader once: as the same article, seen when it was, never as news of the next edition.
func TestAnUpdateIsNoNewArticle(t *testing.T) {
	s, ctx, first := open(t), t.Context(), young("a", "prabhat")
	first.Link.Canonical = "https://a.example/feed-form" // the page declares another address
	save(t, s, first)
	save(t, s, withCopyOf(reading("b", "setu"), first.Article.URL))
	link := again(t, s, "prabhat", first.Again.Due)[0]
	for i, change := range []func(saar.Reading) saar.Reading{
		func(r saar.Reading) saar.Reading {
			return withBody(r, "नहर टूटी, दस गाँवों में पानी भरा।")
		},
		func(r saar.Reading) saar.Reading { r.Article.Title = "नहर टूटी"; return r },
		func(r saar.Reading) saar.Reading { r.Article.NoSnippet = true; return r },
	} {
		at := first.Again.Due.Add(time.Duration(i) * time.Hour)
		r := reread(t, s, link, at, saar.OK)
		now := all(t, s)[0]
		now.FirstSeen = at
		r.Article, r.Fingerprint = &now, withBody(first, now.Body[0].Text).Fingerprint
		same(t, "read again as it was", save(t, s, r), saar.Unchanged)
		r = change(r)
		same(t, "outcome", save(t, s, r), saar.Updated)
		want := *r.Article
		want.FirstSeen = morning
		got := all(t, s)
		same(t, "article", got[0], want)
		same(t, "its copy", []any{len(got), got[1].CopyOf}, []any{2, first.Article.URL})
		trace := must[store.Trace](t)(s.Trace(ctx, first.Link.Canonical))
		same(t, "trace", []any{trace.Version, trace.Article.URL, trace.Copies}, []any{2 + i, first.Article.URL, []string{"https://b.example/khabar"}})
		same(t, "twins", urls(must[[]saar.Twin](t)(s.Twins(ctx, r.Fingerprint))), []string{first.Article.URL})
		same(t, "next edition", len(must[[]saar.Article](t)(s.Articles(ctx, saar.Window{From: morning, To: at}, time.Time{}))), 0)
	}
	same(t, "old words", len(must[[]saar.Hit](t)(s.Search(ctx, "सफ़ाई", 10))), 1) // the copy's headline
	same(t, "new words", len(must[[]saar.Hit](t)(s.Search(ctx, "टूटी", 10))), 1)
}

func withCopyOf(r saar.Reading, url string) saar.Reading {
	r.Article.CopyOf = url
	return r
}
