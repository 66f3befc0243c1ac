package extract_test

import (
	"bytes"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/scraper/extract"
)

// hostile are pages made to hurt, smaller than they would come.
var hostile = map[string]string{
	"empty":             "",
	"null bytes":        "<p>\x00\x00खबर\x00</p>",
	"no markup":         strings.Repeat("केवल पाठ। ", 2000),
	"deep nesting":      strings.Repeat("<div>", 100_000) + "<p>गहरा पाठ</p>",
	"deep inline":       strings.Repeat("<b>", 50_000) + "पाठ",
	"deep lists":        strings.Repeat("<ul><li>", 40_000) + "पाठ",
	"nested tables":     strings.Repeat("<table><tr><td>", 5_000) + "पाठ",
	"links":             strings.Repeat(`<a href="/x">कड़ी</a> `, 100_000),
	"list of links":     "<ul>" + strings.Repeat(`<li><a href="/x">एक और खबर की कड़ी</a></li>`, 50_000) + "</ul>",
	"short lines":       strings.Repeat("<p>1</p>", 200_000),
	"dates":             strings.Repeat("<div>22 नवंबर 2026 10:30</div>", 50_000),
	"same line":         strings.Repeat("<p>यही वाक्य बार बार लिखा गया है ताकि दोहराव की जांच धीमी पड़ जाए।</p>", 30_000),
	"breaks":            strings.Repeat("<br><!-- -->", 100_000),
	"attributes":        "<div " + strings.Repeat(`a="1" `, 100_000) + ">पाठ</div>",
	"class names":       `<div class="` + strings.Repeat("nav ad share ", 50_000) + `">पाठ</div>`,
	"metas":             strings.Repeat(`<meta name="author" content="कोई"><meta name="date" content="2026-01-01">`, 50_000),
	"linked data":       `<script type="application/ld+json">` + strings.Repeat(`{"@graph":[`, 20_000) + `</script>`,
	"quotes":            `<script type="application/ld+json">{"a":"` + strings.Repeat(`"`, 200_000) + `</script>`,
	"embedded":          `<script type="application/json">` + strings.Repeat(`{"content":[`, 20_000) + `"x"</script>`,
	"headings":          strings.Repeat("<h1>शीर्षक</h1>", 50_000),
	"kickers":           strings.Repeat("<h1><i class='kicker'>"+strings.Repeat("<b class='x'>", 20)+"</i>शीर्षक</h1>", 5_000),
	"folds":             `<div class="` + strings.Repeat("x ", 100_000) + `">` + strings.Repeat(`<p aria-hidden="true">पाठ</p>`, 50_000) + "</div>",
	"days":              "<h1>कोई खबर</h1>" + strings.Repeat("<div><time datetime='2026-01-01'>२० नवंबर</time></div>", 50_000),
	"unclosed":          "<p title='",
	"unclosed comment":  "<!-- <p>पाठ</p>",
	"broken entities":   strings.Repeat("&#x110000;&nosuch;&", 50_000),
	"invalid utf-8":     "<p>\xff\xfe\xa4\xa6 पाठ \xe0\xa4</p>",
	"times in the hour": strings.Repeat("<time datetime='99999999999999-99-99'>x</time>", 10_000),
}

// A page must not be able to stop the others: whatever it is, it ends, soon, as a page.
func TestReadHostile(t *testing.T) {
	for name, body := range hostile {
		t.Run(name, func(t *testing.T) {
			page := saar.Page{URL: "https://setu.example/pradesh/hanikarak", Status: 200, Body: []byte(body), Fetched: fetched}
			checkResult(t, extract.Read(page, ist))
		})
	}
}

// checkResult holds for every page there is.
func checkResult(t *testing.T, r extract.Result) {
	t.Helper()
	if r.Kind == "" || r.Outcome == "" {
		t.Errorf("kind %q, outcome %q", r.Kind, r.Outcome)
	}
	if (r.Kind == extract.Article) != (r.Outcome == saar.OK) || (r.Reason == "") != (r.Outcome == saar.OK) {
		t.Errorf("kind %q has outcome %q and reason %q", r.Kind, r.Outcome, r.Reason)
	}
	for _, d := range r.Dropped {
		if d.Rule == "" || d.Text == "" {
			t.Errorf("left out %q by rule %q", d.Text, d.Rule)
		}
	}
	for _, p := range r.Article.Body {
		if strings.TrimSpace(p.Text) == "" || p.Text != strings.TrimSpace(p.Text) || !utf8.ValidString(p.Text) || strings.ContainsAny(p.Text, "\n\t\x00") {
			t.Errorf("paragraph %q", p.Text)
		}
	}
	if at := r.Article.Published; at.After(fetched.Add(24*time.Hour)) || !at.IsZero() && at.Year() < 1994 {
		t.Errorf("published %v", at)
	}
	if r.Article.URL != r.Canonical {
		t.Errorf("article %q, canonical %q", r.Article.URL, r.Canonical)
	}
}

// Deep pages keep their text: the parser gives up at 512 open elements.
func TestReadKeepsTextOfDeepPages(t *testing.T) {
	text := "पुल का काम चार महीने से रुका है और बरसात से पहले इसके पूरा होने की उम्मीद अब नहीं बची है।"
	body := strings.Repeat("<div><span>", 3000) + "<p>" + text + "</p><p>" + strings.Repeat("दूसरा अनुच्छेद भी यहीं है। ", 9) + "</p>"
	r := extract.Read(saar.Page{URL: "https://setu.example/a/pul-ka-kaam-ruka-hai", Body: []byte(body)}, ist)
	if len(r.Article.Body) != 2 || r.Article.Body[0].Text != text {
		t.Errorf("body: %v", r.Article.Body)
	}
}

func FuzzRead(f *testing.F) {
	for _, body := range hostile {
		if len(body) < 5000 {
			f.Add([]byte(body))
		}
	}
	for _, page := range goldenPages(f) {
		f.Add(page)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		body = bytes.ToValidUTF8(body, nil)
		checkResult(t, extract.Read(saar.Page{URL: "https://setu.example/pradesh/koi-khabar-22", Status: 200, Body: body, Fetched: fetched}, ist))
	})
}

// Small objects without end take, read, many times the memory of their text; several such pages at once would take the machine's.
func TestReadOfManyObjectsIsCheap(t *testing.T) {
	page := saar.Page{
		URL: "https://setu.example/pradesh/hanikarak", Status: 200, Fetched: fetched,
		Body: []byte(`<script type="application/ld+json">[` + strings.Repeat(`{"@type":"Thing"},`, 400_000) + `]</script>`),
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	extract.Read(page, ist)
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > uint64(10*len(page.Body)) {
		t.Errorf("%d MB were allocated for a page of %d", n>>20, len(page.Body)>>20)
	}
}
