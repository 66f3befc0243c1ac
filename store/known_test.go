package store_test

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
)

// BenchmarkKnownLinks is what a further scrape of a source asks the store when all 500 links that it offers are known, in a
// small database and in a larger one, by turns: they must cost about the same.
func BenchmarkKnownLinks(b *testing.B) { benchmarkKnownLinks(b, 1_000, 20_000, 100) }

func benchmarkKnownLinks(b *testing.B, few, many, sites int) {
	small, large := library(b, few, sites), library(b, many, sites)
	var spent [2]time.Duration
	for b.Loop() {
		for i, pass := range []func(testing.TB){small, large} {
			begun := time.Now()
			pass(b)
			spent[i] += time.Since(begun)
		}
	}
	b.ReportMetric(float64(spent[0])/float64(b.N)/1e6, fmt.Sprintf("ms/pass-of-%d", few))
	b.ReportMetric(float64(spent[1])/float64(b.N)/1e6, fmt.Sprintf("ms/pass-of-%d", many))
	b.ReportMetric(float64(spent[1])/float64(spent[0]), "ratio")
}

// library is a database with so many known articles of so many sites. What it returns is one pass over a source that offers
// the 500 links that it has offered last, ten of which are young articles.
func library(t testing.TB, articles, sites int) (pass func(testing.TB)) {
	t.Helper()
	const offers = 500
	path := filepath.Join(t.TempDir(), "saar.db")
	s := openAt(t, path)
	must[int](t)(s.SaveDiscovery(t.Context(), prabhat, offered(), morning))
	fill(t, path, articles, offers, sites)
	d := offered()
	for i := articles - offers; i < articles; i++ {
		d.Links = append(d.Links, saar.Link{URL: address(i), Canonical: address(i), Title: "शीर्षक"})
	}
	for i := range 10 {
		r := young("young", "prabhat")
		r.Outcome, r.Article, r.Link.Title = saar.Unchanged, nil, "शीर्षक"
		r.Link.Canonical = d.Links[i].Canonical
		r.Link.Again.Article, r.Again.Article = r.Link.Canonical, r.Link.Canonical
		save(t, s, r)
	}
	return func(t testing.TB) { scrapeKnown(t, s, d) }
}

// scrapeKnown is all that Collect asks the store when nothing is new.
func scrapeKnown(t testing.TB, s *store.Store, d saar.Discovery) {
	t.Helper()
	ctx, now := t.Context(), morning.Add(time.Minute)
	must[saar.Memo](t)(s.Memo(ctx, "prabhat"))
	fresh := must[int](t)(s.SaveDiscovery(ctx, prabhat, d, now))
	asked := must[int](t)(s.Asked(ctx, "prabhat", now))
	links := must[[]saar.Link](t)(s.PendingLinks(ctx, "prabhat", now, 60))
	if fresh != 0 || asked == 0 || len(links) != 0 {
		t.Fatalf("%d new, %d asked for, pending %v: want a pass over what is known", fresh, asked, links)
	}
	check(t, s.SaveRun(ctx, saar.Run{Source: "prabhat", Started: now, Finished: now, Outcome: saar.OK, Found: len(d.Links)}))
}

// fill writes links of some sites that have been read, and their articles, all in one transaction. The last ones are of one
// site, as is its share of the others.
func fill(t testing.TB, path string, articles, last, sites int) {
	t.Helper()
	db := raw(t, path)
	db.SetMaxOpenConns(1)
	for _, pragma := range []string{"synchronous = OFF", "cache_size = -200000", "foreign_keys = OFF"} {
		if _, err := db.Exec("PRAGMA " + pragma); err != nil {
			t.Fatal(err)
		}
	}
	tx, err := db.Begin()
	check(t, err)
	defer tx.Rollback() //nolint:errcheck // after Commit it does nothing
	const batch = 10_000
	for from := 0; from < articles; from += batch {
		var addresses []string
		for i := from; i < min(from+batch, articles); i++ {
			a := address(i)
			if site := i % sites; i < articles-last && site > 0 {
				a = strings.Replace(a, "prabhat", fmt.Sprint("setu", site), 1)
			}
			addresses = append(addresses, a)
		}
		list, err := json.Marshal(addresses)
		check(t, err)
		for _, statement := range []string{
			`INSERT INTO links (canonical, url, source, title, published, modified, found, newest, outcome, article)
				SELECT value, value, substr(value, 9, instr(value, '.') - 9), 'शीर्षक', 0, 0, ?2, ?2, 'ok', value
				FROM json_each(?1)`,
			`INSERT INTO readings (link, read, outcome, detail) SELECT links.id, ?2, 'ok', '' FROM json_each(?1) JOIN links ON canonical = value`,
			`INSERT INTO articles (url, source, outlet, title, byline, dateline, agency, published, modified, first_seen, section,
				language, image, keywords, no_snippet, copy_of, exact, version, read)
				SELECT value, 'prabhat', 'prabhat', 'शीर्षक', '', '', '', 0, 0, ?2, '', 'hi', '', '', 0, '', randomblob(16), 1, ?2
				FROM json_each(?1)`,
		} {
			if _, err := tx.Exec(statement, string(list), morning.UnixMilli()); err != nil {
				t.Fatal(err)
			}
		}
	}
	check(t, tx.Commit())
}
