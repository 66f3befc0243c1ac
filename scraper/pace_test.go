package scraper_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/saar-news/saar"
	"github.com/saar-news/saar/scraper"
)

// named serves the same pages under names that share an address.
func named(t *testing.T, config *scraper.Config, handler http.Handler, hosts ...string) {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	if config.Hosts == nil {
		config.Hosts = map[string]string{}
	}
	for _, host := range hosts {
		config.Hosts[host] = strings.TrimPrefix(server.URL, "http://")
	}
}

// A site must never see two of our requests at once, by whatever of its names; other sites need not wait for it.
func TestOneRequestAtATimeForADomain(t *testing.T) {
	var mu sync.Mutex
	now, most := map[string]int{}, map[string]int{}
	var all atomic.Int32
	both := make(chan struct{})
	config := quick()
	config.FirstByte, config.Total = 10*time.Second, 10*time.Second
	named(t, &config, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		domain := saar.RegistrableDomain(r.Host)
		mu.Lock()
		now[domain]++
		most[domain] = max(most[domain], now[domain])
		mu.Unlock()
		if all.Add(1) == 2 {
			close(both)
		}
		<-both // the first of each domain meet here
		mu.Lock()
		now[domain]--
		mu.Unlock()
		_, _ = w.Write([]byte(article))
	}), "www.setu.example", "hindi.setu.example", "samvad.example")
	web := open(t, config, nil)
	var wait sync.WaitGroup
	for i, host := range []string{"www.setu.example", "hindi.setu.example", "samvad.example", "www.setu.example", "samvad.example"} {
		wait.Go(func() {
			if _, err := web.Fetch(t.Context(), saar.Link{URL: fmt.Sprintf("http://%s/%d", host, i)}); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	if diff := cmp.Diff(map[string]int{"setu.example": 1, "samvad.example": 1}, most); diff != "" {
		t.Errorf("requests at once (-want +got):\n%s", diff)
	}
}

// The pace is booked by registrable domain, with jitter, and a Crawl-delay is honoured up to its cap.
func TestPaceIsBooked(t *testing.T) {
	for _, tt := range []struct {
		robots    string
		low, high time.Duration // of the page's booking
	}{
		{"", 2 * time.Second, 3 * time.Second},
		{"User-agent: *\nCrawl-delay: 1", 2 * time.Second, 3 * time.Second},
		{"User-agent: *\nCrawl-delay: 7.5", 7500 * time.Millisecond, 11250 * time.Millisecond},
		{"User-agent: *\nCrawl-delay: 3600", 30 * time.Second, 45 * time.Second},
	} {
		config := quick()
		config.Delay = 2 * time.Second
		named(t, &config, pages(map[string]string{"/a": article, "/robots.txt": tt.robots}), "hindi.setu.example")
		memory := &journal{}
		if _, err := fetch(t, open(t, config, memory), "http://hindi.setu.example/a"); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff([]string{"setu.example", "setu.example"}, memory.booked[:2]); diff != "" {
			t.Errorf("booked (-want +got):\n%s", diff)
		}
		if d := memory.delays[1]; d < tt.low || d > tt.high {
			t.Errorf("%q: booked with %v, want %v to %v", tt.robots, d, tt.low, tt.high)
		}
	}
}

// Without a shared memory the pace holds within the process. No network here: time stands still but for the waits.
func TestPaceHoldsWithoutAMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		config := quick()
		config.Delay = 2 * time.Second
		config.AllowNetworks = nil // each request ends at the dialer
		web := open(t, config, nil)
		start := time.Now()
		for i := range 3 {
			_, err := web.Fetch(t.Context(), saar.Link{URL: fmt.Sprintf("http://127.0.0.1:%d/", 8080+i)})
			wantOutcome(t, err, saar.UnsafeAddress)
		}
		if took := time.Since(start); took < 4*time.Second || took > 6*time.Second {
			t.Errorf("three requests within %v, want 4s to 6s", took)
		}
	})
}

