package digest

import (
	"strings"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

const (
	mostSentences = 60 // of one article
	pointLeast    = 5  // words of a point
	pointMost     = 45
)

// sentence is one sentence that may become a point.
type sentence struct {
	text    string
	article int // index of its article
	place   int // its number among the article's sentences
	words   int
	terms   []int32
	facts   [factKinds][]int32 // what it states
	leans   leaningKind
	values  sentenceFeatures
	worth   float64 // what it is worth whatever else is told
	chosen  bool
}

// The kinds of fact.
const (
	peopleFact   = iota // how many people: dead, hurt, arrested
	quantityFact        // any other quantity
	bigFact             // many of something: votes, rupees, seats; ten and more
	dateFact
	placeFact
	factKinds
)

// numbering gives each term and fact a number, the same for the same spelling.
type numbering map[string]int32

func (n numbering) of(s string) int32 {
	id, ok := n[s]
	if !ok {
		id = int32(len(n))
		n[s] = id
	}
	return id
}

// sentencesOf finds the sentences of the articles that may be points, with what each is worth.
func sentencesOf(articles []saar.Article) ([]*sentence, numbering) {
	var all []*sentence
	n := numbering{}
	for i, a := range articles {
		if !a.NoSnippet {
			all = append(all, readSentences(a, i, n)...)
		}
	}
	return all, n
}

// readSentences reads one article.
func readSentences(a saar.Article, article int, n numbering) []*sentence {
	var all []*sentence
	place := -1
	for p, text := range a.Texts() {
		if p == 0 {
			_, text = hindi.Dateline(text)
		}
		for k, s := range hindi.Sentences(text) {
			if place++; place >= mostSentences || !fit(s) {
				continue
			}
			one := &sentence{text: s, article: article, place: place, words: len(strings.Fields(s)), leans: leaningOf(s)}
			one.values[opensParagraph] = flag(k == 0)
			one.read(n, a.Time())
			all = append(all, one)
		}
	}
	weigh(all, hindi.Terms(a.Title), n)
	return all
}

// read finds the terms and facts of a sentence.
func (s *sentence) read(n numbering, published time.Time) {
	for _, t := range hindi.Terms(s.text) {
		s.terms = append(s.terms, n.of(t))
	}
	for _, number := range hindi.Numbers(s.text) {
		kind := quantityFact
		switch {
		case peopleNouns[number.Noun]:
			kind = peopleFact
		case number.Noun != "" && number.Value >= 10:
			kind = bigFact
		}
		s.facts[kind] = append(s.facts[kind], n.of("number "+number.Noun+number.Text))
	}
	for _, d := range hindi.Dates(s.text, published) {
		s.facts[dateFact] = append(s.facts[dateFact], n.of("date "+d.Text))
	}
	for _, p := range hindi.Places(s.text) {
		s.facts[placeFact] = append(s.facts[placeFact], n.of("place "+p.Name))
	}
	last := ""
	words(hindi.Normalize(s.text), func(w string) {
		if placeCues[w] && last != "" && !hindi.Stop(last) {
			s.facts[placeFact] = append(s.facts[placeFact], n.of("place "+last))
		}
		last = w
	})
}

var peopleNouns = map[string]bool{
	"मृतक": true, "घायल": true, "लापता": true, "गिरफ्तार": true, "संक्रमित": true, "बीमार": true, "व्यक्ति": true,
}

// placeCues are words after which, or before which, the name of a place stands.
var placeCues = map[string]bool{
	"जिले": true, "जिला": true, "थाना": true, "थाने": true, "गांव": true, "इलाके": true, "क्षेत्र": true, "शहर": true, "मार्ग": true,
	"स्टेशन": true, "निवासी": true, "हाईवे": true, "रोड": true, "नगर": true, "राज्य": true, "प्रांत": true, "में": true, "स्थित": true,
	"तहसील": true, "प्रखंड": true, "मोहल्ले": true, "कस्बे": true, "चौराहे": true, "घाटी": true, "सेक्टर": true,
}

// fit reports whether a sentence may be shown at all.
func fit(s string) bool {
	if strings.ContainsAny(s, "?\n") || strings.Contains(s, "...") || strings.Contains(s, "…") || strings.Contains(s, "http") {
		return false
	}
	words := len(strings.Fields(s))
	return words >= pointLeast && words <= pointMost && !hindi.Label(s) && !clickbait.in(hindi.Normalize(s))
}

// follows reports whether s stands directly after before.
func (s *sentence) follows(before *sentence) bool {
	return s.article == before.article && s.place == before.place+1
}

// leaningKind says what a sentence needs before it.
type leaningKind int

const (
	standsAlone   leaningKind = iota
	leansOnStory              // इस हादसे में, वहीं: needs to be behind another point of the article
	leansOnPerson             // उन्होंने: needs the very sentence before
)

func leaningOf(s string) leaningKind {
	if !hindi.Leans(s) {
		return standsAlone
	}
	for _, pronoun := range []string{"उन", "उस", "वह", "वे", "इन्ह"} {
		if strings.HasPrefix(strings.TrimLeft(hindi.Normalize(s), "\"' "), pronoun) {
			return leansOnPerson
		}
	}
	return leansOnStory
}
