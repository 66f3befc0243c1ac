// Package hindi knows the language of the news: it normalises text for comparing, cuts it into sentences, words and terms,
// and finds numbers, dates, places, datelines and agency credits in it.
//
// Everything here is pure: values in, values out, no clock, no I/O. What readers see stays verbatim: Sentences returns slices of
// the text it was given, and Normalize is only for comparing and searching. The lists of words and places stand in data/, one
// entry a line, and may be extended without touching code.
package hindi

import (
	_ "embed"
	"strings"
)

// lines calls f for each line of an embedded list that is neither empty nor a comment.
func lines(list string, f func(line string)) {
	for line := range strings.Lines(list) {
		line, _, _ = strings.Cut(line, "#")
		if line = strings.TrimSpace(line); line != "" {
			f(line)
		}
	}
}

// wordSet is the set of normalised words of an embedded list, several to a line.
func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	lines(list, func(line string) {
		for _, word := range strings.Fields(line) {
			set[Normalize(word)] = true
		}
	})
	return set
}
