package digest

import (
	"math"
	"slices"
)

// features is what two documents have in common, as numbers from about 0 to 1 (counts to 3, logarithms from -4).
type features [featureCount]float64

// The features, and their weights: logistic regression with a ridge over labelled pairs of three sets, then bent a little towards the groups
// of all three, as the mean of several searches. These few were chosen, and the many others tried left out, by what they add to a set that
// neither was fitted to.
const (
	bias         = iota
	likeWhole    // logarithm of the likeness of the texts
	leadCovered  // of the rare words of an opening, what the other text has; the lesser of the two
	sameNumbers  // numbers of both openings
	sameCounts   // the same number of the same thing
	measuresPart // both state measures with a fraction, and none is the same: two earthquakes
	sameDays     // both name one day of the week
	sameQuoted   // a rare word that one puts in quotes and the other has
	sameNames    // logarithm of how many rare names both begin with
	samePhrases  // logarithm of how many neighbouring words both begin with
	nearestOfOne // how near this pair is beside the likeliest of either
	nearestOfAll // and of both
	namesApart   // both name places, and the other has none of them
	oneOutlet    // an outlet seldom tells one event in two articles
	featureCount
)

var featureWeights = features{
	bias: -2.82, likeWhole: 1.99, leadCovered: .69, sameNumbers: .50, sameCounts: .68, measuresPart: -.87, sameDays: .64, sameQuoted: 1.2, sameNames: .80,
	samePhrases: .57, nearestOfOne: 1.45, nearestOfAll: .94, namesApart: -1.11, oneOutlet: -.21,
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

// with finds what the document has in common with another, but for what other pairs and the names of places tell; whole is the
// likeness of their texts.
func (c *comparison) with(a *document) (f features, whole float64) {
	b := c.document
	f[bias] = 1
	whole = c.terms(&f, a)
	f[sameNumbers] = float64(min(shared(a.facts.numbers, b.facts.numbers), mostAgreed))
	f[sameCounts] = float64(min(shared(a.facts.counts, b.facts.counts), mostAgreed))
	f[samePhrases] = math.Log1p(float64(shared(a.phrases, b.phrases)))
	f[measuresPart] = flag(len(a.facts.measures) > 0 && len(b.facts.measures) > 0 && shared(a.facts.measures, b.facts.measures) == 0)
	f[sameDays] = flag(shared(a.facts.weekdays, b.facts.weekdays) > 0)
	f[sameQuoted] = flag(c.hasAny(a.quoted) || a.hasAny(b.quoted))
	f[sameNames] = math.Log1p(float64(shared(a.rareNames, b.rareNames)))
	f[oneOutlet] = flag(a.outlet != "" && a.outlet == b.outlet)
	return f, whole
}

// hasAny reports whether one of these terms stands in the document.
func (c *comparison) hasAny(terms []int32) bool {
	return slices.ContainsFunc(terms, func(t int32) bool { return c.own[t].whole > 0 })
}

// mostAgreed bounds how many facts two documents are said to share.
const mostAgreed = 3

// terms sets the features of the terms that the documents share, and returns the likeness of their texts.
func (c *comparison) terms(f *features, a *document) float64 {
	b := c.document
	var whole, aInB, bInA float32
	for _, x := range a.terms {
		y := c.own[x.term]
		if y.whole == 0 {
			continue
		}
		r := c.rarity[x.term]
		square := r * r
		whole += often[x.whole] * often[y.whole] * square
		if x.lead > 0 {
			aInB += square
		}
		if y.lead > 0 {
			bInA += square
		}
	}
	like := float64(whole * a.whole * b.whole)
	f[likeWhole] = math.Log(faint + like)
	f[leadCovered] = float64(min(aInB*a.lead, bInA*b.lead))
	return like
}

const faint = .02 // likeness of texts below which less tells nothing

// standOut is what it adds to a sum how near a pair of this likeness is beside the likeliest pairs of its two documents. Near copies do
// not make the rest of their story look far.
func standOut(whole, bestOfA, bestOfB float64) float64 {
	a, b := min(1, whole/min(nearEnough, bestOfA)), min(1, whole/min(nearEnough, bestOfB))
	return max(a, b)*featureWeights[nearestOfOne] + min(a, b)*featureWeights[nearestOfAll]
}

const nearEnough = .35 // likeness of texts beyond which none is called nearer

// sum is what the features weigh together.
func (f features) sum() float64 {
	z := 0.0
	for i, x := range f {
		z += x * featureWeights[i]
	}
	return z
}

// chance is the probability that two documents tell the same event whose features have this sum.
func chance(sum float64) float64 { return 1 / (1 + math.Exp(-sum)) }
