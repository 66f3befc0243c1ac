package extract

import (
	"net/url"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/saar-news/saar"
	"golang.org/x/net/html"
)

// headline is the article's title without the site's name. On a page of news its headline in linked data, its title for
// sharing and its h1 vote, as each is sometimes a shorter or a catchier one; elsewhere the h1 is it, and the others are
// written for search engines. It notes the h1 that shows the headline.
func (f *facts) headline() string {
	linked := squeeze(f.article.text("headline", "name"))
	declared := f.metaText("og:title", "twitter:title")
	shared := f.stripSite(declared)
	window := f.stripSite(f.title)
	shown := f.shownTitle(linked, shared, window)
	f.shown = shown
	if f.article.is(newsTypes) || f.machineDated() {
		if shared == declared && f.writtenApart(shared, shown, linked, window) {
			return shared
		}
		if title := vote(shown, linked, shared); title != "" {
			return f.longer(title)
		}
	}
	for _, title := range []string{shown, linked, shared, window, squeeze(f.page.Link.Title)} {
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
	if shared == "" || shown == "" || letters(shown) != letters(linked) || !f.article.is(paperTypes) {
		return false
	}
	return !sameTitle(shared, shown) && !sameTitle(shared, window) && f.article.text("alternativeHeadline") == ""
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

// longer is an h1 that is the title with a kicker, if there is one.
func (f *facts) longer(title string) string {
	for _, h := range f.headings {
		if h.kicker == "" && len(h.text) > len(title) && sameTitle(h.text, title) {
			return h.text
		}
	}
	return title
}

// heading is the text of an h1.
type heading struct {
	text   string
	kicker string // what of its beginning calls itself the line above the headline
}

func headingOf(n *html.Node) heading {
	h := heading{text: squeeze(textOf(n))}
	if k := kickerIn(n, 0); k != nil {
		if kicker := squeeze(textOf(k)); kicker != h.text && strings.HasPrefix(h.text, kicker) {
			h.kicker = kicker
		}
	}
	return h
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

// siteMarks stand between a title and the site's name.
const siteMarks = "|»·•–—-:"

// shows reports whether a line of the page begins with the title, and has no mark behind it.
func (f *facts) shows(title string) bool {
	title = strings.TrimRight(title, " "+siteMarks)
	if len(strings.Fields(title)) < 4 {
		return false
	}
	for i := range f.blocks[:min(len(f.blocks), 1000)] {
		if rest, ok := strings.CutPrefix(f.blocks[i].text, title); ok {
			mark, _ := utf8.DecodeRuneInString(strings.TrimSpace(rest))
			return !strings.ContainsRune(siteMarks, mark)
		}
	}
	return false
}

// stripSite cuts the site's name off the end of a title, and anything behind a bar. A part that is no name of the site is cut
// if the page leaves it out where it shows the title, unless its linked data has it too.
func (f *facts) stripSite(title string) string {
	names, linked := f.siteNames(), letters(f.article.text("headline"))
	for range 3 {
		cut := strings.LastIndexFunc(title, func(c rune) bool { return strings.ContainsRune(siteMarks, c) })
		if cut <= 0 {
			return title
		}
		mark, size := utf8.DecodeRuneInString(title[cut:])
		tail := letters(title[cut+size:])
		if len(tail) < 3 || !strings.HasPrefix(title[cut+size:], " ") && mark != '|' {
			return title
		}
		known := slices.ContainsFunc(names, func(name string) bool {
			return strings.Contains(name, tail) || len(tail) <= 3*len(name) && strings.Contains(tail, name)
		})
		known = known || letters(title) != linked && f.shows(title[:cut])
		if !known && mark != '|' && mark != '»' {
			return title
		}
		title = strings.TrimRight(title[:cut], " "+siteMarks)
	}
	return title
}

// siteNames are the letters of what the page calls its site: declared names, the publisher's, the host and its own part.
func (f *facts) siteNames() []string {
	declared := []string{f.metaText("og:site_name"), f.metaText("application-name"), f.article.text("publisher")}
	if u, err := url.Parse(f.page.URL); err == nil {
		own, _, _ := strings.Cut(saar.RegistrableDomain(u.Hostname()), ".")
		declared = append(declared, u.Hostname(), own)
	}
	names := declared[:0]
	for _, name := range declared {
		if name = letters(name); len(name) > 3 {
			names = append(names, name)
		}
	}
	return names
}
