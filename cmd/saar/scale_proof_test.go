//go:build proof

package main

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"golang.org/x/net/html"
)

// Many sites at once: what one round over them may cost a small server.
const (
	manySites  = 200
	manyPages  = 50  // of each site
	mostRSS    = 180 // MB, at the peak: 150 on a quiet machine
	mostParses = 6.0 // CPU of a page, fetching, keeping and all, as so many times a bare html.Parse of it: 4 on a quiet machine
	mostTasks  = 500 // goroutines at once
)

// A round over 200 new sites of 50 large pages each fits on a small server, and one in which nothing is new costs it next
// to nothing: what takes time then is the politeness.
func TestProofOfScale(t *testing.T) {
	region := newRegion(manySites, manyPages)
	server := httptest.NewServer(region)
	t.Cleanup(server.Close)
	folder := region.furnish(t, server.Listener.Addr().String())

	first := region.round(t, folder)
	parse := region.parse()
	perPage := first.cpu / time.Duration(manySites*manyPages)
	t.Logf("first round: %d pages of %d kB in %v, CPU %v a page (html.Parse %v, so %.1f times that), %.1f cores busy, peak RSS %d MB, %d goroutines at most",
		region.served.Load(), region.bytes.Load()/region.served.Load()/1000, first.took.Round(time.Millisecond), perPage, parse,
		float64(perPage)/float64(parse), first.cpu.Seconds()/first.took.Seconds(), first.rss/1000, first.tasks)
	if got := region.served.Load(); got != manySites*manyPages {
		t.Errorf("%d pages were fetched, want each of %d once", got, manySites*manyPages)
	}
	if float64(perPage) > mostParses*float64(parse) {
		t.Errorf("a page costs %v of CPU, more than %.0f times its html.Parse, %v", perPage, mostParses, parse)
	}
	if first.rss > mostRSS*1000 {
		t.Errorf("peak RSS is %d MB, more than %d", first.rss/1000, mostRSS)
	}
	if first.tasks > mostTasks {
		t.Errorf("%d goroutines at once, more than %d", first.tasks, mostTasks)
	}

	second := region.round(t, folder)
	t.Logf("second round, nothing new: %v, CPU %v a source, peak RSS %d MB",
		second.took.Round(time.Millisecond), second.cpu/manySites, second.rss/1000)
	if got := region.served.Load(); got != manySites*manyPages {
		t.Errorf("known pages were fetched again: %d in all", got)
	}
}

// A look at many sources of which none has anything new is the network's time and not ours: it takes less CPU than a hundredth
// of the shortest pause that politeness leaves between two requests.
func TestProofOfQuiet(t *testing.T) {
	const sources, most = 500, 20 * time.Millisecond // 2 on a quiet machine; the pause is 2 s
	region := newRegion(sources, 1)
	server := httptest.NewServer(region)
	t.Cleanup(server.Close)
	folder := region.furnish(t, server.Listener.Addr().String())
	region.round(t, folder)
	quiet := region.round(t, folder)
	t.Logf("%d sources without news: %v, CPU %v a source, peak RSS %d MB, %d goroutines at most",
		sources, quiet.took.Round(time.Millisecond), quiet.cpu/sources, quiet.rss/1000, quiet.tasks)
	if got := region.served.Load(); got != sources {
		t.Errorf("%d pages were fetched in both rounds, want each of %d once", got, sources)
	}
	if each := quiet.cpu / sources; each > most {
		t.Errorf("a source without news costs %v of CPU, more than %v", each, most)
	}
	if quiet.rss > mostRSS*1000 {
		t.Errorf("peak RSS is %d MB, more than %d", quiet.rss/1000, mostRSS)
	}
}

// cost is what one run of saar took.
type cost struct {
	took  time.Duration
	cpu   time.Duration
	rss   int // kB resident, at the peak
	tasks int // goroutines, at the peak
}

// region is many invented sites on one loopback server.
type region struct {
	sites, pages  int
	frame         [2]string // what stands before and behind an article: most of a page's bytes
	begun         time.Time
	served, bytes atomic.Int64 // articles
}

func newRegion(sites, pages int) *region {
	return &region{sites: sites, pages: pages, begun: time.Now(), frame: [2]string{pageHead(), pageFoot()}}
}

