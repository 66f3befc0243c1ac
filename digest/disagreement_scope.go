package digest

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/saar-news/saar/hindi"
)

//go:embed lists/limits.txt
var limitList string

// limit is a way in which a count is of some only, and the words that say so.
type limit struct {
	name string
	cues phrases
}

var limits = func() []limit {
	var out []limit
	lines(limitList, func(line string) {
		name, cues, _ := strings.Cut(line, ":")
		out = append(out, limit{name: name, cues: readPhrases(strings.ReplaceAll(strings.Join(strings.Fields(cues), "\n"), "_", " "))})
	})
	return out
}()

// around is how many words before a number and behind its fate may limit it.
const around = 8

// scopeOf tells what the number at tokens[i] is of, whose fate stands in tokens[from:to].
func scopeOf(tokens []token, i, from, to int, who counted) (scope, []string) {
	start, end := clauseOf(tokens, i, to)
	before, behind := tokens[max(start, i-around):i], tokens[to:min(end, to+around)]
	clause := textsOf(slices.Concat(before, tokens[i+1:from], tokens[from:to], behind))
	switch {
	case tokens[i].rough:
		return rough, nil
	case feared.among(textsOf(tokens[to:min(len(tokens), to+around)])):
		return apart, nil
	case tokens[i].all, parts.among(clause), togetherWith(tokens, i, from), joinedBefore(tokens, start, i):
		return part, nil
	case wordAt(tokens, i-1) == "कुल", ofAll.among(clause):
		return whole, nil
	}
	var of []string
	for _, kind := range who.kinds {
		if kind != everybody {
			of = append(of, kind)
		}
	}
	if owner := ownerBefore(tokens, i); owner != "" {
		of = append(of, owner)
	}
	for _, l := range limits {
		switch {
		case !l.cues.among(clause):
		case l.name == aboard:
			of = append(of, l.name+" "+vehicleIn(clause))
		default:
			of = append(of, l.name)
		}
	}
	if oblique[wordAt(tokens, i+1)] {
		of = append(of, "!"+wordAt(tokens, i+1))
	}
	slices.Sort(of)
	return whole, slices.Compact(of)
}

const (
	aboard = "सवार"
	couple = "दंपती"
)

// vehicleIn is what those aboard are in, as the word before says: ऑटो सवार, जीप में बैठे.
func vehicleIn(clause []string) string {
	for i, w := range clause {
		if w != aboard && !strings.HasPrefix(w, "बैठ") {
			continue
		}
		for at := i - 1; at >= 0; at-- {
			if clause[at] != "में" && clause[at] != "पर" {
				return hindi.Stem(clause[at])
			}
		}
	}
	return ""
}

// oblique are nouns of fates in the case in which something more is told of some: 15 घायलों का इलाज, चार मृतकों की पहचान.
var oblique = wordsOf("घायलों मृतकों जख्मियों बीमारों शवों लाशों")

// ofAll are the words of a clause whose number is of all, whatever else stands there.
var ofAll = readPhrases("की पुष्टि\nदोनों पक्ष\nदोनों पक्षों\nदोनों ओर\nदोनों तरफ\nदोनों गुटों\nदोनों गुट")

// clauseOf is the clause of the number at tokens[i] and its fate before tokens[to].
func clauseOf(tokens []token, i, to int) (start, end int) {
	for start = i; start > 0; start-- {
		if t := tokens[start-1]; t.mark() || including[t.word] || conjunctions[t.word] || joining[t.word] && !joinsPeople(tokens, start-1) {
			break
		}
	}
	for end = to; end < len(tokens); end++ {
		if t := tokens[end]; t.mark() || conjunctions[t.word] || joining[t.word] {
			break
		}
	}
	return start, end
}

// togetherWith reports whether the number is of some of a greater one: तीन बच्चों समेत सात.
func togetherWith(tokens []token, i, from int) bool {
	for at := i + 1; at < min(from, i+5); at++ {
		if including[tokens[at].word] {
			return true
		}
	}
	return false
}

var including = wordsOf("समेत सहित अलावा")

// includedBefore is how many of those the number at tokens[i] counts are named apart: चालक समेत पांच, तीन बच्चों सहित नौ.
func includedBefore(tokens []token, i int) float64 {
	if i == 0 || !including[tokens[i-1].word] {
		return 0
	}
	for at := i - 2; at >= max(0, i-5) && !tokens[at].mark(); at-- {
		switch {
		case tokens[at].number > 0:
			return tokens[at].number
		case people[tokens[at].word] == couple:
			return 2
		}
	}
	return 1
}

// plainBefore reports whether nothing stands before the number at tokens[i] that could say whom of all it counts: the clause begins with it, or the
// place, cause or time of the event stands there.
func plainBefore(tokens []token, i int) bool {
	if i == 0 {
		return true
	}
	before := tokens[i-1]
	_, hour := dayHours[before.word]
	switch {
	case before.mark(), conjunctions[before.word], joining[before.word], adjoining[before.word], hour, tallies[before.word], weekdays[before.word] > 0:
		return true
	}
	return strings.HasSuffix(before.word, "कर")
}

var adjoining = wordsOf("समेत सहित में से पर को ने तक जिसमें जिससे इसमें उसमें इससे कुल ली लीं गई छीनी छीनीं लील निगलीं बढ़कर अब")

// joinedBefore reports whether further people are told of before the number, with one fate: दंपती और दो बच्चों की मौत.
func joinedBefore(tokens []token, start, i int) bool {
	for at := i - 1; at >= max(start, i-5); at-- {
		if joining[tokens[at].word] {
			return joinsPeople(tokens, at)
		}
	}
	return false
}

// ownerBefore is whose, or where, a number is: the word tied to it by a postposition (वेत्रपुर के 14).
func ownerBefore(tokens []token, i int) string {
	if cases[wordAt(tokens, i-1)] != "के" || i < 2 || tokens[i-2].mark() {
		return ""
	}
	stem := hindi.Stem(tokens[i-2].word)
	if hindi.Stop(tokens[i-2].word) || graveTerms[stem] || occasions[stem] || tallies[tokens[i-2].word] {
		return ""
	}
	return meaning(stem)
}

// meaning is the stem that stands for a stem and its synonyms.
func meaning(stem string) string {
	if one, ok := synonyms[stem]; ok {
		return one
	}
	return stem
}

// occasions are terms that stand tied to a number and limit it to nothing.
var occasions = termSet("दल समूह समारोह शादी विवाह बारात मेला मेले छापा छापे कार्रवाई अभियान मुहिम गिरोह वारदात घटना मामला घटनास्थल मौके मौका उत्सव जुलूस रैली सभा यात्रा दौरा कुल करीब")
