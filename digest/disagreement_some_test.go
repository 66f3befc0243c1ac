package digest_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

// Whatever limits the lower of two numbers to some takes the contradiction away, in every pair that has one.
func TestNumbersOfSomeContradictNobody(t *testing.T) {
	limits := []string{
		"बस सवार", "इनमें", "कार में बैठे", "रामगढ़ गांव के", "रामगढ़ निवासी", "अस्पताल में भर्ती", "जिले के", "एक ही परिवार के", "पास खड़े", "दूसरे गुट के", "करीब", "पिछले साल",
	}
	limited := 0
	for _, file := range reportFiles(t) {
		for _, limit := range limits {
			var cases []reports
			for _, c := range readReports(t, file) {
				fate, values := fateAndValues(c.differ)
				if len(values) != 2 || values[0] <= 2 || strings.HasPrefix(fate, "हार-जीत") { // a bare दो may be no number to hindi
					continue
				}
				for i, a := range c.pair {
					c.pair[i] = limitedTo(a, values[0], limit)
				}
				cases = append(cases, c)
			}
			limited += len(cases)
			_, flagged := contradictions(cases)
			for name, got := range flagged {
				t.Errorf("%s: %s, with %q before the lower number: %q", file, name, limit, got)
			}
		}
	}
	if limited < 1000 {
		t.Errorf("%d pairs were limited, want 1000 or more", limited)
	}
}

// limitedTo is an article with some words before each plain number of a value.
func limitedTo(a saar.Article, value float64, limit string) saar.Article {
	insert := func(text string) string {
		for _, n := range slices.Backward(hindi.Numbers(text)) {
			if n.Value == value && n.Unit == "" {
				text = text[:n.Start] + limit + " " + text[n.Start:]
			}
		}
		return text
	}
	a.Title, a.Body = insert(a.Title), slices.Clone(a.Body)
	for i := range a.Body {
		a.Body[i].Text = insert(a.Body[i].Text)
	}
	return a
}
