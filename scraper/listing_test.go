package scraper_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/scraper"
)

const front = `<!DOCTYPE html><html><head><base href="/"></head><body>
<header><a href="/"><img alt="जन संवाद"></a></header>
<nav><a href="/rajya/uttar-pradesh">उत्तर प्रदेश</a><a href="/rajya/bihar-jharkhand-ki-khabrein">बिहार और झारखंड की सारी खबरें</a></nav>
<main>
<a href="/rajya/uttar-pradesh/sonpura-canal-repair-2026-11-22"><h2>सोनपुरा की नहर पर मरम्मत शुरू</h2><p>सोमवार से काम</p></a>
<a href="/rajya/uttar-pradesh/sonpura-canal-repair-2026-11-22?utm_source=home"><img alt="नहर"></a>
<a href="/rajya/belaghat-bridge-opens-133589711.html">बेलाघाट का नया पुल खुला</a>
<a href="https://hindi.samvad.example/state/lucknow/rain-warning/articleshow/12345678.cms">बारिश की चेतावनी, स्कूल बंद रहेंगे</a>
<a href="/desh/story/budget-session-ntc-2345678-2026-11-21" title="बजट सत्र में सात विधेयक पेश होंगे"><img></a>
<a href="/hindi/articles/c4gz1x9e8kzo">खेती पर बढ़ते ख़र्च से किसान परेशान</a>
<a href="/2026/11/gaon-ki-library/">गाँव की लाइब्रेरी ने बदली तस्वीर</a>
<a href="/storypage.php?autono=166607">शेयर बाज़ार में लगातार तीसरे दिन तेज़ी</a>
<a href="/नहर-पर-मरम्मत-का-काम-शुरू">नहर पर मरम्मत का काम शुरू हुआ</a>
<a href="/khel/raipura-wins-district-hockey-final-after-a-decade">दस साल बाद रायपुरा ने जीता हॉकी का फ़ाइनल</a>
<a href="/tags/canal-repair-2026">नहर से जुड़ी सारी ख़बरें पढ़ें</a>
<a href="/video/khel/raipura-wins-hockey-10234567">देखिए कैसे जीती रायपुरा की टीम</a>
<a href="/photo-gallery/mela-2026-11-20">मेले की दस सुंदर तस्वीरें देखिए</a>
<a href="/state/uttar-pradesh/articlelist/21236867.cms">उत्तर प्रदेश</a>
<a href="/khel">खेल की और ख़बरें यहाँ पढ़ें</a>
<a href="/about-us-and-our-team-of-editors">हमारे बारे में और हमारी टीम</a>
<a href="/authors/mira-sen-12345">मीरा सेन की सारी रिपोर्टें पढ़ें</a>
<a href="https://elsewhere.example/news/other-site-12345678">दूसरी साइट की एक लंबी ख़बर</a>
<a href="javascript:void(0)">और ख़बरें यहाँ दिखाई जाएँगी</a> <a href="#top">ऊपर</a> <a href="mailto:x@samvad.example">लिखिए</a>
</main>
<aside><a href="/jeevan/monsoon-health-tips-for-everyone">बरसात में सेहत का ध्यान कैसे रखें</a>
<a href="/desh/flood-relief-camp-10239999.html">बाढ़ राहत शिविर में पहुँची मदद</a></aside>
<footer><a href="/dnpa-code-of-ethics-for-digital-news">डिजिटल समाचार के लिए आचार संहिता</a><a href="/epaper/2026-11-22">आज का पूरा अख़बार पढ़ें</a></footer>
<script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"@type":"ListItem","url":"/rajya/school-timings-change-from-monday","name":"सोमवार से बदलेगा स्कूलों का समय"}]}</script>
</body></html>`

// A listing read wrongly either misses the news or fills the queue with menus.
func TestListingLinksAreArticles(t *testing.T) {
	links, err := scraper.ListingLinks([]byte(front), "https://www.samvad.example/")
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"https://www.samvad.example/rajya/uttar-pradesh/sonpura-canal-repair-2026-11-22",
		"https://www.samvad.example/rajya/belaghat-bridge-opens-133589711.html",
		"https://hindi.samvad.example/state/lucknow/rain-warning/articleshow/12345678.cms",
		"https://www.samvad.example/desh/story/budget-session-ntc-2345678-2026-11-21",
		"https://www.samvad.example/hindi/articles/c4gz1x9e8kzo",
		"https://www.samvad.example/2026/11/gaon-ki-library/",
		"https://www.samvad.example/storypage.php?autono=166607",
		"https://www.samvad.example/%E0%A4%A8%E0%A4%B9%E0%A4%B0-%E0%A4%AA%E0%A4%B0-%E0%A4%AE%E0%A4%B0%E0%A4%AE%E0%A5%8D%E0%A4%AE%E0%A4%A4-%E0%A4%95%E0%A4%BE-%E0%A4%95%E0%A4%BE%E0%A4%AE-%E0%A4%B6%E0%A5%81%E0%A4%B0%E0%A5%82",
		"https://www.samvad.example/khel/raipura-wins-district-hockey-final-after-a-decade",
		"https://www.samvad.example/desh/flood-relief-camp-10239999.html",
		"https://www.samvad.example/rajya/school-timings-change-from-monday",
	}
	var got []string
	for _, l := range links {
		got = append(got, l.Canonical)
		if l.Title == "" || strings.Contains(l.Title, "सोमवार से काम") {
			t.Errorf("%s: title %q", l.URL, l.Title)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
}

func TestListingNestedWithoutEnd(t *testing.T) {
	_, err := scraper.ListingLinks([]byte(strings.Repeat("<div>", 100_000)), "https://samvad.example/")
	wantOutcome(t, err, saar.Broken)
	server := serve(t, pages(map[string]string{"/": strings.Repeat("<div>", 10_000)}))
	_, err = discover(t, open(t, quick(), nil), server.URL+"/", saar.Memo{})
	wantOutcome(t, err, saar.Broken)
}
