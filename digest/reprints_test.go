package digest_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
)

// ourTexts are the bodies, in words, of all invented news of this repository: the demo's and the pairs on one event in testdata. Three of
// the demo's outlets, and both articles of a pair, tell the same in other words: these are no reprints of each other.
func ourTexts(t *testing.T) [][]string {
	t.Helper()
	var all [][]string
	names, err := filepath.Glob("../cmd/saar/demo/content/*/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatalf("the demo's articles: %d, %v", len(names), err)
	}
	for _, name := range names {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		head, body, _ := strings.Cut(string(raw), "\n\n")
		if strings.Contains(head, "\ncopy:") || strings.Contains(head, "\nagency:") {
			continue // two of them have the one text
		}
		var words []string
		for _, p := range strings.Split(body, "\n\n") {
			if !strings.HasPrefix(p, "##") && !strings.HasPrefix(p, "also:") && !strings.HasPrefix(p, "photo:") && !strings.HasPrefix(p, "ad:") {
				words = append(words, strings.Fields(p)...)
			}
		}
		all = append(all, words)
	}
	for _, file := range []string{"first.txt", "second.txt", "third.txt", "fourth.txt", "fifth.txt"} {
		for _, c := range readReports(t, file) {
			for _, a := range c.pair {
				all = append(all, strings.Fields(strings.Join(a.Texts(), " ")))
			}
		}
	}
	return all
}

// What another paper prints of ours is found whatever it does to it within reason: it gives it a headline and a dateline of its own, edits
// up to a tenth of the words and cuts up to a third off the end. What tells the same event, or one like it, in other words is not taken
// for it. Copies are looked for as the store does: among the texts that share a band.
func TestReprintsOfOurNewsFold(t *testing.T) {
	const leastOfReprint = 40 // words; a body of two lines has too few shingles left to be known by
	rnd := rand.New(rand.NewPCG(7, 11))
	texts := ourTexts(t)
	var all []string
	var kept []saar.Twin
	for i, text := range texts {
		all = append(all, text...)
		kept = append(kept, saar.Twin{URL: fmt.Sprint("https://a.example/", i), Fingerprint: digest.Fingerprint(bodyOf("", text))})
	}
	var reprints, right, wrong int
	for i, text := range texts {
		others := slices.Delete(slices.Clone(kept), i, i+1)
		if url, ok := digest.Copy(kept[i].Fingerprint, sharing(kept[i].Fingerprint, others)); ok {
			wrong++
			t.Logf("taken for a copy of %s: %s", url, strings.Join(text, " "))
		}
		for percent := 1; percent <= 10 && len(text) >= leastOfReprint; percent++ {
			for _, cut := range []int{0, 15, 33} {
				reprint := reworded(rnd, text[:len(text)*(100-cut)/100], percent, all)
				f := digest.Fingerprint(bodyOf("https://b.example/", append(strings.Fields("देवपुरा, हमारे संवाददाता से।"), reprint...)))
				url, ok := digest.Copy(f, sharing(f, kept))
				reprints++
				switch {
				case ok && url == kept[i].URL:
					right++
				case ok:
					wrong++
				}
			}
		}
	}
	precision, recall := float64(right)/float64(right+wrong), float64(right)/float64(reprints)
	t.Logf("%d texts, %d reprints: precision %.4f, recall %.4f", len(texts), reprints, precision, recall)
	if reprints < 1000 || precision < .99 || recall < .97 {
		t.Errorf("%d reprints: precision %.4f, recall %.4f; want 1,000, .99 and .97", reprints, precision, recall)
	}
}

// reworded is a text of which so many percent of the words, one at least, are replaced, left out, or followed by another.
func reworded(rnd *rand.Rand, text []string, percent int, all []string) []string {
	out := slices.Clone(text)
	for range max(1, len(text)*percent/100) {
		at, other := rnd.IntN(len(out)), all[rnd.IntN(len(all))]
		switch rnd.IntN(3) {
		case 0:
			out[at] = other
		case 1:
			out = slices.Delete(out, at, at+1)
		default:
			out = slices.Insert(out, at, other)
		}
	}
	return out
}
