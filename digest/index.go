package digest

import (
	"cmp"
	"slices"
)

const (
	commonFrom = 250  // terms in more articles than this find no candidates
	leastShare = 0.08 // of two texts' terms, below which they are not compared

	leastOfBest = .5 // nor if they share less than this part of what the likeliest does
)

// posting is a document that has a term, and the term's weight there.
type posting struct {
	document int32
	weight   float32
}

// compared is two documents, a < b, and what their comparison gave, but for what other pairs and the names of places tell.
type compared struct {
	a, b       int32
	whole      float64 // likeness of their texts
	sum        float64 // of the weighed features
	sameCounts bool
}

// pairs compares each document with those before it that share most with it, and keeps the pairs that are at all alike.
func pairs(docs []document, v *vocabulary, related *relations) []pair {
	index := termIndex{vocabulary: v, postings: make([][]posting, len(v.documents)), sums: make([]float32, len(docs))}
	one := comparison{rarity: v.rarity, own: make([]termCount, len(v.documents))}
	best := make([]float64, len(docs)) // by document: likeness of the text most like it
	var all []compared
	for i := range docs {
		one.hold(&docs[i])
		for _, p := range index.likeliest(&docs[i]) {
			f, whole := one.with(&docs[p.document])
			best[i], best[p.document] = max(best[i], whole), max(best[p.document], whole)
			c := compared{p.document, int32(i), whole, f.sum(), f[sameCounts] > 0}
			if chance(c.sum+standOut(whole, best[i], best[p.document])) > leastLike { // the likeliest may yet be likelier
				all = append(all, c)
			}
		}
		index.add(int32(i), &docs[i])
	}
	var out []pair
	for _, c := range all {
		c.sum += standOut(c.whole, best[c.a], best[c.b])
		if like := related.judge(c); like > leastLike {
			out = append(out, pair{c.a, c.b, like})
		}
	}
	return out
}

// termIndex lists for each term the documents added that have it.
type termIndex struct {
	*vocabulary
	postings [][]posting // by term
	sums     []float32   // by document: all zero between two calls
	near     []posting   // room for the answer
}

// finds reports whether a term finds candidates: it stands in several documents, and not in too many.
func (x *termIndex) finds(term int32) bool {
	return x.documents[term] > 1 && x.documents[term] <= commonFrom
}

func (x *termIndex) add(i int32, d *document) {
	for _, c := range d.terms {
		if !x.finds(c.term) {
			continue
		}
		if x.postings[c.term] == nil {
			x.postings[c.term] = make([]posting, 0, x.documents[c.term])
		}
		x.postings[c.term] = append(x.postings[c.term], posting{i, x.weight(d, c)})
	}
}

// weight is what a term weighs in a document.
func (x *termIndex) weight(d *document, c termCount) float32 {
	return often[c.whole] * x.rarity[c.term] * d.whole
}

// likeliest finds the documents added that share most with d. They are good until it is called again.
func (x *termIndex) likeliest(d *document) []posting {
	x.near = x.near[:0]
	for _, c := range d.terms {
		own := x.weight(d, c)
		for _, p := range x.postings[c.term] {
			if x.sums[p.document] == 0 {
				x.near = append(x.near, posting{document: p.document})
			}
			x.sums[p.document] += own * p.weight
		}
	}
	most := float32(0)
	for _, p := range x.near {
		most = max(most, x.sums[p.document])
	}
	near := x.near[:0]
	for _, p := range x.near {
		if sum := x.sums[p.document]; sum >= max(leastShare, min(most, nearEnough)*leastOfBest) {
			near = append(near, posting{p.document, sum})
		}
		x.sums[p.document] = 0
	}
	slices.SortFunc(near, func(a, b posting) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.document, b.document))
	})
	return near[:min(len(near), candidates)]
}
