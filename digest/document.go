package digest

import (
	"math"
	"slices"
	"strings"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

// document is what Cluster knows of an article: its terms, the phrases of its beginning, and the facts of its opening.
type document struct {
	terms     []termCount // by number
	phrases   []int32     // hashes of two neighbouring terms, sorted
	rareNames []int32     // that it begins with, sorted
	quoted    []int32     // the rare terms that it puts in quotes: names of storms, ships and films
	whole     float32     // one over the length of the vector of its terms
	lead      float32     // one over what the terms of its opening weigh
	facts     facts
	time      time.Time // zero when the article does not say
	outlet    string
}

func (v *vocabulary) document(a saar.Article) document {
	terms, begins := v.read(a), factText(a)
	return document{
		terms: terms, phrases: v.phrases(), rareNames: v.namesRead(), quoted: v.quotedIn(begins), facts: factsOf(begins), time: a.Published, outlet: a.Outlet.ID,
	}
}

// measure finds what the document's terms weigh, once their rarity is known.
func (d *document) measure(rarity []float32) {
	var whole, lead float64
	for _, c := range d.terms {
		r := rarity[c.term]
		w := often[c.whole] * r
		whole += float64(w * w)
		if c.lead > 0 {
			lead += float64(r * r)
		}
	}
	d.whole, d.lead = float32(1/math.Sqrt(max(whole, 1e-9))), float32(1/max(lead, 1e-9))
}

// often is what a term weighs that stands so often in an article: 1 + log of the count.
var often = func() (weights [256]float32) {
	for n := 1; n < len(weights); n++ {
		weights[n] = float32(1 + math.Log(float64(n)))
	}
	return weights
}()

// facts are what the headline and opening of an article state, each list sorted.
type facts struct {
	weekdays []int32
	numbers  []int32 // hashes of the quantities above two, spans of time left out
	counts   []int32 // hashes of the quantities with what they count: 12 dead, 40 percent
	measures []int32 // hashes of the quantities with a fraction: the magnitude of an earthquake, a rate
}

var timeUnits = map[string]bool{"minute": true, "hour": true, "day": true, "week": true, "month": true, "year": true}

const factBytes = 1200 // how much of an article's text is searched for facts

func factsOf(raw string) facts {
	f := facts{weekdays: weekdaysIn(raw)}
	for _, n := range hindi.Numbers(raw) {
		if timeUnits[n.Unit] {
			continue
		}
		id := math.Float64bits(n.Value)
		if n.Value > 2 {
			f.numbers = append(f.numbers, int32(mix(id)))
		}
		if n.Value != math.Trunc(n.Value) {
			f.measures = append(f.measures, int32(mix(id)))
		}
		if n.Noun != "" || n.Unit != "" {
			f.counts = append(f.counts, int32(mix(id^hashWord(n.Noun+n.Unit))))
		}
	}
	for _, list := range []*[]int32{&f.weekdays, &f.numbers, &f.counts, &f.measures} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return f
}

// weekdaysIn are the days of the week that a text names.
func weekdaysIn(text string) []int32 {
	var days []int32
	for {
		at := strings.Index(text, "वार")
		if at < 0 {
			return days
		}
		end := at + len("वार")
		for name, day := range weekdays {
			if strings.HasSuffix(text[:end], name) {
				days = append(days, day)
			}
		}
		text = text[end:]
	}
}

// factText is the headline and the beginning of the text.
func factText(a saar.Article) string {
	title := opening(a.Title, factBytes)
	var b strings.Builder
	b.Grow(len(title) + factBytes + factBytes/8)
	b.WriteString(title)
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
