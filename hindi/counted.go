package hindi

import "strings"

// nounReach is how many words away from its number a counted noun is looked for.
const nounReach = 6

// nounAround finds what words[i:end] count: before them when they are a tally (मृतकों की संख्या बढ़कर 12), else behind them.
func nounAround(words []token, i, end int) string {
	if end < len(words) && strings.HasSuffix(words[i].gap, "(") && strings.HasPrefix(words[end].gap, ")") {
		return "" // an age: रामदीन (45) की मौत
	}
	if noun := nounTallied(words, i); noun != "" {
		return noun
	}
	return nounBehind(words, end)
}

// nounTallied finds the noun whose संख्या or आंकड़ा the number at words[i] is.
func nounTallied(words []token, i int) string {
	tally := false
	for at := i - 1; at >= max(i-nounReach, 0) && !clauseBreak(words[at+1]); at-- {
		if noun := nouns[words[at].norm]; tally && noun != "" {
			return noun
		}
		tally = tally || tallies[words[at].norm]
	}
	return ""
}

// nounBehind finds the counted noun behind the number that ends before words[end]. What became of people is the answer, not that they
// are people: 12 लोगों की मौत counts the dead. What is no person has no fate: दो वाहनों की टक्कर में मौत counts vehicles.
func nounBehind(words []token, end int) string {
	people, owned := "", false
	for at := end; at < min(end+nounReach, len(words)); at++ {
		more := at == end && words[at].norm == "और" // 437 और मरीजों की मौत
		if clauseBreak(words[at]) && !more || startsNumber(words[at:]) || words[at].norm == "में" && at == end {
			break
		}
		switch noun := nouns[words[at].norm]; {
		case noun == "":
			if at == end && !fillers[words[at].norm] && !fateFollows(words, at) {
				return "" // an unknown noun: what follows is not told of the number
			}
		case fates[noun]:
			if befell(words, at) {
				return noun
			}
		case owned: // 70 के होने पर किया केस
		case !persons[noun] && people == "":
			return noun
		case people == "":
			people = noun
		}
		owned = owned || genitives[words[at].norm]
	}
	return people
}

// fateFollows reports whether the unknown noun at words[at] is people: एक पर्वतारोही का शव.
func fateFollows(words []token, at int) bool {
	for next := at + 1; next < min(at+3, len(words)); next++ {
		if fates[nouns[words[next].norm]] && befell(words, next) {
			return true
		}
		if !fillers[words[next].norm] {
			return false
		}
	}
	return false
}

// befell reports whether the word of a fate at words[at] tells it of the people counted before it: not तीन लोगों को मौत की सजा,
// हत्या के आरोप में, जान बचाई, छापा मारा.
func befell(words []token, at int) bool {
	before, after := "", ""
	if at > 0 {
		before = words[at-1].norm
	}
	if at+1 < len(words) {
		after = words[at+1].norm
	}
	switch words[at].norm {
	case "हत्या", "मौत", "मृत्यु":
		return before != "को" && before != "ने" && after != "के"
	case "जान":
		return !strings.HasPrefix(after, "बच") && before != "को"
	case "मारा", "मारे":
		return after == "गया" || after == "गई" || after == "गए" || after == "जा"
	case "दम":
		return strings.HasPrefix(after, "तोड")
	}
	return true
}

var (
	// fates say what became of people; persons are the counted nouns they befall.
	fates   = wordSet("मृतक घायल लापता गिरफ्तार संक्रमित बीमार")
	persons = wordSet("व्यक्ति यात्री बच्चा महिला छात्र जवान आतंकी आरोपी किसान मजदूर कर्मचारी मतदाता मरीज युवक")

	tallies = wordSet("संख्या आंकड़ा आंकड़े तादाद कुल")

	// genitives end what a number counts: behind them only a fate is told of it.
	genitives = wordSet("का के की को ने")

	// fillers may stand between a number and what it counts.
	fillers = wordSet(`की के का को से ज्यादा अधिक ऊपर कम और अन्य नए नये नई और भी ही अब तक करीब लगभग स्थानीय भारतीय कुल बड़े छोटे
		लोकसभा विधानसभा संसदीय राज्यसभा पुरुष नाबालिग विदेशी आम कोरोना`)
)

// clauseBreak reports whether the token stands behind a mark, or is a word, that ends a clause.
func clauseBreak(t token) bool {
	for _, r := range t.gap {
		if stop(r) || strings.ContainsRune(",;:\n", r) {
			return true
		}
	}
	switch t.norm {
	case "व", "एवं", "तथा", "जबकि", "लेकिन", "कि", "और":
		return true
	}
	return false
}

func startsNumber(words []token) bool {
	_, n := simple(words)
	return n > 0
}
