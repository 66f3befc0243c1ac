// Package digest makes a digest of articles: it finds which of them are copies, which tell the same story, which stories
// matter, and which sentences tell them.
//
// Everything here is pure and deterministic: the same articles give the same digest, byte for byte, in any order of calls.
// Every choice can be explained (Story.Why). There is no model to load: the word lists stand in lists/, the weights beside
// the code that uses them, chosen by measuring with cmd/eval.
package digest

import (
	"encoding/binary"
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

// hashWord hashes eight bytes at a time; it is the same in every process, as hash/maphash is not.
func hashWord(word string) uint64 {
	h := uint64(len(word)) * 0x9E3779B97F4A7C15
	for len(word) >= 8 {
		h = (h ^ binary.LittleEndian.Uint64([]byte(word[:8]))) * 0xff51afd7ed558ccd
		h ^= h >> 32
		word = word[8:]
	}
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * 1099511628211
	}
	return mix(h)
}

// mix scatters the bits of x (the finaliser of MurmurHash3).
func mix(x uint64) uint64 {
	x ^= x >> 33
	x *= 0xff51afd7ed558ccd
	x ^= x >> 33
	x *= 0xc4ceb9fe1a85ec53
	return x ^ x>>33
}
