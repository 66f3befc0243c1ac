package digest

import (
	"cmp"
	"slices"

	"github.com/saar-news/saar"
)

// KeyPoints picks at most n sentences that tell what the articles tell, verbatim: what happened, where, how many, when, who said it.
// The first article is the story's lead; further articles add what it lacks. The points are in reading order, article by article.
//
// Headings, labels, teasers, questions to the reader, captions and datelines are no points. A sentence that leans on the one before (उन्होंने,
// वहीं, इसके बाद) is one only directly behind it; one that names what it speaks of (इस हादसे में) may stand behind any point of its article.
// What another outlet said in other words is not said again. An article in several parts is told part by part. A further point must tell enough that is new, so that there may be fewer than n. An article that
// forbids quoting (NoSnippet) gives none.
func KeyPoints(articles []saar.Article, n int) []saar.KeyPoint {
	all, numbers := sentencesOf(articles)
	chosen := choose(all, make(tellings, len(numbers)), n)
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

// choose takes the sentence that gains most again and again, each time counting only what those before have not told.
func choose(all []*sentence, told tellings, n int) []*sentence {
	var chosen []*sentence
	used := 0 // words
	for len(chosen) < n {
		var best *sentence
		top := enough(len(chosen))
		for i, s := range all {
			after := i > 0 && all[i-1].chosen && s.follows(all[i-1])
			before := i+1 < len(all) && all[i+1].chosen && all[i+1].follows(s)
			if s.chosen || s.ofParts && told[s.part] || !after && !s.grounded(chosen) || told.repeats(s, chosen) {
				continue
			}
			gain := s.worth + told.gain(s) + besideWorth*flag(after || before) + s.voice(chosen) - overCost*float64(max(0, used+s.words-pointsWords))
			if gain > top || best == nil && s.ofParts && gain > 0 {
				best, top = s, gain
			}
		}
		if best == nil {
			break
		}
		best.chosen = true
		chosen = append(chosen, best)
		told.add(best)
		used += best.words
	}
	return chosen
}

// voice is what it is worth that a story speaks through its lead first, and through others then.
func (s *sentence) voice(chosen []*sentence) float64 {
	switch {
	case len(chosen) == 0:
		return -otherFirst * flag(s.article > 0)
	case slices.ContainsFunc(chosen, func(c *sentence) bool { return c.article == s.article }):
		return 0
	}
	return newVoice
}

// grounded reports whether s can be read without the very sentence before it, behind what is chosen.
func (s *sentence) grounded(chosen []*sentence) bool {
	switch s.leans {
	case standsAlone:
		return true
	case leansOnNeighbour:
		return false
	}
	return slices.ContainsFunc(chosen, func(c *sentence) bool { return c.article == s.article && c.place < s.place })
}
