package digest

import (
	"math"
	"strings"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

const (
	leadWords  = 70  // how much of an article's text is its opening
	wholeWords = 250 // how much of it is read at all
	wholeBytes = 6 << 10
)

// vocabulary numbers the terms of a window's articles and counts the articles they stand in.
type vocabulary struct {
	words     map[string]int32 // normalised word to its term; -1 for words without news
	terms     map[string]int32
	documents []int32 // by term: how many articles have it
	articles  int
}

func newVocabulary() *vocabulary {
	return &vocabulary{words: map[string]int32{}, terms: map[string]int32{}}
}

// reading is the terms of one article before they are weighed: how often each stands in the headline and the opening, and in all
// that is read.
type reading struct{ lead, whole map[int32]int32 }

// read counts the terms of an article.
func (v *vocabulary) read(a saar.Article) reading {
	r := reading{lead: make(map[int32]int32, leadWords), whole: make(map[int32]int32, wholeWords)}
	enter := func(text string, from int) (to int) {
		to = from
		words(hindi.Normalize(text), func(w string) {
			to++
			term := v.term(w)
			if term < 0 || to > wholeWords {
				return
			}
			r.whole[term]++
			if to <= leadWords {
				r.lead[term]++
			}
		})
		return to
	}
	enter(clip(a.Title), 0)
	n := 0
	for _, p := range a.Body {
		if p.Kind == saar.Heading {
			continue
		}
		if n = enter(clip(p.Text), n); n >= wholeWords {
			break
		}
	}
	for term := range r.whole {
		v.documents[term]++
	}
	v.articles++
	return r
}

// clip bounds what is read of one paragraph.
func clip(text string) string {
	if len(text) <= wholeBytes {
		return text
	}
	return text[:wholeBytes] // half a rune at the end is dropped by Normalize
}

// term is the number of a normalised word's stem, -1 for a stop word.
func (v *vocabulary) term(w string) int32 {
	if id, ok := v.words[w]; ok {
		return id
	}
	w = strings.Clone(w)
	id := int32(-1)
	if !hindi.Stop(w) {
		stem := hindi.Stem(w)
		known, ok := v.terms[stem]
		if !ok {
			known = int32(len(v.documents))
			v.terms[stem] = known
			v.documents = append(v.documents, 0)
		}
		id = known
	}
	v.words[w] = id
	return id
}

// background is how many articles without its terms a window is thought to have besides its own, so that a term of three articles of a
// small window is still rare.
const background = 300

// rarity weighs a term by how few articles have it (inverse document frequency).
func (v *vocabulary) rarity(term int32) float64 {
	return math.Log(1 + (float64(v.articles)+background)/(float64(v.documents[term])+0.5))
}

// rarest is the scale of these weights.
func (v *vocabulary) rarest() float64 { return math.Log(2 + float64(v.articles) + background) }