// A database that cannot be written is our trouble: no request may go out unbooked, and no source be blamed.
func TestNoBookingNoRequest(t *testing.T) {
	asked := false
	server := serve(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	broken := errors.New("disk full")
	config := quick()
	config.Delay = time.Millisecond
	_, err := fetch(t, open(t, config, &journal{err: broken}), server.URL+"/a")
	wantOutcome(t, err, saar.Cancelled)
	if asked || !errors.Is(err, broken) {
		t.Errorf("asked %v; %v", asked, err)
	}
}

// The daemon and a scrape by hand share a site's patience: while one of them is at it the other waits, and makes its own
// turn known.
func TestAnotherProcessIsWaitedFor(t *testing.T) {
	memory := &journal{}
	var tries, turns int
	memory.busy = func(host string) bool {
		tries++
		return host == "setu.example" && tries <= 2
	}
	config := quick()
	config.Delay = time.Millisecond
	named(t, &config, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		turns = memory.taken()
		if tries < 3 {
			t.Error("asked while another process was at the site")
		}
		_, _ = w.Write([]byte(article))
	}), "www.setu.example")
	if _, err := fetch(t, open(t, config, memory), "http://www.setu.example/a"); err != nil {
		t.Fatal(err)
	}
	if turns != 1 || memory.taken() != 0 {
		t.Errorf("%d turns taken during the request, %d after it, want 1 and 0", turns, memory.taken())
	}
	if len(memory.booked) < 4 {
		t.Errorf("%d slots booked for two requests, of which one had to wait twice", len(memory.booked))
	}
}

// A stop must not wait for another process's slow request.
func TestWaitingForAnotherProcessIsStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	memory := &journal{busy: func(string) bool { cancel(); return true }}
	_, err := open(t, quick(), memory).Fetch(ctx, saar.Link{URL: "http://127.0.0.1:1/a"})
	wantOutcome(t, err, saar.Cancelled)
	if memory.taken() != 0 {
		t.Error("a turn is left taken")
	}
}

// "Come back tomorrow" said to one process, before a restart, is said to the next as well; but some say a year.
func TestRetryAfterOutlivesTheProcess(t *testing.T) {
	for _, tt := range []struct {
		after string
		want  time.Duration
	}{{"90", 90 * time.Second}, {"31536000", 6 * time.Hour}} {
		memory, asked := &journal{}, 0
		config := quick()
		named(t, &config, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			asked++
			w.Header().Set("Retry-After", tt.after)
			w.WriteHeader(http.StatusServiceUnavailable)
		}), "www.setu.example", "hindi.setu.example")
		memory.remember("http://www.setu.example", nil, 404, time.Now())
		_, err := fetch(t, open(t, config, memory), "http://www.setu.example/a")
		wantOutcome(t, err, saar.Limited)
		_, err = fetch(t, open(t, config, memory), "http://hindi.setu.example/b")
		wantOutcome(t, err, saar.Limited)
		var failure *saar.Failure
		if !errors.As(err, &failure) || failure.RetryAfter > tt.want || failure.RetryAfter < tt.want-time.Minute {
			t.Errorf("%v: to wait %v, want %v", err, failure.RetryAfter, tt.want)
		}
		if asked != 1 {
			t.Errorf("asked %d times, want once", asked)
		}
	}
}

// A hold that another process is told of while this one waits for its slot counts too.
func TestAHoldThatComesWhileWaitingCounts(t *testing.T) {
	memory := &journal{}
	memory.busy = func(string) bool {
		_ = memory.Hold(t.Context(), "host/127.0.0.1", time.Now().Add(time.Hour))
		return false
	}
	asked := false
	server := serve(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked = true }))
	_, err := fetch(t, open(t, quick(), memory), server.URL+"/a")
	wantOutcome(t, err, saar.Limited)
	if asked || memory.taken() != 0 {
		t.Errorf("asked %v, %d turns left taken", asked, memory.taken())
	}
}

// When all places were taken, a request begins long after its slot: the next one is counted from then.
func TestALateRequestIsBookedAtItsTime(t *testing.T) {
	config := quick()
	config.Delay = 2 * time.Second
	server := serve(t, pages(map[string]string{"/a": article}))
	memory := &journal{wait: -time.Hour}
	if _, err := fetch(t, open(t, config, memory), server.URL+"/a"); err != nil {
		t.Fatal(err)
	}
	if len(memory.delays) != 4 || memory.delays[1] != 0 || memory.delays[3] != 0 {
		t.Errorf("booked with %v, want each of two requests a second time", memory.delays)
	}
}
