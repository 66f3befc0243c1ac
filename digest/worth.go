package digest

import (
	"math"
	"time"

	"github.com/saar-news/saar/hindi"
)

// sentenceFeatures is what speaks for and against a sentence by itself.
type sentenceFeatures [sentenceFeatureCount]float64

// The features of a sentence.
const (
	firstPlace = iota
	secondPlace
	thirdPlace
	early
	opensParagraph
	inTitle   // share of the headline's terms that stand in it
	central   // how much its terms recur in the article
	fated     // counts what became of people
	event     // names an accident, a disaster, an attack
	grave     // the share of the article's sentences that do
	spoken    // tells what somebody said
	old       // tells of another event, long before
	vague     // announces or paints, and tells nothing
	inHeading // share of its sub-heading's terms that stand in it
	sentenceFeatureCount
)

// weight is what a feature or fact is worth in any article, and what is added as the article is wholly one of an accident, a disaster or an
// attack: there, facts matter more and the order less.
type weight struct{ any, event float64 }

func (w weight) at(eventful float64) float64 { return w.any + w.event*eventful }

// sentenceWeights, like all weights of key points, were fitted by ridge regression of what a sentence adds to the points chosen before it (the facts it
// tells, the words it shares with a summary) against these features, within each article, and then moved one at a time where the chosen points
// gained by it on most folds of both sets. old and vague are no fits but judgements: the sets reward earlier events and announcements, a reader of
// today's news does not.
var sentenceWeights = [sentenceFeatureCount]weight{
	firstPlace: {.5, .08}, secondPlace: {.44, -.37}, thirdPlace: {.09, -.1}, early: {1.18, .02}, opensParagraph: {-.08, .19}, inTitle: {.8, .13},
	central: {.38, -.03}, fated: {-.12, .2}, event: {.14, .25}, grave: {2, 0}, spoken: {-.2, 0}, old: {0, -1}, inHeading: {.1, .03}, vague: {-.6, 0},
}

// An article is wholly one of an accident where the share of its grave sentences is mostly, and not at all where it is barely.
const (
	barely = .1
	mostly = .22
)

// oneEvent is the share of grave sentences from which an article tells one event, whatever its sub-headings.
const oneEvent = .1

// weigh rates the sentences of one article.
func weigh(all []*sentence, headings [][]string, n numbering, published time.Time) {
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
	markOld(all, parts[0], n, yearOf(published))
	told := 0 // sentences that tell something
	for _, s := range all {
		f := &s.values
		f[grave] = graveness
		s.eventful = max(0, min(1, (graveness-barely)/(mostly-barely)))
		s.ofParts = s.ofParts && graveness < oneEvent
		if told <= 2 {
			f[firstPlace+told] = 1
		}
		f[early] = 1 / float64(1+told)
		told += 1 - int(f[vague])
		f[inTitle] = overlapWith(s.terms, parts[0])
		if s.heading > 0 && s.ofParts {
			f[inHeading] = overlapWith(s.terms, parts[s.heading])
		}
		f[central] = centrality(s.terms, counts)
		f[fated] = flag(len(s.facts[peopleFact]) > 0)
		for k, x := range f {
			s.worth += x * sentenceWeights[k].at(s.eventful)
		}
	}
}

// gravity marks the sentences that name an accident, a disaster or an attack, and is their share.
func gravity(all []*sentence, n numbering) float64 {
	marked := 0.0
	events := n.known(graveTerms)
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
	मरने मारे झुलस बेपटरी पटरी
	गोली फायरिंग गोलीकांड हिंसा दंगा उपद्रव पथराव आगजनी झड़प गर्मी तपिश पारा बवंडर बर्फीली ओले`)

// termSet is the set of the terms of a list of words.
func termSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, t := range hindi.Terms(list) {
		set[t] = true
	}
	return set
}

// overlapWith is the share of the headline's terms that stand among terms.
func overlapWith(terms []int32, headline map[int32]bool) float64 {
	seen := map[int32]bool{}
	for _, t := range terms {
		if headline[t] {
			seen[t] = true
		}
	}
	return float64(len(seen)) / float64(max(1, len(headline)))
}

func centrality(terms []int32, counts map[int32]int) float64 {
	sum := 0.0
	for _, t := range terms {
		sum += math.Log(float64(counts[t]))
	}
	return sum / float64(len(terms)+3)
}

// yearOf is the year that what is published then tells of, 0 if nobody knows when: in the first months of a year, the one before too.
func yearOf(published time.Time) int {
	if published.IsZero() {
		return 0
	}
	return published.AddDate(0, -3, 0).Year()
}

func flag(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