func (g *region) name(site int) string { return fmt.Sprintf("nagar%03d.example", site) }

// furnish writes a configuration of all sites into a folder of its own.
func (g *region) furnish(t *testing.T, address string) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("database: saar.db\nscrape:\n  schedule: \"0 0 * * *\"\n  delay: 0s\n  per_hour: 1000\n  allow_networks: [127.0.0.0/8]\n" +
		"  contact: https://saar.example/bot\n  resolve:\n")
	for i := range g.sites {
		fmt.Fprintf(&b, "    %s: %q\n", g.name(i), address)
	}
	b.WriteString("sources:\n")
	for i := range g.sites {
		fmt.Fprintf(&b, "  - {id: s%03d, name: नगर %d, url: \"http://%s/feed\"}\n", i, i, g.name(i))
	}
	b.WriteString("editions:\n  - {id: subah, title: सुबह, schedule: \"0 7 * * *\", chats: [\"@saar_demo\"]}\nweb: {listen: \"\"}\n")
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "config.yaml"), []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return folder
}

// round scrapes all sites once, in a process of its own, with env in its environment.
func (g *region) round(t *testing.T, folder string, env ...string) cost {
	t.Helper()
	ctx, stop := context.WithTimeout(t.Context(), 8*time.Minute)
	defer stop()
	peaks := filepath.Join(folder, "peaks")
	cmd := exec.CommandContext(ctx, "saar", "--scrape")
	cmd.Dir = folder
	cmd.Env = append(env, "PATH="+os.Getenv("PATH"), "HOME=/no-home", peaksFile+"="+peaks)
	begun := time.Now()
	if said, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("saar --scrape: %v\n%s", err, said)
	}
	c := cost{took: time.Since(begun), cpu: cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()}
	text, err := os.ReadFile(peaks)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := fmt.Sscan(string(text), &c.tasks, &c.rss); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return c
}

// peaksFile names, in a saar's environment, the file into which it writes its peaks: of goroutines and of resident kilobytes.
// What wait4 tells of a child's memory is that of its parent at the start, if that was more.
const peaksFile = "SAAR_TEST_PEAKS"

func init() {
	if file := os.Getenv(peaksFile); file != "" {
		go countPeaks(file)
	}
}

var residentPeak = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

func countPeaks(file string) {
	tasks := 0
	for range time.Tick(10 * time.Millisecond) {
		tasks = max(tasks, runtime.NumGoroutine())
		status, err := os.ReadFile("/proc/self/status")
		if err != nil {
			panic(err)
		}
		peaks := fmt.Appendf(nil, "%d %s", tasks, residentPeak.FindSubmatch(status)[1])
		if os.WriteFile(file+".new", peaks, 0o600) == nil {
			_ = os.Rename(file+".new", file) // missing, it fails the test
		}
	}
}

// parse is how much CPU html.Parse takes for one of the pages on average, with all processors at it as in a round, and with
// what the garbage collector takes.
func (g *region) parse() time.Duration {
	const each = 300
	cores := runtime.GOMAXPROCS(0)
	pages := make([]string, each*cores)
	for i := range pages {
		pages[i] = g.article(i%g.sites, i/g.sites)
	}
	runtime.GC()
	before := spent()
	var group sync.WaitGroup
	for core := range cores {
		group.Go(func() {
			for _, page := range pages[core*each:][:each] {
				if _, err := html.Parse(strings.NewReader(page)); err != nil {
					panic(err)
				}
			}
		})
	}
	group.Wait()
	return (spent() - before) / time.Duration(len(pages))
}

// spent is the CPU time that this process has taken.
func spent() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

func (g *region) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	site, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(r.Host, "nagar"), ".example"))
	if err != nil {
		http.NotFound(w, r)
		return
	}
	switch folder, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/"); folder {
	case "feed":
		w.Header().Set("ETag", `"feed"`)
		if r.Header.Get("If-None-Match") == `"feed"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml; charset=utf-8")
		fmt.Fprint(w, g.feed(site))
	case "khabar":
		n, err := strconv.Atoi(name)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		text := g.article(site, n)
		g.served.Add(1)
		g.bytes.Add(int64(len(text)))
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, text)
	default:
		http.NotFound(w, r) // robots.txt too
	}
}
