package digest

import (
	"slices"

	"github.com/saar-news/saar"
)

// What speaks for a sentence of a story that several articles tell, beside what speaks for it in its own. Judged by what an editor wanted told of
// invented stories: the labelled sets have single articles only.
const (
	sharedWorth = .3 // each term, quantity or date that another article tells too, and no point yet
	openingLoss = .6 // share of what an opening is worth that is none in a further article
	staleCost   = .1 // each hour that its article is behind the newest one
)

// openingFeatures speak for a sentence that opens its article. That of a further article tells again what the lead told.
var openingFeatures = []int{firstPlace, secondPlace, thirdPlace, early, inTitle}

// compare weighs the sentences of a story by what its articles tell together: what is vague has no place beside them, what several tell matters
// most, how an article opens matters in the lead alone, and the newest state of things is to be told.
func compare(all []*sentence, articles []saar.Article, n numbering) []*sentence {
	if len(articles) < 2 {
		return all
	}
	if clear := slices.DeleteFunc(slices.Clone(all), func(s *sentence) bool { return s.values[vague] > 0 }); len(clear) > 0 {
		all = clear
	}
	newest := newestIn(articles)
	gravest := 0.0 // what grave events are told is worth the same in whatever article
	teller, several := map[int32]int{}, map[int32]bool{}
	for _, s := range all {
		gravest = max(gravest, s.values[grave])
		for _, id := range s.said {
			first, told := teller[id]
			if !told {
				teller[id] = s.article
			}
			several[id] = several[id] || told && first != s.article
		}
	}
	headline := n.known(termSet(articles[0].Title))
	for _, s := range all {
		s.beyond = slices.DeleteFunc(slices.Clone(s.terms), func(id int32) bool { return headline[id] })
		s.shared = slices.DeleteFunc(slices.Clone(s.said), func(id int32) bool { return !several[id] })
		s.worth += (gravest - s.values[grave]) * sentenceWeights[grave].any
		s.worth -= staleCost * behind(articles[s.article], newest)
		if s.article > 0 {
			for _, k := range openingFeatures {
				s.worth -= openingLoss * s.values[k] * sentenceWeights[k].at(s.eventful)
			}
		}
	}
	return all
}
