package hindi

import "strings"

// Consonants is what is left of a normalised word without its vowels and doubled letters, with the letters that papers change for one
// another made one: sibilants, nasals, च and छ. Names that papers spell differently meet in it: वर्जीनिया and वर्जिनिया, माछिल and मच्छल.
// Digits and Latin letters are kept. It is for comparing, and says little of short words.
func Consonants(word string) string {
	var b strings.Builder
	var last rune
	for _, r := range word {
		switch {
		case 'क' <= r && r <= 'ह':
			if near, ok := nearConsonants[r]; ok {
				r = near
			}
			if r == last {
				continue
			}
		case '0' <= r && r <= '9', 'a' <= r && r <= 'z':
		default:
			continue
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

var nearConsonants = map[rune]rune{'छ': 'च', 'श': 'स', 'ष': 'स', 'ण': 'न', 'ङ': 'न', 'ञ': 'न'}
