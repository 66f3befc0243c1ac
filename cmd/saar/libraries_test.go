package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/saar-news/saar/cmd/saar/demo"
)

// The four libraries that saar is built on are at work in the program as it is run. What each of them does in every case
// is tested where it is used.

// folderIn is an operator's folder in a world.
func folderIn(t *testing.T, w *world) string {
	t.Helper()
	folder := t.TempDir()
	if err := w.furnish(folder); err != nil {
		t.Fatal(err)
	}
	return folder
}

// Without colly no page comes in.
func TestCollyFetchesTheSites(t *testing.T) {
	t.Parallel()
	w := startWorld(t, demo.Config{})
	mustRun(t, folderIn(t, w), "--scrape")
	asked, first := map[string]int{}, map[string]string{}
	for _, r := range w.sites.requests() {
		if agent := r.UserAgent(); !strings.HasPrefix(agent, "saar/") || !strings.Contains(agent, "+https://saar.example/bot") {
			t.Errorf("%s was asked by %q, which names nobody to write to", r.URL, agent)
		}
		asked["http://"+r.Host+r.URL.Path]++
		if first[r.Host] == "" {
			first[r.Host] = r.URL.Path
		}
	}
	for host, path := range first {
		if path != "/robots.txt" {
			t.Errorf("%s was asked for %s before its robots.txt", host, path)
		}
	}
	for _, a := range w.outlets.Articles() {
		switch n := asked[a.URL]; {
		case a.Barred && n > 0:
			t.Errorf("%s was fetched; robots.txt forbids it", a.URL)
		case !a.Barred && n != 1 && a.CopyOf == "":
			t.Errorf("%s was fetched %d times", a.URL, n)
		}
	}
}

// Without cron the daemon sleeps for ever.
func TestCronRunsTheDaemon(t *testing.T) {
	t.Parallel()
	w := startWorld(t, demo.Config{})
	p, err := startSaar(t.Context(), folderIn(t, w))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range []string{"msg=scheduled job=scrape next=", "msg=scheduled job=edition/subah next=", "msg=collected sources=3 answered=3 "} {
		if err := p.await(line); err != nil {
			t.Error(err)
		}
	}
	p.kill()
}

// Without SQLite nothing outlives the process.
func TestSQLiteKeepsTheArticles(t *testing.T) {
	t.Parallel()
	w := startWorld(t, demo.Config{})
	folder := folderIn(t, w)
	mustRun(t, folder, "--scrape")
	text, err := os.ReadFile(filepath.Join(folder, "saar.db"))
	if err != nil || !strings.HasPrefix(string(text), "SQLite format 3\x00") {
		t.Errorf("saar.db is no SQLite database: %v, %.16q", err, text)
	}
	w.close() // whatever is found now is found in the file
	if found := mustRun(t, folder, "search", "कंचना").out.String(); !strings.Contains(found, "कंचना नदी") {
		t.Errorf("an article that was read is not found:\n%s", found)
	}
	if told := mustRun(t, folder, "--digest", "--dry-run").out.String(); !strings.Contains(told, "कंचना नदी") {
		t.Errorf("an article that was read is not in the digest:\n%s", told)
	}
}

// Without telegram-bot-api nobody reads anything.
func TestTelegramBotAPIPostsTheDigest(t *testing.T) {
	t.Parallel()
	w := startWorld(t, demo.Config{})
	mustRun(t, folderIn(t, w), "--scrape", "--digest")
	posts := w.api.Messages(channel)
	if len(posts) == 0 {
		t.Fatal("the channel is empty")
	}
	for _, m := range posts {
		if !m.Own || len(m.Entities) == 0 || !strings.Contains(m.Text, "सुबह का सार") {
			t.Errorf("the channel holds a message that is no part of the digest: %+v", m)
		}
	}
	if v := w.api.Violations(); len(v) > 0 {
		t.Errorf("Telegram would have minded: %v", v)
	}
}
