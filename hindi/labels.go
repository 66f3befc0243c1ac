package hindi

import (
	_ "embed"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	//go:embed data/speech.txt
	speechList string
	//go:embed data/leaning.txt
	leaningList string

	speechVerbs = wordSet(speechList)
	leaning     = readLeaning(leaningList)

	longestOpening = longest(leaning)
)

// labelWords is the most words a heading has: a longer line without a stop is a sentence that lost it.
const labelWords = 16

// Label reports whether sentence, one of Sentences, is no sentence but a heading, kicker, dateline or credit: "Kanpur News:",
// "नई दिल्ली, एएनआई।", "बेलपुर से विशेष प्रतिनिधि।", "10 संसदीय सीटों पर गहन मंथन", "(भाषा)".
func Label(sentence string) bool {
	sentence = strings.TrimSpace(sentence)
	body := strings.TrimRightFunc(sentence, func(r rune) bool { return closer(r) || unicode.IsSpace(r) })
	if strings.HasSuffix(body, ":") || strings.HasSuffix(body, "-") || strings.HasSuffix(body, "–") {
		return true
	}
	words := Words(body)
	if len(words) == 0 {
		return true
	}
	if dateline, rest := Dateline(sentence); dateline != "" && rest == "" {
		return true
	}
	if credit := lineCredit(sentence); credit != "" && len(words) <= 6 {
		return true
	}
	if len(words) <= bylineWords && byline(words) {
		return true
	}
	if stop(lastRune(body)) && !strings.HasSuffix(body, "…") && !strings.HasSuffix(body, "..") {
		return false
	}
	return len(words) <= labelWords && !(len(words) > 5 && endings[Normalize(words[len(words)-1])])
}

// bylineWords is the most words of a line that only says who wrote.
const bylineWords = 7

// byline reports whether words that make no sentence end in who wrote: बेलपुर (सागर) से विशेष प्रतिनिधि.
func byline(words []string) bool {
	return desks[Normalize(words[len(words)-1])] && !slices.ContainsFunc(words, func(w string) bool { return endings[Normalize(w)] })
}

// Glued reports whether a heading is glued to the beginning of what follows it, by a page that lost the break between them: ...की मौतअसम
// प्रशासन के मुताबिक. It knows a word with a vowel letter behind a bare consonant inside it, or with a word that opens sentences at its end.
func Glued(sentence string) bool {
	for word := range strings.FieldsSeq(sentence) {
		if len(word) < gluedBytes {
			continue
		}
		word = strings.TrimFunc(word, func(r rune) bool { return !isWordRune(r) })
		if vowelInside([]rune(word)) || openerBehind(word) {
			return true
		}
	}
	return false
}

const (
	gluedBytes  = 18 // a glued word has at least
	gluedVowels = 2  // at most so many vowel letters
	gluedHalf   = 3  // and each half of it at least as many letters and marks
	gluedHead   = 2  // or the first, where the second is known
)

func vowelInside(word []rune) bool {
	vowels := 0
	for _, r := range word {
		if r >= 'अ' && r <= 'औ' {
			vowels++
		}
	}
	if vowels > gluedVowels {
		return false // letters read out: एनएचआरसी
	}
	for i := gluedHalf; i+gluedHalf <= len(word); i++ {
		if strings.ContainsRune("अआइउओ", word[i]) && bare(word[i-1]) && bare(word[i+1]) {
			return true
		}
	}
	return false
}

func openerBehind(word string) bool {
	for _, opener := range openers {
		if head, ok := strings.CutSuffix(word, opener); ok && utf8.RuneCountInString(head) >= gluedHead && isWordRune(lastRune(head)) {
			return true
		}
	}
	return false
}

// openers are long words that open sentences and end no other word.
var openers = strings.Fields("सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार हालांकि लेकिन जबकि गौरतलब उन्होंने")

func bare(r rune) bool { return r >= 'क' && r <= 'ह' }

// Leans reports whether the opening of sentence leans on the one before it, so that it cannot stand alone: वहीं, उन्होंने, इसके बाद,
// इस बीच, लेकिन, ऐसे में, यह, दूसरी ओर.
func Leans(sentence string) bool {
	words := make([]string, 0, longestOpening)
	for word := range strings.FieldsSeq(Normalize(strings.TrimLeft(sentence, "\"'“”‘’-–—•*( "))) {
		if words = append(words, word); len(words) == longestOpening {
			break
		}
	}
	if len(words) == 0 {
		return false
	}
	for _, opening := range leaning[strings.Trim(words[0], ",.:;!?।\"'")] {
		if opens(words, opening) {
			return true
		}
	}
	return false
}

func opens(words, opening []string) bool {
	if len(words) < len(opening) {
		return false
	}
	for i, w := range opening {
		if strings.Trim(words[i], ",.:;!?।\"'") != w {
			return false
		}
	}
	return true
}

// readLeaning reads one opening a line, by its first word.
func readLeaning(list string) map[string][][]string {
	out := map[string][][]string{}
	lines(list, func(line string) {
		words := strings.Fields(Normalize(line))
		out[words[0]] = append(out[words[0]], words)
	})
	return out
}

// longest is the most words of an opening.
func longest(openings map[string][][]string) int {
	most := 0
	for _, same := range openings {
		for _, words := range same {
			most = max(most, len(words))
		}
	}
	return most
}
