package digest

import (
	_ "embed"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

//go:embed lists/clickbait.txt
var clickbaitList string

var clickbait = readPhrases(clickbaitList)

// headline chooses the article whose headline a story bears: the clearest one, not the loudest, and none whose toll has risen since. Among
// equals the earlier article wins.
func headline(articles []saar.Article) int {
	tolls := make([][]hindi.Number, len(articles))
	for i, a := range articles {
		tolls[i] = tollsIn(a.Title)
	}
	best, at := math.Inf(-1), 0
	for i, a := range articles {
		clear := clarity(a)
		if hasRisen(articles, tolls, i) {
			clear -= outdated
		}
		if clear > best {
			best, at = clear, i
		}
	}
	return at
}

const (
	outdated  = 2.5       // what a headline loses whose toll has risen: less than clickbait
	tollAfter = time.Hour // how much later the higher toll is told: until then it may be another count
	tollGrows = 3         // times a toll that is a rise, not another thing
)

// tollsIn are the numbers of a headline that say what became of people.
func tollsIn(title string) []hindi.Number {
	return slices.DeleteFunc(hindi.Numbers(title), func(n hindi.Number) bool { return !slices.Contains(tollNouns, n.Noun) })
}

var tollNouns = []string{"मृतक", "घायल", "लापता"}

// hasRisen reports whether the headline of a later article has a higher toll than that of article i.
func hasRisen(articles []saar.Article, tolls [][]hindi.Number, i int) bool {
	for _, n := range tolls[i] {
		for j, later := range articles {
			if later.Time().Sub(articles[i].Time()) < tollAfter {
				continue
			}
			if slices.ContainsFunc(tolls[j], func(m hindi.Number) bool {
				return m.Noun == n.Noun && m.Value > n.Value && m.Value <= tollGrows*n.Value
			}) {
				return true
			}
		}
	}
	return false
}

// clarity rates a headline: a plain statement of readable length is best; teasers, questions, labels and shouting lose.
func clarity(a saar.Article) float64 {
	title := strings.TrimSpace(a.Title)
	rated := 0.0
	switch n := len(strings.Fields(title)); {
	case n < 4:
		rated -= 3
	case n > 18:
		rated -= 1
	case n >= 6 && n <= 14:
		rated++
	}
	if clickbait.in(hindi.Normalize(title)) {
		rated -= 4
	}
	if strings.ContainsAny(title, "?") {
		rated -= 2
	}
	if strings.Contains(title, "…") || strings.Contains(title, "...") || strings.Contains(title, "!") {
		rated -= 2
	}
	if strings.ContainsAny(title, "|:") {
		rated--
	}
	if latin(title) {
		rated -= 2
	}
	if a.CopyOf != "" {
		rated -= .5
	}
	if len(a.Body) == 0 && a.CopyOf == "" {
		rated--
	}
	return rated
}

// latin reports whether more than a third of a text's letters are not Devanagari.
func latin(text string) bool {
	letters, other := 0, 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if unicode.IsLetter(r) {
			letters++
			if r < 0x0900 || r > 0x097F {
				other++
			}
		}
		i += size
	}
	return other*3 > letters
}
