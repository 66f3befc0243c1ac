package web_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/net/html"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/hindi"
	"github.com/saar-news/saar/store"
	"github.com/saar-news/saar/web"
)

func open(t testing.TB) *store.Store {
	t.Helper()
	s := openOnly(t)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// openOnly leaves it to the caller to close.
func openOnly(t testing.TB) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "saar.db"))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func save(t testing.TB, s *store.Store, digests ...saar.Digest) {
	t.Helper()
	for _, d := range digests {
		if _, err := s.SaveDigest(t.Context(), d); err != nil {
			t.Fatal(err)
		}
	}
}

// ask sends a request as a browser on this machine does. headers are names and values in turn.
func ask(t testing.TB, h http.Handler, method, path string, headers ...string) *http.Response {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "http://127.0.0.1:8090"+path, nil)
	r.RemoteAddr = "127.0.0.1:50000"
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
			continue
		}
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

func body(t testing.TB, r *http.Response) string {
	t.Helper()
	var b bytes.Buffer
	if _, err := b.ReadFrom(r.Body); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// get returns a page that must be there.
func get(t testing.TB, h http.Handler, path string) string {
	t.Helper()
	r := ask(t, h, http.MethodGet, path)
	text := body(t, r)
	if r.StatusCode != http.StatusOK {
		t.Fatalf("GET %s: %s\n%s", path, r.Status, text)
	}
	return text
}

// inOrder reports what of wanted does not follow the one before it.
func inOrder(t testing.TB, page string, wanted ...string) {
	t.Helper()
	at := 0
	for _, want := range wanted {
		i := strings.Index(page[at:], want)
		if i < 0 {
			t.Fatalf("%q is not on the page, or not behind the others of %q:\n%s", want, wanted, page)
		}
		at += i + len(want)
	}
}

// elements parses a page and lists its elements, with the pages' own rules of structure checked.
func elements(t *testing.T, page string) map[string][]*html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	all := map[string][]*html.Node{}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			all[n.Data] = append(all[n.Data], n)
			for _, a := range n.Attr {
				if a.Key == "style" || strings.HasPrefix(a.Key, "on") || strings.HasPrefix(a.Val, "javascript:") {
					t.Errorf("<%s %s=%q>", n.Data, a.Key, a.Val)
				}
			}
		}
	}
	for _, once := range []string{"html", "title", "h1", "main"} {
		if len(all[once]) != 1 {
			t.Errorf("%d <%s>, want 1:\n%s", len(all[once]), once, page)
		}
	}
	if lang := attribute(all["html"][0], "lang"); lang != "hi" {
		t.Errorf("lang=%q", lang)
	}
	for _, never := range []string{"script", "style", "img", "iframe", "object"} {
		if len(all[never]) > 0 {
			t.Errorf("the page has <%s>, which its policy forbids:\n%s", never, page)
		}
	}
	return all
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func outlet(id, name string) saar.Teller {
	return saar.Teller{Outlet: saar.Outlet{ID: id, Name: name}, URL: "https://" + id + ".example/khabar"}
}

var prabhat, samvad = outlet("nav-prabhat", "नव प्रभात"), outlet("jan-samvad", "जन संवाद")

