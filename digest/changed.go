package digest

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

// Changed is what a page says by now otherwise than a story that took its words from it.
type Changed struct {
	Headline saar.Change   // zero: it is the same, or another page's
	Numbers  []saar.Change // key points of which only numbers have changed
	Other    []saar.Change // key points that stand there no more; New is the sentence most like them, if any is
}

// Change compares a story with an article as it reads now. What is only written in another way (spaces, variant spellings)
// has not changed. From a page that forbids quoting by now no new sentence is taken: its points are among Other.
func Change(s saar.Story, a saar.Article) Changed {
	var c Changed
	if s.URL == a.URL && a.Title != "" && hindi.Normalize(s.Title) != hindi.Normalize(a.Title) {
		c.Headline = saar.Change{Old: s.Title, New: a.Title}
	}
	var sentences []string
	text := ""
	for _, paragraph := range a.Texts() {
		sentences = append(sentences, hindi.Sentences(paragraph)...)
		text += "\n" + hindi.Normalize(paragraph)
	}
	for _, p := range s.Points {
		if p.URL != a.URL || strings.Contains(text, hindi.Normalize(p.Text)) {
			continue
		}
		same := slices.IndexFunc(sentences, func(other string) bool { return withoutNumbers(other) == withoutNumbers(p.Text) })
		switch {
		case same >= 0 && !a.NoSnippet:
			c.Numbers = append(c.Numbers, saar.Change{Old: p.Text, New: sentences[same]})
		default:
			c.Other = append(c.Other, saar.Change{Old: p.Text, New: nearest(p.Text, sentences)})
		}
	}
	return c
}

var digitRun = regexp.MustCompile(`\p{Nd}[\p{Nd}.,:]*`)

// withoutNumbers is a sentence as it compares to one with other numbers: each is one sign, with its unit.
func withoutNumbers(s string) string {
	var b strings.Builder
	at := 0
	for _, n := range hindi.Numbers(s) {
		if n.Start < at {
			continue
		}
		b.WriteString(s[at:n.Start] + "0")
		at = n.End
	}
	b.WriteString(s[at:])
	return hindi.Normalize(digitRun.ReplaceAllString(b.String(), "0"))
}

// nearest is the sentence that shares most terms with another, at least a third of them; empty if none does.
func nearest(s string, sentences []string) string {
	terms := hindi.Terms(s)
	best, most := "", (len(terms)+2)/3-1
	for _, other := range sentences {
		n := 0
		for _, t := range hindi.Terms(other) {
			if slices.Contains(terms, t) {
				n++
			}
		}
		if n > most {
			best, most = other, n
		}
	}
	return best
}

// SameStory reports whether two versions of a page tell the same event, by the rules of Cluster.
func SameStory(before, after saar.Article) bool {
	before.CopyOf, after.CopyOf = "", ""
	before.URL = cmp.Or(before.URL, "before")
	after.URL = before.URL + "#after"
	return len(Cluster([]saar.Article{before, after})) == 1
}
