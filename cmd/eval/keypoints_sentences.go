package main

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

var goldAbbreviations = func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(`ए बी सी डी एफ एच जे के एल एम एन पी क्यू आर एस टी यू वी डब्ल्यू एक्स वाई जेड ओ ई डॉ डा. डा प्रो मि रु रू पं नं
		कै ले स्व कि मी सं एड इं लेफ्टि मो श्रीमती जि पू मेजर. dr mr mrs ms rs no st jr sr vs lt col gen prof u.s inc ltd co`) {
		set[w] = true
	}
	return set
}()

const (
	goldEnds    = "।॥?!"
	goldClosers = "\"'”’‘)]»"
)

// goldSentences cuts text as the scorer does, which is not how saar does.
func goldSentences(text string) []string {
	var out []string
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		for _, s := range goldLine([]rune(strings.Join(strings.Fields(line), " "))) {
			switch {
			case len(pointTokens(s)) > 0:
				out = append(out, s)
			case len(out) > 0:
				out[len(out)-1] += s
			}
		}
	}
	return out
}

func goldLine(line []rune) []string {
	var out []string
	add := func(s []rune) {
		if t := strings.TrimSpace(string(s)); t != "" {
			out = append(out, t)
		}
	}
	start := 0
	for i := 0; i < len(line); {
		if !goldStop(line, start, i) {
			i++
			continue
		}
		for i++; i < len(line) && (strings.ContainsRune(goldEnds+goldClosers, line[i]) || line[i] == '.'); {
			i++
		}
		add(line[start:i])
		start = i
	}
	add(line[start:])
	return out
}

func goldStop(line []rune, start, i int) bool {
	at := func(k int) rune {
		if k < 0 || k >= len(line) {
			return ' '
		}
		return line[k]
	}
	before, next := at(i-1), at(i+1)
	switch c := line[i]; {
	case strings.ContainsRune(goldEnds, c):
		return true
	case c == '|':
		return i > 0 && before != '|' && before != ' ' && next == ' '
	case c != '.':
		return false
	case next == '.' || before == '.':
		return next != '.' && strings.ContainsRune(" \"”'’", next) && i+1 < len(line)
	case unicode.IsDigit(before) && unicode.IsDigit(next):
		return false
	}
	word := strings.ToLower(lastWord(line[start:i]))
	first, size := utf8.DecodeRuneInString(word)
	switch {
	case goldAbbreviations[word]:
		return false
	case size > 0 && size == len(word) && first < utf8.RuneSelf && unicode.IsLetter(first):
		return false
	}
	return next >= utf8.RuneSelf || !unicode.IsLetter(next) && !unicode.IsDigit(next)
}

// lastWord is what stands at the end of a text since a space or mark.
func lastWord(text []rune) string {
	at := len(text)
	for at > 0 && !unicode.IsSpace(text[at-1]) && !strings.ContainsRune(".,;:()\"'“”‘’", text[at-1]) {
		at--
	}
	return string(text[at:])
}
