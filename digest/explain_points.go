package digest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/saar-news/saar"
)

// PointReasons says, for the operator, why KeyPoints picks its points: one reason for each, in the same order.
func PointReasons(articles []saar.Article, n int) []string {
	all, numbers := sentencesOf(articles)
	told := make(tellings, len(numbers))
	why := map[*sentence]string{}
	chosen := choose(all, len(numbers), n)
	for i, s := range chosen {
		why[s] = fmt.Sprintf("taken %s: %s; worth %.2f by itself, %+.2f for what it adds", ordinal(i+1), strings.Join(told.reasons(s), ", "), s.worth, told.gain(s))
		told.add(s)
	}
	slices.SortFunc(chosen, func(a, b *sentence) int {
		return cmp.Or(cmp.Compare(a.article, b.article), cmp.Compare(a.place, b.place))
	})
	out := make([]string, 0, len(chosen))
	for _, s := range chosen {
		out = append(out, why[s])
	}
	if len(out) == 0 && len(all) > 0 && n > 0 {
		out = append(out, "every sentence leans on another: the first leans least")
	}
	return out
}

// reasons are the place of a sentence, what it has of the headline, and the facts it states that no point before it does.
func (t tellings) reasons(s *sentence) []string {
	out := []string{"the " + ordinal(s.place+1) + " sentence of its article"}
	if share := s.values[inTitle]; share > 0 {
		out = append(out, fmt.Sprintf("with %.0f%% of the headline's words", 100*share))
	}
	for kind, name := range factNames {
		if fresh := t.fresh(s.facts[kind]); fresh > 0 {
			out = append(out, plural(fresh, "new "+name))
		}
	}
	if fresh := t.fresh(s.shared); fresh > 0 {
		out = append(out, plural(fresh, "thing")+" that other articles tell too")
	}
	if share := t.share(s); share > 0 {
		out = append(out, fmt.Sprintf("%.0f%% of it told already", 100*share))
	}
	return out
}

var factNames = [factKinds]string{
	peopleFact: "people figure", quantityFact: "other figure", bigFact: "large figure", dateFact: "date", placeFact: "place", nearFact: "landmark", hourFact: "hour", fateFact: "outcome",
}

func ordinal(n int) string {
	switch {
	case n%100/10 == 1:
	case n%10 == 1:
		return fmt.Sprintf("%dst", n)
	case n%10 == 2:
		return fmt.Sprintf("%dnd", n)
	case n%10 == 3:
		return fmt.Sprintf("%drd", n)
	}
	return fmt.Sprintf("%dth", n)
}
