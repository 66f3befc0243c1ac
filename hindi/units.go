package hindi

import (
	_ "embed"
	"strconv"
	"strings"
	"unicode/utf8"
)

var (
	//go:embed data/numbers.txt
	numberList string
	//go:embed data/units.txt
	unitList string
	//go:embed data/nouns.txt
	nounList string

	numberWords = readNumberWords()
	units       = readVariants(unitList)
	nouns       = readVariants(nounList)

	multipliers = map[string]float64{
		"सौ": 1e2, "हजार": 1e3, "लाख": 1e5, "करोड": 1e7, "अरब": 1e9, "खरब": 1e11, "दर्जन": 12,
		"thousand": 1e3, "lakh": 1e5, "lakhs": 1e5, "crore": 1e7, "crores": 1e7, "million": 1e6, "billion": 1e9,
		"मिलियन": 1e6, "बिलियन": 1e9, "ट्रिलियन": 1e12,
	}
	rupeeWords = wordSet("रु रू rs inr रुपये रुपए")

	// words before a number that only name or order something with it
	namers = wordSet(`धारा धाराओं अनुच्छेद आर्टिकल सेक्टर वार्ड नंबर संख्या नं नम्बर सेक्शन ब्लॉक गेट प्लेटफॉर्म प्लेटफार्म कक्षा क्लास फेज पार्ट भाग खंड
		कोविड covid sector section article nh एनएच हाईवे राजमार्ग मोबाइल फोन हेल्पलाइन टोलफ्री डायल पिन गाडी ट्रेन मॉडल एपिसोड चैप्टर अध्याय
		श्लोक पेज पृष्ठ टॉप top जी डब्बा कोच स्थान नियम टाइप लेवल वर्जन अंडर एमआई मिग सुखोई वी कैटेगरी श्रेणी पीएम एयरबस बोइंग बजकर`)

	abouts = wordSet("करीब लगभग तकरीबन अनुमानित अनुमानतः लगभग कमसेकम about over around nearly")
)

// readNumberWords reads lines of a value and its spellings.
func readNumberWords() map[string]float64 {
	out := map[string]float64{}
	lines(numberList, func(line string) {
		fields := strings.Fields(line)
		value, err := strconv.ParseFloat(fields[0], 64)
		if err != nil {
			panic("hindi: data/numbers.txt: " + line)
		}
		for _, word := range fields[1:] {
			out[Normalize(word)] = value
		}
	})
	return out
}

// readVariants reads lines of a canonical word, a colon and its spellings and forms, with "_" for a space in one.
func readVariants(list string) map[string]string {
	out := map[string]string{}
	lines(list, func(line string) {
		name, forms, _ := strings.Cut(line, ":")
		name = strings.TrimSpace(name)
		for _, word := range strings.Fields(forms) {
			out[Normalize(strings.ReplaceAll(word, "_", " "))] = name
		}
	})
	return out
}

// unitAfter finds the unit right behind the number that ends before words[end]; unitEnd is behind the unit's word, or end for a sign.
func unitAfter(text string, words []token, end int) (unit string, unitEnd int) {
	tail := text[words[end-1].end:]
	if trimmed := strings.TrimLeft(tail, " \u00a0"); strings.HasPrefix(trimmed, "%") {
		return "percent", end
	}
	if end < len(words) && adjacent(words[end]) {
		if u := units[words[end].norm]; u != "" {
			return u, end + 1
		}
	}
	return "", end
}

// currencyBefore finds a currency sign at the end of s; n is its length with the space behind it.
func currencyBefore(s string) (n int, unit string) {
	trimmed := strings.TrimRight(s, " \u00a0")
	trimmed = strings.TrimSuffix(trimmed, ".") // रु. 500, Rs. 500
	space := len(s) - len(trimmed)
	switch r, size := utf8.DecodeLastRuneInString(trimmed); r {
	case '₹':
		return size + space, "rupee"
	case '$':
		return size + space, "dollar"
	case '€':
		return size + space, "euro"
	case '£':
		return size + space, "pound"
	}
	word := lastWord(trimmed)
	if rupeeWords[Normalize(word)] && word != "" {
		return len(word) + space, "rupee"
	}
	return 0, ""
}

