// Package digest makes a digest of articles: it finds which of them are copies, which tell the same story, which stories
// matter, and which sentences tell them.
//
// Everything here is pure and deterministic: the same articles give the same digest, byte for byte, in any order of calls.
// Every choice can be explained (Story.Why). There is no model to load: the word lists stand in lists/, the weights beside
// the code that uses them, chosen by measuring with cmd/eval.
package digest

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

// hashWord is FNV-1a, which is the same in every process; maphash is not.
func hashWord(word string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * 1099511628211
	}
	return h
}

// mix scatters the bits of x (the finaliser of MurmurHash3).
func mix(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}
