package hindi

import (
	_ "embed"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

//go:embed data/desks.txt
var deskList string

var desks = wordSet(deskList)

// A dateline is short: at most this many bytes and words.
const (
	datelineBytes = 220
	datelineWords = 9
)

// Dateline splits a first paragraph into its dateline or kicker and the text behind it, both verbatim without the white space around them:
// "नई दिल्ली, 21 नवंबर (भाषा)।", "जागरण संवाददाता, कानपुर।", "वाराणसी।", "लखनऊ:", "Kanpur News:". With no dateline, dateline is "" and
// rest is text. rest is "" when the paragraph is nothing else.
func Dateline(text string) (dateline, rest string) {
	text = strings.TrimSpace(text)
	for i, r := range text {
		if i > datelineBytes {
			break
		}
		if r == utf8.RuneError || !datelineEnd(text, i, r) {
			continue
		}
		end := i + utf8.RuneLen(r)
		if heads(text[:i], r, text[end:]) {
			return strings.TrimSpace(text[:end]), strings.TrimLeft(text[end:], " \u00a0\u200b\t\n।.:-–—|")
		}
		if r == danda || r == '|' || r == '\n' {
			break
		}
	}
	return "", text
}

// datelineEnd reports whether a dateline can end with the character r at text[i].
func datelineEnd(text string, i int, r rune) bool {
	before, after := text[:i], text[i+utf8.RuneLen(r):]
	if strings.Count(before, "(") > strings.Count(before, ")") || strings.Count(before, "[") > strings.Count(before, "]") {
		return (r == ')' || r == ']') && unicode.IsLetter(nextRune(after)) && spaceAt(after)
	}
	switch r {
	case danda, '|', '\n':
		return true
	case ':':
		return !unicode.IsDigit(firstRune(after))
	case '.':
		word := lastWord(before)
		return (spaceAt(after) || after == "") && (word == "" || !abbreviated(word, before[:len(before)-len(word)], after))
	case '-', '–', '—':
		return spaceAt(after) || r == '—'
	}
	return false
}

// heads reports whether head, ended by r and followed by tail, is a dateline.
func heads(head string, r rune, tail string) bool {
	words := tokens(head)
	if len(words) == 0 || len(words) > datelineWords {
		return false
	}
	next := nextRune(tail)
	if kicker(head, r, len(words)) {
		return isDevanagari(next)
	}
	credits, known, unknown := 0, 0, 0
	for _, element := range elements(head) {
		switch {
		case agencyOf(element) != "", desk(element):
			credits++
		case placeOrDate(element):
			known++
		case nameLike(element):
			unknown++
		default:
			return false
		}
	}
	switch {
	case r == ')' || r == ']':
		return credits > 0 && known > 0
	case r == '\n':
		return unknown == 0
	case credits > 0 || known > 0:
		return unknown <= 2
	}
	first := firstRune(strings.TrimLeft(tail, " \u00a0\u200b"))
	return len(words) <= 2 && unknown == 1 && r != '-' && r != '–' && !speakers[words[0].norm] && unicode.IsLetter(first)
}

// kicker reports an English head in front of Hindi: "Kanpur News:".
func kicker(head string, r rune, words int) bool {
	return r == ':' && words <= 8 && strings.IndexFunc(head, isDevanagari) < 0 && strings.IndexFunc(head, isLatin) >= 0
}

// speakers are labels with a colon that belong to what follows.
var speakers = wordSet("सवाल जवाब प्रश्न उत्तर नोट प्र उ सवालः जैसे यानी मसलन")

// desk reports whether element names a desk or correspondent: जागरण संवाददाता, राज्य ब्यूरो.
func desk(element string) bool {
	words := strings.Fields(Normalize(element))
	if len(words) > 4 || len(words) == 0 {
		return false
	}
	for _, word := range words {
		if Stop(word) {
			return false
		}
	}
	return desks[words[len(words)-1]] || desks[words[0]]
}

// placeOrDate reports whether element is nothing but places or a day: नई दिल्ली, 21 नवंबर, एक मई.
func placeOrDate(element string) bool {
	words := tokens(element)
	g := places()
	for i := 0; i < len(words); {
		if s, n := g.match(words, i); n > 0 && len(s.places) > 0 && !s.guarded {
			i += n
			continue
		}
		if s, ok := g.whole(words[i:]); ok {
			i += len(s.words)
			continue
		}
		if n := dayIn(words[i:]); n > 0 {
			i += n
			continue
		}
		return false
	}
	return len(words) > 0
}

// whole matches words that are one spelling and nothing else, common words too: an element of a dateline is cue enough.
func (g gazetteer) whole(words []token) (spelling, bool) {
	for _, s := range g.byFirst[words[0].norm] {
		if len(s.words) == len(words) && fits(s.words, words) {
			return s, true
		}
	}
	return spelling{}, false
}

// dayIn reads a day and month at the beginning of words: 21 नवंबर 2026, एक मई.
func dayIn(words []token) int {
	n, used := simple(words)
	if used == 0 || n < 1 || n > 31 || used >= len(words) || months[words[used].norm] == 0 {
		if _, ok := weekdays[words[0].norm]; ok {
			return 1
		}
		return 0
	}
	if used+1 < len(words) && fourDigits(words[used+1].norm) > int(time.January) {
		return used + 2
	}
	return used + 1
}

// nameLike reports whether element may be an unknown town or a reporter: up to three words that are no grammar and no verb.
func nameLike(element string) bool {
	words := strings.Fields(Normalize(element))
	for _, word := range words {
		if Stop(word) || endings[word] || strings.IndexFunc(word, unicode.IsLetter) < 0 || strings.ContainsAny(word, `"'?!%₹`) {
			return false
		}
	}
	return len(words) <= 3
}
