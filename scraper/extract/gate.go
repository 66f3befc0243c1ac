package extract

import (
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/saar-news/saar"
)

// point is one piece of evidence with its weight, and what it says to a person when it speaks against an article.
type point struct {
	weight, value float64
	against       string
}

// points weighs the evidence. The weights are those of a logistic regression over labelled pages of news sites, shops,
// services, forums and listings, rounded, of the evidence that told pages of unseen sites better with it than without; bias
// is what an unknown page starts from.
func (e evidence) points() []point {
	return []point{
		{1.2, e.linkedArticle, ""},
		{-2.1, e.linkedOther, "linked data names something else than an article"},
		{-2.5, e.linkedForum, "linked data names a discussion"},
		{-2.5, e.sectionPath, "the address is one of a section, shop or profile"},
		{-1.3, e.sectionEnd, "the address ends in the name of a section"},
		{-2.9, e.forumPath, "the address is one of a forum"},
		{1.8, e.storyPath, ""},
		{2.6, e.slug, ""},
		{1.4, e.dated, ""},
		{0.8, e.signed, ""},
		{1.2, e.body, ""},
		{1.5, e.share, ""},
		{1.7, e.sentences, ""},
		{-0.9, e.buttons, "it has many buttons"},
		{1.5, e.visible, ""},
		{-1.5, e.pager, "it turns pages, or sorts a list"},
		{-1.6, e.cart, "something can be put in a cart"},
		{-0.9, e.pitch, "it asks to buy, book or call"},
		{-1, e.posts, "it holds several posts"},
	}
}

const bias = -2.4

// score is above zero for a page that is one article.
func (e evidence) score() float64 {
	sum := bias
	for _, p := range e.points() {
		sum += p.weight * p.value
	}
	return sum
}

// because says what speaks most against a page being an article.
func (e evidence) because() string {
	worst, reason := 0.0, "little speaks for an article: no date, author or long address, and little text"
	for _, p := range e.points() {
		if w := p.weight * p.value; w < worst {
			worst, reason = w, p.against
		}
	}
	return reason
}

// shortRunes is less text than an article has, unless everything else says that it is one.
const shortRunes = 250

// verdict tells what the page is, and why when it is no article.
func (f *facts) verdict(c choice, a *saar.Article) (Kind, string) {
	text := 0
	for _, p := range a.Body {
		if p.Kind != saar.Heading {
			text += utf8.RuneCountInString(p.Text)
		}
	}
	if kind, reason := f.failed(text, a); kind != "" {
		return kind, reason
	}
	if kind, reason := f.otherForm(text, a); kind != "" {
		return kind, reason
	}
	if kind, reason := f.stub(text, c); kind != "" {
		return kind, reason
	}
	if f.teases(c) && !(f.article.is(newsTypes) && f.machineDated()) {
		return Listing, "its text is what other pages are advertised with"
	}
	e := f.weigh(c, a)
	if e.score() > 0 {
		return Article, ""
	}
	return f.otherKind(e), e.because()
}

// stub recognises pages with nothing to read, or not for everybody.
func (f *facts) stub(text int, c choice) (Kind, string) {
	switch {
	case f.atHome() && (text < shortRunes || f.article.text("datePublished") == "" && f.linkedHeadlines() >= 8):
		return Home, "an outlet's front page"
	case text < 400 && (f.locked() || f.passwords == 0 && f.asksToRead(c)):
		return Paywall, "only the first lines are free"
	case text < shortRunes && f.passwords > 0, text < 600 && pathHas(f.path(), loginParts...) && !f.machineDated():
		return Login, "a form asks for a password where the text should be"
	case text < 40 && f.linkedHeadlines() >= 8:
		return Listing, "no text but that of links"
	case text < 40:
		return Empty, "no text to speak of"
	}
	return "", ""
}

// loginParts are the parts of an address at which readers sign in.
var loginParts = strings.Fields("login log-in signin sign-in sign_in sign-up signup register registration account my-account auth wp-login")

// asksToRead reports whether a short line in the text, or soon behind it, offers the rest to those who pay or sign in.
func (f *facts) asksToRead(c choice) bool {
	last := f.boxes[c.box].first
	for i := last; i < f.boxes[c.box].end; i++ {
		if c.value[i] > 0 && c.noise[f.blocks[i].box] == 0 {
			last = i
		}
	}
	for i := f.boxes[c.box].first; i < min(last+8, int32(len(f.blocks))); i++ {
		if b := &f.blocks[i]; b.runes < 160 {
			if rule, _ := phrases().drop(b.text); rule == "paywall" {
				return true
			}
		}
	}
	return false
}

// locked reports whether the page says that its text is not free.
func (f *facts) locked() bool {
	for _, free := range f.article.texts("isAccessibleForFree") {
		if strings.HasSuffix(strings.ToLower(free), "false") {
			return true
		}
	}
	return f.article["isAccessibleForFree"] == false || f.metaText("article:content_tier") == "locked"
}

// otherKind is the likeliest kind of a page that is no article.
func (f *facts) otherKind(e evidence) Kind {
	switch {
	case f.atHome():
		return Home
	case e.linkedForum+e.posts > 0.9, e.forumPath > 0 && !pathHas(f.path(), "topic", "topics", "tag", "tags"):
		return Forum
	case e.linkedOther+e.cart+e.prices > 0.5:
		return Product
	}
	return Listing
}

// homePaths are the paths of front pages, beside none at all: those of one language among them.
var homePaths = words("index default home hi hi-in hindi en english")

// atHome reports whether the address is that of a front page.
func (f *facts) atHome() bool {
	canonical, err := saar.CanonicalURL(f.page.URL)
	if err != nil {
		return false
	}
	u, err := url.Parse(canonical)
	if err != nil || strings.ContainsAny(u.RawQuery, "0123456789") { // a number may name an article
		return false
	}
	path, _, _ := strings.Cut(strings.ToLower(strings.Trim(u.Path, "/")), ".")
	return path == "" || homePaths[path]
}

// path is the path of the page's address in lower case between slashes, without the ending of a file's name.
func (f *facts) path() string {
	path := strings.Trim(strings.ToLower(pathOf(f.page.URL)), "/")
	if dot := strings.LastIndexByte(path, '.'); dot > strings.LastIndexByte(path, '/') {
		path = path[:dot]
	}
	return "/" + path + "/"
}
