package extract_test

import (
	"strings"
	"testing"

	"github.com/saar-news/saar/scraper/extract"
)

// titleForm is a page that gives its headline in one form, in its head or in its h1.
type titleForm struct{ name, head, h1, want string }

// plain is the headline of story.
const plain = "सोन नदी का पुल अधूरा, 18 गांव नाव के भरोसे"

// The ways in which sites write a headline in their head are many, and a reader is to see the same one of all.
func TestHeadlineForms(t *testing.T) {
	for _, c := range append(siteForms(), headlineForms()...) {
		t.Run(c.name, func(t *testing.T) {
			page := story(c.head, "")
			page.URL = "https://www.dainiksetu.example/pradesh/son-nadi-ka-pul-adhura-18-gaon"
			page.Body = []byte(strings.Replace(string(page.Body), "<h1>"+plain+"</h1>", c.h1, 1))
			if got := extract.Read(page, ist).Article.Title; got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

func siteForms() []titleForm {
	dated := `<meta property="article:published_time" content="2026-11-20T21:42:00+05:30">`
	site := `<meta property="og:site_name" content="दैनिक सेतु">`
	window := func(title string) string { return "<title>" + title + "</title>" }
	share := func(title string) string { return `<meta property="og:title" content="` + title + `">` }
	news := func(headline string) string {
		return linked(`{"@type":"NewsArticle","headline":"` + headline + `","datePublished":"2026-11-20T21:42:00+05:30","publisher":{"@type":"Organization","name":"दैनिक सेतु"}}`)
	}
	h1 := "<h1>" + plain + "</h1>"
	return []titleForm{
		{"site behind a bar", window(plain+" | दैनिक सेतु") + dated, "", plain},
		{"site behind a dash", window(plain+" - दैनिक सेतु") + site + dated, "", plain},
		{"site behind an en dash", window(plain+" – दैनिक सेतु") + site + dated, "", plain},
		{"site behind an em dash", window(plain+" — दैनिक सेतु") + site + dated, "", plain},
		{"site behind a colon", window(plain+" : दैनिक सेतु") + site + dated, "", plain},
		{"site behind a guillemet", window(plain+" » दैनिक सेतु") + dated, "", plain},
		{"site behind a dot", window(plain+" · दैनिक सेतु") + site + dated, "", plain},
		{"site behind a bullet", window(plain+" • दैनिक सेतु") + site + dated, "", plain},
		{"site behind two colons", window(plain+" :: दैनिक सेतु") + site + dated, "", plain},
		{"site behind a tilde", window(plain+" ~ दैनिक सेतु") + site + dated, "", plain},
		{"site behind a full-width bar", window(plain+" ｜ दैनिक सेतु") + site + dated, "", plain},
		{"site behind an arrow", window(plain+" &gt; दैनिक सेतु") + site + dated, "", plain},
		{"site before a bar", window("दैनिक सेतु | "+plain) + site + dated, "", plain},
		{"site before a dash", window("दैनिक सेतु - "+plain) + site + dated, "", plain},
		{"site before a colon", window("दैनिक सेतु: "+plain) + site + dated, "", plain},
		{"site before a guillemet", window("दैनिक सेतु » "+plain) + site + dated, "", plain},
		{"site before, in the shared title", share("दैनिक सेतु | "+plain) + site + dated, "", plain},
		{"section and site", window(plain+" | उत्तर प्रदेश | दैनिक सेतु") + site + dated, "", plain},
		{"section, place and site", window(plain+" | रतनगढ़ | उत्तर प्रदेश | दैनिक सेतु") + site + dated, "", plain},
		{"site with a slogan", window(plain+" - दैनिक सेतु: हर ख़बर आप तक") + site + dated, "", plain},
		{"site in Latin", window(plain+" - Dainik Setu") + `<meta property="og:site_name" content="Dainik Setu">` + dated, "", plain},
		{"Hindi words and site", window(plain+" - Hindi News, हिंदी न्यूज़ - Dainik Setu") + `<meta property="og:site_name" content="Dainik Setu">` + dated, h1, plain},
		{"keywords for search", window("Ratangarh News: पुल अधूरा, गांव परेशान - Son Bridge Ratangarh Up News | दैनिक सेतु") + share("Ratangarh News: पुल अधूरा, गांव परेशान") + news(plain), h1, plain},
	}
}

func headlineForms() []titleForm {
	dated := `<meta property="article:published_time" content="2026-11-20T21:42:00+05:30">`
	site := `<meta property="og:site_name" content="दैनिक सेतु">`
	window := func(title string) string { return "<title>" + title + "</title>" }
	share := func(title string) string { return `<meta property="og:title" content="` + title + `">` }
	news := func(headline string) string {
		return linked(`{"@type":"NewsArticle","headline":"` + headline + `","datePublished":"2026-11-20T21:42:00+05:30","publisher":{"@type":"Organization","name":"दैनिक सेतु"}}`)
	}
	h1 := "<h1>" + plain + "</h1>"
	return []titleForm{
		{"shared title cut", share("सोन नदी का पुल अधूरा, 18 गांव…") + dated, h1, plain},
		{"shared title cut with dots", share("सोन नदी का पुल अधूरा, 18 गांव...") + news(plain), h1, plain},
		{"linked headline cut", share(plain) + news("सोन नदी का पुल अधूरा, 18 गांव नाव..."), h1, plain},
		{"linked and shared cut", share("सोन नदी का पुल अधूरा, 18 गांव...") + news("सोन नदी का पुल अधूरा, 18 गांव..."), h1, plain},
		{"linked headline cut without a mark", news("Bridge over the Son left unfinished for a ninth year, and eighteen villages depend on a boat that the"), "<h1>Bridge over the Son left unfinished for a ninth year, and eighteen villages depend on a boat that the district wants to stop</h1>", "Bridge over the Son left unfinished for a ninth year, and eighteen villages depend on a boat that the district wants to stop"},
		{"all the same", window(plain) + share(plain) + news(plain), h1, plain},
		{"quotes as entities", window(plain) + share("&amp;quot;पुल दो&amp;quot;: सोन नदी का पुल अधूरा") + news("&quot;पुल दो&quot;: सोन नदी का पुल अधूरा"), `<h1>"पुल दो": सोन नदी का पुल अधूरा</h1>`, `"पुल दो": सोन नदी का पुल अधूरा`},
		{"numbered entities", share("राम&amp;#39;s पुल: नदी का काम अधूरा, गांव परेशान") + dated, "", "राम's पुल: नदी का काम अधूरा, गांव परेशान"},
		{"tags in the linked headline", news("<b>सोन नदी</b> का पुल अधूरा, 18 गांव नाव के भरोसे"), h1, plain},
		{"h1 with markup and breaks", share(plain) + dated, "<h1>\n सोन नदी का <span>पुल अधूरा,</span><br> 18 गांव नाव के भरोसे </h1>", plain},
		{"h1 of the site", share(plain) + news(plain), "<h1>दैनिक सेतु</h1>", plain},
		{"h1 of the site and of the story", window(plain+" | दैनिक सेतु") + dated, "<h1><a href='/'>दैनिक सेतु</a></h1>" + h1, plain},
		{"subtitle in an h2", share(plain) + news(plain), h1 + "<h2>चार महीने से रुका काम</h2>", plain},
		{"subtitle inside the h1", share(plain) + news(plain), "<h1>" + plain + "<small>चार महीने से रुका काम</small></h1>", plain},
		{"no h1, AMP", window(plain) + news(plain), "<h2>" + plain + "</h2>", plain},
		{"only an h1", dated, h1, plain},
		{"only the window", window(plain + " | दैनिक सेतु"), "", plain},
		{"a question kept whole", window("पुल कब बनेगा - या कभी नहीं? | दैनिक सेतु") + dated, "<h1>पुल कब बनेगा - या कभी नहीं?</h1>", "पुल कब बनेगा - या कभी नहीं?"},
		{"a colon that belongs", window("रतनगढ़: पुल अधूरा, 18 गांव नाव के भरोसे") + share("रतनगढ़: पुल अधूरा, 18 गांव नाव के भरोसे") + site + dated, "", "रतनगढ़: पुल अधूरा, 18 गांव नाव के भरोसे"},
		{"a speaker before a colon", share("मंत्री बोले: पुल अगले साल बनेगा - नाव की मरम्मत होगी") + site + dated, "", "मंत्री बोले: पुल अगले साल बनेगा - नाव की मरम्मत होगी"},
		{"capitals", share("Bridge over the Son left unfinished, 18 villages cut off") + dated, "<h1>BRIDGE OVER THE SON LEFT UNFINISHED, 18 VILLAGES CUT OFF</h1>", "Bridge over the Son left unfinished, 18 villages cut off"},
		{"capitals in the head", share("BRIDGE OVER THE SON LEFT UNFINISHED, 18 VILLAGES CUT OFF") + dated, "<h1>Bridge over the Son left unfinished, 18 villages cut off</h1>", "Bridge over the Son left unfinished, 18 villages cut off"},
		{"title for sharing in English", share("Son river bridge unfinished, 18 villages depend on boats") + news(plain), h1, plain},
		{"characters without width", share("सोन\u200b नदी का पुल अधूरा, 18 गांव नाव के भरोसे") + dated, "", plain},
		{"shared title of the site", share("दैनिक सेतु") + site + dated + window(plain+" | दैनिक सेतु"), h1, plain},
		{"a label for video", share(plain) + news(plain), "<h1>" + plain + "<span class=\"video-label\"> वीडियो</span></h1>", plain},
		{"site joined to the linked headline", news(plain+" | दैनिक सेतु") + window(plain+" | दैनिक सेतु"), h1, plain},
		{"site joined to all", news(plain+" - दैनिक सेतु") + share(plain+" - दैनिक सेतु") + site, "", plain},
		{"place joined in Marathi", share("सोन नदीवरील पूल अपूर्ण, १८ गावे होडीवर अवलंबून | दैनिक सेतु मराठी") + dated, "", "सोन नदीवरील पूल अपूर्ण, १८ गावे होडीवर अवलंबून"},
		{"Tamil and a dash", window("பாலம் முடிவடையாததால் 18 கிராமங்கள் படகை நம்பியுள்ளன - தினசேது") + `<meta property="og:site_name" content="தினசேது">` + dated, "", "பாலம் முடிவடையாததால் 18 கிராமங்கள் படகை நம்பியுள்ளன"},
	}
}
