package digest

import (
	"strings"
	"unicode/utf8"

	"github.com/saar-news/saar/hindi"
)

// sign is one thing that a headline shows, e.g. that the stem राशिफल stands in it. The lowest bit of its id tells that it is weak.
type sign struct {
	id   uint64
	word int32 // the word that shows it; none where negative
	pair bool  // the word before it shows it too
}

// weak signs stand in headlines of all kinds: stop words, the section that a word speaks for, punctuation. They count half.
const weak = 1

// The kinds of signs, which keep equal words of different kinds apart.
const (
	stemSign = iota + 1
	formSign
	pairSign
	endSign
	endPairSign
	beginningSign
	sectionSign
	shapeSign
)

// signs reads a headline: its words, normalised, and all that they show of its kind. A word shows its stem or the synonym that stands for
// it, its form (जानें is not जान), its first letters, and the sections that it speaks for; with the word before it a pair; and the last
// word of a clause the clause's mood: करें, जानें or किया, गिरफ्तार.
func signs(title string) (words []string, found []sign) {
	h := readHeadline(hindi.Normalize(title))
	found = make([]sign, 0, 5*len(h.words)+8)
	add := func(kind, hash, weak uint64, word int, pair bool) {
		id := mix(hash^kind*0x9E3779B97F4A7C15)&^1 | weak
		for _, f := range found {
			if f.id == id {
				return
			}
		}
		found = append(found, sign{id, int32(word), pair})
	}
	var before uint64
	for i, word := range h.words {
		stem := h.stems[i]
		own, form, counted := hashWord(meaning(stem)), hashWord(word), stem[0] == '#'
		add(stemSign, own, weakIf(counted || hindi.Stop(word)), i, false)
		if !counted && stem != word {
			add(formSign, form, 0, i, false)
		}
		if i > 0 {
			add(pairSign, before*3^own, 0, i, true)
		}
		if h.ends(i) {
			add(endSign, form, 0, i, false)
			if i > 0 {
				add(endPairSign, before*3^form, 0, i, true)
			}
		}
		if first := firstLetters(stem); !counted && first != stem {
			add(beginningSign, hashWord(first), 0, i, false)
		}
		for _, s := range sectionWords[stem] {
			if s.weight >= strongly {
				add(sectionSign, hashWord(string(s.section)), weak, i, false)
			}
		}
		before = own
	}
	for _, shape := range h.shapes() {
		add(shapeSign, hashWord(shape), weak, -1, false)
	}
	return h.words, found
}

const (
	strongly     = 2 // the least weight of a word for a section that tells something of a headline
	longestStart = 4 // letters and signs of firstLetters
)

func weakIf(is bool) uint64 {
	if is {
		return weak
	}
	return 0
}

// firstLetters is the beginning of a stem, which compounds and spellings share.
func firstLetters(stem string) string {
	n := 0
	for i := range stem {
		if n++; n > longestStart {
			return stem[:i]
		}
	}
	return stem
}

// readHead is a headline as its signs are read.
type readHead struct {
	words, stems []string // stems of what is counted begin with "#": #n, #year, #month, #mah
	gaps         []string // before each word, and behind the last
}

func readHeadline(text string) readHead {
	most := len(text)/10 + 2
	h := readHead{words: make([]string, 0, most), stems: make([]string, 0, most), gaps: make([]string, 0, most+1)}
	at := 0
	words(text, func(word string) {
		start := at + strings.Index(text[at:], word)
		gap := text[at:start]
		at = start + len(word)
		number := word[0] >= '0' && word[0] <= '9'
		if n := len(h.stems); number && n > 0 && h.stems[n-1] == "#n" && len(gap) == 1 && strings.ContainsAny(gap, ".,:/") {
			return // 1,200 is one number
		}
		h.words, h.gaps = append(h.words, word), append(h.gaps, gap)
		h.stems = append(h.stems, headStem(word, number))
	})
	h.gaps = append(h.gaps, text[at:])
	return h
}

// headStem is what a word is compared by. All numbers are one, as are all months, and all signs of the zodiac; a unit stays: 5g, 12वीं.
func headStem(word string, number bool) string {
	if kind := serialWords[word]; kind != "" {
		return kind
	}
	if !number {
		return hindi.Stem(word)
	}
	switch unit := strings.TrimLeft(word, "0123456789"); {
	case unit != "":
		return "#" + unit
	case len(word) == 4 && strings.HasPrefix(word, "20"):
		return "#year"
	}
	return "#n"
}

// serialWords are words of which there is a fixed series, by the name of the series.
var serialWords = func() map[string]string {
	all := map[string]string{}
	for name, list := range map[string]string{
		"#n": "तीन चार पांच छह सात आठ नौ दस",
		"#month": "जनवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर january february march april may june july " +
			"august september october november december",
		"#day":    "रविवार सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार",
		"#zodiac": "मेष वृषभ मिथुन कर्क सिंह कन्या तुला वृश्चिक धनु मकर कुंभ मीन",
	} {
		for _, word := range strings.Fields(list) {
			all[hindi.Normalize(word)] = name
		}
	}
	return all
}()

// ends reports whether a clause ends with the word at i.
func (h readHead) ends(i int) bool {
	return i+1 == len(h.words) || strings.ContainsAny(h.gaps[i+1], ",;:?!।") || strings.Contains(h.gaps[i+1], "- ")
}

// shapes are what the punctuation and the numbers of a headline show.
func (h readHead) shapes() []string {
	var all []string
	numbers, latin := 0, true
	for i, stem := range h.stems {
		gap := h.gaps[i+1]
		for _, mark := range []string{"?", "!", ";", ":", "- "} {
			if strings.Contains(gap, mark) {
				all = append(all, mark)
			}
		}
		latin = latin && h.words[i][0] < utf8.RuneSelf
		switch {
		case stem[0] == '#':
			numbers++
		case latin && strings.Contains(gap, ":"):
			all = append(all, "latin:")
		}
	}
	if n := len(h.gaps); strings.Contains(h.gaps[n-1], "?") {
		all = append(all, "?$")
	}
	switch {
	case numbers == 0:
		all = append(all, "no number")
	case numbers > 2:
		all = append(all, "numbers")
	}
	return all
}
