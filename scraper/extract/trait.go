package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// trait is what an element's tag, role, class and id say about it.
type trait uint32

const (
	traitNav trait = 1 << iota
	traitAside
	traitFooter
	traitRelated
	traitShare
	traitComment
	traitCaption
	traitAd
	traitForm
	traitMeta
	traitHidden
	traitBody    // says it holds an article's text
	traitArticle // <article> or its role
	traitCard    // advertises another page
	traitPost    // one of the posts of a forum

	traitNoise = traitNav | traitAside | traitFooter | traitRelated | traitShare | traitComment | traitCaption |
		traitAd | traitForm | traitMeta | traitHidden | traitCard
)

// ruleNames are the names under which a dropped block shows the trait that dropped it.
var ruleNames = []struct {
	trait trait
	rule  string
}{
	{traitHidden, "hidden"},
	{traitNav, "navigation"},
	{traitComment, "comments"},
	{traitRelated, "related"},
	{traitAd, "advertisement"},
	{traitCard, "card"},
	{traitShare, "share"},
	{traitForm, "form"},
	{traitCaption, "caption"},
	{traitFooter, "footer"},
	{traitAside, "aside"},
	{traitMeta, "byline"},
}

func (t trait) rule() string {
	for _, n := range ruleNames {
		if t&n.trait != 0 {
			return n.rule
		}
	}
	return ""
}

var tagTraits = map[atom.Atom]trait{
	atom.Nav: traitNav, atom.Aside: traitAside, atom.Footer: traitFooter,
	atom.Figcaption: traitCaption, atom.Caption: traitCaption, atom.Form: traitForm, atom.Fieldset: traitForm,
	atom.Article: traitArticle, atom.Menu: traitNav, atom.Address: traitMeta,
}

var roleTraits = map[string]trait{
	"navigation": traitNav, "menu": traitNav, "menubar": traitNav, "complementary": traitAside,
	"contentinfo": traitFooter, "dialog": traitForm, "alertdialog": traitForm, "search": traitForm,
	"article": traitArticle, "tablist": traitNav, "toolbar": traitNav, "form": traitForm,
}

// wordTraits are the words of class names and ids, split at hyphens, underscores and capitals.
var wordTraits = wordTable(map[trait]string{
	traitPost: "post posts message messages reply replies thread topic answer comment",
	traitNav: "nav navbar navigation menu submenu breadcrumb breadcrumbs crumb crumbs pagination pager paging skip " +
		"toolbar topbar masthead subnav pagenav",
	traitAside:  "sidebar aside rail sidecol rhs sidemenu",
	traitFooter: "footer foot colophon copyright copyrights disclaimer",
	traitRelated: "related relateds recommend recommended recommendation recommendations recommends trending popular " +
		"outbrain taboola teaser teasers promo promos promobox suggested suggestions readmore alsoread readalso upnext " +
		"morestories mostread mostpopular mostviewed mgid carousel swiper cta",
	traitShare:   "share shares sharing sharebar social socials addthis sharethis addtoany socialmedia followus follow sharedaddy",
	traitComment: "comment comments commentlist commenting disqus livefyre respond commentbox",
	traitCaption: "caption captions credit credits imgcaption figcaption photocredit",
	traitAd: "ad ads adv advert adverts advertisement advertising advertise adsbygoogle adbox adslot adunit sponsor " +
		"sponsored sponsors dfp gpt adsense banner adwrap adcontainer ezoic promoted",
	traitForm: "newsletter newsletters subscribe subscription signup login cookie cookies consent gdpr modal popup overlay " +
		"lightbox registration poll survey feedback",
	traitMeta: "byline bylines dateline timestamp author authors authorbio bio tags taglist tag metadata meta postmeta " +
		"entrymeta keywords keyword posted publisher pubdate",
})

func wordTable(lists map[trait]string) map[string]trait {
	table := map[string]trait{}
	for t, list := range lists {
		for word := range strings.FieldsSeq(list) {
			table[word] |= t
		}
	}
	return table
}

// namePart is a trait by a part of a class name.
type namePart struct {
	trait trait
	part  string
}

// partTraits are found anywhere in a class name or id.
var partTraits = partTable(map[trait]string{
	traitRelated: "related outbrain taboola recommend read-more readmore also-read alsoread more-stories read-next most-read " +
		"most-popular you-may-like more-from",
	traitShare:   "social-share share-button sharebutton follow-us",
	traitComment: "disqus comment-list comments-area",
	traitNav:     "breadcrumb navbar",
	traitForm:    "newsletter cookie- subscribe",
	traitAd:      "advertis sponsored adsbygoogle google-ad ad-container ad-wrapper ad-slot",
	traitCaption: "caption photo-credit image-credit",
	traitMeta:    "byline author-bio post-meta entry-meta article-meta article-tags post-tags",
	traitBody: "articlebody article-body article_body article__body articlecontent article-content article_content " +
		"article__content articletext article-text storybody story-body story_body storycontent story-content " +
		"story_content storydetail story-detail postcontent post-content post_content postbody post-body entry-content " +
		"entrycontent newscontent news-content newsdetail news-detail newsbody contentbody content-body body-content " +
		"content__body story-element-text wysiwyg richtext rich-text body-copy bodytext body-text td-post-content",
})

