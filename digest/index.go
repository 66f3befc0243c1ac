package digest

import (
	"cmp"
	"slices"
)

const (
	commonFrom = 250  // terms in more openings than this find no candidates
	leastShare = 0.08 // of two texts' terms, below which they are not compared
)

// posting is a document that has a term, and the term's weight there.
type posting struct {
	document int32
	weight   float32
}

// pairs compares each document with those whose openings share most with it, and keeps the pairs that are at all alike.
func pairs(docs []document) []pair {
	index := indexOf(docs)
	var out []pair
	sums := make([]float32, len(docs))
	for i := range docs {
		for _, j := range likeliest(docs, index, i, sums) {
			if like := compare(&docs[j], &docs[i]).likeness(); like > leastLike {
				out = append(out, pair{j, int32(i), like})
			}
		}
	}
	return out
}

func indexOf(docs []document) [][]posting {
	terms := 0
	for _, d := range docs {
		for _, w := range d.terms {
			terms = max(terms, int(w.term)+1)
		}
	}
	index := make([][]posting, terms)
	for i, d := range docs {
		for _, w := range d.terms {
			index[w.term] = append(index[w.term], posting{int32(i), w.weight})
		}
	}
	return index
}

// likeliest finds the documents before i that share most with it. sums is all zero, before and after.
func likeliest(docs []document, index [][]posting, i int, sums []float32) []int32 {
	var found []int32
	for _, w := range docs[i].terms {
		postings := index[w.term]
		if len(postings) > commonFrom {
			continue
		}
		for _, p := range postings {
			if int(p.document) >= i {
				break
			}
			if sums[p.document] == 0 {
				found = append(found, p.document)
			}
			sums[p.document] += w.weight * p.weight
		}
	}
	var near []posting
	for _, j := range found {
		if sums[j] >= leastShare {
			near = append(near, posting{j, sums[j]})
		}
		sums[j] = 0
	}
	slices.SortFunc(near, func(a, b posting) int {
		return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.document, b.document))
	})
	near = near[:min(len(near), candidates)]
	found = found[:0]
	for _, p := range near {
		found = append(found, p.document)
	}
	return found
}
