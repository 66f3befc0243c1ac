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

// What is no toll of people, whatever words of death stand in it. Each sentence is told again with a higher number.
func TestWhatIsNoTollOfPeople(t *testing.T) {
	for _, sentence := range []string{
		"केतकीपुर के स्टेडियम में शनिवार को एक ओवर में 4 बल्लेबाज ढेर हो गए।",
		"केतकीपुर में शनिवार को पहले ही घंटे में 4 खिलाड़ी ढेर हो गए।",
		"केतकीपुर में शनिवार को पहले ही घंटे में 4 ढेर हो गए।",
		"केतकीपुर में शनिवार को 12 आरोपियों के खिलाफ हत्या के मामले में आरोपपत्र दाखिल हुआ।",
		"केतकीपुर में शनिवार को 12 लोगों के सामने एक दुकानदार की हत्या कर दी गई।",
		"केतकीपुर में शनिवार को 12 लोगों की हत्या की साजिश नाकाम कर दी गई।",
		"केतकीपुर में शनिवार को 12 लोगों की हत्या का प्रयास हुआ।",
		"केतकीपुर में शनिवार को 12 लापता बच्चों को पुलिस ने ढूंढ निकाला।",
		"केतकीपुर में शनिवार को 12 कौवों की मौत हो गई।",
		"केतकीपुर के अभयारण्य में शनिवार को 4 मादा चीतों की मौत हो गई।",
	} {
		higher := strings.NewReplacer("12", "14", " 4 ", " 5 ").Replace(sentence)
		for _, s := range compile(input(report("a", 5, sentence), report("b", 4, higher))).Stories {
			if len(s.Members) != 2 || len(s.Disagreement) > 0 {
				t.Errorf("%s: %d members, disagreements %+v", sentence, len(s.Members), s.Disagreement)
			}
		}
	}
	first, second := "केतकीपुर में पुल पर शनिवार को मुठभेड़ में 4 बदमाश ढेर हो गए।", "केतकीपुर में पुल पर शनिवार को मुठभेड़ में 5 बदमाश ढेर हो गए।"
	if d := compile(input(report("a", 5, first), report("b", 4, second))).Stories[0].Disagreement; len(d) != 1 {
		t.Errorf("of those shot in a fight: %+v", d)
	}
}