// digestOn is an edition of that date with five stories, four of them shown.
func digestOn(edition, date string) saar.Digest {
	at, err := time.Parse(time.DateOnly, date)
	if err != nil {
		panic(err)
	}
	at = at.Add(90 * time.Minute)
	d := saar.Digest{
		ID: saar.DigestID{Edition: edition, Date: date}, Title: "सुबह का सार", Zone: "Asia/Kolkata",
		Window:  saar.Window{From: at.Add(-24 * time.Hour), To: at},
		Sources: saar.SourceCount{Total: 14, OK: 12}, Show: 4, Compiled: at.Add(time.Minute),
	}
	for i, title := range []string{
		"बेलाघाट में नहर की मरम्मत शुरू", "कबड्डी में देवपुरा फिर चैंपियन", "नीमगढ़ में पेयजल योजना मंजूर", "पुस्तक मेला आज से", "यह ख़बर नहीं दिखती",
	} {
		d.Stories = append(d.Stories, saar.Story{
			ID: fmt.Sprintf("s%d", i+1), Title: title, Section: []saar.Section{saar.State, saar.Sports}[i%2], URL: prabhat.URL + fmt.Sprint(i),
			Tellers: []saar.Teller{prabhat, samvad}, Independent: 2, Update: i == 1,
			Points: []saar.KeyPoint{{Text: "काम पर 31 लाख रुपये खर्च होंगे।", URL: prabhat.URL, Outlet: prabhat.ID}},
			Disagreement: []saar.Disagreement{{Subject: "लागत", Claims: []saar.Claim{
				{Outlet: prabhat.ID, Text: "31 लाख", URL: prabhat.URL}, {Outlet: samvad.ID, Text: "33 लाख", URL: samvad.URL},
			}}},
			Members: []saar.Member{{URL: prabhat.URL, Title: title, Outlet: prabhat.ID}},
		})
	}
	return d
}

// ago is the date so many days before today, and how readers read it.
func ago(days int) (iso, words string) {
	at := time.Now().UTC().AddDate(0, 0, -days)
	return at.Format(time.DateOnly), hindi.Date(at)
}

// A reader who looks for yesterday's news finds it below today's.
func TestArchiveListsEditionsByDate(t *testing.T) {
	s := open(t)
	pages := web.New(s, web.Config{Editions: []saar.Edition{{ID: "raat", Title: "रात का सार"}}})
	if page := get(t, pages, "/"); !strings.Contains(page, "अभी कोई अंक नहीं निकला है।") {
		t.Errorf("an archive without editions:\n%s", page)
	}
	today, todayWords := ago(0)
	yesterday, yesterdayWords := ago(1)
	evening := digestOn("shaam", yesterday)
	evening.Title, evening.Stories = "शाम का सार", evening.Stories[:1]
	evening.Window.To = evening.Window.To.Add(10 * time.Hour)
	save(t, s, digestOn("subah", yesterday), evening, digestOn("subah", today))
	page := get(t, pages, "/")
	elements(t, page)
	inOrder(
		t, page, todayWords, `href="/subah/`+today+`"`, "सुबह का सार", "4 ख़बरें", "बेलाघाट", "कबड्डी", "नीमगढ़",
		yesterdayWords, `href="/shaam/`+yesterday+`"`, "शाम का सार", "1 ख़बर", `href="/subah/`+yesterday+`"`,
		`href="/raat/rss.xml"`, `href="/shaam/rss.xml"`,
	)
	if strings.Contains(page, "पुस्तक मेला") {
		t.Error("more than three headlines of an edition")
	}
}

// A service that has rested for a season still shows what it told before.
func TestArchiveShowsOldEditionsWhenThereAreNoNewOnes(t *testing.T) {
	for _, date := range []string{time.Now().AddDate(0, 0, -90).Format(time.DateOnly), "2016-02-29"} {
		s := open(t)
		save(t, s, digestOn("subah", date))
		inOrder(t, get(t, web.New(s, web.Config{}), "/"), `href="/subah/`+date+`"`)
	}
}

// The list is kept in memory; what is compiled for an old date must still come to it.
func TestArchiveFindsDigestsCompiledLater(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := open(t)
		pages := web.New(s, web.Config{})
		today, _ := ago(0)
		yesterday, _ := ago(1)
		save(t, s, digestOn("subah", today))
		inOrder(t, get(t, pages, "/"), today)
		save(t, s, digestOn("subah", yesterday))
		<-time.After(6 * time.Minute)
		inOrder(t, get(t, pages, "/"), today, yesterday)
	})
}

