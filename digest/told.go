package digest

import (
	"math"
	"slices"
)

// What further facts of each kind are worth to a story, fitted with sentenceWeights; and in an article of several parts.
var (
	factWeights = [factKinds]weight{
		peopleFact: {.2, .8}, quantityFact: {-.2, .15}, bigFact: {-.02, .07}, dateFact: {0, 1.1}, placeFact: {.12, .17}, nearFact: {.17, .42},
		hourFact: {.03, .3}, fateFact: {-.15, .45},
	}
	partWeights = [factKinds]weight{peopleFact: {any: .46}, quantityFact: {any: .2}, bigFact: {any: .8}, placeFact: {any: .1}}
)

const (
	repeatCost  = .59  // what repeating terms costs
	besideWorth = -.11 // what standing beside a chosen sentence is worth: it tells the same
	otherFirst  = .6   // costs the first point that is not of the article whose headline the story bears
	newVoice    = .8   // what a further point is worth that is of an article not quoted yet
	overCost    = .03  // costs each word beyond those in which a story is to be told
)

// pointsWords are the words in which a story is to be told: one of an accident takes more, for what became of whom, where and when.
var pointsWords = weight{any: 60, event: 15}

// leastGains are what the first, second and third point must gain.
var leastGains = []weight{{}, {any: -1}, {any: 1, event: -.5}}

// A sentence that shares more of its terms with those told is the same news again; so is one that shares much with one of them, if both say
// much, and one that shares less with a sentence of another outlet, which has words of its own for it.
const (
	mostRepeated   = .75
	mostAlike      = .6  // one other sentence, of the shorter one
	mostRepeatedBy = .4  // another article
	mostRetold     = .45 // of the terms of another article's sentence that counts nothing new, by the headline and the chosen
	much           = 10  // terms, quantities and dates
)

// repeats reports whether s tells again what is told: by all the chosen sentences, or by one of them.
func (t tellings) repeats(s *sentence, chosen []*sentence) bool {
	return t.share(s) > mostRepeated || t.retells(s, chosen) || slices.ContainsFunc(chosen, func(c *sentence) bool {
		if c.article != s.article {
			return c.common(s) > mostRepeatedBy
		}
		return min(len(c.said), len(s.said)) > much && c.common(s) > mostAlike
	})
}

// retells reports whether s is how another article puts what the headline and the chosen sentences tell.
func (t tellings) retells(s *sentence, chosen []*sentence) bool {
	if slices.ContainsFunc(chosen, func(c *sentence) bool { return c.article == s.article }) || len(chosen) == 0 {
		return false
	}
	counted := t.fresh(s.facts[peopleFact]) + t.fresh(s.facts[quantityFact]) + t.fresh(s.facts[bigFact])
	return counted == 0 && float64(t.fresh(s.beyond)) < (1-mostRetold)*float64(len(s.terms))
}

// common is how much two sentences have in common of their terms, quantities and dates, by the shorter one.
func (s *sentence) common(other *sentence) float64 {
	a, b := s.said, other.said
	return float64(shared(a, b)) / float64(max(1, min(len(a), len(b))))
}

// says is the numbers of a sentence's terms, quantities and dates, sorted.
func (s *sentence) says() []int32 {
	all := slices.Clone(s.terms)
	for _, kind := range []int{peopleFact, quantityFact, bigFact, dateFact} {
		all = append(all, s.facts[kind]...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// tellings marks the terms and facts that the chosen sentences tell, by number.
type tellings []bool

func (t tellings) add(s *sentence) {
	for _, term := range s.terms {
		t[term] = true
	}
	for _, facts := range s.facts {
		for _, f := range facts {
			t[f] = true
		}
	}
	t[s.part] = true
}

// share is the share of a sentence's terms that are told.
func (t tellings) share(s *sentence) float64 {
	n := 0
	for _, term := range s.terms {
		if t[term] {
			n++
		}
	}
	return float64(n) / float64(max(1, len(s.terms)))
}

// fresh counts the numbers that are not told.
func (t tellings) fresh(ids []int32) int {
	n := 0
	for _, id := range ids {
		if !t[id] {
			n++
		}
	}
	return n
}

// gain is what a sentence's new facts are worth, less what it repeats.
func (t tellings) gain(s *sentence) float64 {
	sum, weights := sharedWorth*float64(t.fresh(s.shared))-repeatCost*t.share(s), factWeights
	if s.ofParts {
		weights = partWeights
	}
	for k, facts := range s.facts {
		sum += weights[k].at(s.eventful) * logs[min(t.fresh(facts), len(logs)-1)]
	}
	return sum
}

// logs are log(1+n).
var logs = func() (l [16]float64) {
	for i := range l {
		l[i] = math.Log1p(float64(i))
	}
	return l
}()
