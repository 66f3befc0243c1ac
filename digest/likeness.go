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
	featureCount
)

var featureWeights = features{
	bias: -7.89, likeLead: 1.9, likeWhole: .77, leadInWhole: 1.62, rareShared: 1.32, oftenShared: 1.31, onceShared: 2.06,
	rarestShared: 1.96, apart: -1.42, sameDay: .62, otherDay: -1.27, sameNumbers: .97, otherNumbers: .49, sameToll: 0, otherToll: .99,
	samePlaces: 0, otherPlaces: -2.66,
}

// compare finds what two documents have in common.
func compare(a, b *document) features {
	f := features{bias: 1, likeLead: cosine(a.lead, b.lead), leadInWhole: max(cosine(a.lead, b.whole), cosine(b.lead, a.whole))}
	both(a.whole, b.whole, func(x, y *weighted) {
		f[likeWhole] += float64(x.weight * y.weight)
		rarity := float64(x.rarity)
		if x.lead && y.lead {
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
	for _, i := range []int{rareShared, oftenShared, onceShared} {
		f[i] = math.Log1p(f[i])
	}
	if !a.time.IsZero() && !b.time.IsZero() {
		f[apart] = min(1, a.time.Sub(b.time).Abs().Hours()/(14*24*time.Hour).Hours())
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
