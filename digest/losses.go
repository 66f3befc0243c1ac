package digest

import (
	"slices"
	"strings"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

// losses is the numbers of the dead, the hurt, the missing and the arrested that a headline or a sentence tells, and when its article did.
type losses struct {
	numbers []hindi.Number
	at      time.Time
}

const (
	tollAfter = time.Hour // how much later the higher toll is told: until then it may be another count
	tollGrows = 3         // times a toll that is a rise, not another thing
)

// lossNouns are what grows while news comes in; arrests do as well.
var lossNouns = []string{dead, "घायल", "लापता", "गिरफ्तार"}

// lossesIn are the numbers of a text that say what became of people.
func lossesIn(text string) []hindi.Number {
	return slices.DeleteFunc(hindi.Numbers(text), func(n hindi.Number) bool { return !slices.Contains(lossNouns, n.Noun) })
}

// deadIn are the dead that a sentence counts by what they were, be it one kind of people or several: पांच महिलाओं और एक बच्ची की मौत.
func deadIn(text string, numbers []hindi.Number) []hindi.Number {
	var tolls []hindi.Number
	named := slices.ContainsFunc(numbers, func(n hindi.Number) bool { return n.Noun == dead })
	for i, n := range numbers {
		if n.Noun != dead && (named || people[n.Noun] == "") {
			continue
		}
		n.Noun = dead
		for k := i - 1; k >= 0 && people[numbers[k].Noun] != "" && joined(text[numbers[k].End:numbers[k+1].Start]); k-- {
			n.Value += numbers[k].Value
		}
		tolls = append(tolls, n)
	}
	return tolls
}

// joined reports whether two numbers with so little between them are of one sum: two words and an और.
func joined(between string) bool {
	words := strings.Fields(between)
	return len(words) <= 3 && (slices.Contains(words, "और") || slices.Contains(words, "व") || strings.Contains(between, ","))
}

// hasRisen reports whether a later one of others is higher, or has fewer missing.
func (l losses) hasRisen(others []losses) bool {
	return slices.ContainsFunc(others, func(later losses) bool {
		return later.at.Sub(l.at) >= tollAfter && (l.isBelow(later) || l.missesMoreThan(later))
	})
}

// isBelow reports whether another losses has a higher number of the same.
func (l losses) isBelow(other losses) bool {
	return l.any(other, func(n, m hindi.Number) bool { return m.Value > n.Value && m.Value <= tollGrows*n.Value })
}

// missesMoreThan reports whether in another losses some of the missing are found.
func (l losses) missesMoreThan(other losses) bool {
	return l.any(other, func(n, m hindi.Number) bool { return n.Noun == missing && m.Value < n.Value })
}

// any reports whether a number of l and one of the same in another are as asked.
func (l losses) any(other losses, asked func(n, m hindi.Number) bool) bool {
	for _, n := range l.numbers {
		if slices.ContainsFunc(other.numbers, func(m hindi.Number) bool { return m.Noun == n.Noun && asked(n, m) }) {
			return true
		}
	}
	return false
}

// withoutRisen leaves the sentences whose toll no later article raises in its headline or its first sentence, and none but the lead's own is
// below the toll of the lead's headline: 12 dead beside 15 dead reads like a contradiction. Of the missing any later sentence tells. It leaves
// all where nothing else is told.
func withoutRisen(all []*sentence, articles []saar.Article) []*sentence {
	if len(articles) < 2 {
		return all
	}
	news := newsOf(all, articles)
	lead := losses{lossesIn(articles[0].Title), articles[0].Time()}
	left := make([]*sentence, 0, len(all))
	for _, s := range all {
		own := losses{s.tolls, articles[s.article].Time()}
		if len(s.tolls) == 0 || !own.hasRisen(news) && (s.article == 0 || !own.isBelow(lead)) {
			left = append(left, s)
		}
	}
	if len(left) == 0 {
		return all
	}
	return left
}

// newsOf are the losses that headlines and first sentences tell, and the fewest missing of each article.
func newsOf(all []*sentence, articles []saar.Article) []losses {
	news := make([]losses, 0, 3*len(articles))
	for _, a := range articles {
		news = append(news, losses{lossesIn(a.Title), a.Time()})
	}
	fewest := make([]hindi.Number, len(articles))
	for _, s := range all {
		if s.place == 0 {
			news = append(news, losses{s.tolls, articles[s.article].Time()})
		}
		for _, n := range s.tolls {
			if least := &fewest[s.article]; n.Noun == missing && (least.Noun == "" || n.Value < least.Value) {
				*least = n
			}
		}
	}
	for i, n := range fewest {
		if n.Noun != "" {
			news = append(news, losses{[]hindi.Number{n}, articles[i].Time()})
		}
	}
	return news
}
