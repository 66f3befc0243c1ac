package store

import (
	"strings"
	"unicode"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

const snippetWords = 30

// inWord tells what belongs to a word exactly as the tokenizer of the search table does.
func inWord(r rune) bool {
	return unicode.In(r, unicode.L, unicode.N, unicode.Co, unicode.Mn, unicode.Mc, unicode.Cf)
}

func wordsOf(s string) []string {
	return strings.FieldsFunc(s, func(r rune) bool { return !inWord(r) })
}

// snippet returns the stretch of the body, within one paragraph, in which most of the words stand: verbatim, with "…"
// where it leaves something out. It is the opening when none does.
func snippet(body []saar.Paragraph, words []string) string {
	wanted := make(map[string]bool, len(words))
	for _, w := range words {
		wanted[w] = true
	}
	best, most := "", -1
	for _, p := range body {
		if text, found := stretch(p.Text, wanted); found > most {
			best, most = text, found
		}
	}
	return best
}

// stretch returns the part of text, at most snippetWords long, with most different words of wanted, and their number.
func stretch(text string, wanted map[string]bool) (part string, most int) {
	fields := fieldsOf(text)
	if len(fields) == 0 {
		return "", -1
	}
	best := 0
	in := map[string]int{}
	for i, f := range fields {
		if wanted[f.word] {
			in[f.word]++
		}
		if out := i - snippetWords; out >= 0 && wanted[fields[out].word] {
			if in[fields[out].word]--; in[fields[out].word] == 0 {
				delete(in, fields[out].word)
			}
		}
		if len(in) > most {
			most, best = len(in), max(0, i-snippetWords/2)
		}
	}
	end := min(best+snippetWords, len(fields))
	part = strings.TrimSpace(text[fields[best].start:fields[end-1].end])
	if best > 0 {
		part = "…" + part
	}
	if end < len(fields) {
		part += "…"
	}
	return part, most
}

// field is a word as the index has it, and the bytes of the text from its start to the next word's.
type field struct {
	word       string
	start, end int
}

func fieldsOf(text string) []field {
	var fields []field
	start := -1
	for i, r := range text + " " {
		switch {
		case inWord(r):
			if start < 0 {
				start = i
			}
		case start >= 0:
			fields = append(fields, field{word: hindi.Normalize(text[start:i]), start: start})
			start = -1
		}
	}
	for i := range fields {
		fields[i].end = len(text)
		if i+1 < len(fields) {
			fields[i].end = fields[i+1].start
		}
	}
	if len(fields) > 0 {
		fields[0].start = 0
	}
	return fields
}
