package digest

import (
	"slices"
	"strings"
	"unicode"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

// opinion is the class of what says what somebody thinks of the news, or explains what is behind it. Such a piece repeats what happened days
// ago, in the words of today's news.
const opinion = "opinion"

// Labels of headlines that say so: the whole label, and what a label ends in that names its author or subject: राधा सेन का ब्लॉग, Budget Explained.
var (
	opinionLabels = wordsOf(`संपादकीय सम्पादकीय अग्रलेख दृष्टिकोण नजरिया विमर्श टिप्पणी अभिमत विचार आलेख लेख ब्लॉग कॉलम स्तंभ विश्लेषण एक्सप्लेनर
		opinion editorial op-ed oped blog column explainer explained analysis`)
	opinionTails = strings.Split("का कॉलम|का ब्लॉग|का आलेख|का लेख|की टिप्पणी|की कलम से|विशेष संपादकीय|विशेष आलेख|विशेष लेख|विशेष टिप्पणी|explained|explainer", "|")
)

const longestLabel = 6 // words

// opinionLabel is the label that shows a headline's piece to be one of opinion, in front of it or behind a last bar; "" if there is none.
// "अध्यक्ष की टिप्पणी पर हंगामा" is news.
func opinionLabel(title string) string {
	if !strings.ContainsAny(title, ":|") {
		return ""
	}
	front, _, _ := strings.Cut(strings.ReplaceAll(title, "|", ":"), ":")
	for _, label := range []string{front, title[strings.LastIndexByte(title, '|')+1:]} {
		norm := strings.TrimFunc(hindi.Normalize(label), func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) })
		tailed := func(tail string) bool { return strings.HasSuffix(norm, " "+tail) || norm == tail }
		if opinionLabels[norm] || strings.Count(norm, " ") < longestLabel && slices.ContainsFunc(opinionTails, tailed) {
			return strings.TrimSpace(label)
		}
	}
	return ""
}

// groupsOf puts the articles together that tell one story, and hands each group over. What is thought of an event is no report of it: pieces of
// opinion, where an edition wants them, make stories of their own and lend no others a headline or a point.
func groupsOf(articles []saar.Article, e saar.Edition, add func(group []saar.Article)) {
	parts := [][]saar.Article{articles}
	if slices.Contains(e.Service, opinion) {
		parts = [][]saar.Article{nil, nil}
		for _, a := range articles {
			class, _ := service(a, nil)
			at := int(flag(class == opinion))
			parts[at] = append(parts[at], a)
		}
	}
	for _, part := range parts {
		for _, members := range Cluster(part) {
			group := make([]saar.Article, len(members))
			for i, at := range members {
				group[i] = part[at]
			}
			add(group)
		}
	}
}
