package digest

import "unicode/utf8"

// scanner reads the words of normalised texts for Fingerprint, faster than word boundaries by the rules of Unicode.
type scanner struct {
	text    []byte   // the words, with a space behind each
	words   []uint64 // hash of each word
	numbers []uint64 // those that have a digit
}

func (s *scanner) read(text string) { words(text, s.word) }

func (s *scanner) word(w string) {
	h := hashWord(w)
	s.words = append(s.words, h)
	for i := range len(w) {
		if w[i] >= '0' && w[i] <= '9' {
			s.numbers = append(s.numbers, h)
			break
		}
	}
	s.text = append(append(s.text, w...), ' ')
}

// wordRune reports whether the rune at i belongs to a word, and its size: ASCII letters and digits, and all of other scripts
// but the danda and general punctuation.
func wordRune(text string, i int) (size int, inside bool) {
	c := text[i]
	if c < utf8.RuneSelf {
		return 1, c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c >= 'A' && c <= 'Z'
	}
	if c == 0xE0 && i+2 < len(text) { // Devanagari, and its neighbours up to Tibetan; the dandas are E0 A5 A4 and E0 A5 A5
		return 3, text[i+1] != 0xA5 || text[i+2] != 0xA4 && text[i+2] != 0xA5
	}
	r, size := utf8.DecodeRuneInString(text[i:])
	return size, (r < 0x2000 || r > 0x206F) && r != utf8.RuneError
}

// words calls f for each word of a normalised text.
func words(text string, f func(word string)) {
	start := -1
	for i := 0; i < len(text); {
		size, inside := wordRune(text, i)
		switch {
		case inside && start < 0:
			start = i
		case !inside && start >= 0:
			f(text[start:i])
			start = -1
		}
		i += size
	}
	if start >= 0 {
		f(text[start:])
	}
}
