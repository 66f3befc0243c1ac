package digest

import (
	"slices"
	"strings"

	"github.com/saar-news/saar/hindi"
)

// marginIn finds the margin of a vote: 312 वोटों से हराया, 98 हजार मतों के अंतर से.
func marginIn(sentence string) (mention, bool) {
	for _, n := range hindi.Numbers(sentence) {
		if n.Noun != "वोट" {
			continue
		}
		var behind []string
		for _, t := range tokensOf(sentence[n.End:]) {
			if t.mark() {
				break
			}
			behind = append(behind, t.word)
		}
		if marginCues.among(behind) && !leads.among(behind) {
			m := mention{fate: margin, plain: true, value: n.Value, text: n.Text, parties: partiesBefore(hindi.Normalize(sentence[:n.Start]))}
			if n.About {
				m.kind = rough
			}
			return m, true
		}
	}
	return mention{}, false
}

var (
	marginCues = readPhrases("^ वोट से\n^ वोटों से\n^ मत से\n^ मतों से\n^ * अंतर\n^ * फासले")
	leads      = readPhrases("आगे\nपीछे\nबढ़त\nपिछड़\nपिछड़े\nपिछड़ी")
)

// parties are who wins or loses a vote: the words before ने and को in front of the margin.
type parties map[string][][]string

func partiesBefore(head string) parties {
	p := parties{}
	f := strings.Fields(head)
	for i, w := range f {
		if w != "ने" && w != "को" {
			continue
		}
		var names []string
		for _, name := range f[max(0, i-2):i] {
			if !hindi.Stop(name) && !strings.HasSuffix(name, "ने") {
				names = append(names, hindi.Stem(name))
			}
		}
		if len(names) > 0 {
			p[w] = append(p[w], names)
		}
	}
	return p
}

// join adds the parties of another sentence that tells the same.
func (p parties) join(q parties) {
	for role, names := range q {
		p[role] = append(p[role], names...)
	}
}

// knownIn reports whether a scene has one of the parties, or there are none.
func (p parties) knownIn(s scene) bool {
	for _, names := range p {
		if slices.ContainsFunc(names, s.knows) {
			return true
		}
	}
	return len(p) == 0
}
