package digest

import (
	_ "embed"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

//go:embed lists/synonyms.txt
var synonymList string

// synonyms is the stem that stands for each stem of the list.
var synonyms = readSynonyms(synonymList)

// readSynonyms reads one thing a line, in the words papers have for it.
func readSynonyms(list string) map[string]string {
	all := map[string]string{}
	lines(list, func(line string) {
		words := strings.Fields(hindi.Normalize(line))
		for _, w := range words {
			all[hindi.Stem(w)] = hindi.Stem(words[0])
		}
	})
	return all
}

const (
	leadWords  = 40  // how much of an article, with its headline, is its opening
	nameWords  = 60  // how much of it, headline first, is read for names
	newsWords  = 100 // how much of it, headline first, is read for phrases
	wholeWords = 400 // how much of it is read at all
	wholeBytes = 6 << 10
)

// vocabulary numbers the terms of a window's articles and counts the articles they stand in.
type vocabulary struct {
	words     map[string]word // by normalised word
	terms     map[string]int32
	documents []int32   // by term: how many articles have it
	rarity    []float32 // by term: 0 if every article has it, 1 if this article alone; known when all are read
	names     map[string]int32
	named     []int32 // by name: how many articles begin with it
	now       tally
}

// word is what the vocabulary knows of a normalised word: its term, and the name it may be; -1 for words without news.
type word struct{ term, name int32 }

// tally counts the terms of the article being read.
type tally struct {
	text   []byte      // what is read of it, normalised
	counts []termCount // by term
	terms  []int32     // those counted
	begins []int32     // the terms of its first words, in reading order
	names  []int32     // the names among its first words
}

// termCount is a term and how often it stands in an article, 255 times at most.
type termCount struct {
	term        int32
	whole, lead uint8 // in all that is read; in headline and opening
}

func newVocabulary() *vocabulary {
	return &vocabulary{words: map[string]word{}, terms: map[string]int32{}, names: map[string]int32{}}
}

// read counts the terms of an article, which it returns by number.
func (v *vocabulary) read(a saar.Article) []termCount {
	n := 0
	v.now.begins, v.now.names = v.now.begins[:0], v.now.names[:0]
	enter := func(text []byte) {
		n++
		w := v.word(text)
		if w.term < 0 || n > wholeWords {
			return
		}
		v.count(w.term, n <= leadWords)
		if n < newsWords {
			v.now.begins = append(v.now.begins, w.term)
		}
		if w.name >= 0 && n <= nameWords {
			v.now.names = append(v.now.names, w.name)
		}
	}
	read := func(text string) {
		v.now.text = hindi.AppendNormalized(v.now.text[:0], clip(text))
		words(v.now.text, enter)
	}
	read(a.Title)
	for _, p := range a.Body {
		if n >= wholeWords {
			break
		}
		if p.Kind != saar.Heading {
			read(p.Text)
		}
	}
	return v.taken()
}

func (v *vocabulary) count(term int32, lead bool) {
	c := &v.now.counts[term]
	if c.whole == 0 {
		v.now.terms = append(v.now.terms, term)
	}
	c.whole = min(c.whole, math.MaxUint8-1) + 1
	if lead {
		c.lead++
	}
}

// taken returns what was counted, and forgets it.
func (v *vocabulary) taken() []termCount {
	slices.Sort(v.now.terms)
	out := make([]termCount, len(v.now.terms))
	for i, term := range v.now.terms {
		out[i] = v.now.counts[term]
		v.now.counts[term] = termCount{term: term}
		v.documents[term]++
	}
	v.now.terms = v.now.terms[:0]
	return out
}

// phrases are the pairs of neighbouring terms, in either order, with which the article read last begins: names of people and of things
// are of two words, and the same words apart are not the name.
func (v *vocabulary) phrases() []int32 {
	begins := v.now.begins
	out := make([]int32, 0, max(0, len(begins)-1))
	for i := 1; i < len(begins); i++ {
		a, b := min(begins[i-1], begins[i]), max(begins[i-1], begins[i])
		if a != b {
			out = append(out, int32(mix(uint64(a)<<32|uint64(b))))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// clip bounds what is read of one paragraph.
func clip(text string) string {
	if len(text) <= wholeBytes {
		return text
	}
	return text[:wholeBytes] // half a rune at the end is dropped by Normalize
}

// word looks a normalised word up, and enters it the first time.
func (v *vocabulary) word(normalised []byte) word {
	if w, ok := v.words[string(normalised)]; ok {
		return w
	}
	text := string(normalised)
	w := word{-1, -1}
	if !hindi.Stop(text) {
		w = word{v.number(hindi.Stem(text)), v.name(text)}
	}
	v.words[text] = w
	return w
}

// leastConsonants is how many a word must have to be told from others by them.
const leastConsonants = 3

// name is the number of a word's consonants: papers write one name with other vowels (वर्जीनिया, वर्जिनिया) and doubled letters (माछिल,
// मच्छल). It is -1 for a word of few.
func (v *vocabulary) name(w string) int32 {
	bones := hindi.Consonants(w)
	if utf8.RuneCountInString(bones) < leastConsonants {
		return -1
	}
	id, ok := v.names[bones]
	if !ok {
		id = int32(len(v.named))
		v.names[bones] = id
		v.named = append(v.named, 0)
	}
	return id
}

// namesRead are the names with which the article read last begins, sorted.
func (v *vocabulary) namesRead() []int32 {
	slices.Sort(v.now.names)
	names := slices.Clone(slices.Compact(v.now.names))
	for _, name := range names {
		v.named[name]++
	}
	return names
}

// quotedIn are the terms of the words that stand alone in quotes where an article begins, of those that have been read.
func (v *vocabulary) quotedIn(text string) []int32 {
	var out []int32
	for {
		part, rest, found := cutQuote(text)
		if !found {
			return out
		}
		text = rest
		if len(part) > quotedBytes || strings.ContainsAny(part, " ।") {
			continue
		}
		if w, ok := v.words[hindi.Normalize(part)]; ok && w.term >= 0 {
			out = append(out, w.term)
		}
	}
}

const quotedBytes = 60 // of one word

// cutQuote cuts a text at its first quote, or other mark of the block of ‘’“”.
func cutQuote(text string) (before, after string, found bool) {
	at, size := len(text), 0
	for _, quote := range []string{"'", "\"", "\xe2\x80"} {
		if i := strings.Index(text[:at], quote); i >= 0 {
			at, size = i, len(quote)
		}
	}
	if size > 1 {
		size = min(3, len(text)-at)
	}
	return text[:at], text[at+size:], size > 0
}

// rareOf leaves the numbers that several articles have, and few of so many: no more than one in oneNameOf. In a small window nothing tells
// which words are rare.
func rareOf(numbers, documents []int32, articles int) []int32 {
	most := int32(articles / oneNameOf)
	return slices.Clip(slices.DeleteFunc(numbers, func(n int32) bool { return documents[n] < 2 || documents[n] > most }))
}

const oneNameOf = 60

// number is that of a stem and of its synonyms.
func (v *vocabulary) number(stem string) int32 {
	if one, ok := synonyms[stem]; ok {
		stem = one
	}
	id, ok := v.terms[stem]
	if !ok {
		id = int32(len(v.documents))
		v.terms[stem] = id
		v.documents = append(v.documents, 0)
		v.now.counts = append(v.now.counts, termCount{term: id})
	}
	return id
}

//go:embed lists/common.txt
var commonList string

// usually is the share of all news articles that has a term, by its stem; 0 for the rare ones.
var usually = readCommon(commonList)

// readCommon reads lines of a share, a colon and words; a line that begins with white space goes on with the share before.
func readCommon(list string) map[string]float64 {
	all, share := map[string]float64{}, 0.0
	lines(list, func(line string) {
		if head, tail, ok := strings.Cut(line, ":"); ok {
			share, _ = strconv.ParseFloat(head, 64)
			line = tail
		}
		for _, w := range strings.Fields(hindi.Normalize(line)) {
			stem := hindi.Stem(w)
			if one, ok := synonyms[stem]; ok {
				stem = one
			}
			all[stem] = max(all[stem], share)
		}
	})
	return all
}

// background is how many articles of usual news a window is thought to have besides its own, so that a small window too can tell the
// words all news shares from those of one event.
const background = 300

// weigh finds the rarity of each term among so many articles (inverse document frequency, scaled).
func (v *vocabulary) weigh(articles int) {
	all := float64(articles) + background
	rarest := math.Log(2 + all)
	v.rarity = make([]float32, len(v.documents))
	for stem, term := range v.terms {
		n := float64(v.documents[term]) + background*usually[stem]
		v.rarity[term] = float32(math.Log(1+all/(n+0.5)) / rarest)
	}
}
