package extract

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/saar-news/saar"
)

// siteMarks stand between a title and the site's name; siteBars between nothing else.
const (
	siteMarks = "|»·•–—-:~｜¦>›"
	siteBars  = "|»｜¦"
)

// stripSite cuts the site's name off both ends of a title, and anything behind a bar. A part that is no name of the site is
// cut if the page leaves it out where it shows the title, unless its linked data has it too.
func (f *facts) stripSite(title string) string {
	names, linked := f.siteNames(), letters(f.article.text("headline"))
	title = stripLead(title, names)
	for range 3 {
		if rest := stripName(title, names); rest != title {
			title = rest
			continue
		}
		head, tail, mark := lastPart(title)
		if len(letters(tail)) < 3 || !strings.ContainsRune(siteBars, mark) && (letters(title) == linked || !f.shows(head)) {
			return title
		}
		title = strings.TrimRight(head, " "+siteMarks)
	}
	return title
}

// stripNames cuts the site's name off both ends of a title, and nothing else.
func (f *facts) stripNames(title string) string {
	names := f.siteNames()
	return stripName(stripLead(title, names), names)
}

// stripLead cuts a site's name and the mark behind it off the beginning of a title.
func stripLead(title string, names []string) string {
	at := strings.IndexFunc(title, isSiteMark)
	if at <= 0 {
		return title
	}
	rest := strings.TrimLeft(title[at:], " "+siteMarks)
	mark, size := utf8.DecodeRuneInString(title[at:])
	apart := strings.HasPrefix(title[at+size:], " ") && (mark == ':' || title[at-1] == ' ') || strings.ContainsRune(siteBars, mark)
	if !apart || len(letters(rest)) < 3 || !slices.Contains(names, letters(title[:at])) {
		return title
	}
	return rest
}

// stripName cuts a part that is a name of the site off the end of a title; with it goes a slogan of a few words behind it.
func stripName(title string, names []string) string {
	head := title
	for range 3 {
		var mark rune
		head, _, mark = lastPart(head)
		if mark == 0 {
			return title
		}
		tail := letters(title[len(head):])
		if len(tail) >= 3 && slices.ContainsFunc(names, func(name string) bool { return isNameIn(tail, name) }) {
			return strings.TrimRight(head, " "+siteMarks)
		}
	}
	return title
}

// isNameIn reports whether the letters behind a mark are those of a site's name, a part of it, or little more than it.
func isNameIn(tail, name string) bool {
	return strings.Contains(name, tail) || len(tail) <= 3*len(name) && strings.Contains(tail, name)
}

// lastPart splits a title at its last mark; the mark is 0 if it has none with a space behind it, or a bar.
func lastPart(title string) (head, tail string, mark rune) {
	at := strings.LastIndexFunc(title, isSiteMark)
	if at <= 0 {
		return title, "", 0
	}
	mark, size := utf8.DecodeRuneInString(title[at:])
	if tail = title[at+size:]; !strings.HasPrefix(tail, " ") && !strings.ContainsRune(siteBars, mark) {
		return title, "", 0
	}
	return title[:at], tail, mark
}

func isSiteMark(c rune) bool { return strings.ContainsRune(siteMarks, c) }

// shows reports whether a line of the page begins with the title, and has no mark behind it.
func (f *facts) shows(title string) bool {
	title = strings.TrimRight(title, " "+siteMarks)
	if len(strings.Fields(title)) < 4 {
		return false
	}
	for i := range f.blocks[:min(len(f.blocks), 1000)] {
		if rest, ok := strings.CutPrefix(f.blocks[i].text, title); ok {
			mark, _ := utf8.DecodeRuneInString(strings.TrimSpace(rest))
			return !isSiteMark(mark)
		}
	}
	return false
}

// titled is a title that is more than the site's name, empty otherwise.
func (f *facts) titled(title string) string {
	if slices.Contains(f.siteNames(), letters(title)) {
		return ""
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
