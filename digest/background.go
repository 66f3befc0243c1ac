package digest

import (
	"slices"
	"strconv"
	"strings"

	"github.com/saar-news/saar/hindi"
)

// recall is what a sentence looks back at.
type recall struct {
	year    int  // the earliest it names
	before  bool // it says that something was before: इससे पहले, पिछले साल
	perfect bool // it ends in था, थे, थी: what had happened
}

// Phrases of sentences that tell of another event: those that say so where the telling begins, and those that do anywhere.
var (
	earlierOpenings = strings.Split("इससे पहले|पूर्व में भी", "|")
	earlierPhrases  = strings.Split("पिछले साल|बीते साल|गत साल|पिछले वर्ष|बीते वर्ष|गत वर्ष|साल पहले|वर्ष पहले|बरस पहले|साल पूर्व|वर्ष पूर्व", "|")
)

// recallOf reads a normalised sentence.
func recallOf(norm string) recall {
	var r recall
	_, told, said := strings.Cut(norm, "कि ") // आपको बता दें कि इससे पहले भी
	r.before = opensWith(norm, earlierOpenings) || said && opensWith(told, earlierOpenings) || slices.ContainsFunc(earlierPhrases, func(phrase string) bool { return strings.Contains(norm, phrase) })
	last, year := "", 0
	words(norm, func(w string) {
		if year > 0 && (dated(last) || yearTails[w]) && (r.year == 0 || year < r.year) {
			r.year = year
		}
		if year > 0 {
			last = ""
		}
		if year = yearIn(w); year == 0 {
			last = w
		}
	})
	r.perfect = perfects[last]
	return r
}

var (
	perfects  = map[string]bool{"था": true, "थे": true, "थी": true, "थीं": true}
	yearHeads = map[string]bool{"साल": true, "वर्ष": true, "सन": true}
	yearTails = map[string]bool{"में": true, "के": true, "की": true, "का": true, "से": true, "को": true, "तक": true}
)

// dated reports whether a year stands behind w.
func dated(w string) bool {
	_, month := hindi.ParseMonth(w)
	return month || yearHeads[w]
}

// yearIn is the year that a word may be, 0 if it is none.
func yearIn(w string) int {
	if len(w) != 4 || w[:2] != "19" && w[:2] != "20" {
		return 0
	}
	year, _ := strconv.Atoi(w)
	return year
}

// trialTerms are words of articles that tell what came of an old event, which is then no background.
var trialTerms = termSet("अदालत कोर्ट सजा फांसी याचिका सुनवाई दोषी मुकदमा बरसी")

// markOld marks the sentences of an article on an event that look back at another one. year is that of publishing, 0 if unknown.
func markOld(all []*sentence, headline map[int32]bool, n numbering, year int) {
	if len(all) == 0 || all[0].values[event] == 0 || all[0].looksBack(year) || onTrial(headline, all[0].terms, n) {
		return
	}
	if year == 0 {
		for _, s := range all {
			year = max(year, s.recalls.year)
		}
	}
	for i, s := range all[1:] {
		before := all[i]
		if before.values[old] > 0 && s.follows(before) && s.recalls.perfect && len(s.facts[dateFact]) == 0 { // it goes on telling of it
			s.values[old], s.leans = 1, leansOnNeighbour
			continue
		}
		s.values[old] = flag(s.looksBack(year))
	}
}

// entry reports whether a paragraph is one of a list of events by their dates: "20 मार्च 2015: …". Its sentences do not name the day, and
// alone they would be told of today.
func entry(text string) bool {
	date, _, found := strings.Cut(opening(text, entryBytes), ":")
	words := strings.Fields(hindi.Normalize(date))
	return found && len(words) > 0 && len(words) <= 3 && yearIn(words[len(words)-1]) > 0
}

const entryBytes = 80

func (s *sentence) looksBack(year int) bool {
	r := s.recalls
	return r.before || r.year > 0 && (r.perfect || r.year < year)
}

// onTrial reports whether the headline or the lead of an article is of a court.
func onTrial(headline map[int32]bool, lead []int32, n numbering) bool {
	for term := range n.known(trialTerms) {
		if headline[term] || slices.Contains(lead, term) {
			return true
		}
	}
	return false
}
