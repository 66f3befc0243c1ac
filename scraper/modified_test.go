package scraper_test

import (
	"testing"
	"time"

	"github.com/saar-news/saar"
)

// A correction reaches readers only when saar hears from the source that an article has changed.
func TestLinksSayWhenAnArticleChanged(t *testing.T) {
	published := time.Now().Add(-3 * time.Hour).UTC().Truncate(time.Second)
	modified := published.Add(2 * time.Hour)
	p, m := published.Format(time.RFC3339), modified.Format(time.RFC3339)
	for name, source := range map[string]string{
		"Atom": `<feed xmlns="http://www.w3.org/2005/Atom"><title>नव प्रभात</title><entry><title>नहर टूटी</title><id>1</id>` +
			`<link href="HOST/up/a-10001"/><published>` + p + `</published><updated>` + m + `</updated></entry></feed>`,
		"JSON Feed": `{"version":"https://jsonfeed.org/version/1.1","title":"नव प्रभात","items":[{"id":"1","url":"HOST/up/a-10001",` +
			`"title":"नहर टूटी","date_published":"` + p + `","date_modified":"` + m + `"}]}`,
		"news sitemap": newsmap(`<url><loc>HOST/up/a-10001</loc><lastmod>` + m + `</lastmod><news:news><news:publication_date>` + p +
			`</news:publication_date><news:title>नहर टूटी</news:title></news:news></url>`),
	} {
		t.Run(name, func(t *testing.T) {
			server := serve(t, pages(map[string]string{"/x": source}))
			got, err := discover(t, open(t, quick(), nil), server.URL+"/x", saar.Memo{})
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Links) != 1 || !got.Links[0].Published.Equal(published) || !got.Links[0].Modified.Equal(modified) {
				t.Errorf("%+v, want published %v, modified %v", got.Links, published, modified)
			}
		})
	}
}
