package extract_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/saar-news/saar"
	"github.com/saar-news/saar/scraper/extract"
)

const storyURL = "https://setu.example/pradesh/son-nadi-ka-pul-adhura-18-gaon"

// story is a page with a head, and with markup between the headline and the text.
func story(head, below string) saar.Page {
	body := "<html><head>" + head + "</head><body><article><h1>सोन नदी का पुल अधूरा, 18 गांव नाव के भरोसे</h1>" + below +
		"<p>" + strings.Join(append(before, after), "</p><p>") + "</p></article></body></html>"
	return saar.Page{URL: storyURL, Status: 200, Body: []byte(body), Fetched: fetched}
}

func linked(json string) string { return `<script type="application/ld+json">` + json + `</script>` }

// An article with a wrong time falls out of its edition or into a later one.
func TestPublished(t *testing.T) {
	for _, c := range []struct{ name, head, below, want string }{
		{"linked data", linked(`{"@type":"NewsArticle","datePublished":"2026-11-20T21:42:00+05:30"}`), "", "2026-11-20T21:42:00+05:30"},
		{"utc", linked(`{"@type":"NewsArticle","datePublished":"2026-11-20T16:12:00.000Z"}`), "", "2026-11-20T21:42:00+05:30"},
		{"zone without colon", linked(`{"@type":"NewsArticle","datePublished":"2026-11-20T21:42:00+0530"}`), "", "2026-11-20T21:42:00+05:30"},
		{"zoneless is the source's", linked(`{"@type":"NewsArticle","datePublished":"2026-11-20 21:42:00"}`), "", "2026-11-20T21:42:00+05:30"},
		{"date alone", `<meta name="publish-date" content="2026-11-20">`, "", "2026-11-20T00:00:00+05:30"},
		{"open graph", `<meta property="article:published_time" content="Fri, 20 Nov 2026 21:42:00 +0530">`, "", "2026-11-20T21:42:00+05:30"},
		{"unix", `<meta name="pubdate" content="1795191120">`, "", "2026-11-20T21:42:00+05:30"},
		{"exacter twin", linked(`{"@type":"NewsArticle","datePublished":"2026-11-20"}`) + `<meta property="article:published_time" content="2026-11-20T21:42:00+05:30">`, "", "2026-11-20T21:42:00+05:30"},
		{"time element", "", `<time datetime="2026-11-20T21:42:00+05:30">20 नवंबर</time>`, "2026-11-20T21:42:00+05:30"},
		{"shown in English", "", "<div>Publish Date: Fri, 20 Nov 2026 09:42 PM (IST)</div>", "2026-11-20T21:42:00+05:30"},
		{"shown in Hindi", "", "<div>प्रकाशित: 20 नवम्बर 2026, 09:42 PM</div>", "2026-11-20T21:42:00+05:30"},
		{"spoken at night", "", "<div>प्रकाशित: शुक्रवार, 20 नवंबर 2026, रात 9:42 बजे</div>", "2026-11-20T21:42:00+05:30"},
		{"spoken after midnight", "", "<div>प्रकाशित: शुक्रवार, 20 नवंबर 2026, रात 12:42 बजे</div>", "2026-11-20T00:42:00+05:30"},
		{"spoken at noon", "", "<div>प्रकाशित: शुक्रवार, 20 नवंबर 2026, दोपहर 12:42 बजे</div>", "2026-11-20T12:42:00+05:30"},
		{"spoken in the evening", "", "<div>20 नवंबर 2026, शाम 7 बजे</div>", "2026-11-20T19:00:00+05:30"},
		{"spoken in the morning", "", "<div>20 नवंबर 2026 को सुबह 7:05 बजे</div>", "2026-11-20T07:05:00+05:30"},
		{"Hindi digits", "", "<div>२० नवंबर २०२६, २१:४२</div>", "2026-11-20T21:42:00+05:30"},
		{"day first", "", "<div>20/11/2026 21:42</div>", "2026-11-20T21:42:00+05:30"},
		{"first time of a changed page", linked(`{"@type":"NewsArticle","datePublished":"2026-11-20T23:10:00+05:30","dateModified":"2026-11-20T23:10:00+05:30"}`), "<div>Published: Nov 20, 2026, 09:42 PM IST</div>", "2026-11-20T21:42:00+05:30"},
		{"future", linked(`{"@type":"NewsArticle","datePublished":"2027-11-20T21:42:00+05:30"}`), "", ""},
		{"absurd", linked(`{"@type":"NewsArticle","datePublished":"0001-01-01T00:00:00Z"}`), "", ""},
		{"no such day", "", "<div>31 नवंबर 2026, 10:00</div>", ""},
		{"none", "", "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			at := extract.Read(story(c.head, c.below), ist).Article.Published
			want, _ := time.Parse(time.RFC3339, c.want)
			if !at.Equal(want) {
				t.Errorf("published %v, want %v", at, want)
			}
		})
	}
}

// The feed's hint stands in for a page that does not say, and the address for both.
func TestPublishedHint(t *testing.T) {
	page := story("", "")
	page.Link.Published = fetched.Add(-5 * time.Hour)
	if at := extract.Read(page, ist).Article.Published; !at.Equal(page.Link.Published) {
		t.Errorf("published %v, want the hint", at)
	}
	page.Link.Published, page.URL = time.Time{}, "https://setu.example/2026/11/19/son-nadi-ka-pul"
	if at := extract.Read(page, ist).Article.Published; stamp(at) != "2026-11-19T00:00:00+05:30" {
		t.Errorf("published %v, want the address's day", at)
	}
}

