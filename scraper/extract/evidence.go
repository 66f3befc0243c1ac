package extract

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/saar-news/saar"
)

// evidence is what speaks for or against a page being one article, each from 0 to 1; gate.go weighs it.
type evidence struct {
	linkedArticle float64 // linked data calls it an article
	linkedOther   float64 // linked data calls it a product, a place, an event, and not an article
	linkedForum   float64
	sectionPath   float64 // the address has a word such as /category/ or /products/
	sectionEnd    float64 // the address ends in the name of a section
	forumPath     float64
	storyPath     float64 // the address has a date, or a word such as /news/ with more behind it
	slug          float64 // the last part of the address has many words
	dated         float64 // the page is dated for machines
	signed        float64 // it names an author
	body          float64 // the text stands in what calls itself an article's body
	share         float64 // of the text in all text of the page
	sentences     float64 // share of whole sentences in the text
	prices        float64
	buttons       float64 // how many links are dressed as buttons
	visible       float64 // a date is shown near the headline
	pager         float64 // labels that turn pages, or sort and filter a list
	cart          float64 // something can be put in a cart
	pitch         float64 // how often it asks to buy, book or call
	posts         float64 // boxes alike called posts with text in them, as in a forum
}

var (
	sectionWords = words("category categories tag tags topic topics product products shop store collections c p item itm search " +
		"author authors service services departments department solutions platform pricing about contact careers jobs courses d l w s " +
		"b dp pdp cart locations menu offers deals app apps hub features industries shopping catalog browse archive archives page label lekhak patrakar vishay khoj लेखक विषय टैग श्रेणी खोज")
	forumWords = words("thread threads forum forums topic t questions question talk community discussion discussions showthread viewtopic")
	storyWords = words("blog blogs news article articles story stories post posts press-release press magazine report insights insight resources " +
		"resource journal opinion features learn guide guides storyid newsid khabar samachar national local state world business sports")
)

// weigh gathers the evidence from what the page says of itself, its address and its text.
func (f *facts) weigh(c choice, a *saar.Article) evidence {
	var e evidence
	f.weighData(&e)
	f.weighAddress(&e)
	f.weighText(&e, c, a)
	return e
}

func (f *facts) weighData(e *evidence) {
	for _, t := range f.things {
		e.linkedOther = max(e.linkedOther, truth(t.is(productTypes)))
		e.linkedForum = max(e.linkedForum, truth(t.is(forumTypes)))
	}
	if f.article != nil {
		e.linkedArticle, e.linkedOther = 1, e.linkedOther/2
	}
	e.dated = truth(f.machineDated())
	e.signed = truth(len(f.article.texts("author")) > 0 || f.metaText("author", "article:author", "parsely-author", "sailthru.author", "byl") != "")
}

// machineDated reports whether the page gives its date in linked data or a meta element.
func (f *facts) machineDated() bool {
	for _, text := range f.article.texts("datePublished") {
		if _, ok := readMoment(text, f.zone); ok {
			return true
		}
	}
	return f.metaText(publishedMetas...) != ""
}

func (f *facts) weighAddress(e *evidence) {
	u, err := url.Parse(f.page.URL)
	if err != nil || u.Host == "" {
		return
	}
	path := strings.Trim(strings.ToLower(u.Path), "/")
	parts := strings.Split(path, "/")
	for i, part := range parts {
		part, _, _ = strings.Cut(part, ".")
		last := i == len(parts)-1
		e.sectionPath = max(e.sectionPath, truth(sectionWords[part]))
		e.forumPath = max(e.forumPath, truth(forumWords[part]))
		e.storyPath = max(e.storyPath, truth(storyWords[part] && !last))
		e.sectionEnd = truth(sectionWords[part] || storyWords[part] || namedSection(part) != "") // of the last part
	}
	if strings.HasPrefix(u.Host, "forum") || strings.HasPrefix(u.Host, "community.") {
		e.forumPath = 1
	}
	if addressDate(f.page.URL) != "" {
		e.storyPath = 1
	}
	slug := strings.FieldsFunc(parts[len(parts)-1], func(c rune) bool { return c == '-' || c == '_' })
	e.slug = min(float64(len(slug))/8, 1)
}

