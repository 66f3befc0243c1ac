package digest

import (
	"maps"
	"slices"
	"strings"
)

const (
	dead    = "मृतक"
	missing = "लापता"
	margin  = "हार-जीत का अंतर"
)

// toll is the one number an article has for what became of people, or for the margin of a vote.
type toll struct {
	subject string
	value   float64
	text    string     // the number as it stands there
	limits  [][]string // what limits it to some, for each of its mentions; an empty one: it is of all
	parts   []float64  // the article's numbers of some only
	rose    bool       // the article says that the count has risen
	plain   bool       // nothing stands before it, once, that could limit it
	with    float64    // so many of them are named apart, and may be none of another's
	parties parties    // of a vote
	places  []string   // names that open the sentences that tell it: पद्मासर में
}

// leadSentences is how many sentences after the headline may be the first to tell a toll: further down, the news goes on to other things.
const leadSentences = 4

// tallying is a mention and the sentence it stands in.
type tallying struct {
	mention
	sentence int
}

// tollsOf finds the one number of each fate. Where the article has two numbers of all, one of some that is greater, or a rough one, it has none.
func tollsOf(all []tallying) []toll {
	var out []toll
	var done []string
	for _, m := range all {
		if slices.Contains(done, m.fate) {
			continue
		}
		done = append(done, m.fate)
		if t, ok := tollOf(m.fate, all); ok {
			out = append(out, t)
		}
	}
	return out
}

func tollOf(fate string, all []tallying) (t toll, ok bool) {
	var own []tallying
	strange := map[float64]bool{} // numbers that are also of another time, or a fear
	for _, m := range all {
		switch {
		case m.fate != fate:
		case m.kind == rough:
			return t, false
		case m.kind == apart:
			strange[m.value] = true
		default:
			own = append(own, m)
		}
	}
	candidates := slices.DeleteFunc(slices.Clone(own), func(m tallying) bool { return m.kind == part || len(m.limits) > 0 })
	if len(candidates) == 0 {
		candidates = slices.DeleteFunc(slices.Clone(own), func(m tallying) bool { return m.kind == part })
	}
	if len(candidates) == 0 || candidates[0].sentence > leadSentences || strange[candidates[0].value] {
		return t, false
	}
	t = toll{subject: fate, value: candidates[0].value, text: candidates[0].text, parties: parties{}}
	for _, m := range candidates {
		if m.value != t.value {
			return t, false
		}
		t.parties.join(m.parties)
	}
	for _, m := range own {
		t.rose, t.with = t.rose || m.rose, max(t.with, m.with)
		switch {
		case m.value == t.value && m.kind == whole:
			t.limits = append(t.limits, m.limits)
			t.plain = t.plain || m.plain
			if m.place != "" {
				t.places = append(t.places, m.place)
			}
		case m.value > t.value:
			return t, false
		case m.value < t.value:
			t.parts = append(t.parts, m.value)
		}
	}
	return t, true
}

// fits reports whether the tolls of two claims cannot both be right by what they are of: they are of the same, or the lower one is of all.
func (c claim) fits(d claim) bool {
	if c.value > d.value {
		c, d = d, c
	}
	kinds := len(c.people(" !")) + len(d.people(" !")) // besides those that are whoever was there
	if kinds > 0 && disjoint(c.people(" ~!"), d.people(" ~!")) || len(c.people("!"))+len(d.people("!")) > 0 && !c.limitedAs(d.toll) {
		return false
	}
	return c.plain && d.value-c.value > d.with && (c.ofAll(!d.mixed) || c.limitedAs(d.toll))
}

// ofAll reports whether a toll is of all: nothing limits it, or, where they count, that they are of those who were there.
func (t toll) ofAll(there bool) bool {
	return slices.ContainsFunc(t.limits, func(limits []string) bool {
		return !slices.ContainsFunc(limits, func(l string) bool { return !there || kindsOfPeople[l] != '~' })
	})
}

// limitedAs reports whether two tolls are limited alike. Two may be in hospital, and be of different people.
func (t toll) limitedAs(u toll) bool {
	return slices.ContainsFunc(t.limits, func(l []string) bool {
		return len(l) > 0 && slices.ContainsFunc(u.limits, func(k []string) bool { return slices.Equal(l, k) }) &&
			!slices.ContainsFunc(l, func(name string) bool { return strings.HasPrefix(name, "!") })
	})
}

// people are the kinds of people of some sorts that a toll is of.
func (t toll) people(sorts string) []string {
	var kinds []string
	for _, name := range slices.Concat(t.limits...) {
		if sort := kindsOfPeople[name]; sort > 0 && strings.IndexByte(sorts, sort) >= 0 {
			kinds = append(kinds, name)
		}
	}
	return kinds
}

// disjoint reports whether two lists name something, and nothing in common.
func disjoint(a, b []string) bool {
	return len(a) > 0 && len(b) > 0 && !slices.ContainsFunc(a, func(x string) bool { return slices.Contains(b, x) })
}

// explains reports whether the number of another is a sum or a difference of those of a toll: five at once, and two in hospital.
func (t toll) explains(value float64) bool {
	sums := map[float64]bool{0: true}
	for _, p := range append(slices.Clone(t.parts), t.value) {
		if t.value-p == value {
			return true
		}
		for _, s := range slices.Collect(maps.Keys(sums)) {
			sums[s+p] = true
		}
		if len(sums) > 1000 {
			return true
		}
	}
	return sums[value]
}