func TestDigestPage(t *testing.T) {
	s := open(t)
	save(t, s, digestOn("subah", "2026-11-15"), digestOn("subah", "2026-11-22"), digestOn("shaam", "2026-11-21"), digestOn("subah", "2026-11-23"))
	pages := web.New(s, web.Config{})
	page := get(t, pages, "/subah/2026-11-22")
	all := elements(t, page)
	inOrder(
		t, page, "<title>सुबह का सार – रविवार, 22 नवंबर 2026</title>", `href="/"`, "<h1>सुबह का सार</h1>", "<h2>प्रदेश</h2>", "बेलाघाट में नहर",
		"काम पर 31 लाख रुपये खर्च होंगे।", `href="https://nav-prabhat.example/khabar">नव प्रभात</a>`, "लागत 31 लाख (नव प्रभात), 33 लाख (जन संवाद)",
		`href="https://jan-samvad.example/khabar">जन संवाद</a>`, "2 स्वतंत्र स्रोत", `href="/story/s1/">घटनाक्रम</a>`, "<h2>खेल</h2>", "अपडेट", "14 में से 12 स्रोत उपलब्ध",
		`href="/subah/2026-11-15" rel="prev"`, `href="/subah/2026-11-23" rel="next"`, `href="/subah/rss.xml"`, `href="/subah/atom.xml"`, `href="/subah/feed.json"`,
	)
	if len(all["article"]) != 4 || strings.Contains(page, "यह ख़बर नहीं दिखती") {
		t.Errorf("%d stories, want the 4 that the channel shows", len(all["article"]))
	}
	if first := get(t, pages, "/subah/2026-11-15"); strings.Contains(first, `rel="prev"`) {
		t.Error("the first digest has one before it")
	}
}

// A publisher who puts markup in a headline must not run code in a reader's browser.
func TestMarkupInTextsStaysText(t *testing.T) {
	const attack = `</title></h3></article></body><script>alert(1)</script><img src=x onerror="alert(2)">`
	s := open(t)
	today, _ := ago(0)
	d := digestOn("subah", today)
	d.Title, d.Stories = attack, d.Stories[:1]
	d.Stories[0].Title, d.Stories[0].URL = attack, "javascript:alert(3)"
	d.Stories[0].Points[0] = saar.KeyPoint{Text: attack, URL: "javascript:alert(4)", Outlet: attack}
	d.Stories[0].Tellers[0].Name, d.Stories[0].Disagreement[0].Subject = attack, attack
	save(t, s, d)
	run := saar.Run{Source: attack, Finished: time.Now(), Outcome: saar.TLS, Detail: attack}
	if err := s.SaveRun(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	pages := web.New(s, web.Config{Editions: []saar.Edition{{ID: `x"><script>`, Title: attack}}})
	attacking := url.QueryEscape(attack)
	for _, path := range []string{"/", "/subah/" + today, "/story/s1/", "/search?q=" + attacking, "/status", "/%3Cscript%3E/x"} {
		text := body(t, ask(t, pages, http.MethodGet, path))
		elements(t, text)
		if path == "/subah/"+today && !strings.Contains(text, "14 में से 12 स्रोत उपलब्ध") {
			t.Errorf("%s is cut short:\n%s", path, text)
		}
	}
}

func TestWhatIsNotThere(t *testing.T) {
	s := open(t)
	save(t, s, digestOn("subah", "2026-11-22"))
	pages := web.New(s, web.Config{})
	for _, path := range []string{
		"/subah/2026-11-23", "/unknown/2026-11-22", "/subah/2026-13-45", "/subah/x", "/subah", "/unknown/rss.xml", "/unknown/atom.xml", "/unknown/feed.json", "/a/b/c",
		"/subah/2026-11-22/", "/story/unknown/", "/story/s1", "/story/%ff/", "/favicon.ico", "/%2e%2e%2fetc/passwd", "/%00/2026-11-22", "/%ff/2026-11-22",
	} {
		r := ask(t, pages, http.MethodGet, path)
		text := body(t, r)
		if r.StatusCode != http.StatusNotFound || !strings.Contains(text, "यह पन्ना नहीं मिला") {
			t.Errorf("%q: %s\n%s", path, r.Status, text)
		}
		elements(t, text)
	}
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"} {
		r := ask(t, pages, method, "/subah/2026-11-22")
		if r.StatusCode != http.StatusMethodNotAllowed || r.Header.Get("Allow") != "GET, HEAD" {
			t.Errorf("%s: %s, Allow %q", method, r.Status, r.Header.Get("Allow"))
		}
		elements(t, body(t, r))
	}
}

