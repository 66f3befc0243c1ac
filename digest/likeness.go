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
	sameCounts // the same number of the same thing
	samePlaces
	otherPlaces
	oneOutlet // an outlet seldom tells one event in two articles
	featureCount
)

var featureWeights = features{
	bias: -6.04, likeLead: .3, likeWhole: 1.32, leadInWhole: .34, rareShared: 1.41, oftenShared: .7, onceShared: 1.35,
	rarestShared: 1.25, apart: -.93, sameDay: -.29, otherDay: -.42, sameNumbers: 1.07, otherNumbers: .4, sameCounts: .49,
	samePlaces: .28, otherPlaces: -.98, oneOutlet: -1.69,
}

// comparison is a document beside which others are held.
type comparison struct {
	document *document
	rarity   []float32
	own      []termCount // of the document, by term
}

// hold makes d the document to compare with.
func (c *comparison) hold(d *document) {
	if c.document != nil {
		for _, t := range c.document.terms {
			c.own[t.term] = termCount{}
		}
	}
	c.document = d
	for _, t := range d.terms {
		c.own[t.term] = t
	}
}

// with finds what the document has in common with another.
func (c *comparison) with(a *document) features {
	f, b := features{bias: 1}, c.document
	c.terms(&f, a)
	if !a.time.IsZero() && !b.time.IsZero() {
		f[apart] = min(1, a.time.Sub(b.time).Abs().Hours()/(14*24*time.Hour).Hours())
	}
	if a.outlet != "" && a.outlet == b.outlet {
		f[oneOutlet] = 1
	}
	f[sameCounts] = float64(min(shared(a.facts.counts, b.facts.counts), mostAgreed))
	f.agree(sameDay, a.facts.weekdays, b.facts.weekdays)
	f.agree(sameNumbers, a.facts.numbers, b.facts.numbers)
	f.agree(samePlaces, a.facts.places, b.facts.places)
	return f
}

// terms sets the features of the terms that the documents share.
func (c *comparison) terms(f *features, a *document) {
	b := c.document
	var whole, lead, aInB, bInA, rare, rarest, both, once float32
	for _, x := range a.terms {
		y := c.own[x.term]
		if y.whole == 0 {
			continue
		}
		r := c.rarity[x.term]
		square := r * r
		whole += often[x.whole] * often[y.whole] * square
		aInB += often[x.lead] * often[y.whole] * square
		bInA += often[x.whole] * often[y.lead] * square
		if x.lead > 0 && y.lead > 0 {
			lead += often[x.lead] * often[y.lead] * square
			rare += square * r
			rarest = max(rarest, r)
		}
		switch {
		case x.whole > 1 && y.whole > 1:
			both += square
		case x.whole > 1 || y.whole > 1:
			once += square * r
		}
	}
	f[likeWhole] = float64(whole * a.whole * b.whole)
	f[likeLead] = float64(lead * a.lead * b.lead)
	f[leadInWhole] = float64(max(aInB*a.lead*b.whole, bInA*a.whole*b.lead))
	f[rarestShared] = float64(rarest)
	f[rareShared] = perLength(rare, usualLead, a.opens, b.opens)
	f[oftenShared] = perLength(both, usualWhole, len(a.terms), len(b.terms))
	f[onceShared] = perLength(once, usualWhole, len(a.terms), len(b.terms))
}

// mostAgreed bounds how many facts two documents are said to share.
const mostAgreed = 3

// agree sets the feature same to how many facts two documents share, or the feature after it when both state facts and share none.
func (f *features) agree(same int, a, b []int32) {
	switch n := shared(a, b); {
	case n > 0:
		f[same] = float64(min(n, mostAgreed))
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
func perLength(sum float32, usual float64, a, b int) float64 {
	return math.Log1p(float64(sum) * usual / math.Sqrt(float64(a*b)+1))
}
