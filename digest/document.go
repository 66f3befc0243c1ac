package digest

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

// document is what Cluster knows of an article: its terms with their weights, and the facts of its opening.
type document struct {
	terms  []weighted // by number
	opens  int        // how many of them stand in the headline or the opening
	facts  facts
	time   time.Time // zero when the article does not say
	outlet string
}

// weighted is a term and what it weighs in one document.
type weighted struct {
	term   int32
	weight float32 // scaled so that all have length one
	lead   float32 // its weight in headline and opening alone, where those have length one; 0 if it stands in neither
	rarity float32 // 0 for a term that every article has, 1 for one that stands in this article alone
	often  bool    // stands there more than once
}

// document weighs the terms of an article, once all articles are read: 1 + log of frequency, times rarity.
func (v *vocabulary) document(a saar.Article, r reading) document {
	d := document{terms: make([]weighted, 0, len(r.whole)), opens: len(r.lead), facts: factsOf(a), time: a.Published, outlet: a.Outlet.ID}
	rarest := v.rarest()
	var whole, lead float64
	for t, n := range r.whole {
		rarity := v.rarity(t)
		w := weighted{term: t, weight: float32((1 + math.Log(float64(n))) * rarity), rarity: float32(rarity / rarest), often: n > 1}
		if n := r.lead[t]; n > 0 {
			w.lead = float32((1 + math.Log(float64(n))) * rarity)
		}
		whole += float64(w.weight) * float64(w.weight)
		lead += float64(w.lead) * float64(w.lead)
		d.terms = append(d.terms, w)
	}
	slices.SortFunc(d.terms, func(a, b weighted) int { return cmp.Compare(a.term, b.term) })
	for i := range d.terms {
		d.terms[i].weight /= float32(math.Sqrt(whole))
		d.terms[i].lead /= float32(math.Sqrt(max(lead, 1e-9)))
	}
	return d
}

// both calls f for the terms that two documents share.
func both(a, b []weighted, f func(x, y *weighted)) {
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i].term < b[j].term:
			i++
		case a[i].term > b[j].term:
			j++
		default:
			f(&a[i], &b[j])
			i, j = i+1, j+1
		}
	}
}

// facts are what the headline and opening of an article state, each list sorted.
type facts struct {
	weekdays []int32
	numbers  []int32 // hashes of the quantities above two, spans of time left out
	tolls    []int32 // hashes of the numbers of dead
	places   []int32 // hashes of the places named
}

var timeUnits = map[string]bool{"minute": true, "hour": true, "day": true, "week": true, "month": true, "year": true}

const factBytes = 1200 // how much of an article's text is searched for facts

func factsOf(a saar.Article) facts {
	text := factText(a)
	var f facts
	words(hindi.Normalize(text), func(w string) {
		if day := weekdays[w]; day > 0 {
			f.weekdays = append(f.weekdays, day)
		}
	})
	for _, n := range hindi.Numbers(text) {
		id := int32(mix(math.Float64bits(n.Value)))
		if n.Value > 2 && !timeUnits[n.Unit] {
			f.numbers = append(f.numbers, id)
		}
		if n.Noun == "मृतक" {
			f.tolls = append(f.tolls, id)
		}
	}
	for _, p := range hindi.Places(text) {
		f.places = append(f.places, int32(hashWord(p.Name)))
	}
	for _, list := range []*[]int32{&f.weekdays, &f.numbers, &f.tolls, &f.places} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return f
}

// factText is the headline and the beginning of the text.
func factText(a saar.Article) string {
	var b strings.Builder
	b.WriteString(clip(a.Title))
	left := factBytes
	for _, p := range a.Body {
		if p.Kind == saar.Heading || left <= 0 {
			continue
		}
		b.WriteString(" । ")
		part := opening(p.Text, left)
		b.WriteString(part)
		left -= len(part) + 1
	}
	return b.String()
}

var weekdays = map[string]int32{
	"सोमवार": 1, "मंगलवार": 2, "बुधवार": 3, "गुरुवार": 4, "गुरूवार": 4, "बृहस्पतिवार": 4, "वीरवार": 4,
	"शुक्रवार": 5, "शनिवार": 6, "रविवार": 7, "इतवार": 7,
}

// shared counts what stands in both of two sorted lists.
func shared(a, b []int32) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n, i, j = n+1, i+1, j+1
		}
	}
	return n
}
