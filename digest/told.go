package digest

import "math"

// What further facts of each kind are worth to a story, what repeating terms costs, what standing beside a chosen sentence is worth,
// and what a further point must gain. Found by measuring (cmd/eval keypoints).
var (
	factWeights = [factKinds]float64{peopleFact: .51, quantityFact: .05, bigFact: .4, dateFact: .5, placeFact: .31}
	repeatCost  = .94
	besideWorth = .08
	thresholds  = []float64{math.Inf(-1), 0.06, 1.44}
)

const mostRepeated = .75 // a sentence that shares more of its terms with those told is the same news again

// enough is what a sentence must gain after so many are chosen.
func enough(chosen int) float64 { return thresholds[min(chosen, len(thresholds)-1)] }

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

// gain is what a sentence's new facts are worth, less what it repeats.
func (t tellings) gain(s *sentence) float64 {
	sum := -repeatCost * t.share(s)
	for k, facts := range s.facts {
		n := 0
		for _, f := range facts {
			if !t[f] {
				n++
			}
		}
		sum += factWeights[k] * logs[min(n, len(logs)-1)]
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
