//go:build proof

package main

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"
)

// words are what the sentences of a region are made of.
var words = strings.Fields(`नगर पंचायत बैठक सड़क पानी बिजली किसान विभाग अधिकारी जिला गांव बाजार स्कूल शिक्षक छात्र परीक्षा अस्पताल डॉक्टर मरीज
	पुलिस जांच मामला आरोपी थाना अदालत फैसला सरकार योजना बजट करोड़ लाख रुपये काम निर्माण पुल नदी बारिश बाढ़ राहत शिविर लोग
	परिवार महिला युवा रोजगार मेला उत्सव मंदिर यात्रा बस रेल स्टेशन यात्री टिकट कंपनी व्यापारी दुकान दाम सब्जी अनाज मंडी
	खेल टीम मैच खिलाड़ी कप जीत हार मैदान दर्शक नेता चुनाव सीट मतदान उम्मीदवार प्रचार सभा समिति सदस्य अध्यक्ष मंत्री`)

// verbs end them.
var verbs = strings.Split("की गई।|किया गया।|शुरू हो गया है।|पूरा कर लिया गया.|की तैयारी है।|पर रोक लगा दी गई।|का निरीक्षण हुआ.|की मांग उठी है।", "|")

// feed lists a site's pages, one a minute, the newest first.
func (g *region) feed(site int) string {
	var b strings.Builder
	b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>नगर</title><link>http://` + g.name(site) + `/</link>`)
	for n := range g.pages {
		fmt.Fprintf(&b, `<item><title>%s</title><link>%s</link><pubDate>%s</pubDate></item>`,
			g.headline(site, n), g.address(site, n), g.published(n).Format(time.RFC1123Z))
	}
	b.WriteString(`</channel></rss>`)
	return b.String()
}

func (g *region) address(site, n int) string {
	return fmt.Sprintf("http://%s/khabar/%d", g.name(site), n)
}

func (g *region) published(n int) time.Time { return g.begun.Add(-time.Duration(n) * time.Minute) }

func (g *region) headline(site, n int) string {
	return strings.TrimSuffix(place(site, n)+" में "+sentence(chanceOf(site, n), 8), "।")
}

// syllables make the names of places.
var syllables = strings.Fields("का चं दे नी रू है ला मो सो बे जा कु धा पा शि गो तु वी भा खे रा ना सु मे")

// place is where a page's news is, and no other's.
func place(site, n int) string {
	i := site*50 + n
	k := len(syllables)
	return syllables[i%k] + syllables[i/k%k] + syllables[i/k/k%k] + "पुर"
}

// article is one page of a site: some 4 kB of news in 100 to 200 kB of everything else.
func (g *region) article(site, n int) string {
	chance := chanceOf(site, n)
	var b strings.Builder
	fmt.Fprintf(&b, `<!doctype html><html lang="hi"><head><title>%[1]s | नगर %[2]d</title><meta property="og:title" content="%[1]s">
<script type="application/ld+json">{"@type":"NewsArticle","headline":"%[1]s","datePublished":"%[3]s"}</script><link rel="canonical" href="%[4]s">`,
		g.headline(site, n), site, g.published(n).Format(time.RFC3339), g.address(site, n))
	b.WriteString(g.frame[0])
	for range 10 {
		b.WriteString("<p>" + place(site, n) + " में ")
		for range 3 {
			b.WriteString(sentence(chance, 9+chance.IntN(8)) + " ")
		}
		b.WriteString("</p>\n")
	}
	b.WriteString(strings.Repeat("<!-- vigyapan ki jagah -->\n", chance.IntN(3000)))
	b.WriteString(g.frame[1])
	return b.String()
}

func chanceOf(site, n int) *rand.Rand { return rand.New(rand.NewPCG(uint64(site), uint64(n))) }

func sentence(chance *rand.Rand, length int) string {
	said := make([]string, 0, length+1)
	for range length {
		said = append(said, words[chance.IntN(len(words))])
	}
	return strings.Join(append(said, verbs[chance.IntN(len(verbs))]), " ")
}

// pageHead is a page up to its text: styles, scripts and menus as news sites have them.
func pageHead() string {
	chance := chanceOf(0, 0)
	var b strings.Builder
	b.WriteString("<style>")
	for i := range 300 {
		fmt.Fprintf(&b, ".patti-%d{margin:%dpx;color:#%06x;display:flex}", i, i, i*7919)
	}
	b.WriteString("</style></head><body><header><nav><ul>")
	for i := range 150 {
		fmt.Fprintf(&b, `<li class="menu-%d"><a href="/anubhag/%d">%s</a></li>`, i, i, words[chance.IntN(len(words))])
	}
	b.WriteString(`</ul></nav></header><main><article class="khabar"><div class="paath">`)
	return b.String()
}

// pageFoot is a page after its text: other stories and a script.
func pageFoot() string {
	chance := chanceOf(0, 1)
	var b strings.Builder
	b.WriteString("</div></article><aside>")
	for i := range 260 {
		fmt.Fprintf(&b, `<div class="card"><a href="/khabar-aur/%d"><img src="/chitra/%d.jpg" alt=""><h3>%s</h3></a><span class="samay">%d मिनट</span></div>`,
			i, i, sentence(chance, 7), i)
	}
	b.WriteString("</aside></main><footer><script>var d={" + strings.Repeat(`"k":[1,2,3],`, 1500) + "};</script></footer></body></html>")
	return b.String()
}
