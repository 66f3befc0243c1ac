package extract_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/scraper/extract"
)

// before and after are running text around a prompt.
var (
	before = []string{
		"जिले की सोन नदी पर बन रहे पुल का काम चार महीने से रुका है और बरसात से पहले इसके पूरा होने की उम्मीद अब नहीं बची है।",
		"ठेकेदार को तीन बार नोटिस भेजा जा चुका है और 42 करोड़ रुपये की इस परियोजना में अब तक 61 फीसदी काम हुआ है।",
	}
	after = "नदी के उस पार बसे 18 गांवों के लोग रोज नाव से स्कूल, अस्पताल और बाजार जाते हैं।"
)

// An operator who adds a line to a list must see its effect under its rule's name, and nothing else gone.
func TestPhrasesTakeEffect(t *testing.T) {
	for _, p := range phraseLines(t) {
		t.Run(p.how+" "+p.text, func(t *testing.T) {
			line, last := p.text, after
			switch p.how {
			case "holds":
				line = "पाठक " + p.text + " और"
			case "ends":
				last = ""
			case "cut":
				line, last = "", after+" "+p.text+" कोई और शीर्षक"
			case "strip":
				line, last = "", p.text+" "+after
			}
			r := readBody("<p>" + strings.Join(append(before, line, last), "</p><p>") + "</p>")
			want := append([]string{}, before...)
			if p.how != "ends" {
				want = append(want, after)
			}
			if got := strings.Join(r.Article.Texts(), "\n"); got != strings.Join(want, "\n") {
				t.Errorf("body:\n%s", got)
			}
			if len(r.Dropped) == 0 || !named(r.Dropped, p) {
				t.Errorf("dropped: %v", r.Dropped)
			}
		})
	}
}

type phraseLine struct{ rule, how, text string }

// named reports whether a block was dropped as the phrase says; another phrase in the same words may have been first.
func named(dropped []extract.Drop, p phraseLine) bool {
	for _, d := range dropped {
		if d.Rule == p.rule || strings.Contains(d.Text, p.text) {
			return true
		}
	}
	return false
}

func phraseLines(t *testing.T) []phraseLine {
	t.Helper()
	names, err := filepath.Glob("phrases/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatal("no lists", err)
	}
	var all []phraseLine
	seen := map[phraseLine]bool{}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			fields := strings.Fields(line)
			if len(fields) == 0 || fields[0] == "#" {
				continue
			}
			if len(fields) < 3 || !strings.Contains(" is begins holds ends cut strip ", " "+fields[1]+" ") {
				t.Fatalf("%s: %q is not RULE HOW PHRASE", name, line)
			}
			p := phraseLine{fields[0], fields[1], strings.Join(fields[2:], " ")}
			if !seen[p] {
				all = append(all, p)
			}
			seen[p] = true
		}
	}
	return all
}

// readBody reads a page whose article holds the markup.
func readBody(markup string) extract.Result {
	page := `<html><head><title>सोन नदी का पुल अधूरा</title><meta property="og:type" content="article">` +
		`<meta property="article:published_time" content="2026-11-20T21:42:00+05:30"></head><body><article><h1>सोन नदी का पुल अधूरा</h1>` +
		`<div class="article-body">` + markup + `</div></article></body></html>`
	return extract.Read(saar.Page{
		URL: "https://setu.example/pradesh/son-nadi-ka-pul-adhura", Status: 200, Body: []byte(page), Fetched: fetched,
	}, ist)
}

// A word that only begins like a prompt, and a whole sentence with its words, are news.
func TestPhrasesSpareNews(t *testing.T) {
	for _, sentence := range []string{
		"अभ्यर्थी आयोग की वेबसाइट से अपना प्रवेश पत्र 25 नवंबर तक डाउनलोड कर सकते हैं।",
		"पुलिस ने बताया कि आरोपी एक व्हाट्सएप ग्रुप के जरिए लोगों को ठगते थे।",
		"सारनाथ में रविवार को बौद्ध भिक्षुओं का सम्मेलन शुरू हुआ।",
		"विज्ञापनों पर पिछले साल 40 करोड़ रुपये खर्च किए गए।",
		"उन्होंने कहा कि यह भी एक सच है कि पुल अब तक नहीं बना।",
		"अपडेटेड नियमों के अनुसार दुकानें रात दस बजे तक खुलेंगी और जुर्माना दोगुना हो जाएगा, यह आदेश जिलाधिकारी ने गुरुवार को जारी किया।",
	} {
		r := readBody("<p>" + before[0] + "</p><p>" + sentence + "</p><p>" + after + "</p>")
		if texts := r.Article.Texts(); len(texts) != 3 || texts[1] != sentence {
			t.Errorf("lost %q: %v", sentence, r.Dropped)
		}
	}
}
