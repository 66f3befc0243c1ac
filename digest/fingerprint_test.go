package digest_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
)

func bodyOf(url string, words []string) saar.Article {
	return saar.Article{URL: url, Title: "शीर्षक " + url, Body: []saar.Paragraph{{Kind: saar.Text, Text: strings.Join(words, " ")}}}
}

// Spelling variants, punctuation and headlines change the bytes of a reprint, not its text.
func TestSameTextHasSameFingerprint(t *testing.T) {
	a := article("a", "1", 1, "एक शीर्षक", "हिन्दी के लेखक ने काँग्रेस के नेता से मुलाक़ात की।", "बैठक ५ बजे हुई, जिसमें दोनों दलों के लोग आये और देर तक बातचीत चली।")
	b := article("b", "2", 2, "दूसरा शीर्षक", "हिंदी के लेखक ने कांग्रेस के नेता से मुलाकात की ।", "बैठक 5 बजे हुई, जिसमें दोनों दलों के लोग आए और देर तक बातचीत चली.")
	b.Body = append(b.Body, saar.Paragraph{Kind: saar.Heading, Text: "और क्या हुआ बैठक में"})
	x, y := digest.Fingerprint(a), digest.Fingerprint(b)
	if x.Exact == "" || x.Exact != y.Exact {
		t.Errorf("exact = %q and %q, want the same", x.Exact, y.Exact)
	}
	x.Signature, y.Signature = nil, nil // as of shorter texts
	if url, ok := digest.Copy(x, []saar.Twin{{URL: b.URL, Fingerprint: y}}); !ok || url != b.URL {
		t.Errorf("the same text without signature is a copy of %q", url)
	}
}

// The first third of an article is a copy of it, as far as a signature can tell; a text of which half is taken from another is none.
func TestWhatStandsInALongerText(t *testing.T) {
	found := 0
	for seed := range uint64(20) {
		long := longText(seed+1, 300)
		f := digest.Fingerprint(bodyOf("", long))
		part := digest.Fingerprint(bodyOf("", long[:115]))
		if _, ok := digest.Copy(part, []saar.Twin{{URL: "u", Fingerprint: f}}); ok {
			found++
		}
		half := digest.Fingerprint(bodyOf("", append(longText(seed+900, 100), long[:110]...)))
		if _, ok := digest.Copy(half, []saar.Twin{{URL: "u", Fingerprint: f}}); ok {
			t.Errorf("seed %d: a text of which half is its own is taken for a copy", seed)
		}
	}
	if found < 12 {
		t.Errorf("of 20 articles whose first third is printed elsewhere %d are known again, want 12", found)
	}
}

// Two articles of which nothing was kept, or only a line, must not swallow one another.
func TestBodiesTooShortToCompare(t *testing.T) {
	none := article("a", "1", 1, "कुछ नहीं")
	if f := digest.Fingerprint(none); f.Exact != "" || f.Signature != nil || f.Bands != nil {
		t.Errorf("fingerprint of no body = %+v, want none", f)
	}
	if url, ok := digest.Copy(digest.Fingerprint(none), []saar.Twin{{URL: "x"}}); ok {
		t.Errorf("no body is taken for a copy of %s", url)
	}
	one := article("a", "2", 1, "बस गिरी", "खबर अपडेट हो रही है।")
	two := article("a", "3", 1, "ट्रेन रुकी", "खबर अपडेट हो रही है।")
	if x, y := digest.Fingerprint(one), digest.Fingerprint(two); x.Exact == y.Exact {
		t.Error("two headlines above the same placeholder have one fingerprint")
	} else if x.Signature != nil {
		t.Error("a body of five words has a signature")
	}
}

func TestSignatureAndBandsHaveTheirSizes(t *testing.T) {
	f := digest.Fingerprint(bodyOf("u", longText(7, 300)))
	if len(f.Signature) != 128 || len(f.Bands) != 32 || len(f.Exact) != 32 {
		t.Errorf("sizes %d, %d, %d; want 128, 32, 32", len(f.Signature), len(f.Bands), len(f.Exact))
	}
}