func partTable(lists map[trait]string) []namePart {
	var table []namePart
	for t, list := range lists {
		for part := range strings.FieldsSeq(list) {
			table = append(table, namePart{t, part})
		}
	}
	return table
}

// hiddenNames are the class names, whole, that hide an element.
var hiddenNames = words("hidden hide invisible d-none is-hidden u-hidden sr-only screen-reader-text screen-reader visually-hidden " +
	"visuallyhidden element-invisible display-none dn none hidden-print")

// nameTraits reads a class attribute or an id.
func nameTraits(attribute string) trait {
	var t trait
	for i, name := 0, ""; i < 20 && attribute != ""; i++ {
		name, attribute, _ = strings.Cut(strings.TrimLeft(attribute, " \t\n\r"), " ")
		if len(name) <= 80 {
			t |= classTraits(name)
		}
	}
	return t
}

// classTraits reads one class name. What it says it has, or has not, is about something else.
func classTraits(name string) trait {
	low := strings.ToLower(name)
	if hiddenNames[low] {
		return traitHidden
	}
	for _, prefix := range []string{"has", "no-", "with", "is-", "js-"} {
		if strings.HasPrefix(low, prefix) {
			return 0
		}
	}
	var t trait
	for _, p := range partTraits {
		if strings.Contains(low, p.part) {
			t |= p.trait
		}
	}
	start := 0
	for i := 0; i <= len(name); i++ {
		if i < len(name) && isLetter(name[i]) && (i == start || !isUpper(name[i]) || isUpper(name[i-1])) {
			continue
		}
		if i > start && (start == 0 || low[start-1] < '0' || low[start-1] > '9') { // what follows a digit is part of a hash
			t |= wordTraits[low[start:i]]
		}
		start = i
		if i < len(name) && !isLetter(name[i]) {
			start = i + 1
		}
	}
	return t
}

func isUpper(c byte) bool  { return c >= 'A' && c <= 'Z' }
func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// name is a class attribute as it was first met on the page.
type name struct {
	id     int32
	traits trait
}

// traits reads an element. It returns its class name's id too, 0 for none.
func (s *scan) traits(n *html.Node) (trait, int32) {
	t, id := tagTraits[n.DataAtom], int32(0)
	if n.DataAtom == atom.Html || n.DataAtom == atom.Body {
		return 0, 0
	}
	for i := range n.Attr {
		a := &n.Attr[i]
		switch a.Key {
		case "class", "id":
			if a.Key == "id" && (isHeadingTag(n.DataAtom) || strings.Count(a.Val, "-") > 3) {
				continue
			}
			named, ok := s.names[a.Val]
			if !ok {
				named = name{int32(len(s.names) + 1), nameTraits(a.Val)}
				s.names[a.Val] = named
			}
			t |= named.traits
			if a.Key == "class" {
				id = named.id
			}
		case "role":
			t |= roleTraits[a.Val]
		case "itemprop":
			switch a.Val {
			case "articleBody":
				t |= traitBody
			case "author", "datePublished", "dateModified", "keywords":
				t |= traitMeta
			}
		case "hidden":
			t |= traitHidden
		case "aria-hidden":
			if a.Val == "true" {
				t |= traitHidden
			}
		case "style":
			if style := strings.ToLower(a.Val); strings.Contains(style, "display:none") || strings.Contains(style, "display: none") ||
				strings.Contains(style, "visibility:hidden") {
				t |= traitHidden
			}
		}
	}
	if t&traitHidden != 0 && folds(n) {
		t &^= traitHidden
	}
	switch {
	case n.DataAtom == atom.Main || n.DataAtom == atom.Article:
		t &^= traitNoise &^ traitHidden &^ traitComment &^ traitRelated
	case t&traitBody != 0 && (n.DataAtom == atom.P || n.DataAtom == atom.Li || isHeadingTag(n.DataAtom)):
		t &^= traitBody // it names a paragraph after the body
	case t&traitBody != 0:
		t &^= traitRelated | traitMeta
	}
	return t, id
}

// folds reports whether an element stands in an accordion, whose text is hidden only until a reader asks for it.
func folds(n *html.Node) bool {
	for depth := 0; n != nil && depth < 4; n, depth = n.Parent, depth+1 {
		for _, key := range []string{"class", "id"} {
			name := attr(n, key)
			if name = strings.ToLower(name[:min(len(name), 200)]); strings.Contains(name, "accordion") || strings.Contains(name, "faq") {
				return true
			}
		}
	}
	return false
}
