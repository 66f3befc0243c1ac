package store_test

import (
	"errors"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

func told(id saar.DigestID, to time.Time, members ...string) saar.Digest {
	d := saar.Digest{
		ID: id, Title: "सुबह का सार", Zone: "Asia/Kolkata", Window: saar.Window{From: to.Add(-24 * time.Hour), To: to},
		Sources: saar.SourceCount{Total: 14, OK: 12}, Show: 1, Compiled: to.Add(1500 * time.Millisecond), Late: true,
		Digits: saar.DevanagariDigits,
	}
	for _, url := range members {
		d.Stories = append(d.Stories, saar.Story{
			ID: "s-" + url, Title: "पुल फिर खुला", Section: saar.State, URL: url, Independent: 1, Score: 0.1 + 0.2,
			Tellers: []saar.Teller{{Outlet: saar.Outlet{ID: "prabhat", Name: "नव प्रभात"}, URL: url}},
			Points:  []saar.KeyPoint{{Text: "पुल <b>सोमवार</b> से खुलेगा।", URL: url, Outlet: "prabhat"}},
			Members: []saar.Member{{URL: url, Title: "पुल", Outlet: "prabhat", Published: to}},
			Why:     []string{"ताज़ा"},
		})
	}
	return d
}

// A second compile, by another process or after a restart, must not change what readers were told.
func TestTheFirstDigestStays(t *testing.T) {
	s, ctx := open(t), t.Context()
	if _, err := s.Digest(ctx, subah); !errors.Is(err, saar.ErrNotFound) {
		t.Fatal(err)
	}
	first, second := told(subah, morning, "a", "b"), told(subah, morning.Add(time.Hour), "c")
	same(t, "first", must[saar.Digest](t)(s.SaveDigest(ctx, first)), first)
	same(t, "second", must[saar.Digest](t)(s.SaveDigest(ctx, second)), first)
	same(t, "stored", must[saar.Digest](t)(s.Digest(ctx, subah)), first)
	if _, err := s.Trace(ctx, "c"); !errors.Is(err, saar.ErrNotFound) {
		t.Errorf("the second digest left traces: %v", err)
	}
}

func TestDigestsByTime(t *testing.T) {
	s, ctx := open(t), t.Context()
	day := func(edition string, days int) saar.Digest {
		at := morning.AddDate(0, 0, days)
		return told(saar.DigestID{Edition: edition, Date: at.Format(time.DateOnly)}, at, "a")
	}
	for _, d := range []saar.Digest{day("subah", 0), day("shaam", -1), day("subah", -2)} {
		must[saar.Digest](t)(s.SaveDigest(ctx, d))
	}
	ids := func(edition string, days int) (ids []string) {
		for _, d := range must[[]saar.Digest](t)(s.Digests(ctx, edition, morning.AddDate(0, 0, days))) {
			ids = append(ids, d.ID.String())
		}
		return ids
	}
	same(t, "all", ids("", -2), []string{"subah/2026-11-20", "shaam/2026-11-21", "subah/2026-11-22"})
	same(t, "since", ids("", -1), []string{"shaam/2026-11-21", "subah/2026-11-22"})
	same(t, "of one", ids("subah", -1), []string{"subah/2026-11-22"})
	same(t, "last cut-off", must[time.Time](t)(s.LastCutoff(ctx, "subah", morning)), morning.AddDate(0, 0, -2))
	if _, err := s.LastCutoff(ctx, "subah", morning.AddDate(0, 0, -2)); !errors.Is(err, saar.ErrNotFound) {
		t.Error(err)
	}
}

func parts(texts ...string) []saar.Message {
	var all []saar.Message
	for i, text := range texts {
		all = append(all, saar.Message{Digest: subah, Rendering: "telegram", Part: i + 1, Parts: len(texts), Text: text})
	}
	return all
}

// After an upgrade the same digest may render otherwise; half of one rendering after half of another is nonsense.
func TestTheFirstRenderingStays(t *testing.T) {
	s, ctx := open(t), t.Context()
	same(t, "none", len(must[[]saar.Message](t)(s.Messages(ctx, subah, "telegram"))), 0)
	first := parts("<b>एक</b>", "दो")
	same(t, "first", must[[]saar.Message](t)(s.SaveMessages(ctx, first)), first)
	same(t, "second", must[[]saar.Message](t)(s.SaveMessages(ctx, parts("1", "2", "3"))), first)
	same(t, "stored", must[[]saar.Message](t)(s.Messages(ctx, subah, "telegram")), first)
	other := parts("और")
	other[0].Rendering = "topics"
	same(t, "another rendering", must[[]saar.Message](t)(s.SaveMessages(ctx, other)), other)

	mixed := append(parts("a", "b")[:1], other...)
	for _, bad := range [][]saar.Message{nil, parts("a", "b")[:1], parts("a", "b")[1:], mixed} {
		if _, err := s.SaveMessages(ctx, bad); err == nil {
			t.Errorf("kept half a rendering: %v", bad)
		}
	}
}

func TestTraceTellsAll(t *testing.T) {
	s, ctx := open(t), t.Context()
	r := reading("a", "prabhat")
	d := offered(r.Link.Canonical)
	d.Links[0].URL = r.Link.URL
	must[int](t)(s.SaveDiscovery(ctx, prabhat, d, morning))
	save(t, s, saar.Reading{Link: r.Link, Outcome: saar.Timeout, Detail: "धीमा", RetryAt: morning.Add(time.Hour), Read: morning})
	r.Read = morning.Add(time.Hour)
	save(t, s, r)
	must[saar.Digest](t)(s.SaveDigest(ctx, told(subah, morning, "b", r.Article.URL)))
	evening := saar.DigestID{Edition: "shaam", Date: "2026-11-22"}
	must[saar.Digest](t)(s.SaveDigest(ctx, told(evening, morning.Add(10*time.Hour), r.Article.URL)))

	want := store.Trace{
		Link:  saar.Link{URL: r.Link.URL, Canonical: r.Link.Canonical, Source: "prabhat", Title: d.Links[0].Title, Tries: 1},
		Found: morning, Outcome: saar.OK, Article: *r.Article, Version: 1,
		Readings: []store.Attempt{{Read: morning, Outcome: saar.Timeout, Detail: "धीमा"}, {Read: r.Read, Outcome: saar.OK}},
		Told:     []store.Telling{{Digest: evening, Rank: 1, Shown: true, Story: "s-" + r.Article.URL}, {Digest: subah, Rank: 2, Shown: false, Story: "s-" + r.Article.URL}},
	}
	for _, address := range []string{r.Link.Canonical, r.Link.URL} {
		same(t, address, must[store.Trace](t)(s.Trace(ctx, address)), want)
	}
	if _, err := s.Trace(ctx, "https://unknown.example/"); !errors.Is(err, saar.ErrNotFound) {
		t.Error(err)
	}
}
