package main

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"
)

// site is an invented news site on loopback: its pages by path. HOST in a page stands for the address it was asked by.
type site map[string]string

func (s site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if to, moved := s["moved to"]; moved && r.Host == "old.example" {
		http.Redirect(w, r, to+r.URL.Path, http.StatusMovedPermanently)
		return
	}
	if r.URL.Path == "/busy" {
		http.Error(w, "बाद में आइए", http.StatusTooManyRequests)
		return
	}
	body, ok := s[r.URL.RequestURI()]
	if !ok {
		http.NotFound(w, r)
		return
	}
	fmt.Fprint(w, strings.ReplaceAll(body, "HOST", "http://"+r.Host))
}

// serveSite returns the configuration that lets saar reach a site under the name nav-prabhat.example and others.
func serveSite(t *testing.T, s http.Handler, hosts ...string) (scrape string) {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	var resolve []string
	for _, host := range append(hosts, "nav-prabhat.example", "www.nav-prabhat.example") {
		resolve = append(resolve, fmt.Sprintf("%s: %q", host, server.Listener.Addr()))
	}
	return "scrape: {delay: 0s, allow_networks: [127.0.0.0/8], resolve: {" + strings.Join(resolve, ", ") + "}}\n"
}

const lastLines = "editions:\n  - {id: subah, schedule: \"0 7 * * *\", chats: [\"@saar_example\"]}\n"

// writeConfig writes a configuration into a folder of its own.
func writeConfig(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(text), 0o640); err != nil {
		t.Fatal(err)
	}
	return path
}

// saarRuns runs a command line in this process.
func saarRuns(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errs bytes.Buffer
	status = run(args, &out, &errs)
	return status, out.String(), errs.String()
}

func feedOf(title string, paths ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0"?><rss version="2.0"><channel><title><![CDATA[%s]]></title>`, title)
	for i, path := range paths {
		fmt.Fprintf(&b, `<item><title>सोनपुरा की नहर पर काम का दिन %d</title><link>HOST%s</link><pubDate>%s</pubDate></item>`,
			i+1, path, time.Now().Add(-time.Duration(i+1)*time.Hour).UTC().Format(time.RFC1123Z))
	}
	return b.String() + `</channel></rss>`
}

// page is a listing of three articles below a section.
func page(head, section string) string {
	return `<!DOCTYPE html><html lang="hi"><head>` + head + `</head><body><main>
<a href="` + section + `/sonpura-canal-repair-begins-10234"><h3>सोनपुरा की नहर पर मरम्मत का काम शुरू</h3></a>
<a href="` + section + `/belaghat-bridge-opens-10235"><h3>बेलाघाट का नया पुल लोगों के लिए खुला</h3></a>
<a href="` + section + `/raipura-hockey-final-10236"><h3>ज़िला हॉकी के फ़ाइनल में रायपुरा की जीत</h3></a>
</main></body></html>`
}

const feedLink = `<link rel="alternate" type="application/rss+xml" href="/feed">`

// addCase is a site, the address an operator gives, and what becomes of it.
type addCase struct {
	name, given string
	configured  string // a source that is there already
	site        site
	step        string
	want        sourceEntry // without an id: nav-prabhat
	headline    string      // is in the first one
}