// about reports whether the words around words[i:end] make the number a rough one.
func about(words []token, i, end int) bool {
	if i > 0 && abouts[words[i-1].norm] {
		return true
	}
	if i > 2 && words[i-1].norm == "कम" && words[i-2].norm == "से" && words[i-3].norm == "कम" {
		return true
	}
	for at := end; at < min(end+3, len(words)-1); at++ {
		if words[at].norm == "से" {
			switch words[at+1].norm {
			case "ज्यादा", "अधिक", "ऊपर", "कम":
				return true
			}
		}
	}
	return false
}

// naming reports whether words[i:end] name something or belong to a date, a time or a phone number.
func naming(text string, words []token, i, end int) bool {
	before, after := words[i].gap, ""
	if end < len(words) {
		after = words[end].gap
		switch next := words[end].norm; {
		case !adjacent(words[end]):
		case next == "बजे", next == "बजकर", clockWords[next]:
			return true
		case months[next] != 0 && end == i+1:
			return true
		}
	}
	if i > 0 {
		prev := words[i-1].norm
		if adjacent(words[i]) && namers[prev] && !tally(words, i-1) && !strings.Contains(before, "\n") || before == "-" && (namers[prev] || isLatin(lastRune(prev))) {
			return true
		}
		if adjacent(words[i]) && (months[prev] != 0 || phone(words[i-1:i])) {
			return true
		}
	}
	if joined(before, i > 0 && isDigits(words[i-1].norm)) || joined(after, end < len(words) && isDigits(words[end].norm)) {
		return true
	}
	return phone(words[i:end]) || strings.HasSuffix(strings.TrimRight(text[:words[i].start], " "), "#")
}

// tally reports whether the word at words[i] is the number of something, not the name of one: मरने वालों की संख्या 13, not ट्रेन संख्या 13.
func tally(words []token, i int) bool {
	return words[i].norm == "संख्या" && i > 0 && (words[i-1].norm == "की" || words[i-1].norm == "कुल")
}

// joined reports whether a number hangs on another by the gap between them, as in 10:30, 22/11/2026, 98765-43210.
func joined(gap string, digits bool) bool {
	return digits && (gap == ":" || gap == "/" || gap == ".")
}

func isDigits(w string) bool {
	_, ok := digits(w)
	return ok
}

// phone reports whether the number is a bare run of nine digits or more, or begins with 0 as codes do.
func phone(words []token) bool {
	w := words[0].norm
	return len(words) == 1 && isDigits(w) && !strings.ContainsAny(w, ",.") && (len(w) >= 9 || len(w) > 1 && w[0] == '0')
}

// yearLike reports whether the number is a calendar year: four bare digits that count nothing.
func yearLike(words []token, i, end int, value float64, noun string) bool {
	w := words[i].norm
	if end != i+1 || len(w) != 4 || value < 1800 || value > 2099 {
		return false
	}
	if i > 0 {
		switch words[i-1].norm {
		case "साल", "वर्ष", "सन", "सन्", "ईस्वी":
			return true
		}
	}
	return noun == "" || end < len(words) && postpositions[words[end].norm]
}

var postpositions = wordSet("में के की का से तक को और")

// bareWord reports whether the number is only a word with another meaning: एक is "a" unless it counts the dead, दो "give", शून्य से नीचे a
// temperature.
func bareWord(words []token, i, end int, noun string) bool {
	if end != i+1 {
		return false
	}
	switch words[i].norm {
	case "एक":
		return !fates[noun]
	case "दो", "सौ":
		return noun == ""
	case "शून्य":
		return true
	}
	return false
}
