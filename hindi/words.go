package hindi

import (
	_ "embed"
	"iter"
	"slices"
	"unicode"

	"github.com/clipperhouse/uax29/v2/words"
)

//go:embed data/stopwords.txt
var stopList string

var stopWords = wordSet(stopList)

// Words returns the words of text as written, in order: letters with their matras, nukta and joiners, and numbers such as 1,77,000;
// no space, no punctuation. Boundaries are those of Unicode (UAX #29).
func Words(text string) []string {
	return slices.AppendSeq(make([]string, 0, len(text)/12), eachWord(text))
}

// eachWord is Words for those who may not want all.
func eachWord(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for it := words.FromString(text); it.Next(); {
			if w := it.Value(); wordLike(w) && !yield(w) {
				return
			}
		}
	}
}

// Stop reports whether word, normalised, carries grammar rather than news: है, के, में, लेकिन.
func Stop(word string) bool { return stopWords[word] }

// wordLike reports whether w, between two boundaries, has a letter or a digit.
func wordLike(w string) bool {
	for _, r := range w {
		switch classOf(r) {
		case vowel, consonant, nasal, semivowel:
			return true
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return true
		}
	}
	return false
}
