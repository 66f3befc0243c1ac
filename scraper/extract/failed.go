package extract

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/saar-news/saar"
)

// failed recognises error pages.
func (f *facts) failed(text int, a *saar.Article) (Kind, string) {
	switch {
	case f.page.Status >= 400:
		return Error, "the server answered with an error"
	case text < 1500 && saysError(a.Title+" "+f.title) && !(text > 400 && f.machineDated()),
		utf8.RuneCountInString(f.title) < 40 && saysError(f.title) && !f.machineDated():
		return Error, "the title says that there is no such page"
	case text < 700 && !f.machineDated() && len(f.shownDate(a.Title)) == 0 && f.apologises():
		return Error, "the page says that there is no such page"
	}
	return "", ""
}

// errorTitles are what pages are called that do not exist, also when the server said 200.
var errorTitles = []string{
	"404", "not found", "page not available", "page unavailable", "access denied", "forbidden", "are you a robot", "not a bot", "you are human", "security check", "checking your browser", "just a moment",
	"attention required", "service unavailable", "internal server error", "bad gateway", "page doesn't exist", "page does not exist",
	"something went wrong", "runtime error", "application error", "database error", "error 5", "error 4", "पेज नहीं मिला", "पृष्ठ नहीं मिला", "पेज उपलब्ध नहीं", "यह पेज मौजूद नहीं",
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

// apologies are what a page says in a line or two instead of an article; brief ones are so only as the most of a line.
var (
	apologies = []string{
		"page you are looking for", "page you were looking for", "page you requested", "page could not be found", "page cannot be found",
		"page can't be found", "nothing was found at this", "page is no longer available", "page no longer exists", "page not found", "establishing a database connection",
		"verifying you are human", "site is under maintenance", "पेज नहीं मिला", "पृष्ठ नहीं मिला", "पेज अब उपलब्ध नहीं", "पेज उपलब्ध नहीं",
		"पृष्ठ उपलब्ध नहीं", "पेज हटा दिया गया", "पेज मौजूद नहीं", "पेज को खोज रहे हैं", "पेज ढूंढ रहे हैं", "वेबसाइट पर रखरखाव",
	}
	briefApologies = []string{
		"not found", "try again later", "no longer available", "something went wrong", "404", "500", "503", "कुछ गलत हो गया", "कुछ गड़बड़ हो गई",
		"कुछ नहीं मिला", "हम जल्द लौटेंगे",
	}
)

// apologises reports whether one of the first lines of the page that are no links says that it holds nothing.
func (f *facts) apologises() bool {
	looked := 0
	for i := range f.blocks {
		b := &f.blocks[i]
		if b.linked*2 > b.runes || b.runes > 300 || b.runes < 3 {
			continue
		}
		if looked++; looked > 12 {
			return false
		}
		low := strings.ReplaceAll(strings.ToLower(b.text), "’", "'")
		says := func(words string) bool { return strings.Contains(low, words) }
		saysOnly := func(words string) bool { return says(words) && len(low) < 2*len(words) }
		if slices.ContainsFunc(apologies, says) || b.isHeading() && slices.ContainsFunc(briefApologies, saysOnly) {
			return true
		}
	}
	return false
}