// Reprints with up to a tenth of their words edited, or their tail cut, fold into one; other texts do not. A candidate must share a
// band, as in the store.
func TestReprintsFold(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var folded, reprints, wrong, right int
	var kept []saar.Twin
	var texts [][]string
	for i := range 120 {
		text := longText(uint64(i+1), 120+rnd.IntN(300))
		texts = append(texts, text)
		kept = append(kept, saar.Twin{URL: fmt.Sprint("https://a.example/", i), Fingerprint: digest.Fingerprint(bodyOf("", text))})
	}
	for i := range kept {
		for share := 1; share <= 10; share++ {
			reprint := edit(rnd, slices.Clone(texts[i]), float64(share)/100)
			if share%3 == 0 {
				reprint = reprint[:len(reprint)*(70+rnd.IntN(25))/100]
			}
			f := digest.Fingerprint(bodyOf("https://b.example/", reprint))
			reprints++
			url, ok := digest.Copy(f, sharing(f, kept))
			switch {
			case ok && url == kept[i].URL:
				folded++
				right++
			case ok:
				wrong++
			}
		}
		other := digest.Fingerprint(bodyOf("https://c.example/", longText(uint64(1000+i), 200)))
		if _, ok := digest.Copy(other, sharing(other, kept)); ok {
			wrong++
		}
	}
	precision, recall := float64(right)/float64(right+wrong), float64(folded)/float64(reprints)
	t.Logf("precision %.4f recall %.4f of %d reprints", precision, recall, reprints)
	if precision < .99 || recall < .97 {
		t.Errorf("precision %.4f, recall %.4f; want .99 and .97", precision, recall)
	}
}

func edit(rnd *rand.Rand, words []string, share float64) []string {
	for range int(share * float64(len(words))) {
		words[rnd.IntN(len(words))] = "संपादित"
	}
	return words
}

func sharing(f saar.Fingerprint, kept []saar.Twin) []saar.Twin {
	var out []saar.Twin
	for _, t := range kept {
		if slices.ContainsFunc(t.Fingerprint.Bands, func(b uint64) bool { return slices.Contains(f.Bands, b) }) {
			out = append(out, t)
		}
	}
	return out
}

// Yesterday's bulletin and today's are alike but for their numbers; a reader wants both.
func TestBulletinsWithOtherNumbersAreNoCopies(t *testing.T) {
	bulletin := "मौसम विभाग के अनुसार राजधानी में अधिकतम तापमान %d डिग्री और न्यूनतम तापमान %d डिग्री दर्ज किया गया। हवा की गति %d किलोमीटर प्रति घंटा रही और नमी %d प्रतिशत रही। " +
		"%s में %d मिलीमीटर और %s में %d मिलीमीटर बारिश हुई। अगले दो दिनों में हल्के बादल छाए रहने के आसार हैं।"
	one := bodyOf("1", strings.Fields(fmt.Sprintf(bulletin, 29, 14, 11, 62, "पालम", 4, "आयानगर", 7)))
	two := bodyOf("2", strings.Fields(fmt.Sprintf(bulletin, 26, 12, 17, 71, "रिज", 9, "नजफगढ़", 13)))
	if url, ok := digest.Copy(digest.Fingerprint(two), []saar.Twin{{URL: one.URL, Fingerprint: digest.Fingerprint(one)}}); ok {
		t.Errorf("today's bulletin is taken for a copy of %q", url)
	}
}

func TestCopyPicksTheLikest(t *testing.T) {
	words := longText(3, 300)
	f := digest.Fingerprint(bodyOf("new", words))
	rnd := rand.New(rand.NewPCG(5, 6))
	near := saar.Twin{URL: "https://x.example/near", Fingerprint: digest.Fingerprint(bodyOf("", edit(rnd, slices.Clone(words), .08)))}
	same := saar.Twin{URL: "https://x.example/same", Fingerprint: f}
	twin := saar.Twin{URL: "https://x.example/again", Fingerprint: f}
	for _, twins := range [][]saar.Twin{{near, same, twin}, {twin, same, near}} {
		if url, ok := digest.Copy(f, twins); !ok || url != twin.URL {
			t.Errorf("copy of %q, %v; want %q", url, ok, twin.URL)
		}
	}
}
