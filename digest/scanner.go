package digest

import (
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"unicode/utf8"
)

// scanner reads the words of normalised texts for Fingerprint, faster than word boundaries by the rules of Unicode.
type scanner struct {
	sum    hash.Hash // of the words, with a space behind each
	text   []byte    // those not summed yet
	bins   binned
	count  int    // words
	before uint64 // hash of the last one
}

// chunk is how many bytes are summed at a time.
const chunk = 1 << 9

func newScanner() *scanner { return &scanner{sum: sha256.New(), text: make([]byte, 0, 2*chunk)} }

func (s *scanner) read(text string) { words(text, s.word) }

func (s *scanner) word(w string) {
	s.text = append(s.text, w...)
	s.text = append(s.text, ' ')
	if len(s.text) >= chunk {
		s.flush()
	}
	h := hashWord(w)
	if s.count++; s.count > 1 {
		s.bins.add(s.before*3 ^ h)
	}
	s.before = h
	if hasDigit(w) {
		for c := range uint64(numberCopies) {
			s.bins.add(h + (c+1)*0x9E3779B97F4A7C15)
		}
	}
}

func (s *scanner) flush() {
	s.sum.Write(s.text)
	s.text = s.text[:0]
}

// exact names the words read.
func (s *scanner) exact() string {
	s.flush()
	return hex.EncodeToString(s.sum.Sum(nil)[:16])
}

func hasDigit(w string) bool {
	for i := range len(w) {
		if w[i] >= '0' && w[i] <= '9' {
			return true
		}
	}
	return false
}

// words calls f for each word of a normalised text: a run of ASCII letters and digits, and all of other scripts but the danda and general
// punctuation.
func words[T string | []byte](text T, f func(word T)) {
	start := -1
	for i := 0; i < len(text); {
		c := text[i]
		size, inside := 1, asciiWords[c]
		switch {
		case c < utf8.RuneSelf:
		case c == 0xE0 && i+2 < len(text): // Devanagari, and its neighbours up to Tibetan; the dandas are E0 A5 A4 and E0 A5 A5
			size, inside = 3, text[i+1] != 0xA5 || text[i+2]&^1 != 0xA4
		default:
			r, n := utf8.DecodeRuneInString(string(text[i:min(i+utf8.UTFMax, len(text))]))
			size, inside = n, (r < 0x2000 || r > 0x206F) && r != utf8.RuneError
		}
		switch {
		case inside == (start >= 0):
		case inside:
			start = i
		default:
			f(text[start:i])
			start = -1
		}
		i += size
	}
	if start >= 0 {
		f(text[start:])
	}
}

// asciiWords marks the letters and digits of ASCII.
var asciiWords = func() (in [256]bool) {
	for _, c := range "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" {
		in[c] = true
	}
	return in
}()
