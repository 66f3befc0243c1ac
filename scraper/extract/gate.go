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
	for _, sees := range []func(int, *saar.Article) (Kind, string){f.failed, f.otherForm, f.stub} {
		if kind, reason := sees(text, a); kind != "" {
			return kind, reason
		}
	}
	e := f.weigh(c, a)
	if e.score() > 0 {
		return Article, ""
	}
	return f.otherKind(e), e.because()
}

// failed recognises error pages.
func (f *facts) failed(text int, a *saar.Article) (Kind, string) {
	switch {
	case f.page.Status >= 400:
		return Error, "the server answered with an error"
	case text < 1500 && saysError(a.Title+" "+f.title):
		return Error, "the title says that there is no such page"
	}
	return "", ""
}

// stub recognises pages with nothing to read, or not for everybody.
func (f *facts) stub(text int, _ *saar.Article) (Kind, string) {
	switch {
	case text < shortRunes && f.atHome():
		return Home, "an outlet's front page"
	case text < 400 && f.locked():
		return Paywall, "only the first lines are free"
	case text < shortRunes && f.passwords > 0:
		return Login, "a form asks for a password where the text should be"
	case text < 40:
		return Empty, "no text to speak of"
	}
	return "", ""
}

// errorTitles are what pages are called that do not exist, also when the server said 200.
var errorTitles = []string{
	"404", "not found", "page not available", "page unavailable", "access denied", "forbidden", "are you a robot", "not a bot", "you are human", "security check", "checking your browser", "just a moment",
	"attention required", "service unavailable", "internal server error", "bad gateway", "page doesn't exist", "page does not exist",
	"something went wrong", "error 5", "error 4", "पेज नहीं मिला", "पृष्ठ नहीं मिला", "पेज उपलब्ध नहीं", "यह पेज मौजूद नहीं",
}

func saysError(title string) bool {
	title = strings.ToLower(title)
	if utf8.RuneCountInString(title) > 160 {
		return false
	}
	for _, words := range errorTitles {
		if strings.Contains(title, words) {
			return true
		}
	}
	return false
}

// locked reports whether the page says that its text is not free.
func (f *facts) locked() bool {
	for _, free := range f.article.texts("isAccessibleForFree") {
		if strings.EqualFold(free, "false") {
			return true
		}
	}
	return f.article["isAccessibleForFree"] == false || f.metaText("article:content_tier") == "locked"
}

// otherForm recognises live blogs, videos and galleries, by what the page calls itself.
func (f *facts) otherForm(text int, a *saar.Article) (Kind, string) {
	path := "/" + strings.Trim(strings.ToLower(pathOf(f.page.URL)), "/") + "/"
	switch {
	case f.anyThing(liveTypes) || saysLive(a.Title, path) && len(f.times) > 4:
		return Live, "a live blog: dated entries about many things"
	case pathHas(path, "video", "videos", "watch", "shorts", "live-tv") && text < 1200 && !f.article.is(newsTypes),
		(f.anyThing(videoTypes) || f.videos > 0) && f.article == nil && text < 200, f.anyThing(videoTypes) && f.article == nil && text < 600:
		return Video, "a video with some words"
	case pathHas(path, "photos", "photo", "photo-gallery", "photogallery", "gallery", "galleries", "web-stories", "webstories", "visual-stories", "photo-stories") && text < 2500,
		f.anyThing(photoTypes) && f.article == nil:
		return Photo, "a gallery of pictures"
	}
	return "", ""
}

func (f *facts) anyThing(types map[string]bool) bool {
	for _, t := range f.things {
		if t.is(types) {
			return true
		}
	}
	return false
}

func saysLive(title, path string) bool {
	title = strings.ToLower(title)
	for _, words := range []string{"live updates", "live update", "live blog", "liveblog", "लाइव अपडेट", "लाइव ब्लॉग", "live:", "लाइव:"} {
		if strings.Contains(title, words) {
			return true
		}
	}
	return strings.Contains(path, "live-updates") || strings.Contains(path, "live-blog") || strings.Contains(path, "liveblog")
}

func pathHas(path string, parts ...string) bool {
	for _, part := range parts {
		if strings.Contains(path, "/"+part+"/") {
			return true
		}
	}
	return false
}

func pathOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return u.Path
}

// otherKind is the likeliest kind of a page that is no article.
func (f *facts) otherKind(e evidence) Kind {
	switch {
	case f.atHome():
		return Home
	case e.linkedForum+e.forumPath+e.posts > 0.9:
		return Forum
	case e.linkedOther+e.cart+e.prices > 0.5:
		return Product
	}
	return Listing
}

// atHome reports whether the address has no path.
func (f *facts) atHome() bool {
	path := strings.Trim(pathOf(f.page.URL), "/")
	return strings.HasPrefix(f.page.URL, "http") && (path == "" || path == "index.html" || path == "index.php") && !strings.Contains(f.page.URL, "?")
}
