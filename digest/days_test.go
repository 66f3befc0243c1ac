package digest_test

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
)

// What stories of two usual days have to reach. The first stream was seen when the weights were fitted, the second by nobody.
const (
	pairsRight = .8  // of the pairs of articles told as one story
	pairsFound = .65 // of the pairs that a reader would want as one
)

// The streams are two days of ten outlets each, invented by writers who knew no rule: some stories in up to eight accounts, and beside them
// others of the same place, court or kind. A reader of stories that fall apart is told one accident three times, of those that run together
// never hears of the second one.
func TestStoriesOfTwoUsualDays(t *testing.T) {
	for _, name := range []string{"first", "second"} {
		articles, story := days(t, name)
		told := map[string]int{}
		for s, members := range digest.Cluster(articles) {
			for _, i := range members {
				told[articles[i].URL] = s
			}
		}
		var right, joined, same float64
		for i, a := range articles {
			for _, b := range articles[:i] {
				isOne, isTold := story[a.URL] == story[b.URL], told[a.URL] == told[b.URL]
				switch {
				case isOne && isTold:
					right, joined, same = right+1, joined+1, same+1
				case isOne:
					same++
				case isTold:
					joined++
				}
			}
		}
		p, r := right/joined, right/same
		t.Logf("%s: %d articles, pairs: precision %.3f, recall %.3f, F1 %.3f", name, len(articles), p, r, 2*p*r/(p+r))
		if p < pairsRight || r < pairsFound {
			t.Errorf("%s: precision %.3f, recall %.3f; want %.2f and %.2f", name, p, r, pairsRight, pairsFound)
		}
	}
}

// days reads a stream of testdata/days: its articles, and the story of each by its address.
func days(t *testing.T, name string) (articles []saar.Article, story map[string]string) {
	t.Helper()
	text, err := os.ReadFile("testdata/days/" + name + ".jsonl")
	if err != nil {
		t.Fatal(err)
	}
	story = map[string]string{}
	for line := range strings.Lines(string(text)) {
		var in struct {
			ID, Outlet, Title, Story string
			Published                time.Time
			Paragraphs               [][2]string // kind, text
		}
		if err := json.Unmarshal([]byte(line), &in); err != nil {
			t.Fatal(err)
		}
		a := saar.Article{
			URL: "https://" + in.Outlet + ".example/" + in.ID, Title: in.Title, Outlet: saar.Outlet{ID: in.Outlet},
			Published: in.Published, Language: "hi",
		}
		for _, p := range in.Paragraphs {
			a.Body = append(a.Body, saar.Paragraph{Kind: saar.ParagraphKind(p[0]), Text: p[1]})
		}
		articles, story[a.URL] = append(articles, a), in.Story
	}
	return articles, story
}