// Without these a page elsewhere could frame ours, and an outlet would learn what its readers read.
func TestHeadersOfEveryAnswer(t *testing.T) {
	pages := web.New(open(t), web.Config{})
	for _, path := range []string{"/", "/search", "/status", "/healthz", "/readyz", "/style.css", "/icon.svg", "/nothing", "//a/../b"} {
		for _, method := range []string{"GET", "HEAD", "POST"} {
			h := ask(t, pages, method, path).Header
			policy := h.Get("Content-Security-Policy")
			if !strings.Contains(policy, "default-src 'none'; style-src 'self'") || strings.Contains(policy, "unsafe") ||
				!strings.Contains(policy, "frame-ancestors 'none'") {
				t.Errorf("%s %s: policy %q", method, path, policy)
			}
			if h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" {
				t.Errorf("%s %s: %v", method, path, h)
			}
		}
	}
}

// Feed readers and browsers ask often; what they have already is not sent again.
func TestUnchangedPagesAreNotSentAgain(t *testing.T) {
	s := open(t)
	yesterday, _ := ago(1)
	today, _ := ago(0)
	save(t, s, digestOn("subah", yesterday))
	pages := web.New(s, web.Config{})
	tags := map[string]string{}
	for _, path := range []string{"/", "/subah/" + yesterday, "/subah/rss.xml"} {
		first := ask(t, pages, http.MethodGet, path)
		tag := first.Header.Get("ETag")
		if tag == "" || !strings.Contains(first.Header.Get("Cache-Control"), "max-age") {
			t.Fatalf("%s: %v", path, first.Header)
		}
		if again := ask(t, pages, http.MethodGet, path, "If-None-Match", tag); again.StatusCode != http.StatusNotModified || body(t, again) != "" {
			t.Errorf("%s asked again: %s", path, again.Status)
		}
		head := ask(t, pages, http.MethodHead, path)
		if body(t, head) != "" || head.Header.Get("ETag") != tag || head.Header.Get("Content-Length") != fmt.Sprint(len(body(t, first))) {
			t.Errorf("HEAD %s: %v", path, head.Header)
		}
		tags[path] = tag
	}
	save(t, s, digestOn("subah", today))
	for path, tag := range tags {
		if after := ask(t, pages, http.MethodGet, path, "If-None-Match", tag); after.StatusCode != http.StatusOK {
			t.Errorf("%s after a new edition: %s", path, after.Status)
		}
	}
}

// An operator whose database is gone must hear of it, and a monitor too; a reader is asked for patience.
func TestStoreThatDoesNotAnswer(t *testing.T) {
	s := openOnly(t)
	var log bytes.Buffer
	pages := web.New(s, web.Config{Log: slog.New(slog.NewTextHandler(&log, nil))})
	if text := get(t, pages, "/healthz"); text != "ok\n" {
		t.Errorf("healthz says %q", text)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/healthz", "/", "/subah/2026-11-22", "/subah/rss.xml", "/status"} {
		log.Reset()
		r := ask(t, pages, http.MethodGet, path)
		text := body(t, r)
		if r.StatusCode != http.StatusServiceUnavailable || r.Header.Get("Retry-After") == "" || !strings.Contains(text, "थोड़ी देर में फिर कोशिश करें") {
			t.Errorf("%s: %s\n%s", path, r.Status, text)
		}
		if !strings.Contains(log.String(), "path="+path) || strings.Contains(text, "database is closed") {
			t.Errorf("%s: the log says %q, the page\n%s", path, log.String(), text)
		}
	}
}
