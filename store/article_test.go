package store_test

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

// reading is an article of an outlet at an address, with a body of its own.
func reading(address, outlet string) saar.Reading {
	url := "https://" + address + ".example/khabar"
	a := saar.Article{
		URL: url, Source: outlet, Outlet: saar.Outlet{ID: outlet, Name: "दैनिक " + outlet},
		Title: "नहर की सफ़ाई का काम शुरू: " + address, Byline: []string{"मीनाक्षी रावत"}, Dateline: "कमलपुर, 22 नवंबर",
		Published: morning.Add(-time.Hour), FirstSeen: morning, Section: saar.State, Language: "hi",
		Image: saar.Image{URL: url + ".jpg", Width: 800}, Keywords: []string{"नहर"},
		Body: []saar.Paragraph{{Kind: saar.Text, Text: "कमलपुर में नहर की सफ़ाई शुरू हुई। " + address}},
	}
	return withBody(saar.Reading{
		Link:    saar.Link{URL: url + "?utm_source=x", Canonical: url, Source: outlet},
		Outcome: saar.OK, Article: &a, Read: morning,
	}, a.Body[0].Text)
}

// withBody gives the reading's article another body, with its fingerprint.
func withBody(r saar.Reading, text string) saar.Reading {
	a := *r.Article
	a.Body = []saar.Paragraph{{Kind: saar.Text, Text: text}}
	r.Article = &a
	sum := sha256.Sum256([]byte(text))
	r.Fingerprint = saar.Fingerprint{Exact: hex.EncodeToString(sum[:16]), Signature: make([]uint32, 128)}
	for i := range 32 {
		r.Fingerprint.Bands = append(r.Fingerprint.Bands, uint64(sum[i])<<56|uint64(sum[31-i])<<40|uint64(sum[i/2])<<32|uint64(i))
	}
	for i := range r.Fingerprint.Signature {
		r.Fingerprint.Signature[i] = uint32(sum[i%32]) << 24
	}
	return r
}

func save(t testing.TB, s *store.Store, r saar.Reading) saar.Outcome {
	t.Helper()
	return must[saar.Outcome](t)(s.SaveReading(t.Context(), r))
}

func all(t testing.TB, s *store.Store) []saar.Article {
	t.Helper()
	return must[[]saar.Article](t)(s.Articles(t.Context(), saar.Window{To: morning.AddDate(1, 0, 0)}, time.Time{}))
}

func TestAnArticleComesBackAsItWas(t *testing.T) {
	s, r := open(t), reading("a", "prabhat")
	r.Article.NoSnippet, r.Article.Agency, r.Article.Modified = true, "pti", morning.Add(-time.Minute)
	same(t, "outcome", save(t, s, r), saar.OK)
	same(t, "articles", all(t, s), []saar.Article{*r.Article})
}

// A digest would tell the same news twice, or lose news, were each body not kept exactly once.
func TestAnArticleIsKeptOnce(t *testing.T) {
	first := reading("a", "prabhat")
	body := first.Article.Body[0].Text
	at := func(address, outlet, text string) saar.Reading { return withBody(reading(address, outlet), text) }
	twin := first // another page that declares the same canonical address
	twin.Link = saar.Link{URL: "https://a.example/amp/khabar", Canonical: "https://a.example/amp/khabar", Source: "prabhat"}

	for _, test := range []struct {
		name    string
		second  saar.Reading
		outcome saar.Outcome
		copyOf  string
		kept    int
	}{
		{"another article", reading("b", "prabhat"), saar.OK, "", 2},
		{"read again, unchanged", first, saar.Unchanged, "", 1},
		{"read again, changed", withBody(first, "नहर की सफ़ाई पूरी हुई।"), saar.Updated, "", 1},
		{"a twin of the page", twin, saar.Duplicate, "", 1},
		{"a twin with other text around", withBody(twin, body+" और पढ़ें"), saar.Duplicate, "", 1},
		{"same outlet, same body", at("b", "prabhat", body), saar.Duplicate, "", 1},
		{"other outlet, same body", at("b", "setu", body), saar.OK, first.Article.URL, 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := open(t)
			save(t, s, first)
			same(t, "outcome", save(t, s, test.second), test.outcome)
			articles := all(t, s)
			if len(articles) != test.kept {
				t.Fatalf("%d articles, want %d", len(articles), test.kept)
			}
			last := articles[len(articles)-1]
			same(t, "copy of", last.CopyOf, test.copyOf)
			if test.copyOf != "" && last.Body != nil {
				t.Error("a copy's body is stored a second time")
			}
			if test.outcome == saar.Duplicate {
				trace := must[store.Trace](t)(s.Trace(t.Context(), test.second.Link.Canonical))
				same(t, "kept instead", trace.Article.URL, first.Article.URL)
			}
		})
	}
}

