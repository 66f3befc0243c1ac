package digest

import (
	"math"
	"slices"
)

// features is what two documents have in common, as numbers from about 0 to 1 (counts to 3, logarithms from -4).
type features [featureCount]float64

// The features, and their weights: logistic regression with a ridge over labelled pairs of four sets, then bent a little towards the groups
// of all four, as the mean of several searches. These few were chosen, and the many others tried left out, by what they add to stories
// that the weights were not fitted to. Only namesApart weighs more than was fitted: the sets have few events of one vocabulary in many places.
const (
	bias           = iota
	likeWhole      // logarithm of the likeness of the texts
	leadCovered    // of the rare words of an opening, what the other text has; the lesser of the two
	sameNumbers    // numbers of both openings
	sameCounts     // the same number of the same thing
	measuresPart   // both state measures with a fraction, and none is the same: two earthquakes
	sameDays       // both name one day of the week
	sameQuoted     // a rare word that one puts in quotes and the other has
	sameNames      // logarithm of how many rare names both begin with
	samePhrases    // logarithm of how many neighbouring words both begin with
	sameNeighbours // how alike they are in what else is near them: the cosine of their neighbours
	crowded        // logarithm of how much is near them: on a running topic likeness tells less
	bothDated      // both say when they were published: to be of one window tells something then
	namesApart     // both name places, and the other has none of them
	oneOutlet      // an outlet seldom tells one event in two articles
	featureCount
)

var featureWeights = features{
	bias: -2.48, likeWhole: 2.07, leadCovered: 2.64, sameNumbers: .36, sameCounts: 1.46, measuresPart: -1.79, sameDays: .52, sameQuoted: 2.41, sameNames: .36,
	samePhrases: .48, sameNeighbours: 3.66, crowded: -1.53, bothDated: 1.76, namesApart: -2.7, oneOutlet: -2.57,
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

// with finds what the document has in common with another, but for what their neighbours and the names of places tell; whole is the
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
	f[bothDated] = flag(!a.time.IsZero() && !b.time.IsZero())
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
