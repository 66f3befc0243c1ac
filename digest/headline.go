package digest

import (
	_ "embed"
	"math"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
)

var (
	//go:embed lists/clickbait.txt
	clickbaitList string
	//go:embed lists/formats.txt
	formatList string

	clickbait = readPhrases(clickbaitList)
	formats   = readPhrases(formatList)
	lives     = readPhrases("की जानें\nजानें गईं\nजानें गयीं\nजानें जा\nजानें चली\nजानें लीं\nजानें ले\nजानें बच\nजानें बचाईं\nजानें बचाने") // no clickbait, but the plural of जान
)

// promises reports whether a normalised headline or sentence promises news instead of telling it.
func promises(norm string) bool { return clickbait.in(norm) && !lives.in(norm) }

// headline chooses the article whose headline a story bears: the clearest one, not the loudest, and none whose toll has risen since, or that
// tells of the morning what the evening ended. Among equals the earlier article wins.
func headline(articles []saar.Article) int {
	told := make([]losses, len(articles))
	for i, a := range articles {
		told[i] = losses{lossesIn(a.Title), a.Time()}
	}
	best, at := math.Inf(-1), 0
	newest := newestIn(articles)
	for i, a := range articles {
		clear := clarity(a) - ages*behind(a, newest)
		if told[i].hasRisen(told) {
			clear -= outdated
		}
		if clear > best {
			best, at = clear, i
		}
	}
	return at
}

// ages is what a headline loses by each hour that it is behind the newest article.
const ages = .25

const (
	stillNew  = 3 * time.Hour  // behind the newest article: the same state of things
	oldEnough = 15 * time.Hour // no older than this is any worse
)

// behind is how many hours an article is behind the newest one of its story, from the time when things may have changed.
func behind(a saar.Article, newest time.Time) float64 {
	return max(0, min(newest.Sub(a.Time()), oldEnough)-stillNew).Hours()
}

func newestIn(articles []saar.Article) time.Time {
	var newest time.Time
	for _, a := range articles {
		if a.Time().After(newest) {
			newest = a.Time()
		}
	}
	return newest
}

// outdated is what a headline loses whose toll has risen: less than clickbait.
const outdated = 2.5

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
	if norm := hindi.Normalize(title); promises(norm) || formats.in(norm) {
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
