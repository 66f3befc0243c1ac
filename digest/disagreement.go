package digest

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

// agreeWithin is how far apart two reports may be to contradict each other; a later one corrects the earlier one instead.
const agreeWithin = 3 * time.Hour

// claim is what one article says of one counted thing in its headline or opening.
type claim struct {
	article  saar.Article
	subject  string // the counted noun, e.g. मृतक
	unit     string
	value    float64
	text     string // the number as it stands there
	who      string // whom it counts, where that is said: महिला, बच्चा; empty: everybody
	places   []string
	sentence []string // the terms of its sentence
}

// disagreements finds the numbers that outlets report differently. It would rather miss one than accuse a newspaper falsely: two
// articles of different owners, both in their own words, told within three hours of each other, each with one number only for the same
// noun, unit and people, at places that do not differ, in sentences about the same thing, neither rounded nor about another year.
func disagreements(articles []saar.Article) []saar.Disagreement {
	bySubject := map[string][]claim{}
	var subjects []string
	for _, a := range articles {
		if borrowed(a) {
			continue
		}
		for _, c := range claimsOf(a) {
			if bySubject[c.key()] == nil {
				subjects = append(subjects, c.key())
			}
			bySubject[c.key()] = append(bySubject[c.key()], c)
		}
	}
	slices.Sort(subjects)
	var out []saar.Disagreement
	for _, subject := range subjects {
		if d, ok := contradiction(bySubject[subject]); ok {
			out = append(out, d)
		}
	}
	return out
}

func (c claim) key() string { return c.subject + "|" + c.unit + "|" + c.who }

// contradiction reports the claims that contradict another, each outlet once, the smallest number first.
func contradiction(claims []claim) (saar.Disagreement, bool) {
	var against []claim
	for i, a := range claims {
		if slices.ContainsFunc(claims, func(b claim) bool {
			return a.contradicts(b) && !mentions(a.article, b.value) && !mentions(b.article, a.value)
		}) &&
			!slices.ContainsFunc(against, func(b claim) bool { return b.article.Outlet.ID == a.article.Outlet.ID }) {
			against = append(against, claims[i])
		}
	}
	slices.SortStableFunc(against, func(a, b claim) int { return cmp.Compare(a.value, b.value) })
	if len(against) < 2 || against[0].value == against[len(against)-1].value {
		return saar.Disagreement{}, false
	}
	d := saar.Disagreement{Subject: strings.TrimSpace(against[0].subject + " " + against[0].who)}
	for _, c := range against {
		d.Claims = append(d.Claims, saar.Claim{Outlet: c.article.Outlet.ID, Text: c.text, URL: c.article.URL})
	}
	return d, true
}

func (c claim) contradicts(d claim) bool {
	apart := toldAt(c.article).Sub(toldAt(d.article)).Abs()
	return c.value != d.value && c.article.Outlet.OwnerID() != d.article.Outlet.OwnerID() && apart <= agreeWithin &&
		!toldAt(c.article).IsZero() && (len(c.places) == 0 || len(d.places) == 0 || sharesAny(c.places, d.places)) &&
		likeTerms(c.sentence, d.sentence) >= comparable[c.subject]
}

// mentions reports whether an article has a number anywhere. Who writes both numbers knows of both: nothing is disputed.
func mentions(a saar.Article, value float64) bool {
	for _, text := range append(a.Texts(), a.Title) {
		if slices.ContainsFunc(hindi.Numbers(text), func(n hindi.Number) bool { return n.Value == value }) {
			return true
		}
	}
	return false
}

// comparable are the nouns whose numbers may be compared, and the share of the shorter sentence's terms from which two sentences are
// about the same thing. What became of people is one number an event; seats and votes are many.
var comparable = map[string]float64{
	"मृतक": .3, "घायल": .3, "लापता": .3, "गिरफ्तार": .3, "संक्रमित": .4, "बीमार": .3, "सीट": .5, "वोट": .5,
}

func toldAt(a saar.Article) time.Time {
	if a.Modified.After(a.Published) {
		return a.Modified
	}
	return a.Published
}

