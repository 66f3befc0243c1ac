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
	either bool // one alone contradicts nothing
}

var limits = func() []limit {
	var out []limit
	lines(limitList, func(line string) {
		name, cues, _ := strings.Cut(line, ":")
		name, either := strings.CutPrefix(name, "/")
		out = append(out, limit{name: name, either: either, cues: readPhrases(strings.ReplaceAll(strings.Join(strings.Fields(cues), "\n"), "_", " "))})
	})
	return out
}()

// frame is what stands around a number and says which of all it counts: the limits its clause names, and whose or where it
// is (बस के 14). Two numbers are of one thing only in one frame: 17 in hospital are not the 24 hurt.
type frame struct {
	limits []string
	either []string // those of which two that are named must share one
	of     []string // the terms that stand before the number with their postposition
}

// frameOf reads a clause, normalised: what stands before the number and after it.
func frameOf(before, after string) frame {
	var f frame
	text := before + " ‖ " + after
	for _, l := range limits {
		switch {
		case !l.cues.in(text):
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
	f.of = ownersIn(before)
	return f
}

// ownersIn are whose, or where, a number is: the word tied to it by a postposition (बस के 14). What ends in ने is a cause: गिरने से 12.
func ownersIn(before string) []string {
	var of []string
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
	f.of = append(f.of, g.of...)
}

// fits reports whether two claims stand in one frame.
func (c claim) fits(d claim) bool {
	if !slices.Equal(c.frame.limits, d.frame.limits) || !d.knowsAll(c.frame.of) || !c.knowsAll(d.frame.of) {
		return false
	}
	switch {
	case disjoint(c.frame.either, d.frame.either), disjoint(c.days, d.days):
		return false
	case fates[c.subject] && disjoint(partsOf(c.frame.of), partsOf(d.frame.of)): // the bus's hurt, and the van's
		return false
	}
	return true
}

// disjoint reports whether two lists name something, and nothing in common.
func disjoint[T comparable](a, b []T) bool {
	return len(a) > 0 && len(b) > 0 && !slices.ContainsFunc(a, func(x T) bool { return slices.Contains(b, x) })
}

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

// occasions are terms that stand tied to a number and tell no part of an event from another.
var occasions = termSet("समारोह शादी विवाह बारात मेला मेले छापा छापे कार्रवाई अभियान मुहिम गिरोह वारदात घटना मामला घटनास्थल मौके मौका ऑनलाइन साइबर उत्सव जुलूस रैली सभा यात्रा दौरा तलाशी")

// root is a stem without the endings of verbs: जलीं and जलकर are जल.
func root(stem string) string {
	return strings.TrimSuffix(strings.TrimRight(strings.TrimSuffix(stem, "कर"), "ािीुूेैोौंँ"), "न")
}
