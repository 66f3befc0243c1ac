package digest

import (
	"strings"

	"github.com/saar-news/saar/hindi"
)

const margin = "हार-जीत का अंतर"

// subjectOf tells what a number is of, and of whom, "" of all but what became of people and the margin of a vote: of those an event has
// one number, and every outlet means the same by it. after is what follows in its clause, normalised.
func subjectOf(n hindi.Number, after string) (name, who string) {
	switch {
	case fates[n.Noun]:
		return n.Noun, whom(after)
	case n.Noun == "वोट" && marginCues.in(after):
		return margin, ""
	}
	return "", ""
}

var marginCues = readPhrases("से हरा\nसे हराया\nसे हराकर\nसे हारे\nसे हारा\nसे हारी\nसे हार\nसे जीते\nसे जीता\nसे जीती\nसे जीतीं\nसे जीत\nसे जीतकर\nसे मात\n" +
	"से शिकस्त\nसे पराजित\nसे विजयी\nके अंतर\nका अंतर\nके फासले")

// whom tells whom a number counts, if the words behind it say so.
func whom(behind string) string {
	for _, w := range strings.Fields(firstWords(behind, 2)) {
		if kind := people[hindi.Stem(w)]; kind != "" {
			return kind
		}
	}
	return ""
}

// people are the groups whose dead, say, are not all the dead, by the stems of their words.
var people = func() map[string]string {
	kinds := map[string]string{}
	lines("महिलाएं महिला महिलाओं\nबच्चे बच्चा बच्चों बच्ची बच्चियों\nजवान जवानों\nपुलिसकर्मी पुलिसकर्मियों\nछात्र छात्रों\nछात्राएं छात्राओं छात्रा\nमजदूर मजदूरों श्रमिक श्रमिकों\n"+
		"आतंकी आतंकियों आतंकवादी आतंकवादियों नक्सली नक्सलियों माओवादी माओवादियों उग्रवादी उग्रवादियों घुसपैठिए घुसपैठियों बदमाश बदमाशों\nविदेशी विदेशियों\nसैनिक सैनिकों\nमरीज मरीजों", func(line string) {
		forms := strings.Fields(line)
		for _, form := range forms {
			kinds[hindi.Stem(hindi.Normalize(form))] = forms[0]
		}
	})
	return kinds
}()

// aroundBefore is how many terms before a number say what it is of; those behind it do up to the end of the clause.
const aroundBefore = 8

// termsAround are the terms that say what a number is of, without the words every such sentence has.
func termsAround(before, after, subject string) map[string]bool {
	set := map[string]bool{}
	head := hindi.Terms(before)
	for _, term := range append(head[max(0, len(head)-aroundBefore):], hindi.Terms(after)...) {
		if !usual[term] && !isNumber(term) && !strings.Contains(subject, term) {
			set[term] = true
		}
	}
	return set
}

// parties are who wins, gives or suffers what a number counts: the terms before ने and को in front of it.
type parties map[string][]string

func partiesBefore(head string) parties {
	p := parties{}
	f := strings.Fields(head)
	for i, w := range f {
		if w != "ने" && w != "को" {
			continue
		}
		for _, name := range f[max(0, i-2):i] {
			if stem := hindi.Stem(name); !hindi.Stop(name) && !usual[stem] && !strings.HasSuffix(name, "ने") {
				p[w] = append(p[w], stem)
			}
		}
	}
	if len(p["ने"]) == 0 && len(p["को"]) > 0 {
		p["ने"], p["को"] = p["को"], nil // को 34 सीटें मिलीं, ने 34 सीटें जीतीं
	}
	return p
}

// names are all that are named.
func (p parties) names() []string {
	var all []string
	for _, names := range p {
		for _, name := range names {
			all = append(all, meaning(name))
		}
	}
	return all
}

// join adds the parties of another sentence that tells the same.
func (p parties) join(q parties) {
	for role, names := range q {
		p[role] = append(p[role], names...)
	}
}

// usual are terms that stand around numbers of all kinds.
var usual = termSet(`रुपये रुपए प्रतिशत फीसदी करोड़ लाख हजार वोट मत सीट जीत जीती जीते हार हारे अंतर हराया हासिल कब्जा जुर्माना मुआवजा राशि रकम नकद नकदी
	लागत खर्च बजट लूट ठगी बरामद जब्त बढ़ घटा घोषणा ऐलान फैसला मंजूरी मिला मिली मिले देने दर्ज गांव घर दुकान मामला मामले नया नए कुल लोग
	दल पार्टी मोर्चा कंपनी सरकार राज्य प्रदेश बोर्ड विभाग पुलिस प्रशासन मुख्यमंत्री मंत्री अधिकारी अध्यक्ष चुनाव उम्मीदवार प्रत्याशी
	तीन चार पांच छह सात आठ नौ दस ग्यारह बारह तेरह चौदह पंद्रह सोलह सत्रह अठारह उन्नीस बीस`)
