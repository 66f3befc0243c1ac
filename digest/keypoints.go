package digest

import (
	"cmp"
	"slices"

	"github.com/saar-news/saar"
)

// KeyPoints picks at most n sentences that tell what the articles tell, verbatim: what happened, where, how many, when, who said it.
// The first article is the story's lead; further articles add what it lacks. The points are in reading order, article by article.
//
// Headings, labels, teasers, questions to the reader, captions, datelines, bylines and ends of quotations are no points, nor is an earlier event of
// the same kind (इससे पहले 2013 में). What only announces or paints (यात्रियों के लिए राहत भरी खबर है) is one only where an article has little else.
// Of a story that several articles tell, what more than one of them says comes first, and the newest state of things. A sentence that leans on the one before (उन्होंने, वहीं, इसके बाद) is one only directly behind it; one that names what it speaks of
// (इस हादसे में, इस तूफान से) may stand behind any point of its article that has told it. What another outlet said in other words is not said again.
// An article in several parts is told part by part. A further point must tell enough that is new, so that there may be fewer than n. An
// article that forbids quoting (NoSnippet) gives none.
func KeyPoints(articles []saar.Article, n int) []saar.KeyPoint {
	all, numbers := sentencesOf(articles)
	chosen := choose(all, len(numbers), n)
	if len(chosen) == 0 && len(all) > 0 && n > 0 {
		chosen = all[:1] // every sentence leans: the first one leans least
	}
	slices.SortFunc(chosen, func(a, b *sentence) int {
		return cmp.Or(cmp.Compare(a.article, b.article), cmp.Compare(a.place, b.place))
	})
	points := make([]saar.KeyPoint, 0, len(chosen))
	for _, s := range chosen {
		a := articles[s.article]
		points = append(points, saar.KeyPoint{Text: s.text, URL: a.URL, Outlet: a.Outlet.ID})
	}
	return points
}
