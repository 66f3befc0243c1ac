package digest

import (
	"strings"

	"github.com/saar-news/saar/hindi"
)

// token is a word, a mark or a number of a sentence.
type token struct {
	word   string  // normalised; ":" or "," for a mark, whatever it is
	number float64 // what it counts; 0 if it is no number, or tells an age, a unit or a name
	shown  string  // the number as it stands in the text
	rough  bool    // about so many
	all    bool    // दोनों, तीनों: all of those told of before
	mass   bool    // the number has a unit: 30 फीट
}

// tokensOf reads a sentence.
func tokensOf(sentence string) []token {
	var out []token
	last := 0
	for _, n := range hindi.Numbers(sentence) {
		out = appendTokens(out, sentence[last:n.Start])
		age := strings.HasSuffix(sentence[:n.Start], "(") && strings.HasPrefix(sentence[n.End:], ")")
		t := token{word: hindi.Normalize(n.Text), shown: n.Text}
		switch {
		case age, n.Unit != "" && timeUnits[n.Unit]:
		case n.Unit != "":
			t.mass = true
		default:
			t.number = n.Value
			t.rough = n.About || strings.Contains(n.Text, "दर्जन") || roughly.among(strings.Fields(hindi.Normalize(opening(sentence[n.End:], 60))))
		}
		out = append(out, t)
		last = n.End
	}
	return appendTokens(out, sentence[last:])
}

// roughly are words behind a number that is not counted.
var roughly = readPhrases("^ के पार\n^ से पार\n^ के करीब\n^ के आसपास\n^ के आस-पास\n^ के लगभग")

func appendTokens(out []token, text string) []token {
	for _, field := range strings.Fields(hindi.Normalize(text)) {
		word := strings.Trim(field, `"'()[]-.,;:।?!*`)
		before, behind, _ := strings.Cut(field, word)
		if word != "" && strings.ContainsAny(before, ",;:।?!") {
			out = append(out, markIn(before))
		}
		if word != "" {
			t := token{word: word, shown: word}
			if all := allOf[word]; all > 0 {
				t.number, t.all = all, true
			} else if word == "दो" || word == "एक" {
				t.number = smallNumbers[word]
			}
			out = append(out, t)
		}
		if strings.ContainsAny(behind, ",;:।?!-") || behind == "." || word == "" {
			out = append(out, markIn(field))
		}
	}
	return out
}

func markIn(s string) token {
	if strings.Contains(s, ":") {
		return token{word: ":"}
	}
	return token{word: ","}
}

var (
	// smallNumbers are words that are numbers only where people are counted: दो is also "give", एक "a".
	smallNumbers = map[string]float64{"एक": 1, "दो": 2}

	allOf = func() map[string]float64 {
		set := map[string]float64{}
		for i, w := range strings.Fields("दोनों तीनों चारों पांचों छहों सातों आठों नौओं दसों") {
			set[hindi.Normalize(w)] = float64(i + 2)
		}
		return set
	}()
)

func (t token) mark() bool { return t.word == "," || t.word == ":" }

// textsOf are the words of some tokens.
func textsOf(tokens []token) []string {
	out := make([]string, len(tokens))
	for i, t := range tokens {
		out[i] = t.word
	}
	return out
}

// readKinds reads lines of a kind, a colon and its words.
func readKinds(list string) map[string]string {
	kinds := map[string]string{}
	lines(list, func(line string) {
		kind, forms, _ := strings.Cut(line, ":")
		for _, form := range strings.Fields(forms) {
			kinds[hindi.Normalize(form)] = kind
		}
	})
	return kinds
}

// idiom is a way to tell a fate: the words, and how those who met it stand before them.
type idiom struct {
	fate  string
	cases map[string]bool // "-", "के", "ने", "को"; "बाद": they are told behind
	words []string        // one that ends in "~" may have any ending
}

// readIdioms reads lines of "fate case case: words", by the first word; those that begin with an open one stand under "".
func readIdioms(list string) map[string][]idiom {
	out := map[string][]idiom{}
	lines(list, func(line string) {
		head, forms, _ := strings.Cut(line, ":")
		fate, cases, _ := strings.Cut(head, " ")
		one := idiom{fate: fate, cases: map[string]bool{}}
		for _, c := range strings.Fields(cases) {
			one.cases[c] = true
		}
		for _, form := range strings.Fields(forms) {
			one.words = nil
			for _, w := range strings.Split(form, "_") {
				open := strings.HasSuffix(w, "~")
				if w = hindi.Normalize(strings.TrimSuffix(w, "~")); open {
					w += "~"
				}
				one.words = append(one.words, w)
			}
			first := one.words[0]
			if strings.HasSuffix(first, "~") {
				first = ""
			}
			out[first] = append(out[first], one)
		}
	})
	return out
}

// at reports whether an idiom stands at the beginning of the tokens.
func (m idiom) at(tokens []token) bool {
	if len(tokens) < len(m.words) {
		return false
	}
	for i, w := range m.words {
		stem, open := strings.CutSuffix(w, "~")
		if !(open && strings.HasPrefix(tokens[i].word, stem) && tokens[i].number == 0 || tokens[i].word == w) {
			return false
		}
	}
	return true
}
