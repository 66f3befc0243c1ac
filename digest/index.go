package digest

import (
	"cmp"
	"math"
	"slices"
)

const (
	mostNear    = 256  // neighbours listed, of a text that thousands are near
	mostCrowded = 2.3  // no labelled window is much more so: what a hundred outlets tell is a crowd too
	commonFrom  = 250  // terms in more articles than this find no candidates
	leastShare  = 0.08 // of two texts' terms, from which they are near each other, and compared

	nearEnough  = .35 // likeness of texts beyond which none is called nearer
	leastOfBest = .5  // and of which part of the likeliest's a text needs to be compared
)

// posting is a document, and the weight of something there: of a term, or of what it shares with another document.
type posting struct {
	document int32
	weight   float32
}

// pairs compares the documents that share most with each other, and keeps the pairs that are at all alike.
func pairs(docs []document, v *vocabulary, related *relations) []pair {
	near := findNeighbours(docs, v)
	one := comparison{rarity: v.rarity, own: make([]termCount, len(v.documents))}
	var out []pair
	for i := range docs {
		one.hold(&docs[i])
		for _, p := range near.before(int32(i)) {
			f, whole := one.with(&docs[p.document])
			near.set(&f, p.document, int32(i))
			c := compared{p.document, int32(i), whole, f.sum(), f[sameCounts] > 0}
			if like := related.judge(c); like > leastLike {
				out = append(out, pair{c.a, c.b, like})
			}
		}
	}
	return out
}

// compared is two documents, a < b, and what their comparison gave, but for what the names of places tell.
type compared struct {
	a, b       int32
	whole      float64 // likeness of their texts
	sum        float64 // of the weighed features
	sameCounts bool
}

// neighbours are, for each document, those near it: alike to leastShare or more. What two documents of one event share is more than what
// all near them share; and the more are near them, the less it tells to be near.
type neighbours struct {
	lists   [][]posting // by document, in their order; the weight is by how much more than leastShare they are alike
	squares []float64   // by document: the sum over its list of the squares of those weights
	crowd   []float64   // by document: the sum of those weights, over all that are near
}

func findNeighbours(docs []document, v *vocabulary) *neighbours {
	index := termIndex{vocabulary: v, postings: make([][]posting, len(v.documents)), sums: make([]float32, len(docs))}
	n := &neighbours{
		lists: make([][]posting, len(docs)), squares: make([]float64, len(docs)), crowd: make([]float64, len(docs)),
	}
	for i := range docs {
		n.add(int32(i), index.near(&docs[i]))
		index.add(int32(i), &docs[i])
	}
	for i, list := range n.lists {
		slices.SortFunc(list, func(a, b posting) int { return cmp.Compare(a.document, b.document) })
		for _, p := range list {
			n.squares[i] += float64(p.weight) * float64(p.weight)
		}
	}
	return n
}

// add enters a document, and the earlier ones near it: all of them in the crowd, the nearest in the lists.
func (n *neighbours) add(i int32, near []posting) {
	for _, p := range near {
		n.crowd[i] += float64(p.weight)
		n.crowd[p.document] += float64(p.weight)
	}
	if len(near) > candidates {
		slices.SortFunc(near, func(a, b posting) int {
			return cmp.Or(cmp.Compare(b.weight, a.weight), cmp.Compare(a.document, b.document))
		})
		near = near[:candidates]
	}
	for _, p := range near {
		if len(n.lists[p.document]) < mostNear {
			n.lists[p.document] = append(n.lists[p.document], posting{i, p.weight})
		}
	}
	n.lists[i] = slices.Clone(near)
}

// before are the documents before i that are to be compared with it.
func (n *neighbours) before(i int32) []posting {
	list := n.lists[i]
	end, _ := slices.BinarySearchFunc(list, i, func(p posting, i int32) int { return cmp.Compare(p.document, i) })
	most := float32(0)
	for _, p := range list[:end] {
		most = max(most, p.weight)
	}
	least := min(most+leastShare, nearEnough)*leastOfBest - leastShare
	out := make([]posting, 0, end)
	for _, p := range list[:end] {
		if p.weight >= least {
			out = append(out, p)
		}
	}
	return out
}

// set sets the features that tell of what is near two documents.
func (n *neighbours) set(f *features, a, b int32) {
	var both, own float64
	for i, j := n.lists[a], n.lists[b]; len(i) > 0 && len(j) > 0; {
		switch {
		case i[0].document < j[0].document:
			i = i[1:]
		case i[0].document > j[0].document:
			j = j[1:]
		default:
			both += float64(i[0].weight) * float64(j[0].weight)
			i, j = i[1:], j[1:]
		}
	}
	if at, found := slices.BinarySearchFunc(n.lists[a], b, func(p posting, b int32) int { return cmp.Compare(p.document, b) }); found {
		own = float64(n.lists[a][at].weight)
	}
	if squares := (n.squares[a] - own*own) * (n.squares[b] - own*own); squares > 0 { // of weights too small nothing may be left
		f[sameNeighbours] = min(1, both/math.Sqrt(squares))
	}
	f[crowded] = min(math.Log1p(max(0, n.crowd[a]+n.crowd[b]-2*own)), mostCrowded)
}

// termIndex lists for each term the documents added that have it.
type termIndex struct {
	*vocabulary
	postings [][]posting // by term
	sums     []float32   // by document: all zero between two calls
	found    []posting   // room for the answer
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

// near finds the documents added that share more than leastShare with d, and by how much more. They are good until it is called again.
func (x *termIndex) near(d *document) []posting {
	x.found = x.found[:0]
	for _, c := range d.terms {
		own := x.weight(d, c)
		for _, p := range x.postings[c.term] {
			if x.sums[p.document] == 0 {
				x.found = append(x.found, posting{document: p.document})
			}
			x.sums[p.document] += own * p.weight
		}
	}
	near := x.found[:0]
	for _, p := range x.found {
		if sum := x.sums[p.document]; sum > leastShare {
			near = append(near, posting{p.document, sum - leastShare})
		}
		x.sums[p.document] = 0
	}
	return near
}
