package extract_test

import (
	"strings"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/scraper/extract"
)

// A reader sees one headline of an article: the one its paper gave it, without the words that stand around it.
func TestHeadlineChoice(t *testing.T) {
	const (
		plain = "सोन नदी का पुल अधूरा, 18 गांव नाव के भरोसे"
		own   = "चार महीने से रुका काम, हर दिन नाव पर जान जोखिम में"
	)
	paper := func(more string) string {
		return linked(`{"@type":"NewsArticle","headline":"` + plain + `","datePublished":"2026-11-20T21:42:00+05:30"` + more + `}`)
	}
	share := func(title string) string { return `<meta property="og:title" content="` + title + `">` }
	dated := `<meta property="article:published_time" content="2026-11-20T21:42:00+05:30">`
	window := "<title>" + plain + " | दैनिक सेतु</title>"
	kicker := `<h1><span class="head-kicker">रतनगढ़ से</span> - <span>` + plain + "</span></h1>"
	for _, c := range []struct{ name, head, h1, want string }{
		{"a title for sharing of its own", window + share(own) + paper(""), "", own},
		{"one for searching", "<title>" + own + " | दैनिक सेतु</title>" + share(own) + paper(""), "", plain},
		{"one with the site's name", window + share(own+" | दैनिक सेतु") + paper(""), "", plain},
		{"one of two that the paper offers", window + share(own) + paper(`,"alternativeHeadline":"नाव के भरोसे"`), "", plain},
		{"one of a page that is no news", window + share(own) + linked(`{"@type":"Article","headline":"`+plain+`"}`), "", plain},
		{"a kicker that only the h1 has", window + share("पुल: "+plain) + dated, kicker, plain},
		{"a kicker that all have", share("रतनगढ़ से: "+plain) + dated, kicker, "रतनगढ़ से: " + plain},
		{"a place behind the shared title", share(plain+" - Ratangarh News") + dated, "", plain},
		{"the publisher's name", "<title>" + plain + " - नव प्रभात न्यूज़</title>" + linked(`{"@type":"NewsArticle","publisher":{"name":"नव प्रभात"}}`), "<h1>खबर</h1>", plain},
		{"the host with more words", "<title>" + plain + " - Jansamvad Hindi News</title>", "<h1>खबर</h1>", plain},
		{"words that are the paper's", share(plain+" - अब तक") + linked(`{"@type":"NewsArticle","headline":"`+plain+` - अब तक"}`), "", plain + " - अब तक"},
	} {
		page := story(c.head, "")
		page.URL = "https://www.jansamvad.example/pradesh/son-nadi-ka-pul-adhura-18-gaon"
		if c.h1 != "" {
			page.Body = []byte(strings.Replace(string(page.Body), "<h1>"+plain+"</h1>", c.h1, 1))
		}
		if got := extract.Read(page, ist).Article.Title; got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// What stands below the headline on the page is found there, also when the article is known by another title.
func TestHeadlineIsFoundOnThePage(t *testing.T) {
	head := `<meta property="og:title" content="चार महीने से रुका काम, हर दिन नाव पर जान जोखिम में">` +
		linked(`{"@type":"NewsArticle","headline":"सोन नदी का पुल अधूरा, 18 गांव नाव के भरोसे"}`)
	a := extract.Read(story(head, "<div>लेखक: राकेश तिवारी</div>"), ist).Article
	if a.Title != "चार महीने से रुका काम, हर दिन नाव पर जान जोखिम में" || len(a.Byline) != 1 || a.Byline[0] != "राकेश तिवारी" {
		t.Errorf("title %q, byline %q", a.Title, a.Byline)
	}
}

// A robot check or an address that ends in a section's name is no article, however much it says.
func TestGateKnowsWhatIsNoArticle(t *testing.T) {
	text := "<p>" + strings.Join(append(before, after), "</p><p>") + "</p>"
	for _, c := range []struct {
		name, url, title, body string
		want                   extract.Kind
	}{
		{"article", storyURL, "सोन नदी का पुल अधूरा", text, extract.Article},
		{"robot check", storyURL, "Making sure you're not a bot!", text[:len(text)/4], extract.Error},
		{"turned page", "https://setu.example/pradesh/12", "उत्तर प्रदेश", text + "<div>Load more</div><div>Next</div>", extract.Listing},
		{"section", "https://setu.example/uttar-pradesh/news", "उत्तर प्रदेश", text, extract.Listing},
	} {
		page := saar.Page{URL: c.url, Status: 200, Fetched: fetched, Body: []byte("<title>" + c.title + "</title><h1>" + c.title + "</h1>" + c.body)}
		if got := extract.Read(page, ist); got.Kind != c.want {
			t.Errorf("%s: %s (%s), want %s", c.name, got.Kind, got.Reason, c.want)
		}
	}
}
