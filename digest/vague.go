package digest

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"
)

//go:embed lists/vague.txt
var vagueList string

var vaguePhrases = readPhrases(vagueList)

// isVague reports whether a sentence, normalised, announces, paints or comments and counts nothing: बैंक ग्राहकों के लिए राहत भरी खबर है.
func (s *sentence) isVague(norm string) bool {
	return s.counted() == 0 && s.values[spoken] == 0 && s.words <= vagueMost && (vaguePhrases.in(norm) || verbless(norm))
}

func (s *sentence) counted() int {
	return len(s.facts[peopleFact]) + len(s.facts[quantityFact]) + len(s.facts[bigFact])
}

// vagueMost is the most words of a sentence that tells nothing: of more, some do.
const vagueMost = 18

// verbless reports whether a normalised sentence is a picture: सड़क पर टूटी चूड़ियां और खाली बाजार. No finite verb of Hindi ends in a bare
// consonant; one may stand before the end, but participles may too.
func verbless(norm string) bool {
	last, has := "", false
	words(norm, func(w string) { last, has = w, has || predicates[w] })
	r, _ := utf8.DecodeLastRuneInString(last)
	return r >= 'क' && r <= 'ह' && !has && !predicates[last]
}

// predicates are words that make a sentence of its words wherever they stand.
var predicates = wordsOf(`है हैं हूं हो था थी थे थीं होगा होगी होंगे गया गई दिया दी दिए लिया ली लिए किया किए मिला मिली मिले कहा बताया चुका चुकी चुके
	जाएगा जाएगी जाएंगे सकता सकती सकते आया आई आए नहीं`)

// closesAnother reports whether a sentence closes a quotation that a sentence before it opened: … की आड़ नहीं ले सकता।"
func closesAnother(s string) bool {
	open := 0
	before := ' '
	for i, r := range s {
		after, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
		switch {
		case r == '“':
			open++
		case r == '”', r == '"' && open > 0, r == '"' && !unicode.IsSpace(before) && !opensAfter(before) && (after == utf8.RuneError || !unicode.IsLetter(after)):
			if open--; open < 0 {
				return true
			}
		case r == '"':
			open++
		}
		before = r
	}
	return false
}

func opensAfter(before rune) bool { return strings.ContainsRune("(-–—:,'‘", before) }

// aside reports whether a sentence stands wholly in brackets: (लेखक शिक्षक हैं).
func aside(s string) bool {
	s = strings.TrimRight(s, "।. ")
	return strings.HasPrefix(s, "(") && strings.Index(s, ")") == len(s)-1
}
