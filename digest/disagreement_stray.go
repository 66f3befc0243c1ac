package digest

import (
	_ "embed"
	"slices"
	"strings"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

var (
	//go:embed lists/elsewhere.txt
	elsewhereList string
	//go:embed lists/claimants.txt
	claimantList string

	elsewhere = readPhrases(elsewhereList) // of sentences whose numbers are not of the news
	claimants = wordsOf(claimantList)      // whose numbers are claims
)

// straying knows how the sentences of an article, read in order, stray from its news.
type straying struct {
	elsewhere bool // the sentence before is of another time or event
	claimed   bool // it has somebody say something whose numbers are claims
}

// away reports whether the numbers of the next sentence are not of the news: of another time or event, or somebody's mere claim.
func (s *straying) away(sentence string, tokens []token, a saar.Article) bool {
	norm := strings.Fields(strings.Join(textsOf(tokens), " ")) // a span of time, एक साल, is one token
	s.elsewhere = elsewhere.among(norm) || everywhere(tokens) || undated(sentence, a) || s.elsewhere && refersBack(norm)
	claims := claimant(tokens)
	mere := hindi.Speech(sentence) && (claims || s.claimed && slices.Contains(norm, "उन्होंने"))
	s.claimed = claims
	return s.elsewhere || mere
}

// everywhere reports whether a sentence tells of a whole district or town without its name: जिले में छह की मौत, not वेत्रपुर जिले में.
func everywhere(tokens []token) bool {
	for i, t := range tokens {
		if areas[t.word] && wordAt(tokens, i+1) == "में" && (i == 0 || tokens[i-1].mark() || hindi.Stop(tokens[i-1].word)) {
			return true
		}
	}
	return false
}

var areas = wordsOf("जिले जनपद संभाग मंडल राज्य प्रदेश सूबे देश")

// undated reports whether a sentence is of another month or year.
func undated(sentence string, a saar.Article) bool {
	return slices.ContainsFunc(hindi.Dates(sentence, a.Time()), func(m hindi.Moment) bool { return m.Precision < hindi.Day })
}

// refersBack reports whether a sentence goes on with the past of the one before: तब सात लोग मारे गए थे.
func refersBack(words []string) bool {
	if len(words) == 0 {
		return false
	}
	last := words[len(words)-1]
	if last == "," && len(words) > 1 {
		last = words[len(words)-2]
	}
	return words[0] == "तब" || last == "था" || last == "थे" || last == "थी" || last == "थीं"
}

// claimant reports whether somebody whose numbers are claims is said to say something: ग्रामीणों के मुताबिक, विधायक रामलाल ने कहा.
func claimant(tokens []token) bool {
	for i, t := range tokens {
		if !claimants[t.word] || i > 0 && tokens[i-1].number > 0 {
			continue
		}
		for at := i + 1; at < min(i+5, len(tokens)); at++ {
			next := wordAt(tokens, at+1)
			switch w := tokens[at].word; {
			case w == "ने", w == "बोले", w == "बोला", w == "बोलीं":
				return true
			case at > i+1 && cases[w] != "":
			case (w == "का" || w == "के") && (hindi.Speech(next) || next == "हवाले"):
				return true
			}
		}
	}
	return false
}

// attributed reports whether a headline ends in who says it: "30 लोगों की जान गई: नेता प्रतिपक्ष".
func attributed(headline []token) bool {
	for i := len(headline) - 1; i > max(0, len(headline)-5); i-- {
		if headline[i].word == ":" && i < len(headline)-1 {
			return slices.ContainsFunc(headline[i+1:], func(t token) bool { return claimants[t.word] })
		}
	}
	return false
}
