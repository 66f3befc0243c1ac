package hindi

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"
)

var (
	//go:embed data/abbreviations.txt
	abbreviationList string
	//go:embed data/endings.txt
	endingList string

	abbreviations = wordSet(abbreviationList)
	endings       = wordSet(endingList)
)

// Sentences cuts text into its sentences, in order. Each is a verbatim slice of text without the white space around it; put together
// again with that white space they are the text.
//
// A sentence ends at "।" (also glued to the next word), "|" used for it, ".", "?", "!" with the quotes and brackets closed after it,
// and at the end of a line. It does not end at abbreviations and initials (डॉ. ए. के. शर्मा), inside numbers, times and domains, at
// list numbers (1.), at stops that go on ("है।", उन्होंने कहा), or at an ellipsis after which the sentence goes on.
func Sentences(text string) []string {
	out := make([]string, 0, len(text)/200+1)
	for line := range strings.Lines(text) {
		out = appendSentences(out, line)
	}
	return out
}

func appendSentences(out []string, line string) []string {
	line = strings.TrimSpace(line)
	start := 0
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRuneInString(line[i:])
		if !stop(r) {
			i += size
			continue
		}
		end := stopEnd(line, i)
		if end < len(line) && ends(line[start:], i-start, end-start) {
			end = closeQuotes(line, start, end)
			out = append(out, line[start:end])
			start = end + len(line[end:]) - len(strings.TrimLeftFunc(line[end:], unicode.IsSpace))
			end = start
		}
		i = end
	}
	if start < len(line) {
		out = append(out, line[start:])
	}
	return out
}

func stop(r rune) bool {
	switch r {
	case danda, doubleDanda, '|', '.', '?', '!', '…':
		return true
	}
	return false
}

// stopEnd is the end of the run of stops at i: "।।", "?!", "...", also with spaces before a further danda.
func stopEnd(s string, i int) int {
	for i < len(s) {
		r, size := utf8.DecodeRuneInString(s[i:])
		if stop(r) {
			i += size
			continue
		}
		rest := strings.TrimLeft(s[i:], " \u00a0")
		if next, _ := utf8.DecodeRuneInString(rest); next != danda && next != doubleDanda {
			break
		}
		i = len(s) - len(rest)
	}
	return i
}

// ends reports whether the stops s[i:end] end the sentence that begins at s[0]. There is text after end.
func ends(s string, i, end int) bool {
	marks, before, after := s[i:end], s[:i], s[end:]
	next := nextRune(after)
	if strings.ContainsRune(",;:-–—/%", next) && !spaceAt(after) {
		return false // "है।", उन्होंने कहा
	}
	switch {
	case strings.ContainsAny(marks, "।॥"):
		return !dandaInAddress(before, after)
	case marks == "|":
		return pipeEnds(before, after)
	case strings.ContainsAny(marks, "?!"):
		return next != ',' && !unicode.IsLower(next)
	case marks == ".":
		return dotEnds(before, after)
	}
	return spaceAt(after) && ellipsisEnds(before)
}

// ellipsisEnds reports whether what stands before an ellipsis is whole: it ends in a verb, or it is long and breaks
// off at no particle. One set apart by a space stands for words left out.
func ellipsisEnds(before string) bool {
	word := Normalize(lastWord(before))
	return word != "" && (endings[word] || !Stop(word) && len(strings.Fields(before)) > 4)
}

// dandaInAddress finds the danda that a converter put for the dot of an address: www।example।com.
func dandaInAddress(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	next, _ := utf8.DecodeRuneInString(after)
	return last < utf8.RuneSelf && next < utf8.RuneSelf && isLatin(last) && unicode.IsLower(next)
}

// pipeEnds tells a bar typed for a danda from one between the parts of a title.
func pipeEnds(before, after string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	if isDevanagari(last) && spaceAt(after) {
		return true
	}
	return endings[Normalize(lastWord(strings.TrimRight(before, " ")))]
}

// dotEnds reports whether a single full stop between before and after ends a sentence.
func dotEnds(before, after string) bool {
	word := lastWord(before)
	if word == "" {
		return strings.TrimSpace(before) != "" && spaceAt(after) && !unicode.IsSpace(lastRune(before)) || endsSpaced(before, after)
	}
	head := before[:len(before)-len(word)]
	next := nextRune(after)
	switch {
	case abbreviated(word, head, after):
		return false
	case !spaceAt(after) && !closer(firstRune(after)):
		return glued(word, after)
	case unicode.IsLower(next), strings.ContainsRune(",;।", next):
		return false
	case number(word):
		return strings.TrimSpace(head) != "" && !unicode.IsDigit(next) && !strings.HasSuffix(head, "\n")
	}
	return true
}

// endsSpaced accepts a full stop set apart from its word, as in "रहे हैं . सोमवार".
func endsSpaced(before, after string) bool {
	word := lastWord(strings.TrimRight(before, " "))
	return spaceAt(after) && word != "" && !abbreviations[Normalize(word)] && utf8.RuneCountInString(word) > 1
}

// glued reports whether a sentence ends at a full stop with no space after it: "हुआ.वहीं", not example.com, 1.77 or वि.सं.
func glued(word, after string) bool {
	next := firstRune(after)
	return isDevanagari(lastRune(word)) && isDevanagari(next) && unicode.IsLetter(next) &&
		utf8.RuneCountInString(word) > 1 && !strings.HasPrefix(strings.TrimLeftFunc(after, isWordRune), ".")
}

// lastWord is the run of letters, marks and digits at the end of s.
func lastWord(s string) string {
	return s[len(strings.TrimRightFunc(s, isWordRune)):]
}

func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || r == 0x200C || r == 0x200D
}

func number(word string) bool {
	return strings.TrimFunc(word, unicode.IsDigit) == ""
}

func isLatin(r rune) bool { return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z' }

func isDevanagari(r rune) bool { return r >= 0x0900 && r <= 0x097F && r != danda && r != doubleDanda }

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

func spaceAt(s string) bool { return unicode.IsSpace(firstRune(s)) }

// nextRune is the first character of s that is neither space nor a closing quote or bracket.
func nextRune(s string) rune {
	for _, r := range s {
		if !unicode.IsSpace(r) && !closer(r) {
			return r
		}
	}
	return 0
}
