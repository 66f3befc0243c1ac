package digest

import (
	"cmp"
	"slices"
)

// selection is sentences chosen one after another.
type selection struct {
	chosen []*sentence
	told   tellings
	words  int
	gain   float64 // what they gain, each counting only what those before have not told, beyond what a further point must
}

// front is how many of the best selections are followed.
const front = 8

// choose finds at most n sentences that gain most together. A sentence may be worth little and yet let the next one be told: it follows several
// selections at once, which add one sentence each again and again. numbers is how many terms and facts there are.
func choose(all []*sentence, numbers, n int) []*sentence {
	var best []*sentence
	gain := 0.0
	followed := []selection{{told: make(tellings, numbers)}}
	for range n {
		followed = grow(followed, all)
		if len(followed) == 0 {
			break
		}
		if best == nil && all[0].article != all[len(all)-1].article {
			followed = followed[:1] // of several articles: the best sentence opens the story, not one that leaves more to the others
		}
		if top := followed[0]; best == nil || top.gain > gain {
			best, gain = top.chosen, top.gain
		}
	}
	return best
}

// grow adds one sentence to selections, in all the ways there are, and returns the best, the very best first.
func grow(followed []selection, all []*sentence) []selection {
	var steps []step
	for i := range followed {
		steps = followed[i].steps(steps, all)
	}
	slices.SortStableFunc(steps, func(a, b step) int { return cmp.Compare(b.gain, a.gain) })
	next := make([]selection, 0, front)
	for _, s := range steps {
		if len(next) == front {
			break
		}
		if !slices.ContainsFunc(next, s.leadsTo) {
			next = append(next, s.take())
		}
	}
	return next
}

// step is a selection and a sentence to add to it.
type step struct {
	from *selection
	add  *sentence
	gain float64
}

// steps appends the sentences that may be added to a selection.
func (x *selection) steps(steps []step, all []*sentence) []step {
	for i, s := range all {
		after := i > 0 && s.follows(all[i-1]) && x.has(all[i-1])
		before := i+1 < len(all) && all[i+1].follows(s) && x.has(all[i+1])
		if x.has(s) || s.ofParts && x.told[s.part] || !after && !s.grounded(x.chosen, x.told) || x.told.repeats(s, x.chosen) {
			continue
		}
		over := max(0, float64(x.words+s.words)-pointsWords.at(s.eventful))
		gain := s.worth + x.told.gain(s) + besideWorth*flag(after || before) + s.voice(x.chosen) - overCost*over
		steps = append(steps, step{x, s, x.gain + gain - s.needs(len(x.chosen))})
	}
	return steps
}

func (x *selection) has(s *sentence) bool { return slices.Contains(x.chosen, s) }

// leadsTo reports whether the step ends in the sentences of a selection.
func (s step) leadsTo(x selection) bool {
	return x.has(s.add) && !slices.ContainsFunc(s.from.chosen, func(c *sentence) bool { return !x.has(c) })
}

func (s step) take() selection {
	x := selection{chosen: append(slices.Clone(s.from.chosen), s.add), told: slices.Clone(s.from.told), words: s.from.words + s.add.words, gain: s.gain}
	x.told.add(s.add)
	return x
}

// needs is what s must gain as a further point after so many.
func (s *sentence) needs(chosen int) float64 {
	need := leastGains[min(chosen, len(leastGains)-1)].at(s.eventful)
	if s.ofParts {
		return min(need, 0)
	}
	return need
}

// voice is what it is worth that a story speaks through its lead first, and through others then.
func (s *sentence) voice(chosen []*sentence) float64 {
	switch {
	case len(chosen) == 0:
		return -otherFirst * flag(s.article > 0)
	case slices.ContainsFunc(chosen, func(c *sentence) bool { return c.article == s.article }):
		return 0
	}
	return newVoice
}
