package digest

import (
	_ "embed"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

var (
	//go:embed lists/kinds.txt
	kindList string
	//go:embed lists/places.txt
	placeList string
	//go:embed lists/describing.txt
	describingList string
)

// eventKinds tells of each word on the list which line it stands in; wide is 1 for the lines of what strikes many places at once, 2 for
// those of what strikes countries.
var eventKinds, wide = func() (kinds map[string]int, wide map[int]int) {
	kinds, wide = map[string]int{}, map[int]int{}
	n := 0
	lines(kindList, func(line string) {
		words := strings.TrimLeft(line, "~")
		wide[n] = len(line) - len(words)
		line = words
		for _, w := range strings.Fields(line) {
			kinds[hindi.Normalize(w)] = n
		}
		n++
	})
	return kinds, wide
}()

// scene is where and when an article's news happens, as far as its headline and first sentences say, and what its words are. Places
// nobody has on a list have to be told apart too.
type scene struct {
	names  map[string]bool   // what stands where names of places do: धवलगंज में, मोहना पुल पर
	towns  map[string]bool   // those that open a sentence, and those of the dateline
	places map[string]string // those with a word that says what they are, and the kind of place
	days   map[string]bool   // of the week
	hours  map[int]bool      // parts of the day behind a day: मंगलवार शाम
	dates  []time.Time
	terms  []string        // without those that all accidents share
	kinds  map[int]bool    // of events that the opening names
	lead   map[string]bool // stems of the opening
	words  map[string]bool // stems of the whole article
	roots  map[string]bool // and their roots
	told   map[int]bool    // kinds of events that the whole article names
}

const (
	sceneSentences = 2  // of the text are read, besides the headline
	likeNameless   = .6 // share of terms from which two openings are of one scene though one names no place
	likeScenes     = .5 // and though each names a place of its own besides a common one
	likeEvents     = .3 // and though they name one place only: a town has more than one event a day
)

// sceneOf reads the sentences of an article, its headline first.
func sceneOf(a saar.Article, sentences [][]token) scene {
	s := scene{
		names: map[string]bool{}, towns: map[string]bool{}, places: map[string]string{}, days: map[string]bool{}, hours: map[int]bool{}, kinds: map[int]bool{},
		lead: map[string]bool{}, words: map[string]bool{}, roots: map[string]bool{}, told: map[int]bool{},
	}
	for _, name := range namesOfDateline(a) {
		s.names[name], s.towns[name], s.words[name], s.lead[name] = true, true, true, true
	}
	for i, tokens := range sentences {
		s.readWords(tokens, i <= sceneSentences)
		if i <= sceneSentences {
			s.readPlaces(tokens)
			s.readTimes(tokens)
		}
	}
	lead := append([]string{a.Title}, hindi.Sentences(openingOf(a, factBytes))...)
	for _, text := range lead[:min(len(lead), 1+sceneSentences)] {
		read := hindi.Read(text)
		for _, term := range read.Terms() {
			if !graveTerms[term] && !isNumber(term) {
				s.terms = append(s.terms, root(meaning(term)))
			}
		}
		for _, m := range read.Dates(a.Time()) {
			if m.Precision >= hindi.Day {
				s.dates = append(s.dates, m.Time)
			}
		}
	}
	slices.Sort(s.terms)
	s.terms = slices.Compact(s.terms)
	return s
}

// readWords notes the words of a sentence, and the kinds of events they name.
func (s scene) readWords(tokens []token, lead bool) {
	for _, t := range tokens {
		stem := hindi.Stem(t.word)
		s.words[stem], s.roots[root(meaning(stem))] = true, true
		kind, named := eventKinds[t.word]
		if named {
			s.told[kind] = true
		}
		if lead {
			s.lead[stem] = true
			if named {
				s.kinds[kind] = true
			}
		}
	}
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

// readPlaces finds the names in front of a place's mark: X में, X के पास, X गांव, and what opens a sentence.
func (s scene) readPlaces(tokens []token) {
	if name := nameOpening(tokens); name != "" {
		s.names[name], s.towns[name] = true, true
	}
	for i, t := range tokens {
		at := i - 1
		switch kind := placeKinds[t.word]; {
		case near[t.word] && wordAt(tokens, at) == "के":
			if name := nameAt(tokens, at-1); name != "" {
				s.names[name], s.places[name] = true, "जगह"
			}
		case kind != "":
			if name := nameAt(tokens, at); name != "" {
				s.names[name], s.places[name] = true, kind
			}
		case t.word == "में":
			name := nameAt(tokens, at)
			if name == "" {
				continue
			}
			s.names[name] = true
			if (at == 0 || cases[wordAt(tokens, at-1)] == "के") && s.places[name] == "" { // धवलगंज में, धवलगंज की मोतीपट्टी में
				s.places[name] = "जगह"
			}
		}
	}
}

// nameOpening is the name a sentence opens with: धवलगंज में, धवलगंज के, धवलगंज:, धवलगंज जेल में.
func nameOpening(tokens []token) string {
	name := nameAt(tokens, 0)
	for at := 1; name != "" && at < min(len(tokens), 1+nameReach); at++ {
		switch t := tokens[at]; {
		case t.mark() && at == 1, placeMarks[t.word], cases[t.word] == "के", t.word == "पर":
			return name
		case !nameless[hindi.Stem(t.word)] && !describing[t.word]:
			return ""
		}
	}
	return ""
}

// nameAt is the stem of the word at tokens[i], if it may be the name of a place.
func nameAt(tokens []token, i int) string {
	w := wordAt(tokens, i)
	stem := hindi.Stem(w)
	_, event := eventKinds[w]
	switch {
	case w == "", tokens[i].mark(), tokens[i].number > 0, isNumber(w), hindi.Stop(w):
		return ""
	case event, placeKinds[w] != "", describing[w], nameless[stem], graveTerms[stem], people[w] != "":
		return ""
	case strings.HasSuffix(w, "कर"), strings.HasSuffix(w, "ने"), strings.HasSuffix(w, "ते"): // verbs
		return ""
	}
	return stem
}

var (
	near       = wordsOf("पास निकट समीप नजदीक")
	describing = wordsOf(describingList) // no names, though they stand where names do

	// large are the kinds of places that every report of an event there names.
	large = map[string]bool{"जिला": true, "तहसील": true, "शहर": true, "सीट": true}

	// placeKinds is the kind of place for each word that stands behind a name.
	placeKinds = readKinds(placeList)

	dayHours = map[string]int{hindi.Normalize("तड़के"): dawn, "भोर": dawn, "सुबह": 1, "दोपहर": 2, "शाम": evening, "रात": night}
)

// Parts of the day: those that follow each other at night are told apart by nobody.
const dawn, evening, night = 0, 3, 4

// readTimes finds the days of the week, and the parts of the day behind them.
func (s scene) readTimes(tokens []token) {
	for i, t := range tokens {
		if weekdays[t.word] == 0 {
			continue
		}
		s.days[t.word] = true
		for at := i + 1; at < min(i+4, len(tokens)); at++ {
			if hour, ok := dayHours[tokens[at].word]; ok {
				s.hours[hour] = true
				break
			}
		}
	}
}

// like is the share of the terms of the shorter of two openings that stand in the other article.
func (s scene) like(t scene) float64 {
	if len(t.terms) < len(s.terms) {
		s, t = t, s
	}
	both := 0
	for _, term := range s.terms {
		if t.roots[term] {
			both++
		}
	}
	return float64(both) / float64(max(1, len(s.terms)))
}

// sameAs reports whether two scenes are surely one: they share a place, name no two of one kind, and are alike in time and words.
func (s scene) sameAs(t scene) bool {
	width := max(s.width(), t.width())
	if width > 1 || s.onOtherDays(t) || s.ofOtherKind(t) {
		return false
	}
	like := s.like(t)
	switch {
	case len(s.names) == 0 || len(t.names) == 0:
		return like >= likeNameless
	case !s.sharesWith(t) && !t.sharesWith(s), len(s.towns) > 0 && len(t.towns) > 0 && !anyOf(s.towns, t.words) && !anyOf(t.towns, s.words):
		return false
	}
	own, others := s.unknownTo(t), t.unknownTo(s)
	for _, kind := range own {
		if slices.Contains(others, kind) {
			return false
		}
	}
	for _, kind := range slices.Concat(own, others) {
		if width > 0 || large[kind] {
			return false
		}
	}
	if len(own) > 0 && len(others) > 0 {
		return like >= likeScenes
	}
	return like >= likeEvents
}

// width is 1 if all that happened strikes many places at once, 2 if it strikes countries, else 0.
func (s scene) width() int {
	width := 0
	for kind := range s.kinds {
		if wide[kind] == 0 {
			return 0
		}
		width = max(width, wide[kind])
	}
	return width
}

// ofOtherKind reports whether the openings of both name kinds of events, and neither one that the other tells of.
func (s scene) ofOtherKind(t scene) bool {
	for kind := range s.kinds {
		if t.told[kind] {
			return false
		}
	}
	for kind := range t.kinds {
		if s.told[kind] {
			return false
		}
	}
	return len(s.kinds) > 0 && len(t.kinds) > 0
}

// unknownTo are the kinds of the places that only s names.
func (s scene) unknownTo(t scene) []string {
	var kinds []string
	for name, kind := range s.places {
		if !t.words[name] {
			kinds = append(kinds, kind)
		}
	}
	return kinds
}

// onOtherDays reports whether two scenes name days or hours, and all are further apart than a night.
func (s scene) onOtherDays(t scene) bool {
	late := s.hours[dawn] || s.hours[night] || t.hours[dawn] || t.hours[night]
	if len(s.days) > 0 && len(t.days) > 0 && !late && !slices.ContainsFunc(slices.Collect(maps.Keys(s.days)), func(day string) bool { return t.days[day] }) {
		return true
	}
	if len(s.dates) > 0 && len(t.dates) > 0 && !slices.ContainsFunc(s.dates, func(a time.Time) bool {
		return slices.ContainsFunc(t.dates, func(b time.Time) bool { return a.Sub(b).Abs() < 36*time.Hour })
	}) {
		return true
	}
	for a := range s.hours {
		for b := range t.hours {
			if a == b || min(a, b) == dawn && max(a, b) != evening && max(a, b) != 2 || a+b == evening+night {
				return false
			}
		}
	}
	return len(s.hours) > 0 && len(t.hours) > 0
}

// knows reports whether all of the names stand in a scene.
func (s scene) knows(names []string) bool {
	return !slices.ContainsFunc(names, func(name string) bool { return !s.words[name] })
}

// sharesWith reports whether one of the names of s stands in the opening of t.
func (s scene) sharesWith(t scene) bool { return anyOf(s.names, t.lead) }

func anyOf(names, words map[string]bool) bool {
	for name := range names {
		if words[name] {
			return true
		}
	}
	return false
}

// root is a stem without the endings of verbs: जलीं and जलकर are जल.
func root(stem string) string {
	return strings.TrimSuffix(strings.TrimRight(strings.TrimSuffix(stem, "कर"), "ािीुूेैोौंँ"), "न")
}
