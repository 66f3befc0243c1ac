package digest

import (
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

const (
	mostSentences = 60 // of one article
	pointLeast    = 5  // words of a point
	pointMost     = 55
)

// sentence is one sentence that may become a point.
type sentence struct {
	text     string
	article  int   // index of its article
	place    int   // its number among the article's sentences
	part     int32 // the number of the part of the article, between sub-headings, that it stands in
	heading  int   // that part's place in the article
	ofParts  bool  // its article is one of several parts, each to be told
	words    int
	terms    []int32
	facts    [factKinds][]int32 // what it states
	leans    leaningKind
	names    []int32 // the terms of what it points at: इस तूफान से
	said     []int32 // the numbers of its terms, quantities and dates, sorted
	shared   []int32 // those of said that several articles of the story tell
	beyond   []int32 // its terms that are not in the story's headline, where several articles tell it
	recalls  recall
	tolls    []hindi.Number // what became of people, by its words
	values   sentenceFeatures
	eventful float64 // how much its article is one of an accident, a disaster or an attack, up to 1
	worth    float64 // what it is worth whatever else is told
}

// The kinds of fact.
const (
	peopleFact   = iota // how many people: dead, hurt, arrested
	quantityFact        // any other quantity
	bigFact             // many of something: votes, rupees, seats; ten and more
	dateFact
	placeFact
	nearFact // a place that it stands near: मंदिर के पास
	hourFact // the part of the day
	fateFact // what became of people, counted or not
	factKinds
)

// numbering gives each term and fact a number, the same for the same spelling.
type numbering map[string]int32

func (n numbering) of(s string) int32 {
	id, ok := n[s]
	if !ok {
		id = int32(len(n))
		n[s] = id
	}
	return id
}

// known is the numbers of those of the terms that have one.
func (n numbering) known(terms map[string]bool) map[int32]bool {
	numbers := map[int32]bool{}
	for t := range terms {
		if id, ok := n[t]; ok {
			numbers[id] = true
		}
	}
	return numbers
}

// sentencesOf finds the sentences of the articles that may be points, with what each is worth.
func sentencesOf(articles []saar.Article) ([]*sentence, numbering) {
	var all []*sentence
	n := make(numbering, 256)
	for i, a := range articles {
		if !a.NoSnippet {
			all = append(all, readSentences(a, i, n)...)
		}
	}
	return compare(withoutRisen(all, articles), articles, n), n
}

// readSentences reads one article, part by part.
func readSentences(a saar.Article, article int, n numbering) []*sentence {
	r := articleReader{numbers: n, article: article, published: a.Time(), place: -1}
	r.open(a.Title)
	for i, p := range a.Body {
		text := p.Text
		if i == 0 {
			_, text = hindi.Dateline(text)
		}
		switch {
		case p.Kind == saar.Heading || heads(text):
			r.open(p.Text)
		case i > 0 && entry(text):
		default:
			r.paragraph(text)
		}
	}
	r.divide()
	weigh(r.all, r.headings, n, r.published)
	return r.all
}

// heads reports whether a paragraph is a sub-heading that its page does not mark as one.
func heads(text string) bool {
	const longest = 300
	return text != "" && len(text) < longest && len(hindi.Sentences(text)) == 1 && hindi.Label(text)
}

// articleReader is an article being read.
type articleReader struct {
	numbers   numbering
	article   int
	published time.Time
	place     int
	all       []*sentence
	headings  [][]string // the terms of the headline, and of each sub-heading
}

// open begins a part.
func (r *articleReader) open(heading string) {
	r.headings = append(r.headings, hindi.Terms(heading))
}

// divide finds out whether the article tells several things: at least three parts of two sentences.
func (r *articleReader) divide() {
	sentences, parts := map[int]int{}, 0
	for _, s := range r.all {
		if sentences[s.heading]++; sentences[s.heading] == 2 {
			parts++
		}
	}
	for _, s := range r.all {
		s.ofParts = parts >= severalParts
	}
}

const severalParts = 3

func (r *articleReader) paragraph(text string) {
	for k, s := range hindi.Sentences(text) {
		if r.place++; r.place >= mostSentences {
			return
		}
		s = strings.TrimLeft(s, "-–—•* ")
		norm := hindi.Normalize(s)
		count := strings.Count(norm, " ") + 1
		if !fit(s, norm, count) || r.place == 0 && endsInCredit(s) {
			continue
		}
		one := &sentence{text: s, article: r.article, place: r.place, words: count, leans: leaningOf(norm)}
		one.heading = len(r.headings) - 1
		one.part = r.numbers.of("part " + strconv.Itoa(r.article) + " " + strconv.Itoa(one.heading))
		one.values[opensParagraph] = flag(k == 0)
		one.read(norm, r.numbers, r.published)
		r.all = append(r.all, one)
	}
}

// read finds the terms and facts of a sentence.
func (s *sentence) read(norm string, n numbering, published time.Time) {
	text := hindi.Read(s.text)
	for _, t := range text.Terms() {
		s.terms = append(s.terms, n.of(t))
	}
	numbers := text.Numbers()
	for _, number := range numbers {
		kind := quantityFact
		switch {
		case peopleNouns[number.Noun]:
			kind = peopleFact
		case number.Noun != "" && number.Value >= 10:
			kind = bigFact
		}
		s.facts[kind] = append(s.facts[kind], n.of("number "+number.Noun+number.Unit+strconv.FormatFloat(number.Value, 'f', -1, 64)))
		if slices.Contains(lossNouns, number.Noun) {
			s.tolls = append(s.tolls, number)
		}
	}
	for _, d := range text.Dates(published) {
		s.facts[dateFact] = append(s.facts[dateFact], n.of("date "+d.Text))
	}
	for _, p := range text.Places() {
		s.facts[placeFact] = append(s.facts[placeFact], n.of("place "+p.Name))
	}
	s.readCues(norm, n)
	if died := n.of("fate " + fateWords["मौत"]); slices.Contains(s.facts[fateFact], died) {
		s.tolls = slices.DeleteFunc(s.tolls, func(n hindi.Number) bool { return n.Noun == dead })
		s.tolls = append(s.tolls, deadIn(s.text, numbers)...)
	}
	s.names = pointedAt(norm, n)
	s.recalls = recallOf(norm)
	s.values[spoken] = flag(text.Speech())
	s.values[vague] = flag(s.isVague(norm))
	s.said = s.says()
}

// readCues finds the facts that a word shows: a place's mark, a part of the day, a fate.
func (s *sentence) readCues(norm string, n numbering) {
	add := func(kind int, fact string) { s.facts[kind] = append(s.facts[kind], n.of(fact)) }
	last, before := "", ""
	words(norm, func(w string) {
		switch {
		case placeCues[w] && last != "" && !hindi.Stop(last) && (w != "में" || !nameless[hindi.Stem(last)]):
			add(placeFact, "place "+last)
		case nearCues[w] && last == "के" && !hindi.Stop(before):
			add(nearFact, "place "+before)
		case dayParts[w]:
			add(hourFact, "hour "+w)
		case fateWords[w] != "":
			add(fateFact, "fate "+fateWords[w])
		}
		before, last = last, w
	})
}

var peopleNouns = map[string]bool{
	"मृतक": true, "घायल": true, "लापता": true, "गिरफ्तार": true, "संक्रमित": true, "बीमार": true, "व्यक्ति": true,
}

// placeCues are words after which, or before which, the name of a place stands.
var placeCues = map[string]bool{
	"जिले": true, "जिला": true, "थाना": true, "थाने": true, "गांव": true, "इलाके": true, "क्षेत्र": true, "शहर": true, "मार्ग": true,
	"स्टेशन": true, "निवासी": true, "हाईवे": true, "रोड": true, "नगर": true, "राज्य": true, "प्रांत": true, "में": true, "स्थित": true,
	"तहसील": true, "प्रखंड": true, "मोहल्ले": true, "कस्बे": true, "चौराहे": true, "घाटी": true, "सेक्टर": true,
}

// nearCues stand behind the के of a place that something is near.
var nearCues = map[string]bool{"पास": true, "निकट": true, "समीप": true, "नजदीक": true, "करीब": true, "किनारे": true}

var dayParts = map[string]bool{"सुबह": true, "शाम": true, "रात": true, "दोपहर": true, "तडके": true, "रात्रि": true, "भोर": true, "दिनदहाडे": true}

// fateWords are the words that tell what became of people or things, and what it was.
var fateWords = func() map[string]string {
	fates := map[string]string{}
	lines("मौत मौतें मृत्यु मृतक मृतकों मरे मारे मरने शव शवों जान हत्या\nघायल घायलों जख्मी जख्मियों झुलस झुलसे झुलसकर\nलापता\nगिरफ्तार\n"+
		"नुकसान क्षतिग्रस्त तबाह ध्वस्त नष्ट राख", func(line string) {
		forms := strings.Fields(hindi.Normalize(line))
		for _, form := range forms {
			fates[form] = forms[0]
		}
	})
	return fates
}()

// maybeLabel spares hindi.Label the sentences that are none: long ones, and those of ten words that end in a stop.
func maybeLabel(norm string, count int) bool {
	last, _ := utf8.DecodeLastRuneInString(norm)
	switch last {
	case '।', '.', '!':
		return count < 10
	case ':', '-':
		return true
	}
	return count <= 16
}

// endsInCredit reports whether a sentence ends in an agency's name in brackets. Where an article opens so, it is a heading with the dateline
// behind it.
func endsInCredit(s string) bool {
	return strings.HasSuffix(strings.TrimRight(s, "।. "), ")") && hindi.Agency(s) != ""
}

// fit reports whether a sentence may be shown at all. norm is the sentence normalised, count its words.
func fit(s, norm string, count int) bool {
	switch {
	case count < pointLeast || count > pointMost || strings.ContainsAny(s, "?\n") || strings.Contains(s, "…") || strings.Contains(s, "..") || strings.Contains(s, "http"):
		return false
	case hindi.Glued(s), aside(s), closesAnother(s):
		return false
	case maybeLabel(norm, count) && hindi.Label(s):
		return false
	}
	return !promises(norm)
}
