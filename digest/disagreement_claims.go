package digest

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

// claim is what one article says of one counted thing in its headline or opening.
type claim struct {
	article saar.Article
	scene   scene
	subject string // what became of people, e.g. मृतक, or the margin of a vote
	unit    string
	value   float64
	text    string          // the number as it stands there
	rough   bool            // about so many, or the article has another number for it
	who     string          // whom it counts, where that is said: महिलाएं, बच्चे; empty: everybody
	about   map[string]bool // the terms around it in its clause that say what it counts
	parties parties
	frame   frame
	says    map[string]bool // the terms of its article's headline and opening
	names   []string        // the first name in each of its sentences that stands where places do
	days    []int32         // the days of the week that its sentences name
	rose    bool            // the article says that the count has risen
}

func (c claim) key() string { return c.subject + "|" + c.unit + "|" + c.who }

// title is what a claim counts, for readers.
func (c claim) title() string { return strings.TrimSpace(c.subject + " " + c.who) }

// rises reports whether what a claim counts may still go up: people found dead, hurt or missing.
func (c claim) rises() bool { return fates[c.subject] }

// fates are the nouns that say what became of people. Arrests are not among them: one town has several raids in a night.
var fates = map[string]bool{"मृतक": true, "घायल": true, "लापता": true, "संक्रमित": true, "बीमार": true}

// speaksOf reports whether two claims with one key are of the same thing: of some an event has one number, of others many, and the
// words around them must meet.
func (c claim) speaksOf(d claim) bool {
	if !c.fits(d) {
		return false
	}
	if fates[c.subject] {
		return true
	}
	if !d.knowsOne(c.parties) || !c.knowsOne(d.parties) {
		return false
	}
	for term := range c.about {
		if d.about[term] {
			return true
		}
	}
	return false
}

// knowsOne reports whether the article of a claim names one of the parties, or there are none.
func (c claim) knowsOne(p parties) bool {
	names := p.names()
	return len(names) == 0 || slices.ContainsFunc(names, func(name string) bool { return c.says[name] })
}

// leadSentences is how many sentences after the headline may be the first to tell a number: further down, the news goes on to other things.
const leadSentences = 2

// claimsOf finds what the headline and opening of an article count. A noun with two different numbers, or a rough one, claims nothing.
func claimsOf(a saar.Article) []claim {
	byKey := map[string]*claim{}
	var keys []string
	place, says := sceneOf(a), map[string]bool{}
	for _, term := range hindi.Terms(factText(a)) {
		says[meaning(term)] = true
	}
	rose := false
	for i, sentence := range hindi.Sentences(strings.ReplaceAll(factText(a), " । ", "।\n")) {
		norm := hindi.Normalize(sentence)
		rose = rose || rising.in(norm)
		if elsewhere.in(norm) || undated(sentence, a) {
			continue
		}
		for _, c := range claimsIn(sentence) {
			switch known := byKey[c.key()]; {
			case known == nil:
				c.rough = c.rough || i > leadSentences
				byKey[c.key()] = &c
				keys = append(keys, c.key())
			case known.value != c.value || c.rough:
				known.rough = true
			default:
				for term := range c.about {
					known.about[term] = true
				}
				known.parties.join(c.parties)
				known.frame.join(c.frame)
				known.days = append(known.days, c.days...)
				known.names = append(known.names, c.names...)
			}
		}
	}
	var out []claim
	for _, k := range keys {
		if c := *byKey[k]; !c.rough {
			c.article, c.scene, c.rose, c.says = a, place, rose, says
			out = append(out, c)
		}
	}
	return out
}

// undated reports whether a sentence is of another month or year.
func undated(sentence string, a saar.Article) bool {
	return slices.ContainsFunc(hindi.Dates(sentence, a.Time()), func(m hindi.Moment) bool { return m.Precision < hindi.Day })
}

var (
	//go:embed lists/elsewhere.txt
	elsewhereList string
	//go:embed lists/rising.txt
	risingList string

	elsewhere = readPhrases(elsewhereList) // of sentences whose numbers nobody can be held to
	rising    = readPhrases(risingList)    // of counts that go on
)

func claimsIn(sentence string) []claim {
	var out []claim
	var all []string
	words(hindi.Normalize(sentence), func(w string) { all = append(all, w) })
	var named []string
	if name := nameIn(all); name != "" {
		named = []string{name}
	}
	for _, n := range hindi.Numbers(sentence) {
		rough := n.About || strings.Contains(n.Text, "दर्जन")
		if !rough && further(sentence, n) {
			continue
		}
		before, after := clause(sentence, n)
		subject, who := subjectOf(n, after)
		if subject == "" {
			continue
		}
		about := termsAround(before, after, subject)
		if len(about) < 2 { // जिसकी लागत 128 करोड़ रुपये है: what it is of stands in another clause
			about = termsAround(hindi.Normalize(sentence[:n.Start]), hindi.Normalize(sentence[n.End:]), subject)
		}
		out = append(out, claim{
			subject: subject, unit: n.Unit, value: n.Value, text: n.Text, who: who, about: about,
			rough: rough, names: named, days: weekdaysIn(sentence), frame: frameOf(before, after), parties: partiesBefore(hindi.Normalize(sentence[:n.Start])),
		})
	}
	return out
}

// clause is what stands before and after a number up to the next mark or conjunction.
func clause(sentence string, n hindi.Number) (before, after string) {
	before, after = hindi.Normalize(sentence[:n.Start]), hindi.Normalize(sentence[n.End:])
	if i := strings.LastIndexAny(before, ",;:।"); i >= 0 {
		before = before[i+1:]
	}
	if i := strings.IndexAny(after, ",;:।"); i >= 0 {
		after = after[:i]
	}
	for _, conjunction := range []string{" और ", " जबकि ", " लेकिन ", " तथा ", " एवं "} {
		if i := strings.LastIndex(before, conjunction); i >= 0 {
			before = before[i+len(conjunction):]
		}
		after, _, _ = strings.Cut(after, conjunction)
	}
	return before, after
}

// further reports whether a number is of more people, or of some of them: "3 और लोगों", "अन्य 5", "12 में से 4".
func further(sentence string, n hindi.Number) bool {
	around := hindi.Normalize(lastWords(sentence[:n.Start], 2) + " " + firstWords(sentence[n.End:], 2))
	return parts.in(around) || strings.HasSuffix(hindi.Normalize(sentence[:n.Start]), "में से") || severe.in(hindi.Normalize(sentence[n.End:]))
}

var (
	parts  = readPhrases("और\nअन्य\nइनमें\nजिनमें\nजिसमें\nसमेत\nसहित\nबाकी\nशेष\nकम\nअधिक\nज्यादा\nतक\nऊपर\nनए\nनई\nनये\nएक ही परिवार\nमें से\nअधिकतम\nन्यूनतम")
	severe = readPhrases("गंभीर रूप\nमामूली रूप\nगंभीर\nनाजुक\nमौके पर ही\nइलाज के दौरान\nअस्पताल में मौत")
)
