package digest

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/saar-news/saar/hindi"
)

// mention is a number of people and what became of them, as one sentence has it.
type mention struct {
	fate   string
	value  float64
	text   string   // the number as it stands there
	kind   scope    // of what it is
	limits []string // the names of what limits it to some, sorted; none: it is of all
	rose   bool     // its sentence says that the count has risen
	with   float64  // so many of them are named apart: चालक समेत पांच
	plain  bool     // nothing stands before the number that could limit it

	parties parties // of a vote
	place   string  // the name that opens its sentence
}

// scope is what a mention's number is of.
type scope int

const (
	whole scope = iota // all of the event, or all of those its limits name
	part               // some of those told of elsewhere, or more than them
	rough              // about so many
	apart              // another time, a whole state, or a mere claim or fear
)

var (
	//go:embed lists/fates.txt
	fateList string
	//go:embed lists/people.txt
	peopleList string
	//go:embed lists/things.txt
	thingList string
	//go:embed lists/parts.txt
	partList string
	//go:embed lists/feared.txt
	fearedList string
	//go:embed lists/rising.txt
	risingList string

	idioms = readIdioms(fateList)
	things = wordsOf(thingList)
	parts  = readPhrases(partList)   // of clauses whose number is of some
	feared = readPhrases(fearedList) // behind a fate that did not befall
	rising = readPhrases(risingList) // of counts that go on
	mixed  = readPhrases("समेत\nसहित\nमिलाकर\nअलावा\nइनमें\nजिनमें\nमृतकों में\nघायलों में\nशामिल")

	tallies      = wordsOf("संख्या आंकड़ा आंकड़े तादाद")
	conjunctions = wordsOf("जबकि लेकिन मगर किंतु परंतु कि क्योंकि ताकि तो जो जिससे जिनमें जिसमें")
	joining      = wordsOf("और व एवं तथा")
	further      = wordsOf("और अन्य नए नये नई दूसरे")
	finite       = wordsOf("था थे थी थीं है हैं रहे रही रहा")
	toward       = wordsOf("खिलाफ विरुद्ध सामने साथ लिए पास") // behind के: somebody else's fate is told of
	cases        = map[string]string{"की": "के", "के": "के", "का": "के", "ने": "ने", "को": "को"}
)

const (
	everybody  = "लोग" // the kind of people that is no kind
	afterwards = "बाद" // the case of idioms that stand before their number
)

// people is the kind for each word that says whom a number counts.
var people = readKinds(strings.NewReplacer("~", "", "!", "").Replace(peopleList))

// kindsOfPeople tells of each kind whether it is of those there ('~'), a side of its own ('!') or neither (' ').
var kindsOfPeople = func() map[string]byte {
	kinds := map[string]byte{}
	lines(peopleList, func(line string) {
		kind, _, _ := strings.Cut(line, ":")
		sort := byte(' ')
		if kind[0] == '~' || kind[0] == '!' {
			sort, kind = kind[0], kind[1:]
		}
		kinds[kind] = sort
	})
	return kinds
}()

func wordsOf(list string) map[string]bool {
	set := map[string]bool{}
	lines(list, func(line string) {
		for _, w := range strings.Fields(line) {
			set[hindi.Normalize(w)] = true
		}
	})
	return set
}

// mentionsIn finds the mentions of a sentence.
func mentionsIn(tokens []token) []mention {
	var out []mention
	for i, t := range tokens {
		if t.number == 0 || things[wordAt(tokens, i+1)] {
			continue
		}
		m, ok := tallied(tokens, i)
		if !ok {
			m, ok = befallen(tokens, i)
		}
		if ok {
			out = append(out, m)
		}
	}
	return out
}

// tallyReach is how many words before a number may say what it tells.
const tallyReach = 7

// tallied reads a number that stands behind what it tells: मृतकों की संख्या बढ़कर 12.
func tallied(tokens []token, i int) (m mention, ok bool) {
	tally := false
	for at := i - 1; at >= max(0, i-tallyReach) && !tokens[at].mark(); at-- {
		if tally = tally || tallies[tokens[at].word]; !tally {
			continue
		}
		if one, found := idiomAt(tokens[at:], afterwards); found {
			return mentionOf(tokens, i, i+1, i+1, one.fate, counted{}), true
		}
	}
	return m, false
}

// idiomAt finds the idiom that stands at the beginning of the tokens and fits the case of those before it.
func idiomAt(tokens []token, of string) (idiom, bool) {
	for _, first := range []string{tokens[0].word, ""} {
		for _, one := range idioms[first] {
			if one.cases[of] && one.at(tokens) {
				return one, true
			}
		}
	}
	return idiom{}, false
}

