package store_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

var prabhat = saar.Source{ID: "prabhat", URL: "https://prabhat.example/"}

// offered is a discovery of links with the given canonical addresses.
func offered(addresses ...string) saar.Discovery {
	d := saar.Discovery{Memo: saar.Memo{Step: saar.StepFeed, Address: "https://prabhat.example/feed"}}
	for _, a := range addresses {
		d.Links = append(d.Links, saar.Link{URL: a + "?from=feed", Canonical: a, Title: "शीर्षक " + a})
	}
	return d
}

func pending(t testing.TB, s *store.Store, source string, now time.Time) []string {
	t.Helper()
	var got []string
	for _, l := range must[[]saar.Link](t)(s.PendingLinks(t.Context(), source, now, 100)) {
		got = append(got, l.Canonical)
	}
	return got
}

// The memo says what has been seen: kept without the links, it would hide them for ever.
func TestADiscoveryIsKeptWhole(t *testing.T) {
	s, ctx := open(t), t.Context()
	same(t, "memo of an unknown source", must[saar.Memo](t)(s.Memo(ctx, "prabhat")), saar.Memo{})
	d := offered("a", "b")
	d.Memo.Validators = map[string]saar.Validator{"https://prabhat.example/feed": {ETag: `"1"`}}
	d.Links[1].Published = morning.Add(-time.Hour)
	same(t, "fresh", must[int](t)(s.SaveDiscovery(ctx, prabhat, d, morning)), 2)
	same(t, "memo", must[saar.Memo](t)(s.Memo(ctx, "prabhat")), d.Memo)
	links := must[[]saar.Link](t)(s.PendingLinks(ctx, "prabhat", morning, 100))
	same(t, "links", links, []saar.Link{
		{URL: "a?from=feed", Canonical: "a", Source: "prabhat", Title: "शीर्षक a"},
		{URL: "b?from=feed", Canonical: "b", Source: "prabhat", Title: "शीर्षक b", Published: morning.Add(-time.Hour)},
	})
	same(t, "fresh again", must[int](t)(s.SaveDiscovery(ctx, prabhat, offered("a", "b", "c", "c"), morning)), 1)
	same(t, "the newest memo", must[saar.Memo](t)(s.Memo(ctx, "prabhat")), offered().Memo)
}

func TestPendingLinksComeNewestFirst(t *testing.T) {
	s, ctx := open(t), t.Context()
	d := offered("old", "unknown", "future", "new")
	d.Links[0].Published, d.Links[3].Published = morning.Add(-9*time.Hour), morning.Add(-time.Hour)
	d.Links[2].Published = morning.AddDate(50, 0, 0) // a clock gone wrong must not come first for fifty years
	must[int](t)(s.SaveDiscovery(ctx, prabhat, d, morning))
	must[int](t)(s.SaveDiscovery(ctx, prabhat, offered("later"), morning.Add(time.Minute)))
	same(t, "order", pending(t, s, "prabhat", morning.Add(time.Hour)), []string{"later", "unknown", "future", "new", "old"})
	same(t, "limit", len(must[[]saar.Link](t)(s.PendingLinks(ctx, "prabhat", morning.Add(time.Hour), 2))), 2)
}

// A link that failed for now must come back, one that is read to an end must not, however often it is offered.
func TestWhatBecomesOfALink(t *testing.T) {
	later := morning.Add(time.Hour)
	for _, test := range []struct {
		outcome saar.Outcome
		retry   time.Time
		now     int // links pending at once
		then    int // and when the retry is due
		tries   int
	}{
		{saar.Timeout, later, 0, 1, 1},
		{saar.Timeout, time.Time{}, 0, 0, 1}, // given up
		{saar.Cancelled, time.Time{}, 1, 1, 0},
		{saar.NotArticle, later, 0, 0, 0},
		{saar.Gone, time.Time{}, 0, 0, 0},
	} {
		t.Run(string(test.outcome), func(t *testing.T) {
			s := open(t)
			must[int](t)(s.SaveDiscovery(t.Context(), prabhat, offered("a"), morning))
			link := must[[]saar.Link](t)(s.PendingLinks(t.Context(), "prabhat", morning, 1))[0]
			detail := strings.Repeat("क्यों", 1000)
			save(t, s, saar.Reading{Link: link, Outcome: test.outcome, Detail: detail, RetryAt: test.retry, Read: morning})
			must[int](t)(s.SaveDiscovery(t.Context(), prabhat, offered("a"), morning))
			same(t, "at once", len(pending(t, s, "prabhat", morning)), test.now)
			same(t, "then", len(pending(t, s, "prabhat", later)), test.then)
			trace := must[store.Trace](t)(s.Trace(t.Context(), "a"))
			same(t, "tries", trace.Link.Tries, test.tries)
			if d := trace.Readings[0].Detail; len(d) > 1100 || !utf8.ValidString(d) {
				t.Errorf("a page decides how much is stored: %d bytes", len(d))
			}
		})
	}
}

// Links found by a source that has been removed from the configuration would otherwise wait for ever.
func TestPendingLinksPassToASourceThatOffersThem(t *testing.T) {
	s, ctx := open(t), t.Context()
	gone := saar.Source{ID: "gone"}
	must[int](t)(s.SaveDiscovery(ctx, gone, offered("a", "b"), morning))
	save(t, s, saar.Reading{Link: saar.Link{Canonical: "b", Source: "gone"}, Outcome: saar.Gone, Read: morning})
	_, release, err := s.Claim(ctx, "source/gone")
	check(t, err)
	same(t, "fresh", must[int](t)(s.SaveDiscovery(ctx, prabhat, offered("a", "b"), morning)), 0)
	same(t, "while it is collected", pending(t, s, "gone", morning), []string{"a"})
	release()
	same(t, "fresh", must[int](t)(s.SaveDiscovery(ctx, prabhat, offered("a", "b"), morning)), 0)
	same(t, "afterwards", pending(t, s, "prabhat", morning), []string{"a"})
	same(t, "of the other", len(pending(t, s, "gone", morning)), 0)
}

// An address that nothing could be made of is still an address: it is found once, and empty ones break nothing.
func TestOddLinks(t *testing.T) {
	s := open(t)
	d := saar.Discovery{Links: []saar.Link{{URL: "mailto:x"}, {URL: "\xff\xfe"}, {URL: "https://x.example/" + strings.Repeat("a", 100_000)}}}
	for want := 3; want >= 0; want -= 3 {
		same(t, "fresh", must[int](t)(s.SaveDiscovery(t.Context(), prabhat, d, morning)), want)
	}
}

// address is the i-th of many that do not sort in the order in which they were found.
func address(i int) string {
	return fmt.Sprintf("https://prabhat.example/%x/khabar-%d", uint32(i)*2654435761, i)
}

// known fills the store with n links that have been read.
func known(t testing.TB, s *store.Store, n int) {
	t.Helper()
	for from := 0; from < n; from += 5000 {
		var addresses []string
		for i := from; i < min(n, from+5000); i++ {
			addresses = append(addresses, address(i))
		}
		must[int](t)(s.SaveDiscovery(t.Context(), prabhat, offered(addresses...), morning))
	}
}
