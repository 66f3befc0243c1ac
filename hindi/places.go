package hindi

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
)

//go:embed data/places.txt
var placeList string

// Place is a place a text names, in one spelling.
type Place struct {
	Name  string // लखनऊ, बिहार, नेपाल
	State string // the Indian state or union territory it is in, or is; empty abroad
	Count int    // how often the text names it
}

// gazetteer finds the places of the list by the words of their spellings.
type gazetteer struct {
	byFirst map[string][]spelling // by the first word, longest first
}

type spelling struct {
	words   []string
	places  []Place // several only where states share a name; none for a name that is no place
	guarded bool    // also a common word: needs a cue
}

var places = sync.OnceValue(func() gazetteer { return readPlaces(placeList) })

// Places finds the Indian states, the districts of the Hindi states, the big cities and the countries that the text names, in the order
// of their first mention. A name that several states share is the one whose state the text names, else the first of the list; names
// that are common words too (गया, मंडी) count only where the words around show a place: गया जिले में, or गया। at the beginning.
func (t Text) Places() []Place {
	g, words := places(), t.words
	var found []spelling
	named := map[string]bool{}
	for i := 0; i < len(words); {
		s, n := g.match(words, i)
		if n == 0 {
			i++
			continue
		}
		if len(s.places) > 0 {
			found = append(found, s)
		}
		if len(s.places) == 1 {
			named[s.places[0].State] = true
		}
		i += n
	}
	return countPlaces(found, named)
}

func countPlaces(found []spelling, named map[string]bool) []Place {
	var out []Place
	for _, s := range found {
		place := s.places[0]
		for _, p := range s.places[1:] {
			if named[p.State] && !named[place.State] {
				place = p
			}
		}
		place.Count = 1
		at := slices.IndexFunc(out, func(p Place) bool { return p.Name == place.Name && p.State == place.State })
		if at < 0 {
			out = append(out, place)
		} else {
			out[at].Count++
		}
	}
	return out
}

// match finds the longest spelling that begins at word i and how many words it takes.
func (g gazetteer) match(words []token, i int) (spelling, int) {
	for _, s := range g.byFirst[words[i].norm] {
		if fits(s.words, words[i:]) && (!s.guarded || g.cue(words, i, i+len(s.words))) {
			return s, len(s.words)
		}
	}
	return spelling{}, 0
}

func fits(want []string, words []token) bool {
	if len(words) < len(want) {
		return false
	}
	for i, w := range want {
		if words[i].norm != w || i > 0 && strings.Trim(words[i].gap, " \u00a0-–.") != "" {
			return false
		}
	}
	return true
}

var placeCues = wordSet(`जिला जिले जिलों जनपद शहर नगर पुलिस कोतवाली थाना थाने तहसील जंक्शन स्टेशन कलेक्टर डीएम एसपी एसएसपी सांसद विधायक मेयर महापौर संसदीय
	लोकसभा विधानसभा सीट निवासी एयरपोर्ट मंडल रेलवे हवाईअड्डे हवाई`)

// cue reports whether words[i:end] is used as a place: with जिला before or जिले and the like behind it, joined to another place by a
// hyphen (पटना-गया), or alone as a dateline.
func (g gazetteer) cue(words []token, i, end int) bool {
	if i > 0 {
		before := words[i-1].norm
		if words[i].gap == "-" && len(g.byFirst[before]) > 0 || before == "जिला" || before == "जनपद" {
			return true
		}
	}
	if end == len(words) {
		return false
	}
	gap, after := words[end].gap, words[end].norm
	if gap == "-" && len(g.byFirst[after]) > 0 || strings.TrimSpace(gap) == "" && placeCues[after] {
		return true
	}
	return i == 0 && (strings.ContainsAny(gap, "।:,(") || strings.HasPrefix(gap, "."))
}

func readPlaces(list string) gazetteer {
	g := gazetteer{byFirst: map[string][]spelling{}}
	state := ""
	lines(list, func(line string) {
		switch {
		case line == "@":
			state = ""
			return
		case line[0] == '=':
			line = strings.TrimSpace(line[1:])
			state, _, _ = strings.Cut(line, " | ")
		}
		g.add(line, state)
	})
	for _, spellings := range g.byFirst {
		slices.SortStableFunc(spellings, func(a, b spelling) int { return len(b.words) - len(a.words) })
	}
	return g
}

// add reads one line: a place and its other spellings.
func (g gazetteer) add(line, state string) {
	if name, ok := strings.CutPrefix(line, "!"); ok {
		words := normTokens(name)
		g.byFirst[words[0]] = append(g.byFirst[words[0]], spelling{words: words})
		return
	}
	forms := strings.Split(line, "|")
	place := Place{Name: strings.TrimPrefix(strings.TrimSpace(forms[0]), "?"), State: state}
	for _, form := range forms {
		form = strings.TrimSpace(form)
		guarded := strings.HasPrefix(form, "?")
		words := normTokens(strings.TrimPrefix(form, "?"))
		first := g.byFirst[words[0]]
		at := slices.IndexFunc(first, func(s spelling) bool { return slices.Equal(s.words, words) })
		if at < 0 {
			g.byFirst[words[0]] = append(first, spelling{words: words, places: []Place{place}, guarded: guarded})
		} else {
			first[at].places = append(first[at].places, place)
		}
	}
}

// normTokens are the normalised words of s.
func normTokens(s string) []string {
	var words []string
	for _, t := range tokens(s) {
		words = append(words, t.norm)
	}
	return words
}
