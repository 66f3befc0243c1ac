package digest

import (
	_ "embed"
	"slices"
	"strings"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

//go:embed lists/scenes.txt
var sceneList string

// nameless are the stems of words that stand where names of places stand, but name none: those of the list, and all that say what
// section news is of.
var nameless = func() map[string]bool {
	set := map[string]bool{}
	for stem := range sectionWords {
		set[stem] = true
	}
	lines(sceneList, func(line string) {
		for _, w := range strings.Fields(line) {
			set[hindi.Stem(hindi.Normalize(w))] = true
		}
	})
	return set
}()

// scene is where an article's news happens, as far as its headline and first sentences say: the names that stand where places do
// (धवलगंज में, मोहना पुल पर), and all their words, to look the names of another article up in. Places nobody has on a list have to be
// told apart too.
type scene struct {
	names []string
	words map[string]bool
	terms []string // without those that all accidents share
	days  []time.Time
}

const (
	sceneSentences = 2  // of the text are read, besides the headline
	nameReach      = 3  // words before a place's mark in which the name stands
	likeScenes     = .4 // share of terms from which two openings are of one scene though they name none
	likeEvents     = .3 // and though they name one place: a town has more than one event a day
)

func sceneOf(a saar.Article) scene {
	s := scene{words: map[string]bool{}}
	texts := hindi.Sentences(opening(strings.Join(a.Texts(), "\n"), factBytes))
	texts = append([]string{a.Title}, texts[:min(len(texts), sceneSentences)]...)
	s.names = namesOfDateline(a)
	for _, text := range texts {
		var all []string
		words(hindi.Normalize(text), func(w string) { all = append(all, w) })
		for _, w := range all {
			s.words[hindi.Stem(w)] = true
		}
		if name := nameIn(all); name != "" {
			s.names = append(s.names, name)
		}
		for _, term := range hindi.Terms(text) {
			if !graveTerms[term] && !usual[term] && !isNumber(term) {
				s.terms = append(s.terms, root(meaning(term)))
			}
		}
		for _, m := range hindi.Dates(text, a.Time()) {
			if m.Precision >= hindi.Day {
				s.days = append(s.days, m.Time)
			}
		}
		for _, p := range hindi.Places(text) {
			s.names = append(s.names, p.Name)
			s.words[p.Name] = true
		}
	}
	for _, name := range s.names {
		s.words[name] = true
	}
	for _, list := range []*[]string{&s.names, &s.terms} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	return s
}

// namesOfDateline are the names in what stands before an article's text: "बिल्वपुर, 22 नवंबर।".
func namesOfDateline(a saar.Article) []string {
	line := a.Dateline
	if texts := a.Texts(); line == "" && len(texts) > 0 {
		line, _ = hindi.Dateline(texts[0])
	}
	var out []string
	for _, stem := range hindi.Terms(line) {
		if _, month := hindi.ParseMonth(stem); !month && !nameless[stem] && !isNumber(stem) {
			out = append(out, stem)
		}
	}
	return out
}

// nameIn finds the first name in front of a place's mark, or that a sentence opens with: धवलगंज के पटाखा कारखाने में. It is "" where
// there is none.
func nameIn(all []string) string {
	for i, w := range all {
		if i == 0 || !placeMarks[w] && (i > 1 || !genitives[w]) && (w != "पर" || !nameless[hindi.Stem(all[i-1])]) {
			continue
		}
		for k := i - 1; k >= max(0, i-nameReach); k-- {
			if hindi.Stop(all[k]) || strings.HasSuffix(all[k], "कर") {
				break
			}
			if stem := hindi.Stem(all[k]); !nameless[stem] && !isNumber(all[k]) {
				return stem
			}
		}
	}
	return ""
}

var (
	placeMarks = map[string]bool{
		"में": true, "जिले": true, "जिला": true, "थाना": true, "थाने": true, "गांव": true, "शहर": true, "कस्बे": true, "तहसील": true,
		"पुलिस": true, "स्थित": true, "निवासी": true, "नदी": true, "पुल": true, "मोड": true,
	}
	genitives = map[string]bool{"के": true, "की": true, "का": true}
)

// isNumber reports whether a word is a number in digits; those in words stand in the list.
func isNumber(w string) bool { return strings.ContainsAny(w, "0123456789") }

// elsewhereThan reports whether two scenes name places and share none, speak of other days, or name none and are not alike.
func (s scene) elsewhereThan(t scene) bool {
	if s.onOtherDays(t) {
		return true
	}
	like := likeTerms(s.terms, t.terms)
	if len(s.names) == 0 || len(t.names) == 0 {
		return like < likeScenes
	}
	return like < likeEvents || !s.sharesWith(t) && !t.sharesWith(s)
}

// onOtherDays reports whether two scenes name days, and all are further apart than a night.
func (s scene) onOtherDays(t scene) bool {
	for _, a := range s.days {
		for _, b := range t.days {
			if a.Sub(b).Abs() < 36*time.Hour {
				return false
			}
		}
	}
	return len(s.days) > 0 && len(t.days) > 0
}

// knows reports whether all of the names stand in a scene.
func (s scene) knows(names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return !s.words[name] })
}

// sharesWith reports whether one of the names of s stands in t.
func (s scene) sharesWith(t scene) bool {
	return slices.ContainsFunc(s.names, func(name string) bool { return t.words[name] })
}

// likeTerms is the share of the terms of the shorter of two lists that stand in the other.
func likeTerms(a, b []string) float64 {
	if len(b) < len(a) {
		a, b = b, a
	}
	both := 0
	for _, t := range a {
		if slices.Contains(b, t) {
			both++
		}
	}
	return float64(both) / float64(max(1, len(a)))
}
