package web_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/store"
	"github.com/saar-news/saar/web"
)

// readonly is a store whose disk is full.
type readonly struct{ *store.Store }

func (readonly) Writable(context.Context) error {
	return errors.New("write to database saar.db: 3 MB are free on its disk: make room")
}

// A monitor must hear of a saar that answers and does nothing: with a full disk, or with schedules that do not come.
func TestReadyWhileSaarCanDoItsWork(t *testing.T) {
	s := open(t)
	jobs := func(scrape, edition time.Duration, err error) func(context.Context, time.Time) ([]web.Job, error) {
		return func(context.Context, time.Time) ([]web.Job, error) {
			return []web.Job{{Name: "scrape", Lag: scrape}, {Name: "edition/subah", Lag: edition}}, err
		}
	}
	for name, c := range map[string]struct {
		archive web.Archive
		config  web.Config
		wrong   string // empty: ready
	}{
		"nothing known of the schedules": {s, web.Config{}, ""},
		"on time":                        {s, web.Config{Jobs: jobs(20*time.Minute, 10*time.Minute, nil)}, ""},
		"no scraping":                    {s, web.Config{Jobs: jobs(61*time.Minute, 0, nil)}, "scrape has been due for 1h1m0s"},
		"no edition":                     {s, web.Config{Jobs: jobs(0, 31*time.Minute, nil)}, "edition/subah has been due for 31m0s"},
		"schedules cannot be read":       {s, web.Config{Jobs: jobs(0, 0, errors.New("state of scrape"))}, "state of scrape"},
		"full disk":                      {readonly{s}, web.Config{}, "make room"},
	} {
		r := ask(t, web.New(c.archive, c.config), http.MethodGet, "/readyz")
		text := body(t, r)
		if ready := r.StatusCode == http.StatusOK; ready != (c.wrong == "") || !strings.Contains(text, c.wrong) {
			t.Errorf("%s: %s %q", name, r.Status, text)
		}
		if r.Header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: it may be cached", name)
		}
	}
	r := ask(t, web.New(readonly{s}, web.Config{}), http.MethodGet, "/readyz", "X-Forwarded-For", "203.0.113.9")
	if text := body(t, r); r.StatusCode != http.StatusServiceUnavailable || strings.Contains(text, "saar.db") {
		t.Errorf("a stranger reads %s %q", r.Status, text)
	}
}

// The operator sees at a glance which source dries up, and what saar does next.
func TestStatusShowsYieldsAndWhatComesNext(t *testing.T) {
	s, ctx := open(t), t.Context()
	now := time.Now()
	for i, ago := range []time.Duration{time.Hour, 2 * time.Hour, 49 * time.Hour, 15 * 24 * time.Hour} {
		a := saar.Article{URL: prabhat.URL + string(rune('a'+i)), Title: "क", Source: "prabhat", Outlet: prabhat.Outlet, FirstSeen: now.Add(-ago)}
		if _, err := s.SaveReading(ctx, saar.Reading{
			Link: saar.Link{URL: a.URL, Canonical: a.URL, Source: "prabhat"}, Outcome: saar.OK, Article: &a, Read: now.Add(-ago),
			Fingerprint: saar.Fingerprint{Exact: string(rune('a'+i)) + "0"},
		}); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.SaveRun(ctx, saar.Run{Source: "prabhat", Finished: now, Outcome: saar.OK}); err != nil {
		t.Fatal(err)
	}
	next := time.Date(2026, 11, 23, 1, 30, 0, 0, time.UTC)
	pages := web.New(s, web.Config{Jobs: func(context.Context, time.Time) ([]web.Job, error) {
		return []web.Job{{Name: "scrape", Next: next}, {Name: "edition/subah", Next: next, Lag: 45 * time.Minute}}, nil
	}})
	page := get(t, pages, "/status")
	elements(t, page)
	inOrder(
		t, page, "<code>scrape</code> <time>2026-11-23 01:30</time></li>", "edition/subah", `class="bad">– 45m0s से बाक़ी`,
		`aria-label="पिछले 14 दिनों के लेख: 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 2"`, `<path d="M88 24h6v-12h-6zM104 24h6v-24h-6z"/>`, "ok 2",
	)
}
