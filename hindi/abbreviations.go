package hindi

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// letterNames are the English letters as Hindi spells them: ए. के. शर्मा, एस.पी.
var letterNames = wordSet("ए बी सी डी ई एफ जी एच आइ आई जे के एल एम एन ओ पी क्यू आर एस टी यू वी डब्ल्यू डब्लू एक्स वाई वाय जेड")

// words among the letter names that end sentences too: वह घर आई. उसने चाय पी.
var letterWords = wordSet("आई जी पी ई")

// abbreviated reports whether the full stop after word belongs to an abbreviation or an initial. head is what stands before word,
// after what stands behind the stop.
func abbreviated(word, head, after string) bool {
	norm := Normalize(word)
	chained := strings.HasSuffix(strings.TrimRight(head, " \u00a0"), ".") && initial(Normalize(lastWord(strings.TrimRight(head, ". \u00a0"))))
	switch {
	case abbreviations[norm]:
		return true
	case strings.HasSuffix(head, ".") && abbreviations[Normalize(lastWord(strings.TrimSuffix(head, "."))+"."+word)]:
		return true
	case !initial(norm):
		return false
	case letterWords[norm]:
		return chained || initialFollows(after) || strings.TrimSpace(head) == ""
	}
	return true
}

// initial reports whether word stands for one letter: A, क, के.
func initial(word string) bool {
	r, size := utf8.DecodeRuneInString(word)
	return letterNames[word] || size == len(word) && size > 0 && unicode.IsLetter(r)
}

// initialFollows reports whether the text behind a stop begins with another initial and its stop.
func initialFollows(after string) bool {
	rest := strings.TrimLeft(after, " \u00a0")
	tail := strings.TrimLeftFunc(rest, isWordRune)
	return strings.HasPrefix(tail, ".") && initial(Normalize(rest[:len(rest)-len(tail)]))
}
