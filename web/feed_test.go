package web_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/web"
)

func feed(t *testing.T, text string) *gofeed.Feed {
	t.Helper()
	f, err := gofeed.NewParser().ParseString(text)
	if err != nil {
		t.Fatalf("%v:\n%s", err, text)
	}
	return f
}

// Readers who do not use Telegram follow an edition in their feed reader.
func TestFeedHoldsTheStoriesOfTheLatestDigests(t *testing.T) {
	s := open(t)
	today, _ := ago(0)
	for days := range 9 {
		date, _ := ago(days)
		save(t, s, digestOn("subah", date))
	}
	save(t, s, digestOn("shaam", today))
	pages := web.New(s, web.Config{URL: "https://saar.example.org/"})
	r := ask(t, pages, http.MethodGet, "/subah/rss.xml")
	if kind := r.Header.Get("Content-Type"); kind != "application/rss+xml; charset=utf-8" {
		t.Errorf("type %q", kind)
	}
	f := feed(t, body(t, r))
	if f.FeedType != "rss" || f.FeedVersion != "2.0" || f.Title != "सुबह का सार" || f.Language != "hi" || f.Description == "" ||
		f.Link != "https://saar.example.org/" || f.FeedLink != "https://saar.example.org/subah/rss.xml" {
		t.Errorf("channel %+v", f)
	}
	if len(f.Items) != 7*4 {
		t.Fatalf("%d stories, want 4 of each of the latest 7 digests", len(f.Items))
	}
	first, second := f.Items[0], f.Items[1]
	compiled := digestOn("subah", today).Compiled
	if first.Title != "बेलाघाट में नहर की मरम्मत शुरू" || first.Link != prabhat.URL+"0" || first.GUID != "subah/"+today+"/s1" ||
		first.Categories[0] != "प्रदेश" || !first.PublishedParsed.Equal(compiled) || !f.UpdatedParsed.Equal(compiled) {
		t.Errorf("first story %+v", first)
	}
	inOrder(t, first.Description, "<li>काम पर 31 लाख रुपये खर्च होंगे।", "नव प्रभात</a>", "33 लाख", "2 स्वतंत्र स्रोत")
	if strings.Contains(first.Description, "बेलाघाट") || !strings.HasPrefix(second.Title, "अपडेट: ") {
		t.Errorf("headlines: %q in\n%s", second.Title, first.Description)
	}
	ids := map[string]bool{}
	for _, it := range f.Items {
		ids[it.GUID] = true
	}
	if len(ids) != len(f.Items) {
		t.Error("two stories have one id: a feed reader would drop one")
	}
}

// Whoever's feed reader knows only one of the other formats follows the same stories.
func TestFeedIsTheSameInEveryFormat(t *testing.T) {
	s := open(t)
	today, _ := ago(0)
	yesterday, _ := ago(1)
	save(t, s, digestOn("subah", yesterday), digestOn("subah", today))
	pages := web.New(s, web.Config{URL: "https://saar.example.org/"})
	rss := feed(t, get(t, pages, "/subah/rss.xml"))
	for path, kind := range map[string]string{"atom.xml": "application/atom+xml", "feed.json": "application/feed+json"} {
		r := ask(t, pages, http.MethodGet, "/subah/"+path)
		if got := r.Header.Get("Content-Type"); got != kind+"; charset=utf-8" {
			t.Errorf("%s: type %q", path, got)
		}
		f := feed(t, body(t, r))
		if f.Title != rss.Title || f.Language != "hi" || f.FeedLink != "https://saar.example.org/subah/"+path || f.Link != rss.Link ||
			len(f.Items) != len(rss.Items) {
			t.Fatalf("%s: %+v", path, f)
		}
		ids := map[string]bool{}
		for i, it := range f.Items {
			ids[it.GUID] = true
			if it.Title != rss.Items[i].Title || it.Link != rss.Items[i].Link || it.Content != rss.Items[i].Description {
				t.Errorf("%s: story %d is %+v", path, i, it)
			}
		}
		if len(ids) != len(f.Items) {
			t.Errorf("%s: two stories have one id", path)
		}
	}
}

// Bytes that XML forbids, and markup, would make the whole feed unreadable.
func TestFeedSurvivesHostileTexts(t *testing.T) {
	s := open(t)
	today, _ := ago(0)
	d := digestOn("subah", today)
	d.Title, d.Stories = "a\x00\x1b\uffff]]> & <b>", d.Stories[:1]
	d.Stories[0].Title, d.Stories[0].URL = "दाम <b>5</b> & \x01\x0b]]>\u202e\ufffe", "javascript:alert(1)"
	d.Stories[0].Points[0].Text = `<script>alert(1)</script> ]]> &amp; "उद्धरण"`
	save(t, s, d)
	text := get(t, web.New(s, web.Config{}), "/subah/rss.xml")
	f := feed(t, text)
	it := f.Items[0]
	if !strings.HasPrefix(it.Title, "दाम <b>5</b> & ]]>") || it.Link != "http://127.0.0.1:8090/subah/"+today {
		t.Errorf("%q %q", it.Title, it.Link)
	}
	if strings.Contains(it.Description, "<script") || strings.Contains(it.Description, "javascript:") ||
		!strings.Contains(it.Description, "&lt;script&gt;") {
		t.Errorf("description %s", it.Description)
	}
}

// Somebody who subscribes on the first day gets an empty feed, not an error that makes the feed reader give up.
func TestFeedOfAnEditionYetToCome(t *testing.T) {
	pages := web.New(open(t), web.Config{Editions: []saar.Edition{{ID: "raat", Title: "रात का सार"}}})
	for _, path := range []string{"/raat/rss.xml", "/raat/atom.xml", "/raat/feed.json"} {
		text := get(t, pages, path)
		if f := feed(t, text); f.Title != "रात का सार" || len(f.Items) != 0 {
			t.Errorf("%s: %+v", path, f)
		}
		if strings.HasSuffix(path, "json") && !strings.Contains(text, `"items": []`) {
			t.Errorf("JSON Feed wants items, even none:\n%s", text)
		}
	}
}

func TestConfigValidate(t *testing.T) {
	for url, ok := range map[string]bool{
		"": true, "https://saar.example.org": true, "http://localhost:8090/": true, "https://saar.example.org/news": false,
		"saar.example.org": false, "ftp://saar.example.org": false, "https://": false, "https://a:b@saar.example.org": false, "https://x/?q": false,
		"https://x\n": false,
	} {
		if err := (web.Config{URL: url, Zone: time.UTC}).Validate(); (err == nil) != ok {
			t.Errorf("%q: %v", url, err)
		}
	}
}
