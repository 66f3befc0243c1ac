package hindi

import (
	"strings"
	"unicode/utf8"
)

// suffixes are the endings Stem takes off, longest first: plurals, oblique cases, feminine forms, perfect and future of verbs.
var suffixes = []string{
	"ेंगे", "ेंगी", "इयों", "इयां", "ियों", "ियां", "ुओं", "ाओं", "ाएं", "ेगा", "ेगी", "ियो",
	"यों", "ओं", "ों", "ें", "एं", "ीं", "ां", "या", "ए", "ई", "ो", "े", "ी", "ा", "ि", "ु", "ू",
}

// stemLetters is the least number of runes a stem keeps: नेता may become नेत, never ने.
const stemLetters = 3

// Stem takes the inflection off a normalised word, so that चुनाव, चुनावों and पार्टी, पार्टियों meet. It is light: at most one ending,
// and only when three letters or signs remain. A stem is for comparing; it need not be a word.
func Stem(word string) string {
	last, _ := utf8.DecodeLastRuneInString(word)
	for _, suffix := range endingIn[last&0x7F] {
		stem, ok := strings.CutSuffix(word, suffix)
		if ok && utf8.RuneCountInString(stem) >= stemLetters && !strings.HasSuffix(stem, string(virama)) {
			return shortO(stem)
		}
	}
	return shortO(word)
}

// endingIn is the suffixes by their last letter or sign.
var endingIn = func() (by [128][]string) {
	for _, suffix := range suffixes {
		last := lastRune(suffix) & 0x7F
		by[last] = append(by[last], suffix)
	}
	return by
}()

// shortO writes the ॉ of borrowed words as ा, as half of the papers do (कॉलेज, कालेज), except in short words (हॉल is not हाल).
func shortO(stem string) string {
	if !strings.Contains(stem, "ॉ") && !strings.Contains(stem, "ऑ") || utf8.RuneCountInString(stem) <= stemLetters {
		return stem
	}
	return strings.ReplaceAll(strings.ReplaceAll(stem, "ॉ", "ा"), "ऑ", "आ")
}
