package extract

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// headline is the article's title without the site's name. On a page of news its headline in linked data, its title for
// sharing and its h1 vote, as each is sometimes a shorter or a catchier one; elsewhere the h1 is it, and the others are
// written for search engines. It notes the h1 that shows the headline.
func (f *facts) headline() string {
	linked := f.titled(f.stripNames(untagged(f.article.text("headline", "name"))))
	declared := f.metaText("og:title", "twitter:title")
	shared := f.titled(f.stripSite(declared))
	window := f.titled(f.stripSite(f.title))
	shown := f.shownTitle(linked, shared, window)
	f.shown = shown
	if f.article.is(newsTypes) || f.machineDated() {
		if shared == declared && f.writtenApart(shared, shown, linked, window) {
			return shared
		}
		if title := vote(shown, linked, shared); title != "" {
			return calm(f.longer(title), shown, linked, shared, window)
		}
	}
	for _, title := range []string{shown, linked, shared, window, squeeze(f.page.Link.Title), declared, f.title} {
		if title != "" {
			return title
		}
	}
	return ""
}

// shownTitle is the h1 that agrees with what the page calls itself, or is the only one and no mere name.
func (f *facts) shownTitle(names ...string) string {
	for _, h := range f.headings {
		for _, name := range names {
			if title := h.without(names); sameTitle(title, name) {
				return title
			}
		}
	}
	if len(f.headings) == 1 && len(strings.Fields(f.headings[0].text)) > 3 {
		return f.headings[0].text
	}
	return ""
}

// writtenApart reports whether the title for sharing is one that somebody wrote for this article of news, and not a form of the
// others: the linked data only repeats the h1 and offers no other title, and the window's is not this one.
func (f *facts) writtenApart(shared, shown, linked, window string) bool {
	if shared == "" || shown == "" || letters(shown) != letters(linked) || !f.article.is(paperTypes) || isLatin(shared) != isLatin(shown) {
		return false
	}
	return !sameTitle(shared, shown) && !sameTitle(shared, window) && f.article.text("alternativeHeadline") == ""
}

// isLatin reports whether a title has no letters but those of English: a Hindi paper's title for sharing may be one.
func isLatin(title string) bool {
	return !strings.ContainsFunc(title, func(c rune) bool { return c > 0x24F && unicode.IsLetter(c) })
}

// vote is the title two of three agree on; when no two do, the linked, the shown one if the shared one is a form of it, the
// shared, the shown one.
func vote(shown, linked, shared string) string {
	l, s, h := letters(linked), letters(shared), letters(shown)
	switch {
	case l != "" && (l == s || l == h):
		return linked
	case s != "" && s == h:
		return shared
	case l != "":
		return linked
	case s != "" && !sameTitle(shared, shown):
		return shared
	}
	return shown
}

// longer is an h1 that is the title with a kicker, or whole where the title is cut; the title if there is none.
func (f *facts) longer(title string) string {
	own := letters(title)
	for _, h := range f.headings {
		if h.kicker == "" && len(h.text) > len(title) && sameTitle(h.text, title) && (isCut(title) || strings.HasSuffix(letters(h.text), own)) {
			return h.text
		}
	}
	return title
}

// searchRunes is about how much of a headline the linked data may hold: search engines take 110.
const searchRunes = 95

// isCut reports whether a title ends where a counter of letters may have ended it.
func isCut(title string) bool {
	return strings.HasSuffix(title, "…") || strings.HasSuffix(title, "..") || utf8.RuneCountInString(title) >= searchRunes
}

// calm is the title, in one of the other forms of it where it is all in capitals and that is not.
func calm(title string, forms ...string) string {
	if !shouts(title) {
		return title
	}
	for _, form := range forms {
		if strings.EqualFold(form, title) && !shouts(form) {
			return form
		}
	}
	return title
}

func shouts(title string) bool {
	return strings.ContainsFunc(title, unicode.IsUpper) && !strings.ContainsFunc(title, unicode.IsLower)
}

// untagged is a headline without the markup that editors leave in the fields of linked data.
func untagged(headline string) string {
	for {
		from := strings.IndexByte(headline, '<')
		to := strings.IndexByte(headline[max(from, 0):], '>')
		if from < 0 || to < 2 || from+1 < len(headline) && headline[from+1] != '/' && !isLetter(headline[from+1]) {
			return squeeze(headline)
		}
		headline = headline[:from] + headline[from+to+1:]
	}
}

// heading is the text of an h1.
type heading struct {
	text   string
	kicker string // what of its beginning calls itself the line above the headline
}

func headingOf(n *html.Node) heading {
	h := heading{text: squeeze(lineText(n))}
	if k := kickerIn(n, 0); k != nil {
		if kicker := squeeze(textOf(k)); kicker != h.text && strings.HasPrefix(h.text, kicker) {
			h.kicker = kicker
		}
	}
	return h
}

// lineText is the text under n, its lines apart.
func lineText(n *html.Node) string {
	if c := n.FirstChild; c != nil && c.NextSibling == nil && c.Type == html.TextNode {
		return c.Data
	}
	var b strings.Builder
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch {
		case c.Type == html.TextNode:
			b.WriteString(c.Data)
		case c.DataAtom == atom.Br, c.DataAtom == atom.Small:
			b.WriteString(" " + lineText(c))
		case c.Type == html.ElementNode && isInline(c.DataAtom):
			b.WriteString(lineText(c))
		case c.Type == html.ElementNode && !isRaw(c.DataAtom):
			b.WriteString(" " + lineText(c) + " ")
		}
	}
	return b.String()
}

// kickerIn is the element inside n that calls itself a kicker, nil if there is none.
func kickerIn(n *html.Node, depth int) *html.Node {
	for c := n.FirstChild; c != nil && depth < 4; c = c.NextSibling {
		class := attr(c, "class")
		class = strings.ToLower(class[:min(len(class), 200)])
		for _, name := range []string{"kicker", "overline", "topline", "eyebrow", "surtitle", "pretitle"} {
			if strings.Contains(class, name) {
				return c
			}
		}
		if k := kickerIn(c, depth+1); k != nil {
			return k
		}
	}
	return nil
}

// without is the heading, without its kicker if none of the page's other titles has it.
func (h heading) without(names []string) string {
	kicker := letters(h.kicker)
	if kicker == "" || slices.ContainsFunc(names, func(name string) bool { return strings.Contains(letters(name), kicker) }) {
		return h.text
	}
	return strings.TrimLeft(h.text[len(h.kicker):], " /"+siteMarks)
}

// sameTitle reports whether two titles are one, cut or decorated differently.
func sameTitle(a, b string) bool {
	a, b = letters(a), letters(b)
	if len(a) > len(b) {
		a, b = b, a
	}
	return a != "" && (a == b || len(a)*10 >= len(b)*6 && strings.Contains(b, a))
}

// letters keeps what must agree for two titles to be one.
func letters(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsMark(c) || unicode.IsDigit(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, s)
}
