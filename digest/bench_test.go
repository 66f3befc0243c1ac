package digest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
)

// usual is an article of a usual length.
func usual(seed uint64) saar.Article {
	a := article("outlet", fmt.Sprint(seed), 1, strings.Join(longText(seed, 10), " "))
	for i := range 6 {
		a.Body = append(a.Body, saar.Paragraph{Kind: saar.Text, Text: strings.Join(longText(seed*31+uint64(i), 50), " ")})
	}
	return a
}

func BenchmarkFingerprint(b *testing.B) {
	a := usual(1)
	b.ReportAllocs()
	for b.Loop() {
		digest.Fingerprint(a)
	}
}

func BenchmarkKeyPoints(b *testing.B) {
	articles := []saar.Article{usual(1)}
	b.ReportAllocs()
	for b.Loop() {
		digest.KeyPoints(articles, 3)
	}
}

func BenchmarkCluster20000(b *testing.B) {
	articles := make([]saar.Article, 20000)
	for i := range articles {
		articles[i] = telling(i)
	}
	b.ReportAllocs()
	for b.Loop() {
		if n := len(digest.Cluster(articles)); n < 1000 {
			b.Fatal(n)
		}
	}
}

// telling is one of four articles on one of 5,000 events: names and numbers of its own among the words that all news share.
func telling(i int) saar.Article {
	a := usual(uint64(i + 1))
	event := i / 4
	names := fmt.Sprintf(" %s %s %s %d लोगों", name(event), name(event*7+1), name(event*13+2), 10+event%900)
	a.URL, a.Outlet.ID = fmt.Sprint("https://o.example/", i), fmt.Sprint("outlet-", i%4)
	a.Title += names
	for p := range a.Body {
		a.Body[p].Text = name(event+p) + names + " " + a.Body[p].Text
	}
	return a
}

// name is an invented word.
func name(n int) string {
	syllables := []string{"का", "मि", "रो", "सु", "दे", "ना", "वी", "ल", "तो", "पा", "गु", "हे", "जा", "बी", "शो", "य"}
	out := ""
	for n = n*2654435761%65521 + 16; n > 0; n /= 16 {
		out += syllables[n%16]
	}
	return out
}
