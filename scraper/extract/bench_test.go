package extract_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/scraper/extract"
	"golang.org/x/net/html"
)

// goldenPages are the bytes of the pages of testdata.
func goldenPages(tb testing.TB) [][]byte {
	tb.Helper()
	names, err := filepath.Glob("testdata/pages/*.html")
	if err != nil || len(names) == 0 {
		tb.Fatal("no pages", err)
	}
	var pages [][]byte
	for _, name := range names {
		page, err := os.ReadFile(name)
		if err != nil {
			tb.Fatal(err)
		}
		pages = append(pages, page)
	}
	return pages
}

// heavyPages are the golden pages as heavy as news pages come: with scripts, styles, pictures, a large menu and a footer.
func heavyPages(tb testing.TB) [][]byte {
	tb.Helper()
	script := "<script>" + strings.Repeat("window.dataLayer=window.dataLayer||[];function gtag(){dataLayer.push(arguments)};\n", 250) + "</script>"
	style := "<style>" + strings.Repeat(".c1f2{margin:0 auto;padding:4px 8px;color:#1a1a1a}\n", 200) + "</style>"
	menu := "<nav><ul>" + strings.Repeat(`<li class="menu-link"><a href="/pradesh/zila/">जिले की खबरें</a></li>`, 150) + "</ul></nav>"
	cards := strings.Repeat(`<div class="card"><a href="/x-y-z.html"><picture><source srcset="/a.webp 1x, /b.webp 2x"><img src="/a.jpg" `+
		`alt="" loading="lazy"></picture><h3>मेले में उमड़ी भीड़, प्रशासन ने बदला यातायात का रास्ता</h3></a><span>2 घंटे पहले</span></div>`, 40)
	var pages [][]byte
	for _, page := range goldenPages(tb) {
		page = bytes.Replace(page, []byte("</head>"), []byte(script+style+"</head>"), 1)
		pages = append(pages, bytes.Replace(page, []byte("</body>"), []byte(cards+menu+script+"</body>"), 1))
	}
	return pages
}

// BenchmarkParse is what Read is measured against: the bare parser over the same pages.
func BenchmarkParse(b *testing.B) {
	pages := heavyPages(b)
	for b.Loop() {
		for _, page := range pages {
			_, _ = html.Parse(bytes.NewReader(page))
		}
	}
}

func BenchmarkRead(b *testing.B) {
	pages := heavyPages(b)
	for b.Loop() {
		for _, page := range pages {
			extract.Read(saar.Page{URL: "https://setu.example/pradesh/koi-khabar-22", Status: 200, Body: page, Fetched: fetched}, ist)
		}
	}
}
