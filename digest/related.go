package digest

import (
	"cmp"
	"slices"
	"time"
	"unicode/utf8"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

// Articles on one running topic are alike in words and are other events all the same. What tells them apart is where and when.

const (
	doubted     = .15            // what the likeness of two articles is worth that tell of other places or other days
	muchAlike   = .25            // likeness of whole texts from which their words, not their figures, make them alike
	nextReport  = 12 * time.Hour // after which an article with other numbers, of another weekday, is the next day's report
	smallWindow = 40             // articles from which the rarity of a word can be told
	smallDoubt  = 4              // how much more is asked in the smallest window, as a multiple
)

// threshold is the mean likeness from which two groups are one story. In a small window the words of a town or a party look rare, so more
// is asked there.
func threshold(articles int) float64 {
	return joinFrom * (1 + smallDoubt*float64(max(0, smallWindow-articles))/smallWindow)
}

// relations tells related events apart.
type relations struct {
	*vocabulary
	docs     []document
	articles []saar.Article
	which    []int     // by document: its article
	opened   []*opened // by document: nil until asked for
	room     []string  // for the words of a sentence
}

// judge is how likely two documents tell the same event: their likeness, and less of it where they tell of two days, or have the same
// figures from two places and little else.
func (r *relations) judge(c compared) float64 {
	like := chance(c.sum)
	if like <= leastLike {
		return like
	}
	elsewhere := r.elsewhere(c.a, c.b)
	if elsewhere {
		like = chance(c.sum + featureWeights[namesApart])
	}
	if like >= joinFrom && (r.docs[c.a].reportsBefore(&r.docs[c.b]) || elsewhere && c.sameCounts && c.whole <= muchAlike || r.numberedApart(c.a, c.b)) {
		like *= doubted
	}
	return like
}

// numberedApart reports whether two articles begin with places that are told by number, and share none: वार्ड 7 and वार्ड 12.
func (r *relations) numberedApart(i, j int32) bool {
	here, there := r.placesOf(i).numbered, r.placesOf(j).numbered
	return len(here) > 0 && len(there) > 0 && !slices.ContainsFunc(here, func(place string) bool { return slices.Contains(there, place) })
}

var (
	numbered      = map[string]bool{"वार्ड": true, "सेक्टर": true, "बूथ": true, "ब्लॉक": true, "जोन": true, "गेट": true}
	numberedWords = map[string]bool{"नंबर": true, "संख्या": true, "क्रमांक": true}
)

// appendNumbered appends the places told by number that the words of a text name.
func appendNumbered(places, words []string) []string {
	kind := ""
	for _, w := range words {
		switch {
		case kind != "" && isNumber(w):
			places, kind = append(places, kind+" "+w), ""
		case numbered[w]:
			kind = w
		case !numberedWords[w]:
			kind = ""
		}
	}
	return places
}

// elsewhere reports whether two documents name places, and neither has any of the other's.
func (r *relations) elsewhere(i, j int32) bool {
	here, there := r.placesOf(i), r.placesOf(j)
	return len(here.names) > 0 && len(there.names) > 0 && !r.docs[j].hasAny(here.names) && !r.docs[i].hasAny(there.names) &&
		!slices.ContainsFunc(here.bones, func(name string) bool { return slices.Contains(there.bones, name) })
}

// opened is where an article begins.
type opened struct {
	names    []int32  // the terms that name its places
	bones    []string // the consonants of these names, however their vowels are spelt
	numbered []string // its places that are told by number
}

// placesOf finds the names that stand where those of places do, in a document's dateline, headline and first sentences: places nobody has
// on a list have to be told apart too.
func (r *relations) placesOf(i int32) *opened {
	if r.opened[i] != nil {
		return r.opened[i]
	}
	a := r.articles[r.which[i]]
	stems := namesOfDateline(a)
	o := &opened{}
	for _, text := range beginning(a) {
		all := r.room[:0]
		words(hindi.Normalize(text), func(w string) { all = append(all, w) })
		if name := nameIn(all); name != "" {
			stems = append(stems, name)
		}
		o.numbered = appendNumbered(o.numbered, all)
		r.room = all
	}
	for _, stem := range stems {
		if term, ok := r.terms[stem]; ok {
			o.names = append(o.names, term)
		}
		if bones := hindi.Consonants(stem); utf8.RuneCountInString(bones) >= leastConsonants {
			o.bones = append(o.bones, bones)
		}
	}
	r.opened[i] = o
	return o
}

// beginning is the headline and the first sentences of an article.
func beginning(a saar.Article) []string {
	out := []string{a.Title}
	if texts := a.Texts(); len(texts) > 0 {
		sentences := hindi.Sentences(opening(texts[0], factBytes))
		out = append(out, sentences[:min(len(sentences), sceneSentences)]...)
	}
	return out
}

// hasAny reports whether one of these terms stands in the document.
func (d *document) hasAny(terms []int32) bool {
	return slices.ContainsFunc(terms, func(term int32) bool {
		_, found := slices.BinarySearchFunc(d.terms, term, func(c termCount, term int32) int { return cmp.Compare(c.term, term) })
		return found
	})
}

// reportsBefore reports whether one of two documents is the other's report of another day: half a day apart, they name other weekdays and
// share no number.
func (d *document) reportsBefore(e *document) bool {
	if d.time.IsZero() || e.time.IsZero() || d.time.Sub(e.time).Abs() < nextReport {
		return false
	}
	return len(d.facts.weekdays) > 0 && len(e.facts.weekdays) > 0 && shared(d.facts.weekdays, e.facts.weekdays) == 0 &&
		len(d.facts.numbers) > 0 && len(e.facts.numbers) > 0 && shared(d.facts.numbers, e.facts.numbers) == 0
}