// befallen reads a number that stands before what it tells: 12 लोगों की मौत, छह ने दम तोड़ा.
func befallen(tokens []token, i int) (m mention, ok bool) {
	who, ok := countedAt(tokens, i)
	if !ok {
		return m, false
	}
	one, at, ok := fateBehind(tokens, who)
	if !ok || one.words[0] == felled && !who.fought() {
		return m, false
	}
	m = mentionOf(tokens, i, at, at+len(one.words), one.fate, who)
	if m.kind == whole && who.more && (m.fate == dead || told(tokens[:i], m.fate)) { // but: तीन की मौत, चार अन्य घायल
		m.kind = part
	}
	return m, true
}

// felled is what becomes of those who are shot in a fight, and of players who lose one.
const felled = "ढेर"

// fought reports whether a side of a fight is counted.
func (who counted) fought() bool {
	return slices.ContainsFunc(who.kinds, func(kind string) bool { return kindsOfPeople[kind] == '!' })
}

// mentionOf is the mention of the number at tokens[i], whose fate stands in tokens[from:to].
func mentionOf(tokens []token, i, from, to int, fate string, who counted) mention {
	norm := textsOf(tokens)
	m := mention{fate: fate, value: tokens[i].number, text: tokens[i].shown, rose: rising.among(norm)}
	m.kind, m.limits = scopeOf(tokens, i, from, to, who)
	m.plain, m.with = plainBefore(tokens, i), includedBefore(tokens, i)
	return m
}

// told reports whether a fate was told before.
func told(tokens []token, fate string) bool {
	for at := range tokens {
		for _, of := range []string{"-", "के", "ने", "को"} {
			if one, ok := idiomAt(tokens[at:], of); ok && one.fate == fate {
				return true
			}
		}
	}
	return false
}

// counted is whom a number counts, as the words behind it say.
type counted struct {
	kinds []string // मजदूर ...; or the stems of words on no list; none: everybody
	of    string   // the case in which they stand
	next  int      // the token behind them and their postposition
	more  bool     // 3 और लोगों
}

// countedAt reads whom the number at tokens[i] counts. What is on no list must be followed at once by a postposition or a fate.
func countedAt(tokens []token, i int) (who counted, ok bool) {
	at := i + 1
	for at < len(tokens) && further[tokens[at].word] && !(joining[tokens[at].word] && !personal(tokens, at+1)) {
		who.more = true
		at++
	}
	known, strange := false, 0
	for ; at < len(tokens); at++ {
		w := tokens[at].word
		if of := cases[w]; of != "" {
			who.of, who.next = of, at+1
			return who, !(w == "के" && toward[wordAt(tokens, at+1)])
		}
		who.of, who.next = "-", at
		if _, fate := idiomAt(tokens[at:], "-"); fate && (people[w] == "" || at == i+1) {
			return who, true
		}
		switch {
		case people[w] != "":
			known = true
			who.kinds = append(who.kinds, people[w])
		case w == "सवार":
		case w == "भी" || w == "ही" || w == "अब":
		case known:
			return who, true
		case things[w] && wordAt(tokens, at+1) != "सवार", hindi.Stop(w), tokens[at].mark(), tokens[at].number != 0, strange == 2:
			return who, false
		default:
			who.kinds = append(who.kinds, hindi.Stem(w))
			strange++
		}
	}
	return who, known
}

// personal reports whether people are named at tokens[at].
func personal(tokens []token, at int) bool {
	w := wordAt(tokens, at)
	if people[w] != "" || cases[w] != "" {
		return true
	}
	if at >= len(tokens) {
		return false
	}
	_, fate := idiomAt(tokens[at:], "-")
	return fate
}

// fateBehind finds what became of those who are counted, in the clause.
func fateBehind(tokens []token, who counted) (one idiom, at int, ok bool) {
	joined := false // further people stand between them and their fate
	for at = who.next; at < len(tokens); at++ {
		t := tokens[at]
		if one, ok = idiomAt(tokens[at:], who.of); ok {
			return one, at, true
		}
		switch {
		case joining[t.word] && joinsPeople(tokens, at):
			joined = true
		case t.mark(), conjunctions[t.word], joining[t.word]:
			return one, at, false
		case who.of == "-" && finite[t.word], t.number > 1 && !joined && !things[wordAt(tokens, at+1)]:
			return one, at, false
		}
	}
	return one, at, false
}

// joinsPeople reports whether the conjunction at tokens[at] stands behind people, not behind what became of them.
func joinsPeople(tokens []token, at int) bool {
	return at > 0 && (tokens[at-1].number > 0 || people[tokens[at-1].word] != "" && people[tokens[at-1].word] != everybody)
}

func wordAt(tokens []token, at int) string {
	if at < 0 || at >= len(tokens) {
		return ""
	}
	return tokens[at].word
}
