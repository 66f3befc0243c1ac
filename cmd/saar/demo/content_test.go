package demo_test

import (
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"github.com/saar-news/saar/cmd/saar/demo"
)

// The demo shows what saar is for only if its news is told the way news is: by several outlets, in their own words.
func TestTheNewsOfADay(t *testing.T) {
	articles := outlets(t, demo.Config{}).Articles()
	tellers, titles, alone, copies, agency := map[string][]string{}, map[string]string{}, 0, 0, 0
	for _, a := range articles {
		switch {
		case a.CopyOf != "":
			copies++
			continue
		case a.Story != "":
			tellers[a.Story] = append(tellers[a.Story], a.Outlet)
		case !a.Barred:
			alone++
		}
		if a.Agency != "" {
			agency++
		}
		if other := titles[a.Title]; other != "" {
			t.Errorf("%s and %s share the headline %q", a.ID, other, a.Title)
		}
		titles[a.Title] = a.ID
	}
	if got := len(titles); got < 36 {
		t.Errorf("%d articles, want 36 or more", got)
	}
	if len(tellers) < 10 || alone < 4 || copies != 1 || agency != 2 {
		t.Errorf("%d shared stories, %d alone, %d copies, %d of an agency; want 10 or more, 4 or more, 1, 2", len(tellers), alone, copies, agency)
	}
	for story, by := range tellers {
		if slices.Sort(by); len(by) < 2 || len(slices.Compact(by)) != len(by) {
			t.Errorf("story %s is told by %q, want two or three different outlets", story, by)
		}
	}
}

// One page is closed to robots and linked all the same: politeness that nothing tempts is not seen.
func TestRobotsTxtBarsTheArticlesItSays(t *testing.T) {
	o, barred := outlets(t, demo.Config{}), 0
	for _, a := range o.Articles() {
		site, path, _ := strings.Cut(strings.TrimPrefix(a.URL, "http://"), "/")
		var closed bool
		for line := range strings.Lines(body(t, o, "http://"+site+"/robots.txt")) {
			rule, ok := strings.CutPrefix(strings.TrimSpace(line), "Disallow: ")
			closed = closed || ok && strings.HasPrefix("/"+path, rule)
		}
		if closed != a.Barred {
			t.Errorf("%s: closed by robots.txt: %t, want %t", a.URL, closed, a.Barred)
		}
		if closed {
			barred++
		}
	}
	if barred != 1 {
		t.Errorf("%d articles are closed to robots, want 1", barred)
	}
}

// Without both links the twin would be a second article of the same story.
func TestTheAMPTwinAndItsArticleNameEachOther(t *testing.T) {
	o, twins := outlets(t, demo.Config{}), 0
	for _, a := range o.Articles() {
		if a.AMP == "" {
			continue
		}
		twins++
		if got := linked(t, body(t, o, a.AMP), "canonical"); got != a.URL {
			t.Errorf("%s has the canonical address %q, want %q", a.AMP, got, a.URL)
		}
		if got := linked(t, body(t, o, a.URL), "amphtml"); got != a.AMP {
			t.Errorf("%s has the AMP twin %q, want %q", a.URL, got, a.AMP)
		}
	}
	if twins != 1 {
		t.Errorf("%d AMP twins, want 1", twins)
	}
}

// Folding agency copy and near-duplicates can be seen only where two outlets print the same words.
func TestCopiesRepeatTheirText(t *testing.T) {
	o := outlets(t, demo.Config{})
	pages := map[string]string{}
	for _, a := range o.Articles() {
		pages[a.ID] = body(t, o, a.URL)
		if a.Agency != "" && !strings.Contains(pages[a.ID], "(एजेंसी)") {
			t.Errorf("%s does not credit its agency", a.ID)
		}
	}
	for sentence, ids := range map[string][]string{
		"उन्हें मोतीबंदर के नौसैनिक अस्पताल में भर्ती कराया गया है":  {"nav-prabhat/motibandar-jahaj-aag", "jan-samvad/samudra-mein-jala-jahaj"},
		"पहले दिन 2900 घरों की जांच हुई और 410 घरों में लार्वा मिला": {"jan-samvad/dengue-147-mareej", "jan-samvad/dengue-147-mareej-2"},
	} {
		for _, id := range ids {
			if !strings.Contains(pages[id], sentence) {
				t.Errorf("%s lacks %q", id, sentence)
			}
		}
	}
}

// Readers must see neither teasers nor captions, so the pages must hold some; and both marks that end a sentence.
func TestPagesHoldWhatAReaderShouldNotSee(t *testing.T) {
	o := outlets(t, demo.Config{})
	all := map[string]string{}
	for _, a := range o.Articles() {
		all[a.Outlet] += text(parse(t, body(t, o, a.URL)))
	}
	for outlet, noise := range map[string][]string{
		"nav-prabhat": {"यह भी पढ़ें:", "फोटो : ", "विज्ञापन", "हमारे WhatsApp चैनल से जुड़ें", "विस्तार", "कॉपी लिंक", "Published:", "।"},
		"jan-samvad":  {"ये भी पढ़ें:", "फोटो : ", "विज्ञापन", "हमारे WhatsApp चैनल से जुड़ें", "Tags:", "है. "},
		"dainik-setu": {"इसे भी पढ़ें:", "फोटो : ", "विज्ञापन", "हमारे WhatsApp चैनल से जुड़ें", "लिंक कॉपी करें", "।"},
	} {
		for _, want := range noise {
			if !strings.Contains(all[outlet], want) {
				t.Errorf("no article of %s holds %q", outlet, want)
			}
		}
	}
	if strings.Contains(all["jan-samvad"], "।") {
		t.Error("jan-samvad ends its sentences with a full stop, but holds a danda")
	}
}

// The outlets disagree about one number: the digest is there to show it.
func TestOneNumberIsDisputed(t *testing.T) {
	o := outlets(t, demo.Config{})
	for _, a := range o.Articles() {
		if a.Story != "nikay-chunav" {
			continue
		}
		want := map[string]string{"nav-prabhat": "96 हजार वोट", "jan-samvad": "98 हजार वोट", "dainik-setu": "96 हज़ार वोट"}[a.Outlet]
		if !strings.Contains(body(t, o, a.URL), want) {
			t.Errorf("%s does not say %q", a.ID, want)
		}
	}
}

func TestSomeLinkedPagesAreNoArticles(t *testing.T) {
	o := outlets(t, demo.Config{})
	broken := body(t, o, "http://jan-samvad.example/news/khel/hockey-trial-31877.html")
	if strings.Contains(broken, "</html>") {
		t.Error("the broken page is whole")
	}
	for _, p := range []string{"http://nav-prabhat.example/video/kanchana-drone-90417.html", "http://dainik-setu.example/khel/"} {
		if page := body(t, o, p); len(elements(t, page, "article")) > 0 || strings.Contains(page, "NewsArticle") {
			t.Errorf("%s says that it is an article", p)
		}
	}
}

func parse(t *testing.T, document string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func elements(t *testing.T, document, name string) []*html.Node {
	t.Helper()
	var found []*html.Node
	for n := range parse(t, document).Descendants() {
		if n.Type == html.ElementNode && n.Data == name {
			found = append(found, n)
		}
	}
	return found
}

func linked(t *testing.T, document, rel string) string {
	t.Helper()
	for _, link := range elements(t, document, "link") {
		if attr(link, "rel") == rel {
			return attr(link, "href")
		}
	}
	return ""
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func text(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}
