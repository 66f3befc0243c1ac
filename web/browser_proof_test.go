//go:build proof

package web_test

import (
	"context"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/web"
)

// phone is the width in CSS pixels of the narrowest phones that people read on.
const phone = 360

// TestProofInABrowser opens every page in Chromium as a phone shows it, light and dark: it fits, can be read, says that it is
// Hindi, logs no error, and runs nothing that an outlet has put into its headlines.
func TestProofInABrowser(t *testing.T) {
	today, _ := ago(0)
	server := httptest.NewServer(web.New(hostileArchive(t, today), web.Config{}))
	t.Cleanup(server.Close)
	b := openBrowser(t)
	for _, scheme := range []string{"light", "dark"} {
		for _, path := range []string{
			"/", "/subah/" + today, "/story/s1/", "/search", "/search?q=नहर", "/search?q=कुछनहीं", "/status", "/nothing",
		} {
			b.visit(server.URL+path, scheme)
		}
	}
	b.searches(server.URL)
}

// hostileArchive has a digest of long words and markup.
func hostileArchive(t *testing.T, today string) web.Archive {
	t.Helper()
	const attack = `<script>document.title="xss"</script><img src=x onerror="document.title='xss'">`
	s := open(t)
	d := digestOn("subah", today)
	d.Stories[0].Title += " " + attack
	d.Stories[1].Title = strings.Repeat("अतिदीर्घशब्द", 40)
	d.Stories[1].Points[0].Text = "https://example.org/" + strings.Repeat("x", 300)
	d.Stories[2].Points[0].Text = attack
	article := saar.Article{
		URL: prabhat.URL + "-1", Title: "नहर टूटी " + attack, Source: "prabhat", Outlet: prabhat.Outlet, FirstSeen: time.Now(),
		Body: []saar.Paragraph{{Kind: saar.Text, Text: "बेलाघाट की नहर शनिवार की रात टूट गई।"}},
	}
	d.Stories[0].Members = []saar.Member{{URL: article.URL, Title: article.Title, Outlet: prabhat.ID}}
	save(t, s, d)
	if _, err := s.SaveReading(t.Context(), saar.Reading{
		Link: saar.Link{URL: article.URL, Canonical: article.URL, Source: "prabhat"}, Outcome: saar.OK, Article: &article,
		Read: time.Now(), Fingerprint: saar.Fingerprint{Exact: "00"},
	}); err != nil {
		t.Fatal(err)
	}
	run := saar.Run{Source: "prabhat", Finished: time.Now(), Outcome: saar.TLS, Detail: attack + strings.Repeat("y", 300)}
	if err := s.SaveRun(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	return s
}

// browser is one tab of Chromium that keeps what its pages complain of.
type browser struct {
	t   *testing.T
	ctx context.Context

	mu         sync.Mutex
	complaints []string
}

func openBrowser(t *testing.T) *browser {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.DisableGPU, chromedp.UserDataDir(t.TempDir()))
	ctx, stop := context.WithTimeout(t.Context(), 3*time.Minute)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	b := &browser{t: t, ctx: ctx}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(phone, 740)); err != nil {
		t.Fatalf("no Chromium to test in (install the package chromium): %v", err)
	}
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	return b
}

// hear notes an error or a dialogue.
func (b *browser) hear(event any) {
	var complaint string
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		complaint = e.ExceptionDetails.Text
	case *runtime.EventConsoleAPICalled:
		complaint = fmt.Sprint("console: ", e.Type)
	case *log.EventEntryAdded:
		if e.Entry.Source != log.EntrySourceNetwork || !strings.Contains(e.Entry.Text, "404") { // /nothing is not there
			complaint = e.Entry.Text
		}
	case *page.EventJavascriptDialogOpening:
		complaint = "dialogue: " + e.Message
	}
	if complaint != "" {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.complaints = append(b.complaints, complaint)
	}
}

func (b *browser) heard() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	heard := b.complaints
	b.complaints = nil
	return heard
}

// look is what a page shows.
type look struct {
	Lang, Title string
	Width       int      // of all there is
	Faint       []string // texts whose contrast to what they stand on is below 4.5 to 1 (WCAG 2.2, 1.4.3)
	Small       []string // links and fields too low for a thumb (WCAG 2.2, 2.5.8: 24 pixels)
	Styled      bool
}

// lookScript measures a page from within.
const lookScript = `(() => {
	const parts = c => c.match(/[\d.]+/g).map(Number);
	const light = c => { const f = v => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4;
		const [r, g, b] = parts(c); return .2126 * f(r) + .7152 * f(g) + .0722 * f(b) };
	const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor; const p = parts(c);
		if (p.length < 4 || p[3] > 0) return c } return 'rgb(255, 255, 255)' };
	const faint = [], walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	for (let n; n = walker.nextNode();) {
		if (!n.data.trim()) continue;
		const e = n.parentElement, a = light(getComputedStyle(e).color) + .05, b = light(ground(e)) + .05;
		if (Math.max(a, b) / Math.min(a, b) < 4.5) faint.push(n.data.trim());
	}
	const small = [...document.querySelectorAll('nav a, input, button')].filter(e => e.getBoundingClientRect().height < 24).map(e => e.outerHTML);
	return { Lang: document.documentElement.lang, Title: document.title, Width: document.documentElement.scrollWidth, Faint: faint,
		Small: small, Styled: getComputedStyle(document.body).lineHeight !== 'normal' };
})()`

// visit opens a page and reports what is wrong with it.
func (b *browser) visit(address, scheme string) {
	b.t.Helper()
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, media); err != nil {
		b.t.Fatal(err)
	}
	if err := chromedp.Do(b.ctx, chromedp.Navigate(address)); err != nil {
		b.t.Fatalf("%s: %v", address, err)
	}
	l, err := chromedp.Run(b.ctx, chromedp.Evaluate[look](lookScript))
	if err != nil {
		b.t.Fatalf("%s: %v", address, err)
	}
	if heard := b.heard(); len(heard) > 0 {
		b.t.Errorf("%s (%s) complains: %q", address, scheme, heard)
	}
	switch {
	case l.Lang != "hi" || l.Title == "" || l.Title == "xss" || !l.Styled:
		b.t.Errorf("%s (%s): %+v", address, scheme, l)
	case l.Width > phone:
		b.t.Errorf("%s (%s) is %d pixels wide, more than a phone", address, scheme, l.Width)
	case len(l.Faint) > 0 || len(l.Small) > 0:
		b.t.Errorf("%s (%s): too faint %q, too small %q", address, scheme, l.Faint, l.Small)
	}
}

// searches types words into the form, as a reader does who comes from the archive.
func (b *browser) searches(address string) {
	b.t.Helper()
	err := chromedp.Do(
		b.ctx, chromedp.Navigate(address+"/"), chromedp.Click(chromedp.CSS(`a[href="/search"]`)), chromedp.WaitVisible(chromedp.CSS("#q")),
		chromedp.SendKeys(chromedp.CSS("#q"), "बेलाघाट नहर\r"), chromedp.WaitVisible(chromedp.CSS(".rows")),
	)
	if err != nil {
		b.t.Fatalf("search: %v", err)
	}
	found, err := chromedp.Run(b.ctx, chromedp.Text(chromedp.CSS(".rows")))
	if err != nil {
		b.t.Fatalf("search: %v", err)
	}
	if !strings.Contains(found, "नहर टूटी <script>") {
		b.t.Errorf("found %q", found)
	}
}
