package digest

import (
	"math"
	"strings"

	"github.com/saar-news/saar/hindi"
)

// sentenceFeatures is what speaks for and against a sentence by itself.
type sentenceFeatures [sentenceFeatureCount]float64

// The features of a sentence, and their weights, found by measuring (cmd/eval keypoints).
const (
	firstPlace = iota
	secondPlace
	thirdPlace
	early
	opensParagraph
	inTitle // share of the headline's terms that stand in it
	titled  // share of its terms that stand in the headline
	central // how much its terms recur in the article
	length  // log of its words
	tooLong // words over 30
	speech  // tells what somebody said
	quotes
	leaning   // leans on the sentence before
	fated     // tells what became of people
	event     // names an accident, a disaster, an attack
	grave     // the share of the article's sentences that do
	inHeading // share of its sub-heading's terms that stand in it
	sentenceFeatureCount
)

var sentenceWeights = sentenceFeatures{
	firstPlace: .15, secondPlace: 1.44, thirdPlace: .27, early: 1.11, opensParagraph: .23, inTitle: .79, titled: .48, central: .25,
	length: .2, tooLong: -.01, speech: -.26, quotes: -.63, leaning: -.35, fated: .5, event: .24, grave: .85, inHeading: .3,
}

// oneEvent is the share of grave sentences from which an article tells one event, whatever its sub-headings.
const oneEvent = .1

// weigh rates the sentences of one article.
func weigh(all []*sentence, headings [][]string, n numbering) {
	counts := map[int32]int{}
	for _, s := range all {
		for _, t := range s.terms {
			counts[t]++
		}
	}
	parts := make([]map[int32]bool, len(headings))
	for i, heading := range headings {
		parts[i] = map[int32]bool{}
		for _, t := range heading {
			parts[i][n.of(t)] = true
		}
	}
	graveness := gravity(all, n)
	for i, s := range all {
		f := &s.values
		f[grave] = graveness
		s.ofParts = s.ofParts && graveness < oneEvent
		if i <= 2 {
			f[firstPlace+i] = 1
		}
		f[early] = 1 / float64(1+i)
		f[inTitle], f[titled] = overlapWith(s.terms, parts[0])
		if s.heading > 0 && s.ofParts {
			f[inHeading], _ = overlapWith(s.terms, parts[s.heading])
		}
		f[central] = centrality(s.terms, counts)
		f[length] = math.Log(float64(s.words))
		f[tooLong] = float64(max(0, s.words-30))
		f[quotes] = flag(strings.Contains(s.text, "\"") || strings.Contains(s.text, "“") || strings.Contains(s.text, "‘"))
		f[leaning] = flag(s.leans != standsAlone)
		f[fated] = flag(len(s.facts[peopleFact]) > 0)
		for k, x := range f {
			s.worth += x * sentenceWeights[k]
		}
	}
}

// gravity marks the sentences that name an accident, a disaster or an attack, and is their share.
func gravity(all []*sentence, n numbering) float64 {
	marked := 0.0
	events := make(map[int32]bool, len(graveTerms))
	for t := range graveTerms {
		if id, ok := n[t]; ok {
			events[id] = true
		}
	}
	for _, s := range all {
		for _, t := range s.terms {
			if events[t] {
				s.values[event] = 1
				marked++
				break
			}
		}
	}
	return marked / float64(len(all)+2)
}

var graveTerms = termSet(`मौत मृत्यु मृतक शव घायल जख्मी हादसा दुर्घटना टक्कर पलटी विस्फोट धमाका बम हमला आतंकी आतंकवादी गोलीबारी मुठभेड़ आग अग्निकांड
	भूकंप बाढ़ तूफान चक्रवात सुनामी भूस्खलन हिमस्खलन ज्वालामुखी सूखा ओलावृष्टि बर्फबारी आंधी बारिश लू ठंड डूब मलबा राहत बचाव तबाही भगदड़ लापता
	मरने मारे झुलस बेपटरी पटरी`)

// termSet is the set of the terms of a list of words.
func termSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, t := range hindi.Terms(list) {
		set[t] = true
	}
	return set
}

// overlapWith is the share of the headline's terms that stand among terms, and the share of the terms that stand in the headline.
func overlapWith(terms []int32, headline map[int32]bool) (ofHeadline, ofTerms float64) {
	if len(headline) == 0 || len(terms) == 0 {
		return 0, 0
	}
	seen := map[int32]bool{}
	n := 0
	for _, t := range terms {
		if headline[t] {
			seen[t] = true
			n++
		}
	}
	return float64(len(seen)) / float64(len(headline)), float64(n) / float64(len(terms))
}

func centrality(terms []int32, counts map[int32]int) float64 {
	sum := 0.0
	for _, t := range terms {
		sum += math.Log(float64(counts[t]))
	}
	return sum / float64(len(terms)+3)
}

func flag(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