func addCases() []addCase {
	const host = "http://nav-prabhat.example"
	named := `<meta property="og:site_name" content="नव प्रभात">`
	feed := feedOf("नव प्रभात: ताज़ा ख़बरें", "/up/a-10001", "/khel/b-10002", "/up/c-10003")
	sitemap := `<urlset xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>HOST/up/a-10001</loc><news:news><news:publication_date>` +
		time.Now().UTC().Format(time.RFC3339) + `</news:publication_date><news:title>पुल पर काम शुरू हुआ</news:title></news:news></url></urlset>`
	return []addCase{
		{
			name: "home page with a feed", given: host + "/", site: site{"/": page(named+feedLink, "/up"), "/feed": feed},
			step: "feed", want: sourceEntry{URL: host + "/feed", Name: "नव प्रभात"}, headline: "नहर",
		},
		{
			name: "feed", given: host + "/feed", site: site{"/feed": feed},
			step: "feed", want: sourceEntry{URL: host + "/feed", Name: "नव प्रभात"}, headline: "नहर",
		},
		{
			name: "section of which the feed has a part", given: host + "/up", site: site{"/up": page(named+feedLink, "/up"), "/feed": feed},
			step: "feed", want: sourceEntry{URL: host + "/up", Name: "नव प्रभात"}, headline: "नहर",
		},
		{
			name: "dead feed above a listing", given: host + "/rss.xml", site: site{"/": page("<title>आज की ताज़ा ख़बरें और समाचार | नव प्रभात</title>", "/up")},
			step: "listing", want: sourceEntry{URL: host + "/", Name: "नव प्रभात"}, headline: "मरम्मत",
		},
		{
			name: "sitemap in robots.txt", given: host + "/",
			site: site{"/": page(named, "/up"), "/robots.txt": "Sitemap: HOST/news.xml", "/news.xml": sitemap},
			step: "sitemap", want: sourceEntry{URL: host + "/news.xml", Name: "नव प्रभात"}, headline: "पुल",
		},
		{
			name: "site that has moved", given: "http://old.example/", site: site{"/": page(named, "/up"), "moved to": host},
			step: "listing", want: sourceEntry{URL: host + "/", Name: "नव प्रभात"}, headline: "मरम्मत",
		},
		{
			name: "address typed without https, of a site that has none", given: "nav-prabhat.example/up", site: site{"/up": page(named, "/up")},
			step: "listing", want: sourceEntry{URL: host + "/up", Name: "नव प्रभात"}, headline: "मरम्मत",
		},
		{
			name: "article", given: host + "/up/sonpura-canal-repair-begins-10234",
			site: site{"/": page(named, "/up"), "/up/sonpura-canal-repair-begins-10234": nahar},
			step: "listing", want: sourceEntry{URL: host + "/", Name: "नव प्रभात"}, headline: "मरम्मत",
		},
		{
			name: "site without a name", given: host + "/", site: site{"/": page("", "/up")},
			step: "listing", want: sourceEntry{URL: host + "/", Name: "nav-prabhat"}, headline: "मरम्मत",
		},
		{
			name: "another section of an outlet", given: "http://www.nav-prabhat.example/bihar", site: site{"/bihar": page("", "/bihar")},
			configured: `{id: nav-prabhat, name: प्रभात, url: "http://nav-prabhat.example/up", outlet: prabhat, owner: setu-samooh}`,
			step:       "listing", headline: "मरम्मत", want: sourceEntry{
				ID: "nav-prabhat-bihar", URL: "http://www.nav-prabhat.example/bihar", Name: "प्रभात", Outlet: "prabhat", Owner: "setu-samooh",
			},
		},
		{
			name: "outlet of the catalogue", given: "http://www.bhaskar.com/local", site: site{"/local": page("", "/local")},
			step: "listing", headline: "मरम्मत", want: sourceEntry{
				ID: "bhaskar", URL: "http://www.bhaskar.com/local", Name: "दैनिक भास्कर", Outlet: "bhaskar", Owner: "db-corp",
			},
		},
	}
}

// Whatever address of a site an operator has, they are given lines that work, with the best address of it and the outlet
// that is known there.
func TestAddFindsTheBestAddress(t *testing.T) {
	for _, tt := range addCases() {
		t.Run(tt.name, func(t *testing.T) {
			source := cmp.Or(tt.configured, `{id: jan-samvad, name: जन संवाद, url: "https://jan-samvad.example/"}`)
			config := writeConfig(t, serveSite(t, tt.site, "www.bhaskar.com", "old.example")+"sources:\n  - "+source+"\n"+lastLines)
			status, out, errs := saarRuns(t, "-c", config, "sources", "add", tt.given, "--format", "json")
			if status != 0 {
				t.Fatalf("exit status %d: %s", status, errs)
			}
			var got addedSource
			if err := json.Unmarshal([]byte(out), &got); err != nil {
				t.Fatal(err)
			}
			tt.want.ID = cmp.Or(tt.want.ID, "nav-prabhat")
			entry := sourceEntry{ID: got.Source.ID, Name: got.Source.Name, URL: got.Source.URL, Outlet: got.Source.Outlet, Owner: got.Source.Owner}
			if diff := gocmp.Diff(tt.want, entry); diff != "" || string(got.FoundBy) != tt.step {
				t.Errorf("found by %s, want %s; source (-want +got):\n%s", got.FoundBy, tt.step, diff)
			}
			if len(got.Headlines) == 0 || !strings.Contains(got.Headlines[0], tt.headline) {
				t.Errorf("headlines %q", got.Headlines)
			}
		})
	}
}

