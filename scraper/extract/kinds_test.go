package extract_test

import (
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/scraper/extract"
)

// A page that is no article never enters a digest, whatever system made it; a short but real article does.
func TestKinds(t *testing.T) {
	data, err := os.ReadFile("testdata/kinds.txt")
	if err != nil {
		t.Fatal(err)
	}
	pages := strings.Split(string(data), "\n== ")[1:]
	if len(pages) < 120 {
		t.Fatalf("%d pages", len(pages))
	}
	count := map[string]int{}
	for _, page := range pages {
		head, body, _ := strings.Cut(page, "\n")
		want, address, _ := strings.Cut(head, " ")
		count[want]++
		t.Run(want+" "+strconv.Itoa(count[want]), func(t *testing.T) {
			r := extract.Read(saar.Page{URL: address, Status: 200, Fetched: fetched, Body: []byte("<!doctype html>" + filled(body))}, ist)
			if got := string(r.Kind); got != want {
				t.Errorf("%s: %s (%s), want %s", address, got, r.Reason, want)
			}
			if (r.Outcome == saar.OK) != (want == "article") {
				t.Errorf("%s: outcome %s", address, r.Outcome)
			}
		})
	}
}

var (
	headlines = []string{
		"तालाब में डूबने से दो भाइयों की मौत, गांव में पसरा मातम", "सोने के दाम में लगातार तीसरे दिन गिरावट, जानें आज का भाव",
		"परीक्षा से पहले छात्रों के लिए जारी हुए नए निर्देश, यहां देखें", "विधायक के काफिले की गाड़ी पलटी, चालक समेत तीन घायल",
		"मेले में उमड़ी भीड़, प्रशासन ने बदला यातायात का रास्ता",
	}
	sentences = []string{
		"मौसम विभाग ने अगले 48 घंटों में प्रदेश के 14 जिलों में भारी बारिश की चेतावनी जारी की है और लोगों से नदियों के किनारे न जाने को कहा है।",
		"प्रशासन ने निचले इलाकों के 23 स्कूलों में शुक्रवार की छुट्टी घोषित कर दी है और आपदा प्रबंधन की छह टीमें तैनात की हैं।",
		"ठेकेदार को तीन बार नोटिस भेजा जा चुका है और 42 करोड़ रुपये की इस परियोजना में अब तक 61 फीसदी काम हुआ है।",
		"नदी के उस पार बसे 18 गांवों के लोग रोज नाव से स्कूल, अस्पताल और बाजार जाते हैं।",
		"जिलाधिकारी ने कहा कि जांच की रिपोर्ट एक सप्ताह में आ जाएगी और दोषी पाए गए किसी भी अधिकारी को बख्शा नहीं जाएगा।",
	}
	eachMacro = regexp.MustCompile(`\{each (\d+) ([^}]*)\}`)
	textMacro = regexp.MustCompile(`\{p (\d+)\}`)
)

// filled writes out the macros that the first lines of testdata/kinds.txt explain; no two sentences of a page are the same.
func filled(page string) string {
	page = textMacro.ReplaceAllString(page, "{each $1 <p>%s</p>}")
	page = eachMacro.ReplaceAllStringFunc(page, func(macro string) string {
		m := eachMacro.FindStringSubmatch(macro)
		n, _ := strconv.Atoi(m[1])
		var b strings.Builder
		for i := range n {
			b.WriteString(strings.ReplaceAll(m[2], "%n", strconv.Itoa(i%10)))
		}
		return b.String()
	})
	for i := 0; strings.Contains(page, "%s"); i++ {
		sentence := sentences[i%len(sentences)]
		if i >= len(sentences) {
			sentence = "दोपहर " + strconv.Itoa(i) + " बजे तक " + sentence
		}
		page = strings.Replace(page, "%s", sentence, 1)
	}
	for i := 0; strings.Contains(page, "%h"); i++ {
		page = strings.Replace(page, "%h", headlines[i%len(headlines)]+" "+strconv.Itoa(i), 1)
	}
	return page
}
