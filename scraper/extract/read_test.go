package extract_test

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/saar-news/saar"
	"github.com/saar-news/saar/scraper/extract"
)

var update = flag.Bool("update", false, "write the golden files anew")

// ist is the zone of the tests' sources.
var ist = time.FixedZone("IST", 5*3600+1800)

// fetched is when the test pages were read.
var fetched = time.Date(2026, 11, 22, 7, 0, 0, 0, ist)

// addresses are where the pages of testdata were found, by the beginning of their names.
var addresses = map[string]string{
	"01": "https://son-samachar.example/storypage.php?autono=166607",
	"02": "https://jansamvad.example/local/shahpur/news/teen-dukano-ke-tale-toote-133589711.html",
	"03": "https://kheldarpan.example/khel/final-me-mejban-team-ki-jeet/",
	"04": "https://navprabhat.example/amp/rajniti/bajat-shiksha-4300-shikshak-881234.html",
	"05": "https://jansamvad.example/uttar-pradesh/bhari-barish-ki-chetavani-14-jile-7712",
	"06": "https://setu.example/pradesh/son-nadi-ka-pul-adhura-18-gaon",
	"07": "https://setu.example/apradh/purane-bazar-me-chori-teen-dukan",
	"08": "https://jansamvad.example/uttar-pradesh/barish-live-updates-7713",
	"09": "https://jansamvad.example/video/nav-se-school-jate-bachche-991",
	"10": "https://navprabhat.example/photo-gallery/mele-ke-rang-12",
	"11": "https://navprabhat.example/uttar-pradesh/",
	"12": "https://navprabhat.example/",
	"13": "https://jansamvad.example/local/purani-khabar-ka-pata-1.html",
	"14": "https://navprabhat.example/vyapar/bajat-ka-pura-vishleshan-991235.html",
	"15": "https://son-samachar.example/local/sadak-hadse-me-shikshak-ki-maut",
	"16": "https://setu.example/marathi/pulache-kaam-rakhadle-881",
	"17": "https://setu.example/india/bridge-over-the-son-left-unfinished-18-villages",
	"18": "https://kheldarpan.example/khel/final-me-mejban-team-ki-jeet-gahri/",
	"19": "https://setu.example/rajniti/bajat-me-shiksha-ko-sabse-bada-hissa",
	"20": "https://jansamvad.example/uttar-pradesh/bhari-barish-ki-chetavani-7712",
	"21": "https://navprabhat.example/uttar-pradesh/ratangarh/son-nadi-pul-adhura",
	"22": "https://kheldarpan.example/khel/thakur-ki-nabad-94-ki-pari",
	"23": "https://jansamvad.example/states/up-uk/nikay-chunav-me-har-ke-baad-manthan-2411",
	"24": "https://setu.example/rajniti/pul-ka-theka-radd-hone-par-thani",
	"25": "https://jansamvad.example/desh/naye-rashan-card-ke-niyam-kya-hain-8841",
	"26": "https://navprabhat.example/bengali/son-nadir-setu-asampurna-18-gram",
	"27": "https://setu.example/news/",
	"28": "https://son-samachar.example/apradh/purane-bazar-ki-aag-me-12-dukane-jali",
}

// goldenPage is what a golden file keeps of a Result.
type goldenPage struct {
	Kind      extract.Kind     `json:"kind"`
	Outcome   saar.Outcome     `json:"outcome"`
	URL       string           `json:"url"`
	Title     string           `json:"title"`
	Byline    []string         `json:"byline"`
	Dateline  string           `json:"dateline"`
	Agency    string           `json:"agency"`
	Published string           `json:"published"`
	Modified  string           `json:"modified"`
	Section   saar.Section     `json:"section"`
	Language  string           `json:"language"`
	Image     saar.Image       `json:"image"`
	NoSnippet bool             `json:"no_snippet"`
	Body      []saar.Paragraph `json:"body"`
	Dropped   []extract.Drop   `json:"dropped"`
}

// A reader would see menus, teasers and captions among the news, or lose paragraphs of it, if one of these changed.
func TestReadGolden(t *testing.T) {
	pages, err := filepath.Glob("testdata/pages/*.html")
	if err != nil || len(pages) < 20 {
		t.Fatalf("pages: %d, %v", len(pages), err)
	}
	for _, name := range pages {
		base := strings.TrimSuffix(filepath.Base(name), ".html")
		t.Run(base, func(t *testing.T) {
			got := readGolden(t, name, addresses[base[:2]])
			file := filepath.Join("testdata", "golden", base+".json")
			if *update {
				writeGolden(t, file, got)
			}
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			var want goldenPage
			if err := json.Unmarshal(data, &want); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("Read changed (-want +got):\n%s", diff)
			}
		})
	}
}

func readGolden(t *testing.T, name, address string) goldenPage {
	t.Helper()
	body, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	r := extract.Read(saar.Page{URL: address, Status: 200, Body: body, Fetched: fetched}, ist)
	a := r.Article
	return goldenPage{
		Kind: r.Kind, Outcome: r.Outcome, URL: a.URL, Title: a.Title, Byline: a.Byline, Dateline: a.Dateline, Agency: a.Agency,
		Published: stamp(a.Published), Modified: stamp(a.Modified), Section: a.Section, Language: a.Language, Image: a.Image,
		NoSnippet: a.NoSnippet, Body: a.Body, Dropped: r.Dropped,
	}
}

func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.Format(time.RFC3339)
}

func writeGolden(t *testing.T, file string, page goldenPage) {
	t.Helper()
	data, err := json.MarshalIndent(page, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, append(data, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}

// A title without end would fill the database, every digest and the log.
func TestHeadlineHasAnEnd(t *testing.T) {
	title := strings.Repeat("बाढ़ ", 50_000)
	page := "<html><head><title>" + title + "</title></head><body><h1>" + title + "</h1><p>नदी का पानी गाँव में घुस गया।</p></body></html>"
	got := extract.Read(saar.Page{URL: "https://nav-prabhat.example/up/badh-1", Status: 200, Body: []byte(page)}, time.UTC).Article.Title
	if n := utf8.RuneCountInString(got); n == 0 || n > 301 || !strings.HasPrefix(title, strings.TrimSuffix(got, "…")) {
		t.Errorf("a headline of %d runes", n)
	}
}
