package digest

import (
	"strings"

	"github.com/saar-news/saar/hindi"
)

// phrases are sequences of words, by their first word. "*" stands for up to gap words, "^" for the beginning of a text.
type phrases map[string][][]string

const gap = 3

func readPhrases(list string) phrases {
	p := phrases{}
	lines(list, func(phrase string) {
		f := strings.Fields(phrase)
		for i := range f {
			if f[i] != "*" && f[i] != "^" {
				f[i] = hindi.Normalize(f[i])
			}
		}
		p[f[0]] = append(p[f[0]], f)
	})
	return p
}

// in reports whether one of the phrases stands in a normalised text.
func (p phrases) in(text string) bool {
	all := make([]string, 0, len(text)/10)
	words(text, func(w string) { all = append(all, w) })
	return p.among(all)
}

// among reports whether one of the phrases stands in the words of a normalised text.
func (p phrases) among(all []string) bool {
	for _, phrase := range p["^"] {
		if begins(all, phrase[1:]) {
			return true
		}
	}
	for i, w := range all {
		for _, phrase := range p[w] {
			if begins(all[i:], phrase) {
				return true
			}
		}
	}
	return false
}

func begins(text, phrase []string) bool {
	switch {
	case len(phrase) == 0:
		return true
	case phrase[0] == "*":
		for skip := 0; skip <= min(gap, len(text)); skip++ {
			if begins(text[skip:], phrase[1:]) {
				return true
			}
		}
		return false
	case len(text) == 0 || text[0] != phrase[0]:
		return false
	}
	return begins(text[1:], phrase[1:])
}
