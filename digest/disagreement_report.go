package digest

import (
	_ "embed"
	"slices"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

// report is an article, read for what it counts.
type report struct {
	article saar.Article
	tolls   []toll
	counts  map[float64]bool // all its numbers that may be of people
	befell  map[float64]bool // those of its mentions
	open    bool             // its counts may rise: people are still sought
	grave   bool             // or in danger of their lives
	mixed   bool             // people of several kinds are among those it counts
	scene   scene
}

var (
	//go:embed lists/open.txt
	openList string
	//go:embed lists/closed.txt
	closedList string
	//go:embed lists/onemore.txt
	oneMoreList string

	stillOpen = readPhrases(openList)    // of reports whose counts may rise
	searched  = readPhrases(closedList)  // of those whose counts will not
	oneMore   = readPhrases(oneMoreList) // who died besides those counted
	inDanger  = readPhrases("गंभीर\nनाजुक\nचिंताजनक")
)

// readReport reads an article, every sentence once.
func readReport(a saar.Article) report {
	r := report{article: a, counts: map[float64]bool{}, befell: map[float64]bool{}}
	var tally []tallying
	var read [][]token
	var s straying
	closed := false
	for i, sentence := range linesOf(a) {
		tokens := tokensOf(sentence)
		read = append(read, tokens)
		norm := textsOf(tokens)
		r.mixed = r.mixed || mixed.among(norm)
		closed = closed || searched.among(norm)
		r.open, r.grave = r.open || stillOpen.among(norm), r.grave || inDanger.among(norm)
		away := s.away(sentence, tokens, a) || i == 0 && attributed(tokens)
		found := mentionsIn(tokens)
		r.count(tokens, found)
		if m, ok := marginIn(sentence); ok {
			found = append(found, m)
		}
		if anotherDied(tokens) {
			found = append(found, mention{fate: dead, value: 1, kind: part})
		}
		place := placeOpening(tokens)
		for _, m := range found {
			if away {
				m.kind = apart
			}
			if i > 0 {
				m.place = place
			}
			r.befell[m.value] = r.befell[m.value] || m.kind != apart
			tally = append(tally, tallying{m, i})
		}
	}
	r.open = !closed && (r.open || slices.ContainsFunc(tally, func(m tallying) bool { return m.fate == missing && m.kind != apart }))
	r.tolls, r.scene = tollsOf(tally), sceneOf(a, read)
	return r
}

// count notes the numbers of a sentence that may be of people: those of its mentions, and those that no unknown noun stands behind.
func (r report) count(tokens []token, found []mention) {
	for _, m := range found {
		r.counts[m.value] = true
	}
	for i, t := range tokens {
		next := wordAt(tokens, i+1)
		if t.number > 0 && t.word != "एक" && (next == "" || tokens[i+1].mark() || hindi.Stop(next) || people[next] != "" || votes[next]) {
			r.counts[t.number] = true
		}
	}
}

var votes = wordsOf("वोट वोटों मत मतों")

// lineBytes is how much is read of a sentence: more than any that is one. Each of its numbers asks for the words around it, so that one of a
// whole book would take forever.
const lineBytes = 4 << 10

// linesOf are the headline and the sentences of an article.
func linesOf(a saar.Article) []string {
	out := []string{opening(a.Title, lineBytes)}
	for _, text := range a.Texts() {
		for _, sentence := range hindi.Sentences(text) {
			out = append(out, opening(sentence, lineBytes))
		}
	}
	return out
}

// anotherDied reports whether a sentence tells of one more who died, without a number: महिला ने भी दम तोड़ दिया, पांचवें ने आखिरी सांस ली.
func anotherDied(tokens []token) bool {
	if oneMore.among(textsOf(tokens)) {
		return true
	}
	for i, t := range tokens {
		next := wordAt(tokens, i+1)
		if (ordinals[t.word] && (next == "ने" || next == "की") || t.word == "एक" && next == "और") && told(tokens, dead) {
			return true
		}
	}
	return false
}

var ordinals = wordsOf("दूसरे तीसरे चौथे पांचवें छठे सातवें आठवें नौवें दसवें")

// placeOpening is the name of the place that a sentence opens with, if it is none that everybody knows: पद्मासर में.
func placeOpening(tokens []token) string {
	if wordAt(tokens, 1) != "में" || len(hindi.Places(tokens[0].word)) > 0 {
		return ""
	}
	return nameAt(tokens, 0)
}
