package digest

import (
	"cmp"
	"container/heap"
	"math"
	"slices"
)

// pair is two documents, a < b, and how likely they tell the same event.
type pair struct {
	a, b     int32
	likeness float64
}

// agglomerate joins n documents into groups by average linkage: the two likeliest groups first, as long as the mean likeness
// over all pairs between them is at least the threshold, and more for large groups: what ties two running topics together is many
// faint pairs. Pairs not given count as 0. The groups and their members are in the documents' order.
func agglomerate(n int, pairs []pair, threshold float64) [][]int {
	l := newLinkage(n, pairs, threshold)
	for l.queue.Len() > 0 {
		if j := heap.Pop(&l.queue).(join); l.current(j) {
			l.join(j)
		}
	}
	return l.groups()
}

// linkage is the state of an agglomeration. A group is known by its first document's number.
type linkage struct {
	threshold float64
	members   [][]int
	sums      []map[int32]float64 // likeness between groups, summed over their pairs
	queue     joins
}

func newLinkage(n int, pairs []pair, threshold float64) *linkage {
	l := &linkage{threshold: threshold, members: make([][]int, n), sums: make([]map[int32]float64, n)}
	for i := range n {
		l.members[i] = []int{i}
	}
	tied := tiesOf(n, pairs, threshold)
	for _, p := range pairs {
		if tied.root(p.a) != tied.root(p.b) {
			continue
		}
		l.set(p.a, p.b, p.likeness)
		l.set(p.b, p.a, p.likeness)
		l.offer(p.a, p.b)
	}
	heap.Init(&l.queue)
	return l
}

// ties is a forest over the documents: those of a tree are tied by pairs that reach the threshold. A mean is no more than the
// likeliest of its pairs, so that no group ever grows beyond its tree.
type ties []int32

func tiesOf(n int, pairs []pair, threshold float64) ties {
	t := make(ties, n)
	for i := range t {
		t[i] = int32(i)
	}
	for _, p := range pairs {
		if p.likeness >= threshold {
			t[t.root(p.a)] = t.root(p.b)
		}
	}
	return t
}

func (t ties) root(i int32) int32 {
	for t[i] != i {
		t[i] = t[t[i]]
		i = t[i]
	}
	return i
}

func (l *linkage) set(a, b int32, sum float64) {
	if l.sums[a] == nil {
		l.sums[a] = map[int32]float64{}
	}
	l.sums[a][b] = sum
}

const (
	caution  = 0.2 // how fast the mean likeness asked for grows with the number of pairs between two groups, as an exponent
	cautious = 16  // pairs beyond which it grows no more: what fifty outlets tell is one event still
)

// mean is the mean likeness of two groups, less the caution.
func (l *linkage) mean(a, b int32) float64 {
	pairs := float64(len(l.members[a]) * len(l.members[b]))
	return l.sums[a][b] / pairs / math.Pow(min(pairs, cautious), caution)
}

// offer queues the join of two groups if it reaches the threshold.
func (l *linkage) offer(a, b int32) bool {
	mean := l.mean(a, b)
	if mean < l.threshold {
		return false
	}
	l.queue = append(l.queue, join{mean: mean, a: min(a, b), b: max(a, b), size: len(l.members[a]) + len(l.members[b])})
	return true
}

// current reports whether neither group of j has changed since it was queued.
func (l *linkage) current(j join) bool {
	return l.members[j.a] != nil && l.members[j.b] != nil && j.size == len(l.members[j.a])+len(l.members[j.b])
}

// join puts group b into group a.
func (l *linkage) join(j join) {
	l.members[j.a] = append(l.members[j.a], l.members[j.b]...)
	l.members[j.b] = nil
	delete(l.sums[j.a], j.b)
	for c, sum := range l.sums[j.b] {
		delete(l.sums[c], j.b)
		if c != j.a {
			sum += l.sums[j.a][c]
			l.set(j.a, c, sum)
			l.set(c, j.a, sum)
		}
	}
	l.sums[j.b] = nil
	for c := range l.sums[j.a] {
		if l.offer(j.a, c) {
			heap.Fix(&l.queue, l.queue.Len()-1)
		}
	}
}

func (l *linkage) groups() [][]int {
	var out [][]int
	for _, members := range l.members {
		if members != nil {
			slices.Sort(members)
			out = append(out, members)
		}
	}
	slices.SortFunc(out, func(a, b []int) int { return cmp.Compare(a[0], b[0]) })
	return out
}

// join is two groups that may become one, and the sum of their sizes when that was found.
type join struct {
	mean float64
	a, b int32
	size int
}

// joins is a heap with the likeliest join on top; equals in the documents' order, so that it is the same every time.
type joins []join

func (q joins) Len() int      { return len(q) }
func (q joins) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q joins) Less(i, j int) bool {
	if q[i].mean != q[j].mean {
		return q[i].mean > q[j].mean
	}
	return cmp.Or(cmp.Compare(q[i].a, q[j].a), cmp.Compare(q[i].b, q[j].b)) < 0
}
func (q *joins) Push(x any) { *q = append(*q, x.(join)) }
func (q *joins) Pop() any {
	last := (*q)[len(*q)-1]
	*q = (*q)[:len(*q)-1]
	return last
}