// A digest shows the headline and the outlet's name apart; a title with both says it twice.
func TestHeadline(t *testing.T) {
	const want = "सोन नदी का पुल अधूरा, 18 गांव नाव के भरोसे"
	for name, head := range map[string]string{
		"bar":          "<title>" + want + " | दैनिक सेतु</title>",
		"dash":         "<title>" + want + " - दैनिक सेतु</title><meta property='og:site_name' content='दैनिक सेतु'>",
		"two tails":    "<title>" + want + " - प्रदेश - दैनिक सेतु</title>",
		"host":         "<title>" + want + " – Setu</title>",
		"entities":     `<title>` + want + `</title>` + linked(`{"@type":"NewsArticle","headline":"सोन नदी का पुल अधूरा&#44; 18 गांव नाव के भरोसे"}`),
		"search title": "<title>Son river bridge: latest news in Hindi</title>",
	} {
		if got := extract.Read(story(head, ""), ist).Article.Title; got != want {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// Linked data is written by templates that nobody checks.
func TestBrokenLinkedData(t *testing.T) {
	for name, json := range map[string]string{
		"comments and commas": "/* feed */ {\"@type\":\"NewsArticle\", // kind\n\"author\":[{\"name\":\"राकेश तिवारी\",},],}",
		"raw line breaks":     "{\"@type\":\"NewsArticle\",\"description\":\"एक\nदो\tतीन\",\"author\":{\"name\":\"राकेश तिवारी\"}}",
		"unescaped quotes":    `{"@type":"NewsArticle","description":"उसने "नाव" कहा, फिर चुप रहा","author":{"name":"राकेश तिवारी"}}`,
		"graph":               `{"@graph":[{"@type":"WebPage"},{"@type":["Thing","NewsArticle"],"author":"राकेश तिवारी"}]}`,
		"missing comma":       `{"@type":"NewsArticle" "author":{"name":"राकेश तिवारी"}}`,
		"cdata":               `<![CDATA[ {"@type":"NewsArticle","author":{"name":"राकेश तिवारी"}} ]]>`,
		"cut off":             `{"@type":"NewsArticle","author":{"name":"राकेश तिवारी"},"publisher":{"name":"दै`,
		"escapes":             `{"@type":"http:\/\/schema.org\/NewsArticle","author":{"name":"\u0930\u093e\u0915\u0947\u0936 तिवारी"}}`,
		"array":               `[{"@type":"BreadcrumbList"},{"@type":"NewsArticle","author":[{"name":"राकेश तिवारी"}]}]`,
	} {
		if got := extract.Read(story(linked(json), ""), ist).Article.Byline; !cmp.Equal(got, []string{"राकेश तिवारी"}) {
			t.Errorf("%s: %q", name, got)
		}
	}
}

// A page that forbids quoting it must not be quoted, however it says so.
func TestNoSnippet(t *testing.T) {
	for content, want := range map[string]bool{
		"noindex, nosnippet": true, "max-snippet:0": true, "max-snippet: 0, max-image-preview:large": true, "none": true,
		"index, follow, max-snippet:-1": false, "max-snippet:50": false,
	} {
		if got := extract.Read(story(`<meta name="robots" content="`+content+`">`, ""), ist).Article.NoSnippet; got != want {
			t.Errorf("meta %q: %v", content, got)
		}
		page := story("", "")
		page.Header = http.Header{"X-Robots-Tag": {content}}
		if got := extract.Read(page, ist).Article.NoSnippet; got != want {
			t.Errorf("header %q: %v", content, got)
		}
	}
}

// The section decides where in the digest a story stands.
func TestSection(t *testing.T) {
	for _, c := range []struct {
		name, head, url string
		want            saar.Section
	}{
		{"linked data", linked(`{"@type":"NewsArticle","articleSection":["Cricket"]}`), storyURL, saar.Sports},
		{"hindi name", `<meta property="article:section" content="कारोबार">`, storyURL, saar.Business},
		{"breadcrumb", linked(`[{"@type":"BreadcrumbList","itemListElement":[{"name":"होम"},{"item":{"name":"मनोरंजन"}},{"name":"पुल"}]},{"@type":"NewsArticle"}]`), storyURL, saar.Entertainment},
		{"address", "", "https://setu.example/hindi/vyapar/son-nadi-ka-pul", saar.Business},
		{"subject before state", "", "https://setu.example/uttar-pradesh/crime/son-nadi-ka-pul", saar.Crime},
		{"state", "", "https://setu.example/uttar-pradesh/ratangarh/son-nadi-ka-pul", saar.State},
		{"unknown", "", "https://setu.example/xyz/son-nadi-ka-pul", ""},
	} {
		page := story(c.head, "")
		page.URL = c.url
		if got := extract.Read(page, ist).Article.Section; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// An article is kept once: a page names its own address.
func TestCanonical(t *testing.T) {
	r := extract.Read(story(`<link rel="canonical" href="/pradesh/son-nadi-ka-pul-adhura-18-gaon?utm_source=rss">`, ""), ist)
	if r.Canonical != storyURL || r.Article.URL != storyURL {
		t.Errorf("canonical %q", r.Canonical)
	}
}

// The picture and the keywords go with the story.
func TestImageAndKeywords(t *testing.T) {
	head := `<meta property="og:image" content="/img/pul.jpg"><meta property="og:image:width" content="1200"><meta property="og:image:height" content="675">` +
		`<meta name="news_keywords" content="पुल, सोन नदी,,पुल">`
	a := extract.Read(story(head, ""), ist).Article
	if diff := cmp.Diff(saar.Image{URL: "https://setu.example/img/pul.jpg", Width: 1200, Height: 675}, a.Image); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{"पुल", "सोन नदी"}, a.Keywords); diff != "" {
		t.Error(diff)
	}
}