func sharesAny(a, b []string) bool {
	return slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

func likeTerms(a, b []string) float64 {
	both := 0
	for _, t := range a {
		if slices.Contains(b, t) {
			both++
		}
	}
	return float64(both) / float64(max(1, min(len(a), len(b))))
}

// claimsOf finds what the headline and opening of an article count. A noun with two different numbers claims nothing.
func claimsOf(a saar.Article) []claim {
	byKey := map[string]*claim{}
	var keys []string
	for _, sentence := range hindi.Sentences(strings.ReplaceAll(factText(a), " । ", "।\n")) {
		if elsewhere.in(hindi.Normalize(sentence)) {
			continue
		}
		for _, c := range claimsIn(sentence, a) {
			switch known := byKey[c.key()]; {
			case known == nil:
				byKey[c.key()] = &c
				keys = append(keys, c.key())
			case known.value != c.value:
				known.text = ""
			}
		}
	}
	var out []claim
	for _, k := range keys {
		if byKey[k].text != "" {
			out = append(out, *byKey[k])
		}
	}
	return out
}

func claimsIn(sentence string, a saar.Article) []claim {
	var out []claim
	terms := hindi.Terms(sentence)
	var places []string
	for _, p := range hindi.Places(sentence) {
		places = append(places, p.Name)
	}
	moments := hindi.Dates(sentence, a.Time())
	if slices.ContainsFunc(moments, func(m hindi.Moment) bool { return m.Precision < hindi.Day }) {
		return nil // of another month or year
	}
	for _, n := range hindi.Numbers(sentence) {
		if comparable[n.Noun] == 0 || n.About || further(sentence, n) {
			continue
		}
		out = append(out, claim{
			article: a, subject: n.Noun, unit: n.Unit, value: n.Value, text: n.Text, who: counted(sentence[n.End:]),
			places: places, sentence: terms,
		})
	}
	return out
}

// elsewhere are words of sentences that speak of another time or event.
var elsewhere = readPhrases("पिछले साल\nपिछले वर्ष\nपिछली बार\nइससे पहले\nइसके पहले\nबीते साल\nगत वर्ष\nपहले भी\nआशंका\nअनुमान")

// further reports whether a number is of more people, or of some of them: "3 और लोगों", "अन्य 5", "इनमें 4".
func further(sentence string, n hindi.Number) bool {
	around := hindi.Normalize(lastWords(sentence[:n.Start], 2) + " " + firstWords(sentence[n.End:], 2))
	for _, w := range strings.Fields(around) {
		switch w {
		case "और", "अन्य", "इनमें", "जिनमें", "जिसमें", "समेत", "सहित", "बाकी", "शेष", "कम", "अधिक", "ज्यादा":
			return true
		}
	}
	return false
}

// counted is whom a number counts, if the words behind it say so.
func counted(behind string) string {
	for _, w := range strings.Fields(hindi.Normalize(firstWords(behind, 2))) {
		if kind := people[hindi.Stem(w)]; kind != "" {
			return kind
		}
	}
	return ""
}

var people = func() map[string]string {
	kinds := map[string]string{}
	lines("महिला महिलाओं महिलाएं\nबच्चा बच्चों बच्चे बच्ची बच्चियों\nजवान जवानों\nपुलिसकर्मी पुलिसकर्मियों\nछात्र छात्रों छात्राओं\nमजदूर मजदूरों श्रमिक श्रमिकों\n"+
		"आतंकी आतंकियों आतंकवादी आतंकवादियों\nविदेशी विदेशियों\nसैनिक सैनिकों\nमरीज मरीजों", func(line string) {
		forms := strings.Fields(line)
		for _, form := range forms {
			kinds[hindi.Stem(hindi.Normalize(form))] = forms[0]
		}
	})
	return kinds
}()

func lastWords(s string, n int) string {
	f := strings.Fields(s)
	return strings.Join(f[max(0, len(f)-n):], " ")
}

func firstWords(s string, n int) string {
	f := strings.Fields(s)
	return strings.Join(f[:min(n, len(f))], " ")
}
