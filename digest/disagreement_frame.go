package digest

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"

	"github.com/saar-news/saar/hindi"
)

//go:embed lists/limits.txt
var limitList string

// limit is a way in which a count is of some only, and the words that say so.
type limit struct {
	name   string
	cues   phrases
	things bool // only of those, not of what became of people
	either bool // one alone contradicts nothing
}

var limits = func() []limit {
	var out []limit
	lines(limitList, func(line string) {
		name, cues, _ := strings.Cut(line, ":")
		name, things := strings.CutPrefix(name, "!")
		name, either := strings.CutPrefix(name, "/")
		out = append(out, limit{name: name, things: things, either: either, cues: readPhrases(strings.ReplaceAll(strings.Join(strings.Fields(cues), "\n"), "_", " "))})
	})
	return out
}()

// frame is what stands around a number and says which of all it counts: the limits its clause names, whose or where it is (पहाड़ी खंड में 71.5), and what
// is told of it (31 दुकानें जलीं). Two numbers are of one thing only in one frame: 17 in hospital are not the 24 hurt.
type frame struct {
	limits []string
	either []string // those of which two that are named must share one
	kinds  []string // what the amount is of: 62 किलो गांजा, 12 लाख रुपये के गहने
	of     []string // the terms that stand before the number with their postposition
	does   []string // the terms behind it
}

// frameOf reads a clause, normalised: what stands before the number and after it.
func frameOf(subject, unit, before, after string) frame {
	var f frame
	text := before + " ‖ " + after
	for _, l := range limits {
		switch {
		case l.things && fates[subject] || !l.cues.in(text):
		case l.either:
			f.either = append(f.either, l.name)
		default:
			f.limits = append(f.limits, l.name)
		}
	}
	for _, n := range hindi.Numbers(text) {
		if timeUnits[n.Unit] {
			f.limits = append(f.limits, n.Unit+" "+strconv.FormatFloat(n.Value, 'g', -1, 64))
		}
	}
	slices.Sort(f.limits)
	f.kinds, f.of = kindOf(unit, after), ownersIn(subject, unit, before)
	if terms := hindi.Terms(after); len(terms) > 0 {
		for _, term := range terms[1:] {
			f.does = append(f.does, root(meaning(term)))
		}
	}
	return f
}

// ownersIn are whose, or where, a number is: the word tied to it by a postposition (पहाड़ी खंड में 71.5, बस के 14), and before an amount of which an event
// has many the last word that tells anything (धान का भाव 2,310 रुपये). What ends in ने is a cause: गिरने से 12.
func ownersIn(subject, unit, before string) []string {
	var of []string
	if (unit == "rupee" || unit == "percent") && !single[subject] {
		terms := slices.DeleteFunc(hindi.Terms(before), func(t string) bool { return usual[t] || isNumber(t) || cueTerms[t] })
		if n := len(terms); n > 0 {
			of = append(of, meaning(terms[n-1]))
		}
	}
	words := strings.Fields(before)
	if n := len(words); n > 1 && tying[words[n-1]] && (!hindi.Stop(words[n-2]) || words[n-2] == "बस") && !strings.HasSuffix(words[n-2], "ने") {
		of = append(of, meaning(hindi.Stem(words[n-2])))
	}
	return of
}

var tying = map[string]bool{"में": true, "पर": true, "के": true, "की": true, "का": true, "से": true}

// meaning is the stem that stands for a stem and its synonyms.
func meaning(stem string) string {
	if one, ok := synonyms[stem]; ok {
		return one
	}
	return stem
}

// join adds the frame of another sentence of the article that has the same number.
func (f *frame) join(g frame) {
	if len(f.limits) == 0 || len(g.limits) == 0 {
		f.limits = nil // it is the whole count, as one of the two says
	} else {
		f.limits = append(f.limits, g.limits...)
		slices.Sort(f.limits)
		f.limits = slices.Compact(f.limits)
	}
	f.either = append(f.either, g.either...)
	f.kinds = append(f.kinds, g.kinds...)
	f.of = append(f.of, g.of...)
	f.does = append(f.does, g.does...)
}

// fits reports whether two claims stand in one frame.
func (c claim) fits(d claim) bool {
	if !slices.Equal(c.frame.limits, d.frame.limits) || !d.knowsAll(c.frame.of) || !c.knowsAll(d.frame.of) {
		return false
	}
	switch {
	case disjoint(c.frame.either, d.frame.either), disjoint(c.days, d.days), !d.knowsAll(c.frame.kinds), !c.knowsAll(d.frame.kinds):
		return false
	case fates[c.subject] && disjoint(partsOf(c.frame.of), partsOf(d.frame.of)): // the bus's hurt, and the van's
		return false
	case thingNames[c.subject] && (len(c.frame.does) == 0 || len(d.frame.does) == 0):
		return false
	}
	return single[c.subject] || c.subject == margin || c.unit == "rupee" || !disjoint(c.frame.does, d.frame.does)
}

// disjoint reports whether two lists name something, and nothing in common.
func disjoint[T comparable](a, b []T) bool {
	return len(a) > 0 && len(b) > 0 && !slices.ContainsFunc(a, func(x T) bool { return slices.Contains(b, x) })
}

// kindOf is what an amount is of: what stands directly behind a weight, or behind the genitive of a sum.
func kindOf(unit, after string) []string {
	words := strings.Fields(after)
	switch {
	case unit == "rupee" && len(words) > 1 && (words[0] == "के" || words[0] == "की" || words[0] == "का"):
		words = words[1:]
	case weights[unit] && len(words) > 0:
	default:
		return nil
	}
	kind := hindi.Stem(words[0])
	if usual[kind] || hindi.Stop(words[0]) {
		return nil
	}
	if cueTerms[kind] {
		return nil
	}
	return []string{meaning(kind)}
}

var weights = map[string]bool{"g": true, "kg": true, "quintal": true, "tonne": true, "litre": true}

// knowsAll reports whether the article of a claim has all the terms, or they say nothing.
func (c claim) knowsAll(terms []string) bool {
	return !slices.ContainsFunc(terms, func(t string) bool { return !c.says[t] && !emptyTerm(t) })
}

// partsOf are the terms that tell one part of an event from another.
func partsOf(terms []string) []string {
	return slices.DeleteFunc(slices.Clone(terms), emptyTerm)
}

// emptyTerm reports whether a term only says what kind of event it is.
func emptyTerm(t string) bool { return graveTerms[t] || usual[t] || occasions[t] || isNumber(t) }

// thingNames are the subjects of things.
var thingNames = func() map[string]bool {
	set := map[string]bool{}
	for _, name := range things {
		set[name] = true
	}
	return set
}()

// occasions are terms that stand tied to a number and tell no part of an event from another.
var occasions = termSet("समारोह शादी विवाह बारात मेला मेले छापा छापे कार्रवाई अभियान मुहिम गिरोह वारदात घटना मामला घटनास्थल मौके मौका ऑनलाइन साइबर उत्सव जुलूस रैली सभा यात्रा दौरा तलाशी")

// root is a stem without the endings of verbs: जलीं and जलकर are जल.
func root(stem string) string {
	return strings.TrimSuffix(strings.TrimRight(strings.TrimSuffix(stem, "कर"), "ािीुूेैोौंँ"), "न")
}

// cueTerms are the terms that say what an amount is.
var cueTerms = func() map[string]bool {
	set := map[string]bool{}
	for _, s := range subjects {
		for word := range s.cues {
			set[hindi.Stem(word)] = true
		}
	}
	return set
}()
