package digest

import (
	"math"
	"time"
)

// features is what two documents have in common, as numbers from about 0 to 1 (counts to 3).
type features [featureCount]float64

// The features, and their weights (logistic regression over labelled pairs, then by measuring the groups;
// see cmd/eval stories).
const (
	bias = iota
	likeLead
	likeWhole
	leadInWhole
	rareShared   // rare terms in both openings
	oftenShared  // rare terms that both repeat
	onceShared   // rare terms that one repeats
	rarestShared // the rarest term in both openings
	apart        // how far apart in time, 14 days and more being 1
	sameDay      // both name the same weekday
	otherDay     // both name weekdays, and others
	sameNumbers
	otherNumbers
	sameToll
	otherToll
	samePlaces
	otherPlaces
	oneOutlet // an outlet seldom tells one event in two articles
	featureCount
)

var featureWeights = features{
	bias: -8.65, likeLead: 1.35, likeWhole: .13, leadInWhole: .78, rareShared: 2.16, oftenShared: 1.09, onceShared: 1.07,
	rarestShared: 1.59, apart: -.97, sameDay: .54, otherDay: -1.24, sameNumbers: .94, otherNumbers: .61, sameToll: .06, otherToll: 1.25,
	samePlaces: .29, otherPlaces: -2.74, oneOutlet: -2,
}

// compare finds what two documents have in common.
func compare(a, b *document) features {
	f := features{bias: 1}
	var aInB, bInA float32
	both(a.terms, b.terms, func(x, y *weighted) {
		f[likeWhole] += float64(x.weight * y.weight)
		f[likeLead] += float64(x.lead * y.lead)
		aInB += x.lead * y.weight
		bInA += x.weight * y.lead
		rarity := float64(x.rarity)
		if x.lead > 0 && y.lead > 0 {
			f[rareShared] += rarity * rarity * rarity
			f[rarestShared] = max(f[rarestShared], rarity)
		}
		switch {
		case x.often && y.often:
			f[oftenShared] += rarity * rarity
		case x.often || y.often:
			f[onceShared] += rarity * rarity * rarity
		}
	})
	f[leadInWhole] = float64(max(aInB, bInA))
	f[rareShared] = perLength(f[rareShared], usualLead, a.opens, b.opens)
	f[oftenShared] = perLength(f[oftenShared], usualWhole, len(a.terms), len(b.terms))
	f[onceShared] = perLength(f[onceShared], usualWhole, len(a.terms), len(b.terms))
	if !a.time.IsZero() && !b.time.IsZero() {
		f[apart] = min(1, a.time.Sub(b.time).Abs().Hours()/(14*24*time.Hour).Hours())
	}
	if a.outlet != "" && a.outlet == b.outlet {
		f[oneOutlet] = 1
	}
	agree(&f, sameDay, a.facts.weekdays, b.facts.weekdays)
	agree(&f, sameNumbers, a.facts.numbers, b.facts.numbers)
	agree(&f, sameToll, a.facts.tolls, b.facts.tolls)
	agree(&f, samePlaces, a.facts.places, b.facts.places)
	return f
}

// agree sets the feature same to how many facts two documents share, at most three, or the feature after it when both state facts and
// share none.
func agree(f *features, same int, a, b []int32) {
	switch n := shared(a, b); {
	case n > 0:
		f[same] = float64(min(n, 3))
	case len(a) > 0 && len(b) > 0:
		f[same+1] = 1
	}
}

// likeness is the probability that two documents tell the same event.
func (f features) likeness() float64 {
	z := 0.0
	for i, x := range f {
		z += x * featureWeights[i]
	}
	return 1 / (1 + math.Exp(-z))
}

// How many different terms an opening and a text usually have.
const (
	usualLead  = 40
	usualWhole = 90
)

// perLength is the logarithm of what two documents share, as if both were of the usual length.
func perLength(sum, usual float64, a, b int) float64 {
	return math.Log1p(sum * usual / math.Sqrt(float64(a*b)+1))
}
