package main

import (
	"strings"
	"testing"

	"github.com/saar-news/saar/catalog"
)

// deadCase is a source whose address is dead, and the lines that replace it.
type deadCase struct {
	name, entry string
	site        site
	want        string // the lines, or what is said instead of them
	not         string
}

func deadCases() []deadCase {
	const nav = `<nav><a href="/">होम</a><a href="/bihar/patna/">पटना</a><a href="/bihar/">बिहार</a><a href="http://other.example/bihar">और</a></nav>`
	front := page(feedLink, "/desh") + nav
	feed := feedOf("नव प्रभात", "/desh/a-10001", "/desh/b-10002")
	return []deadCase{
		{
			name:  "the section's page, though the site has a feed",
			entry: "- id: bihar\n  name: नव प्रभात\n  url: http://nav-prabhat.example/rss/bihar.xml\n  section: state\n  owner: setu\n",
			site:  site{"/": front, "/feed": feed, "/bihar/": page("", "/bihar")},
			want:  "\n- id: bihar\n  name: नव प्रभात\n  url: \"http://nav-prabhat.example/bihar/\"\n  section: state\n  owner: setu\n",
			not:   "that is the whole site",
		},
		{
			name:  "the whole site when it has no such section any more",
			entry: "- {id: khel, name: नव प्रभात, url: \"http://nav-prabhat.example/rss/khel.xml\", section: sports}\n",
			site:  site{"/": front, "/feed": feed},
			want: "→ that is the whole site, not khel alone: see whether its `section` still fits\n" +
				"                 → put these lines in the place of its own at CONFIG:3\n\n" +
				"- id: khel\n  name: नव प्रभात\n  url: \"http://nav-prabhat.example/feed\"\n  section: sports\n",
		},
		{
			name:  "a name of the catalogue keeps it",
			entry: "- {catalog: bhaskar/bihar, id: b, url: \"http://www.bhaskar.com/rss/bihar.xml\"}\n",
			site:  site{"/": page("", "/desh") + nav, "/bihar/": page("", "/bihar")},
			want:  "\n- catalog: bhaskar/bihar\n  id: b\n  url: \"http://www.bhaskar.com/bihar/\"\n",
		},
		{
			name:  "a host of its own that is no more",
			entry: "- {id: up, name: नव प्रभात, url: \"http://rss.nav-prabhat.example/up\"}\n",
			site:  site{"/": page("", "/desh")},
			want:  "\n- id: up\n  name: नव प्रभात\n  url: \"http://www.nav-prabhat.example/\"\n",
		},
		{
			name:  "a feed that nobody fills any more",
			entry: "- {id: up, name: नव प्रभात, url: \"http://nav-prabhat.example/feed\"}\n",
			site:  site{"/feed": staleFeed},
			want:  "up: it answers, and offers nothing newer than 2020-03-01",
			not:   "put these lines",
		},
		{
			name:  "nothing that is in Hindi",
			entry: "- {id: up, name: नव प्रभात, url: \"http://nav-prabhat.example/rss.xml\"}\n",
			site:  site{"/": strings.NewReplacer("सोनपुरा की नहर पर मरम्मत का काम शुरू", "Repair of the canal begins", "बेलाघाट का नया पुल लोगों के लिए खुला", "New bridge opened to the people", "ज़िला हॉकी के फ़ाइनल में रायपुरा की जीत", "Team wins the hockey final of the district").Replace(page("", "/up"))},
			want:  "feeds are often at /feed, /rss or /rss.xml",
			not:   "put these lines",
		},
		{
			name:  "what robots.txt forbids",
			entry: "- {id: up, name: नव प्रभात, url: \"http://nav-prabhat.example/rss.xml\"}\n",
			site:  site{"/robots.txt": "User-agent: *\nDisallow: /", "/": page("", "/up")},
			want:  "saar keeps to robots.txt",
			not:   "put these lines",
		},
		{
			name:  "busy for now",
			entry: "- {id: up, name: नव प्रभात, url: \"http://nav-prabhat.example/busy\"}\n",
			site:  site{"/": page("", "/up")},
			want:  "up: limited: ",
			not:   "put these lines",
		},
	}
}

const staleFeed = `<rss version="2.0"><channel><title>नव प्रभात</title><item><title>पुराने पुल की मरम्मत पूरी हुई</title>` +
	`<link>HOST/up/a-10001</link><pubDate>Sun, 01 Mar 2020 06:00:00 +0530</pubDate></item></channel></rss>`

// An operator whose source has died gets lines that replace it and change nothing else about it, or is told why there are none.
func TestCheckFindsWhatReplacesADeadSource(t *testing.T) {
	for _, tt := range deadCases() {
		t.Run(tt.name, func(t *testing.T) {
			scrape := strings.Replace(serveSite(t, tt.site, "www.bhaskar.com"), "resolve: {", `resolve: {rss.nav-prabhat.example: "127.0.0.1:1", `, 1)
			config := writeConfig(t, scrape+"sources:\n"+tt.entry+lastLines)
			_, out, errs := saarRuns(t, "-c", config, "check", "--sources")
			want := strings.ReplaceAll(tt.want, "CONFIG", config)
			if !strings.Contains(out, "✗ source         ") || !strings.Contains(out, want) {
				t.Errorf("without %q:\n%s%s", want, out, errs)
			}
			if tt.not != "" && strings.Contains(out, tt.not) {
				t.Errorf("with %q:\n%s", tt.not, out)
			}
			_, lines, found := strings.Cut(out, "\n\n- ")
			if !found {
				return
			}
			lines, _, _ = strings.Cut("- "+lines, "\n\n")
			mended := writeConfig(t, scrape+"sources:\n"+lines+"\n"+lastLines)
			if _, out, _ := saarRuns(t, "-c", mended, "check", "--sources"); !strings.Contains(out, "✓ source         ") || strings.Contains(out, "✗ source") {
				t.Errorf("the lines do not mend it:\n%s\n%s", lines, out)
			}
		})
	}
}

// The address of every entry of the catalogue can die: each has a home page on which its replacement is looked for.
func TestEveryCatalogueEntryHasAHomeToLookAt(t *testing.T) {
	for _, e := range catalog.All() {
		s, _ := sourceEntry{Catalog: e.Ref}.fromCatalog("")
		homes := homesOf(s.source())
		if len(homes) == 0 || homes[0] != e.Home {
			t.Errorf("%s: looked for at %v, want %s first", e.Ref, homes, e.Home)
		}
	}
}
