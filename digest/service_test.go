package digest_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
	"github.com/saar-news/saar/hindi"
)

// labelled is a headline of testdata with its kind.
type labelled struct {
	title  string
	serves bool
}

func headlines(t testing.TB, file string) []labelled {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	var all []labelled
	for line := range strings.Lines(string(text)) {
		kind, title, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.HasPrefix(kind, "#") {
			continue
		}
		if kind != "service" && kind != "news" {
			t.Fatalf("neither service nor news: %q", line)
		}
		all = append(all, labelled{title, kind == "service"})
	}
	return all
}

// A horoscope among the news costs a digest its reader's trust; a story taken for one is lost.
func TestServicePieces(t *testing.T) {
	for _, file := range []string{"service.txt", "service_portals.txt", "service_blind.txt"} {
		var right, wrong, missed, news int
		for _, h := range headlines(t, file) {
			got := digest.Service(saar.Article{URL: "https://a.example/x", Title: h.title})
			switch {
			case got && h.serves:
				right++
			case got:
				wrong++
				t.Logf("taken for a service piece: %s", h.title)
			case h.serves:
				missed++
				t.Logf("taken for news: %s", h.title)
			}
			if !h.serves {
				news++
			}
		}
		pieces := right + missed
		precision, recall := float64(right)/float64(max(1, right+wrong)), float64(right)/float64(max(1, pieces))
		t.Logf("%s: %d service pieces, %d news; precision %.3f, recall %.3f", file, pieces, news, precision, recall)
		if pieces < 50 || news < 50 || precision < .97 || recall < .9 {
			t.Errorf("%s: precision %.3f, recall %.3f; want .97 and .9, of at least 50 service pieces and 50 news", file, precision, recall)
		}
	}
}

// What a classifier has learned by heart tells nothing of it.
func TestServiceExamplesAreNotTheTests(t *testing.T) {
	tested := map[string]bool{}
	for _, file := range []string{"service.txt", "service_portals.txt", "service_blind.txt"} {
		for _, h := range headlines(t, file) {
			tested[hindi.Normalize(h.title)] = true
		}
	}
	files, err := filepath.Glob(filepath.Join("lists", "headlines", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	known, names := map[string]string{}, append(digest.ServiceClasses(), "news")
	for _, file := range files {
		if name, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(file), ".txt"), "-"); !slices.Contains(names, name) {
			t.Errorf("%s is named by no class", file)
		}
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			title := hindi.Normalize(line)
			if title == "" || strings.HasPrefix(title, "#") {
				continue
			}
			if tested[title] {
				t.Errorf("%s: a headline of the tests: %s", file, title)
			}
			if other, twice := known[title]; twice {
				t.Errorf("%s, and %s too: %s", file, other, title)
			}
			known[title] = file
		}
	}
	if len(known) < 2000 {
		t.Errorf("only %d examples", len(known))
	}
}

// An edition that asks for rates gets rates.
func TestServiceClasses(t *testing.T) {
	for title, class := range map[string]string{
		"कल का राशिफल: कुंभ और मीन राशि वालों को मिल सकता है रुका हुआ धन":          "rashifal",
		"आज क्या है पेट्रोल-डीजल का रेट, यहां देखें पूरी लिस्ट":                    "rates",
		"कैसा रहेगा आज आपके शहर का मौसम, पढ़ें पूरा पूर्वानुमान":                   "weather",
		"केरल लॉटरी रिजल्ट: पहला इनाम किस टिकट पर निकला, देखें सूची":               "games",
		"शिक्षक पात्रता परीक्षा की आंसर की जारी, ऐसे करें आपत्ति दर्ज":             "jobs",
		"इस हफ्ते ओटीटी पर रिलीज होंगी ये फिल्में और वेब सीरीज, देखें लिस्ट":       "listings",
		"20 हजार से कम में टॉप 5 स्मार्टफोन, सेल में भारी छूट पर खरीदें":           "sponsored",
		"बंदर ने चुराया पर्यटक का चश्मा, वीडियो देख नहीं रुकेगी हंसी":              "clips",
		"पैन कार्ड को आधार से लिंक कैसे करें, जानें पूरी प्रक्रिया":                "tips",
		"विपक्ष ने पेट्रोल के दाम बढ़ाने के विरोध में निकाला जुलूस, 40 हिरासत में": "",
	} {
		why := digest.PassedOver(saar.Article{URL: "https://a.example/x", Title: title, Language: "hi"}, saar.Edition{}, morning)
		if want := "service piece (" + class + ")"; (why != "") != (class != "") || class != "" && !strings.Contains(why, want) {
			t.Errorf("%q: %q; want class %q", title, why, class)
		}
	}
}

// What opens a headline names its kind; further on it is only a word.
func TestServiceOpenings(t *testing.T) {
	for title, want := range map[string]bool{
		"सरकारी नौकरी: डाक विभाग दे रहा है अवसर": true, "गांव के इस स्कूल से हर साल दस बच्चे पाते हैं सरकारी नौकरी": false,
		"पहेली: ऐसी कौन सी चीज है जो सूखे में भी गीली": true, "सातवें दिन भी पहेली है लापता विमान": false,
	} {
		if got := digest.Service(saar.Article{URL: "https://a.example/x", Title: title}); got != want {
			t.Errorf("%q: %v, want %v", title, got, want)
		}
	}
}

func TestServiceFolders(t *testing.T) {
	for address, want := range map[string]bool{
		"https://a.example/astro/rashifal/mesh": true, "https://a.example/web-stories/neta": true, "https://a.example/news/viral-fever-in-city": false,
		"::": false, "https://a.example/": false,
	} {
		if got := digest.Service(saar.Article{URL: address, Title: "कोई शीर्षक"}); got != want {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
}

func BenchmarkService(b *testing.B) {
	all := headlines(b, "service_portals.txt")
	digest.Service(saar.Article{URL: "https://a.example/x", Title: all[0].title}) // learns
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		digest.Service(saar.Article{URL: "https://a.example/x", Title: all[i%len(all)].title})
	}
}
