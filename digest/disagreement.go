package digest

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

const (
	// agreeWithin is how far apart two reports may be to contradict each other; a later one corrects the earlier one instead.
	agreeWithin = 3 * time.Hour
	// risesWithin is how much later a higher count of the dead, say, may come and still not be what it has risen to.
	risesWithin = time.Hour
	// farOfPeople and far are how many times another number may be the same thing told differently: beyond it is another thing.
	farOfPeople, far = 3, 1.6
)

// disagreements finds the numbers that outlets report differently. It would rather miss one than accuse a newspaper falsely: two
// articles of different owners, both in their own words, told within three hours of each other at one place, each with one number
// only of the dead, say, or of the winning margin of a vote; nothing else is compared. A number that is rough, a part of another, of another time or place, or somebody's mere
// claim is none (claimsOf); a count that rises is not contradicted by a later, higher one.
func disagreements(articles []saar.Article) []saar.Disagreement {
	if len(articles) < 2 {
		return nil
	}
	bySubject := map[string][]claim{}
	var subjects []string
	for _, a := range articles {
		if borrowed(a) {
			continue
		}
		for _, c := range claimsOf(a) {
			if bySubject[c.key()] == nil {
				subjects = append(subjects, c.key())
			}
			bySubject[c.key()] = append(bySubject[c.key()], c)
		}
	}
	slices.Sort(subjects)
	var out []saar.Disagreement
	for _, subject := range subjects {
		out = append(out, contradictions(bySubject[subject])...)
	}
	return out
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
	d := saar.Disagreement{Subject: group[0].title()}
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
		atOneTime(c, d) && !c.elsewhereThan(d) && c.speaksOf(d) && !mentions(c.article, d) && !mentions(d.article, c)
}

func (c claim) farFrom(d claim) bool {
	times := max(c.value, d.value) / max(min(c.value, d.value), .1)
	if fates[c.subject] {
		return times > farOfPeople
	}
	return times > far
}

// atOneTime reports whether two claims were told so close together that neither corrects the other.
func atOneTime(c, d claim) bool {
	first, second := toldAt(c.article), toldAt(d.article)
	if second.Before(first) {
		c, d, first, second = d, c, second, first
	}
	switch {
	case first.IsZero(), second.Sub(first) > agreeWithin, d.article.Published.Sub(c.article.Published).Abs() > agreeWithin:
		return false
	case c.rises() && (c.rose && c.value > d.value || d.rose && d.value > c.value):
		return false
	case c.rises() && d.value > c.value:
		return second.Sub(first) <= risesWithin
	}
	return true
}

// elsewhereThan reports whether two claims are of different places.
func (c claim) elsewhereThan(d claim) bool {
	return !d.scene.knows(c.names) || !c.scene.knows(d.names) || c.scene.elsewhereThan(d.scene)
}

func toldAt(a saar.Article) time.Time {
	if a.Modified.After(a.Published) {
		return a.Modified
	}
	return a.Published
}

// mentions reports whether an article has the number of a claim anywhere. Who writes both numbers knows of both: nothing is disputed.
func mentions(a saar.Article, c claim) bool {
	for _, text := range append(a.Texts(), a.Title) {
		if slices.ContainsFunc(hindi.Numbers(text), func(n hindi.Number) bool { return n.Value == c.value && n.Unit == c.unit }) {
			return true
		}
	}
	return false
}

// roundsTo reports whether the number of d, rounded as roughly as that of c is written, is that of c: 11,840 is 12 हजार. What became of
// people is counted, not rounded, up to a hundred.
func (c claim) roundsTo(d claim) bool {
	if c.value < 100 && (fates[c.subject] || c.value < 10) {
		return false
	}
	step := 1.0
	for step*10 <= c.value && float64(int64(c.value/(step*10)))*step*10 == c.value {
		step *= 10
	}
	return step > 1 && math.Abs(d.value-c.value) < step/2 && !wholeBy(d.value, step)
}

func wholeBy(value, step float64) bool { return float64(int64(value/step))*step == value }

func lastWords(s string, n int) string {
	f := strings.Fields(s)
	return strings.Join(f[max(0, len(f)-n):], " ")
}

func firstWords(s string, n int) string {
	f := strings.Fields(s)
	return strings.Join(f[:min(n, len(f))], " ")
}
