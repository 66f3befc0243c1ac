package extract

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"
)

// headline is the article's title without the site's name. On a page of news its headline in linked data, its title for
// sharing and its h1 vote, as each is sometimes a shorter or a catchier one; elsewhere the h1 is it, and the others are
// written for search engines.
func (f *facts) headline() string {
	linked := squeeze(f.article.text("headline", "name"))
	shared := f.stripSite(f.metaText("og:title", "twitter:title"))
	window := f.stripSite(f.title)
	shown := f.shownTitle(linked, shared, window)
	if f.article.is(newsTypes) || f.machineDated() {
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
			if sameTitle(h, name) {
				return h
			}
		}
	}
	if len(f.headings) == 1 && len(strings.Fields(f.headings[0])) > 3 {
		return f.headings[0]
	}
	return ""
}

// vote is the title two of three agree on; when no two do, the linked, the shared, the shown one.
func vote(shown, linked, shared string) string {
	l, s, h := letters(linked), letters(shared), letters(shown)
	switch {
	case l != "" && (l == s || l == h):
		return linked
	case s != "" && s == h:
		return shared
	case l != "":
		return linked
	case s != "":
		return shared
	}
	return shown
}

// longer is an h1 that is the title with a kicker, if there is one.
func (f *facts) longer(title string) string {
	for _, h := range f.headings {
		if len(h) > len(title) && sameTitle(h, title) {
			return h
		}
	}
	return title
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

// shows reports whether a line of the page begins with the title.
func (f *facts) shows(title string) bool {
	title = strings.TrimRight(title, " "+siteMarks)
	if len(strings.Fields(title)) < 4 {
		return false
	}
	for i := range f.blocks[:min(len(f.blocks), 1000)] {
		if rest, ok := strings.CutPrefix(f.blocks[i].text, title); ok {
			return strings.TrimSpace(rest) == "" || !strings.ContainsRune(siteMarks, firstRune(strings.TrimSpace(rest)))
		}
	}
	return false
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// stripSite cuts the site's name off the end of a title: a part behind a mark that is the site's declared name or its
// host, or that the page leaves out where it shows the title; and anything behind a bar.
func (f *facts) stripSite(title string) string {
	site := letters(f.metaText("og:site_name", "application-name"))
	host := ""
	if u, err := url.Parse(f.page.URL); err == nil {
		host = letters(u.Hostname())
	}
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
		known := f.shows(title[:cut]) || strings.Contains(host, tail) || len(site) > 2 && strings.Contains(tail, site) || strings.Contains(site, tail)
		if !known && mark != '|' && mark != '»' || mark == ':' && !known {
			return title
		}
		title = strings.TrimRight(title[:cut], " "+siteMarks)
	}
	return title
}
