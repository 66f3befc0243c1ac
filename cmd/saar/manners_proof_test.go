//go:build proof

package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// Two whole saars, on one database, at two sections of one site at the same moment.
const (
	mannersPages = 8 // of each section
	mannersDelay = 150 * time.Millisecond
	// mannersGap is what may at least lie between two requests as the server sees them: the rest of a slot is what a request
	// may take longer on its way than the next.
	mannersGap = mannersDelay / 2
)

// A site sees one robot, whatever the number of saars: never two requests at once, and the pause between them, whether a
// person scrapes by hand beside the daemon or not.
func TestProofOfManners(t *testing.T) {
	site := &visited{}
	server := httptest.NewServer(site)
	t.Cleanup(server.Close)
	folder := t.TempDir()
	config := fmt.Sprintf(`database: saar.db
scrape:
  schedule: "0 0 * * *"
  delay: %v
  allow_networks: [127.0.0.0/8]
  contact: https://saar.example/bot
  resolve: {"nagar000.example": %[2]q, "khel.nagar000.example": %[2]q}
sources:
  - {id: rajya, name: राज्य, url: "http://nagar000.example/feed"}
  - {id: khel, name: खेल, url: "http://khel.nagar000.example/feed"}
editions:
  - {id: subah, title: सुबह, schedule: "0 7 * * *", chats: ["@saar_demo"]}
web: {listen: ""}
`, mannersDelay, server.Listener.Addr().String())
	if err := os.WriteFile(filepath.Join(folder, "config.yaml"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	var both sync.WaitGroup
	for _, source := range []string{"rajya", "khel"} {
		both.Go(func() {
			cmd := exec.CommandContext(t.Context(), "saar", "--scrape", "--source", source)
			cmd.Dir, cmd.Env = folder, []string{"PATH=" + os.Getenv("PATH"), "HOME=/no-home"}
			if said, err := cmd.CombinedOutput(); err != nil {
				t.Errorf("%s: %v\n%s", source, err, said)
			}
		})
	}
	both.Wait()
	t.Logf("%d requests of two processes, the closest two %v apart", len(site.at), site.closest())
	if site.together {
		t.Error("two requests were under way at once")
	}
	if gap := site.closest(); gap < mannersGap {
		t.Errorf("two requests were %v apart, the pause is %v", gap, mannersDelay)
	}
	if want := 2 * (mannersPages + 1); len(site.at) < want || site.turns() < 2 {
		t.Errorf("%d requests in %d turns, want %d of both sections by turns", len(site.at), site.turns(), want)
	}
}

// visited is a site that notes when it is asked and whether it is asked twice at once.
type visited struct {
	mu       sync.Mutex
	under    int
	together bool
	at       []time.Time
	hosts    []string
}

func (v *visited) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v.mu.Lock()
	v.at, v.hosts = append(v.at, time.Now()), append(v.hosts, r.Host)
	v.under++
	v.together = v.together || v.under > 1
	v.mu.Unlock()
	defer func() {
		v.mu.Lock()
		v.under--
		v.mu.Unlock()
	}()
	switch {
	case r.URL.Path == "/feed":
		fmt.Fprint(w, "<rss><channel>")
		for n := range mannersPages {
			fmt.Fprintf(w, "<item><title>%s</title><link>http://%s/khabar/%d</link></item>", sentence(chanceOf(len(r.Host), n), 6), r.Host, n)
		}
		fmt.Fprint(w, "</channel></rss>")
	case strings.HasPrefix(r.URL.Path, "/khabar/"):
		fmt.Fprintf(w, "<html><body><h1>%s</h1></body></html>", sentence(chanceOf(len(r.URL.Path), 1), 6))
	default:
		http.NotFound(w, r)
	}
}

// closest is the shortest time between two requests.
func (v *visited) closest() time.Duration {
	gaps := []time.Duration{time.Hour}
	for i := 1; i < len(v.at); i++ {
		gaps = append(gaps, v.at[i].Sub(v.at[i-1]))
	}
	return slices.Min(gaps)
}

// turns counts how often the section changed from one request to the next.
func (v *visited) turns() int {
	n := 0
	for i := 1; i < len(v.hosts); i++ {
		if v.hosts[i] != v.hosts[i-1] {
			n++
		}
	}
	return n
}