// A near copy found by its fingerprint refers to the article with the body, never to another copy or to nothing.
func TestCopiesReferToTheOriginal(t *testing.T) {
	s := open(t)
	near := func(address, outlet, of string) saar.Reading {
		r := reading(address, outlet)
		r.Article.CopyOf = of
		return r
	}
	original := reading("a", "prabhat")
	save(t, s, original)
	second := near("b", "setu", original.Article.URL)
	save(t, s, second)
	save(t, s, near("c", "sandesh", second.Article.URL))
	exact := withBody(reading("d", "darpan"), second.Article.Body[0].Text)
	save(t, s, exact)
	save(t, s, near("e", "lehar", "https://nowhere.example/"))

	var got []string
	for _, a := range all(t, s) {
		got = append(got, a.CopyOf)
		if (a.CopyOf == "") != (len(a.Body) > 0) {
			t.Errorf("%s: copy of %q with %d paragraphs", a.URL, a.CopyOf, len(a.Body))
		}
	}
	url := original.Article.URL
	same(t, "copies", got, []string{"", url, url, url, ""})
	same(t, "same outlet repeats its copy", save(t, s, withBody(reading("f", "setu"), second.Article.Body[0].Text)), saar.Duplicate)
	same(t, "trace", must[store.Trace](t)(s.Trace(t.Context(), url)).Copies,
		[]string{second.Article.URL, "https://c.example/khabar", "https://d.example/khabar"})
}

// What an outlet corrects must reach the digest and the search, and the version before must not block a later one.
func TestANewVersionReplacesTheOld(t *testing.T) {
	s, ctx, first := open(t), t.Context(), reading("a", "prabhat")
	save(t, s, first)
	second := withBody(first, "पुल टूटने से यातायात रुका।")
	second.Article.Title, second.Read = "पुल टूटा", morning.Add(time.Hour)
	second.Article.FirstSeen = second.Read
	save(t, s, second)

	got := all(t, s)[0]
	want := *second.Article
	want.FirstSeen = morning
	same(t, "article", got, want)
	same(t, "old words", len(must[[]saar.Hit](t)(s.Search(ctx, "नहर", 10))), 0)
	same(t, "new words", len(must[[]saar.Hit](t)(s.Search(ctx, "यातायात", 10))), 1)
	same(t, "version", must[store.Trace](t)(s.Trace(ctx, first.Article.URL)).Version, 2)
	same(t, "twins of the old body", urls(must[[]saar.Twin](t)(s.Twins(ctx, first.Fingerprint))), []string{first.Article.URL})
	same(t, "old body at another address", save(t, s, withBody(reading("b", "prabhat"), first.Article.Body[0].Text)), saar.Duplicate)
	same(t, "back to the old body", save(t, s, first), saar.Updated)
}

// Two copies would lose the only body, were an article with copies of its own turned into a copy when it is read again.
func TestAnOriginalNeverBecomesACopy(t *testing.T) {
	s := open(t)
	a, b := reading("a", "prabhat"), reading("b", "setu")
	save(t, s, a)
	save(t, s, b)
	again := withBody(a, "बदला हुआ पाठ।")
	again.Article.CopyOf = b.Article.URL
	save(t, s, again)
	for _, got := range all(t, s) {
		if got.CopyOf != "" || len(got.Body) == 0 {
			t.Errorf("%s is a copy of %s", got.URL, got.CopyOf)
		}
	}
}

func TestArticlesOfAWindow(t *testing.T) {
	s := open(t)
	for i, at := range []struct{ seen, published time.Duration }{
		{0, -time.Hour},                            // at the last cut-off: told already
		{time.Millisecond, -time.Hour},             // just after it
		{time.Minute, -80 * time.Hour},             // too old
		{2 * time.Minute, 0},                       // published at an unknown time
		{time.Hour, -72 * time.Hour},               // exactly as old as allowed, seen at the cut-off
		{time.Hour + time.Millisecond, -time.Hour}, // the next edition's
	} {
		r := reading(string(rune('a'+i)), "prabhat")
		r.Article.FirstSeen, r.Article.Published = morning.Add(at.seen), morning.Add(at.published)
		if at.published == 0 {
			r.Article.Published = time.Time{}
		}
		save(t, s, r)
	}
	articles, err := s.Articles(t.Context(), saar.Window{From: morning, To: morning.Add(time.Hour)}, morning.Add(-72*time.Hour))
	check(t, err)
	var got []string
	for _, a := range articles {
		got = append(got, a.URL)
	}
	same(t, "articles", got, []string{"https://b.example/khabar", "https://d.example/khabar", "https://e.example/khabar"})
}

func urls(twins []saar.Twin) []string {
	var out []string
	for _, t := range twins {
		out = append(out, t.URL)
	}
	return out
}
