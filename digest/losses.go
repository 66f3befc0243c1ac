package digest

import (
	"slices"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

// losses is the numbers of the dead, the hurt and the missing that a headline or a sentence tells, and when its article did.
type losses struct {
	numbers []hindi.Number
	at      time.Time
}

const (
	tollAfter = time.Hour // how much later the higher toll is told: until then it may be another count
	tollGrows = 3         // times a toll that is a rise, not another thing
)

var lossNouns = []string{"मृतक", "घायल", "लापता"}

// lossesIn are the numbers of a text that say what became of people.
func lossesIn(text string) []hindi.Number {
	return slices.DeleteFunc(hindi.Numbers(text), func(n hindi.Number) bool { return !slices.Contains(lossNouns, n.Noun) })
}

// hasRisen reports whether a later one of others is higher.
func (l losses) hasRisen(others []losses) bool {
	return slices.ContainsFunc(others, func(later losses) bool { return later.at.Sub(l.at) >= tollAfter && l.isBelow(later) })
}

// isBelow reports whether another losses has a higher number of the same.
func (l losses) isBelow(other losses) bool {
	for _, n := range l.numbers {
		if slices.ContainsFunc(other.numbers, func(m hindi.Number) bool {
			return m.Noun == n.Noun && m.Value > n.Value && m.Value <= tollGrows*n.Value
		}) {
			return true
		}
	}
	return false
}

// withoutRisen leaves the sentences whose toll no later article raises in its headline or its first sentence: 12 dead beside 15 dead reads
// like a contradiction. It leaves all where nothing else is told.
func withoutRisen(all []*sentence, articles []saar.Article) []*sentence {
	if len(articles) < 2 {
		return all
	}
	news := make([]losses, 0, 2*len(articles))
	for _, a := range articles {
		news = append(news, losses{lossesIn(a.Title), a.Time()})
	}
	for _, s := range all {
		if s.place == 0 {
			news = append(news, losses{s.tolls, articles[s.article].Time()})
		}
	}
	left := make([]*sentence, 0, len(all))
	for _, s := range all {
		if len(s.tolls) == 0 || !(losses{s.tolls, articles[s.article].Time()}).hasRisen(news) {
			left = append(left, s)
		}
	}
	if len(left) == 0 {
		return all
	}
	return left
}
