package main

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The rules of tools/score_keypoints.py for text, which are not saar's own: a measure must not move with what it measures.

var (
	zeroWidth  = regexp.MustCompile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
	spaces     = regexp.MustCompile(`[\s\v\x1c-\x1f\x85\p{Z}]+`)
	plainQuote = strings.NewReplacer("‘", "'", "’", "'", "“", `"`, "”", `"`, "\u093c", "")
)

// folded folds what does not count: nukta, zero-width characters, Devanagari digits, commas between digits, case, quotes, spaces.
func folded(s string) string {
	s = plainQuote.Replace(norm.NFD.String(zeroWidth.ReplaceAllString(s, "")))
	s = strings.ToLower(strings.Map(func(r rune) rune {
		if r >= '०' && r <= '९' {
			return r - '०' + '0'
		}
		return r
	}, s))
	return strings.TrimSpace(spaces.ReplaceAllString(withoutCommas(s), " "))
}

// withoutCommas drops commas between digits.
func withoutCommas(s string) string {
	var b strings.Builder
	var last rune
	for i, r := range s {
		next, _ := utf8.DecodeRuneInString(s[min(len(s), i+utf8.RuneLen(r)):])
		if r != ',' || !unicode.IsDigit(last) || !unicode.IsDigit(next) {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// pointTokens are the words of a text with their matras, and numbers with their decimals.
func pointTokens(s string) []string {
	text := []rune(folded(s))
	var out []string
	for i := 0; i < len(text); {
		end := decimal(text, i)
		if end == i {
			for end < len(text) && inToken(text[end]) {
				end++
			}
		}
		if end == i {
			i++
			continue
		}
		out = append(out, string(text[i:end]))
		i = end
	}
	return out
}

// decimal is the end of a number with a point at i, or i.
func decimal(text []rune, i int) int {
	digits := func(at int) int {
		for at < len(text) && unicode.IsDigit(text[at]) {
			at++
		}
		return at
	}
	end, found := digits(i), i
	for end > i && end+1 < len(text) && text[end] == '.' && unicode.IsDigit(text[end+1]) {
		end = digits(end + 1)
		found = end
	}
	return found
}

func inToken(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsNumber(r) || mark(r)
}

func mark(r rune) bool {
	return r >= 0x300 && r <= 0x36f || r >= 0x900 && r <= 0x903 || r >= 0x93a && r <= 0x94f || r >= 0x951 && r <= 0x957 ||
		r == 0x962 || r == 0x963 || r >= 0x980 && r <= 0xdff
}

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		for _, token := range pointTokens(w) {
			set[token] = true
		}
	}
	return set
}

// slotStops are words that a fact may be told without.
var slotStops = wordSet(`का के की को से में पर ने और या व तथा एवं है हैं था थे थी थीं हो गया गई गए गये गयी हुआ हुई हुए ही भी तो कि जो यह वह
	ये वे इस उस इन उन एक अब तक कर करके करने किया कियाा की गयी रहा रही रहे चुका चुकी चुके दिया दी दिए लिए साथ बाद जा जाने अपने अपनी अपना
	वाले वाली वाला होने होकर द्वारा कुल लगभग करीब कम`)

var numberWords = wordSet(`दो तीन चार पांच पाँच छह छः सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस बीस तीस चालीस
	पचास साठ सत्तर अस्सी नब्बे सौ दर्जन दर्जनों सैकड़ों हजार हजारों लाख लाखों करोड़ करोड़ों`)

func isNumber(token string) bool {
	first, _ := utf8.DecodeRuneInString(token)
	return unicode.IsDigit(first) || numberWords[token]
}