// What add prints can be copied as it is, and says what it was found by.
func TestAddPrintsLinesToCopy(t *testing.T) {
	feed := feedOf(`"नव": प्रभात`, "/up/a-10001", "/up/b-10002", "/up/c-10003", "/up/d-10004", "/up/e-10005", "/up/f-10006")
	feed = strings.Replace(feed, "काम का दिन 1", "काम का दिन 1 \x1b[31m&#x202e;", 1)
	config := writeConfig(t, serveSite(t, site{"/feed": feed})+"sources: []\n"+lastLines)
	status, out, errs := saarRuns(t, "-c", config, "sources", "add", "http://nav-prabhat.example/feed")
	if status != 0 {
		t.Fatalf("exit status %d: %s", status, errs)
	}
	lines := "  - id: nav-prabhat\n    name: \"\\\"नव\\\"\"\n    url: \"http://nav-prabhat.example/feed\"\n"
	if !strings.Contains(out, lines) || !strings.HasPrefix(out, "found by feed at http://nav-prabhat.example/feed: 6 links, the newest of ") {
		t.Errorf("it printed\n%s", out)
	}
	if n := strings.Count(out, "  • "); n != 5 {
		t.Errorf("%d headlines, want 5", n)
	}
	if strings.ContainsAny(out, "\x1b\u202e") {
		t.Errorf("a headline can steer the terminal: %q", out)
	}
}

// A newcomer who has no configuration yet may look, at public addresses only, and is told what is missing to write.
func TestAddWithoutConfiguration(t *testing.T) {
	t.Chdir(t.TempDir())
	server := httptest.NewServer(site{"/": page("", "/up")})
	defer server.Close()
	status, _, errs := saarRuns(t, "sources", "add", server.URL)
	if status != exitFailed || !strings.Contains(errs, "unsafe_address") || !strings.Contains(errs, "scrape.allow_networks") {
		t.Errorf("exit status %d: %s", status, errs)
	}
	status, _, errs = saarRuns(t, "sources", "add", server.URL, "--write")
	if status != exitConfig || !strings.Contains(errs, "no configuration") {
		t.Errorf("with --write: exit status %d: %s", status, errs)
	}
}

// When nothing is found the operator is told what to try, and the configuration is left alone.
func TestAddSaysWhatToTry(t *testing.T) {
	for _, tt := range []struct {
		name, given, want string
		site              site
		status            int
	}{
		{"no articles", "http://nav-prabhat.example/", "feeds are often at /feed, /rss or /rss.xml", site{"/": "<html><body>कुछ नहीं</body></html>"}, exitFailed},
		{"dead", "http://nav-prabhat.example/up", "feeds are often at /feed, /rss or /rss.xml", site{}, exitFailed},
		{"robots.txt", "http://nav-prabhat.example/up", "saar keeps to robots.txt", site{"/robots.txt": "User-agent: *\nDisallow: /", "/up": page("", "/up")}, exitFailed},
		{"known outlet", "http://www.bhaskar.com/up", "`saar sources list bhaskar`", site{}, exitFailed},
		{"no address", "ftp://nav-prabhat.example/", "write the address of a page, feed or sitemap", site{}, exitUsage},
		{"password", "http://me:secret@nav-prabhat.example/", "carries a user or password", site{}, exitUsage},
	} {
		t.Run(tt.name, func(t *testing.T) {
			text := serveSite(t, tt.site, "www.bhaskar.com") + "sources: []\n" + lastLines
			config := writeConfig(t, text)
			status, out, errs := saarRuns(t, "-c", config, "sources", "add", tt.given, "--write")
			if status != tt.status || out != "" || !strings.Contains(errs, tt.want) || strings.Contains(errs, "secret") {
				t.Errorf("exit status %d, want %d; stdout %q, stderr %q without %q", status, tt.status, out, errs, tt.want)
			}
			unchanged(t, config, text)
		})
	}
}

func unchanged(t *testing.T, path, want string) {
	t.Helper()
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(want, string(got)); diff != "" {
		t.Errorf("configuration (-want +got):\n%s", diff)
	}
	if left, _ := filepath.Glob(filepath.Join(filepath.Dir(path), ".saar-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}
