package scraper_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/scraper"
)

const article = `<!DOCTYPE html><html lang="hi"><head><title>नहर की मरम्मत शुरू</title></head>
<body><h1>नहर की मरम्मत शुरू</h1><p>सोनपुरा की पुरानी नहर पर सोमवार से काम शुरू हो गया।</p></body></html>`

// quick is a configuration for servers on this machine: no pace, short deadlines, small limits.
func quick() scraper.Config {
	c := scraper.DefaultConfig()
	c.Agent = "saar/test (+https://example.org/bot)"
	c.Delay = 0
	c.AllowNetworks = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}
	c.FirstByte = 2 * time.Second
	c.Total = 4 * time.Second
	c.MaxBody = 64 << 10
	c.MaxHeader = 8 << 10
	return c
}

func open(t *testing.T, config scraper.Config, memory scraper.Memory) *scraper.Web {
	t.Helper()
	web, err := scraper.New(config, memory, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(web.Close)
	return web
}

// serve starts a site whose robots.txt is absent unless the handler answers it.
func serve(t *testing.T, pages http.Handler) *httptest.Server {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, ok := pages.(*http.ServeMux); ok && r.URL.Path == "/robots.txt" {
			if _, pattern := pages.(*http.ServeMux).Handler(r); pattern != "/robots.txt" {
				http.NotFound(w, r)
				return
			}
		}
		pages.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	return server
}

// pages is a site of fixed pages.
func pages(byPath map[string]string) *http.ServeMux {
	mux := http.NewServeMux()
	for path, body := range byPath {
		pattern := path
		if strings.HasSuffix(path, "/") {
			pattern += "{$}"
		}
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			_, _ = w.Write([]byte(strings.ReplaceAll(body, "HOST", "http://"+r.Host)))
		})
	}
	return mux
}

func fetch(t *testing.T, web *scraper.Web, url string) (saar.Page, error) {
	t.Helper()
	page, err := web.Fetch(t.Context(), saar.Link{URL: url})
	var failure *saar.Failure
	if err != nil && !errors.As(err, &failure) {
		t.Errorf("fetch %s: %v is no *saar.Failure", url, err)
	}
	return page, err
}

func wantOutcome(t *testing.T, err error, want saar.Outcome) {
	t.Helper()
	if got := saar.OutcomeOf(err); got != want {
		t.Errorf("outcome %q (%v), want %q", got, err, want)
	}
}

// colly is the user's wish: without it no page arrives, and its redirects and callbacks are what Fetch is made of.
func TestCollyFetchesThePages(t *testing.T) {
	mux := pages(map[string]string{"/state/a-12345": article})
	mux.Handle("/old", http.RedirectHandler("/state/a-12345", http.StatusMovedPermanently))
	server := serve(t, mux)
	page, err := fetch(t, open(t, quick(), nil), server.URL+"/old")
	if err != nil {
		t.Fatal(err)
	}
	if page.URL != server.URL+"/state/a-12345" || string(page.Body) != article || page.Status != 200 || page.Fetched.IsZero() {
		t.Errorf("page %s, status %d, fetched %v:\n%s", page.URL, page.Status, page.Fetched, page.Body)
	}
	if got := page.Header.Get("Content-Type"); got != "text/html; charset=utf-8" {
		t.Errorf("Content-Type %q", got)
	}
}

// A site's owner finds the robot in the log by its name and contact address.
func TestRobotSaysWhoItIs(t *testing.T) {
	var mu sync.Mutex
	seen := map[string]string{}
	server := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		defer mu.Unlock()
		seen[r.URL.Path] = r.UserAgent()
		_, _ = w.Write([]byte(article))
	}))
	if _, err := fetch(t, open(t, quick(), nil), server.URL+"/a"); err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/robots.txt", "/a"} {
		if seen[path] != quick().Agent {
			t.Errorf("%s asked by %q, want %q", path, seen[path], quick().Agent)
		}
	}
}

// The demo's invented outlets live on loopback under names that no resolver knows.
func TestHostsAreFoundWithoutDNS(t *testing.T) {
	server := serve(t, pages(map[string]string{"/a": "<html>" + article + "HOST"}))
	config := quick()
	config.Hosts = map[string]string{"navprabhat.example": strings.TrimPrefix(server.URL, "http://")}
	page, err := fetch(t, open(t, config, nil), "http://NavPrabhat.example/a")
	if err != nil || !strings.HasSuffix(string(page.Body), "http://navprabhat.example") {
		t.Errorf("%v: %s", err, page.Body)
	}
	config.AllowNetworks = nil
	_, err = fetch(t, open(t, config, nil), "http://navprabhat.example/a")
	wantOutcome(t, err, saar.UnsafeAddress)
}

func TestConfigIsChecked(t *testing.T) {
	if err := scraper.DefaultConfig().Validate(); err != nil {
		t.Errorf("defaults: %v", err)
	}
	for name, spoil := range map[string]func(*scraper.Config){
		"no agent":       func(c *scraper.Config) { c.Agent = "" },
		"agent in lines": func(c *scraper.Config) { c.Agent = "saar/1\nX: y" },
		"delay":          func(c *scraper.Config) { c.Delay = -1 },
		"hosts":          func(c *scraper.Config) { c.MaxHosts = 0 },
		"body":           func(c *scraper.Config) { c.MaxBody = 0 },
		"robots too old": func(c *scraper.Config) { c.RobotsStale = 48 * time.Hour },
		"host mapping":   func(c *scraper.Config) { c.Hosts = map[string]string{"a.example": "127.0.0.1"} },
	} {
		config := quick()
		spoil(&config)
		if _, err := scraper.New(config, nil, nil); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
