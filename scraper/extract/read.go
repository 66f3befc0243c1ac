package extract

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/saar-news/saar"
)

// Read reads a page whose Body is UTF-8. Times without a zone are read in zone; page.Fetched is what "now" is, and zero
// when that is not known. It takes time and memory in proportion to the page.
func Read(page saar.Page, zone *time.Location) Result {
	if zone == nil {
		zone = time.UTC
	}
	f := gatherFacts(scanPage(parse(page.Body), zone), page, zone)
	a := saar.Article{
		URL:      saar.CanonicalFor(page.URL, f.declared()),
		Source:   page.Link.Source,
		Title:    f.headline(),
		Byline:   f.byline(),
		Section:  f.section(),
		Image:    f.image(),
		Keywords: f.keywords(),
	}
	where := f.choose(a.Title, f.aboutWords(a.Title))
	a.Published = f.published(a.Title, where)
	a.Modified = f.modified(a.Published)
	a.NoSnippet = f.noSnippet()
	where.description = squeeze(f.metaText("og:description", "description"))
	var dropped []Drop
	a.Body, dropped = f.clean(where, a.Title)
	a.Body = f.rescue(a.Body)
	a.Title = cutTitle(a.Title)
	a.Language = f.language(a.Title, a.Body)
	a.Dateline, a.Agency = credits(a.Body)
	r := Result{Article: a, Canonical: a.URL, Dropped: dropped, Outcome: saar.OK}
	if r.Kind, r.Reason = f.verdict(where, &a); r.Kind != Article {
		r.Outcome = saar.NotArticle
	}
	return r
}

// mostTitle is how long a headline may be, in runes. What is longer is a page's mistake, or an attack on those who keep it.
const mostTitle = 300

// cutTitle cuts a title that is no headline any more after a word.
func cutTitle(title string) string {
	if utf8.RuneCountInString(title) <= mostTitle {
		return title
	}
	cut := string([]rune(title)[:mostTitle])
	if space := strings.LastIndexByte(cut, ' '); space > 0 {
		cut = cut[:space]
	}
	return cut + "…"
}

// declared is the address the page says it is at.
func (f *facts) declared() string {
	if f.canonical != "" {
		return f.absolute(f.canonical)
	}
	return f.absolute(f.metaText("og:url"))
}

// aboutWords are the longer words of the title and description, by which the text is known among the page's other texts.
func (f *facts) aboutWords(title string) []string {
	text := title + " " + f.metaText("og:description", "description", "twitter:description")
	var about []string
	seen := map[string]bool{}
	for _, word := range strings.FieldsFunc(text, func(c rune) bool { return !isWordRune(c) && digit(c) < 0 }) {
		if utf8.RuneCountInString(word) > 3 && !seen[word] && len(about) < 40 {
			seen[word] = true
			about = append(about, word)
		}
	}
	return about
}