func (f *facts) weighText(e *evidence, c choice, a *saar.Article) {
	var text, whole, all, prices, pagers int
	for _, p := range a.Body {
		if n := utf8.RuneCountInString(p.Text); p.Kind != saar.Heading {
			text += n
			if n > 60 && endsSentence(p.Text) {
				whole += n
			}
		}
	}
	for i := range f.blocks {
		b := &f.blocks[i]
		all += int(b.runes)
		if b.runes >= 60 {
			continue
		}
		if b.links > 0 && b.runes < 40 {
			f.notePitch(b.text)
		}
		prices += int(truth(isPrice(b.text)))
		pagers += int(truth(isPager(b.text)))
	}
	e.share, e.sentences = share(text, all), share(whole, text)
	e.buttons = min(float64(f.buttons)/20, 1)
	e.visible = truth(len(f.shownDate(a.Title)) > 0)
	e.cart, e.pitch = truth(f.carts > 0), min(float64(f.pitches)/6, 1)
	e.posts = f.postsAlike()
	e.prices, e.pager = min(float64(prices)/8, 1), min(float64(pagers)/2, 1)
	for i := c.box; i >= 0; i = f.boxes[i].parent {
		if f.boxes[i].traits&(traitBody|traitArticle) != 0 {
			e.body = 1
		}
	}
	e.body = max(e.body, truth(c.inBody))
}

// share is the part that n is of all; 0 of nothing.
func share(n, all int) float64 {
	if all == 0 {
		return 0
	}
	return float64(n) / float64(all)
}

func truth(ok bool) float64 {
	if ok {
		return 1
	}
	return 0
}

// isPrice reports whether a short text shows a price.
func isPrice(text string) bool {
	i := strings.IndexAny(text, "$€£₹¥")
	return i >= 0 && strings.ContainsAny(text[i:], "0123456789")
}

// isPager reports whether a short text is a label that turns pages, or sorts and filters a list.
func isPager(text string) bool {
	if len(text) > 40 {
		return false
	}
	text = strings.ToLower(text)
	return pagerLabels[text] || strings.HasPrefix(text, "sort by") || strings.HasPrefix(text, "filter")
}

var pagerLabels = map[string]bool{
	"next": true, "previous": true, "load more": true, "show more": true,
	"अगला पेज": true, "पिछला पेज": true, "अगला": true, "पिछला": true, "लोड मोर": true, "और लोड करें": true,
}

// postsAlike counts the boxes of one class that are called posts or messages and hold running text.
func (f *facts) postsAlike() float64 {
	text := make([]int32, len(f.boxes))
	for i := range f.blocks {
		text[f.blocks[i].box] += f.blocks[i].good()
	}
	for i := len(f.boxes) - 1; i > 0; i-- {
		text[f.boxes[i].parent] += text[i]
	}
	count := map[int32]int{}
	most := 0
	for i := range f.boxes {
		if b := &f.boxes[i]; b.traits&traitPost != 0 && text[i] > 0 && b.name != 0 {
			count[b.name]++
			most = max(most, count[b.name])
		}
	}
	return min(float64(max(most-2, 0))/6, 1)
}

// notePitch counts the calls to buy or book among the labels of buttons and links.
func (s *scan) notePitch(label string) {
	label = strings.ToLower(label)
	for _, call := range cartCalls {
		if strings.Contains(label, call) {
			s.carts++
			return
		}
	}
	for _, call := range pitchCalls {
		if strings.Contains(label, call) {
			s.pitches++
			return
		}
	}
}

var (
	cartCalls  = []string{"add to cart", "add to bag", "add to basket", "add to trolley", "buy it now", "add to wishlist", "कार्ट में"}
	pitchCalls = []string{
		"get started", "free trial", "contact us", "get a quote", "free quote", "request a demo", "book a demo", "get a demo", "book now",
		"book a call", "buy now", "schedule a", "talk to", "contact sales", "free consultation", "call us", "call now", "pricing", "order now",
		"sign up free", "try for free", "start free", "shop now", "get in touch", "enroll", "apply now",
	}
)
