package scraper_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
)

// sourceFault is one way in which a feed, sitemap or listing is broken, and what must come of it.
type sourceFault struct {
	name, page string
	want       saar.Outcome
	links      []string // found all the same
}

func sourceFaults() []sourceFault {
	one, two := item("/up/a-10001", "पहली ख़बर", time.Hour), item("/up/b-10002", "दूसरी ख़बर", 2*time.Hour)
	both := []string{"/up/a-10001", "/up/b-10002"}
	dated := func(date string) string {
		return rss(`<item><title>पहली ख़बर</title><link>HOST/up/a-10001</link><pubDate>`+date+`</pubDate></item>`, two)
	}
	return []sourceFault{
		{"feed with a bare ampersand", strings.Replace(rss(one, two), "<item>", "<item><author>Ram & Shyam</author>", 1), saar.OK, both},
		{"feed with tags that cross", strings.Replace(rss(one, two), "<item>", "<item><b><i>x</b></i>", 1), saar.OK, both},
		{"feed with tags that cross in its second entry", rss(one, strings.Replace(two, "<title>", "<b><i>x</b></i><title>", 1)), saar.OK, both},
		{"feed with HTML's entities", strings.Replace(rss(one, two), "<item>", "<item><copyright>&copy;&nbsp;&mdash;</copyright>", 1), saar.OK, both},
		{"feed cut within a tag", strings.TrimSuffix(rss(one, two), "/channel></rss>"), saar.OK, both},
		{"feed cut within an entry", rss(one, two)[:len(rss(one, two))-30], saar.OK, both},
		{"feed with control characters", strings.Replace(rss(one, two), "पहली", "पह\x08\x1bली", 1), saar.OK, both},
		{"feed with invalid UTF-8", strings.Replace(rss(one, two), "दूसरी", "दू\xff\xfeसरी", 1), saar.OK, both},
		{"feed in another charset than it says", strings.Replace(rss(one, two), "windows-1252", "utf-16", 1), saar.OK, both},
		{"feed behind white space and warnings", "\n\n<b>Warning</b>: mysql & co\n" + rss(one, two), saar.OK, both},
		{"feed with a date of words", dated("कल शाम को"), saar.OK, both},
		{"feed with the 31st of February", dated("Tue, 31 Feb 2026 25:61:00 +9900"), saar.OK, both},
		{"feed from the future", dated("Fri, 01 Jan 2173 00:00:00 GMT"), saar.OK, both},
		{"feed from before the web", dated("Thu, 01 Jan 1970 00:00:00 GMT"), saar.OK, both},
		{"feed with one guid for all", rss(strings.Replace(one, "<link>", "<guid>1</guid><link>", 1), strings.Replace(two, "<link>", "<guid>1</guid><link>", 1)), saar.OK, both},
		{"feed with every entry twice", rss(one, one, two, two), saar.OK, both},
		{"feed without titles", rss(`<item><link>HOST/up/a-10001</link></item>`, `<item><link>HOST/up/b-10002</link></item>`), saar.OK, both},
		{"feed with links to files and scripts", rss(one, `<item><link>javascript:alert(1)</link></item><item><link>file:///etc/passwd</link></item>`, two), saar.OK, both},
		{"feed with an external entity", `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>` + strings.Replace(rss(one, two), "<item>", "<item><author>&x;</author>", 1), saar.OK, both},
		{"feed with entities in entities", `<!DOCTYPE r [<!ENTITY a "क"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>` + strings.Replace(rss(one, two), "<item>", "<item><author>&c;</author>", 1), saar.OK, both},
		{"feed nested without end", strings.TrimSuffix(rss(one, two), "</channel></rss>") + "<item>" + strings.Repeat("<a>", 100_000), saar.OK, both},
		{"feed with a title of 2 MB", rss(strings.Replace(one, "पहली", strings.Repeat("लंबा ", 150_000), 1), two), saar.OK, both},
		{"feed over the limit", rss(one, series("", "<!-- भरती -->", "", 10<<20)), saar.TooLarge, nil},
		{"empty feed", rss(), saar.Broken, nil},
		{"feed that is a login page", "<html><form>लॉगिन</form></html>", saar.Broken, nil},
		{"sitemap with bad dates", newsmap(`<url><loc>HOST/up/a-10001</loc><lastmod>कल</lastmod></url><url><loc>HOST/up/b-10002</loc><lastmod>2026-13-45</lastmod></url>`), saar.OK, both},
		{"sitemap cut off", strings.TrimSuffix(newsmap(newsEntry("/up/a-10001", "पहली", time.Hour), newsEntry("/up/b-10002", "दूसरी", 2*time.Hour)), "</urlset>") + "<url><loc>HO", saar.OK, both},
		{"sitemap of itself", `<sitemapindex><sitemap><loc>HOST/x</loc></sitemap></sitemapindex>`, saar.Broken, nil},
		{"sitemap of sitemaps that are not there", series("<sitemapindex>", "<sitemap><loc>HOST/maps/%d.xml</loc></sitemap>", "</sitemapindex>", 1<<20), saar.Broken, nil},
		{"JSON feed cut off", `{"version":"https://jsonfeed.org/version/1","items":[{"url":"HOST/up/a-10001"`, saar.Broken, nil},
		{"page nested 100,000 deep", strings.Repeat("<div>", 100_000), saar.Broken, nil},
		{"page of a million links", series("<html><body>", "<a>", "", 3_000_000), saar.TooLarge, nil},
		{"page of links to other sites", series("<html><body>", `<a href="http://s%d.example/up/khabar-12345">कहीं और की एक ख़बर</a>`, "", 100<<10), saar.Broken, nil},
	}
}

// A source that sends rubbish keeps what there is to find in it, or fails with its outcome; the good sources beside it lose
// nothing.
func TestEverySourceFaultEndsInItsOutcome(t *testing.T) {
	config := quick()
	config.MaxBody, config.Stale = 8<<20, 1<<40
	config.FirstByte, config.Total = 30*time.Second, 60*time.Second
	all := sourceFaults()
	for range 10 {
		all = append(all, sourceFault{"good source beside", rss(item("/up/a-10001", "पहली ख़बर", time.Hour)), saar.OK, []string{"/up/a-10001"}})
	}
	for i, f := range all {
		named(t, &config, pages(map[string]string{"/x": f.page}), fmt.Sprintf("site%d.example", i))
	}
	web := open(t, config, nil)
	var under sync.WaitGroup
	for i, f := range all {
		under.Go(func() {
			got, err := discover(t, web, fmt.Sprintf("http://site%d.example/x", i), saar.Memo{})
			if o := saar.OutcomeOf(err); o != f.want {
				t.Errorf("%s: outcome %s (%v), want %s", f.name, o, err, f.want)
			}
			found := urls(got.Links)
			slices.Sort(found)
			if diff := cmp.Diff(f.links, found); diff != "" {
				t.Errorf("%s: links (-want +got):\n%s", f.name, diff)
			}
			for _, link := range got.Links {
				if link.Published.After(time.Now().Add(24*time.Hour)) || !link.Published.IsZero() && link.Published.Year() < 1995 {
					t.Errorf("%s: published %v", f.name, link.Published)
				}
			}
		})
	}
	under.Wait()
	if n := len(faults()) + len(sourceFaults()); n < 80 {
		t.Errorf("%d ways to misbehave", n)
	}
}
