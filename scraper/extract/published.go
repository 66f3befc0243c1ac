package extract

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// publishedMetas and modifiedMetas are the names under which pages give their times, best first.
var (
	publishedMetas = strings.Fields("article:published_time og:published_time og:article:published_time datepublished article.published " +
		"parsely-pub-date sailthru.date publish-date publishdate publish_date pubdate published_time published published-date " +
		"date dc.date.issued dc.date.created dcterms.created dcterms.date dcterms.issued datecreated article:published cxenseparse:recs:publishtime " +
		"cxenseparse:publishtime article_date_original originalpublicationdate rnews:datepublished displaydate weibo:article:create_at " +
		"bt:pubdate citation_publication_date analyticsattributes.articledate article.created article:create_time prism.publicationdate")
	modifiedMetas = strings.Fields("article:modified_time og:updated_time og:modified_time datemodified last-modified lastmod " +
		"dc.date.modified dcterms.modified modified revised modified_time article.updated")
)

// published is when the page says the article was published; zero when it does not say, or says what cannot be. What it
// says for machines comes first, then what it shows near the headline, the hint of the feed, what stands around the text,
// the address, and at last the time of its last change.
func (f *facts) published(title string, c choice) time.Time {
	said := f.moments(f.article.texts("datePublished")...)
	for _, name := range publishedMetas {
		said = append(said, f.moments(f.metas[name]...)...)
	}
	for _, t := range f.things {
		if t.is(pageTypes) {
			said = append(said, f.moments(t.texts("datePublished")...)...)
		}
	}
	said = append(said, f.moments(f.stampTexts("datePublished", true)...)...)
	if first := f.firstShown(title, said); first != nil {
		return first.at
	}
	for _, more := range []func() []moment{
		func() []moment { return f.moments(f.article.texts("dateCreated")...) },
		func() []moment { return f.moments(f.stampTexts("publish", false)...) },
		func() []moment { return f.shownDate(title) },
		func() []moment { return oneDay(f.moments(f.stampTexts("", false)...)) },
		func() []moment { return f.hint() },
		func() []moment { return f.shownAgo(title) },
		func() []moment { return f.moments(f.metas["dc.date"]...) },
		func() []moment { return f.dateAround(c) },
		func() []moment { return f.moments(addressDate(f.page.URL)) },
		func() []moment { return f.moments(f.modifiedTexts()...) },
	} {
		if len(said) == 0 {
			said = more()
		}
	}
	return precise(said)
}

// moments reads times, and leaves out what cannot be.
func (f *facts) moments(texts ...string) []moment {
	var all []moment
	for _, text := range texts {
		if m, ok := readMoment(text, f.zone); ok && f.possible(m.at) {
			all = append(all, m)
		}
	}
	return all
}

// hint is what the feed said.
func (f *facts) hint() []moment {
	if at := f.page.Link.Published; !at.IsZero() && f.possible(at) {
		return []moment{{at: at, clock: true, zoned: true}}
	}
	return nil
}

var pageTypes = words("webpage newspage itempage collectionpage")

// precise is the first moment, told more exactly by a later one of about the same day where there is one.
func precise(all []moment) time.Time {
	if len(all) == 0 {
		return time.Time{}
	}
	best := all[0]
	for _, m := range all[1:] {
		if best.zoned {
			break
		}
		if near := m.at.Sub(best.at).Abs() < 36*time.Hour; near && (m.zoned || m.clock && !best.clock) {
			best = m
		}
	}
	return best.at
}

// oneDay is all of the moments if they are of one day or two, as those of a page that was changed; the times of many days are
// those of other articles.
func oneDay(all []moment) []moment {
	days := map[string]bool{}
	for _, m := range all {
		days[m.at.Format(time.DateOnly)] = true
	}
	if len(days) > 2 {
		return nil
	}
	return all
}

// stampTexts are the values of the page's <time> elements whose kind contains a word; exact asks for that property.
func (f *facts) stampTexts(word string, exact bool) []string {
	var all []string
	for _, s := range f.times {
		kind := strings.ToLower(s.kind)
		if exact && !strings.HasPrefix(kind, strings.ToLower(word)) || !strings.Contains(kind, strings.ToLower(word)) ||
			word == "" && strings.Contains(kind, "modif") {
			continue
		}
		if s.value != "" {
			all = append(all, s.value)
		} else {
			all = append(all, s.text)
		}
	}
	return all
}

// addressParts is a date in an address: /2026/11/22/ or 2026-11-22.
var addressParts = regexp.MustCompile(`[/-]((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?:\D|$)`)

func addressDate(address string) string {
	if m := addressParts.FindStringSubmatch(address); m != nil {
		return m[1] + "-" + m[2] + "-" + m[3]
	}
	return ""
}

// possible refuses times before the web's first newspapers, and after the page was fetched (a day's grace for zones).
func (f *facts) possible(t time.Time) bool {
	if t.Year() < 1994 {
		return false
	}
	if f.page.Fetched.IsZero() {
		return t.Year() < 2100
	}
	return t.Before(f.page.Fetched.Add(24 * time.Hour))
}

// modified is when the article was last changed, zero when the page does not say or says a time before published.
func (f *facts) modified(published time.Time) time.Time {
	for _, m := range f.moments(f.modifiedTexts()...) {
		if !m.at.Before(published) {
			return m.at
		}
	}
	return time.Time{}
}

func (f *facts) modifiedTexts() []string {
	texts := f.article.texts("dateModified")
	for _, name := range modifiedMetas {
		texts = append(texts, f.metas[name]...)
	}
	return append(texts, f.stampTexts("dateModified", true)...)
}

func atoi(s string) int {
	n, err := strconv.Atoi(strings.TrimSuffix(strings.TrimSpace(s), "px"))
	if err != nil || n < 0 || n > 100000 {
		return 0
	}
	return n
}
