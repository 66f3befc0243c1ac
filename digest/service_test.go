package digest_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/digest"
)

// A horoscope among the news costs a digest its reader's trust; a story taken for one is lost.
func TestServicePieces(t *testing.T) {
	text, err := os.ReadFile(filepath.Join("testdata", "service.txt"))
	if err != nil {
		t.Fatal(err)
	}
	var right, wrong, missed, pieces, news int
	for line := range strings.Lines(string(text)) {
		kind, title, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.HasPrefix(kind, "#") {
			continue
		}
		got := digest.Service(saar.Article{URL: "https://a.example/x", Title: title})
		switch kind {
		case "service":
			pieces++
		case "news":
			news++
		default:
			t.Fatalf("neither service nor news: %q", line)
		}
		switch {
		case got && kind == "service":
			right++
		case got:
			wrong++
			t.Logf("taken for a service piece: %s", title)
		case kind == "service":
			missed++
			t.Logf("taken for news: %s", title)
		}
	}
	precision, recall := float64(right)/float64(max(1, right+wrong)), float64(right)/float64(max(1, right+missed))
	t.Logf("%d service pieces, %d news; precision %.3f, recall %.3f", pieces, news, precision, recall)
	if pieces < 50 || news < 50 || precision < .97 || recall < .9 {
		t.Errorf("%d service pieces, %d news: precision %.3f, recall %.3f; want 50 of each, .97 and .9", pieces, news, precision, recall)
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
