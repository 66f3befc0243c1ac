package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/web"
)

// running is a digest whose one story is told by the articles given as outlet and time.
func running(date, id, title string, articles ...saar.Member) saar.Digest {
	d := digestOn("subah", date)
	story := d.Stories[0]
	story.ID, story.Title, story.Members = id, title, articles
	d.Stories, d.Show = []saar.Story{story}, 1
	return d
}

func member(outlet saar.Teller, n int, at time.Time) saar.Member {
	return saar.Member{
		URL: fmt.Sprintf("%s-%d", outlet.URL, n), Title: fmt.Sprintf("%s की ख़बर %d", outlet.Name, n), Outlet: outlet.ID, Published: at,
	}
}

// A reader who comes in late sees how a story ran, over all the editions that told it.
func TestStoryPageTellsHowItRan(t *testing.T) {
	s := open(t)
	at := time.Date(2026, 11, 20, 4, 30, 0, 0, time.UTC) // 10:00 in India
	first, second, copied := member(prabhat, 1, at), member(samvad, 2, at.Add(26*time.Hour)), member(prabhat, 3, at.Add(27*time.Hour))
	copied.CopyOf = first.URL
	save(
		t, s, running("2026-11-21", "nahar", "नहर टूटी", first), running("2026-11-22", "nahar", "नहर की मरम्मत शुरू", first, second, copied, member(samvad, 5, time.Time{})),
		running("2026-11-23", "mela", "पुस्तक मेला आज से", member(samvad, 4, at)),
	)
	pages := web.New(s, web.Config{})
	page := get(t, pages, "/story/nahar/")
	elements(t, page)
	inOrder(
		t, page, `<h1><a href="`+prabhat.URL+`0">नहर की मरम्मत शुरू</a></h1>`, "काम पर 31 लाख रुपये खर्च होंगे।", "<h2>घटनाक्रम</h2>",
		`<time datetime="2026-11-21">शनिवार, 21 नवंबर 2026</time>`, "नव प्रभात की ख़बर 3", "नव प्रभात ·", "एजेंसी या दूसरे माध्यम का पाठ",
		`href="`+second.URL+`">जन संवाद की ख़बर 2`, "2026-11-20", "नव प्रभात की ख़बर 1", "सुबह 10 बजे", "जिनकी तारीख़ ज्ञात नहीं", "जन संवाद की ख़बर 5",
		"<h2>इन अंकों में</h2>", `href="/subah/2026-11-22"`, `href="/subah/2026-11-21"`,
	)
	if n := strings.Count(page, first.Title); n != 1 {
		t.Errorf("an article of two editions is listed %d times", n)
	}
	if strings.Contains(page, "पुस्तक मेला") || strings.Contains(page, "2026-11-23") {
		t.Errorf("another story is on the page:\n%s", page)
	}
}

// A reader finds an article by words that he spells his own way.
func TestSearchFindsArticles(t *testing.T) {
	s, ctx := open(t), t.Context()
	at := time.Date(2026, 11, 22, 4, 30, 0, 0, time.UTC)
	article := saar.Article{
		URL: prabhat.URL + "-1", Title: "हिन्दी दिवस पर <b>कवि सम्मेलन</b>", Source: "prabhat", Outlet: prabhat.Outlet, Published: at, FirstSeen: at,
		Body: []saar.Paragraph{{Kind: saar.Text, Text: "नीमगढ़ में शनिवार की शाम कवियों ने नई रचनाएँ पढ़ीं।"}},
	}
	if _, err := s.SaveReading(ctx, saar.Reading{
		Link: saar.Link{URL: article.URL, Canonical: article.URL, Source: "prabhat"}, Outcome: saar.OK, Article: &article, Read: at,
		Fingerprint: saar.Fingerprint{Exact: "00"},
	}); err != nil {
		t.Fatal(err)
	}
	pages := web.New(s, web.Config{})
	form := get(t, pages, "/search")
	if all := elements(t, form); len(all["form"]) != 1 || len(all["li"]) != 0 {
		t.Errorf("a search for nothing:\n%s", form)
	}
	const found = `&lt;b&gt;कवि सम्मेलन&lt;/b&gt;`
	page := get(t, pages, "/search?q=हिंदी+कवियों")
	elements(t, page)
	inOrder(t, page, `value="हिंदी कवियों"`, found, "नव प्रभात", "रविवार, 22 नवंबर 2026")
	if strings.Contains(page, "रचनाएँ") {
		t.Errorf("the article's text is shown:\n%s", page)
	}
	if strings.Contains(page, "/story/") {
		t.Errorf("an article of no digest has a story:\n%s", page)
	}
	save(t, s, running("2026-11-22", "kavi", "कवि सम्मेलन", saar.Member{URL: article.URL, Title: article.Title, Outlet: prabhat.ID, Published: at}))
	inOrder(t, get(t, pages, "/search?q=कवि"), found, `href="/story/kavi/"`)

	for _, query := range []string{"क्रिकेट", `%22%20OR%20*`, "(((", strings.Repeat("क", 5000), "%ff%00"} {
		page := get(t, pages, "/search?q="+query)
		elements(t, page)
		if !strings.Contains(page, "कोई ख़बर नहीं मिली") {
			t.Errorf("%.40s:\n%s", query, page)
		}
	}
	if cache := ask(t, pages, http.MethodGet, "/search?q=कवि").Header.Get("Cache-Control"); cache != "no-store" {
		t.Errorf("what a reader looks for is cached: %q", cache)
	}
}
