package hindi

import (
	_ "embed"
	"unicode"

	"github.com/clipperhouse/uax29/v2/words"
)

//go:embed data/stopwords.txt
var stopList string

var stopWords = wordSet(stopList)

// Words returns the words of text as written, in order: letters with their matras, nukta and joiners, and numbers such as 1,77,000;
// no space, no punctuation. Boundaries are those of Unicode (UAX #29).
func Words(text string) []string {
	out := make([]string, 0, len(text)/12)
	for it := words.FromString(text); it.Next(); {
		if w := it.Value(); wordLike(w) {
			out = append(out, w)
		}
	}
	return out
}

// Stop reports whether word, normalised, carries grammar rather than news: है, के, में, लेकिन.
func Stop(word string) bool { return stopWords[word] }

// Terms returns what a text is about: the stems of its normalised words without stop words, in order, repeated as often as they stand.
func Terms(text string) []string {
	text = Normalize(text)
	out := make([]string, 0, len(text)/20)
	for it := words.FromString(text); it.Next(); {
		if w := it.Value(); wordLike(w) && !Stop(w) {
			out = append(out, Stem(w))
		}
	}
	return out
}

func wordLike(w string) bool {
	for _, r := range w {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return true
		}
	}
	return false
}

// token is a word of a text with its normalised form, its place in the text, and what stands between it and the word before.
type token struct {
	norm       string
	start, end int
	gap        string
}

// tokens returns the words of text with their places, so that what is found in them can be shown verbatim.
func tokens(text string) []token {
	out := make([]token, 0, len(text)/12)
	last := 0
	for it := words.FromString(text); it.Next(); {
		w := it.Value()
		if !wordLike(w) {
			continue
		}
		out = append(out, token{norm: Normalize(w), start: it.Start(), end: it.End(), gap: text[last:it.Start()]})
		last = it.End()
	}
	return out
}
