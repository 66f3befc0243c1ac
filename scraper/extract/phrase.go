package extract

import (
	"embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/saar-news/saar/hindi"
)

//go:embed phrases/*.txt
var phraseFiles embed.FS

// phrase is one line of the lists: text that is no part of an article, and the rule it belongs to.
type phrase struct {
	rule, text string
}

// phraseBook is the lists by how their phrases apply (see phrases/hi.txt), and by the first word of each.
type phraseBook struct {
	is     map[string]string // text to rule
	begins map[string][]phrase
	ends   map[string][]phrase
	holds  map[string][]phrase
	cuts   map[string][]phrase
	strips map[string][]phrase
}

// phraseRunes is how long a block may be that a phrase drops whole.
const phraseRunes = 300

var phrases = sync.OnceValue(func() *phraseBook {
	book := &phraseBook{
		is: map[string]string{}, begins: map[string][]phrase{}, ends: map[string][]phrase{}, holds: map[string][]phrase{},
		cuts: map[string][]phrase{}, strips: map[string][]phrase{},
	}
	files, _ := phraseFiles.ReadDir("phrases") // embedded: cannot fail
	for _, file := range files {
		text, _ := phraseFiles.ReadFile("phrases/" + file.Name())
		for line := range strings.Lines(string(text)) {
			if fields := strings.Fields(line); len(fields) > 2 && fields[0][0] != '#' {
				book.add(fields[0], fields[1], strings.Join(fields[2:], " "))
			}
		}
	}
	return book
})

func (b *phraseBook) add(rule, how, text string) {
	p := phrase{rule: rule, text: folded(text)}
	switch how {
	case "is":
		b.is[strings.TrimRightFunc(p.text, unicode.IsPunct)] = rule
	default:
		lists := map[string]map[string][]phrase{"begins": b.begins, "ends": b.ends, "holds": b.holds, "cut": b.cuts, "strip": b.strips}
		if list := lists[how]; list != nil {
			list[firstWord(p.text)] = append(list[firstWord(p.text)], p)
		}
	}
}

// folded is text as phrases are compared: spellings folded, lower case, colons apart from the word before.
func folded(text string) string {
	text = hindi.Normalize(text)
	if strings.ContainsAny(text, ":-|") {
		text = phraseMarks.Replace(text)
	}
	return strings.Join(strings.Fields(text), " ")
}

var phraseMarks = strings.NewReplacer(":", " : ", "-", " - ", "|", " | ", "।", " : ")

// firstWord is the first word of folded text, without marks.
func firstWord(text string) string {
	word, _, _ := strings.Cut(text, " ")
	return word
}

// trimLead drops the marks, arrows and emoji that stand before a prompt.
func trimLead(text string) string {
	return strings.TrimLeftFunc(text, func(c rune) bool {
		return !unicode.IsLetter(c) && !unicode.IsDigit(c) && c != '©' && c != '('
	})
}

// drop names the rule by which a whole block is no part of an article, and whether the article ends before it.
func (b *phraseBook) drop(text string) (rule string, end bool) {
	low := trimLead(folded(text))
	if rule, ok := b.is[strings.TrimRightFunc(low, func(c rune) bool { return !unicode.IsLetter(c) && !unicode.IsMark(c) })]; ok {
		return rule, false
	}
	word := firstWord(low)
	for _, p := range b.ends[word] {
		if hasPhrase(low, p.text) && len(low) < 2*len(p.text)+40 {
			return p.rule, true
		}
	}
	for _, p := range b.begins[word] {
		if hasPhrase(low, p.text) && !(p.rule == "byline" && isSentence(text)) {
			return p.rule, false
		}
	}
	for at := 0; at < len(low); {
		for _, p := range b.holds[firstWord(low[at:])] {
			if strings.HasPrefix(low[at:], p.text) {
				return p.rule, false
			}
		}
		next := strings.IndexByte(low[at:], ' ')
		if next < 0 {
			break
		}
		at += next + 1
	}
	return "", false
}

// isSentence reports whether text is more than a line of names and dates.
func isSentence(text string) bool {
	return utf8.RuneCountInString(text) > 90 && endsSentence(text)
}

// hasPhrase reports whether text begins with the phrase and not with a longer word.
func hasPhrase(text, phrase string) bool {
	if !strings.HasPrefix(text, phrase) {
		return false
	}
	next, _ := utf8.DecodeRuneInString(text[len(phrase):])
	return !unicode.IsLetter(next) && !unicode.IsMark(next)
}

// cut takes prompts out of a paragraph: a label at its start, and a teaser with its headline.
func (b *phraseBook) cut(text string) (left, taken, rule string) {
	if p, rest := match(b.strips, text); p != nil {
		return rest, strings.TrimSpace(text[:len(text)-len(rest)]), p.rule
	}
	for at := 0; ; {
		next := strings.IndexAny(text[at:], " ([।.!?")
		if next < 0 {
			return text, "", ""
		}
		_, size := utf8.DecodeRuneInString(text[at+next:])
		at += next + size
		if p, _ := match(b.cuts, text[at:]); p != nil {
			end := teaserEnd(text, at)
			before := strings.TrimRight(text[:at], " ([-–—:|*>")
			return strings.TrimSpace(before + " " + text[end:]), strings.TrimSpace(text[at:end]), p.rule
		}
	}
}

// match finds the phrase of the list that text begins with, and what follows it.
func match(list map[string][]phrase, text string) (*phrase, string) {
	word := text[:min(len(text), 60)]
	if i := strings.IndexAny(word, " :-|"); i >= 0 {
		word = word[:i]
	}
	known := list[word]
	if known == nil {
		known = list[strings.ToLower(word)]
	}
	for i := range known {
		if rest, ok := afterWords(text, known[i].text); ok {
			return &known[i], rest
		}
	}
	return nil, ""
}

// teaserRunes is about how long a headline gets.
const teaserRunes = 200

// teaserEnd is where the teaser that begins at text[at:] ends: at the end of the text, or with its sentence when much follows.
func teaserEnd(text string, at int) int {
	if utf8.RuneCountInString(text[at:]) <= teaserRunes {
		return len(text)
	}
	if i := strings.IndexAny(text[at:], "।!?\n"); i > 0 {
		_, size := utf8.DecodeRuneInString(text[at+i:])
		return at + i + size
	}
	return len(text)
}

// afterWords is what follows a folded phrase that text begins with.
func afterWords(text, phrase string) (string, bool) {
	for i, c := range text {
		if i > 2*len(phrase)+20 {
			return "", false
		}
		if !unicode.IsSpace(c) && !strings.ContainsRune(":-–—|", c) {
			continue
		}
		behind := i + utf8.RuneLen(c)
		if folded(text[:i]) == phrase || folded(text[:behind]) == phrase {
			return strings.TrimLeft(text[behind:], " :-–—|"), true
		}
	}
	return "", false
}
