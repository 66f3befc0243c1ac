package digest

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"time"

	"github.com/saar-news/saar"
)

const (
	// agreeWithin is how far apart two reports may be to contradict each other; a later one corrects the earlier one instead.
	agreeWithin = 3 * time.Hour
	// risesWithin is how much later a higher count of the dead, say, may come and still not be what it has risen to.
	risesWithin = time.Hour
	// diesLater is how many of those in danger of their lives may have died by the next report.
	diesLater = 2
	// farOfPeople and far are how many times another number may be the same thing told differently: beyond it is another thing.
	farOfPeople, far = 3, 1.6
)

// disagreements finds the numbers that outlets report differently. It would rather miss one than accuse a newspaper falsely: two
// articles of different owners, both in their own words, told within three hours of each other of one event, each with one number
// only of the dead, say, or of the winning margin of a vote (readReport); nothing else is compared. Who knows both numbers, or has parts that add up
// to the other's, contradicts nobody; a count that rises is not contradicted by a later, higher one.
func disagreements(articles []saar.Article) []saar.Disagreement {
	if len(articles) < 2 {
		return nil
	}
	bySubject := map[string][]claim{}
	for _, a := range articles {
		if borrowed(a) {
			continue
		}
		r := readReport(a)
		for _, t := range r.tolls {
			bySubject[t.subject] = append(bySubject[t.subject], claim{t, &r})
		}
	}
	var out []saar.Disagreement
	for _, subject := range slices.Sorted(maps.Keys(bySubject)) {
		out = append(out, contradictions(bySubject[subject])...)
	}
	return out
}

// claim is a toll and the report that has it.
type claim struct {
	toll
	*report
}

// contradictions puts together the claims that contradict each other, each outlet once, the smallest number first. A story that took
// in another event has them apart.
func contradictions(claims []claim) []saar.Disagreement {
	var out []saar.Disagreement
	taken := make([]bool, len(claims))
	for i := range claims {
		if taken[i] {
			continue
		}
		group := []claim{claims[i]}
		for k := 0; k < len(group); k++ {
			for j := range claims {
				if !taken[j] && j != i && group[k].contradicts(claims[j]) {
					taken[j] = true
					group = append(group, claims[j])
				}
			}
		}
		if len(group) > 1 {
			out = append(out, disagreementOf(group))
		}
	}
	return out
}

func disagreementOf(group []claim) saar.Disagreement {
	slices.SortStableFunc(group, func(a, b claim) int { return cmp.Compare(a.value, b.value) })
	d := saar.Disagreement{Subject: group[0].subject}
	outlets := map[string]bool{}
	for _, c := range group {
		if outlet := c.article.Outlet.ID; !outlets[outlet] {
			outlets[outlet] = true
			d.Claims = append(d.Claims, saar.Claim{Outlet: outlet, Text: c.text, URL: c.article.URL})
		}
	}
	return d
}

// contradicts reports whether two claims cannot both be right.
func (c claim) contradicts(d claim) bool {
	return c.value != d.value && !c.farFrom(d) && !c.roundsTo(d) && !d.roundsTo(c) && c.article.Outlet.OwnerID() != d.article.Outlet.OwnerID() &&
		atOneTime(c, d) && c.fits(d) && !c.explains(d.value) && !d.explains(c.value) && !c.counts[d.value] && !d.counts[c.value] && !c.passed(d) &&
		c.parties.knownIn(d.scene) && d.parties.knownIn(c.scene) && d.scene.knows(c.places) && c.scene.knows(d.places) && c.scene.sameAs(d.scene)
}

// passed reports whether the difference of two counts is a number of people that one of the articles tells something else of: of five burnt
// two died; of twelve missing three are found.
func (c claim) passed(d claim) bool {
	between := math.Abs(c.value - d.value)
	other := between != c.value && between != d.value
	return other && (c.befell[between] || d.befell[between]) || c.subject == missing && (c.counts[between] || d.counts[between])
}

// ofPeople reports whether what a claim counts may still go up: people found dead, hurt or missing.
func (c claim) ofPeople() bool { return c.subject != margin }

func (c claim) farFrom(d claim) bool {
	times := max(c.value, d.value) / max(min(c.value, d.value), .1)
	if c.ofPeople() {
		return times > farOfPeople
	}
	return times > far
}

// atOneTime reports whether two claims were told so close together that neither corrects the other.
func atOneTime(c, d claim) bool {
	first, second := c.toldAt(), d.toldAt()
	if second.Before(first) {
		c, d, first, second = d, c, second, first
	}
	switch {
	case first.IsZero(), second.Sub(first) > agreeWithin, d.article.Published.Sub(c.article.Published).Abs() > agreeWithin:
		return false
	case c.ofPeople() && (c.rose && c.value > d.value || d.rose && d.value > c.value):
		return false
	case c.ofPeople() && c.subject != missing && d.value > c.value && (c.open || c.rose || c.grave && d.value-c.value <= diesLater):
		return false
	case c.ofPeople() && (d.value > c.value || c.subject == missing): // the missing are found
		return second.Sub(first) <= risesWithin
	}
	return true
}

func (r *report) toldAt() time.Time {
	a := r.article
	if a.Modified.After(a.Published) {
		return a.Modified
	}
	return a.Published
}

// roundsTo reports whether the number of d, rounded as roughly as that of c is written, is that of c: 11,840 is 12 हजार. What became of
// people is counted, not rounded, up to a hundred.
func (c claim) roundsTo(d claim) bool {
	if c.value < 100 && (c.ofPeople() || c.value < 10) {
		return false
	}
	step := 1.0
	for step*10 <= c.value && float64(int64(c.value/(step*10)))*step*10 == c.value {
		step *= 10
	}
	return step > 1 && math.Abs(d.value-c.value) < step/2 && !wholeBy(d.value, step)
}

func wholeBy(value, step float64) bool { return float64(int64(value/step))*step == value }
