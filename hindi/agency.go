package hindi

import (
	_ "embed"
	"strings"
)

//go:embed data/agencies.txt
var agencyList string

var agencies = readVariants(agencyList)

// unnamed is the id for a credit to agencies in general (एजेंसी).
const unnamed = "agency"

// Agency returns the id of the news agency that text, an article's body, is credited to: "pti" (also भाषा), "ani", "uni" (also वार्ता),
// "ians", "reuters", "ap", "afp", "dpa", "xinhua", "hs", or "agency" where none is named (एजेंसी); else "".
//
// A credit stands in the dateline (नई दिल्ली, एएनआई।), in brackets at the end of a line (भाषा), after इनपुट, or as the signature that
// closes the text (भाषा अमित). An agency named in a sentence is no credit, nor is भाषा when it means language.
func Agency(text string) string {
	text = strings.TrimSpace(text)
	if dateline, _ := Dateline(text); dateline != "" {
		if id := credit(dateline); id != "" {
			return id
		}
	}
	found := ""
	for line := range strings.Lines(text) {
		if id := lineCredit(strings.TrimSpace(line)); id != "" && (found == "" || found == unnamed) {
			found = id
		}
	}
	if found == "" || found == unnamed {
		if id := signature(text); id != "" {
			return id
		}
	}
	return found
}

// credit finds an agency among the elements of a dateline or a bracket.
func credit(s string) string {
	found := ""
	for _, element := range elements(s) {
		if id := agencyOf(element); id != "" && (found == "" || found == unnamed) {
			found = id
		}
	}
	return found
}

// elements splits a dateline or credit at its commas, brackets and slashes.
func elements(s string) []string {
	parts := strings.FieldsFunc(s, func(r rune) bool {
		return strings.ContainsRune(",/()[]|।:;-–—+&\n", r)
	})
	out := parts[:0]
	for _, part := range parts {
		if part = strings.Trim(part, " .\u00a0\u200b\t"); part != "" {
			out = append(out, part)
		}
	}
	return out
}

// agencyOf reads एएनआई, पीटीआई भाषा, एजेंसी के इनपुट के साथ.
func agencyOf(element string) string {
	words := strings.Fields(Normalize(element))
	for len(words) > 1 && creditWords[words[0]] {
		words = words[1:]
	}
	for len(words) > 1 && creditWords[words[len(words)-1]] {
		words = words[:len(words)-1]
	}
	if len(words) == 0 {
		return ""
	}
	if id := agencies[strings.Join(words, " ")]; id != "" {
		return id
	}
	for _, word := range words { // पीटीआई और एएनआई: all must be agencies
		if agencies[word] == "" && !creditWords[word] {
			return ""
		}
	}
	return agencies[words[0]]
}

var creditWords = wordSet("इनपुट इनपुट्स के से साथ का की स्रोत सोर्स साभार समाचार खबर और व एवं तथा संस्था न्यूज़ by with from inputs input source")

// lineCredit finds a credit at the end of a line: (भाषा), [पीटीआई]।, इनपुट-भाषा.
func lineCredit(line string) string {
	tail := strings.TrimRight(line, " ।.|\u00a0")
	for _, pair := range []string{"()", "[]"} {
		if !strings.HasSuffix(tail, pair[1:]) {
			continue
		}
		open := strings.LastIndex(tail, pair[:1])
		if open >= 0 && strings.HasSuffix(Normalize(tail[:open]), "ट्रस्ट ऑफ इंडिया") {
			return ""
		}
		if open >= 0 && len(tail)-open < 200 {
			return credit(tail[open:])
		}
	}
	at := max(strings.LastIndex(tail, "इनपुट"), strings.LastIndex(tail, "साभार"))
	if at >= 0 && len(tail)-at < 120 && strings.ContainsAny(tail[at:], ":-–") {
		return credit(tail[at:])
	}
	return ""
}

// signature finds the agency desk's mark behind the last sentence: "… दी जाएगी। भाषा अमित".
func signature(text string) string {
	at := strings.LastIndexAny(text, "।\n")
	if at < 0 {
		return ""
	}
	words := strings.Fields(strings.TrimLeft(text[at:], "। \n"))
	if len(words) == 0 || len(words) > 6 || endings[Normalize(words[len(words)-1])] {
		return ""
	}
	if id := agencies[strings.Trim(Normalize(words[0]), "()[].-")]; id != unnamed {
		return id
	}
	return ""
}
