package hindi

import (
	_ "embed"
	"strings"
	"unicode"
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
// "नई दिल्ली, एएनआई।", "10 संसदीय सीटों पर गहन मंथन", "(भाषा)".
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
	if stop(lastRune(body)) && !strings.HasSuffix(body, "…") && !strings.HasSuffix(body, "..") {
		return false
	}
	return len(words) <= labelWords && !(len(words) > 5 && endings[Normalize(words[len(words)-1])])
}

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
